//! A server, by what the dialogs of the vectors do not reach.

use serde_json::{Value, json};
use smtpwire::Connection;
use smtpwire_shell::config::{Plain, Spelling};
use smtpwire_shell::{Input, ServerLine, ServerSetup, pump};

use crate::ask::{Asked, plain};

fn server(config: &Value) -> ServerLine {
    let setup = ServerSetup::read(plain(config), Plain::Null, Spelling::Rust).expect("a setup");
    setup.open(false, &[7; 32], 0).expect("a server")
}

/// The output for this input.
fn said(server: &mut ServerLine, input: &str) -> String {
    let pumped = pump(server, Input::Octets(input.as_bytes()), 0);
    String::from_utf8(pumped.output).expect("text")
}

/// A server whose RCPT waits for an answer.
fn at_rcpt() -> ServerLine {
    let mut server = server(&json!({ "hostname": "mx.example", "decisions": ["rcpt"] }));
    said(&mut server, "");
    said(&mut server, "EHLO a.example\r\n");
    said(&mut server, "MAIL FROM:<jo@a.example>\r\n");
    assert_eq!(said(&mut server, "RCPT TO:<al@mx.example>\r\n"), "");
    server
}

#[test]
fn an_answer_is_octets_text_or_its_parts() {
    let same = "550-5.1.1 Nobody\r\n550 5.1.1 here\r\n";
    for reply in [
        json!(same),
        json!("550-5.1.1 Nobody\n550 5.1.1 here"),
        json!(same.as_bytes()),
        json!(same.trim_end().as_bytes()),
        json!({ "code": 550, "enhanced": "5.1.1", "lines": ["Nobody", "here"] }),
        json!({ "code": 550, "enhanced": "5.1.1", "lines": ["5.1.1 Nobody", "5.1.1 here"] }),
        json!({ "code": 550, "enhanced": "5.1.1", "text": "Nobody\nhere" }),
        json!({ "code": 550, "wire": same.as_bytes() }),
        json!({
            "code": 550,
            "enhanced": "5.1.1",
            "lines": ["5.1.1 Nobody", "5.1.1 here"],
            "text": "Nobody\nhere",
            "wire": same.as_bytes(),
        }),
    ] {
        let mut server = at_rcpt();
        server.get("answer", json!([reply]));
        assert_eq!(said(&mut server, ""), same, "{reply}");
    }
    let mut server = at_rcpt();
    server.answer(550, Some("5.1.1"), "Nobody").expect("a reply");
    assert_eq!(said(&mut server, ""), "550 5.1.1 Nobody\r\n");
}

#[test]
fn what_is_no_reply_is_no_answer() {
    for reply in [
        json!("hello"),
        json!("550-No\r\n"),
        json!("550 No\r\n550 No\r\n"),
        json!("99 No"),
        json!({ "code": 99, "text": "No" }),
        json!({ "code": 550, "text": "No\rRSET" }),
        json!({ "code": 550, "enhanced": "9.9.9", "text": "No" }),
        json!({ "code": 550, "txt": "No" }),
        json!({ "code": 550, "wire": b"250 Ok\r\n" }),
        json!({ "code": 550, "lines": ["No"], "text": "Yes" }),
        json!(550),
    ] {
        let mut server = at_rcpt();
        assert_eq!(server.fails("answer", json!([reply])), "invalid-value", "{reply}");
        assert_eq!(server.get("answers_due", json!([])), json!(1));
        server.get("accept", json!([]));
    }
    let mut server = at_rcpt();
    assert_eq!(server.fails("answer", json!(["354 Go"])), "unfit-reply");
}

