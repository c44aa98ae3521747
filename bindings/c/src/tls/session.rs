//! What a TLS session turned out to be.

use smtpwire_tls::{TlsSession, Verification};

use super::certificate::{nth, smtpwire_certificate};
use super::failure::smtpwire_tls_failure;
use super::version::smtpwire_tls_version;
use crate::guard::{Guarded, Handle, ask, handle, look, put};
use crate::{smtpwire_channel_binding, smtpwire_status, smtpwire_str};

handle! {
    /// What was agreed upon in a handshake, and whom it reached: for logs, for the trace header, for a
    /// decision. It holds no key. It stands inside a connection and lasts as long as that says; nobody
    /// frees it by itself. Several threads may look at one.
    smtpwire_tls_session holds Held
}

/// A session, and what C sees of it.
pub(crate) struct Held {
    session: TlsSession,
    description: String,
    certificates: Vec<smtpwire_certificate>,
    failure: Option<smtpwire_tls_failure>,
    bindings: Vec<smtpwire_channel_binding>,
}

impl smtpwire_tls_session {
    /// A session that stands inside another object.
    pub(crate) fn made(session: TlsSession) -> Self {
        let description = session.to_string();
        let certificates = smtpwire_certificate::chain(session.peer_certificates());
        let failure = session.verification().failure().cloned().map(smtpwire_tls_failure::made);
        let bindings = session.channel_bindings().iter().cloned();
        let bindings = bindings.map(|it| smtpwire_channel_binding::of(Guarded::new(it))).collect();
        Self::of(Guarded::new(Held { session, description, certificates, failure, bindings }))
    }
}

/// Whether the other side has proven who it is, and by what.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_tls_verification {
    /// Nobody asked for proof.
    SMTPWIRE_TLS_VERIFICATION_NONE = 0,
    /// The server has, by a certificate for its name that leads to a trusted root (RFC 5280, RFC 7817).
    SMTPWIRE_TLS_VERIFICATION_PKIX = 1,
    /// The server has, by a TLSA record for its certificate or key (RFC 7672 section 3.1.1).
    SMTPWIRE_TLS_VERIFICATION_DANE_EE = 2,
    /// The server has, by a TLSA record for its issuer (RFC 7672 section 3.1.2).
    SMTPWIRE_TLS_VERIFICATION_DANE_TA = 3,
    /// The client has, by a certificate that leads to a trusted root.
    SMTPWIRE_TLS_VERIFICATION_CLIENT_CERTIFICATE = 4,
    /// The proof did not convince, and the session went on all the same, as opportunistic TLS does.
    SMTPWIRE_TLS_VERIFICATION_FAILED = 5,
    /// Another one, that this header does not know; `smtpwire_tls_session_is_verified` tells which way.
    SMTPWIRE_TLS_VERIFICATION_OTHER = 6,
}

impl smtpwire_tls_verification {
    /// What C calls it.
    const fn of(verification: &Verification) -> Self {
        match verification {
            Verification::None => Self::SMTPWIRE_TLS_VERIFICATION_NONE,
            Verification::Pkix => Self::SMTPWIRE_TLS_VERIFICATION_PKIX,
            Verification::DaneEe => Self::SMTPWIRE_TLS_VERIFICATION_DANE_EE,
            Verification::DaneTa => Self::SMTPWIRE_TLS_VERIFICATION_DANE_TA,
            Verification::ClientCertificate => Self::SMTPWIRE_TLS_VERIFICATION_CLIENT_CERTIFICATE,
            Verification::Failed(_) => Self::SMTPWIRE_TLS_VERIFICATION_FAILED,
            _ => Self::SMTPWIRE_TLS_VERIFICATION_OTHER,
        }
    }
}

/// The version of TLS; `SMTPWIRE_TLS_VERSION_NONE` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_session_version(
    session: *const smtpwire_tls_session,
) -> smtpwire_tls_version {
    let none = smtpwire_tls_version::SMTPWIRE_TLS_VERSION_NONE;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(session, none, |held| smtpwire_tls_version::of(held.session.version())) }
}

