//! Content for the wire.

use smtpwire::{ContentError, Stuffer};

use super::{limit, smtpwire_line_ends};
use crate::error::{Explained, attempt, smtpwire_error};
use crate::guard::{ask, free, handle, put, put_new, status_of};
use crate::{smtpwire_bytes, smtpwire_status};

handle! {
    /// Writes content for DATA: doubles the dot of each line that starts with one, and adds the end mark
    /// (RFC 5321 section 4.5.2).
    ///
    /// What it writes holds CRLF `.` CRLF (for empty content `.` CRLF) once, as its last octets, and no bare
    /// CR, bare LF or NUL anywhere, whatever the content and however it was cut.
    smtpwire_stuffer holds Held
}

/// A stuffer, and what it wrote last.
#[derive(Debug)]
pub(crate) struct Held {
    stuffer: Stuffer,
    end: End,
    wire: Vec<u8>,
}

/// Whether the content goes on.
#[derive(Clone, Copy, Debug)]
enum End {
    Open,
    Written,
    /// The end showed that the content can't be sent.
    Faulty(ContentError),
}

impl Held {
    fn is_open(&self) -> Result<(), Explained> {
        match self.end {
            End::Open => Ok(()),
            End::Written => Err(smtpwire_status::SMTPWIRE_UNEXPECTED_CONTENT.into()),
            End::Faulty(fault) => Err(fault.into()),
        }
    }

    fn push(&mut self, content: &[u8]) -> Result<&[u8], Explained> {
        self.wire.clear();
        self.is_open()?;
        self.stuffer.push(content, &mut self.wire)?;
        Ok(&self.wire)
    }

    fn finish(&mut self) -> Result<&[u8], Explained> {
        self.wire.clear();
        self.is_open()?;
        if let Err(fault) = self.stuffer.clone().finish(&mut self.wire) {
            self.end = End::Faulty(fault);
            return Err(fault.into());
        }
        self.end = End::Written;
        Ok(&self.wire)
    }
}

/// A stuffer. `line_ends` is a `smtpwire_line_ends`; `max_line` is the longest line in octets, CRLF and a
/// stuffed dot not counted, `SIZE_MAX` for any: `SMTPWIRE_MAX_TEXT_LINE` is what a server must take.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_stuffer_new(
    line_ends: u32,
    max_line: usize,
    stuffer: *mut *mut smtpwire_stuffer,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if stuffer.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        let line_ends = smtpwire_line_ends::read(line_ends)?;
        let made = Stuffer::new().with_line_ends(line_ends).with_max_line(limit(max_line));
        put_new(stuffer, Held { stuffer: made, end: End::Open, wire: Vec::new() })
    })
}

/// Writes the next piece of content, of any size. `*wire` is what is to be sent, and lasts until the
/// next call on the stuffer that is not a mere question. A last CR is kept back until it is known what
/// follows it.
///
/// `SMTPWIRE_MALFORMED` for content that must not be sent, now and on every call that follows: what was
/// written before can't become a whole message, and the connection is to be closed.
/// `smtpwire_error_offset` counts in octets of the content, from 0. `SMTPWIRE_UNEXPECTED_CONTENT` behind
/// the end.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_stuffer_push(
    stuffer: *mut smtpwire_stuffer,
    content: smtpwire_bytes,
    wire: *mut smtpwire_bytes,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(stuffer, error, |stuffer| {
            if wire.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER.into());
            }
            Ok(put(wire, smtpwire_bytes::of(stuffer.push(content.read()?)?))?)
        })
    }
}

/// Writes the end mark, behind a CRLF if the content lacks one. `*wire` lasts as that of
/// `smtpwire_stuffer_push`.
///
/// `SMTPWIRE_MALFORMED` as there; a CR that is the last octet is bare. The server must not be left to think
/// that the message is whole: close the connection. `SMTPWIRE_UNEXPECTED_CONTENT` when it is asked again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_stuffer_finish(
    stuffer: *mut smtpwire_stuffer,
    wire: *mut smtpwire_bytes,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(stuffer, error, |stuffer| {
            if wire.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER.into());
            }
            Ok(put(wire, smtpwire_bytes::of(stuffer.finish()?))?)
        })
    }
}

/// How many octets of content have come so far.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_stuffer_octets(stuffer: *const smtpwire_stuffer) -> u64 {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(stuffer, 0, |held| held.stuffer.octets()) }
}

/// Ends a stuffer; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_stuffer_free(stuffer: *mut smtpwire_stuffer) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(stuffer) }
}
