//! A connection that ends before the session does.

use super::*;

fn lost(wire: &mut Wire) -> String {
    wire.client.receive_eof(0);
    assert_eq!(wire.client.input_room(), 0);
    let error = loop {
        match wire.client.next_event(0) {
            Ok(Step::Event(_)) => {}
            Ok(step) => panic!("{step:?}"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.code(), ErrorCode::ConnectionLost);
    error.to_string()
}

// R-CORE-042, REPLY-024, REPLY-036
#[test]
fn the_error_says_when_it_was() {
    assert!(lost(&mut Wire::plain()).ends_with("before its greeting"));
    lost(&mut Wire::offering(&[]));
    let mut wire = Wire::offering(&[]);
    wire.mail();
    wire.written();
    wire.client.receive(b"250-Ok\r\n", 0).unwrap();
    assert!(lost(&mut wire).ends_with("in the middle of a reply"));
    let mut wire = Wire::offering(&[]);
    wire.mail();
    wire.written();
    assert!(lost(&mut wire).ends_with("before its reply to MAIL"));
    let mut wire = Wire::offering(&[]);
    wire.data_ready();
    assert!(lost(&mut wire).ends_with("in the middle of the content"));
    let mut wire = Wire::offering(&[]);
    wire.data_ready();
    wire.client.content(b"Hello").unwrap();
    wire.client.end_content().unwrap();
    wire.written();
    assert!(lost(&mut wire).ends_with("before its reply to the end of the content"));
}

#[test]
fn replies_that_came_before_the_end_are_still_handed_out() {
    let mut wire = Wire::offering(&["PIPELINING"]);
    wire.mail();
    wire.rcpt();
    wire.written();
    wire.client.receive(b"250 Ok\r\n", 0).unwrap();
    wire.client.receive_eof(0);
    assert_eq!(wire.events(), ["MAIL 2 250", "error connection-lost"]);
    assert_eq!(wire.unanswered(), [(3, Verb::Rcpt, Sent::Wholly)]);
}

// R-CMD-029, D025
#[test]
fn a_server_that_closes_instead_of_answering_quit_ends_the_session_in_order() {
    let mut wire = Wire::offering(&[]);
    wire.client.quit().unwrap();
    wire.written();
    wire.client.receive_eof(0);
    assert_eq!(wire.events(), ["closed"]);
}

#[test]
fn a_quit_that_was_refused_is_a_quit() {
    let mut wire = Wire::offering(&[]);
    wire.client.quit().unwrap();
    assert_eq!(wire.says("500 What?\r\n"), ["QUIT 2 500", "closed"]);
}

// LIMIT-033, REPLY-036: whether the server has the message is unknown only when its end was sent.
#[test]
fn it_is_known_whether_the_end_of_the_message_was_sent() {
    for octets in 0..=10 {
        let mut wire = Wire::offering(&[]);
        wire.data_ready();
        wire.client.content(b"Hello").unwrap();
        wire.client.end_content().unwrap();
        assert_eq!(wire.client.output().len(), 10);
        wire.client.advance_output(octets).unwrap();
        lost(&mut wire);
        assert_eq!(wire.client.content_end_sent(), octets == 10);
        let sent = match octets {
            0..=5 => Sent::No,
            6..=9 => Sent::Partly,
            _ => Sent::Wholly,
        };
        assert_eq!(wire.unanswered(), [(4, Verb::Data, sent)], "{octets}");
    }
}

#[test]
fn what_a_refused_greeting_left_unsent_is_in_the_account_in_its_order() {
    let mut wire = Wire::plain();
    wire.client.ehlo(Host::parse("client.example").unwrap()).unwrap();
    wire.client.noop().unwrap();
    wire.client.quit().unwrap();
    assert_eq!(wire.says("554 No\r\n"), ["greeting 554"]);
    let unsent = [(1, Verb::Ehlo, Sent::No), (2, Verb::Noop, Sent::No)];
    assert_eq!(wire.unanswered(), [unsent[0], unsent[1], (3, Verb::Quit, Sent::No)]);
    wire.written();
    assert_eq!(wire.unanswered(), [unsent[0], unsent[1], (3, Verb::Quit, Sent::Wholly)]);
}
