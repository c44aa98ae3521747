//! Records by themselves: their text, their octets, and what cannot be used.

use proptest::prelude::*;

use super::*;

#[test]
fn a_record_is_read_as_zone_files_write_it() {
    // The record of RFC 6698 section 2.3, and RFC 7218's way to write it.
    let text = "0 0 1 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971";
    let record = TlsaRecord::parse(text).unwrap();
    assert_eq!((record.usage(), record.selector()), (Usage::PKIX_TA, Selector::CERTIFICATE));
    assert_eq!((record.matching(), record.data().len()), (Matching::SHA256, 32));
    assert_eq!(record.to_string(), text);
    let named = text.replace("0 0 1", "pkix-ta CERT SHA2-256").replace("d2abde", " D2 AB\n\tDe");
    assert_eq!(TlsaRecord::parse(&named), Ok(record));
    assert_eq!(TlsaRecord::parse("255 255 255 00").unwrap().to_string(), "255 255 255 00");
}

#[test]
fn what_is_no_record_is_refused_with_the_reason() {
    for (text, error) in [
        ("", TlsaError::Missing("certificate usage")),
        ("3 1", TlsaError::Missing("matching type")),
        ("3 1 1", TlsaError::NoData),
        ("256 1 1 ab", TlsaError::NotANumber("certificate usage")),
        ("3 -1 1 ab", TlsaError::NotANumber("selector")),
        ("3 1 +1 ab", TlsaError::NotANumber("matching type")),
        ("3 1 1 abc", TlsaError::HalfAnOctet),
        ("3 1 1 0xab", TlsaError::NotHexadecimal('x')),
        ("3 1 1 (ab)", TlsaError::NotHexadecimal('(')),
    ] {
        assert_eq!(TlsaRecord::parse(text), Err(error), "{text}");
    }
    let longest = "ab".repeat(MAX_TLSA_DATA);
    assert!(TlsaRecord::parse(&format!("3 1 0 {longest}")).is_ok());
    assert_eq!(TlsaRecord::parse(&format!("3 1 0 {longest}ab")), Err(TlsaError::TooLong));
    assert_eq!(TlsaRecord::from_rdata(&[3, 1]), Err(TlsaError::ShortRdata));
    assert_eq!(TlsaRecord::from_rdata(&[3, 1, 1]), Err(TlsaError::NoData));
    assert_eq!(TlsaRecord::from_rdata(&vec![3; 65_536]), Err(TlsaError::TooLong));
}

#[test]
fn a_record_is_made_of_certificates_only() {
    let of = |der: &[u8], selector, matching| {
        TlsaRecord::of(der, Usage::DANE_EE, Selector(selector), Matching(matching))
    };
    assert_eq!(of(b"-----BEGIN CERTIFICATE-----", 0, 1), Err(TlsaError::NotACertificate));
    let leaf = leaf(&[MX], 2030, None);
    assert_eq!(of(&leaf, 2, 1), Err(TlsaError::Selector(Selector(2))));
    assert_eq!(of(&leaf, 1, 3), Err(TlsaError::Matching(Matching(3))));
    assert!(!stray(3, 1, 1).fits(&leaf[..leaf.len() - 1]));
}

#[test]
fn records_with_unknown_numbers_or_unfit_data_cannot_be_used() {
    let problem = |text: &str| TlsaRecord::parse(text).unwrap().problem();
    let digest = "ab".repeat(32);
    assert_eq!(problem(&format!("4 1 1 {digest}")), Some(Unusable::Usage(Usage(4))));
    assert_eq!(problem(&format!("3 2 1 {digest}")), Some(Unusable::Selector(Selector(2))));
    assert_eq!(problem(&format!("3 1 3 {digest}")), Some(Unusable::Matching(Matching(3))));
    assert_eq!(problem(&format!("3 1 1 {digest}")), None);
    assert!(matches!(problem(&format!("3 1 2 {digest}")), Some(Unusable::Length { .. })));
    assert_eq!(
        problem("3 1 1 abcd").unwrap().to_string(),
        "the digest of matching type 1 (SHA2-256) is 32 octets long, not 2"
    );
    assert_eq!(problem("2 0 0 3000"), Some(Unusable::NotACertificate));
    assert_eq!(problem("2 1 0 3000"), Some(Unusable::NotAKey));
}

proptest! {
    #[test]
    fn a_record_is_read_back_from_its_text_and_its_octets(
        rdata in prop::collection::vec(any::<u8>(), 0..99),
    ) {
        if let Ok(record) = TlsaRecord::from_rdata(&rdata) {
            prop_assert_eq!(record.to_rdata(), rdata);
            prop_assert_eq!(TlsaRecord::parse(&record.to_string()), Ok(record));
        }
    }

    #[test]
    fn no_text_panics(text in "[0-9]{0,4} ?[0-9]{0,4} ?[0-9]{0,4} ?\\PC*") {
        let _ = TlsaRecord::parse(&text);
    }
}
