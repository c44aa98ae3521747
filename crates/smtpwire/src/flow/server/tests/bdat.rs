//! Content in chunks.

use super::*;
use crate::codec::transparency::{ContentError, LineEnds};
use crate::flow::limits::Protocol;

fn talk() -> Talk {
    Talk::with_recipient(|_| {})
}

// BDAT-006, BDAT-016, BDAT-026, BDAT-027
#[test]
fn a_chunk_is_its_octets_whatever_they_look_like() {
    for octets in ["hello", "ab\r\n.\r\ncd\r\n\r\n", "RSET\r\nMAIL FROM:<evil@x.example>\r\n"] {
        let mut talk = talk();
        let wire = alloc::format!("bdat 000{} last\r\n{octets}", octets.len());
        assert_eq!(talk.codes(wire), ["250 2.0.0"]);
        assert_eq!(talk.content(), octets.as_bytes());
        assert_eq!(talk.messages(), 1);
        assert_eq!(talk.server.phase(), Phase::Ready);
    }
}

#[test]
fn chunks_that_nobody_wants_are_counted_and_checked_all_the_same() {
    for line_ends in [LineEnds::Reject, LineEnds::Normalise] {
        let mut talk = Talk::with_recipient(|config| {
            config.content = ContentMode::Discard;
            config.line_ends = line_ends;
        });
        talk.forget();
        let chunk = ("0123456789".repeat(9) + "12345678\r\n").repeat(1000);
        let wire = alloc::format!("BDAT 100000\r\n{chunk}BDAT 3 LAST\r\na\r\nNOOP\r\n");
        assert_eq!(talk.codes(wire), ["250 2.0.0", "250 2.0.0", "250 2.0.0"]);
        assert!(talk.events.contains(&ServerEvent::Message { size: 100_003, octets: None }));
        assert!(talk.content().is_empty());
    }
    let mut talk = Talk::with_recipient(|config| config.content = ContentMode::Discard);
    assert_eq!(talk.code("BDAT 3 LAST\r\na\nb"), "550 5.6.11");
    assert_eq!(talk.messages(), 0);
}

#[test]
fn chunks_may_come_octet_by_octet_and_pipelined() {
    let wire = b"BDAT 3\r\na\r\nBDAT 0\r\nBDAT 4 LAST\r\nb\r\nxNOOP\r\n";
    let expected = ["250 2.0.0", "250 2.0.0", "250 2.0.0", "250 2.0.0"];
    let mut whole = talk();
    assert_eq!(whole.codes(wire), expected);
    let mut split = talk();
    split.forget();
    for octet in wire {
        split.send([*octet]);
    }
    assert_eq!(split.said.lines().count(), 4);
    for talk in [whole, split] {
        assert_eq!(talk.content(), b"a\r\nb\r\nx");
        assert_eq!(talk.messages(), 1);
    }
}

#[test]
fn the_host_is_told_once_that_content_comes() {
    let mut talk = talk();
    talk.send("BDAT 1\r\nxBDAT 1 LAST\r\ny");
    assert_eq!(talk.events.iter().filter(|event| **event == ServerEvent::Data).count(), 1);
}

// BDAT-015
#[test]
fn an_empty_last_chunk_ends_the_message() {
    let mut talk = talk();
    assert_eq!(talk.codes("BDAT 1\r\nxBDAT 0 LAST\r\n"), ["250 2.0.0", "250 2.0.0"]);
    assert_eq!(talk.messages(), 1);
}

// BDAT-001, BDAT-004, BDAT-010, BDAT-017, BDAT-018
#[test]
fn a_chunk_whose_size_can_not_be_told_ends_the_session() {
    for (line, code) in [
        ("BDAT 5 LAST NOW\r\nhello", "501 5.5.4"),
        ("BDAT 5 FIRST\r\nhello", "501 5.5.4"),
        ("BDAT +5 LAST\r\nhello", "501 5.5.4"),
        ("BDAT 18446744073709551616 LAST\r\n", "552 5.3.4"),
    ] {
        let mut talk = talk();
        assert_eq!(talk.codes(line), [code], "{line}");
        assert_eq!(talk.error(), ErrorCode::FramingLost);
    }
    let mut talk = talk();
    assert_eq!(talk.codes("BDAT\r\nNOOP\r\n"), ["501 5.5.4", "250 2.0.0"]);
}

// BDAT-007, BDAT-012, BDAT-013
#[test]
fn too_large_a_chunk_is_dropped_and_then_refused() {
    let mut talk = Talk::with_recipient(|config| config.limits.message_size = Some(10));
    assert_eq!(talk.ask("BDAT 11 LAST\r\nMAIL FROM:"), "");
    assert_eq!(talk.codes("<NOOP\r\n"), ["552 5.3.4", "250 2.0.0"]);
    assert_eq!(talk.aborted(), Some(Abort::Content(ContentError::TooLarge { limit: 10 })));
    assert_eq!(talk.code("MAIL FROM:<a@b.example>\r\n"), "250 2.1.0");
    let mut talk = Talk::with_recipient(|config| config.limits.message_size = None);
    assert_eq!(talk.code("BDAT 1\r\nx"), "250 2.0.0");
    assert_eq!(talk.ask("BDAT 18446744073709551615\r\nRSET\r\n"), "");
}

