//! A client, by what the dialogs of the vectors do not reach.

use serde_json::{Value, json};
use smtpwire::Connection;
use smtpwire_shell::config::{Plain, Spelling};
use smtpwire_shell::{ClientLine, ClientSetup, Input, pump};

use crate::ask::{Asked, plain};

/// A client that has been greeted and has said EHLO.
fn ready() -> ClientLine {
    let mut client = ClientLine::open(Plain::Null, Plain::Null, Spelling::Rust, false, 0)
        .expect("what is not chosen is the default");
    said(&mut client, "220 mx.example ESMTP\r\n");
    client.get("ehlo", json!(["a.example"]));
    written(&mut client);
    said(&mut client, "250-mx.example\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250 CHUNKING\r\n");
    client
}

fn said(client: &mut ClientLine, input: &str) -> String {
    let pumped = pump(client, Input::Octets(input.as_bytes()), 0);
    assert!(pumped.error.is_none(), "{:?}", pumped.error);
    String::from_utf8(pumped.output).expect("text")
}

fn written(client: &mut ClientLine) -> String {
    said(client, "")
}

#[test]
fn a_message_is_sent_by_arguments_in_their_order_or_by_name() {
    let mut client = ready();
    assert_eq!(client.get("mail", json!(["jo@a.example"])), json!(2));
    assert_eq!(client.get("rcpt", json!({ "to": "al@b.example" })), json!(3));
    assert_eq!(client.get("data", json!([])), json!(4));
    assert_eq!(
        written(&mut client),
        "MAIL FROM:<jo@a.example>\r\nRCPT TO:<al@b.example>\r\nDATA\r\n"
    );
    said(&mut client, "250 Ok\r\n250 Ok\r\n354 Go\r\n");
    assert!(client.get("content_room", json!([])).as_u64() > Some(1000));
    assert_eq!(client.get("content", json!([b"Hi.\r\n"])), json!(5));
    client.get("end_content", json!([]));
    assert_eq!(written(&mut client), "Hi.\r\n.\r\n");
    assert_eq!(client.get("content_end_sent", json!([])), json!(true));
}

#[test]
fn the_calls_without_plain_data_do_the_same() {
    let (mut by_name, mut direct) = (ready(), ready());
    for (name, given) in
        [("mail", json!([""])), ("rcpt", json!(["postmaster"])), ("data", json!([]))]
    {
        by_name.get(name, given);
    }
    direct.mail("").expect("the null path");
    direct.rcpt("postmaster").expect("a recipient");
    direct.data().expect("it has a place");
    let said = written(&mut direct);
    assert_eq!(said, written(&mut by_name));
    assert!(said.starts_with("MAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\n"), "{said}");
    assert_eq!(direct.ehlo("a b").expect_err("no host").name, "invalid-value");
}

#[test]
fn a_sender_that_is_missing_is_not_the_null_path() {
    let mut client = ready();
    for given in [json!([]), json!([null]), json!({ "from": null })] {
        let failure = client.ask("mail", given).expect_err("there is no sender");
        assert!(failure.message.contains("from"), "{failure}");
    }
    assert_eq!(written(&mut client), "");
}

#[test]
fn what_can_t_be_sent_fails_and_changes_nothing() {
    let mut client = ready();
    assert_eq!(
        client.fails("mail", json!(["jo@a.example\r\nRCPT TO:<x@y.example>"])),
        "invalid-value"
    );
    assert_eq!(client.fails("raw", json!(["NOOP\r\nQUIT"])), "invalid-value");
    assert_eq!(client.fails("vrfy", json!([""])), "invalid-value");
    assert_eq!(client.fails("etrn", json!({ "host": "a.example", "queue": "b" })), "invalid-value");
    assert_eq!(client.fails("rcpt", json!(["al@b.example"])), "out-of-order");
    assert_eq!(
        client.fails("mail", json!(["jo@a.example", [{ "keyword": "SIZE", "value": 5000 }]])),
        "message-too-large"
    );
    assert_eq!(client.get("pending", json!([])), json!(0));
    assert_eq!(written(&mut client), "");
}

