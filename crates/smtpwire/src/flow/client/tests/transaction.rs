//! Transactions: the order of commands and where the session stands.

use super::*;

// R-CORE-022, R-ORDER-011, R-ORDER-010
#[test]
fn a_message_is_sent_and_the_session_ends_in_order() {
    let mut wire = Wire::offering(&[]);
    let mail = wire.mail();
    assert_eq!(wire.written(), "MAIL FROM:<jo@client.example>\r\n");
    assert_eq!(wire.says("250 Ok\r\n"), [alloc::format!("MAIL {mail} 250")]);
    assert_eq!(wire.client.phase(), Phase::Mail);
    let rcpt = wire.rcpt();
    assert_eq!(wire.says("250 Ok\r\n"), [alloc::format!("RCPT {rcpt} 250")]);
    assert_eq!(wire.client.phase(), Phase::Rcpt);
    wire.client.data().unwrap();
    assert_eq!(wire.says("354 Go\r\n"), ["data-ready 4 354"]);
    assert_eq!(wire.client.phase(), Phase::Data);
    assert_eq!(wire.client.content(b"Hello\r\n"), Ok(7));
    wire.client.end_content().unwrap();
    assert_eq!(wire.written(), "Hello\r\n.\r\n");
    assert_eq!(wire.says("250 2.0.0 Queued\r\n"), ["content 4 250"]);
    assert_eq!(wire.client.phase(), Phase::Ready);
    wire.client.quit().unwrap();
    assert!(wire.client.is_quitting());
    assert_eq!(wire.says("221 Bye\r\n"), ["QUIT 5 221", "closed"]);
    assert!(wire.client.is_over());
    assert_eq!(refusal(wire.client.noop()), ErrorCode::AlreadyClosed);
    // What comes behind the end is nobody's concern.
    wire.client.receive(b"250 What\r\n", 0).unwrap();
    assert_eq!(wire.events(), ["closed"]);
}

// R-CMD-004, R-ORDER-006, R-ORDER-011
#[test]
fn commands_out_of_order_are_refused_before_anything_is_sent() {
    let mut wire = Wire::plain();
    let client = &mut wire.client;
    assert_eq!(refusal(client.mail(sender(), MailParameters::new())), ErrorCode::OutOfOrder);
    assert_eq!(refusal(client.rcpt(recipient(), RcptParameters::new())), ErrorCode::OutOfOrder);
    assert_eq!(refusal(client.data()), ErrorCode::OutOfOrder);
    assert_eq!(refusal(client.content(b"x")), ErrorCode::UnexpectedContent);
    assert_eq!(refusal(client.end_content()), ErrorCode::UnexpectedContent);
    assert_eq!(refusal(client.starttls()), ErrorCode::OutOfOrder);
    assert_eq!(refusal(client.tls_established(0)), ErrorCode::NoTlsExpected);
    assert_eq!(refusal(client.tls_failed("")), ErrorCode::NoTlsExpected);
    assert_eq!(refusal(client.auth_response(b"")), ErrorCode::NothingToAnswer);
    assert_eq!(refusal(client.auth_cancel()), ErrorCode::NothingToAnswer);
    assert_eq!(client.pending(), 0);
    let mut wire = Wire::offering(&[]);
    wire.mail();
    let second = wire.client.mail(sender(), MailParameters::new());
    assert_eq!(refusal(second), ErrorCode::OutOfOrder);
    wire.client.rset().unwrap();
    wire.mail();
}

#[test]
fn the_phase_moves_with_the_events_and_not_before() {
    let mut wire = Wire::offering(&[]);
    wire.mail();
    assert_eq!(wire.client.phase(), Phase::Ready);
    wire.written();
    wire.client.receive(b"250 Ok\r\n", 0).unwrap();
    assert_eq!(wire.client.phase(), Phase::Ready);
    wire.events();
    assert_eq!(wire.client.phase(), Phase::Mail);
}

