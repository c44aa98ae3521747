//! TLS that is broken on its way, by an attacker or by the peer.

use smtpwire::{ClientEvent, Connection, ErrorCode, Security, ServerEvent};
use smtpwire_tls::{FailureKind, TlsClient, TlsServer, TlsServerConfig};

use crate::raw::Raw;
use crate::under::*;
use crate::world::*;

const MAIL: &[u8] = b"MAIL FROM:<a@b.example>\r\n";

/// The records in these octets, each by itself.
fn records(mut octets: &[u8]) -> Vec<&[u8]> {
    let mut all = Vec::new();
    while let [_, _, _, high, low, ..] = octets {
        let (record, rest) = octets.split_at(5 + usize::from(u16::from_be_bytes([*high, *low])));
        all.push(record);
        octets = rest;
    }
    assert!(octets.is_empty());
    all
}

/// A server with TLS from the first octet, and its client.
fn implicit_server(tls12: bool) -> (Under<TlsServer>, Raw) {
    let config = TlsServerConfig::implicit(server_config(), SERVER_TLS.clone());
    (Under::new(TlsServer::new(&config, [9; 32], 0)), Raw::client(tls12, SERVER))
}

fn is_shut(server: &Under<TlsServer>, what: &str) {
    assert_eq!(server.error(), ErrorCode::TlsFailed, "{what}");
    assert!(server.connection.failure().is_some(), "{what}");
    assert!(server.connection.session().is_none(), "{what}");
    assert!(!server.connection.server().is_tls() && server.events.is_empty(), "{what}");
}

/// What an attacker slips in: plaintext, application data that is sealed with nothing, a handshake
/// message of its own, an alert.
const SLIPPED_IN: [&[u8]; 3] =
    [b"NOOP\r\n", b"\x17\x03\x03\x00\x06NOOP\r\n", b"\x16\x03\x03\x00\x04\x0e\x00\x00\x00"];

#[test]
fn what_is_slipped_in_between_the_clients_handshake_records_ends_the_handshake() {
    for tls12 in [false, true] {
        for slipped in SLIPPED_IN {
            for flight in 0..2 {
                // How many records the flight has is found out on the way.
                for before in 0.. {
                    let what = format!("{} in flight {flight}, {before}", slipped.escape_ascii());
                    let (mut server, mut raw) = implicit_server(tls12);
                    for _ in 0..flight {
                        server.gets(&raw.records());
                        raw.hear(&server.says());
                    }
                    let said = raw.records();
                    let said = records(&said);
                    if before == said.len() {
                        assert!(before > 0, "{what}: there is no such flight");
                        break;
                    }
                    server.gets(&said[..before].concat());
                    server.is_forced(slipped);
                    server.is_forced(&said[before..].concat());
                    is_shut(&server, &what);
                }
            }
        }
    }
}

#[test]
fn what_is_slipped_in_between_the_servers_handshake_records_ends_the_handshake() {
    for tls12 in [false, true] {
        for slipped in SLIPPED_IN {
            for before in 0.. {
                let what = format!("{} before record {before}", slipped.escape_ascii());
                let mut client = new_client(Security::Implicit);
                let mut raw = Raw::server(tls12, &RAW_SERVER);
                raw.hear(&client.says());
                let said = raw.records();
                let said = records(&said);
                if before == said.len() {
                    break;
                }
                client.gets(&said[..before].concat());
                client.is_forced(slipped);
                client.is_forced(&said[before..].concat());
                assert_eq!(client.error(), ErrorCode::TlsFailed, "{what}");
                assert!(client.events.is_empty() && client.connection.session().is_none());
            }
        }
    }
}

#[test]
fn a_second_client_hello_ends_the_handshake() {
    for tls12 in [false, true] {
        let (mut server, mut raw) = implicit_server(tls12);
        server.gets(&raw.records());
        server.is_forced(&Raw::client(tls12, SERVER).records());
        is_shut(&server, "a second ClientHello");
        // The alert is written, so that the client learns of it, too.
        raw.hear(&server.says());
        assert!(raw.error.is_some());
    }
}

#[test]
fn an_altered_handshake_never_comes_to_its_end() {
    for tls12 in [false, true] {
        let (mut server, mut raw) = implicit_server(tls12);
        let hello = raw.records();
        server.gets(&hello);
        // The content of the records; their own version says nothing (RFC 8446 section 5.1).
        for at in 5..hello.len() {
            let mut altered = hello.clone();
            altered[at] ^= 1;
            let mut raw = Raw::client(tls12, SERVER);
            // The same client says the same but for its random numbers.
            let mut other = raw.records();
            assert_eq!(other.len(), hello.len());
            other[at] ^= 1;
            let (mut server, _) = implicit_server(tls12);
            server.gets(&other);
            server.shakes_hands(&mut raw, usize::MAX);
            let up = server.connection.session().is_some() && raw.error.is_none();
            assert!(!up && raw.heard.is_empty(), "octet {at}");
            assert!(!server.connection.server().is_tls() || raw.error.is_some(), "octet {at}");
        }
    }
}

