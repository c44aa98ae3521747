//! The way that a client takes through STARTTLS by itself.

use smtpwire::types::parameter::MailParameters;
use smtpwire::{ClientConfig, ClientEvent, ErrorCode, Protocol, Security, ServerEvent};
use smtpwire_tls::{Fallback, Peer, TlsClient, TlsServer, TlsServerConfig, Traced};

use crate::raw::Raw;
use crate::under::*;
use crate::world::*;

fn greeted(security: Security) -> Under<TlsClient> {
    let mut client = new_client(security);
    client.gets(b"220 mx.example.org\r\n");
    says_ehlo(&mut client);
    assert_eq!(client.says(), b"EHLO client.example\r\n");
    client
}

/// The ids and verbs of the events.
fn told(client: &Under<TlsClient>) -> Vec<(&'static str, u64)> {
    let name = |event: &ClientEvent| match event {
        ClientEvent::Ehlo { .. } => "EHLO",
        ClientEvent::TlsEstablished { .. } => "TLS",
        ClientEvent::Reply { verb, .. } => verb.as_str(),
        other => panic!("{other:?}"),
    };
    let events = client.events.iter().filter(|event| event.id().is_some());
    events.map(|event| (name(event), event.id().unwrap().number())).collect()
}

#[test]
fn the_event_of_ehlo_has_the_id_of_the_hosts_ehlo() {
    for tls12 in [false, true] {
        let (client, _) = client_in_tls(tls12);
        assert_eq!(told(&client), [("TLS", 2), ("EHLO", 1)]);
    }
}

#[test]
fn ehlo_that_is_refused_inside_tls_is_told_as_the_hosts_own() {
    for security in [Security::Required, Security::Opportunistic] {
        let mut client = client_at_starttls(security);
        client.gets(b"220 go\r\n");
        let mut raw = Raw::server(false, &RAW_SERVER);
        client.shakes_hands(&mut raw, usize::MAX);
        raw.heard.clear();
        assert_eq!(
            client.answers(&mut raw, b"550 5.7.1 not you\r\n"),
            match security {
                Security::Required => "",
                _ => "HELO client.example\r\n",
            }
        );
        if security != Security::Required {
            assert_eq!(client.answers(&mut raw, b"550 5.7.1 not you either\r\n"), "");
        }
        let Some(ClientEvent::Reply { id, .. }) = client.events.last() else {
            panic!("{:?}", client.events)
        };
        assert_eq!(id.number(), 1);
        assert!(client.end.is_none());
        let from = "<a@b.example>".parse().unwrap();
        let refused = client.connection.client_mut().mail(from, MailParameters::new()).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::OutOfOrder);
    }
}

// R-TLS-024
#[test]
fn where_tls_is_required_there_is_no_helo_and_nothing_without_starttls() {
    let mut client = greeted(Security::Required);
    assert_eq!(client.answers_plainly(b"502 5.5.1 what?\r\n"), "");
    assert_eq!(told(&client), [("EHLO", 1)]);
    let from = "<a@b.example>".parse().unwrap();
    let refused = client.connection.client_mut().mail(from, MailParameters::new()).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::OutOfOrder);
    let mut client = greeted(Security::Required);
    assert_eq!(client.answers_plainly(b"250-mx\r\n250 AUTH PLAIN\r\n"), "QUIT\r\n");
    assert_eq!(client.error(), ErrorCode::TlsUnavailable);
    assert!(told(&client).is_empty());
}

// R-TLS-005, RFC 7435
#[test]
fn opportunistic_tls_falls_back_to_helo_and_to_plaintext_and_says_so() {
    let mut client = greeted(Security::Opportunistic);
    assert_eq!(client.answers_plainly(b"502 5.5.1 what?\r\n"), "HELO client.example\r\n");
    assert_eq!(client.answers_plainly(b"250 mx\r\n"), "");
    assert_eq!(told(&client), [("EHLO", 1)]);
    assert_eq!(client.connection.fallback(), Some(Fallback::Plaintext { reply: None }));
    let mut client = greeted(Security::Opportunistic);
    assert_eq!(client.answers_plainly(b"250 mx\r\n"), "");
    assert_eq!(client.connection.fallback(), Some(Fallback::Plaintext { reply: None }));
    assert!(client.end.is_none());
    assert!(client.connection.fallback().unwrap().is_plaintext());
}

#[test]
fn opportunistic_tls_does_not_go_on_in_plaintext_on_a_connection_whose_handshake_failed() {
    let mut client = client_at_starttls(Security::Opportunistic);
    client.gets(b"220 go\r\n");
    client.says();
    client.gets(&[21, 3, 3, 0, 2, 2, 40]);
    assert_eq!(client.error(), ErrorCode::TlsFailed);
    assert_eq!(client.connection.fallback(), Some(Fallback::Failed));
    assert_eq!(told(&client), []);
}

