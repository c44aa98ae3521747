//! Replies, put together from their lines.

use smtpwire::{Code, EnhancedCode, Reply, ReplyError, ReplyOptions, ReplyReader};

use super::line::Line;
use super::report::Place;

/// What the server answered: all lines of one reply.
pub(super) struct Answer<'t> {
    pub(super) reply: Reply<'static>,
    /// Never empty.
    pub(super) lines: Vec<Line<'t>>,
}

impl<'t> Answer<'t> {
    /// The reply whose lines these are, all of them with a code.
    pub(super) fn new(lines: Vec<Line<'t>>) -> Option<Self> {
        let mut wire = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let start = wire.len();
            wire.extend_from_slice(line.text);
            // A line that promises another which never came still ends the reply.
            let separator = if at + 1 == lines.len() { b' ' } else { b'-' };
            match wire.get_mut(start + 3) {
                Some(octet) => *octet = separator,
                None => wire.push(separator),
            }
            for octet in wire.get_mut(start..).unwrap_or_default() {
                if matches!(octet, b'\r' | b'\n') {
                    *octet = b' ';
                }
            }
            wire.extend_from_slice(b"\r\n");
        }
        let mut options = ReplyOptions::default();
        options.differing_codes = true;
        options.max_line = usize::MAX;
        options.max_lines = usize::MAX;
        let mut reader = ReplyReader::with_options(options);
        reader.receive(&wire);
        let reply = reader.next_reply().ok()??.into_owned();
        Some(Self { reply, lines })
    }

    pub(super) fn code(&self) -> u16 {
        self.reply.code().get()
    }

    /// 2yz or 3yz.
    pub(super) fn is_positive(&self) -> bool {
        self.reply.code().is_positive()
    }

    /// 2yz.
    pub(super) fn is_done(&self) -> bool {
        (200..300).contains(&self.code())
    }

    pub(super) fn enhanced(&self) -> Option<EnhancedCode> {
        self.reply.enhanced()
    }

    /// The code, and the enhanced code if there is one: `550 5.1.1`.
    pub(super) fn codes(&self) -> String {
        match self.enhanced() {
            Some(enhanced) => format!("{} {enhanced}", self.reply.code()),
            None => self.reply.code().to_string(),
        }
    }

    /// The text of each line behind its code.
    pub(super) fn texts(&self) -> impl Iterator<Item = &[u8]> {
        self.reply.lines()
    }

    /// The first line's text.
    pub(super) fn text(&self) -> &[u8] {
        self.reply.lines().next().unwrap_or_default()
    }

    /// The whole text, for who reads its words; never to be shown.
    pub(super) fn words(&self) -> String {
        let mut words = String::new();
        for text in self.texts() {
            words.push_str(&String::from_utf8_lossy(text));
            words.push('\n');
        }
        words
    }

    /// The line with this number, from 0.
    pub(super) fn line(&self, at: usize) -> Option<Line<'t>> {
        self.lines.get(at).copied()
    }

    /// Where the reply stands: its last line, whose code decides.
    pub(super) fn place(&self) -> Option<Place<'t>> {
        self.lines.last().map(|line| line.whole())
    }
}

/// One line of a reply, as far as its beginning tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    pub(super) code: Code,
    /// Another line of the same reply follows.
    pub(super) more: bool,
}

/// How a reply line opens.
pub(super) fn opening(text: &[u8]) -> Result<Opening, ReplyError> {
    // Code and separator decide; the rest may hold anything.
    let head = text.get(..4).unwrap_or(text);
    let end = head.iter().position(|octet| matches!(octet, b'\r' | b'\n')).unwrap_or(head.len());
    let head = head.get(..end).unwrap_or_default();
    match Reply::parse_line(head) {
        Ok(reply) => Ok(Opening { code: reply.code(), more: false }),
        Err(ReplyError::BadSeparator) if head.get(3) == Some(&b'-') => {
            let code = Reply::parse_line(head.get(..3).unwrap_or_default())?.code();
            Ok(Opening { code, more: true })
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_its_code_and_whether_it_goes_on() {
        let opens = |text: &[u8]| opening(text).map(|opening| (opening.code.get(), opening.more));
        assert_eq!(opens(b"250-SIZE"), Ok((250, true)));
        assert_eq!(opens(b"250"), Ok((250, false)));
        assert_eq!(opens(b"550 \r stray"), Ok((550, false)));
        assert_eq!(opens(b"250_OK"), Err(ReplyError::BadSeparator));
        assert_eq!(opens(b"hello"), Err(ReplyError::NoCode));
    }
}
