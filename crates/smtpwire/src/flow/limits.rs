//! How much a connection holds, takes and puts up with.

use alloc::format;
use alloc::string::String;

use super::error::{Error, ErrorCode};

/// The limits of a connection. Each has its own error; memory is bounded by them, also while the
/// connection is paused.
///
/// The defaults are what servers and clients on the Internet get along with; they are no less than
/// RFC 5321 section 4.5.3.1 demands. A host may be stricter. What nothing can work with, as an output
/// buffer of 0 octets, is what the `check` of a configuration refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Both: the longest command line in octets, with its CRLF. RFC 5321 names 512 and extensions
    /// add to it; all known ones together stay below 4096, the default. The server answers 500 to a
    /// longer one and drops it as it arrives; the client sends none.
    pub command_line: usize,
    /// Both: the longest line of a SASL exchange in octets, with CRLF: 12,288 (RFC 4954 section 4)
    /// and two.
    pub auth_line: usize,
    /// Client: the longest reply line in octets, with CRLF; 4096.
    pub reply_line: usize,
    /// Client: the most lines in a reply; 512.
    pub reply_lines: usize,
    /// Both: the most recipients in a transaction; 1000. RFC 5321 demands 100. The server answers
    /// 452 4.5.3 to those above.
    pub recipients: usize,
    /// Client: the most commands that may wait to be sent or answered; 2048.
    pub pending_commands: usize,
    /// Both: how much input may wait to be taken as events, in octets; 262,144. A client's has to hold a
    /// whole reply: one that is larger fails the connection.
    pub input_buffer: usize,
    /// Both: how much output may wait to be written, in octets; 262,144. A client takes no more
    /// content then; a server handles no more commands until some of it was written. A client's has to hold
    /// a command line.
    pub output_buffer: usize,
    /// Server: the largest message in octets, announced by SIZE; `None` for no limit. 50 MiB.
    pub message_size: Option<u64>,
    /// Both: the longest line of content in octets, without CRLF; `None` for no limit. A server
    /// takes 998 (RFC 5321 section 4.5.3.1.6) and, by default, any more: 100,000.
    pub content_line: Option<usize>,
    /// Server: how many commands may be answered with an error before the server hangs up with
    /// 421; 20.
    pub errors: u32,
    /// Server: how many commands that move no mail (NOOP, HELP, VRFY, EXPN, RSET) may come between
    /// messages before the server hangs up with 421; 100.
    pub idle_commands: u32,
    /// Server: how many AUTH attempts may fail before the server hangs up with 421; 3.
    pub failed_logins: u32,
    /// Server: the most transactions in a session; `None` for no limit, the default.
    pub transactions: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            command_line: 4096,
            auth_line: 12_290,
            reply_line: 4096,
            reply_lines: 512,
            recipients: 1000,
            pending_commands: 2048,
            input_buffer: 262_144,
            output_buffer: 262_144,
            message_size: Some(50 << 20),
            content_line: Some(100_000),
            errors: 20,
            idle_commands: 100,
            failed_logins: 3,
            transactions: None,
        }
    }
}

/// A limit by its path, what it is, what it is at least, and what for.
type Least = (&'static str, u64, u64, &'static str);

/// `QUIT` and its CRLF.
const SHORTEST_COMMAND: u64 = 6;
/// `220` and its CRLF.
pub(super) const SHORTEST_REPLY: u64 = 5;
/// `AUTH PLAIN` and its CRLF.
const SHORTEST_AUTH: u64 = 12;
/// The longest PROXY header: of version 2, as long as its length can tell.
const LONGEST_PROXY: u64 = 16 + 65_535;

impl Limits {
    /// Whether a client can work within these limits.
    pub(super) fn check_client(&self) -> Result<(), Error> {
        at_least(&[
            ("limits.reply_line", octets(self.reply_line), SHORTEST_REPLY, "a reply has to fit"),
            ("limits.reply_lines", octets(self.reply_lines), 1, "a reply has a line"),
            ("limits.pending_commands", octets(self.pending_commands), 1, "nothing could be sent"),
            (
                "limits.input_buffer",
                octets(self.input_buffer),
                SHORTEST_REPLY,
                "a reply has to fit",
            ),
        ])?;
        self.check_both()
    }

