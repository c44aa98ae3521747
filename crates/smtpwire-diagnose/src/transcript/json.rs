//! Just enough JSON to read a log line: an object's own strings, and where they stand.

use super::lines::Line;
use super::unescaped::Unescaped;

/// How many of an object's names are looked at.
const MAX_MEMBERS: usize = 64;

/// The members of the object on a line whose values are strings, by name; numbers and what is
/// nested are passed over. `None` when the line is no object.
pub(super) fn strings(line: Line<'_>) -> Option<Vec<(Vec<u8>, Unescaped)>> {
    let line = line.trimmed();
    if !line.text.starts_with(b"{") || !line.text.trim_ascii_end().ends_with(b"}") {
        return None;
    }
    let mut members = Vec::new();
    let mut at = 1;
    for _ in 0..MAX_MEMBERS {
        at = skip(line.text, at, b", \t");
        if line.text.get(at) != Some(&b'"') {
            break;
        }
        let (name, after) = string(line, at)?;
        at = skip(line.text, after, b" \t");
        if line.text.get(at) != Some(&b':') {
            return None;
        }
        at = skip(line.text, at + 1, b" \t");
        if line.text.get(at) == Some(&b'"') {
            let (value, after) = string(line, at)?;
            members.push((name.text, value));
            at = after;
        } else {
            at = skip_value(line, at)?;
        }
    }
    Some(members)
}

fn skip(text: &[u8], at: usize, octets: &[u8]) -> usize {
    let rest = text.get(at..).unwrap_or(&[]);
    at + rest.iter().take_while(|octet| octets.contains(octet)).count()
}

/// Passes over a number, a word, an object or an array.
fn skip_value(line: Line<'_>, mut at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    loop {
        match line.text.get(at)? {
            b'"' => {
                at = string(line, at)?.1;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' if depth == 0 => return Some(at),
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
}

/// The string whose quote stands at `at`, and where it ends.
fn string(line: Line<'_>, at: usize) -> Option<(Unescaped, usize)> {
    let mut at = at + 1;
    let mut value = Unescaped::at(line.start + at);
    loop {
        let rest = line.text.get(at..)?;
        let plain = memchr::memchr2(b'"', b'\\', rest)?;
        if plain > 0 {
            value.extend(rest.get(..plain)?, line.start + at);
            at += plain;
        }
        if line.text.get(at) == Some(&b'"') {
            return Some((value, at + 1));
        }
        at += escape(line.text.get(at..)?, line.start + at, &mut value)?;
    }
}

/// Undoes the escape that `text` begins with and returns its width.
fn escape(text: &[u8], source: usize, value: &mut Unescaped) -> Option<usize> {
    let octet = match text.get(1)? {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' => 12,
        &quoted @ (b'"' | b'\\' | b'/') => quoted,
        b'u' => {
            let unit = hex(text.get(2..6)?)?;
            let low = text.get(6..12).and_then(|next| hex(next.strip_prefix(b"\\u")?));
            let pair = low.and_then(|low| char::decode_utf16([unit, low]).next()?.ok());
            return Some(match (char::from_u32(u32::from(unit)), pair) {
                (Some(character), _) => {
                    value.push_char(character, source, 6);
                    6
                }
                (None, Some(character)) => {
                    value.push_char(character, source, 12);
                    12
                }
                (None, None) => {
                    value.push_char(char::REPLACEMENT_CHARACTER, source, 6);
                    6
                }
            });
        }
        _ => return None,
    };
    value.push(octet, source, 2);
    Some(2)
}

fn hex(digits: &[u8]) -> Option<u16> {
    let digits = std::str::from_utf8(digits).ok()?;
    let all = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(text: &str) -> Option<Vec<(String, String)>> {
        let line = Line { number: 1, start: 0, text: text.as_bytes(), outside: false };
        let text = |octets: Vec<u8>| String::from_utf8(octets).unwrap();
        Some(
            strings(line)?
                .into_iter()
                .map(|(name, value)| (text(name), text(value.text)))
                .collect(),
        )
    }

    #[test]
    fn strings_are_found_and_the_rest_is_passed_over() {
        let found = members(
            r#"{"level":20, "err":{"a":["x",{"}":1}]},"tnx":"server","msg":"a\r\n\u00fc\ud83d\ude00"}"#,
        );
        let expected =
            [("tnx", "server"), ("msg", "a\r\nü😀")].map(|(a, b)| (a.to_string(), b.to_string()));
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in ["", "{", "[1]", r#"{"a"}"#, r#"{"a":"b}"#, r#"{"a":"\q"}"#, "plain"] {
            assert_eq!(members(text), None, "{text}");
        }
        assert_eq!(members("{}"), Some(Vec::new()));
    }
}
