//! The content of a message, on its way to the server.

use super::connection::smtpwire_client;
use crate::error::{attempt, smtpwire_error};
use crate::guard::ask;
use crate::{smtpwire_bytes, smtpwire_status};

/// Gives octets of the content, behind `SMTPWIRE_EVENT_DATA_READY` or behind BDAT. Dots are stuffed here for
/// DATA. `*taken` is how many were taken: fewer than given when the output is full, so write it and give the
/// rest again.
///
/// `SMTPWIRE_UNEXPECTED_CONTENT` where none is expected or more than the chunk has,
/// `SMTPWIRE_INVALID_CONTENT` for bare CR, bare LF, NUL or a line that is too long in DATA; nothing of the octets
/// is sent then that was not taken.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_content(
    client: *mut smtpwire_client,
    octets: smtpwire_bytes,
    taken: *mut usize,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(client, error, |pulled| {
            if taken.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER.into());
            }
            taken.write(pulled.line.client_mut().content(octets.read()?)?);
            Ok(())
        })
    }
}

/// How many octets of content would be taken now; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_content_room(client: *const smtpwire_client) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(client, 0, |pulled| pulled.line.client().content_room()) }
}

/// Ends the content of DATA. Its answer is `SMTPWIRE_EVENT_CONTENT_REPLY`, in LMTP one
/// `SMTPWIRE_EVENT_RECIPIENT_REPLY` for each recipient that was accepted. A CRLF that is missing at the end is
/// added.
///
/// `SMTPWIRE_UNEXPECTED_CONTENT` where none is under way; `SMTPWIRE_INVALID_CONTENT` for a bare CR at its end.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_end_content(
    client: *mut smtpwire_client,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { attempt(client, error, |pulled| Ok(pulled.line.client_mut().end_content()?)) }
}
