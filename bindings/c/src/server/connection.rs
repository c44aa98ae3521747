//! A server's connection is made, and run.

use smtpwire::Server;
use smtpwire_tls::TlsServer;

use super::config::smtpwire_server_config;
use crate::connection::pull::{self, Connected};
use crate::connection::{Line, Pulled, smtpwire_step};
use crate::error::{make, smtpwire_error};
use crate::event::smtpwire_event;
use crate::guard::{Outcome, free, handle, peek};
use crate::tls::smtpwire_server_tls;
use crate::{smtpwire_bytes, smtpwire_status};

handle! {
    /// A server's connection with a client. It does no I/O: the program moves octets between it and a socket.
    ///
    /// What the client says comes as events. Behind those that the program wants to decide about
    /// (`smtpwire_server_config_set_decisions`) the connection waits for an answer, and its step is
    /// `SMTPWIRE_STEP_PAUSED` until there is one; all else it answers by itself.
    smtpwire_server holds Pulled<Server, TlsServer>
}

impl Connected for smtpwire_server {
    type Plain = Server;
    type Tls = TlsServer;
}

impl Line<Server, TlsServer> {
    /// The server, whatever is around it.
    pub(super) fn server(&self) -> &Server {
        match self {
            Self::Plain(server) => server,
            Self::Tls(layer) => layer.server(),
        }
    }

    /// The server, to answer its events.
    pub(super) fn server_mut(&mut self) -> &mut Server {
        match self {
            Self::Plain(server) => server,
            Self::Tls(layer) => layer.server_mut(),
        }
    }
}

/// How TLS of this library begins on a server.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_server_tls_mode {
    /// By STARTTLS, which is offered: ports 25 and 587, LMTP (RFC 3207).
    SMTPWIRE_SERVER_TLS_STARTTLS = 0,
    /// With the first octet, as on port 465 (RFC 8314 section 3.3); a PROXY header, where the
    /// configuration has one, comes before.
    SMTPWIRE_SERVER_TLS_IMPLICIT = 1,
}

impl smtpwire_server_tls_mode {
    fn read(number: u32) -> Outcome<Self> {
        match number {
            0 => Ok(Self::SMTPWIRE_SERVER_TLS_STARTTLS),
            1 => Ok(Self::SMTPWIRE_SERVER_TLS_IMPLICIT),
            _ => Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE),
        }
    }
}

/// The entropy that C gave.
///
/// # Safety
/// As the functions of C's that it stands behind.
unsafe fn seed(entropy: smtpwire_bytes) -> Outcome<[u8; 32]> {
    // SAFETY: by the caller's promise.
    let octets = unsafe { entropy.read() }?;
    octets.try_into().map_err(|_| smtpwire_status::SMTPWIRE_OUT_OF_RANGE)
}

/// A connection that has just been accepted, without TLS of this library: in plaintext, or with the program's
/// own TLS. Where STARTTLS is offered, `SMTPWIRE_EVENT_START_TLS` says when a handshake is due; for a connection
/// on which TLS is up already, set `SMTPWIRE_SERVER_IMPLICIT_TLS`.
///
/// `entropy` is 32 octets from the system's random number generator, new for each connection; challenges are
/// made of them. The configuration is shared, and may be freed. The greeting is in the output once
/// `smtpwire_server_next_event` was called.
///
/// `SMTPWIRE_OUT_OF_RANGE` for entropy of another length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_new(
    config: *const smtpwire_server_config,
    entropy: smtpwire_bytes,
    now_ms: u64,
    server: *mut *mut smtpwire_server,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(server, error, || {
            let config = peek(config)?.shared();
            Ok(Pulled::plain(Server::new(config, seed(entropy)?, now_ms)))
        })
    }
}

