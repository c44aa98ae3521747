//! commands.json and command-errors.json.

use serde::Deserialize;
use serde_json::{Value, json};
use smtpwire::codec::options::CommandOptions;
use smtpwire_shell::Failure;
use smtpwire_shell::values::Command;

use crate::case::{Octets, Verdict, case, run, same};
use crate::shape::{built, given, shown};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    smtputf8: Option<bool>,
    #[serde(default)]
    lenient: Vec<String>,
}

impl Options {
    fn read(options: Option<&Self>) -> CommandOptions {
        let mut read = CommandOptions::default();
        let Some(options) = options else { return read };
        read.smtputf8 = options.smtputf8.unwrap_or(true);
        for name in &options.lenient {
            let leniency = &mut read.leniency;
            *match name.as_str() {
                "space-after-colon" => &mut leniency.space_after_colon,
                "repeated-spaces" => &mut leniency.repeated_spaces,
                "missing-brackets" => &mut leniency.missing_brackets,
                "underscore-in-domain" => &mut leniency.underscore_in_domain,
                other => panic!("{other} is no leniency"),
            } = true;
        }
        read
    }
}

case! {
    /// A line and its value.
    struct Good {
        options: Option<Options>,
        input: Octets,
        value: Value,
        wire: Option<Octets>,
        built: Option<bool>,
    }
}

case! {
    /// A line that is no command.
    struct Bad {
        options: Option<Options>,
        input: Octets,
        error: Value,
    }
}

fn good(case: &Good) -> Verdict {
    let options = Options::read(case.options.as_ref());
    let read = smtpwire::Command::parse_with(&case.input.0, &options);
    let read = read.map_err(|error| format!("  no command: {error}"))?;
    same("as JSON", &case.value, &shown(&Command::from(&read).revealed()))?;
    if case.built == Some(false) {
        return Ok(());
    }
    let data: Command = given(&case.value)?;
    let command = built(data.build())?;
    same("built", &read, &command)?;
    let mut wire = Vec::new();
    command.encode(&mut wire);
    let expected = case.wire.clone().unwrap_or_else(|| {
        let mut line = case.input.clone();
        line.0.extend_from_slice(b"\r\n");
        line
    });
    same("written", &expected, &Octets(wire))
}

fn bad(case: &Bad) -> Verdict {
    let options = Options::read(case.options.as_ref());
    let Err(error) = smtpwire::Command::parse_with(&case.input.0, &options) else {
        return Err("  a command".into());
    };
    let failure = Failure::from(error);
    let reply = failure.reply.as_ref().ok_or("  no reply")?;
    let mut told = json!({
        "verb": failure.verb.unwrap_or("unknown"),
        "problem": failure.detail,
        "offset": failure.offset,
        "reply": format!("{} {}", reply.code, reply.enhanced.as_deref().unwrap_or_default()),
    });
    if failure.loses_framing {
        told["loses_framing"] = true.into();
    }
    let mut expected = case.error.clone();
    if expected["verb"] == "" {
        expected["verb"] = "unknown".into();
    }
    same("told", &expected, &told)
}

#[test]
fn every_command_is_the_same_as_plain_data_and_back() {
    run("commands", good);
}

#[test]
fn every_bad_command_tells_what_is_wrong_where_and_the_reply() {
    run("command-errors", bad);
}
