//! Transcripts: what people paste, read into one model.
//!
//! Every form (labelled lines, swaks, curl, Postfix logs, …) has a reader of its own; all give the
//! same [`Transcript`], and nothing behind this module knows which form it was.

use std::ops::Range;

/// A pasted dialog, read: one or more sessions, in the order in which they begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// The form in which it was written.
    pub format: Format,
    /// The sessions. A log may interleave several; everything else holds one.
    pub sessions: Vec<Session>,
}

/// The forms of transcript that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// `C: …` and `S: …`, as in the RFCs.
    Labelled,
    /// swaks: `<-`, `->`, ` ~>` and so on.
    Swaks,
    /// `curl -v`: `<`, `>`, `*`.
    Curl,
    /// Postfix's "notify" mail: ` In:  …`, ` Out: …`.
    PostfixNotify,
    /// Postfix's verbose log: `postfix/smtpd[1]: < host[addr]: …`.
    PostfixVerbose,
    /// Python's smtplib with `set_debuglevel`: `send: '…'`, `reply: b'…'`.
    Smtplib,
    /// nodemailer with `logger: true, debug: true`.
    Nodemailer,
    /// Terminal scrollback (`telnet`, `openssl s_client`): only content tells the sides apart.
    Scrollback,
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
    /// For text whose escapes were undone: where in the file each octet of the text stands. Empty
    /// when text and source are the same octets.
    pub offsets: Vec<usize>,
}

/// What an entry tells.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Something that the tool or a person said, and no part of the dialog.
    Note,
}

/// Who sent a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The side that opened the connection.
    Client,
    /// The side that was connected to.
    Server,
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
