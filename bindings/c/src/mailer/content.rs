//! The content of a message, to be sent more than once.

use std::sync::Arc;

use crate::guard::{free, handle, put_new, status_of};
use crate::{smtpwire_bytes, smtpwire_status};

handle! {
    /// The content of a message that several mailers send: it is there once, however many send it. Several
    /// threads may use one at once.
    smtpwire_content holds Arc<[u8]>
}

/// Content: header, blank line and body as they are to arrive, lines ending with CRLF, without dot-stuffing. It
/// is copied once, here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_content_new(
    octets: smtpwire_bytes,
    content: *mut *mut smtpwire_content,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe { put_new(content, Arc::from(octets.read()?)) })
}

/// Ends it; NULL is none. Messages that carry it go on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_content_free(content: *mut smtpwire_content) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(content) }
}
