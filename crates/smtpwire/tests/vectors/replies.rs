//! replies.json.

use serde::Deserialize;
use smtpwire::{Code, EnhancedCode, Reply, ReplyOptions, ReplyReader, ReplyTextError, Severity};

use crate::case::{Octets, Verdict, case, same};
use crate::split;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    max_line: Option<usize>,
    max_lines: Option<usize>,
    #[serde(default)]
    differing_codes: bool,
    #[serde(default)]
    bare_lf: bool,
}

/// One reply that is expected.
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

case! {
    /// Octets read as replies, or a reply built.
    struct Replies {
        options: Option<Options>,
        input: Option<Octets>,
        replies: Option<Vec<Expected>>,
        rest: Option<Octets>,
        wire: Option<Octets>,
        error: Option<String>,
        built: Option<bool>,
        build: Option<Build>,
    }
}

/// The replies, what no reply was made of, and the error.
type Outcome = (Vec<Reply<'static>>, Octets, Option<&'static str>);

fn read(pieces: &[&[u8]], options: ReplyOptions) -> Outcome {
    let mut reader = ReplyReader::with_options(options);
    let mut replies = Vec::new();
    for piece in pieces {
        reader.receive(piece);
        loop {
            match reader.next_reply() {
                Ok(Some(reply)) => replies.push(reply.into_owned()),
                Ok(None) => break,
                Err(error) => {
                    assert_eq!(reader.next_reply(), Err(error), "an error stays");
                    return (replies, Octets::of(b""), Some(error.name()));
                }
            }
        }
    }
    (replies, Octets::of(reader.unread()), None)
}

pub(crate) fn replies(case: &Replies) -> Verdict {
    if let Some(parts) = &case.build {
        return written(case, parts);
    }
    let input = case.input.as_ref().ok_or("  no input")?;
    let mut options = ReplyOptions::default();
    if let Some(given) = &case.options {
        options.max_line = given.max_line.unwrap_or(options.max_line);
        options.max_lines = given.max_lines.unwrap_or(options.max_lines);
        options.differing_codes = given.differing_codes;
        options.bare_lf = given.bare_lf;
    }
    let expected = case.replies.as_deref().unwrap_or_default();
    let rest = case.rest.clone().unwrap_or(Octets::of(b""));
    let outcomes: Vec<Outcome> = split::ways(&input.0).map(|p| read(&p, options)).collect();
    for (replies, unread, error) in &outcomes {
        same("error", &case.error.as_deref(), error)?;
        same("how many replies", &expected.len(), &replies.len())?;
        same("rest", &rest, unread)?;
        same("the same in pieces", &outcomes[0].0, replies)?;
    }
    if case.options.is_none() {
        same("without a reader", &outcomes[0].0.first(), &first(&input.0).as_ref())?;
    }
    let mut wire = Vec::new();
    for (expected, reply) in expected.iter().zip(&outcomes[0].0) {
        one(expected, reply)?;
        wire.extend(built(case, expected, reply)?);
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

fn first(input: &[u8]) -> Option<Reply<'static>> {
    let (reply, _) = Reply::parse(input).ok()??;
    Some(reply.into_owned())
}

fn one(expected: &Expected, reply: &Reply<'_>) -> Verdict {
    same("code", &expected.code, &reply.code().get())?;
    let enhanced = reply.enhanced().map(|code| code.to_string());
    same("enhanced code", &expected.enhanced, &enhanced)?;
    let lines: Vec<Octets> = reply.lines().map(Octets::of).collect();
    match (&expected.lines, expected.count) {
        (Some(expected), None) => same("lines", expected, &lines)?,
        (None, Some(count)) => same("how many lines", &count, &lines.len())?,
        _ => return Err("  a reply has either lines or their count".into()),
    }
    if let Some(text) = &expected.text {
        same("text", text, &reply.text())?;
    }
    if let Some(severity) = &expected.severity {
        let name = match reply.code().severity() {
            Severity::PositiveCompletion => "positive-completion",
            Severity::PositiveIntermediate => "positive-intermediate",
            Severity::TransientNegative => "transient-negative",
            Severity::PermanentNegative => "permanent-negative",
        };
        same("severity", &severity.as_str(), &name)?;
        let positive = name.starts_with("positive");
        same("positive", &positive, &reply.code().is_positive())?;
    }
    let agrees = reply.enhanced().map(|enhanced| enhanced.agrees_with(reply.code()));
    match expected.agrees {
        None => Ok(()),
        expected => same("agrees", &expected, &agrees),
    }
}

/// The reply built from its code and lines, and its wire form; a reply that can be read and not
/// built is written as it came.
fn built(case: &Replies, expected: &Expected, reply: &Reply<'_>) -> Result<Vec<u8>, String> {
    let mut wire = Vec::new();
    reply.encode(&mut wire);
    let Some(lines) = &expected.lines else { return Ok(wire) };
    let texts: Result<Vec<&str>, _> = lines.iter().map(Octets::text).collect();
    let code = Code::new(expected.code).ok_or("  no code")?;
    let built = texts.ok().and_then(|texts| Reply::with_lines(code, None, texts).ok());
    let faithful = built.filter(|built| built.lines().count() == lines.len());
    same("buildable", &case.built.unwrap_or(true), &faithful.is_some())?;
    let Some(built) = faithful else { return Ok(wire) };
    wire.clear();
    built.encode(&mut wire);
    same("read again", &Some(&built), &first(&wire).as_ref())?;
    one(expected, &built)?;
    Ok(wire)
}

fn written(case: &Replies, parts: &Build) -> Verdict {
    let code = Code::new(parts.code).ok_or("  no code")?;
    let enhanced = match &parts.enhanced {
        None => None,
        Some(text) => Some(EnhancedCode::at_start(text.as_bytes()).ok_or("  no enhanced code")?),
    };
    let texts = parts.texts.iter().map(Octets::text).collect::<Result<Vec<_>, _>>()?;
    match (&case.wire, &case.error, Reply::with_lines(code, enhanced, texts)) {
        (Some(wire), None, Ok(reply)) => {
            let mut octets = Vec::new();
            reply.encode(&mut octets);
            same("written", wire, &Octets(octets.clone()))?;
            same("enhanced code", &enhanced, &reply.enhanced())?;
            same("read again", &Some(&reply), &first(&octets).as_ref())
        }
        (None, Some(name), Err(error)) => same("error", &name.as_str(), &text_error(error)),
        (_, _, outcome) => Err(format!("  gives {outcome:?}")),
    }
}

/// The name of what keeps a reply from being written.
pub(crate) fn text_error(error: ReplyTextError) -> &'static str {
    match error {
        ReplyTextError::LineEnd(_) => "line-end",
        ReplyTextError::TooLong { .. } => "too-long",
        ReplyTextError::NotUtf8(_) => "not-utf8",
        ReplyTextError::NoLines => "no-lines",
    }
}
