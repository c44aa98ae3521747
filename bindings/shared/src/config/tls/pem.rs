//! What certificates, keys and roots are given as.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use smtpwire_tls::{Certificate, Identity, Roots, TlsConfigError};

use crate::config::{Plain, SecretOctets};

/// What a text in PEM has before all else that counts.
const BEGIN: &str = "-----BEGIN";

/// Octets of any of these forms: octets, text, or a list of numbers in formats that have no octets.
fn octets(given: Plain) -> Option<Vec<u8>> {
    let octet = |item: Plain| match item {
        Plain::Integer(number) => u8::try_from(number).ok(),
        _ => None,
    };
    match given {
        Plain::Text(text) => Some(text.into_bytes()),
        Plain::Octets(octets) => Some(octets),
        Plain::List(items) => items.into_iter().map(octet).collect(),
        _ => None,
    }
}

fn is_pem(octets: &[u8]) -> bool {
    octets.windows(BEGIN.len()).any(|window| window == BEGIN.as_bytes())
}

/// One or more certificates: PEM, as text or octets, or one in DER.
#[derive(Clone, Debug)]
pub struct CertificateOctets(Vec<u8>);

impl<'de> Deserialize<'de> for CertificateOctets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = octets(Plain::deserialize(deserializer)?).map(Self);
        given.ok_or_else(|| D::Error::custom("certificates are PEM, or one in DER"))
    }
}

impl CertificateOctets {
    /// The certificates.
    ///
    /// # Errors
    /// There is none, or what stands between the marks of PEM is none.
    pub fn build(&self) -> Result<Vec<Certificate>, TlsConfigError> {
        if !is_pem(&self.0) {
            return Ok(vec![Certificate::from_der(self.0.clone())]);
        }
        Certificate::all_from_pem(&self.0)
    }
}

/// A certificate with those that lead to its root, and the key that belongs to it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenIdentity {
    /// The certificates, that of the key first.
    pub certificate: CertificateOctets,
    /// The private key: PEM or DER.
    pub key: SecretOctets,
}

impl GivenIdentity {
    /// The identity of these.
    ///
    /// # Errors
    /// One of them can't be read, or they do not belong together.
    pub fn build(self) -> Result<Identity, TlsConfigError> {
        let chain = self.certificate.0;
        let key = self.key.build();
        match (is_pem(&chain), is_pem(key.reveal())) {
            (false, false) => Identity::from_der(vec![chain], key.reveal().to_vec()),
            _ => Identity::from_pem(&chain, key.reveal()),
        }
    }
}

/// Whom to trust: `webpki`, `platform`, `none`, certificates, or a list of those.
#[derive(Clone, Debug)]
pub struct GivenRoots(Vec<Source>);

#[derive(Clone, Debug)]
enum Source {
    Webpki,
    Platform,
    Certificates(Vec<u8>),
}

impl<'de> Deserialize<'de> for GivenRoots {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut sources = Vec::new();
        let all = match Plain::deserialize(deserializer)? {
            Plain::List(items) if !items.iter().all(|item| matches!(item, Plain::Integer(_))) => {
                items
            }
            one => vec![one],
        };
        for one in all {
            sources.push(match one {
                Plain::Text(word) if word == "webpki" => Source::Webpki,
                Plain::Text(word) if word == "platform" => Source::Platform,
                Plain::Text(word) if word == "none" => continue,
                Plain::Text(text) if !text.contains(BEGIN) => {
                    let shown: String = text.chars().take(40).collect();
                    let message = format!(
                        "{shown:?} is no root; those are webpki, platform, none, and certificates \
                         in PEM"
                    );
                    return Err(D::Error::custom(message));
                }
                other => match octets(other) {
                    Some(octets) => Source::Certificates(octets),
                    None => return Err(D::Error::custom("roots are words or certificates")),
                },
            });
        }
        Ok(Self(sources))
    }
}

impl GivenRoots {
    /// The roots, all together.
    ///
    /// # Errors
    /// The platform's can't be read, or a certificate.
    pub fn build(&self) -> Result<Roots, TlsConfigError> {
        self.0.iter().try_fold(Roots::none(), |roots, source| {
            Ok(roots.and(match source {
                Source::Webpki => Roots::webpki(),
                Source::Platform => Roots::platform()?,
                Source::Certificates(pem) if is_pem(pem) => Roots::pem(pem)?,
                Source::Certificates(der) => Roots::der(der.clone())?,
            }))
        })
    }
}
