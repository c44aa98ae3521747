//! Finding an enhanced status code in a reply's text.

use serde::Serialize;
use smtpwire::EnhancedCode;

/// Where in the text the status code stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placement {
    /// In front, where RFC 2034 section 4 puts it; a `#` before it is let pass.
    Start,
    /// In front, behind a second reply code (`550 550 5.1.1 …`).
    Doubled,
    /// In brackets at the end (`… (#5.7.1)`), as qmail writes it.
    End,
}

/// The enhanced status code in a reply's text, and where it stood.
///
/// The text is what follows the reply code of a line. Numbers have at most three digits and no
/// leading zeros (RFC 3463 section 2); an IP address is not taken for a code.
///
/// ```
/// use smtpwire_diagnose::registry::{Placement, find_enhanced};
/// let found = find_enhanced("sorry, no mailbox here by that name. (#5.1.1)");
/// assert!(found.is_some_and(|(code, place)| code.detail() == 1 && place == Placement::End));
/// assert!(find_enhanced("5.7.1.9 is blocked").is_none());
/// ```
pub fn find_enhanced(text: &str) -> Option<(EnhancedCode, Placement)> {
    let text = text.trim_ascii();
    if let Some(code) = leading(text) {
        return Some((code, Placement::Start));
    }
    if let Some(code) = after_second_reply_code(text).and_then(leading) {
        return Some((code, Placement::Doubled));
    }
    bracketed(text).map(|code| (code, Placement::End))
}

/// `550 5.1.1 …` or `550-5.1.1 …`: what stands behind the second reply code.
fn after_second_reply_code(text: &str) -> Option<&str> {
    let (digits, rest) = text.split_at_checked(3)?;
    let is_code = matches!(digits.as_bytes(), [b'2'..=b'5', b'0'..=b'9', b'0'..=b'9']);
    let rest = rest.strip_prefix([' ', '-'])?;
    is_code.then(|| rest.trim_ascii_start())
}

/// A code at the very start that is followed by no further part of a longer number or word.
fn leading(text: &str) -> Option<EnhancedCode> {
    let (code, rest) = parse(text.strip_prefix('#').unwrap_or(text))?;
    let mut rest = rest.bytes();
    match rest.next() {
        Some(b'.') => rest.next().is_none_or(|next| next.is_ascii_whitespace()).then_some(code),
        Some(next) if next.is_ascii_alphanumeric() || next == b'_' || next >= 0x80 => None,
        _ => Some(code),
    }
}

/// `(#5.7.1)` or `(5.7.1)` at the end, with or without a full stop behind it.
fn bracketed(text: &str) -> Option<EnhancedCode> {
    let text = text.strip_suffix('.').unwrap_or(text).trim_ascii_end();
    let (open, shut) = match text.as_bytes().last()? {
        b')' => ('(', ')'),
        b']' => ('[', ']'),
        _ => return None,
    };
    let inner = text.strip_suffix(shut)?;
    let inner = inner.rsplit_once(open)?.1.trim_ascii();
    let (code, rest) = parse(inner.strip_prefix('#').unwrap_or(inner))?;
    rest.is_empty().then_some(code)
}

/// `class "." subject "." detail`, and what follows it.
fn parse(text: &str) -> Option<(EnhancedCode, &str)> {
    let (class, rest) = number(text)?;
    let (subject, rest) = number(rest.strip_prefix('.')?)?;
    let (detail, rest) = number(rest.strip_prefix('.')?)?;
    let class = u8::try_from(class).ok()?;
    Some((EnhancedCode::new(class, subject, detail)?, rest))
}

/// One to three digits without a leading zero.
fn number(text: &str) -> Option<(u16, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(length)?;
    if !(1..=3).contains(&length) || (length > 1 && digits.starts_with('0')) {
        return None;
    }
    Some((digits.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(String, Placement)> {
        find_enhanced(text).map(|(code, place)| (code.to_string(), place))
    }

    #[test]
    fn a_code_in_front_is_found_with_and_without_a_hash() {
        assert_eq!(found("5.1.1 no such user"), Some(("5.1.1".into(), Placement::Start)));
        assert_eq!(found("#5.1.0 Not wanted."), Some(("5.1.0".into(), Placement::Start)));
        assert_eq!(found("4.7.500"), Some(("4.7.500".into(), Placement::Start)));
        assert_eq!(found("2.0.0: ok"), Some(("2.0.0".into(), Placement::Start)));
        assert_eq!(found("5.5.2."), Some(("5.5.2".into(), Placement::Start)));
    }

    #[test]
    fn a_code_behind_a_doubled_reply_code_is_found() {
        assert_eq!(found("550 5.1.1 gone"), Some(("5.1.1".into(), Placement::Doubled)));
        assert_eq!(found("550-5.1.1 gone"), Some(("5.1.1".into(), Placement::Doubled)));
    }

    #[test]
    fn a_code_in_brackets_at_the_end_is_found() {
        assert_eq!(found("no (#5.7.1)"), Some(("5.7.1".into(), Placement::End)));
        assert_eq!(found("no (5.7.1)."), Some(("5.7.1".into(), Placement::End)));
        assert_eq!(found("no [4.4.1]"), Some(("4.4.1".into(), Placement::End)));
    }

    #[test]
    fn numbers_that_break_the_grammar_are_no_codes() {
        for text in [
            "5.07.1 x",
            "5.7.1000 x",
            "3.1.1 x",
            "55.1.1 x",
            "5.7 x",
            "5.7.1x",
            "192.0.2.1",
            "",
            "5.7.1.2 is listed",
            "see (192.0.2.1)",
            "no (#5.7.1) here",
            "é.1.1",
            "5.1.é",
            "5555",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
