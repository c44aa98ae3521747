//! What can be read in a certificate, and what files people hand over.

use proptest::prelude::*;
use rcgen::{DnType, IsCa, KeyPair, PKCS_ED25519, SerialNumber, date_time_ymd};

use super::{Authority, authority, params, self_signed};
use crate::{Certificate, Identity, Roots};

fn sample() -> (String, String) {
    let ca = Authority::new("Test CA");
    let key = KeyPair::generate().unwrap();
    let certificate = params(&["mx.example.org"]).signed_by(&key, &ca.issuer).unwrap();
    (certificate.pem(), key.serialize_pem())
}

#[test]
fn a_certificate_tells_whose_it_is_and_who_vouches_for_it() {
    let ca = Authority::new("Test CA");
    let mut params = params(&["mx.example.org", "*.example.net", "192.0.2.1", "2001:db8::1"]);
    params.distinguished_name.push(DnType::OrganizationName, "Example, Inc.");
    params.distinguished_name.push(DnType::CommonName, "mx.example.org");
    params.serial_number = Some(SerialNumber::from_slice(&[0x12, 0xab, 0x01]));
    let identity = ca.issue(&params, &[]);
    let certificate = &identity.certificates()[0];
    assert!(certificate.is_readable());
    assert_eq!(certificate.subject(), "CN=mx.example.org,O=Example\\, Inc.");
    assert_eq!(certificate.issuer(), "CN=Test CA");
    assert_eq!(
        certificate.names(),
        ["mx.example.org", "*.example.net", "192.0.2.1", "2001:db8::1"]
    );
    assert_eq!(certificate.serial(), "12:AB:01");
    assert_eq!(certificate.not_before(), Some(date_time_ymd(2026, 1, 1).unix_timestamp()));
    assert_eq!(certificate.not_after(), Some(date_time_ymd(2027, 12, 31).unix_timestamp()));
    assert_eq!(certificate.key(), "ECDSA P-256");
    assert_eq!(certificate.signature_algorithm(), "ecdsa-with-SHA256");
    assert_eq!(certificate.fingerprint().len(), 32 * 3 - 1);
    assert!(!certificate.is_self_signed());
    assert!(!certificate.is_authority());
    assert!(certificate.is_valid_for("mx.example.org"));
    assert!(certificate.is_valid_for("MX.example.org."));
    assert!(certificate.is_valid_for("a.example.net"));
    assert!(certificate.is_valid_for("2001:DB8::1"));
    assert!(!certificate.is_valid_for("a.b.example.net"));
    assert!(!certificate.is_valid_for("no name at all"));
}

#[test]
fn an_authoritys_own_certificate_is_self_signed() {
    let ca = Certificate::from_der(Authority::new("Test CA").der());
    assert!(ca.is_self_signed());
    assert!(ca.is_authority());
    assert!(ca.names().is_empty());
}

#[test]
fn keys_are_named_by_kind_and_size() {
    let key = KeyPair::generate_for(&PKCS_ED25519).unwrap();
    let certificate = params(&["a.example"]).self_signed(&key).unwrap();
    let certificate = Certificate::from_der(certificate.der().to_vec());
    assert_eq!(certificate.key(), "Ed25519");
    assert_eq!(certificate.signature_algorithm(), "Ed25519");
    let rsa = Certificate::from_der(pem_der(include_bytes!("../../tests/data/rsa.pem")));
    assert_eq!(rsa.key(), "RSA 2048");
    assert_eq!(rsa.signature_algorithm(), "sha256WithRSAEncryption");
}

fn pem_der(pem: &[u8]) -> Vec<u8> {
    crate::pem::certificates(pem).unwrap().remove(0).to_vec()
}

#[test]
fn a_name_cannot_break_out_of_a_line() {
    let mut params = params(&["a.example"]);
    params.distinguished_name.push(DnType::CommonName, "a\r\nb\u{1b}[2J\u{202e}c");
    let identity = self_signed(&params);
    let certificate = &identity.certificates()[0];
    assert!(certificate.subject().chars().all(|it| !it.is_control() && it != '\u{202e}'));
    assert_eq!(certificate.subject(), "CN=a\\0d\\0ab\\1b[2J\\u{202e}c");
}

proptest! {
    #[test]
    fn garbage_is_an_unreadable_certificate_and_never_a_panic(
        octets in proptest::collection::vec(any::<u8>(), 0..300)
    ) {
        look_at(&octets);
    }

    #[test]
    fn a_certificate_with_changed_octets_never_panics(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut octets = REAL.with(Clone::clone);
        for (at, octet) in changes {
            let at = at.index(octets.len());
            octets[at] = octet;
        }
        look_at(&octets);
        octets.truncate(cut.index(octets.len()));
        look_at(&octets);
    }
}

thread_local! {
    static REAL: Vec<u8> = {
        let mut params = authority("Test CA");
        params.subject_alt_names = super::params(&["mx.example.org", "192.0.2.1"]).subject_alt_names;
        params.is_ca = IsCa::NoCa;
        self_signed(&params).certificates()[0].der().to_vec()
    };
}

fn look_at(octets: &[u8]) {
    let certificate = Certificate::from_der(octets);
    assert_eq!(certificate.der(), octets);
    if !certificate.is_readable() {
        assert_eq!(certificate.not_after(), None);
        assert_eq!(certificate.subject(), "");
    }
    let _ = certificate.is_valid_for("mx.example.org");
    let _ = certificate.fingerprint();
    let _ = Roots::der(octets);
}

