//! What a server has stored, and whether it is what was sent.
//!
//! Servers put trace fields before the message, and most of them end lines as their system does and
//! complete the last line. Nothing else may differ.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How a store ends its lines.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LineEnds {
    /// As they came.
    Kept,
    /// CR LF became LF, so a bare LF cannot be told from a line end.
    Lf,
}

/// What a store does when the last line of a message is not ended (which only BDAT can send).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LastLine {
    /// It stays as it is.
    Kept,
    /// It gets an end.
    Ended,
    /// It gets an end, and every message gets an empty line after it.
    EndedAndEmptyLine,
}

/// Where and how a server stores messages.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) place: Place,
    pub(crate) line_ends: LineEnds,
    pub(crate) last_line: LastLine,
}

#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// Every folder named `new` below it holds messages (a Maildir, or one per recipient).
    Maildirs(PathBuf),
    /// One file per message, as smtp-sink writes them.
    SinkDumps(PathBuf),
    /// The server stores nothing.
    Nowhere,
}

/// A message as a server stored it.
#[derive(Clone, Debug)]
pub struct Stored {
    octets: Vec<u8>,
    line_ends: LineEnds,
    last_line: LastLine,
    folder: String,
}

impl Store {
    pub(crate) fn count(&self) -> usize {
        self.files().map_or(0, |files| files.len())
    }

    pub(crate) fn read(&self) -> io::Result<Vec<Stored>> {
        let read = |path: PathBuf| {
            let above = path.parent().and_then(Path::parent).and_then(Path::file_name);
            Ok(Stored {
                octets: fs::read(&path)?,
                line_ends: self.line_ends,
                last_line: self.last_line,
                folder: above.unwrap_or_default().to_string_lossy().into_owned(),
            })
        };
        self.files()?.into_iter().map(read).collect()
    }

    fn files(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        match &self.place {
            Place::Maildirs(root) => find_new(root, &mut files)?,
            Place::SinkDumps(folder) => {
                for entry in fs::read_dir(folder)? {
                    let path = entry?.path();
                    // smtp-sink opens the file when MAIL comes and writes it as its buffer fills; the
                    // empty line is the last thing that it writes.
                    if fs::read(&path)?.ends_with(b"\n\n") {
                        files.push(path);
                    }
                }
            }
            Place::Nowhere => {}
        }
        files.sort();
        Ok(files)
    }
}

fn find_new(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            continue;
        }
        if entry.file_name() == "new" {
            for message in fs::read_dir(entry.path())? {
                files.push(message?.path());
            }
        } else {
            find_new(&entry.path(), files)?;
        }
    }
    Ok(())
}

/// The fields that servers put before a message, and those of smtp-sink's dump.
const TRACE_FIELDS: [&str; 11] = [
    "Return-Path",
    "Received",
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "Delivery-Date",
    "X-Client-Addr",
    "X-Client-Proto",
    "X-Helo-Args",
    "X-Mail-Args",
    "X-Rcpt-Args",
];

impl Stored {
    /// For tests of other stores: octets as they were sent, perhaps under trace fields.
    pub fn of(octets: impl Into<Vec<u8>>) -> Self {
        Self {
            octets: octets.into(),
            line_ends: LineEnds::Kept,
            last_line: LastLine::Kept,
            folder: String::new(),
        }
    }

    /// The octets in the store.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// How the store ends lines.
    pub fn line_ends(&self) -> LineEnds {
        self.line_ends
    }

    /// The fields that the server put before the message, with lines ended by CR LF.
    pub fn trace(&self) -> String {
        let wire = self.wire();
        let trace = wire.get(..trace_length(&wire)).unwrap_or_default();
        String::from_utf8_lossy(trace).into_owned()
    }

    /// For whom this copy is, where trace fields tell, or the mailbox.
    pub fn recipient(&self) -> String {
        let trace = self.trace();
        let field = trace.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let known = ["Delivered-To", "Envelope-To"];
            known.iter().any(|known| name.eq_ignore_ascii_case(known)).then(|| value.trim())
        });
        field.map_or_else(|| self.folder.clone(), |value| value.trim_matches(['<', '>']).to_owned())
    }

    /// Compares with what was sent, octet for octet.
    ///
    /// What the server put before it must be nothing but trace fields. Where the store ends lines
    /// with LF, so does what was sent, and where it ends a last line that was not ended, the end is
    /// expected there.
    ///
    /// # Panics
    ///
    /// When they differ: the message says where, and shows both.
    pub fn assert_is(&self, sent: &[u8]) {
        if let Err(difference) = self.compare(sent) {
            panic!("{difference}");
        }
    }

    fn compare(&self, sent: &[u8]) -> Result<(), String> {
        let wire = self.wire();
        let mut expected = sent.to_vec();
        if self.last_line != LastLine::Kept && !sent.ends_with(b"\r\n") {
            expected.extend_from_slice(b"\r\n");
        }
        if self.last_line == LastLine::EndedAndEmptyLine {
            expected.extend_from_slice(b"\r\n");
        }
        let before = wire.len().saturating_sub(expected.len());
        let (trace, message) = wire.split_at(before);
        if message == expected && trace_length(trace) == trace.len() {
            return Ok(());
        }
        let message = wire.get(trace_length(&wire)..).unwrap_or_default();
        let same = message.iter().zip(&expected).take_while(|(a, b)| a == b).count();
        Err(format!(
            "stored and sent differ at octet {same} (stored: {} octets, expected: {})\n  \
             stored:   {}\n  expected: {}",
            message.len(),
            expected.len(),
            excerpt(message, same),
            excerpt(&expected, same),
        ))
    }

    /// The octets with every line end restored.
    fn wire(&self) -> Vec<u8> {
        if self.line_ends == LineEnds::Kept {
            return self.octets.clone();
        }
        let mut wire = Vec::with_capacity(self.octets.len() + self.octets.len() / 32);
        for line in self.octets.split_inclusive(|octet| *octet == b'\n') {
            if let [text @ .., b'\n'] = line {
                wire.extend_from_slice(text);
                wire.extend_from_slice(b"\r\n");
            } else {
                wire.extend_from_slice(line);
            }
        }
        wire
    }
}

