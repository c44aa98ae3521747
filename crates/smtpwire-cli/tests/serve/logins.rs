//! Who may log in, and how.

use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use smtpwire::sasl::{ClientBinding, ClientExchange, Credentials, SaslMechanism};

use crate::{Client, serve};

const ANN: [&str; 4] = ["--auth", "ann:se:cret", "--plaintext-auth", "--quiet"];

#[test]
fn plain_and_login_take_the_password() {
    let server = serve(&ANN);
    let mut client = server.connect();
    client.reply();
    let offer = client.ask("EHLO client.example");
    assert!(offer.contains("AUTH SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 PLAIN LOGIN\r\n"), "{offer}");
    // ann, se:cret
    assert!(client.ask("AUTH PLAIN AGFubgBzZTpjcmV0").starts_with("235 "));
    let mut client = server.client();
    assert!(client.ask("AUTH LOGIN").starts_with("334 "));
    assert!(client.ask("YW5u").starts_with("334 "));
    assert!(client.ask("c2U6Y3JldA==").starts_with("235 "));
    // ann, secret
    let mut client = server.client();
    assert!(client.ask("AUTH PLAIN AGFubgBzZWNyZXQ=").starts_with("535 "));
    // bob as ann
    assert!(client.ask("AUTH PLAIN Ym9iAGFubgBzZTpjcmV0").starts_with("535 "));
}

#[test]
fn proofs_are_taken_and_the_server_proves_itself() {
    let server = serve(&ANN);
    for mechanism in [SaslMechanism::CramMd5, SaslMechanism::ScramSha1, SaslMechanism::ScramSha256]
    {
        for (password, code) in [("se:cret", "235 "), ("wrong", "535 ")] {
            let mut client = server.client();
            let reply = logged_in(&mut client, mechanism, password);
            assert!(reply.starts_with(code), "{mechanism:?} {password}: {reply}");
        }
    }
}

/// Runs an exchange, and gives the last reply.
fn logged_in(client: &mut Client, mechanism: SaslMechanism, password: &str) -> String {
    let credentials = Credentials::password("ann", password).expect("credentials");
    let mut exchange =
        ClientExchange::new(mechanism, &credentials, &[7; 18], ClientBinding::Unavailable)
            .expect("an exchange");
    let first = exchange.initial_response().map(|octets| STANDARD.encode(octets.reveal()));
    let command = format!("AUTH {} {}", mechanism.name(), first.unwrap_or_default());
    let mut reply = client.ask(command.trim_end());
    while let Some(challenge) = reply.strip_prefix("334 ") {
        let challenge = STANDARD.decode(challenge.trim_end()).expect("base64");
        let response = exchange.step(&challenge).expect("a server that proves itself");
        reply = client.ask(&STANDARD.encode(response.reveal()));
    }
    if reply.starts_with("235 ") {
        exchange.finish().expect("a server that proves itself");
    }
    reply
}

#[test]
fn mail_waits_for_the_login_where_that_is_asked_for() {
    let mut options = ANN.to_vec();
    options.push("--require-auth");
    let server = serve(&options);
    let mut client = server.client();
    assert!(client.ask("MAIL FROM:<a@client.example>").starts_with("530 5.7.0 "));
    assert!(client.ask("AUTH PLAIN AGFubgBzZTpjcmV0").starts_with("235 "));
    assert!(client.mail("x\r\n").starts_with("250 "));
}

#[test]
fn who_logged_in_is_told_and_the_password_is_not() {
    let server = serve(&["--auth", "ann:se:cret", "--plaintext-auth", "--json"]);
    let mut client = server.client();
    client.ask("AUTH PLAIN AGFubgBzZTpjcmV0");
    client.mail("x\r\n");
    client.ask("QUIT");
    assert!(client.is_over());
    let documents = server.documents();
    assert_eq!(documents[0]["user"], "ann");
    assert_eq!(documents[0]["protocol"], "ESMTPA");
    let transcript = documents[1]["transcript"].to_string();
    assert!(transcript.contains("C: AUTH PLAIN ****************"), "{transcript}");
    assert!(!transcript.contains("AGFubgBzZTpjcmV0"));
}

#[test]
fn a_login_may_fail_on_request() {
    let mut options = ANN.to_vec();
    options.extend(["--fault", "AUTH=454 4.7.0 not now"]);
    let server = serve(&options);
    let mut client = server.client();
    assert_eq!(client.ask("AUTH PLAIN AGFubgBzZTpjcmV0"), "454 4.7.0 not now\r\n");
}

#[test]
fn passwords_in_the_clear_must_be_allowed_by_name() {
    let run = |options: &[&str]| {
        let run = Command::new(env!("CARGO_BIN_EXE_smtpwire"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(options)
            .output()
            .expect("the command runs");
        (run.status.code(), String::from_utf8(run.stderr).expect("text"))
    };
    let (code, error) = run(&["--auth", "ann:hunter2"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("--plaintext-auth") && !error.contains("hunter2"), "{error}");
    // Who forgets the user has not shown the password to a log.
    let (code, error) = run(&["--auth", "hunter2", "--plaintext-auth"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("--auth takes a user") && !error.contains("hunter2"), "{error}");
}
