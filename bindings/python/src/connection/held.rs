//! A connection as an object holds it.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use smtpwire::{Connection, Step};
use smtpwire_shell::{AnyEvent, Event, Failure, Waits};

use crate::errors::Outcome;
use crate::octets::LARGE;

/// Whether no login is under way behind this event.
fn ends_login(event: &AnyEvent) -> bool {
    match event.view() {
        Event::Authenticated { .. } | Event::Ready | Event::Outcome(_) => true,
        Event::Reply { verb, .. } => verb == "AUTH",
        _ => false,
    }
}

/// The connection, and what it was waiting for when it was last asked for an event.
pub(crate) struct Held<C> {
    pub(crate) line: C,
    pub(crate) waits: Waits,
    /// Whether a client may be logging in: keys are derived from its password then, as often over as the
    /// server says.
    pub(crate) login: bool,
}

impl<C> Held<C>
where
    C: Connection + Send,
    C::Event: Send,
    AnyEvent: From<C::Event>,
{
    pub(crate) fn new(line: C, login: bool) -> Self {
        Self { line, waits: Waits::Data, login }
    }

    /// Takes octets from the peer. For many of them the interpreter's lock is given up.
    pub(crate) fn receive(&mut self, py: Python<'_>, octets: &[u8], now: u64) -> Outcome {
        let line = &mut self.line;
        let received = if octets.len() < LARGE && !self.login {
            line.receive(octets, now)
        } else {
            py.detach(|| line.receive(octets, now))
        };
        Ok(received?)
    }

    /// What happens next. In a login the interpreter's lock is given up.
    pub(crate) fn next_event(&mut self, py: Python<'_>, now: u64) -> Outcome<Option<AnyEvent>> {
        let line = &mut self.line;
        let step =
            if self.login { py.detach(|| line.next_event(now)) } else { line.next_event(now) };
        self.waits = match step {
            Ok(Step::Event(event)) => {
                let event = event.into();
                self.login = self.login && !ends_login(&event);
                return Ok(Some(event));
            }
            Ok(Step::NeedData) => Waits::Data,
            Ok(Step::NeedOutput) => Waits::Output,
            Ok(Step::Paused) => Waits::Host,
            Ok(Step::Closed) => Waits::Closed,
            Ok(_) => Waits::Other,
            Err(error) => {
                self.waits = Waits::Failed;
                return Err(error.into());
            }
        };
        Ok(None)
    }

    /// Does something with content. For much of it the interpreter's lock is given up.
    pub(crate) fn content<T: Send>(
        &mut self,
        py: Python<'_>,
        octets: &[u8],
        give: impl FnOnce(&mut C, &[u8]) -> Result<T, Failure> + Send,
    ) -> Outcome<T> {
        let line = &mut self.line;
        let given = if octets.len() < LARGE {
            give(line, octets)
        } else {
            py.detach(|| give(line, octets))
        };
        Ok(given?)
    }

    /// All output, taken.
    pub(crate) fn take_output<'py>(&mut self, py: Python<'py>) -> Outcome<Bound<'py, PyBytes>> {
        let first = self.line.output();
        let length = first.len();
        let taken = PyBytes::new(py, first);
        if length == 0 {
            return Ok(taken);
        }
        self.line.advance_output(length)?;
        // With TLS there may be more behind what could be shown at once.
        if self.line.output().is_empty() {
            return Ok(taken);
        }
        let mut all = taken.as_bytes().to_vec();
        loop {
            let piece = self.line.output();
            let length = piece.len();
            if length == 0 {
                return Ok(PyBytes::new(py, &all));
            }
            all.extend_from_slice(piece);
            self.line.advance_output(length)?;
        }
    }
}
