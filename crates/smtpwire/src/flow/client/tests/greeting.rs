//! The greeting, EHLO and HELO.

use super::*;
use crate::types::capability::Keyword;

// R-ORDER-013
#[test]
fn nothing_is_said_before_the_greeting() {
    let mut wire = Wire::plain();
    wire.client.ehlo(Host::parse("client.example").unwrap()).unwrap();
    assert_eq!(wire.written(), "");
    assert_eq!(wire.says("220-mx.example\r\n"), [""; 0]);
    assert_eq!(wire.written(), "");
    // D001, D002, D011
    assert_eq!(wire.says("220-\r\n220\r\n"), ["greeting 220"]);
    assert_eq!(wire.written(), "EHLO client.example\r\n");
    assert_eq!(wire.client.greeting().unwrap().code().get(), 220);
}

// R-CORE-017, R-NOMX-002, D012
#[test]
fn after_a_refusal_in_the_greeting_only_quit_is_sent() {
    let mut wire = Wire::plain();
    wire.client.ehlo(Host::parse("client.example").unwrap()).unwrap();
    assert_eq!(wire.says("554 5.3.2 No service\r\n"), ["greeting 554"]);
    assert_eq!(wire.written(), "");
    assert_eq!(wire.client.phase(), Phase::Refused);
    assert_eq!(refusal(wire.client.noop()), ErrorCode::OutOfOrder);
    assert_eq!(refusal(wire.client.raw("XSTATS")), ErrorCode::OutOfOrder);
    assert_eq!(wire.unanswered(), [(1, Verb::Ehlo, Sent::No)]);
    wire.client.quit().unwrap();
    assert_eq!(wire.written(), "QUIT\r\n");
    assert_eq!(wire.says("221 Bye\r\n"), ["QUIT 2 221", "closed"]);
}

#[test]
fn a_quit_that_waits_survives_a_refusal_in_the_greeting() {
    let mut wire = Wire::plain();
    wire.client.ehlo(Host::parse("client.example").unwrap()).unwrap();
    wire.client.quit().unwrap();
    assert_eq!(wire.says("450 Later\r\n"), ["greeting 450"]);
    assert_eq!(wire.written(), "QUIT\r\n");
    assert_eq!(wire.says("221 Bye\r\n"), ["QUIT 2 221", "closed"]);
}

#[test]
fn a_greeting_that_asks_for_more_is_none() {
    let mut wire = Wire::plain();
    assert_eq!(wire.says("354 Go\r\n"), ["error wrong-reply"]);
}

// D007, REPLY-023
#[test]
fn a_greeting_that_turns_into_a_refusal_is_taken_by_its_last_line_where_that_is_allowed() {
    let mut wire = Wire::plain();
    assert_eq!(wire.says("220-laposte\r\n421 4.2.1 Later\r\n"), ["error malformed-reply"]);
    let mut config = ClientConfig::new();
    config.reply.differing_codes = true;
    let mut wire = Wire::new(config);
    assert_eq!(wire.says("220-laposte\r\n421 4.2.1 Later\r\n"), ["closing 421", "closed"]);
}

// R-CORE-003, R-CMD-007, R-CMD-009, D015, D016, D052, REPLY-040, REPLY-041, REPLY-044, REPLY-045
#[test]
fn the_offer_is_read_from_the_reply_to_ehlo() {
    let mut wire = Wire::offering(&["size 99999999999999999999", "AUTH=LOGIN", "AUTH PLAIN"]);
    let offer = wire.client.capabilities().unwrap();
    assert_eq!(offer.size(), Some(u64::MAX));
    assert_eq!(offer.mechanisms().len(), 2);
    assert!(!offer.offers(Keyword::Pipelining));
    assert_eq!(wire.client.phase(), Phase::Ready);
    // A second EHLO replaces the first offer.
    wire.ehlo(&[]);
    assert!(!wire.client.capabilities().unwrap().offers(Keyword::Auth));
}

// REPLY-032
#[test]
fn any_2yz_accepts_ehlo() {
    let mut wire = Wire::plain();
    wire.says("220 hi\r\n");
    wire.client.ehlo(Host::parse("client.example").unwrap()).unwrap();
    assert_eq!(wire.says("220-mx\r\n220 SIZE 5\r\n"), ["ehlo 1 220"]);
    assert_eq!(wire.client.capabilities().unwrap().size(), Some(5));
}

// R-CORE-020, D009
#[test]
fn where_ehlo_is_not_known_helo_follows_by_itself() {
    for code in [500, 501, 502, 504, 550] {
        let mut wire = Wire::plain();
        wire.says("220 hi\r\n");
        wire.client.ehlo(Host::parse("[192.0.2.1]").unwrap()).unwrap();
        wire.mail();
        assert_eq!(wire.says(&alloc::format!("{code} What?\r\n")), [""; 0]);
        assert_eq!(wire.written(), "HELO [192.0.2.1]\r\n");
        assert_eq!(wire.says("250 mx.example\r\n"), ["ehlo 1 250"]);
        assert!(wire.client.capabilities().is_none());
        assert_eq!(wire.written(), "MAIL FROM:<jo@client.example>\r\n");
    }
}

#[test]
fn a_refused_helo_is_told_as_such() {
    let mut wire = Wire::plain();
    wire.says("220 hi\r\n");
    wire.client.ehlo(Host::parse("client.example").unwrap()).unwrap();
    wire.says("502 What?\r\n");
    assert_eq!(wire.says("550 Go away\r\n"), ["HELO 1 550"]);
    assert_eq!(refusal(wire.client.mail(sender(), MailParameters::new())), ErrorCode::OutOfOrder);
}

#[test]
fn helo_is_not_tried_where_it_makes_no_sense_or_is_not_wanted() {
    let mut config = ClientConfig::new();
    config.helo_fallback = false;
    for (config, reply) in [
        (config, "500 What?\r\n"),
        (ClientConfig::lmtp(), "500 What?\r\n"),
        (ClientConfig::new(), "554 No\r\n"),
        (ClientConfig::new(), "450 Later\r\n"),
    ] {
        let mut wire = Wire::new(config);
        wire.says("220 hi\r\n");
        wire.client.ehlo(Host::parse("client.example").unwrap()).unwrap();
        assert_eq!(wire.says(reply).len(), 1);
        assert_eq!(wire.written(), "");
        assert_eq!(wire.client.phase(), Phase::Greeted);
    }
}

#[test]
fn a_name_that_is_not_ascii_is_not_sent() {
    let mut wire = Wire::plain();
    let name = Host::parse("bücher.example").unwrap();
    assert_eq!(refusal(wire.client.ehlo(name)), ErrorCode::InvalidValue);
    assert_eq!(wire.client.pending(), 0);
}
