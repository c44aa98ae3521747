//! Content from the wire.

use smtpwire::{Progress, Unstuffer};

use super::{limit, smtpwire_line_ends};
use crate::error::{inspect, smtpwire_error};
use crate::guard::{ask, free, handle, put, put_new, status_of, with};
use crate::{smtpwire_bytes, smtpwire_status};

handle! {
    /// Reads content behind DATA: takes stuffed dots away, and finds the end mark (RFC 5321 section 4.5.2).
    ///
    /// Nothing but CRLF `.` CRLF ends the content, and `.` CRLF at its very start. What content must not hold
    /// does not stop the reading: it goes on to the true end, so that nothing behind a fault is taken for
    /// commands. From a fault on no more content is handed out, and `smtpwire_unstuffer_outcome` tells what
    /// the reply to the message must be.
    smtpwire_unstuffer holds Held
}

/// An unstuffer, and what it read last.
#[derive(Debug)]
pub(crate) struct Held {
    unstuffer: Unstuffer,
    content: Vec<u8>,
}

impl Held {
    /// Reads on; how many octets were used, and whether the end mark was there.
    fn push(&mut self, wire: &[u8]) -> (usize, bool) {
        self.content.clear();
        match self.unstuffer.push(wire, &mut self.content) {
            Progress::NeedMore => (wire.len(), false),
            Progress::End { consumed } => (consumed, true),
        }
    }
}

/// An unstuffer. `line_ends` is a `smtpwire_line_ends`; under neither choice does a bare CR or LF end the
/// content, or make the dot behind it the first of a line. `max_line` is the longest line in octets, CRLF
/// and a stuffed dot not counted, `SIZE_MAX` for any; the least that a server must take is
/// `SMTPWIRE_MAX_TEXT_LINE`. `max_size` is the most octets of content, counted as they are handed out,
/// `SMTPWIRE_UNLIMITED` for any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_unstuffer_new(
    line_ends: u32,
    max_line: usize,
    max_size: u64,
    unstuffer: *mut *mut smtpwire_unstuffer,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if unstuffer.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        let made = Unstuffer::new()
            .with_line_ends(smtpwire_line_ends::read(line_ends)?)
            .with_max_line(limit(max_line))
            .with_max_size((max_size != u64::MAX).then_some(max_size));
        put_new(unstuffer, Held { unstuffer: made, content: Vec::new() })
    })
}

/// Reads the next piece, of any size. `*consumed` is how many octets of it were content and end mark: all
/// of them, unless `*ended` says that the end mark was among them, or had come before. What stands behind
/// is commands. `*content` is the content of this piece, and lasts until the next call on the unstuffer
/// that is not a mere question.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_unstuffer_push(
    unstuffer: *mut smtpwire_unstuffer,
    wire: smtpwire_bytes,
    consumed: *mut usize,
    content: *mut smtpwire_bytes,
    ended: *mut bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(unstuffer, |held| {
            if consumed.is_null() || content.is_null() || ended.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
            }
            let (used, done) = held.push(wire.read()?);
            put(consumed, used)?;
            put(ended, done)?;
            put(content, smtpwire_bytes::of(&held.content))
        })
    }
}

/// Whether the content so far is what it may be; behind the end mark this is final.
///
/// `SMTPWIRE_MALFORMED` for the first fault: `*error` names it, and `smtpwire_error_offset` counts in octets of
/// the content, from 0, stuffed dots not counted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_unstuffer_outcome(
    unstuffer: *const smtpwire_unstuffer,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { inspect(unstuffer, error, |held| Ok(held.unstuffer.outcome()?)) }
}

/// Whether the end mark has come.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_unstuffer_is_done(unstuffer: *const smtpwire_unstuffer) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(unstuffer, false, |held| held.unstuffer.is_done()) }
}

/// How many octets of content have been handed out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_unstuffer_octets(unstuffer: *const smtpwire_unstuffer) -> u64 {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(unstuffer, 0, |held| held.unstuffer.octets()) }
}

/// Ends an unstuffer; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_unstuffer_free(unstuffer: *mut smtpwire_unstuffer) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(unstuffer) }
}
