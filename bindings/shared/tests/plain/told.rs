//! What is told of sessions, replies and TLS.

use serde_json::Value;
use smtpwire_diagnose::check::check;
use smtpwire_diagnose::registry::explain_reply;
use smtpwire_diagnose::transcript::read;
use smtpwire_shell::{Explanation, Failure, Report};

#[test]
fn a_report_and_an_explanation_are_plain_data_by_themselves() {
    let transcript =
        read(b"S: 220 mx.example\nC: MAIL FROM:<a@b.example>\nS: 503 5.5.1 Hello first\n");
    let report: Report = check(&transcript.expect("a dialog"));
    let shown = serde_json::to_value(&report).expect("plain data");
    assert_eq!((&shown["format"], &shown["sessions"]), (&"labelled".into(), &1.into()));
    assert!(shown["findings"][0]["rule"].is_string(), "{shown}");

    let explained: Explanation = explain_reply("550 5.1.1 No such user");
    let shown = serde_json::to_value(&explained).expect("plain data");
    assert_eq!((&shown["class"], &shown["code"]), (&"permanent".into(), &550.into()));
    assert!(shown["meaning"].as_str().is_some_and(|meaning| !meaning.is_empty()));
}

#[test]
fn what_is_no_transcript_is_told() {
    let failure = Failure::from(read(b"").unwrap_err());
    assert_eq!((failure.code, failure.name, failure.detail), (4, "malformed", "empty"));
}

#[cfg(feature = "tls")]
#[test]
fn a_certificate_that_can_not_be_read_is_told_as_such() {
    use smtpwire_shell::tls::Certificate;
    let core = smtpwire_tls::Certificate::from_der(&b"no certificate"[..]);
    let shown: Value = serde_json::to_value(Certificate::from(&core)).expect("plain data");
    assert_eq!(shown["readable"], false);
    assert_eq!(shown["der"].as_array().map(Vec::len), Some(14));
    let failure = smtpwire_tls::Identity::from_pem(b"", b"").map(drop).unwrap_err();
    let failure = Failure::from(failure);
    assert_eq!((failure.code, failure.name), (7, "unusable-certificate"));
}
