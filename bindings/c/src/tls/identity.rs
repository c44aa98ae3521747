//! Identity: the certificate that a program shows, and the key that proves it its own.

use smtpwire_tls::Identity;

use super::certificate::{nth, smtpwire_certificate};
use super::{file, read_octets};
use crate::error::{make, smtpwire_error};
use crate::guard::{ask, free, handle, look, put};
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

handle! {
    /// A certificate with what leads from it to a root, and its private key. A server needs one; a
    /// client may have one, to log in by it (EXTERNAL). The key can't be got out again, and shows
    /// nowhere. Several threads may look at one.
    smtpwire_identity holds Held
}

/// An identity, and its certificates as C sees them.
pub(crate) struct Held {
    identity: Identity,
    certificates: Vec<smtpwire_certificate>,
}

impl Held {
    /// The identity itself; cheap to clone.
    pub(crate) const fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl From<Identity> for Held {
    fn from(identity: Identity) -> Self {
        let certificates = smtpwire_certificate::chain(&identity.certificates());
        Self { identity, certificates }
    }
}

/// An identity from PEM (RFC 7468): the own certificate first, then those that lead from it to a root;
/// and the private key as PKCS#8, PKCS#1 or SEC1, without a passphrase. Both may be the same text.
///
/// `SMTPWIRE_UNUSABLE_CERTIFICATE` where a block is missing or broken, where the key is encrypted, of a kind
/// that is not supported, or belongs to another certificate; `*error` says which, and nothing of the
/// key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_identity_from_pem(
    chain: smtpwire_bytes,
    key: smtpwire_bytes,
    identity: *mut *mut smtpwire_identity,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(identity, error, || Ok(Identity::from_pem(chain.read()?, key.read()?)?.into())) }
}

/// An identity from two PEM files, or from one that is named twice; else as
/// `smtpwire_identity_from_pem`. It reads the files, each up to 16 MiB.
///
/// `SMTPWIRE_UNREADABLE_FILE` where that fails; `*error` has the system's reason.
/// `SMTPWIRE_UNUSABLE_CERTIFICATE` as `smtpwire_identity_from_pem`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_identity_from_pem_files(
    chain_path: smtpwire_str,
    key_path: smtpwire_str,
    identity: *mut *mut smtpwire_identity,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(identity, error, || {
            let (chain_path, key_path) = (chain_path.read()?, key_path.read()?);
            let (chain, key) = (file::read(chain_path)?, file::read(key_path)?);
            Ok(Identity::from_pem(&chain, &key)?.into())
        })
    }
}

/// An identity from DER: `chain_length` certificates, the own first; and the private key as PKCS#8,
/// PKCS#1 or SEC1. `SMTPWIRE_UNUSABLE_CERTIFICATE` as `smtpwire_identity_from_pem`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_identity_from_der(
    chain: *const smtpwire_bytes,
    chain_length: usize,
    key: smtpwire_bytes,
    identity: *mut *mut smtpwire_identity,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(identity, error, || {
            let chain = read_octets(chain, chain_length)?.into_iter().map(<[u8]>::to_vec).collect();
            Ok(Identity::from_der(chain, key.read()?.to_vec())?.into())
        })
    }
}

/// How many certificates it has: the own one, and those that lead from it to a root.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_identity_certificate_count(
    identity: *const smtpwire_identity,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(identity, 0, |held| held.certificates.len()) }
}

/// A certificate of the chain, from 0, the own one. It lasts as long as the identity.
/// `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_identity_certificate(
    identity: *const smtpwire_identity,
    index: usize,
    certificate: *mut *const smtpwire_certificate,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(identity, |held| put(certificate, nth(&held.certificates, index)?)) }
}

/// Ends an identity; NULL is none. What was built with it keeps it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_identity_free(identity: *mut smtpwire_identity) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(identity) }
}
