//! The client's side of a dialog.

use serde_json::{Map, Value, json};
use smtpwire::flow::order::Phase;
use smtpwire::sasl::{
    ChannelBinding, ChannelBindingType, Credentials, CredentialsError, SaslMechanism, SaslPolicy,
};
use smtpwire::{
    Client, ClientConfig, ClientEvent, Error, ErrorCode, ForwardPath, Host, Keyword, LineEnds,
    Protocol, ReversePath, Sent, Verb,
};

use super::{Happened, Side, Trouble, expect, octets};
use crate::build;

type Fields = Map<String, Value>;

/// The configuration of a client.
pub(crate) fn config(config: &Fields) -> Result<ClientConfig, String> {
    let mut built = ClientConfig::new();
    for (key, value) in config {
        let flag = || value.as_bool().ok_or_else(|| format!("{key} is true or false"));
        match key.as_str() {
            "protocol" if value == "lmtp" => built.protocol = Protocol::Lmtp,
            "pipelining" => built.pipelining = flag()?,
            "helo_fallback" => built.helo_fallback = flag()?,
            "implicit_tls" => built.implicit_tls = flag()?,
            "verified" => built.verified = flag()?,
            "plaintext_auth" => built.plaintext_auth = flag()?,
            "long_lines" => built.long_lines = flag()?,
            "line_ends" if value == "normalise" => built.line_ends = LineEnds::Normalise,
            "limits" => limits(&mut built.limits, value)?,
            "timeouts" => timeouts(&mut built.timeouts, value)?,
            "reply" if value["differing_codes"] == true => built.reply.differing_codes = true,
            _ => return Err(format!("{key} is no option of a client")),
        }
    }
    Ok(built)
}

/// Limits by name; `null` for none.
pub(super) fn limits(limits: &mut smtpwire::Limits, value: &Value) -> Result<(), String> {
    for (key, value) in value.as_object().ok_or("limits are an object")? {
        let number = value.as_u64();
        let size = || number.and_then(|n| usize::try_from(n).ok()).ok_or("a number");
        let count = || number.and_then(|n| u32::try_from(n).ok()).ok_or("a number");
        match key.as_str() {
            "command_line" => limits.command_line = size()?,
            "auth_line" => limits.auth_line = size()?,
            "reply_line" => limits.reply_line = size()?,
            "reply_lines" => limits.reply_lines = size()?,
            "recipients" => limits.recipients = size()?,
            "pending_commands" => limits.pending_commands = size()?,
            "input_buffer" => limits.input_buffer = size()?,
            "output_buffer" => limits.output_buffer = size()?,
            "message_size" => limits.message_size = number,
            "content_line" => limits.content_line = size().ok(),
            "errors" => limits.errors = count()?,
            "idle_commands" => limits.idle_commands = count()?,
            "failed_logins" => limits.failed_logins = count()?,
            "transactions" => limits.transactions = count().ok(),
            _ => return Err(format!("{key} is no limit")),
        }
    }
    Ok(())
}

pub(super) fn timeouts(timeouts: &mut smtpwire::Timeouts, value: &Value) -> Result<(), String> {
    for (key, value) in value.as_object().ok_or("timeouts are an object")? {
        let timeout = match key.as_str() {
            "greeting" => &mut timeouts.greeting,
            "command" => &mut timeouts.command,
            "mail" => &mut timeouts.mail,
            "rcpt" => &mut timeouts.rcpt,
            "data_initiation" => &mut timeouts.data_initiation,
            "data_block" => &mut timeouts.data_block,
            "data_termination" => &mut timeouts.data_termination,
            "quit" => &mut timeouts.quit,
            "tls" => &mut timeouts.tls,
            "idle" => &mut timeouts.idle,
            "answer" => &mut timeouts.answer,
            _ => return Err(format!("{key} is no timeout")),
        };
        *timeout = value.as_u64().ok_or("a number of milliseconds")?;
    }
    Ok(())
}

/// The phase by the name that `order.json` has for it.
pub(super) fn phase(phase: Phase) -> Value {
    format!("{phase:?}").to_lowercase().into()
}

fn text<'s>(step: &'s Fields, key: &str) -> Result<&'s str, String> {
    step.get(key).and_then(Value::as_str).ok_or_else(|| format!("{key} is a text"))
}

/// A value that the interface refuses to build is an invalid value.
fn valid<T, E>(built: Result<T, E>) -> Result<T, Trouble> {
    built.map_err(|_| Trouble::Failed(ErrorCode::InvalidValue))
}

fn list<'s>(step: &'s Fields, key: &str) -> &'s [Value] {
    step.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

