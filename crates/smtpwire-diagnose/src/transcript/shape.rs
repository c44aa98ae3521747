//! What lines of SMTP look like, as far as it takes to tell the sides apart.
//!
//! Nothing here judges: the checker does. These are the weakest tests that still tell a reply or
//! a command from prose.

/// The code of a line that looks like a reply: three digits, the first of them 2 to 5, then a
/// space, a hyphen or nothing.
pub(super) fn reply_code(line: &[u8]) -> Option<u16> {
    let (&[a, b, c], rest) = line.split_first_chunk::<3>()?;
    let digits = (b'2'..=b'5').contains(&a) && b.is_ascii_digit() && c.is_ascii_digit();
    if !digits || !matches!(rest.first(), None | Some(b' ' | b'-' | b'\t')) {
        return None;
    }
    Some(u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0'))
}

/// Whether a line that looks like a reply says that more lines follow.
pub(super) fn reply_continues(line: &[u8]) -> bool {
    line.get(3) == Some(&b'-')
}

/// The first word of a line and what follows it, both without the white space between.
pub(super) fn split_word(line: &[u8]) -> (&[u8], &[u8]) {
    let line = line.trim_ascii();
    match line.iter().position(u8::is_ascii_whitespace) {
        Some(at) => {
            let (word, rest) = line.split_at(at);
            (word, rest.trim_ascii_start())
        }
        None => (line, &[]),
    }
}

/// Whether a line looks so much like a command that prose can hardly be meant.
pub(super) fn is_command(line: &[u8]) -> bool {
    // No command is longer; what is longer is content.
    if line.len() > 16 * 1024 {
        return false;
    }
    let (verb, rest) = split_word(line);
    let is = |names: &[&str]| names.iter().any(|name| verb.eq_ignore_ascii_case(name.as_bytes()));
    let one_word = !rest.is_empty() && !rest.iter().any(u8::is_ascii_whitespace);
    if is(&["EHLO", "HELO", "LHLO"]) {
        one_word
    } else if is(&["MAIL", "SEND", "SOML", "SAML"]) {
        starts_ignoring_case(rest, b"FROM:")
    } else if is(&["RCPT"]) {
        starts_ignoring_case(rest, b"TO:")
    } else if is(&["DATA", "QUIT", "RSET", "STARTTLS", "TURN", "NOOP", "HELP"]) {
        rest.is_empty()
    } else if is(&["AUTH"]) {
        let (mechanism, _) = split_word(rest);
        !mechanism.is_empty()
            && mechanism.iter().all(|octet| octet.is_ascii_alphanumeric() || b"-_".contains(octet))
    } else if is(&["BDAT"]) {
        rest.first().is_some_and(u8::is_ascii_digit)
    } else if is(&["BURL"]) {
        rest.contains(&b':')
    } else if is(&["XCLIENT", "XFORWARD"]) {
        rest.contains(&b'=')
    } else if is(&["VRFY", "EXPN", "ETRN", "ATRN"]) {
        one_word
    } else {
        false
    }
}

/// Whether the line's verb is this one.
pub(super) fn has_verb(line: &[u8], verb: &str) -> bool {
    split_word(line).0.eq_ignore_ascii_case(verb.as_bytes())
}

/// Whether `line` begins with `start`, whatever the case of its letters.
pub(super) fn starts_ignoring_case(line: &[u8], start: &[u8]) -> bool {
    line.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Whether `line` holds `needle`, which must be in lower case, whatever the case of its letters.
/// Only the first 256 octets are looked at: remarks are short.
pub(super) fn mentions(line: &[u8], needle: &str) -> bool {
    let head = line.get(..256).unwrap_or(line);
    head.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

/// Whether all of `text` is base64, padded or not, and not empty.
pub(super) fn is_base64(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().copied().all(is_base64_octet)
}

/// Whether an octet is of the base64 alphabets (the plain and the URL-safe one) or padding.
pub(super) fn is_base64_octet(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'=' | b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_told_from_prose() {
        assert_eq!(reply_code(b"220"), Some(220));
        assert_eq!(reply_code(b"250-SIZE"), Some(250));
        assert_eq!(reply_code(b"550 5.1.1 no"), Some(550));
        for prose in [&b"22"[..], b"2200 items", b"250,Main", b"100 bottles", b"600 x", b"25x"] {
            assert_eq!(reply_code(prose), None);
        }
    }

    #[test]
    fn commands_are_told_from_prose() {
        for command in ["ehlo [127.0.0.1]", "MAIL FROM:<>", "rcpt to:<a@b> x", "data", "AUTH PLAIN"]
        {
            assert!(is_command(command.as_bytes()), "{command}");
        }
        for prose in ["Help me please", "Mail is late", "data loss", "send money", "quit it", ""] {
            assert!(!is_command(prose.as_bytes()), "{prose}");
        }
    }
}
