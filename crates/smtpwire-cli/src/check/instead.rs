//! What a file holds that is no dialog, and what to do with it instead.
//!
//! Most people have a line of a log, a bounce message or the words of a client that never got
//! through; each has its own way on. Nothing of the file is repeated but numbers: any line may hold
//! a password.

use crate::explain::refusal_in;

/// A sentence on what is there instead of a dialog; `None` when it is nothing that we know.
pub(super) fn hint(input: &[u8]) -> Option<String> {
    let mut unreached = None;
    for (number, line) in (1..).zip(input.split(|octet| *octet == b'\n')) {
        if let Some(reply) = refusal_in(&String::from_utf8_lossy(head(line))) {
            return Some(format!(
                "Line {number} holds a server's reply ({reply}), though: give that line to \
                 `smtpwire explain -`, which tells what it means and what to do"
            ));
        }
        if unreached.is_none() {
            unreached = unreached_in(line).map(|how| (number, how));
        }
    }
    let (number, how) = unreached?;
    Some(format!(
        "Line {number} says that {how}: no SMTP session took place. Check the host's name, the port \
         (25 between servers, 587 or 465 for a client) and the firewalls on the way; many providers \
         block port 25"
    ))
}

/// As much of a line as is looked at: what logs and bounces say of a reply stands in it.
fn head(line: &[u8]) -> &[u8] {
    line.get(..16 * 1024).unwrap_or(line)
}

/// How a client's own words say that it reached no server.
const UNREACHED: [(&str, &str); 6] = [
    ("connection refused", "the connection was refused"),
    ("actively refused", "the connection was refused"),
    ("timed out", "the connection timed out"),
    ("timeouterror", "the connection timed out"),
    ("no route to host", "there is no way to the host"),
    ("network is unreachable", "there is no way to the host"),
];

fn unreached_in(line: &[u8]) -> Option<&'static str> {
    let line = String::from_utf8_lossy(head(line)).to_ascii_lowercase();
    UNREACHED.iter().find(|(words, _)| line.contains(words)).map(|(_, how)| *how)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_has_no_hint() {
        assert_eq!(hint(b"Dear all,\nthe last 500 mails from 192.0.2.5 are lost.\n"), None);
        assert_eq!(hint(b"Linux 5.15.0-91-generic, version 5.7.26.1\n"), None);
    }

    #[test]
    fn a_reply_is_worth_more_than_a_connection_that_failed() {
        let log = b"connect to mx.example[192.0.2.1]:25: Connection timed out\n\
                    said: 450 4.7.1 Greylisted\n";
        let told = hint(log).unwrap();
        assert!(told.starts_with("Line 2 holds a server's reply (450 4.7.1)"), "{told}");
    }
}
