//! STARTTLS.

use super::*;
use crate::flow::sasl;

fn asked() -> Wire {
    let mut wire = Wire::offering(&["STARTTLS", "PIPELINING", "AUTH PLAIN"]);
    wire.client.starttls().unwrap();
    wire
}

// R-TLS-005, R-TLS-009, R-TLS-010, R-TLS-011, D019, D048
#[test]
fn after_tls_everything_is_forgotten() {
    let mut wire = asked();
    assert_eq!(wire.says("220 Go\r\n"), ["starttls 2 220", "paused"]);
    assert_eq!(wire.client.input_room(), 0);
    assert_eq!(refusal(wire.client.noop()), ErrorCode::Paused);
    wire.client.tls_established(0).unwrap();
    assert!(wire.client.is_tls());
    assert!(wire.client.capabilities().is_none());
    assert_eq!(wire.client.phase(), Phase::Greeted);
    let mail = wire.client.mail(sender(), MailParameters::new());
    assert_eq!(refusal(mail), ErrorCode::OutOfOrder);
    assert_eq!(refusal(wire.client.tls_established(0)), ErrorCode::NoTlsExpected);
    wire.ehlo(&["STARTTLS"]);
    assert_eq!(refusal(wire.client.starttls()), ErrorCode::OutOfOrder);
}

// R-TLS-015, TLSI-015
#[test]
fn plaintext_behind_the_220_fails_the_connection() {
    for residue in ["250-mx\r\n250-AUTH LOGIN\r\n250 SIZE 1\r\n", "2", "\r", "\x16\x03\x01"] {
        let mut wire = asked();
        let told = wire.says(&alloc::format!("220 Go\r\n{residue}"));
        assert_eq!(told, ["error plaintext-before-tls"], "{residue:?}");
        assert_eq!(refusal(wire.client.tls_established(0)), ErrorCode::NoTlsExpected);

        // The same, in a segment of its own.
        let mut wire = asked();
        wire.says("220 Go\r\n");
        let error = wire.client.receive(residue.as_bytes(), 0).unwrap_err();
        assert_eq!(error.code(), ErrorCode::PlaintextBeforeTls);
        assert_eq!(wire.events(), ["error plaintext-before-tls"]);
    }
}

// TLSI-020
#[test]
fn a_220_of_several_lines_is_one_reply() {
    let mut wire = asked();
    assert_eq!(wire.says("220-ready\r\n220 go\r\n"), ["starttls 2 220", "paused"]);
}

// D047, TLSI-017
#[test]
fn a_refused_starttls_leaves_the_session_as_it_was() {
    for reply in ["454 4.7.0 Not now\r\n", "501 5.5.4 What\r\n"] {
        let mut wire = asked();
        assert_eq!(wire.says(reply).len(), 1);
        assert!(!wire.client.is_tls());
        assert!(wire.client.capabilities().is_some());
        wire.mail();
    }
}

// What was meant for TLS must not go out in the clear when the server refuses.
#[test]
fn nothing_is_queued_behind_starttls() {
    let mut wire = asked();
    let ehlo = wire.client.ehlo(Host::parse("client.example").unwrap());
    assert_eq!(refusal(ehlo), ErrorCode::OutOfOrder);
    assert_eq!(refusal(wire.client.quit()), ErrorCode::OutOfOrder);
}

#[test]
fn starttls_waits_for_the_replies_before_it() {
    let mut wire = Wire::offering(&["STARTTLS", "PIPELINING"]);
    wire.client.noop().unwrap();
    wire.client.starttls().unwrap();
    assert_eq!(wire.written(), "NOOP\r\n");
    wire.says("250 Ok\r\n");
    assert_eq!(wire.written(), "STARTTLS\r\n");
}

