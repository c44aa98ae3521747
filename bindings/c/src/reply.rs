//! Replies: read, built, asked.

use std::sync::OnceLock;

use smtpwire::{Code, EnhancedCode, Reply, Severity};

use crate::error::{make, smtpwire_error, tell};
use crate::guard::{Guarded, Handle, ask, free, give, handle, look, put};
use crate::view::read_texts;
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

handle! {
    /// A reply of a server: its code, its enhanced code, its lines (RFC 5321 section 4.2, RFC 3463).
    ///
    /// Several threads may look at one at once.
    smtpwire_reply holds Held
}

/// A reply and its text, made when it is first asked for.
#[derive(Debug)]
pub(crate) struct Held {
    reply: Reply<'static>,
    text: OnceLock<String>,
}

impl Held {
    /// The reply itself.
    pub(crate) fn reply(&self) -> &Reply<'static> {
        &self.reply
    }

    fn text(&self) -> &str {
        self.text.get_or_init(|| self.reply.text())
    }
}

impl From<Reply<'static>> for Held {
    fn from(reply: Reply<'static>) -> Self {
        Self { reply, text: OnceLock::new() }
    }
}

impl smtpwire_reply {
    /// A reply that stands inside another object.
    pub(crate) fn made(reply: Reply<'static>) -> Self {
        Self::of(Guarded::new(Held::from(reply)))
    }
}

/// An enhanced status code (RFC 3463): class.subject.detail. Class 0: there is none.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct smtpwire_enhanced_code {
    /// 2, 4 or 5; 0 for none.
    pub class_: u8,
    /// 0 to 999.
    pub subject: u16,
    /// 0 to 999.
    pub detail: u16,
}

impl smtpwire_enhanced_code {
    pub(crate) fn of(code: Option<EnhancedCode>) -> Self {
        code.map_or(Self { class_: 0, subject: 0, detail: 0 }, |code| Self {
            class_: code.class(),
            subject: code.subject(),
            detail: code.detail(),
        })
    }

    pub(crate) fn read(self) -> Result<Option<EnhancedCode>, smtpwire_status> {
        if self.class_ == 0 {
            return Ok(None);
        }
        EnhancedCode::new(self.class_, self.subject, self.detail)
            .map(Some)
            .ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)
    }
}

/// What a reply's code says by its first digit (RFC 5321 section 4.2.1); the number is that digit.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_severity {
    /// There is no reply.
    SMTPWIRE_SEVERITY_NONE = 0,
    /// 2yz: done.
    SMTPWIRE_SEVERITY_POSITIVE_COMPLETION = 2,
    /// 3yz: go on, more input is awaited.
    SMTPWIRE_SEVERITY_POSITIVE_INTERMEDIATE = 3,
    /// 4yz: not now; the same command may work later.
    SMTPWIRE_SEVERITY_TRANSIENT_NEGATIVE = 4,
    /// 5yz: no; the same command must not be repeated unchanged.
    SMTPWIRE_SEVERITY_PERMANENT_NEGATIVE = 5,
}

impl smtpwire_severity {
    fn of(severity: Severity) -> Self {
        match severity {
            Severity::PositiveCompletion => Self::SMTPWIRE_SEVERITY_POSITIVE_COMPLETION,
            Severity::PositiveIntermediate => Self::SMTPWIRE_SEVERITY_POSITIVE_INTERMEDIATE,
            Severity::TransientNegative => Self::SMTPWIRE_SEVERITY_TRANSIENT_NEGATIVE,
            Severity::PermanentNegative => Self::SMTPWIRE_SEVERITY_PERMANENT_NEGATIVE,
        }
    }
}

