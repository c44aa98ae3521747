//! When a certificate is valid, and by which clock.

use rcgen::date_time_ymd;

use super::{Authority, DAY, NOW, client, meet, params, peer, server};
use crate::{ClientTls, FailureKind};

// R-TLS-018
#[test]
fn an_expired_certificate_is_refused_and_the_sentence_counts_the_days() {
    let ca = Authority::new("Test CA");
    let mut params = params(&["mx.example.org"]);
    params.not_after = date_time_ymd(2026, 4, 24);
    let met = meet(&client(ca.roots()), &peer("mx.example.org"), &server(ca.issue(&params, &[])));
    assert_eq!(met.client.as_ref().unwrap_err().kind(), FailureKind::Expired);
    assert_eq!(met.complaint(), "the certificate expired on 2026-04-24, 266 days ago");
    assert_eq!(
        met.server.unwrap_err().to_string(),
        "the client did not accept our certificate: it has expired or is not valid yet (alert \
         certificate_expired)"
    );
}

#[test]
fn a_certificate_that_is_not_valid_yet_is_refused() {
    let ca = Authority::new("Test CA");
    let mut params = params(&["mx.example.org"]);
    params.not_before = date_time_ymd(2027, 1, 16);
    let met = meet(&client(ca.roots()), &peer("mx.example.org"), &server(ca.issue(&params, &[])));
    assert_eq!(met.client.as_ref().unwrap_err().kind(), FailureKind::NotYetValid);
    assert_eq!(met.complaint(), "the certificate is valid only from 2027-01-16, 16 hours from now");
}

#[test]
fn an_expired_certificate_in_the_middle_is_named() {
    let root = Authority::new("Root CA");
    let mut old = super::authority("Old CA");
    old.not_after = date_time_ymd(2027, 1, 14);
    let key = rcgen::KeyPair::generate().unwrap();
    let middle =
        Authority { issuer: rcgen::CertifiedIssuer::signed_by(old, key, &root.issuer).unwrap() };
    let server = server(middle.issue(&params(&["mx.example.org"]), &[&middle]));
    let met = meet(&client(root.roots()), &peer("mx.example.org"), &server);
    assert_eq!(met.client.as_ref().unwrap_err().kind(), FailureKind::Expired);
    assert_eq!(
        met.complaint(),
        "of the certificates above the first, that of CN=Old CA: the certificate expired on \
         2027-01-14, 1 day ago"
    );
}

#[test]
fn a_certificate_that_ends_before_it_begins_is_never_valid_and_the_sentence_says_why() {
    let ca = Authority::new("Test CA");
    let mut backwards = params(&["mx.example.org"]);
    backwards.not_before = date_time_ymd(2027, 6, 1);
    backwards.not_after = date_time_ymd(2026, 6, 1);
    let pinned = super::self_signed(&backwards);
    let roots = crate::Roots::der(pinned.certificates()[0].der()).unwrap();
    let says = "ends before it begins: it says that it is valid from 2027-06-01 to 2026-06-01";
    for (identity, roots) in [(ca.issue(&backwards, &[]), ca.roots()), (pinned, roots)] {
        let met = meet(&client(roots), &peer("mx.example.org"), &server(identity));
        assert_eq!(met.client.as_ref().unwrap_err().kind(), FailureKind::BadCertificate);
        assert_eq!(met.complaint(), format!("the certificate {says}"));
    }
    let mut above = super::authority("Odd CA");
    (above.not_before, above.not_after) = (backwards.not_before, backwards.not_after);
    let key = rcgen::KeyPair::generate().unwrap();
    let middle =
        Authority { issuer: rcgen::CertifiedIssuer::signed_by(above, key, &ca.issuer).unwrap() };
    let odd = server(middle.issue(&params(&["mx.example.org"]), &[&middle]));
    assert_eq!(
        meet(&client(ca.roots()), &peer("mx.example.org"), &odd).complaint(),
        format!("of the certificates above the first, that of CN=Odd CA: the certificate {says}")
    );
}

#[test]
fn the_fixed_clock_decides() {
    let ca = Authority::new("Test CA");
    let server = server(ca.server(&["mx.example.org"]));
    let at = |moment| {
        let tls = ClientTls::builder().roots(ca.roots()).at(moment).build().unwrap();
        meet(&tls, &peer("mx.example.org"), &server).client
    };
    assert!(at(NOW).is_ok());
    assert_eq!(at(NOW + 400 * DAY).unwrap_err().kind(), FailureKind::Expired);
    assert_eq!(at(NOW - 400 * DAY).unwrap_err().kind(), FailureKind::NotYetValid);
    assert_eq!(at(0).unwrap_err().kind(), FailureKind::NotYetValid);
    assert_eq!(at(u64::MAX).unwrap_err().kind(), FailureKind::Expired);
}

#[test]
fn the_first_and_the_last_second_count_for_a_root_that_is_shown_itself() {
    let identity = super::self_signed(&params(&["mx.example.org"]));
    let certificate = identity.certificates().remove(0);
    let roots = crate::Roots::der(certificate.der()).unwrap();
    let (first, last) = (certificate.not_before().unwrap(), certificate.not_after().unwrap());
    let server = server(identity);
    let is_valid = |moment: i64| {
        let moment = u64::try_from(moment).unwrap();
        let tls = ClientTls::builder().roots(roots.clone()).at(moment).build().unwrap();
        meet(&tls, &peer("mx.example.org"), &server).client.is_ok()
    };
    assert!(!is_valid(first - 1));
    assert!(is_valid(first));
    assert!(is_valid(last));
    assert!(!is_valid(last + 1));
}
