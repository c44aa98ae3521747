//! The checker, explanations, and what is known of codes and names.

use serde_json::{Value, json};
use smtpwire_shell::operations::{DiagnoseFunction, Function};

use crate::functions::{answer, refused};

const DIALOG: &str = "S: 220 mx.example.net\nC: MAIL FROM:<a@example.org>\nS: 503 no\n\
                      C: AUTH PLAIN AGpvAHRvcHNlY3JldA==\nS: 235 ok\n";

#[test]
fn a_transcript_is_checked_and_each_finding_has_its_place() {
    let report = answer(DiagnoseFunction::check, &json!([DIALOG]));
    assert_eq!((&report["format"], &report["sessions"]), (&json!("labelled"), &json!(1)));
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "mail-before-ehlo");
    assert_eq!((&finding["line"], &finding["column"]), (&json!(2), &json!(4)));
    let place = |name: &str| usize::try_from(finding[name].as_u64().unwrap()).unwrap();
    assert_eq!(&DIALOG[place("start")..place("end")], "MAIL");
    assert_eq!(answer(DiagnoseFunction::check, &json!([DIALOG, "labelled"])), report);
    assert!(!report.to_string().contains("AGpv"));
    let rule = answer(DiagnoseFunction::describe_rule, &json!([finding["rule"]]));
    assert_eq!(rule["area"], "order");
}

#[test]
fn a_transcript_in_no_form_or_an_unknown_one_is_refused() {
    assert_eq!(refused(DiagnoseFunction::check, &json!(["hello"])).detail, "not-a-dialog");
    let failure = refused(DiagnoseFunction::check, &json!([DIALOG, "telnet"]));
    assert!(failure.message.contains("scrollback"), "{failure}");
    let forms = answer(DiagnoseFunction::transcript_formats, &json!([]));
    assert!(forms.as_array().is_some_and(|forms| forms.contains(&json!("postfix-notify"))));
}

#[test]
fn a_masked_transcript_has_its_length_and_no_secret() {
    let masked = answer(DiagnoseFunction::mask_transcript, &json!([DIALOG]));
    let masked: Vec<u8> = serde_json::from_value(masked).expect("octets");
    let masked = String::from_utf8(masked).expect("text");
    assert_eq!(masked.len(), DIALOG.len());
    assert!(!masked.contains("AGpv") && masked.contains("AUTH PLAIN ****"), "{masked}");
}

#[test]
fn a_reply_is_explained_as_it_stands_as_it_was_read_and_from_its_parts() {
    let line = "450 4.2.0 Greylisted, see http://example.org";
    let whole = answer(DiagnoseFunction::explain, &json!([line]));
    assert_eq!((&whole["category"], &whole["retry"]), (&json!("greylist"), &json!("retry-later")));
    let reply = answer(Function::parse_reply, &json!([format!("{line}\r\n")]));
    let read = answer(DiagnoseFunction::explain, &json!([reply]));
    assert_eq!(read["category"], "greylist");
    let parts = json!({ "code": 450, "enhanced": "4.2.0", "text": "Greylisted" });
    assert_eq!(answer(DiagnoseFunction::explain, &parts)["category"], "greylist");
    let both = json!({ "reply": line, "code": 450 });
    assert_eq!(
        refused(DiagnoseFunction::explain, &both).message,
        "reply: either a reply or its parts"
    );
    let nothing = answer(DiagnoseFunction::explain, &json!({}));
    assert_eq!((&nothing["evidence"], &nothing["code"]), (&json!("nothing"), &Value::Null));
}

#[test]
fn what_is_listed_can_be_described() {
    for (list, describe) in [
        (DiagnoseFunction::reply_codes, DiagnoseFunction::describe_reply_code),
        (DiagnoseFunction::enhanced_codes, DiagnoseFunction::describe_enhanced_code),
        (DiagnoseFunction::mechanisms, DiagnoseFunction::describe_mechanism),
        (DiagnoseFunction::rules, DiagnoseFunction::describe_rule),
    ] {
        let names = answer(list, &json!([]));
        let names = names.as_array().expect("a list");
        assert!(names.len() > 9, "{list:?}");
        for name in names {
            assert!(answer(describe, &json!([name])).is_object(), "{describe:?} of {name}");
        }
    }
    let size = answer(DiagnoseFunction::describe_keyword, &json!(["size"]));
    assert_eq!(size["mail_line_increment"], 26);
    assert!(answer(DiagnoseFunction::describe_reply_code, &json!([599])).is_null());
    assert!(answer(DiagnoseFunction::describe_enhanced_code, &json!(["5.99.1"])).is_null());
    assert_eq!(refused(DiagnoseFunction::describe_enhanced_code, &json!(["5.1"])).code, 107);
}
