//! The lines of a file, with the margin of a quotation taken off.

/// What stands before every line of the dialog: `>` marks of a quoting mail, and indentation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Margin {
    /// How many `>` marks.
    pub(super) quotes: usize,
    /// How many blanks after them; the one that mail programs put behind their mark is one.
    pub(super) indent: usize,
}

/// One line of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Its number, from 1.
    pub(super) number: usize,
    /// Where `text` begins in the file.
    pub(super) start: usize,
    /// The line without its end and without the margin.
    pub(super) text: &'a [u8],
    /// The line lacks the margin, so it stands outside the dialog; `text` has lost of the margin
    /// what is there.
    pub(super) outside: bool,
}

impl Line<'_> {
    /// Where the line ends in the file, before its line end.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The line from an offset in its text on.
    pub(super) fn from(self, offset: usize) -> Self {
        let offset = offset.min(self.text.len());
        Self { start: self.start + offset, text: self.text.get(offset..).unwrap_or(&[]), ..self }
    }

    /// The line without the blanks at its start.
    pub(super) fn trimmed(self) -> Self {
        self.from(blanks(self.text))
    }

    /// The line after `prefix`, if it begins so.
    pub(super) fn after(self, prefix: &[u8]) -> Option<Self> {
        self.text.starts_with(prefix).then(|| self.from(prefix.len()))
    }

    /// The line without at most `limit` blanks at its start.
    pub(super) fn without_blanks(self, limit: usize) -> Self {
        self.from(blanks(self.text).min(limit))
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.iter().all(u8::is_ascii_whitespace)
    }
}

/// How many blanks (spaces and tabs) a text begins with.
pub(super) fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|&&octet| octet == b' ' || octet == b'\t').count()
}

/// The lines of a file; cheap to copy, to walk over twice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<'a> {
    input: &'a [u8],
    margin: Margin,
}

impl<'a> Lines<'a> {
    pub(super) fn new(input: &'a [u8], margin: Margin) -> Self {
        Self { input, margin }
    }

    /// Every line in order. Lines end with LF or CRLF; a terminal whose screen was recorded (by
    /// `script`, a pty, tee) puts a CR of its own before that, and none of them is of the line.
    pub(super) fn iter(self) -> impl Iterator<Item = Line<'a>> {
        // The byte order mark that Windows editors leave is no part of the first line.
        let mut at = if self.input.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let mut number = 0;
        std::iter::from_fn(move || {
            let rest = self.input.get(at..).filter(|rest| !rest.is_empty())?;
            let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let mut text = rest.get(..length).unwrap_or(rest);
            if length < rest.len() {
                let end = text.iter().rposition(|octet| *octet != b'\r').map_or(0, |at| at + 1);
                text = text.get(..end).unwrap_or(text);
            }
            let start = at;
            at += length + 1;
            number += 1;
            Some(self.margin.strip(Line { number, start, text, outside: false }))
        })
    }
}

impl Margin {
    /// The line without this margin.
    fn strip(self, line: Line<'_>) -> Line<'_> {
        let outside = Line { outside: true, ..line };
        let mut inner = line;
        for _ in 0..self.quotes {
            let blanks = blanks(inner.text);
            if blanks > 3 || inner.text.get(blanks) != Some(&b'>') {
                return outside;
            }
            inner = inner.from(blanks + 1);
        }
        if blanks(inner.text) >= self.indent {
            inner.from(self.indent)
        } else if inner.is_blank() {
            inner.from(inner.text.len())
        } else {
            Line { outside: true, ..inner }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(input: &str, quotes: usize, indent: usize) -> Vec<(usize, usize, String, bool)> {
        Lines::new(input.as_bytes(), Margin { quotes, indent })
            .iter()
            .map(|line| {
                let text = String::from_utf8_lossy(line.text).into_owned();
                (line.number, line.start, text, line.outside)
            })
            .collect()
    }

    #[test]
    fn every_carriage_return_before_the_line_end_is_taken_off() {
        let lines = texts("a\r\r\n\r\r\nb\rc\r\r", 0, 0);
        let texts: Vec<_> = lines.iter().map(|line| (line.1, line.2.as_str())).collect();
        assert_eq!(texts, [(0, "a"), (4, ""), (7, "b\rc\r\r")]);
    }

    #[test]
    fn a_file_is_cut_at_lf_and_crlf() {
        let lines = texts("a\r\n\nb", 0, 0);
        let expected = [
            (1, 0, String::from("a"), false),
            (2, 3, String::new(), false),
            (3, 4, "b".into(), false),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        assert_eq!(texts("\u{FEFF}S: 220", 0, 0), [(1, 3, String::from("S: 220"), false)]);
    }

    #[test]
    fn quotes_and_indentation_are_taken_off() {
        let lines = texts("> >   C: x\n>> \nprose", 2, 3);
        assert_eq!(lines[0], (1, 6, String::from("C: x"), false));
        assert_eq!(lines[1].2, "");
        assert_eq!(lines[2], (3, 15, String::from("prose"), true));
    }
}
