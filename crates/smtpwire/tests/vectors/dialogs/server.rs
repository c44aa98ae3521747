//! The server's side of a dialog.

use serde_json::{Map, Value};
use smtpwire::sasl::{ChannelBinding, Claim, SaslMechanism};
use smtpwire::types::command::Node;
use smtpwire::{
    Command, ContentMode, Decisions, Error, ForwardPath, Host, Leniency, LineEnds, Protocol, Reply,
    ReversePath, Secret, Server, ServerConfig, ServerEvent, Synchronization,
};

use super::client::{channel_binding, limits, phase, timeouts, verb_name};
use super::{Happened, Side, Trouble, expect, octets};
use crate::{proxy, show};

type Fields = Map<String, Value>;

/// What challenges are made from.
pub(crate) const ENTROPY: [u8; 32] = [7; 32];

/// What a server offers when its dialog does not say.
const OFFERED: [&str; 8] = [
    "PIPELINING",
    "SIZE",
    "8BITMIME",
    "SMTPUTF8",
    "CHUNKING",
    "BINARYMIME",
    "DSN",
    "ENHANCEDSTATUSCODES",
];

/// The configuration of a server, and the channel bindings of its connection.
pub(crate) fn config(config: &Fields) -> Result<(ServerConfig, Vec<ChannelBinding>), String> {
    let host = Host::parse("mx.example").map_err(|error| error.to_string())?;
    let mut built = ServerConfig::new(host.into_owned());
    built.decisions = Decisions::NONE;
    built.content = ContentMode::Whole;
    built.limits.message_size = Some(1_000_000);
    offer(&mut built, &OFFERED);
    let mut bindings = Vec::new();
    for (key, value) in config {
        let flag = || value.as_bool().ok_or_else(|| format!("{key} is true or false"));
        match key.as_str() {
            "protocol" if value == "lmtp" => built.protocol = Protocol::Lmtp,
            "extensions" => offer(&mut built, &words(value)?),
            "xclient" => built.extensions.xclient = owned(value)?,
            "xforward" => built.extensions.xforward = owned(value)?,
            "decisions" => {
                for word in words(value)? {
                    let found = Decisions::NAMES.iter().find(|(name, _)| *name == word);
                    built.decisions |= found.ok_or_else(|| format!("no decision {word}"))?.1;
                }
            }
            "content" if value == "stream" => built.content = ContentMode::Stream,
            "line_ends" if value == "normalise" => built.line_ends = LineEnds::Normalise,
            "synchronization" if value == "tolerant" => {
                built.synchronization = Synchronization::Tolerant;
            }
            "auth" => {
                let mechanism = |name: &&str| SaslMechanism::from_name(name).ok_or("a mechanism");
                let words = words(value)?;
                built.extensions.auth = words.iter().map(mechanism).collect::<Result<_, _>>()?;
                built.decoy_key = Secret::from("0123456789abcdef");
            }
            "channel_binding" => bindings.push(channel_binding(value)?),
            "lenient" => lenient(&mut built.leniency, &words(value)?)?,
            "require_auth" => built.require_auth = flag()?,
            "require_tls" => built.require_tls = flag()?,
            "plaintext_auth" => built.plaintext_auth = flag()?,
            "implicit_tls" => built.implicit_tls = flag()?,
            "proxy" => built.proxy = flag()?,
            "trusted" => built.trusted = flag()?,
            "early_talkers" => built.early_talkers = value.as_u64(),
            "limits" => limits(&mut built.limits, value)?,
            "timeouts" => timeouts(&mut built.timeouts, value)?,
            _ => return Err(format!("{key} is no option of a server")),
        }
    }
    Ok((built, bindings))
}

fn words(value: &Value) -> Result<Vec<&str>, String> {
    let items = value.as_array().ok_or("a list of words")?;
    items.iter().map(|item| item.as_str().ok_or_else(|| "a list of words".into())).collect()
}

fn owned(value: &Value) -> Result<Vec<String>, String> {
    Ok(words(value)?.into_iter().map(str::to_owned).collect())
}

