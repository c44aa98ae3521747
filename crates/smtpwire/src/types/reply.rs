//! Replies: a code, and one or more lines of text (RFC 5321 section 4.2).

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::code::{Code, EnhancedCode};
use super::secret::Secret;
use super::text::{Escaped, put};

/// A reply.
///
/// It is its own wire form, checked: reading one copies nothing, writing one is a copy. The text
/// is octets, because servers send more than ASCII and what they sent must not change; for people
/// there is its `Display`, which shows every octet.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply<'a> {
    pub(crate) code: Code,
    pub(crate) enhanced: Option<EnhancedCode>,
    /// The lines as they stand on the wire, code, separator, text and CRLF; the last line's CRLF
    /// may be missing when a single line was parsed without it.
    pub(crate) wire: Cow<'a, [u8]>,
}

/// A reply can't be written with such text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplyTextError {
    /// CR, LF or another control character but the tab at this octet: the one would end the line and
    /// begin another, the other is no text (RFC 5321 section 4.2).
    #[error(
        "a reply's text holds no control characters but tabs, at octet {0}; several lines are passed one by one"
    )]
    LineEnd(usize),
    /// A line that may not be split is longer than a reply line's 512 octets.
    #[error("a line of an EHLO reply has at most {limit} octets, its code and CRLF not counted")]
    TooLong {
        /// The limit in octets, without code and CRLF.
        limit: usize,
    },
    /// Octets that are no UTF-8, at this octet of a greeting or an EHLO line.
    #[error("a reply is written in UTF-8, and octet {0} is not")]
    NotUtf8(usize),
    /// No line at all.
    #[error("a reply has at least one line")]
    NoLines,
}

impl Reply<'_> {
    /// A reply of one line, split where it would be longer than 512 octets with its code and CRLF
    /// (RFC 5321 section 4.5.3.1.5). The enhanced code stands in front of each line's text.
    ///
    /// # Errors
    /// [`ReplyTextError`] when the text holds CR, LF or another control character but the tab.
    pub fn new(
        code: Code,
        enhanced: Option<EnhancedCode>,
        text: &str,
    ) -> Result<Reply<'static>, ReplyTextError> {
        Reply::with_lines(code, enhanced, [text])
    }

    /// A reply of these lines.
    ///
    /// # Errors
    /// [`ReplyTextError`] when there is no line, or one that holds a control character but the tab.
    pub fn with_lines<'t>(
        code: Code,
        enhanced: Option<EnhancedCode>,
        lines: impl IntoIterator<Item = &'t str>,
    ) -> Result<Reply<'static>, ReplyTextError> {
        let mut prefix = String::new();
        if let Some(enhanced) = enhanced {
            prefix = enhanced.to_string();
            prefix.push(' ');
        }
        let room = LONGEST_TEXT.saturating_sub(prefix.len());
        let mut parts = Vec::new();
        for text in lines {
            if let Some(at) = text.bytes().position(|o| o.is_ascii_control() && o != b'\t') {
                return Err(ReplyTextError::LineEnd(at));
            }
            split_into(text, room, &mut parts);
        }
        let Some((last, others)) = parts.split_last() else {
            return Err(ReplyTextError::NoLines);
        };
        // Three digits, a separator and CRLF stand around each text.
        let around = prefix.len().saturating_add(6);
        let length = parts.iter().map(|text| text.len().saturating_add(around));
        let mut wire = String::with_capacity(length.fold(0, usize::saturating_add));
        for (separator, text) in others.iter().map(|t| ('-', *t)).chain([(' ', *last)]) {
            put(&mut wire, format_args!("{code}"));
            wire.push(separator);
            wire.push_str(&prefix);
            wire.push_str(text);
            wire.push_str("\r\n");
        }
        let wire = Cow::Owned(wire.into_bytes());
        let enhanced = Lines { rest: &wire }.find_map(EnhancedCode::at_start);
        Ok(Reply { code, enhanced, wire })
    }

    /// The reply code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The enhanced status code at the start of the first line that has one, whether or not the
    /// server offered ENHANCEDSTATUSCODES.
    pub fn enhanced(&self) -> Option<EnhancedCode> {
        self.enhanced
    }

    /// The text of each line, without code and separator; an enhanced code is part of it.
    pub fn lines(&self) -> Lines<'_> {
        Lines { rest: &self.wire }
    }

    /// The octets that stand on the wire; a bare LF that an option let in has become CRLF.
    pub fn as_bytes(&self) -> &[u8] {
        &self.wire
    }

    /// Appends the reply with its CRLFs.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.wire);
        if !self.wire.ends_with(b"\n") {
            out.extend_from_slice(b"\r\n");
        }
    }

    /// Whether its text is UTF-8, as it is if it is ASCII.
    pub(crate) fn is_utf8(&self) -> bool {
        core::str::from_utf8(&self.wire).is_ok()
    }

    /// The same reply with a `?` for each character that is not ASCII, and for each octet that is none.
    pub(crate) fn into_ascii(self) -> Self {
        if self.wire.is_ascii() {
            return self;
        }
        let mut wire = Vec::with_capacity(self.wire.len());
        for chunk in self.wire.utf8_chunks() {
            let plain = |character| u8::try_from(character).ok().filter(u8::is_ascii);
            wire.extend(chunk.valid().chars().map(|character| plain(character).unwrap_or(b'?')));
            wire.extend(chunk.invalid().iter().map(|_| b'?'));
        }
        Self { wire: Cow::Owned(wire), ..self }
    }

    /// The same reply with `*` for each octet of these secrets that it quotes: all of one, or so much of
    /// its beginning that it is no accident.
    pub(crate) fn without(self, secrets: &[Secret]) -> Self {
        let mut wire = Cow::clone(&self.wire);
        let mut at = 0_usize;
        while let Some(rest) = self.wire.get(at..).filter(|rest| !rest.is_empty()) {
            let quoted = |secret: &Secret| {
                let secret = secret.reveal();
                let same = rest.iter().zip(secret).take_while(|(a, b)| a == b).count();
                if same >= secret.len().clamp(SHORTEST_QUOTED, QUOTED) { same } else { 0 }
            };
            let quoted = secrets.iter().map(quoted).max().unwrap_or(0);
            if let Some(shown) = wire.to_mut().get_mut(at..at.saturating_add(quoted)) {
                shown.fill(b'*');
            }
            at = at.saturating_add(quoted.max(1));
        }
        Self { wire, ..self }
    }

    /// The same reply, owning its text.
    pub fn into_owned(self) -> Reply<'static> {
        Reply { wire: Cow::Owned(self.wire.into_owned()), ..self }
    }

    /// All lines' text, parted by LF, enhanced codes taken off; every octet is shown, as
    /// [`Escaped`] does.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (at, line) in self.lines().enumerate() {
            if at > 0 {
                text.push('\n');
            }
            let line = match EnhancedCode::at_start(line) {
                Some(_) => {
                    let white = |octet: &u8| matches!(octet, b' ' | b'\t');
                    let end = line.iter().position(white).unwrap_or(line.len());
                    line.get(end..).unwrap_or_default().trim_ascii_start()
                }
                None => line,
            };
            text.push_str(&Escaped(line).to_string());
        }
        text
    }
}