#[test]
fn a_refused_command_moves_nothing() {
    let mut wire = Wire::offering(&[]);
    wire.mail();
    assert_eq!(wire.says("450 4.7.1 Greylisted\r\n"), ["MAIL 2 450"]);
    assert_eq!(wire.client.phase(), Phase::Ready);
    let rcpt = wire.client.rcpt(recipient(), RcptParameters::new());
    assert_eq!(refusal(rcpt), ErrorCode::OutOfOrder);
    wire.mail();
    wire.says("250 Ok\r\n");
    wire.rcpt();
    assert_eq!(wire.says("550 No\r\n"), ["RCPT 4 550"]);
    assert_eq!(refusal(wire.client.data()), ErrorCode::OutOfOrder);
}

// D037
#[test]
fn data_may_be_refused_and_rset_begins_anew() {
    let mut wire = Wire::offering(&[]);
    wire.mail();
    wire.rcpt();
    wire.client.data().unwrap();
    wire.says("250 Ok\r\n");
    wire.says("250 Ok\r\n");
    assert_eq!(wire.says("554 No\r\n"), ["DATA 4 554"]);
    assert_eq!(wire.client.phase(), Phase::Rcpt);
    assert_eq!(refusal(wire.client.content(b"x")), ErrorCode::UnexpectedContent);
    wire.client.rset().unwrap();
    assert_eq!(wire.says("250 Ok\r\n"), ["RSET 5 250"]);
    assert_eq!(wire.client.phase(), Phase::Ready);
}

// R-LIMIT-010
#[test]
fn a_transaction_has_as_many_recipients_as_the_limit_and_no_more() {
    let mut config = ClientConfig::new();
    config.limits.recipients = 2;
    let mut wire = Wire::with(config, &["PIPELINING"]);
    for _ in 0..2 {
        wire.mail();
        wire.rcpt();
        wire.rcpt();
        let third = wire.client.rcpt(recipient(), RcptParameters::new());
        assert_eq!(refusal(third), ErrorCode::TooManyRecipients);
        wire.client.rset().unwrap();
    }
}

#[test]
fn other_commands_are_written_as_they_are_known() {
    let mut wire = Wire::offering(&["ETRN", "XCLIENT NAME", "SMTPUTF8"]);
    let client = &mut wire.client;
    client.vrfy("jo ann").unwrap();
    client.expn("list").unwrap();
    client.vrfy("jürgen").unwrap();
    client.help(None).unwrap();
    client.help(Some("MAIL")).unwrap();
    client.noop().unwrap();
    client.raw("noop hello").unwrap();
    client.raw("XSTATS now").unwrap();
    client.raw("etrn @example.com").unwrap();
    let mut lines = Vec::new();
    for _ in 0..9 {
        lines.push(wire.written());
        wire.says("250 Ok\r\n");
    }
    assert_eq!(
        lines.concat(),
        "VRFY jo ann\r\nEXPN list\r\nVRFY jürgen SMTPUTF8\r\nHELP\r\nHELP MAIL\r\nNOOP\r\n\
         NOOP hello\r\nXSTATS now\r\nETRN @example.com\r\n"
    );
}

#[test]
fn a_session_begins_anew_when_xclient_is_accepted() {
    let mut wire = Wire::offering(&["XCLIENT NAME ADDR"]);
    wire.client.raw("XCLIENT ADDR=192.0.2.7").unwrap();
    assert_eq!(wire.says("220 mx.example\r\n"), ["XCLIENT 2 220"]);
    assert_eq!(wire.client.phase(), Phase::Greeted);
    assert!(wire.client.capabilities().is_none());
    wire.ehlo(&[]);
}

#[test]
fn nothing_follows_quit() {
    let mut wire = Wire::offering(&[]);
    wire.client.quit().unwrap();
    assert_eq!(refusal(wire.client.noop()), ErrorCode::AlreadyClosed);
    assert_eq!(refusal(wire.client.quit()), ErrorCode::AlreadyClosed);
}
