//! What the server prints.

use std::process::Command;

use crate::{serve, started};

#[test]
fn a_message_and_its_session_are_shown() {
    let server = serve(&[]);
    let mut client = server.client();
    assert!(client.mail("Subject: Greetings\r\n from afar\r\n\r\nhello\r\n").starts_with("250 "));
    assert!(client.ask("QUIT").starts_with("221 "));
    assert!(client.is_over());
    let (code, output) = server.stop();
    assert_eq!(code, Some(0));
    assert!(output.contains(", 41 octets: 250 2.0.0 Ok: queued as "), "{output}");
    assert!(output.contains("    from     <a@client.example>\n    to       <jo@mx.example>\n"));
    assert!(output.contains("    subject  Greetings from afar\n"), "{output}");
    assert!(output.contains("ended by QUIT, 1 message\n    S: 220 localhost ESMTP\n"), "{output}");
    assert!(output.contains("    C: hello\n    C: .\n    S: 250 2.0.0 "), "{output}");
    assert!(output.ends_with("stopped\n"), "{output}");
}

#[test]
fn events_are_json_where_that_is_asked_for() {
    let server = serve(&["--json"]);
    let mut client = server.client();
    client.mail("Subject: \u{1F600}\r\n\r\n");
    client.ask("QUIT");
    assert!(client.is_over());
    let documents = server.documents();
    let message = &documents[0];
    assert_eq!(message["event"], "message");
    assert_eq!(message["from"], "a@client.example");
    assert_eq!(message["to"], serde_json::json!(["jo@mx.example"]));
    assert_eq!(message["protocol"], "ESMTP");
    assert_eq!(message["user"], serde_json::Value::Null);
    assert_eq!(message["file"], serde_json::Value::Null);
    let session = &documents[1];
    assert_eq!((&session["event"], &session["messages"]), (&"session".into(), &1.into()));
    assert_eq!(session["end"], "ended by QUIT");
    assert_eq!(session["transcript"][0], "S: 220 localhost ESMTP");
    assert_eq!(documents[2]["event"], "stopped");
}

#[test]
fn quiet_prints_where_it_listens_and_nothing_else() {
    let server = serve(&["--quiet"]);
    let mut client = server.client();
    client.mail("x\r\n");
    client.ask("QUIT");
    assert!(client.is_over());
    assert_eq!(server.stop(), (Some(0), String::new()));
}

#[test]
fn only_sessions_with_errors_are_shown_when_that_is_asked_for() {
    let server = serve(&["--transcripts=errors"]);
    for command in ["NOOP", "NOPE"] {
        let mut client = server.client();
        client.ask(command);
        client.ask("QUIT");
        assert!(client.is_over());
    }
    let (_, output) = server.stop();
    assert!(!output.contains("C: NOOP"), "{output}");
    assert!(output.contains("C: NOPE"), "{output}");
}

#[test]
fn the_server_goes_by_the_name_that_it_is_given() {
    let server = serve(&["--hostname", "mx.example"]);
    let mut client = server.connect();
    assert_eq!(client.reply(), "220 mx.example ESMTP\r\n");
    assert!(client.ask("EHLO client.example").starts_with("250-mx.example"));
}

#[test]
fn output_that_nobody_reads_stops_no_mail() {
    let server = serve(&[]);
    let mut client = server.client();
    let content = format!("{}\r\n", "x".repeat(70)).repeat(50);
    // More sessions than a pipe and the waiting events can hold.
    for _ in 0..40 {
        assert!(client.mail(&content).starts_with("250 "));
        let mut other = server.client();
        for _ in 0..20 {
            assert!(other.mail(&content).starts_with("250 "));
        }
    }
    let (code, _) = server.stop();
    assert_eq!(code, Some(0));
}

#[test]
fn controls_that_a_client_sends_reach_no_terminal() {
    let server = serve(&[]);
    let mut client = server.client();
    client.mail("Subject: \u{1b}[2J\u{202e}red\r\n\r\n\u{1b}]0;x\u{7}\r\n");
    client.ask("QUIT");
    assert!(client.is_over());
    let (_, output) = server.stop();
    assert!(
        !output.contains('\u{1b}') && !output.contains('\u{202e}') && !output.contains('\u{7}')
    );
}

#[test]
fn a_host_may_be_named_where_to_listen() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smtpwire"));
    command.args(["serve", "--listen", "localhost:0", "--quiet", "--workers", "3"]);
    let server = started(command);
    let clients: Vec<_> = (0..20).map(|_| server.client()).collect();
    for mut client in clients {
        assert!(client.mail("x\r\n").starts_with("250 "));
    }
    assert_eq!(server.stop(), (Some(0), String::new()));
}

#[test]
fn a_port_that_is_taken_is_told_as_an_error() {
    let server = serve(&[]);
    let taken = server.address.to_string();
    let run = Command::new(env!("CARGO_BIN_EXE_smtpwire"))
        .args(["serve", "--listen", &taken])
        .output()
        .expect("the command runs");
    assert_eq!(run.status.code(), Some(2));
    let error = String::from_utf8(run.stderr).expect("text");
    assert!(error.contains(&taken), "{error}");
}