impl Side for Client {
    const PASSED_OVER: &'static [&'static str] = &[];

    fn happened(event: ClientEvent) -> Happened {
        happened(&event)
    }

    fn content(&mut self, octets: &[u8]) -> Result<usize, Error> {
        self.content(octets)
    }

    fn end_content(&mut self) -> Result<(), Error> {
        self.end_content()
    }

    fn state(&mut self, key: &str) -> Option<Value> {
        Some(match key {
            "phase" => phase(self.phase()),
            "tls" => self.is_tls().into(),
            "authenticated" => self.is_authenticated().into(),
            "pending" => self.pending().into(),
            "content-end-sent" => self.content_end_sent().into(),
            "unanswered" => self
                .unanswered()
                .map(|(id, verb, sent)| json!([id.number(), verb_name(verb), sent_name(sent)]))
                .collect(),
            "offers" => match self.capabilities() {
                None => Value::Null,
                Some(capabilities) => offers(capabilities),
            },
            _ => return None,
        })
    }

    fn call(&mut self, name: &str, step: &Fields, now: u64) -> Result<(), Trouble> {
        let allowed: &[&str] = match name {
            "ehlo" => &["host"],
            "mail" => &["from", "parameters"],
            "rcpt" => &["to", "parameters"],
            "bdat" => &["size", "last"],
            "vrfy" | "expn" => &["query"],
            "help" => &["argument"],
            "etrn" => &["host", "subdomains", "queue"],
            "command" => &["command"],
            "raw" => &["line"],
            "tls-failed" => &["detail"],
            "auth" => &[
                "credentials",
                "mechanisms",
                "nonce",
                "channel-binding",
                "allow-plaintext-secrets",
            ],
            "auth-raw" => &["mechanism", "initial"],
            "auth-response" => &["octets"],
            _ => &[],
        };
        expect::only(step, &[&["call", "fails"], allowed].concat())?;
        match name {
            "ehlo" => self.ehlo(valid(Host::parse(text(step, "host")?))?).map(drop)?,
            "mail" => {
                let path = format!("<{}>", text(step, "from")?);
                let from = valid(ReversePath::parse(&path))?;
                let parameters = valid(build::mail_parameters(list(step, "parameters")))?;
                self.mail(from, parameters)?;
            }
            "rcpt" => {
                let path = format!("<{}>", text(step, "to")?);
                let to = valid(ForwardPath::parse(&path))?;
                let parameters = valid(build::rcpt_parameters(list(step, "parameters")))?;
                self.rcpt(to, parameters)?;
            }
            "data" => drop(self.data()?),
            "bdat" => drop(self.bdat(build::count(&step["size"])?, step["last"] == true)?),
            "rset" => drop(self.rset()?),
            "noop" => drop(self.noop()?),
            "vrfy" => drop(self.vrfy(text(step, "query")?)?),
            "expn" => drop(self.expn(text(step, "query")?)?),
            "help" => drop(self.help(step.get("argument").and_then(Value::as_str))?),
            "etrn" => drop(self.etrn(valid(build::node(&Value::Object(step.clone())))?)?),
            "quit" => drop(self.quit()?),
            "command" => drop(self.command(valid(build::command(&step["command"]))?)?),
            "raw" => drop(self.raw(text(step, "line")?)?),
            "starttls" => drop(self.starttls()?),
            "tls-established" => self.tls_established(now)?,
            "tls-failed" => self.tls_failed(text(step, "detail")?)?,
            "auth" => auth(self, step)?,
            "auth-raw" => {
                let initial = step.get("initial").map(octets).transpose()?;
                self.auth_raw(text(step, "mechanism")?, initial.as_deref())?;
            }
            "auth-response" => self.auth_response(&octets(&step["octets"])?)?,
            "auth-cancel" => self.auth_cancel()?,
            other => return Err(Trouble::Vector(format!("{other} is no call of a client"))),
        }
        Ok(())
    }
}

/// AUTH with credentials. `nonce` is the entropy for it, 16 octets of no meaning by default.
fn auth(client: &mut Client, step: &Fields) -> Result<(), Trouble> {
    let credentials = valid(credentials(&step["credentials"])?)?;
    let mut policy = SaslPolicy::default();
    policy.allow_plaintext_secrets = step.contains_key("allow-plaintext-secrets");
    if step.contains_key("mechanisms") {
        let named = |name: &Value| name.as_str().and_then(SaslMechanism::from_name);
        let wanted = list(step, "mechanisms").iter();
        let allowed = wanted.map(|name| named(name).ok_or_else(|| format!("mechanism {name}")));
        policy.allowed = Some(allowed.collect::<Result<_, String>>()?);
    }
    let binding = step.get("channel-binding").map(channel_binding).transpose()?;
    let nonce = step.get("nonce").map_or(Ok(b"0123456789abcdef".to_vec()), octets)?;
    client.auth(&credentials, &policy, binding.as_ref(), &nonce)?;
    Ok(())
}

