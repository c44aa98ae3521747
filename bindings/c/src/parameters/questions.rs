//! Parameters, asked one by one, whatever they are.

use super::smtpwire_parameters;
use crate::guard::{ask, free, look, peek};
use crate::verb::smtpwire_verb;
use crate::view::put_text;
use crate::{smtpwire_status, smtpwire_str};
use smtpwire::Verb;

/// Whose parameters they are: `SMTPWIRE_VERB_MAIL` or `SMTPWIRE_VERB_RCPT`; `SMTPWIRE_VERB_UNKNOWN` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_verb(
    parameters: *const smtpwire_parameters,
) -> smtpwire_verb {
    let verb = |mail: bool| if mail { Verb::Mail } else { Verb::Rcpt };
    // SAFETY: the caller's, as the header says.
    unsafe {
        let unknown = smtpwire_verb::of(Verb::Unknown);
        ask(parameters, unknown, |held| smtpwire_verb::of(verb(held.mail().is_some())))
    }
}

/// How many there are; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_count(
    parameters: *const smtpwire_parameters,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(parameters, 0, |held| held.shown().count) }
}

/// The keyword of a parameter, from 0: in capitals for those that have functions of their own, as it was written
/// for the others. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_keyword(
    parameters: *const smtpwire_parameters,
    index: usize,
    keyword: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| {
            let found = held.shown().at(index).ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?;
            put_text(keyword, Some(found.0))
        })
    }
}

/// The value of a parameter, from 0, as it is written behind the `=`: still in xtext where that is how it is sent.
/// `SMTPWIRE_ABSENT` for one without a value, `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_value(
    parameters: *const smtpwire_parameters,
    index: usize,
    value: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(parameters, |held| {
            let found = held.shown().at(index).ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?;
            put_text(value, found.1)
        })
    }
}

/// Whether there is a parameter at this place, from 0, that has functions of its own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_is_known(
    parameters: *const smtpwire_parameters,
    index: usize,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(parameters, false, |held| index < held.shown().known) }
}

/// All parameters as they stand in a command, parted by spaces; empty where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_text(
    parameters: *const smtpwire_parameters,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(parameters, smtpwire_str::of(""), |held| smtpwire_str::of(&held.shown().text)) }
}

/// Whether two lists say the same, for the same command. NULL equals nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_equal(
    parameters: *const smtpwire_parameters,
    other: *const smtpwire_parameters,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe {
        let Ok(other) = peek(other) else { return false };
        ask(parameters, false, |held| held.list == other.list)
    }
}

/// Ends parameters; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_parameters_free(parameters: *mut smtpwire_parameters) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(parameters) }
}
