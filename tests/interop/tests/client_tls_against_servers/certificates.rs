//! Servers whose certificate does not hold: each is refused for the right reason, and has seen
//! nothing of the mail.

use smtpwire_interop::Pki;
use smtpwire_interop::messages;
use smtpwire_interop::pki::OTHER_NAME;
use smtpwire_interop::servers::Tls;
use smtpwire_tls::{FailureKind, Roots, TlsVersion};

use super::{Make, SERVERS, each, has_seen_nothing, ways};

/// A server with this certificate is refused by both ways in both versions; gives one sentence of
/// each.
fn is_refused(make: Make, kind: FailureKind) -> Vec<String> {
    let pki = Pki::new();
    let mut sentences = Vec::new();
    for server in each(&SERVERS, &Tls::with(make(&pki))) {
        for version in [TlsVersion::Tls12, TlsVersion::Tls13] {
            for letter in ways(&server, &pki, &messages::plain().octets) {
                let sent = letter.only(version).send();
                sentences.push(sent.refused(kind).to_string());
                assert!(sent.error.is_some(), "{sent}");
            }
        }
        has_seen_nothing(&server);
    }
    sentences
}

fn all_contain(sentences: &[String], part: &str) {
    assert!(sentences.iter().all(|sentence| sentence.contains(part)), "{part}: {sentences:?}");
}

#[test]
fn an_expired_certificate_is_refused_with_its_date() {
    let told = is_refused(Pki::expired, FailureKind::Expired);
    all_contain(&told, "2021-01-01");
}

#[test]
fn a_certificate_that_is_not_yet_valid_is_refused_with_its_date() {
    let told = is_refused(Pki::not_yet_valid, FailureKind::NotYetValid);
    all_contain(&told, "2045-01-01");
}

#[test]
fn a_certificate_for_another_server_is_refused_with_both_names() {
    let told = is_refused(Pki::wrong_name, FailureKind::WrongName);
    all_contain(&told, OTHER_NAME);
    all_contain(&told, "mx.interop.example");
}

#[test]
fn a_name_in_the_cn_alone_is_no_name() {
    is_refused(Pki::name_in_cn_only, FailureKind::WrongName);
}

#[test]
fn a_certificate_by_an_unknown_root_is_refused_with_its_issuer() {
    let told = is_refused(Pki::by_another_root, FailureKind::UnknownIssuer);
    all_contain(&told, "Another Root");
}

#[test]
fn a_server_that_leaves_out_the_intermediate_certificate_is_refused_with_its_name() {
    let told = is_refused(Pki::without_intermediate, FailureKind::UnknownIssuer);
    all_contain(&told, "Interop Intermediate");
}

#[test]
fn a_self_signed_certificate_is_refused() {
    is_refused(Pki::self_signed, FailureKind::SelfSigned);
}

#[test]
fn a_certificate_for_clients_only_is_refused() {
    is_refused(Pki::client_usage_only, FailureKind::WrongUsage);
}

#[test]
fn a_self_signed_certificate_that_was_given_as_a_root_is_taken() {
    let pki = Pki::new();
    let own = pki.self_signed();
    let roots = Roots::pem(&std::fs::read(&own.chain).unwrap()).unwrap();
    for server in each(&SERVERS, &Tls::with(own.clone())) {
        for letter in ways(&server, &pki, &messages::plain().octets) {
            letter.tls(|tls| tls.roots(roots.clone())).send().secured();
        }
        server.wait_for(2);
    }
}

#[test]
fn the_clock_that_the_host_gives_decides() {
    let pki = Pki::new();
    for server in each(&SERVERS, &Tls::with(pki.expired())) {
        // The first of July in 2020; the intermediate authority is valid from 2025 on.
        for letter in ways(&server, &pki, &messages::plain().octets) {
            let sent = letter.tls(|tls| tls.at(1_593_561_600)).send();
            sent.refused(FailureKind::NotYetValid);
        }
        has_seen_nothing(&server);
    }
    for server in each(&SERVERS, &Tls::with(pki.server())) {
        // The first of July in 2046.
        for letter in ways(&server, &pki, &messages::plain().octets) {
            letter.tls(|tls| tls.at(2_414_016_000)).send().refused(FailureKind::Expired);
        }
        has_seen_nothing(&server);
    }
}

#[test]
fn who_accepts_anyone_says_so_and_gets_through() {
    let pki = Pki::new();
    for server in each(&SERVERS, &Tls::with(pki.by_another_root())) {
        for letter in ways(&server, &pki, &messages::plain().octets) {
            let sent = letter.tls(smtpwire_tls::ClientTlsBuilder::dangerous_accept_any_certificate);
            let sent = sent.send();
            assert!(!sent.secured().verification().is_verified(), "{sent}");
        }
        server.wait_for(2);
    }
}