#[test]
fn tls_that_is_not_offered_or_is_there_already_is_not_asked_for() {
    let mut wire = Wire::offering(&[]);
    assert_eq!(refusal(wire.client.starttls()), ErrorCode::NotOffered);
    let mut config = ClientConfig::new();
    config.implicit_tls = true;
    let mut wire = Wire::with(config, &["STARTTLS"]);
    assert!(wire.client.is_tls());
    assert_eq!(refusal(wire.client.starttls()), ErrorCode::OutOfOrder);
}

// TLSI-024
#[test]
fn a_handshake_that_fails_fails_the_connection() {
    let mut wire = asked();
    wire.says("220 Go\r\n");
    wire.client.tls_failed("the certificate is for other.example").unwrap();
    assert_eq!(wire.failure().code(), ErrorCode::TlsFailed);
    assert!(wire.failure().to_string().ends_with("the certificate is for other.example"));
}

#[test]
fn a_handshake_has_its_time() {
    let mut wire = asked();
    wire.now = 1000;
    wire.says("220 Go\r\n");
    assert_eq!(wire.client.next_deadline(), Some(61_000));
    wire.client.handle_timeout(61_000);
    assert_eq!(wire.events(), ["error tls-timeout"]);
}

#[test]
fn a_server_that_leaves_during_the_handshake_is_lost() {
    let mut wire = asked();
    wire.says("220 Go\r\n");
    wire.client.receive_eof(0);
    assert_eq!(wire.events(), ["error connection-lost"]);
}

// R-TLS-017: port 465
#[test]
fn where_tls_comes_first_the_greeting_is_awaited_inside() {
    let mut wire = Wire { client: Client::awaiting_tls(ClientConfig::new(), 1000), now: 1000 };
    assert_eq!(wire.events(), ["paused"]);
    assert_eq!((wire.client.input_room(), wire.client.output()), (0, &b""[..]));
    assert_eq!(wire.client.next_deadline(), Some(61_000));
    assert_eq!(refusal(wire.client.noop()), ErrorCode::Paused);
    wire.client.tls_established(2000).unwrap();
    wire.now = 2000;
    // The time for the greeting begins where the handshake's ends.
    assert_eq!(wire.client.next_deadline(), Some(302_000));
    assert_eq!(wire.says("220 mx.example ESMTP\r\n"), ["greeting 220"]);
    wire.ehlo(&["STARTTLS"]);
    assert!(wire.client.is_tls() && wire.client.is_verified());
    assert_eq!(refusal(wire.client.starttls()), ErrorCode::OutOfOrder);
}

#[test]
fn a_handshake_that_comes_first_can_fail_run_out_of_time_and_be_spoken_into() {
    let new = || Wire { client: Client::awaiting_tls(ClientConfig::new(), 0), now: 0 };
    let mut wire = new();
    wire.client.tls_failed("no common version").unwrap();
    assert_eq!(wire.failure().code(), ErrorCode::TlsFailed);
    let mut wire = new();
    wire.client.handle_timeout(60_000);
    assert_eq!(wire.events(), ["error tls-timeout"]);
    let mut wire = new();
    let error = wire.client.receive(b"220 mx.example ESMTP\r\n", 0).unwrap_err();
    assert_eq!(error.code(), ErrorCode::PlaintextBeforeTls);
}

// R-AUTH-030, RFC 7435: encryption without authentication keeps listeners out and nobody else.
#[test]
fn no_secret_goes_to_a_server_that_has_not_proven_who_it_is() {
    let mut wire = asked();
    wire.says("220 Go\r\n");
    wire.client.tls_established_unverified(0).unwrap();
    wire.ehlo(&["AUTH PLAIN LOGIN"]);
    assert!(wire.client.is_tls() && !wire.client.is_verified());
    let credentials = sasl::Credentials::password("ann", "secret").unwrap();
    let refused = wire.client.auth(&credentials, &sasl::SaslPolicy::default(), None, &[7; 32]);
    assert_eq!(refusal(refused), ErrorCode::PlaintextCredentials);
    let refused = wire.client.auth_raw("PLAIN", Some(b"\0ann\0secret"));
    assert_eq!(refusal(refused), ErrorCode::PlaintextCredentials);
    assert_eq!(wire.written(), "");
}

