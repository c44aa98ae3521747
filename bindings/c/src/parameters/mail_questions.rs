//! The parameters of MAIL that have a type, asked.

use smtpwire::types::parameter::{MailParameter, MailParameters};

use super::{
    Held, smtpwire_body, smtpwire_by_mode, smtpwire_datetime, smtpwire_parameters, smtpwire_ret,
};
use crate::address::smtpwire_address;
use crate::guard::{Outcome, ask, look, put};
use crate::view::put_text;
use crate::{smtpwire_status, smtpwire_str};

/// What a question about a parameter that is not given is answered.
const ABSENT: smtpwire_status = smtpwire_status::SMTPWIRE_ABSENT;

impl Held {
    /// The typed parameter of MAIL by this keyword.
    fn of_mail(&self, keyword: &str) -> Outcome<MailParameter<'_>> {
        self.mail().and_then(|list| list.get(keyword)).ok_or(ABSENT)
    }
}

/// `SIZE`: the declared size in octets. `SMTPWIRE_ABSENT` where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_size(
    parameters: *const smtpwire_parameters,
    size: *mut u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| {
            let found = held.mail().and_then(MailParameters::size);
            put(size, found.ok_or(ABSENT)?)
        })
    }
}

/// `BODY`: what octets the message may hold. `SMTPWIRE_ABSENT` where it is not given. It is 7BIT then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_body(
    parameters: *const smtpwire_parameters,
    body: *mut smtpwire_body,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| match held.of_mail("BODY")? {
            MailParameter::Body(found) => put(body, smtpwire_body::of(found)),
            _ => Err(ABSENT),
        })
    }
}

/// `SMTPUTF8`: whether the message is internationalized; false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_smtputf8(
    parameters: *const smtpwire_parameters,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(parameters, false, |held| held.mail().is_some_and(MailParameters::smtputf8)) }
}

/// `RET`: how much of the message a failure notice is to return. `SMTPWIRE_ABSENT` where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_ret(
    parameters: *const smtpwire_parameters,
    ret: *mut smtpwire_ret,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| {
            let found = held.mail().and_then(MailParameters::ret);
            put(ret, smtpwire_ret::of(found.ok_or(ABSENT)?))
        })
    }
}

/// `ENVID`: the envelope's name in notices, decoded. `SMTPWIRE_ABSENT` where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_envid(
    parameters: *const smtpwire_parameters,
    id: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(parameters, |held| put_text(id, held.shown().envid.as_deref())) }
}

/// `AUTH`: who submitted the message first, a mailbox that lasts until something is added to the parameters and is not
/// to be freed; NULL for `<>`, not known or not trusted. `SMTPWIRE_ABSENT` where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_auth(
    parameters: *const smtpwire_parameters,
    mailbox: *mut *const smtpwire_address,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| {
            held.of_mail("AUTH")?;
            let submitter = held.shown().submitter.as_deref();
            put(mailbox, submitter.map_or(std::ptr::null(), std::ptr::from_ref))
        })
    }
}

/// `REQUIRETLS`: whether TLS is demanded on every hop; false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_requiretls(
    parameters: *const smtpwire_parameters,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(parameters, false, |held| held.mail().is_some_and(MailParameters::require_tls)) }
}

/// `BY`: within how many seconds the message is to be delivered, what happens then, and whether every hop is to be
/// reported. `SMTPWIRE_ABSENT` where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_by(
    parameters: *const smtpwire_parameters,
    seconds: *mut i32,
    mode: *mut smtpwire_by_mode,
    trace: *mut bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| {
            let MailParameter::By(by) = held.of_mail("BY")? else { return Err(ABSENT) };
            if mode.is_null() || trace.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
            }
            put(seconds, by.seconds())?;
            put(mode, smtpwire_by_mode::of(by.mode()))?;
            put(trace, by.trace())
        })
    }
}

/// `HOLDFOR`: for how many seconds the message is to be held. `SMTPWIRE_ABSENT` where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_holdfor(
    parameters: *const smtpwire_parameters,
    seconds: *mut u32,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| match held.of_mail("HOLDFOR")? {
            MailParameter::HoldFor(found) => put(seconds, found.get()),
            _ => Err(ABSENT),
        })
    }
}

/// `HOLDUNTIL`: until when the message is to be held. `SMTPWIRE_ABSENT` where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_holduntil(
    parameters: *const smtpwire_parameters,
    time: *mut smtpwire_datetime,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| match held.of_mail("HOLDUNTIL")? {
            MailParameter::HoldUntil(found) => put(time, smtpwire_datetime::of(found)),
            _ => Err(ABSENT),
        })
    }
}

/// `MT-PRIORITY`: -9 to 9. `SMTPWIRE_ABSENT` where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_mt_priority(
    parameters: *const smtpwire_parameters,
    priority: *mut i32,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| match held.of_mail("MT-PRIORITY")? {
            MailParameter::MtPriority(found) => put(priority, found.get().into()),
            _ => Err(ABSENT),
        })
    }
}

/// `MTRK`: the certifier, in base64 without padding, and for how many seconds tracking data is wanted; `*timeout` is 0 where
/// `*has_timeout` is false. `SMTPWIRE_ABSENT` where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_mtrk(
    parameters: *const smtpwire_parameters,
    certifier: *mut smtpwire_str,
    timeout: *mut u32,
    has_timeout: *mut bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| {
            let MailParameter::Mtrk(tracking) = held.of_mail("MTRK")? else { return Err(ABSENT) };
            if timeout.is_null() || has_timeout.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
            }
            put_text(certifier, held.shown().certifier.as_deref())?;
            put(timeout, tracking.timeout().unwrap_or(0))?;
            put(has_timeout, tracking.timeout().is_some())
        })
    }
}

/// `TRANSID`: the transaction's name, angle brackets and all. `SMTPWIRE_ABSENT` where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_transid(
    parameters: *const smtpwire_parameters,
    id: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(parameters, |held| put_text(id, held.shown().transid.as_deref())) }
}

/// `SOLICIT`: how many keywords there are; 0 where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_solicit_count(
    parameters: *const smtpwire_parameters,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(parameters, 0, |held| held.shown().solicit.len()) }
}

/// `SOLICIT`: one of the keywords, from 0. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_solicit(
    parameters: *const smtpwire_parameters,
    index: usize,
    keyword: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| {
            let found = held.shown().solicit.get(index);
            put_text(keyword, Some(found.ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?))
        })
    }
}

/// `CONPERM`: whether the content may be converted; false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_conperm(
    parameters: *const smtpwire_parameters,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe {
        ask(parameters, false, |held| held.mail().is_some_and(|list| list.get("CONPERM").is_some()))
    }
}
