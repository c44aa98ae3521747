//! The message that is sent: read, or made for a test; header fields put in; line ends made CRLF.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Zoned;

/// A header field that the user gave: `Name: value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    name: String,
    value: String,
    of_addresses: bool,
}

impl Field {
    /// Reads `Name: value`. A name is visible ASCII without a colon (RFC 5322 section 2.2); a value
    /// has no line ends and no other control characters but tabs, so that no second field can be
    /// smuggled in.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (name, value) = text
            .split_once(':')
            .ok_or("a header field is written `Name: value`, and there is no colon")?;
        Self::new(name, value)
    }

    fn new(name: &str, value: &str) -> Result<Self, String> {
        let (name, value) = (name.trim_end(), value.trim());
        if name.is_empty() || !name.bytes().all(|octet| octet.is_ascii_graphic()) {
            return Err(format!(
                "a header field's name is made of visible ASCII characters, and {name:?} is not"
            ));
        }
        if let Some(control) = value.chars().find(|c| c.is_control() && *c != '\t') {
            return Err(format!(
                "the value of {name} holds the control character {control:?}; a field's value is \
                 one line of text"
            ));
        }
        let of_addresses = ["from", "to"].iter().any(|known| name.eq_ignore_ascii_case(known));
        Ok(Self { name: name.to_owned(), value: value.to_owned(), of_addresses })
    }

    /// The field as it stands in a message, folded so that no line is over-long (RFC 5322 section
    /// 2.1.1). Words beyond ASCII are encoded (RFC 2047), so that any server takes them.
    fn write(&self, out: &mut Vec<u8>) {
        // No encoded word may stand in an address (RFC 2047 section 5): one beyond ASCII goes as it
        // is, with SMTPUTF8, which its envelope needs too.
        let value = if self.value.is_ascii() || self.of_addresses {
            self.value.clone()
        } else {
            encoded_words(&self.value)
        };
        out.extend_from_slice(fold(&format!("{}: {value}", self.name)).as_bytes());
        out.extend_from_slice(b"\r\n");
    }
}