    /// Whether a server can work within these limits.
    pub(super) fn check_server(&self, proxy: bool) -> Result<(), Error> {
        let room = self.input_buffer.max(self.command_line).max(self.auth_line);
        at_least(&[
            (
                "limits.input_buffer",
                if proxy { octets(room) } else { u64::MAX },
                LONGEST_PROXY,
                "a PROXY header has to fit",
            ),
            (
                "limits.message_size",
                self.message_size.unwrap_or(u64::MAX),
                1,
                "SIZE 0 announces that there is no limit",
            ),
            ("limits.idle_commands", self.idle_commands.into(), 1, "EHLO is one"),
            (
                "limits.transactions",
                self.transactions.map_or(u64::MAX, u64::from),
                1,
                "no message could be taken",
            ),
        ])?;
        self.check_both()
    }

    fn check_both(&self) -> Result<(), Error> {
        at_least(&[
            ("limits.command_line", octets(self.command_line), SHORTEST_COMMAND, "QUIT has to fit"),
            ("limits.auth_line", octets(self.auth_line), SHORTEST_AUTH, "AUTH has to fit"),
            ("limits.recipients", octets(self.recipients), 1, "a message has a recipient"),
            ("limits.output_buffer", octets(self.output_buffer), 1, "nothing could be written"),
            (
                "limits.content_line",
                self.content_line.map_or(u64::MAX, octets),
                1,
                "a message has lines",
            ),
        ])
    }
}

pub(super) fn octets(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

/// Refuses the first that is less than it has to be.
///
/// # Errors
/// [`ErrorCode::InvalidValue`], whose detail begins with the path.
pub(super) fn at_least(limits: &[Least]) -> Result<(), Error> {
    match limits.iter().find(|(_, given, least, _)| given < least) {
        None => Ok(()),
        Some((path, given, least, why)) => {
            Err(wrong(format!("{path}: a whole number from {least} is needed, not {given}: {why}")))
        }
    }
}

/// What a configuration can't have: the path of the field, then why.
pub(super) fn wrong(detail: impl Into<alloc::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::InvalidValue).with_detail(detail)
}

/// A path below another one.
pub(super) fn below(parent: &str, result: Result<(), Error>) -> Result<(), Error> {
    result.map_err(|error| {
        let detail: String = format!("{parent}.{}", error.detail());
        Error::new(error.code()).with_detail(detail)
    })
}

/// How long each step may take, in milliseconds. The defaults are the least that RFC 5321 section
/// 4.5.3.2 asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// Client: until the greeting; 5 minutes.
    pub greeting: u64,
    /// Client: from a command to its reply, where none below is named; 5 minutes.
    pub command: u64,
    /// Client: from MAIL to its reply; 5 minutes.
    pub mail: u64,
    /// Client: from RCPT to its reply; 5 minutes.
    pub rcpt: u64,
    /// Client: from DATA to its 354; 2 minutes.
    pub data_initiation: u64,
    /// Both: until the peer has taken some of the output, while there is any; 3 minutes.
    pub data_block: u64,
    /// Client: from the end of the content to its reply; 10 minutes.
    pub data_termination: u64,
    /// Client: from QUIT to its reply; 10 seconds: nothing depends on it any more.
    pub quit: u64,
    /// Both: for a TLS handshake; 1 minute.
    pub tls: u64,
    /// Server: until the client sends something, a command or content; 5 minutes.
    pub idle: u64,
    /// Server: until its host has answered an event; 10 minutes, for which a client waits behind the
    /// content (RFC 5321 section 4.5.3.2.6). Then the session ends with 421, and what was asked is
    /// neither granted nor acknowledged. Mailer: until its host has given some of the content that
    /// [`NeedContent`](crate::MailerEvent::NeedContent) asked for; then the session ends, and the
    /// message is not sent. `u64::MAX` for a host that always answers in the end.
    pub answer: u64,
}

impl Default for Timeouts {
    fn default() -> Self {
        const MINUTE: u64 = 60_000;
        Self {
            greeting: 5 * MINUTE,
            command: 5 * MINUTE,
            mail: 5 * MINUTE,
            rcpt: 5 * MINUTE,
            data_initiation: 2 * MINUTE,
            data_block: 3 * MINUTE,
            data_termination: 10 * MINUTE,
            quit: 10_000,
            tls: MINUTE,
            idle: 5 * MINUTE,
            answer: 10 * MINUTE,
        }
    }
}

/// Which protocol is spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// SMTP and ESMTP (RFC 5321).
    #[default]
    Smtp,
    /// LMTP (RFC 2033): LHLO greets, and each accepted recipient has a final reply of its own.
    Lmtp,
}
