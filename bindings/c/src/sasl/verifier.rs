//! What a server keeps of a password for SCRAM (RFC 5802).

use smtpwire::Secret;
use smtpwire::sasl::{ScramHash, ScramVerifier};

use crate::choice::choice;
use crate::error::{make, smtpwire_error};
use crate::guard::{free, handle, look, put};
use crate::text::{smtpwire_text, text};
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

choice! {
    /// The digest of a SCRAM mechanism.
    smtpwire_scram_hash of ScramHash {
        /// SHA-1 (RFC 5802).
        SMTPWIRE_SCRAM_SHA1 = 1 is Sha1,
        /// SHA-256 (RFC 7677).
        SMTPWIRE_SCRAM_SHA256 = 2 is Sha256,
    }
}

handle! {
    /// What a server keeps of a password for SCRAM. Whoever has it can't log in with it, but can try
    /// passwords out on it. Several threads may look at one.
    smtpwire_scram_verifier holds ScramVerifier
}

/// Makes what is kept of a password. `hash` is one of `smtpwire_scram_hash`, the salt 16 octets or more that nobody
/// can guess, `iterations` 4096 to 10,000,000. It takes as long as the iterations do.
///
/// `SMTPWIRE_OUT_OF_RANGE` for a hash that is none, `SMTPWIRE_INVALID_VALUE` for a password that can't be used, a
/// salt that is empty, or too few or too many iterations.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_scram_verifier_new(
    hash: u32,
    password: smtpwire_str,
    salt: smtpwire_bytes,
    iterations: u32,
    verifier: *mut *mut smtpwire_scram_verifier,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(verifier, error, || {
            let hash = smtpwire_scram_hash::read(hash)?;
            let (password, salt) = (password.read()?, salt.read()?);
            Ok(ScramVerifier::from_password(hash, password, salt, iterations)?)
        })
    }
}

/// What is kept, of the keys that were stored (RFC 5803).
///
/// Fails as `smtpwire_scram_verifier_new`, and for keys of another length than the digest's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_scram_verifier_from_keys(
    hash: u32,
    salt: smtpwire_bytes,
    iterations: u32,
    stored_key: smtpwire_bytes,
    server_key: smtpwire_bytes,
    verifier: *mut *mut smtpwire_scram_verifier,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(verifier, error, || {
            let hash = smtpwire_scram_hash::read(hash)?;
            let stored = Secret::from(stored_key.read()?);
            let server = Secret::from(server_key.read()?);
            Ok(ScramVerifier::new(hash, salt.read()?, iterations, stored, server)?)
        })
    }
}

/// Reads what was stored as text: `SCRAM-SHA-256$iterations:salt$stored-key:server-key`, in base64.
/// `SMTPWIRE_INVALID_VALUE` for what is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_scram_verifier_parse(
    stored: smtpwire_str,
    verifier: *mut *mut smtpwire_scram_verifier,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(verifier, error, || Ok(ScramVerifier::parse(stored.read()?)?)) }
}

/// What is kept as text, to store it, in a text that the caller frees. Passwords can be tried out on it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_scram_verifier_reveal_text(
    verifier: *const smtpwire_scram_verifier,
    stored: *mut *mut smtpwire_text,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(verifier, |verifier| {
            if stored.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
            }
            put(stored, text(verifier.reveal_text()))
        })
    }
}

/// Whether this is the password that it was made of.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_scram_verifier_matches(
    verifier: *const smtpwire_scram_verifier,
    password: smtpwire_str,
    matches: *mut bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(verifier, |verifier| put(matches, verifier.matches(password.read()?))) }
}

/// Ends it; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_scram_verifier_free(verifier: *mut smtpwire_scram_verifier) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(verifier) }
}
