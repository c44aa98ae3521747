//! BDAT.

use super::*;
use crate::types::parameter::{Body, MailParameter};

const OFFERS: &[&str] = &["PIPELINING", "CHUNKING", "8BITMIME", "BINARYMIME"];

fn begun() -> Wire {
    let mut wire = Wire::offering(OFFERS);
    wire.mail();
    wire.rcpt();
    wire
}

// R-BDAT-001, R-BDAT-005, BDAT-026
#[test]
fn a_message_goes_out_in_one_flight_and_its_dots_stay_as_they_are() {
    let mut wire = begun();
    wire.client.bdat(7, true).unwrap();
    assert_eq!(wire.client.content_room(), 7);
    assert_eq!(refusal(wire.client.content(b"a\r\n.\r\n.x")), ErrorCode::UnexpectedContent);
    assert_eq!(wire.client.content(b"a\r\n."), Ok(4));
    assert!(!wire.client.content_end_sent());
    assert_eq!(wire.client.content(b"\r\n."), Ok(3));
    wire.client.quit().unwrap();
    assert_eq!(
        wire.written(),
        "MAIL FROM:<jo@client.example>\r\nRCPT TO:<ann@mx.example>\r\n\
         BDAT 7 LAST\r\na\r\n.\r\n.QUIT\r\n"
    );
    assert!(wire.client.content_end_sent());
    assert_eq!(
        wire.says("250 Ok\r\n250 Ok\r\n250 7 octets\r\n221 Bye\r\n"),
        ["MAIL 2 250", "RCPT 3 250", "content 4 250", "QUIT 5 221", "closed"]
    );
}

// D051
#[test]
fn each_chunk_has_its_reply_and_the_last_one_is_the_messages() {
    let mut wire = begun();
    wire.client.bdat(2, false).unwrap();
    wire.client.content(b"ab").unwrap();
    wire.client.bdat(0, true).unwrap();
    wire.written();
    assert_eq!(
        wire.says("250 Ok\r\n250 Ok\r\n250 2 octets\r\n"),
        ["MAIL 2 250", "RCPT 3 250", "BDAT 4 250"]
    );
    assert_eq!(wire.client.phase(), Phase::Bdat);
    assert_eq!(wire.says("250 Queued\r\n"), ["content 5 250"]);
    assert_eq!(wire.client.phase(), Phase::Ready);
}

// R-BDAT-007, BDAT-038
#[test]
fn after_a_refused_chunk_only_rset_helps() {
    let mut wire = begun();
    wire.client.bdat(2, false).unwrap();
    wire.client.content(b"ab").unwrap();
    wire.written();
    wire.says("250 Ok\r\n250 Ok\r\n");
    assert_eq!(wire.says("552 5.3.4 Too big\r\n"), ["BDAT 4 552"]);
    let client = &mut wire.client;
    assert_eq!(refusal(client.bdat(1, true)), ErrorCode::OutOfOrder);
    assert_eq!(refusal(client.data()), ErrorCode::OutOfOrder);
    assert_eq!(refusal(client.rcpt(recipient(), RcptParameters::new())), ErrorCode::OutOfOrder);
    assert_eq!(refusal(client.mail(sender(), MailParameters::new())), ErrorCode::OutOfOrder);
    client.rset().unwrap();
    wire.mail();
    wire.rcpt();
    wire.client.bdat(1, true).unwrap();
}

// BDAT-038, R-BDAT-008
#[test]
fn a_chunk_refused_in_the_middle_of_a_group_still_gets_all_of_its_octets() {
    let mut wire = begun();
    wire.client.bdat(1, false).unwrap();
    wire.client.content(b"a").unwrap();
    wire.client.bdat(4, false).unwrap();
    wire.client.content(b"bc").unwrap();
    wire.written();
    let told = wire.says("250 Ok\r\n250 Ok\r\n452 Later\r\n503 No\r\n");
    assert_eq!(told, ["MAIL 2 250", "RCPT 3 250", "BDAT 4 452", "BDAT 5 503"]);
    assert_eq!(refusal(wire.client.rset()), ErrorCode::OutOfOrder);
    wire.client.content(b"de").unwrap();
    assert_eq!(wire.written(), "de");
    wire.client.rset().unwrap();
    assert_eq!(wire.says("250 Ok\r\n"), ["RSET 6 250"]);
    assert_eq!(wire.client.phase(), Phase::Ready);
}

#[test]
fn a_last_chunk_behind_a_refused_one_does_not_end_the_ruin() {
    let mut wire = begun();
    wire.client.bdat(1, false).unwrap();
    wire.client.content(b"a").unwrap();
    wire.client.bdat(1, true).unwrap();
    wire.client.content(b"b").unwrap();
    wire.written();
    let told = wire.says("250 Ok\r\n250 Ok\r\n452 Later\r\n503 No\r\n");
    assert_eq!(told, ["MAIL 2 250", "RCPT 3 250", "BDAT 4 452", "content 5 503"]);
    let mail = wire.client.mail(sender(), MailParameters::new());
    assert_eq!(refusal(mail), ErrorCode::OutOfOrder);
    wire.client.rset().unwrap();
    wire.mail();
}

// BDAT-039
#[test]
fn a_354_can_not_answer_a_chunk() {
    let mut wire = begun();
    wire.client.bdat(1, true).unwrap();
    wire.client.content(b"a").unwrap();
    wire.written();
    let told = wire.says("250 Ok\r\n250 Ok\r\n354 Go\r\n");
    assert_eq!(told, ["MAIL 2 250", "RCPT 3 250", "error wrong-reply"]);
}

