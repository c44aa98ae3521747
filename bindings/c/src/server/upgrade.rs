//! TLS: the hand-off to a program that does it itself, and what came of it where this library does.

use smtpwire::{Error, ErrorCode};

use super::connection::smtpwire_server;
use crate::connection::Line;
use crate::connection::trace::{self, smtpwire_traced};
use crate::error::{Explained, attempt, smtpwire_error};
use crate::guard::{look, put};
use crate::tls::{smtpwire_tls_failure, smtpwire_tls_session};
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// Says that the program's own TLS is up, behind `SMTPWIRE_EVENT_START_TLS`, or on a connection on which it comes
/// first. The client has to begin with EHLO again (RFC 3207 section 4.2).
///
/// `SMTPWIRE_NO_TLS_EXPECTED` where no handshake is due, or where this library does TLS;
/// `SMTPWIRE_OUT_OF_ORDER` while the answer to STARTTLS is still in the output: it belongs on the wire before the
/// handshake.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_tls_established(
    server: *mut smtpwire_server,
    now_ms: u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(server, error, |pulled| match &mut pulled.line {
            Line::Plain(server) => Ok(server.tls_established(now_ms)?),
            Line::Tls(_) => Err(Explained::from(Error::from(ErrorCode::NoTlsExpected))),
        })
    }
}

/// Says that the program's own TLS has failed, in its handshake or later, and why, in words for people; the
/// connection fails with `SMTPWIRE_TLS_FAILED`, and nothing is left in the output.
///
/// `SMTPWIRE_NO_TLS_EXPECTED` where TLS is neither due nor up, or where this library does TLS.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_tls_failed(
    server: *mut smtpwire_server,
    detail: smtpwire_str,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(server, error, |pulled| match &mut pulled.line {
            Line::Plain(server) => Ok(server.tls_failed(detail.read()?)?),
            Line::Tls(_) => Err(Explained::from(Error::from(ErrorCode::NoTlsExpected))),
        })
    }
}

/// What TLS of this library came to: version, cipher suite, the client's certificates. It lasts as long as the
/// server. `SMTPWIRE_ABSENT` where it is not up.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_tls_session(
    server: *const smtpwire_server,
    session: *mut *const smtpwire_tls_session,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(server, |pulled| {
            let Line::Tls(layer) = &pulled.line else {
                return Err(smtpwire_status::SMTPWIRE_ABSENT);
            };
            let shown = pulled.shown_session(layer.session());
            put(session, shown.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?)
        })
    }
}

/// Why TLS of this library failed: its kind, a sentence, what to do, the certificates. It lasts as long as the
/// server. `SMTPWIRE_ABSENT` where it did not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_tls_failure(
    server: *const smtpwire_server,
    failure: *mut *const smtpwire_tls_failure,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(server, |pulled| {
            let Line::Tls(layer) = &pulled.line else {
                return Err(smtpwire_status::SMTPWIRE_ABSENT);
            };
            let shown = pulled.shown_failure(layer.failure());
            put(failure, shown.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?)
        })
    }
}

/// Keeps what is said inside TLS of this library, or stops to: for transcripts, since what crosses the socket
/// can't be read. Take it by `smtpwire_server_next_traced` after every call: nothing else bounds it. It holds
/// passwords as they were said. Written down line by line, each with "C: " or "S: " before it, the whole
/// session is what `smtpwire_transcript_mask` masks. `SMTPWIRE_ABSENT` where the program does TLS itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_set_tracing(
    server: *mut smtpwire_server,
    on: bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { trace::set_tracing(server, on) }
}

/// Takes the next piece of what was said, in its order: plaintext before TLS, and what is inside of it. `*octets`
/// lasts until the next call on this server that takes it as other than `const`. `SMTPWIRE_ABSENT` when there is
/// no more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_next_traced(
    server: *mut smtpwire_server,
    what: *mut smtpwire_traced,
    octets: *mut smtpwire_bytes,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { trace::next_traced(server, what, octets) }
}
