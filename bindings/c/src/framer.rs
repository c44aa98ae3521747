//! Lines, cut out of a stream.

use smtpwire::{LineEndPolicy, LineFramer};

use crate::error::{attempt, smtpwire_error};
use crate::guard::{ask, free, handle, put, put_new, status_of, with};
use crate::{smtpwire_bytes, smtpwire_status};

handle! {
    /// Cuts a stream of octets, which comes in pieces of any size, into lines.
    ///
    /// It never holds more than the limit of a line and 4096 octets. A line that is over the limit, or that
    /// holds a bare CR, a bare LF or a NUL, is an error once, when its end has come; the next line is
    /// unharmed (RFC 5321 section 4.5.3.1.9).
    smtpwire_framer holds LineFramer
}

fn policy(accept_bare_lf: bool) -> LineEndPolicy {
    if accept_bare_lf { LineEndPolicy::AcceptBareLf } else { LineEndPolicy::CrLfOnly }
}

/// A framer for lines of at most `limit` octets, CRLF included (RFC 5321 section 4.5.3.1.4 names 512).
///
/// A LF alone ends a line only with `accept_bare_lf`, for peers that are known to be broken: a line that
/// one side ends at a bare LF and the other does not is how commands are smuggled.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_framer_new(
    limit: usize,
    accept_bare_lf: bool,
    framer: *mut *mut smtpwire_framer,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if framer.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        let mut made = LineFramer::new(limit);
        made.set_policy(policy(accept_bare_lf));
        put_new(framer, made)
    })
}

/// Takes octets from the front of `octets`; `*taken` is how many. All of them, unless the buffer is full:
/// then take lines first, and push the rest. As long as there is no next line, at least one octet is
/// taken.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_framer_push(
    framer: *mut smtpwire_framer,
    octets: smtpwire_bytes,
    taken: *mut usize,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(framer, |framer| {
            if taken.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
            }
            put(taken, framer.push(octets.read()?))
        })
    }
}

/// The next line, without its end; `*found` is `false`, and `*line` empty, where no whole line is
/// buffered. It lasts until the next call on the framer that is not a mere question.
///
/// `SMTPWIRE_MALFORMED` for a line that is over-long or holds a bare CR, a bare LF or a NUL; it is used
/// up, and the next call goes on behind it. `smtpwire_error_offset` counts from the start of that line.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_framer_next_line(
    framer: *mut smtpwire_framer,
    line: *mut smtpwire_bytes,
    found: *mut bool,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(framer, error, |framer| {
            if line.is_null() || found.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER.into());
            }
            let next = framer.next_line()?;
            put(found, next.is_some())?;
            Ok(put(line, smtpwire_bytes::of(next.unwrap_or_default()))?)
        })
    }
}

/// What is buffered and was not handed out yet. Behind DATA or BDAT these are the first octets of the
/// content; behind STARTTLS they are plaintext that must not be taken for what came inside TLS (RFC 3207
/// section 6). They last until the next call on the framer that is not a mere question.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_framer_buffered(
    framer: *const smtpwire_framer,
) -> smtpwire_bytes {
    let none = smtpwire_bytes::of(&[]);
    // SAFETY: the caller's, as the header says.
    unsafe { ask(framer, none, |framer| smtpwire_bytes::of(framer.buffered())) }
}

/// Drops so many octets from the front of what is buffered, or all if there are fewer. What follows
/// them starts a line.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_framer_consume(
    framer: *mut smtpwire_framer,
    count: usize,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(framer, |framer| {
            framer.consume(count);
            Ok(())
        })
    }
}

/// Whether an over-long line is being dropped whose end has not come yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_framer_is_discarding(framer: *const smtpwire_framer) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(framer, false, LineFramer::is_discarding) }
}

/// Whether all that was pushed has been handed out, and no line is under way.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_framer_is_at_boundary(framer: *const smtpwire_framer) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(framer, false, LineFramer::is_at_boundary) }
}

/// Changes the limit of a line in octets, CRLF included, for the line under way and those behind it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_framer_set_limit(
    framer: *mut smtpwire_framer,
    limit: usize,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(framer, |framer| {
            framer.set_limit(limit);
            Ok(())
        })
    }
}

/// Changes whether a LF alone ends a line, for what has not been looked at yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_framer_set_accept_bare_lf(
    framer: *mut smtpwire_framer,
    accept_bare_lf: bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(framer, |framer| {
            framer.set_policy(policy(accept_bare_lf));
            Ok(())
        })
    }
}

/// Ends a framer; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_framer_free(framer: *mut smtpwire_framer) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(framer) }
}
