//! LMTP (RFC 2033).

use super::*;

fn lmtp() -> Wire {
    Wire::with(ClientConfig::lmtp(), &["PIPELINING", "CHUNKING"])
}

// R-LMTP-001
#[test]
fn lhlo_greets() {
    let mut wire = lmtp();
    assert!(wire.client.capabilities().is_some());
    assert_eq!(refusal(wire.client.raw("EHLO client.example")), ErrorCode::OutOfOrder);
    let mut wire = Wire::offering(&[]);
    assert_eq!(refusal(wire.client.raw("LHLO client.example")), ErrorCode::OutOfOrder);
}

// R-LMTP-004, R-LMTP-007
#[test]
fn each_accepted_recipient_has_a_reply_of_its_own() {
    let mut wire = lmtp();
    wire.mail();
    for _ in 0..3 {
        wire.rcpt();
    }
    wire.client.data().unwrap();
    wire.says("250 Ok\r\n250 Ok\r\n550 No\r\n250 Ok\r\n354 Go\r\n");
    wire.client.end_content().unwrap();
    assert_eq!(wire.says("250 Ok\r\n"), ["recipient 3 0 250"]);
    assert_eq!(wire.client.phase(), Phase::Data);
    wire.now = 9000;
    assert_eq!(wire.says("452 Full\r\n"), ["recipient 5 1 452 last"]);
    assert_eq!(wire.client.phase(), Phase::Ready);
    assert_eq!(wire.says("250 Ok\r\n"), ["error unexpected-reply"]);
}

#[test]
fn recipients_accepted_in_the_same_flight_as_the_last_chunk_count() {
    let mut wire = lmtp();
    wire.mail();
    wire.rcpt();
    wire.rcpt();
    wire.client.bdat(1, true).unwrap();
    wire.client.content(b"x").unwrap();
    wire.mail();
    wire.written();
    assert_eq!(
        wire.says("250 Ok\r\n250 Ok\r\n250 Ok\r\n250 Ok\r\n550 No\r\n250 Ok\r\n"),
        [
            "MAIL 2 250",
            "RCPT 3 250",
            "RCPT 4 250",
            "recipient 3 0 250",
            "recipient 4 1 550 last",
            "MAIL 6 250"
        ]
    );
}

// RFC 2033 section 4.2
#[test]
fn a_message_for_nobody_has_one_reply() {
    let mut wire = lmtp();
    wire.mail();
    wire.rcpt();
    wire.client.bdat(0, true).unwrap();
    wire.written();
    let told = wire.says("250 Ok\r\n550 No\r\n503 No recipients\r\n");
    assert_eq!(told, ["MAIL 2 250", "RCPT 3 550", "content 4 503"]);
    let mut wire = lmtp();
    wire.mail();
    wire.rcpt();
    wire.client.data().unwrap();
    wire.says("250 Ok\r\n550 No\r\n354 Go\r\n");
    assert_eq!(wire.says("554 No recipients\r\n"), ["DATA 4 554"]);
}

// R-LMTP-006, REPLY-037
#[test]
fn replies_that_came_before_the_end_of_the_stream_count() {
    let mut wire = lmtp();
    wire.mail();
    wire.rcpt();
    wire.rcpt();
    wire.client.data().unwrap();
    wire.says("250 Ok\r\n250 Ok\r\n250 Ok\r\n354 Go\r\n");
    wire.client.end_content().unwrap();
    wire.written();
    wire.client.receive(b"250 Ok\r\n", 0).unwrap();
    wire.client.receive_eof(0);
    assert_eq!(wire.events(), ["recipient 3 0 250", "error connection-lost"]);
    assert!(wire.client.content_end_sent());
}

#[test]
fn recipients_of_an_aborted_transaction_are_forgotten() {
    let mut wire = lmtp();
    wire.mail();
    wire.rcpt();
    wire.client.rset().unwrap();
    wire.mail();
    wire.rcpt();
    wire.client.bdat(0, true).unwrap();
    wire.written();
    let told = wire.says(&"250 Ok\r\n".repeat(6));
    assert_eq!(told.last().unwrap(), "recipient 6 0 250 last");
}
