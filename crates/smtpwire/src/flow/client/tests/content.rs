//! The content of DATA.

use super::*;
use crate::codec::transparency::LineEnds;
use crate::types::parameter::{Body, MailParameter};
use alloc::vec;

fn sent(config: ClientConfig, pieces: &[&[u8]]) -> Result<String, ErrorCode> {
    let mut wire = Wire::with(config, &["PIPELINING"]);
    wire.data_ready();
    for piece in pieces {
        let taken = wire.client.content(piece).map_err(|error| error.code())?;
        assert_eq!(taken, piece.len());
    }
    wire.client.end_content().map_err(|error| error.code())?;
    Ok(wire.written())
}

fn strictly(pieces: &[&[u8]]) -> Result<String, ErrorCode> {
    sent(ClientConfig::new(), pieces)
}

// R-TRANSP-001, R-CMD-017, R-CMD-018, R-API-009, DOTS-009, DOTS-021 to DOTS-031
#[test]
fn dots_are_doubled_and_a_final_crlf_is_added_only_where_it_lacks() {
    let cases: [(&[&[u8]], &str); 9] = [
        (&[], ".\r\n"),
        (&[b"."], "..\r\n.\r\n"),
        (&[b".x\r\n"], "..x\r\n.\r\n"),
        (&[b"abc"], "abc\r\n.\r\n"),
        (&[b"abc\r\n"], "abc\r\n.\r\n"),
        (&[b"a\r\n", b".\r\n"], "a\r\n..\r\n.\r\n"),
        (&[b"a\r\n.", b"\r\n"], "a\r\n..\r\n.\r\n"),
        (&[b"....\r\n"], ".....\r\n.\r\n"),
        (&[b"a\r\n\r\n.\r\nRSET\r\n"], "a\r\n\r\n..\r\nRSET\r\n.\r\n"),
    ];
    for (pieces, wire) in cases {
        assert_eq!(strictly(pieces).as_deref(), Ok(wire), "{pieces:?}");
    }
}

// R-CORE-010, R-TRANSP-005, DOTS-001 to DOTS-020, DOTS-025, DOTS-033
#[test]
fn what_can_not_be_carried_in_lines_is_refused() {
    let over = vec![b'x'; 999];
    let bad: [&[u8]; 8] = [
        b"a\n.\r\nMAIL FROM:<x@y.example>\r\n",
        b"a\r.\r\n",
        b"a\r\r\n.\r\n",
        b"a\n\r.\n",
        b"abc\r",
        b"a\0b",
        &over,
        b"gr\xc3\xbc\xc3\x9fe\r\n",
    ];
    for content in bad {
        assert_eq!(strictly(&[content]), Err(ErrorCode::InvalidContent), "{content:?}");
    }
}

#[test]
fn a_message_with_a_fault_can_not_be_finished() {
    let mut wire = Wire::offering(&[]);
    wire.data_ready();
    wire.client.content(b"good\r\n").unwrap();
    let error = wire.client.content(b"bad\n").unwrap_err();
    assert!(error.to_string().contains("octet 9"), "{error}");
    assert_eq!(refusal(wire.client.content(b"good\r\n")), ErrorCode::InvalidContent);
    assert_eq!(refusal(wire.client.end_content()), ErrorCode::InvalidContent);
    assert_eq!(refusal(wire.client.quit()), ErrorCode::OutOfOrder);
    assert_eq!(wire.written(), "good\r\n");
}

// R-TRANSP-005
#[test]
fn bare_line_ends_become_crlf_where_that_is_asked_for() {
    let mut config = ClientConfig::new();
    config.line_ends = LineEnds::Normalise;
    let text = sent(config, &[b"a\n.\n", b"b\r", b"c"]);
    assert_eq!(text.as_deref(), Ok("a\r\n..\r\nb\r\nc\r\n.\r\n"));
}

#[test]
fn long_lines_and_undeclared_octets_pass_where_they_are_allowed_by_name() {
    let mut config = ClientConfig::new();
    config.long_lines = true;
    config.limits.content_line = Some(2000);
    assert!(sent(config.clone(), &[&[b'x'; 2000]]).is_ok());
    assert_eq!(sent(config, &[&[b'x'; 2001]]), Err(ErrorCode::InvalidContent));
    let mut config = ClientConfig::new();
    config.undeclared_eight_bit = true;
    assert_eq!(sent(config, &["grüße\r\n".as_bytes()]).as_deref(), Ok("grüße\r\n.\r\n"));
}

// R-CORE-014, R-EIGHT-003
#[test]
fn octets_above_127_pass_where_mail_declared_them() {
    let mut wire = Wire::offering(&["8BITMIME", "PIPELINING"]);
    let mut parameters = MailParameters::new();
    parameters.push(MailParameter::Body(Body::EightBitMime)).unwrap();
    wire.client.mail(sender(), parameters).unwrap();
    wire.rcpt();
    wire.client.data().unwrap();
    wire.says("250 Ok\r\n250 Ok\r\n354 Go\r\n");
    assert_eq!(wire.client.content("grüße".as_bytes()), Ok(7));
}

#[test]
fn content_waits_while_the_output_is_full() {
    let mut config = ClientConfig::new();
    config.limits.output_buffer = 1000;
    let mut wire = Wire::with(config, &["PIPELINING"]);
    wire.data_ready();
    assert_eq!(wire.client.content_room(), 1000);
    let text = b"0123456\r\n".repeat(200);
    assert_eq!(wire.client.content(&text), Ok(1000));
    assert_eq!(wire.client.content_room(), 0);
    assert_eq!(wire.client.content(&text[1000..]), Ok(0));
    wire.client.advance_output(300).unwrap();
    assert_eq!(wire.client.content(&text[1000..]), Ok(300));
    assert_eq!(wire.client.output().len(), 1000);
}

// The end mark must not be a small write of its own: Nagle's algorithm would hold it back.
#[test]
fn the_last_of_the_content_and_the_end_mark_are_one_output() {
    let mut wire = Wire::offering(&[]);
    wire.data_ready();
    wire.client.content(b"Hello").unwrap();
    wire.client.end_content().unwrap();
    assert_eq!(wire.client.output(), b"Hello\r\n.\r\n");
    assert!(!wire.client.content_end_sent());
    wire.client.advance_output(9).unwrap();
    assert!(!wire.client.content_end_sent());
    assert_eq!(wire.unanswered(), [(4, Verb::Data, Sent::Partly)]);
    wire.client.advance_output(1).unwrap();
    assert!(wire.client.content_end_sent());
    assert_eq!(wire.unanswered(), [(4, Verb::Data, Sent::Wholly)]);
}

#[test]
fn no_command_is_taken_in_the_middle_of_the_content() {
    let mut wire = Wire::offering(&["PIPELINING"]);
    wire.data_ready();
    assert_eq!(refusal(wire.client.rset()), ErrorCode::OutOfOrder);
    assert_eq!(refusal(wire.client.quit()), ErrorCode::OutOfOrder);
    wire.client.end_content().unwrap();
    wire.client.rset().unwrap();
    assert_eq!(refusal(wire.client.content(b"x")), ErrorCode::UnexpectedContent);
    assert_eq!(refusal(wire.client.end_content()), ErrorCode::UnexpectedContent);
}

// R-REPLY-009
#[test]
fn a_refused_message_is_over_too() {
    let mut wire = Wire::offering(&[]);
    wire.data_ready();
    wire.client.end_content().unwrap();
    assert_eq!(wire.says("554 5.6.0 No\r\n"), ["content 4 554"]);
    assert_eq!(wire.client.phase(), Phase::Ready);
    wire.mail();
}
