//! A dialog with a login in it, whose secret must not be shown by anything that reads it.

/// `AUTH PLAIN` with the password `hunter-7311`.
const LOGIN: &[u8] = b"S: 220 mx.example ESMTP\n\
    C: EHLO a.example\n\
    S: 250-mx.example\n\
    S: 250 AUTH PLAIN\n\
    C: AUTH PLAIN AHRpbQBodW50ZXItNzMxMQ==\n\
    S: 235 2.7.0 ok\n";
const SECRET: &[u8] = b"AHRpbQBodW50ZXItNzMxMQ==";

/// The text, behind the login if it is wanted.
pub fn before(text: &[u8], wanted: bool) -> Vec<u8> {
    let login: &[u8] = if wanted { LOGIN } else { b"" };
    [login, text].concat()
}

/// Whether the secret stands there as a word. In the middle of other base64 it is another text.
pub fn is_shown(text: &[u8]) -> bool {
    let base64 = |octet: Option<&u8>| {
        octet.is_some_and(|octet| octet.is_ascii_alphanumeric() || b"+/=".contains(octet))
    };
    text.windows(SECRET.len()).enumerate().any(|(at, octets)| {
        octets == SECRET
            && !base64(at.checked_sub(1).and_then(|before| text.get(before)))
            && !base64(text.get(at + SECRET.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_login_shows_its_secret_until_it_is_masked() {
        let file = before(b"C: QUIT\n", true);
        assert!(is_shown(&file));
        let transcript = smtpwire_diagnose::transcript::read(&file).expect("a dialog");
        assert!(!is_shown(&smtpwire_diagnose::transcript::masked_source(&file, &transcript)));
        assert!(!is_shown(&before(b"C: QUIT\n", false)));
    }
}
