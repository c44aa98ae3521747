//! What became of a message, as text, as JSON and as an exit status.

use std::process::ExitCode;

use serde_json::{Value, json};
use smtpwire::flow::mailer::{Outcome, RecipientOutcome, Responsibility, Stage, Status};
use smtpwire::{Error, ErrorCode, ErrorKind, Reply, Severity};
use smtpwire_diagnose::registry::explain;

use crate::output::{BAD, DOUBTFUL, GOOD, Output, STRONG};
use crate::show;

/// Exit statuses as `sysexits.h` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Every recipient was accepted.
    Ok = 0,
    /// Something is wrong with what was looked at.
    Faulty = 1,
    /// The command line is wrong.
    Usage = 64,
    /// The message can't be sent as it is.
    DataError = 65,
    /// The message can't be read.
    NoInput = 66,
    /// A recipient does not exist.
    NoUser = 67,
    /// The server's name has no address.
    NoHost = 68,
    /// The server refused for good.
    Unavailable = 69,
    /// A defect.
    Software = 70,
    /// A file could not be written.
    CantCreate = 73,
    /// The outcome could not be printed.
    IoError = 74,
    /// The same may work later.
    TempFail = 75,
    /// The server broke the protocol.
    Protocol = 76,
    /// The server refused the credentials, or they may not be sent.
    NoPermission = 77,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The exit status for an outcome: what needs a person counts more than what only needs time.
pub(super) fn exit(outcome: &Outcome) -> Exit {
    if outcome.is_accepted() {
        return Exit::Ok;
    }
    let failed = || outcome.recipients.iter().filter(|recipient| !recipient.is_accepted());
    let Some(worst) = failed().find(|recipient| !recipient.is_retryable()) else {
        // A refusal for now says more than the end of the session that came with it.
        let refused = failed().any(|recipient| matches!(recipient.status, Status::Refused { .. }));
        return match &outcome.error {
            Some(error) if !refused => of_error(error),
            _ => Exit::TempFail,
        };
    };
    match &worst.status {
        Status::Refused { reply, .. } => {
            let enhanced = reply.enhanced().map(|code| (code.subject(), code.detail()));
            if matches!(enhanced, Some((1, 1 | 2 | 3 | 6 | 10))) {
                Exit::NoUser
            } else {
                Exit::Unavailable
            }
        }
        Status::NotTried { .. } => Exit::DataError,
        _ => Exit::Unavailable,
    }
}

/// The exit status for what ended a session.
pub(crate) fn of_error(error: &Error) -> Exit {
    match error.code() {
        ErrorCode::AuthenticationRefused
        | ErrorCode::AuthenticationFailed
        | ErrorCode::NoMechanism
        | ErrorCode::PlaintextCredentials => {
            let temporary = error
                .reply()
                .is_some_and(|reply| reply.code().severity() == Severity::TransientNegative);
            if temporary { Exit::TempFail } else { Exit::NoPermission }
        }
        ErrorCode::NotOffered => Exit::Unavailable,
        ErrorCode::TlsUnavailable => {
            let temporary = error
                .reply()
                .is_some_and(|reply| reply.code().severity() == Severity::TransientNegative);
            if temporary { Exit::TempFail } else { Exit::Unavailable }
        }
        ErrorCode::GreetingRefused | ErrorCode::HelloRefused => {
            let for_good = error
                .reply()
                .is_some_and(|reply| reply.code().severity() == Severity::PermanentNegative);
            if for_good { Exit::Unavailable } else { Exit::TempFail }
        }
        ErrorCode::ConnectionLost | ErrorCode::ServiceClosing => Exit::TempFail,
        code => match code.kind() {
            ErrorKind::Usage => Exit::DataError,
            ErrorKind::Timeout => Exit::TempFail,
            ErrorKind::Peer | ErrorKind::Limit => Exit::Protocol,
            ErrorKind::Internal => Exit::Software,
        },
    }
}

