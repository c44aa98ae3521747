//! Content that is only looked at.

use smtpwire::ContentScanner;

use super::{limit, smtpwire_line_ends};
use crate::error::{attempt, smtpwire_error};
use crate::guard::{ask, free, handle, put_new, status_of};
use crate::{smtpwire_bytes, smtpwire_status};

handle! {
    /// Looks for the first bare CR, bare LF, NUL or over-long line in content that comes in pieces of any
    /// size. For text in BDAT chunks, use one for all chunks of a message: a CRLF may be cut by the border
    /// between two of them (RFC 3030 section 2).
    smtpwire_scanner holds ContentScanner
}

/// A scanner. `line_ends` is a `smtpwire_line_ends`: under `SMTPWIRE_LINE_ENDS_NORMALISE` a bare CR or LF is
/// no fault and ends a line. `max_line` is the longest line in octets, CRLF not counted, `SIZE_MAX` for any;
/// `SMTPWIRE_MAX_TEXT_LINE` is what a server must take.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_scanner_new(
    line_ends: u32,
    max_line: usize,
    scanner: *mut *mut smtpwire_scanner,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if scanner.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        let line_ends = smtpwire_line_ends::read(line_ends)?;
        let made = ContentScanner::new().with_line_ends(line_ends).with_max_line(limit(max_line));
        put_new(scanner, made)
    })
}

/// Looks at the next piece. `SMTPWIRE_MALFORMED` for the first fault in the content, now and on every call
/// that follows; `smtpwire_error_offset` counts in octets of the content, from 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_scanner_push(
    scanner: *mut smtpwire_scanner,
    content: smtpwire_bytes,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { attempt(scanner, error, |scanner| Ok(scanner.scan(content.read()?)?)) }
}

/// Says that the content is complete. `SMTPWIRE_MALFORMED` for the first fault in it; a CR that is its last
/// octet is bare.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_scanner_finish(
    scanner: *mut smtpwire_scanner,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { attempt(scanner, error, |scanner| Ok(scanner.finish()?)) }
}

/// How many octets have been looked at, up to the first fault.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_scanner_octets(scanner: *const smtpwire_scanner) -> u64 {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(scanner, 0, ContentScanner::octets) }
}

/// Ends a scanner; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_scanner_free(scanner: *mut smtpwire_scanner) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(scanner) }
}