// The host's channel may be TLS with anybody: only the host knows whether it asked who that is.
#[test]
fn tls_before_the_first_octet_proves_nothing_unless_the_host_says_so() {
    for (verified, refused) in [(false, Err(ErrorCode::PlaintextCredentials)), (true, Ok(()))] {
        let mut config = ClientConfig::new();
        (config.implicit_tls, config.verified) = (true, verified);
        let mut wire = Wire::with(config, &["AUTH PLAIN"]);
        assert!(wire.client.is_tls());
        assert_eq!(wire.client.is_verified(), verified);
        let credentials = sasl::Credentials::password("ann", "secret").unwrap();
        let asked = wire.client.auth(&credentials, &sasl::SaslPolicy::default(), None, &[7; 32]);
        assert_eq!(asked.map(|_| ()).map_err(|error| error.code()), refused);
    }
    // Without TLS nobody has proven anything.
    let mut config = ClientConfig::new();
    config.verified = true;
    assert!(!Wire::with(config, &[]).client.is_verified());
}

#[test]
fn tls_that_breaks_in_the_middle_fails_the_connection() {
    let mut wire = asked();
    wire.says("220 Go\r\n");
    wire.client.tls_established(0).unwrap();
    wire.ehlo(&[]);
    wire.client.tls_failed("a record was altered on the way").unwrap();
    assert_eq!(wire.failure().code(), ErrorCode::TlsFailed);
    let mut wire = Wire::offering(&[]);
    assert_eq!(wire.client.tls_failed("?").unwrap_err().code(), ErrorCode::NoTlsExpected);
    assert_eq!(wire.events(), Vec::<String>::new());
}

#[test]
fn the_name_of_ehlo_is_known_for_the_next_one() {
    let mut wire = Wire::plain();
    assert_eq!(wire.client.ehlo_name(), None);
    wire.says("220 mx.example ESMTP\r\n");
    wire.ehlo(&[]);
    assert_eq!(wire.client.ehlo_name().unwrap().to_string(), "client.example");
    let mut config = ClientConfig::new();
    config.protocol = Protocol::Lmtp;
    config.helo_fallback = false;
    let mut client = Client::new(config, 0);
    client.receive(b"220 mx.example LMTP\r\n", 0).unwrap();
    client.next_event(0).unwrap();
    client.ehlo("client.example".parse().unwrap()).unwrap();
    assert_eq!(client.ehlo_name().unwrap().to_string(), "client.example");
}

// R-TLS-024
#[test]
fn nothing_waits_behind_ehlo_where_starttls_comes_next() {
    let mut config = ClientConfig::new();
    config.ehlo_alone = true;
    let mut wire = Wire::new(config);
    wire.says("220 mx.example ESMTP\r\n");
    wire.client.ehlo("client.example".parse().unwrap()).unwrap();
    let from = "<ann@client.example>".parse::<ReversePath<'_>>().unwrap();
    let refused = wire.client.mail(from.clone(), MailParameters::new());
    assert_eq!(refusal(refused), ErrorCode::OutOfOrder);
    assert_eq!(refusal(wire.client.noop()), ErrorCode::OutOfOrder);
    assert_eq!(wire.written(), "EHLO client.example\r\n");
    wire.says("250-mx.example\r\n250 STARTTLS\r\n");
    wire.client.starttls().unwrap();
    wire.written();
    wire.says("220 Go\r\n");
    wire.client.tls_established(0).unwrap();
    // Inside TLS there is nothing to hide.
    wire.client.ehlo("client.example".parse().unwrap()).unwrap();
    wire.client.mail(from, MailParameters::new()).unwrap();
}
