//! capabilities.json.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use smtpwire::types::capability::{Limits, Mechanisms, Word, Words};
use smtpwire::{Capabilities, Capability, Keyword, Reply};

use crate::build::{self, Built, text};
use crate::case::{Octets, Verdict, case, same, unescape};
use crate::replies::text_error;
use crate::show;

case! {
    /// The reply to EHLO.
    struct Offer {
        input: Option<Octets>,
        greeting: Octets,
        lines: Vec<Value>,
        offers: Option<Vec<String>>,
        size: Option<Value>,
        mechanisms: Option<Vec<String>>,
        wire: Option<Octets>,
        built: Option<bool>,
        built_wire: Option<Octets>,
        error: Option<String>,
    }
}

pub(crate) fn offer(case: &Offer) -> Verdict {
    let Some(input) = &case.input else { return refused(case) };
    let (reply, taken) = match Reply::parse(&input.0) {
        Ok(Some(parsed)) => parsed,
        other => return Err(format!("  no reply: {other:?}")),
    };
    same("octets taken", &input.0.len(), &taken)?;
    let parsed = Capabilities::from_reply(&reply);
    read(case, &parsed)?;
    same("owned", &parsed, &parsed.clone().into_owned())?;
    let wire = case.wire.as_ref().unwrap_or(input);
    if std::str::from_utf8(&input.0).is_ok() {
        same("written", wire, &written(&parsed)?)?;
    }
    let lines = lines(&case.lines);
    let lines = match (lines, case.built.unwrap_or(true)) {
        (Ok(lines), true) => lines,
        (_, false) => return Ok(()),
        (Err(error), true) => return Err(format!("  not built: {error}")),
    };
    let built = Capabilities::new(case.greeting.text()?, lines);
    same("built", &parsed, &built)?;
    read(case, &built)?;
    same("built and written", case.built_wire.as_ref().unwrap_or(wire), &written(&built)?)?;
    let octets = written(&built)?.0;
    let again = Reply::parse(&octets).ok().flatten().ok_or("  no reply when written")?.0;
    same("read again", &built, &Capabilities::from_reply(&again))
}

fn refused(case: &Offer) -> Verdict {
    let built = Capabilities::new(case.greeting.text()?, lines(&case.lines)?);
    let error = built.to_reply().err().map(text_error);
    same("error", &case.error.as_deref(), &error)
}

fn written(offer: &Capabilities<'_>) -> Result<Octets, String> {
    let reply = offer.to_reply().map_err(|error| format!("  not written: {error}"))?;
    Ok(Octets::of(reply.as_bytes()))
}

fn read(case: &Offer, offer: &Capabilities<'_>) -> Verdict {
    same("greeting", &case.greeting, &Octets::of(offer.greeting()))?;
    same("lines", &case.lines, &offer.iter().map(shown).collect::<Vec<_>>())?;
    let mut expected = case.offers.clone().ok_or("  no list of what is offered")?;
    let offered = Keyword::ALL.into_iter().filter(|keyword| offer.offers(*keyword));
    let mut found: Vec<String> = offered.map(|keyword| keyword.as_str().to_owned()).collect();
    expected.sort_unstable();
    found.sort_unstable();
    same("offers", &expected, &found)?;
    same("size", &case.size, &offer.size().map(show::count))?;
    let names: Vec<String> = offer.mechanisms().iter().map(ToString::to_string).collect();
    same("mechanisms", &case.mechanisms.clone().unwrap_or_default(), &names)?;
    let limits = offer.iter().find_map(|line| match line {
        Capability::Limits(limits) => Some(*limits),
        _ => None,
    });
    same("limits", &limits.unwrap_or_default(), &offer.limits())
}

/// The octets of a malformed line, escaped as the vectors write them.
fn escaped(octets: &[u8]) -> String {
    let shown = |octet: &u8| match octet {
        b'\\' => "\\\\".to_owned(),
        32..=126 => char::from(*octet).to_string(),
        octet => format!("\\x{octet:02x}"),
    };
    octets.iter().map(shown).collect()
}

