//! commands.json and command-errors.json.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::case::{Octets, Verdict, case, run, same};
use crate::host::{self, call, octets, size};
use crate::shape::{failed, made};
use crate::split;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    smtputf8: Option<bool>,
    #[serde(default)]
    lenient: Vec<String>,
}

/// The options in the shape of the interface.
fn options(given: Option<&Options>) -> Value {
    let mut options = json!({});
    let Some(given) = given else { return options };
    if let Some(smtputf8) = given.smtputf8 {
        options["smtputf8"] = smtputf8.into();
    }
    for name in &given.lenient {
        options["leniency"][name.replace('-', "_")] = true.into();
    }
    options
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
    let options = options(case.options.as_ref());
    let read = made("reading", call!("reveal_command", &case.input, &options))?;
    same("as plain data", &case.value, &read)?;
    masked(&case.value, &made("reading", call!("parse_command", &case.input, &options))?)?;
    let mut line = case.input.clone();
    line.0.extend_from_slice(b"\r\n");
    for pieces in split::ways(&line.0) {
        let limit = json!({ "limit": line.0.len() });
        let framed = made("framing", framed(&limit, &pieces))?;
        same("in pieces", &case.input, &framed)?;
    }
    if case.built == Some(false) {
        let failure = failed("what can't be built", call!("encode_command", &case.value))?;
        return same("its code", &107, &failure.code);
    }
    let wire = case.wire.as_ref().unwrap_or(&line);
    let written = octets(&made("writing", call!("encode_command", &case.value))?);
    same("built and written", wire, &written)?;
    let again = written.0.strip_suffix(b"\r\n").ok_or("  no CRLF")?;
    same("read again", &case.value, &made("reading", call!("reveal_command", again))?)
}

/// The line that the framer hands out when this is all that comes.
fn framed(options: &Value, pieces: &[&[u8]]) -> Result<Octets, smtpwire_shell::Failure> {
    let mut framer = host::line_framer(options);
    for piece in pieces {
        assert_eq!(size(&framer.done("push", *piece)), piece.len(), "all is taken");
    }
    framer.ask("next_line").map(|line| octets(&line))
}

/// What was read without being revealed is the same, but for its secrets.
fn masked(value: &Value, shown: &Value) -> Verdict {
    let mut value = value.clone();
    for secret in ["initial_response", "url"] {
        if let Some(secret) = value.get_mut(secret) {
            *secret = "***".into();
        }
    }
    same("masked", &value, shown)
}

fn bad(case: &Bad) -> Verdict {
    let options = options(case.options.as_ref());
    let failure = failed("no command", call!("parse_command", &case.input, &options))?;
    same("code", &(4, "malformed", "usage"), &(failure.code, failure.name, failure.kind))?;
    let reply = failure.reply.as_ref().ok_or("  no reply")?;
    let offset = failure.offset.ok_or("  no offset")?;
    let place = format!(", at octet {offset}");
    same("the reply tells the place", &true, &reply.text.ends_with(&place))?;
    let mut told = json!({
        "verb": failure.verb.unwrap_or("unknown"),
        "problem": failure.detail,
        "offset": offset,
        "reply": format!("{} {}", reply.code, reply.enhanced.as_deref().unwrap_or_default()),
    });
    if failure.loses_framing {
        told["loses_framing"] = true.into();
    }
    same("told", &case.error, &told)
}

#[test]
fn every_command_is_the_same_as_plain_data_and_back() {
    run("commands", good);
}

#[test]
fn every_bad_command_tells_what_is_wrong_where_and_the_reply() {
    run("command-errors", bad);
}
