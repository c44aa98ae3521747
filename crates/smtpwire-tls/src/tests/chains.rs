//! Who vouches for a certificate: RFC 5280 section 6, and the self-signed ones that people give as
//! roots.

use rcgen::{BasicConstraints, DnType, ExtendedKeyUsagePurpose, IsCa};

use super::{Authority, NOW, authority, client, meet, meet_as, params, peer, self_signed, server};
use crate::{ClientTls, FailureKind, Identity, Roots, Verification};

// R-TLS-018
#[test]
fn a_certificate_that_nobody_known_vouches_for_is_refused() {
    let known = Authority::new("Known CA");
    let unknown = Authority::new("Unknown CA");
    let server = server(unknown.server(&["mx.example.org"]));
    let met = meet(&client(known.roots()), &peer("mx.example.org"), &server);
    assert_eq!(met.client.as_ref().unwrap_err().kind(), FailureKind::UnknownIssuer);
    assert_eq!(
        met.complaint(),
        "the certificate leads to \"CN=Unknown CA\", which is no trusted root, and whose own \
         certificate the server did not send"
    );
    let failure = met.server.unwrap_err();
    assert_eq!(
        failure.to_string(),
        "the client did not accept our certificate: it does not know the issuer (alert \
         unknown_ca)"
    );
    assert!(failure.certificates().is_empty());
}

#[test]
fn the_chain_that_was_refused_is_kept_with_the_failure() {
    let (known, unknown) = (Authority::new("Known CA"), Authority::new("Unknown CA"));
    let identity = unknown.issue(&params(&["mx.example.org"]), &[&unknown]);
    let met = meet(&client(known.roots()), &peer("mx.example.org"), &server(identity.clone()));
    let failure = met.client.unwrap_err();
    assert_eq!(failure.certificates(), identity.certificates());
    assert_eq!(failure.certificates()[1].subject(), "CN=Unknown CA");
    let shown = format!("{failure:?}");
    assert!(shown.starts_with("TlsFailure { kind: UnknownIssuer, detail: "), "{shown}");
    assert!(shown.len() < 250, "{shown}");
}

#[test]
fn the_sentence_follows_the_chain_as_far_as_it_was_sent() {
    let known = Authority::new("Known CA");
    let root = Authority::new("Unknown CA");
    let middle = root.intermediate("Middle CA");
    let say = |along: &[&Authority]| {
        let server = server(middle.issue(&params(&["mx.example.org"]), along));
        meet(&client(known.roots()), &peer("mx.example.org"), &server).complaint()
    };
    let missing = "which is no trusted root, and whose own certificate the server did not send";
    assert_eq!(say(&[]), format!("the certificate leads to \"CN=Middle CA\", {missing}"));
    assert_eq!(say(&[&middle]), format!("the certificate leads to \"CN=Unknown CA\", {missing}"));
    assert_eq!(
        say(&[&middle, &root]),
        "the certificate leads to \"CN=Unknown CA\", which is no trusted root"
    );
}

#[test]
fn an_intermediate_certificate_has_to_be_sent() {
    let root = Authority::new("Root CA");
    let middle = root.intermediate("Middle CA");
    let tls = client(root.roots());
    let wanted = params(&["mx.example.org"]);
    let met = meet(&tls, &peer("mx.example.org"), &server(middle.issue(&wanted, &[&middle])));
    assert!(met.client.is_ok());
    assert_eq!(met.client.unwrap().peer_certificates().len(), 2);
    let met = meet(&tls, &peer("mx.example.org"), &server(middle.issue(&wanted, &[])));
    assert_eq!(met.client.unwrap_err().kind(), FailureKind::UnknownIssuer);
}

