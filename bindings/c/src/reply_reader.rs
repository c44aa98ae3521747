//! Replies that arrive in pieces.

use smtpwire::{ReplyOptions, ReplyReader};

use crate::error::{attempt, smtpwire_error};
use crate::guard::{ask, free, give, handle, put, put_new, status_of, with};
use crate::reply::{Held, smtpwire_reply};
use crate::{smtpwire_bytes, smtpwire_status};

handle! {
    /// Reads replies that arrive in pieces of any size, in time linear in their length.
    smtpwire_reply_reader holds ReplyReader
}

/// What is accepted in replies beyond the grammar: bits.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_reply_option {
    /// Lines of one reply with different codes; the last line's code counts. Some servers turn a
    /// greeting into a refusal that way.
    SMTPWIRE_REPLY_OPTION_DIFFERING_CODES = 1,
    /// Lines that end in LF without CR.
    SMTPWIRE_REPLY_OPTION_BARE_LF = 2,
    /// Lines that end in CR CRLF.
    SMTPWIRE_REPLY_OPTION_TRAILING_CR = 4,
}

/// The options of these bits.
fn options(max_line: usize, max_lines: usize, bits: u32) -> Result<ReplyOptions, smtpwire_status> {
    if bits > 7 {
        return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE);
    }
    let holds = |option: smtpwire_reply_option| bits & option as u32 != 0;
    let mut options = ReplyOptions::default();
    if max_line > 0 {
        options.max_line = max_line;
    }
    if max_lines > 0 {
        options.max_lines = max_lines;
    }
    options.differing_codes = holds(smtpwire_reply_option::SMTPWIRE_REPLY_OPTION_DIFFERING_CODES);
    options.bare_lf = holds(smtpwire_reply_option::SMTPWIRE_REPLY_OPTION_BARE_LF);
    options.trailing_cr = holds(smtpwire_reply_option::SMTPWIRE_REPLY_OPTION_TRAILING_CR);
    Ok(options)
}

/// A reader of replies whose lines have at most `max_line` octets, CRLF included (0: 4096), and of which
/// each has at most `max_lines` (0: 512). `option_bits` is bits of `smtpwire_reply_option`, 0 for none.
/// `SMTPWIRE_OUT_OF_RANGE` for a bit that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_reader_new(
    max_line: usize,
    max_lines: usize,
    option_bits: u32,
    reader: *mut *mut smtpwire_reply_reader,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if reader.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        let options = options(max_line, max_lines, option_bits)?;
        put_new(reader, ReplyReader::with_options(options))
    })
}

/// Takes octets from the peer. They are held until they are read as replies: take all whole replies after
/// each call, and at most one unfinished reply is held, which the limits bound.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_reader_receive(
    reader: *mut smtpwire_reply_reader,
    octets: smtpwire_bytes,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(reader, |reader| {
            reader.receive(octets.read()?);
            Ok(())
        })
    }
}

/// The next whole reply, to be freed; `*reply` is NULL where more octets are needed first.
///
/// `SMTPWIRE_MALFORMED` when what was received is no reply; from then on always the same. The connection
/// is out of step then and can't be used on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_reader_next(
    reader: *mut smtpwire_reply_reader,
    reply: *mut *mut smtpwire_reply,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(reader, error, |reader| {
            if reply.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER.into());
            }
            let next = reader.next_reply()?;
            let made = next.map(|next| give(Held::from(next.into_owned())));
            Ok(put(reply, made.unwrap_or(std::ptr::null_mut()))?)
        })
    }
}

/// Octets that no reply was made of yet: behind the reply to STARTTLS they are an attack (RFC 3207 section
/// 6). They last until the next `receive` or `next`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_reader_unread(
    reader: *const smtpwire_reply_reader,
) -> smtpwire_bytes {
    let none = smtpwire_bytes::of(&[]);
    // SAFETY: the caller's, as the header says.
    unsafe { ask(reader, none, |reader| smtpwire_bytes::of(reader.unread())) }
}

/// Ends a reader; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_reader_free(reader: *mut smtpwire_reply_reader) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(reader) }
}