pub(super) fn channel_binding(value: &Value) -> Result<ChannelBinding, String> {
    let kinds = [
        ChannelBindingType::TlsExporter,
        ChannelBindingType::TlsServerEndPoint,
        ChannelBindingType::TlsUnique,
    ];
    let kind = kinds.into_iter().find(|kind| value["type"] == kind.name());
    Ok(ChannelBinding::new(kind.ok_or("the type of a channel binding")?, octets(&value["data"])?))
}

fn credentials(value: &Value) -> Result<Result<Credentials, CredentialsError>, String> {
    let fields = value.as_object().ok_or("credentials are an object")?;
    let known = [
        "username",
        "password",
        "token",
        "server",
        "external",
        "anonymous",
        "authorization_identity",
    ];
    expect::only(fields, &known)?;
    let word = |key: &str| fields.get(key).and_then(Value::as_str);
    let mut built = match (word("username"), word("password"), word("token"), word("anonymous")) {
        (Some(name), Some(password), None, None) => Credentials::password(name, password),
        (Some(name), None, Some(token), None) => Credentials::bearer(name, token),
        (None, None, None, Some(trace)) => Credentials::anonymous(trace),
        (None, None, None, None) if value["external"] == true => Ok(Credentials::external()),
        _ => return Err("no credentials".into()),
    };
    if let Some(server) = fields.get("server") {
        let port = server[1].as_u64().and_then(|port| u16::try_from(port).ok()).ok_or("a port")?;
        built = built.and_then(|built| built.with_server(server[0].as_str().unwrap_or(""), port));
    }
    if let Some(identity) = word("authorization_identity") {
        built = built.and_then(|built| built.with_authorization_identity(identity));
    }
    Ok(built)
}

/// A verb in capitals, or `unknown`, as in `command-errors.json`.
pub(super) fn verb_name(verb: Verb) -> &'static str {
    if verb == Verb::Unknown { "unknown" } else { verb.as_str() }
}

fn sent_name(sent: Sent) -> &'static str {
    match sent {
        Sent::No => "no",
        Sent::Partly => "partly",
        Sent::Wholly => "wholly",
    }
}

/// Every known keyword that is offered, sorted; SIZE with its limit, AUTH with the mechanisms of
/// all its lines.
fn offers(capabilities: &smtpwire::Capabilities<'_>) -> Value {
    let mut lines: Vec<String> = Vec::new();
    for keyword in capabilities.iter().filter_map(smtpwire::Capability::keyword) {
        let mut line = keyword.as_str().to_owned();
        if keyword == Keyword::Auth {
            for mechanism in capabilities.mechanisms() {
                line.push(' ');
                line.push_str(mechanism.as_str());
            }
        }
        if let (Keyword::Size, Some(size)) = (keyword, capabilities.size()) {
            line = format!("{line} {size}");
        }
        lines.push(line);
    }
    lines.sort_unstable();
    lines.dedup();
    lines.into()
}

fn happened(event: &ClientEvent) -> Happened {
    let kind = match event {
        ClientEvent::Greeting { .. } => "greeting",
        ClientEvent::Ehlo { .. } => "ehlo",
        ClientEvent::Reply { .. } => "reply",
        ClientEvent::DataReady { .. } => "data-ready",
        ClientEvent::ContentReply { .. } => "content-reply",
        ClientEvent::RecipientReply { .. } => "recipient-reply",
        ClientEvent::StartTls { .. } => "start-tls",
        ClientEvent::TlsEstablished { .. } => "tls-established",
        ClientEvent::Challenge { .. } => "challenge",
        ClientEvent::Authenticated { .. } => "authenticated",
        ClientEvent::Closing { .. } => "closing",
        _ => "unheard-of",
    };
    let mut happened = Happened::new(kind);
    if let Some(id) = event.id() {
        happened = happened.with("command", id.number());
    }
    if let Some(reply) = event.reply() {
        happened = happened.with_reply(reply);
    }
    match event {
        ClientEvent::Reply { verb, .. } => happened.with("verb", verb_name(*verb)),
        ClientEvent::RecipientReply { index, last, .. } => {
            happened.with("index", *index).with("last", *last)
        }
        ClientEvent::Challenge { octets, .. } => happened.with_octets(octets),
        ClientEvent::Authenticated { mechanism, .. } => {
            happened.with("mechanism", mechanism.as_str())
        }
        _ => happened,
    }
}
