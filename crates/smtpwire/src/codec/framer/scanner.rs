//! Finding the end of a line in a slice that grows.

use super::{FrameError, LineEndPolicy};
use crate::codec::search::{LineEndOrNul, first};
use memchr::{memchr, memchr3};

/// What [`LineScanner::scan`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan<'a> {
    /// No line has ended yet. The first `discard` octets belong to an over-long line and are not
    /// needed any more: the caller drops them, and shows the rest again with what arrives next.
    NeedMore {
        /// How many octets to drop from the front; 0 or all.
        discard: usize,
    },
    /// A line.
    Line {
        /// Its octets, without the line end.
        line: &'a [u8],
        /// How many octets to drop from the front: the line and its end.
        consumed: usize,
    },
    /// A line that must not be used.
    Refused {
        /// What is wrong with it.
        error: FrameError,
        /// How many octets to drop from the front: the line and its end.
        consumed: usize,
    },
}

/// Finds lines in a slice that the caller owns, and remembers how far it has looked.
///
/// Each call is shown the same octets as the last one and those that came in since, less what the
/// last answer said to drop. No octet is looked at more than twice.
///
/// ```
/// use smtpwire::codec::framer::{LineScanner, Scan};
/// let mut scanner = LineScanner::new(512);
/// assert_eq!(scanner.scan(b"NOOP\r"), Scan::NeedMore { discard: 0 });
/// assert_eq!(scanner.scan(b"NOOP\r\nQUIT"), Scan::Line { line: b"NOOP", consumed: 6 });
/// assert_eq!(scanner.scan(b"QUIT"), Scan::NeedMore { discard: 0 });
/// ```
#[derive(Clone, Debug)]
pub struct LineScanner {
    limit: usize,
    policy: LineEndPolicy,
    /// No line ends before here, counted from the start of the line.
    scanned: usize,
    /// The first offence in the line so far.
    offence: Option<FrameError>,
    discarding: Discarding,
}

/// Whether the line has passed the limit, its octets being dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Discarding {
    No,
    Yes,
    /// Yes, and the last octet that was dropped is a CR.
    YesAfterCr,
}

impl LineScanner {
    /// A scanner that refuses lines of more than `limit` octets, CRLF included.
    pub const fn new(limit: usize) -> Self {
        Self {
            limit,
            policy: LineEndPolicy::CrLfOnly,
            scanned: 0,
            offence: None,
            discarding: Discarding::No,
        }
    }

    /// The limit in octets, CRLF included.
    pub const fn limit(&self) -> usize {
        self.limit
    }

    /// Changes the limit, for the line under way and those behind it.
    pub const fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// Changes what ends a line, for what has not been looked at yet.
    pub const fn set_policy(&mut self, policy: LineEndPolicy) {
        self.policy = policy;
    }

    /// Whether an over-long line is being dropped whose end has not come yet.
    ///
    /// Its [`FrameError::LineTooLong`] is handed out when the end comes, so that there is one
    /// answer per line. Who wants to give up at once (a client that reads a reply) asks here.
    pub const fn is_discarding(&self) -> bool {
        !matches!(self.discarding, Discarding::No)
    }

    /// The first offence in the line under way, before its end has come.
    pub(crate) const fn offence(&self) -> Option<FrameError> {
        self.offence
    }

