//! What a domain says over HTTPS of its servers.

use smtpwire::{ErrorCode, Security};
use smtpwire_interop::pki::NAME;
use smtpwire_interop::servers::{Tls, postfix};
use smtpwire_interop::{Pki, messages, present};
use smtpwire_tls::sts::StsPolicy;
use smtpwire_tls::{FailureKind, Fallback, Peer, Verification};

use super::mailer::Letter;
use super::{SERVERS, each, has_seen_nothing};

fn peer(mode: &str, host: &str) -> Peer {
    let text = format!("version: STSv1\r\nmode: {mode}\r\nmx: {host}\r\nmax_age: 86400\r\n");
    Peer::named(NAME).unwrap().with_sts(&StsPolicy::parse(&text).unwrap())
}

#[test]
fn a_host_that_the_policy_names_must_prove_itself_also_where_tls_is_opportunistic() {
    let pki = Pki::new();
    for host in [NAME, "*.interop.example"] {
        for server in each(&SERVERS, &Tls::with(pki.server())) {
            let [letter, _] = super::ways(&server, &pki, &messages::plain().octets);
            let letter = letter.security(Security::Opportunistic).peer(peer("enforce", host));
            assert_eq!(letter.send().secured().verification(), &Verification::Pkix);
            server.wait_for(1);
        }
    }
    for (own, kind) in [
        (pki.self_signed(), FailureKind::SelfSigned),
        (pki.wrong_name(), FailureKind::WrongName),
        (pki.expired(), FailureKind::Expired),
        (pki.by_another_root(), FailureKind::UnknownIssuer),
    ] {
        let Some(server) = present(postfix::start_with_tls(Tls::with(own))) else { return };
        let letter = Letter::to(&server, &pki, messages::plain().octets);
        let letter = letter.security(Security::Opportunistic).peer(peer("enforce", NAME));
        letter.send().refused(kind);
        has_seen_nothing(&server);
    }
}

#[test]
fn a_host_that_the_policy_does_not_name_gets_nothing() {
    let pki = Pki::new();
    for server in each(&SERVERS, &Tls::with(pki.server())) {
        for letter in super::ways(&server, &pki, &messages::plain().octets) {
            let sent = letter.peer(peer("enforce", "mx.elsewhere.example")).send();
            let sentence = sent.refused(FailureKind::StsMismatch).to_string();
            assert!(sentence.contains("mx.elsewhere.example") && sentence.contains(NAME));
        }
        has_seen_nothing(&server);
    }
}

#[test]
fn a_policy_that_is_enforced_demands_tls_of_a_server_that_has_none() {
    let pki = Pki::new();
    let Some(server) = present(postfix::start()) else { return };
    let letter = Letter::to(&server, &pki, messages::plain().octets);
    let sent = letter.security(Security::Opportunistic).peer(peer("enforce", NAME)).send();
    let code = sent.error.as_ref().map(smtpwire::Error::code);
    assert_eq!(code, Some(ErrorCode::TlsUnavailable), "{sent}");
    sent.assert_untold();
    has_seen_nothing(&server);
}

#[test]
fn a_policy_that_is_only_tested_stops_nothing() {
    let pki = Pki::new();
    let Some(server) = present(postfix::start_with_tls(Tls::with(pki.self_signed()))) else {
        return;
    };
    for mode in ["testing", "none"] {
        let letter = Letter::to(&server, &pki, messages::plain().octets);
        let letter = letter.security(Security::Opportunistic);
        let sent = letter.peer(peer(mode, "mx.elsewhere.example")).send();
        sent.assert_taken();
        assert_eq!(sent.fallback, Some(Fallback::Unverified), "{sent}");
    }
    server.wait_for(2);
}
