//! Lines to offer.

use smtpwire::types::capability::{Limits, Mechanisms, Word, Words};
use smtpwire::{Capability, Keyword, Problem};

use super::smtpwire_capabilities;
use crate::error::{Explained, attempt, smtpwire_error};
use crate::guard::with;
use crate::keyword::smtpwire_keyword;
use crate::parameters::smtpwire_datetime;
use crate::view::read_texts;
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// The most that LIMITS may name (RFC 9422 section 3: six digits).
const MOST: u32 = 999_999;

/// A line of a keyword and words.
fn line(keyword: Keyword, words: &[&str]) -> Result<Capability<'static>, Explained> {
    let typed = |line| if words.is_empty() { Ok(line) } else { Err(has_a_type(keyword)) };
    match keyword {
        Keyword::Size => typed(Capability::Size(None)),
        Keyword::DeliverBy => typed(Capability::DeliverBy(None)),
        Keyword::Limits => typed(Capability::Limits(Limits::default())),
        Keyword::Auth => Ok(Capability::Auth(mechanisms(words)?)),
        Keyword::XExps => Ok(Capability::XExps(mechanisms(words)?)),
        Keyword::MtPriority => Ok(Capability::MtPriority(one(words)?)),
        Keyword::NoSoliciting => Ok(Capability::NoSoliciting(one(words)?)),
        Keyword::Burl => Ok(Capability::Burl(list(words)?)),
        Keyword::XClient => Ok(Capability::XClient(list(words)?)),
        Keyword::XForward => Ok(Capability::XForward(list(words)?)),
        _ => Ok(Capability::Plain(keyword, list(words)?)),
    }
}

fn has_a_type(keyword: Keyword) -> Explained {
    let message =
        format!("{} takes no words; it is added by the function for it", keyword.as_str());
    Explained::invalid("typed-keyword", message)
}

fn no_word() -> Explained {
    Explained::invalid(
        "bad-word",
        "a word of an EHLO line is printable ASCII without a space, and not empty",
    )
}

fn word(text: &str) -> Result<Word<'static>, Explained> {
    Word::new(text).map(Word::into_owned).ok_or_else(no_word)
}

/// One word or none.
fn one(words: &[&str]) -> Result<Option<Word<'static>>, Explained> {
    match words {
        [] => Ok(None),
        [text] => word(text).map(Some),
        _ => Err(Explained::invalid("too-many-words", "this keyword takes one word at most")),
    }
}

fn list(words: &[&str]) -> Result<Words<'static>, Explained> {
    for text in words {
        word(text)?;
    }
    Words::new(&words.join(" ")).map(Words::into_owned).ok_or_else(no_word)
}

fn mechanisms(names: &[&str]) -> Result<Mechanisms<'static>, Explained> {
    list(names)?;
    let joined = names.join(" ");
    let made = Mechanisms::new(&joined).map(Mechanisms::into_owned);
    made.ok_or_else(|| Problem::BadMechanism.into())
}

/// Offers a keyword, a `smtpwire_keyword`, with these words behind it, of which there may be none:
/// mechanisms behind AUTH and X-EXPS, one word at most behind MT-PRIORITY and NO-SOLICITING, any behind the
/// others. SIZE, DELIVERBY and LIMITS take none here: they have functions of their own.
///
/// `SMTPWIRE_OUT_OF_RANGE` for a number that is no known keyword; `SMTPWIRE_INVALID_VALUE` for a word that is not
/// printable ASCII without a space, for AUTH without a mechanism, and for words where there may be none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_add_words(
    capabilities: *mut smtpwire_capabilities,
    keyword: u32,
    words: *const smtpwire_str,
    word_count: usize,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(capabilities, error, |held| {
            held.push(line(smtpwire_keyword::read(keyword)?, &read_texts(words, word_count)?)?);
            Ok(())
        })
    }
}

/// Offers a keyword, a `smtpwire_keyword`, with nothing behind it. Fails as
/// `smtpwire_capabilities_add_words` does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_add(
    capabilities: *mut smtpwire_capabilities,
    keyword: u32,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(capabilities, error, |held| {
            held.push(line(smtpwire_keyword::read(keyword)?, &[])?);
            Ok(())
        })
    }
}

/// Offers a keyword that is not known here, with these words behind it, of which there may be none.
/// `SMTPWIRE_INVALID_VALUE` for a keyword or a word that is not printable ASCII without a space, and for a
/// keyword that is known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_add_other(
    capabilities: *mut smtpwire_capabilities,
    keyword: smtpwire_str,
    words: *const smtpwire_str,
    word_count: usize,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(capabilities, error, |held| {
            let keyword = word(keyword.read()?)?;
            if let Some(known) = Keyword::parse(keyword.as_str()) {
                return Err(has_a_type(known));
            }
            held.push(Capability::Other(keyword, list(&read_texts(words, word_count)?)?));
            Ok(())
        })
    }
}

/// Offers SIZE with the largest message that is taken, in octets (RFC 1870). To offer it without stating a
/// limit, add `SMTPWIRE_KEYWORD_SIZE` by `smtpwire_capabilities_add`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_add_size(
    capabilities: *mut smtpwire_capabilities,
    size: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(capabilities, |held| {
            held.push(Capability::Size(Some(size)));
            Ok(())
        })
    }
}

/// Offers DELIVERBY with the least time that may be given with mode R, in seconds (RFC 2852 section 4).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_add_deliver_by(
    capabilities: *mut smtpwire_capabilities,
    seconds: u32,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(capabilities, |held| {
            held.push(Capability::DeliverBy(Some(seconds)));
            Ok(())
        })
    }
}

/// Offers LIMITS (RFC 9422): transactions in the session, recipients in a transaction, different recipient
/// domains in a transaction; 0 states no such limit. `SMTPWIRE_OUT_OF_RANGE` for more than 999999.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_add_limits(
    capabilities: *mut smtpwire_capabilities,
    mail_max: u32,
    rcpt_max: u32,
    rcpt_domain_max: u32,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(capabilities, |held| {
            if [mail_max, rcpt_max, rcpt_domain_max].into_iter().any(|limit| limit > MOST) {
                return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE);
            }
            let mut limits = Limits::default();
            let stated = |limit: u32| (limit > 0).then_some(limit);
            limits.mail_max = stated(mail_max);
            limits.rcpt_max = stated(rcpt_max);
            limits.rcpt_domain_max = stated(rcpt_domain_max);
            held.push(Capability::Limits(limits));
            Ok(())
        })
    }
}

/// Offers FUTURERELEASE with the longest time that a message is held, in seconds, and the latest time until
/// which it is (RFC 4865). `SMTPWIRE_OUT_OF_RANGE` for what is no time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_add_future_release(
    capabilities: *mut smtpwire_capabilities,
    seconds: u32,
    until: *const smtpwire_datetime,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(capabilities, |held| {
            let until = until.as_ref().ok_or(smtpwire_status::SMTPWIRE_NULL_POINTER)?;
            let max_date_time = until.read().ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?;
            held.push(Capability::FutureRelease { max_interval: seconds, max_date_time });
            Ok(())
        })
    }
}

/// Adds a line that is no keyword line, as a test of a client may want to. What it holds is looked at when
/// the reply is made.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_capabilities_add_malformed(
    capabilities: *mut smtpwire_capabilities,
    octets: smtpwire_bytes,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(capabilities, |held| {
            held.push(Capability::Malformed(octets.read()?.to_vec().into()));
            Ok(())
        })
    }
}