/// Offers these extensions and no others.
fn offer(config: &mut ServerConfig, keywords: &[&str]) {
    let offered = &mut config.extensions;
    for (keyword, flag) in [
        ("PIPELINING", &mut offered.pipelining),
        ("SIZE", &mut offered.size),
        ("8BITMIME", &mut offered.eight_bit_mime),
        ("SMTPUTF8", &mut offered.smtputf8),
        ("CHUNKING", &mut offered.chunking),
        ("BINARYMIME", &mut offered.binary_mime),
        ("DSN", &mut offered.dsn),
        ("ENHANCEDSTATUSCODES", &mut offered.enhanced_codes),
        ("LIMITS", &mut offered.limits),
        ("STARTTLS", &mut offered.starttls),
        ("REQUIRETLS", &mut offered.require_tls),
        ("VRFY", &mut offered.vrfy),
        ("EXPN", &mut offered.expn),
        ("HELP", &mut offered.help),
        ("ETRN", &mut offered.etrn),
        ("ATRN", &mut offered.atrn),
    ] {
        *flag = keywords.contains(&keyword);
    }
}

fn lenient(leniency: &mut Leniency, names: &[&str]) -> Result<(), String> {
    for name in names {
        match *name {
            "space-after-colon" => leniency.space_after_colon = true,
            "repeated-spaces" => leniency.repeated_spaces = true,
            "missing-brackets" => leniency.missing_brackets = true,
            "underscore-in-domain" => leniency.underscore_in_domain = true,
            other => return Err(format!("no leniency {other}")),
        }
    }
    Ok(())
}

fn reply(value: &Value) -> Result<Reply<'static>, String> {
    let octets = octets(value)?;
    match Reply::parse(&octets) {
        Ok(Some((reply, used))) if used == octets.len() => Ok(reply.into_owned()),
        other => Err(format!("{value} is no reply: {other:?}")),
    }
}

impl Side for Server {
    const PASSED_OVER: &'static [&'static str] = &[
        "connected",
        "helo",
        "data",
        "rset",
        "noop",
        "vrfy",
        "expn",
        "help",
        "unknown",
        "refused",
        "quit",
        "auth-failed",
    ];

    fn happened(event: ServerEvent) -> Happened {
        happened(event)
    }

    fn content(&mut self, _: &[u8]) -> Result<usize, Error> {
        Err(smtpwire::ErrorCode::UnexpectedContent.into())
    }

    fn end_content(&mut self) -> Result<(), Error> {
        Err(smtpwire::ErrorCode::UnexpectedContent.into())
    }

    fn state(&mut self, key: &str) -> Option<Value> {
        Some(match key {
            "phase" => phase(self.phase()),
            "tls" => self.is_tls().into(),
            "authenticated" => self.is_authenticated().into(),
            "answers-due" => self.answers_due().into(),
            _ => return None,
        })
    }

    fn call(&mut self, name: &str, step: &Fields, now: u64) -> Result<(), Trouble> {
        let allowed: &[&str] = match name {
            "answer" | "answer-all" | "close" => &["reply"],
            "verify" => &["accept"],
            "tls-failed" => &["detail"],
            _ => &[],
        };
        expect::only(step, &[&["call", "fails"], allowed].concat())?;
        match name {
            "accept" => self.accept()?,
            "answer" => self.answer(reply(&step["reply"])?)?,
            "answer-all" => self.answer_all(&reply(&step["reply"])?)?,
            "verify" => self.verify(step["accept"] == true)?,
            "provide-verifier" => self.provide_verifier(None)?,
            "close" => self.close(step.get("reply").map(reply).transpose()?)?,
            "tls-established" => self.tls_established(now)?,
            "tls-failed" => self.tls_failed(step["detail"].as_str().unwrap_or_default())?,
            other => return Err(Trouble::Vector(format!("{other} is no call of a server"))),
        }
        Ok(())
    }
}

/// A path without its brackets; nothing for the null path.
fn bare(path: &str) -> &str {
    path.trim_start_matches('<').trim_end_matches('>')
}

/// A claim by the kind of credentials that it is made with, and what it has of them.
fn claimed(claim: &Claim) -> Happened {
    let text = |secret: &Secret| String::from_utf8_lossy(secret.reveal()).into_owned();
    let happened = match claim {
        Claim::Password(claim) => Happened::new("auth-verify")
            .with("credentials", "password")
            .with("password", text(&claim.password)),
        Claim::CramMd5(_) => Happened::new("auth-verify").with("credentials", "cram-md5"),
        Claim::Bearer(claim) => Happened::new("auth-verify")
            .with("credentials", "bearer")
            .with("token", text(&claim.token)),
        Claim::External { .. } => Happened::new("auth-verify").with("credentials", "external"),
        Claim::Anonymous { trace } => Happened::new("auth-verify")
            .with("credentials", "anonymous")
            .with("trace", trace.as_str()),
        _ => Happened::new("unheard-of"),
    };
    happened
        .with("username", claim.username())
        .with("authorization-identity", claim.authorization_identity())
}