/// RFC 2047 encoded words in base64, each at most 75 characters, no character split between two.
fn encoded_words(text: &str) -> String {
    let mut words = Vec::new();
    let mut piece = String::new();
    for character in text.chars() {
        // 36 octets are 48 characters of base64, the frame takes 12, and the field's name has room in
        // front of the first.
        if piece.len() + character.len_utf8() > 36 {
            words.push(std::mem::take(&mut piece));
        }
        piece.push(character);
    }
    words.push(piece);
    words
        .iter()
        .map(|word| format!("=?UTF-8?B?{}?=", BASE64.encode(word)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A field in lines of at most 78 characters where its spaces allow that.
fn fold(field: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for (at, word) in field.split(' ').enumerate() {
        let length = word.chars().count();
        // A line of white space alone may not stand in a folded field.
        if at > 1 && width + 1 + length > 78 && !word.is_empty() {
            out.push_str("\r\n ");
            width = 1;
        } else if at > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out
}

/// What a message for a test is made of.
pub(super) struct Test<'t> {
    pub(super) from: &'t str,
    pub(super) to: &'t [String],
    pub(super) subject: Option<&'t str>,
    pub(super) body: Option<&'t str>,
    pub(super) date: &'t Zoned,
    /// What stands in the Message-ID before and behind the `@`.
    pub(super) id: (&'t str, &'t str),
}

/// A message for a test, with the fields that a message must have (RFC 5322 section 3.6) and some
/// that spam filters miss otherwise.
pub(super) fn for_test(test: &Test<'_>) -> Result<Vec<u8>, String> {
    let when = jiff::fmt::rfc2822::to_string(test.date).map_err(|error| error.to_string())?;
    let subject = test.subject.map_or_else(|| format!("Test of {when}"), str::to_owned);
    let mut fields = vec![
        Field::new("Date", &when)?,
        Field::new("From", &format!("<{}>", test.from))?,
        Field::new(
            "To",
            &test.to.iter().fold(String::new(), |mut list, to| {
                let comma = if list.is_empty() { "" } else { ", " };
                // Writing to a String cannot fail.
                let _ = write!(list, "{comma}<{to}>");
                list
            }),
        )?,
        Field::new("Subject", &subject)?,
        Field::new("Message-ID", &format!("<{}@{}>", test.id.0, test.id.1))?,
        Field::new("MIME-Version", "1.0")?,
    ];
    let body = test.body.unwrap_or("This is a test message, sent by smtpwire send.\n");
    let charset = if body.is_ascii() { "us-ascii" } else { "utf-8" };
    fields.push(Field::new("Content-Type", &format!("text/plain; charset={charset}"))?);
    if !body.is_ascii() {
        fields.push(Field::new("Content-Transfer-Encoding", "8bit")?);
    }
    let mut out = Vec::new();
    for field in &fields {
        field.write(&mut out);
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(&with_crlf(body.as_bytes()));
    Ok(out)
}

/// The same text with every line end made CRLF, however it was written: files have LF.
pub(super) fn with_crlf(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 32);
    let mut rest = text;
    while let Some(at) = rest.iter().position(|octet| matches!(octet, b'\r' | b'\n')) {
        let (line, end) = rest.split_at(at);
        out.extend_from_slice(line);
        out.extend_from_slice(b"\r\n");
        rest = end.strip_prefix(b"\r\n").unwrap_or(&end[1..]);
    }
    out.extend_from_slice(rest);
    out
}

/// The message with these fields: each takes the place of the first of its name, or stands at the
/// top. What has no header at all gets one.
pub(super) fn with_fields(message: &[u8], fields: &[Field]) -> Vec<u8> {
    if fields.is_empty() {
        return message.to_vec();
    }
    let (header, body) = split(message);
    let mut out = Vec::with_capacity(message.len() + 80 * fields.len());
    let mut replaced = vec![false; fields.len()];
    let mut kept = Vec::new();
    for old in old_fields(header) {
        let name = old.split(|octet| *octet == b':').next().unwrap_or_default();
        let same =
            |field: &Field| name.trim_ascii_end().eq_ignore_ascii_case(field.name.as_bytes());
        let mut matches = fields.iter().enumerate().filter(|(_, field)| same(field)).peekable();
        if matches.peek().is_none() {
            kept.extend_from_slice(old);
        }
        for (at, field) in matches {
            if !std::mem::replace(&mut replaced[at], true) {
                field.write(&mut kept);
            }
        }
    }
    for (field, replaced) in fields.iter().zip(replaced) {
        if !replaced {
            field.write(&mut out);
        }
    }
    out.extend_from_slice(&kept);
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(body);
    out
}

/// The header with its line ends, and the body without the empty line between them. A message whose
/// first line is no field is all body.
fn split(message: &[u8]) -> (&[u8], &[u8]) {
    if let Some(body) = message.strip_prefix(b"\r\n") {
        return (&[], body);
    }
    let first = message.split(|octet| *octet == b'\n').next().unwrap_or_default();
    let name = first.split(|octet| *octet == b':').next().unwrap_or_default();
    let is_field = name.len() < first.len()
        && !name.is_empty()
        && name.trim_ascii_end().iter().all(u8::is_ascii_graphic);
    if !is_field {
        return (&[], message);
    }
    match message.windows(4).position(|octets| octets == b"\r\n\r\n") {
        Some(at) => (&message[..at + 2], &message[at + 4..]),
        None => (message, &[]),
    }
}

/// The fields of a header, each with the lines that are folded into it.
fn old_fields(header: &[u8]) -> Vec<&[u8]> {
    let mut fields = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in header.split_inclusive(|octet| *octet == b'\n') {
        if at > start && !matches!(line.first(), Some(b' ' | b'\t')) {
            fields.push(&header[start..at]);
            start = at;
        }
        at += line.len();
    }
    if at > start {
        fields.push(&header[start..at]);
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_line_end_becomes_crlf_and_nothing_else_changes() {
        assert_eq!(with_crlf(b"a\nb\r\nc\rd\n\n.\0\xff"), b"a\r\nb\r\nc\r\nd\r\n\r\n.\0\xff");
        assert_eq!(with_crlf(b""), b"");
    }

    // INJ-078, INJ-079, INJ-080
    #[test]
    fn a_field_can_not_carry_a_second_one() {
        assert!(Field::parse("List-Unsubscribe: <https://x>\r\nBcc: v@evil.example").is_err());
        assert!(Field::parse("X-A\r\nBcc: b").is_err());
        assert!(Field::parse("no colon").is_err());
        assert!(Field::parse(": empty").is_err());
        assert!(Field::parse("X-A: fine").is_ok());
    }

    #[test]
    fn a_field_takes_the_place_of_the_first_of_its_name() {
        let message = b"From: a\r\nsubject: old\r\n folded\r\nTo: b\r\n\r\nbody\r\n";
        let fields = [Field::parse("Subject: new").unwrap(), Field::parse("X-A: 1").unwrap()];
        let out = with_fields(message, &fields);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "X-A: 1\r\nFrom: a\r\nSubject: new\r\nTo: b\r\n\r\nbody\r\n"
        );
    }

    #[test]
    fn text_without_a_header_gets_one() {
        let fields = [Field::parse("Subject: x").unwrap()];
        let out = with_fields(b"just text\r\nmore: text\r\n", &fields);
        assert_eq!(out, b"Subject: x\r\n\r\njust text\r\nmore: text\r\n");
        assert_eq!(with_fields(b"as it is", &[]), b"as it is");
    }

    #[test]
    fn what_is_not_ascii_is_encoded_and_long_fields_are_folded() {
        let mut out = Vec::new();
        Field::parse(&format!("Subject: {}", "Grüße ".repeat(30))).unwrap().write(&mut out);
        let text = String::from_utf8(out).unwrap();
        assert!(text.is_ascii());
        assert!(text.lines().all(|line| line.len() <= 78), "{text}");
        assert!(text.lines().count() > 2);
    }

    #[test]
    fn a_test_message_has_the_fields_that_a_message_must_have() {
        let date = "2026-11-22T04:00:00+01:00[+01:00]".parse().unwrap();
        let to = ["jo@example.net".to_owned(), "al@example.net".to_owned()];
        let message = for_test(&Test {
            from: "ann@example.org",
            to: &to,
            subject: Some("Grüße"),
            body: Some("Hallo Jörg\n"),
            date: &date,
            id: ("abc", "mx.example.org"),
        })
        .unwrap();
        let text = String::from_utf8(message).unwrap();
        assert!(text.starts_with("Date: Sun, 22 Nov 2026 04:00:00 +0100\r\n"), "{text}");
        assert!(text.contains("\r\nTo: <jo@example.net>, <al@example.net>\r\n"), "{text}");
        assert!(text.contains("\r\nSubject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n"), "{text}");
        assert!(text.contains("\r\nMessage-ID: <abc@mx.example.org>\r\n"), "{text}");
        assert!(
            text.ends_with(
                "charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nHallo Jörg\r\n"
            )
        );
    }
}
