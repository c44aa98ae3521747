//! What the program decides about logins, and what they may rest on.

use smtpwire::{Error, ErrorCode};

use super::connection::smtpwire_server;
use crate::connection::Line;
use crate::error::{Explained, attempt, smtpwire_error};
use crate::guard::peek;
use crate::sasl::{smtpwire_channel_binding, smtpwire_scram_verifier};
use crate::smtpwire_status;
use crate::view::read_list;

/// Decides about `SMTPWIRE_EVENT_AUTH_VERIFY`: is the client who it claims to be?
/// `smtpwire_server_answer` gives a refusal of the program's own instead: 454 4.7.0, for one, where it can't
/// tell.
///
/// `SMTPWIRE_NOTHING_TO_ANSWER` where no such decision is due; or the failure of the connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_verify(
    server: *mut smtpwire_server,
    accepted: bool,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { attempt(server, error, |pulled| Ok(pulled.line.server_mut().verify(accepted)?)) }
}

/// Answers `SMTPWIRE_EVENT_AUTH_LOOKUP`: what is stored about the user, which is copied, or NULL for a user who
/// does not exist or may not act as whom it asks for. Such a one is asked for a proof like any other, and then
/// refused, so that nobody learns who exists.
///
/// Fails as `smtpwire_server_verify`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_provide_verifier(
    server: *mut smtpwire_server,
    verifier: *const smtpwire_scram_verifier,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(server, error, |pulled| {
            let stored = if verifier.is_null() { None } else { Some(peek(verifier)?.clone()) };
            Ok(pulled.line.server_mut().provide_verifier(stored)?)
        })
    }
}

/// Tells what ties a login to the program's own TLS: `count` channel bindings, which are copied. Without any,
/// the mechanisms that end in -PLUS are not offered. To be called as soon as TLS is up. What was told before is
/// forgotten.
///
/// `SMTPWIRE_NO_TLS_EXPECTED` where this library does TLS: such a connection knows its own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_set_channel_bindings(
    server: *mut smtpwire_server,
    bindings: *const *const smtpwire_channel_binding,
    count: usize,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(server, error, |pulled| {
            let given = read_list(bindings, count)?;
            let given = given.iter().map(|binding| peek(*binding).cloned());
            let given = given.collect::<Result<Vec<_>, _>>()?;
            match &mut pulled.line {
                Line::Plain(server) => {
                    server.set_channel_bindings(given);
                    Ok(())
                }
                Line::Tls(_) => Err(Explained::from(Error::from(ErrorCode::NoTlsExpected))),
            }
        })
    }
}

/// Tells of the one channel binding of the program's own TLS, or, for NULL, that there is none; as
/// `smtpwire_server_set_channel_bindings`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_set_channel_binding(
    server: *mut smtpwire_server,
    binding: *const smtpwire_channel_binding,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    let count = usize::from(!binding.is_null());
    // SAFETY: the caller's, as the header says; the array is our own, and has one.
    unsafe { smtpwire_server_set_channel_bindings(server, &raw const binding, count, error) }
}

/// Tells whether the client has shown by the connection itself who it is, by a certificate mostly: without
/// that EXTERNAL is not offered (RFC 4422 appendix A). To be called as soon as TLS is up.
///
/// At first it counts as shown. Where this library does TLS, it counts as shown from then on where a
/// certificate was verified, and a program may decide otherwise behind `SMTPWIRE_EVENT_TLS_ESTABLISHED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_set_external(
    server: *mut smtpwire_server,
    shown: bool,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(server, error, |pulled| {
            pulled.line.server_mut().set_external(shown);
            Ok(())
        })
    }
}
