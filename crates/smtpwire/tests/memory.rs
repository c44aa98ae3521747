//! A hundred thousand sessions leave nothing behind.
//!
//! A test of its own, since its allocator counts all that the process does.

use std::alloc::System;

use smtpwire::types::parameter::{MailParameters, RcptParameters};
use smtpwire::{
    Client, ClientConfig, ClientEvent, ForwardPath, Host, ReversePath, Server, ServerConfig,
    ServerEvent, Step,
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const SESSIONS: usize = 100_000;

/// A session from the greeting to QUIT; whether its message was taken.
fn session() -> bool {
    let config = ServerConfig::new(Host::parse("mx.example").expect("a host"));
    let mut server = Server::new(config.into(), [7; 32], 0);
    let mut client = Client::new(ClientConfig::new(), 0);
    client.ehlo(Host::parse("a.example").expect("a host")).expect("EHLO is first");
    let (mut begun, mut taken) = (false, false);
    for _ in 0..20 {
        loop {
            match client.next_event(0).expect("a client that goes on") {
                Step::Event(ClientEvent::Ehlo { .. }) => begun = true,
                Step::Event(ClientEvent::DataReady { .. }) => {
                    client.content(b"Subject: hi\r\n\r\nhello\r\n").expect("content is wanted");
                    client.end_content().expect("the content can be sent");
                    client.quit().expect("QUIT is allowed");
                }
                Step::Event(_) => {}
                Step::Closed => return taken,
                _ => break,
            }
        }
        if std::mem::take(&mut begun) {
            let from = ReversePath::parse("<jo@a.example>").expect("a path");
            let to = ForwardPath::parse("<al@mx.example>").expect("a path");
            client.mail(from, MailParameters::new()).expect("MAIL is next");
            client.rcpt(to, RcptParameters::new()).expect("RCPT is next");
            client.data().expect("DATA is next");
        }
        server.receive(client.output(), 0).expect("room for what the client says");
        client.advance_output(client.output().len()).expect("so much was there");
        while let Step::Event(event) = server.next_event(0).expect("a server that goes on") {
            taken |= matches!(event, ServerEvent::Message { .. });
            if server.answers_due() > 0 {
                server.accept().expect("an answer is due");
            }
        }
        client.receive(server.output(), 0).expect("room for what the server says");
        server.advance_output(server.output().len()).expect("so much was there");
    }
    panic!("the session has no end");
}

#[test]
fn a_hundred_thousand_sessions_leave_nothing_behind() {
    // What is made once is made now.
    assert!(session(), "the message was taken");
    let region = Region::new(COUNTING);
    for _ in 0..SESSIONS {
        session();
    }
    let change = region.change();
    assert!(change.allocations > SESSIONS, "every session allocates");
    // The test harness itself may keep a little; a leak of one octet a session is a hundred times that.
    let left = change.bytes_allocated.abs_diff(change.bytes_deallocated);
    assert!(left < 1024, "{left} octets are left behind");
}