#[test]
fn it_tells_where_it_stands() {
    let mut server = at_rcpt();
    assert_eq!(server.get("phase", json!([])), "mail");
    assert_eq!(server.get("answers_due", json!([])), json!(1));
    for name in ["is_tls", "is_authenticated", "is_closed"] {
        assert_eq!(server.get(name, json!([])), json!(false), "{name}");
    }
    for name in ["tls_session", "tls_failure"] {
        assert_eq!(server.get(name, json!([])), Value::Null, "{name}");
    }
    for name in ["reveal_channel_bindings", "take_trace"] {
        assert_eq!(server.get(name, json!([])), json!([]), "{name}");
    }
    assert_eq!(server.fails("set_tracing", json!([true])), "no-tls-expected");
    server.get("answer_all", json!(["250 2.1.5 Ok"]));
    assert_eq!(said(&mut server, ""), "250 2.1.5 Ok\r\n");
    assert_eq!(server.get("phase", json!([])), "rcpt");
    server.get("close", json!(["421 4.3.2 Going down"]));
    assert_eq!(said(&mut server, ""), "421 4.3.2 Going down\r\n");
    assert_eq!(server.get("is_closed", json!([])), json!(true));
}

#[test]
fn an_answer_that_is_too_long_for_a_line_is_cut_at_its_spaces() {
    let words = "word ".repeat(2000);
    let wire = format!("550 5.7.1 {words}\r\n");
    for answer in [
        json!(format!("550 5.7.1 {words}")),
        json!(wire.as_bytes()),
        json!({ "code": 550, "enhanced": "5.7.1", "text": words }),
        json!({ "code": 550, "enhanced": "5.7.1", "lines": [format!("5.7.1 {words}")], "wire": wire.as_bytes() }),
    ] {
        let mut server = server(&json!({ "hostname": "mx.example", "decisions": ["mail"] }));
        said(&mut server, "");
        said(&mut server, "EHLO a.example\r\n");
        said(&mut server, "MAIL FROM:<jo@a.example>\r\n");
        server.get("answer", json!([answer]));
        let told = said(&mut server, "");
        let lines: Vec<&str> = told.split_inclusive("\r\n").collect();
        assert!(lines.len() > 1 && lines.iter().all(|line| line.len() <= 512), "{told}");
        let texts = lines.iter().map(|line| line[3..].trim_start_matches(['-', ' ']));
        let texts: Vec<&str> =
            texts.map(|line| line.strip_prefix("5.7.1 ").expect(line).trim()).collect();
        assert_eq!(texts.join(" "), words.trim());
    }
    // Octets that are no text are not cut in the middle of a letter.
    let mut server = server(&json!({ "hostname": "mx.example", "decisions": ["mail"] }));
    said(&mut server, "");
    said(&mut server, "EHLO a.example\r\n");
    said(&mut server, "MAIL FROM:<jo@a.example>\r\n");
    let octets = [b"550 ", [0xe9; 600].as_slice(), b"\r\n"].concat();
    assert_eq!(server.fails("answer", json!([octets])), "invalid-value");
    server.get("accept", json!([]));
}

fn logging_in(mechanism: &str) -> ServerLine {
    let mut server = server(&json!({
        "hostname": "mx.example",
        "plaintext_auth": true,
        "decoy_key": "0123456789abcdef",
        "extensions": { "auth": ["PLAIN", "EXTERNAL", "SCRAM-SHA-256", "ANONYMOUS", "XOAUTH2"] },
    }));
    said(&mut server, "");
    said(&mut server, "EHLO a.example\r\n");
    said(&mut server, &format!("AUTH {mechanism}\r\n"));
    server
}

#[test]
fn a_password_is_compared_without_being_shown_and_shown_when_it_is_asked_for() {
    // \0jo\0pencil
    let mut server = logging_in("PLAIN AGpvAHBlbmNpbA==");
    assert_eq!(server.get("claim_matches", json!(["pencil"])), json!(true));
    assert_eq!(server.get("claim_matches", json!(["Pencil"])), json!(false));
    assert!(!format!("{server:?}").contains("pencil"));
    assert_eq!(
        server.get("reveal_claim", json!([])),
        json!({ "credentials": "password", "username": "jo", "password": b"pencil" })
    );
    assert_eq!(server.get("claim_matches", json!([b"pencil"])), json!(true));
    assert_eq!(server.get("claim_matches", json!([b"penc\xff"])), json!(false));
    server.get("verify", json!([true]));
    assert_eq!(server.fails("claim_matches", json!(["pencil"])), "nothing-to-answer");
    assert_eq!(server.fails("reveal_claim", json!([])), "nothing-to-answer");
    assert!(said(&mut server, "").starts_with("235 "));
    assert_eq!(server.get("is_authenticated", json!([])), json!(true));
}

