//! What a server offers: the lines of its EHLO reply, read, built and asked.
//!
//! Here stands what is true of all lines together; `line` asks a single one, `add` builds them.

mod add;
mod line;

use std::sync::OnceLock;

pub use add::*;
pub use line::*;

use smtpwire::{Capabilities, Capability, Keyword};

use crate::error::{inspect, smtpwire_error};
use crate::guard::{ask, free, handle, look, peek, put, put_new, status_of};
use crate::keyword::smtpwire_keyword;
use crate::reply::{self, smtpwire_reply};
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};
use line::Shown;

handle! {
    /// What a server offers: the lines of its EHLO or LHLO reply (RFC 5321 section 4.1.1.1).
    ///
    /// Several threads may look at one at once. What is handed out lasts until the next line is added, or as
    /// long as the object.
    smtpwire_capabilities holds Held
}

/// What is offered, and what C sees of it, made when it is first asked for.
#[derive(Debug)]
pub(crate) struct Held {
    offer: Capabilities<'static>,
    lines: OnceLock<Vec<Shown>>,
    mechanisms: OnceLock<Vec<String>>,
}

impl Held {
    fn lines(&self) -> &[Shown] {
        self.lines.get_or_init(|| self.offer.iter().map(Shown::of).collect())
    }

    fn mechanisms(&self) -> &[String] {
        self.mechanisms
            .get_or_init(|| self.offer.mechanisms().iter().map(ToString::to_string).collect())
    }

    fn push(&mut self, line: Capability<'static>) {
        self.offer.push(line);
        self.lines.take();
        self.mechanisms.take();
    }
}

impl From<Capabilities<'static>> for Held {
    fn from(offer: Capabilities<'static>) -> Self {
        Self { offer, lines: OnceLock::new(), mechanisms: OnceLock::new() }
    }
}

/// A limit of the session that LIMITS announces (RFC 9422).
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_session_limit {
    /// MAILMAX: transactions in the session.
    SMTPWIRE_SESSION_LIMIT_MAILMAX = 1,
    /// RCPTMAX: recipients in a transaction.
    SMTPWIRE_SESSION_LIMIT_RCPTMAX = 2,
    /// RCPTDOMAINMAX: different recipient domains in a transaction.
    SMTPWIRE_SESSION_LIMIT_RCPTDOMAINMAX = 3,
}

/// Reads what a reply to EHLO or LHLO offers; the reply is not needed any more then.
///
/// Kind to real servers: keywords in any case, a space before a keyword, `AUTH=`, an empty first line. A
/// parameter that is malformed does not hide its keyword, and a line that is no keyword line is kept as
/// malformed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_parse(
    reply: *const smtpwire_reply,
    capabilities: *mut *mut smtpwire_capabilities,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(reply, |held| {
            if capabilities.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
            }
            let offer = Capabilities::from_reply(held.reply()).into_owned();
            put_new(capabilities, Held::from(offer))
        })
    }
}

/// Capabilities to offer, without a line as yet. `greeting` is the text of the reply's first line: the
/// server's name, and perhaps a greeting.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_new(
    greeting: smtpwire_str,
    capabilities: *mut *mut smtpwire_capabilities,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if capabilities.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        let offer = Capabilities::new(greeting.read()?, Vec::new()).into_owned();
        put_new(capabilities, Held::from(offer))
    })
}

/// The text of the reply's first line: the server's name, and perhaps a greeting.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_greeting(
    capabilities: *const smtpwire_capabilities,
) -> smtpwire_bytes {
    let none = smtpwire_bytes::of(&[]);
    // SAFETY: the caller's, as the header says.
    unsafe { ask(capabilities, none, |held| smtpwire_bytes::of(held.offer.greeting())) }
}

/// Whether a keyword is offered; `keyword` is a `smtpwire_keyword`. `false` for one that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_offers(
    capabilities: *const smtpwire_capabilities,
    keyword: u32,
) -> bool {
    let Ok(keyword) = smtpwire_keyword::read(keyword) else { return false };
    // SAFETY: the caller's, as the header says.
    unsafe { ask(capabilities, false, |held| held.offer.offers(keyword)) }
}

/// The largest message that is taken, in octets (RFC 1870). `SMTPWIRE_ABSENT` where no limit is stated.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_size(
    capabilities: *const smtpwire_capabilities,
    size: *mut u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(capabilities, |held| {
            put(size, held.offer.size().ok_or(smtpwire_status::SMTPWIRE_ABSENT)?)
        })
    }
}

/// How many SASL mechanisms there are on all AUTH lines, each counted once (RFC 4954).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_mechanism_count(
    capabilities: *const smtpwire_capabilities,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(capabilities, 0, |held| held.mechanisms().len()) }
}

/// A SASL mechanism, from 0, in the server's order, as it was written. `SMTPWIRE_OUT_OF_RANGE` where there
/// are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_mechanism(
    capabilities: *const smtpwire_capabilities,
    index: usize,
    mechanism: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(capabilities, |held| {
            let found = held.mechanisms().get(index);
            put(mechanism, smtpwire_str::of(found.ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?))
        })
    }
}

/// A limit that the server announces for the session (RFC 9422); the first LIMITS line counts. `which` is
/// a `smtpwire_session_limit`, else `SMTPWIRE_OUT_OF_RANGE`. `SMTPWIRE_ABSENT` where it is not stated.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_limit(
    capabilities: *const smtpwire_capabilities,
    which: u32,
    limit: *mut u32,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(capabilities, |held| put(limit, line::limit_of(&held.offer.limits(), which)?)) }
}

/// The first line with a keyword, for the questions that are about one line; `keyword` is a
/// `smtpwire_keyword`, else `SMTPWIRE_OUT_OF_RANGE`. `SMTPWIRE_ABSENT` where it is not offered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_find(
    capabilities: *const smtpwire_capabilities,
    keyword: u32,
    index: *mut usize,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(capabilities, |held| {
            let keyword: Keyword = smtpwire_keyword::read(keyword)?;
            let found = held.offer.iter().position(|line| line.keyword() == Some(keyword));
            put(index, found.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?)
        })
    }
}

/// The reply to EHLO or LHLO that offers this, to be freed.
///
/// `SMTPWIRE_INVALID_VALUE` when the greeting or a malformed line holds a control character or is no UTF-8, and
/// for a line of more than 506 octets: split, its second half would read as a keyword of its own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_reply(
    capabilities: *const smtpwire_capabilities,
    reply: *mut *mut smtpwire_reply,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        inspect(capabilities, error, |held| {
            if reply.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER.into());
            }
            let made = held.offer.to_reply()?;
            Ok(put_new(reply, reply::Held::from(made))?)
        })
    }
}

/// Whether two offer the same, greeting and order of lines included; NULL is equal to nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_equal(
    one: *const smtpwire_capabilities,
    other: *const smtpwire_capabilities,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(one, false, |one| peek(other).is_ok_and(|other| one.offer == other.offer)) }
}

/// Ends it; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_free(capabilities: *mut smtpwire_capabilities) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(capabilities) }
}
