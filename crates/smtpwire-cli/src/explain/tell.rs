//! Answers, as text and as JSON.

use clap::builder::styling::Style;
use serde::Serialize;
use serde_json::{Value, json};
use smtpwire_diagnose::check::Rule;
use smtpwire_diagnose::registry::{
    Class, Explanation, Extension, Mechanism, Retry, Speaker, Standing,
};

use super::find::Topic;
use crate::output::{BAD, DOUBTFUL, GOOD, Output, STRONG};
use crate::{rules, show};

/// The answer for programs. `kind` tells which members follow.
pub(super) fn to_json(topic: &Topic) -> Value {
    match topic {
        Topic::Reply(explanation) => of_kind("reply", explanation),
        Topic::Rule(rule) => of_kind("rule", rule),
        Topic::Mechanism(mechanism) => of_kind("mechanism", mechanism),
        Topic::Extensions(extensions) => json!({ "kind": "extension", "extensions": extensions }),
    }
}

fn of_kind(kind: &str, value: &impl Serialize) -> Value {
    let mut told = json!({ "kind": kind });
    if let (Some(told), Ok(Value::Object(members))) =
        (told.as_object_mut(), serde_json::to_value(value))
    {
        told.extend(members);
    }
    told
}

/// The answer for people.
pub(super) fn print(topic: &Topic, output: &mut Output) {
    match topic {
        Topic::Reply(explanation) => reply(explanation, output),
        Topic::Rule(found) => rule(found, output),
        Topic::Mechanism(found) => mechanism(found, output),
        Topic::Extensions(found) => {
            for (at, one) in found.iter().enumerate() {
                if at > 0 {
                    output.line("");
                }
                extension(one, output);
            }
        }
    }
}

/// Where text begins, behind the names of its parts.
const INDENT: usize = 12;
const COLUMNS: usize = 76;

fn part(name: &str, text: &str, output: &mut Output) {
    for (at, line) in show::wrapped(&show::pictured_lines(text), COLUMNS).iter().enumerate() {
        if at > 0 || name.is_empty() {
            output.line(format!("{:INDENT$}{line}", ""));
            continue;
        }
        let pad = INDENT.saturating_sub(name.len());
        let name = output.styled(STRONG, name);
        output.line(format!("{name}{:pad$}{line}", ""));
    }
}

fn reply(explanation: &Explanation, output: &mut Output) {
    let (style, class): (Style, &str) = match explanation.class {
        Class::Success => (GOOD, "success"),
        Class::Intermediate => (GOOD, "go on"),
        Class::Transient => (DOUBTFUL, "temporary failure"),
        Class::Permanent => (BAD, "permanent failure"),
        Class::Unknown => (DOUBTFUL, "no code was given"),
    };
    let codes: Vec<String> = [
        explanation.code.map(|code| code.to_string()),
        explanation.enhanced.map(|code| code.to_string()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let separator = if codes.is_empty() { "" } else { ": " };
    let class = output.styled(style, class);
    let category = match explanation.class {
        Class::Success | Class::Intermediate => String::new(),
        _ => format!(" ({})", explanation.category.as_str()),
    };
    output.line(format!("{}{separator}{class}{category}", codes.join(" ")));
    output.line("");
    part("meaning", &explanation.meaning, output);
    part("cause", &explanation.cause, output);
    part("what to do", &explanation.remedy, output);
    if let Some(advice) = retry(explanation.retry) {
        part("a sender", advice, output);
    }
    if let Some(vendor) = explanation.vendor {
        part("provider", vendor.name(), output);
    }
    if let Some(list) = explanation.blocklist {
        part("blocklist", list, output);
    }
    if let Some(rfc) = explanation.rfc {
        part("defined in", rfc, output);
    }
    for note in &explanation.notes {
        part("note", note, output);
    }
}

fn retry(retry: Retry) -> Option<&'static str> {
    Some(match retry {
        Retry::RetryLater => "keeps the message and tries again, with growing pauses.",
        Retry::RetrySlower => "tries again with fewer connections and fewer messages.",
        Retry::FixMessage => "changes the message before it tries again.",
        Retry::FixAndResend => "puts its settings, DNS or credentials right, then sends again.",
        Retry::AskReceiver => "has to ask the receiving side before it tries again.",
        Retry::GiveUp => "returns the message and does not try again.",
        Retry::RemoveAddress => "returns the message and takes the address off its lists.",
        _ => return None,
    })
}

fn rule(found: &Rule, output: &mut Output) {
    let name = output.styled(STRONG, found.id);
    let severity = output.styled(rules::style(found.severity), found.severity);
    output.line(format!("{name}: rule of smtpwire check"));
    output.line("");
    part("finds", found.summary, output);
    output.line(format!("{}    {severity}", output.styled(STRONG, "severity")));
    part("about", found.area, output);
    part("defined in", found.rfc, output);
}

fn mechanism(found: &Mechanism, output: &mut Output) {
    let name = output.styled(STRONG, found.name);
    output.line(format!("{name}: SASL mechanism{}", standing(found.standing)));
    output.line("");
    part("advice", found.advice, output);
    let secret = if found.sends_secret {
        "sends the password, or a token that serves as one, readably: inside TLS only."
    } else {
        "does not send the password."
    };
    part("secret", secret, output);
    let first = match found.first {
        Speaker::Client => "the client speaks first; its response may stand on the AUTH line.",
        Speaker::Server => "the server speaks first, with a challenge.",
    };
    part("exchange", first, output);
    if found.channel_binding {
        part("binding", "binds the login to the TLS channel.", output);
    }
    if let Some(reference) = found.reference {
        part("defined in", reference, output);
    }
}

fn extension(found: &Extension, output: &mut Output) {
    let name = output.styled(STRONG, found.keyword);
    output.line(format!("{name}: EHLO keyword{}", standing(found.standing)));
    output.line("");
    part("purpose", found.purpose, output);
    if let Some(parameters) = found.ehlo_parameters {
        part("in EHLO", &format!("followed by {parameters}"), output);
    }
    for (verb, forms, more) in [
        ("on MAIL", found.mail_parameters, found.mail_line_increment),
        ("on RCPT", found.rcpt_parameters, found.rcpt_line_increment),
    ] {
        for (at, form) in forms.iter().enumerate() {
            part(if at == 0 { verb } else { "" }, form.form, output);
        }
        if let Some(more) = more.filter(|more| *more > 0) {
            part("", &format!("(the line may be {more} octets longer than 512)"), output);
        }
    }
    if !found.verbs.is_empty() {
        part("verbs", &found.verbs.join(", "), output);
    }
    part("defined in", found.reference, output);
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Standard => "",
        Standing::Historic => ", historic",
        Standing::Experimental => ", experimental",
        Standing::Rare => ", seldom met",
        Standing::NonStandard => ", in no standard",
    }
}
