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
    assert_eq!(talk.server.next_deadline(), None);
    talk.server.accept().unwrap();
    talk.now += 60 * MINUTE;
    talk.run();
    talk.server.handle_timeout(talk.now);
    assert_eq!(talk.server.next_deadline(), Some(talk.now + 5 * MINUTE));
    assert_eq!(talk.end, None);
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
