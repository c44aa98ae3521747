//! replies.json: what is read, and what is built.

use serde::Deserialize;
use serde_json::Value;
use smtpwire::{ReplyOptions, ReplyReader};
use smtpwire_shell::Failure;
use smtpwire_shell::values::{self, Reply};

use crate::case::{Octets, Verdict, case, run, same, unescape};
use crate::shape::shown;

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
        #[serde(rename = "built")]
        _built: Option<bool>,
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
    #[serde(rename = "severity")]
    _severity: Option<String>,
    #[serde(rename = "agrees")]
    _agrees: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Build {
    code: u16,
    enhanced: Option<String>,
    texts: Vec<Octets>,
}

fn options(given: Option<&Value>) -> ReplyOptions {
    let mut options = ReplyOptions::default();
    let Some(given) = given else { return options };
    let size = |name: &str| given[name].as_u64().and_then(|size| usize::try_from(size).ok());
    options.max_line = size("max_line").unwrap_or(options.max_line);
    options.max_lines = size("max_lines").unwrap_or(options.max_lines);
    options.differing_codes = given["differing_codes"] == true;
    options.bare_lf = given["bare_lf"] == true;
    options
}

fn replies(case: &Replies) -> Verdict {
    if let Some(build) = &case.build {
        return built(case, build);
    }
    let input = case.input.as_ref().ok_or("  no input")?;
    let mut reader = ReplyReader::with_options(options(case.options.as_ref()));
    reader.receive(&input.0);
    for expected in case.replies.iter().flatten() {
        let reply = match reader.next_reply() {
            Ok(Some(reply)) => reply,
            other => return Err(format!("  no reply: {other:?}")),
        };
        read(expected, &shown(&Reply::from(&reply)))?;
    }
    let error = match reader.next_reply() {
        Ok(None) => None,
        Ok(Some(more)) => return Err(format!("  one more: {more}")),
        Err(error) => Some(Failure::from(error).detail),
    };
    same("error", &case.error.as_deref(), &error)?;
    let rest = case.rest.clone().unwrap_or(Octets(Vec::new()));
    if error.is_some() { Ok(()) } else { same("rest", &rest, &Octets::of(reader.unread())) }
}

fn read(expected: &Expected, shown: &Value) -> Verdict {
    same("code", &Value::from(expected.code), &shown["code"])?;
    same("enhanced", &expected.enhanced.as_deref(), &shown["enhanced"].as_str())?;
    let lines = shown["lines"].as_array().ok_or("  no lines")?;
    let octets = |line: &Value| line.as_str().and_then(unescape).map(Octets);
    if let Some(texts) = &expected.lines {
        let found = lines.iter().map(octets).collect::<Option<Vec<_>>>();
        same("lines", &Some(texts), &found.as_ref())?;
    }
    if let Some(count) = expected.count {
        same("count", &count, &lines.len())?;
    }
    if let Some(text) = &expected.text {
        same("text", &Some(text.as_str()), &shown["text"].as_str())?;
    }
    let wire = shown["wire"].as_array().ok_or("  no octets")?;
    let ends = wire.iter().rev().take(2).map(Value::as_u64).collect::<Vec<_>>();
    same("end", &vec![Some(10), Some(13)], &ends)
}

fn built(case: &Replies, build: &Build) -> Verdict {
    let texts = build.texts.iter().map(Octets::text).collect::<Result<Vec<_>, _>>()?;
    match values::reply(build.code, build.enhanced.as_deref(), texts) {
        Ok(reply) => {
            let wire = case.wire.as_ref().ok_or("  no wire")?;
            same("written", wire, &Octets(Reply::from(&reply).wire.into_owned()))
        }
        Err(failure) => same("error", &case.error.as_deref(), &Some(failure.detail)),
    }
}

#[test]
fn every_reply_is_the_same_as_plain_data() {
    run("replies", replies);
}
