//! What comes in place of a handshake: plaintext, half of one, nothing, garbage.

use super::{Authority, client, peer, server};
use crate::explain::{Circumstances, Side};
use crate::verify::Verdict;
use crate::{FailureKind, TlsFailure};

/// What each side says when these octets come in place of a handshake.
fn hear(side: Side, implicit: bool, octets: &[u8]) -> TlsFailure {
    let ca = Authority::new("Test CA");
    let mut connection: rustls::Connection = match side {
        Side::Client => client(ca.roots())
            .connect(&peer("mx.example.org"), true, &Verdict::default())
            .unwrap()
            .into(),
        Side::Server => {
            server(ca.server(&["mx.example.org"])).accept(&Verdict::default()).unwrap().into()
        }
    };
    let verdict = Verdict::default();
    let now = Circumstances {
        side,
        implicit,
        received: octets.get(..64).unwrap_or(octets),
        verdict: &verdict,
    };
    let mut rest = octets;
    while !rest.is_empty() {
        connection.read_tls(&mut rest).unwrap();
        if let Err(error) = connection.process_new_packets() {
            return TlsFailure::of(&error, &now);
        }
    }
    TlsFailure::cut_off(&now)
}

#[test]
fn a_plaintext_greeting_on_a_port_for_implicit_tls_is_told_from_a_broken_handshake() {
    let failure = hear(Side::Client, true, b"220 mx.example.org ESMTP\r\n");
    assert_eq!(failure.kind(), FailureKind::NotTls);
    assert_eq!(
        failure.to_string(),
        "the server answered in plaintext: \"220 mx.example.org ESMTP\"; the port wants STARTTLS, \
         not TLS from the first octet"
    );
    assert_eq!(failure.report_type(), Some("validation-failure"));
}

#[test]
fn a_server_that_goes_on_in_plaintext_after_starttls_is_quoted() {
    let failure = hear(Side::Client, false, b"454 4.7.0 out of entropy\r\n");
    assert_eq!(
        failure.to_string(),
        "the server agreed to STARTTLS and went on in plaintext: \"454 4.7.0 out of entropy\""
    );
}

#[test]
fn a_client_that_speaks_plaintext_to_a_server_is_quoted() {
    let failure = hear(Side::Server, true, b"EHLO x\r\nMAIL FROM:<>\r\n");
    assert_eq!(
        failure.to_string(),
        "the client spoke plaintext: \"EHLO x\"; this port wants TLS from the first octet"
    );
    let failure = hear(Side::Server, false, b"MAIL FROM:<>\r\n");
    assert_eq!(
        failure.to_string(),
        "the client said STARTTLS and went on in plaintext: \"MAIL FROM:<>\""
    );
}

#[test]
fn what_is_quoted_is_short_and_has_no_control_characters() {
    let mut octets = b"220 \x1b[2J\xff".to_vec();
    octets.extend([b'a'; 500]);
    let said = hear(Side::Client, true, &octets).to_string();
    assert!(said.contains("220 \\x1b[2J\\xffaaaa"), "{said}");
    assert!(said.len() < 250, "{said}");
}

#[test]
fn a_connection_that_is_cut_off_says_where() {
    let failure = hear(Side::Client, true, b"");
    assert_eq!(failure.kind(), FailureKind::Truncated);
    assert_eq!(failure.to_string(), "the server closed the connection without a word of TLS");
    let failure = hear(Side::Server, true, b"\x16\x03\x01\x02\x00\x01");
    assert_eq!(failure.kind(), FailureKind::Truncated);
    assert_eq!(
        failure.to_string(),
        "the client closed the connection in the middle of the TLS handshake"
    );
    assert_eq!(hear(Side::Client, true, b"220 mx").kind(), FailureKind::NotTls);
    assert_eq!(hear(Side::Client, true, b"2").kind(), FailureKind::NotTls);
}

#[test]
fn a_record_that_is_broken_is_no_plaintext() {
    for octets in [
        &b"\x16\x03\x03\x00\x04\xff\xff\xff\xff"[..],
        b"\x17\x03\x03\x00\x01\x00",
        b"\x16\x03\x03\x00\x00",
        b"\x16\x03\x03\xff\xff",
    ] {
        let failure = hear(Side::Client, true, octets);
        assert!(
            matches!(failure.kind(), FailureKind::BadRecord | FailureKind::Truncated),
            "{failure}"
        );
    }
}

