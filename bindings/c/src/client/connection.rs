//! A client is made, and run.

use smtpwire::{Client, ClientConfig, Error, ErrorCode};
use smtpwire_tls::TlsClient;

use super::config::smtpwire_client_config;
use crate::connection::pull::{self, Connected};
use crate::connection::{Line, Pulled, smtpwire_step};
use crate::error::{Explained, make, smtpwire_error};
use crate::event::smtpwire_event;
use crate::guard::{free, handle, peek};
use crate::security::smtpwire_security;
use crate::tls::{smtpwire_client_tls, smtpwire_peer};
use crate::{smtpwire_bytes, smtpwire_status};

handle! {
    /// A client's connection to a server. It does no I/O: the program moves octets between it and a socket.
    ///
    /// Each command that is queued has an id, and the event of its reply names it. With PIPELINING
    /// several are under way at once; the client sees to it that none is sent before it may be.
    smtpwire_client holds Pulled<Client, TlsClient>
}

impl Connected for smtpwire_client {
    type Plain = Client;
    type Tls = TlsClient;
}

impl Line<Client, TlsClient> {
    /// The client, whatever is around it.
    pub(super) fn client(&self) -> &Client {
        match self {
            Self::Plain(client) => client,
            Self::Tls(layer) => layer.client(),
        }
    }

    /// The client, to queue commands and content on.
    pub(super) fn client_mut(&mut self) -> &mut Client {
        match self {
            Self::Plain(client) => client,
            Self::Tls(layer) => layer.client_mut(),
        }
    }
}

/// The configuration that C gave; the defaults for NULL.
unsafe fn configured(config: *const smtpwire_client_config) -> Result<ClientConfig, Explained> {
    if config.is_null() {
        return Ok(ClientConfig::new());
    }
    // SAFETY: the caller's, as the header says.
    Ok(unsafe { peek(config) }?.clone())
}

/// A client of a connection that has just come up, without TLS of this library: in plaintext, or with the
/// program's own TLS. `SMTPWIRE_EVENT_START_TLS` says when a handshake is due; for a connection on which TLS
/// is up already, set `SMTPWIRE_CLIENT_IMPLICIT_TLS`. `config` may be NULL for the defaults; it is copied.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_new(
    config: *const smtpwire_client_config,
    now_ms: u64,
    client: *mut *mut smtpwire_client,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(client, error, || Ok(Pulled::plain(Client::new(configured(config)?, now_ms)))) }
}

/// A client of a connection on which the program's own TLS comes first, as on port 465: its first event is
/// `SMTPWIRE_EVENT_START_TLS`. `config` may be NULL for the defaults; it is copied.
///
/// `SMTPWIRE_INVALID_VALUE` with `SMTPWIRE_CLIENT_IMPLICIT_TLS`, which says that TLS is up already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_new_awaiting_tls(
    config: *const smtpwire_client_config,
    now_ms: u64,
    client: *mut *mut smtpwire_client,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(client, error, || {
            let config = configured(config)?;
            if config.implicit_tls {
                let detail =
                    "implicit_tls: TLS is up already, and is awaited; one of the two is meant";
                return Err(Error::new(ErrorCode::InvalidValue).with_detail(detail).into());
            }
            Ok(Pulled::plain(Client::awaiting_tls(config, now_ms)))
        })
    }
}

/// A client whose TLS this library does: raw octets of the socket go in and out. `security` is one of
/// `smtpwire_security`: with `SMTPWIRE_SECURITY_REQUIRED` and `…_OPPORTUNISTIC` STARTTLS, the handshake and EHLO
/// inside TLS are done behind the program's EHLO; with `…_IMPLICIT` the handshake comes first, as on port 465.
///
/// `tls` is what the program trusts, `peer` who the server must prove to be; all three are copied and may be
/// freed. `config` may be NULL for the defaults.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_new_tls(
    config: *const smtpwire_client_config,
    security: u32,
    tls: *const smtpwire_client_tls,
    peer: *const smtpwire_peer,
    now_ms: u64,
    client: *mut *mut smtpwire_client,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(client, error, || {
            let security = smtpwire_security::read(security)?;
            let (tls, peer) = (peek(tls)?.clone(), peek(peer)?.clone());
            Ok(Pulled::tls(TlsClient::new(configured(config)?, security, tls, peer, now_ms)))
        })
    }
}

/// Takes octets that were read from the server, at most `smtpwire_client_input_room`; they are copied. With TLS
/// of this library they are the raw octets of the socket.
///
/// Fails when the connection has failed, now or before, and then again with the same status:
/// `SMTPWIRE_INPUT_BUFFER_FULL` for more octets than there is room for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_receive(
    client: *mut smtpwire_client,
    octets: smtpwire_bytes,
    now_ms: u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::receive(client, octets, now_ms, error) }
}

/// Takes in that the server has closed its side, or has reset the connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_receive_eof(
    client: *mut smtpwire_client,
    now_ms: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::receive_eof(client, now_ms) }
}

/// How many octets may be received now; 0 where none should be read from the socket, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_input_room(client: *const smtpwire_client) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::input_room(client) }
}

/// What happens next. `*step` is one of `smtpwire_step`; `*event` is the event when that is
/// `SMTPWIRE_STEP_EVENT`, else NULL. The event belongs to the client, until the next call of this function.
///
/// Fails when the connection has failed, now or before, and then again with the same status; what waits
/// in the output should still be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_next_event(
    client: *mut smtpwire_client,
    now_ms: u64,
    step: *mut smtpwire_step,
    event: *mut *const smtpwire_event,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::next_event(client, now_ms, step, event, error) }
}

/// What is to be written to the server; empty when there is nothing, and for NULL. The view lasts until the
/// next call on this client that takes it as other than `const`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_output(client: *mut smtpwire_client) -> smtpwire_bytes {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::output(client) }
}

/// Says how many octets at the front of the output were written; some at a time is fine.
/// `SMTPWIRE_ADVANCE_TOO_FAR` when the output holds fewer; nothing changes then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_advance_output(
    client: *mut smtpwire_client,
    octets: usize,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::advance_output(client, octets, error) }
}

/// When `smtpwire_client_handle_timeout` is due, in milliseconds of the program's clock; `SMTPWIRE_NEVER` when
/// it is not, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_next_deadline_ms(client: *const smtpwire_client) -> u64 {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::next_deadline(client) }
}

/// Tells the time. Called before the deadline it does nothing; after it the connection fails with one of
/// the timeouts, which the next question for an event tells.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_handle_timeout(
    client: *mut smtpwire_client,
    now_ms: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { pull::handle_timeout(client, now_ms) }
}

/// Ends a client, whatever state it is in; NULL is none. Sockets are the program's to close.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_free(client: *mut smtpwire_client) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(client) }
}
