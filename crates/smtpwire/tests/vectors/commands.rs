//! commands.json, command-errors.json and parameters.json.

use serde::Deserialize;
use serde_json::{Value, json};
use smtpwire::codec::framer::LineFramer;
use smtpwire::{Command, CommandError, CommandOptions, Verb};

use crate::case::{Octets, Verdict, case, same};
use crate::{build, show, split};

/// Which leniencies are on, and whether SMTPUTF8 is offered.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    smtputf8: Option<bool>,
    #[serde(default)]
    lenient: Vec<String>,
}

impl Options {
    fn read(given: Option<&Self>) -> Result<CommandOptions, String> {
        let mut options = CommandOptions::default();
        let Some(given) = given else { return Ok(options) };
        options.smtputf8 = given.smtputf8.unwrap_or(true);
        for name in &given.lenient {
            *match name.as_str() {
                "space-after-colon" => &mut options.leniency.space_after_colon,
                "repeated-spaces" => &mut options.leniency.repeated_spaces,
                "missing-brackets" => &mut options.leniency.missing_brackets,
                "underscore-in-domain" => &mut options.leniency.underscore_in_domain,
                _ => return Err(format!("{name} is no leniency")),
            } = true;
        }
        Ok(options)
    }
}

case! {
    /// A line that is a command.
    struct Good {
        options: Option<Options>,
        input: Octets,
        value: Value,
        wire: Option<Octets>,
        built: Option<bool>,
    }
}

fn read(line: &Octets, options: CommandOptions) -> Result<Command<'_>, String> {
    Command::parse_with(&line.0, &options).map_err(|error| format!("  not read: {error}"))
}

fn encoded(command: &Command<'_>) -> Octets {
    let mut line = Vec::new();
    command.encode(&mut line);
    Octets(line)
}

/// The line as a connection gets it: through the framer, in pieces.
fn framed(pieces: &[&[u8]], length: usize) -> Result<Octets, String> {
    let mut framer = LineFramer::new(length);
    for piece in pieces {
        if framer.push(piece) != piece.len() {
            return Err("the framer has no room".into());
        }
    }
    match framer.next_line() {
        Ok(Some(line)) => Ok(Octets::of(line)),
        other => Err(format!("the framer gives {other:?}")),
    }
}

pub(crate) fn good(case: &Good) -> Verdict {
    let options = Options::read(case.options.as_ref())?;
    let parse =
        |line| Command::parse_with(line, &options).map_err(|error| format!("  not read: {error}"));
    let parsed = parse(&case.input.0)?;
    same("read", &case.value, &show::command(&parsed))?;
    let line = [&case.input.0[..], b"\r\n"].concat();
    let wire = case.wire.clone().unwrap_or_else(|| Octets(line.clone()));
    same("written", &wire, &encoded(&parsed))?;
    same("owned", &parsed, &parsed.clone().into_owned())?;
    for pieces in split::ways(&line) {
        let line = framed(&pieces, line.len())?;
        same("in pieces", &parsed, &read(&line, options)?)?;
    }
    let built = match build::command(&case.value) {
        Ok(built) => built,
        Err(_) if case.built == Some(false) => return Ok(()),
        Err(error) => return Err(format!("  not built: {error}")),
    };
    same("buildable", &true, &case.built.unwrap_or(true))?;
    same("built", &parsed, &built)?;
    same("built and written", &wire, &encoded(&built))?;
    let line = wire.0.strip_suffix(b"\r\n").unwrap_or(&wire.0);
    let again = Command::parse(line).map_err(|error| format!("  not read again: {error}"))?;
    same("read again", &built, &again)
}

/// What is wrong with a line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wrong {
    verb: String,
    problem: String,
    offset: usize,
    reply: String,
    #[serde(default)]
    loses_framing: bool,
}

case! {
    /// A line that is no command.
    struct Bad {
        options: Option<Options>,
        input: Octets,
        error: Wrong,
    }
}

