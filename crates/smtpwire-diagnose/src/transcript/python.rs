//! Python's string and bytes literals, as `repr` writes them.

use super::lines::Line;
use super::unescaped::Unescaped;

/// What the literal at the start of a text stands for: octets, or text in UTF-8.
///
/// A `b` or `u` may stand before it, and its closing quote may have been cut off. `None` when there
/// is no opening quote.
pub(super) fn literal(line: Line<'_>) -> Option<Unescaped> {
    let (is_bytes, line) = match line.text.first()? {
        b'b' | b'B' => (true, line.from(1)),
        b'u' | b'U' => (false, line.from(1)),
        _ => (false, line),
    };
    let quote = *line.text.first().filter(|octet| matches!(octet, b'\'' | b'"'))?;
    let body = line.from(1);
    let mut value = Unescaped::at(body.start);
    let mut at = 0;
    while let Some(rest) = body.text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = memchr::memchr2(quote, b'\\', rest).unwrap_or(rest.len());
        if plain > 0 {
            value.extend(rest.get(..plain).unwrap_or(&[]), body.start + at);
            at += plain;
            continue;
        }
        if rest.first() == Some(&quote) {
            return Some(value);
        }
        at += escape(rest, body.start + at, is_bytes, &mut value);
    }
    Some(value)
}

/// Undoes the escape that `text` begins with and returns its width, which is at least 1.
fn escape(text: &[u8], source: usize, is_bytes: bool, value: &mut Unescaped) -> usize {
    let simple = match text.get(1) {
        Some(b'r') => Some(b'\r'),
        Some(b'n') => Some(b'\n'),
        Some(b't') => Some(b'\t'),
        Some(b'a') => Some(7),
        Some(b'b') => Some(8),
        Some(b'f') => Some(12),
        Some(b'v') => Some(11),
        Some(&quoted @ (b'\\' | b'\'' | b'"')) => Some(quoted),
        _ => None,
    };
    if let Some(octet) = simple {
        value.push(octet, source, 2);
        return 2;
    }
    let (digits_at, count, radix) = match text.get(1) {
        Some(b'x') => (2, 2, 16),
        Some(b'u') if !is_bytes => (2, 4, 16),
        Some(b'U') if !is_bytes => (2, 8, 16),
        Some(b'0'..=b'7') => {
            let digits = text.iter().skip(1).take(3).take_while(|o| matches!(o, b'0'..=b'7'));
            (1, digits.count(), 8)
        }
        _ => (0, 0, 0),
    };
    let width = digits_at + count;
    let digits = text.get(digits_at..width).and_then(|digits| std::str::from_utf8(digits).ok());
    let number = digits
        .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
        .and_then(|digits| u32::from_str_radix(digits, radix.max(2)).ok());
    let Some(number) = number.filter(|_| count > 0) else {
        // No escape: Python keeps the backslash.
        value.push(b'\\', source, 1);
        return 1;
    };
    match (u8::try_from(number), char::from_u32(number)) {
        (Ok(octet), _) if is_bytes || octet.is_ascii() => value.push(octet, source, width),
        (_, Some(character)) => value.push_char(character, source, width),
        (_, None) => value.push_char(char::REPLACEMENT_CHARACTER, source, width),
    }
    width
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Vec<u8> {
        let line = Line { number: 1, start: 0, text: text.as_bytes(), outside: false };
        literal(line).unwrap().text
    }

    #[test]
    fn escapes_are_undone_as_python_does() {
        assert_eq!(value(r#"b'a\r\n\t\\\'\"\x00\xe9\101' rest"#), b"a\r\n\t\\'\"\0\xe9A");
        assert_eq!(value(r"'\xe9\u20ac\U0001F600é'"), "é€😀é".as_bytes());
        assert_eq!(value(r#""it's""#), b"it's");
    }

    #[test]
    fn what_is_no_escape_keeps_its_backslash() {
        assert_eq!(value(r"b'\u20ac \q \x4'"), br"\u20ac \q \x4");
        assert_eq!(value(r"'\ud800'"), "\u{FFFD}".as_bytes());
        assert_eq!(value(r"'\"), b"\\");
    }

    #[test]
    fn a_literal_may_be_cut_off() {
        assert_eq!(value("b'QUIT"), b"QUIT");
        assert_eq!(value("''"), b"");
    }
}
