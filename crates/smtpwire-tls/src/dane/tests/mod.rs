//! Chains that rcgen makes, held against the records of RFC 7671's examples of use.

use proptest::prelude::*;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    PublicKeyData, date_time_ymd,
};

use super::*;

mod record;

/// 2026-06-01.
const NOW: u64 = 1_780_272_000;
const MX: &str = "mx.example.org";

/// An authority: its certificate and what it signs with.
struct Authority {
    der: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
}

fn authority(name: &str, above: Option<&Authority>) -> Authority {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = match above {
        Some(above) => params.signed_by(&key, &above.issuer),
        None => params.self_signed(&key),
    };
    Authority { der: certificate.unwrap().der().to_vec(), issuer: Issuer::new(params, key) }
}

/// A server's certificate for these names, valid up to a year.
fn leaf(names: &[&str], last_year: i32, above: Option<&Authority>) -> Vec<u8> {
    let key = KeyPair::generate().unwrap();
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(last_year, 1, 1);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let certificate = match above {
        Some(above) => params.signed_by(&key, &above.issuer),
        None => params.self_signed(&key),
    };
    certificate.unwrap().der().to_vec()
}

fn record(certificate: &[u8], usage: Usage, selector: u8, matching: u8) -> TlsaRecord {
    TlsaRecord::of(certificate, usage, Selector(selector), Matching(matching)).unwrap()
}

/// A record of a public key, which nobody has.
fn stray(usage: u8, selector: u8, matching: u8) -> TlsaRecord {
    let length = Matching(matching).length().unwrap_or(32);
    TlsaRecord::new(Usage(usage), Selector(selector), Matching(matching), vec![7; length]).unwrap()
}

fn check(records: &[TlsaRecord], chain: &[&[u8]]) -> Result<Matched, DaneMismatch> {
    Dane::new(records.iter().cloned()).check(chain, &[MX, "example.org"], NOW)
}

/// A root, an authority below it and a server's certificate below that.
fn three() -> (Authority, Authority, Vec<u8>) {
    let root = authority("root", None);
    let middle = authority("middle", Some(&root));
    let leaf = leaf(&[MX], 2030, Some(&middle));
    (root, middle, leaf)
}

#[test]
fn a_record_of_the_servers_own_certificate_fits_in_every_kind() {
    let leaf = leaf(&[MX], 2030, None);
    let other = self::leaf(&[MX], 2030, None);
    for selector in 0..2 {
        for matching in 0..3 {
            let record = record(&leaf, Usage::DANE_EE, selector, matching);
            let fits = check(std::slice::from_ref(&record), &[&leaf]).unwrap();
            assert_eq!(fits, Matched::Ee(record.clone()));
            let error = check(&[record], &[&other]).unwrap_err();
            assert_eq!(error.kind(), DaneMismatchKind::NoneFits, "{selector} {matching}");
        }
    }
}

#[test]
fn the_key_of_a_record_is_what_the_certificate_says_of_it() {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![MX.to_owned()]).unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let record = record(certificate.der(), Usage::DANE_EE, 1, 0);
    assert_eq!(record.data(), key.subject_public_key_info());
}

#[test]
fn names_and_expiry_do_not_count_for_the_servers_own_certificate() {
    // R-DANE-004
    let expired = leaf(&["elsewhere.example"], 2021, None);
    let record = record(&expired, Usage::DANE_EE, 1, 1);
    assert!(matches!(check(&[record], &[&expired]), Ok(Matched::Ee(_))));
}

#[test]
fn a_certificate_of_a_named_authority_is_for_the_name_and_the_time() {
    // R-DANE-005
    let (root, middle, leaf) = three();
    for authority in [&root, &middle] {
        for selector in 0..2 {
            for matching in 0..3 {
                let record = record(&authority.der, Usage::DANE_TA, selector, matching);
                let fits = check(std::slice::from_ref(&record), &[&leaf, &middle.der, &root.der]);
                assert_eq!(fits.unwrap(), Matched::Ta(record));
            }
        }
    }
}

#[test]
fn a_certificate_of_a_named_authority_may_be_for_the_next_hop_domain() {
    // R-DANE-005
    let (_, middle, _) = three();
    let record = record(&middle.der, Usage::DANE_TA, 0, 1);
    for (names, fits) in [
        (&["example.org"][..], true),
        (&["other.example", MX], true),
        (&["*.example.org"], true),
        (&["*.org"], false),
        (&["other.example"], false),
        (&[], false),
    ] {
        let leaf = leaf(names, 2030, Some(&middle));
        let checked = check(std::slice::from_ref(&record), &[&leaf, &middle.der]);
        assert_eq!(checked.is_ok(), fits, "{names:?}");
        if let Err(error) = checked {
            assert_eq!(error.kind(), DaneMismatchKind::WrongName, "{error}");
        }
    }
}