#[test]
fn a_self_signed_certificate_is_refused_where_it_is_not_known() {
    let known = Authority::new("Known CA");
    for is_ca in [IsCa::NoCa, IsCa::ExplicitNoCa, IsCa::Ca(BasicConstraints::Unconstrained)] {
        let mut params = params(&["mx.example.org"]);
        params.is_ca = is_ca;
        params.distinguished_name.push(DnType::CommonName, "mx.example.org");
        let server = server(self_signed(&params));
        let met = meet(&client(known.roots()), &peer("mx.example.org"), &server);
        assert_eq!(met.client.as_ref().unwrap_err().kind(), FailureKind::SelfSigned);
        assert_eq!(
            met.complaint(),
            "the certificate, of mx.example.org, is self-signed and is not among the trusted roots"
        );
    }
}

#[test]
fn a_self_signed_certificate_may_be_given_as_a_root() {
    for is_ca in [IsCa::NoCa, IsCa::ExplicitNoCa, IsCa::Ca(BasicConstraints::Unconstrained)] {
        let mut params = params(&["mx.example.org"]);
        params.is_ca = is_ca;
        params.distinguished_name.push(DnType::CommonName, "mx.example.org");
        let identity = self_signed(&params);
        let roots = Roots::der(identity.certificates()[0].der()).unwrap();
        let server = server(identity);
        let met = meet(&client(roots.clone()), &peer("mx.example.org"), &server);
        assert_eq!(met.client.unwrap().verification(), &Verification::Pkix);
        // Its name and its dates count all the same.
        let met = meet(&client(roots.clone()), &peer("mail.example.org"), &server);
        assert_eq!(met.client.unwrap_err().kind(), FailureKind::WrongName);
        let later = ClientTls::builder().roots(roots).at(NOW + 500 * super::DAY).build().unwrap();
        let met = meet(&later, &peer("mx.example.org"), &server);
        assert_eq!(met.client.unwrap_err().kind(), FailureKind::Expired);
    }
}

#[test]
fn another_certificate_with_the_same_name_and_issuer_is_not_the_one_given_as_a_root() {
    let mut params = params(&["mx.example.org"]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "mx.example.org");
    let given = self_signed(&params);
    let shown = self_signed(&params);
    let roots = Roots::der(given.certificates()[0].der()).unwrap();
    let met = meet(&client(roots), &peer("mx.example.org"), &server(shown));
    assert_eq!(met.client.unwrap_err().kind(), FailureKind::SelfSigned);
}

#[test]
fn a_certificate_that_is_not_for_servers_is_refused() {
    let ca = Authority::new("Test CA");
    let mut params = params(&["mx.example.org"]);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let met = meet(&client(ca.roots()), &peer("mx.example.org"), &server(ca.issue(&params, &[])));
    assert_eq!(met.client.as_ref().unwrap_err().kind(), FailureKind::WrongUsage);
    assert_eq!(met.complaint(), "the certificate is not meant for servers");
    // Also where it is itself the root.
    let identity = self_signed(&params);
    let roots = Roots::der(identity.certificates()[0].der()).unwrap();
    let met = meet(&client(roots), &peer("mx.example.org"), &server(identity));
    assert_eq!(met.client.unwrap_err().kind(), FailureKind::WrongUsage);
}

#[test]
fn a_certificate_of_an_authority_is_no_servers_own() {
    let ca = Authority::new("Test CA");
    let mut params = authority("Lower CA");
    params.subject_alt_names = super::params(&["mx.example.org"]).subject_alt_names;
    let met = meet(&client(ca.roots()), &peer("mx.example.org"), &server(ca.issue(&params, &[])));
    assert_eq!(met.client.as_ref().unwrap_err().kind(), FailureKind::WrongUsage);
    assert_eq!(met.complaint(), "the certificate is that of a CA, which is no host's own");
}

#[test]
fn nobody_is_trusted_without_roots() {
    let ca = Authority::new("Test CA");
    let server = server(ca.server(&["mx.example.org"]));
    let met = meet(&client(Roots::none()), &peer("mx.example.org"), &server);
    assert_eq!(met.client.unwrap_err().kind(), FailureKind::UnknownIssuer);
}

