//! Commands, told as JSON.

use serde_json::{Value, json};
use smtpwire::types::command::{Argument, Attributes, Node, Query};
use smtpwire::{Command, CommandOptions, Domain, Escaped, Leniency, Verb};

use super::secret::{self, MASK};
use super::{Problem, address, parameter};

/// Reads one command line.
pub(super) fn read(line: &[u8], lenient: bool) -> Result<Value, Problem> {
    let mut options = CommandOptions::default();
    if lenient {
        options.leniency = Leniency::ALL;
    }
    match Command::parse_with(line, &options) {
        Ok(command) => Ok(told(&command)),
        Err(error) => Err(Problem {
            verb: (error.verb() != Verb::Unknown).then(|| error.verb().to_string()),
            name: error.problem().name(),
            message: error.problem().to_string(),
            span: error.offset()..error.offset() + 1,
            reply: Some(error.reply()),
        }),
    }
}

fn told(command: &Command<'_>) -> Value {
    let mut told = json!({ "kind": "command", "verb": command.verb().as_str() });
    match command {
        Command::Ehlo(host) | Command::Helo(host) | Command::Lhlo(host) => {
            told["host"] = address::host(host);
        }
        Command::Mail(mail) => {
            told["from"] = address::reverse(&mail.from);
            told["parameters"] = parameter::of_mail(&mail.parameters);
        }
        Command::Rcpt(rcpt) => {
            told["to"] = address::forward(&rcpt.to);
            told["parameters"] = parameter::of_rcpt(&rcpt.parameters);
        }
        Command::Bdat(bdat) => {
            told["size"] = bdat.size.into();
            told["last"] = bdat.last.into();
        }
        Command::Noop(text) | Command::Help(text) => {
            told["argument"] = text.as_ref().map(Argument::as_str).into();
        }
        Command::Vrfy(query) | Command::Expn(query) => asked(query, &mut told),
        Command::Auth(auth) => {
            // A response that stands in the mechanism's place is still a response.
            let name = auth.mechanism.as_str();
            let fits = secret::could_be_a_mechanism(name.as_bytes());
            told["mechanism"] = if fits { name } else { MASK }.into();
            told["initial_response"] = match &auth.initial_response {
                None => Value::Null,
                Some(response) if response.reveal_base64().is_empty() => "=".into(),
                Some(_) => MASK.into(),
            };
        }
        Command::Etrn(Node::Host(domain)) => told["node"] = address::domain(domain),
        Command::Etrn(Node::Subdomains(domain)) => {
            told["node"] = address::domain(domain);
            told["node"]["subdomains"] = true.into();
        }
        Command::Etrn(Node::Queue(name)) => told["node"] = json!({ "queue": name.as_str() }),
        Command::Atrn(domains) => {
            told["domains"] = domains.iter().map(Domain::as_str).collect();
        }
        Command::Burl(burl) => {
            let shown = secret::masked(burl.reveal_url().as_bytes());
            told["url"] = Escaped(&shown).to_string().into();
            told["last"] = burl.last.into();
        }
        Command::XClient(list) | Command::XForward(list) => told["attributes"] = attributes(list),
        Command::Unknown(unknown) => {
            let shown = secret::masked(unknown.as_str().as_bytes());
            let verb = shown.split(|octet| *octet == b' ').next().unwrap_or_default();
            told["verb"] = Escaped(verb).to_string().into();
            told["known"] = false.into();
        }
        // DATA, RSET, QUIT and STARTTLS say no more than their verb.
        _ => {}
    }
    let mut line = Vec::new();
    command.encode(&mut line);
    let line = secret::masked(line.strip_suffix(b"\r\n").unwrap_or(&line));
    told["canonical"] = Escaped(&line).to_string().into();
    told
}

fn asked(query: &Query<'_>, told: &mut Value) {
    told["argument"] = query.argument().as_str().into();
    told["smtputf8"] = query.smtputf8().into();
}

fn attributes(list: &Attributes<'_>) -> Value {
    list.iter()
        .map(|attribute| json!({ "name": attribute.name(), "value": attribute.value() }))
        .collect()
}