#[test]
fn a_wrong_name_is_told_with_the_names_that_there_are() {
    // R-DANE-005
    let (_, middle, _) = three();
    let leaf = leaf(&["a.example", "b.example"], 2030, Some(&middle));
    let record = record(&middle.der, Usage::DANE_TA, 0, 1);
    let error = check(std::slice::from_ref(&record), &[&leaf, &middle.der]).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "the TLSA record \"{record}\" names the authority, but the certificate is for \
             a.example, b.example, not for mx.example.org or example.org"
        )
    );
}

#[test]
fn an_expired_certificate_of_a_named_authority_does_not_fit() {
    let (_, middle, _) = three();
    let expired = leaf(&[MX], 2021, Some(&middle));
    let record = record(&middle.der, Usage::DANE_TA, 1, 1);
    let error = check(&[record], &[&expired, &middle.der]).unwrap_err();
    assert_eq!(error.kind(), DaneMismatchKind::Expired);
    assert!(error.to_string().ends_with("but a certificate below it has expired"), "{error}");
}

#[test]
fn an_authority_that_is_only_sent_along_vouches_for_nothing() {
    let (_, middle, _) = three();
    let stranger = authority("middle", None);
    let leaf = leaf(&[MX], 2030, Some(&stranger));
    // The same name, another key: the signature tells. And one that has nothing to do with it.
    for record in
        [record(&middle.der, Usage::DANE_TA, 1, 1), record(&middle.der, Usage::DANE_TA, 0, 0)]
    {
        let error = check(&[record], &[&leaf, &stranger.der, &middle.der]).unwrap_err();
        assert_eq!(error.kind(), DaneMismatchKind::UntrustedChain, "{error}");
    }
}

#[test]
fn an_authority_that_a_record_holds_whole_need_not_be_sent() {
    let (root, middle, leaf) = three();
    let whole = record(&root.der, Usage::DANE_TA, 0, 0);
    assert!(matches!(
        check(std::slice::from_ref(&whole), &[&leaf, &middle.der]),
        Ok(Matched::Ta(_))
    ));
    let error = check(&[whole], &[&leaf]).unwrap_err();
    assert_eq!(error.kind(), DaneMismatchKind::UntrustedChain);

    let key = record(&root.der, Usage::DANE_TA, 1, 0);
    assert!(matches!(check(std::slice::from_ref(&key), &[&leaf, &middle.der]), Ok(Matched::Ta(_))));
    assert!(check(&[key], &[&leaf]).is_err(), "the middle is missing");

    let digest = record(&root.der, Usage::DANE_TA, 0, 1);
    assert!(check(&[digest], &[&leaf, &middle.der]).is_err(), "nobody knows the root");
}

#[test]
fn the_servers_own_certificate_is_no_authority() {
    let leaf = leaf(&[MX], 2030, None);
    let record = record(&leaf, Usage::DANE_TA, 0, 1);
    let error = check(std::slice::from_ref(&record), &[&leaf]).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "the TLSA record does not fit the server's certificate: \"{record}\" fits the server's \
             own certificate, which takes usage 3 (DANE-EE)"
        )
    );
}

#[test]
fn an_operator_is_told_what_would_fit() {
    let (_, middle, leaf) = three();
    let old = stray(3, 1, 1);
    let fitting = record(&leaf, Usage::DANE_EE, 1, 1);
    let error = check(std::slice::from_ref(&old), &[&leaf]).unwrap_err().to_string();
    assert_eq!(
        error,
        format!(
            "the TLSA record does not fit the server's certificate: \"{old}\" was looked up, \
             \"{fitting}\" would fit"
        )
    );
    let error = check(&[stray(2, 0, 1)], &[&leaf]).unwrap_err().to_string();
    assert!(error.contains("whose certificate the server must send after its own"), "{error}");
    let wrong = record(&middle.der, Usage::DANE_EE, 0, 1);
    let error = check(&[wrong], &[&leaf, &middle.der]).unwrap_err().to_string();
    assert!(error.ends_with("which takes usage 2 (DANE-TA)"), "{error}");
    let many: Vec<TlsaRecord> = std::iter::repeat_n(stray(3, 0, 1), 9).collect();
    let error = check(&many, &[&leaf]).unwrap_err().to_string();
    assert!(error.starts_with("none of 9 TLSA records fits"), "{error}");
    assert!(error.ends_with("; and 5 more"), "{error}");
}

#[test]
fn one_record_that_fits_is_enough() {
    let (root, middle, leaf) = three();
    let records =
        [stray(3, 1, 1), stray(2, 0, 1), record(&root.der, Usage::DANE_TA, 0, 1), stray(3, 1, 2)];
    assert!(check(&records, &[&leaf, &middle.der, &root.der]).is_ok());
}