/// The outcome for people: a line for each recipient, what refusals mean, and who has the message.
pub(crate) fn print(outcome: &Outcome, output: &mut Output) {
    for recipient in &outcome.recipients {
        let (style, word) = match &recipient.status {
            Status::Accepted { .. } => (GOOD, "accepted"),
            Status::Refused { .. } if recipient.is_retryable() => (DOUBTFUL, "refused for now"),
            Status::Refused { .. } => (BAD, "refused"),
            Status::NotTried { .. } => (BAD, "not tried"),
            _ => (DOUBTFUL, "unknown"),
        };
        output.line(format!(
            "{} {}",
            output.styled(style, word),
            show::pictured(&recipient.path.to_string())
        ));
        if let Some(said) = said(recipient) {
            output.line(format!("    {}", show::pictured(&said)));
        }
        if let Status::Refused { reply, .. } = &recipient.status {
            let explanation = explain(Some(reply.code()), reply.enhanced(), &reply.text());
            for (name, text) in
                [("meaning", &explanation.meaning), ("what to do", &explanation.remedy)]
            {
                for (at, line) in show::wrapped(&show::pictured_lines(text), 72).iter().enumerate()
                {
                    let name = if at == 0 { name } else { "" };
                    output.line(format!("    {name:12}{line}"));
                }
            }
        }
    }
    if let Some(error) = &outcome.error {
        output.line(format!(
            "{} {}",
            output.styled(BAD, "the session ended:"),
            show::pictured(&error.to_string())
        ));
    }
    // Where no recipient was accepted, the last reply is only the echo of that.
    let judged = outcome.recipients.iter().any(|recipient| {
        matches!(recipient.status, Status::Accepted { .. } | Status::Unknown)
            || matches!(recipient.status, Status::Refused { stage: Stage::Content, .. })
    });
    let reply = outcome.reply.as_ref().filter(|_| judged).map(shown).unwrap_or_default();
    let taken = match outcome.responsibility() {
        Responsibility::Taken => "The server has taken responsibility for the message.",
        Responsibility::NotTaken => "The server has not taken the message; it is still yours.",
        Responsibility::Unknown => {
            "It is not known whether the server has the message for the recipients that are marked \
             unknown: all of it was written, and no answer came. Sending it to them again may deliver \
             it twice."
        }
    };
    for line in show::wrapped(taken, 76) {
        output.line(output.styled(STRONG, line));
    }
    if !reply.is_empty() {
        output.line(format!("    {}", show::pictured(&reply)));
    }
    if let Some(id) = &outcome.queue_id {
        output.line(format!("    queued as {}", show::pictured(id)));
    }
}

/// What to do, below what it is about.
pub(crate) fn advise(advice: &str, output: &mut Output) {
    for line in show::wrapped(advice, 72) {
        output.line(format!("    {line}"));
    }
}

fn said(recipient: &RecipientOutcome) -> Option<String> {
    match &recipient.status {
        Status::Accepted { reply } | Status::Refused { reply, .. } => Some(shown(reply)),
        Status::NotTried { why } => Some(why.to_string()),
        _ => None,
    }
}

/// A reply in one line.
pub(crate) fn shown(reply: &Reply<'_>) -> String {
    let enhanced = reply.enhanced().map(|code| format!(" {code}")).unwrap_or_default();
    format!("{}{enhanced} {}", reply.code(), reply.text().replace('\n', " / "))
}

/// A reply for programs.
pub(crate) fn reply_json(reply: &Reply<'_>) -> Value {
    json!({
        "code": reply.code().get(),
        "enhanced": reply.enhanced().map(|code| code.to_string()),
        "text": reply.text(),
    })
}

/// An error for programs.
pub(crate) fn error_json(error: &Error) -> Value {
    json!({
        "code": error.code().number(),
        "name": error.code().name(),
        "kind": error.kind().name(),
        "message": error.to_string(),
        "reply": error.reply().map(reply_json),
    })
}

/// The outcome for programs.
pub(crate) fn to_json(outcome: &Outcome) -> Value {
    let recipients: Vec<Value> = outcome.recipients.iter().map(recipient_json).collect();
    json!({
        "recipients": recipients,
        "responsibility": match outcome.responsibility() {
            Responsibility::Taken => "taken",
            Responsibility::NotTaken => "not-taken",
            Responsibility::Unknown => "unknown",
        },
        "reply": outcome.reply.as_ref().map(reply_json),
        "queue_id": outcome.queue_id,
        "error": outcome.error.as_ref().map(error_json),
    })
}

fn recipient_json(recipient: &RecipientOutcome) -> Value {
    let (status, reply, why) = match &recipient.status {
        Status::Accepted { reply } => ("accepted", Some(reply), None),
        Status::Refused { reply, .. } => ("refused", Some(reply), None),
        Status::NotTried { why } => ("not-tried", None, Some(why.to_string())),
        _ => ("unknown", None, None),
    };
    json!({
        "address": recipient.path.to_string(),
        "status": status,
        "retry": recipient.is_retryable(),
        "reply": reply.map(reply_json),
        "why": why,
    })
}
