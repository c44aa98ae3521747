//! Mail that comes through.

use smtpwire::Security;
use smtpwire_interop::messages::{self, Message};
use smtpwire_interop::pki::{NAME, NAMES};
use smtpwire_interop::servers::{Tls, Version, aiosmtpd, exim, postfix};
use smtpwire_interop::{Dialect, Pki, Server, present};
use smtpwire_tls::{FailureKind, Peer, TlsVersion, Verification};

use super::mailer::{Letter, Sent};
use super::{SERVERS, Start, each, has_seen_nothing, ways};

const VERSIONS: [(TlsVersion, Version); 2] =
    [(TlsVersion::Tls12, Version::Tls12), (TlsVersion::Tls13, Version::Tls13)];

fn is_of_the_server(sent: &Sent, pki: &Pki, version: TlsVersion) {
    let session = sent.secured();
    assert_eq!(session.version(), version, "{sent}");
    assert_eq!(session.verification(), &Verification::Pkix, "{sent}");
    assert_eq!(session.server_name(), Some(NAME));
    let [server, intermediate] = session.peer_certificates() else { panic!("{sent}") };
    assert_eq!(server.names(), NAMES);
    assert_eq!(intermediate.issuer(), "CN=Interop Root");
    assert!(intermediate.der() != pki.root_der());
    let suites: &[&str] = match version {
        TlsVersion::Tls12 => &["TLS_ECDHE_ECDSA_WITH_", "TLS_ECDHE_RSA_WITH_"],
        TlsVersion::Tls13 => &["TLS_AES_", "TLS_CHACHA20_"],
    };
    let suite = session.cipher_suite();
    assert!(suites.iter().any(|start| suite.starts_with(start)), "{suite}");
}

/// Each message by each way in each version is stored as it was sent.
fn comes_through(server: &Server, pki: &Pki, messages: &[Message]) {
    let mut expected = Vec::new();
    for message in messages {
        for (version, _) in VERSIONS {
            for letter in ways(server, pki, &message.octets) {
                let sent = letter.only(version).send();
                is_of_the_server(&sent, pki, version);
                expected.push(message);
            }
        }
    }
    let stored = server.wait_for(expected.len());
    for message in expected {
        let subject = format!("Subject: {}", message.name);
        let same = stored.iter().filter(|stored| {
            stored.octets().windows(subject.len()).take(4096).any(|part| part == subject.as_bytes())
        });
        let same: Vec<_> = same.collect();
        assert_eq!(same.len(), 4, "{}", message.name);
        for stored in same {
            stored.assert_is(&message.octets);
        }
    }
}

#[test]
fn servers_store_what_was_sent_through_tls() {
    let pki = Pki::new();
    let messages =
        [messages::plain(), messages::dots(), messages::longest_lines(), messages::eight_bit()];
    for server in each(&SERVERS, &Tls::with(pki.server())) {
        comes_through(&server, &pki, &messages);
    }
}

#[test]
fn servers_with_rsa_keys_do_as_well() {
    let pki = Pki::with_rsa_keys();
    for server in each(&SERVERS, &Tls::with(pki.server())) {
        comes_through(&server, &pki, &[messages::plain()]);
    }
}

#[test]
fn mail_of_25_mib_comes_through() {
    let pki = Pki::new();
    for server in each(&SERVERS, &Tls::with(pki.server())) {
        comes_through(&server, &pki, &[messages::large()]);
    }
}

#[test]
fn servers_say_tls_in_their_trace() {
    let pki = Pki::new();
    let servers: [(Start, [&str; 2]); 2] = [
        (super::postfix, ["using TLSv1.2 with cipher", "using TLSv1.3 with cipher"]),
        (exim::start_with_tls, ["(TLS1.2)", "(TLS1.3)"]),
    ];
    for (start, traces) in servers {
        let Some(server) = present(start(&Tls::with(pki.server()))) else { continue };
        let message = messages::plain().octets;
        for ((version, _), trace) in VERSIONS.into_iter().zip(traces) {
            let before = server.stored().len();
            Letter::to(&server, &pki, message.clone()).only(version).send().secured();
            let stored = server.wait_for(before + 1);
            assert!(stored.iter().any(|stored| stored.trace().contains(trace)), "{trace}");
        }
    }
}

