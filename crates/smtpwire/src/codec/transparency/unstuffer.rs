//! Content coming from the wire, and where it ends.

use super::glance::{Run, UNIT, flag_dot_lines, runs};
use super::scanner::{TINY_PIECE, without_last_cr};
use super::segments::{Segment, segments};
use super::{ContentError, ContentScanner, LineEnds};
use alloc::vec::Vec;
use memchr::memchr_iter;

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
        let Some((first, _)) = wire.split_at_checked(1) else {
            return if self.is_done() { Progress::End { consumed: 0 } } else { Progress::NeedMore };
        };
        if let Some(consumed) = self.walk(first, content) {
            return Progress::End { consumed };
        }
        let mut consumed = 1_usize;
        for mut run in runs(wire) {
            // Behind a line's first dot the next octet, or two, decide.
            while matches!(self.place, Place::Dot | Place::DotCr)
                && let Some((next, octets)) = run.octets.split_at_checked(1)
            {
                if let Some(end) = self.walk(next, content) {
                    return Progress::End { consumed: consumed.saturating_add(end) };
                }
                consumed = consumed.saturating_add(1);
                run.octets = octets;
                run.before = run.before.get(1..).unwrap_or_default();
            }
            if !run.octets.is_empty()
                && !self.skip(&run, content)
                && let Some(end) = self.walk(run.octets, content)
            {
                return Progress::End { consumed: consumed.saturating_add(end) };
            }
            consumed = consumed.saturating_add(run.octets.len());
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

    /// Takes a run that needs no care; leaves it, with `false`, if it may.
    #[inline]
    fn skip(&mut self, run: &Run<'_>, content: &mut Vec<u8>) -> bool {
        if self.fault.is_some() {
            // Only the end mark matters now.
            if !run.look.dot_lines {
                self.place = place_behind(run);
            }
            return !run.look.dot_lines;
        }
        // A LF before the run that was bare, and normalised, does not start a line.
        let behind_lf = run.before.first() == Some(&b'\n');
        if run.look.offence || behind_lf != (self.place == Place::LineStart) {
            return false;
        }
        if !run.look.dot_lines {
            return self.take_plain(run.octets, run, content);
        }
        let mut room = [0_u8; UNIT];
        unstuff(run, &mut room).is_some_and(|plain| self.take_plain(plain, run, content))
    }

    /// Takes what a run without offences holds, less its stuffed dots; leaves it, with `false`,
    /// if a line in it is over-long.
    #[inline]
    fn take_plain(&mut self, plain: &[u8], run: &Run<'_>, content: &mut Vec<u8>) -> bool {
        let after_cr = self.scanner.is_after_cr();
        if !self.scanner.skip(plain) {
            return false;
        }
        if after_cr {
            self.emit(b"\r", content);
        }
        self.emit(without_last_cr(plain).0, content);
        self.place = place_behind(run);
        true
    }

    /// Reads octets that need care. The answer is where the end mark ends, if it does.
    fn walk(&mut self, wire: &[u8], content: &mut Vec<u8>) -> Option<usize> {
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
    fn take(&mut self, segment: Segment<'_>, content: &mut Vec<u8>) {
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
    fn emit(&mut self, octets: &[u8], content: &mut Vec<u8>) {
        let mut fits = octets;
        if let Some(limit) = self.max_size {
            let room = usize::try_from(limit.saturating_sub(self.written)).unwrap_or(usize::MAX);
            if let Some(start) = octets.get(..room).filter(|start| start.len() < octets.len()) {
                fits = start;
                self.fault = self.fault.or(Some(ContentError::TooLarge { limit }));
            }
        }
        content.extend_from_slice(fits);
        self.written = self.written.saturating_add(fits.len() as u64);
    }
}

/// Where the reading stands behind a run that was not walked through.
fn place_behind(run: &Run<'_>) -> Place {
    match (run.before.last(), run.octets.last()) {
        (_, Some(b'\r')) => Place::Cr,
        (Some(b'\r'), Some(b'\n')) => Place::LineStart,
        (Some(b'\n'), Some(b'.')) => Place::Dot,
        _ => Place::Line,
    }
}

/// A unit without offences, less the dots that follow a LF; nothing, if one of these dots may
/// belong to the end mark.
fn unstuff<'a>(unit: &Run<'_>, room: &'a mut [u8; UNIT]) -> Option<&'a [u8]> {
    let mut flags = [0_u8; UNIT];
    let dots = flag_dot_lines(unit, &mut flags);
    let behind = unit.octets.get(1..).unwrap_or_default();
    let ends = flags
        .iter()
        .zip(behind)
        .fold(0_u8, |ends, (&flag, &next)| ends | flag & u8::from(next == b'\r'));
    if ends != 0 {
        return None;
    }
    let mut length = 0_usize;
    if dots.saturating_mul(TINY_PIECE) < unit.octets.len() {
        let mut read = 0_usize;
        for end in memchr_iter(1, &flags).chain([unit.octets.len()]) {
            let piece = unit.octets.get(read..end)?;
            let written = length.saturating_add(piece.len());
            room.get_mut(length..written)?.copy_from_slice(piece);
            length = written;
            read = end.saturating_add(1);
        }
    } else {
        for (&octet, &flag) in unit.octets.iter().zip(&flags) {
            // A dot that is not kept is written over.
            *room.get_mut(length)? = octet;
            length = length.wrapping_add(usize::from(1 ^ flag));
        }
    }
    room.get(..length)
}