/// The cipher suite by its registered name, as in "TLS_AES_256_GCM_SHA384": what the "tls" clause of a
/// Received header says (RFC 8314 section 4.3).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_session_cipher_suite(
    session: *const smtpwire_tls_session,
) -> smtpwire_str {
    let none = smtpwire_str::of("");
    // SAFETY: the caller's, as the header says.
    unsafe { ask(session, none, |held| smtpwire_str::of(held.session.cipher_suite())) }
}

/// The group of the key exchange, as in "X25519" or "secp256r1". `SMTPWIRE_ABSENT` where it is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_session_key_exchange(
    session: *const smtpwire_tls_session,
    group: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(session, |held| {
            let found = held.session.key_exchange().ok_or(smtpwire_status::SMTPWIRE_ABSENT)?;
            put(group, smtpwire_str::of(found))
        })
    }
}

/// The name that the client asked for (SNI, RFC 6066 section 3). `SMTPWIRE_ABSENT` where it asked for none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_session_server_name(
    session: *const smtpwire_tls_session,
    name: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(session, |held| {
            let found = held.session.server_name().ok_or(smtpwire_status::SMTPWIRE_ABSENT)?;
            put(name, smtpwire_str::of(found))
        })
    }
}

/// Whether the other side has proven who it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_session_is_verified(
    session: *const smtpwire_tls_session,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(session, false, |held| held.session.verification().is_verified()) }
}

/// Whether the other side has proven who it is, and by what; `SMTPWIRE_TLS_VERIFICATION_NONE` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_session_verification(
    session: *const smtpwire_tls_session,
) -> smtpwire_tls_verification {
    let none = smtpwire_tls_verification::SMTPWIRE_TLS_VERIFICATION_NONE;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(session, none, |held| smtpwire_tls_verification::of(held.session.verification())) }
}

/// Why the other side is not believed, where its proof did not convince. It lasts as long as the
/// session. `SMTPWIRE_ABSENT` else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_session_verification_failure(
    session: *const smtpwire_tls_session,
    failure: *mut *const smtpwire_tls_failure,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(session, |held| {
            let found = held.failure.as_ref().ok_or(smtpwire_status::SMTPWIRE_ABSENT)?;
            put(failure, std::ptr::from_ref(found))
        })
    }
}

/// How many certificates the other side showed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_session_certificate_count(
    session: *const smtpwire_tls_session,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(session, 0, |held| held.certificates.len()) }
}

/// A certificate that the other side showed, from 0, its own. What they prove, if anything, says
/// `smtpwire_tls_session_verification`. It lasts as long as the session. `SMTPWIRE_OUT_OF_RANGE` where
/// there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_session_certificate(
    session: *const smtpwire_tls_session,
    index: usize,
    certificate: *mut *const smtpwire_certificate,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(session, |held| put(certificate, nth(&held.certificates, index)?)) }
}

/// How many things there are that a SCRAM login can be bound to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_session_channel_binding_count(
    session: *const smtpwire_tls_session,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(session, 0, |held| held.bindings.len()) }
}

/// What a SCRAM login can be bound to, from 0, the strongest. Connections that do TLS themselves use it
/// of their own accord. It lasts as long as the session. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_session_channel_binding(
    session: *const smtpwire_tls_session,
    index: usize,
    binding: *mut *const smtpwire_channel_binding,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(session, |held| {
            let found = held.bindings.get(index).ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?;
            put(binding, std::ptr::from_ref(found))
        })
    }
}

/// Whether keys of an earlier session were used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_session_is_resumed(
    session: *const smtpwire_tls_session,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(session, false, |held| held.session.is_resumed()) }
}

/// The session in one line, as a log has it: "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384, key exchange
/// X25519, verified".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_session_description(
    session: *const smtpwire_tls_session,
) -> smtpwire_str {
    let none = smtpwire_str::of("");
    // SAFETY: the caller's, as the header says.
    unsafe { ask(session, none, |held| smtpwire_str::of(&held.description)) }
}