    /// Looks for the end of the first line in `input`.
    #[inline]
    pub fn scan<'a>(&mut self, input: &'a [u8]) -> Scan<'a> {
        if self.is_discarding() || self.offence.is_some() {
            return self.scan_with_care(input);
        }
        // The common case in one pass: the first octet that is not plain is the CR of the CRLF.
        let ahead = input.get(self.scanned..).unwrap_or_default();
        let plain = first::<LineEndOrNul>(ahead).unwrap_or(ahead.len());
        let at = self.scanned.saturating_add(plain);
        let consumed = at.saturating_add(2);
        if let Some((line, [b'\r', b'\n', ..])) = input.split_at_checked(at)
            && consumed <= self.limit
        {
            self.scanned = 0;
            return Scan::Line { line, consumed };
        }
        self.scanned = at;
        self.scan_with_care(input)
    }

    /// Goes on at an octet that is not plain, behind an offence, or where nothing more has come.
    #[inline(never)]
    fn scan_with_care<'a>(&mut self, input: &'a [u8]) -> Scan<'a> {
        if self.is_discarding() {
            return self.discard(input);
        }
        loop {
            let at = self.scanned;
            let ahead = input.get(at..).unwrap_or_default();
            match ahead {
                // Whether this CR is bare is for the next octet to say.
                [] | [b'\r'] => return self.need_more(input, at),
                [b'\r', b'\n', ..] => return self.end(input, at, at.saturating_add(2)),
                [b'\n', ..] if self.policy == LineEndPolicy::AcceptBareLf => {
                    return self.end(input, at, at.saturating_add(1));
                }
                [b'\r', ..] => self.offend(FrameError::BareCr { offset: at }),
                [b'\n', ..] => self.offend(FrameError::BareLf { offset: at }),
                [0, ..] => self.offend(FrameError::Nul { offset: at }),
                _ => {}
            }
            // Behind an offence only the line's end matters.
            let next = ahead.get(1..).unwrap_or_default();
            let step = match (self.offence, self.policy) {
                (None, _) => memchr3(b'\r', b'\n', 0, next),
                (Some(_), LineEndPolicy::CrLfOnly) => memchr(b'\r', next),
                (Some(_), LineEndPolicy::AcceptBareLf) => memchr::memchr2(b'\r', b'\n', next),
            };
            let Some(step) = step else { return self.need_more(input, input.len()) };
            self.scanned = at.saturating_add(1).saturating_add(step);
        }
    }

    fn offend(&mut self, error: FrameError) {
        self.offence.get_or_insert(error);
    }

    /// No end in `input`, which has been looked at up to `scanned`.
    fn need_more<'a>(&mut self, input: &[u8], scanned: usize) -> Scan<'a> {
        // Not even a line end of one octet would fit any more.
        if input.len() >= self.limit {
            self.start_line();
            self.discarding = match input.last() {
                Some(b'\r') => Discarding::YesAfterCr,
                Some(_) => Discarding::Yes,
                None => Discarding::No,
            };
            return Scan::NeedMore { discard: input.len() };
        }
        self.scanned = scanned;
        Scan::NeedMore { discard: 0 }
    }

    /// The line is `input[..length]`, and `input[..consumed]` with its end.
    fn end<'a>(&mut self, input: &'a [u8], length: usize, consumed: usize) -> Scan<'a> {
        let offence = self.offence;
        self.start_line();
        if consumed > self.limit {
            return Scan::Refused {
                error: FrameError::LineTooLong { limit: self.limit },
                consumed,
            };
        }
        match (offence, input.get(..length)) {
            (None, Some(line)) => Scan::Line { line, consumed },
            (Some(error), _) => Scan::Refused { error, consumed },
            // `length` was found inside `input`.
            (None, None) => Scan::NeedMore { discard: 0 },
        }
    }

    /// Drops octets of an over-long line up to its end.
    fn discard<'a>(&mut self, input: &[u8]) -> Scan<'a> {
        let mut from = 0_usize;
        let mut after_cr = self.discarding == Discarding::YesAfterCr;
        loop {
            let ahead = input.get(from..).unwrap_or_default();
            let Some(before) = memchr(b'\n', ahead) else { break };
            after_cr = match before.checked_sub(1) {
                Some(last) => ahead.get(last) == Some(&b'\r'),
                None => after_cr,
            };
            from = from.saturating_add(before).saturating_add(1);
            if after_cr || self.policy == LineEndPolicy::AcceptBareLf {
                self.start_line();
                let error = FrameError::LineTooLong { limit: self.limit };
                return Scan::Refused { error, consumed: from };
            }
        }
        match input.last() {
            Some(b'\r') => self.discarding = Discarding::YesAfterCr,
            Some(_) => self.discarding = Discarding::Yes,
            None => {}
        }
        Scan::NeedMore { discard: input.len() }
    }

    /// Forgets all about the line under way.
    #[inline]
    pub(super) const fn start_line(&mut self) {
        self.scanned = 0;
        self.offence = None;
        self.discarding = Discarding::No;
    }
}
