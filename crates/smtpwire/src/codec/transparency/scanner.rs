//! Finding the first thing in content that must not be there.

use super::glance::{Glance, PART, Run};
use super::segments::{Segment, segments};
use super::{ContentError, LineEnds, MAX_TEXT_LINE};
use memchr::memrchr;

/// Looks for the first bare CR, bare LF, NUL or over-long line in content that comes in pieces.
///
/// The pieces make no difference: a CR that ends one and a LF that starts the next are a CRLF,
/// as where a `BDAT` chunk ends between them (RFC 3030 section 2).
///
/// ```
/// use smtpwire::codec::transparency::{ContentError, ContentScanner};
/// let mut scanner = ContentScanner::new();
/// assert_eq!(scanner.scan(b"Subject: x\r"), Ok(()));
/// assert_eq!(scanner.scan(b"\n\r\nline\n.\r\n"), Err(ContentError::BareLf { offset: 18 }));
/// ```
#[derive(Clone, Debug)]
pub struct ContentScanner {
    line_ends: LineEnds,
    max_line: Option<usize>,
    /// The octets so far.
    octets: u64,
    /// The octets of the line under way; a last CR is not counted.
    line: usize,
    /// The last octet is a CR, and what follows decides whether it is bare.
    after_cr: bool,
    /// A line may start with a dot.
    dotted: bool,
    fault: Option<ContentError>,
}

impl Default for ContentScanner {
    fn default() -> Self {
        Self::new()
    }
}

impl ContentScanner {
    /// A scanner that allows no bare CR or LF, and lines of up to [`MAX_TEXT_LINE`] octets.
    pub const fn new() -> Self {
        Self {
            line_ends: LineEnds::Reject,
            max_line: Some(MAX_TEXT_LINE),
            octets: 0,
            line: 0,
            after_cr: false,
            dotted: false,
            fault: None,
        }
    }

    /// With [`LineEnds::Normalise`], a bare CR or LF is no fault and ends a line.
    #[must_use]
    pub const fn with_line_ends(mut self, line_ends: LineEnds) -> Self {
        self.line_ends = line_ends;
        self
    }

    /// Another limit for a line, in octets without CRLF, or none.
    #[must_use]
    pub const fn with_max_line(mut self, max_line: Option<usize>) -> Self {
        self.max_line = max_line;
        self
    }

    /// Looks at the next piece.
    ///
    /// # Errors
    ///
    /// The first fault in the content, now and on every call that follows.
    pub fn scan(&mut self, content: &[u8]) -> Result<(), ContentError> {
        let Some((first, _)) = content.split_at_checked(1) else {
            return self.fault.map_or(Ok(()), Err);
        };
        self.dotted |= first == b"." && self.is_at_line_start();
        self.walk(first)?;
        let mut glance = Glance::new();
        for block in Run::behind_first(content).blocks() {
            glance.look_at(block);
            self.dotted |= glance.has_dots();
            if glance.offence || !self.skip(block.octets, glance.short_lines) {
                self.walk(block.octets)?;
            }
        }
        Ok(())
    }

    /// Whether what has been scanned is sent as it is: without a fault, nothing to be normalised, and
    /// no dot at the start of a line.
    pub(crate) fn is_verbatim(&self) -> bool {
        self.line_ends == LineEnds::Reject && self.fault.is_none() && !self.dotted
    }

    /// Takes octets that have been scanned before, as part of content without a fault.
    pub(crate) fn pass(&mut self, octets: &[u8]) {
        let (text, after_cr) = without_last_cr(octets);
        self.line = match memrchr(b'\n', text) {
            Some(end) => text.len().saturating_sub(end).saturating_sub(1),
            None => self.line.saturating_add(text.len()),
        };
        // Nothing follows a CR but its LF.
        self.after_cr = after_cr || (octets.is_empty() && self.after_cr);
        self.octets = self.octets.saturating_add(octets.len() as u64);
    }

    /// Says that the content is complete.
    ///
    /// # Errors
    ///
    /// The first fault in the content; a CR that is its last octet is bare.
    pub fn finish(&mut self) -> Result<(), ContentError> {
        if self.after_cr && self.line_ends == LineEnds::Reject {
            return self.fail(ContentError::BareCr { offset: self.octets.saturating_sub(1) });
        }
        self.fault.map_or(Ok(()), Err)
    }

