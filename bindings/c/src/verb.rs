//! The verbs of commands.

use smtpwire::Verb;

use crate::{smtpwire_status, smtpwire_str};

/// A command's verb. Where a function takes one, it takes the number.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_verb {
    /// None that is known here.
    SMTPWIRE_VERB_UNKNOWN = 0,
    /// `EHLO`.
    SMTPWIRE_VERB_EHLO = 1,
    /// `HELO`.
    SMTPWIRE_VERB_HELO = 2,
    /// `LHLO`.
    SMTPWIRE_VERB_LHLO = 3,
    /// `MAIL`.
    SMTPWIRE_VERB_MAIL = 4,
    /// `RCPT`.
    SMTPWIRE_VERB_RCPT = 5,
    /// `DATA`.
    SMTPWIRE_VERB_DATA = 6,
    /// `BDAT`.
    SMTPWIRE_VERB_BDAT = 7,
    /// `RSET`.
    SMTPWIRE_VERB_RSET = 8,
    /// `NOOP`.
    SMTPWIRE_VERB_NOOP = 9,
    /// `QUIT`.
    SMTPWIRE_VERB_QUIT = 10,
    /// `VRFY`.
    SMTPWIRE_VERB_VRFY = 11,
    /// `EXPN`.
    SMTPWIRE_VERB_EXPN = 12,
    /// `HELP`.
    SMTPWIRE_VERB_HELP = 13,
    /// `STARTTLS`.
    SMTPWIRE_VERB_STARTTLS = 14,
    /// `AUTH`.
    SMTPWIRE_VERB_AUTH = 15,
    /// `ETRN`.
    SMTPWIRE_VERB_ETRN = 16,
    /// `ATRN`.
    SMTPWIRE_VERB_ATRN = 17,
    /// `BURL`.
    SMTPWIRE_VERB_BURL = 18,
    /// `XCLIENT`.
    SMTPWIRE_VERB_XCLIENT = 19,
    /// `XFORWARD`.
    SMTPWIRE_VERB_XFORWARD = 20,
}

/// Every verb, by its number.
const VERBS: [Verb; 21] = [
    Verb::Unknown,
    Verb::Ehlo,
    Verb::Helo,
    Verb::Lhlo,
    Verb::Mail,
    Verb::Rcpt,
    Verb::Data,
    Verb::Bdat,
    Verb::Rset,
    Verb::Noop,
    Verb::Quit,
    Verb::Vrfy,
    Verb::Expn,
    Verb::Help,
    Verb::StartTls,
    Verb::Auth,
    Verb::Etrn,
    Verb::Atrn,
    Verb::Burl,
    Verb::XClient,
    Verb::XForward,
];

impl smtpwire_verb {
    /// What C calls it.
    pub(crate) fn of(verb: Verb) -> Self {
        match verb {
            Verb::Ehlo => Self::SMTPWIRE_VERB_EHLO,
            Verb::Helo => Self::SMTPWIRE_VERB_HELO,
            Verb::Lhlo => Self::SMTPWIRE_VERB_LHLO,
            Verb::Mail => Self::SMTPWIRE_VERB_MAIL,
            Verb::Rcpt => Self::SMTPWIRE_VERB_RCPT,
            Verb::Data => Self::SMTPWIRE_VERB_DATA,
            Verb::Bdat => Self::SMTPWIRE_VERB_BDAT,
            Verb::Rset => Self::SMTPWIRE_VERB_RSET,
            Verb::Noop => Self::SMTPWIRE_VERB_NOOP,
            Verb::Quit => Self::SMTPWIRE_VERB_QUIT,
            Verb::Vrfy => Self::SMTPWIRE_VERB_VRFY,
            Verb::Expn => Self::SMTPWIRE_VERB_EXPN,
            Verb::Help => Self::SMTPWIRE_VERB_HELP,
            Verb::StartTls => Self::SMTPWIRE_VERB_STARTTLS,
            Verb::Auth => Self::SMTPWIRE_VERB_AUTH,
            Verb::Etrn => Self::SMTPWIRE_VERB_ETRN,
            Verb::Atrn => Self::SMTPWIRE_VERB_ATRN,
            Verb::Burl => Self::SMTPWIRE_VERB_BURL,
            Verb::XClient => Self::SMTPWIRE_VERB_XCLIENT,
            Verb::XForward => Self::SMTPWIRE_VERB_XFORWARD,
            Verb::Unknown => Self::SMTPWIRE_VERB_UNKNOWN,
        }
    }

    /// What the core calls it.
    pub(crate) fn read(number: u32) -> Result<Verb, smtpwire_status> {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        VERBS.get(at).copied().ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)
    }
}

/// A verb as it is written, in capitals; empty for `SMTPWIRE_VERB_UNKNOWN` and for a number that is no
/// verb. The text lasts for ever.
#[unsafe(no_mangle)]
pub extern "C" fn smtpwire_verb_name(verb: u32) -> smtpwire_str {
    match smtpwire_verb::read(verb) {
        Ok(Verb::Unknown) | Err(_) => smtpwire_str::of(""),
        Ok(verb) => smtpwire_str::of(verb.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_verbs_go_both_ways() {
        for (number, verb) in VERBS.into_iter().enumerate() {
            assert_eq!(smtpwire_verb::of(verb) as usize, number);
        }
    }
}
