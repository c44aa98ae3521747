//! Content coming from the wire, and where it ends.

use super::glance::{Glance, Run};
use super::scanner::without_last_cr;
use super::segments::{Segment, segments};
use super::{ContentError, ContentScanner, LineEnds};
use alloc::vec::Vec;

/// How far the content has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum Progress {
    /// All input is used up, and the end mark has not come yet.
    NeedMore,
    /// The end mark has come.
    End {
        /// How many octets of the input belong to the content and its end mark. What stands
        /// behind them is commands.
        consumed: usize,
    },
}

/// Reads the content behind `DATA` up to its end mark, and takes the first dot off each line
/// that starts with one and has more (RFC 5321 section 4.5.2).
///
/// The end mark is `CRLF . CRLF`, or `. CRLF` as the very first octets, and nothing else. A bare
/// CR, a bare LF, a NUL or an over-long line is remembered, with its place, and the reading goes
/// on to the true end; so does it when the content is too large. From there on nothing more is
/// written, and [`outcome`](Self::outcome) tells what the reply to the message must be.
///
/// ```
/// use smtpwire::codec::transparency::{ContentError, Progress, Unstuffer};
/// let mut content = Vec::new();
/// let mut unstuffer = Unstuffer::new();
/// assert_eq!(unstuffer.push(b"Hi\r\n..\r", &mut content), Progress::NeedMore);
/// assert_eq!(unstuffer.push(b"\n.\r\nQUIT\r\n", &mut content), Progress::End { consumed: 4 });
/// assert_eq!(unstuffer.outcome(), Ok(()));
/// assert_eq!(content, b"Hi\r\n.\r\n");
///
/// let mut smuggler = Unstuffer::new();
/// let wire = b"Hi\n.\r\nMAIL FROM:<>\r\n.\r\n";
/// assert_eq!(smuggler.push(wire, &mut content), Progress::End { consumed: wire.len() });
/// assert_eq!(smuggler.outcome(), Err(ContentError::BareLf { offset: 2 }));
/// ```
#[derive(Clone, Debug)]
pub struct Unstuffer {
    /// Sees the content as it is unstuffed.
    scanner: ContentScanner,
    place: Place,
    /// The octets that have been written.
    written: u64,
    max_size: Option<u64>,
    fault: Option<ContentError>,
}

/// Where in the coding of a line the reading stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// At the very start, or behind CRLF.
    LineStart,
    /// Within a line.
    Line,
    /// Behind a CR within a line.
    Cr,
    /// Behind a dot that starts a line, which is not content.
    Dot,
    /// Behind a dot that starts a line, and a CR.
    DotCr,
    /// Behind the end mark.
    End,
}

/// Where content goes.
trait Sink {
    fn put(&mut self, octets: &[u8]);
}

impl Sink for Vec<u8> {
    #[inline]
    fn put(&mut self, octets: &[u8]) {
        self.extend_from_slice(octets);
    }
}

/// For content that nobody wants.
struct Nowhere;

impl Sink for Nowhere {
    #[inline]
    fn put(&mut self, _: &[u8]) {}
}

impl Default for Unstuffer {
    fn default() -> Self {
        Self::new()
    }
}

impl Unstuffer {
    /// An unstuffer that refuses bare CR and LF, and lines of more than
    /// [`MAX_TEXT_LINE`](super::MAX_TEXT_LINE) octets, and sets no limit to the size.
    pub const fn new() -> Self {
        Self {
            scanner: ContentScanner::new(),
            place: Place::LineStart,
            written: 0,
            max_size: None,
            fault: None,
        }
    }

    /// What becomes of bare CR and LF. Under neither choice do they end the content, or make
    /// the dot behind them the first of a line.
    #[must_use]
    pub const fn with_line_ends(mut self, line_ends: LineEnds) -> Self {
        self.scanner = self.scanner.with_line_ends(line_ends);
        self
    }

    /// Another limit for a line, in octets without CRLF and stuffed dot, or none. The least that
    /// a server must take is 998 (RFC 5321 section 4.5.3.1.6).
    #[must_use]
    pub const fn with_max_line(mut self, max_line: Option<usize>) -> Self {
        self.scanner = self.scanner.with_max_line(max_line);
        self
    }

    /// The most octets that the content may have, counted as they are written: with CRLF,
    /// without stuffed dots (RFC 1870 section 3).
    #[must_use]
    pub const fn with_max_size(mut self, max_size: Option<u64>) -> Self {
        self.max_size = max_size;
        self
    }

    /// Reads the next piece and writes what is content behind what `content` holds. A last CR is
    /// kept back until it is known what follows it.
    ///
    /// Behind the end mark nothing more is read.
    pub fn push(&mut self, wire: &[u8], content: &mut Vec<u8>) -> Progress {
        self.push_to(wire, content)
    }

    /// Reads the next piece; the content is judged and counted, and written nowhere.
    pub(crate) fn judge(&mut self, wire: &[u8]) -> Progress {
        self.push_to(wire, &mut Nowhere)
    }

    fn push_to<S: Sink>(&mut self, wire: &[u8], content: &mut S) -> Progress {
        let Some((first, _)) = wire.split_at_checked(1) else {
            return if self.is_done() { Progress::End { consumed: 0 } } else { Progress::NeedMore };
        };
        if let Some(consumed) = self.walk(first, content) {
            return Progress::End { consumed };
        }
        let mut consumed = 1_usize;
        let mut glance = Glance::new();
        for block in Run::behind_first(wire).blocks() {
            glance.look_at(block);
            // A LF before the block that was bare, and normalised, does not start a line.
            let behind_lf = block.before.first() == Some(&b'\n');
            let end = if glance.offence || behind_lf != (self.place == Place::LineStart) {
                self.walk(block.octets, content)
            } else {
                self.take_pieces(block, &glance, content)
            };
            if let Some(end) = end {
                return Progress::End { consumed: consumed.saturating_add(end) };
            }
            consumed = consumed.saturating_add(block.octets.len());
        }
        Progress::NeedMore
    }

