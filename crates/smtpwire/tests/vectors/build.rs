//! Values of the core, built from their JSON by public constructors; no parser of a line is asked.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::Value;
use smtpwire::types::auth::{Mechanism, SaslResponse};
use smtpwire::types::capability::Word;
use smtpwire::types::command::{
    Argument, Attribute, Attributes, Auth, Bdat, Burl, Mail, Node, Query, Rcpt, UnknownCommand,
};
use smtpwire::types::datetime::{DateTime, Offset};
use smtpwire::types::domain::GeneralLiteral;
use smtpwire::types::parameter::{
    Body, ByMode, DeliverBy, EnvelopeId, HoldSeconds, MailParameter, MailParameters, Notify,
    NotifyEvents, OriginalRecipient, Parameter, Priority, RcptParameter, RcptParameters,
    RecipientValidSince, Ret, RrvsAction, SolicitationKeywords, Submitter, Tracking, TransactionId,
};
use smtpwire::{
    AddressLiteral, Command, Domain, ForwardPath, Host, LocalPart, Mailbox, ReversePath,
};

pub(crate) type Built<T> = Result<T, String>;

fn need<T>(value: Option<T>, what: &str) -> Built<T> {
    value.ok_or_else(|| format!("no {what} can be built"))
}

pub(crate) fn text<'v>(value: &'v Value, key: &str) -> Built<&'v str> {
    value[key].as_str().ok_or_else(|| format!("{key} is no text in {value}"))
}

fn flag(value: &Value, key: &str) -> Built<bool> {
    match &value[key] {
        Value::Null => Ok(false),
        Value::Bool(true) => Ok(true),
        _ => Err(format!("{key} is true or absent, not in {value}")),
    }
}

fn items<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn integer<T: TryFrom<i64>>(value: &Value) -> Built<T> {
    need(value.as_i64().and_then(|number| T::try_from(number).ok()), "integer of this size")
}

/// A count of octets: a number, or its digits.
pub(crate) fn count(value: &Value) -> Built<u64> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
    need(number, "count of octets")
}

pub(crate) fn domain(name: &str) -> Built<Domain<'_>> {
    Domain::parse(name).map_err(|error| error.to_string())
}

pub(crate) fn literal(value: &Value) -> Built<AddressLiteral<'_>> {
    if let Some(address) = value["ipv4"].as_str() {
        return need(address.parse::<Ipv4Addr>().ok(), "IPv4 address").map(AddressLiteral::Ipv4);
    }
    if let Some(address) = value["ipv6"].as_str() {
        return need(address.parse::<Ipv6Addr>().ok(), "IPv6 address").map(AddressLiteral::Ipv6);
    }
    let general = GeneralLiteral::new(text(value, "tag")?, text(value, "content")?);
    need(general, "general literal").map(|literal| AddressLiteral::General(Box::new(literal)))
}

pub(crate) fn host(value: &Value) -> Built<Host<'_>> {
    match value["domain"].as_str() {
        Some(name) => domain(name).map(Host::Domain),
        None => literal(value).map(Host::Literal),
    }
}

pub(crate) fn local_part(text: &str) -> Built<LocalPart<'_>> {
    LocalPart::parse(text).map_err(|error| error.to_string())
}

pub(crate) fn mailbox(value: &Value) -> Built<Mailbox<'_>> {
    let mailbox = Mailbox::new(local_part(text(value, "local_part")?)?, host(&value["host"])?);
    need(mailbox, "mailbox")
}

pub(crate) fn reverse_path(value: &Value) -> Built<ReversePath<'_>> {
    match value {
        Value::Null => Ok(ReversePath::Null),
        _ => mailbox(value).map(ReversePath::Mailbox),
    }
}

pub(crate) fn forward_path(value: &Value) -> Built<ForwardPath<'_>> {
    match value.as_str() {
        Some("postmaster") => Ok(ForwardPath::Postmaster),
        _ => mailbox(value).map(ForwardPath::Mailbox),
    }
}