// BDAT-040
#[test]
fn no_chunk_goes_to_a_server_that_offers_no_chunking() {
    let mut wire = Wire::offering(&["PIPELINING"]);
    wire.mail();
    wire.rcpt();
    assert_eq!(refusal(wire.client.bdat(1, true)), ErrorCode::NotOffered);
    wire.client.data().unwrap();
}

#[test]
fn without_pipelining_a_chunk_waits_for_its_line_to_be_written() {
    let mut wire = Wire::offering(&["CHUNKING"]);
    wire.mail();
    wire.rcpt();
    wire.client.bdat(3, true).unwrap();
    assert_eq!(wire.client.content_room(), 0);
    assert_eq!(wire.client.content(b"abc"), Ok(0));
    wire.says("250 Ok\r\n");
    assert_eq!(wire.client.content_room(), 0);
    wire.says("250 Ok\r\n");
    assert_eq!(wire.client.content(b"abc"), Ok(3));
    assert_eq!(wire.written(), "BDAT 3 LAST\r\nabc");
    assert_eq!(wire.says("250 Ok\r\n"), ["content 4 250"]);
}

#[test]
fn an_empty_last_chunk_that_waits_is_sent_when_its_turn_comes() {
    let mut wire = Wire::offering(&["CHUNKING"]);
    wire.mail();
    wire.rcpt();
    wire.client.bdat(0, true).unwrap();
    wire.says("250 Ok\r\n");
    wire.says("250 Ok\r\n");
    assert!(!wire.client.content_end_sent());
    assert_eq!(wire.written(), "BDAT 0 LAST\r\n");
    assert!(wire.client.content_end_sent());
}

// R-BDAT-012
#[test]
fn text_in_chunks_ends_its_lines_with_crlf_across_the_borders() {
    let mut wire = begun();
    wire.client.bdat(2, false).unwrap();
    wire.client.content(b"a\r").unwrap();
    wire.client.bdat(2, false).unwrap();
    wire.client.content(b"\nb").unwrap();
    wire.client.bdat(1, true).unwrap();
    assert_eq!(refusal(wire.client.content(b"\r")), ErrorCode::InvalidContent);

    let mut wire = begun();
    wire.client.bdat(2, false).unwrap();
    wire.client.content(b"a\r").unwrap();
    assert_eq!(refusal(wire.client.bdat(0, true)), ErrorCode::InvalidContent);

    let mut wire = begun();
    wire.client.bdat(2, false).unwrap();
    assert_eq!(refusal(wire.client.content(b"a\n")), ErrorCode::InvalidContent);
    assert_eq!(refusal(wire.client.content(b"ab")), ErrorCode::InvalidContent);
}

// R-BDAT-013, R-BDAT-014, R-BDAT-016
#[test]
fn binary_content_goes_by_chunks_alone_and_is_not_looked_at() {
    let mut wire = Wire::offering(OFFERS);
    let mut binary = MailParameters::new();
    binary.push(MailParameter::Body(Body::BinaryMime)).unwrap();
    wire.client.mail(sender(), binary.clone()).unwrap();
    wire.rcpt();
    assert_eq!(refusal(wire.client.data()), ErrorCode::OutOfOrder);
    wire.client.bdat(5, true).unwrap();
    assert_eq!(wire.client.content(b"\0\xff\n\r\r"), Ok(5));
    for offers in [&["CHUNKING", "8BITMIME"][..], &["BINARYMIME"]] {
        let mut wire = Wire::offering(offers);
        assert_eq!(refusal(wire.client.mail(sender(), binary.clone())), ErrorCode::NotOffered);
    }
}

#[test]
fn a_chunk_larger_than_the_output_comes_in_pieces() {
    let mut config = ClientConfig::new();
    config.limits.output_buffer = 100;
    let mut wire = Wire::with(config, OFFERS);
    wire.mail();
    wire.rcpt();
    wire.client.bdat(250, true).unwrap();
    wire.written();
    let text = [b'x'; 250];
    let mut given = 0;
    while given < text.len() {
        let taken = wire.client.content(&text[given..]).unwrap();
        assert!(taken > 0 && wire.client.output().len() <= 100);
        given += taken;
        wire.written();
    }
    assert_eq!(
        wire.says("250 Ok\r\n250 Ok\r\n250 Ok\r\n"),
        ["MAIL 2 250", "RCPT 3 250", "content 4 250"]
    );
}

#[test]
fn a_transaction_can_end_with_burl() {
    let mut wire = Wire::with(
        {
            let mut config = ClientConfig::new();
            config.plaintext_auth = true;
            config
        },
        &["BURL imap", "AUTH PLAIN", "PIPELINING"],
    );
    wire.client.auth_raw("PLAIN", Some(b"\0jo\0x")).unwrap();
    wire.says("235 Ok\r\n");
    wire.mail();
    wire.rcpt();
    wire.client.raw("BURL imap://imap.example/INBOX/;uid=1 LAST").unwrap();
    wire.written();
    assert_eq!(
        wire.says("250 Ok\r\n250 Ok\r\n250 Queued\r\n"),
        ["MAIL 3 250", "RCPT 4 250", "content 5 250"]
    );
}