#[test]
fn a_version_that_the_server_does_not_speak_is_no_version() {
    let pki = Pki::new();
    let servers: [Start; 3] = [super::postfix, exim::start_with_tls, aiosmtpd::start_with_tls];
    for (version, only) in VERSIONS {
        for server in each(&servers, &Tls::with(pki.server()).only(only)) {
            let message = messages::plain().octets;
            let other =
                if version == TlsVersion::Tls12 { TlsVersion::Tls13 } else { TlsVersion::Tls12 };
            for letter in ways(&server, &pki, &message) {
                let sent = letter.clone().only(other).send();
                // Python's asyncio hangs up without the alert that OpenSSL has made.
                let told = server.name() != "aiosmtpd";
                let kind = if told { FailureKind::NoCommonVersion } else { FailureKind::Truncated };
                sent.refused(kind);
            }
            has_seen_nothing(&server);
            for letter in ways(&server, &pki, &message) {
                is_of_the_server(&letter.send(), &pki, version);
            }
            for stored in server.wait_for(2) {
                stored.assert_is(&message);
            }
        }
    }
}

/// Servers that were set up long ago.
#[test]
fn a_server_that_knows_only_what_is_too_old_is_refused() {
    let pki = Pki::with_rsa_keys();
    let setting = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let cases = [
        // TLS 1.0, which OpenSSL does only at its lowest level (RFC 8996).
        (
            vec![
                setting("smtpd_tls_protocols", "TLSv1"),
                setting("smtpd_tls_mandatory_protocols", "TLSv1"),
                setting("smtpd_tls_ciphers", "low"),
                setting("tls_low_cipherlist", "ALL:@SECLEVEL=0"),
                setting("smtpd_tls_mandatory_ciphers", "low"),
            ],
            FailureKind::NoCommonVersion,
        ),
        // RSA as key exchange, without forward secrecy, and CBC.
        (
            vec![
                setting("smtpd_tls_protocols", "TLSv1.2"),
                setting("smtpd_tls_mandatory_protocols", "TLSv1.2"),
                setting("tls_medium_cipherlist", "AES128-SHA"),
            ],
            FailureKind::NoCommonCipher,
        ),
    ];
    for (settings, kind) in cases {
        let tls = Some(Tls::with(pki.server()));
        let options = postfix::Options { tls, settings, ..postfix::Options::default() };
        let Some(server) = present(postfix::start_with(&options)) else { return };
        for letter in ways(&server, &pki, &messages::plain().octets) {
            letter.send().refused(kind);
        }
        has_seen_nothing(&server);
    }
}

#[test]
fn a_server_may_be_known_by_any_of_its_names() {
    let pki = Pki::new();
    let Some(server) = present(postfix::start_with_tls(Tls::with(pki.server()))) else { return };
    let peers = [
        Peer::named("localhost").unwrap(),
        Peer::named("MX.Interop.Example.").unwrap(),
        Peer::named("127.0.0.1").unwrap(),
        Peer::named("elsewhere.example").unwrap().or_named(NAME).unwrap(),
    ];
    let count = peers.len();
    for peer in peers {
        Letter::to(&server, &pki, messages::plain().octets).peer(peer).send().secured();
    }
    server.wait_for(count);
    let any = pki.server_named(&["*.interop.example"]);
    let Some(server) = present(postfix::start_with_tls(Tls::with(any))) else { return };
    Letter::to(&server, &pki, messages::plain().octets).send().secured();
    let deeper = Peer::named("a.mx.interop.example").unwrap();
    let deeper = Letter::to(&server, &pki, messages::plain().octets).peer(deeper);
    deeper.send().refused(FailureKind::WrongName);
    server.wait_for(1);
}

#[test]
fn nothing_but_ehlo_and_starttls_crosses_in_plaintext_and_ehlo_is_said_again() {
    let pki = Pki::new();
    for server in each(&SERVERS, &Tls::with(pki.server())) {
        let [letter, _] = ways(&server, &pki, &messages::plain().octets);
        let sent = letter.send();
        sent.secured();
        let hello = if server.dialect() == Dialect::Lmtp { "LHLO" } else { "EHLO" };
        let (before, inside) = sent.said().split_once("=: TLS\n").unwrap();
        let commands = |text: &str| -> Vec<String> {
            text.lines().filter_map(|line| Some(line.strip_prefix("C: ")?.to_owned())).collect()
        };
        assert_eq!(commands(before), [format!("{hello} client.test"), "STARTTLS".into()]);
        assert_eq!(commands(inside)[0], format!("{hello} client.test"));
        assert!(!inside.contains("STARTTLS"), "{inside}");
    }
}

#[test]
fn tls_on_a_port_for_plaintext_is_refused_with_what_the_server_said() {
    let pki = Pki::new();
    let Some(server) = present(postfix::start_with_tls(Tls::with(pki.server()))) else { return };
    let letter = Letter::to(&server, &pki, messages::plain().octets);
    let sent = letter.security(Security::Implicit).send();
    let failure = sent.refused(FailureKind::NotTls).to_string();
    assert!(failure.contains("220 postfix.test"), "{failure}");
    has_seen_nothing(&server);
}
