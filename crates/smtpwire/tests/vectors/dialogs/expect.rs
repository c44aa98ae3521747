//! What a step expects, against what is there.

use serde_json::{Map, Value};
use smtpwire::{Reply, ReplyReader};

use super::{Happened, octets};
use crate::case::{Octets, Verdict};

/// Holds when the step has no field but these.
pub(super) fn only(step: &Map<String, Value>, fields: &[&str]) -> Verdict {
    match step.keys().find(|key| !fields.contains(&key.as_str())) {
        Some(key) => Err(format!("{key} is no field of this step")),
        None => Ok(()),
    }
}

pub(super) fn value(what: &str, expected: &Value, actual: &Value) -> Verdict {
    if expected == actual {
        return Ok(());
    }
    Err(format!("{what}: expected {expected}, got {actual}"))
}

/// A reply as the vectors have it: the code, a space, the texts of the lines parted by LF.
pub(super) fn shown(reply: &Reply<'_>) -> Vec<u8> {
    let mut all = reply.code().to_string().into_bytes();
    for (index, line) in reply.lines().enumerate() {
        all.push(if index == 0 { b' ' } else { b'\n' });
        all.extend_from_slice(line);
    }
    all
}

/// Whether a reply is the one expected: a code alone leaves all that follows open, a code and an
/// enhanced code leave the text open, and anything else is the whole reply.
fn reply(expected: &Value, actual: &[u8]) -> Verdict {
    let pattern = octets(expected)?;
    let fits = match pattern.len() {
        3 => actual.starts_with(&pattern),
        _ if is_enhanced(pattern.get(4..).unwrap_or_default()) => {
            actual.strip_prefix(&pattern[..]).is_some_and(|rest| rest.is_empty() || rest[0] == b' ')
        }
        _ => actual == pattern,
    };
    if fits {
        return Ok(());
    }
    Err(format!("expected the reply {expected}, got {:?}", Octets::of(actual)))
}

/// `2.1.0` and nothing else.
fn is_enhanced(text: &[u8]) -> bool {
    let mut parts = text.split(|octet| *octet == b'.');
    let number = |part: Option<&[u8]>| {
        part.is_some_and(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit))
    };
    number(parts.next()) && number(parts.next()) && number(parts.next()) && parts.next().is_none()
}

/// Output: octets, or a list of replies.
pub(super) fn output(expected: &Value, actual: &[u8]) -> Verdict {
    let Some(list) = expected.as_array() else {
        let expected = octets(expected)?;
        if expected == actual {
            return Ok(());
        }
        return Err(format!("expected {}\n  got      {}", short(&expected), short(actual)));
    };
    let mut reader = ReplyReader::new();
    reader.receive(actual);
    let mut replies = Vec::new();
    while let Ok(Some(reply)) = reader.next_reply() {
        replies.push(shown(&reply));
    }
    if !reader.unread().is_empty() {
        return Err(format!("no replies: {}", short(actual)));
    }
    let mut replies = replies.iter();
    for item in list {
        let times = item.get("times").map_or(Some(1), Value::as_u64).ok_or("a number of times")?;
        for _ in 0..times {
            let Some(actual) = replies.next() else {
                return Err(format!("{item} did not come: {}", short(actual)));
            };
            one(item, actual)?;
        }
    }
    match replies.next() {
        Some(more) => Err(format!("there is one reply more: {:?}", Octets::of(more))),
        None => Ok(()),
    }
}

/// One item of a list of replies.
fn one(item: &Value, actual: &[u8]) -> Verdict {
    let Some(fields) = item.as_object() else { return reply(item, actual) };
    if let Some(pattern) = fields.get("reply") {
        only(fields, &["reply", "times"])?;
        return reply(pattern, actual);
    }
    only(fields, &["code", "plain", "first", "keywords"])?;
    reply(&fields["code"], actual)?;
    let text = String::from_utf8_lossy(actual.get(4..).unwrap_or_default());
    if fields.contains_key("plain") && is_enhanced(text.split(' ').next().unwrap_or("").as_bytes())
    {
        return Err(format!("it has an enhanced code: {text:?}"));
    }
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().split(' ').next().unwrap_or_default();
    if let Some(expected) = fields.get("first") {
        value("the first word", expected, &first.into())?;
    }
    if let Some(expected) = fields.get("keywords") {
        let mut keywords: Vec<&str> = lines.collect();
        keywords.sort_unstable();
        value("the keywords", expected, &keywords.into())?;
    }
    Ok(())
}

/// An event: its kind, and those of its fields that the step names.
pub(super) fn event(kind: &str, step: &Map<String, Value>, actual: &Happened) -> Verdict {
    if actual.kind != kind {
        return Err(format!("got {}", told(actual)));
    }
    for (key, expected) in step {
        match key.as_str() {
            "expect-event" | "times" => {}
            "reply" => reply(expected, actual.reply.as_deref().ok_or("it has no reply")?)?,
            "octets" => {
                let octets = octets(expected)?;
                let actual = actual.octets.as_deref().ok_or("it has no octets")?;
                if octets != actual {
                    return Err(format!(
                        "expected {}\n  got      {}",
                        short(&octets),
                        short(actual)
                    ));
                }
            }
            key => {
                let field = actual.fields.get(key);
                value(key, expected, field.ok_or_else(|| format!("it has no {key}"))?)?;
            }
        }
    }
    Ok(())
}

/// An event in words.
pub(super) fn told(event: &Happened) -> String {
    let mut text = format!("{} {}", event.kind, Value::Object(event.fields.clone()));
    for octets in [&event.reply, &event.octets].into_iter().flatten() {
        text.push(' ');
        text.push_str(&short(octets));
    }
    text
}

fn short(octets: &[u8]) -> String {
    let shown = format!("{:?}", Octets::of(octets));
    match shown.char_indices().nth(600) {
        Some((end, _)) => format!("{} … ({} octets)", &shown[..end], octets.len()),
        None => shown,
    }
}
