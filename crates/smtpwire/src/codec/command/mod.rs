//! One command line, read (RFC 5321 section 4.1.1).
//!
//! The verb is chosen by a `match`; what stands behind it is left to the parsers of the grammar.

mod arguments;
mod everyday;
mod places;
#[cfg(test)]
mod tests;
mod verb;

use alloc::borrow::Cow;

use super::grammar::{Fault, is_control};
use super::options::CommandOptions;
use crate::types::command::{Command, Mail, Rcpt, UnknownCommand, Verb};
use crate::types::parameter::{MailParameters, RcptParameters};
use crate::types::problem::Problem;
use arguments::{Read, arguments};
use verb::{split_verb, trim_end};

/// A line that is no command, and what to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{verb}: {problem}, at octet {offset}")]
pub struct CommandError {
    verb: Verb,
    problem: Problem,
    offset: usize,
    announced: bool,
}

impl CommandError {
    /// The command that it was meant to be; [`Verb::Unknown`] when even that can't be told.
    pub fn verb(&self) -> Verb {
        self.verb
    }

    /// What is wrong.
    pub fn problem(&self) -> Problem {
        self.problem
    }

    /// Where, in octets from the start of the line.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Whether octets of content may follow whose number can't be told, so that whatever comes
    /// next must not be read as commands: the server answers and closes. That is a BDAT with a
    /// number in a line that is wrong all the same.
    pub fn loses_framing(&self) -> bool {
        self.announced
    }
}

impl<'a> Command<'a> {
    /// Reads one line, without its CRLF, strictly by the grammar.
    ///
    /// A verb that is not known gives [`Command::Unknown`], no error: a server answers it 500, and
    /// an extension of the host's own may know better. White space at the end of the line is
    /// passed over (RFC 5321 section 4.1.1).
    ///
    /// ```
    /// use smtpwire::{Command, Verb};
    /// let command = Command::parse(b"MAIL FROM:<jo@example.com> SIZE=500")?;
    /// assert_eq!(command.verb(), Verb::Mail);
    ///
    /// let error = Command::parse(b"RCPT TO:<jo@-example.com>").unwrap_err();
    /// assert_eq!(error.reply().to_string(), "501 5.1.3 A domain is labels of letters, digits \
    ///     and inner hyphens, parted by dots, at octet 12");
    /// # Ok::<(), smtpwire::CommandError>(())
    /// ```
    ///
    /// # Errors
    /// [`CommandError`], which knows the reply to give.
    pub fn parse(line: &'a [u8]) -> Result<Self, CommandError> {
        Self::parse_with(line, &CommandOptions::default())
    }

    /// Reads one line, without its CRLF, by these options.
    ///
    /// # Errors
    /// [`CommandError`], which knows the reply to give.
    #[inline]
    pub fn parse_with(line: &'a [u8], options: &CommandOptions) -> Result<Self, CommandError> {
        let line = trim_end(line);
        let (verb, rest) = split_verb(line);
        match verb {
            Verb::Data if rest.is_empty() => Ok(Command::Data),
            Verb::Rset if rest.is_empty() => Ok(Command::Rset),
            Verb::Noop if rest.is_empty() => Ok(Command::Noop(None)),
            Verb::Quit if rest.is_empty() => Ok(Command::Quit),
            Verb::StartTls if rest.is_empty() => Ok(Command::StartTls),
            _ if !everyday::is_quicker() => with_argument(verb, rest, line, *options),
            Verb::Mail => mail(rest, line, *options),
            Verb::Rcpt => rcpt(rest, line, *options),
            Verb::Ehlo | Verb::Helo | Verb::Lhlo => greeting(verb, rest, line, *options),
            _ => with_argument(verb, rest, line, *options),
        }
    }
}

fn mail<'a>(
    rest: &'a [u8],
    line: &'a [u8],
    options: CommandOptions,
) -> Result<Command<'a>, CommandError> {
    let mut parameters = MailParameters::new();
    match everyday::mail(rest, &mut parameters) {
        Some(from) => Ok(Command::Mail(Mail { from, parameters })),
        None => with_argument(Verb::Mail, rest, line, options),
    }
}

fn rcpt<'a>(
    rest: &'a [u8],
    line: &'a [u8],
    options: CommandOptions,
) -> Result<Command<'a>, CommandError> {
    let mut parameters = RcptParameters::new();
    match everyday::rcpt(rest, &mut parameters) {
        Some(to) => Ok(Command::Rcpt(Rcpt { to, parameters })),
        None => with_argument(Verb::Rcpt, rest, line, options),
    }
}

