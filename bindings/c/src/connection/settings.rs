//! Limits and timeouts, by their numbers.

use smtpwire::{Limits, Timeouts};

use crate::guard::Outcome;
use crate::smtpwire_status;

/// As the value of a limit: there is none.
pub const SMTPWIRE_UNLIMITED: u64 = u64::MAX;

/// What is limited. Each limit that is exceeded has its own status. Those that may be unlimited say so;
/// for the others `SMTPWIRE_UNLIMITED` is `SMTPWIRE_OUT_OF_RANGE`. So is what nothing can work with, as 0 where
/// nothing could be said then; `smtpwire_client_config_check` and its like say more.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_limit {
    /// Both sides: the longest command line in octets, with its CRLF; 4096.
    SMTPWIRE_LIMIT_COMMAND_LINE = 1,
    /// Both sides: the longest line of a SASL exchange in octets, with its CRLF; 12,290.
    SMTPWIRE_LIMIT_AUTH_LINE = 2,
    /// Client: the longest reply line in octets, with its CRLF; 4096.
    SMTPWIRE_LIMIT_REPLY_LINE = 3,
    /// Client: the most lines in a reply; 512.
    SMTPWIRE_LIMIT_REPLY_LINES = 4,
    /// Both sides: the most recipients in a transaction; 1000.
    SMTPWIRE_LIMIT_RECIPIENTS = 5,
    /// Client: the most commands that may wait to be sent or answered; 2048.
    SMTPWIRE_LIMIT_PENDING_COMMANDS = 6,
    /// Both sides: how much input may wait, in octets; 262,144. A client's has to hold a whole reply: one that is
    /// larger fails the connection.
    SMTPWIRE_LIMIT_INPUT_BUFFER = 7,
    /// Both sides: how much output may wait, in octets; 262,144. A client's has to hold a command line.
    SMTPWIRE_LIMIT_OUTPUT_BUFFER = 8,
    /// Server: the largest message in octets; 50 MiB. May be unlimited.
    SMTPWIRE_LIMIT_MESSAGE_SIZE = 9,
    /// Both sides: the longest line of content in octets, without its CRLF; 100,000. May be unlimited.
    SMTPWIRE_LIMIT_CONTENT_LINE = 10,
    /// Server: how many commands may be answered with an error before it hangs up; 20.
    SMTPWIRE_LIMIT_ERRORS = 11,
    /// Server: how many commands that move no mail may come between messages before it hangs up; 100.
    SMTPWIRE_LIMIT_IDLE_COMMANDS = 12,
    /// Server: how many attempts to log in may fail before it hangs up; 3.
    SMTPWIRE_LIMIT_FAILED_LOGINS = 13,
    /// Server: the most transactions in a session. May be unlimited, and is by default.
    SMTPWIRE_LIMIT_TRANSACTIONS = 14,
}

/// How long a step may take, in milliseconds; the defaults are the least that RFC 5321 section 4.5.3.2
/// asks for.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_timeout {
    /// Client: until the greeting; 5 minutes.
    SMTPWIRE_TIMEOUT_GREETING = 1,
    /// Client: from a command to its reply, where none below is named; 5 minutes.
    SMTPWIRE_TIMEOUT_COMMAND = 2,
    /// Client: from MAIL to its reply; 5 minutes.
    SMTPWIRE_TIMEOUT_MAIL = 3,
    /// Client: from RCPT to its reply; 5 minutes.
    SMTPWIRE_TIMEOUT_RCPT = 4,
    /// Client: from DATA to its 354; 2 minutes.
    SMTPWIRE_TIMEOUT_DATA_INITIATION = 5,
    /// Both sides: until the peer has taken some of the output; 3 minutes.
    SMTPWIRE_TIMEOUT_DATA_BLOCK = 6,
    /// Client: from the end of the content to its reply; 10 minutes.
    SMTPWIRE_TIMEOUT_DATA_TERMINATION = 7,
    /// Client: from QUIT to its reply; 10 seconds.
    SMTPWIRE_TIMEOUT_QUIT = 8,
    /// Both sides: for a TLS handshake; 1 minute.
    SMTPWIRE_TIMEOUT_TLS = 9,
    /// Server: until the client sends something; 5 minutes.
    SMTPWIRE_TIMEOUT_IDLE = 10,
    /// Server: until the program has answered an event; 10 minutes. Then the session ends with 421 and
    /// `SMTPWIRE_ANSWER_TIMEOUT`, and nothing was acknowledged. `UINT64_MAX` for a program that always answers in the
    /// end. A mailer: until it has given some of the content that was asked for.
    SMTPWIRE_TIMEOUT_ANSWER = 11,
}

/// Sets a limit.
pub(crate) fn set_limit(limits: &mut Limits, limit: u32, value: u64) -> Outcome {
    const OUT_OF_RANGE: smtpwire_status = smtpwire_status::SMTPWIRE_OUT_OF_RANGE;
    let given = (value != SMTPWIRE_UNLIMITED).then_some(value);
    let octets = || usize::try_from(given.ok_or(OUT_OF_RANGE)?).map_err(|_| OUT_OF_RANGE);
    let count = || u32::try_from(given.ok_or(OUT_OF_RANGE)?).map_err(|_| OUT_OF_RANGE);
    // Nothing could ever be said.
    if matches!(limit, 7 | 8) && value == 0 {
        return Err(OUT_OF_RANGE);
    }
    match limit {
        1 => limits.command_line = octets()?,
        2 => limits.auth_line = octets()?,
        3 => limits.reply_line = octets()?,
        4 => limits.reply_lines = octets()?,
        5 => limits.recipients = octets()?,
        6 => limits.pending_commands = octets()?,
        7 => limits.input_buffer = octets()?,
        8 => limits.output_buffer = octets()?,
        9 => limits.message_size = given,
        10 => limits.content_line = given.map(|_| octets()).transpose()?,
        11 => limits.errors = count()?,
        12 => limits.idle_commands = count()?,
        13 => limits.failed_logins = count()?,
        14 => limits.transactions = given.map(|_| count()).transpose()?,
        _ => return Err(OUT_OF_RANGE),
    }
    Ok(())
}

/// Sets a timeout.
pub(crate) fn set_timeout(timeouts: &mut Timeouts, timeout: u32, milliseconds: u64) -> Outcome {
    *match timeout {
        1 => &mut timeouts.greeting,
        2 => &mut timeouts.command,
        3 => &mut timeouts.mail,
        4 => &mut timeouts.rcpt,
        5 => &mut timeouts.data_initiation,
        6 => &mut timeouts.data_block,
        7 => &mut timeouts.data_termination,
        8 => &mut timeouts.quit,
        9 => &mut timeouts.tls,
        10 => &mut timeouts.idle,
        11 => &mut timeouts.answer,
        _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE),
    } = milliseconds;
    Ok(())
}
