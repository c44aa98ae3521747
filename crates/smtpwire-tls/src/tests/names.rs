//! Whose certificate it is: RFC 7817 section 3, RFC 6125 section 6.4.

use rcgen::DnType;

use super::{Authority, client, meet, meet_as, params, peer, server};
use crate::{FailureKind, Peer, Verification};

/// Whether a client takes a certificate for these names for the host's.
fn accepts(host: &str, names: &[&str]) -> bool {
    accepts_peer(&peer(host), names)
}

fn accepts_peer(peer: &Peer, names: &[&str]) -> bool {
    let ca = Authority::new("Test CA");
    let met = meet(&client(ca.roots()), peer, &server(ca.server(names)));
    match met.client {
        Ok(session) => {
            assert_eq!(session.verification(), &Verification::Pkix);
            true
        }
        Err(failure) => {
            assert_eq!(failure.kind(), FailureKind::WrongName, "{failure}");
            false
        }
    }
}

// R-TLS-018, R-AUTH-031
#[test]
fn a_certificate_for_the_name_is_accepted_and_one_for_another_is_not() {
    assert!(accepts("mx.example.org", &["mx.example.org"]));
    assert!(accepts("mx.example.org", &["mail.example.org", "mx.example.org"]));
    assert!(accepts("MX.Example.ORG", &["mx.example.org"]));
    assert!(!accepts("mx.example.org", &["example.org"]));
    assert!(!accepts("example.org", &["mx.example.org"]));
    assert!(!accepts("mx.example.org", &["mx.example.org.attacker.example"]));
}

#[test]
fn the_sentence_says_whose_certificate_it_is_instead() {
    let ca = Authority::new("Test CA");
    let tls = client(ca.roots());
    let say =
        |names: &[&str]| meet(&tls, &peer("mx.example.org"), &server(ca.server(names))).complaint();
    let met = meet(&tls, &peer("mx.example.org"), &server(ca.server(&["mail.example.net"])));
    assert_eq!(
        met.server.unwrap_err().to_string(),
        "the client did not accept our certificate: it is broken or not for the name that it \
         looked for (alert bad_certificate)"
    );
    assert_eq!(
        say(&["mail.example.net"]),
        "the certificate is for mail.example.net, not for mx.example.org"
    );
    assert_eq!(
        say(&[
            "a.example",
            "b.example",
            "c.example",
            "d.example",
            "e.example",
            "f.example",
            "g.example"
        ]),
        "the certificate is for a.example, b.example, c.example, d.example, e.example and 2 more, \
         not for mx.example.org"
    );
    assert_eq!(say(&["192.0.2.1"]), "the certificate is for 192.0.2.1, not for mx.example.org");
}

#[test]
fn a_wildcard_stands_for_one_left_most_label() {
    assert!(accepts("mx.example.org", &["*.example.org"]));
    assert!(!accepts("a.mx.example.org", &["*.example.org"]));
    assert!(!accepts("example.org", &["*.example.org"]));
    assert!(!accepts("mx.example.org", &["mx.*.org"]));
    assert!(!accepts("mx.example.org", &["m*.example.org"]));
    assert!(!accepts("mx.example.org", &["*x.example.org"]));
    assert!(!accepts("mx.example.org", &["*"]));
}

#[test]
fn an_address_needs_an_address_in_the_certificate() {
    assert!(accepts("192.0.2.1", &["192.0.2.1"]));
    assert!(accepts("[192.0.2.1]", &["192.0.2.1"]));
    assert!(accepts("[IPv6:2001:DB8::1]", &["2001:db8::1"]));
    assert!(accepts("2001:db8::1", &["2001:db8::1"]));
    assert!(!accepts("192.0.2.1", &["192.0.2.2"]));
    assert!(!accepts("192.0.2.1", &["mx.example.org"]));
}

#[test]
fn a_common_name_does_not_count() {
    let ca = Authority::new("Test CA");
    let mut params = params(&[]);
    params.distinguished_name.push(DnType::CommonName, "mx.example.org");
    let server = server(ca.issue(&params, &[]));
    let met = meet(&client(ca.roots()), &peer("mx.example.org"), &server);
    assert_eq!(met.client.as_ref().unwrap_err().kind(), FailureKind::WrongName);
    assert_eq!(
        met.complaint(),
        "the certificate names no host, so it is not for mx.example.org; its common name \
         \"mx.example.org\" does not count (RFC 7817)"
    );
}

#[test]
fn a_final_dot_changes_nothing() {
    assert!(accepts("mx.example.org.", &["mx.example.org"]));
    assert_eq!(peer("mx.example.org."), peer("mx.example.org"));
}

#[test]
fn any_of_the_names_that_the_client_knows_will_do() {
    let either = peer("mx.example.org").or_named("example.org").unwrap();
    assert!(accepts_peer(&either, &["example.org"]));
    assert!(accepts_peer(&either, &["mx.example.org"]));
    assert!(!accepts_peer(&either, &["other.example.org"]));
    let ca = Authority::new("Test CA");
    let met = meet(&client(ca.roots()), &either, &server(ca.server(&["other.example.org"])));
    assert_eq!(
        met.complaint(),
        "the certificate is for other.example.org, not for mx.example.org or example.org"
    );
}

#[test]
fn a_client_that_insists_on_nothing_learns_what_is_wrong_afterwards() {
    let ca = Authority::new("Test CA");
    let server = server(ca.server(&["mail.example.net"]));
    let met = meet_as(&client(ca.roots()), &peer("mx.example.org"), &server, false);
    let session = met.client.unwrap();
    assert!(!session.verification().is_verified());
    let failure = session.verification().failure().unwrap();
    assert_eq!(failure.kind(), FailureKind::WrongName);
    assert_eq!(
        session.to_string(),
        "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384, key exchange X25519, not verified: the \
         certificate is for mail.example.net, not for mx.example.org"
    );
    assert!(met.server.is_ok());
}

#[test]
fn a_client_that_wants_no_proof_takes_anyone_and_says_so() {
    let ca = Authority::new("Test CA");
    let server = server(ca.server(&["mail.example.net"]));
    let anyone = peer("mx.example.org").unverified();
    let met = meet(&client(crate::Roots::none()), &anyone, &server);
    assert_eq!(met.client.unwrap().verification(), &Verification::None);
}

#[test]
fn what_no_certificate_can_carry_is_refused_as_a_name() {
    let why = |host: &str| Peer::named(host).unwrap_err().to_string();
    assert_eq!(
        why("münchen.example"),
        "\"münchen.example\" is no host name: give its letters beyond ASCII as an A-label \
         (\"xn--...\")"
    );
    assert_eq!(
        why("_25._tcp.mx.example.org"),
        "\"_25._tcp.mx.example.org\" is no host name: it has an underscore, which no certificate \
         for a host may carry"
    );
    assert_eq!(why(""), "\"\" is no host name: it is empty");
    assert_eq!(why("."), "\".\" is no host name: it is empty");
    assert_eq!(why("a..b"), "\"a..b\" is no host name: it has an empty label");
    for host in
        ["-a.example", "a-.example", "1.2.3.4.5", "256.1.1.1", "*.example.org", "a b", "a\0b"]
    {
        assert!(Peer::named(host).is_err(), "{host:?}");
    }
    assert!(Peer::named(&"a".repeat(64)).is_err());
    assert!(Peer::named(&format!("{}a", "a.".repeat(127))).is_err());
    assert!(Peer::named("localhost").is_ok());
    assert!(Peer::named("xn--mnchen-3ya.example").is_ok());
}
