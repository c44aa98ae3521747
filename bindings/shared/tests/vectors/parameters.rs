//! parameters.json.

use serde_json::{Value, json};

use crate::case::{Octets, Verdict, case, run, same};
use crate::host::call;
use crate::shape::{failed, made};

case! {
    /// Parameters behind MAIL or RCPT.
    struct Parameters {
        command: String,
        input: Octets,
        value: Option<Value>,
        wire: Option<Octets>,
        error: Option<Value>,
    }
}

fn parameters(case: &Parameters) -> Verdict {
    let verb = case.command.as_str();
    let read = |text: &Octets| call!("parse_parameters", verb, text);
    if let Some(expected) = &case.error {
        let failure = failed("what is none", read(&case.input))?;
        let reply = failure.reply.as_ref().ok_or("  no reply")?;
        let offset = failure.offset.ok_or("  no offset")?;
        let place = format!(", at octet {offset}");
        same("the message tells the place", &true, &failure.message.ends_with(&place))?;
        same("the reply tells the place", &true, &reply.text.ends_with(&place))?;
        let wire = made("the reply's octets", call!("parse_reply", &*reply.wire))?;
        same("the reply is what its octets say", &json!(reply.text), &wire["text"])?;
        let enhanced = reply.enhanced.as_deref().unwrap_or_default();
        let told = json!({
            "problem": failure.detail,
            "offset": offset,
            "reply": format!("{} {enhanced}", reply.code),
        });
        return same("error", expected, &told);
    }
    let value = case.value.as_ref().ok_or("  no value")?;
    same("as plain data", value, &made("reading", read(&case.input))?)?;
    let wire = case.wire.as_ref().unwrap_or(&case.input);
    let written = made("writing", call!("encode_parameters", verb, value))?;
    same("built and written", &json!(wire.text()?), &written)?;
    same("read again", value, &made("reading", read(wire))?)
}

#[test]
fn every_parameter_is_the_same_as_plain_data_and_back() {
    run("parameters", parameters);
}

#[test]
fn no_parameters_are_an_empty_list_and_an_empty_text() {
    assert_eq!(call!("parse_parameters", "MAIL", "").expect("none"), json!([]));
    assert_eq!(call!("encode_parameters", "RCPT", json!([])).expect("none"), json!(""));
}
