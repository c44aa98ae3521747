//! The parameters of MAIL that have a type, added.
//!
//! All fail alike: `SMTPWIRE_INVALID_VALUE` for a value that is none, where the parameter is there already
//! ("duplicate-parameter"), and where the list is one for RCPT ("wrong-command").

use smtpwire::types::parameter::{
    DeliverBy, EnvelopeId, HoldSeconds, MailParameter, Priority, SolicitationKeywords, Submitter,
    Tracking, TransactionId,
};
use smtpwire::{Problem, ReversePath};

use super::{
    smtpwire_body, smtpwire_by_mode, smtpwire_datetime, smtpwire_parameters, smtpwire_ret,
};
use crate::address::smtpwire_address;
use crate::error::{attempt, smtpwire_error};
use crate::guard::peek;
use crate::view::read_texts;
use crate::{smtpwire_status, smtpwire_str};

/// `SIZE`: how many octets the message has as it is sent, line ends as CRLF, without dot-stuffing and end mark
/// (RFC 1870 section 5).
///
/// `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_size(
    parameters: *mut smtpwire_parameters,
    size: u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { attempt(parameters, error, |held| held.add_to_mail(MailParameter::Size(size))) }
}

/// `BODY`: what octets the message may hold, a `smtpwire_body` (RFC 6152 section 2, RFC 3030 section 3).
///
/// `SMTPWIRE_OUT_OF_RANGE` for any other number. `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_body(
    parameters: *mut smtpwire_parameters,
    body: u32,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            held.add_to_mail(MailParameter::Body(smtpwire_body::read(body)?))
        })
    }
}

/// `SMTPUTF8`: envelope or header are internationalized (RFC 6531 section 3.4).
///
/// `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_smtputf8(
    parameters: *mut smtpwire_parameters,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { attempt(parameters, error, |held| held.add_to_mail(MailParameter::SmtpUtf8)) }
}

/// `RET`: how much of the message a failure notice returns, a `smtpwire_ret` (RFC 3461 section 4.3).
///
/// `SMTPWIRE_OUT_OF_RANGE` for any other number. `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_ret(
    parameters: *mut smtpwire_parameters,
    ret: u32,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            held.add_to_mail(MailParameter::Ret(smtpwire_ret::read(ret)?))
        })
    }
}

/// `ENVID`: the envelope's name in notices, 1 to 100 characters of printable ASCII, not yet in xtext (RFC 3461
/// section 4.4).
///
/// `SMTPWIRE_INVALID_VALUE` for what is none, where it is there already, or where the list is one for RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_envid(
    parameters: *mut smtpwire_parameters,
    id: smtpwire_str,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            let id = EnvelopeId::new(id.read()?).ok_or(Problem::BadEnvid)?;
            held.add_to_mail(MailParameter::Envid(id))
        })
    }
}

/// `AUTH`: who submitted the message first, a mailbox or the path to one; NULL or the null path for `<>`, which says that
/// this is not known or not trusted (RFC 4954 section 5).
///
/// `SMTPWIRE_INVALID_VALUE` for what is no mailbox, where it is there already, or where the list is one for RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_auth(
    parameters: *mut smtpwire_parameters,
    mailbox: *const smtpwire_address,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            let submitter = if mailbox.is_null() {
                Submitter::Unknown
            } else {
                match peek(mailbox)?.reverse_path()? {
                    ReversePath::Null => Submitter::Unknown,
                    ReversePath::Mailbox(mailbox) => Submitter::Mailbox(mailbox),
                }
            };
            held.add_to_mail(MailParameter::Auth(submitter))
        })
    }
}

/// `REQUIRETLS`: TLS on every hop, or a notice of failure (RFC 8689 section 4.1).
///
/// `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_requiretls(
    parameters: *mut smtpwire_parameters,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { attempt(parameters, error, |held| held.add_to_mail(MailParameter::RequireTls)) }
}