#[test]
fn a_claim_is_forgotten_however_the_login_ends() {
    let mut server = logging_in("PLAIN AGpvAHBlbmNpbA==");
    server.get("answer", json!(["454 4.7.0 Ask again"]));
    assert_eq!(server.fails("reveal_claim", json!([])), "nothing-to-answer");
    let mut server = logging_in("PLAIN AGpvAHBlbmNpbA==");
    assert_eq!(server.fails("accept", json!([])), "nothing-to-answer");
    server.get("reveal_claim", json!([]));
    pump(&mut server, Input::End, 0);
    server.get("close", json!([]));
    assert_eq!(server.fails("reveal_claim", json!([])), "nothing-to-answer");
}

#[test]
fn what_follows_a_login_that_was_refused_is_masked_until_a_command_comes() {
    // The client is refused, and sends its name and its password all the same.
    let mut server = logging_in("LOGIN");
    for secret in ["am8=", "cGVuY2ls", "pencil with a space"] {
        let line = format!("{secret}\r\n");
        let came = pump(&mut server, Input::Octets(line.as_bytes()), 0);
        let told = serde_json::to_string(&came.events).expect("JSON");
        assert_eq!(told, r#"[{"type":"unknown","verb":"***","line":"***"}]"#);
        assert!(!format!("{server:?}{came:?}").contains(secret));
        assert_eq!(server.get("reveal_unknown", json!([])), secret);
    }
    // One that is too long for a command is no command either.
    said(&mut server, &format!("{}\r\n", "A".repeat(5000)));
    assert_eq!(server.fails("reveal_unknown", json!([])), "nothing-to-answer");
    said(&mut server, "cGVuY2ls\r\n");
    assert_eq!(server.get("reveal_unknown", json!([])), "cGVuY2ls");
    said(&mut server, "NOOP\r\n");
    let came = pump(&mut server, Input::Octets(b"XFOO bar\r\n"), 0);
    let told = serde_json::to_string(&came.events).expect("JSON");
    assert_eq!(told, r#"[{"type":"unknown","verb":"XFOO","line":"XFOO ***"}]"#);
    assert_eq!(server.get("reveal_unknown", json!([])), "XFOO bar");
}

#[test]
fn every_kind_of_claim_is_revealed() {
    let mut server = logging_in("ANONYMOUS am8=");
    let claim = server.get("reveal_claim", json!([]));
    assert_eq!(claim, json!({ "credentials": "anonymous", "trace": "jo" }));
    let mut server = logging_in("EXTERNAL am8=");
    let claim = server.get("reveal_claim", json!([]));
    assert_eq!(claim, json!({ "credentials": "external", "authorization_identity": "jo" }));
    // user=jo, auth=Bearer abc
    let mut server = logging_in("XOAUTH2 dXNlcj1qbwFhdXRoPUJlYXJlciBhYmMBAQ==");
    let claim = server.get("reveal_claim", json!([]));
    assert_eq!(claim, json!({ "credentials": "bearer", "username": "jo", "token": "abc" }));
}

#[test]
fn external_is_offered_only_where_the_connection_has_shown_who_it_is() {
    let mut server = server(&json!({
        "hostname": "mx.example",
        "plaintext_auth": true,
        "extensions": { "auth": ["EXTERNAL"] },
    }));
    said(&mut server, "");
    assert!(said(&mut server, "EHLO a.example\r\n").contains("EXTERNAL"));
    server.get("set_external", json!([false]));
    assert!(!said(&mut server, "EHLO a.example\r\n").contains("EXTERNAL"));
}

#[test]
fn a_stored_verifier_proves_a_password() {
    let verifier = {
        use smtpwire::sasl::{ScramHash, ScramVerifier};
        let made = ScramVerifier::from_password(ScramHash::Sha256, "pencil", b"0123456789ab", 4096);
        made.expect("a verifier").reveal_text()
    };
    // n,,n=jo,r=abc
    let mut server = logging_in("SCRAM-SHA-256 biwsbj1qbyxyPWFiYw==");
    let broken = server.ask("provide_verifier", json!(["SCRAM-SHA-256$secret"]));
    let broken = broken.expect_err("no verifier");
    assert!(!broken.message.contains("$secret"), "{broken}");
    server.get("provide_verifier", json!([verifier]));
    assert!(said(&mut server, "").starts_with("334 "));
}

#[test]
fn the_host_s_own_tls_is_handed_over_with_its_channel_bindings() {
    let config = json!({
        "hostname": "mx.example",
        "decoy_key": "0123456789abcdef",
        "extensions": { "starttls": true, "auth": ["SCRAM-SHA-256-PLUS"] },
    });
    let mut server = server(&config);
    said(&mut server, "");
    assert!(said(&mut server, "EHLO a.example\r\n").contains("STARTTLS"));
    said(&mut server, "STARTTLS\r\n");
    server.get("tls_established", json!([5]));
    let binding = json!({ "type": "tls-exporter", "data": [1, 2, 3] });
    server.get("set_channel_bindings", json!([[binding]]));
    assert_eq!(server.get("is_tls", json!([])), json!(true));
    assert!(said(&mut server, "EHLO a.example\r\n").contains("SCRAM-SHA-256-PLUS"));

    let setup = ServerSetup::read(plain(&config), Plain::Null, Spelling::Rust).expect("a setup");
    let mut server = setup.clone().open(true, &[7; 32], 0).expect("a server");
    assert_eq!(said(&mut server, ""), "");
    server.get("tls_failed", json!([]));
    assert!(server.next_event(0).is_err());
}

#[test]
fn a_server_needs_a_name_and_entropy() {
    let none = ServerSetup::read(Plain::Null, Plain::Null, Spelling::Rust).expect_err("no name");
    assert!(none.message.contains("hostname"), "{none}");
    let config = plain(&json!({ "hostname": "mx.example" }));
    let short = ServerLine::open(config, Plain::Null, Spelling::Rust, false, &[7; 31], 0);
    assert_eq!(short.expect_err("31 octets").detail, "entropy");
    let config = json!({ "hostname": "mx.example", "require_tls": true });
    let failure = ServerSetup::read(plain(&config), Plain::Null, Spelling::Rust);
    assert!(failure.expect_err("no STARTTLS").message.contains("STARTTLS"));
}

#[test]
fn content_that_is_refused_is_told_as_the_clients_doing() {
    let told = |content: &str| {
        let mut server =
            server(&json!({ "hostname": "mx.example", "limits": { "message_size": 10 } }));
        said(&mut server, "");
        said(&mut server, "EHLO a.example\r\n");
        said(&mut server, "MAIL FROM:<jo@a.example>\r\n");
        said(&mut server, "RCPT TO:<al@mx.example>\r\n");
        server.get("accept", json!([]));
        said(&mut server, "DATA\r\n");
        let octets = Input::Octets(content.as_bytes());
        let events = json!(pump(&mut server, octets, 0).events);
        let aborted = events.as_array().into_iter().flatten();
        let mut aborted = aborted.filter(|event| event["type"] == "aborted");
        let error = aborted.next().map(|event| event["error"].clone()).expect("it is refused");
        ["name", "kind", "detail"].map(|field| error[field].as_str().unwrap_or("").to_owned())
    };
    assert_eq!(told("More than ten\r\n.\r\n"), ["message-too-large", "limit", "too-large"]);
    assert_eq!(told("A\nB\r\n.\r\n"), ["malformed", "peer", "bare-lf"]);
}