#[test]
fn an_alert_is_told_by_its_name_and_its_meaning() {
    let alert = |side, number: u8| hear(side, true, &[0x15, 3, 3, 0, 2, 2, number]);
    for (number, kind, sentence) in [
        (
            40,
            FailureKind::NoCommonCipher,
            "the server knows none of our cipher suites, or of our key exchanges (alert \
             handshake_failure)",
        ),
        (
            70,
            FailureKind::NoCommonVersion,
            "the server speaks none of our versions of TLS (alert protocol_version)",
        ),
        (
            48,
            FailureKind::CertificateRefused,
            "the server did not accept our client certificate: it does not know the issuer (alert \
             unknown_ca)",
        ),
        (
            112,
            FailureKind::Alert,
            "the server is not the host that we asked for (alert unrecognized_name)",
        ),
        (80, FailureKind::Alert, "the server gave up the connection (alert internal_error)"),
        (200, FailureKind::Alert, "the server gave up the connection (alert 200)"),
    ] {
        let failure = alert(Side::Client, number);
        assert_eq!(failure.to_string(), sentence);
        assert_eq!(failure.kind(), kind);
    }
    let failure = alert(Side::Server, 42);
    assert_eq!(failure.kind(), FailureKind::CertificateRefused);
    assert_eq!(
        failure.to_string(),
        "the client did not accept our certificate: it is broken or not for the name that it \
         looked for (alert bad_certificate)"
    );
}

#[test]
fn a_handshake_failure_is_read_by_what_came_before_it() {
    let error = rustls::Error::AlertReceived(rustls::AlertDescription::HandshakeFailure);
    let read = |verdict: &Verdict, received: &[u8]| {
        let now = Circumstances { side: Side::Client, implicit: true, received, verdict };
        let failure = TlsFailure::of(&error, &now);
        (failure.kind(), failure.to_string())
    };
    let verdict = Verdict::default();
    assert_eq!(read(&verdict, b"\x15\x03\x03").0, FailureKind::NoCommonCipher);
    assert_eq!(
        read(&verdict, b"\x16\x03\x03"),
        (
            FailureKind::Alert,
            "the server broke off the handshake (alert handshake_failure)".to_owned()
        )
    );
    verdict.asked(false);
    assert_eq!(
        read(&verdict, b"\x16\x03\x03"),
        (
            FailureKind::CertificateRequired,
            "the server demands a client certificate, and we showed none (alert handshake_failure)"
                .to_owned()
        )
    );
    let verdict = Verdict::default();
    verdict.asked(true);
    assert_eq!(
        read(&verdict, b"\x16\x03\x03"),
        (
            FailureKind::CertificateRefused,
            "the server broke off the handshake when it saw our client certificate (alert \
             handshake_failure)"
                .to_owned()
        )
    );
}

/// A `ClientHello` as it was before there were extensions, with this version.
fn bare_hello(version: [u8; 2]) -> Vec<u8> {
    let mut body = version.to_vec();
    body.extend([7; 32]);
    // No session, TLS_RSA_WITH_AES_128_CBC_SHA and TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, no compression.
    body.extend([0, 0, 4, 0x00, 0x2f, 0xc0, 0x13, 1, 0]);
    let length = u8::try_from(body.len()).unwrap();
    let mut record = vec![0x16, 3, 1, 0, length + 4, 1, 0, 0, length];
    record.extend(body);
    record
}

#[test]
fn a_client_of_an_older_version_is_told_by_its_version_and_not_by_what_it_lacks() {
    for minor in 0..=2 {
        let failure = hear(Side::Server, true, &bare_hello([3, minor]));
        assert_eq!(failure.kind(), FailureKind::NoCommonVersion);
        assert_eq!(
            failure.to_string(),
            "the client speaks TLS 1.1 or older, and no version that is allowed here"
        );
    }
    let failure = hear(Side::Server, true, &bare_hello([3, 3]));
    assert_eq!(failure.kind(), FailureKind::NoCommonCipher);
}