/// `BY`: deliver within so many seconds, at most nine digits, and what happens then, a `smtpwire_by_mode`; `trace`: every
/// hop is to be reported (RFC 2852 section 4). With `SMTPWIRE_BY_MODE_RETURN` the time must be over 0.
///
/// `SMTPWIRE_OUT_OF_RANGE` for any other mode, `SMTPWIRE_INVALID_VALUE` for such a time, where it is there already, or
/// where the list is one for RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_by(
    parameters: *mut smtpwire_parameters,
    seconds: i32,
    mode: u32,
    trace: bool,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            let by = DeliverBy::new(seconds, smtpwire_by_mode::read(mode)?, trace);
            held.add_to_mail(MailParameter::By(by.ok_or(Problem::BadBy)?))
        })
    }
}

/// `HOLDFOR`: the message is held for 1 to 999999999 seconds (RFC 4865 section 4).
///
/// `SMTPWIRE_INVALID_VALUE` for any other number, where it or HOLDUNTIL is there already, or where the list is one for
/// RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_holdfor(
    parameters: *mut smtpwire_parameters,
    seconds: u32,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            let seconds = HoldSeconds::new(seconds).ok_or(Problem::BadHoldFor)?;
            held.add_to_mail(MailParameter::HoldFor(seconds))
        })
    }
}

/// `HOLDUNTIL`: the message is held until then (RFC 4865 section 4).
///
/// `SMTPWIRE_INVALID_VALUE` for what is no time, where it or HOLDFOR is there already, or where the list is one for
/// RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_holduntil(
    parameters: *mut smtpwire_parameters,
    time: smtpwire_datetime,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            let time = time.read().ok_or(Problem::BadDateTime)?;
            held.add_to_mail(MailParameter::HoldUntil(time))
        })
    }
}

/// `MT-PRIORITY`: -9 to 9; 0 is the usual one (RFC 6710 section 4.1).
///
/// `SMTPWIRE_INVALID_VALUE` for any other number, where it is there already, or where the list is one for RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_mt_priority(
    parameters: *mut smtpwire_parameters,
    priority: i32,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            let priority = i8::try_from(priority).ok().and_then(Priority::new);
            held.add_to_mail(MailParameter::MtPriority(priority.ok_or(Problem::BadPriority)?))
        })
    }
}

/// `MTRK`: the certifier, the base64 of a hash of the tracking secret without its padding, and, where `has_timeout` is
/// true, for how many seconds tracking data is wanted, at most 999999999 (RFC 3885 section 3.1).
///
/// `SMTPWIRE_INVALID_VALUE` for what is none, where it is there already, or where the list is one for RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_mtrk(
    parameters: *mut smtpwire_parameters,
    certifier: smtpwire_str,
    timeout: u32,
    has_timeout: bool,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            let timeout = has_timeout.then_some(timeout);
            let tracking = Tracking::new(certifier.read()?, timeout).ok_or(Problem::BadTracking)?;
            held.add_to_mail(MailParameter::Mtrk(tracking))
        })
    }
}

/// `TRANSID`: the transaction's name with its angle brackets, at most 80 octets (RFC 1845 section 4).
///
/// `SMTPWIRE_INVALID_VALUE` for what is none, where it is there already, or where the list is one for RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_transid(
    parameters: *mut smtpwire_parameters,
    id: smtpwire_str,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            let id = TransactionId::new(id.read()?).ok_or(Problem::BadTransactionId)?;
            held.add_to_mail(MailParameter::TransId(id))
        })
    }
}

/// `SOLICIT`: solicitation class keywords such as `net.example:ADV`, at least one, at most 1000 octets with the commas
/// between them (RFC 3865 section 2.5).
///
/// `SMTPWIRE_INVALID_VALUE` for what is none, where it is there already, or where the list is one for RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_solicit(
    parameters: *mut smtpwire_parameters,
    keywords: *const smtpwire_str,
    keyword_count: usize,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            let keywords = read_texts(keywords, keyword_count)?;
            // A comma would make two of one.
            if keywords.iter().any(|keyword| keyword.contains(',')) {
                return Err(Problem::BadSolicit.into());
            }
            let joined = keywords.join(",");
            let keywords = SolicitationKeywords::new(&joined).ok_or(Problem::BadSolicit)?;
            held.add_to_mail(MailParameter::Solicit(keywords))
        })
    }
}

/// `CONPERM`: the content may be converted (RFC 4141 section 4).
///
/// `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for RCPT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_conperm(
    parameters: *mut smtpwire_parameters,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { attempt(parameters, error, |held| held.add_to_mail(MailParameter::ConPerm)) }
}
