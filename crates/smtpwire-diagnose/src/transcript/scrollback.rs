//! What a terminal shows after a session with telnet, nc or `openssl s_client`.
//!
//! Nothing marks who said a line, so the dialog is followed: replies are the server's, commands
//! the client's, and what the server asked for (content, the next step of AUTH) the client's too.

use super::builder::Builder;
use super::lines::{Line, Lines};
use super::model::{Event, LineEnd, Side};
use super::shape::{
    has_verb, is_base64, is_command, mentions, reply_code, split_word, starts_ignoring_case,
};
use super::typed::corrected;
use super::unescaped::Unescaped;

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
    unknown: Option<Typed<'a>>,
}

impl<'a> Reader<'a, '_> {
    fn line(&mut self, line: Line<'a>) {
        let typed = Typed::new(line);
        let shown = typed.text().to_vec();
        let text = shown.trim_ascii_end();
        if line.outside {
            self.forget();
            self.out.note(line);
        } else if self.swallowed(text) {
            self.out.note(line);
        } else if self.blob || text.starts_with(b"-----BEGIN ") {
            self.blob = !text.starts_with(b"-----END ");
            self.forget();
            self.out.note(line);
        } else if is_end(text) {
            self.forget();
            self.out.closed(line);
        } else if self.chunk > 0 {
            self.chunk = self.chunk.saturating_sub(shown.len() + 2);
            self.client(&typed);
        } else if self.out.in_content() {
            self.client(&typed);
        } else if let Some(code) = reply_code(text) {
            self.reply(line, code);
        } else if self.is_answer(text) {
            self.forget();
            self.client(&typed);
        } else if is_command(text) {
            self.forget();
            if has_verb(text, "BDAT") {
                self.chunk = chunk_size(text);
            }
            self.client(&typed);
        } else {
            self.other(typed, text);
        }
    }

    fn reply(&mut self, line: Line<'a>, code: u16) {
        if let Some(typed) = self.unknown.take() {
            // A refusal right behind it: it was a command after all.
            if code / 10 == 50 && self.out.has_lines() {
                self.client(&typed);
            } else {
                self.out.note(typed.line);
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

    fn other(&mut self, typed: Typed<'a>, text: &[u8]) {
        self.forget();
        let line = typed.line;
        if starts_ignoring_case(text, b"Trying ") || text.starts_with(b"CONNECTED(") {
            self.out.new_session();
            self.openssl = text.starts_with(b"CONNECTED(");
            self.out.note(line);
        } else if TLS.iter().any(|mark| starts_ignoring_case(text, mark)) {
            self.out.tls(line);
        } else if text == b"DONE" {
            // s_client's answer to a line that begins with Q, which it keeps to itself.
            self.out.closed(line);
        } else if text.is_empty() || NOTES.iter().any(|mark| text.starts_with(mark)) {
            self.out.note(line);
        } else {
            self.unknown = Some(typed);
        }
    }

    fn forget(&mut self) {
        if let Some(typed) = self.unknown.take() {
            self.out.note(typed.line);
        }
    }

    /// Whether `s_client` says here that it kept the command above to itself; then that was not
    /// sent. A password that begins so stays a line, for it must be masked.
    fn swallowed(&mut self, text: &[u8]) -> bool {
        let Some(entry) = self.out.last().filter(|_| text == b"RENEGOTIATING") else {
            return false;
        };
        let typed = entry.text();
        let kept = entry.side() == Some(Side::Client) && typed.starts_with(b"R");
        let kept = kept && is_command(typed);
        if kept {
            entry.event = Event::Swallowed;
            entry.offsets.clear();
        }
        kept
    }

    fn client(&mut self, typed: &Typed<'_>) {
        match &typed.corrected {
            None => self.out.line(Side::Client, typed.line),
            Some(text) => {
                let piece = text.piece(0..text.text.len());
                self.out.piece(Side::Client, typed.line.number, piece, LineEnd::Unknown);
            }
        }
    }
}

/// A line as the terminal showed it in the end.
struct Typed<'a> {
    line: Line<'a>,
    /// What became of it, where the one who typed it made corrections.
    corrected: Option<Unescaped>,
}

impl<'a> Typed<'a> {
    /// What a server says is nobody's typing, and stays as it is.
    fn new(line: Line<'a>) -> Self {
        let is_reply = reply_code(line.text).is_some();
        Self { line, corrected: if is_reply { None } else { corrected(line) } }
    }

    fn text(&self) -> &[u8] {
        self.corrected.as_ref().map_or(self.line.text, |corrected| corrected.text.as_slice())
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
const NOTES: [&[u8]; 10] = [
    // s_client's answers to lines that begin with R and K, which it keeps to itself.
    b"RENEGOTIATING",
    b"KEYUPDATE",
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
