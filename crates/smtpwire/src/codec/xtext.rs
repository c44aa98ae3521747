//! xtext (RFC 3461 section 4) and the utf-8 address forms of RFC 6533 section 3, both ways.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::types::text::put;

/// Decodes xtext: octets 33 to 126 without `+` and `=` stand for themselves, `+HH` with two
/// upper-case hexadecimal digits for any octet. `None` when the text is not xtext, or when what it
/// says is not UTF-8.
///
/// ```
/// assert_eq!(smtpwire::decode_xtext("a+2Bb+3Dc").as_deref(), Some("a+b=c"));
/// assert_eq!(smtpwire::decode_xtext("a+2b"), None);
/// ```
pub fn decode_xtext(text: &str) -> Option<Cow<'_, str>> {
    if text.bytes().all(is_xchar) {
        return Some(Cow::Borrowed(text));
    }
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(octet) = rest.next() {
        match octet {
            b'+' => octets.push(hex(rest.next()?)? << 4 | hex(rest.next()?)?),
            _ if is_xchar(octet) => octets.push(octet),
            _ => return None,
        }
    }
    String::from_utf8(octets).ok().map(Cow::Owned)
}

/// Writes text as xtext; every text has such a form.
///
/// ```
/// let mut out = String::new();
/// smtpwire::encode_xtext("a+b=c d", &mut out);
/// assert_eq!(out, "a+2Bb+3Dc+20d");
/// ```
pub fn encode_xtext(text: &str, out: &mut String) {
    for octet in text.bytes() {
        if is_xchar(octet) {
            out.push(char::from(octet));
        } else {
            out.push('+');
            out.push(hex_digit(octet >> 4));
            out.push(hex_digit(octet & 15));
        }
    }
}

fn is_xchar(octet: u8) -> bool {
    matches!(octet, 33..=126) && !matches!(octet, b'+' | b'=')
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit & 15),
        b'A'..=b'F' => digit.checked_sub(b'A')?.checked_add(10),
        _ => None,
    }
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase()
}

/// Decodes an address of type utf-8: `\x{HEX}` for a character, anything else printable for
/// itself, raw UTF-8 included (`utf-8-addr-unitext`).
pub(crate) fn decode_unitext(text: &str) -> Option<Cow<'_, str>> {
    if text.bytes().all(is_uchar) {
        return Some(Cow::Borrowed(text));
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if character == '\\' {
            let (digits, behind) = rest.strip_prefix("\\x{")?.split_once('}')?;
            decoded.push(hexpoint(digits)?);
            rest = behind;
        } else {
            let plain = character.is_ascii_graphic() && !matches!(character, '+' | '=');
            if !plain && character.is_ascii() {
                return None;
            }
            decoded.push(character);
            rest = rest.get(character.len_utf8()..)?;
        }
    }
    Some(Cow::Owned(decoded))
}

/// `HEXPOINT`: two to six digits, without leading zeros beyond the second, for a character that
/// can't stand for itself. One that can has that one form only.
fn hexpoint(digits: &str) -> Option<char> {
    let hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let shortest = digits.len() == 2 || !digits.starts_with('0');
    if !hexadecimal || !shortest || !(2..=6).contains(&digits.len()) {
        return None;
    }
    let character = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    let plain = character.is_ascii() && is_uchar(character as u8);
    (!plain).then_some(character)
}

/// Writes an address of type utf-8 in its 7-bit form, `utf-8-addr-xtext`.
pub(crate) fn encode_unitext(text: &str, out: &mut String) {
    for character in text.chars() {
        if character.is_ascii() && is_uchar(character as u8) {
            out.push(character);
        } else {
            let number = u32::from(character);
            let width = if number < 0x10 { "0" } else { "" };
            put(out, format_args!("\\x{{{width}{number:X}}}"));
        }
    }
}

fn is_uchar(octet: u8) -> bool {
    octet > 127 || (is_xchar(octet) && octet != b'\\')
}
