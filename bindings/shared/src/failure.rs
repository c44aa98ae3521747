//! Failures: whatever a core's error says, in one shape.

#[cfg(feature = "tls")]
mod tls;

use std::fmt;

use serde::Serialize;
use smtpwire::codec::proxy::ProxyError;
use smtpwire::sasl::{CredentialsError, SaslError, VerifierError};
use smtpwire::types::parameter::ParameterRefused;
use smtpwire::{
    CommandError, ContentError, Error, ErrorCode, ErrorKind, FrameError, Problem, ReplyError,
    ReplyTextError, ValueError, Verb,
};
#[cfg(feature = "diagnose")]
use smtpwire_diagnose::transcript::ReadError;

use crate::config::{Spelling, spelled};
use crate::values::Reply;

/// The number of the code of what was to be read and is not what it should be. The numbers below 100
/// are those of `smtpwire_status` in C; all others are the core's.
pub const MALFORMED: u16 = 4;

/// The number of the code of an object that met a defect of the library, and can't be used any more.
pub const POISONED: u16 = 2;

/// The number of the code of an object on which a call is under way.
pub const IN_USE: u16 = 9;

/// The number of the code of a certificate or key that can't be used.
pub const UNUSABLE_CERTIFICATE: u16 = 7;

/// Why something failed, for an exception or an error object. It never holds a secret of this side; what
/// the peer said is there as it said it, but for what a login has said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The stable number of the code.
    pub code: u16,
    /// The code's stable name: `out-of-order`, `malformed`.
    pub name: &'static str,
    /// Whose fault it is: `usage`, `peer`, `limit`, `timeout` or `internal`. What could not be read
    /// is `usage`: whoever called gave it; content that a server's client sent is `peer` or `limit`.
    pub kind: &'static str,
    /// What exactly is wrong, by a stable name: `bad-domain`, `bare-lf`; the code's own where there is
    /// nothing finer.
    pub detail: &'static str,
    /// A sentence for people.
    pub message: String,
    /// Where what was given is wrong, in octets from its start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// Which command a malformed line was meant to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verb: Option<&'static str>,
    /// Whether content may follow the malformed line whose length can't be told, so that what comes
    /// next must not be read as commands.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub loses_framing: bool,
    /// The peer's reply, or the one that a server answers to the malformed line. In a box: most
    /// failures have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Box<Reply<'static>>>,
}

impl Failure {
    fn new(code: u16, name: &'static str, kind: ErrorKind, message: String) -> Self {
        Self {
            code,
            name,
            kind: kind.name(),
            detail: name,
            message,
            offset: None,
            verb: None,
            loses_framing: false,
            reply: None,
        }
    }

    /// What was to be read is not what it should be.
    pub fn malformed(detail: &'static str, message: impl Into<String>) -> Self {
        Self { detail, ..Self::new(MALFORMED, "malformed", ErrorKind::Usage, message.into()) }
    }

    /// A value that was given can't be sent, or a choice can't be made.
    pub fn invalid(detail: &'static str, message: impl Into<String>) -> Self {
        let code = ErrorCode::InvalidValue;
        Self { detail, ..Self::new(code.number(), code.name(), code.kind(), message.into()) }
    }

    /// A call that the object can't do, by the core's code.
    pub fn usage(code: ErrorCode, message: impl Into<String>) -> Self {
        Self::new(code.number(), code.name(), code.kind(), message.into())
    }

    /// A defect of the library or of a shell.
    pub fn defect(message: impl Into<String>) -> Self {
        Self::usage(ErrorCode::Internal, message)
    }

    /// An earlier call met a defect: the object can't be used any more.
    pub fn poisoned() -> Self {
        let message = "an earlier call on this object met a defect of the library";
        Self::new(POISONED, "poisoned", ErrorKind::Internal, message.to_owned())
    }

    /// A call on the object is under way: another thread's, or the one that this one came out of.
    pub fn in_use() -> Self {
        let message = "this object is in use, by another thread or by the call that this one came out of; use it for one \
                       call at a time";
        Self::new(IN_USE, "in-use", ErrorKind::Usage, message.to_owned())
    }

    /// The same failure, its sentence with the path of the field in front. Where it names a field already, that
    /// one stands in this one.
    #[cold]
    #[inline(never)]
    pub(crate) fn within(mut self, path: &str) -> Self {
        let names_a_field = self.message.split_once(": ").is_some_and(|(field, _)| is_path(field));
        let parted = if names_a_field { "." } else { ": " };
        self.message = format!("{path}{parted}{}", self.message);
        self
    }

    /// The same, the name of the argument that the sentence begins with as the language has it.
    pub(crate) fn spelled(mut self, spelling: Spelling) -> Self {
        if let Some((name, wrong)) = self.message.split_once(": ")
            && is_path(name)
        {
            self.message = format!("{}: {wrong}", spelled(name, spelling));
        }
        self
    }