#[test]
fn roots_add_up() {
    let (one, two) = (Authority::new("One CA"), Authority::new("Two CA"));
    let tls = client(one.roots().and(two.roots()));
    for ca in [one, two] {
        let met = meet(&tls, &peer("mx.example.org"), &server(ca.server(&["mx.example.org"])));
        assert!(met.client.is_ok());
    }
}

#[test]
fn a_client_that_dangerously_accepts_anyone_does_and_does_not_call_it_verified() {
    let server = server(self_signed(&params(&["mail.example.net"])));
    let tls = ClientTls::builder().at(NOW).dangerous_accept_any_certificate().build().unwrap();
    let met = meet(&tls, &peer("mx.example.org"), &server);
    assert_eq!(met.client.unwrap().verification(), &Verification::None);
}

#[test]
fn a_key_that_is_not_the_certificates_is_noticed_whoever_is_accepted() {
    // The certificate of one, the key of another: what somebody in between has who copies what the
    // true server shows. `Identity` does not make such a pair.
    let ca = Authority::new("Test CA");
    let shown = ca.server(&["mx.example.org"]);
    let other = ca.server(&["mx.example.org"]);
    let stolen = Identity::mismatched(&shown, &other);
    let anyone = ClientTls::builder().at(NOW).dangerous_accept_any_certificate().build().unwrap();
    for tls in [client(ca.roots()), anyone] {
        let met = meet_as(&tls, &peer("mx.example.org"), &server(stolen.clone()), false);
        assert_eq!(met.client.unwrap_err().kind(), FailureKind::BadCertificate);
    }
}

#[test]
fn a_certificate_of_version_1_is_told_from_a_broken_one() {
    let tls = client(Roots::none());
    let say = |der: &[u8]| {
        let verification = tls.judge(&peer("mx.example.org"), &[der.into()]);
        let failure = verification.failure().unwrap();
        assert_eq!(failure.kind(), FailureKind::BadCertificate);
        failure.to_string()
    };
    let pem = include_bytes!("../../tests/data/v1.pem");
    let der = crate::pem::certificates(pem).unwrap().remove(0);
    assert_eq!(say(&der), "the certificate is of X.509 version 1, which can name no host");
    assert_eq!(say(b"garbage"), "the certificate is broken");
}

#[test]
fn a_key_that_is_too_short_is_named() {
    use crate::explain::Side;
    let pem = include_bytes!("../../tests/data/rsa-1024.pem");
    let der = crate::pem::certificates(pem).unwrap().remove(0);
    assert_eq!(
        crate::verify::weak_key(&der, Side::Client).unwrap().to_string(),
        "the RSA key of the certificate is too short: 1024 bits, where 2048 are the least"
    );
    let pem = include_bytes!("../../tests/data/rsa.pem");
    let der = crate::pem::certificates(pem).unwrap().remove(0);
    assert_eq!(crate::verify::weak_key(&der, Side::Client), None);
}

// The name that a root has is anybody's to write.
#[test]
fn a_name_that_a_root_has_makes_no_trust_and_no_riddle() {
    let known = Authority::new("Same Name");
    let other = Authority::new("Same Name");
    let tls = client(known.roots());
    let met = meet(&tls, &peer("mx.example.org"), &server(other.server(&["mx.example.org"])));
    let failure = met.client.unwrap_err();
    assert_eq!(failure.kind(), FailureKind::UnknownIssuer);
    assert!(failure.to_string().contains("has the key that signed it"), "{failure}");
    let mut own = params(&["mx.example.org"]);
    own.distinguished_name.push(DnType::CommonName, "Same Name");
    let met = meet(&tls, &peer("mx.example.org"), &server(self_signed(&own)));
    assert_eq!(met.client.unwrap_err().kind(), FailureKind::SelfSigned);
}
