//! Foreign octets made harmless: nothing that a peer sent reaches a terminal as a control.

use std::ffi::OsStr;
use std::fmt::Write;

use serde_json::Value;
use smtpwire::Escaped;

/// Whether a character is shown as itself; the core decides.
pub(crate) fn is_harmless(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_control();
    }
    let mut buffer = [0; 4];
    let text = &*character.encode_utf8(&mut buffer);
    Escaped(text.as_bytes()).to_string() == text
}

/// The picture of a control character that is as wide as one column, or the replacement character
/// for what has none.
pub(crate) fn picture(character: char) -> char {
    match character {
        '\0'..='\x1F' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{FFFD}'),
        '\x7F' => '\u{2421}',
        _ => '\u{FFFD}',
    }
}

/// Text in which every control character is replaced by its picture.
pub(crate) fn pictured(text: &str) -> String {
    text.chars().map(|c| if is_harmless(c) { c } else { picture(c) }).collect()
}

/// The same, with line ends kept.
pub(crate) fn pictured_lines(text: &str) -> String {
    text.lines().map(pictured).collect::<Vec<_>>().join("\n")
}

/// A file's name for people and for JSON: as it is, unless it holds what can't be shown.
pub(crate) fn file_name(name: &OsStr) -> String {
    match name.to_str() {
        Some(text) if text.chars().all(is_harmless) => text.to_owned(),
        _ => Escaped(name.as_encoded_bytes()).to_string(),
    }
}

/// One JSON document on one line. Controls that JSON lets through (DEL, C1, marks that turn the
/// direction of writing) are escaped as well.
pub(crate) fn json(value: &Value) -> String {
    let plain = value.to_string();
    if plain.chars().all(is_harmless) {
        return plain;
    }
    // Outside of strings JSON is ASCII, so whatever is replaced stands in one.
    let mut out = String::with_capacity(plain.len());
    for character in plain.chars() {
        if is_harmless(character) {
            out.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// Text broken at spaces into lines of at most so many columns; a longer word has its own line.
pub(crate) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut width = 0;
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            let length = word.chars().count();
            if width > 0 && width + 1 + length > columns {
                lines.push(std::mem::take(&mut line));
                width = 0;
            }
            if width > 0 {
                line.push(' ');
                width += 1;
            }
            line.push_str(word);
            width += length;
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_become_pictures_of_one_column() {
        assert_eq!(pictured("a\x1b[2J\0\x7f\u{9b}\u{202e}ü"), "a␛[2J␀␡\u{FFFD}\u{FFFD}ü");
    }

    #[test]
    fn json_escapes_what_a_terminal_would_obey() {
        let value = Value::from("\u{9b}31m\x1b\u{202e}\x7fü\\");
        let text = json(&value);
        assert_eq!(text, r#""\u009b31m\u001b\u202e\u007fü\\""#);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn a_word_longer_than_the_line_stays_whole() {
        assert_eq!(wrapped("aa bb cccccccc d", 5), ["aa bb", "cccccccc", "d"]);
    }
}
