//! One line of what is offered.

use smtpwire::types::capability::Limits;
use smtpwire::{Capability, Keyword};

use super::{Held, smtpwire_capabilities, smtpwire_session_limit};
use crate::guard::{ask, look, put};
use crate::keyword::{SMTPWIRE_KEYWORD_MALFORMED, smtpwire_keyword};
use crate::parameters::smtpwire_datetime;
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// One line of what is offered.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct smtpwire_capability {
    /// A `smtpwire_keyword`; `SMTPWIRE_KEYWORD_OTHER` for one that is not known,
    /// `SMTPWIRE_KEYWORD_MALFORMED` for a line that is no keyword line.
    pub keyword: u32,
    /// The keyword: in capitals when it is known, else as it was written; empty for a malformed line.
    pub name: smtpwire_str,
    /// The words behind the keyword, parted by single spaces; of a malformed line, all of it.
    pub text: smtpwire_bytes,
}

/// A line as C sees it.
#[derive(Debug)]
pub(super) struct Shown {
    keyword: u32,
    name: String,
    words: Vec<String>,
    text: Vec<u8>,
}

impl Shown {
    pub(super) fn of(line: &Capability<'_>) -> Self {
        let known = line.keyword();
        let mut shown = Self {
            keyword: known.map_or(smtpwire_keyword::SMTPWIRE_KEYWORD_OTHER, smtpwire_keyword::of)
                as u32,
            name: known.map_or("", Keyword::as_str).to_string(),
            words: words(line),
            text: Vec::new(),
        };
        shown.text = shown.words.join(" ").into_bytes();
        match line {
            Capability::Other(word, _) => shown.name = word.as_str().to_string(),
            Capability::Malformed(octets) => {
                shown.keyword = SMTPWIRE_KEYWORD_MALFORMED;
                shown.text = octets.to_vec();
            }
            _ => {}
        }
        shown
    }
}

/// What stands behind the keyword, as it was understood.
fn words(line: &Capability<'_>) -> Vec<String> {
    match line {
        Capability::Size(size) => size.iter().map(ToString::to_string).collect(),
        Capability::DeliverBy(seconds) => seconds.iter().map(ToString::to_string).collect(),
        Capability::Auth(names) | Capability::XExps(names) => {
            names.iter().map(|name| name.to_string()).collect()
        }
        Capability::FutureRelease { max_interval, max_date_time } => {
            vec![max_interval.to_string(), max_date_time.to_string()]
        }
        Capability::MtPriority(word) | Capability::NoSoliciting(word) => {
            word.iter().map(|word| word.as_str().to_string()).collect()
        }
        Capability::Limits(limits) => {
            let every = [
                ("MAILMAX", limits.mail_max),
                ("RCPTMAX", limits.rcpt_max),
                ("RCPTDOMAINMAX", limits.rcpt_domain_max),
            ];
            let stated = every.iter().filter_map(|(name, limit)| Some((name, (*limit)?)));
            stated.map(|(name, limit)| format!("{name}={limit}")).collect()
        }
        Capability::Burl(words)
        | Capability::XClient(words)
        | Capability::XForward(words)
        | Capability::Plain(_, words)
        | Capability::Other(_, words) => words.iter().map(str::to_string).collect(),
        // A malformed line has none; what a later core may add shows its keyword.
        _ => Vec::new(),
    }
}

/// A limit, if it is one and is stated.
pub(super) fn limit_of(limits: &Limits, which: u32) -> Result<u32, smtpwire_status> {
    const MAILMAX: u32 = smtpwire_session_limit::SMTPWIRE_SESSION_LIMIT_MAILMAX as u32;
    const RCPTMAX: u32 = smtpwire_session_limit::SMTPWIRE_SESSION_LIMIT_RCPTMAX as u32;
    const RCPTDOMAINMAX: u32 = smtpwire_session_limit::SMTPWIRE_SESSION_LIMIT_RCPTDOMAINMAX as u32;
    let limit = match which {
        MAILMAX => limits.mail_max,
        RCPTMAX => limits.rcpt_max,
        RCPTDOMAINMAX => limits.rcpt_domain_max,
        _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE),
    };
    limit.ok_or(smtpwire_status::SMTPWIRE_ABSENT)
}