fn greeting<'a>(
    verb: Verb,
    rest: &'a [u8],
    line: &'a [u8],
    options: CommandOptions,
) -> Result<Command<'a>, CommandError> {
    match (verb, everyday::host(rest)) {
        (Verb::Ehlo, Some(host)) => Ok(Command::Ehlo(host)),
        (Verb::Helo, Some(host)) => Ok(Command::Helo(host)),
        (Verb::Lhlo, Some(host)) => Ok(Command::Lhlo(host)),
        _ => with_argument(verb, rest, line, options),
    }
}

#[inline(never)]
fn with_argument<'a>(
    verb: Verb,
    rest: &'a [u8],
    line: &'a [u8],
    options: CommandOptions,
) -> Result<Command<'a>, CommandError> {
    let checked = if rest.is_ascii() { Ok(()) } else { not_ascii(rest, options) };
    let parsed = checked.and_then(|()| match verb {
        Verb::Unknown => unknown(rest, line),
        _ => arguments(verb, rest, options),
    });
    parsed.map_err(|fault| explained(verb, rest, line, fault))
}

/// What is not ASCII must be UTF-8 without control characters, and allowed.
#[cold]
fn not_ascii(rest: &[u8], options: CommandOptions) -> Result<(), Fault> {
    let text = core::str::from_utf8(rest).map_err(|error| {
        let left = rest.len().saturating_sub(error.valid_up_to());
        Fault { problem: Problem::NotUtf8, left }
    })?;
    if let Some(at) = text.find(is_control) {
        let left = rest.len().saturating_sub(at);
        return Err(Fault { problem: Problem::ControlCharacter, left });
    }
    match text.find(|character: char| !character.is_ascii()) {
        Some(at) if !options.smtputf8 => {
            let left = rest.len().saturating_sub(at);
            Err(Fault { problem: Problem::NonAsciiAddress, left })
        }
        _ => Ok(()),
    }
}

/// The octets as text. The whole line was seen to be UTF-8 when it is not ASCII.
#[inline]
fn text(octets: &[u8]) -> Result<&str, Fault> {
    core::str::from_utf8(octets).map_err(|_| Fault::at(octets, Problem::NotUtf8))
}

/// The error for a fault. A control character explains every other fault better than the rule
/// that met it.
#[cold]
fn explained(verb: Verb, rest: &[u8], line: &[u8], fault: Fault) -> CommandError {
    let control = rest.iter().position(|octet| *octet < 32 || *octet == 127);
    let Fault { problem, left } = match control {
        Some(at) if fault.problem != Problem::NotUtf8 => {
            Fault { problem: Problem::ControlCharacter, left: rest.len().saturating_sub(at) }
        }
        _ => fault,
    };
    CommandError {
        verb,
        problem,
        offset: line.len().saturating_sub(left),
        announced: verb == Verb::Bdat && rest.iter().any(u8::is_ascii_digit),
    }
}

/// A line whose verb is not known: kept, if it could be a command at all.
fn unknown<'a>(rest: &'a [u8], line: &'a [u8]) -> Read<'a> {
    if line.is_empty() {
        return Err(Fault { problem: Problem::EmptyLine, left: 0 });
    }
    if let Some(at) = line.iter().position(|octet| *octet < 32 || *octet == 127) {
        let left = line.len().saturating_sub(at);
        return Err(Fault { problem: Problem::ControlCharacter, left });
    }
    let word_length = line.len().saturating_sub(rest.len());
    let word_fits = line.iter().take(word_length).all(u8::is_ascii) && word_length > 0;
    match core::str::from_utf8(line) {
        Ok(text) if word_fits => {
            Ok(Command::Unknown(UnknownCommand { line: Cow::Borrowed(text), behind_login: false }))
        }
        _ => Err(Fault { problem: Problem::BadVerb, left: line.len() }),
    }
}

impl<'a> UnknownCommand<'a> {
    /// A command line with a verb that this crate does not know, written as it is given. `None`
    /// when it would read as one that it knows, holds a control character, or starts or ends with
    /// a space.
    pub fn new(line: &'a str) -> Option<Self> {
        match Command::parse(line.as_bytes()) {
            Ok(Command::Unknown(unknown)) if unknown.line.len() == line.len() => Some(unknown),
            _ => None,
        }
    }
}
