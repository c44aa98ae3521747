//! A mailer is made, and run.

use smtpwire::{Error, ErrorCode, Mailer, MailerConfig, Security};
use smtpwire_tls::TlsMailer;

use super::config::smtpwire_mailer_config;
use crate::connection::pull::{self, Connected};
use crate::connection::{Line, Pulled, smtpwire_step};
use crate::error::{Explained, make, smtpwire_error};
use crate::event::smtpwire_event;
use crate::guard::{free, handle, peek};
use crate::tls::{smtpwire_client_tls, smtpwire_peer};
use crate::{smtpwire_bytes, smtpwire_status};

handle! {
    /// A connection that sends messages by itself: it greets, brings up TLS, logs in, pipelines, chooses BDAT or
    /// DATA, and ends each message with an outcome for each recipient. It does no I/O: the program moves octets
    /// between it and a socket.
    smtpwire_mailer holds Pulled<Mailer, TlsMailer>
}

impl Connected for smtpwire_mailer {
    type Plain = Mailer;
    type Tls = TlsMailer;
}

impl Line<Mailer, TlsMailer> {
    /// The mailer, whatever is around it.
    pub(super) fn mailer(&self) -> &Mailer {
        match self {
            Self::Plain(mailer) => mailer,
            Self::Tls(layer) => layer.mailer(),
        }
    }

    /// The mailer, to give messages to.
    pub(super) fn mailer_mut(&mut self) -> &mut Mailer {
        match self {
            Self::Plain(mailer) => mailer,
            Self::Tls(layer) => layer.mailer_mut(),
        }
    }
}

/// What every mailer is made of.
unsafe fn parts(
    config: *const smtpwire_mailer_config,
    entropy: smtpwire_bytes,
) -> Result<(MailerConfig, [u8; 32]), Explained> {
    // SAFETY: the caller's, as the header says.
    Ok(unsafe { (peek(config)?.clone(), entropy.read_exactly()?) })
}

/// A mailer of a connection that has just come up, without TLS of this library: in plaintext
/// (`SMTPWIRE_SECURITY_DISABLED`), or with the program's own TLS: `SMTPWIRE_EVENT_START_TLS` says when a
/// handshake is due; with `SMTPWIRE_SECURITY_IMPLICIT` it is up already. `entropy` is 32 octets that nobody can
/// guess, new for each mailer. The configuration is copied.
///
/// `SMTPWIRE_OUT_OF_RANGE` for entropy of another length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_new(
    config: *const smtpwire_mailer_config,
    entropy: smtpwire_bytes,
    now_ms: u64,
    mailer: *mut *mut smtpwire_mailer,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(mailer, error, || {
            let (config, entropy) = parts(config, entropy)?;
            Ok(Pulled::plain(Mailer::new(config, entropy, now_ms)))
        })
    }
}

/// A mailer of a connection on which the program's own TLS comes first, as on port 465: its first event is
/// `SMTPWIRE_EVENT_START_TLS`. `SMTPWIRE_INVALID_VALUE` with `SMTPWIRE_SECURITY_DISABLED`. Otherwise as
/// `smtpwire_mailer_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_new_awaiting_tls(
    config: *const smtpwire_mailer_config,
    entropy: smtpwire_bytes,
    now_ms: u64,
    mailer: *mut *mut smtpwire_mailer,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(mailer, error, || {
            let (config, entropy) = parts(config, entropy)?;
            if config.security == Security::Disabled {
                let detail =
                    "security: it is disabled, and TLS is awaited; one of the two is meant";
                return Err(Error::new(ErrorCode::InvalidValue).with_detail(detail).into());
            }
            Ok(Pulled::plain(Mailer::awaiting_tls(config, entropy, now_ms)))
        })
    }
}

/// A mailer whose TLS this library does, by the security of the configuration: raw octets of the socket go in
/// and out. `tls` is what the program trusts, `peer` who the server must prove to be. All are copied. Otherwise
/// as `smtpwire_mailer_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_new_tls(
    config: *const smtpwire_mailer_config,
    tls: *const smtpwire_client_tls,
    peer: *const smtpwire_peer,
    entropy: smtpwire_bytes,
    now_ms: u64,
    mailer: *mut *mut smtpwire_mailer,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(mailer, error, || {
            let (config, entropy) = parts(config, entropy)?;
            if config.security == Security::Disabled {
                let detail = "security: it is disabled, and TLS is given; one of the two is meant";
                return Err(Error::new(ErrorCode::InvalidValue).with_detail(detail).into());
            }
            let (tls, peer) = (peek(tls)?.clone(), peek(peer)?.clone());
            Ok(Pulled::tls(TlsMailer::new(config, tls, peer, entropy, now_ms)))
        })
    }
}

/// Takes octets that were read from the server, at most `smtpwire_mailer_input_room`; they are copied. With TLS
/// of this library they are the raw octets of the socket.
///
/// Fails when the connection has failed, now or before, and then again with the same status:
/// `SMTPWIRE_INPUT_BUFFER_FULL` for more octets than there is room for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_receive(
    mailer: *mut smtpwire_mailer,
    octets: smtpwire_bytes,
    now_ms: u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::receive(mailer, octets, now_ms, error) }
}

/// Takes in that the server has closed its side, or has reset the connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_receive_eof(
    mailer: *mut smtpwire_mailer,
    now_ms: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::receive_eof(mailer, now_ms) }
}

/// How many octets may be received now; 0 where none should be read from the socket, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_input_room(mailer: *const smtpwire_mailer) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::input_room(mailer) }
}

/// What happens next. `*step` is one of `smtpwire_step`; `*event` is the event when that is
/// `SMTPWIRE_STEP_EVENT`, else NULL. The event belongs to the mailer, until the next call of this function.
///
/// Fails when the connection has failed, now or before, and then again with the same status; what waits
/// in the output should still be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_next_event(
    mailer: *mut smtpwire_mailer,
    now_ms: u64,
    step: *mut smtpwire_step,
    event: *mut *const smtpwire_event,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::next_event(mailer, now_ms, step, event, error) }
}

/// What is to be written to the server; empty when there is nothing, and for NULL. The view lasts until the
/// next call on this mailer that takes it as other than `const`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_output(mailer: *mut smtpwire_mailer) -> smtpwire_bytes {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::output(mailer) }
}

/// Says how many octets at the front of the output were written; some at a time is fine.
/// `SMTPWIRE_ADVANCE_TOO_FAR` when the output holds fewer; nothing changes then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_advance_output(
    mailer: *mut smtpwire_mailer,
    octets: usize,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::advance_output(mailer, octets, error) }
}

/// When `smtpwire_mailer_handle_timeout` is due, in milliseconds of the program's clock; `SMTPWIRE_NEVER` when
/// it is not, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_next_deadline_ms(mailer: *const smtpwire_mailer) -> u64 {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::next_deadline(mailer) }
}

/// Tells the time. Called before the deadline it does nothing; after it the connection fails with one of
/// the timeouts, which the next question for an event tells.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_handle_timeout(
    mailer: *mut smtpwire_mailer,
    now_ms: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::handle_timeout(mailer, now_ms) }
}

/// Ends a mailer, whatever state it is in; NULL is none. Sockets are the program's to close.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_free(mailer: *mut smtpwire_mailer) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(mailer) }
}
