//! Values of the core as the JSON that the vectors write.

use serde_json::{Map, Value, json};
use smtpwire::types::auth::SaslResponse;
use smtpwire::types::command::{Argument, Attributes, Node, Query};
use smtpwire::types::datetime::{DateTime, Offset};
use smtpwire::types::parameter::{
    ByMode, MailParameter, Notify, RcptParameter, Ret, RrvsAction, Submitter,
};
use smtpwire::{AddressLiteral, Command, Domain, ForwardPath, Host, Mailbox, ReversePath};

/// JSON numbers hold integers up to 2^53 - 1 alike in all languages; larger ones are digits.
pub(crate) fn count(number: u64) -> Value {
    if number < 1 << 53 { json!(number) } else { json!(number.to_string()) }
}

/// An object of those fields that say something.
fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let said = fields.into_iter().filter(|(_, value)| *value != Value::Bool(false));
    Value::Object(said.map(|(key, value)| (key.to_owned(), value)).collect())
}

/// A field's value, or what leaves the field out.
fn some<T: Into<Value>>(value: Option<T>) -> Value {
    value.map_or(Value::Bool(false), Into::into)
}

fn list(items: Vec<Value>) -> Value {
    if items.is_empty() { Value::Bool(false) } else { Value::Array(items) }
}

pub(crate) fn host(host: &Host<'_>) -> Value {
    match host {
        Host::Domain(domain) => json!({"domain": domain.as_str()}),
        Host::Literal(one) => literal(one),
    }
}

pub(crate) fn literal(literal: &AddressLiteral<'_>) -> Value {
    match literal {
        AddressLiteral::Ipv4(address) => json!({"ipv4": address.to_string()}),
        AddressLiteral::Ipv6(address) => json!({"ipv6": address.to_string()}),
        AddressLiteral::General(general) => {
            json!({"tag": general.tag(), "content": general.content()})
        }
    }
}

pub(crate) fn mailbox(mailbox: &Mailbox<'_>) -> Value {
    json!({"local_part": mailbox.local_part().as_str(), "host": host(mailbox.host())})
}

pub(crate) fn reverse_path(path: &ReversePath<'_>) -> Value {
    match path {
        ReversePath::Null => Value::Null,
        ReversePath::Mailbox(one) => mailbox(one),
    }
}

pub(crate) fn forward_path(path: &ForwardPath<'_>) -> Value {
    match path {
        ForwardPath::Postmaster => json!("postmaster"),
        ForwardPath::Mailbox(one) => mailbox(one),
    }
}

pub(crate) fn command(command: &Command<'_>) -> Value {
    let fields = match command {
        Command::Ehlo(one) | Command::Helo(one) | Command::Lhlo(one) => json!({"host": host(one)}),
        Command::Mail(mail) => object([
            ("from", reverse_path(&mail.from)),
            (
                "parameters",
                list(mail.parameters.iter().map(|parameter| mail_parameter(&parameter)).collect()),
            ),
        ]),
        Command::Rcpt(rcpt) => object([
            ("to", forward_path(&rcpt.to)),
            (
                "parameters",
                list(rcpt.parameters.iter().map(|parameter| rcpt_parameter(&parameter)).collect()),
            ),
        ]),
        Command::Bdat(bdat) => object([("size", count(bdat.size)), ("last", bdat.last.into())]),
        Command::Noop(text) | Command::Help(text) => {
            object([("argument", some(text.as_ref().map(Argument::as_str)))])
        }
        Command::Vrfy(one) | Command::Expn(one) => query(one),
        Command::Auth(auth) => object([
            ("mechanism", auth.mechanism.as_str().into()),
            (
                "initial_response",
                some(auth.initial_response.as_ref().map(SaslResponse::reveal_base64)),
            ),
        ]),
        Command::Etrn(Node::Host(domain)) => json!({"host": domain.as_str()}),
        Command::Etrn(Node::Subdomains(domain)) => json!({"subdomains": domain.as_str()}),
        Command::Etrn(Node::Queue(name)) => json!({"queue": name.as_str()}),
        Command::Atrn(domains) => {
            json!({"domains": domains.iter().map(Domain::as_str).collect::<Vec<_>>()})
        }
        Command::Burl(burl) => {
            object([("url", burl.reveal_url().into()), ("last", burl.last.into())])
        }
        Command::XClient(list) | Command::XForward(list) => attributes(list),
        Command::Unknown(unknown) => json!({"verb": unknown.verb(), "unknown": unknown.as_str()}),
        _ => json!({}),
    };
    let mut shown = Map::new();
    shown.insert("verb".into(), command.verb().as_str().into());
    if let Value::Object(fields) = fields {
        shown.extend(fields);
    }
    Value::Object(shown)
}

