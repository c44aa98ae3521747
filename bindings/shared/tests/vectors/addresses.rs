//! addresses.json: hosts, mailboxes and paths, read, written and compared, and what is told of those
//! that are none.

use serde_json::{Value, json};
use smtpwire_shell::Failure;

use crate::case::{Octets, Verdict, case, run, same};
use crate::host::call;
use crate::shape::{failed, made};

case! {
    /// A text that may be an address.
    struct Address {
        kind: String,
        input: Option<Octets>,
        #[serde(default, deserialize_with = "present")]
        value: Option<Value>,
        wire: Option<Octets>,
        content: Option<String>,
        error: Option<Value>,
        groups: Option<Vec<Vec<Octets>>>,
    }
}

/// A value that is there, `null` among them.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    serde::Deserialize::deserialize(from).map(Some)
}

fn address(case: &Address) -> Verdict {
    let kind = case.kind.as_str();
    if let Some(groups) = &case.groups {
        return compared(kind, groups);
    }
    let octets = case.input.as_ref().ok_or("  no input")?;
    let input = octets.text()?;
    let wire = case.wire.as_ref().unwrap_or(octets).text()?;
    if kind == "local-part-content" {
        return content(input, wire, case.error.as_ref());
    }
    if let Some(expected) = &case.error {
        let failure = failed("what is none", call!("parse_address", input, kind))?;
        same("the code", &4, &failure.code)?;
        return wrong(expected, &failure);
    }
    let value = case.value.as_ref().ok_or("  no value")?;
    let read = |text: &str| made("reading", call!("parse_address", text, kind));
    let written = |value: &Value| made("writing", call!("encode_address", value, kind));
    same("read", value, &read(input)?)?;
    same("built and written", &json!(wire), &written(value)?)?;
    same("written", &json!(wire), &written(&json!(input))?)?;
    same("read again", value, &read(wire)?)?;
    let equal = made("comparing", call!("addresses_equal", value, input, kind))?;
    same("built equals read", &json!(true), &equal)?;
    match &case.content {
        Some(content) => {
            let told = made("content", call!("local_part_content", input))?;
            same("content", &json!(content), &told)
        }
        None => same("only a local part has no content", &false, &(kind == "local-part")),
    }
}

fn wrong(expected: &Value, failure: &Failure) -> Verdict {
    same("error", expected, &json!({ "problem": failure.detail, "offset": failure.offset }))
}

/// All of one group are equal and have one key, none of two.
fn compared(kind: &str, groups: &[Vec<Octets>]) -> Verdict {
    let mut texts = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        for text in group {
            let text = text.text()?;
            texts.push((number, text, made("key", call!("address_key", text, kind))?));
        }
    }
    for (group, one, key) in &texts {
        for (other_group, other, other_key) in &texts {
            let expected = group == other_group;
            let equal = made("comparing", call!("addresses_equal", *one, *other, kind))?;
            same(&format!("{one:?} equals {other:?}"), &json!(expected), &equal)?;
            same(&format!("keys of {one:?} and {other:?}"), &expected, &(key == other_key))?;
        }
    }
    Ok(())
}

/// A local part, written from what it means with as little quoting as can be.
fn content(input: &str, wire: &str, error: Option<&Value>) -> Verdict {
    let written = call!("local_part_from_content", input);
    if let Some(expected) = error {
        return wrong(expected, &failed("what is none", written)?);
    }
    same("written", &json!(wire), &made("writing", written)?)?;
    same("read again", &json!(input), &made("reading", call!("local_part_content", wire))?)
}

#[test]
fn every_address_is_the_same_as_plain_data_and_back() {
    run("addresses", address);
}
