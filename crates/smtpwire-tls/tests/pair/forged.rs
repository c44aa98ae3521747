//! Records that rustls as a peer would never send.

use smtpwire::{Connection, ErrorCode};

use crate::forge::Forge;
use crate::raw::Raw;
use crate::under::*;
use crate::world::*;

const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
const DATA: u8 = 23;

fn kinds(octets: &[u8]) -> Vec<u8> {
    let mut kinds = Vec::new();
    let mut rest = octets;
    while let [kind, _, _, high, low, ..] = rest {
        kinds.push(*kind);
        rest = &rest[5 + usize::from(u16::from_be_bytes([*high, *low]))..];
    }
    kinds
}

// RFC 5246 section 7.2.2, CVE-2009-3555
#[test]
fn renegotiation_is_refused_and_insisting_on_it_ends_the_session() {
    let (mut server, raw) = server_in_tls(true);
    let mut forge = Forge::of(raw);
    // The record's head left off, a ClientHello as it is.
    let hello = Raw::client(true, SERVER).records()[5..].to_vec();
    server.gets(&forge.record(HANDSHAKE, &hello));
    assert!(server.end.is_none());
    assert_eq!(kinds(&server.says()), [ALERT], "no_renegotiation");
    // The session is the old one.
    server.gets(&forge.record(DATA, b"EHLO client.example\r\n"));
    assert_eq!(kinds(&server.says()), [DATA]);
    server.gets(&forge.record(HANDSHAKE, &hello));
    assert_eq!(server.error(), ErrorCode::TlsFailed);

    let (mut client, raw) = client_in_tls(true);
    let mut forge = Forge::of(raw);
    let hello_request = [0, 0, 0, 0];
    client.gets(&forge.record(HANDSHAKE, &hello_request));
    assert!(client.end.is_none());
    assert_eq!(kinds(&client.says()), [ALERT], "no_renegotiation");
    client.gets(&forge.record(HANDSHAKE, &hello_request));
    assert_eq!(client.error(), ErrorCode::TlsFailed);
}

#[test]
fn a_client_hello_inside_tls_1_3_ends_the_session() {
    let (mut server, raw) = server_in_tls(false);
    let mut forge = Forge::of(raw);
    let hello = Raw::client(false, SERVER).records()[5..].to_vec();
    server.gets(&forge.record(HANDSHAKE, &hello));
    assert_eq!(server.error(), ErrorCode::TlsFailed);
    assert!(!saw_commands(&server));
}

// RFC 8446 section 5.2: 2^14 octets of content, and what sealing adds.
#[test]
fn a_sealed_record_that_is_too_long_is_refused() {
    for tls12 in [false, true] {
        for length in [(1 << 14) + 1, (1 << 14) + 257] {
            let (mut server, raw) = server_in_tls(tls12);
            let mut forge = Forge::of(raw);
            let mut content = b"NOOP\r\n".to_vec();
            content.resize(length, b'x');
            server.gets(&forge.record(DATA, &content));
            assert_eq!(server.error(), ErrorCode::TlsFailed, "{length}");
            assert!(!saw_commands(&server));
        }
    }
}

// RFC 8446 section 5.1 allows them, to mislead who listens.
#[test]
fn empty_records_say_nothing_and_without_end_they_are_given_up() {
    for tls12 in [false, true] {
        let (mut server, raw) = server_in_tls(tls12);
        let mut forge = Forge::of(raw);
        let deadline = server.connection.next_deadline();
        server.now = 1000;
        for _ in 0..20 {
            server.gets(&forge.record(DATA, b""));
        }
        // Whoever says nothing is idle, in however many records.
        assert_eq!(server.connection.next_deadline(), deadline);
        server.gets(&forge.record(DATA, b"EHLO client.example\r\n"));
        assert_eq!(kinds(&server.says()), [DATA]);
        let sent = (0..10_000).take_while(|_| {
            server.gets(&forge.record(DATA, b""));
            server.end.is_none()
        });
        assert!(sent.count() < 100);
        assert_eq!(server.error(), ErrorCode::TlsFailed);
    }
}

#[test]
fn warnings_without_end_are_given_up() {
    let (mut server, raw) = server_in_tls(true);
    let mut forge = Forge::of(raw);
    // user_canceled, a warning
    let sent = (0..100).take_while(|_| {
        server.gets(&forge.record(ALERT, &[1, 90]));
        server.end.is_none()
    });
    assert!(sent.count() < 10);
    assert_eq!(server.error(), ErrorCode::TlsFailed);
}

#[test]
fn an_alert_that_is_fatal_ends_the_session_by_its_name() {
    for tls12 in [false, true] {
        let (mut client, raw) = client_in_tls(tls12);
        let mut forge = Forge::of(raw);
        client.gets(&forge.record(ALERT, &[2, 80]));
        assert_eq!(client.error(), ErrorCode::TlsFailed);
        let failure = client.connection.failure().unwrap().to_string();
        assert!(failure.contains("internal_error"), "{failure}");
    }
}
