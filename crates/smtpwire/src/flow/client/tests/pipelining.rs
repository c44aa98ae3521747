//! Groups of commands, and replies matched to them by counting.

use super::*;

// R-PIPE-001, R-PIPE-003, R-BDAT-002
#[test]
fn a_whole_transaction_goes_out_in_one_piece_where_pipelining_is_offered() {
    let mut wire = Wire::offering(&["PIPELINING"]);
    wire.mail();
    wire.rcpt();
    wire.rcpt();
    wire.client.data().unwrap();
    assert_eq!(
        wire.written(),
        "MAIL FROM:<jo@client.example>\r\nRCPT TO:<ann@mx.example>\r\n\
         RCPT TO:<ann@mx.example>\r\nDATA\r\n"
    );
    assert_eq!(
        wire.says("250 Ok\r\n550-No\r\n550 such user\r\n250 Ok\r\n354 Go\r\n"),
        ["MAIL 2 250", "RCPT 3 550", "RCPT 4 250", "data-ready 5 354"]
    );
}

// R-ORDER-012, R-PIPE-004
#[test]
fn one_command_at_a_time_where_it_is_not_offered() {
    let mut wire = Wire::offering(&[]);
    wire.mail();
    wire.rcpt();
    wire.client.data().unwrap();
    assert_eq!(wire.client.pending(), 3);
    assert_eq!(wire.written(), "MAIL FROM:<jo@client.example>\r\n");
    wire.says("250 Ok\r\n");
    assert_eq!(wire.written(), "RCPT TO:<ann@mx.example>\r\n");
    wire.says("250 Ok\r\n");
    assert_eq!(wire.written(), "DATA\r\n");
}

// D014
#[test]
fn pipelining_can_be_switched_off() {
    let mut config = ClientConfig::new();
    config.pipelining = false;
    let mut wire = Wire::with(config, &["PIPELINING"]);
    wire.mail();
    wire.rcpt();
    assert_eq!(wire.written(), "MAIL FROM:<jo@client.example>\r\n");
}

// R-PIPE-002, R-AUTH-020
#[test]
fn a_verb_that_ends_a_group_is_waited_for() {
    let mut wire = Wire::offering(&["PIPELINING", "ETRN"]);
    let client = &mut wire.client;
    client.rset().unwrap();
    client.noop().unwrap();
    client.rset().unwrap();
    client.vrfy("jo").unwrap();
    client.rset().unwrap();
    client.ehlo(Host::parse("client.example").unwrap()).unwrap();
    client.rset().unwrap();
    assert_eq!(wire.written(), "RSET\r\nNOOP\r\n");
    wire.says("250 Ok\r\n");
    assert_eq!(wire.written(), "");
    wire.says("250 Ok\r\n");
    assert_eq!(wire.written(), "RSET\r\nVRFY jo\r\n");
    wire.says("250 Ok\r\n252 Perhaps\r\n");
    assert_eq!(wire.written(), "RSET\r\nEHLO client.example\r\n");
    wire.says("250 Ok\r\n250 mx.example\r\n");
    assert_eq!(wire.written(), "RSET\r\n");
}

// RFC 2920 section 3.1: content may be the first thing in a group.
#[test]
fn the_next_transaction_may_follow_the_end_of_the_content_at_once() {
    let mut wire = Wire::offering(&["PIPELINING"]);
    wire.data_ready();
    wire.client.end_content().unwrap();
    wire.mail();
    wire.rcpt();
    wire.client.data().unwrap();
    assert_eq!(
        wire.written(),
        ".\r\nMAIL FROM:<jo@client.example>\r\nRCPT TO:<ann@mx.example>\r\nDATA\r\n"
    );
    assert_eq!(
        wire.says("250 Queued\r\n250 Ok\r\n250 Ok\r\n354 Go\r\n"),
        ["content 4 250", "MAIL 5 250", "RCPT 6 250", "data-ready 7 354"]
    );
}

// R-PIPE-005
#[test]
fn a_354_for_nobody_is_answered_with_a_lone_dot() {
    let mut wire = Wire::offering(&["PIPELINING"]);
    wire.mail();
    wire.rcpt();
    wire.client.data().unwrap();
    wire.written();
    assert_eq!(wire.says("250 Ok\r\n550 No\r\n354 Go\r\n"), ["MAIL 2 250", "RCPT 3 550"]);
    assert_eq!(wire.client.output(), b".\r\n");
    assert_eq!(refusal(wire.client.content(b"x")), ErrorCode::UnexpectedContent);
    assert_eq!(wire.says("554 No valid recipients\r\n"), ["DATA 4 554"]);
    assert_eq!(wire.client.phase(), Phase::Ready);
    wire.mail();
}

// D038, D039
#[test]
fn a_503_to_data_for_nobody_leaves_the_session_usable() {
    let mut wire = Wire::offering(&["PIPELINING"]);
    wire.mail();
    wire.rcpt();
    wire.client.data().unwrap();
    wire.written();
    let told = wire.says("550 No\r\n503 No MAIL\r\n503-All RCPT failed\r\n503 No RCPT\r\n");
    assert_eq!(told, ["MAIL 2 550", "RCPT 3 503", "DATA 4 503"]);
    assert_eq!(wire.written(), "");
    wire.mail();
    assert_eq!(wire.written(), "MAIL FROM:<jo@client.example>\r\n");
}

// A new MAIL may be queued as soon as the old one is known to have failed, though RCPT and DATA
// that were sent with it have no reply yet.
#[test]
fn the_next_transaction_can_be_queued_behind_the_ruins_of_the_last() {
    let mut wire = Wire::offering(&["PIPELINING"]);
    wire.mail();
    wire.rcpt();
    wire.client.data().unwrap();
    wire.written();
    assert_eq!(wire.says("550 No\r\n"), ["MAIL 2 550"]);
    wire.mail();
    assert_eq!(wire.written(), "");
    // The server is confused: it must not get the next MAIL as content.
    assert_eq!(wire.says("250 Ok\r\n354 Go\r\n"), ["RCPT 3 250"]);
    assert_eq!(wire.written(), ".\r\nMAIL FROM:<jo@client.example>\r\n");
    assert_eq!(wire.says("554 No\r\n250 Ok\r\n"), ["DATA 4 554", "MAIL 5 250"]);
}

#[test]
fn as_many_commands_wait_as_the_limit_allows() {
    let mut config = ClientConfig::new();
    config.limits.pending_commands = 3;
    let mut wire = Wire::with(config, &[]);
    for _ in 0..3 {
        wire.client.noop().unwrap();
    }
    assert_eq!(refusal(wire.client.noop()), ErrorCode::TooManyPending);
    wire.says("250 Ok\r\n");
    wire.client.noop().unwrap();
}

#[test]
fn a_group_may_be_written_octet_by_octet() {
    let mut wire = Wire::offering(&["PIPELINING"]);
    wire.mail();
    wire.rcpt();
    let mut sent = Vec::new();
    while let Some(octet) = wire.client.output().first().copied() {
        sent.push(octet);
        wire.client.advance_output(1).unwrap();
    }
    assert_eq!(sent, b"MAIL FROM:<jo@client.example>\r\nRCPT TO:<ann@mx.example>\r\n");
    let error = wire.client.advance_output(1).unwrap_err();
    assert_eq!(error.code(), ErrorCode::AdvanceTooFar);
    let mut told = Vec::new();
    for octet in b"250 Ok\r\n250 Ok\r\n" {
        wire.client.receive(&[*octet], 0).unwrap();
        told.extend(wire.events());
    }
    assert_eq!(told, ["MAIL 2 250", "RCPT 3 250"]);
}
