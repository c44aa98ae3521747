//! The parameters of MAIL and RCPT.
//!
//! Here stands what a list is, and how it is made; `shown` holds what was made of it when it was asked for.
//! `mail` and `mail_questions` are for the typed parameters of MAIL, `rcpt` for those of RCPT, `questions` for
//! all alike. `values` are the enumerations, `datetime` the time that some carry.

mod datetime;
mod mail;
mod mail_questions;
mod questions;
mod rcpt;
mod shown;
mod values;

use std::sync::OnceLock;

pub use datetime::*;
pub use mail::*;
pub use mail_questions::*;
pub use questions::*;
pub use rcpt::*;
use shown::Shown;
use smtpwire::types::parameter::{
    MailParameter, MailParameters, Parameter, RcptParameter, RcptParameters,
};
use smtpwire::{Command, Problem, Verb};
pub use values::*;

use crate::command::options;
use crate::error::{Explained, attempt, make, smtpwire_error};
use crate::guard::{Guarded, Handle, handle, peek};
use crate::verb::smtpwire_verb;
use crate::{smtpwire_status, smtpwire_str};

handle! {
    /// The parameters of one MAIL or one RCPT command, each keyword at most once (RFC 5321 section
    /// 4.1.2). Those that have functions of their own stand in the order of these functions, whatever order they
    /// came in; the others stand behind them and keep theirs.
    ///
    /// What is handed out of it lasts until something is added. Several threads may look at one at once, as long
    /// as none adds to it.
    smtpwire_parameters holds Held
}

/// The parameters of one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Parameters {
    Mail(MailParameters<'static>),
    Rcpt(RcptParameters<'static>),
}

/// Parameters, and what was made of them when it was asked for.
pub(crate) struct Held {
    list: Parameters,
    shown: OnceLock<Shown>,
}

impl From<Parameters> for Held {
    fn from(list: Parameters) -> Self {
        Self { list, shown: OnceLock::new() }
    }
}

impl smtpwire_parameters {
    /// Parameters that stand inside another object.
    pub(crate) fn made(list: Parameters) -> Self {
        Self::of(Guarded::new(Held::from(list)))
    }
}

impl Held {
    fn shown(&self) -> &Shown {
        self.shown.get_or_init(|| Shown::of(&self.list))
    }

    /// The parameters of MAIL, if they are.
    fn mail(&self) -> Option<&MailParameters<'static>> {
        match &self.list {
            Parameters::Mail(list) => Some(list),
            Parameters::Rcpt(_) => None,
        }
    }

    /// The parameters of RCPT, if they are.
    fn rcpt(&self) -> Option<&RcptParameters<'static>> {
        match &self.list {
            Parameters::Rcpt(list) => Some(list),
            Parameters::Mail(_) => None,
        }
    }

    fn add_to_mail(&mut self, parameter: MailParameter<'_>) -> Result<(), Explained> {
        let Parameters::Mail(list) = &mut self.list else {
            return Err(of_another_command("RCPT", "MAIL"));
        };
        let other_hold = match parameter {
            MailParameter::HoldFor(_) => "HOLDUNTIL",
            MailParameter::HoldUntil(_) => "HOLDFOR",
            _ => "",
        };
        if list.get(other_hold).is_some() {
            return Err(Problem::TwoHolds.into());
        }
        list.push(parameter.into_owned())?;
        self.shown = OnceLock::new();
        Ok(())
    }

    fn add_to_rcpt(&mut self, parameter: RcptParameter<'_>) -> Result<(), Explained> {
        let Parameters::Rcpt(list) = &mut self.list else {
            return Err(of_another_command("MAIL", "RCPT"));
        };
        list.push(parameter.into_owned())?;
        self.shown = OnceLock::new();
        Ok(())
    }
}

fn of_another_command(theirs: &str, ours: &str) -> Explained {
    Explained::invalid("wrong-command", format!("these are parameters of {theirs}, not of {ours}"))
}

/// What C gave for MAIL; NULL is none.
///
/// # Safety
/// As [`peek`].
pub(crate) unsafe fn mail_parameters(
    given: *const smtpwire_parameters,
) -> Result<MailParameters<'static>, Explained> {
    if given.is_null() {
        return Ok(MailParameters::new());
    }
    // SAFETY: by the caller's promise.
    let list = unsafe { peek(given)? }.mail();
    list.cloned().ok_or_else(|| of_another_command("RCPT", "MAIL"))
}

