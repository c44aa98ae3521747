//! The commands of a client: each is checked, queued, and sent when it may be.
//!
//! All of them may fail with `SMTPWIRE_OUT_OF_ORDER`, `SMTPWIRE_NOT_OFFERED`, `SMTPWIRE_INVALID_VALUE`,
//! `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` or the failure of the connection, and change nothing
//! then.

use smtpwire::{Client, CommandId, Error};

use super::connection::smtpwire_client;
use crate::address::{forward_path_of, host_of, node_of, reverse_path_of};
use crate::command::smtpwire_command;
use crate::error::{Explained, attempt, smtpwire_error};
use crate::guard::peek;
use crate::parameters::{mail_parameters, rcpt_parameters, smtpwire_parameters};
use crate::{smtpwire_status, smtpwire_str};

/// Queues a command and tells its id to whoever wants to know.
///
/// # Safety
/// As the functions of C's that it stands behind.
pub(super) unsafe fn queue(
    client: *mut smtpwire_client,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
    call: impl FnOnce(&mut Client) -> Result<CommandId, Explained>,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe {
        attempt(client, error, |pulled| {
            let queued = call(pulled.line.client_mut())?;
            if !id.is_null() {
                id.write(queued.number());
            }
            Ok(())
        })
    }
}

/// The same for a call that fails by an error of the core alone.
unsafe fn plainly(
    client: *mut smtpwire_client,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
    call: impl FnOnce(&mut Client) -> Result<CommandId, Error>,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe { queue(client, id, error, |client| Ok(call(client)?)) }
}

/// Queues EHLO, or LHLO in LMTP, with the program's own name: "mx.example" or "[192.0.2.1]" (RFC 5321
/// section 4.1.1.1). Its answer is `SMTPWIRE_EVENT_EHLO`, or `SMTPWIRE_EVENT_REPLY` when it is refused.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_INVALID_VALUE` for what is no name; `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_ehlo(
    client: *mut smtpwire_client,
    host: smtpwire_str,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { queue(client, id, error, |client| Ok(client.ehlo(host_of(host.read()?)?)?)) }
}

/// Queues MAIL. `from` is the reverse-path, "a@b.example" with or without brackets, or "" for the null path;
/// `parameters`, made for MAIL, may be NULL for none.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_INVALID_VALUE` for what is no path, `SMTPWIRE_NOT_OFFERED` where a parameter, or an address that is not
/// ASCII, needs an extension that the server does not offer; `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_mail(
    client: *mut smtpwire_client,
    from: smtpwire_str,
    parameters: *const smtpwire_parameters,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        queue(client, id, error, |client| {
            let path = reverse_path_of(from.read()?)?;
            Ok(client.mail(path, mail_parameters(parameters)?)?)
        })
    }
}

/// Queues RCPT. `to` is the forward-path, "a@b.example" with or without brackets, or "postmaster";
/// `parameters`, made for RCPT, may be NULL for none.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// Fails as `smtpwire_client_mail`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_rcpt(
    client: *mut smtpwire_client,
    to: smtpwire_str,
    parameters: *const smtpwire_parameters,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        queue(client, id, error, |client| {
            let path = forward_path_of(to.read()?)?;
            Ok(client.rcpt(path, rcpt_parameters(parameters)?)?)
        })
    }
}

/// Queues DATA. When the server is ready, `SMTPWIRE_EVENT_DATA_READY` says so; then comes the content.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_data(
    client: *mut smtpwire_client,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { plainly(client, id, error, Client::data) }
}

/// Queues RSET, which ends the transaction.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_rset(
    client: *mut smtpwire_client,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { plainly(client, id, error, Client::rset) }
}

/// Queues NOOP.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_noop(
    client: *mut smtpwire_client,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { plainly(client, id, error, Client::noop) }
}

/// Queues QUIT; nothing may be queued behind it. The session ends with `SMTPWIRE_STEP_CLOSED`.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_quit(
    client: *mut smtpwire_client,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { plainly(client, id, error, Client::quit) }
}

/// Queues STARTTLS, alone. When the server is ready, `SMTPWIRE_EVENT_START_TLS` says so.
/// A client whose TLS this library does needs this only with `SMTPWIRE_SECURITY_DISABLED`.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_starttls(
    client: *mut smtpwire_client,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { plainly(client, id, error, Client::starttls) }
}

/// Queues BDAT for a chunk of so many octets, the last or not (RFC 3030). The octets follow by
/// `smtpwire_client_content` at once.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_NOT_OFFERED` without CHUNKING; `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_bdat(
    client: *mut smtpwire_client,
    size: u64,
    last: bool,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { plainly(client, id, error, |client| client.bdat(size, last)) }
}

/// Queues VRFY with a name, an address or the name of a list.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_vrfy(
    client: *mut smtpwire_client,
    query: smtpwire_str,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { queue(client, id, error, |client| Ok(client.vrfy(query.read()?)?)) }
}

/// Queues EXPN with a name, an address or the name of a list.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_expn(
    client: *mut smtpwire_client,
    query: smtpwire_str,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { queue(client, id, error, |client| Ok(client.expn(query.read()?)?)) }
}

/// Queues HELP; `argument` may be NULL for none.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_help(
    client: *mut smtpwire_client,
    argument: *const smtpwire_str,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        queue(client, id, error, |client| {
            let argument = argument.as_ref().map(|text| text.read()).transpose()?;
            Ok(client.help(argument)?)
        })
    }
}

/// Queues ETRN (RFC 1985); `kind` is one of `smtpwire_node_kind`.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_OUT_OF_RANGE` for a kind that is none, `SMTPWIRE_INVALID_VALUE` for what is no such name; `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_etrn(
    client: *mut smtpwire_client,
    kind: u32,
    name: smtpwire_str,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { queue(client, id, error, |client| Ok(client.etrn(node_of(kind, name.read()?)?)?)) }
}

/// Queues any command, made by one of the `smtpwire_command_new_…`.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_command(
    client: *mut smtpwire_client,
    command: *const smtpwire_command,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        queue(client, id, error, |client| Ok(client.command(peek(command)?.command().clone())?))
    }
}

/// Queues a line as it stands, without its CRLF: a verb that is not known here. `SMTPWIRE_INVALID_VALUE` for
/// a line with a control character, or of a command that has a function of its own.
///
/// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
/// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
/// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
/// nothing changes on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_raw(
    client: *mut smtpwire_client,
    line: smtpwire_str,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { queue(client, id, error, |client| Ok(client.raw(line.read()?)?)) }
}
