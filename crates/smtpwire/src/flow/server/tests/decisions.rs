//! What the host decides.

use super::*;

#[test]
fn only_wanted_decisions_pause_and_the_others_are_told() {
    let mut talk = Talk::deciding(Decisions::RCPT);
    talk.send("MAIL FROM:<a@b.example>\r\n");
    assert_eq!(talk.said, "250 2.1.0 Sender ok\r\n");
    assert!(matches!(talk.events[0], ServerEvent::Mail { .. }));
    talk.forget();
    talk.send("RCPT TO:<c@d.example>\r\nRCPT TO:<e@d.example>\r\n");
    assert_eq!(talk.said, "");
    assert_eq!(talk.events.len(), 1);
    talk.server.answer(reply("550 5.1.1 who?\r\n")).unwrap();
    talk.run();
    talk.server.accept().unwrap();
    talk.run();
    assert_eq!(talk.said, "550 5.1.1 who?\r\n250 2.1.5 Recipient ok\r\n");
}

// DATA behind refused recipients (RFC 2920 section 3.1)
#[test]
fn data_is_refused_when_every_recipient_was() {
    let mut talk = Talk::deciding(Decisions::RCPT);
    talk.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n");
    talk.server.answer(reply("550 5.1.1 who?\r\n")).unwrap();
    talk.run();
    assert!(talk.said.ends_with("503 5.5.1 No valid recipients\r\n"), "{}", talk.said);
}

#[test]
fn a_reply_that_does_not_fit_changes_nothing() {
    let mut talk = Talk::deciding(Decisions::ALL);
    talk.send("NOOP\r\n");
    assert_eq!(talk.server.answer(reply("354 go\r\n")).unwrap_err().code(), ErrorCode::UnfitReply);
    assert_eq!(talk.server.answers_due(), 1);
    talk.server.accept().unwrap();
    assert_eq!(talk.server.accept().unwrap_err().code(), ErrorCode::NothingToAnswer);
}

#[test]
fn a_reply_of_several_lines_goes_out_as_it_is() {
    let mut talk = Talk::deciding(Decisions::HELP);
    talk.send("HELP\r\n");
    talk.server.answer(reply("214-one\r\n214 two\r\n")).unwrap();
    talk.run();
    assert_eq!(talk.said, "214-one\r\n214 two\r\n");
}

#[test]
fn an_answer_of_421_ends_the_session() {
    let mut talk = Talk::deciding(Decisions::MAIL);
    talk.send("MAIL FROM:<a@b.example>\r\nNOOP\r\n");
    talk.server.answer(reply("421 4.3.2 bye\r\n")).unwrap();
    talk.run();
    assert_eq!(talk.said, "421 4.3.2 bye\r\n");
    assert_eq!(talk.end, Some(Ok(())));
}

#[test]
fn no_message_is_acknowledged_before_the_host_does() {
    let mut talk = Talk::with_recipient(|_| {});
    talk.accepts = false;
    talk.send("DATA\r\n").send("x\r\n.\r\n");
    assert!(!talk.said.contains("250"), "{}", talk.said);
    talk.server.answer(reply("451 4.3.0 disk full\r\n")).unwrap();
    talk.run();
    assert!(talk.said.ends_with("451 4.3.0 disk full\r\n"));
    assert_eq!(talk.server.phase(), Phase::Ready);
}

#[test]
fn data_may_be_refused_and_the_transaction_stays() {
    let mut talk = Talk::deciding(Decisions::DATA);
    talk.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n");
    talk.server.answer(reply("451 4.3.0 later\r\n")).unwrap();
    talk.run();
    assert_eq!(talk.server.phase(), Phase::Rcpt);
    assert_eq!(talk.aborted(), None);
}

#[test]
fn an_unknown_verb_may_be_the_hosts() {
    let mut talk = Talk::deciding(Decisions::UNKNOWN);
    talk.send("XSECRET abc\r\n");
    let ServerEvent::Unknown { command } = &talk.events[0] else { unreachable!() };
    assert_eq!(command.as_str(), "XSECRET abc");
    talk.server.answer(reply("250 fine\r\n")).unwrap();
    talk.run();
    assert_eq!(talk.said, "250 fine\r\n");
}

