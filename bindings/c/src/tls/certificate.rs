//! Certificates as a person wants to read them.

use std::sync::OnceLock;

use smtpwire_tls::Certificate;

use crate::guard::{Guarded, Handle, ask, handle, look, put};
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

handle! {
    /// An X.509 certificate (RFC 5280) that somebody showed, for a log, a report or a person. It
    /// stands inside another object and lasts as long as that one; nobody frees it by itself. Several
    /// threads may look at one.
    ///
    /// The other side may show anything: what is no certificate has no names and no dates, and
    /// `smtpwire_certificate_is_readable` says so. Control characters in names are escaped; the names are
    /// still what a stranger has written.
    smtpwire_certificate holds Held
}

/// A certificate, and the texts that are made when they are first asked for.
#[derive(Debug)]
pub(crate) struct Held {
    certificate: Certificate,
    fingerprint: OnceLock<String>,
    signature: OnceLock<String>,
}

impl smtpwire_certificate {
    /// A certificate that stands inside another object.
    pub(crate) fn made(certificate: &Certificate) -> Self {
        Self::of(Guarded::new(Held {
            certificate: certificate.clone(),
            fingerprint: OnceLock::new(),
            signature: OnceLock::new(),
        }))
    }

    /// A chain of them.
    pub(crate) fn chain(certificates: &[Certificate]) -> Vec<Self> {
        certificates.iter().map(Self::made).collect()
    }
}

/// The certificate of a chain at this place, for C.
pub(crate) fn nth(
    chain: &[smtpwire_certificate],
    index: usize,
) -> Result<*const smtpwire_certificate, smtpwire_status> {
    chain.get(index).map(std::ptr::from_ref).ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)
}

/// # Safety
/// As [`ask`].
unsafe fn text(
    certificate: *const smtpwire_certificate,
    call: impl FnOnce(&Held) -> &str,
) -> smtpwire_str {
    // SAFETY: by the caller's promise.
    unsafe { ask(certificate, smtpwire_str::of(""), |held| smtpwire_str::of(call(held))) }
}

/// Its octets (DER).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_der(
    certificate: *const smtpwire_certificate,
) -> smtpwire_bytes {
    let none = smtpwire_bytes::of(&[]);
    // SAFETY: the caller's, as the header says.
    unsafe { ask(certificate, none, |held| smtpwire_bytes::of(held.certificate.der())) }
}

/// Whether it could be read. Where not, all its texts are empty, save the fingerprint.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_is_readable(
    certificate: *const smtpwire_certificate,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(certificate, false, |held| held.certificate.is_readable()) }
}

/// Whose it is: the distinguished name (RFC 4514), as in "CN=mx.example.org,O=Example". Often empty
/// today; what counts are the names.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_subject(
    certificate: *const smtpwire_certificate,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { text(certificate, |held| held.certificate.subject()) }
}

/// Who vouches for it: the distinguished name of the one who signed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_issuer(
    certificate: *const smtpwire_certificate,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { text(certificate, |held| held.certificate.issuer()) }
}

/// How many hosts it is for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_name_count(
    certificate: *const smtpwire_certificate,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(certificate, 0, |held| held.certificate.names().len()) }
}

/// A host that it is for, from 0: a DNS name, perhaps with a wildcard, or an IP address.
/// `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_name(
    certificate: *const smtpwire_certificate,
    index: usize,
    name: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(certificate, |held| {
            let found = held.certificate.names().get(index);
            put(name, smtpwire_str::of(found.ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?))
        })
    }
}

/// The serial number, as hexadecimal octets with colons.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_serial(
    certificate: *const smtpwire_certificate,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { text(certificate, |held| held.certificate.serial()) }
}

/// The first second of its validity, since 1970 (UTC). `SMTPWIRE_ABSENT` where it is not readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_not_before(
    certificate: *const smtpwire_certificate,
    unix_seconds: *mut i64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(certificate, |held| {
            let first = held.certificate.not_before();
            put(unix_seconds, first.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?)
        })
    }
}

/// The last second of its validity, since 1970 (UTC). `SMTPWIRE_ABSENT` where it is not readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_not_after(
    certificate: *const smtpwire_certificate,
    unix_seconds: *mut i64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(certificate, |held| {
            let last = held.certificate.not_after();
            put(unix_seconds, last.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?)
        })
    }
}

/// The kind and size of its public key: "RSA 2048", "ECDSA P-256", "Ed25519".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_key(
    certificate: *const smtpwire_certificate,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { text(certificate, |held| held.certificate.key()) }
}

/// How it is signed, as in "ecdsa-with-SHA256" or "sha256WithRSAEncryption" (RFC 3279 and its
/// successors); an object identifier where no name is known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_signature_algorithm(
    certificate: *const smtpwire_certificate,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe {
        text(certificate, |held| {
            held.signature.get_or_init(|| held.certificate.signature_algorithm())
        })
    }
}

/// The SHA-256 of its octets, as hexadecimal octets with colons.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_fingerprint(
    certificate: *const smtpwire_certificate,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe {
        text(certificate, |held| held.fingerprint.get_or_init(|| held.certificate.fingerprint()))
    }
}

/// Whether it names itself as its issuer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_is_self_signed(
    certificate: *const smtpwire_certificate,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(certificate, false, |held| held.certificate.is_self_signed()) }
}

/// Whether it may vouch for other certificates (a CA's certificate).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_is_authority(
    certificate: *const smtpwire_certificate,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(certificate, false, |held| held.certificate.is_authority()) }
}

/// Whether it is for this host, a DNS name or an IP address, by RFC 7817 section 3: only the subject
/// alternative names count, and `*` stands for one left-most label. false for a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_certificate_is_valid_for(
    certificate: *const smtpwire_certificate,
    host: smtpwire_str,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe {
        ask(certificate, false, |held| {
            host.read().is_ok_and(|host| held.certificate.is_valid_for(host))
        })
    }
}
