//! Logins that were misspelt: what comes behind them may be a name and a password.

use crate::flow::sasl::SaslMechanism;

/// Mechanisms that are not known here and may be asked for all the same.
const OTHERS: [&str; 5] = ["NTLM", "GSSAPI", "DIGEST-MD5", "GS2-KRB5", "KERBEROS_V4"];

/// Whether a line that is no command was meant to be AUTH: its first word is nearly that or begins with
/// it, or its second is a mechanism.
pub(super) fn is_login(line: &str) -> bool {
    let mut words = line.split(' ');
    let verb = words.next().unwrap_or_default().as_bytes();
    let begins = verb.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"AUTH"));
    begins || is_nearly(verb, b"AUTH") || words.next().is_some_and(is_mechanism)
}

fn is_mechanism(word: &str) -> bool {
    SaslMechanism::from_name(word).is_some()
        || OTHERS.iter().any(|name| name.eq_ignore_ascii_case(word))
}

/// Whether a word is another one, but for one letter that is missing, too many or wrong, or two that
/// are swapped. Case does not count.
fn is_nearly(word: &[u8], meant: &[u8]) -> bool {
    let pairs = || word.iter().zip(meant);
    let same = pairs().take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let (Some(word), Some(meant)) = (word.get(same..), meant.get(same..)) else { return false };
    // What follows the first difference, so many letters further on in each.
    let alike = |in_word: usize, in_meant: usize| match (word.get(in_word..), meant.get(in_meant..))
    {
        (Some(word), Some(meant)) => word.eq_ignore_ascii_case(meant),
        _ => false,
    };
    let swapped = || {
        let (first, second) = (word.first(), word.get(1));
        let is = |a: Option<&u8>, b: Option<&u8>| {
            a.zip(b).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        is(first, meant.get(1)) && is(second, meant.first())
    };
    alike(1, 1) || alike(0, 1) || alike(1, 0) || (swapped() && alike(2, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_login_is_found() {
        for line in [
            "AUHT PLAIN AGpvAHBlbmNpbA==",
            "AUTHPLAIN AGpvAHBlbmNpbA==",
            "auth-login",
            "AUT LOGIN",
            "UTH x",
            "AUTHH x",
            "AITH x",
            "AAUTH x",
            "LOG CRAM-MD5",
            "LOGON ntlm",
        ] {
            assert!(is_login(line), "{line}");
        }
    }

    #[test]
    fn other_lines_are_none() {
        for line in
            ["XFOO bar", "PUTH2 x", "A", "HELLO client.example", "TURN", "AUHTX y", "XADR PLAINX"]
        {
            assert!(!is_login(line), "{line}");
        }
    }
}
