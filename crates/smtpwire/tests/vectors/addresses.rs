//! addresses.json.

use std::collections::HashSet;
use std::fmt::{Debug, Display};
use std::hash::Hash;

use serde::Deserialize;
use serde_json::{Value, json};
use smtpwire::{
    AddressLiteral, Domain, ForwardPath, Host, LocalPart, Mailbox, ReversePath, ValueError,
};

use crate::build::Built;
use crate::case::{Octets, Verdict, case, same};
use crate::{build, show};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrong {
    problem: String,
    offset: usize,
}

case! {
    /// One address, read and written; or several, compared.
    struct Address {
        kind: String,
        input: Option<Octets>,
        #[serde(default, deserialize_with = "present")]
        value: Option<Value>,
        wire: Option<Octets>,
        content: Option<String>,
        error: Option<Wrong>,
        groups: Option<Vec<Vec<Octets>>>,
    }
}

/// A value that is there, `null` among them.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

impl Address {
    pub(crate) fn problem(&self) -> Option<&str> {
        self.error.as_ref().map(|error| error.problem.as_str())
    }
}

pub(crate) fn address(case: &Address) -> Verdict {
    match case.kind.as_str() {
        "domain" => one(case, Domain::parse, |value| json!(value.as_str()), string(build::domain)),
        "address-literal" => one(case, AddressLiteral::parse, show::literal, build::literal),
        "host" => one(case, Host::parse, show::host, build::host),
        "local-part" => {
            let show = |value: &LocalPart<'_>| json!(value.as_str());
            one(case, LocalPart::parse, show, string(build::local_part))
        }
        "mailbox" => one(case, Mailbox::parse, show::mailbox, build::mailbox),
        "reverse-path" => one(case, ReversePath::parse, show::reverse_path, build::reverse_path),
        "forward-path" => one(case, ForwardPath::parse, show::forward_path, build::forward_path),
        "local-part-content" => content(case),
        other => Err(format!("{other} is no kind of address")),
    }
}

fn string<'v, T>(build: impl Fn(&'v str) -> Built<T>) -> impl Fn(&'v Value) -> Built<T> {
    move |value| build(value.as_str().unwrap_or_default())
}

fn one<'c, T: PartialEq + Eq + Hash + Debug + Display>(
    case: &'c Address,
    parse: impl Fn(&'c str) -> Result<T, ValueError>,
    show: impl Fn(&T) -> Value,
    build: impl Fn(&'c Value) -> Built<T>,
) -> Verdict {
    if let Some(groups) = &case.groups {
        return compared(groups, parse);
    }
    let input = case.input.as_ref().ok_or("  no input")?;
    match (&case.value, &case.error, parse(input.text()?)) {
        (Some(value), None, Ok(parsed)) => {
            same("read", value, &show(&parsed))?;
            let wire = case.wire.as_ref().unwrap_or(input);
            same("written", &wire.text()?.to_owned(), &parsed.to_string())?;
            let made = build(value).map_err(|error| format!("  not built: {error}"))?;
            same("built", &parsed, &made)?;
            same("built and written", &wire.text()?.to_owned(), &made.to_string())?;
            let again =
                parse(wire.text()?).map_err(|error| format!("  not read again: {error}"))?;
            same("read again", &made, &again)?;
            match (&case.content, case.kind.as_str()) {
                (Some(content), _) => {
                    let parsed = LocalPart::parse(input.text()?).map_err(|e| e.to_string())?;
                    same("content", content, &parsed.content().into_owned())
                }
                (None, "local-part") => Err("  a local part has a content".into()),
                (None, _) => Ok(()),
            }
        }
        (None, Some(expected), Err(error)) => wrong(expected, error),
        (Some(_), None, Err(error)) => Err(format!("  not read: {error}")),
        (None, Some(_), Ok(parsed)) => Err(format!("  read as {parsed:?}")),
        _ => Err("  a case has either a value or an error".into()),
    }
}

fn wrong(expected: &Wrong, error: ValueError) -> Verdict {
    same(
        "error",
        &(expected.problem.as_str(), expected.offset),
        &(error.problem().name(), error.offset()),
    )
}

/// All of one group are equal, none of two.
fn compared<'c, T: Eq + Hash + Debug>(
    groups: &'c [Vec<Octets>],
    parse: impl Fn(&'c str) -> Result<T, ValueError>,
) -> Verdict {
    let mut values = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        for text in group {
            let value = parse(text.text()?).map_err(|error| format!("  {text:?}: {error}"))?;
            values.push((number, value));
        }
    }
    for (group, value) in &values {
        for (other, another) in &values {
            let expected = group == other;
            same(&format!("{value:?} equals {another:?}"), &expected, &(value == another))?;
        }
    }
    let different: HashSet<&T> = values.iter().map(|(_, value)| value).collect();
    same("different ones in a set", &groups.len(), &different.len())
}

/// A local part, written from what it means with as little quoting as can be.
fn content(case: &Address) -> Verdict {
    let content = case.input.as_ref().ok_or("  no input")?.text()?;
    match (&case.wire, &case.error, LocalPart::from_content(content)) {
        (Some(wire), None, Ok(written)) => {
            same("written", &wire.text()?, &written.as_str())?;
            same("read again", &content, &&*written.content())
        }
        (None, Some(expected), Err(error)) => wrong(expected, error),
        (_, _, outcome) => Err(format!("  gives {outcome:?}")),
    }
}