    /// Whether the end mark has come.
    pub fn is_done(&self) -> bool {
        self.place == Place::End
    }

    /// How many octets of content have been written.
    pub const fn octets(&self) -> u64 {
        self.written
    }

    /// Whether the content so far is what it may be.
    ///
    /// # Errors
    ///
    /// The first fault. Behind the end mark it is final.
    pub const fn outcome(&self) -> Result<(), ContentError> {
        match self.fault {
            None => Ok(()),
            Some(fault) => Err(fault),
        }
    }

    /// Takes a block without offences piece by piece, each up to a dot that follows a LF. The
    /// answer is where the end mark ends, if it does.
    fn take_pieces<S: Sink>(
        &mut self,
        block: Run<'_>,
        glance: &Glance,
        content: &mut S,
    ) -> Option<usize> {
        let mut read = 0_usize;
        for dot in glance.dots() {
            let end = self.take_piece(block.part(read..dot), glance.short_lines, content);
            if end.is_some() {
                return end.map(|end| read.saturating_add(end));
            }
            self.place = Place::Dot;
            read = dot.saturating_add(1);
        }
        let end =
            self.take_piece(block.part(read..block.octets.len()), glance.short_lines, content);
        end.map(|end| read.saturating_add(end))
    }

    /// Takes a piece without offences, in which no dot follows a LF.
    #[inline]
    fn take_piece<S: Sink>(
        &mut self,
        piece: Run<'_>,
        short_lines: bool,
        content: &mut S,
    ) -> Option<usize> {
        let place = match (piece.before.last(), piece.octets.last()) {
            (_, None) => return None,
            (_, Some(b'\r')) => Place::Cr,
            (Some(b'\r'), Some(b'\n')) => Place::LineStart,
            _ => Place::Line,
        };
        // Behind a line's first dot the next octet, or two, decide.
        let decisive = match self.place {
            Place::Dot => piece.octets.first() == Some(&b'\r'),
            place => place == Place::DotCr,
        };
        let after_cr = self.scanner.is_after_cr();
        if decisive || (self.fault.is_none() && !self.scanner.skip(piece.octets, short_lines)) {
            return self.walk(piece.octets, content);
        }
        if self.fault.is_none() {
            if after_cr {
                self.emit(b"\r", content);
            }
            self.emit(without_last_cr(piece.octets).0, content);
        }
        self.place = place;
        None
    }

    /// Reads octets that need care. The answer is where the end mark ends, if it does.
    fn walk<S: Sink>(&mut self, wire: &[u8], content: &mut S) -> Option<usize> {
        let mut consumed = 0_usize;
        for segment in segments(wire) {
            if self.place == Place::End {
                return Some(consumed);
            }
            consumed = consumed.saturating_add(segment.len());
            match (self.place, segment) {
                (Place::LineStart, Segment::Text([b'.', rest @ ..])) => {
                    self.place = Place::Dot;
                    if !rest.is_empty() {
                        self.take(Segment::Text(rest), content);
                    }
                }
                (Place::Dot, Segment::Cr) => self.place = Place::DotCr,
                (Place::DotCr, Segment::Lf) => {
                    self.place = Place::End;
                    return Some(consumed);
                }
                (Place::DotCr, _) => {
                    self.take(Segment::Cr, content);
                    self.take(segment, content);
                }
                _ => self.take(segment, content),
            }
        }
        None
    }

    /// Takes a segment that is content.
    fn take<S: Sink>(&mut self, segment: Segment<'_>, content: &mut S) {
        self.place = match segment {
            Segment::Cr => Place::Cr,
            Segment::Lf if self.place == Place::Cr => Place::LineStart,
            _ => Place::Line,
        };
        if self.fault.is_some() {
            return;
        }
        let after_cr = self.scanner.is_after_cr();
        let offset = self.scanner.octets();
        let verdict = self.scanner.step(segment);
        let fits = match verdict {
            Ok(()) => segment.len(),
            // What stands before the limit is written, as it is when it comes octet by octet.
            Err(ContentError::LineTooLong { offset: over, .. }) => {
                usize::try_from(over.saturating_sub(offset)).unwrap_or(usize::MAX)
            }
            Err(fault) => {
                self.fault = Some(fault);
                return;
            }
        };
        // What was a bare CR or LF and has passed the scanner is to be normalised.
        if after_cr || segment == Segment::Lf {
            self.emit(b"\r\n", content);
        }
        if let Segment::Text(text) = segment {
            self.emit(text.get(..fits).unwrap_or(text), content);
        }
        self.fault = self.fault.or(verdict.err());
    }

    /// Writes content, up to the limit of its size.
    #[inline]
    fn emit<S: Sink>(&mut self, octets: &[u8], content: &mut S) {
        let mut fits = octets;
        if let Some(limit) = self.max_size {
            let room = usize::try_from(limit.saturating_sub(self.written)).unwrap_or(usize::MAX);
            if let Some(start) = octets.get(..room).filter(|start| start.len() < octets.len()) {
                fits = start;
                self.fault = self.fault.or(Some(ContentError::TooLarge { limit }));
            }
        }
        content.put(fits);
        self.written = self.written.saturating_add(fits.len() as u64);
    }
}