// BDAT-019, BDAT-021, BDAT-024
#[test]
fn a_chunk_out_of_order_is_dropped_and_then_refused() {
    let mut talk = Talk::greeted(|_| {});
    talk.send("MAIL FROM:<a@b.example>\r\n");
    assert_eq!(talk.codes("BDAT 6 LAST\r\nRSET\r\n"), ["503 5.5.1"]);
    let mut talk = self::talk();
    let wire = "BDAT 5 LAST\r\nhelloBDAT 5 LAST\r\nworld";
    assert_eq!(talk.codes(wire), ["250 2.0.0", "503 5.5.1"]);
    let mut talk = self::talk();
    assert_eq!(talk.codes("BDAT 5\r\nhelloRCPT TO:<x@y.example>\r\n"), ["250 2.0.0", "503 5.5.1"]);
    assert_eq!(talk.code("DATA\r\n"), "503 5.5.1");
}

#[test]
fn a_chunk_is_dropped_where_chunking_is_not_offered() {
    let mut talk = Talk::with_recipient(|config| config.extensions.chunking = false);
    assert_eq!(talk.codes("BDAT 6 LAST\r\nRSET\r\nNOOP\r\n"), ["502 5.5.1", "250 2.0.0"]);
}

// BDAT-031
#[test]
fn bare_line_ends_in_text_chunks_are_refused_or_normalised() {
    let mut talk = self::talk();
    assert_eq!(talk.code("BDAT 3\r\na\nb"), "550 5.6.11");
    assert_eq!(talk.code("BDAT 1 LAST\r\nx"), "503 5.5.1");
    let mut talk = Talk::with_recipient(|config| config.line_ends = LineEnds::Normalise);
    assert_eq!(talk.codes("BDAT 2\r\na\rBDAT 4 LAST\r\n\nb\nc"), ["250 2.0.0", "250 2.0.0"]);
    assert_eq!(talk.content(), b"a\r\nb\r\nc");
}

#[test]
fn a_chunk_that_ends_the_message_in_a_cr_is_refused_or_gets_its_lf() {
    assert_eq!(self::talk().code("BDAT 2 LAST\r\na\r"), "550 5.6.11");
    let mut talk = Talk::with_recipient(|config| config.line_ends = LineEnds::Normalise);
    assert_eq!(talk.code("BDAT 2 LAST\r\na\r"), "250 2.0.0");
    assert_eq!(talk.content(), b"a\r\n");
    assert!(matches!(talk.events.last(), Some(ServerEvent::Message { size: 3, .. })));
}

// BDAT-033
#[test]
fn binary_content_is_any_octets_and_comes_by_bdat_only() {
    let mut talk = Talk::greeted(|config| config.extensions.binary_mime = true);
    talk.send("MAIL FROM:<a@b.example> BODY=BINARYMIME\r\nRCPT TO:<c@d.example>\r\n");
    assert_eq!(talk.code("DATA\r\n"), "503 5.5.1");
    assert_eq!(talk.code(b"BDAT 5 LAST\r\na\0\n\r\xff"), "250 2.0.0");
    assert_eq!(talk.content(), b"a\0\n\r\xff");
}

// BDAT-030
#[test]
fn a_connection_lost_in_a_chunk_takes_the_transaction_along() {
    let mut talk = self::talk();
    talk.send("BDAT 100 LAST\r\nhello");
    talk.server.receive_eof(talk.now);
    talk.run();
    assert_eq!(talk.aborted(), Some(Abort::Connection));
    assert_eq!(talk.messages(), 0);
}

#[test]
fn the_host_may_refuse_at_the_first_chunk_whose_octets_are_dropped() {
    let mut talk = Talk::greeted(|config| config.decisions = Decisions::DATA);
    talk.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n");
    talk.accepts = false;
    talk.forget();
    talk.send("BDAT 6\r\nRSET\r\nNOOP\r\n");
    assert_eq!(talk.server.answer(reply("354 go\r\n")).unwrap_err().code(), ErrorCode::UnfitReply);
    talk.server.answer(reply("451 4.3.0 not now\r\n")).unwrap();
    talk.run();
    assert_eq!(talk.said, "451 4.3.0 not now\r\n250 2.0.0 Ok\r\n");
    assert_eq!(talk.aborted(), Some(Abort::Refused));
}

#[test]
fn lmtp_answers_the_last_chunk_for_each_recipient() {
    let mut talk = Talk::new(|config| config.protocol = Protocol::Lmtp);
    talk.send("LHLO c.example\r\n");
    talk.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nRCPT TO:<e@d.example>\r\n");
    assert_eq!(talk.codes("BDAT 1\r\nxBDAT 1 LAST\r\ny").len(), 3);
    assert_eq!(talk.code("MAIL FROM:<a@b.example>\r\n"), "250 2.1.0");
}

// RFC 4468 section 3.2
#[test]
fn burl_is_the_hosts_to_fetch() {
    let mut talk = Talk::greeted(|config| {
        config.trusted = true;
        config.extensions.xclient = alloc::vec!["LOGIN".into()];
        config.extensions.burl = Some("imap".into());
        config.decisions |= Decisions::BURL;
    });
    talk.send("XCLIENT LOGIN=jo\r\n");
    talk.send("EHLO c.example\r\n");
    talk.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n");
    assert_eq!(talk.codes("BDAT 1\r\nxBURL imap://h/m LAST\r\n"), ["250 2.0.0", "250 2.0.0"]);
    assert_eq!(talk.messages(), 1);
}

// BDAT-036
#[test]
fn fifty_thousand_chunks_leave_the_session_in_step() {
    let mut talk = self::talk();
    for _ in 0..500 {
        assert_eq!(talk.codes("BDAT 1\r\nx".repeat(100)).len(), 100);
    }
    assert_eq!(talk.code("BDAT 0 LAST\r\n"), "250 2.0.0");
    assert!(matches!(talk.events.last(), Some(ServerEvent::Message { size: 50_000, .. })));
}