#[test]
fn it_tells_what_the_server_has_said() {
    let mut client = ready();
    assert_eq!(client.get("phase", json!([])), "ready");
    assert_eq!(client.get("greeting", json!([]))["text"], "mx.example ESMTP");
    assert_eq!(client.get("ehlo_name", json!([])), "a.example");
    let capabilities = client.get("capabilities", json!([]));
    assert_eq!(capabilities["offers"], json!(["SIZE", "PIPELINING", "CHUNKING"]));
    for (name, is) in [
        ("is_tls", false),
        ("is_verified", false),
        ("is_authenticated", false),
        ("is_quitting", false),
        ("is_over", false),
        ("content_end_sent", false),
    ] {
        assert_eq!(client.get(name, json!([])), json!(is), "{name}");
    }
    client.get("quit", json!([]));
    assert_eq!(client.get("unanswered", json!([])), json!([[2, "QUIT", "no"]]));
    written(&mut client);
    assert_eq!(client.get("unanswered", json!([])), json!([[2, "QUIT", "wholly"]]));
    assert_eq!(client.get("is_quitting", json!([])), json!(true));
    said(&mut client, "221 Bye\r\n");
    pump(&mut client, Input::End, 0);
    assert_eq!(client.get("is_over", json!([])), json!(true));
}

#[test]
fn before_anything_was_said_there_is_nothing_to_tell() {
    let mut client =
        ClientLine::open(Plain::Null, Plain::Null, Spelling::Rust, false, 0).expect("the default");
    for name in [
        "greeting",
        "capabilities",
        "ehlo_name",
        "auth_failure",
        "tls_session",
        "tls_failure",
        "fallback",
    ] {
        assert_eq!(client.get(name, json!([])), Value::Null, "{name}");
    }
    for name in ["reveal_channel_bindings", "take_trace", "unanswered"] {
        assert_eq!(client.get(name, json!([])), json!([]), "{name}");
    }
    assert_eq!(client.fails("set_tracing", json!([true])), "no-tls-expected");
}

#[test]
fn a_login_that_was_given_up_says_why() {
    let mut client = ClientLine::open(
        plain(&json!({ "plaintextAuth": true })),
        Plain::Null,
        Spelling::JavaScript,
        false,
        0,
    )
    .expect("a client");
    said(&mut client, "220 mx.example\r\n");
    client.get("ehlo", json!(["a.example"]));
    written(&mut client);
    said(&mut client, "250-mx.example\r\n250 AUTH SCRAM-SHA-256 PLAIN\r\n");
    let credentials = json!({ "username": "jo", "password": "hunter2" });
    let given = json!({ "credentials": credentials, "entropy": vec![7; 16] });
    let id = client.get("auth", given);
    assert!(written(&mut client).starts_with("AUTH SCRAM-SHA-256 "));
    // It asks for more work than a client does for anybody.
    let challenge = "334 cj1hYmMscz1RVUZCUVE9PSxpPTQyOTQ5NjcyOTU=\r\n";
    assert_eq!(said(&mut client, challenge), "*\r\n");
    let failure = client.get("auth_failure", json!([]));
    assert!(failure["message"].as_str().is_some_and(|why| !why.contains("hunter2")), "{failure}");
    assert_ne!(failure["detail"], Value::Null);
    assert_eq!(id, json!(2));
}

#[test]
fn an_argument_that_is_no_secret_s_form_is_not_shown() {
    let mut client = ready();
    let given =
        json!({ "credentials": { "username": "jo", "password": { "hunter2": 1 } }, "entropy": [] });
    let failure = client.ask("auth", given).expect_err("no password");
    assert!(!failure.message.contains("hunter2"), "{failure}");
    let given = json!({ "mechanism": "PLAIN", "initial": { "hunter2": 1 } });
    let failure = client.ask("auth_raw", given).expect_err("no response");
    assert!(!failure.message.contains("hunter2"), "{failure}");
    assert_eq!(client.fails("auth_response", json!([b"x"])), "nothing-to-answer");
    assert_eq!(client.fails("auth_cancel", json!([])), "nothing-to-answer");
}

