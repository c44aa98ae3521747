//! xtext.

use smtpwire::{decode_xtext, encode_xtext};

use crate::guard::{put, status_of};
use crate::text::text;
use crate::{smtpwire_status, smtpwire_str, smtpwire_text};

/// Decodes xtext (RFC 3461 section 4): `+HH` stands for an octet, other characters for themselves.
///
/// `*decoded` is UTF-8 and is to be freed. `SMTPWIRE_MALFORMED` for what is no xtext, or says what is no
/// UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_xtext_decode(
    coded: smtpwire_str,
    decoded: *mut *mut smtpwire_text,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if decoded.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        let read = decode_xtext(coded.read()?).ok_or(smtpwire_status::SMTPWIRE_MALFORMED)?;
        put(decoded, text(read.into_owned()))
    })
}

/// Writes text as xtext (RFC 3461 section 4); every text has such a form. `*coded` is ASCII and is to be
/// freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_xtext_encode(
    plain: smtpwire_str,
    coded: *mut *mut smtpwire_text,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if coded.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        let mut written = String::new();
        encode_xtext(plain.read()?, &mut written);
        put(coded, text(written))
    })
}
