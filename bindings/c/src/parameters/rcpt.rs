//! The parameters of RCPT that have a type, added and asked.

use smtpwire::Problem;
use smtpwire::types::parameter::{OriginalRecipient, RcptParameter, RecipientValidSince};

use super::values::{notify, notify_bits};
use super::{Held, smtpwire_datetime, smtpwire_parameters, smtpwire_rrvs_action};
use crate::error::{attempt, smtpwire_error};
use crate::guard::{Outcome, ask, look, put};
use crate::view::put_text;
use crate::{smtpwire_status, smtpwire_str};

/// What a question about a parameter that is not given is answered.
const ABSENT: smtpwire_status = smtpwire_status::SMTPWIRE_ABSENT;

impl Held {
    /// The typed parameter of RCPT by this keyword.
    fn of_rcpt(&self, keyword: &str) -> Outcome<RcptParameter<'_>> {
        self.rcpt().and_then(|list| list.get(keyword)).ok_or(ABSENT)
    }
}

/// `NOTIFY`: on which events a notice is wanted, bits of `smtpwire_notify`; no bit for never (RFC 3461 section 4.1).
///
/// `SMTPWIRE_OUT_OF_RANGE` for any other bit. `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for MAIL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_notify(
    parameters: *mut smtpwire_parameters,
    events: u32,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| held.add_to_rcpt(RcptParameter::Notify(notify(events)?)))
    }
}

/// `ORCPT`: the recipient as first given, an address of this type, `rfc822` or `utf-8` as a rule, not yet coded; at most
/// 500 octets (RFC 3461 section 4.2, RFC 6533).
///
/// `SMTPWIRE_INVALID_VALUE` for what is none, where it is there already, or where the list is one for MAIL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_orcpt(
    parameters: *mut smtpwire_parameters,
    address_type: smtpwire_str,
    address: smtpwire_str,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            let recipient = OriginalRecipient::new(address_type.read()?, address.read()?);
            held.add_to_rcpt(RcptParameter::Orcpt(recipient.ok_or(Problem::BadOrcpt)?))
        })
    }
}

/// `RRVS`: deliver only if the mailbox has had one owner since then, a time without fractions of a second, and what a
/// relay does when the next hop can't check that, a `smtpwire_rrvs_action` (RFC 7293 section 3.1).
///
/// `SMTPWIRE_OUT_OF_RANGE` for any other action, `SMTPWIRE_INVALID_VALUE` for such a time, where it is there already, or
/// where the list is one for MAIL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_rrvs(
    parameters: *mut smtpwire_parameters,
    since: smtpwire_datetime,
    otherwise: u32,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            let otherwise = smtpwire_rrvs_action::read(otherwise)?;
            let since = since.read().ok_or(Problem::BadDateTime)?;
            let rrvs = RecipientValidSince::new(since, otherwise).ok_or(Problem::BadRrvs)?;
            held.add_to_rcpt(RcptParameter::Rrvs(rrvs))
        })
    }
}

/// `CONNEG`: tell what content this recipient can take (RFC 4141 section 5).
///
/// `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for MAIL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_conneg(
    parameters: *mut smtpwire_parameters,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { attempt(parameters, error, |held| held.add_to_rcpt(RcptParameter::ConNeg)) }
}

/// `NOTIFY`: on which events a notice is wanted, bits of `smtpwire_notify`; no bit for never. `SMTPWIRE_ABSENT` where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_notify(
    parameters: *const smtpwire_parameters,
    events: *mut u32,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| match held.of_rcpt("NOTIFY")? {
            RcptParameter::Notify(found) => put(events, notify_bits(found)),
            _ => Err(ABSENT),
        })
    }
}

/// `ORCPT`: the recipient as first given: the type as it was written, the address decoded. `SMTPWIRE_ABSENT` where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_orcpt(
    parameters: *const smtpwire_parameters,
    address_type: *mut smtpwire_str,
    address: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| {
            let found = held.shown().orcpt.as_ref().ok_or(ABSENT)?;
            if address.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
            }
            put_text(address_type, Some(&found.0))?;
            put_text(address, Some(&found.1))
        })
    }
}

/// `RRVS`: since when the mailbox must have had one owner, and what a relay does when the next hop can't check that.
/// `SMTPWIRE_ABSENT` where it is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_rrvs(
    parameters: *const smtpwire_parameters,
    since: *mut smtpwire_datetime,
    otherwise: *mut smtpwire_rrvs_action,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| {
            let RcptParameter::Rrvs(rrvs) = held.of_rcpt("RRVS")? else { return Err(ABSENT) };
            if otherwise.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
            }
            put(since, smtpwire_datetime::of(rrvs.since()))?;
            put(otherwise, smtpwire_rrvs_action::of(rrvs.otherwise()))
        })
    }
}

/// `CONNEG`: whether it is to be told what content this recipient can take; false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_conneg(
    parameters: *const smtpwire_parameters,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe {
        ask(parameters, false, |held| held.rcpt().is_some_and(|list| list.get("CONNEG").is_some()))
    }
}