    /// The first fault found so far.
    pub const fn fault(&self) -> Option<ContentError> {
        self.fault
    }

    /// How many octets have been looked at, up to the first fault.
    pub const fn octets(&self) -> u64 {
        self.octets
    }

    /// Whether the last octet is a CR that nothing has followed yet.
    pub(super) const fn is_after_cr(&self) -> bool {
        self.after_cr
    }

    /// Whether the next octet is the first of a line, if it is neither CR nor LF.
    pub(super) const fn is_at_line_start(&self) -> bool {
        self.line == 0 || self.after_cr
    }

    fn fail(&mut self, fault: ContentError) -> Result<(), ContentError> {
        Err(*self.fault.get_or_insert(fault))
    }

    fn walk(&mut self, octets: &[u8]) -> Result<(), ContentError> {
        segments(octets).try_for_each(|segment| self.step(segment))
    }

    /// Looks at one segment.
    pub(super) fn step(&mut self, segment: Segment<'_>) -> Result<(), ContentError> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let offset = self.octets;
        if self.after_cr && segment != Segment::Lf {
            if self.line_ends == LineEnds::Reject {
                return self.fail(ContentError::BareCr { offset: offset.saturating_sub(1) });
            }
            self.line = 0;
        }
        match segment {
            Segment::Text(text) => {
                let line = self.line.saturating_add(text.len());
                if let Some(limit) = self.max_line.filter(|&limit| line > limit) {
                    let fits = limit.saturating_sub(self.line);
                    let offset = offset.saturating_add(fits as u64);
                    return self.fail(ContentError::LineTooLong { offset, limit });
                }
                self.line = line;
            }
            Segment::Cr => {}
            Segment::Lf => {
                if !self.after_cr && self.line_ends == LineEnds::Reject {
                    return self.fail(ContentError::BareLf { offset });
                }
                self.line = 0;
            }
            Segment::Nul => return self.fail(ContentError::Nul { offset }),
        }
        self.after_cr = segment == Segment::Cr;
        self.octets = offset.saturating_add(segment.len() as u64);
        Ok(())
    }

    /// Takes octets without offences; leaves them, with `false`, if a line in them is over-long.
    /// With `short_lines`, there is a LF every [`PART`] octets.
    #[inline]
    pub(super) fn skip(&mut self, octets: &[u8], short_lines: bool) -> bool {
        let (text, after_cr) = without_last_cr(octets);
        let longest = self.line.max(PART).saturating_add(PART);
        let line = if short_lines && self.max_line.is_none_or(|limit| longest <= limit) {
            Some(match memrchr(b'\n', text) {
                Some(end) => text.len().saturating_sub(end).saturating_sub(1),
                None => self.line.saturating_add(text.len()),
            })
        } else {
            self.line_behind(text)
        };
        let Some(line) = line else { return false };
        self.line = line;
        self.after_cr = after_cr;
        self.octets = self.octets.saturating_add(octets.len() as u64);
        true
    }

    /// How many octets the line under way has behind a text without offences; nothing, if there
    /// is an over-long line.
    ///
    /// Lines that end within as many octets as one may have are not over-long. So only the last
    /// of them is looked for, and the rest goes on from there.
    #[inline]
    fn line_behind(&self, text: &[u8]) -> Option<usize> {
        let limit = self.max_line.unwrap_or(usize::MAX);
        let longest = limit.saturating_add(b"\r\n".len());
        let mut rest = text;
        // A CR that came before this text is no part of the line's length.
        let mut line = self.line.saturating_add(usize::from(self.after_cr));
        loop {
            let window = rest.get(..longest.saturating_sub(line)).unwrap_or(rest);
            let Some(end) = memrchr(b'\n', window) else { break };
            rest = rest.get(end.saturating_add(1)..).unwrap_or_default();
            line = 0;
        }
        Some(line.saturating_add(rest.len())).filter(|&line| line <= limit)
    }
}

/// The octets up to a CR that is the last of them, and whether there is one.
#[inline]
pub(super) const fn without_last_cr(octets: &[u8]) -> (&[u8], bool) {
    match octets {
        [text @ .., b'\r'] => (text, true),
        _ => (octets, false),
    }
}
