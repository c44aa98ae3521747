//! Every event of the core has a shape.

use serde_json::{Value, json};
use smtpwire_shell::{AnyEvent, Kind};

use crate::every::{client_events, every, mailer_events, server_events};
use crate::source::variants;

/// The variant that an event is, by its `Debug`.
fn variant(event: &impl std::fmt::Debug) -> String {
    format!("{event:?}").split([' ', '(', '{']).next().expect("a name").to_owned()
}

#[test]
fn every_event_of_the_core_has_a_shape_of_its_own() {
    let client = include_str!("../../../../crates/smtpwire/src/flow/client/event.rs");
    let mailer = include_str!("../../../../crates/smtpwire/src/flow/mailer/outcome.rs");
    let server = include_str!("../../../../crates/smtpwire/src/flow/server/event.rs");
    let told: Vec<String> = client_events().iter().map(variant).collect();
    assert_eq!(told, variants(client, "ClientEvent"));
    let told: Vec<String> = mailer_events().iter().map(variant).collect();
    assert_eq!(told, variants(mailer, "MailerEvent"));
    let told: Vec<String> = server_events().iter().map(variant).collect();
    assert_eq!(told, variants(server, "ServerEvent"));
    for event in every() {
        assert_ne!(event.view().name(), "other", "{event:?} has no shape");
    }
}

#[test]
fn an_events_kind_is_told_without_a_view_of_it() {
    for event in every() {
        assert_eq!(event.kind(), event.view().kind(), "{event:?}");
    }
    let some = |kind: &Kind| every().iter().any(|event| event.kind() == *kind);
    let none: Vec<&Kind> = Kind::ALL.iter().filter(|kind| !some(kind)).collect();
    assert_eq!(none, [&Kind::Other]);
}

#[test]
fn an_events_type_is_its_name() {
    for event in every() {
        let shown = serde_json::to_value(&event).expect("plain data");
        assert_eq!(shown["type"], event.view().name(), "{event:?}");
    }
}

fn shown(event: impl Into<AnyEvent>) -> Value {
    serde_json::to_value(event.into()).expect("plain data")
}

fn nth(name: &str) -> Value {
    let found = every().into_iter().find(|event| event.view().name() == name);
    serde_json::to_value(found.expect("one of them")).expect("plain data")
}

#[test]
fn events_have_the_fields_that_the_vectors_name() {
    let recipient = nth("recipient-reply");
    assert_eq!(recipient["command"], 1);
    assert_eq!((&recipient["index"], &recipient["last"]), (&json!(3), &json!(true)));
    assert_eq!(recipient["reply"]["code"], 250);
    assert_eq!(recipient["reply"]["enhanced"], "2.0.0");
    assert_eq!(recipient["reply"]["text"], "Ok\\x5co/");
    assert_eq!(nth("challenge"), json!({"type": "challenge", "command": 1, "octets": [0, 60]}));
    assert_eq!(
        nth("mail"),
        json!({"type": "mail", "from": "", "parameters": [
            {"keyword": "SIZE", "value": u64::MAX},
            {"keyword": "BODY", "value": "8BITMIME"},
        ]})
    );
    assert_eq!(
        nth("rcpt"),
        json!({"type": "rcpt", "to": "\"j o\"@a.example", "parameters": [
            {"keyword": "NOTIFY", "value": ["NEVER"]},
        ]})
    );
    assert_eq!(nth("helo"), json!({"type": "helo", "verb": "EHLO", "host": "a.example"}));
    assert_eq!(nth("etrn"), json!({"type": "etrn", "subdomains": "a.example"}));
    assert_eq!(nth("xclient"), json!({"type": "xclient", "attributes": [["NAME", "a b"]]}));
    assert_eq!(nth("unknown"), json!({"type": "unknown", "verb": "XFOO", "line": "XFOO ***"}));
    assert_eq!(nth("message"), json!({"type": "message", "size": 2, "octets": [0, 255]}));
    let aborted = nth("aborted");
    assert_eq!(
        (&aborted["why"], &aborted["error"]["detail"]),
        (&json!("content"), &json!("bare-lf"))
    );
    assert_eq!(aborted["error"]["offset"], 9);
}

#[test]
fn an_outcome_says_for_each_recipient_what_became_of_it() {
    let told = nth("outcome");
    assert_eq!((&told["accepted"], &told["responsibility"]), (&json!(false), &json!("not-taken")));
    assert_eq!(told["recipients"][0]["recipient"], "postmaster");
    assert_eq!(told["recipients"][0]["status"], "not-tried");
    assert_eq!(told["recipients"][0]["why"]["reason"], "session-ended");
    assert_eq!(told["error"]["name"], "greeting-refused");
    assert_eq!((&told["error"]["code"], &told["error"]["kind"]), (&json!(201), &json!("peer")));
    assert_eq!(told["error"]["reply"]["code"], 554);
}

#[test]
fn a_url_that_may_hold_a_password_is_masked() {
    let burl = server_events().into_iter().find(|event| variant(event) == "Burl").expect("BURL");
    let shown = shown(burl);
    assert_eq!(shown, json!({"type": "burl", "url": "***", "last": true}));
}
