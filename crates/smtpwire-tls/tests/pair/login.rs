//! What a login rests on in TLS: client certificates, channel bindings; and REQUIRETLS.

use smtpwire::sasl::{Claim, Credentials, SaslMechanism};
use smtpwire::types::parameter::{MailParameter, MailParameters};
use smtpwire::{ErrorCode, MailerEvent, Secret, Security, ServerConfig, ServerEvent};
use smtpwire_tls::{
    ClientCertificates, ClientTls, FailureKind, Fallback, Peer, ServerTls, TlsMailer, TlsServer,
    TlsServerConfig, TlsVersion,
};

use crate::authority::Authority;
use crate::raw::Raw;
use crate::sessions::{CONTENT, envelope};
use crate::under::*;
use crate::world::*;

/// A mailer with one message, and how it has ended.
fn mailer(
    tls: ClientTls,
    security: Security,
    credentials: Option<Credentials>,
    parameters: MailParameters<'static>,
) -> Under<TlsMailer> {
    let mut config = mailer_config();
    config.security = security;
    config.credentials = credentials;
    let mut mailer = TlsMailer::new(config, tls, Peer::named(SERVER).unwrap(), [7; 32], 0);
    let envelope = envelope().with_parameters(parameters);
    mailer.mailer_mut().send(envelope, CONTENT.to_vec()).unwrap();
    mailer.mailer_mut().quit();
    Under::new(mailer)
}

fn runs(mailer: &mut Under<TlsMailer>, server: &mut Under<TlsServer>) {
    loop {
        let (to_server, to_mailer) = (mailer.says(), server.says());
        if to_server.is_empty() && to_mailer.is_empty() {
            return;
        }
        server.gets(&to_server);
        mailer.gets(&to_mailer);
    }
}

fn is_accepted(mailer: &Under<TlsMailer>) -> bool {
    mailer.events.iter().any(|event| match event {
        MailerEvent::Outcome(outcome) => outcome.is_accepted(),
        _ => false,
    })
}

fn secret() -> Option<Credentials> {
    Some(Credentials::password("ann", "secret").unwrap())
}

fn config(mechanisms: &[SaslMechanism]) -> ServerConfig {
    let mut config = server_config();
    config.extensions.auth = mechanisms.to_vec();
    config.require_auth = true;
    config.decoy_key = Secret::from("0123456789abcdef");
    config
}

/// A server whose sessions begin as the security of its clients has it.
fn server(config: ServerConfig, tls: ServerTls, security: Security) -> Under<TlsServer> {
    let config = if security == Security::Implicit {
        TlsServerConfig::implicit(config, tls)
    } else {
        TlsServerConfig::starttls(config, tls)
    };
    Under::new(TlsServer::new(&config, [9; 32], 0))
}

fn one_version(version: TlsVersion) -> ClientTls {
    ClientTls::builder().roots(AUTHORITY.roots()).versions(version, version).build().unwrap()
}

const BOTH: [TlsVersion; 2] = [TlsVersion::Tls12, TlsVersion::Tls13];

// In TLS 1.3 the client's handshake is done before the server has looked at its certificate.
#[test]
fn a_client_without_the_certificate_that_is_demanded_learns_that_it_is() {
    let tls = ServerTls::builder()
        .identity(AUTHORITY.identity(SERVER))
        .client_certificates(ClientCertificates::Demanded(AUTHORITY.roots()))
        .build()
        .unwrap();
    for version in BOTH {
        for security in [Security::Required, Security::Implicit, Security::Opportunistic] {
            let mut server = server(server_config(), tls.clone(), security);
            let mut mailer = mailer(one_version(version), security, None, MailParameters::new());
            runs(&mut mailer, &mut server);
            assert_eq!(server.error(), ErrorCode::TlsFailed);
            let failure = server.connection.failure().unwrap();
            assert_eq!(failure.kind(), FailureKind::CertificateRequired, "{failure}");
            assert_eq!(mailer.error(), ErrorCode::TlsFailed);
            let failure = mailer.connection.failure().unwrap();
            // TLS 1.2 has no alert of that name.
            let expected = match version {
                TlsVersion::Tls13 => &[FailureKind::CertificateRequired][..],
                _ => &[FailureKind::NoCommonCipher, FailureKind::CertificateRequired],
            };
            assert!(expected.contains(&failure.kind()), "{version:?} {security:?}: {failure}");
            let Some(Err(error)) = &mailer.end else { unreachable!() };
            assert!(error.to_string().contains(&failure.to_string()), "{error}");
            assert!(!is_accepted(&mailer));
            assert!(!server.events.iter().any(|event| matches!(event, ServerEvent::Mail { .. })));
        }
    }
}

// R-TLS-022
#[test]
fn external_is_offered_to_whom_a_certificate_has_shown() {
    let stranger = Authority::new("Another CA");
    let asks = |roots| {
        ServerTls::builder()
            .identity(AUTHORITY.identity(SERVER))
            .client_certificates(ClientCertificates::Asked(roots))
            .build()
            .unwrap()
    };
    for version in BOTH {
        for security in [Security::Required, Security::Implicit] {
            for (identity, may) in [
                (Some(AUTHORITY.identity("client.example")), true),
                (Some(stranger.identity("client.example")), false),
                (None, false),
            ] {
                let tls = ClientTls::builder().roots(AUTHORITY.roots()).versions(version, version);
                let tls = match identity {
                    Some(identity) => tls.identity(identity),
                    None => tls,
                };
                let config = config(&[SaslMechanism::External, SaslMechanism::Plain]);
                let mut server = server(config, asks(AUTHORITY.roots()), security);
                let credentials = Some(Credentials::external());
                let tls = tls.build().unwrap();
                let mut mailer = mailer(tls, security, credentials, MailParameters::new());
                runs(&mut mailer, &mut server);
                assert_eq!(is_accepted(&mailer), may, "{:?} {:?}", mailer.end, server.end);
                let asked = |event: &ServerEvent| {
                    let external = Claim::External { authorization_identity: None };
                    *event == ServerEvent::AuthVerify { claim: external }
                };
                assert_eq!(server.events.iter().any(asked), may);
                if !may {
                    assert_eq!(mailer.error(), ErrorCode::NoMechanism);
                    assert!(server.connection.session().is_some(), "it is served all the same");
                }
            }
        }
    }
}