// R-CORE-020: a server that shuts down says 421.
#[test]
fn closing_says_421_and_drops_the_transaction() {
    let mut talk = Talk::with_recipient(|_| {});
    assert_eq!(
        talk.server.close(Some(reply("250 x\r\n"))).unwrap_err().code(),
        ErrorCode::UnfitReply
    );
    talk.server.close(None).unwrap();
    talk.run();
    assert_eq!(talk.said, "421 4.3.2 Service shutting down\r\n");
    assert_eq!(talk.aborted(), Some(Abort::Connection));
    assert_eq!(talk.end, Some(Ok(())));
    assert_eq!(talk.server.close(None).unwrap_err().code(), ErrorCode::AlreadyClosed);
}

#[test]
fn a_client_that_goes_on_while_ehlo_is_decided_is_cut_off() {
    let mut talk = Talk::deciding(Decisions::HELO);
    talk.send("EHLO again.example\r\n");
    talk.send("MAIL FROM:<a@b.example>\r\n");
    talk.server.accept().unwrap();
    talk.run();
    assert_eq!(talk.error(), ErrorCode::ImproperPipelining);
}

#[test]
fn a_session_is_shown_without_what_was_said() {
    let mut talk = Talk::deciding(Decisions::NONE);
    talk.send("AUTH PLAIN c2VjcmV0");
    assert!(!alloc::format!("{:?}", talk.server).contains("c2Vj"));
}

#[test]
fn an_answer_with_a_control_character_is_refused_and_the_answer_is_still_due() {
    let mut talk = Talk::deciding(Decisions::RCPT);
    talk.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n");
    talk.forget();
    // As it may come from another server, to whom the host has handed the recipient on.
    for told in ["550 5.1.1 no\0body\r\n", "550-5.1.1 nobody\r\n550 5.1.1 \x1b[31m\r\n"] {
        let error = talk.server.answer(reply(told)).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidValue);
        assert_eq!(error.detail(), "a reply's text holds no control characters but tabs");
        talk.run();
        assert_eq!((talk.said.as_str(), talk.server.answers_due()), ("", 1));
    }
    talk.server.answer(reply("550 5.1.1 no\tbody\r\n")).unwrap();
    talk.run();
    assert_eq!(talk.said, "550 5.1.1 no\tbody\r\n");
}

// R-UTF8-009
#[test]
fn utf8_is_answered_where_the_client_has_asked_for_it_and_nowhere_else() {
    let dialog = [
        ("MAIL FROM:<a@b.example>\r\n", "250 2.1.0 Gr\u{fc}\u{df}e\r\n", false),
        ("RCPT TO:<c@d.example>\r\n", "550 5.1.1 Gr\u{fc}\u{df}e\r\n", false),
        ("RSET\r\n", "250 2.0.0 Gr\u{fc}\u{df}e\r\n", false),
        ("MAIL FROM:<a@b.example> SMTPUTF8\r\n", "250 2.1.0 Gr\u{fc}\u{df}e\r\n", true),
        ("RCPT TO:<c@d.example>\r\n", "250 2.1.5 Gr\u{fc}\u{df}e\r\n", true),
        ("DATA\r\n", "354 Gr\u{fc}\u{df}e\r\n", true),
        ("x\r\n.\r\n", "250 2.0.0 Gr\u{fc}\u{df}e\r\n", true),
        ("NOOP\r\n", "250 2.0.0 Gr\u{fc}\u{df}e\r\n", false),
        ("VRFY al\r\n", "250 2.0.0 Gr\u{fc}\u{df}e\r\n", false),
        ("VRFY al SMTPUTF8\r\n", "250 2.0.0 Gr\u{fc}\u{df}e\r\n", true),
        ("EXPN al SMTPUTF8\r\n", "250 2.0.0 Gr\u{fc}\u{df}e\r\n", true),
    ];
    let mut talk = Talk::deciding(Decisions::ALL);
    for (command, answer, asked) in dialog {
        talk.send(command);
        talk.server.answer(reply(answer)).unwrap();
        talk.said.clear();
        talk.run();
        let plain = answer.replace("\u{fc}\u{df}", "??");
        assert_eq!(talk.said, if asked { answer } else { plain.as_str() }, "{command}");
        talk.forget();
    }
}

#[test]
fn octets_of_another_character_set_are_never_passed_on() {
    let mut talk = Talk::deciding(Decisions::MAIL);
    talk.send("MAIL FROM:<a@b.example> SMTPUTF8\r\n");
    let (latin1, _) = Reply::parse(b"550 5.7.1 Gr\xfc\xdfe\r\n").unwrap().unwrap();
    talk.server.answer(latin1.into_owned()).unwrap();
    talk.run();
    assert_eq!(talk.said, "550 5.7.1 Gr??e\r\n");
}
