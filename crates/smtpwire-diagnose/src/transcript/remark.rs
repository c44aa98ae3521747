//! Remarks that people and tools write between the lines of a dialog.

use super::model::Event;
use super::shape::{mentions, starts_ignoring_case};

/// What a remark says about the connection; `None` when it says nothing that matters.
///
/// The remark comes without its brackets or its `#`. To be understood it must be about the event
/// itself: "TLS handshake" is, "AUTH shows only inside TLS" is not.
pub(super) fn meaning(remark: &[u8]) -> Option<Event> {
    let remark = remark.trim_ascii();
    let bare = strip_dots(remark);
    if says_tls(bare) {
        Some(Event::TlsStarted)
    } else if says_closed(bare) {
        Some(Event::Closed)
    } else if is_ellipsis(remark) {
        Some(Event::Elided)
    } else {
        None
    }
}

/// `...`, `[…]`, `… and so on …`: something was left out.
pub(super) fn is_ellipsis(remark: &[u8]) -> bool {
    let inner = remark.strip_prefix(b"[").or_else(|| remark.strip_prefix(b"(")).unwrap_or(remark);
    let inner = inner.trim_ascii_start();
    inner.starts_with(b"...") || inner.starts_with("…".as_bytes())
}

/// Whether it speaks of the connection at all (waits for it, opens it).
pub(super) fn is_about_connection(remark: &[u8]) -> bool {
    ["connect", "waits for", "listens", "session", "port "]
        .iter()
        .any(|word| mentions(remark, word))
}

fn strip_dots(remark: &[u8]) -> &[u8] {
    let is_dot = |octet: &u8| b".[]()<> \t".contains(octet);
    let start = remark.iter().position(|octet| !is_dot(octet)).unwrap_or(remark.len());
    let end = remark.iter().rposition(|octet| !is_dot(octet)).map_or(start, |last| last + 1);
    remark.get(start..end).unwrap_or(&[])
}

fn says_tls(remark: &[u8]) -> bool {
    if remark.len() > 120
        || ["fail", "error", " not ", "without"].iter().any(|no| mentions(remark, no))
    {
        return false;
    }
    if ["tls", "ssl"].iter().any(|name| remark.eq_ignore_ascii_case(name.as_bytes())) {
        return true;
    }
    let named = ["tls", "ssl"].iter().any(|name| mentions_word(remark, name));
    let leads = ["tls", "ssl", "start tls", "starts tls", "starting tls"]
        .iter()
        .any(|start| starts_ignoring_case(remark, start.as_bytes()));
    let begins = ["handshake", "negotiat", "established", "started", "begins", "active", "layer"]
        .iter()
        .any(|word| mentions(remark, word));
    let negotiates = ["negotiate", "handshake"].iter().any(|word| mentions(remark, word));
    named && ((leads && begins) || negotiates)
}

fn says_closed(remark: &[u8]) -> bool {
    let what = ["connection", "socket", "tcp", "session"].iter().any(|word| mentions(remark, word));
    let how =
        ["close", "reset", "dropped", "drops the", "lost", "hangs up", "disconnect", "aborted"]
            .iter()
            .any(|word| mentions(remark, word));
    remark.len() <= 120 && what && how
}

/// Whether a word stands by itself in a remark.
fn mentions_word(remark: &[u8], word: &str) -> bool {
    remark
        .split(|octet| !octet.is_ascii_alphanumeric())
        .any(|found| found.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_on_tls_are_told_from_talk_about_it() {
        for remark in [
            "TLS",
            "TLS handshake",
            "starts TLS negotiation",
            "... TLS negotiation proceeds, further commands",
            "client and server negotiate TLS",
        ] {
            assert_eq!(meaning(remark.as_bytes()), Some(Event::TlsStarted), "{remark}");
        }
        for remark in [
            "AUTH shows only inside TLS",
            "STARTTLS, new EHLO",
            "TLS handshake failed",
            "REQUIRETLS is offered",
            "bytes after the 220 of STARTTLS must be thrown away",
        ] {
            assert_eq!(meaning(remark.as_bytes()), None, "{remark}");
        }
    }

    #[test]
    fn ends_and_omissions_are_understood() {
        assert_eq!(meaning(b"server resets the TCP connection"), Some(Event::Closed));
        assert_eq!(meaning(b"[...authentication exchange...]"), Some(Event::Elided));
        assert_eq!(meaning("… more …".as_bytes()), Some(Event::Elided));
        assert_eq!(meaning(b"opens connection"), None);
    }
}
