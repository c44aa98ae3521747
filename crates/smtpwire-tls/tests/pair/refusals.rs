//! STARTTLS that is not to be, and what is forgotten when it is.

use smtpwire::types::parameter::MailParameters;
use smtpwire::{ClientEvent, ErrorCode, Security, ServerEvent, Verb};
use smtpwire_tls::Fallback;

use crate::raw::Raw;
use crate::under::*;
use crate::world::*;

// R-TLS-001, TLSI-006
#[test]
fn starttls_with_an_argument_starts_none() {
    let mut server = server_at_ehlo();
    assert!(server.answers_plainly(b"STARTTLS now\r\n").starts_with("501 5.5.4"));
    assert!(server.answers_plainly(b"NOOP\r\n").starts_with("250"));
    assert!(server.connection.session().is_none());
}

// TLSI-011
#[test]
fn starttls_that_ends_in_a_bare_lf_starts_none() {
    let mut server = server_at_ehlo();
    assert!(server.answers_plainly(b"STARTTLS\n").starts_with("500 5.5.2"));
    assert_eq!(server.error(), ErrorCode::FramingLost);
    let mut raw = Raw::client(false, SERVER);
    server.is_forced(&raw.records());
    assert_eq!(server.says(), b"");
    assert!(server.connection.session().is_none());
}

// R-TLS-012, TLSI-007
#[test]
fn starttls_inside_tls_is_neither_offered_nor_taken() {
    for tls12 in [false, true] {
        let (mut server, mut raw) = server_in_tls(tls12);
        let offers = server.answers(&mut raw, b"EHLO client.example\r\n");
        assert!(offers.contains("AUTH PLAIN") && !offers.contains("STARTTLS"), "{offers}");
        assert!(server.answers(&mut raw, b"STARTTLS\r\n").starts_with("503 5.5.1"));
        assert!(server.answers(&mut raw, b"NOOP\r\n").starts_with("250"), "it goes on");
        let told = server.events.iter().filter(|event| **event == ServerEvent::TlsEstablished);
        assert_eq!(told.count(), 1);
        let (mut client, _) = client_in_tls(tls12);
        let refused = client.connection.client_mut().starttls().unwrap_err();
        assert_eq!(refused.code(), ErrorCode::OutOfOrder);
        assert!(client.end.is_none());
    }
}

// TLSI-008
#[test]
fn starttls_in_a_transaction_is_refused_and_the_transaction_goes_on() {
    let mut server = server_at_ehlo();
    assert!(server.answers_plainly(b"MAIL FROM:<a@b.example>\r\n").starts_with("250"));
    assert!(server.answers_plainly(b"STARTTLS\r\n").starts_with("503 5.5.1"));
    assert!(server.answers_plainly(b"RCPT TO:<c@d.example>\r\n").starts_with("250"));
}

#[test]
fn starttls_in_a_pipelined_group_starts_none() {
    // Behind it in the group stands something: it is an injection, whoever wrote it.
    let mut server = server_at_ehlo();
    let said = server.answers_plainly(b"NOOP\r\nSTARTTLS\r\nNOOP\r\n");
    assert!(said.starts_with("250") && said.contains("\r\n554 5.5.0"), "{said}");
    assert_eq!(server.error(), ErrorCode::PlaintextBeforeTls);
    // As the last of its group it is what RFC 2920 section 3.1 has it to be.
    let mut server = server_at_ehlo();
    let said = server.answers_plainly(b"NOOP\r\nSTARTTLS\r\n");
    assert!(said.contains("\r\n220 "), "{said}");
    server.shakes_hands(&mut Raw::client(false, SERVER), usize::MAX);
    assert!(server.connection.session().is_some());
}

// R-TLS-008, TLSI-009
#[test]
fn a_server_forgets_ehlo_login_and_envelope_when_tls_comes_up() {
    for tls12 in [false, true] {
        let mut server = server_at_ehlo();
        // "\0ann\0secret"
        let said = server.answers_plainly(b"AUTH PLAIN AGFubgBzZWNyZXQ=\r\n");
        assert!(said.starts_with("235"), "{said}");
        assert!(server.answers_plainly(b"MAIL FROM:<a@b.example>\r\n").starts_with("250"));
        assert!(server.answers_plainly(b"RSET\r\n").starts_with("250"));
        assert!(server.answers_plainly(b"STARTTLS\r\n").starts_with("220"));
        let mut raw = Raw::client(tls12, SERVER);
        server.shakes_hands(&mut raw, usize::MAX);
        assert!(!server.connection.server().is_authenticated());
        assert!(raw.heard.is_empty(), "no greeting comes a second time");
        let said = server.answers(&mut raw, b"MAIL FROM:<a@b.example>\r\n");
        assert!(said.starts_with("503 5.5.1"), "{said}");
        let said = server.answers(&mut raw, b"RCPT TO:<c@d.example>\r\n");
        assert!(said.starts_with("503 5.5.1"), "{said}");
        assert!(server.answers(&mut raw, b"EHLO client.example\r\n").starts_with("250"));
        assert!(server.answers(&mut raw, b"MAIL FROM:<a@b.example>\r\n").starts_with("250"));
    }
}

