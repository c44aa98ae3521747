//! Mailboxes and paths, told as JSON.

use serde_json::{Value, json};
use smtpwire::{AddressLiteral, Domain, ForwardPath, Host, Mailbox, ReversePath, ValueError};

use super::Problem;

/// Reads a mailbox, or a path in angle brackets.
pub(super) fn read(text: &[u8]) -> Result<Value, Problem> {
    let text = std::str::from_utf8(text).map_err(|error| Problem {
        verb: None,
        name: smtpwire::Problem::NotUtf8.name(),
        message: smtpwire::Problem::NotUtf8.to_string(),
        span: error.valid_up_to()..error.valid_up_to() + 1,
        reply: None,
    })?;
    let problem = |error: ValueError| Problem {
        verb: None,
        name: error.problem().name(),
        message: error.problem().to_string(),
        span: error.offset()..error.offset() + 1,
        reply: None,
    };
    let mut told = json!({ "kind": "address" });
    let (address, canonical) = if text.eq_ignore_ascii_case("<Postmaster>") {
        let path = ForwardPath::parse(text).map_err(problem)?;
        (forward(&path), path.to_string())
    } else if text.starts_with('<') {
        let path = ReversePath::parse(text).map_err(problem)?;
        (reverse(&path), path.to_string())
    } else {
        let mailbox = Mailbox::parse(text).map_err(problem)?;
        (told_mailbox(&mailbox), mailbox.to_string())
    };
    if let (Some(told), Value::Object(address)) = (told.as_object_mut(), address) {
        told.extend(address);
        told.insert("canonical".into(), canonical.into());
    }
    Ok(told)
}

/// Where failures go: `<>` has no mailbox.
pub(super) fn reverse(path: &ReversePath<'_>) -> Value {
    match path {
        ReversePath::Null => {
            json!({ "path": "<>", "null": true, "local_part": null, "host": null })
        }
        ReversePath::Mailbox(mailbox) => with_path(&path.to_string(), mailbox),
    }
}

/// Where mail goes: `<Postmaster>` has no host.
pub(super) fn forward(path: &ForwardPath<'_>) -> Value {
    match path {
        ForwardPath::Postmaster => {
            json!({ "path": "<Postmaster>", "local_part": "Postmaster", "host": null })
        }
        ForwardPath::Mailbox(mailbox) => with_path(&path.to_string(), mailbox),
    }
}

fn with_path(path: &str, mailbox: &Mailbox<'_>) -> Value {
    let mut told = json!({ "path": path });
    if let (Some(told), Value::Object(mailbox)) = (told.as_object_mut(), told_mailbox(mailbox)) {
        told.extend(mailbox);
    }
    told
}

fn told_mailbox(mailbox: &Mailbox<'_>) -> Value {
    let local_part = mailbox.local_part();
    let mut told = json!({ "local_part": local_part.as_str() });
    if local_part.is_quoted() {
        told["meaning"] = local_part.content().into();
    }
    told["host"] = host(mailbox.host());
    if !mailbox.is_ascii() {
        told["needs_smtputf8"] = true.into();
    }
    told
}

/// A domain or an address.
pub(super) fn host(host: &Host<'_>) -> Value {
    match host {
        Host::Domain(name) => domain(name),
        Host::Literal(AddressLiteral::Ipv4(address)) => json!({ "ipv4": address.to_string() }),
        Host::Literal(AddressLiteral::Ipv6(address)) => json!({ "ipv6": address.to_string() }),
        Host::Literal(AddressLiteral::General(literal)) => {
            json!({ "tag": literal.tag(), "content": literal.content() })
        }
    }
}

pub(super) fn domain(name: &Domain<'_>) -> Value {
    json!({ "domain": name.as_str() })
}
