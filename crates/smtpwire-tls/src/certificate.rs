//! Certificates as a person wants to read them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use sha2::{Digest, Sha256};
use x509_cert::der::Decode;
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, SubjectAltName};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use crate::error::TlsConfigError;
use crate::explain::Side;

/// An X.509 certificate (RFC 5280), for a log, a report or a person. Cheap to clone.
///
/// What is no certificate is not refused here, since the other side may show anything: then there
/// is nothing to read in it, and [`Certificate::is_readable`] says so. Names are shown with their
/// control characters escaped; they are still what somebody else has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Arc<[u8]>,
    details: Option<Arc<Details>>,
}

#[derive(Debug, PartialEq, Eq)]
struct Details {
    subject: String,
    issuer: String,
    common_name: Option<String>,
    names: Vec<String>,
    serial: String,
    not_before: i64,
    not_after: i64,
    key: String,
    signature: ObjectIdentifier,
    self_signed: bool,
    authority: bool,
    /// The purposes (RFC 5280 section 4.2.1.12); none where it is fit for all.
    purposes: Option<Vec<ObjectIdentifier>>,
}

impl Certificate {
    /// A certificate from its DER.
    pub fn from_der(der: impl Into<Arc<[u8]>>) -> Self {
        let der = der.into();
        let details = Details::read(&der).map(Arc::new);
        Self { der, details }
    }

    /// All certificates of a PEM file, in its order. What stands between its marks need be no certificate
    /// that can be read: [`is_readable`](Self::is_readable) tells.
    ///
    /// # Errors
    ///
    /// Where there is none, or a block is broken; the sentence says which.
    pub fn all_from_pem(pem: &[u8]) -> Result<Vec<Self>, TlsConfigError> {
        Ok(crate::pem::certificates(pem)?.iter().map(Self::from).collect())
    }

    /// The octets.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether it could be read. Where not, all names are empty and there are no dates.
    pub fn is_readable(&self) -> bool {
        self.details.is_some()
    }

    /// Whose it is: the distinguished name (RFC 4514), `CN=mx.example.org,O=Example`. Often empty
    /// today; the names that count are [`Certificate::names`].
    pub fn subject(&self) -> &str {
        self.details.as_ref().map_or("", |details| &details.subject)
    }

    /// Who vouches for it: the distinguished name of the one who signed.
    pub fn issuer(&self) -> &str {
        self.details.as_ref().map_or("", |details| &details.issuer)
    }

    /// The hosts it is for: DNS names (with wildcards) and IP addresses, in their order.
    pub fn names(&self) -> &[String] {
        self.details.as_ref().map_or(&[], |details| &details.names)
    }

    /// The serial number, as hexadecimal octets with colons.
    pub fn serial(&self) -> &str {
        self.details.as_ref().map_or("", |details| &details.serial)
    }

    /// The first second of its validity, since 1970.
    pub fn not_before(&self) -> Option<i64> {
        self.details.as_ref().map(|details| details.not_before)
    }

    /// The last second of its validity, since 1970.
    pub fn not_after(&self) -> Option<i64> {
        self.details.as_ref().map(|details| details.not_after)
    }

    /// The kind and size of its key: `RSA 2048`, `ECDSA P-256`, `Ed25519`.
    pub fn key(&self) -> &str {
        self.details.as_ref().map_or("", |details| &details.key)
    }

    /// How it is signed, as RFC 3279 and its successors name it: `ecdsa-with-SHA256`,
    /// `sha256WithRSAEncryption`; an object identifier where there is no name for it here.
    pub fn signature_algorithm(&self) -> String {
        let Some(details) = &self.details else { return String::new() };
        match signature_name(&details.signature) {
            Some(name) => name.to_owned(),
            None => details.signature.to_string(),
        }
    }

    /// The SHA-256 of its octets, as hexadecimal octets with colons.
    pub fn fingerprint(&self) -> String {
        colons(&Sha256::digest(&self.der))
    }

