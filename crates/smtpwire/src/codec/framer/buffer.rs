//! The bounded buffer under a connection.

use super::{FrameError, LineEndPolicy, LineScanner, Scan};
use alloc::vec::Vec;

/// How many octets the buffer holds beyond one line of the greatest length.
const READ_AHEAD: usize = 4096;

/// A bounded buffer that hands out the lines of what is pushed into it.
///
/// It never holds more than the line limit and 4096 octets, whatever comes in, and hands lines
/// out as slices of itself, without copying. When it is full, [`push`](Self::push) takes less
/// than it was given, or nothing: take lines first, then push the rest.
///
/// A line that is over the limit, or that holds a bare CR, a bare LF or a NUL, is an error once,
/// when its CRLF has come; the next line is unharmed (RFC 5321 section 4.5.3.1.9).
///
/// ```
/// use smtpwire::codec::framer::{FrameError, LineFramer};
/// let mut framer = LineFramer::new(512);
/// let taken = framer.push(b"EHLO a.example\r\nDATA\r\nNO\nOP\r\n");
/// assert_eq!(taken, 29);
/// assert_eq!(framer.next_line(), Ok(Some(&b"EHLO a.example"[..])));
/// assert_eq!(framer.next_line(), Ok(Some(&b"DATA"[..])));
/// assert_eq!(framer.next_line(), Err(FrameError::BareLf { offset: 2 }));
/// assert_eq!(framer.next_line(), Ok(None));
/// assert!(framer.is_at_boundary());
/// ```
#[derive(Clone)]
pub struct LineFramer {
    buffer: Vec<u8>,
    /// What stands before here has been handed out.
    start: usize,
    scanner: LineScanner,
    /// The last look at the buffer found no whole line in it.
    starved: bool,
}

impl LineFramer {
    /// A framer for lines of up to `limit` octets, CRLF included. It allocates at the first push.
    pub const fn new(limit: usize) -> Self {
        Self { buffer: Vec::new(), start: 0, scanner: LineScanner::new(limit), starved: false }
    }

    /// The limit of a line in octets, CRLF included.
    pub const fn limit(&self) -> usize {
        self.scanner.limit()
    }

    /// Changes the limit of a line, for the line under way and those behind it.
    pub const fn set_limit(&mut self, limit: usize) {
        self.scanner.set_limit(limit);
    }

    /// Changes what ends a line, for what has not been looked at yet.
    pub const fn set_policy(&mut self, policy: LineEndPolicy) {
        self.scanner.set_policy(policy);
    }

    /// How many octets may be buffered at once: the limit of a line and 4096.
    pub const fn capacity(&self) -> usize {
        self.scanner.limit().saturating_add(READ_AHEAD)
    }

    /// Takes octets from the front of `input` and says how many.
    ///
    /// All of it, unless the buffer is full. As long as [`next_line`](Self::next_line) says
    /// `Ok(None)`, at least one octet is taken.
    pub fn push(&mut self, input: &[u8]) -> usize {
        if self.start == self.buffer.len() {
            self.buffer.clear();
            self.start = 0;
        }
        let capacity = self.capacity();
        if input.len() > capacity.saturating_sub(self.buffer.len()) && self.may_compact() {
            self.buffer.drain(..self.start.min(self.buffer.len()));
            self.start = 0;
        }
        let held = self.buffer.len();
        let taken = input.len().min(capacity.saturating_sub(held));
        let Some(octets) = input.get(..taken) else { return 0 };
        let needed = held.saturating_add(taken);
        if needed > self.buffer.capacity() {
            // Doubling, as a vector would by itself, but never past the capacity promised.
            let doubled = self.buffer.capacity().saturating_mul(2).min(capacity).max(needed);
            self.buffer.reserve_exact(doubled.saturating_sub(held));
        }
        self.buffer.extend_from_slice(octets);
        self.starved = self.starved && taken == 0;
        taken
    }

    /// Moving what is unread to the front must be paid for by what was read: either more was
    /// read than is moved, or the unread part is an unfinished line, shorter than the limit, and
    /// a read-ahead's worth was read before the buffer could fill up.
    fn may_compact(&self) -> bool {
        self.starved || self.start >= self.buffered().len()
    }

    /// The next line, without its CRLF; `None` when no whole line is buffered.
    ///
    /// # Errors
    ///
    /// The line is over-long, or holds a bare CR, a bare LF or a NUL. It is used up.
    #[inline]
    pub fn next_line(&mut self) -> Result<Option<&[u8]>, FrameError> {
        let unread = self.buffer.get(self.start..).unwrap_or_default();
        match self.scanner.scan(unread) {
            Scan::Line { line, consumed } => {
                self.start = self.start.saturating_add(consumed);
                Ok(Some(line))
            }
            Scan::Refused { error, consumed } => {
                self.start = self.start.saturating_add(consumed);
                Err(error)
            }
            Scan::NeedMore { discard } => {
                self.start = self.start.saturating_add(discard);
                self.starved = true;
                Ok(None)
            }
        }
    }

    /// What is buffered and not handed out yet.
    ///
    /// Behind `DATA` or `BDAT` these are the first octets of the content; behind `STARTTLS` they
    /// are plaintext that must not be taken for what came inside TLS (RFC 3207 section 6).
    pub fn buffered(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Drops `octets` octets from the front of what is buffered, or all if there are fewer. What
    /// follows them starts a line.
    pub fn consume(&mut self, octets: usize) {
        self.start = self.start.saturating_add(octets.min(self.buffered().len()));
        self.scanner.start_line();
    }

    /// Takes all that is buffered out of the framer. What is pushed next starts a line.
    pub fn take_rest(&mut self) -> Vec<u8> {
        let mut rest = core::mem::take(&mut self.buffer);
        rest.drain(..self.start.min(rest.len()));
        self.start = 0;
        self.scanner.start_line();
        rest
    }

    /// How much memory the buffer has taken.
    #[cfg(test)]
    pub(super) fn allocated(&self) -> usize {
        self.buffer.capacity()
    }

    /// Whether all that was pushed has been handed out, and no line is under way.
    pub fn is_at_boundary(&self) -> bool {
        self.buffered().is_empty() && !self.scanner.is_discarding()
    }

    /// Whether an over-long line is being dropped whose end has not come yet; see
    /// [`LineScanner::is_discarding`].
    pub const fn is_discarding(&self) -> bool {
        self.scanner.is_discarding()
    }
}

/// Shows how much is buffered and not what: a line may hold a password.
impl core::fmt::Debug for LineFramer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("LineFramer")
            .field("buffered", &self.buffered().len())
            .field("limit", &self.limit())
            .field("discarding", &self.is_discarding())
            .finish()
    }
}