fn happened(event: ServerEvent) -> Happened {
    match event {
        ServerEvent::Proxy { header } => {
            Happened::new("proxy").with("header", proxy::shown(&header))
        }
        ServerEvent::Connected => Happened::new("connected"),
        ServerEvent::EarlyTalker => Happened::new("early-talker"),
        ServerEvent::Helo { verb, host } => {
            Happened::new("helo").with("verb", verb_name(verb)).with("host", host.to_string())
        }
        ServerEvent::StartTls => Happened::new("start-tls"),
        ServerEvent::TlsEstablished => Happened::new("tls-established"),
        ServerEvent::AuthVerify { claim } => claimed(&claim),
        ServerEvent::AuthLookup { username, .. } => {
            Happened::new("auth-lookup").with("username", username)
        }
        ServerEvent::Authenticated { .. } => Happened::new("authenticated"),
        ServerEvent::AuthFailed { mechanism, reply } => {
            Happened::new("auth-failed").with("mechanism", mechanism.name()).with_reply(&reply)
        }
        ServerEvent::Mail { mail } => {
            let from = match &mail.from {
                ReversePath::Null => String::new(),
                path @ ReversePath::Mailbox(_) => bare(&path.to_string()).to_owned(),
            };
            let parameters = mail.parameters.iter().map(|one| show::mail_parameter(&one));
            Happened::new("mail")
                .with("from", from)
                .with("parameters", parameters.collect::<Value>())
        }
        ServerEvent::Rcpt { rcpt } => {
            let to = match &rcpt.to {
                ForwardPath::Postmaster => "postmaster".to_owned(),
                path @ ForwardPath::Mailbox(_) => bare(&path.to_string()).to_owned(),
            };
            let parameters = rcpt.parameters.iter().map(|one| show::rcpt_parameter(&one));
            Happened::new("rcpt").with("to", to).with("parameters", parameters.collect::<Value>())
        }
        ServerEvent::Data => Happened::new("data"),
        ServerEvent::Content { octets } => Happened::new("content").with_octets(&octets),
        ServerEvent::Message { size, octets } => {
            let happened = Happened::new("message").with("size", size);
            match octets {
                Some(octets) => happened.with_octets(&octets),
                None => happened,
            }
        }
        ServerEvent::Aborted { .. } => Happened::new("aborted"),
        ServerEvent::Rset => Happened::new("rset"),
        ServerEvent::Noop => Happened::new("noop"),
        ServerEvent::Vrfy { query } => {
            Happened::new("vrfy").with("query", query.argument().as_str())
        }
        ServerEvent::Expn { query } => {
            Happened::new("expn").with("query", query.argument().as_str())
        }
        ServerEvent::Help { .. } => Happened::new("help"),
        ServerEvent::Etrn { node } => match node {
            Node::Host(host) => Happened::new("etrn").with("host", host.as_str()),
            Node::Subdomains(host) => Happened::new("etrn").with("subdomains", host.as_str()),
            Node::Queue(queue) => Happened::new("etrn").with("queue", queue.as_str()),
        },
        ServerEvent::Atrn { .. } => Happened::new("atrn"),
        ServerEvent::Burl { .. } => Happened::new("burl"),
        ServerEvent::XClient { attributes } => {
            let shown = show::command(&Command::XClient(attributes));
            Happened::new("xclient").with("attributes", shown["attributes"].clone())
        }
        ServerEvent::XForward { attributes } => {
            let shown = show::command(&Command::XForward(attributes));
            Happened::new("xforward").with("attributes", shown["attributes"].clone())
        }
        ServerEvent::Unknown { command } => Happened::new("unknown").with("line", command.shown()),
        ServerEvent::Refused { verb, reply } => {
            Happened::new("refused").with("verb", verb_name(verb)).with_reply(&reply)
        }
        ServerEvent::Quit => Happened::new("quit"),
        _ => Happened::new("unheard-of"),
    }
}
