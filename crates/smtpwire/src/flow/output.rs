//! What is to be written to the peer.

use alloc::vec::Vec;
use core::fmt;

use super::error::{Error, ErrorCode};

/// How much memory an empty buffer keeps. A session's commands and replies fit; what one large
/// message needed is given back.
const KEPT: usize = 1024;

/// The octets that wait to be written, at the end of which more are put while the host takes them
/// from the front.
///
/// It counts all that was ever put and taken, so that a position in the stream of output can be
/// remembered and compared later. The bound is the caller's to keep, with
/// [`room`](Self::room): what must be said (a reply, a command) is never cut short.
#[derive(Clone, Default)]
pub(crate) struct Output {
    octets: Vec<u8>,
    /// What stands before here has been written.
    start: usize,
    /// How many octets were written and are not in `octets` any more.
    gone: u64,
    /// The memory is kept when the buffer is empty.
    kept: bool,
}

impl Output {
    pub(crate) const fn new() -> Self {
        Self { octets: Vec::new(), start: 0, gone: 0, kept: false }
    }

    /// What waits to be written.
    #[inline]
    pub(crate) fn waiting(&self) -> &[u8] {
        self.octets.get(self.start..).unwrap_or_default()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.start >= self.octets.len()
    }

    /// How many octets wait.
    pub(crate) fn len(&self) -> usize {
        self.octets.len().saturating_sub(self.start)
    }

    /// How many more octets may be put before `bound` octets wait.
    pub(crate) fn room(&self, bound: usize) -> usize {
        bound.saturating_sub(self.len())
    }

    /// How many octets have been written since the beginning.
    pub(crate) fn taken(&self) -> u64 {
        self.gone.saturating_add(self.start as u64)
    }

    /// How many octets have been put since the beginning.
    pub(crate) fn put(&self) -> u64 {
        self.gone.saturating_add(self.octets.len() as u64)
    }

    /// The end of the buffer, to be appended to. Octets that are there already must stay as they
    /// are.
    #[inline]
    pub(crate) fn end(&mut self) -> &mut Vec<u8> {
        // Moving what waits to the front is paid for by what was written: it is shorter.
        if self.start > self.octets.len() / 2 {
            self.octets.drain(..self.start.min(self.octets.len()));
            self.gone = self.gone.saturating_add(self.start as u64);
            self.start = 0;
        }
        &mut self.octets
    }

    /// Puts these octets at the end.
    #[inline]
    pub(crate) fn extend(&mut self, octets: &[u8]) {
        self.end().extend_from_slice(octets);
    }

    /// Marks octets at the front as written.
    ///
    /// # Errors
    /// [`ErrorCode::AdvanceTooFar`] when fewer wait; nothing is marked then.
    #[inline]
    pub(crate) fn advance(&mut self, octets: usize) -> Result<(), Error> {
        if octets > self.len() {
            return Err(ErrorCode::AdvanceTooFar.into());
        }
        self.start = self.start.saturating_add(octets);
        if self.is_empty() {
            self.emptied();
        }
        Ok(())
    }

    /// Drops what waits, as nobody will read it.
    pub(crate) fn clear(&mut self) {
        self.start = self.octets.len();
        self.emptied();
    }

    fn emptied(&mut self) {
        self.gone = self.gone.saturating_add(self.start as u64);
        self.start = 0;
        self.octets.clear();
        if self.octets.capacity() > KEPT && !self.kept {
            self.octets = Vec::new();
        }
    }

    /// Whether the memory is kept when the buffer is empty: it is about to be filled again.
    pub(crate) fn keep(&mut self, kept: bool) {
        self.kept = kept;
        if !kept && self.octets.is_empty() {
            self.emptied();
        }
    }

    /// How much memory is taken.
    #[cfg(test)]
    pub(crate) fn allocated(&self) -> usize {
        self.octets.capacity()
    }

    /// Gives all memory back if nothing waits.
    pub(crate) fn release(&mut self) {
        if self.is_empty() {
            self.octets = Vec::new();
        }
    }
}

/// Shows how much waits and not what: it may hold a password.
impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Output({} octets wait)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn what_is_put_comes_out_in_order_however_it_is_taken() {
        let mut output = Output::new();
        output.extend(b"EHLO a.example\r\n");
        output.advance(5).unwrap();
        output.extend(b"NOOP\r\n");
        assert_eq!(output.waiting(), b"a.example\r\nNOOP\r\n");
        output.advance(12).unwrap();
        output.extend(b"QUIT\r\n");
        assert_eq!(output.waiting(), b"OOP\r\nQUIT\r\n".as_slice().get(..).unwrap());
        assert_eq!((output.taken(), output.put()), (17, 28));
    }

    #[test]
    fn taking_more_than_there_is_changes_nothing() {
        let mut output = Output::new();
        output.extend(b"NOOP\r\n");
        let error = output.advance(7).unwrap_err();
        assert_eq!(error.code(), ErrorCode::AdvanceTooFar);
        assert_eq!(output.waiting(), b"NOOP\r\n");
    }

    #[test]
    fn positions_count_from_the_beginning_through_every_compaction() {
        let mut output = Output::new();
        for round in 1..100_u64 {
            output.extend(b"0123456789");
            output.advance(if round % 2 == 0 { 13 } else { 7 }).unwrap();
            assert_eq!(output.put(), round * 10);
            assert_eq!(output.put() - output.taken(), output.len() as u64);
        }
    }

    #[test]
    fn the_memory_of_a_large_message_is_given_back() {
        let mut output = Output::new();
        output.extend(&vec![b'x'; 100_000]);
        output.keep(true);
        output.advance(100_000).unwrap();
        assert!(output.octets.capacity() >= 100_000);
        output.keep(false);
        assert!(output.octets.capacity() <= KEPT);
        output.extend(b"NOOP\r\n");
        output.advance(6).unwrap();
        output.release();
        assert_eq!(output.octets.capacity(), 0);
        assert_eq!(output.put(), 100_006);
    }
}