#[test]
fn of_two_digests_the_stronger_counts() {
    let leaf = leaf(&[MX], 2030, None);
    let weak = record(&leaf, Usage::DANE_EE, 1, 1);
    // The weaker digest fits, but the domain knows a stronger one, which does not.
    assert!(check(&[weak.clone(), stray(3, 1, 2)], &[&leaf]).is_err());
    // Another selector, another usage, and a digest of a wrong length say nothing about it.
    let short = TlsaRecord::new(Usage(3), Selector(1), Matching(2), [7; 32]).unwrap();
    for beside in [stray(3, 0, 2), stray(2, 1, 2), short, stray(3, 1, 9)] {
        assert!(check(&[beside, weak.clone()], &[&leaf]).is_ok());
    }
    // What is held whole always counts.
    let whole = record(&leaf, Usage::DANE_EE, 1, 0);
    assert!(check(&[whole, stray(3, 1, 2)], &[&leaf]).is_ok());
}

#[test]
fn what_the_records_demand_depends_on_whether_one_can_be_used() {
    // R-DANE-003
    let demand = |records: &[TlsaRecord]| Dane::new(records.iter().cloned()).demand();
    assert_eq!(demand(&[]), Demand::Opportunistic);
    assert_eq!(demand(&[stray(1, 1, 1)]), Demand::Encrypted);
    assert_eq!(demand(&[stray(1, 1, 1), stray(3, 1, 1)]), Demand::Authenticated);
    assert_eq!(demand(&[stray(2, 0, 2)]), Demand::Authenticated);
}

#[test]
fn records_that_need_public_roots_cannot_be_used() {
    // R-DANE-006
    let leaf = leaf(&[MX], 2030, None);
    for usage in [Usage::PKIX_TA, Usage::PKIX_EE] {
        let record = record(&leaf, usage, 1, 1);
        assert_eq!(record.problem(), Some(Unusable::NeedsPublicRoots(usage)));
        let error = check(&[record], &[&leaf]).unwrap_err();
        assert_eq!(error.kind(), DaneMismatchKind::NoneUsable);
        assert!(error.to_string().contains("is not used in SMTP; 2 (DANE-TA) and"), "{error}");
    }
}

#[test]
fn a_lookup_tells_what_there_is_or_that_the_server_is_not_to_be_used() {
    // R-DANE-001 R-DANE-002
    let record = stray(3, 1, 1);
    let dane = Lookup::Secure(vec![record.clone()]).dane().unwrap().unwrap();
    assert_eq!(dane.records(), [record]);
    assert_eq!(Lookup::Secure(Vec::new()).dane(), Ok(None));
    assert_eq!(Lookup::Insecure.dane(), Ok(None));
    assert_eq!(Lookup::Failed.dane(), Err(DaneLookupError));
    assert!(DaneLookupError.to_string().contains("so it is not used"));
}

#[test]
fn the_name_of_the_records_has_port_and_server() {
    assert_eq!(tlsa_name("MX.Example.org.", 25), "_25._tcp.mx.example.org");
    assert_eq!(tlsa_name("mail.example.org", 465), "_465._tcp.mail.example.org");
}

#[test]
fn a_server_without_a_certificate_fits_nothing() {
    let error = check(&[stray(3, 1, 1)], &[]).unwrap_err();
    assert_eq!(error.kind(), DaneMismatchKind::NoCertificate);
    let error = check(&[stray(3, 1, 1)], &[b"no DER"]).unwrap_err();
    assert!(error.to_string().contains("as it is no X.509 certificate"), "{error}");
    assert_eq!(check(&[], &[b"x"]).unwrap_err().kind(), DaneMismatchKind::NoneUsable);
}

proptest! {
    #[test]
    fn no_record_and_no_chain_panics(
        rdata in prop::collection::vec(prop::collection::vec(any::<u8>(), 4..70), 0..5),
        chain in prop::collection::vec(any::<Vec<u8>>(), 0..4),
        names in prop::collection::vec("\\PC*", 0..3),
    ) {
        let records = rdata.iter().filter_map(|rdata| TlsaRecord::from_rdata(rdata).ok());
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if let Err(error) = Dane::new(records).check(&chain, &names, NOW) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}

/// Certificates with an octet changed, cut short or doubled are refused or told apart, never more.
#[test]
fn a_certificate_that_is_damaged_does_not_panic() {
    let (root, middle, leaf) = three();
    let records = [record(&root.der, Usage::DANE_TA, 1, 0), record(&leaf, Usage::DANE_EE, 1, 1)];
    let dane = Dane::new(records);
    for at in 0..leaf.len() {
        let mut damaged = leaf.clone();
        damaged[at] ^= 0xff;
        let _ = dane.check(&[&damaged[..], &middle.der], &[MX], NOW);
        let _ = dane.check(&[&leaf[..at], &middle.der], &[MX], NOW);
    }
}
