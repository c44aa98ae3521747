//! Trouble on request, to test other people's clients.

use std::time::{Duration, Instant};

use crate::serve;

#[test]
fn a_command_is_answered_as_asked() {
    let server = serve(&["--quiet", "--fault", "RCPT=450 4.2.1 busy", "--fault", "noop=550"]);
    let mut client = server.client();
    client.ask("MAIL FROM:<a@client.example>");
    assert_eq!(client.ask("RCPT TO:<jo@mx.example>"), "450 4.2.1 busy\r\n");
    assert!(client.ask("NOOP").starts_with("550 "));
    assert!(client.ask("RSET").starts_with("250 "));
}

#[test]
fn a_greeting_may_be_a_refusal() {
    let server = serve(&["--quiet", "--fault", "CONNECT=554 5.3.2 no service"]);
    let mut client = server.connect();
    assert_eq!(client.reply(), "554 5.3.2 no service\r\n");
    assert!(client.ask("EHLO client.example").starts_with("503 "));
}

#[test]
fn a_message_may_be_refused_when_it_is_whole() {
    let server = serve(&["--quiet", "--fault", "MESSAGE=554 5.7.1 spam"]);
    let mut client = server.client();
    assert_eq!(client.mail("x\r\n"), "554 5.7.1 spam\r\n");
    assert_eq!(client.mail("x\r\n"), "554 5.7.1 spam\r\n");
}

#[test]
fn a_connection_may_be_dropped_at_a_command() {
    let server = serve(&["--quiet", "--fault", "DATA=drop"]);
    let mut client = server.client();
    client.send("MAIL FROM:<a@client.example>\r\nRCPT TO:<jo@mx.example>\r\nDATA\r\n");
    assert!(client.reply().starts_with("250 "));
    assert!(client.reply().starts_with("250 "));
    assert!(client.is_over());
}

#[test]
fn a_connection_may_be_dropped_before_the_greeting_in_the_content_and_instead_of_the_last_reply() {
    let server = serve(&["--quiet", "--fault", "CONNECT=drop"]);
    assert!(server.connect().is_over());
    for moment in ["CONTENT=drop", "MESSAGE=drop"] {
        let server = serve(&["--quiet", "--fault", moment]);
        let mut client = server.client();
        assert_eq!(client.mail("x\r\n"), "", "{moment}");
    }
    let server = serve(&["--quiet", "--fault", "QUIT=drop"]);
    assert_eq!(server.client().ask("QUIT"), "");
}

#[test]
fn a_reply_may_be_late_while_others_are_served() {
    let server = serve(&["--quiet", "--fault", "MAIL=delay:1500"]);
    let mut slow = server.client();
    let start = Instant::now();
    slow.send("MAIL FROM:<a@client.example>\r\n");
    let mut other = server.client();
    assert!(other.ask("NOOP").starts_with("250 "));
    assert!(start.elapsed() < Duration::from_millis(1400));
    assert!(slow.reply().starts_with("250 "));
    assert!(start.elapsed() >= Duration::from_millis(1500));
}

#[test]
fn senders_and_recipients_are_refused_by_pattern() {
    let server = serve(&[
        "--quiet",
        "--reject",
        "from:*@spam.example",
        "--reject",
        "to:*@blocked.example=450 4.2.1 later",
    ]);
    let mut client = server.client();
    assert!(client.ask("MAIL FROM:<a@SPAM.example>").starts_with("550 5.7.1 "));
    assert!(client.ask("MAIL FROM:<a@blocked.example>").starts_with("250 "));
    assert_eq!(client.ask("RCPT TO:<jo@blocked.example>"), "450 4.2.1 later\r\n");
    assert!(client.ask("RCPT TO:<jo@spam.example>").starts_with("250 "));
}

#[test]
fn what_a_strict_server_refuses_is_taken_where_that_is_asked_for() {
    let strict = serve(&["--quiet"]);
    let mut client = strict.client();
    assert!(client.ask("MAIL FROM: a@client.example").starts_with("501 "));
    let tolerant = serve(&["--quiet", "--tolerant"]);
    let mut client = tolerant.connect();
    client.reply();
    client.send("EHLO my_pc\nMAIL FROM: a@client.example\nRCPT  TO:<jo@mx.example>\nDATA\n");
    assert!(client.reply().starts_with("250-"));
    assert!(client.reply().starts_with("250 "));
    assert!(client.reply().starts_with("250 "));
    assert!(client.reply().starts_with("354 "));
    // A bare LF is mended, but ends no message.
    client.send("one\ntwo\n.\nthree\r\n.\r\n");
    assert!(client.reply().starts_with("250 "));
}
