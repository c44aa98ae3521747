//! Messages are given to a mailer.

use std::sync::Arc;

use smtpwire::{Content, TransactionId};

use super::connection::smtpwire_mailer;
use super::content::smtpwire_content;
use super::envelope::smtpwire_envelope;
use crate::connection::SMTPWIRE_UNLIMITED;
use crate::error::{Explained, attempt, smtpwire_error};
use crate::guard::{peek, with};
use crate::{smtpwire_bytes, smtpwire_status};

/// Queues a message and tells its number to whoever wants to know.
unsafe fn queue(
    mailer: *mut smtpwire_mailer,
    envelope: *const smtpwire_envelope,
    transaction: *mut u64,
    error: *mut *mut smtpwire_error,
    content: impl FnOnce() -> Result<Content, Explained>,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(mailer, error, |pulled| {
            let envelope = peek(envelope)?.clone();
            let id = pulled.line.mailer_mut().send(envelope, content()?)?;
            if !transaction.is_null() {
                transaction.write(id.get());
            }
            Ok(())
        })
    }
}

/// Queues a message; envelope and content are copied. The content is header, blank line and body as they are to
/// arrive, lines ending with CRLF, without dot-stuffing. It goes out when the session is set up and those before
/// it have. `*transaction` is the message's number, which its events carry; `transaction` may be NULL.
///
/// Whether the server can take it is known only then: a message that can't be sent ends in an outcome that says
/// why. `SMTPWIRE_INVALID_VALUE` for an envelope without recipients, `SMTPWIRE_ALREADY_CLOSED` when the session has
/// failed or behind `smtpwire_mailer_quit`; nothing is queued then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_send(
    mailer: *mut smtpwire_mailer,
    envelope: *const smtpwire_envelope,
    content: smtpwire_bytes,
    transaction: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { queue(mailer, envelope, transaction, error, || Ok(content.read()?.to_vec().into())) }
}

/// Queues a message whose content is shared with others and not copied. Otherwise as `smtpwire_mailer_send`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_send_shared(
    mailer: *mut smtpwire_mailer,
    envelope: *const smtpwire_envelope,
    content: *const smtpwire_content,
    transaction: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { queue(mailer, envelope, transaction, error, || Ok(Arc::clone(peek(content)?).into())) }
}

/// Queues a message whose content comes in pieces, each time when `SMTPWIRE_EVENT_NEED_CONTENT` asks. `size` is how
/// many octets there will be, sent as SIZE, or `SMTPWIRE_UNLIMITED` where that is not known; it is a hint. BODY and
/// SMTPUTF8 are then the parameters' to say. Otherwise as `smtpwire_mailer_send`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_send_stream(
    mailer: *mut smtpwire_mailer,
    envelope: *const smtpwire_envelope,
    size: u64,
    transaction: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    let size = (size != SMTPWIRE_UNLIMITED).then_some(size);
    // SAFETY: the caller's, as the header says.
    unsafe { queue(mailer, envelope, transaction, error, || Ok(Content::Stream { size })) }
}

/// Gives the next octets of a streamed message. `*taken` is how many were taken: fewer than given when output must
/// be written first, after which `SMTPWIRE_EVENT_NEED_CONTENT` asks again.
///
/// `SMTPWIRE_NOTHING_TO_ANSWER` when no content of this message is wanted; `SMTPWIRE_INVALID_CONTENT` when it can't be
/// sent, and the session has failed then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_content(
    mailer: *mut smtpwire_mailer,
    transaction: u64,
    octets: smtpwire_bytes,
    taken: *mut usize,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(mailer, error, |pulled| {
            if taken.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER.into());
            }
            let id = TransactionId::from_number(transaction);
            taken.write(pulled.line.mailer_mut().content(id, octets.read()?)?);
            Ok(())
        })
    }
}

/// Says that the content of a streamed message is complete. Fails as `smtpwire_mailer_content`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_end_content(
    mailer: *mut smtpwire_mailer,
    transaction: u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(mailer, error, |pulled| {
            let id = TransactionId::from_number(transaction);
            Ok(pulled.line.mailer_mut().end_content(id)?)
        })
    }
}

/// Gives a streamed message up in the middle, which the server then forgets. By DATA, only closing the connection
/// tells the server, so the session fails; by BDAT it goes on. `SMTPWIRE_NOTHING_TO_ANSWER` when no content of this
/// message is wanted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_abort_content(
    mailer: *mut smtpwire_mailer,
    transaction: u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(mailer, error, |pulled| {
            let id = TransactionId::from_number(transaction);
            Ok(pulled.line.mailer_mut().abort_content(id)?)
        })
    }
}

/// Ends the session with QUIT once all that was queued has its outcome, or behind the last content already
/// (`SMTPWIRE_MAILER_OVERLAP`); nothing is queued behind it. Again it changes nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_quit(mailer: *mut smtpwire_mailer) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(mailer, |pulled| {
            pulled.line.mailer_mut().quit();
            Ok(())
        })
    }
}
