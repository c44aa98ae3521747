//! A connection with TLS around it, or without.

use smtpwire::{Connection, Error, Step};

/// A connection as a shell holds it: `P` where the host does TLS itself or there is none, `T` where it
/// is done here. The run loop's calls are the same.
#[derive(Debug)]
pub enum Line<P, T> {
    /// Without TLS of ours.
    Plain(Box<P>),
    /// With it.
    Tls(Box<T>),
}

/// One call, whichever it is.
macro_rules! either {
    ($line:expr, $connection:ident => $call:expr) => {
        match $line {
            Line::Plain($connection) => $call,
            Line::Tls($connection) => $call,
        }
    };
}

impl<E, P: Connection<Event = E>, T: Connection<Event = E>> Connection for Line<P, T> {
    type Event = E;

    fn receive(&mut self, octets: &[u8], now: u64) -> Result<(), Error> {
        either!(self, connection => connection.receive(octets, now))
    }

    fn receive_eof(&mut self, now: u64) {
        either!(self, connection => connection.receive_eof(now));
    }

    fn input_room(&self) -> usize {
        either!(self, connection => connection.input_room())
    }

    fn is_awaiting_tls(&self) -> bool {
        either!(self, connection => connection.is_awaiting_tls())
    }

    fn next_event(&mut self, now: u64) -> Result<Step<E>, Error> {
        either!(self, connection => connection.next_event(now))
    }

    fn output(&mut self) -> &[u8] {
        either!(self, connection => connection.output())
    }

    fn advance_output(&mut self, octets: usize) -> Result<(), Error> {
        either!(self, connection => connection.advance_output(octets))
    }

    fn next_deadline(&self) -> Option<u64> {
        either!(self, connection => connection.next_deadline())
    }

    fn handle_timeout(&mut self, now: u64) {
        either!(self, connection => connection.handle_timeout(now));
    }
}
