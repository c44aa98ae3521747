//! Sessions from end to end.

use smtpwire::sasl::{Claim, Credentials, SaslMechanism};
use smtpwire::{
    Connection, Envelope, ErrorCode, ForwardPath, MailerEvent, ReversePath, Security, ServerConfig,
    ServerEvent, Step,
};
use smtpwire_tls::dane::{Dane, Matching, Selector, TlsaRecord, Usage};
use smtpwire_tls::{FailureKind, Fallback, Peer, TlsMailer, TlsServer, TlsServerConfig};

use crate::world::*;

pub(crate) const CONTENT: &[u8] = b"Subject: Hello\r\n\r\nHello.\r\n.dot\r\n";

pub(crate) fn envelope() -> Envelope {
    Envelope::new(ReversePath::parse("<ann@client.example>").unwrap())
        .to(ForwardPath::parse("<bob@mx.example.org>").unwrap())
}

/// What came of a session in which one message was sent.
struct Sent {
    client: Side<TlsMailer>,
    server: Side<TlsServer>,
    content: Vec<u8>,
}

impl Sent {
    fn accepted(&self) -> bool {
        self.client.events.iter().any(|event| match event {
            MailerEvent::Outcome(outcome) => outcome.is_accepted(),
            _ => false,
        })
    }

    fn error(&self) -> ErrorCode {
        match &self.client.end {
            Some(Err(error)) => error.code(),
            other => panic!("{other:?}"),
        }
    }

    /// What the server has learned of the mail.
    fn saw_mail(&self) -> bool {
        self.server.events.iter().any(|event| {
            matches!(
                event,
                ServerEvent::Mail { .. }
                    | ServerEvent::Rcpt { .. }
                    | ServerEvent::AuthVerify { .. }
            )
        })
    }
}

fn send(
    security: Security,
    peer: Peer,
    server: &TlsServerConfig,
    credentials: Option<Credentials>,
    most: usize,
) -> Sent {
    let mut config = mailer_config();
    config.security = security;
    config.credentials = credentials;
    let mut mailer = TlsMailer::new(config, client_tls(), peer, [7; 32], 0);
    mailer.mailer_mut().send(envelope(), CONTENT.to_vec()).unwrap();
    mailer.mailer_mut().quit();
    let mut client = Side::new(mailer);
    let mut server = Side::new(TlsServer::new(server, [9; 32], 0));
    let mut content = Vec::new();
    talk(
        &mut client,
        &mut server,
        most,
        |_, _| {},
        |server, event| {
            match event {
                ServerEvent::AuthVerify { claim: Claim::Password(claim) } => {
                    let accepted = claim.matches("secret");
                    server.server_mut().verify(accepted).unwrap();
                }
                ServerEvent::Content { octets } => content.extend_from_slice(octets),
                _ => {}
            }
            if server.server().answers_due() > 0 {
                server.server_mut().accept().unwrap();
            }
        },
    );
    Sent { client, server, content }
}

fn named(name: &str) -> Peer {
    Peer::named(name).unwrap()
}

fn with_auth() -> ServerConfig {
    let mut config = server_config();
    config.extensions.auth = vec![SaslMechanism::Plain];
    config.require_auth = true;
    config
}

#[test]
fn a_message_goes_through_starttls_and_through_implicit_tls_in_any_pieces() {
    for most in [1, 7, 1000, usize::MAX] {
        let starttls = TlsServerConfig::starttls(with_auth(), server_tls(SERVER));
        let implicit = TlsServerConfig::implicit(with_auth(), server_tls(SERVER));
        for (security, config) in [
            (Security::Required, &starttls),
            (Security::Opportunistic, &starttls),
            (Security::Implicit, &implicit),
        ] {
            let credentials = Credentials::password("ann", "secret").unwrap();
            let sent = send(security, named(SERVER), config, Some(credentials), most);
            assert!(sent.accepted(), "{:?} {:?}", sent.client.end, sent.server.end);
            assert_eq!(sent.content, CONTENT);
            assert!(sent.client.connection.session().unwrap().verification().is_verified());
            assert_eq!(sent.client.connection.fallback(), None);
            assert!(sent.server.connection.server().is_tls());
            assert_eq!((sent.client.end, sent.server.end), (Some(Ok(())), Some(Ok(()))));
            let told = sent.server.events.iter().filter(|e| **e == ServerEvent::TlsEstablished);
            assert_eq!(told.count(), 1);
        }
    }
}