/// How many octets the trace fields at the top take.
fn trace_length(octets: &[u8]) -> usize {
    let mut length = 0;
    let mut within = false;
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        let continued = matches!(line, [b' ' | b'\t', ..]);
        if !continued {
            let colon = line.iter().position(|octet| *octet == b':');
            let name = colon.and_then(|colon| line.get(..colon)).unwrap_or_default();
            within = TRACE_FIELDS.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name));
        }
        if !within {
            break;
        }
        length += line.len();
    }
    length
}

fn excerpt(octets: &[u8], at: usize) -> String {
    let start = at.saturating_sub(20);
    let end = (at + 40).min(octets.len());
    octets.get(start..end).unwrap_or_default().escape_ascii().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: &[u8] = b"Subject: s\r\n\r\nbody\r\n";

    fn stored(octets: &[u8], line_ends: LineEnds, last_line: LastLine) -> Stored {
        Stored { octets: octets.to_vec(), line_ends, last_line, folder: "box".into() }
    }

    #[test]
    fn trace_fields_at_the_top_are_not_part_of_the_message() {
        let octets =
            b"Return-path: <a@b>\r\nReceived: from x\r\n\tby y\r\nSubject: s\r\n\r\nbody\r\n";
        let stored = Stored::of(octets);
        stored.assert_is(SENT);
        assert_eq!(stored.trace(), "Return-path: <a@b>\r\nReceived: from x\r\n\tby y\r\n");
    }

    #[test]
    fn a_field_that_is_no_trace_is_a_difference() {
        let stored = Stored::of(b"X-Spam: no\r\nSubject: s\r\n\r\nbody\r\n");
        assert!(stored.compare(SENT).is_err());
    }

    #[test]
    fn trace_fields_that_were_sent_must_be_there() {
        let sent = b"Received: by z\r\nSubject: s\r\n\r\nbody\r\n";
        Stored::of(b"Received: by y\r\nReceived: by z\r\nSubject: s\r\n\r\nbody\r\n")
            .assert_is(sent);
        assert!(Stored::of(b"Received: by y\r\nSubject: s\r\n\r\nbody\r\n").compare(sent).is_err());
    }

    #[test]
    fn the_first_octet_that_differs_is_told() {
        let difference = Stored::of(b"Subject: s\r\n\r\nbodY\r\n").compare(SENT).unwrap_err();
        assert!(difference.contains("differ at octet 17"), "{difference}");
        let difference = Stored::of(b"Subject: s\r\n\r\n").compare(SENT).unwrap_err();
        assert!(difference.contains("differ at octet 14"), "{difference}");
    }

    #[test]
    fn a_store_with_lf_is_compared_with_its_line_ends_restored() {
        let octets = b"Received: by y\nSubject: s\n\nbody\n";
        stored(octets, LineEnds::Lf, LastLine::Kept).assert_is(SENT);
        assert!(Stored::of(octets).compare(SENT).is_err());
    }

    #[test]
    fn a_last_line_gets_an_end_only_where_the_store_says_so() {
        let sent = b"Subject: s\r\n\r\nbody";
        stored(SENT, LineEnds::Kept, LastLine::Ended).assert_is(sent);
        stored(SENT, LineEnds::Kept, LastLine::Ended).assert_is(SENT);
        assert!(stored(SENT, LineEnds::Kept, LastLine::Kept).compare(sent).is_err());
        assert!(stored(sent, LineEnds::Kept, LastLine::Ended).compare(sent).is_err());
    }

    #[test]
    fn an_empty_line_after_the_message_must_be_there_where_the_store_says_so() {
        let octets = b"Subject: s\r\n\r\nbody\r\n\r\n";
        stored(octets, LineEnds::Kept, LastLine::EndedAndEmptyLine).assert_is(SENT);
        assert!(stored(SENT, LineEnds::Kept, LastLine::EndedAndEmptyLine).compare(SENT).is_err());
    }

    #[test]
    fn the_recipient_is_read_from_the_trace_or_the_mailbox() {
        let with = Stored::of(b"Envelope-to: bob@example.org\r\n\r\n");
        assert_eq!(with.recipient(), "bob@example.org");
        assert_eq!(stored(SENT, LineEnds::Kept, LastLine::Kept).recipient(), "box");
    }
}