/// From so many octets on the beginning of a secret in base64 is no accident: six octets of what it encodes.
const QUOTED: usize = 8;
/// What is shorter is no secret: `=`.
const SHORTEST_QUOTED: usize = 4;
/// The longest reply line that a client must take, with code and CRLF.
const LONGEST_LINE: usize = 512;
/// The longest text of such a line.
pub(crate) const LONGEST_TEXT: usize = LONGEST_LINE - "250-\r\n".len();

/// Cuts text at spaces into parts of at most so many octets; a word longer than that is cut
/// between characters.
fn split_into<'t>(mut text: &'t str, room: usize, parts: &mut Vec<&'t str>) {
    while text.len() > room {
        let mut end = room;
        while !text.is_char_boundary(end) {
            end = end.saturating_sub(1);
        }
        let (head, _) = text.split_at_checked(end).unwrap_or((text, ""));
        let at = head.rfind(' ').filter(|at| *at > 0).unwrap_or(head.len());
        let (part, rest) = text.split_at_checked(at).unwrap_or((text, ""));
        parts.push(part);
        text = rest.strip_prefix(' ').unwrap_or(rest);
    }
    parts.push(text);
}

/// The text of a reply's lines, in order.
#[derive(Clone, Debug)]
pub struct Lines<'r> {
    rest: &'r [u8],
}

impl<'r> Lines<'r> {
    /// The next line that this reader of wire octets does not take: it is given what is left, line
    /// starts first, and answers with what is left behind the line that it took.
    pub(crate) fn next_with(
        &mut self,
        mut take: impl FnMut(&'r [u8]) -> Option<&'r [u8]>,
    ) -> Option<&'r [u8]> {
        while let Some(behind) = take(self.rest) {
            self.rest = behind;
        }
        self.next()
    }
}

impl<'r> Iterator for Lines<'r> {
    type Item = &'r [u8];

    fn next(&mut self) -> Option<&'r [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end =
            memchr::memchr(b'\n', self.rest).map_or(self.rest.len(), |at| at.saturating_add(1));
        let (line, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        let line = line.strip_suffix(b"\r\n").unwrap_or(line);
        Some(line.get(4..).unwrap_or_default())
    }
}

/// The lines, each with its code, parted by LF; every octet is shown, as [`Escaped`] does.
impl fmt::Display for Reply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.lines().peekable();
        while let Some(line) = lines.next() {
            let more = lines.peek().is_some();
            write!(f, "{}", self.code)?;
            if more || !line.is_empty() {
                f.write_str(if more { "-" } else { " " })?;
            }
            write!(f, "{}", Escaped(line))?;
            if more {
                f.write_str("\n")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Reply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", Escaped(&self.wire))
    }
}