    /// What a client sent as content is not what it should be, which is no fault of the program's: it
    /// is more than a limit allows, or the client's fault.
    pub(crate) fn received(error: ContentError) -> Self {
        let failure = Self::from(error);
        match error {
            ContentError::TooLarge { .. } => {
                let code = ErrorCode::MessageTooLarge;
                let (code, name, kind) = (code.number(), code.name(), code.kind().name());
                Self { code, name, kind, ..failure }
            }
            ContentError::LineTooLong { .. } => Self { kind: ErrorKind::Limit.name(), ..failure },
            _ => Self { kind: ErrorKind::Peer.name(), ..failure },
        }
    }

    fn at(mut self, offset: Option<u64>) -> Self {
        self.offset = offset;
        self
    }

    /// A text that the program gave for a value is none: it is no malformed input, but a value that
    /// can't be sent.
    #[must_use]
    pub fn unsendable(error: ValueError) -> Self {
        Self::invalid(error.problem().name(), error.to_string()).at(octets(error.offset()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// Whether this is the path of a field, and no part of a sentence: `from`, `command.parameters[0]`.
fn is_path(text: &str) -> bool {
    let is_of_path = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_.[]".contains(letter)
    };
    text.starts_with(|letter: char| letter.is_ascii_lowercase()) && text.chars().all(is_of_path)
}

fn octets(offset: usize) -> Option<u64> {
    u64::try_from(offset).ok()
}

pub(crate) fn boxed(reply: &smtpwire::Reply<'_>) -> Box<Reply<'static>> {
    Box::new(Reply::from(reply).into_owned())
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let code = error.code();
        let mut failure = Self::new(code.number(), code.name(), code.kind(), error.to_string());
        failure.reply = error.reply().map(boxed);
        failure
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<CommandError> for Failure {
    fn from(error: CommandError) -> Self {
        let mut failure = Self::malformed(error.problem().name(), error.to_string());
        failure.offset = octets(error.offset());
        failure.verb = Some(error.verb()).filter(|verb| *verb != Verb::Unknown).map(Verb::as_str);
        failure.loses_framing = error.loses_framing();
        failure.reply = Some(boxed(&error.reply()));
        failure
    }
}

impl From<ValueError> for Failure {
    fn from(error: ValueError) -> Self {
        Self::malformed(error.problem().name(), error.to_string()).at(octets(error.offset()))
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::invalid(problem.name(), problem.to_string())
    }
}

impl From<ReplyError> for Failure {
    fn from(error: ReplyError) -> Self {
        Self::malformed(error.name(), error.to_string())
    }
}

impl From<FrameError> for Failure {
    fn from(error: FrameError) -> Self {
        let offset = match error {
            FrameError::BareLf { offset }
            | FrameError::BareCr { offset }
            | FrameError::Nul { offset } => octets(offset),
            _ => None,
        };
        Self::malformed(error.name(), error.to_string()).at(offset)
    }
}

impl From<ContentError> for Failure {
    fn from(error: ContentError) -> Self {
        let offset = match error {
            ContentError::BareLf { offset }
            | ContentError::BareCr { offset }
            | ContentError::Nul { offset }
            | ContentError::LineTooLong { offset, .. } => Some(offset),
            _ => None,
        };
        Self::malformed(error.name(), error.to_string()).at(offset)
    }
}

impl From<ReplyTextError> for Failure {
    fn from(error: ReplyTextError) -> Self {
        let (name, offset) = match error {
            ReplyTextError::LineEnd(offset) => ("line-end", octets(offset)),
            ReplyTextError::TooLong { .. } => ("too-long", None),
            ReplyTextError::NotUtf8(offset) => ("not-utf8", octets(offset)),
            ReplyTextError::NoLines => ("no-lines", None),
        };
        Self::invalid(name, error.to_string()).at(offset)
    }
}

impl From<ParameterRefused> for Failure {
    fn from(error: ParameterRefused) -> Self {
        let name = match error {
            ParameterRefused::Duplicate => "duplicate-parameter",
            ParameterRefused::Typed => "typed-parameter",
        };
        Self::invalid(name, error.to_string())
    }
}

impl From<ProxyError> for Failure {
    fn from(error: ProxyError) -> Self {
        Self::malformed(error.name(), error.to_string())
    }
}

impl From<CredentialsError> for Failure {
    fn from(error: CredentialsError) -> Self {
        Self::invalid(error.name(), error.to_string())
    }
}

impl From<VerifierError> for Failure {
    fn from(error: VerifierError) -> Self {
        Self::invalid("verifier", error.to_string())
    }
}

impl From<SaslError> for Failure {
    fn from(error: SaslError) -> Self {
        let code = error.error_code();
        Self {
            detail: error.name(),
            ..Self::new(code.number(), code.name(), code.kind(), error.to_string())
        }
    }
}

#[cfg(feature = "diagnose")]
impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        let (name, offset) = match &error {
            ReadError::Empty => ("empty", None),
            ReadError::Binary { offset, .. } => ("binary", octets(*offset)),
            ReadError::TooLarge { .. } => ("too-large", None),
            ReadError::TooManyLines { .. } => ("too-many-lines", None),
            ReadError::NotThisForm { .. } => ("not-this-form", None),
            _ => ("not-a-dialog", None),
        };
        Self::malformed(name, error.to_string()).at(offset)
    }
}
