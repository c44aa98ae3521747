//! What a terminal shows after a session with telnet, nc or `openssl s_client`.
//!
//! Nothing marks who said a line, so the dialog is followed: replies are the server's, commands
//! the client's, and what the server asked for (content, the next step of AUTH) the client's too.

use super::builder::Builder;
use super::lines::{Line, Lines};
use super::model::Side;
use super::shape::{
    has_verb, is_base64, is_command, mentions, reply_code, split_word, starts_ignoring_case,
};

/// Reads scrollback.
pub(super) fn read(lines: Lines<'_>, out: &mut Builder) {
    let mut reader = Reader { out, openssl: false, blob: false, chunk: 0, unknown: None };
    for line in lines.iter() {
        reader.line(line);
    }
    reader.forget();
}

struct Reader<'a, 'b> {
    out: &'b mut Builder,
    /// `openssl s_client` spoke, and the server has not yet been heard since.
    openssl: bool,
    /// Inside a PEM block.
    blob: bool,
    /// How many octets of a BDAT chunk are still to come.
    chunk: usize,
    /// A line that may have been a mistyped command.
    unknown: Option<Line<'a>>,
}

impl<'a> Reader<'a, '_> {
    fn line(&mut self, line: Line<'a>) {
        let text = line.text.trim_ascii_end();
        if line.outside {
            self.forget();
            self.out.note(line);
        } else if self.blob || text.starts_with(b"-----BEGIN ") {
            self.blob = !text.starts_with(b"-----END ");
            self.forget();
            self.out.note(line);
        } else if is_end(text) {
            self.forget();
            self.out.closed(line);
        } else if self.chunk > 0 {
            self.chunk = self.chunk.saturating_sub(line.text.len() + 2);
            self.out.line(Side::Client, line);
        } else if self.out.in_content() {
            self.out.line(Side::Client, line);
        } else if let Some(code) = reply_code(text) {
            self.reply(line, code);
        } else if self.is_answer(text) {
            self.forget();
            self.out.line(Side::Client, line);
        } else if is_command(text) {
            self.forget();
            if has_verb(text, "BDAT") {
                self.chunk = chunk_size(text);
            }
            self.out.line(Side::Client, line);
        } else {
            self.other(line, text);
        }
    }

    fn reply(&mut self, line: Line<'a>, code: u16) {
        if let Some(typed) = self.unknown.take() {
            // A refusal right behind it: it was a command after all.
            if code / 10 == 50 && self.out.has_lines() {
                self.out.line(Side::Client, typed);
            } else {
                self.out.note(typed);
            }
        }
        if self.openssl && code == 250 && !self.out.has_lines() {
            // openssl -starttls keeps the dialog before TLS to itself, but for its last line.
            self.out.elided(Line { text: &[], ..line });
        }
        self.openssl = false;
        self.out.line(Side::Server, line);
    }

    /// Whether a line answers a 334: anything the user typed there that is no command.
    fn is_answer(&self, text: &[u8]) -> bool {
        self.out.challenged()
            && (is_base64(text) || text == b"*" || text.is_empty() || !text.contains(&b' '))
            && !is_command(text)
    }

    fn other(&mut self, line: Line<'a>, text: &[u8]) {
        self.forget();
        if starts_ignoring_case(text, b"Trying ") || text.starts_with(b"CONNECTED(") {
            self.out.new_session();
            self.openssl = text.starts_with(b"CONNECTED(");
            self.out.note(line);
        } else if TLS.iter().any(|mark| starts_ignoring_case(text, mark)) {
            self.out.tls(line);
        } else if text.is_empty() || NOTES.iter().any(|mark| text.starts_with(mark)) {
            self.out.note(line);
        } else {
            self.unknown = Some(line);
        }
    }

    fn forget(&mut self) {
        if let Some(line) = self.unknown.take() {
            self.out.note(line);
        }
    }
}

/// What openssl prints when the handshake is done; the first of them counts.
const TLS: [&[u8]; 5] = [
    b"verify return:",
    b"SSL handshake has read",
    b"New, TLSv",
    b"SSL-Session:",
    b"Verify return code:",
];

/// What no person types at a server.
const NOTES: [&[u8]; 8] = [
    b"---",
    b"Connected to ",
    b"Escape character ",
    b"read R BLOCK",
    b"depth=",
    b"$ ",
    b"telnet> ",
    b"DEBUG ",
];

/// Whether the terminal says that the connection is gone.
fn is_end(text: &[u8]) -> bool {
    mentions(text, "connection closed by foreign host")
        || mentions(text, "connection to host lost")
        || text == b"closed"
        || text.starts_with(b"read:errno=")
}

/// The size that a BDAT names, 0 when it names none.
fn chunk_size(text: &[u8]) -> usize {
    let (_, rest) = split_word(text);
    let (digits, _) = split_word(rest);
    std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}
