//! Replies that answer nothing: they must never be paired with the next command.

use super::*;

// R-API-006, REPLY-025, REPLY-027
#[test]
fn a_reply_that_nobody_waits_for_fails_the_connection() {
    let mut wire = Wire::offering(&[]);
    assert_eq!(wire.says("250 Hello?\r\n"), ["error unexpected-reply"]);
    assert_eq!(wire.failure().reply().unwrap().text(), "Hello?");
    assert_eq!(refusal(wire.client.noop()), ErrorCode::AlreadyClosed);
    assert!(wire.client.output().is_empty());
}

#[test]
fn the_second_reply_to_a_command_is_not_taken_for_the_next_ones() {
    let mut wire = Wire::offering(&[]);
    wire.mail();
    wire.rcpt();
    // RCPT is written when the first reply is handed out, and the second stood before it.
    assert_eq!(wire.says("250 Ok\r\n250 Ok\r\n"), ["MAIL 2 250", "error unexpected-reply"]);
}

#[test]
fn a_reply_that_came_before_its_command_was_queued_is_not_its_reply() {
    let mut wire = Wire::offering(&[]);
    wire.client.receive(b"250 Ok\r\n", 0).unwrap();
    wire.client.noop().unwrap();
    wire.written();
    assert_eq!(wire.events(), ["error unexpected-reply"]);
}

#[test]
fn a_reply_to_a_command_of_which_nothing_was_written_is_none() {
    let mut wire = Wire::offering(&[]);
    wire.client.noop().unwrap();
    wire.client.receive(b"250 Ok\r\n", 0).unwrap();
    assert_eq!(wire.events(), ["error unexpected-reply"]);
    // A server may refuse a line before it has read all of it.
    let mut wire = Wire::offering(&[]);
    wire.client.noop().unwrap();
    wire.client.advance_output(2).unwrap();
    wire.client.receive(b"500 Too long\r\n", 0).unwrap();
    assert_eq!(wire.events(), ["NOOP 2 500"]);
}

// Everything in one segment: greeting, and a reply to the EHLO that has not been said.
#[test]
fn replies_that_were_put_behind_the_greeting_are_not_believed() {
    let mut wire = Wire::plain();
    wire.client.ehlo(Host::parse("client.example").unwrap()).unwrap();
    let told = wire.says("220 hi\r\n250-mx\r\n250 AUTH PLAIN\r\n");
    assert_eq!(told, ["greeting 220", "error unexpected-reply"]);
    assert!(wire.client.capabilities().is_none());
}

// REPLY-033
#[test]
fn a_refusal_before_the_end_of_the_content_is_no_reply_to_it() {
    let mut wire = Wire::offering(&[]);
    wire.data_ready();
    wire.client.content(b"Hello\r\n").unwrap();
    assert_eq!(wire.says("554 Stop\r\n"), ["error unexpected-reply"]);
    assert_eq!(wire.failure().reply().unwrap().code().get(), 554);
    assert!(!wire.client.content_end_sent());

    // Nor does it become one when the content is ended before it is read.
    let mut wire = Wire::offering(&[]);
    wire.data_ready();
    wire.client.receive(b"250 Queued\r\n", 0).unwrap();
    wire.client.end_content().unwrap();
    wire.written();
    assert_eq!(wire.events(), ["error unexpected-reply"]);
}

// AUTH-049
#[test]
fn a_success_behind_a_refusal_is_not_believed() {
    let mut config = ClientConfig::new();
    config.plaintext_auth = true;
    let mut wire = Wire::with(config, &["AUTH PLAIN"]);
    wire.client.auth_raw("PLAIN", Some(b"\0jo\0x")).unwrap();
    let told = wire.says("535 No\r\n235 Yes\r\n");
    assert_eq!(told, ["AUTH 2 535", "error unexpected-reply"]);
    assert!(!wire.client.is_authenticated());
}

#[test]
fn a_failure_stays_and_stays_the_same() {
    let mut wire = Wire::offering(&[]);
    wire.says("250 Hello?\r\n");
    let first = wire.failure();
    wire.client.receive_eof(5);
    wire.client.handle_timeout(u64::MAX);
    assert_eq!(wire.failure(), first);
    assert_eq!(wire.client.receive(b"250 Ok\r\n", 6), Err(first));
    assert_eq!(wire.client.input_room(), 0);
    assert_eq!(wire.client.next_deadline(), None);
}
