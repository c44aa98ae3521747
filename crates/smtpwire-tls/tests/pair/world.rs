//! Two connections, and the octets between them.

use std::sync::LazyLock;

use smtpwire::{Connection, Error, Host, MailerConfig, ServerConfig, Step};
use smtpwire_tls::{ClientTls, ServerTls};

pub(crate) use crate::authority::*;

/// The server's name.
pub(crate) const SERVER: &str = "mx.example.org";

/// What most servers show here, and whom most clients trust.
pub(crate) static SERVER_TLS: LazyLock<ServerTls> = LazyLock::new(|| server_tls(SERVER));
pub(crate) static CLIENT_TLS: LazyLock<ClientTls> = LazyLock::new(client_tls);
/// What raw servers show.
pub(crate) static RAW_SERVER: LazyLock<Issued> = LazyLock::new(|| AUTHORITY.issue(SERVER));

pub(crate) fn server_config() -> ServerConfig {
    ServerConfig::new(Host::parse(SERVER).unwrap())
}

pub(crate) fn mailer_config() -> MailerConfig {
    MailerConfig::new(Host::parse("client.example").unwrap())
}

/// One side, what it told, and how it ended.
pub(crate) struct Side<C: Connection> {
    pub(crate) connection: C,
    pub(crate) events: Vec<C::Event>,
    pub(crate) end: Option<Result<(), Error>>,
    /// Octets on their way to it.
    inbox: Vec<u8>,
}

impl<C: Connection> Side<C> {
    pub(crate) fn new(connection: C) -> Self {
        Self { connection, events: Vec::new(), end: None, inbox: Vec::new() }
    }

    /// Does what can be done now; gives what is to be written, and whether anything moved.
    fn turn(&mut self, most: usize, host: &mut impl FnMut(&mut C, &C::Event)) -> (Vec<u8>, bool) {
        let mut moved = false;
        let room = self.connection.input_room().min(most).min(self.inbox.len());
        if room > 0 {
            let octets: Vec<u8> = self.inbox.drain(..room).collect();
            // What it says of an error, the next event says as well.
            let _ = self.connection.receive(&octets, 0);
            moved = true;
        }
        let mut written = Vec::new();
        loop {
            let step = self.connection.next_event(0);
            let output = self.connection.output().to_vec();
            self.connection.advance_output(output.len()).unwrap();
            written.extend(output);
            match step {
                Ok(Step::Event(event)) => {
                    host(&mut self.connection, &event);
                    self.events.push(event);
                    moved = true;
                }
                Ok(Step::NeedOutput) => {}
                Ok(Step::NeedData | Step::Paused) => break,
                Ok(Step::Closed) => {
                    self.end = Some(Ok(()));
                    break;
                }
                Ok(_) => panic!("a step that nobody knows"),
                Err(error) => {
                    self.end = Some(Err(error));
                    break;
                }
            }
        }
        let rest = self.connection.output().to_vec();
        self.connection.advance_output(rest.len()).unwrap();
        written.extend(rest);
        moved |= !written.is_empty();
        (written, moved)
    }
}

/// Lets two sides talk until nothing moves, in segments of at most `most` octets. A side that is over
/// closes the line.
pub(crate) fn talk<A: Connection, B: Connection>(
    a: &mut Side<A>,
    b: &mut Side<B>,
    most: usize,
    mut host_a: impl FnMut(&mut A, &A::Event),
    mut host_b: impl FnMut(&mut B, &B::Event),
) {
    for _ in 0..10_000_000 {
        let (to_b, moved_a) = a.turn(most, &mut host_a);
        b.inbox.extend(to_b);
        let (to_a, moved_b) = b.turn(most, &mut host_b);
        a.inbox.extend(to_a);
        if !moved_a && !moved_b {
            let (over_a, over_b) = (a.end.is_some(), b.end.is_some());
            if over_a == over_b {
                return;
            }
            if over_a {
                b.connection.receive_eof(0);
            } else {
                a.connection.receive_eof(0);
            }
        }
    }
    panic!("no end to it");
}