impl Bad {
    pub(crate) fn problem(&self) -> &str {
        &self.error.problem
    }
}

/// Code and enhanced code of the reply; its text names the octet, so that it helps who reads it.
fn reply(error: &CommandError) -> Result<String, String> {
    let reply = error.reply();
    let place = format!(", at octet {}", error.offset());
    if !reply.text().ends_with(&place) || reply.lines().count() != 1 {
        return Err(format!("  the reply does not say where: {reply}"));
    }
    let enhanced = reply.enhanced().ok_or("  the reply has no enhanced code")?;
    Ok(format!("{} {enhanced}", reply.code()))
}

fn verb_name(verb: Verb) -> String {
    if verb == Verb::Unknown { "unknown".into() } else { verb.to_string() }
}

pub(crate) fn bad(case: &Bad) -> Verdict {
    let options = Options::read(case.options.as_ref())?;
    let error = match Command::parse_with(&case.input.0, &options) {
        Err(error) => error,
        Ok(command) => return Err(format!("  read as {}", show::command(&command))),
    };
    let expected = &case.error;
    same(
        "error",
        &json!([expected.verb, expected.problem, expected.offset]),
        &json!([verb_name(error.verb()), error.problem().name(), error.offset()]),
    )?;
    same("reply", &expected.reply, &reply(&error)?)?;
    same("loses framing", &expected.loses_framing, &error.loses_framing())
}

/// What is wrong with a parameter.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrongParameter {
    problem: String,
    offset: usize,
    reply: String,
}

case! {
    /// The parameters of one command.
    struct Parameters {
        command: String,
        input: Octets,
        value: Option<Vec<Value>>,
        wire: Option<Octets>,
        error: Option<WrongParameter>,
    }
}

impl Parameters {
    pub(crate) fn problem(&self) -> Option<&str> {
        self.error.as_ref().map(|error| error.problem.as_str())
    }
}

pub(crate) fn parameters(case: &Parameters) -> Verdict {
    let prefix = match case.command.as_str() {
        "MAIL" => "MAIL FROM:<a@b.example> ",
        "RCPT" => "RCPT TO:<a@b.example> ",
        other => return Err(format!("{other} takes no parameters")),
    };
    let with_prefix = |text: &[u8]| [prefix.as_bytes(), text].concat();
    let line = with_prefix(&case.input.0);
    let parsed = Command::parse(&line);
    match (&case.value, &case.error, parsed) {
        (Some(value), None, Ok(parsed)) => {
            let mut shown = show::command(&parsed);
            same("read", value, shown["parameters"].as_array().unwrap_or(&Vec::new()))?;
            let wire = case.wire.as_ref().unwrap_or(&case.input);
            let wire = [&with_prefix(&wire.0)[..], b"\r\n"].concat();
            same("written", &Octets(wire.clone()), &encoded(&parsed))?;
            same("owned", &parsed, &parsed.clone().into_owned())?;
            shown["parameters"] = Value::Array(value.clone());
            let built = build::command(&shown).map_err(|e| format!("  not built: {e}"))?;
            same("built", &parsed, &built)?;
            same("built and written", &Octets(wire.clone()), &encoded(&built))?;
            let again = Command::parse(&wire[..wire.len() - 2]);
            same("read again", &Ok(built.clone()), &again)
        }
        (None, Some(expected), Err(error)) => {
            same("problem", &expected.problem.as_str(), &error.problem().name())?;
            same("offset", &expected.offset, &error.offset().saturating_sub(prefix.len()))?;
            same("reply", &expected.reply, &reply(&error)?)?;
            same("verb", &case.command, &error.verb().to_string())
        }
        (Some(_), None, Err(error)) => Err(format!("  not read: {error}")),
        (None, Some(_), Ok(parsed)) => Err(format!("  read as {}", show::command(&parsed))),
        _ => Err("  a case has either a value or an error".into()),
    }
}
