//! What came from the client and has not been handled yet.

use alloc::vec::Vec;
use core::fmt;

use crate::codec::framer::{FrameError, LineEndPolicy, LineScanner, Scan};

/// How much memory an empty buffer keeps.
const KEPT: usize = 512;

/// The octets that wait to be handled. How many there may be is the connection's to watch.
pub(super) struct Input {
    octets: Vec<u8>,
    /// What stands before here has been handled.
    start: usize,
    scanner: LineScanner,
}

/// What [`Input::line`] found.
pub(super) enum Line<'a> {
    /// A line, without its end.
    Whole(&'a [u8]),
    /// A line that must not be used.
    Refused(FrameError),
    /// No line has ended yet.
    None,
}

impl Input {
    pub(super) const fn new() -> Self {
        Self { octets: Vec::new(), start: 0, scanner: LineScanner::new(usize::MAX) }
    }

    #[inline]
    pub(super) fn waiting(&self) -> &[u8] {
        self.octets.get(self.start..).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.octets.len().saturating_sub(self.start)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Puts octets behind those that wait.
    #[inline]
    pub(super) fn extend(&mut self, octets: &[u8]) {
        // Moving what waits to the front is paid for by what was handled: it is shorter.
        if self.start > self.octets.len() / 2 {
            self.octets.drain(..self.start.min(self.octets.len()));
            self.start = 0;
        }
        self.octets.extend_from_slice(octets);
    }

    /// Takes octets from the front. What follows them starts a line.
    #[inline]
    pub(super) fn consume(&mut self, octets: usize) {
        self.start = self.start.saturating_add(octets);
        self.forget_line();
        self.emptied();
    }

    /// The next line of at most `limit` octets, CRLF included. It is taken from the front.
    #[inline]
    pub(super) fn line(&mut self, limit: usize, ends: LineEndPolicy) -> Line<'_> {
        self.emptied();
        self.scanner.set_limit(limit);
        self.scanner.set_policy(ends);
        let waiting = self.octets.get(self.start..).unwrap_or_default();
        let fresh = !self.scanner.is_discarding();
        match self.scanner.scan(waiting) {
            Scan::Refused { error: FrameError::LineTooLong { .. }, .. }
            | Scan::NeedMore { discard: 1.. }
                if fresh && let Some(error) = bare_lf_within(waiting, limit, ends) =>
            {
                Line::Refused(error)
            }
            Scan::Line { line, consumed } => {
                self.start = self.start.saturating_add(consumed);
                Line::Whole(line)
            }
            Scan::Refused { error, consumed } => {
                self.start = self.start.saturating_add(consumed);
                Line::Refused(error)
            }
            Scan::NeedMore { discard } => {
                self.start = self.start.saturating_add(discard);
                match self.scanner.offence() {
                    // Whoever ends lines with LF alone would wait for an answer for ever.
                    Some(error @ FrameError::BareLf { .. }) => Line::Refused(error),
                    _ => Line::None,
                }
            }
        }
    }

    /// Drops all that waits.
    pub(super) fn clear(&mut self) {
        self.octets = Vec::new();
        self.start = 0;
        self.forget_line();
    }

    fn forget_line(&mut self) {
        self.scanner = LineScanner::new(usize::MAX);
    }

    /// Gives memory back when nothing waits.
    #[inline]
    fn emptied(&mut self) {
        if self.start >= self.octets.len() && self.start > 0 {
            self.start = 0;
            self.octets.clear();
            if self.octets.capacity() > KEPT {
                self.octets = Vec::new();
            }
        }
    }

    /// How much memory is taken.
    #[cfg(test)]
    pub(super) fn allocated(&self) -> usize {
        self.octets.capacity()
    }

    /// Gives memory back when nothing waits.
    pub(super) fn release(&mut self) {
        self.emptied();
    }
}

/// The bare LF in the first octets of an over-long line. It is told before all the line has come,
/// so it must be when the line comes in one piece.
#[cold]
fn bare_lf_within(line: &[u8], limit: usize, ends: LineEndPolicy) -> Option<FrameError> {
    let mut scanner = LineScanner::new(usize::MAX);
    scanner.set_policy(ends);
    let start = line.get(..limit.saturating_sub(1)).unwrap_or(line);
    let error = match scanner.scan(start) {
        Scan::NeedMore { .. } => scanner.offence()?,
        Scan::Refused { error, .. } => error,
        Scan::Line { .. } => return None,
    };
    matches!(error, FrameError::BareLf { .. }).then_some(error)
}

/// Shows how much waits and not what: it may hold a password.
impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Input({} octets wait)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn a_bare_lf_is_told_before_the_line_ends() {
        let mut input = Input::new();
        input.extend(b"NOOP\n");
        let line = input.line(512, LineEndPolicy::CrLfOnly);
        assert!(matches!(line, Line::Refused(FrameError::BareLf { offset: 4 })));
    }

    #[test]
    fn memory_is_given_back_when_all_is_handled() {
        let mut input = Input::new();
        input.extend(&vec![b'x'; 100_000]);
        input.consume(100_000);
        assert_eq!(input.octets.capacity(), 0);
        assert!(input.is_empty());
    }

    #[test]
    fn an_endless_line_takes_no_more_memory_than_its_limit() {
        let mut input = Input::new();
        for _ in 0..1000 {
            input.extend(&[b'a'; 1000]);
            assert!(matches!(input.line(512, LineEndPolicy::CrLfOnly), Line::None));
            assert!(input.octets.capacity() <= 4096);
        }
        input.extend(b"\r\nNOOP\r\n");
        let line = input.line(512, LineEndPolicy::CrLfOnly);
        assert!(matches!(line, Line::Refused(FrameError::LineTooLong { .. })));
        assert!(matches!(input.line(512, LineEndPolicy::CrLfOnly), Line::Whole(b"NOOP")));
    }
}
