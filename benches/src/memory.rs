//! What a connection holds while nothing happens on it.

use std::any::Any;
use std::sync::Arc;

use smtpwire::{Host, Server, ServerConfig, ServerEvent, Step};

use crate::samples::message_of;
use crate::{Bar, tls};

/// Something that takes memory.
pub struct Holding {
    /// What it is, as the table says it.
    pub name: &'static str,
    /// What we hold ourselves to.
    pub bars: Vec<Bar>,
    /// Makes one, on the heap, so that its own size counts too.
    pub make: Make,
    /// What it is to be seen beside, and how to make one.
    pub others: Vec<(&'static str, Make)>,
}

/// Makes what takes memory.
pub type Make = Box<dyn Fn() -> Box<dyn Any>>;

/// Connections that wait for the client, the configuration that they share not counted.
///
/// # Panics
/// When a session does not go as it should: then there is nothing to measure.
pub fn holdings() -> Vec<Holding> {
    let host = Host::parse("mx.receiver.example").expect("a host").into_owned();
    let config = Arc::new(ServerConfig::new(host));
    let message: &'static [u8] = message_of(1 << 20).leak();
    let after = |name, lines: &'static [&'static [u8]]| {
        let config = Arc::clone(&config);
        let make = move || {
            let mut server = Box::new(Server::new(Arc::clone(&config), [7; 32], 0));
            say(&mut server, b"EHLO mail.sender.example\r\n");
            for line in lines {
                say(&mut server, if *line == CONTENT { message } else { line });
            }
            server as Box<dyn Any>
        };
        let bars = vec![Bar::Octets { at_most: 4096.0 }];
        Holding { name, bars, make: Box::new(make), others: Vec::new() }
    };
    let mut holdings = vec![
        after("memory of a server's connection, idle after EHLO", &[]),
        after(
            "memory of a server's connection, idle after a message of 1 MiB",
            &[
                b"MAIL FROM:<alice.liddell@sender.example>\r\n",
                b"RCPT TO:<humpty.dumpty@receiver.example>\r\n",
                b"DATA\r\n",
                CONTENT,
                b".\r\n",
            ],
        ),
    ];
    holdings.extend(tls::holdings());
    holdings
}

/// Stands for the message.
const CONTENT: &[u8] = b"";

/// Gives octets to the server, and takes all that comes of them.
fn say(server: &mut Server, octets: &[u8]) {
    let mut rest = octets;
    let mut messages = 0;
    loop {
        match server.next_event(0).expect("a server that goes on") {
            Step::Event(event) => {
                messages += usize::from(matches!(event, ServerEvent::Message { .. }));
                if server.answers_due() > 0 {
                    server.accept().expect("an answer is due");
                }
            }
            Step::NeedData if rest.is_empty() => break,
            Step::NeedData => {
                let (piece, behind) = rest.split_at(rest.len().min(server.input_room()));
                server.receive(piece, 0).expect("there is room");
                rest = behind;
            }
            step => panic!("the server says {step:?}"),
        }
    }
    let written = server.output().len();
    server.advance_output(written).expect("so much was there");
    assert_eq!(messages, usize::from(octets == b".\r\n"), "the message was taken");
}
