//! Text and octets that C owns: what a call wrote for it.

use crate::guard::{ask, free, give, handle};
use crate::smtpwire_bytes;

handle! {
    /// Text or octets that a call made, and that the caller frees. Several threads may look at one.
    smtpwire_text holds Vec<u8>
}

/// Text for C.
pub(crate) fn text(octets: impl Into<Vec<u8>>) -> *mut smtpwire_text {
    give(octets.into())
}

/// What it holds, until it is freed; empty for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_text_view(text: *const smtpwire_text) -> smtpwire_bytes {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(text, smtpwire_bytes::of(&[]), |octets| smtpwire_bytes::of(octets)) }
}

/// Ends it; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_text_free(text: *mut smtpwire_text) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(text) }
}