/// What C gave for RCPT; NULL is none.
///
/// # Safety
/// As [`peek`].
pub(crate) unsafe fn rcpt_parameters(
    given: *const smtpwire_parameters,
) -> Result<RcptParameters<'static>, Explained> {
    if given.is_null() {
        return Ok(RcptParameters::new());
    }
    // SAFETY: by the caller's promise.
    let list = unsafe { peek(given)? }.rcpt();
    list.cloned().ok_or_else(|| of_another_command("MAIL", "RCPT"))
}

/// No parameters yet, for a command: `SMTPWIRE_VERB_MAIL` or `SMTPWIRE_VERB_RCPT`.
///
/// `*parameters` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_new(
    verb: u32,
    parameters: *mut *mut smtpwire_parameters,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(parameters, std::ptr::null_mut(), || match smtpwire_verb::read(verb)? {
            Verb::Mail => Ok(Parameters::Mail(MailParameters::new()).into()),
            Verb::Rcpt => Ok(Parameters::Rcpt(RcptParameters::new()).into()),
            _ => Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE.into()),
        })
    }
}

/// Reads parameters as they stand in a command, `SIZE=1000 BODY=8BITMIME`; perhaps none.
///
/// `verb` is `SMTPWIRE_VERB_MAIL` or `SMTPWIRE_VERB_RCPT`, `read_options` are bits of `smtpwire_command_option`.
/// `*parameters` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb or bit, `SMTPWIRE_INVALID_UTF8`, and
/// `SMTPWIRE_MALFORMED` for what can't be read; `*error` has the name of what is wrong and the octet where.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_parse(
    verb: u32,
    text: smtpwire_str,
    read_options: u32,
    parameters: *mut *mut smtpwire_parameters,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(parameters, error, || {
            let start = match smtpwire_verb::read(verb)? {
                Verb::Mail => MAIL,
                Verb::Rcpt => RCPT,
                _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE.into()),
            };
            let line = format!("{start} {}", text.read()?);
            match Command::parse_with(line.as_bytes(), &options(read_options)?) {
                Ok(Command::Mail(mail)) => {
                    Ok(Parameters::Mail(mail.parameters.into_owned()).into())
                }
                Ok(Command::Rcpt(rcpt)) => {
                    Ok(Parameters::Rcpt(rcpt.parameters.into_owned()).into())
                }
                Ok(_) => Err(Problem::BadParameter.into()),
                Err(error) => {
                    let at = error.offset().saturating_sub(start.len().saturating_add(1));
                    let message = format!("{}, at octet {at}", error.problem());
                    Err(Explained::malformed(error.problem().name(), message).at(at as u64))
                }
            }
        })
    }
}

/// Commands with nothing in them but their parameters.
const MAIL: &str = "MAIL FROM:<>";
const RCPT: &str = "RCPT TO:<Postmaster>";

/// Adds a parameter that has no function of its own: a keyword of letters, digits and inner hyphens, and a value of
/// printable characters without space and `=`, or NULL for none.
///
/// `SMTPWIRE_INVALID_VALUE` for what is none, for a keyword that is there already ("duplicate-parameter"), or
/// that has a function of its own ("typed-parameter").
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_add_other(
    parameters: *mut smtpwire_parameters,
    keyword: smtpwire_str,
    value: *const smtpwire_str,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(parameters, error, |held| {
            let value = value.as_ref().map(|value| value.read()).transpose()?;
            let other = Parameter::new(keyword.read()?, value).ok_or(Problem::BadParameter)?;
            match held.list {
                Parameters::Mail(_) => held.add_to_mail(MailParameter::Other(other)),
                Parameters::Rcpt(_) => held.add_to_rcpt(RcptParameter::Other(other)),
            }
        })
    }
}

/// A copy of parameters; `*copy` is to be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_copy(
    parameters: *const smtpwire_parameters,
    copy: *mut *mut smtpwire_parameters,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(copy, std::ptr::null_mut(), || Ok(peek(parameters)?.list.clone().into())) }
}
