//! A server's events.

use serde_bytes::Bytes;
use smtpwire::sasl::Claim;
use smtpwire::types::command::Argument;
use smtpwire::{Abort, Domain, ReversePath, ServerEvent};

use super::Event;
use crate::failure::Failure;
use crate::outcome::recipient_text;
use crate::values::{self, Masked, Parameter, node_parts, pairs};

impl<'a> From<&'a ServerEvent> for Event<'a> {
    fn from(event: &'a ServerEvent) -> Self {
        match event {
            ServerEvent::Proxy { header } => Self::Proxy { header: header.into() },
            ServerEvent::Connected => Self::Connected,
            ServerEvent::EarlyTalker => Self::EarlyTalker,
            ServerEvent::Helo { verb, host } => {
                Self::Helo { verb: verb.as_str(), host: host.to_string() }
            }
            ServerEvent::StartTls => Self::StartTls { command: None, reply: None },
            ServerEvent::TlsEstablished => Self::TlsEstablished { command: None, reply: None },
            ServerEvent::AuthVerify { claim } => verify(claim),
            ServerEvent::AuthLookup { mechanism, username, authorization_identity } => {
                Self::AuthLookup {
                    mechanism: mechanism.name(),
                    username,
                    authorization_identity: authorization_identity.as_deref(),
                }
            }
            ServerEvent::Authenticated { identity } => Self::Authenticated {
                command: None,
                reply: None,
                mechanism: None,
                username: identity.username.as_deref(),
                authorization_identity: identity.authorization_identity.as_deref(),
            },
            ServerEvent::AuthFailed { mechanism, reply } => {
                Self::AuthFailed { mechanism: mechanism.name(), reply: reply.into() }
            }
            ServerEvent::Mail { mail } => Self::Mail {
                from: match &mail.from {
                    ReversePath::Null => String::new(),
                    ReversePath::Mailbox(mailbox) => mailbox.to_string(),
                },
                parameters: Parameter::all_of_mail(&mail.parameters),
            },
            ServerEvent::Rcpt { rcpt } => Self::Rcpt {
                to: recipient_text(&rcpt.to),
                parameters: Parameter::all_of_rcpt(&rcpt.parameters),
            },
            ServerEvent::Data => Self::Data,
            ServerEvent::Content { octets } => Self::Content { octets: Bytes::new(octets) },
            ServerEvent::Message { size, octets } => Self::Message {
                size: crate::Count(*size),
                octets: octets.as_deref().map(Bytes::new),
            },
            ServerEvent::Aborted { why } => aborted(*why),
            ServerEvent::Rset => Self::Rset,
            ServerEvent::Noop => Self::Noop,
            ServerEvent::Vrfy { query } => {
                Self::Vrfy { query: query.argument().as_str(), smtputf8: query.smtputf8() }
            }
            ServerEvent::Expn { query } => {
                Self::Expn { query: query.argument().as_str(), smtputf8: query.smtputf8() }
            }
            ServerEvent::Help { argument } => {
                Self::Help { argument: argument.as_ref().map(Argument::as_str) }
            }
            ServerEvent::Etrn { node } => {
                let (host, subdomains, queue) = node_parts(node);
                Self::Etrn { host, subdomains, queue }
            }
            ServerEvent::Atrn { domains } => {
                Self::Atrn { domains: domains.iter().map(Domain::as_str).collect() }
            }
            ServerEvent::Burl { burl } => {
                Self::Burl { url: burl.reveal_url().into(), last: burl.last }
            }
            ServerEvent::XClient { attributes } => Self::XClient { attributes: pairs(attributes) },
            ServerEvent::XForward { attributes } => {
                Self::XForward { attributes: pairs(attributes) }
            }
            ServerEvent::Unknown { command } => {
                Self::Unknown { verb: command.shown_verb(), line: command.shown() }
            }
            ServerEvent::Refused { verb, reply } => {
                Self::Refused { verb: values::verb(*verb), reply: reply.into() }
            }
            ServerEvent::Quit => Self::Quit,
            _ => Self::Other,
        }
    }
}

fn verify(claim: &Claim) -> Event<'_> {
    let (mut password, mut token, mut host, mut port, mut trace) = (None, None, None, None, None);
    let credentials = match claim {
        Claim::Password(_) => {
            password = Some(Masked);
            "password"
        }
        Claim::CramMd5(_) => "cram-md5",
        Claim::Bearer(bearer) => {
            token = Some(Masked);
            host = bearer.host.as_deref();
            port = bearer.port;
            "bearer"
        }
        Claim::External { .. } => "external",
        Claim::Anonymous { trace: word } => {
            trace = Some(word.as_str());
            "anonymous"
        }
        _ => "other",
    };
    Event::AuthVerify {
        credentials,
        username: claim.username(),
        authorization_identity: claim.authorization_identity(),
        password,
        token,
        host,
        port,
        trace,
        claim,
    }
}

fn aborted(why: Abort) -> Event<'static> {
    let (why, error) = match why {
        Abort::Reset => ("reset", None),
        Abort::Greeting => ("greeting", None),
        Abort::Content(error) => ("content", Some(Failure::received(error))),
        Abort::Refused => ("refused", None),
        Abort::Quit => ("quit", None),
        Abort::Connection => ("connection", None),
        _ => ("other", None),
    };
    Event::Aborted { why, error }
}
