//! The texts: every reply that a server gives by itself and that does not depend on what was said.
//!
//! Each is its own wire form. Where enhanced status codes are not offered they are left out as the
//! reply is written.

use alloc::borrow::Cow;
use alloc::string::String;

use super::Server;
use crate::codec::transparency::ContentError;
use crate::types::code::{Code, EnhancedCode};
use crate::types::reply::Reply;
use crate::types::text::put;

macro_rules! replies {
    ($($name:ident = $code:literal $($class:literal . $subject:literal . $detail:literal)?, $text:literal;)+) => {
        $(pub(super) const $name: Reply<'static> = Reply {
            code: Code::known($code),
            enhanced: replies!(@enhanced $($class, $subject, $detail)?),
            wire: Cow::Borrowed(concat!(
                $code, " ", $($class, ".", $subject, ".", $detail, " ",)? $text, "\r\n"
            ).as_bytes()),
        };)+

        #[cfg(test)]
        const ALL: &[Reply<'static>] = &[$($name,)+];
    };
    (@enhanced) => { None };
    (@enhanced $class:literal, $subject:literal, $detail:literal) => {
        Some(EnhancedCode::known($class, $subject, $detail))
    };
}

replies! {
    // What is granted.
    OK = 250 2 . 0 . 0, "Ok";
    MAIL_OK = 250 2 . 1 . 0, "Sender ok";
    RCPT_OK = 250 2 . 1 . 5, "Recipient ok";
    MESSAGE_OK = 250 2 . 0 . 0, "Message accepted";
    START_INPUT = 354, "Send the message, end with <CRLF>.<CRLF>";
    BYE = 221 2 . 0 . 0, "Bye";
    START_TLS = 220 2 . 0 . 0, "Ready to start TLS";
    CANNOT_VERIFY = 252 2 . 0 . 0, "Not verified, but mail for it is tried";
    HELP = 214 2 . 0 . 0, "Commands: EHLO MAIL RCPT DATA RSET NOOP QUIT; see RFC 5321";
    QUEUE_STARTED = 250 2 . 0 . 0, "Queue run started";
    LOGGED_IN = 235 2 . 7 . 0, "Authentication successful";
    TURN = 250 2 . 0 . 0, "Turning the session around";

    // What is refused, and the session goes on.
    NOT_IMPLEMENTED = 502 5 . 5 . 1, "Command not implemented";
    UNRECOGNIZED = 500 5 . 5 . 1, "Command unrecognized";
    BAD_SEQUENCE = 503 5 . 5 . 1, "Bad sequence of commands";
    NO_GREETING = 503 5 . 5 . 1, "Say EHLO first";
    NO_RECIPIENTS = 503 5 . 5 . 1, "No valid recipients";
    NESTED_MAIL = 503 5 . 5 . 1, "A sender is given already; RSET drops it";
    NOT_TRUSTED = 550 5 . 7 . 0, "Not allowed for this client";
    NEEDS_TLS = 530 5 . 7 . 0, "Must issue a STARTTLS command first";
    NEEDS_AUTH = 530 5 . 7 . 0, "Authentication required";
    AUTH_NEEDS_TLS = 538 5 . 7 . 11, "Encryption required for authentication";
    UNKNOWN_MECHANISM = 504 5 . 5 . 4, "Mechanism not offered";
    UNKNOWN_PARAMETER = 555 5 . 5 . 4, "Parameter not recognized or not offered";
    UNKNOWN_ATTRIBUTE = 501 5 . 5 . 4, "Attribute not offered";
    NEEDS_SMTPUTF8 = 553 5 . 6 . 7, "This address needs SMTPUTF8 behind MAIL";
    TOO_LARGE = 552 5 . 3 . 4, "Message larger than the limit";
    TOO_MANY_RECIPIENTS = 452 4 . 5 . 3, "Too many recipients";
    LINE_TOO_LONG = 500 5 . 5 . 2, "Line too long";
    BAD_CHARACTER = 500 5 . 5 . 2, "A bare CR or a NUL is not allowed in a command";
    NO_URL = 554 5 . 5 . 1, "Content by URL is not taken";
    BARE_LINE_ENDS = 550 5 . 6 . 11, "Message refused: it holds a bare CR or LF, or a NUL";
    CONTENT_LINE_TOO_LONG = 552 5 . 6 . 0, "Message refused: a line is too long";

    // Last words.
    BARE_LF = 500 5 . 5 . 2, "A line ends with CRLF, not with a bare LF";
    OTHER_PROTOCOL = 500 5 . 5 . 2, "This is a mail server";
    IMPROPER_PIPELINING = 554 5 . 5 . 0, "More was sent before the reply to a command to be waited for";
    EARLY_TALKER = 554 5 . 5 . 0, "The client spoke before it was greeted";
    TIMED_OUT = 421 4 . 4 . 2, "Timed out waiting for the client";
    TOO_MANY_ERRORS = 421 4 . 7 . 0, "Too many errors";
    SESSION_TOO_LONG = 421 4 . 7 . 0, "Too many commands in one session";
    TOO_MANY_LOGINS = 421 4 . 7 . 0, "Too many failed logins";
    SHUTTING_DOWN = 421 4 . 3 . 2, "Service shutting down";
    INTERNAL = 421 4 . 3 . 0, "Internal error";
    NOT_ANSWERED = 421 4 . 3 . 0, "Took too long to decide, try again later";
}

