//! Content in lines, SMTP and LMTP.

use super::*;
use crate::codec::transparency::{ContentError, LineEnds};
use crate::flow::limits::Protocol;

fn receiving(change: impl FnOnce(&mut ServerConfig)) -> Talk {
    let mut talk = Talk::with_recipient(change);
    assert_eq!(talk.code("DATA\r\n"), "354");
    talk.forget();
    talk
}

// SMUG-045, SMUG-046
#[test]
fn an_empty_message_is_a_message() {
    let mut talk = receiving(|_| {});
    assert_eq!(talk.code(".\r\n"), "250 2.0.0");
    assert_eq!(talk.events, [ServerEvent::Message { size: 0, octets: None }]);
}

#[test]
fn a_message_can_be_had_as_one_piece() {
    let mut talk = receiving(|config| config.content = ContentMode::Whole);
    talk.send("a\r\n").send("..b\r\n").send(".\r\n");
    let octets = Some(b"a\r\n.b\r\n".to_vec());
    assert_eq!(talk.events, [ServerEvent::Message { size: 7, octets }]);
}

#[test]
fn content_that_nobody_wants_is_counted_and_checked_all_the_same() {
    let discarding = |change: fn(&mut ServerConfig)| {
        receiving(|config| {
            config.content = ContentMode::Discard;
            change(config);
        })
    };
    let line = "0123456789".repeat(7) + "\r\n";
    let mut talk = discarding(|_| {});
    talk.send(line.repeat(1000)).send("..a\r\n.\r\nNOOP\r\n");
    let counted = ServerEvent::Message { size: 72_004, octets: None };
    assert_eq!(talk.events, [counted, ServerEvent::Noop]);

    let mut talk = discarding(|_| {});
    assert_eq!(talk.code(line.repeat(1000) + "a\nb\r\n.\r\n"), "550 5.6.11");
    assert_eq!(talk.messages(), 0);

    let mut talk = discarding(|config| config.limits.message_size = Some(70_000));
    assert_eq!(talk.code(line.repeat(1000) + ".\r\n"), "552 5.3.4");
    assert_eq!(talk.messages(), 0);
}

// SMUG-003 to SMUG-053
#[test]
fn nothing_but_crlf_dot_crlf_ends_the_content() {
    let behind = "MAIL FROM:<admin@v.example>\r\nRCPT TO:<v@t.example>\r\nDATA\r\nx\r\n.\r\n";
    for end in [
        "\n.\n",
        "\n.\r\n",
        "\r\n.\n",
        "\r.\r",
        "\r.\r\n",
        "\r\n.\r",
        "\r\r\n.\r\r\n",
        "\r\n.\0\r\n",
        "\r\n\0.\r\n",
        "\n\r.\r\n",
        "\r\n. \r\n",
        "\r.\n",
        "\n..\r\n",
    ] {
        let wire = alloc::format!("Subject: a\r\n\r\nbody{end}{behind}");
        for split in 0..wire.len() {
            let mut talk = receiving(|_| {});
            let (one, two) = wire.as_bytes().split_at(split);
            talk.said.clear();
            talk.send(one).send(two);
            let reply = talk.said.split(' ').next().unwrap_or_default();
            // A trailing space is content like any other.
            let code = if end == "\r\n. \r\n" { "250" } else { "550" };
            assert_eq!(reply, code, "{end:?} at {split}: {}", talk.said);
            assert_eq!(talk.said.lines().count(), 1, "{end:?} at {split}: {}", talk.said);
            assert!(talk.events.iter().all(|event| !matches!(event, ServerEvent::Mail { .. })));
        }
    }
}

// D046: the session goes on.
#[test]
fn refused_content_leaves_the_session_in_step() {
    let mut talk = receiving(|_| {});
    assert_eq!(talk.code("a\nb\r\n.\r\n"), "550 5.6.11");
    let why = Abort::Content(ContentError::BareLf { offset: 1 });
    assert_eq!(talk.aborted(), Some(why));
    assert_eq!(talk.messages(), 0);
    assert_eq!(talk.code("MAIL FROM:<a@b.example>\r\n"), "250 2.1.0");
}