fn shown(line: &Capability<'_>) -> Value {
    let mut fields = Map::new();
    let list_of = |words: &Words<'_>| json!(words.iter().collect::<Vec<_>>());
    let mechanism_list = |names: &Mechanisms<'_>| {
        json!(names.iter().map(|name| name.as_str().to_owned()).collect::<Vec<_>>())
    };
    if let Some(keyword) = line.keyword() {
        fields.insert("keyword".into(), keyword.as_str().into());
    }
    let value = match line {
        Capability::Size(size) => size.map(show::count),
        Capability::Auth(list) | Capability::XExps(list) => Some(mechanism_list(list)),
        Capability::DeliverBy(minimum) => minimum.map(Value::from),
        Capability::FutureRelease { max_interval, max_date_time } => {
            Some(json!({"interval": max_interval, "until": show::date_time(max_date_time)}))
        }
        Capability::MtPriority(word) | Capability::NoSoliciting(word) => {
            word.as_ref().map(|word| json!(word.as_str()))
        }
        Capability::Limits(limits) => {
            let every = [
                ("MAILMAX", limits.mail_max),
                ("RCPTMAX", limits.rcpt_max),
                ("RCPTDOMAINMAX", limits.rcpt_domain_max),
            ];
            let stated = every.into_iter().filter_map(|(name, limit)| Some((name, limit?)));
            Some(stated.map(|(name, limit)| (name.to_owned(), json!(limit))).collect())
        }
        Capability::Burl(list) | Capability::XClient(list) | Capability::XForward(list) => {
            Some(list_of(list))
        }
        Capability::Malformed(octets) => {
            fields.insert("malformed".into(), escaped(octets).into());
            None
        }
        Capability::Other(word, _) => {
            fields.insert("keyword".into(), word.as_str().into());
            fields.insert("unknown".into(), true.into());
            None
        }
        _ => None,
    };
    if let Some(value) = value {
        fields.insert("value".into(), value);
    }
    if let Capability::Plain(_, list) | Capability::Other(_, list) = line
        && !list.is_empty()
    {
        fields.insert("parameters".into(), list_of(list));
    }
    Value::Object(fields)
}

fn lines(values: &[Value]) -> Built<Vec<Capability<'_>>> {
    values.iter().map(line).collect()
}

fn line(value: &Value) -> Built<Capability<'_>> {
    if let Some(octets) = value["malformed"].as_str() {
        let octets = unescape(octets).ok_or("bad escapes")?;
        return Ok(Capability::Malformed(Cow::Owned(octets)));
    }
    let name = text(value, "keyword")?;
    let given = &value["value"];
    let word = || match given.as_str() {
        None => Ok(None),
        Some(word) => Word::new(word).map(Some).ok_or("no word"),
    };
    let parameters = words(&value["parameters"])?;
    if value["unknown"] == true {
        return Ok(Capability::Other(Word::new(name).ok_or("no word")?, parameters));
    }
    Ok(match Keyword::parse(name).ok_or("no keyword")? {
        Keyword::Size if given.is_null() => Capability::Size(None),
        Keyword::Size => Capability::Size(Some(build::count(given)?)),
        Keyword::Auth => Capability::Auth(mechanisms(given)?),
        Keyword::XExps => Capability::XExps(mechanisms(given)?),
        Keyword::DeliverBy => {
            Capability::DeliverBy(given.as_u64().and_then(|seconds| u32::try_from(seconds).ok()))
        }
        Keyword::FutureRelease if !given.is_null() => Capability::FutureRelease {
            max_interval: u32::try_from(given["interval"].as_u64().ok_or("no interval")?)
                .map_err(|error| error.to_string())?,
            max_date_time: build::date_time(&given["until"])?,
        },
        Keyword::MtPriority => Capability::MtPriority(word()?),
        Keyword::NoSoliciting => Capability::NoSoliciting(word()?),
        Keyword::Limits => {
            let limit = |name: &str| given[name].as_u64().and_then(|n| u32::try_from(n).ok());
            let mut limits = Limits::default();
            limits.mail_max = limit("MAILMAX");
            limits.rcpt_max = limit("RCPTMAX");
            limits.rcpt_domain_max = limit("RCPTDOMAINMAX");
            Capability::Limits(limits)
        }
        Keyword::Burl => Capability::Burl(words(given)?),
        Keyword::XClient => Capability::XClient(words(given)?),
        Keyword::XForward => Capability::XForward(words(given)?),
        keyword => Capability::Plain(keyword, parameters),
    })
}

fn joined(list: &Value) -> String {
    let words = list.as_array().map(Vec::as_slice).unwrap_or_default();
    words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
}

fn words(list: &Value) -> Built<Words<'static>> {
    let joined = joined(list);
    Words::new(&joined).map(Words::into_owned).ok_or_else(|| format!("no words: {joined}"))
}

fn mechanisms(list: &Value) -> Built<Mechanisms<'static>> {
    let joined = joined(list);
    Mechanisms::new(&joined).map(Mechanisms::into_owned).ok_or_else(|| format!("none: {joined}"))
}
