//! Deadlines.

use super::*;

const MINUTE: u64 = 60_000;

// LIMIT-005
#[test]
fn a_command_must_be_whole_in_its_time() {
    let mut talk = Talk::new(|_| {});
    assert_eq!(talk.server.next_deadline(), Some(1000 + 5 * MINUTE));
    for octet in b"NOOP" {
        talk.now += 30_000;
        talk.send([*octet]);
    }
    assert_eq!(talk.server.next_deadline(), Some(1000 + 5 * MINUTE));
    talk.send("\r\n");
    assert_eq!(talk.server.next_deadline(), Some(talk.now + 5 * MINUTE));
    talk.forget();
    talk.server.handle_timeout(talk.now + 5 * MINUTE - 1);
    talk.run();
    assert_eq!(talk.said, "");
    talk.now += 5 * MINUTE;
    talk.server.handle_timeout(talk.now);
    talk.run();
    assert_eq!(talk.said, "421 4.4.2 Timed out waiting for the client\r\n");
    assert_eq!(talk.error(), ErrorCode::IdleTimeout);
    assert_eq!(talk.server.next_deadline(), None);
}

#[test]
fn content_must_only_go_on_coming() {
    let mut talk = Talk::with_recipient(|_| {});
    talk.send("DATA\r\n");
    for _ in 0..10 {
        talk.now += 4 * MINUTE;
        talk.server.handle_timeout(talk.now);
        talk.send("x");
    }
    assert_eq!(talk.server.next_deadline(), Some(talk.now + 5 * MINUTE));
    talk.now += 5 * MINUTE;
    talk.server.handle_timeout(talk.now);
    talk.run();
    assert_eq!(talk.error(), ErrorCode::IdleTimeout);
    assert_eq!(talk.aborted(), Some(Abort::Connection));
}

#[test]
fn the_time_that_the_host_takes_is_not_the_clients() {
    let mut talk = Talk::deciding(Decisions::NOOP);
    talk.send("NOOP\r\n");
    assert_eq!(talk.server.next_deadline(), Some(talk.now + 10 * MINUTE));
    talk.now += 10 * MINUTE - 1;
    talk.server.handle_timeout(talk.now);
    talk.server.accept().unwrap();
    talk.now += 60 * MINUTE;
    talk.run();
    talk.server.handle_timeout(talk.now);
    assert_eq!(talk.server.next_deadline(), Some(talk.now + 5 * MINUTE));
    assert_eq!(talk.end, None);
}

#[test]
fn what_the_host_does_not_answer_is_not_granted_and_an_answer_that_comes_later_is_refused() {
    let before = "EHLO a.example\r\n";
    let mail = "MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n";
    let asked: [(Decisions, &[&str], &str); 3] = [
        (Decisions::HELO, &[], before),
        (Decisions::NOOP, &[before], "NOOP\r\n"),
        (Decisions::MESSAGE, &[before, mail, "DATA\r\n"], "x\r\n.\r\n"),
    ];
    for (decisions, before, question) in asked {
        let mut talk = Talk::new(|config| {
            config.decisions = decisions;
            config.timeouts.answer = MINUTE;
        });
        for octets in before {
            talk.send(octets);
        }
        talk.accepts = false;
        talk.send(question);
        talk.forget();
        // The client is gone, or is not: it is all the same.
        talk.server.receive_eof(talk.now);
        talk.now += MINUTE;
        talk.server.handle_timeout(talk.now);
        talk.run();
        assert_eq!(talk.said, "421 4.3.0 Took too long to decide, try again later\r\n");
        assert_eq!(talk.error(), ErrorCode::AnswerTimeout, "{decisions:?}");
        assert_eq!(talk.server.next_deadline(), None);
        let late = talk.server.accept().unwrap_err();
        assert_eq!(late.code(), ErrorCode::AnswerTimeout);
        let whole = decisions == Decisions::MESSAGE;
        assert_eq!(talk.aborted(), whole.then_some(Abort::Connection));
    }
}

#[test]
fn a_host_may_take_all_the_time_there_is() {
    let mut talk = Talk::new(|config| {
        config.decisions = Decisions::NOOP;
        config.timeouts.answer = u64::MAX;
    });
    talk.accepts = false;
    talk.send("EHLO a.example\r\n").send("NOOP\r\n");
    talk.server.handle_timeout(u64::MAX - 1);
    talk.server.accept().unwrap();
    assert!(!talk.server.is_closed());
}

#[test]
fn a_client_that_takes_no_output_is_given_up() {
    let mut server = Server::new(Arc::new(config()), [0; 32], 0);
    while !matches!(server.next_event(0), Ok(Step::NeedData)) {}
    assert_eq!(server.next_deadline(), Some(3 * MINUTE));
    server.handle_timeout(2 * MINUTE);
    server.advance_output(1).unwrap();
    assert!(server.next_event(2 * MINUTE).is_ok());
    assert_eq!(server.next_deadline(), Some(5 * MINUTE));
    server.handle_timeout(5 * MINUTE);
    assert_eq!(server.next_event(5 * MINUTE).unwrap_err().code(), ErrorCode::WriteTimeout);
    assert_eq!(server.output(), b"");
}

#[test]
fn a_client_that_does_not_take_why_it_was_let_down_is_given_up_too() {
    let mut server = Server::new(Arc::new(config()), [0; 32], 0);
    while !matches!(server.next_event(0), Ok(Step::NeedData)) {}
    server.advance_output(server.output().len()).unwrap();
    server.receive(b"BDAT -1 LAST\r\n", MINUTE).unwrap();
    let why = server.next_event(MINUTE).unwrap_err();
    assert!(!server.output().is_empty());
    assert_eq!(server.next_deadline(), Some(4 * MINUTE));
    server.handle_timeout(4 * MINUTE - 1);
    assert!(!server.output().is_empty());
    server.handle_timeout(4 * MINUTE);
    assert_eq!(server.output(), b"");
    assert_eq!(server.next_deadline(), None);
    assert_eq!(server.next_event(4 * MINUTE).unwrap_err(), why);
}

#[test]
fn time_that_goes_backwards_changes_nothing() {
    let mut talk = Talk::new(|_| {});
    talk.now = 0;
    talk.send("NOOP\r\n");
    assert_eq!(talk.server.next_deadline(), Some(1000 + 5 * MINUTE));
}

// PROXY-009
#[test]
fn a_proxy_that_says_nothing_is_dropped_without_a_word() {
    let mut talk = Talk::new(|config| config.proxy = true);
    talk.send(b"\r\n\r\n\0\r\nQUIT\n");
    talk.server.handle_timeout(talk.now + 5 * MINUTE);
    talk.run();
    assert_eq!(talk.said, "");
    assert_eq!(talk.error(), ErrorCode::IdleTimeout);
}
