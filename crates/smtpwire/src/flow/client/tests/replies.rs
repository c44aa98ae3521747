//! Replies that fit no command, and those that are no replies.

use super::*;

fn answered(reply: &str) -> Vec<String> {
    let mut wire = Wire::offering(&[]);
    wire.mail();
    wire.says(reply)
}

// R-REPLY-003, R-REPLY-013, D008, D036, REPLY-007, REPLY-008, REPLY-009
#[test]
fn the_first_digit_decides() {
    for (reply, phase) in [
        ("200 Sender OK\r\n", Phase::Mail),
        ("299 fine\r\n", Phase::Mail),
        ("498 No MX\r\n", Phase::Ready),
        ("571 Spam\r\n", Phase::Ready),
        ("591 No\r\n", Phase::Ready),
    ] {
        let mut wire = Wire::offering(&[]);
        wire.mail();
        assert_eq!(wire.says(reply).len(), 1);
        assert_eq!(wire.client.phase(), phase, "{reply}");
    }
}

// R-REPLY-014, REPLY-028
#[test]
fn what_asks_for_more_answers_no_mail() {
    assert_eq!(answered("354 Go\r\n"), ["error wrong-reply"]);
    assert_eq!(answered("334 \r\n"), ["error wrong-reply"]);
    assert_eq!(answered("399 x\r\n"), ["error wrong-reply"]);
}

// R-CORE-025, REPLY-029
#[test]
fn content_is_not_sent_unless_data_was_answered_354() {
    for reply in ["250 Ok\r\n", "334 \r\n", "300 Go\r\n"] {
        let mut wire = Wire::offering(&["PIPELINING"]);
        wire.mail();
        wire.rcpt();
        wire.client.data().unwrap();
        wire.says("250 Ok\r\n250 Ok\r\n");
        assert_eq!(wire.says(reply), ["error wrong-reply"], "{reply}");
        assert!(wire.client.content(b"x").is_err());
    }
}

// REPLY-031
#[test]
fn a_235_that_no_auth_asked_for_authenticates_nobody() {
    let mut wire = Wire::offering(&[]);
    wire.client.noop().unwrap();
    assert_eq!(wire.says("235 Ok\r\n"), ["NOOP 2 235"]);
    assert!(!wire.client.is_authenticated());
}

// Of a verb that this crate does not know, nobody can say what answers it.
#[test]
fn an_unknown_verb_may_be_answered_3yz_but_not_by_what_asks_for_content() {
    let mut wire = Wire::offering(&[]);
    wire.client.raw("XSEND it").unwrap();
    assert_eq!(wire.says("350 Next\r\n"), ["unknown command 2 350"]);
    wire.client.raw("XSEND it").unwrap();
    assert_eq!(wire.says("354 Go\r\n"), ["error wrong-reply"]);
}

// R-REPLY-004, REPLY-001, REPLY-002, REPLY-006, REPLY-013
#[test]
fn what_is_no_reply_fails_the_connection() {
    for line in ["199 x\r\n", "600 x\r\n", "OK\r\n", "250\tok\r\n", "\r\n", "250 ok\n", "25\r\n"] {
        assert_eq!(answered(line), ["error malformed-reply"], "{line:?}");
    }
}

// R-GRAM-016, D003, D004, D006, D029 to D035, REPLY-011, REPLY-012, REPLY-018, REPLY-019
#[test]
fn what_servers_say_in_other_words_is_fine() {
    for reply in [
        "250\r\n",
        "250 \r\n",
        "250-\r\n250 \r\n",
        "250-a\r\n250-b\r\n250 c\r\n",
        "250 a\0b\r\n",
        "550 \x1b[2J\r\n",
        "550 4.4.7 QUEUE.Expired\r\n",
        "550 550 5.1.1 No (state 14).\r\n",
        "553 sorry (#5.7.1)\r\n",
        "550 #5.7.1 No\r\n",
        "550-5.7.26 a\r\n550-b\r\n550 5.7.26 c\r\n",
        "451 Veuillez réessayer\r\n",
    ] {
        assert_eq!(answered(reply).len(), 1, "{reply:?}");
        assert!(answered(reply).iter().all(|event| event.starts_with("MAIL")), "{reply:?}");
    }
}

