//! Commands and their parameters.

use serde_bytes::ByteBuf;
use smtpwire::{CommandError, Problem, Verb};

use super::wrong_word;
use crate::config::CommandOptions;
use crate::failure::Failure;
use crate::values::{Command, Octets, Parameter, mail_parameters, rcpt_parameters};

/// The command that a line, without its CRLF, says. Its secrets are masked.
pub(super) fn parse(line: &Octets, options: Option<CommandOptions>) -> Result<Command, Failure> {
    let command = smtpwire::Command::parse_with(line, &options.unwrap_or_default().build())?;
    Ok(Command::from(&command))
}

/// The line, with its CRLF.
pub(super) fn encode(command: &Command) -> Result<ByteBuf, Failure> {
    let mut line = Vec::new();
    command.build()?.encode(&mut line);
    Ok(ByteBuf::from(line))
}

/// The two commands that have parameters, each with nothing in it but those.
enum With {
    Mail,
    Rcpt,
}

impl With {
    fn read(verb: &str) -> Result<Self, Failure> {
        match verb {
            "MAIL" => Ok(Self::Mail),
            "RCPT" => Ok(Self::Rcpt),
            _ => wrong_word("verb", "MAIL or RCPT"),
        }
    }

    const fn start(&self) -> &'static str {
        match self {
            Self::Mail => "MAIL FROM:<>",
            Self::Rcpt => "RCPT TO:<Postmaster>",
        }
    }
}

/// The parameters of MAIL or RCPT as they stand in it: `SIZE=1000 BODY=8BITMIME`; perhaps none.
pub(super) fn parse_parameters(
    verb: &str,
    text: &Octets,
    options: Option<CommandOptions>,
) -> Result<Vec<Parameter>, Failure> {
    let start = With::read(verb)?.start();
    let mut line = Vec::with_capacity(start.len() + 1 + text.len());
    line.extend_from_slice(start.as_bytes());
    if !text.is_empty() {
        line.push(b' ');
        line.extend_from_slice(text);
    }
    match smtpwire::Command::parse_with(&line, &options.unwrap_or_default().build()) {
        Ok(smtpwire::Command::Mail(mail)) => Ok(Parameter::all_of_mail(&mail.parameters)),
        Ok(smtpwire::Command::Rcpt(rcpt)) => Ok(Parameter::all_of_rcpt(&rcpt.parameters)),
        Ok(_) => Err(Failure::from(Problem::BadParameter)),
        Err(error) => Err(behind(start.len() + 1, error)),
    }
}

/// The failure as it is where only what stands behind so many octets was given.
fn behind(before: usize, error: CommandError) -> Failure {
    let whole = format!(", at octet {}", error.offset());
    let at = error.offset().saturating_sub(before);
    let here = |sentence: String| match sentence.strip_suffix(&whole) {
        Some(problem) => format!("{problem}, at octet {at}"),
        None => sentence,
    };
    let mut failure = Failure::from(error);
    failure.offset = u64::try_from(at).ok();
    failure.message = here(failure.message);
    failure.reply = failure.reply.map(|mut reply| {
        reply.text = here(reply.text);
        reply.lines = reply.lines.into_iter().map(here).collect();
        reply.wire = reply
            .lines
            .iter()
            .fold(Vec::new(), |mut wire, line| {
                wire.extend_from_slice(format!("{} {line}\r\n", reply.code).as_bytes());
                wire
            })
            .into();
        reply
    });
    failure
}

/// The parameters as they are written, parted by spaces.
pub(super) fn encode_parameters(verb: &str, parameters: &[Parameter]) -> Result<String, Failure> {
    use smtpwire::types::command::{Mail, Rcpt};
    let with = With::read(verb)?;
    let command = match with {
        With::Mail => smtpwire::Command::Mail(Mail {
            from: smtpwire::ReversePath::Null,
            parameters: mail_parameters(parameters)?,
        }),
        With::Rcpt => smtpwire::Command::Rcpt(Rcpt {
            to: smtpwire::ForwardPath::Postmaster,
            parameters: rcpt_parameters(parameters)?,
        }),
    };
    let mut line = Vec::new();
    command.encode(&mut line);
    let line = String::from_utf8_lossy(&line);
    let written = line.trim_end_matches("\r\n").strip_prefix(with.start()).unwrap_or_default();
    Ok(written.trim_start_matches(' ').to_owned())
}

/// The verb of this name, in any case of letters; a name of none is the unknown verb.
pub(super) fn verb(name: &str) -> Verb {
    let named = |verb: &Verb| verb.as_str().eq_ignore_ascii_case(name);
    Verb::ALL.into_iter().find(named).unwrap_or(Verb::Unknown)
}

/// The names of all verbs.
pub(super) fn verbs() -> impl Iterator<Item = &'static str> {
    Verb::ALL.into_iter().filter(|verb| *verb != Verb::Unknown).map(Verb::as_str)
}