// R-TLS-009, R-TLS-010
#[test]
fn a_client_forgets_what_was_offered_in_plaintext() {
    for tls12 in [false, true] {
        let (client, _) = client_in_tls(tls12);
        let offers = client.connection.client().capabilities().unwrap();
        assert!(!offers.offers(smtpwire::Keyword::Pipelining));
        assert!(!offers.offers(smtpwire::Keyword::StartTls));
    }
}

// R-TLS-002, R-TLS-024, TLSI-017
#[test]
fn starttls_that_is_refused_ends_a_session_that_requires_it() {
    for refusal in [&b"454 4.7.0 not now\r\n"[..], b"501 5.5.4\r\n", b"502 5.5.1 what?\r\n"] {
        let mut client = client_at_starttls(Security::Required);
        assert_eq!(client.answers_plainly(refusal), "QUIT\r\n");
        assert_eq!(client.error(), ErrorCode::TlsUnavailable);
        let Some(Err(error)) = &client.end else { unreachable!() };
        assert_eq!(
            error.reply().unwrap().code().get(),
            u16::from(refusal[0] - b'0') * 100
                + u16::from(refusal[1] - b'0') * 10
                + u16::from(refusal[2] - b'0')
        );
        let ehlos = client.events.iter().filter(|event| matches!(event, ClientEvent::Ehlo { .. }));
        assert_eq!(ehlos.count(), 0);
    }
}

// RFC 7435
#[test]
fn opportunistic_tls_goes_on_in_plaintext_where_starttls_is_refused_and_says_so() {
    let mut client = client_at_starttls(Security::Opportunistic);
    assert_eq!(client.answers_plainly(b"454 4.7.0 not now\r\n"), "");
    let Some(ClientEvent::Ehlo { id, reply }) = client.events.last() else {
        panic!("{:?}", client.events)
    };
    assert_eq!((id.number(), reply.code().get()), (1, 250), "the host's own EHLO");
    let Some(Fallback::Plaintext { reply: Some(reply) }) = client.connection.fallback() else {
        panic!("{:?}", client.connection.fallback())
    };
    assert_eq!(reply.code().get(), 454);
    let from = "<ann@client.example>".parse().unwrap();
    client.connection.client_mut().mail(from, MailParameters::new()).unwrap();
    client.pump();
    assert!(client.answers_plainly(b"").starts_with("MAIL FROM:"));
}

// TLSI-020
#[test]
fn the_handshake_begins_behind_the_last_line_of_a_220() {
    for most in [1, usize::MAX] {
        let mut client = client_at_starttls(Security::Required);
        client.gets_in(b"220-ready\r\n", most);
        assert_eq!(client.says(), b"", "there is more to come");
        client.gets_in(b"220 go\r\n", most);
        let mut raw = Raw::server(false, &RAW_SERVER);
        client.shakes_hands(&mut raw, most);
        assert_eq!(raw.heard, b"EHLO client.example\r\n");
        let Some(ClientEvent::TlsEstablished { reply: Some(reply), .. }) = client.events.last()
        else {
            panic!("{:?}", client.events)
        };
        assert_eq!(reply.lines().count(), 2);
    }
}

// R-TLS-018, R-TLS-024, TLSI-024
#[test]
fn a_client_never_speaks_in_tls_to_another_host_than_it_wanted() {
    for tls12 in [false, true] {
        for security in [Security::Required, Security::Implicit] {
            let mut client = if security == Security::Implicit {
                new_client(security)
            } else {
                let mut client = client_at_starttls(security);
                client.gets(b"220 go\r\n");
                client
            };
            let mut raw = Raw::server(tls12, &AUTHORITY.issue("other.example"));
            client.shakes_hands(&mut raw, usize::MAX);
            assert_eq!(client.error(), ErrorCode::TlsFailed);
            let Some(Err(error)) = &client.end else { unreachable!() };
            assert!(error.to_string().contains("other.example"), "{error}");
            assert!(raw.heard.is_empty());
            assert!(matches!(raw.error, Some(rustls::Error::AlertReceived(_))), "{:?}", raw.error);
            let said = client.events.iter().any(|event| {
                matches!(
                    event,
                    ClientEvent::Reply { verb: Verb::Auth, .. } | ClientEvent::Ehlo { .. }
                )
            });
            assert!(!said);
        }
    }
}
