//! A mailer, against a server in memory.

use serde_json::{Value, json};
use smtpwire::Connection;
use smtpwire_shell::config::{Plain, Spelling};
use smtpwire_shell::{MailerLine, MailerSetup, ServerLine};

use crate::ask::{Asked, plain};
use crate::talk::{Side, names, talk};

fn mailer() -> MailerLine {
    let config = json!({ "name": "a.example", "security": "disabled" });
    MailerLine::open(plain(&config), Plain::Null, Spelling::Rust, false, &[5; 32], 0)
        .expect("a mailer")
}

fn server() -> ServerLine {
    let config = json!({ "hostname": "mx.example", "decisions": [], "content": "whole" });
    ServerLine::open(plain(&config), Plain::Null, Spelling::Rust, false, &[7; 32], 0)
        .expect("a server")
}

/// Lets both talk; the mailer's host gives the content of what is streamed.
fn run(
    mailer: &mut MailerLine,
    server: &mut ServerLine,
    content: &[u8],
) -> (Vec<Value>, Vec<Value>) {
    let mut host = |mailer: &mut MailerLine, event: &Value| {
        if event["type"] == "need-content" {
            let id = event["transaction"].as_u64().expect("a number");
            assert_eq!(mailer.content(id, content).expect("it is wanted"), content.len());
            mailer.get("end_content", json!([id]));
        }
    };
    let mailer = Side { line: mailer, host: &mut host };
    talk(mailer, Side { line: server, host: &mut |_, _| {} })
}

#[test]
fn messages_go_out_by_plain_data_and_by_plain_calls() {
    let (mut mailer, mut server) = (mailer(), server());
    let envelope = json!({
        "from": "jo@a.example",
        "to": ["al@mx.example", { "path": "postmaster", "parameters": [] }],
        "parameters": [{ "keyword": "BODY", "value": "8BITMIME" }],
    });
    assert_eq!(mailer.get("send", json!([envelope, "Hi.\r\n"])), json!(1));
    let sent = mailer.send("", ["al@mx.example"], b"Bounced.\r\n".to_vec());
    assert_eq!(sent.expect("a message"), 2);
    let streamed = json!({ "from": "jo@a.example", "to": ["al@mx.example"] });
    assert_eq!(mailer.get("send", json!({ "envelope": streamed, "size": 11 })), json!(3));
    assert_eq!(mailer.get("pending", json!([])), json!(3));
    mailer.get("quit", json!([]));
    let (seen, received) = run(&mut mailer, &mut server, b"In pieces\r\n");
    let outcomes: Vec<&Value> = seen.iter().filter(|event| event["type"] == "outcome").collect();
    assert_eq!(outcomes.len(), 3, "{}", names(&seen));
    assert!(outcomes.iter().all(|outcome| outcome["accepted"] == true), "{outcomes:?}");
    let messages: Vec<&Value> =
        received.iter().filter(|event| event["type"] == "message").collect();
    assert_eq!(messages[0]["octets"], json!(b"Hi.\r\n"));
    assert_eq!(messages[2]["octets"], json!(b"In pieces\r\n"));
    let senders: Vec<&Value> = received.iter().map(|event| &event["from"]).collect();
    assert!(senders.contains(&&json!("")), "{senders:?}");
    assert_eq!(mailer.get("pending", json!([])), json!(0));
}

#[test]
fn an_envelope_that_is_none_queues_nothing() {
    let mut mailer = mailer();
    let jo = "jo@a.example";
    for (envelope, code) in [
        (json!({ "from": jo, "to": [] }), "invalid-value"),
        (json!({ "from": jo, "to": ["a b"] }), "invalid-value"),
        (json!({ "from": jo, "to": ["al@mx.example"], "cc": [] }), "invalid-value"),
    ] {
        assert_eq!(mailer.fails("send", json!([envelope, "Hi.\r\n"])), code, "{envelope}");
    }
    assert_eq!(mailer.get("pending", json!([])), json!(0));
    assert_eq!(mailer.fails("content", json!([1, b"x"])), "nothing-to-answer");
    assert_eq!(mailer.fails("abort_content", json!([1])), "nothing-to-answer");
}

