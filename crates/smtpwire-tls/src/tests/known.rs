//! What is known of a peer beforehand: TLSA records (RFC 7672) and MTA-STS policies (RFC 8461).

use super::{Authority, DAY, NOW, client, meet, meet_as, params, peer, self_signed, server};
use crate::dane::{Dane, Matching, Selector, TlsaRecord, Usage};
use crate::sts::{StsMode, StsPolicy};
use crate::{ClientTls, FailureKind, Identity, Peer, Roots, Verification};

fn tlsa(der: &[u8], usage: Usage) -> Dane {
    Dane::new([TlsaRecord::of(der, usage, Selector::KEY, Matching::SHA256).unwrap()])
}

fn shown(identity: &Identity, at: usize) -> Vec<u8> {
    identity.certificates()[at].der().to_vec()
}

fn policy(mode: StsMode, patterns: &[&str]) -> StsPolicy {
    StsPolicy::new(mode, patterns, 604_800).unwrap()
}

// R-DANE-004
#[test]
fn a_dane_ee_record_speaks_for_a_certificate_that_nobody_else_does() {
    // For another name, expired, self-signed.
    let identity = self_signed(&params(&["other.example"]));
    let known = peer("mx.example.org").with_dane(tlsa(&shown(&identity, 0), Usage::DANE_EE));
    let tls = ClientTls::builder().roots(Roots::none()).at(NOW + 500 * DAY).build().unwrap();
    let met = meet(&tls, &known, &server(identity));
    let session = met.client.unwrap();
    assert_eq!(session.verification(), &Verification::DaneEe);
    assert!(session.verification().is_verified());
    assert!(session.to_string().ends_with("verified by DANE-EE"));
    assert!(known.demands_tls());
    assert_eq!(known.demands_verification(), Some(true));
}

#[test]
fn a_certificate_that_no_record_fits_is_refused_though_a_root_vouches_for_it() {
    let ca = Authority::new("Test CA");
    let other = self_signed(&params(&["mx.example.org"]));
    let known = peer("mx.example.org").with_dane(tlsa(&shown(&other, 0), Usage::DANE_EE));
    let server = server(ca.server(&["mx.example.org"]));
    let met = meet(&client(ca.roots()), &known, &server);
    let failure = met.client.unwrap_err();
    assert_eq!(failure.kind(), FailureKind::DaneMismatch);
    assert!(failure.to_string().starts_with("the TLSA record does not fit"), "{failure}");
    assert_eq!(failure.report_type(), Some("tlsa-invalid"));
    assert!(met.server.is_err());
    // The same afterwards, where the handshake had to go on.
    let met = meet_as(&client(ca.roots()), &known, &server, false);
    let failure = met.client.unwrap().verification().failure().cloned().unwrap();
    assert_eq!(failure.kind(), FailureKind::DaneMismatch);
}

// R-DANE-005
#[test]
fn a_dane_ta_record_speaks_for_those_whom_the_authority_issued_by_name() {
    let ca = Authority::new("Private CA");
    let serve = |names: &[&str]| server(ca.issue(&params(names), &[&ca]));
    let known = peer("mx.example.org")
        .or_named("example.org")
        .unwrap()
        .with_dane(tlsa(&ca.der(), Usage::DANE_TA));
    let tls = client(Roots::none());
    for name in ["mx.example.org", "example.org"] {
        let met = meet(&tls, &known, &serve(&[name]));
        assert_eq!(met.client.unwrap().verification(), &Verification::DaneTa);
    }
    let met = meet(&tls, &known, &serve(&["mx.example.net"]));
    assert_eq!(met.client.unwrap_err().kind(), FailureKind::WrongName);
}

// R-DANE-003, R-DANE-006
#[test]
fn records_that_cannot_be_used_demand_tls_but_no_proof() {
    let identity = self_signed(&params(&["mx.example.org"]));
    let known = peer("mx.example.org").with_dane(tlsa(&shown(&identity, 0), Usage::PKIX_EE));
    assert!(known.demands_tls());
    assert_eq!(known.demands_verification(), None);
    let met = meet_as(&client(Roots::none()), &known, &server(identity), false);
    let session = met.client.unwrap();
    assert_eq!(session.verification().failure().unwrap().kind(), FailureKind::SelfSigned);
    let none = peer("mx.example.org").with_dane(Dane::new([]));
    assert!(!none.demands_tls());
}