    /// Whether it names itself as its issuer.
    pub fn is_self_signed(&self) -> bool {
        self.details.as_ref().is_some_and(|details| details.self_signed)
    }

    /// Whether it may vouch for other certificates (a CA's certificate).
    pub fn is_authority(&self) -> bool {
        self.details.as_ref().is_some_and(|details| details.authority)
    }

    /// Whether it is for this host, a DNS name or an IP address. By RFC 7817 section 3: the subject
    /// alternative names count, the common name does not; `*` stands for one left-most label.
    pub fn is_valid_for(&self, name: &str) -> bool {
        let name = name.strip_suffix('.').unwrap_or(name);
        ServerName::try_from(name).is_ok_and(|name| self.is_for(&name))
    }

    pub(crate) fn is_for(&self, name: &ServerName<'_>) -> bool {
        let der = CertificateDer::from(self.der());
        ParsedCertificate::try_from(&der)
            .is_ok_and(|certificate| verify_server_name(&certificate, name).is_ok())
    }

    /// The name that somebody chose before there were alternative names.
    pub(crate) fn common_name(&self) -> Option<&str> {
        self.details.as_ref().and_then(|details| details.common_name.as_deref())
    }

    /// The first second of its validity.
    pub(crate) fn begins(&self) -> Option<UnixTime> {
        unix_time(self.not_before()?)
    }

    /// The last second of its validity.
    pub(crate) fn ends(&self) -> Option<UnixTime> {
        unix_time(self.not_after()?)
    }

    /// Whether we, on this side, may take it for the other side's.
    pub(crate) fn is_meant_for(&self, side: Side) -> bool {
        let wanted = match side {
            Side::Client => SERVER_AUTH,
            Side::Server => CLIENT_AUTH,
        };
        self.details.as_ref().is_some_and(|details| {
            details.purposes.as_ref().is_none_or(|purposes| {
                purposes.iter().any(|purpose| [wanted, ANY_PURPOSE].contains(purpose))
            })
        })
    }

    /// Whose it is, in a sentence: the first name that there is.
    pub(crate) fn whose(&self) -> String {
        match (self.names().first(), self.subject()) {
            (Some(name), _) => name.clone(),
            (None, "") => "nobody who is named in it".to_owned(),
            (None, subject) => subject.to_owned(),
        }
    }
}

impl From<&CertificateDer<'_>> for Certificate {
    fn from(der: &CertificateDer<'_>) -> Self {
        Self::from_der(der.as_ref())
    }
}

impl Details {
    fn read(der: &[u8]) -> Option<Self> {
        let certificate = x509_cert::Certificate::from_der(der).ok()?;
        let body = certificate.tbs_certificate();
        let names = match body.get_extension::<SubjectAltName>() {
            Ok(Some((_, SubjectAltName(names)))) => names.iter().filter_map(host).collect(),
            _ => Vec::new(),
        };
        let authority = matches!(
            body.get_extension::<BasicConstraints>(),
            Ok(Some((_, BasicConstraints { ca: true, .. })))
        );
        let subject = body.subject();
        Some(Self {
            subject: printable(&subject.to_string()),
            issuer: printable(&body.issuer().to_string()),
            common_name: subject
                .common_name()
                .ok()
                .flatten()
                .map(|name| printable(name.value().as_ref())),
            names,
            serial: colons(body.serial_number().as_bytes()),
            not_before: seconds(body.validity().not_before),
            not_after: seconds(body.validity().not_after),
            key: key_name(body.subject_public_key_info()),
            signature: certificate.signature_algorithm().oid,
            self_signed: subject == body.issuer(),
            authority,
            purposes: match body.get_extension::<ExtendedKeyUsage>() {
                Ok(purposes) => purposes.map(|(_, ExtendedKeyUsage(purposes))| purposes),
                Err(_) => Some(Vec::new()),
            },
        })
    }
}

const SERVER_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1");
const CLIENT_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");
const ANY_PURPOSE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37.0");

