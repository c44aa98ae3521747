//! replies.json: what is read, and what is built.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::case::{Octets, Verdict, case, run, same};
use crate::host::{self, call, octets};
use crate::shape::{failed, made, unescaped};
use crate::split;

case! {
    /// Octets read as replies, or a reply built.
    struct Replies {
        options: Option<Value>,
        input: Option<Octets>,
        replies: Option<Vec<Expected>>,
        rest: Option<Octets>,
        error: Option<String>,
        wire: Option<Octets>,
        build: Option<Build>,
        built: Option<bool>,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    code: u16,
    enhanced: Option<String>,
    lines: Option<Vec<Octets>>,
    count: Option<usize>,
    text: Option<String>,
    severity: Option<String>,
    agrees: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Build {
    code: u16,
    enhanced: Option<String>,
    texts: Vec<Octets>,
}

/// The replies, what no reply was made of, and the error.
type Outcome = (Vec<Value>, Octets, Option<&'static str>);

fn read(pieces: &[&[u8]], options: &Value) -> Outcome {
    let mut reader = host::reply_reader(options);
    let mut replies = Vec::new();
    for piece in pieces {
        reader.done("receive_data", *piece);
        loop {
            match reader.ask("next_reply") {
                Ok(Value::Null) => break,
                Ok(reply) => replies.push(reply),
                Err(failure) => {
                    assert_eq!(reader.ask("next_reply"), Err(failure.clone()), "it stays");
                    return (replies, Octets::of(b""), Some(failure.detail));
                }
            }
        }
    }
    let rest = octets(&reader.of("unread"));
    (replies, rest, None)
}

fn replies(case: &Replies) -> Verdict {
    if let Some(build) = &case.build {
        return written(case, build);
    }
    let input = case.input.as_ref().ok_or("  no input")?;
    let options = case.options.clone().unwrap_or(json!({}));
    let expected = case.replies.as_deref().unwrap_or_default();
    let rest = case.rest.clone().unwrap_or(Octets::of(b""));
    let whole = read(&[&input.0], &options);
    for pieces in split::ways(&input.0) {
        let (replies, unread, error) = read(&pieces, &options);
        same("error", &case.error.as_deref(), &error)?;
        same("how many replies", &expected.len(), &replies.len())?;
        same("rest", &rest, &unread)?;
        same("the same in pieces", &whole.0, &replies)?;
    }
    if case.options.is_none() {
        let first = call!("parse_reply", input).unwrap_or_default();
        same("without a reader", &whole.0.first().unwrap_or(&Value::Null), &&first)?;
    }
    let mut wire = Vec::new();
    for (expected, reply) in expected.iter().zip(&whole.0) {
        one(expected, reply)?;
        wire.extend(built(case, expected, reply)?.0);
    }
    match &case.wire {
        Some(expected) => same("written", expected, &Octets(wire)),
        None if case.error.is_none() && case.options.is_none() => {
            let read = &input.0[..input.0.len() - rest.0.len()];
            same("written", &Octets::of(read), &Octets(wire))
        }
        None => Ok(()),
    }
}

fn one(expected: &Expected, reply: &Value) -> Verdict {
    same("code", &json!(expected.code), &reply["code"])?;
    same("enhanced", &expected.enhanced.as_deref(), &reply["enhanced"].as_str())?;
    let lines = reply["lines"].as_array().ok_or("  no lines")?;
    let lines = lines.iter().map(unescaped).collect::<Result<Vec<_>, _>>()?;
    match (&expected.lines, expected.count) {
        (Some(expected), None) => same("lines", expected, &lines)?,
        (None, Some(count)) => same("how many lines", &count, &lines.len())?,
        _ => return Err("  a reply has either lines or their count".into()),
    }
    if let Some(text) = &expected.text {
        same("text", &json!(text), &reply["text"])?;
    }
    if let Some(severity) = &expected.severity {
        let told = made("severity", call!("reply_severity", &reply["code"]))?;
        same("severity", &json!(severity), &told)?;
    }
    if let Some(agrees) = expected.agrees {
        let told = call!("codes_agree", &reply["code"], &reply["enhanced"]);
        same("agrees", &json!(agrees), &made("agrees", told)?)?;
    }
    Ok(())
}

/// The reply built from its code and lines, and its wire form; a reply that can be read and not
/// built is written as it came.
fn built(case: &Replies, expected: &Expected, reply: &Value) -> Result<Octets, String> {
    let as_read = octets(&reply["wire"]);
    let Some(lines) = &expected.lines else { return Ok(as_read) };
    let texts = lines.iter().map(Octets::text).collect::<Result<Vec<_>, _>>();
    let wire =
        texts.ok().and_then(|texts| call!("encode_reply", &reply["code"], json!(texts)).ok());
    let wire = wire.map(|wire| octets(&wire));
    let again = wire.as_ref().map(|wire| call!("parse_reply", wire).unwrap_or_default());
    let faithful = again
        .filter(|again| again["lines"].as_array().is_some_and(|again| again.len() == lines.len()));
    same("buildable", &case.built.unwrap_or(true), &faithful.is_some())?;
    let (Some(again), Some(wire)) = (faithful, wire) else { return Ok(as_read) };
    one(expected, &again)?;
    Ok(wire)
}

fn written(case: &Replies, build: &Build) -> Verdict {
    let texts = build.texts.iter().map(Octets::text).collect::<Result<Vec<_>, _>>()?;
    let reply =
        call!("encode_reply", json!(build.code), json!(texts), json!(build.enhanced.as_deref()));
    if let Some(error) = &case.error {
        return same("error", &error.as_str(), &failed("what can't be built", reply)?.detail);
    }
    let wire = octets(&made("building", reply)?);
    same("written", &case.wire.as_ref(), &Some(&wire))?;
    let again = made("reading", call!("parse_reply", &wire))?;
    same("enhanced code", &build.enhanced.as_deref(), &again["enhanced"].as_str())?;
    same("the reply's octets", &wire, &octets(&again["wire"]))
}

#[test]
fn every_reply_is_the_same_as_plain_data_and_back() {
    run("replies", replies);
}

#[test]
fn the_lines_of_a_reply_may_be_one_text() {
    let wire = call!("encode_reply", json!(250), "one\ntwo", "2.0.0").expect("a reply");
    assert_eq!(octets(&wire), Octets::of(b"250-2.0.0 one\r\n250 2.0.0 two\r\n"));
}
