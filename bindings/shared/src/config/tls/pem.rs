//! What certificates, keys and roots are given as.

use smtpwire_tls::{Certificate, Identity, Roots, TlsConfigError};

use crate::config::fields::fields;
use crate::config::{FromPlain, Plain, SecretOctets, Wrong, shown};

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

impl FromPlain for CertificateOctets {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        // Text is no DER: it is the name of a file, most likely, and smtpwire opens none.
        if matches!(&plain, Plain::Text(text) if !text.contains(BEGIN)) {
            let message = "this text is no certificate in PEM; of a file, give what stands in it";
            return Err(Wrong::said(message.to_owned()));
        }
        let given = octets(plain).map(Self);
        given.ok_or_else(|| Wrong::said("certificates are PEM, or one in DER".to_owned()))
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
#[derive(Clone, Debug)]
pub struct GivenIdentity {
    /// The certificates, that of the key first.
    pub certificate: CertificateOctets,
    /// The private key: PEM or DER.
    pub key: SecretOctets,
}

fields!(GivenIdentity { certificate: need, key: need });

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

impl FromPlain for GivenRoots {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let mut sources = Vec::new();
        let all = match plain {
            Plain::List(items) if items.is_empty() => {
                let message = "there are none in it; those are webpki, platform, none, and \
                               certificates in PEM or DER";
                return Err(Wrong::said(message.to_owned()));
            }
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
                    let shown = shown(&text);
                    let message = format!(
                        "{shown} is no root; those are webpki, platform, none, and certificates \
                         in PEM"
                    );
                    return Err(Wrong::said(message));
                }
                other => {
                    let needed = "webpki, platform, none, certificates in PEM or DER, or several of \
                                  those is needed";
                    let octets = octets(other).ok_or_else(|| Wrong::said(needed.to_owned()))?;
                    Source::Certificates(octets)
                }
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
