//! What a transcript says, whichever form it was written in.

use std::fmt;
use std::ops::Range;

use super::{Format, LineIndex, Position};

/// A pasted dialog, read: one or more sessions, in the order in which they begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// The form in which it was written.
    pub format: Format,
    /// The sessions. A log may interleave several; a paste may hold one after the other.
    pub sessions: Vec<Session>,
    /// Where the file's lines begin, to turn octets into lines and columns.
    pub lines: LineIndex,
}

impl Transcript {
    /// Where in the file an octet of an entry's text stands.
    ///
    /// An escape that was undone (`\x00`) counts where it begins. An offset at or behind the
    /// text's end gives the place just behind the text.
    pub fn position(&self, entry: &Entry, offset: usize) -> Position {
        self.lines.position(entry.source_of(offset))
    }
}

/// One connection's dialog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// What happened, in order.
    pub entries: Vec<Entry>,
}

/// One thing that happened, and where the file says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it was.
    pub event: Event,
    /// Line in the file, from 1.
    pub line: usize,
    /// Where the entry's text stands in the file, in octets from its start.
    pub source: Range<usize>,
    /// For text that differs from its source (escapes undone, lines joined): where its runs of
    /// unchanged octets stand. Empty when text and source are the same octets.
    pub offsets: Vec<Anchor>,
}

/// From `text` on, up to the next anchor, an entry's text stands in the file from `source` on.
///
/// Anchors are in rising order of both numbers. They fit 32 bits, as a transcript is at most
/// [`MAX_TRANSCRIPT`](super::MAX_TRANSCRIPT) octets long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Offset in the entry's text.
    pub text: u32,
    /// Offset in the file.
    pub source: u32,
}

impl Entry {
    /// The line's octets; nothing for entries that are no lines.
    pub fn text(&self) -> &[u8] {
        match &self.event {
            Event::Line { text, .. } => text,
            _ => &[],
        }
    }

    /// Who sent the line; `None` for entries that are no lines.
    pub fn side(&self) -> Option<Side> {
        match self.event {
            Event::Line { side, .. } => Some(side),
            _ => None,
        }
    }

    /// How the line ended; `None` for entries that are no lines.
    pub fn end(&self) -> Option<LineEnd> {
        match self.event {
            Event::Line { end, .. } => Some(end),
            _ => None,
        }
    }

    /// The octet of the file where an octet of the text stands, never outside [`Entry::source`].
    pub fn source_of(&self, offset: usize) -> usize {
        if offset >= self.text().len() {
            return self.source.end;
        }
        locate(&self.offsets, self.source.start, offset).min(self.source.end)
    }

    /// The octets of the file in which a range of the text stands.
    pub fn source_range(&self, text: Range<usize>) -> Range<usize> {
        let start = self.source_of(text.start);
        start..self.source_of(text.end).max(start)
    }

    /// The column, from 1 and in characters, of an octet of the text in its line of the file.
    pub fn column_of(&self, offset: usize, lines: &LineIndex) -> usize {
        lines.position(self.source_of(offset)).column
    }
}

/// Where in the file an octet of a text stands: by the last anchor before it, or as far behind
/// `start` as it is in the text.
pub(super) fn locate(anchors: &[Anchor], start: usize, offset: usize) -> usize {
    let behind = anchors.partition_point(|anchor| anchor.text as usize <= offset);
    match behind.checked_sub(1).and_then(|at| anchors.get(at)) {
        Some(anchor) => anchor.source as usize + (offset - anchor.text as usize),
        None => start.saturating_add(offset),
    }
}

/// What an entry tells.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// One line that a side sent.
    Line {
        /// Who sent it.
        side: Side,
        /// The line's octets, without its end and with the form's escapes undone.
        text: Vec<u8>,
        /// How the line ended, as far as the form shows it.
        end: LineEnd,
    },
    /// TLS began here (a note of the tool, or records that it marks as encrypted).
    TlsStarted,
    /// The connection ended here.
    Closed,
    /// Lines were left out here (`...`); nothing can be said about what they held.
    Elided,
    /// A command that was typed and that `openssl s_client` took for one of its own (it begins with
    /// R): the server never got it.
    Swallowed,
    /// Something that the tool or a person said, and no part of the dialog.
    Note,
}

/// Any line may hold a password, so only its length is printed.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line { side, text, end } => f
                .debug_struct("Line")
                .field("side", side)
                .field("text", &format_args!("{} octets", text.len()))
                .field("end", end)
                .finish(),
            Self::TlsStarted => f.write_str("TlsStarted"),
            Self::Closed => f.write_str("Closed"),
            Self::Elided => f.write_str("Elided"),
            Self::Swallowed => f.write_str("Swallowed"),
            Self::Note => f.write_str("Note"),
        }
    }
}

/// Who sent a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The side that opened the connection.
    Client,
    /// The side that was connected to.
    Server,
}

impl Side {
    /// The side at the other end.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }
}

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineEnd {
    /// CRLF was seen.
    CrLf,
    /// LF without CR was seen.
    BareLf,
    /// CR without LF was seen.
    BareCr,
    /// The form does not show line ends.
    Unknown,
    /// The line was not finished.
    None,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &[u8], source: Range<usize>, offsets: Vec<Anchor>) -> Entry {
        let event = Event::Line { side: Side::Client, text: text.to_vec(), end: LineEnd::Unknown };
        Entry { event, line: 1, source, offsets }
    }

    #[test]
    fn plain_text_stands_where_its_source_stands() {
        let entry = line(b"QUIT", 3..7, Vec::new());
        assert_eq!(entry.source_of(0), 3);
        assert_eq!(entry.source_of(3), 6);
        assert_eq!(entry.source_of(4), 7);
        assert_eq!(entry.source_of(usize::MAX), 7);
        assert_eq!(entry.source_range(1..3), 4..6);
    }

    #[test]
    fn an_escape_counts_where_it_begins() {
        // The file holds a\x00b from octet 10 on.
        let anchors = vec![
            Anchor { text: 0, source: 10 },
            Anchor { text: 1, source: 11 },
            Anchor { text: 2, source: 15 },
        ];
        let entry = line(b"a\0b", 10..16, anchors);
        assert_eq!(entry.source_of(1), 11);
        assert_eq!(entry.source_of(2), 15);
        assert_eq!(entry.source_range(1..2), 11..15);
    }

    #[test]
    fn debug_shows_no_text() {
        let shown = format!("{:?}", line(b"AUTH PLAIN AHUAcA==", 0..19, Vec::new()));
        assert!(!shown.contains("AHU") && !shown.contains("65, 85"), "{shown}");
        assert!(shown.contains("19 octets"));
    }
}
