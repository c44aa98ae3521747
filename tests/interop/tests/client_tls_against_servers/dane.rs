//! What a domain says in DNS of its servers.

use smtpwire::Security;
use smtpwire_interop::messages;
use smtpwire_interop::pki::{Credential, NAME, OTHER_NAME};
use smtpwire_interop::servers::Tls;
use smtpwire_interop::{Pki, Server, present, servers};
use smtpwire_tls::dane::{Dane, Matching, Selector, TlsaRecord, Usage};
use smtpwire_tls::{FailureKind, Peer, Verification};

use super::mailer::{Letter, Sent};
use super::{SERVERS, each, has_seen_nothing, ways};

const USAGE_TA: Usage = Usage(2);
const USAGE_EE: Usage = Usage(3);
const ALL: Selector = Selector(0);
const KEY: Selector = Selector(1);
const WHOLE: Matching = Matching(0);
const SHA256: Matching = Matching(1);
const SHA512: Matching = Matching(2);

fn peer(certificate: &[u8], usage: Usage, selector: Selector, matching: Matching) -> Peer {
    let record = TlsaRecord::of(certificate, usage, selector, matching).unwrap();
    Peer::named(NAME).unwrap().with_dane(Dane::new([record]))
}

/// Opportunistic, as between servers: the records make it more than that.
fn send(server: &Server, pki: &Pki, peer: Peer) -> Sent {
    let letter = Letter::to(server, pki, messages::plain().octets);
    letter.security(Security::Opportunistic).peer(peer).send()
}

fn postfix_with(credential: &Credential) -> Option<Server> {
    present(servers::postfix::start_with_tls(Tls::with(credential.clone())))
}

#[test]
fn a_record_for_the_server_s_own_certificate_is_all_that_counts() {
    let pki = Pki::new();
    // Neither the root, nor the name, nor the date (RFC 7672 section 3.1.1).
    for own in
        [pki.server(), pki.self_signed(), pki.by_another_root(), pki.wrong_name(), pki.expired()]
    {
        let Some(server) = postfix_with(&own) else { return };
        let kinds = [(ALL, WHOLE), (ALL, SHA256), (KEY, SHA256), (KEY, SHA512), (KEY, WHOLE)];
        let count = kinds.len();
        for (selector, matching) in kinds {
            let sent = send(&server, &pki, peer(&own.der[0], USAGE_EE, selector, matching));
            assert_eq!(sent.secured().verification(), &Verification::DaneEe, "{sent}");
        }
        server.wait_for(count);
    }
}

#[test]
fn a_record_for_an_issuer_vouches_for_whom_it_signed() {
    let pki = Pki::new();
    let own = pki.server();
    for server in each(&SERVERS, &Tls::with(own.clone())) {
        for letter in ways(&server, &pki, &messages::plain().octets) {
            let peer = peer(&own.der[1], USAGE_TA, ALL, SHA256);
            let sent = letter.peer(peer).send();
            assert_eq!(sent.secured().verification(), &Verification::DaneTa, "{sent}");
        }
        server.wait_for(2);
    }
}

#[test]
fn an_issuer_vouches_for_names_and_dates_too() {
    let pki = Pki::new();
    let cases = [(pki.wrong_name(), FailureKind::WrongName), (pki.expired(), FailureKind::Expired)];
    for (own, kind) in cases {
        let Some(server) = postfix_with(&own) else { return };
        let sent = send(&server, &pki, peer(&own.der[1], USAGE_TA, KEY, SHA256));
        sent.refused(kind);
        has_seen_nothing(&server);
    }
    // The domain that the mail is for is another name that will do (RFC 7672 section 3.2.2).
    let own = pki.wrong_name();
    let Some(server) = postfix_with(&own) else { return };
    let peer = peer(&own.der[1], USAGE_TA, KEY, SHA256).or_named(OTHER_NAME).unwrap();
    let sent = send(&server, &pki, peer);
    assert_eq!(sent.secured().verification(), &Verification::DaneTa, "{sent}");
}

#[test]
fn records_that_fit_nothing_refuse_the_best_certificate() {
    let pki = Pki::new();
    let (own, other) = (pki.server(), pki.self_signed());
    for server in each(&SERVERS, &Tls::with(own)) {
        for letter in ways(&server, &pki, &messages::plain().octets) {
            for usage in [USAGE_EE, USAGE_TA] {
                let peer = peer(&other.der[0], usage, KEY, SHA256);
                letter.clone().peer(peer).send().refused(FailureKind::DaneMismatch);
            }
        }
        has_seen_nothing(&server);
    }
}

#[test]
fn opportunism_with_records_that_fit_nothing_sends_nothing() {
    let pki = Pki::new();
    let Some(server) = postfix_with(&pki.server()) else { return };
    let other = pki.self_signed();
    let sent = send(&server, &pki, peer(&other.der[0], USAGE_EE, KEY, SHA256));
    sent.refused(FailureKind::DaneMismatch);
    has_seen_nothing(&server);
}

#[test]
fn records_demand_tls_of_a_server_that_has_none() {
    let pki = Pki::new();
    let Some(server) = present(servers::postfix::start()) else { return };
    let sent = send(&server, &pki, peer(&pki.server().der[0], USAGE_EE, KEY, SHA256));
    let code = sent.error.as_ref().map(smtpwire::Error::code);
    assert_eq!(code, Some(smtpwire::ErrorCode::TlsUnavailable), "{sent}");
    sent.assert_untold();
    has_seen_nothing(&server);
}
