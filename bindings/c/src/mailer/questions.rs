//! Where a mailer stands.

use super::connection::smtpwire_mailer;
use crate::capabilities::smtpwire_capabilities;
use crate::guard::{ask, look, put_new};
use crate::reply::smtpwire_reply;
use crate::smtpwire_status;

const ABSENT: smtpwire_status = smtpwire_status::SMTPWIRE_ABSENT;

/// Whether TLS protects the connection. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_is_tls(mailer: *const smtpwire_mailer) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(mailer, false, |pulled| pulled.line.mailer().is_tls()) }
}

/// Whether TLS protects it and the server has proven who it is. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_is_verified(mailer: *const smtpwire_mailer) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(mailer, false, |pulled| pulled.line.mailer().is_verified()) }
}

/// Whether the login succeeded. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_is_authenticated(mailer: *const smtpwire_mailer) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(mailer, false, |pulled| pulled.line.mailer().is_authenticated()) }
}

/// How many messages have no outcome yet; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_pending(mailer: *const smtpwire_mailer) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(mailer, 0, |pulled| pulled.line.mailer().pending()) }
}

/// What the server offers, as a copy that the caller frees. `SMTPWIRE_ABSENT` where nothing was learned yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_capabilities(
    mailer: *const smtpwire_mailer,
    capabilities: *mut *mut smtpwire_capabilities,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(mailer, |pulled| {
            let found = pulled.line.mailer().capabilities().ok_or(ABSENT)?;
            put_new(capabilities, found.clone().into())
        })
    }
}

/// The server's greeting, as a copy that the caller frees. `SMTPWIRE_ABSENT` before it came.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_greeting(
    mailer: *const smtpwire_mailer,
    greeting: *mut *mut smtpwire_reply,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(mailer, |pulled| {
            let found = pulled.line.mailer().greeting().ok_or(ABSENT)?;
            put_new(greeting, found.clone().into())
        })
    }
}

/// The server's refusal of STARTTLS, as a copy that the caller frees. `SMTPWIRE_ABSENT` where it did not refuse.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_starttls_refusal(
    mailer: *const smtpwire_mailer,
    refusal: *mut *mut smtpwire_reply,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(mailer, |pulled| {
            let found = pulled.line.mailer().starttls_refusal().ok_or(ABSENT)?;
            put_new(refusal, found.clone().into())
        })
    }
}