#[test]
fn javascript_names_its_arguments_in_its_spelling() {
    let mut client = ready();
    let given = json!({
        "from": { "localPart": "jo", "host": { "domain": "a.example" } },
    });
    client.call("mail", plain(&given), Spelling::JavaScript).expect("a sender");
    assert_eq!(written(&mut client), "MAIL FROM:<jo@a.example>\r\n");
    let given = plain(&json!({ "channelBindings": 1 }));
    let failure = client.call("noop", given, Spelling::JavaScript).expect_err("it has none");
    assert!(failure.message.contains("channelBindings"), "{failure}");
}

#[test]
fn a_setup_is_read_once_for_many_connections() {
    let config = json!({ "limits": { "pending_commands": 1 } });
    let setup = ClientSetup::read(plain(&config), Plain::Null, Spelling::Rust).expect("a setup");
    for now in [0, 5_000] {
        let mut client = setup.open(false, now).expect("a client");
        assert!(client.next_deadline() > Some(now));
        client.get("ehlo", json!(["a.example"]));
        assert_eq!(client.fails("noop", json!([])), "too-many-pending");
    }
}

#[test]
fn a_choice_that_is_none_is_told_with_its_path() {
    let wrong = |config: Value, spelling| {
        let failure = ClientSetup::read(plain(&config), Plain::Null, spelling).expect_err("wrong");
        assert_eq!(failure.name, "invalid-value");
        failure.message
    };
    let message = wrong(json!({ "limits": { "reply_line": "many" } }), Spelling::Rust);
    assert!(message.starts_with("limits.reply_line: "), "{message}");
    let message = wrong(json!({ "limits": { "replyLine": -1 } }), Spelling::JavaScript);
    assert!(message.starts_with("limits.replyLine: "), "{message}");
    let message = wrong(json!({ "pipelinig": true }), Spelling::Rust);
    assert!(message.contains("pipelinig") && message.contains("pipelining"), "{message}");
}

#[test]
fn the_host_s_own_tls_is_awaited_handed_over_and_may_fail() {
    let open =
        || ClientLine::open(Plain::Null, Plain::Null, Spelling::Rust, true, 0).expect("a client");
    let mut client = open();
    client.get("tls_established", json!({ "now": 1, "verified": false }));
    assert_eq!(client.get("is_tls", json!([])), json!(true));
    assert_eq!(client.get("is_verified", json!([])), json!(false));
    assert_eq!(client.fails("tls_established", json!([1])), "no-tls-expected");

    let mut client = open();
    client.get("tls_established", json!([1, true]));
    assert_eq!(client.get("is_verified", json!([])), json!(true));

    // Nobody claims what nobody said.
    let mut client = open();
    client.get("tls_established", json!([1]));
    assert_eq!(client.get("is_verified", json!([])), json!(false));

    let mut client = open();
    client.get("tls_failed", json!(["the certificate has expired"]));
    let error = client.next_event(1).expect_err("it has failed");
    assert!(error.to_string().contains("expired"), "{error}");
}

#[test]
fn tls_that_is_up_already_is_not_awaited() {
    let config = json!({ "implicitTls": true, "verified": true });
    let setup = ClientSetup::read(plain(&config), Plain::Null, Spelling::JavaScript);
    let setup = setup.expect("a setup");
    let wrong = setup.open(true, 0).expect_err("it is one or the other");
    assert_eq!(
        wrong.message,
        "implicitTls: TLS is up already, and awaitingTls says that it comes; one of the two is meant"
    );
    assert!(setup.open(false, 0).is_ok());
}
