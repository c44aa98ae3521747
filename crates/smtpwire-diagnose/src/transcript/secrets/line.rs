//! The secrets of one line that a client sent, as far as the line alone tells them.

use std::ops::Range;

use crate::registry;
use crate::transcript::shape::{has_verb, is_command, split_word, starts_ignoring_case};

/// Shorter words of base64 are words of any language.
const MIN_ENCODED: usize = 8;

/// The octets of a client's line that hold secrets, as far as the line alone tells.
///
/// They are what stands behind `AUTH` and its mechanism, the password and the authorization of a
/// URL, what POP and IMAP log in with, and, in a line that is no command of SMTP, what stands
/// behind a mechanism's name and every word of base64 that no one would write as a word: a typing
/// error in `AUTH` is still followed by a password. The ranges are in rising order and do not touch.
///
/// ```
/// use smtpwire_diagnose::transcript::command_secrets;
///
/// assert_eq!(command_secrets(b"AUHT PLAIN AHRpbQBzZWNyZXQ="), [11..27]);
/// assert_eq!(command_secrets(b"BURL imap://tim:secret@mx.example/ LAST"), [16..22]);
/// assert!(command_secrets(b"MAIL FROM:<tim@example.org>").is_empty());
/// ```
pub fn command_secrets(line: &[u8]) -> Vec<Range<usize>> {
    let mut found = url_secrets(line);
    if is_auth(line) {
        found.extend(initial_response(line));
        return super::merged(found);
    }
    if is_command(line) {
        return super::merged(found);
    }
    let login = ["PASS", "USER", "LOGIN", "APOP"].iter().any(|verb| has_verb(line, verb));
    let behind = if login { behind_the_verb(line) } else { behind_a_mechanism(line) };
    if let Some(range) = behind {
        // Passwords hold anything, so a word before them says nothing about their words.
        found.push(range);
    }
    found.extend(encoded_words(line));
    super::merged(found)
}

/// The line without white space around it.
pub(super) fn trim(text: &[u8]) -> Range<usize> {
    let start = text.iter().position(|octet| !octet.is_ascii_whitespace()).unwrap_or(text.len());
    let end =
        text.iter().rposition(|octet| !octet.is_ascii_whitespace()).map_or(start, |at| at + 1);
    start..end
}

pub(super) fn is_auth(text: &[u8]) -> bool {
    has_verb(text, "AUTH") && is_command(text)
}

/// What stands behind `AUTH mechanism `, but for `=` and `*`; or what stands in the mechanism's
/// place, when it can be none.
pub(super) fn initial_response(text: &[u8]) -> Option<Range<usize>> {
    let whole = trim(text);
    let name = behind_the_verb(text)?;
    let (mechanism, _) = split_word(text.get(name.clone())?);
    if !is_mechanism(mechanism) && looks_encoded(mechanism) {
        return Some(name);
    }
    let from = name.start + mechanism.len();
    let rest = text.get(from..whole.end)?;
    let at = from + rest.iter().position(|octet| !octet.is_ascii_whitespace())?;
    let response = text.get(at..whole.end)?;
    (response != b"=" && response != b"*").then_some(at..whole.end)
}

/// Whether a word that is no command's begins a line that a person meant as one.
pub(super) fn begins_like_a_command(line: &[u8]) -> bool {
    let (verb, rest) = split_word(line);
    let is = |names: &[&str]| names.iter().any(|name| verb.eq_ignore_ascii_case(name.as_bytes()));
    is(&["EHLO", "HELO", "LHLO", "NOOP", "HELP", "VRFY", "EXPN", "ETRN", "ATRN"])
        || (is(&["MAIL", "SEND", "SOML", "SAML"]) && starts_ignoring_case(rest, b"FROM"))
        || (is(&["RCPT"]) && starts_ignoring_case(rest, b"TO"))
        || starts_ignoring_case(line, b"MAIL FROM")
        || starts_ignoring_case(line, b"RCPT TO")
}

/// Whether a line that is no command speaks of a login all the same.
pub(super) fn is_mistyped_auth(line: &[u8]) -> bool {
    starts_ignoring_case(line.trim_ascii_start(), b"AUTH") || mechanism_end(line).is_some()
}

/// Whether a word names a SASL mechanism.
pub(super) fn is_mechanism(word: &[u8]) -> bool {
    std::str::from_utf8(word).is_ok_and(|name| registry::mechanism(name).is_some())
}

