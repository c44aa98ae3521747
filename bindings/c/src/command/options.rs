//! How commands are to be read.

use smtpwire::CommandOptions;

use crate::smtpwire_status;

/// How commands and their parameters are to be read: bits. Without any of them, strictly and in ASCII.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_command_option {
    /// SMTPUTF8 is offered: addresses may hold UTF-8 (RFC 6531).
    SMTPWIRE_COMMAND_OPTION_SMTPUTF8 = 1,
    /// `MAIL FROM: <jo@example.com>`: scripts and printers put a space behind the colon.
    SMTPWIRE_COMMAND_OPTION_SPACE_AFTER_COLON = 2,
    /// `AUTH  PLAIN`: more than one space between words.
    SMTPWIRE_COMMAND_OPTION_REPEATED_SPACES = 4,
    /// `MAIL FROM:jo@example.com`: no angle brackets. The null path still needs them.
    SMTPWIRE_COMMAND_OPTION_MISSING_BRACKETS = 8,
    /// `EHLO my_pc`: an underscore in a domain, as some machines name themselves.
    SMTPWIRE_COMMAND_OPTION_UNDERSCORE_IN_DOMAIN = 16,
}

/// The options of these bits.
pub(crate) fn options(bits: u32) -> Result<CommandOptions, smtpwire_status> {
    let mut options = CommandOptions::default();
    let leniency = &mut options.leniency;
    let places = [
        (
            smtpwire_command_option::SMTPWIRE_COMMAND_OPTION_SPACE_AFTER_COLON,
            &mut leniency.space_after_colon,
        ),
        (
            smtpwire_command_option::SMTPWIRE_COMMAND_OPTION_REPEATED_SPACES,
            &mut leniency.repeated_spaces,
        ),
        (
            smtpwire_command_option::SMTPWIRE_COMMAND_OPTION_MISSING_BRACKETS,
            &mut leniency.missing_brackets,
        ),
        (
            smtpwire_command_option::SMTPWIRE_COMMAND_OPTION_UNDERSCORE_IN_DOMAIN,
            &mut leniency.underscore_in_domain,
        ),
        (smtpwire_command_option::SMTPWIRE_COMMAND_OPTION_SMTPUTF8, &mut options.smtputf8),
    ];
    let mut rest = bits;
    for (option, place) in places {
        *place = bits & option as u32 != 0;
        rest &= !(option as u32);
    }
    if rest == 0 { Ok(options) } else { Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE) }
}
