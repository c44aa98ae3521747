//! Why TLS did not come about.

use smtpwire_tls::{FailureKind, TlsFailure};

use super::certificate::{nth, smtpwire_certificate};
use crate::choice::choice;
use crate::guard::{Guarded, Handle, ask, handle, look, put};
use crate::{smtpwire_status, smtpwire_str};

handle! {
    /// Why a handshake failed, or why a certificate was not believed: a kind for programs, and
    /// sentences for people. It stands inside another object and lasts as long as that says; nobody
    /// frees it by itself. Several threads may look at one.
    smtpwire_tls_failure holds Held
}

/// A failure, and what C sees of it.
pub(crate) struct Held {
    failure: TlsFailure,
    message: String,
    certificates: Vec<smtpwire_certificate>,
}

impl smtpwire_tls_failure {
    /// A failure that stands inside another object.
    pub(crate) fn made(failure: TlsFailure) -> Self {
        let message = failure.to_string();
        let certificates = smtpwire_certificate::chain(failure.certificates());
        Self::of(Guarded::new(Held { failure, message, certificates }))
    }
}

choice! {
    /// What kind of failure it is.
    smtpwire_tls_failure_kind of FailureKind {
        /// The other side does not speak TLS here, but something else.
        SMTPWIRE_TLS_FAILURE_NOT_TLS = 1 is NotTls,
        /// The certificate, or one that it depends on, has expired.
        SMTPWIRE_TLS_FAILURE_EXPIRED = 2 is Expired,
        /// The certificate, or one that it depends on, is not valid yet.
        SMTPWIRE_TLS_FAILURE_NOT_YET_VALID = 3 is NotYetValid,
        /// The certificate leads to no root that is trusted.
        SMTPWIRE_TLS_FAILURE_UNKNOWN_ISSUER = 4 is UnknownIssuer,
        /// The certificate vouches for itself, and is not among the roots.
        SMTPWIRE_TLS_FAILURE_SELF_SIGNED = 5 is SelfSigned,
        /// The certificate is for other hosts.
        SMTPWIRE_TLS_FAILURE_WRONG_NAME = 6 is WrongName,
        /// The certificate has been revoked.
        SMTPWIRE_TLS_FAILURE_REVOKED = 7 is Revoked,
        /// The certificate is broken, its signature does not fit, or there is none.
        SMTPWIRE_TLS_FAILURE_BAD_CERTIFICATE = 8 is BadCertificate,
        /// The certificate is not meant for this use.
        SMTPWIRE_TLS_FAILURE_WRONG_USAGE = 9 is WrongUsage,
        /// The certificate is none of those that the TLSA records name (RFC 7672).
        SMTPWIRE_TLS_FAILURE_DANE_MISMATCH = 10 is DaneMismatch,
        /// The host is none of those that the MTA-STS policy names (RFC 8461).
        SMTPWIRE_TLS_FAILURE_STS_MISMATCH = 11 is StsMismatch,
        /// There is no version of TLS that both speak.
        SMTPWIRE_TLS_FAILURE_NO_COMMON_VERSION = 12 is NoCommonVersion,
        /// There is no cipher suite, key exchange or signature that both know.
        SMTPWIRE_TLS_FAILURE_NO_COMMON_CIPHER = 13 is NoCommonCipher,
        /// The other side refused our certificate.
        SMTPWIRE_TLS_FAILURE_CERTIFICATE_REFUSED = 14 is CertificateRefused,
        /// The other side demands a certificate from us (or we from it), and there was none.
        SMTPWIRE_TLS_FAILURE_CERTIFICATE_REQUIRED = 15 is CertificateRequired,
        /// The other side gave up for another reason, and named it.
        SMTPWIRE_TLS_FAILURE_ALERT = 16 is Alert,
        /// The other side closed the connection in the middle.
        SMTPWIRE_TLS_FAILURE_TRUNCATED = 17 is Truncated,
        /// The other side did not finish the handshake in time.
        SMTPWIRE_TLS_FAILURE_TIMED_OUT = 18 is TimedOut,
        /// What came breaks the rules of TLS, or was changed on the way.
        SMTPWIRE_TLS_FAILURE_BAD_RECORD = 19 is BadRecord,
        /// The program's own configuration can't work.
        SMTPWIRE_TLS_FAILURE_MISCONFIGURED = 20 is Misconfigured,
    } otherwise
        /// Another reason.
        SMTPWIRE_TLS_FAILURE_OTHER = 0
}

/// What kind of failure it is; `SMTPWIRE_TLS_FAILURE_OTHER` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_failure_kind_of(
    failure: *const smtpwire_tls_failure,
) -> smtpwire_tls_failure_kind {
    let other = smtpwire_tls_failure_kind::SMTPWIRE_TLS_FAILURE_OTHER;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(failure, other, |held| smtpwire_tls_failure_kind::of(held.failure.kind())) }
}

/// A failure's kind by a name that stays the same from version to version, as in "wrong-name". Empty for
/// NULL. The text lasts for ever.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_failure_kind_name(
    failure: *const smtpwire_tls_failure,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe {
        ask(failure, smtpwire_str::of(""), |held| smtpwire_str::of(held.failure.kind().name()))
    }
}

/// What happened, in a sentence for an operator.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_failure_message(
    failure: *const smtpwire_tls_failure,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(failure, smtpwire_str::of(""), |held| smtpwire_str::of(&held.message)) }
}

/// What to do about it, for whoever runs the side that failed. The text lasts for ever.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_failure_advice(
    failure: *const smtpwire_tls_failure,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(failure, smtpwire_str::of(""), |held| smtpwire_str::of(held.failure.advice())) }
}

/// The result type of a TLS report (RFC 8460 section 4.3) that a sender counts this as.
/// `SMTPWIRE_ABSENT` where nothing is to be reported, since the fault is the program's own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_failure_report_type(
    failure: *const smtpwire_tls_failure,
    report_type: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(failure, |held| {
            let found = held.failure.report_type().ok_or(smtpwire_status::SMTPWIRE_ABSENT)?;
            put(report_type, smtpwire_str::of(found))
        })
    }
}

/// How many certificates the other side showed, where the handshake was ended because of them; else 0.
/// A session that went on all the same has them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_failure_certificate_count(
    failure: *const smtpwire_tls_failure,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(failure, 0, |held| held.certificates.len()) }
}

/// A certificate that was refused, from 0, the other side's own. `SMTPWIRE_OUT_OF_RANGE` where there are
/// fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_failure_certificate(
    failure: *const smtpwire_tls_failure,
    index: usize,
    certificate: *mut *const smtpwire_certificate,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(failure, |held| put(certificate, nth(&held.certificates, index)?)) }
}