#[test]
fn bare_line_ends_are_normalised_where_that_is_asked_for() {
    let mut talk = receiving(|config| config.line_ends = LineEnds::Normalise);
    assert_eq!(talk.code("a\nb\r\n.\r\n"), "250 2.0.0");
    assert_eq!(talk.content(), b"a\r\nb\r\n");
}

// LIMIT-008
#[test]
fn a_line_over_the_limit_is_refused_at_the_end() {
    let mut talk = receiving(|config| config.limits.content_line = Some(10));
    assert_eq!(talk.code("12345678901\r\n.\r\n"), "552 5.6.0");
}

#[test]
fn too_large_a_message_is_read_to_its_end_and_then_refused() {
    let mut talk = receiving(|config| config.limits.message_size = Some(10));
    assert_eq!(talk.ask("123456\r\n123456\r\n".repeat(100)), "");
    assert_eq!(talk.code(".\r\n"), "552 5.3.4");
    assert_eq!(talk.aborted(), Some(Abort::Content(ContentError::TooLarge { limit: 10 })));
    assert!(talk.content().len() <= 10);
}

#[test]
fn a_large_message_comes_in_pieces_and_whole() {
    let line = "0123456789".repeat(7) + "\r\n";
    let message = line.repeat(20_000);
    let mut talk = receiving(|_| {});
    for read in message.as_bytes().chunks(100_000) {
        talk.send(read);
    }
    talk.send(".\r\n");
    assert!(talk.content() == message.as_bytes());
    for event in &talk.events {
        if let ServerEvent::Content { octets } = event {
            assert!(octets.len() <= 65_536, "{}", octets.len());
        }
    }
    assert_eq!(talk.messages(), 1);
}

fn lmtp(config: &mut ServerConfig) {
    config.protocol = Protocol::Lmtp;
}

/// A session of LMTP behind DATA, with two recipients.
fn lmtp_receiving(decisions: Decisions) -> Talk {
    let mut talk = Talk::new(|config| {
        lmtp(config);
        config.decisions = decisions;
    });
    assert!(talk.said.contains("LMTP"));
    talk.send("LHLO c.example\r\n");
    talk.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nRCPT TO:<e@d.example>\r\n");
    assert_eq!(talk.code("DATA\r\n"), "354");
    talk.forget();
    talk
}

// R-LMTP-001, R-LMTP-005
#[test]
fn lmtp_answers_for_each_recipient_in_order() {
    let mut talk = lmtp_receiving(Decisions::MESSAGE);
    talk.accepts = false;
    talk.send("x\r\n.\r\n");
    assert_eq!(talk.server.answers_due(), 2);
    talk.server.answer(reply("250 2.0.0 one\r\n")).unwrap();
    assert_eq!(talk.server.answers_due(), 1);
    assert!(matches!(talk.server.next_event(1), Ok(Step::Paused)));
    talk.server.answer(reply("452 4.2.2 full\r\n")).unwrap();
    talk.run();
    assert_eq!(talk.said, "250 2.0.0 one\r\n452 4.2.2 full\r\n");
    assert_eq!(talk.code("MAIL FROM:<a@b.example>\r\n"), "250 2.1.0");
}

#[test]
fn lmtp_refuses_content_for_each_recipient() {
    let mut talk = lmtp_receiving(Decisions::default());
    assert_eq!(talk.codes("x\ny\r\n.\r\n"), ["550 5.6.11", "550 5.6.11"]);
}

#[test]
fn one_answer_can_be_given_for_all_recipients() {
    let mut talk = lmtp_receiving(Decisions::MESSAGE);
    talk.accepts = false;
    talk.send("x\r\n.\r\n");
    talk.server.answer_all(&reply("451 4.3.0 later\r\n")).unwrap();
    talk.run();
    assert_eq!(talk.said.matches("451 ").count(), 2);
    assert_eq!(talk.server.answers_due(), 0);
}

// STATE-035, STATE-036
#[test]
fn lmtp_is_greeted_by_lhlo_alone() {
    let mut talk = Talk::new(lmtp);
    assert_eq!(talk.code("EHLO c.example\r\n"), "500 5.5.1");
    assert_eq!(talk.code("LHLO c.example\r\n"), "250");
    talk.send("MAIL FROM:<a@b.example>\r\n");
    assert_eq!(talk.code("DATA\r\n"), "503 5.5.1");
}