// R-STS-005
#[test]
fn an_enforced_policy_demands_a_verified_certificate_for_the_mx_host() {
    let ca = Authority::new("Test CA");
    let policy = policy(StsMode::Enforce, &["*.example.org"]);
    let known = peer("mx.example.org").or_named("example.org").unwrap().with_sts(&policy);
    assert!(known.demands_tls());
    assert_eq!(known.demands_verification(), Some(true));
    assert_eq!(known.sts_mismatch(), None);
    let of = |names: &[&str]| meet(&client(ca.roots()), &known, &server(ca.server(names))).client;
    assert_eq!(of(&["mx.example.org"]).unwrap().verification(), &Verification::Pkix);
    // The domain's own name is no MX host's.
    let failure = of(&["example.org"]).unwrap_err();
    assert_eq!(failure.kind(), FailureKind::WrongName);
    assert_eq!(failure.to_string(), "the certificate is for example.org, not for mx.example.org");
    assert_eq!(failure.report_type(), Some("certificate-host-mismatch"));
}

// R-STS-006
#[test]
fn a_host_that_an_enforced_policy_does_not_have_is_not_talked_to() {
    let ca = Authority::new("Test CA");
    let policy = policy(StsMode::Enforce, &["mx1.example.org", "*.example.net"]);
    let known = peer("mx.example.org").with_sts(&policy);
    let met = meet(&client(ca.roots()), &known, &server(ca.server(&["mx.example.org"])));
    let failure = met.client.unwrap_err();
    assert_eq!(failure.kind(), FailureKind::StsMismatch);
    assert_eq!(
        failure.to_string(),
        "the domain's MTA-STS policy has mx1.example.org, *.example.net, not mx.example.org"
    );
    assert_eq!(known.sts_mismatch(), Some(failure));
}

#[test]
fn a_policy_that_is_tested_or_off_demands_nothing() {
    let ca = Authority::new("Test CA");
    let tls = client(ca.roots());
    let server = server(ca.server(&["mx.example.org"]));
    let tested = peer("mx.example.org").with_sts(&policy(StsMode::Testing, &["mx1.example.org"]));
    assert!(!tested.demands_tls());
    assert_eq!(tested.demands_verification(), None);
    // But a report can tell.
    assert_eq!(tested.sts_mismatch().unwrap().kind(), FailureKind::StsMismatch);
    assert_eq!(meet(&tls, &tested, &server).client.unwrap().verification(), &Verification::Pkix);
    let off = peer("mx.example.org").with_sts(&policy(StsMode::None, &[]));
    assert_eq!(off, peer("mx.example.org"));
}

// R-STS-008
#[test]
fn a_policy_overrides_no_record_that_does_not_fit() {
    let ca = Authority::new("Test CA");
    let other = self_signed(&params(&["mx.example.org"]));
    let both = |dane: Dane, patterns: &[&str]| -> Peer {
        peer("mx.example.org").with_dane(dane).with_sts(&policy(StsMode::Enforce, patterns))
    };
    let identity = ca.server(&["mx.example.org"]);
    let tls = client(ca.roots());
    let known = both(tlsa(&shown(&other, 0), Usage::DANE_EE), &["mx.example.org"]);
    let met = meet(&tls, &known, &server(identity.clone()));
    assert_eq!(met.client.unwrap_err().kind(), FailureKind::DaneMismatch);
    // Nor does it add to one that does.
    let known = both(tlsa(&shown(&identity, 0), Usage::DANE_EE), &["mx1.example.org"]);
    let met = meet(&tls, &known, &server(identity));
    assert_eq!(met.client.unwrap().verification(), &Verification::DaneEe);
}

#[test]
fn a_host_that_wants_no_proof_gets_none_whatever_is_known() {
    let identity = self_signed(&params(&["other.example"]));
    let other = self_signed(&params(&["mx.example.org"]));
    let known = peer("mx.example.org")
        .with_dane(tlsa(&shown(&other, 0), Usage::DANE_EE))
        .with_sts(&policy(StsMode::Enforce, &["mx1.example.org"]))
        .unverified();
    assert!(known.demands_tls());
    assert_eq!(known.demands_verification(), Some(false));
    let met = meet(&client(Roots::none()), &known, &server(identity));
    assert_eq!(met.client.unwrap().verification(), &Verification::None);
}