/// By which mechanism a user has logged in.
fn logged_in(server: &Under<TlsServer>) -> Option<SaslMechanism> {
    let mut by = None;
    for event in &server.events {
        match event {
            ServerEvent::AuthLookup { mechanism, .. } => by = Some(*mechanism),
            ServerEvent::Authenticated { .. } => return by,
            _ => {}
        }
    }
    None
}

const SCRAM: [SaslMechanism; 2] = [SaslMechanism::ScramSha256Plus, SaslMechanism::ScramSha256];

// RFC 9266, RFC 5929 section 4
#[test]
fn scram_plus_ties_the_login_to_the_connection() {
    for version in BOTH {
        for security in [Security::Required, Security::Implicit] {
            let mut server = server(config(&SCRAM), SERVER_TLS.clone(), security);
            let tls = one_version(version);
            let mut mailer = mailer(tls, security, secret(), MailParameters::new());
            runs(&mut mailer, &mut server);
            assert!(is_accepted(&mailer), "{:?} {:?}", mailer.end, server.end);
            assert_eq!(logged_in(&server), Some(SaslMechanism::ScramSha256Plus));
            let session = mailer.connection.session().unwrap();
            assert_eq!(session.version(), version);
            let binding = session.channel_bindings().first().unwrap();
            let expected = match version {
                TlsVersion::Tls13 => "tls-exporter",
                _ => "tls-server-end-point",
            };
            assert_eq!(binding.kind().name(), expected);
            let theirs = server.connection.session().unwrap().channel_bindings().to_vec();
            assert!(theirs.contains(binding), "both sides know the same");
        }
    }
}

/// A client that takes any certificate, a man in the middle with one of his own, and the server.
fn in_the_middle(version: TlsVersion, strip: bool) -> (Under<TlsMailer>, Under<TlsServer>) {
    let mut server = server(config(&SCRAM), SERVER_TLS.clone(), Security::Implicit);
    let tls = ClientTls::builder()
        .versions(version, version)
        .dangerous_accept_any_certificate()
        .build()
        .unwrap();
    let mut mailer = mailer(tls, Security::Implicit, secret(), MailParameters::new());
    let tls12 = version == TlsVersion::Tls12;
    let another = Authority::new("Example CA").issue(SERVER);
    let (mut as_server, mut as_client) = (Raw::server(tls12, &another), Raw::client(tls12, SERVER));
    server.shakes_hands(&mut as_client, usize::MAX);
    mailer.shakes_hands(&mut as_server, usize::MAX);
    for _ in 0..30 {
        let heard = String::from_utf8(std::mem::take(&mut as_client.heard)).unwrap();
        let heard = if strip { heard.replace(" SCRAM-SHA-256-PLUS", "") } else { heard };
        mailer.gets(&as_server.say(heard.as_bytes(), usize::MAX));
        as_server.hear(&mailer.says());
        let heard = std::mem::take(&mut as_server.heard);
        server.gets(&as_client.say(&heard, usize::MAX));
        as_client.hear(&server.says());
    }
    (mailer, server)
}

#[test]
fn a_man_in_the_middle_whose_certificate_is_taken_gets_no_login_by_scram_plus() {
    for version in BOTH {
        for strip in [false, true] {
            let (mailer, server) = in_the_middle(version, strip);
            assert!(!is_accepted(&mailer), "{version:?}, strip {strip}");
            assert!(mailer.end.as_ref().is_some_and(Result::is_err), "{:?}", mailer.end);
            assert!(mailer.connection.session().is_some(), "TLS itself was taken");
            assert_eq!(logged_in(&server), None);
            let failed = |event: &ServerEvent| matches!(event, ServerEvent::AuthFailed { .. });
            assert!(server.events.iter().any(failed), "{:?}", server.events);
        }
    }
}

// R-RTLS-001, R-RTLS-002, R-RTLS-003
#[test]
fn requiretls_is_offered_inside_tls_and_worth_something_with_a_proven_server() {
    let requires = || {
        let mut parameters = MailParameters::new();
        parameters.push(MailParameter::RequireTls).unwrap();
        parameters
    };
    let offers = || {
        let mut config = server_config();
        config.extensions.require_tls = true;
        config
    };
    let mut plain = server(offers(), SERVER_TLS.clone(), Security::Required);
    assert!(!plain.answers_plainly(b"EHLO client.example\r\n").contains("REQUIRETLS"));
    for (name, security, may) in [
        (SERVER, Security::Required, true),
        (SERVER, Security::Implicit, true),
        (SERVER, Security::Opportunistic, true),
        ("other.example", Security::Opportunistic, false),
    ] {
        let mut server = server(offers(), server_tls(name), security);
        let mut mailer = mailer(CLIENT_TLS.clone(), security, None, requires());
        runs(&mut mailer, &mut server);
        assert_eq!(is_accepted(&mailer), may, "{security:?}: {:?}", mailer.end);
        let told = server.events.iter().any(|event| matches!(event, ServerEvent::Mail { .. }));
        assert_eq!(told, may);
        if !may {
            assert_eq!(mailer.connection.fallback(), Some(Fallback::Unverified));
        }
    }
}