#[test]
fn lmtp_goes_through_starttls_as_well() {
    for tls12 in [false, true] {
        let mut config = server_config();
        config.protocol = Protocol::Lmtp;
        let config = TlsServerConfig::starttls(config, SERVER_TLS.clone());
        let mut server = Under::new(TlsServer::new(&config, [9; 32], 0));
        assert!(server.answers_plainly(b"LHLO client.example\r\n").contains("STARTTLS"));
        assert!(server.answers_plainly(b"STARTTLS\r\n").starts_with("220"));
        let mut raw = Raw::client(tls12, SERVER);
        server.shakes_hands(&mut raw, usize::MAX);
        assert!(server.answers(&mut raw, b"LHLO client.example\r\n").starts_with("250"));
        server.answers(&mut raw, b"MAIL FROM:<a@b.example>\r\n");
        server.answers(&mut raw, b"RCPT TO:<c@d.example>\r\nRCPT TO:<e@f.example>\r\n");
        server.answers(&mut raw, b"DATA\r\n");
        let said = server.answers(&mut raw, b"x\r\n.\r\n");
        assert_eq!(said.matches("250 ").count(), 2, "{said}");

        let mut config = ClientConfig::new();
        config.protocol = Protocol::Lmtp;
        let peer = Peer::named(SERVER).unwrap();
        let tls = CLIENT_TLS.clone();
        let client = TlsClient::new(config, Security::Required, tls, peer, 0);
        let mut client = Under::new(client);
        client.gets(b"220 mx.example.org LMTP\r\n");
        says_ehlo(&mut client);
        assert_eq!(client.says(), b"LHLO client.example\r\n");
        assert_eq!(client.answers_plainly(OFFERS), "STARTTLS\r\n");
        client.gets(b"220 go\r\n");
        let mut raw = Raw::server(tls12, &RAW_SERVER);
        client.shakes_hands(&mut raw, usize::MAX);
        assert_eq!(raw.heard, b"LHLO client.example\r\n");
        client.answers(&mut raw, b"250 mx\r\n");
        assert_eq!(told(&client), [("TLS", 2), ("EHLO", 1)]);
    }
}

// R-TLS-004
#[test]
fn a_server_that_demands_tls_takes_nothing_else_before() {
    let mut config = lax_server();
    config.require_tls = true;
    let config = TlsServerConfig::starttls(config, SERVER_TLS.clone());
    let mut server = Under::new(TlsServer::new(&config, [9; 32], 0));
    server.answers_plainly(b"EHLO client.example\r\n");
    for command in [&b"MAIL FROM:<a@b.example>\r\n"[..], b"AUTH PLAIN AGFubgBzZWNyZXQ=\r\n"] {
        assert!(server.answers_plainly(command).starts_with("530 5.7.0"));
    }
    assert!(server.answers_plainly(b"NOOP\r\n").starts_with("250"));
    assert!(!server.events.iter().any(|event| matches!(event, ServerEvent::AuthVerify { .. })));
    assert!(server.answers_plainly(b"STARTTLS\r\n").starts_with("220"));
    let mut raw = Raw::client(false, SERVER);
    server.shakes_hands(&mut raw, usize::MAX);
    server.answers(&mut raw, b"EHLO client.example\r\n");
    assert!(server.answers(&mut raw, b"MAIL FROM:<a@b.example>\r\n").starts_with("250"));
}

// R-TLS-024
#[test]
fn nothing_that_is_queued_behind_ehlo_crosses_in_plaintext() {
    for security in [Security::Required, Security::Opportunistic] {
        let mut client = new_client(security);
        client.gets(b"220 mx.example.org\r\n");
        says_ehlo(&mut client);
        let inside = client.connection.client_mut();
        let from = "<a@b.example>".parse().unwrap();
        let refused = inside.mail(from, MailParameters::new()).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::OutOfOrder);
        assert_eq!(inside.noop().unwrap_err().code(), ErrorCode::OutOfOrder);
        assert_eq!(client.says(), b"EHLO client.example\r\n");
        assert_eq!(client.answers_plainly(OFFERS), "STARTTLS\r\n");
        client.gets(b"220 go\r\n");
        let mut raw = Raw::server(false, &RAW_SERVER);
        client.shakes_hands(&mut raw, usize::MAX);
        assert_eq!(raw.heard, b"EHLO client.example\r\n");
    }
}

#[test]
fn the_trace_holds_what_was_said_and_where_tls_came_up() {
    let config = TlsServerConfig::starttls(lax_server(), SERVER_TLS.clone());
    let mut server = TlsServer::new(&config, [9; 32], 0);
    server.set_tracing(true);
    let mut server = Under::new(server);
    let mut said = server.answers_plainly(b"");
    said += &server.answers_plainly(b"EHLO client.example\r\n");
    said += &server.answers_plainly(b"STARTTLS\r\n");
    let mut raw = Raw::client(false, SERVER);
    server.shakes_hands(&mut raw, 100);
    let inside = server.answers(&mut raw, b"EHLO client.example\r\n");
    let (mut sent, mut received, mut up) = (String::new(), String::new(), Vec::new());
    for piece in server.connection.take_trace() {
        match piece {
            Traced::Sent(octets) => sent += std::str::from_utf8(&octets).unwrap(),
            Traced::Received(octets) => received += std::str::from_utf8(&octets).unwrap(),
            Traced::Established => up.push((sent.len(), received.len())),
        }
    }
    assert_eq!(sent, said.clone() + &inside);
    assert_eq!(received, "EHLO client.example\r\nSTARTTLS\r\nEHLO client.example\r\n");
    assert_eq!(up, [(said.len(), "EHLO client.example\r\nSTARTTLS\r\n".len())]);
    assert_eq!(server.connection.take_trace(), [], "it is handed out once");
}