// R-TLS-016
#[test]
fn an_altered_record_is_never_read_and_ends_the_session() {
    for tls12 in [false, true] {
        let (_, mut raw) = server_in_tls(tls12);
        let length = raw.say(MAIL, usize::MAX).len();
        for at in 0..length {
            for bit in [1, 0x80] {
                let (mut server, mut raw) = server_in_tls(tls12);
                server.answers(&mut raw, b"EHLO client.example\r\n");
                let mut record = raw.say(MAIL, usize::MAX);
                record[at] ^= bit;
                let events = server.events.len();
                server.gets(&record);
                if server.end.is_none() {
                    // A length that was made greater, or a record that is none of those, is waited
                    // for in vain.
                    server.hears_the_end();
                    assert!(matches!(at, 0 | 3 | 4) || !tls12 && at < 3, "octet {at}");
                } else if server.error() == ErrorCode::TlsFailed {
                    let kind = server.connection.failure().unwrap().kind();
                    assert!(
                        matches!(kind, FailureKind::BadRecord | FailureKind::Alert),
                        "{kind:?}"
                    );
                }
                // Type and version of a record are sealed with it in TLS 1.2; in 1.3 they are for the
                // looks of it, and what is inside has a type of its own.
                if tls12 || at > 2 {
                    assert!(!saw_commands(&server) && server.events.len() == events, "octet {at}");
                }
            }
        }
    }
}

#[test]
fn a_record_that_is_cut_short_is_never_read() {
    for tls12 in [false, true] {
        let (_, mut raw) = server_in_tls(tls12);
        let length = raw.say(MAIL, usize::MAX).len();
        for cut in 0..length {
            let (mut server, mut raw) = server_in_tls(tls12);
            server.answers(&mut raw, b"EHLO client.example\r\n");
            let record = raw.say(MAIL, usize::MAX);
            server.gets(&record[..cut]);
            server.hears_the_end();
            server.says();
            assert!(!saw_commands(&server), "cut behind {cut}");
            assert!(server.end.is_some(), "cut behind {cut}");
        }
    }
}

/// A server that waits for content.
fn server_at_data(tls12: bool) -> (Under<TlsServer>, Raw) {
    let (mut server, mut raw) = server_in_tls(tls12);
    server.answers(&mut raw, b"EHLO client.example\r\n");
    server.answers(&mut raw, MAIL);
    server.answers(&mut raw, b"RCPT TO:<c@d.example>\r\n");
    assert!(server.answers(&mut raw, b"DATA\r\n").starts_with("354"));
    (server, raw)
}

#[test]
fn a_message_is_taken_only_when_its_end_has_come() {
    for tls12 in [false, true] {
        for content in [&b"Subject: x\r\n\r\nx\r\n"[..], b"Subject: x\r\n\r\nx\r\n.", b"x\r\n.\r"] {
            for closes in [false, true] {
                let (mut server, mut raw) = server_at_data(tls12);
                assert_eq!(server.answers(&mut raw, content), "");
                if closes {
                    raw.tls.send_close_notify();
                    server.gets(&raw.records());
                }
                server.hears_the_end();
                let told = |wanted: fn(&ServerEvent) -> bool| server.events.iter().any(wanted);
                assert!(told(|event| matches!(event, ServerEvent::Aborted { .. })));
                assert!(!told(|event| matches!(event, ServerEvent::Message { .. })));
                server.says();
                assert!(server.end.is_some());
            }
        }
    }
}

#[test]
fn a_command_that_close_notify_cuts_short_is_never_run() {
    for tls12 in [false, true] {
        let (mut server, mut raw) = server_in_tls(tls12);
        server.answers(&mut raw, b"EHLO client.example\r\n");
        let octets = raw.say(b"MAIL FROM:<a@b.example>", usize::MAX);
        raw.tls.send_close_notify();
        server.gets(&[octets, raw.records()].concat());
        // What comes in plaintext behind it is none of it.
        server.is_forced(b"\r\n");
        server.says();
        assert!(server.end.is_some() && !saw_commands(&server));
    }
}

#[test]
fn a_reply_that_is_cut_short_is_never_told() {
    for tls12 in [false, true] {
        for closes in [false, true] {
            let (mut client, mut raw) = client_in_tls(tls12);
            client.connection.client_mut().noop().unwrap();
            client.pump();
            assert!(client.says().len() > 4);
            let events = client.events.len();
            assert_eq!(client.answers(&mut raw, b"250-this is\r\n250 a rep"), "");
            if closes {
                raw.tls.send_close_notify();
                client.gets(&raw.records());
            }
            client.hears_the_end();
            assert_eq!(client.error(), ErrorCode::ConnectionLost);
            assert_eq!(client.events.len(), events);
        }
    }
}

#[test]
fn the_end_without_close_notify_is_an_end_where_nothing_is_missing() {
    for tls12 in [false, true] {
        let (mut client, mut raw) = client_in_tls(tls12);
        client.connection.client_mut().quit().unwrap();
        client.pump();
        client.says();
        client.answers(&mut raw, b"221 2.0.0 Bye\r\n");
        client.hears_the_end();
        assert_eq!(client.end, Some(Ok(())));
    }
}

