//! Deadlines.

use super::*;

const MINUTE: u64 = 60_000;

fn expired(wire: &mut Wire) -> String {
    let deadline = wire.client.next_deadline().unwrap();
    // A spurious call does nothing.
    wire.client.handle_timeout(deadline - 1);
    assert!(wire.client.next_event(deadline - 1).is_ok());
    wire.client.handle_timeout(deadline);
    wire.now = deadline;
    wire.failure().code().name().to_string()
}

// R-TIME-002, LIMIT-032
#[test]
fn a_greeting_that_does_not_come_says_that_the_port_may_want_tls() {
    let mut wire = Wire::plain();
    assert_eq!(wire.client.next_deadline(), Some(5 * MINUTE));
    assert_eq!(expired(&mut wire), "greeting-timeout");
    assert!(wire.failure().to_string().contains("465"));
}

// R-TIME-001, R-TIME-003, R-TIME-004, R-TIME-005, R-TIME-007, LIMIT-033
#[test]
fn each_command_has_its_own_time() {
    let mut wire = Wire::offering(&["PIPELINING"]);
    assert_eq!(wire.client.next_deadline(), None);
    wire.mail();
    wire.rcpt();
    wire.client.data().unwrap();
    wire.written();
    wire.now = 10;
    wire.events();
    assert_eq!(wire.client.next_deadline(), Some(10 + 5 * MINUTE));
    wire.now = 1000;
    wire.says("250 Ok\r\n");
    assert_eq!(wire.client.next_deadline(), Some(1000 + 5 * MINUTE));
    wire.now = 2000;
    wire.says("250 Ok\r\n");
    assert_eq!(wire.client.next_deadline(), Some(2000 + 2 * MINUTE));
    wire.now = 3000;
    wire.says("354 Go\r\n");
    // Now the host has to do something.
    assert_eq!(wire.client.next_deadline(), None);
    wire.client.end_content().unwrap();
    wire.written();
    wire.now = 4000;
    wire.events();
    assert_eq!(wire.client.next_deadline(), Some(4000 + 10 * MINUTE));
    assert_eq!(expired(&mut wire), "reply-timeout");
    assert_eq!(wire.failure().detail(), "DATA");
}

// R-TIME-006
#[test]
fn a_server_that_does_not_read_has_three_minutes() {
    let mut wire = Wire::offering(&[]);
    wire.data_ready();
    wire.client.content(&[b'x'; 998]).unwrap();
    wire.now = 1000;
    wire.events();
    assert_eq!(wire.client.next_deadline(), Some(1000 + 3 * MINUTE));
    wire.client.advance_output(500).unwrap();
    wire.now = 2000;
    wire.events();
    assert_eq!(wire.client.next_deadline(), Some(2000 + 3 * MINUTE));
    assert_eq!(expired(&mut wire), "write-timeout");
}

#[test]
fn more_to_write_gives_a_server_that_does_not_read_no_more_time() {
    let mut wire = Wire::offering(&["PIPELINING"]);
    wire.mail();
    wire.events();
    for minute in 1..3 {
        wire.now = minute * MINUTE;
        wire.rcpt();
        wire.client.advance_output(0).unwrap();
        wire.events();
        assert_eq!(wire.client.next_deadline(), Some(3 * MINUTE));
    }
    assert_eq!(expired(&mut wire), "write-timeout");
}

#[test]
fn what_was_written_late_does_not_shorten_the_servers_time() {
    let mut wire = Wire::offering(&[]);
    wire.mail();
    // The host's socket was full for long, and nobody told the time meanwhile.
    wire.written();
    wire.client.handle_timeout(2 * MINUTE);
    assert_eq!(wire.client.next_deadline(), Some(7 * MINUTE));
}

#[test]
fn lines_that_drip_in_do_not_put_the_deadline_off() {
    let mut wire = Wire::offering(&[]);
    wire.mail();
    wire.written();
    wire.events();
    let deadline = wire.client.next_deadline().unwrap();
    for step in 1..5 {
        wire.now = step * MINUTE;
        wire.says("250-wait\r\n");
        assert_eq!(wire.client.next_deadline(), Some(deadline));
    }
}

#[test]
fn a_quit_without_answer_ends_the_session_in_order() {
    let mut wire = Wire::offering(&[]);
    wire.client.quit().unwrap();
    wire.written();
    wire.events();
    assert_eq!(wire.client.next_deadline(), Some(10_000));
    wire.client.handle_timeout(10_000);
    assert_eq!(wire.events(), ["closed"]);
}

#[test]
fn a_chunk_that_the_host_is_slow_to_give_is_not_the_servers_fault() {
    let mut wire = Wire::offering(&["CHUNKING", "PIPELINING"]);
    wire.mail();
    wire.rcpt();
    wire.client.bdat(2, true).unwrap();
    wire.says("250 Ok\r\n250 Ok\r\n");
    assert_eq!(wire.client.next_deadline(), None);
    wire.client.content(b"ab").unwrap();
    wire.written();
    wire.now = 500;
    wire.events();
    assert_eq!(wire.client.next_deadline(), Some(500 + 10 * MINUTE));
}

#[test]
fn time_that_goes_backwards_is_no_time() {
    let mut wire = Wire::offering(&[]);
    wire.now = MINUTE;
    wire.client.noop().unwrap();
    wire.written();
    wire.events();
    let deadline = wire.client.next_deadline();
    wire.now = 0;
    wire.events();
    assert_eq!(wire.client.next_deadline(), deadline);
}

#[test]
fn deadlines_past_the_end_of_time_do_not_wrap_around() {
    let mut config = ClientConfig::new();
    config.timeouts.greeting = u64::MAX;
    let mut client = Client::new(config, u64::MAX - 5);
    assert_eq!(client.next_deadline(), Some(u64::MAX));
    client.handle_timeout(u64::MAX - 1);
    assert!(client.next_event(u64::MAX - 1).is_ok());
}
