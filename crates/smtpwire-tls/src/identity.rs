//! Identity: the certificate that we show, and the key that proves it ours.

use std::fmt;
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::ParsedCertificate;
use rustls::sign::{CertifiedKey, SigningKey};

use crate::certificate::Certificate;
use crate::error::TlsConfigError;
use crate::explain::{Side, of_certificate};
use crate::{pem, provider};

/// A certificate with what leads from it to a root, and its private key. A server needs one; a
/// client may have one, to log in by it (EXTERNAL, RFC 4422 appendix A). Cheap to clone; the key
/// shows in no `Debug`.
#[derive(Clone)]
pub struct Identity {
    certified: Arc<CertifiedKey>,
}

impl Identity {
    /// From PEM: the server's own certificate first, then the intermediate ones; and a private key
    /// as PKCS#8, PKCS#1 or SEC1. Both may be the same file.
    ///
    /// # Errors
    ///
    /// Where a block is missing or broken, where the key is encrypted, of a kind that is not
    /// supported, or belongs to another certificate. The sentence says which.
    pub fn from_pem(chain: &[u8], key: &[u8]) -> Result<Self, TlsConfigError> {
        let chain = pem::certificates(chain).map_err(|error| {
            TlsConfigError::new(format!("the certificate file is not usable: {error}"))
        })?;
        let key = pem::private_key(key)
            .map_err(|error| TlsConfigError::new(format!("the key file is not usable: {error}")))?;
        Self::of(chain, key)
    }

    /// From DER: the certificates, the server's own first; and a private key as PKCS#8, PKCS#1 or
    /// SEC1.
    ///
    /// # Errors
    ///
    /// As [`Identity::from_pem`].
    pub fn from_der(chain: Vec<Vec<u8>>, key: Vec<u8>) -> Result<Self, TlsConfigError> {
        if chain.is_empty() {
            return Err(TlsConfigError::new("there is no certificate"));
        }
        let key = PrivateKeyDer::try_from(key).map_err(|_| {
            TlsConfigError::new(
                "these octets are no private key that is supported: neither PKCS#8 nor PKCS#1 nor \
                 SEC1, or encrypted",
            )
        })?;
        Self::of(chain.into_iter().map(CertificateDer::from).collect(), key)
    }

    /// The certificate, and what leads from it to a root.
    pub fn certificates(&self) -> Vec<Certificate> {
        self.certified.cert.iter().map(|der| Certificate::from_der(der.as_ref())).collect()
    }

    pub(crate) fn certified(&self) -> &Arc<CertifiedKey> {
        &self.certified
    }

    /// The certificate alone, as DER.
    pub(crate) fn end_entity(&self) -> &[u8] {
        self.certified.cert.first().map_or(&[], |der| der.as_ref())
    }

    /// The certificate of one with the key of another, as somebody in between has them.
    #[cfg(test)]
    pub(crate) fn mismatched(shown: &Self, key: &Self) -> Self {
        let (chain, key) = (shown.certified.cert.clone(), key.certified.key.clone());
        Self { certified: Arc::new(CertifiedKey::new(chain, key)) }
    }

    fn of(
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> Result<Self, TlsConfigError> {
        let key = provider().key_provider.load_private_key(key).map_err(|_| {
            TlsConfigError::new(
                "the private key cannot be used: it is broken, or of a kind that is not supported \
                 (RSA of 2048 to 8192 bits, ECDSA P-256 and P-384, and Ed25519 are)",
            )
        })?;
        for (number, der) in (1_usize..).zip(&chain) {
            ParsedCertificate::try_from(der).map_err(|error| {
                TlsConfigError::new(format!(
                    "certificate {number} of the chain cannot be used: {}",
                    of_parsing(&error)
                ))
            })?;
        }
        match chain.iter().position(|der| belongs(key.as_ref(), der)) {
            Some(0) => Ok(Self { certified: Arc::new(CertifiedKey::new(chain, key)) }),
            Some(later) => Err(TlsConfigError::new(format!(
                "the private key belongs to certificate {} of the chain; the server's own \
                 certificate has to stand first",
                later.saturating_add(1)
            ))),
            None => Err(TlsConfigError::new(format!(
                "the private key does not belong to the certificate of {}",
                chain.first().map(Certificate::from).map_or_else(String::new, |c| c.whose())
            ))),
        }
    }
}

/// What is wrong with a certificate that cannot be read.
fn of_parsing(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(error) => of_certificate(error, Side::Client).to_string(),
        other => other.to_string(),
    }
}

/// Whether the key is the one that the certificate speaks of. A key that can't tell its public half
/// is believed.
fn belongs(key: &dyn SigningKey, der: &CertificateDer<'_>) -> bool {
    match (key.public_key(), ParsedCertificate::try_from(der)) {
        (Some(key), Ok(certificate)) => key == certificate.subject_public_key_info(),
        (None, Ok(_)) => true,
        (_, Err(_)) => false,
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whose = Certificate::from_der(self.end_entity()).whose();
        f.debug_tuple("Identity").field(&whose).finish()
    }
}