#[test]
fn it_tells_how_the_session_stands() {
    let (mut mailer, mut server) = (mailer(), server());
    for name in
        ["capabilities", "greeting", "starttls_refusal", "tls_session", "tls_failure", "fallback"]
    {
        assert_eq!(mailer.get(name, json!([])), Value::Null, "{name}");
    }
    run(&mut mailer, &mut server, b"");
    assert_eq!(mailer.get("greeting", json!([]))["code"], 220);
    let offers = &mailer.get("capabilities", json!([]))["offers"];
    assert!(offers.as_array().is_some_and(|all| all.contains(&json!("PIPELINING"))), "{offers}");
    for name in ["is_tls", "is_verified", "is_authenticated"] {
        assert_eq!(mailer.get(name, json!([])), json!(false), "{name}");
    }
    for name in ["reveal_channel_bindings", "take_trace"] {
        assert_eq!(mailer.get(name, json!([])), json!([]), "{name}");
    }
    assert_eq!(mailer.fails("set_tracing", json!([false])), "no-tls-expected");
}

#[test]
fn tls_that_comes_first_is_not_forgotten() {
    let opened = |client: Value, awaiting_tls| {
        let config = json!({ "name": "a.example", "security": "implicit", "client": client });
        let setup = MailerSetup::read(plain(&config), Plain::Null, Spelling::JavaScript);
        setup.expect("a setup").open(awaiting_tls, &[5; 32], 0)
    };
    let wrong = opened(json!({}), false).expect_err("it would be plaintext");
    assert_eq!(
        wrong.message,
        "security: TLS comes first, and nobody does it: give tls, or awaitingTls, or say by \
         client.implicitTls that the program's own is up already"
    );
    assert!(opened(json!({}), true).is_ok());
    assert!(opened(json!({ "implicitTls": true }), false).is_ok());
    let wrong = opened(json!({ "implicitTls": true }), true).expect_err("it is one or the other");
    assert_eq!(
        wrong.message,
        "client.implicitTls: TLS is up already, and awaitingTls says that it comes; one of the two is meant"
    );
}

#[test]
fn tls_that_is_switched_off_is_not_awaited() {
    let config = json!({ "name": "a.example", "security": "disabled" });
    let setup = MailerSetup::read(plain(&config), Plain::Null, Spelling::Rust).expect("a setup");
    let wrong = setup.open(true, &[5; 32], 0).expect_err("it is one or the other");
    assert_eq!((wrong.name, wrong.detail), ("invalid-value", "invalid-choice"));
    assert_eq!(
        wrong.message,
        "security: it is disabled, and awaiting_tls says that TLS comes; one of the two is meant"
    );
    assert!(setup.open(false, &[5; 32], 0).is_ok());
}

#[test]
fn the_host_s_own_tls_is_handed_over() {
    let config = json!({ "name": "a.example", "security": "implicit" });
    let setup = MailerSetup::read(plain(&config), Plain::Null, Spelling::Rust).expect("a setup");
    let mut mailer = setup.open(true, &[5; 32], 0).expect("a mailer");
    let binding = json!({ "type": "tls-exporter", "data": [1, 2, 3] });
    mailer.get("tls_established", json!([1, true, binding]));
    assert_eq!(mailer.get("is_tls", json!([])), json!(true));
    assert_eq!(mailer.get("is_verified", json!([])), json!(true));
    let mut mailer = setup.open(true, &[5; 32], 0).expect("a mailer");
    mailer.get("tls_failed", json!(["the handshake has failed"]));
    let error = mailer.next_event(1).expect_err("it has failed");
    assert!(error.to_string().contains("handshake"), "{error}");
    assert_eq!(setup.open(true, b"", 0).expect_err("no entropy").detail, "entropy");
}