/// A reply of one line that is made as it is needed. The text holds no control characters.
pub(super) fn made(
    code: u16,
    enhanced: Option<EnhancedCode>,
    text: core::fmt::Arguments<'_>,
) -> Reply<'static> {
    let code = Code::new(code).unwrap_or(Code::known(451));
    let mut wire = String::new();
    match enhanced {
        Some(enhanced) => put(&mut wire, format_args!("{code} {enhanced} {text}\r\n")),
        None => put(&mut wire, format_args!("{code} {text}\r\n")),
    }
    Reply { code, enhanced, wire: Cow::Owned(wire.into_bytes()) }
}

/// The reply to content that can't be taken.
pub(super) const fn content_refused(error: ContentError) -> Reply<'static> {
    match error {
        ContentError::BareLf { .. } | ContentError::BareCr { .. } | ContentError::Nul { .. } => {
            BARE_LINE_ENDS
        }
        ContentError::LineTooLong { .. } => CONTENT_LINE_TOO_LONG,
        ContentError::TooLarge { .. } => TOO_LARGE,
    }
}

impl Server {
    /// Puts a reply into the output.
    pub(super) fn say(&mut self, reply: &Reply<'_>) {
        if self.output.is_empty() {
            self.timers.wrote();
        }
        if self.config.extensions.enhanced_codes || reply.enhanced().is_none() {
            return reply.encode(self.output.end());
        }
        self.say_plainly(reply);
    }

    /// Puts a reply into the output without its enhanced status codes.
    #[cold]
    fn say_plainly(&mut self, reply: &Reply<'_>) {
        let out = self.output.end();
        for line in reply.as_bytes().split_inclusive(|octet| *octet == b'\n') {
            let (code, text) = line.split_at_checked(4).unwrap_or((line, &[]));
            out.extend_from_slice(code);
            let plain = EnhancedCode::at_start(text.trim_ascii_end())
                .and_then(|_| text.iter().position(|octet| *octet == b' '))
                .and_then(|end| text.get(end.saturating_add(1)..));
            out.extend_from_slice(plain.unwrap_or(text));
        }
        if !out.ends_with(b"\n") {
            out.extend_from_slice(b"\r\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R-CORE-031: a text fits a reply line.
    #[test]
    fn every_text_is_a_reply_that_reads_as_what_it_is() {
        for reply in ALL {
            let (read, length) = Reply::parse(reply.as_bytes()).unwrap().unwrap();
            assert_eq!(&read, reply);
            assert_eq!(length, reply.as_bytes().len());
            assert!(length <= 512, "{reply}");
            if let Some(enhanced) = reply.enhanced() {
                assert!(enhanced.agrees_with(reply.code()), "{reply}");
            }
        }
    }

    #[test]
    fn a_made_reply_reads_as_what_it_is() {
        let enhanced = EnhancedCode::new(2, 0, 0);
        let reply = made(250, enhanced, format_args!("{} octets", 7));
        let (read, _) = Reply::parse(b"250 2.0.0 7 octets\r\n").unwrap().unwrap();
        assert_eq!(read, reply);
    }
}
