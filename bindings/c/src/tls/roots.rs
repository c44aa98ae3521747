//! Roots: the certificates that a chain has to end in.

use std::mem;

use smtpwire_tls::Roots;

use super::file;
use crate::error::{attempt, smtpwire_error};
use crate::guard::{ask, free, handle, put_new, status_of, with};
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

handle! {
    /// Whom a program trusts to vouch for the other side: a set of root certificates, empty at first.
    ///
    /// A certificate that the other side itself shows may be given as a root, as people do who run a
    /// server with a self-signed one. Several threads may look at roots, and build with them.
    smtpwire_roots holds Roots
}

/// Adds to what there is.
fn add(roots: &mut Roots, more: Roots) {
    *roots = mem::replace(roots, Roots::none()).and(more);
}

/// Roots that trust nobody yet: every certificate is refused, unless DANE speaks for it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_roots_new(roots: *mut *mut smtpwire_roots) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if roots.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        put_new(roots, Roots::none())
    })
}

/// Adds Mozilla's list, which is compiled in: the same on every machine, as old as the library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_roots_add_webpki(roots: *mut smtpwire_roots) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(roots, |roots| {
            add(roots, Roots::webpki());
            Ok(())
        })
    }
}

/// Adds what this machine trusts. It reads the system's store, from the files that the environment's
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` name where they are set; single certificates that can't be used
/// are passed over.
///
/// `SMTPWIRE_UNREADABLE_FILE` where the store can't be read or holds no certificate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_roots_add_platform(
    roots: *mut smtpwire_roots,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(roots, error, |roots| {
            let found = Roots::platform().map_err(|why| file::unreadable(why.to_string()))?;
            add(roots, found);
            Ok(())
        })
    }
}

/// Adds every `CERTIFICATE` block of a PEM text (RFC 7468). Text around the blocks and blocks of other
/// kinds are passed over.
///
/// `SMTPWIRE_UNUSABLE_CERTIFICATE` where there is none, or one is broken; nothing is added then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_roots_add_pem(
    roots: *mut smtpwire_roots,
    pem: smtpwire_bytes,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(roots, error, |roots| {
            add(roots, Roots::pem(pem.read()?)?);
            Ok(())
        })
    }
}

/// Adds every `CERTIFICATE` block of a PEM file, as `smtpwire_roots_add_pem`. It reads the file, up to
/// 16 MiB.
///
/// `SMTPWIRE_UNREADABLE_FILE` where that fails; `*error` has the system's reason.
/// `SMTPWIRE_UNUSABLE_CERTIFICATE` as `smtpwire_roots_add_pem`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_roots_add_pem_file(
    roots: *mut smtpwire_roots,
    path: smtpwire_str,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(roots, error, |roots| {
            add(roots, Roots::pem(&file::read(path.read()?)?)?);
            Ok(())
        })
    }
}

/// Adds one certificate, as DER. `SMTPWIRE_UNUSABLE_CERTIFICATE` where it is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_roots_add_der(
    roots: *mut smtpwire_roots,
    der: smtpwire_bytes,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(roots, error, |roots| {
            add(roots, Roots::der(der.read()?)?);
            Ok(())
        })
    }
}

/// How many roots there are; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_roots_count(roots: *const smtpwire_roots) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(roots, 0, Roots::len) }
}

/// Ends roots; NULL is none. What was built with them keeps them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_roots_free(roots: *mut smtpwire_roots) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(roots) }
}
