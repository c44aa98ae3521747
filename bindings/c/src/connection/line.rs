//! A connection as C holds it: with TLS around it or without, and the event that was handed out.

use std::sync::OnceLock;

use smtpwire::{Connection, Error, Step};
use smtpwire_tls::{TlsFailure, TlsSession};

use super::trace::Trace;
use crate::event::smtpwire_event;
use crate::tls::{smtpwire_tls_failure, smtpwire_tls_session};

/// A connection without TLS of ours, or with it.
pub(crate) enum Line<P, T> {
    /// The program does TLS itself, or there is none.
    Plain(Box<P>),
    /// TLS is done here.
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

/// A connection, and what was handed out of it.
pub(crate) struct Pulled<P, T> {
    pub(crate) line: Line<P, T>,
    /// The last event. Its place stays the same, so that C may look at it while it calls the
    /// connection; the next event takes that place.
    event: Option<Box<smtpwire_event>>,
    session: OnceLock<Box<smtpwire_tls_session>>,
    failure: OnceLock<Box<smtpwire_tls_failure>>,
    pub(super) trace: Trace,
}

impl<P, T> Pulled<P, T> {
    pub(crate) fn plain(connection: P) -> Self {
        Self::new(Line::Plain(Box::new(connection)))
    }

    pub(crate) fn tls(connection: T) -> Self {
        Self::new(Line::Tls(Box::new(connection)))
    }

    fn new(line: Line<P, T>) -> Self {
        Self {
            line,
            event: None,
            session: OnceLock::new(),
            failure: OnceLock::new(),
            trace: Trace::default(),
        }
    }

    /// Keeps an event for C to look at.
    pub(crate) fn keep(&mut self, event: smtpwire_event) -> *const smtpwire_event {
        let kept = match &mut self.event {
            Some(kept) => {
                **kept = event;
                kept
            }
            none => none.insert(Box::new(event)),
        };
        &raw const **kept
    }

    /// The session of TLS as C sees it. It does not change once it is up.
    pub(crate) fn shown_session(
        &self,
        session: Option<&TlsSession>,
    ) -> Option<*const smtpwire_tls_session> {
        let session = session?;
        let make = || Box::new(smtpwire_tls_session::made(session.clone()));
        Some(&raw const **self.session.get_or_init(make))
    }

    /// The failure of TLS as C sees it. It does not change once it is there.
    pub(crate) fn shown_failure(
        &self,
        failure: Option<&TlsFailure>,
    ) -> Option<*const smtpwire_tls_failure> {
        let failure = failure?;
        let make = || Box::new(smtpwire_tls_failure::made(failure.clone()));
        Some(&raw const **self.failure.get_or_init(make))
    }
}
