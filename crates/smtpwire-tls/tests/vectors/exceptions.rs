//! What can't be carried through TLS as it stands, and why.

/// How a dialog is run instead.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Exception {
    /// In plaintext alone.
    Plain,
    /// The same, but the error is this one, and perhaps these are the last words.
    Fails(&'static str, Option<&'static str>),
}

use Exception::{Fails, Plain};

/// File, dialog, what is done instead, and the reason.
const ALL: &[(&str, &str, Exception, &str)] = &[
    ("client/auth", "No secrets in the clear", Plain, "it is about what happens without TLS"),
    (
        "server/auth",
        "Mechanisms that show the password are not offered without TLS",
        Plain,
        "it is about what happens without TLS",
    ),
    (
        "client/starttls",
        "Plaintext while the handshake is awaited",
        Fails("tls-failed", None),
        "the client has begun the handshake, and what comes is a part of it, and none",
    ),
    (
        "client/starttls",
        "The connection ends during the handshake",
        Fails("tls-failed", None),
        "whose end that is, the failure says: the handshake was cut short",
    ),
    (
        "server/starttls",
        "Plaintext that comes while the handshake is awaited",
        Fails("tls-failed", Some("\\x15\\x03\\x03\\x00\\x02\\x022")),
        "what comes is a part of the handshake, and none; the alert decode_error says so",
    ),
];

pub(crate) fn of(file: &str, dialog: &str) -> Option<Exception> {
    ALL.iter().find(|(f, d, ..)| *f == file && *d == dialog).map(|(_, _, exception, _)| *exception)
}

/// No exception is for a dialog that there is not, and each has its reason.
pub(crate) fn check<'n>(file: &str, names: impl Iterator<Item = &'n str>) {
    let names: Vec<&str> = names.collect();
    for (_, dialog, _, why) in ALL.iter().filter(|(f, ..)| *f == file) {
        assert!(names.contains(dialog), "{file}: there is no {dialog}");
        assert!(!why.is_empty(), "{file}: {dialog} has no reason");
    }
}