pub(crate) fn command(value: &Value) -> Built<Command<'_>> {
    if let Some(line) = value["unknown"].as_str() {
        return need(UnknownCommand::new(line), "unknown command").map(Command::Unknown);
    }
    Ok(match text(value, "verb")? {
        "EHLO" => Command::Ehlo(host(&value["host"])?),
        "HELO" => Command::Helo(host(&value["host"])?),
        "LHLO" => Command::Lhlo(host(&value["host"])?),
        "MAIL" => Command::Mail(Mail {
            from: reverse_path(&value["from"])?,
            parameters: mail_parameters(items(value, "parameters"))?,
        }),
        "RCPT" => Command::Rcpt(Rcpt {
            to: forward_path(&value["to"])?,
            parameters: rcpt_parameters(items(value, "parameters"))?,
        }),
        "DATA" => Command::Data,
        "BDAT" => Command::Bdat(Bdat { size: count(&value["size"])?, last: flag(value, "last")? }),
        "RSET" => Command::Rset,
        "NOOP" => Command::Noop(argument(value)?),
        "QUIT" => Command::Quit,
        "VRFY" => Command::Vrfy(query(value)?),
        "EXPN" => Command::Expn(query(value)?),
        "HELP" => Command::Help(argument(value)?),
        "STARTTLS" => Command::StartTls,
        "AUTH" => Command::Auth(Auth {
            mechanism: need(Mechanism::parse(text(value, "mechanism")?), "mechanism")?,
            initial_response: match value["initial_response"].as_str() {
                None => None,
                Some(base64) => Some(need(SaslResponse::parse(base64), "response")?),
            },
        }),
        "ETRN" => Command::Etrn(node(value)?),
        "ATRN" => {
            let names = items(value, "domains").iter();
            let names = names.map(|name| domain(name.as_str().unwrap_or_default()));
            Command::Atrn(names.collect::<Built<_>>()?)
        }
        "BURL" => Command::Burl(need(Burl::new(text(value, "url")?, flag(value, "last")?), "URL")?),
        "XCLIENT" => Command::XClient(attributes(value)?),
        "XFORWARD" => Command::XForward(attributes(value)?),
        verb => return Err(format!("{verb} is no verb of the vectors")),
    })
}

fn argument(value: &Value) -> Built<Option<Argument<'_>>> {
    match value["argument"].as_str() {
        None => Ok(None),
        Some(text) => need(Argument::new(text), "argument").map(Some),
    }
}

fn query(value: &Value) -> Built<Query<'_>> {
    let argument = need(argument(value)?, "argument")?;
    need(Query::new(argument, flag(value, "smtputf8")?), "query")
}

pub(crate) fn node(value: &Value) -> Built<Node<'_>> {
    if let Some(name) = value["host"].as_str() {
        return domain(name).map(Node::Host);
    }
    if let Some(name) = value["subdomains"].as_str() {
        return domain(name).map(Node::Subdomains);
    }
    need(Word::new(text(value, "queue")?), "queue").map(Node::Queue)
}

fn attributes(value: &Value) -> Built<Attributes<'_>> {
    let mut list = Vec::new();
    for pair in items(value, "attributes") {
        let (Some(name), Some(value)) = (pair[0].as_str(), pair[1].as_str()) else {
            return Err(format!("{pair} is no attribute"));
        };
        list.push(need(Attribute::new(name, value), "attribute")?);
    }
    need(Attributes::new(list), "list of attributes")
}

pub(crate) fn mail_parameters(values: &[Value]) -> Built<MailParameters<'_>> {
    let mut list = MailParameters::new();
    for value in values {
        list.push(mail_parameter(value)?).map_err(|error| error.to_string())?;
    }
    Ok(list)
}

pub(crate) fn rcpt_parameters(values: &[Value]) -> Built<RcptParameters<'_>> {
    let mut list = RcptParameters::new();
    for value in values {
        list.push(rcpt_parameter(value)?).map_err(|error| error.to_string())?;
    }
    Ok(list)
}

