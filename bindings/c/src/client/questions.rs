//! Where a client stands: what the events that were handed out have made of it.

use smtpwire::Sent;

use super::connection::smtpwire_client;
use crate::capabilities::smtpwire_capabilities;
use crate::choice::choice;
use crate::guard::{ask, look, put_new};
use crate::order::smtpwire_phase;
use crate::reply::smtpwire_reply;
use crate::smtpwire_status;
use crate::verb::smtpwire_verb;

choice! {
    /// How much of a command was written to the server.
    smtpwire_sent of Sent {
        /// Nothing.
        SMTPWIRE_SENT_NO = 0 is No,
        /// Some of it.
        SMTPWIRE_SENT_PARTLY = 1 is Partly,
        /// All of it: the server may have done what it says.
        SMTPWIRE_SENT_WHOLLY = 2 is Wholly,
    }
}

/// Where the session stands; `SMTPWIRE_PHASE_GREETED` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_phase(client: *const smtpwire_client) -> smtpwire_phase {
    // SAFETY: the caller's, as the header says.
    unsafe {
        ask(client, smtpwire_phase::SMTPWIRE_PHASE_GREETED, |pulled| {
            smtpwire_phase::of(pulled.line.client().phase())
        })
    }
}

/// Whether TLS protects the connection. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_is_tls(client: *const smtpwire_client) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(client, false, |pulled| pulled.line.client().is_tls()) }
}

/// Whether TLS protects it and the server has proven who it is. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_is_verified(client: *const smtpwire_client) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(client, false, |pulled| pulled.line.client().is_verified()) }
}

/// Whether the login succeeded. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_is_authenticated(client: *const smtpwire_client) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(client, false, |pulled| pulled.line.client().is_authenticated()) }
}

/// Whether QUIT was queued. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_is_quitting(client: *const smtpwire_client) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(client, false, |pulled| pulled.line.client().is_quitting()) }
}

/// Whether the session is over, in order or by a failure. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_is_over(client: *const smtpwire_client) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(client, false, |pulled| pulled.line.client().is_over()) }
}

/// Whether the end of the content was written wholly: if the connection is lost now, the server may have
/// taken the message. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_content_end_sent(client: *const smtpwire_client) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(client, false, |pulled| pulled.line.client().content_end_sent()) }
}

/// How many commands were queued and not answered; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_pending(client: *const smtpwire_client) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(client, 0, |pulled| pulled.line.client().pending()) }
}

/// One of the commands that are not answered, from 0: its id, its verb, and how much of it was written.
/// `SMTPWIRE_OUT_OF_RANGE` where there are fewer. The pointers may be NULL for what does not matter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_unanswered(
    client: *const smtpwire_client,
    index: usize,
    id: *mut u64,
    verb: *mut smtpwire_verb,
    sent: *mut smtpwire_sent,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(client, |pulled| {
            let found = pulled.line.client().unanswered().nth(index);
            let (command, its, how) = found.ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?;
            if !id.is_null() {
                id.write(command.number());
            }
            if !verb.is_null() {
                verb.write(smtpwire_verb::of(its));
            }
            if !sent.is_null() {
                sent.write(smtpwire_sent::of(how));
            }
            Ok(())
        })
    }
}

/// What the server offers, as a copy that the caller frees. `SMTPWIRE_ABSENT` where nothing was learned yet, or
/// where it was forgotten since TLS came up.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_capabilities(
    client: *const smtpwire_client,
    capabilities: *mut *mut smtpwire_capabilities,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(client, |pulled| {
            let found = pulled.line.client().capabilities();
            let offer = found.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?.clone();
            put_new(capabilities, offer.into())
        })
    }
}

/// The server's greeting, as a copy that the caller frees. `SMTPWIRE_ABSENT` before it came.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_greeting(
    client: *const smtpwire_client,
    greeting: *mut *mut smtpwire_reply,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(client, |pulled| {
            let found = pulled.line.client().greeting();
            put_new(greeting, found.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?.clone().into())
        })
    }
}