#[test]
fn roots_are_read_from_every_block_of_a_pem_file() {
    let (one, _) = sample();
    let (two, key) = sample();
    let file = format!("My roots\n# of today\n{one}\nand another:\n{two}\n{key}");
    assert_eq!(Roots::pem(file.as_bytes()).unwrap().len(), 2);
    assert_eq!(Roots::webpki().len(), webpki_roots::TLS_SERVER_ROOTS.len());
    assert!(Roots::none().is_empty());
}

#[test]
fn a_pem_file_without_certificates_is_refused_with_what_is_in_it() {
    let (certificate, key) = sample();
    let why = |pem: &str| Roots::pem(pem.as_bytes()).unwrap_err().to_string();
    assert_eq!(
        why(""),
        "there is no certificate in it: no block begins with \"-----BEGIN CERTIFICATE-----\""
    );
    assert_eq!(why(&key), "there is no certificate in it, but a private key");
    let cut = certificate.replace("-----END CERTIFICATE-----", "");
    assert_eq!(why(&cut), "block 1 does not end: \"-----END CERTIFICATE-----\" is missing");
    let second = format!("{certificate}{}", certificate.replace('M', "*"));
    assert_eq!(why(&second), "block 2 holds what is not base64; was the file cut or changed?");
    let empty = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert!(why(&format!("{certificate}{empty}")).starts_with("certificate 2 in it is broken"));
    assert_eq!(
        Roots::pem(&pem_der(certificate.as_bytes())).unwrap_err().to_string(),
        "there is no PEM block in it; it looks like DER, which has to be converted"
    );
    assert!(Roots::der(b"no certificate".to_vec()).is_err());
}

#[test]
fn an_identity_is_read_from_two_files_or_one() {
    let (certificate, key) = sample();
    assert!(Identity::from_pem(certificate.as_bytes(), key.as_bytes()).is_ok());
    let both = format!("{key}{certificate}");
    let identity = Identity::from_pem(both.as_bytes(), both.as_bytes()).unwrap();
    assert_eq!(identity.certificates()[0].names(), ["mx.example.org"]);
}

#[test]
fn keys_of_all_three_formats_are_read() {
    for (certificate, key) in [
        (
            &include_bytes!("../../tests/data/rsa.pem")[..],
            &include_bytes!("../../tests/data/rsa-pkcs1.key")[..],
        ),
        (
            include_bytes!("../../tests/data/rsa.pem"),
            include_bytes!("../../tests/data/rsa-pkcs8.key"),
        ),
        (include_bytes!("../../tests/data/ec.pem"), include_bytes!("../../tests/data/ec-sec1.key")),
    ] {
        Identity::from_pem(certificate, key).unwrap();
    }
}

#[test]
fn an_identity_that_can_not_work_is_refused_with_the_reason() {
    let (certificate, key) = sample();
    let (other, other_key) = sample();
    let why = |certificate: &str, key: &str| {
        Identity::from_pem(certificate.as_bytes(), key.as_bytes()).unwrap_err().to_string()
    };
    assert_eq!(
        why(&certificate, &other_key),
        "the private key does not belong to the certificate of mx.example.org"
    );
    assert_eq!(
        why(&format!("{other}{certificate}"), &key),
        "the private key belongs to certificate 2 of the chain; the server's own certificate has \
         to stand first"
    );
    assert_eq!(
        why(&key, &certificate),
        "the certificate file is not usable: there is no certificate in it, but a private key"
    );
    assert_eq!(
        why(&certificate, &certificate),
        "the key file is not usable: there is no private key in it, but a certificate"
    );
    assert_eq!(
        why(&certificate, ""),
        "the key file is not usable: there is no private key in it: no block begins with \
         \"-----BEGIN PRIVATE KEY-----\""
    );
    let encrypted = "the key file is not usable: the private key is encrypted; take the passphrase \
                     off first";
    assert_eq!(
        why(
            &certificate,
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"
        ),
        encrypted
    );
    assert_eq!(
        why(
            &certificate,
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n\
             AAAA\n-----END RSA PRIVATE KEY-----\n"
        ),
        encrypted
    );
    let request = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n";
    assert_eq!(
        why(request, &key),
        "the certificate file is not usable: there is no certificate in it, but a request for a \
         certificate, which a CA has yet to sign"
    );
    assert!(
        why(&certificate, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
            .starts_with("the private key cannot be used")
    );
    assert_eq!(
        why(include_str!("../../tests/data/v1.pem"), include_str!("../../tests/data/ec-sec1.key")),
        "certificate 1 of the chain cannot be used: the certificate is of X.509 version 1, which \
         can name no host"
    );
    let error = Identity::from_der(Vec::new(), vec![0x30]).unwrap_err();
    assert_eq!(error.to_string(), "there is no certificate");
}

#[test]
fn the_platforms_roots_are_roots_or_the_sentence_says_that_there_are_none() {
    let found = rustls_native_certs::load_native_certs().certs;
    for der in &found {
        look_at(der);
    }
    match Roots::platform() {
        Ok(roots) => assert!(!roots.is_empty() && roots.len() <= found.len()),
        Err(error) => assert!(error.to_string().starts_with("this machine"), "{error}"),
    }
}
