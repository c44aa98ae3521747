//! What of a command must not be shown.

use std::ops::Range;

use smtpwire::SaslResponse;
use smtpwire_diagnose::registry;
use smtpwire_diagnose::transcript::command_secrets;

/// What stands in JSON for a secret.
pub(super) const MASK: &str = "***";

/// The text with each octet of a secret replaced by `*`: what any client's line may hold, and what
/// this command is stricter about, as it is given lines that no dialog explains.
pub(super) fn masked(text: &[u8]) -> Vec<u8> {
    let mut masked = text.to_vec();
    for range in range(text).into_iter().chain(command_secrets(text)) {
        for octet in masked.get_mut(range).into_iter().flatten() {
            // A text of several lines keeps them, so that marks stand where they should.
            if !matches!(octet, b'\r' | b'\n') {
                *octet = b'*';
            }
        }
    }
    masked
}

/// Where in a line, well-formed or not, a secret stands.
///
/// That is the response behind AUTH and its mechanism, the authorization of a BURL URL, and a line
/// that is nothing but base64: a response that AUTH asked for.
fn range(line: &[u8]) -> Option<Range<usize>> {
    let start = line.iter().position(u8::is_ascii_graphic)?;
    let end = line.iter().rposition(u8::is_ascii_graphic)? + 1;
    let word_end = |from: usize| {
        let rest = line.get(from..end).unwrap_or_default();
        from + rest.iter().position(|octet| !is_word(*octet)).unwrap_or(rest.len())
    };
    let next = |from: usize, begins: fn(&u8) -> bool| {
        let rest = line.get(from..end).unwrap_or_default();
        rest.iter().position(begins).map(|at| from + at)
    };
    let verb_end = word_end(start);
    if line.get(start..verb_end)?.eq_ignore_ascii_case(b"AUTH") {
        let name = next(verb_end, |octet| is_word(*octet))?;
        let name_end = word_end(name);
        if !could_be_a_mechanism(line.get(name..name_end)?) {
            return Some(name..end);
        }
        let response = next(name_end, u8::is_ascii_graphic)?;
        return (line.get(response..end) != Some(b"=")).then_some(response..end);
    }
    let lower = line.to_ascii_lowercase();
    let token = b";urlauth=";
    if let Some(at) = lower.windows(token.len()).position(|window| window == token) {
        return Some(at + token.len()..end);
    }
    looks_like_a_response(line.get(start..end)?).then_some(start..end)
}

fn is_word(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_')
}

/// Whether a word behind AUTH may be shown: a mechanism that is known, or one in upper case, which
/// base64 and passwords hardly ever are.
pub(super) fn could_be_a_mechanism(word: &[u8]) -> bool {
    let known = || std::str::from_utf8(word).is_ok_and(|name| registry::mechanism(name).is_some());
    word.len() <= 20 && (!word.iter().any(u8::is_ascii_lowercase) || known())
}

/// One word of base64, long enough to hold something, that no verb would be spelt like.
fn looks_like_a_response(word: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(word) else { return false };
    let mixed = text.contains(|c: char| c.is_ascii_lowercase())
        && text.contains(|c: char| c.is_ascii_uppercase());
    let unlike_a_verb =
        mixed || text.contains(|c: char| c.is_ascii_digit() || matches!(c, '=' | '+' | '/'));
    text.len() >= 8 && unlike_a_verb && SaslResponse::parse(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        String::from_utf8(masked(line.as_bytes())).unwrap()
    }

    #[test]
    fn what_auth_carries_is_masked_even_when_the_line_is_wrong() {
        assert_eq!(shown("AUTH PLAIN AHQAcA=="), "AUTH PLAIN ********");
        assert_eq!(shown("auth  plain\tp@ss word"), "auth  plain\t*********");
        assert_eq!(shown(" AUTH:LOGIN tim\r"), " AUTH:LOGIN ***\r");
        assert_eq!(shown("AUTH AHRpbQBzZWNyZXQ"), "AUTH ***************");
        assert_eq!(shown("AUTH EXTERNAL ="), "AUTH EXTERNAL =");
        assert_eq!(shown("AUTH SCRAM-SHA-256"), "AUTH SCRAM-SHA-256");
        assert_eq!(shown("AUTH XOAuth2"), "AUTH XOAuth2");
    }

    #[test]
    fn a_response_on_its_own_and_the_token_of_a_url_are_masked() {
        assert_eq!(shown("AHRpbQBzZWNyZXQ="), "****************");
        assert_eq!(shown("BURL imap://a/b;URLAUTH=x:int:9 LAST").find("int"), None);
        assert_eq!(shown("STARTTLS"), "STARTTLS");
        assert_eq!(shown("MAIL FROM:<a@b.example> AUTH=<>"), "MAIL FROM:<a@b.example> AUTH=<>");
    }

    #[test]
    fn typing_errors_and_the_passwords_of_urls_are_masked() {
        assert_eq!(shown("AUHT PLAIN AGpvAHBhc3M="), "AUHT PLAIN ************");
        assert_eq!(shown("XOAUTH2 AGpvAHBhc3M="), "XOAUTH2 ************");
        assert_eq!(shown("PASS hunter2"), "PASS *******");
        assert_eq!(shown("BURL imap://jo:pw@h/ LAST"), "BURL imap://jo:**@h/ LAST");
    }
}
