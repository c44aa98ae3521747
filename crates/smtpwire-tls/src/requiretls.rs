//! What a message's sender asks of TLS: REQUIRETLS, and its opposite in the header (RFC 8689).
//!
//! ```
//! use smtpwire_tls::requiretls::{TlsRequest, decide, tls_required_no};
//!
//! let content = b"From: <ann@example.org>\r\nTLS-Required: No\r\n\r\nThe coffee is ready.\r\n";
//! assert!(tls_required_no(content));
//! assert_eq!(decide(false, tls_required_no(content)), TlsRequest::NotNeeded);
//! // REQUIRETLS in the MAIL command outdoes the header.
//! assert_eq!(decide(true, tls_required_no(content)), TlsRequest::Required);
//! ```

use crate::txt::trim;

/// The most octets of a message's header that are looked at. A field behind them is not found.
pub const MAX_HEADER: usize = 262_144;

const FIELD: &[u8] = b"TLS-Required";

/// What a message's sender asks of TLS on the way to the recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TlsRequest {
    /// Neither: the recipient's policies (DANE, MTA-STS) and the host's decide.
    Usual,
    /// REQUIRETLS: only over TLS, to a server whose name and certificate are verified and that
    /// offers REQUIRETLS itself (RFC 8689 section 4.2.1); else the message goes back.
    Required,
    /// `TLS-Required: No`: rather delivered than protected. The recipient's policies do not keep
    /// the message back; TLS is used where it is offered (RFC 8689 section 4.2.2).
    NotNeeded,
}

/// What is asked by the REQUIRETLS parameter of the MAIL command and by the header
/// ([`tls_required_no`]): the parameter overrides the header (RFC 8689 section 4.1).
pub const fn decide(parameter: bool, header_no: bool) -> TlsRequest {
    match (parameter, header_no) {
        (true, _) => TlsRequest::Required,
        (false, true) => TlsRequest::NotNeeded,
        (false, false) => TlsRequest::Usual,
    }
}

/// Whether the header of a message says `TLS-Required: No` (RFC 8689 section 3).
///
/// `content_head` is the message's content from its start, all of it or as much as is at hand; the
/// header, [`MAX_HEADER`] octets of it at most, is looked at. Case does not matter, and the field
/// may be folded. With another value, or when the field occurs more than once, it asks for nothing,
/// so that the recipient's policies stay in force. A line without its end does not count: more of
/// it may follow.
pub fn tls_required_no(content_head: &[u8]) -> bool {
    let mut rest = content_head.get(..MAX_HEADER).unwrap_or(content_head);
    let mut found: Option<Vec<u8>> = None;
    let mut inside = false;
    while let Some(end) = rest.iter().position(|&octet| octet == b'\n') {
        let (line, behind) = rest.split_at(end);
        rest = behind.get(1..).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if let [b' ' | b'\t', ..] = line {
            if inside && let Some(value) = &mut found {
                value.push(b' ');
                value.extend_from_slice(trim(line));
            }
            continue;
        }
        let Some(colon) = line.iter().position(|&octet| octet == b':') else {
            // The empty line, or something that is no field: the header is over.
            break;
        };
        let (name, value) = line.split_at(colon);
        inside = trim(name).eq_ignore_ascii_case(FIELD);
        if inside {
            if found.is_some() {
                return false;
            }
            found = Some(value.get(1..).unwrap_or_default().to_vec());
        }
    }
    found.is_some_and(|value| trim(&value).eq_ignore_ascii_case(b"No"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_field_is_found_in_the_header_only() {
        // R-RTLS-004
        for (content, no) in [
            ("TLS-Required: No\r\n\r\n", true),
            ("Subject: x\r\ntls-required:\tNO \r\nFrom: y\r\n\r\n", true),
            ("Subject: x\nTLS-Required: No\n\nbody\n", true),
            ("TLS-Required:\r\n No\r\n\r\n", true),
            ("TLS-Required: No\r\n \r\n\r\n", true),
            ("TLS-Required : No\r\n\r\n", true),
            ("TLS-Required: No\r\n", true),
            ("Subject: x\r\n\r\nTLS-Required: No\r\n", false),
            ("Subject: x\r\n TLS-Required: No\r\n\r\n", false),
            ("no header at all\r\nTLS-Required: No\r\n", false),
            ("TLS-Required: No", false),
            ("TLS-Required: No\r\n and more\r\n\r\n", false),
            ("TLS-Required: Yes\r\n\r\n", false),
            ("TLS-Required:\r\n\r\n", false),
            ("X-TLS-Required: No\r\n\r\n", false),
            ("TLS-RequiredX: No\r\n\r\n", false),
            ("", false),
        ] {
            assert_eq!(tls_required_no(content.as_bytes()), no, "{content:?}");
        }
    }

    #[test]
    fn a_field_that_occurs_twice_asks_for_nothing() {
        // R-RTLS-004
        assert!(!tls_required_no(b"TLS-Required: No\r\nTo: x\r\nTLS-Required: No\r\n\r\n"));
        assert!(!tls_required_no(b"TLS-Required: No\r\nTLS-Required: Yes\r\n\r\n"));
    }

    #[test]
    fn the_parameter_overrides_the_header() {
        // R-RTLS-005
        assert_eq!(decide(true, true), TlsRequest::Required);
        assert_eq!(decide(true, false), TlsRequest::Required);
        assert_eq!(decide(false, true), TlsRequest::NotNeeded);
        assert_eq!(decide(false, false), TlsRequest::Usual);
    }

    #[test]
    fn a_field_behind_the_bound_is_not_looked_for() {
        let mut content = b"Subject: x\r\n".repeat(MAX_HEADER / 12 + 1);
        content.extend_from_slice(b"TLS-Required: No\r\n\r\n");
        assert!(!tls_required_no(&content));
    }

    proptest! {
        #[test]
        fn other_fields_around_it_change_nothing(
            before in "([A-Za-z-]{1,9}:[ -~]{0,9}(\r\n [ -~]{1,9})?\r\n){0,3}",
            after in "([A-Za-z-]{1,9}:[ -~]{0,9}\r\n){0,3}",
            body: Vec<u8>,
        ) {
            let content = [before.as_bytes(), b"TLS-Required: No\r\n", after.as_bytes(), b"\r\n", &body];
            prop_assert!(tls_required_no(&content.concat()));
            let content = [before.as_bytes(), after.as_bytes(), b"\r\nTLS-Required: No\r\n", &body];
            prop_assert!(!tls_required_no(&content.concat()));
        }

        #[test]
        fn no_octets_panic(content: Vec<u8>) {
            let _ = tls_required_no(&content);
        }
    }
}