/// Reads a whole reply at the start of `octets`, which may hold more behind it.
///
/// `*reply` is the reply, to be freed, and `*consumed` how many octets it has. Where no whole reply
/// is there yet, `*reply` is NULL and `*consumed` 0; the status is `SMTPWIRE_OK` then, too.
/// `SMTPWIRE_MALFORMED` for what can't become a reply; `*error` says why, if `error` is not NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_parse(
    octets: smtpwire_bytes,
    reply: *mut *mut smtpwire_reply,
    consumed: *mut usize,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        tell(error, || {
            if reply.is_null() || consumed.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER.into());
            }
            let (made, length) = match Reply::parse(octets.read()?)? {
                Some((read, length)) => (give(Held::from(read.into_owned())), length),
                None => (std::ptr::null_mut(), 0),
            };
            put(consumed, length)?;
            Ok(put(reply, made)?)
        })
    }
}

/// A reply of these lines, each of them text without a line end. A line that is longer than RFC 5321
/// section 4.5.3.1.5 allows is split.
///
/// `SMTPWIRE_OUT_OF_RANGE` for a code that is none (200 to 599 in its digits), `SMTPWIRE_INVALID_VALUE`
/// for a control character in a line, or where there is no line.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_new(
    code: u16,
    enhanced: smtpwire_enhanced_code,
    lines: *const smtpwire_str,
    line_count: usize,
    reply: *mut *mut smtpwire_reply,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(reply, error, || {
            let code = Code::new(code).ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?;
            let enhanced = enhanced.read()?;
            let lines = read_texts(lines, line_count)?;
            Ok(Held::from(Reply::with_lines(code, enhanced, lines)?))
        })
    }
}

/// The code, such as 250; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_code(reply: *const smtpwire_reply) -> u16 {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(reply, 0, |held| held.reply.code().get()) }
}

/// The enhanced code of the first line that has one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_enhanced_code(
    reply: *const smtpwire_reply,
) -> smtpwire_enhanced_code {
    let none = smtpwire_enhanced_code::of(None);
    // SAFETY: the caller's, as the header says.
    unsafe { ask(reply, none, |held| smtpwire_enhanced_code::of(held.reply.enhanced())) }
}

/// What the code's first digit says; `SMTPWIRE_SEVERITY_NONE` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_severity(
    reply: *const smtpwire_reply,
) -> smtpwire_severity {
    let none = smtpwire_severity::SMTPWIRE_SEVERITY_NONE;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(reply, none, |held| smtpwire_severity::of(held.reply.code().severity())) }
}

/// Whether the enhanced code's class is the code's first digit, as RFC 2034 section 4 demands; `false`
/// where there is no enhanced code.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_agrees(reply: *const smtpwire_reply) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe {
        ask(reply, false, |held| {
            held.reply.enhanced().is_some_and(|enhanced| enhanced.agrees_with(held.reply.code()))
        })
    }
}

/// Whether two replies are the same octets; NULL is equal to nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_equal(
    one: *const smtpwire_reply,
    other: *const smtpwire_reply,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(one, false, |one| ask(other, false, |other| one.reply == other.reply)) }
}

/// How many lines it has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_line_count(reply: *const smtpwire_reply) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(reply, 0, |held| held.reply.lines().count()) }
}

/// A line's text, from 0, without code and separator; an enhanced code is part of it. These are
/// octets as the server sent them. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_line(
    reply: *const smtpwire_reply,
    index: usize,
    line: *mut smtpwire_bytes,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(reply, |held| {
            let found = held.reply.lines().nth(index);
            put(line, smtpwire_bytes::of(found.ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?))
        })
    }
}

/// All lines' text for people: parted by LF, enhanced codes taken off, every octet that is not fit to
/// be shown as `\xNN`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_text(reply: *const smtpwire_reply) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(reply, smtpwire_str::of(""), |held| smtpwire_str::of(held.text())) }
}

/// The reply as it stands on the wire, with its CRLFs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_wire(reply: *const smtpwire_reply) -> smtpwire_bytes {
    let none = smtpwire_bytes::of(&[]);
    // SAFETY: the caller's, as the header says.
    unsafe { ask(reply, none, |held| smtpwire_bytes::of(held.reply.as_bytes())) }
}

/// Ends a reply; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_reply_free(reply: *mut smtpwire_reply) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(reply) }
}