impl Held {
    fn line(&self, index: usize) -> Result<&Capability<'static>, smtpwire_status> {
        self.offer.iter().nth(index).ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)
    }

    fn shown(&self, index: usize) -> Result<&Shown, smtpwire_status> {
        self.lines().get(index).ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)
    }
}

/// How many lines there are behind the first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_count(
    capabilities: *const smtpwire_capabilities,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(capabilities, 0, |held| held.offer.iter().len()) }
}

/// A line, from 0. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_at(
    capabilities: *const smtpwire_capabilities,
    index: usize,
    line: *mut smtpwire_capability,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(capabilities, |held| {
            let shown = held.shown(index)?;
            let seen = smtpwire_capability {
                keyword: shown.keyword,
                name: smtpwire_str::of(&shown.name),
                text: smtpwire_bytes::of(&shown.text),
            };
            put(line, seen)
        })
    }
}

/// How many words a line has behind its keyword, as they were understood: the mechanisms of AUTH that are
/// names, the limits of LIMITS that are good, SIZE's number. 0 for a malformed line, and where there is no
/// such line.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_word_count(
    capabilities: *const smtpwire_capabilities,
    index: usize,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(capabilities, 0, |held| held.shown(index).map_or(0, |line| line.words.len())) }
}

/// A word of a line, both from 0. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_word(
    capabilities: *const smtpwire_capabilities,
    index: usize,
    word_index: usize,
    word: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(capabilities, |held| {
            let found = held.shown(index)?.words.get(word_index);
            put(word, smtpwire_str::of(found.ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?))
        })
    }
}

/// The number of a line: SIZE's in octets, the least time of DELIVERBY (RFC 2852) and the longest time of
/// FUTURERELEASE (RFC 4865) in seconds. `SMTPWIRE_ABSENT` where it is not stated, and for other lines;
/// `SMTPWIRE_OUT_OF_RANGE` where there is no such line.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_number(
    capabilities: *const smtpwire_capabilities,
    index: usize,
    number: *mut u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(capabilities, |held| {
            let found = match held.line(index)? {
                Capability::Size(size) => *size,
                Capability::DeliverBy(seconds) => seconds.map(u64::from),
                Capability::FutureRelease { max_interval, .. } => Some(u64::from(*max_interval)),
                _ => None,
            };
            put(number, found.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?)
        })
    }
}

/// The latest time until which FUTURERELEASE lets a message be held (RFC 4865). `SMTPWIRE_ABSENT` for other
/// lines; `SMTPWIRE_OUT_OF_RANGE` where there is no such line.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_hold_until(
    capabilities: *const smtpwire_capabilities,
    index: usize,
    time: *mut smtpwire_datetime,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(capabilities, |held| match held.line(index)? {
            Capability::FutureRelease { max_date_time, .. } => {
                put(time, smtpwire_datetime::of(*max_date_time))
            }
            _ => Err(smtpwire_status::SMTPWIRE_ABSENT),
        })
    }
}

/// A limit that one LIMITS line announces (RFC 9422); `which` is a `smtpwire_session_limit`.
/// `SMTPWIRE_ABSENT` where it is not stated, and for other lines; `SMTPWIRE_OUT_OF_RANGE` where there is no
/// such line, or no such limit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_line_limit(
    capabilities: *const smtpwire_capabilities,
    index: usize,
    which: u32,
    limit: *mut u32,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(capabilities, |held| {
            let none = Limits::default();
            let limits = match held.line(index)? {
                Capability::Limits(limits) => limits,
                _ => &none,
            };
            put(limit, limit_of(limits, which)?)
        })
    }
}