fn unix_time(seconds: i64) -> Option<UnixTime> {
    let seconds = u64::try_from(seconds).ok()?;
    Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
}

fn seconds(time: x509_cert::time::Time) -> i64 {
    i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
}

/// A DNS name or an IP address; the other kinds name no host.
fn host(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(name) => Some(printable(name.as_ref())),
        GeneralName::IpAddress(octets) => {
            let octets = octets.as_bytes();
            let address = match (<[u8; 4]>::try_from(octets), <[u8; 16]>::try_from(octets)) {
                (Ok(v4), _) => IpAddr::from(Ipv4Addr::from(v4)),
                (_, Ok(v6)) => IpAddr::from(Ipv6Addr::from(v6)),
                _ => return None,
            };
            Some(address.to_string())
        }
        _ => None,
    }
}

/// What a stranger has written, fit for one line of a log.
pub(crate) fn printable(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        // U+2028 and U+202E and their like turn lines and directions around.
        if character.is_control()
            || matches!(character, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        {
            safe.extend(character.escape_default());
        } else {
            safe.push(character);
        }
    }
    safe
}

/// Hexadecimal octets with colons.
fn colons(octets: &[u8]) -> String {
    let octets: Vec<String> = octets.iter().map(|octet| format!("{octet:02X}")).collect();
    octets.join(":")
}

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const P521: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const ED448: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.113");

fn key_name(key: &SubjectPublicKeyInfoOwned) -> String {
    match key.algorithm.oid {
        RSA => match rsa_bits(key.subject_public_key.raw_bytes()) {
            Some(bits) => format!("RSA {bits}"),
            None => "RSA".to_owned(),
        },
        EC => {
            let curve = key.algorithm.parameters.as_ref().and_then(|curve| curve.decode_as().ok());
            match curve {
                Some(P256) => "ECDSA P-256".to_owned(),
                Some(P384) => "ECDSA P-384".to_owned(),
                Some(P521) => "ECDSA P-521".to_owned(),
                Some(other) => format!("ECDSA {other}"),
                None => "ECDSA".to_owned(),
            }
        }
        ED25519 => "Ed25519".to_owned(),
        ED448 => "Ed448".to_owned(),
        other => other.to_string(),
    }
}

/// The length of the modulus in a `RSAPublicKey` (RFC 8017 appendix A.1.1).
fn rsa_bits(key: &[u8]) -> Option<usize> {
    let numbers = Vec::<x509_cert::der::asn1::Uint>::from_der(key).ok()?;
    let modulus = numbers.first()?.as_bytes();
    let leading = modulus.first()?.leading_zeros() as usize;
    modulus.len().checked_mul(8)?.checked_sub(leading)
}

/// Signature algorithms by name: RFC 3279, 4055, 5758, 8410.
fn signature_name(oid: &ObjectIdentifier) -> Option<&'static str> {
    Some(match oid.to_string().as_str() {
        "1.2.840.113549.1.1.4" => "md5WithRSAEncryption",
        "1.2.840.113549.1.1.5" => "sha1WithRSAEncryption",
        "1.2.840.113549.1.1.10" => "id-RSASSA-PSS",
        "1.2.840.113549.1.1.11" => "sha256WithRSAEncryption",
        "1.2.840.113549.1.1.12" => "sha384WithRSAEncryption",
        "1.2.840.113549.1.1.13" => "sha512WithRSAEncryption",
        "1.2.840.113549.1.1.14" => "sha224WithRSAEncryption",
        "1.2.840.10045.4.1" => "ecdsa-with-SHA1",
        "1.2.840.10045.4.3.1" => "ecdsa-with-SHA224",
        "1.2.840.10045.4.3.2" => "ecdsa-with-SHA256",
        "1.2.840.10045.4.3.3" => "ecdsa-with-SHA384",
        "1.2.840.10045.4.3.4" => "ecdsa-with-SHA512",
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        _ => return None,
    })
}