// D053
#[test]
fn other_line_ends_are_taken_where_they_are_allowed_by_name() {
    for reply in ["250 ok\r\r\n", "250-a\r\r\n250 b\r\n"] {
        assert_eq!(answered(reply), ["error malformed-reply"]);
        for piece in [1, 2, 100] {
            let mut config = ClientConfig::new();
            config.reply.trailing_cr = true;
            let mut wire = Wire::with(config, &[]);
            wire.mail();
            let pieces = reply.as_bytes().chunks(piece);
            let told = pieces.flat_map(|piece| wire.says(core::str::from_utf8(piece).unwrap()));
            assert_eq!(told.collect::<Vec<_>>(), ["MAIL 2 250"]);
        }
    }
    let mut config = ClientConfig::new();
    config.reply.bare_lf = true;
    let mut wire = Wire::with(config, &[]);
    wire.mail();
    assert_eq!(wire.says("250 ok\n"), ["MAIL 2 250"]);
}

#[test]
fn octets_that_are_no_utf8_are_kept() {
    let mut wire = Wire::offering(&[]);
    wire.client.noop().unwrap();
    wire.written();
    wire.client.receive(b"250 \xff\xfe\r\n", 0).unwrap();
    let event = wire.client.next_event(0).unwrap().event().unwrap();
    assert_eq!(event.reply().unwrap().as_bytes(), b"250 \xff\xfe\r\n");
}

// D023, D024, R-REPLY-006
#[test]
fn a_421_closes_the_session_at_any_moment() {
    // In place of a reply.
    assert_eq!(answered("421 4.7.0 Too many errors\r\n"), ["closing 421", "closed"]);
    // In place of the greeting.
    let mut wire = Wire::plain();
    assert_eq!(wire.says("421 Busy\r\n"), ["closing 421", "closed"]);
    assert_eq!(wire.client.greeting().unwrap().code().get(), 421);
    // Unasked.
    let mut wire = Wire::offering(&[]);
    assert_eq!(wire.says("421 Shutting down\r\n"), ["closing 421", "closed"]);
    // In the middle of the content.
    let mut wire = Wire::offering(&[]);
    wire.data_ready();
    wire.client.content(b"Hello\r\n").unwrap();
    assert_eq!(wire.says("421 Shutting down\r\n"), ["closing 421", "closed"]);
    assert!(!wire.client.content_end_sent());
    assert!(wire.client.output().is_empty());
    // To QUIT.
    let mut wire = Wire::offering(&[]);
    wire.client.quit().unwrap();
    assert_eq!(wire.says("421 Bye\r\n"), ["closing 421", "closed"]);
}

#[test]
fn after_a_421_it_is_known_what_has_no_answer() {
    let mut wire = Wire::offering(&["PIPELINING"]);
    wire.mail();
    wire.rcpt();
    wire.client.noop().unwrap();
    wire.rcpt();
    wire.client.advance_output("MAIL FROM:<jo@client.example>\r\nRCPT".len()).unwrap();
    wire.client.receive(b"250 Ok\r\n421 Bye\r\n", 0).unwrap();
    assert_eq!(wire.events(), ["MAIL 2 250", "closing 421", "closed"]);
    assert_eq!(
        wire.unanswered(),
        [(3, Verb::Rcpt, Sent::Partly), (4, Verb::Noop, Sent::No), (5, Verb::Rcpt, Sent::No)]
    );
    assert_eq!(refusal(wire.client.noop()), ErrorCode::AlreadyClosed);
}

// R-LIMIT-005, D034, D050, LIMIT-026, LIMIT-027, LIMIT-028
#[test]
fn a_reply_line_is_as_long_as_the_limit_and_no_longer() {
    let line = |length: usize| alloc::format!("250 {}\r\n", "x".repeat(length - 6));
    assert_eq!(answered(&line(512)), ["MAIL 2 250"]);
    assert_eq!(answered(&line(4096)), ["MAIL 2 250"]);
    assert_eq!(answered(&line(4097)), ["error reply-line-too-long"]);
    // Without an end, too.
    assert_eq!(answered(&"x".repeat(5000)), ["error reply-line-too-long"]);
}

// LIMIT-030
#[test]
fn a_reply_has_as_many_lines_as_the_limit_and_no_more() {
    assert_eq!(answered(&("250-x\r\n".repeat(511) + "250 x\r\n")), ["MAIL 2 250"]);
    assert_eq!(answered(&"250-x\r\n".repeat(513)), ["error too-many-reply-lines"]);
}
