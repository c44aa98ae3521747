//! TLS of each server fixture, proven by `openssl s_client`: versions, both ports, client
//! certificates, and what is stored.

use std::net::SocketAddr;

use smtpwire_interop::messages;
use smtpwire_interop::pki::{CLIENT, OTHER_NAME};
use smtpwire_interop::raw::{Dialog, Secured, handshake};
use smtpwire_interop::servers::{Tls, Version, aiosmtpd, dovecot, exim, postfix};
use smtpwire_interop::{Dialect, Missing, PASSWORD, Pki, Security, Server, Stored, USER, present};

const FROM: (&str, &str) = ("sender@example.com", "");
const TO: &str = "recipient@example.org";

fn ways(server: &Server) -> [(SocketAddr, Security); 2] {
    [(server.address(), Security::starttls()), (server.wrapped(), Security::wrapped())]
}

/// Mail comes through on both ports in each of the versions, and nobody else shakes hands.
fn speaks(server: &Server, pki: &Pki, versions: &[Version], login: bool) {
    let message = messages::dots().octets;
    let mut count = 0;
    for (address, security) in ways(server) {
        for version in Version::ALL {
            let security = security.clone().trusting(pki.roots()).only(version);
            if !versions.contains(&version) {
                let Some(end) = present(handshake(address, server.dialect(), &security)) else {
                    return;
                };
                assert!(!end.succeeded, "{version:?}: {}", end.told);
                continue;
            }
            let secured = Secured::at(address, server.dialect(), &security);
            let Some(mut secured) = present(secured) else { return };
            let told = secured.told();
            assert!(told.contains(&format!("Protocol version: {}\n", version.name())), "{told}");
            assert!(told.contains("Verification: OK"), "{told}");
            assert!(!secured.has_offer("STARTTLS"), "{:?}", secured.offers);
            if login {
                assert_eq!(secured.auth_plain(USER, PASSWORD).code, 235);
            }
            let replies = secured.deliver(FROM, &[TO], &message);
            assert!(replies.iter().all(|reply| reply.code == 250), "{replies:?}");
            count += 1;
        }
    }
    for stored in server.wait_for(count) {
        stored.assert_is(&message);
    }
}

/// Whoever trusts another root, or wants another name, does not shake hands.
fn is_not_taken_for_another(server: &Server, pki: &Pki) {
    for (address, security) in ways(server) {
        for security in [
            security.clone().trusting(pki.other_roots()),
            security.clone().trusting(pki.roots()).named(OTHER_NAME),
        ] {
            let Some(end) = present(handshake(address, server.dialect(), &security)) else {
                return;
            };
            assert!(!end.succeeded, "{}", end.told);
        }
        let right = security.trusting(pki.roots());
        let Some(end) = present(handshake(address, server.dialect(), &right)) else { return };
        assert!(end.succeeded, "{}", end.told);
    }
}

fn one_version_each(start: impl Fn(&Tls) -> Result<Server, Missing>, pki: &Pki, login: bool) {
    for version in Version::ALL {
        let Some(server) = present(start(&Tls::with(pki.server()).only(version))) else { return };
        speaks(&server, pki, &[version], login);
    }
}

#[test]
fn postfix_speaks_both_versions_or_one() {
    let pki = Pki::new();
    let start = |tls: &Tls| postfix::start_with_tls(tls.clone());
    let Some(server) = present(start(&Tls::with(pki.server()))) else { return };
    assert!(Dialog::with(&server).has_offer("STARTTLS"));
    speaks(&server, &pki, &Version::ALL, false);
    is_not_taken_for_another(&server, &pki);
    one_version_each(start, &pki, false);
}

#[test]
fn exim_speaks_both_versions_or_one() {
    let pki = Pki::new();
    let Some(server) = present(exim::start_with_tls(&Tls::with(pki.server()))) else { return };
    assert!(Dialog::with(&server).has_offer("STARTTLS"));
    speaks(&server, &pki, &Version::ALL, true);
    is_not_taken_for_another(&server, &pki);
    one_version_each(exim::start_with_tls, &pki, false);
}

#[test]
fn postfix_and_exim_speak_both_versions_with_rsa_keys_too() {
    let pki = Pki::with_rsa_keys();
    let tls = Tls::with(pki.server());
    for server in [postfix::start_with_tls(tls.clone()), exim::start_with_tls(&tls)] {
        let Some(server) = present(server) else { continue };
        speaks(&server, &pki, &Version::ALL, false);
    }
}

#[test]
fn dovecot_speaks_both_versions_or_only_the_newer() {
    let pki = Pki::new();
    let Some(server) = present(dovecot::start_with_tls(&Tls::with(pki.server()))) else { return };
    assert!(Dialog::with(&server).has_offer("STARTTLS"));
    speaks(&server, &pki, &Version::ALL, false);
    is_not_taken_for_another(&server, &pki);
    let newer = Tls::with(pki.server()).only(Version::Tls13);
    let Some(server) = present(dovecot::start_with_tls(&newer)) else { return };
    speaks(&server, &pki, &[Version::Tls13], false);
}