fn query(query: &Query<'_>) -> Value {
    object([("argument", query.argument().as_str().into()), ("smtputf8", query.smtputf8().into())])
}

fn attributes(attributes: &Attributes<'_>) -> Value {
    let pairs = attributes.iter().map(|attribute| json!([attribute.name(), attribute.value()]));
    json!({"attributes": pairs.collect::<Vec<_>>()})
}

pub(crate) fn mail_parameter(parameter: &MailParameter<'_>) -> Value {
    let value = match parameter {
        MailParameter::Size(size) => count(*size),
        MailParameter::Body(body) => json!(body.as_str()),
        MailParameter::Ret(Ret::Full) => json!("FULL"),
        MailParameter::Ret(Ret::Headers) => json!("HDRS"),
        MailParameter::Envid(id) => json!(id.as_str()),
        MailParameter::Auth(Submitter::Unknown) => Value::Null,
        MailParameter::Auth(Submitter::Mailbox(one)) => mailbox(one),
        MailParameter::By(by) => object([
            ("seconds", by.seconds().into()),
            ("mode", if by.mode() == ByMode::Notify { "N" } else { "R" }.into()),
            ("trace", by.trace().into()),
        ]),
        MailParameter::HoldFor(seconds) => json!(seconds.get()),
        MailParameter::HoldUntil(time) => date_time(time),
        MailParameter::MtPriority(priority) => json!(priority.get()),
        MailParameter::Mtrk(tracking) => object([
            ("certifier", tracking.certifier().into()),
            ("timeout", some(tracking.timeout())),
        ]),
        MailParameter::TransId(id) => json!(id.as_str()),
        MailParameter::Solicit(keywords) => json!(keywords.iter().collect::<Vec<_>>()),
        MailParameter::Other(other) => return unknown(other.keyword(), other.value()),
        _ => Value::Bool(false),
    };
    object([("keyword", parameter.keyword().into()), ("value", value)])
}

pub(crate) fn rcpt_parameter(parameter: &RcptParameter<'_>) -> Value {
    let value = match parameter {
        RcptParameter::Notify(Notify::Never) => json!(["NEVER"]),
        RcptParameter::Notify(Notify::On(events)) => {
            let named = [
                (events.success(), "SUCCESS"),
                (events.failure(), "FAILURE"),
                (events.delay(), "DELAY"),
            ];
            json!(named.iter().filter(|(on, _)| *on).map(|(_, name)| name).collect::<Vec<_>>())
        }
        RcptParameter::Orcpt(one) => json!({"type": one.address_type(), "address": one.address()}),
        RcptParameter::Rrvs(rrvs) => object([
            ("since", date_time(&rrvs.since())),
            (
                "otherwise",
                some(rrvs.otherwise().map(|action| match action {
                    RrvsAction::Continue => "C",
                    RrvsAction::Reject => "R",
                })),
            ),
        ]),
        RcptParameter::Other(other) => return unknown(other.keyword(), other.value()),
        _ => Value::Bool(false),
    };
    object([("keyword", parameter.keyword().into()), ("value", value)])
}

fn unknown(keyword: &str, value: Option<&str>) -> Value {
    object([("keyword", keyword.into()), ("value", some(value)), ("unknown", true.into())])
}

pub(crate) fn date_time(at: &DateTime) -> Value {
    let (year, month, day) = at.date();
    let (hour, minute, second) = at.time();
    let fraction = (at.nanosecond() > 0).then(|| at.nanosecond());
    object([
        ("date", json!([year, month, day])),
        ("time", json!([hour, minute, second])),
        ("nanosecond", some(fraction)),
        (
            "offset",
            match at.offset() {
                Offset::Utc => json!("Z"),
                Offset::Minutes(minutes) => json!(minutes),
            },
        ),
        ("unix", at.unix_seconds().into()),
    ])
}
