//! What the program decides about events.

use super::connection::smtpwire_server;
use crate::error::{attempt, smtpwire_error};
use crate::guard::{ask, peek};
use crate::reply::smtpwire_reply;
use crate::smtpwire_status;

/// Says yes to what the last event asked, with the reply that is usual.
///
/// Behind `SMTPWIRE_EVENT_MESSAGE` this takes the responsibility for the message (RFC 5321 section 4.2.5): it must
/// be stored by then. In LMTP it answers for the next recipient, in the order of their RCPT.
///
/// It says yes to no login, so that a program that accepts whatever it does not know lets nobody in.
///
/// `SMTPWIRE_NOTHING_TO_ANSWER` where no event waits, or one that waits for something else
/// (`SMTPWIRE_EVENT_AUTH_VERIFY`, `SMTPWIRE_EVENT_AUTH_LOOKUP`, `SMTPWIRE_EVENT_START_TLS`); or the failure of the
/// connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_accept(
    server: *mut smtpwire_server,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { attempt(server, error, |pulled| Ok(pulled.line.server_mut().accept()?)) }
}

/// Answers what the last event asked with this reply, which is copied: 2yz says yes, 4yz and 5yz say no. Yes
/// to the greeting is 220, to DATA 354, to a login 235; to BDAT, to a BURL that is the last, and to an early
/// talker only `smtpwire_server_accept` says yes. 421 ends the session.
///
/// `SMTPWIRE_UNFIT_REPLY` for a reply that says neither, and all is as before then; else as for
/// `smtpwire_server_accept`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_answer(
    server: *mut smtpwire_server,
    reply: *const smtpwire_reply,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(server, error, |pulled| {
            let reply = peek(reply)?.reply().clone();
            Ok(pulled.line.server_mut().answer(reply)?)
        })
    }
}

/// Answers with this reply as often as answers are due: for every recipient in LMTP. Fails as
/// `smtpwire_server_answer`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_answer_all(
    server: *mut smtpwire_server,
    reply: *const smtpwire_reply,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(server, error, |pulled| {
            Ok(pulled.line.server_mut().answer_all(peek(reply)?.reply())?)
        })
    }
}

/// How many answers are due: in LMTP one for each recipient of a message, else 1 or 0. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_answers_due(server: *const smtpwire_server) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(server, 0, |pulled| pulled.line.server().answers_due()) }
}

/// Ends the session, because the program shuts down: with this reply, which is copied, or with 421 4.3.2 for
/// NULL. A transaction under way is aborted; the client keeps its message and tries again later. Write the
/// output, then close. During a TLS handshake nothing can be said, and nothing is.
///
/// `SMTPWIRE_ALREADY_CLOSED` where it is over, `SMTPWIRE_UNFIT_REPLY` for a reply that is no refusal.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_close(
    server: *mut smtpwire_server,
    reply: *const smtpwire_reply,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(server, error, |pulled| {
            let reply = if reply.is_null() { None } else { Some(peek(reply)?.reply().clone()) };
            Ok(pulled.line.server_mut().close(reply)?)
        })
    }
}