/// Feeds a connection until it takes no more; how many octets it took.
fn appetite<C: Host>(under: &mut Under<C>, mut more: impl FnMut() -> Vec<u8>) -> usize {
    let mut taken = 0;
    while taken < 4 << 20 && under.end.is_none() && under.left == 0 {
        let octets = more();
        taken += octets.len();
        under.gets(&octets);
    }
    taken
}

/// A record of a handshake with this in it.
fn handshake(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    [&[22, 3, 3][..], &length, content].concat()
}

// A message of a handshake may say that it is 16 MiB long.
#[test]
fn a_handshake_message_without_end_is_given_up_in_bounded_memory() {
    for announced in [&[1, 0xff, 0xff, 0xff][..], &[1, 0x00, 0xff, 0xff], &[1, 0x00, 0xff, 0xf0]] {
        for piece in [1, 100, 16_384] {
            let what = format!("{announced:?} in {piece}");
            let (mut server, _) = implicit_server(false);
            server.gets(&handshake(announced));
            let taken = appetite(&mut server, || handshake(&vec![0; piece]));
            assert!(taken < 1 << 20, "{what}: it took {taken} octets");
            assert!(server.end.is_some(), "{what}: it neither fails nor goes on");
            is_shut(&server, &what);
            let mut client = new_client(Security::Implicit);
            client.says();
            client.gets(&handshake(&[&[2][..], &announced[1..]].concat()));
            let taken = appetite(&mut client, || handshake(&vec![0; piece]));
            assert!(taken < 1 << 20, "{what}: it took {taken} octets");
            assert!(client.end.is_some(), "{what}: it neither fails nor goes on");
            assert_eq!(client.error(), ErrorCode::TlsFailed, "{what}");
        }
    }
}

#[test]
fn records_that_are_empty_or_mean_nothing_do_not_hold_up_a_handshake_for_ever() {
    // A change of the cipher that TLS 1.3 has for the looks of it.
    let (mut server, _) = implicit_server(false);
    assert!(appetite(&mut server, || vec![20, 3, 3, 0, 1, 1]) < 1000);
    is_shut(&server, "change_cipher_spec");
    let (mut server, _) = implicit_server(false);
    let taken = appetite(&mut server, || handshake(b""));
    assert!(taken < 1000, "{taken}");
    is_shut(&server, "empty records");
}

// RFC 5246 section 6.2.3: 2^14 octets, and 2048 for what sealing adds. In `forged` are the limits of
// records that are sealed.
#[test]
fn a_record_that_is_too_long_is_refused_by_its_first_octets() {
    for length in [(1_u16 << 14) + 2049, u16::MAX] {
        let (mut server, _) = implicit_server(false);
        server.gets(&[&[22, 3, 1][..], &length.to_be_bytes(), &[1]].concat());
        is_shut(&server, "too long");
    }
}

// RFC 8446 section 4.6.3
#[test]
fn key_updates_without_end_are_given_up() {
    let (mut server, mut raw) = server_in_tls(false);
    let taken = appetite(&mut server, || {
        raw.tls.refresh_traffic_keys().unwrap();
        raw.records()
    });
    assert!(taken < 10_000, "{taken}");
    assert_eq!(server.error(), ErrorCode::TlsFailed);
    let (mut client, mut raw) = client_in_tls(false);
    let taken = appetite(&mut client, || {
        raw.tls.refresh_traffic_keys().unwrap();
        raw.records()
    });
    assert!(taken < 10_000, "{taken}");
    assert_eq!(client.error(), ErrorCode::TlsFailed);
}

// Each update asks for one in return, which nobody reads.
#[test]
fn key_updates_between_content_that_nobody_answers_to_take_no_memory() {
    let (mut server, mut raw) = server_at_data(false);
    for _ in 0..20_000 {
        raw.tls.refresh_traffic_keys().unwrap();
        let update = raw.records();
        server.gets(&update);
        server.gets(&raw.say(b"x\r\n", usize::MAX));
        assert!(server.connection.output().len() < 4096);
    }
    assert!(server.end.is_none() && server.left == 0);
    assert!(server.answers(&mut raw, b".\r\n").starts_with("250"));
}

#[test]
fn a_handshake_in_any_pieces_comes_to_the_same() {
    for tls12 in [false, true] {
        for most in [1, 2, 3, 5, 6, 100] {
            let (mut server, mut raw) = implicit_server(tls12);
            server.shakes_hands(&mut raw, most);
            assert!(raw.heard.starts_with(b"220 "));
            let mut client: Under<TlsClient> = new_client(Security::Implicit);
            let mut raw = Raw::server(tls12, &RAW_SERVER);
            client.shakes_hands(&mut raw, most);
            assert_eq!(client.answers(&mut raw, b"220 mx.example.org ESMTP\r\n"), "");
            assert!(matches!(client.events.last(), Some(ClientEvent::Greeting { .. })));
        }
    }
}
