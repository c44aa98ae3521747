//! Servers that want to know who we are.

use smtpwire::sasl::Credentials;
use smtpwire_interop::messages;
use smtpwire_interop::pki::CLIENT;
use smtpwire_interop::servers::{Tls, Version, aiosmtpd, exim};
use smtpwire_interop::{Pki, Server, Stored, present};
use smtpwire_tls::FailureKind;

use super::mailer::{Letter, Sent};
use super::{Start, each, has_seen_nothing, postfix, ways};

const SERVERS: [Start; 3] = [postfix, exim::start_with_tls, aiosmtpd::start_with_tls];

#[test]
fn a_certificate_that_a_server_asks_for_is_shown() {
    let pki = Pki::new();
    for version in Version::ALL {
        for server in each(&SERVERS, &Tls::with(pki.server()).asking(&pki).only(version)) {
            for letter in ways(&server, &pki, &messages::plain().octets) {
                letter.showing(&pki.client()).send().secured();
            }
            let traces: String = server.wait_for(2).iter().map(Stored::trace).collect();
            let told = traces + &server.log();
            let verified = match server.name() {
                "Postfix" => {
                    format!("(Client CN \"{CLIENT}\", Issuer \"Interop Root\" (verified OK))")
                }
                "Exim" => format!("CV=yes DN=\"CN={CLIENT}\""),
                _ => format!("(('commonName', '{CLIENT}'),)"),
            };
            assert_eq!(told.matches(&verified).count(), 2, "{verified} in {told}");
        }
    }
}

#[test]
fn who_has_none_to_show_is_taken_where_none_is_demanded() {
    let pki = Pki::new();
    for server in each(&SERVERS, &Tls::with(pki.server()).asking(&pki)) {
        for letter in ways(&server, &pki, &messages::plain().octets) {
            letter.send().secured();
        }
        server.wait_for(2);
    }
}

#[test]
fn exim_lets_us_log_in_by_certificate() {
    let pki = Pki::new();
    for version in Version::ALL {
        let tls = Tls::with(pki.server()).asking(&pki).only(version);
        let Some(server) = present(exim::start_with_tls(&tls)) else { return };
        let letter = Letter::to(&server, &pki, messages::plain().octets);
        let letter = letter.credentials(Credentials::external()).showing(&pki.client());
        for letter in [letter.clone(), letter.wrapped(&server)] {
            let sent = letter.send();
            sent.secured();
            assert!(sent.has_said("AUTH EXTERNAL"), "{sent}");
        }
        let log = server.log();
        assert_eq!(log.matches(&format!("A=external:{CLIENT}")).count(), 2, "{log}");
        for stored in server.wait_for(2) {
            assert!(stored.trace().contains("with esmtpsa"), "{}", stored.trace());
        }
    }
}

#[test]
fn a_login_by_certificate_fails_where_the_certificate_is_not_believed() {
    let pki = Pki::new();
    let Some(server) = present(exim::start_with_tls(&Tls::with(pki.server()).asking(&pki))) else {
        return;
    };
    let letter = Letter::to(&server, &pki, messages::plain().octets);
    let letter = letter.credentials(Credentials::external()).showing(&pki.client_by_another_root());
    for letter in [letter.clone(), letter.wrapped(&server)] {
        // EXTERNAL is not offered then.
        let sent = letter.send();
        sent.assert_untold();
        assert!(sent.session.is_some(), "{sent}");
    }
    assert!(server.stored().is_empty());
}

#[test]
fn a_server_that_demands_a_certificate_gets_ours() {
    let pki = Pki::new();
    for version in Version::ALL {
        for server in each(&SERVERS, &Tls::with(pki.server()).demanding(&pki).only(version)) {
            for letter in ways(&server, &pki, &messages::plain().octets) {
                letter.showing(&pki.client()).send().secured();
            }
            server.wait_for(2);
        }
    }
}

/// Postfix shakes hands with anyone, and refuses in SMTP.
fn said_by_postfix(sent: &Sent, sentence: &str) {
    let error = sent.error.as_ref().expect("the session fails");
    assert_eq!(error.code(), smtpwire::ErrorCode::ServiceClosing, "{sent}");
    assert!(error.to_string().contains(sentence), "{sent}");
    assert!(sent.session.is_some() && sent.failure().is_none(), "{sent}");
    sent.assert_untold();
}

/// The others refuse in TLS, each as well as it can.
fn refused_by_alert(server: &Server, sent: &Sent, version: Version, kind: FailureKind) {
    let told = sent.failure().map(smtpwire_tls::TlsFailure::kind);
    let expected: &[_] = match (server.name(), version) {
        // GnuTLS takes the lack of a certificate for a message that is cut off.
        ("Exim", Version::Tls12) if kind == FailureKind::CertificateRequired => {
            &[Some(kind), Some(FailureKind::Alert)]
        }
        // Python's asyncio hangs up without the alert that OpenSSL has made. In TLS 1.3 the handshake
        // is over for the client then.
        ("aiosmtpd", Version::Tls12) => &[Some(kind), Some(FailureKind::Truncated)],
        ("aiosmtpd", Version::Tls13) => &[Some(kind), None],
        _ => &[Some(kind)],
    };
    assert!(expected.contains(&told), "{} in {version:?}: {sent}", server.name());
    assert!(sent.error.is_some(), "{sent}");
    sent.assert_untold();
}

#[test]
fn a_server_that_demands_a_certificate_refuses_who_has_none() {
    let pki = Pki::new();
    for version in Version::ALL {
        for server in each(&SERVERS, &Tls::with(pki.server()).demanding(&pki).only(version)) {
            for letter in ways(&server, &pki, &messages::plain().octets) {
                let sent = letter.send();
                if server.name() == "Postfix" {
                    said_by_postfix(&sent, "No client certificate presented");
                } else {
                    refused_by_alert(&server, &sent, version, FailureKind::CertificateRequired);
                }
            }
            has_seen_nothing(&server);
        }
    }
}

#[test]
fn a_server_that_does_not_believe_our_certificate_says_so() {
    let pki = Pki::new();
    for version in Version::ALL {
        for server in each(&SERVERS, &Tls::with(pki.server()).demanding(&pki).only(version)) {
            for bad in [pki.client_by_another_root(), pki.client_expired()] {
                for letter in ways(&server, &pki, &messages::plain().octets) {
                    let sent = letter.showing(&bad).send();
                    if server.name() == "Postfix" {
                        said_by_postfix(&sent, "Client certificate not trusted");
                    } else {
                        refused_by_alert(&server, &sent, version, FailureKind::CertificateRefused);
                    }
                }
            }
            has_seen_nothing(&server);
        }
    }
}