/// A connection on which the program's own TLS comes first, as on port 465: it is paused until
/// `smtpwire_server_tls_established` or `smtpwire_server_tls_failed`, and then the client is greeted. A PROXY
/// header, where the configuration has one, comes before, and with it the pause.
///
/// All else is as for `smtpwire_server_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_new_awaiting_tls(
    config: *const smtpwire_server_config,
    entropy: smtpwire_bytes,
    now_ms: u64,
    server: *mut *mut smtpwire_server,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(server, error, || {
            let config = peek(config)?.shared();
            Ok(Pulled::plain(Server::awaiting_tls(config, seed(entropy)?, now_ms)))
        })
    }
}

/// A connection whose TLS this library does: raw octets of the socket go in and out. `mode` is one of
/// `smtpwire_server_tls_mode`; whether STARTTLS is offered follows from it, whatever the configuration says.
/// `SMTPWIRE_EVENT_TLS_ESTABLISHED` says that TLS is up, and waits for nothing.
///
/// `tls` is the certificates; it is shared as the configuration is, and may be freed. All else is as for
/// `smtpwire_server_new`.
///
/// `SMTPWIRE_OUT_OF_RANGE` for entropy that does not have 32 octets, and for a number that is no mode.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_new_tls(
    config: *const smtpwire_server_config,
    mode: u32,
    tls: *const smtpwire_server_tls,
    entropy: smtpwire_bytes,
    now_ms: u64,
    server: *mut *mut smtpwire_server,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(server, error, || {
            let mode = smtpwire_server_tls_mode::read(mode)?;
            let (config, tls) = (peek(config)?, peek(tls)?.clone());
            let config = config.with_tls(mode, tls);
            Ok(Pulled::tls(TlsServer::new(&config, seed(entropy)?, now_ms)))
        })
    }
}

/// Takes octets that were read from the client, at most `smtpwire_server_input_room`; they are copied. With TLS
/// of this library they are the raw octets of the socket.
///
/// Fails when the connection has failed, now or before, and then again with the same status:
/// `SMTPWIRE_INPUT_BUFFER_FULL` for more octets than there is room for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_receive(
    server: *mut smtpwire_server,
    octets: smtpwire_bytes,
    now_ms: u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::receive(server, octets, now_ms, error) }
}

/// Takes in that the client has closed its side, or has reset the connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_receive_eof(
    server: *mut smtpwire_server,
    now_ms: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::receive_eof(server, now_ms) }
}

/// How many octets may be received now; 0 where none should be read from the socket, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_input_room(server: *const smtpwire_server) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::input_room(server) }
}

/// What happens next. `*step` is one of `smtpwire_step`; `*event` is the event when that is
/// `SMTPWIRE_STEP_EVENT`, else NULL. The event belongs to the server, until the next call of this function.
///
/// Fails when the connection has failed, now or before, and then again with the same status; what waits
/// in the output should still be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_next_event(
    server: *mut smtpwire_server,
    now_ms: u64,
    step: *mut smtpwire_step,
    event: *mut *const smtpwire_event,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::next_event(server, now_ms, step, event, error) }
}

/// What is to be written to the client; empty when there is nothing, and for NULL. The view lasts until the
/// next call on this server that takes it as other than `const`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_output(server: *mut smtpwire_server) -> smtpwire_bytes {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::output(server) }
}

/// Says how many octets at the front of the output were written; some at a time is fine.
/// `SMTPWIRE_ADVANCE_TOO_FAR` when the output holds fewer; nothing changes then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_advance_output(
    server: *mut smtpwire_server,
    octets: usize,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::advance_output(server, octets, error) }
}

/// When `smtpwire_server_handle_timeout` is due, in milliseconds of the program's clock; `SMTPWIRE_NEVER` when
/// it is not, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_next_deadline_ms(server: *const smtpwire_server) -> u64 {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::next_deadline(server) }
}

/// Tells the time. Called before the deadline it does nothing; after it the connection fails with one of
/// the timeouts, which the next question for an event tells.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_handle_timeout(
    server: *mut smtpwire_server,
    now_ms: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::handle_timeout(server, now_ms) }
}

/// Ends a server, whatever state it is in; NULL is none. Sockets are the program's to close.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_free(server: *mut smtpwire_server) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(server) }
}