#[test]
fn without_tls_all_goes_as_it_always_did() {
    let config = TlsServerConfig::plain(server_config());
    for security in [Security::Disabled, Security::Opportunistic] {
        let sent = send(security, named(SERVER), &config, None, usize::MAX);
        assert!(sent.accepted());
        assert!(sent.client.connection.session().is_none());
        let fallback = sent.client.connection.fallback();
        let opportunistic = security == Security::Opportunistic;
        assert_eq!(fallback, opportunistic.then_some(Fallback::Plaintext { reply: None }));
    }
}

// R-TLS-024, TLSI-024
#[test]
fn where_tls_is_required_its_failure_sends_no_envelope_and_no_credentials() {
    let wrong_name = TlsServerConfig::starttls(with_auth(), server_tls("other.example"));
    let wrong_implicit = TlsServerConfig::implicit(with_auth(), server_tls("other.example"));
    let mut plain = with_auth();
    plain.plaintext_auth = true;
    let none = TlsServerConfig::plain(plain);
    for (security, config, code) in [
        (Security::Required, &wrong_name, ErrorCode::TlsFailed),
        (Security::Implicit, &wrong_implicit, ErrorCode::TlsFailed),
        (Security::Required, &none, ErrorCode::TlsUnavailable),
    ] {
        let credentials = Credentials::password("ann", "secret").unwrap();
        let sent = send(security, named(SERVER), config, Some(credentials), usize::MAX);
        assert_eq!(sent.error(), code);
        assert!(!sent.accepted() && !sent.saw_mail());
    }
}

// RFC 7435
#[test]
fn opportunistic_tls_goes_on_with_an_unproven_server_but_without_credentials() {
    let open = TlsServerConfig::starttls(server_config(), server_tls("other.example"));
    let sent = send(Security::Opportunistic, named(SERVER), &open, None, usize::MAX);
    assert!(sent.accepted());
    assert_eq!(sent.client.connection.fallback(), Some(Fallback::Unverified));
    let failure = sent.client.connection.session().unwrap().verification().failure().cloned();
    assert!(failure.unwrap().to_string().contains("other.example"));
    let closed = TlsServerConfig::starttls(with_auth(), server_tls("other.example"));
    let credentials = Credentials::password("ann", "secret").unwrap();
    let sent = send(Security::Opportunistic, named(SERVER), &closed, Some(credentials), usize::MAX);
    assert_eq!(sent.error(), ErrorCode::PlaintextCredentials);
    assert!(!sent.saw_mail());
}

#[test]
fn a_server_that_says_nothing_in_tls_is_explained() {
    // STARTTLS where implicit TLS was expected, and the other way round.
    let config = TlsServerConfig::starttls(server_config(), server_tls(SERVER));
    let sent = send(Security::Implicit, named(SERVER), &config, None, usize::MAX);
    assert_eq!(sent.error(), ErrorCode::TlsFailed);
    let failure = sent.client.connection.failure().unwrap().to_string();
    assert!(failure.contains("220 mx.example.org"), "{failure}");
}

// R-DANE-003, R-DANE-006
#[test]
fn tlsa_records_that_cannot_be_used_make_opportunism_demand_tls_and_no_more() {
    // Usage 1 (PKIX-EE) is none that SMTP uses.
    let record = TlsaRecord::new(Usage::PKIX_EE, Selector::KEY, Matching::SHA256, vec![7; 32]);
    let known = || named(SERVER).with_dane(Dane::new([record.clone().unwrap()]));
    let stranger = TlsServerConfig::starttls(server_config(), server_tls("other.example"));
    let sent = send(Security::Opportunistic, known(), &stranger, None, usize::MAX);
    assert!(sent.accepted());
    let session = sent.client.connection.session().unwrap();
    assert_eq!(session.verification().failure().unwrap().kind(), FailureKind::WrongName);
    // The host's own demand for proof stays.
    let sent = send(Security::Required, known(), &stranger, None, usize::MAX);
    assert_eq!(sent.error(), ErrorCode::TlsFailed);
    assert!(!sent.saw_mail());
    // Without TLS nothing is sent.
    let plain = TlsServerConfig::plain(server_config());
    let sent = send(Security::Opportunistic, known(), &plain, None, usize::MAX);
    assert_eq!(sent.error(), ErrorCode::TlsUnavailable);
    assert!(!sent.saw_mail());
}

#[test]
fn a_proxy_header_that_does_not_come_in_time_is_not_waited_for_any_more() {
    let mut config = server_config();
    config.proxy = true;
    let config = TlsServerConfig::implicit(config, server_tls(SERVER));
    let mut server = TlsServer::new(&config, [9; 32], 0);
    assert_eq!(server.next_event(0), Ok(Step::NeedData));
    assert!(server.input_room() > 0);
    let deadline = server.next_deadline().unwrap();
    server.handle_timeout(deadline);
    assert!(server.next_event(deadline).is_err());
    assert_eq!(server.input_room(), 0);
}