#[test]
fn aiosmtpd_speaks_both_versions_or_one_and_knows_passwords_under_tls() {
    let pki = Pki::new();
    let Some(server) = present(aiosmtpd::start_with_tls(&Tls::with(pki.server()))) else { return };
    let plain = Dialog::with(&server);
    assert!(plain.has_offer("STARTTLS") && !plain.has_offer("AUTH"), "{:?}", plain.offers);
    speaks(&server, &pki, &Version::ALL, true);
    is_not_taken_for_another(&server, &pki);
    one_version_each(aiosmtpd::start_with_tls, &pki, true);
}

#[test]
fn servers_show_bad_certificates_when_they_are_told_to() {
    let pki = Pki::new();
    let cases = [
        (pki.expired(), "certificate has expired"),
        (pki.not_yet_valid(), "certificate is not yet valid"),
        (pki.wrong_name(), "hostname mismatch"),
        (pki.self_signed(), "self-signed certificate"),
        (pki.by_another_root(), "unable to get local issuer certificate"),
        (pki.client_usage_only(), "unsuitable certificate purpose"),
    ];
    for (credential, expected) in cases {
        let tls = Tls::with(credential);
        for server in [postfix::start_with_tls(tls.clone()), aiosmtpd::start_with_tls(&tls)] {
            let Some(server) = present(server) else { continue };
            for (address, security) in ways(&server) {
                let security = security.trusting(pki.roots());
                let end = handshake(address, Dialect::Smtp, &security);
                let Some(end) = present(end) else { return };
                assert!(!end.succeeded && end.told.contains(expected), "{expected}: {}", end.told);
            }
        }
    }
}

/// Whether mail comes through with this certificate, or with none.
fn takes_mail(server: &Server, (address, security): (SocketAddr, &Security)) -> bool {
    let login = "AUTH PLAIN AHRlc3RlcgBjb3JyZWN0LWhvcnNl";
    let mail = ["MAIL FROM:<a@example.com>", "RCPT TO:<recipient@example.org>"];
    let commands = match server.name() {
        "aiosmtpd" => vec![login, mail[0], mail[1]],
        _ => mail.to_vec(),
    };
    let last = Secured::last_reply(address, security, &commands);
    last.expect("openssl is here").is_some_and(|reply| reply.code == 250)
}

#[test]
fn servers_that_demand_a_certificate_take_mail_only_with_one_that_holds() {
    let pki = Pki::new();
    let tls = Tls::with(pki.server()).demanding(&pki);
    for server in [
        postfix::start_with_tls(tls.clone()),
        exim::start_with_tls(&tls),
        aiosmtpd::start_with_tls(&tls),
    ] {
        let Some(server) = present(server) else { continue };
        for (address, security) in ways(&server) {
            let name = server.name();
            let takes = |security: &Security| takes_mail(&server, (address, security));
            assert!(takes(&security.clone().showing(&pki.client())), "{name}");
            assert!(!takes(&security), "{name}: none");
            for bad in [pki.client_by_another_root(), pki.client_expired()] {
                assert!(!takes(&security.clone().showing(&bad)), "{name}: {bad:?}");
            }
        }
    }
}

#[test]
fn servers_that_ask_for_a_certificate_tell_whose_it_is() {
    let pki = Pki::new();
    let tls = Tls::with(pki.server()).asking(&pki);
    for server in [
        postfix::start_with_tls(tls.clone()),
        exim::start_with_tls(&tls),
        aiosmtpd::start_with_tls(&tls),
    ] {
        let Some(server) = present(server) else { continue };
        for (address, security) in ways(&server) {
            let known = security.clone().showing(&pki.client());
            let Some(mut secured) = present(Secured::at(address, Dialect::Smtp, &known)) else {
                return;
            };
            if secured.has_offer("AUTH") {
                secured.auth_plain(USER, PASSWORD);
            }
            secured.deliver(FROM, &[TO], &messages::plain().octets);
            assert!(takes_mail(&server, (address, &security)), "{}", server.name());
        }
        let traces: String = server.wait_for(2).iter().map(Stored::trace).collect();
        // Postfix tells it in the trace, the others in their logs.
        let told = traces + &server.log();
        assert!(told.contains(CLIENT), "{told}");
    }
}

#[test]
fn exim_offers_external_to_whom_it_knows_by_certificate() {
    let pki = Pki::new();
    let tls = Tls::with(pki.server()).asking(&pki);
    let Some(server) = present(exim::start_with_tls(&tls)) else { return };
    for (address, security) in ways(&server) {
        let known = security.clone().showing(&pki.client());
        let Some(mut known) = present(Secured::at(address, Dialect::Smtp, &known)) else { return };
        assert!(known.parameters("AUTH").unwrap().contains(&"EXTERNAL"), "{:?}", known.offers);
        known.expect(235, "AUTH EXTERNAL =");
        let other = security.clone().showing(&pki.client_by_another_root());
        let other = Secured::at(address, Dialect::Smtp, &other).unwrap();
        assert!(!other.parameters("AUTH").unwrap().contains(&"EXTERNAL"), "{:?}", other.offers);
    }
}
