//! What the program decides itself, and how it gets the content.

use smtpwire::{ContentMode, Decisions};

use super::config::{change, smtpwire_server_config};
use crate::choice::choice;
use crate::smtpwire_status;

/// Decide about the greeting: 220, or a refusal (554, 521, 421). Behind `SMTPWIRE_EVENT_CONNECTED`.
pub const SMTPWIRE_DECIDE_CONNECTION: u32 = 1;
/// Decide about EHLO, HELO and LHLO.
pub const SMTPWIRE_DECIDE_HELO: u32 = 2;
/// Decide about MAIL: is mail from this sender taken?
pub const SMTPWIRE_DECIDE_MAIL: u32 = 4;
/// Decide about RCPT: is mail for this recipient taken? Decided by the program at first.
pub const SMTPWIRE_DECIDE_RCPT: u32 = 8;
/// Decide about the beginning of the content: DATA, or the first BDAT or BURL of a message.
pub const SMTPWIRE_DECIDE_DATA: u32 = 16;
/// Decide about the whole message: is it stored, and the responsibility for it taken? Decided by the program
/// at first.
pub const SMTPWIRE_DECIDE_MESSAGE: u32 = 32;
/// Decide about VRFY.
pub const SMTPWIRE_DECIDE_VRFY: u32 = 64;
/// Decide about EXPN.
pub const SMTPWIRE_DECIDE_EXPN: u32 = 128;
/// Decide about HELP.
pub const SMTPWIRE_DECIDE_HELP: u32 = 256;
/// Decide about NOOP.
pub const SMTPWIRE_DECIDE_NOOP: u32 = 512;
/// Decide about RSET.
pub const SMTPWIRE_DECIDE_RSET: u32 = 1024;
/// Decide about ETRN.
pub const SMTPWIRE_DECIDE_ETRN: u32 = 2048;
/// Decide about ATRN.
pub const SMTPWIRE_DECIDE_ATRN: u32 = 4096;
/// Decide about BURL. Without this it is refused: only the program can fetch what a URL names.
pub const SMTPWIRE_DECIDE_BURL: u32 = 8192;
/// Decide about XCLIENT from a trusted client.
pub const SMTPWIRE_DECIDE_XCLIENT: u32 = 16384;
/// Decide about XFORWARD from a trusted client.
pub const SMTPWIRE_DECIDE_XFORWARD: u32 = 32768;
/// Decide about commands whose verb is not known here.
pub const SMTPWIRE_DECIDE_UNKNOWN: u32 = 65536;
/// Decide about a client that speaks before it is greeted. Without this it is refused.
pub const SMTPWIRE_DECIDE_EARLY_TALKER: u32 = 131_072;
/// Decide about nothing: the server takes all mail by itself. For sinks and tests.
pub const SMTPWIRE_DECIDE_NONE: u32 = 0;
/// Decide about everything that this header knows.
pub const SMTPWIRE_DECIDE_ALL: u32 = 262_143;

choice! {
    /// How a server hands out content.
    smtpwire_content_mode of ContentMode {
        /// As it comes, by `SMTPWIRE_EVENT_CONTENT`. So it is at first.
        SMTPWIRE_CONTENT_STREAM = 0 is Stream,
        /// As one piece, with `SMTPWIRE_EVENT_MESSAGE`. The connection holds up to
        /// `SMTPWIRE_LIMIT_MESSAGE_SIZE` octets then.
        SMTPWIRE_CONTENT_WHOLE = 1 is Whole,
        /// Not at all: it is checked and counted, and dropped as it comes. For sinks.
        SMTPWIRE_CONTENT_DISCARD = 2 is Discard,
    }
}

/// Sets what the program decides itself: any of the `SMTPWIRE_DECIDE_…`, put together by `|`. Behind an event
/// of such a kind the connection waits until the program has answered it, by `smtpwire_server_accept` or
/// `smtpwire_server_answer`; about everything else the connection decides by itself, as a server that takes all
/// mail would. Logins are always the program's to decide, when any mechanism is offered.
///
/// At first these are `SMTPWIRE_DECIDE_RCPT` and `SMTPWIRE_DECIDE_MESSAGE`. `SMTPWIRE_OUT_OF_RANGE` for a bit
/// that is none of them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_set_decisions(
    config: *mut smtpwire_server_config,
    decisions: u32,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        change(config, |config| {
            let known = Decisions::from_bits(decisions);
            if known.bits() != decisions {
                return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE);
            }
            config.decisions = known;
            Ok(())
        })
    }
}

/// Sets how content is handed out, one of `smtpwire_content_mode`. `SMTPWIRE_OUT_OF_RANGE` for a number that
/// is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_set_content(
    config: *mut smtpwire_server_config,
    content: u32,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        change(config, |config| {
            config.content = smtpwire_content_mode::read(content)?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_decision_has_the_bit_that_the_core_gives_it() {
        let ours = [
            ("CONNECTION", SMTPWIRE_DECIDE_CONNECTION),
            ("HELO", SMTPWIRE_DECIDE_HELO),
            ("MAIL", SMTPWIRE_DECIDE_MAIL),
            ("RCPT", SMTPWIRE_DECIDE_RCPT),
            ("DATA", SMTPWIRE_DECIDE_DATA),
            ("MESSAGE", SMTPWIRE_DECIDE_MESSAGE),
            ("VRFY", SMTPWIRE_DECIDE_VRFY),
            ("EXPN", SMTPWIRE_DECIDE_EXPN),
            ("HELP", SMTPWIRE_DECIDE_HELP),
            ("NOOP", SMTPWIRE_DECIDE_NOOP),
            ("RSET", SMTPWIRE_DECIDE_RSET),
            ("ETRN", SMTPWIRE_DECIDE_ETRN),
            ("ATRN", SMTPWIRE_DECIDE_ATRN),
            ("BURL", SMTPWIRE_DECIDE_BURL),
            ("XCLIENT", SMTPWIRE_DECIDE_XCLIENT),
            ("XFORWARD", SMTPWIRE_DECIDE_XFORWARD),
            ("UNKNOWN", SMTPWIRE_DECIDE_UNKNOWN),
            ("EARLY_TALKER", SMTPWIRE_DECIDE_EARLY_TALKER),
        ];
        let cores: Vec<_> =
            Decisions::NAMES.iter().map(|(name, decision)| (*name, decision.bits())).collect();
        assert_eq!(ours.as_slice(), cores);
        assert_eq!(SMTPWIRE_DECIDE_ALL, Decisions::ALL.bits());
        assert_eq!(SMTPWIRE_DECIDE_NONE, Decisions::NONE.bits());
    }
}
