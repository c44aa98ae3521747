//! Roots: the certificates that a chain has to end in.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use sha2::{Digest, Sha256};

use crate::error::TlsConfigError;
use crate::pem;

/// Whom we trust to vouch for the other side. Cheap to clone.
///
/// A certificate that the other side itself shows may be given as a root, as people do who run a
/// server with a self-signed certificate: it is then compared octet for octet. Its name and its
/// dates are checked all the same.
#[derive(Clone)]
pub struct Roots {
    inner: Arc<Inner>,
}

#[derive(Clone)]
struct Inner {
    anchors: Arc<RootCertStore>,
    /// SHA-256 of the certificates that were given whole. The roots of `webpki-roots` come without
    /// their certificates; no server shows one of those as its own.
    digests: BTreeSet<[u8; 32]>,
}

impl Roots {
    /// Nobody: every certificate is refused, unless DANE speaks for it.
    pub fn none() -> Self {
        Self::of(RootCertStore::empty(), BTreeSet::new())
    }

    /// Mozilla's list, compiled in: the same on every machine, as old as this build.
    pub fn webpki() -> Self {
        let mut anchors = RootCertStore::empty();
        anchors.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        Self::of(anchors, BTreeSet::new())
    }

    /// What this machine trusts. Reads the system's store, from the files that `SSL_CERT_FILE` and
    /// `SSL_CERT_DIR` name where they are set.
    ///
    /// # Errors
    ///
    /// Where no certificate can be read. Single certificates that are unusable are passed over.
    pub fn platform() -> Result<Self, TlsConfigError> {
        let found = rustls_native_certs::load_native_certs();
        let mut roots = Inner::empty();
        for certificate in found.certs {
            // Stores carry oddities from decades; one of them must not cost all the others.
            let _ = roots.add(certificate);
        }
        if !roots.anchors.is_empty() {
            return Ok(Self { inner: Arc::new(roots) });
        }
        Err(TlsConfigError::new(match found.errors.first() {
            Some(error) => format!("this machine's trusted certificates cannot be read: {error}"),
            None => "this machine has no trusted certificates".to_owned(),
        }))
    }

    /// Every `CERTIFICATE` block of a PEM file. Text around the blocks and blocks of other kinds
    /// are passed over.
    ///
    /// # Errors
    ///
    /// Where there is no certificate, or a block is broken; the sentence says which.
    pub fn pem(pem: &[u8]) -> Result<Self, TlsConfigError> {
        Self::all(pem::certificates(pem)?)
    }

    /// One certificate, as DER.
    ///
    /// # Errors
    ///
    /// Where it is no certificate.
    pub fn der(der: impl Into<Vec<u8>>) -> Result<Self, TlsConfigError> {
        let mut roots = Inner::empty();
        roots.add(CertificateDer::from(der.into())).map_err(|detail| {
            TlsConfigError::new(format!("these octets are no certificate: {detail}"))
        })?;
        Ok(Self { inner: Arc::new(roots) })
    }

    /// These roots and those.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        let inner = Arc::make_mut(&mut self.inner);
        let more = Arc::unwrap_or_clone(more.inner);
        Arc::make_mut(&mut inner.anchors).extend(Arc::unwrap_or_clone(more.anchors).roots);
        inner.digests.extend(more.digests);
        self
    }

    /// How many roots there are.
    pub fn len(&self) -> usize {
        self.inner.anchors.len()
    }

    /// Whether nobody is trusted.
    pub fn is_empty(&self) -> bool {
        self.inner.anchors.is_empty()
    }

    pub(crate) fn all(certificates: Vec<CertificateDer<'static>>) -> Result<Self, TlsConfigError> {
        let mut roots = Inner::empty();
        for (number, certificate) in (1_usize..).zip(certificates) {
            roots.add(certificate).map_err(|detail| {
                TlsConfigError::new(format!("certificate {number} in it is broken: {detail}"))
            })?;
        }
        Ok(Self { inner: Arc::new(roots) })
    }

    pub(crate) fn anchors(&self) -> &Arc<RootCertStore> {
        &self.inner.anchors
    }

    /// Whether this very certificate was given.
    pub(crate) fn contains(&self, der: &[u8]) -> bool {
        self.inner.digests.contains(&<[u8; 32]>::from(Sha256::digest(der)))
    }

    fn of(anchors: RootCertStore, digests: BTreeSet<[u8; 32]>) -> Self {
        Self { inner: Arc::new(Inner { anchors: Arc::new(anchors), digests }) }
    }
}

impl Inner {
    fn empty() -> Self {
        Self { anchors: Arc::new(RootCertStore::empty()), digests: BTreeSet::new() }
    }

    fn add(&mut self, certificate: CertificateDer<'_>) -> Result<(), String> {
        let digest = Sha256::digest(&certificate).into();
        Arc::make_mut(&mut self.anchors).add(certificate).map_err(|error| match error {
            rustls::Error::InvalidCertificate(error) => error.to_string(),
            other => other.to_string(),
        })?;
        self.digests.insert(digest);
        Ok(())
    }
}

impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Roots({})", self.len())
    }
}