/// The passwords and the access tokens of the URLs in a text.
pub(super) fn url_secrets(text: &[u8]) -> Vec<Range<usize>> {
    let mut found: Vec<_> = url_token(text).into_iter().collect();
    let mut from = 0;
    for at in memchr::memmem::find_iter(text, b"://") {
        if at < from {
            continue;
        }
        let start = at + 3;
        let rest = text.get(start..).unwrap_or(&[]);
        let length = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
        from = start + length;
        let password = password_of(rest.get(..length).unwrap_or(&[]));
        found.extend(password.map(|range| range.start + start..range.end + start));
    }
    found
}

/// The password in what stands behind a URL's `://`: between the first `:` and the last `@`.
///
/// A password with a slash in it should have been percent-encoded, but is a password.
fn password_of(rest: &[u8]) -> Option<Range<usize>> {
    let name = b";urlauth=";
    let token = rest.windows(name.len()).position(|window| window.eq_ignore_ascii_case(name));
    let head = rest.get(..token.unwrap_or(rest.len()))?;
    let start = head.iter().position(|&octet| octet == b':')? + 1;
    let end = head.iter().rposition(|&octet| octet == b'@').filter(|&at| at > start)?;
    let port = head.get(start..end)?;
    let digits = port.iter().take_while(|octet| octet.is_ascii_digit()).count();
    let is_port = digits > 0
        && port.get(digits) == Some(&b'/')
        && head.get(..start).is_some_and(|user| user.contains(&b'@'));
    (!is_port).then_some(start..end)
}

/// The access token at the end of an IMAP URL: `;URLAUTH=who:mechanism:token` (RFC 4467 section
/// 2); all of it when it has another shape.
fn url_token(text: &[u8]) -> Option<Range<usize>> {
    let name = b";urlauth=";
    let at = text.windows(name.len()).position(|window| window.eq_ignore_ascii_case(name))?;
    let all = at + name.len();
    let past_colon = |from: usize| {
        let rest = text.get(from..)?;
        Some(from + rest.iter().position(|&octet| octet == b':')? + 1)
    };
    let start = past_colon(all).and_then(past_colon).unwrap_or(all);
    let rest = text.get(start..)?;
    let length = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
    Some(start..start + length)
}

fn behind_the_verb(line: &[u8]) -> Option<Range<usize>> {
    let whole = trim(line);
    let (verb, rest) = split_word(line.get(whole.clone())?);
    (!verb.is_empty() && !rest.is_empty()).then(|| whole.end - rest.len()..whole.end)
}

/// What stands behind the first word that names a mechanism, `AUTHPLAIN` and `AUTH=PLAIN` among
/// them.
fn behind_a_mechanism(line: &[u8]) -> Option<Range<usize>> {
    let from = mechanism_end(line)?;
    let end = trim(line).end;
    let rest = line.get(from..end)?;
    let at = from + rest.iter().position(|octet| !b" \t:=,;".contains(octet))?;
    Some(at..end)
}

fn mechanism_end(line: &[u8]) -> Option<usize> {
    let mut from = 0;
    // No one writes more before a mechanism; content and prose are longer.
    for word in line.split(|octet| !is_name_octet(*octet)).take(32) {
        let end = from + word.len();
        let bare = if starts_ignoring_case(word, b"AUTH") { word.get(4..)? } else { word };
        if is_mechanism(word) || is_mechanism(bare) {
            return Some(end);
        }
        from = end + 1;
    }
    None
}

fn is_name_octet(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_'
}

/// The words of base64 in a line, but for those of addresses.
fn encoded_words(line: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    super::runs(
        line,
        |octet| !octet.is_ascii_whitespace(),
        |word| {
            let text = line.get(word.clone()).unwrap_or(&[]);
            if text.contains(&b'@') {
                return;
            }
            super::runs(
                text,
                |octet| is_name_octet(octet) || octet == b'+' || octet == b'/',
                |run| {
                    let padding = text.get(run.end..).unwrap_or(&[]);
                    let padding = padding.iter().take_while(|octet| **octet == b'=').count();
                    if text.get(run.clone()).is_some_and(looks_encoded) {
                        let end = run.end + padding;
                        found.push(word.start + run.start..word.start + end);
                    }
                },
            );
        },
    );
    found
}

/// Whether a word could be base64 and is no plain word: `commands`, `HELLO-WORLD`, `Message-Id`.
fn looks_encoded(word: &[u8]) -> bool {
    let is_plain = |part: &[u8]| {
        let tail = part.get(1..).unwrap_or(&[]);
        part.iter().all(u8::is_ascii_digit)
            || part.iter().all(u8::is_ascii_uppercase)
            || (part.first().is_some_and(u8::is_ascii_alphabetic)
                && tail.iter().all(u8::is_ascii_lowercase))
    };
    word.len() >= MIN_ENCODED && !word.split(|octet| b"-_/".contains(octet)).all(is_plain)
}