fn mail_parameter(parameter: &Value) -> Built<MailParameter<'_>> {
    if flag(parameter, "unknown")? {
        return unknown(parameter).map(MailParameter::Other);
    }
    let value = &parameter["value"];
    let word = || text(parameter, "value");
    Ok(match text(parameter, "keyword")? {
        "SIZE" => MailParameter::Size(count(value)?),
        "BODY" => MailParameter::Body(match word()? {
            "7BIT" => Body::SevenBit,
            "8BITMIME" => Body::EightBitMime,
            "BINARYMIME" => Body::BinaryMime,
            other => return Err(format!("{other} is no body")),
        }),
        "SMTPUTF8" => MailParameter::SmtpUtf8,
        "RET" => MailParameter::Ret(if word()? == "FULL" { Ret::Full } else { Ret::Headers }),
        "ENVID" => MailParameter::Envid(need(EnvelopeId::new(word()?), "envelope identifier")?),
        "AUTH" if value.is_null() => MailParameter::Auth(Submitter::Unknown),
        "AUTH" => MailParameter::Auth(Submitter::Mailbox(mailbox(value)?)),
        "REQUIRETLS" => MailParameter::RequireTls,
        "BY" => {
            let mode = if text(value, "mode")? == "N" { ByMode::Notify } else { ByMode::Return };
            let by = DeliverBy::new(integer(&value["seconds"])?, mode, flag(value, "trace")?);
            MailParameter::By(need(by, "time")?)
        }
        "HOLDFOR" => MailParameter::HoldFor(need(HoldSeconds::new(integer(value)?), "time")?),
        "HOLDUNTIL" => MailParameter::HoldUntil(date_time(value)?),
        "MT-PRIORITY" => MailParameter::MtPriority(need(Priority::new(integer(value)?), "one")?),
        "MTRK" => {
            let timeout = match &value["timeout"] {
                Value::Null => None,
                timeout => Some(integer(timeout)?),
            };
            let tracking = Tracking::new(text(value, "certifier")?, timeout);
            MailParameter::Mtrk(need(tracking, "tracking")?)
        }
        "TRANSID" => MailParameter::TransId(need(TransactionId::new(word()?), "identifier")?),
        "SOLICIT" => {
            let keywords = items(parameter, "value").iter().map(|k| k.as_str().unwrap_or(" "));
            let joined = keywords.collect::<Vec<_>>().join(",");
            let keywords = need(SolicitationKeywords::new(&joined), "keywords")?;
            MailParameter::Solicit(keywords).into_owned()
        }
        "CONPERM" => MailParameter::ConPerm,
        keyword => return Err(format!("{keyword} is no parameter of MAIL")),
    })
}

fn rcpt_parameter(parameter: &Value) -> Built<RcptParameter<'_>> {
    if flag(parameter, "unknown")? {
        return unknown(parameter).map(RcptParameter::Other);
    }
    let value = &parameter["value"];
    Ok(match text(parameter, "keyword")? {
        "NOTIFY" if *value == serde_json::json!(["NEVER"]) => RcptParameter::Notify(Notify::Never),
        "NOTIFY" => {
            let has = |name: &str| items(parameter, "value").iter().any(|event| event == name);
            let events = NotifyEvents::new(has("SUCCESS"), has("FAILURE"), has("DELAY"));
            RcptParameter::Notify(Notify::On(need(events, "event")?))
        }
        "ORCPT" => {
            let recipient = OriginalRecipient::new(text(value, "type")?, text(value, "address")?);
            RcptParameter::Orcpt(need(recipient, "original recipient")?)
        }
        "RRVS" => {
            let otherwise = match value["otherwise"].as_str() {
                None => None,
                Some("C") => Some(RrvsAction::Continue),
                Some("R") => Some(RrvsAction::Reject),
                Some(other) => return Err(format!("{other} is no action")),
            };
            let since = date_time(&value["since"])?;
            RcptParameter::Rrvs(need(RecipientValidSince::new(since, otherwise), "RRVS")?)
        }
        "CONNEG" => RcptParameter::ConNeg,
        keyword => return Err(format!("{keyword} is no parameter of RCPT")),
    })
}

fn unknown(parameter: &Value) -> Built<Parameter<'_>> {
    let value = parameter["value"].as_str();
    need(Parameter::new(text(parameter, "keyword")?, value), "parameter")
}

pub(crate) fn date_time(value: &Value) -> Built<DateTime> {
    let part = |key: &str, at: usize| integer::<u8>(&value[key][at]);
    let offset = match &value["offset"] {
        Value::String(z) if z == "Z" => Offset::Utc,
        minutes => Offset::Minutes(integer(minutes)?),
    };
    let date = (integer::<u16>(&value["date"][0])?, part("date", 1)?, part("date", 2)?);
    let time = (part("time", 0)?, part("time", 1)?, part("time", 2)?);
    let at = need(DateTime::new(date, time, offset), "date and time")?;
    match &value["nanosecond"] {
        Value::Null => Ok(at),
        nanosecond => need(at.with_nanosecond(integer(nanosecond)?), "fraction"),
    }
}
