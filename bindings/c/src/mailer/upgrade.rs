//! TLS: the hand-off to a program that does it itself, and what came of it where this library does.

use smtpwire::{Error, ErrorCode};

use super::connection::smtpwire_mailer;
use crate::connection::Line;
use crate::connection::trace::{self, smtpwire_traced};
use crate::error::{Explained, attempt, smtpwire_error};
use crate::guard::{look, peek, put};
use crate::sasl::smtpwire_channel_binding;
use crate::tls::{smtpwire_fallback, smtpwire_tls_failure, smtpwire_tls_session};
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// Says that the program's own TLS is up, behind `SMTPWIRE_EVENT_START_TLS`. `verified` is whether the server has
/// proven by its certificate who it is; passwords and tokens go only to one that has. `binding` is the channel
/// binding of this TLS connection, or NULL; SCRAM uses it. It is copied.
///
/// `SMTPWIRE_NO_TLS_EXPECTED` where no handshake is due, or where this library does TLS.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_tls_established(
    mailer: *mut smtpwire_mailer,
    binding: *const smtpwire_channel_binding,
    verified: bool,
    now_ms: u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(mailer, error, |pulled| {
            let binding = if binding.is_null() { None } else { Some(peek(binding)?.clone()) };
            match &mut pulled.line {
                Line::Plain(mailer) if verified => Ok(mailer.tls_established(binding, now_ms)?),
                Line::Plain(mailer) => Ok(mailer.tls_established_unverified(binding, now_ms)?),
                Line::Tls(_) => Err(Explained::from(Error::from(ErrorCode::NoTlsExpected))),
            }
        })
    }
}

/// Says that the program's own TLS has failed, and why, in words for people; the connection fails with
/// `SMTPWIRE_TLS_FAILED`.
///
/// `SMTPWIRE_NO_TLS_EXPECTED` where TLS is neither due nor up, or where this library does TLS.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_tls_failed(
    mailer: *mut smtpwire_mailer,
    detail: smtpwire_str,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(mailer, error, |pulled| match &mut pulled.line {
            Line::Plain(mailer) => Ok(mailer.tls_failed(detail.read()?)?),
            Line::Tls(_) => Err(Explained::from(Error::from(ErrorCode::NoTlsExpected))),
        })
    }
}

/// What TLS of this library came to: version, cipher suite, the server's certificates. It lasts as long as the
/// mailer. `SMTPWIRE_ABSENT` where it is not up.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_tls_session(
    mailer: *const smtpwire_mailer,
    session: *mut *const smtpwire_tls_session,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(mailer, |pulled| {
            let Line::Tls(layer) = &pulled.line else {
                return Err(smtpwire_status::SMTPWIRE_ABSENT);
            };
            let shown = pulled.shown_session(layer.session());
            put(session, shown.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?)
        })
    }
}

/// Why TLS of this library failed: its kind, a sentence, what to do, the certificates. It lasts as long as the
/// mailer. `SMTPWIRE_ABSENT` where it did not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_tls_failure(
    mailer: *const smtpwire_mailer,
    failure: *mut *const smtpwire_tls_failure,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(mailer, |pulled| {
            let Line::Tls(layer) = &pulled.line else {
                return Err(smtpwire_status::SMTPWIRE_ABSENT);
            };
            let shown = pulled.shown_failure(layer.failure());
            put(failure, shown.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?)
        })
    }
}

/// What opportunistic TLS fell back to, if it did; `SMTPWIRE_FALLBACK_NONE` where it did not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_fallback(
    mailer: *const smtpwire_mailer,
    fallback: *mut smtpwire_fallback,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(mailer, |pulled| {
            let found = match &pulled.line {
                Line::Plain(_) => None,
                Line::Tls(layer) => layer.fallback(),
            };
            put(fallback, smtpwire_fallback::of(found.as_ref()))
        })
    }
}

/// Keeps what is said inside TLS of this library, or stops to: for transcripts, since what crosses the socket
/// can't be read. Take it by `smtpwire_mailer_next_traced` after every call: nothing else bounds it. It holds
/// passwords as they were said. Written down line by line, each with "C: " or "S: " before it, the whole
/// session is what `smtpwire_transcript_mask` masks. `SMTPWIRE_ABSENT` where the program does TLS itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_set_tracing(
    mailer: *mut smtpwire_mailer,
    on: bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { trace::set_tracing(mailer, on) }
}

/// Takes the next piece of what was said, in its order: plaintext before TLS, and what is inside of it. `*octets`
/// lasts until the next call on this mailer that takes it as other than `const`. `SMTPWIRE_ABSENT` when there is
/// no more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_next_traced(
    mailer: *mut smtpwire_mailer,
    what: *mut smtpwire_traced,
    octets: *mut smtpwire_bytes,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { trace::next_traced(mailer, what, octets) }
}
