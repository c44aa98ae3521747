//! addresses.json: hosts, mailboxes and paths, and what is told of those that are none.

use serde_json::Value;
use smtpwire::{AddressLiteral, Domain, ForwardPath, LocalPart, Mailbox, ReversePath, ValueError};
use smtpwire_shell::Failure;
use smtpwire_shell::values as shell;
use smtpwire_shell::values::Path;

use crate::case::{Octets, Verdict, case, run, same};
use crate::shape::{built, given, shown};

case! {
    /// A text that may be an address.
    struct Address {
        kind: String,
        input: Option<Octets>,
        value: Option<Value>,
        wire: Option<Octets>,
        content: Option<String>,
        error: Option<Value>,
        groups: Option<Value>,
    }
}

/// What was read, as JSON; and as text, once it was built from that JSON.
fn through(
    kind: &str,
    input: &str,
    value: &Value,
) -> Result<Result<(Value, String), Failure>, String> {
    macro_rules! read {
        ($type:ident) => {
            match $type::parse(input) {
                Ok(read) => read,
                Err(error) => return Ok(Err(ValueError::into(error))),
            }
        };
    }
    Ok(Ok(match kind {
        "domain" => {
            let read = read!(Domain);
            (Value::from(read.as_str()), read.to_string())
        }
        "local-part" => {
            let read = read!(LocalPart);
            (Value::from(read.as_str()), read.to_string())
        }
        "address-literal" => {
            let read = smtpwire::Host::Literal(read!(AddressLiteral));
            let data = shell::Host::from(&read);
            let again: shell::Host = given(value)?;
            same("built", &read, &built(again.build())?)?;
            (shown(&data), read.to_string())
        }
        "host" => {
            use smtpwire::Host;
            let read = read!(Host);
            let data = shell::Host::from(&read);
            let again: shell::Host = given(value)?;
            same("built", &read, &built(again.build())?)?;
            (shown(&data), read.to_string())
        }
        "mailbox" => {
            let read = read!(Mailbox);
            let data = shell::Mailbox::from(&read);
            let again: shell::Mailbox = given(value)?;
            same("built", &read, &built(again.build())?)?;
            same("from text", &read, &built(shell::Mailbox::from(&read).build())?)?;
            (shown(&data), read.to_string())
        }
        "reverse-path" => {
            let read = read!(ReversePath);
            let data = Path::sender(&read);
            let again: Option<Path> = given(value)?;
            let path = match &again {
                None => ReversePath::Null,
                Some(path) => built(path.build_sender())?,
            };
            same("built", &read, &path)?;
            same("from text", &read, &built(shell::reverse_path(&read.to_string()))?)?;
            (shown(&data), read.to_string())
        }
        "forward-path" => {
            let read = read!(ForwardPath);
            let data = Path::recipient(&read);
            let again: Path = given(value)?;
            same("built", &read, &built(again.build_recipient())?)?;
            same("from text", &read, &built(shell::forward_path(&read.to_string()))?)?;
            (shown(&data), read.to_string())
        }
        other => return Err(format!("  {other} is no kind")),
    }))
}

fn address(case: &Address) -> Verdict {
    if case.groups.is_some() || case.kind == "local-part-content" {
        // Equality and quoting are the core's; no plain data is made of them.
        return Ok(());
    }
    let octets = case.input.as_ref().ok_or("  no input")?;
    let input = octets.text()?;
    let null = Value::Null;
    match through(&case.kind, input, case.value.as_ref().unwrap_or(&null))? {
        Ok((value, wire)) => {
            same("as JSON", case.value.as_ref().unwrap_or(&null), &value)?;
            if let Some(content) = &case.content {
                let read = LocalPart::parse(input).map_err(|error| error.to_string())?;
                same("content", &content.as_str(), &&*read.content())?;
            }
            same("written", case.wire.as_ref().unwrap_or(octets), &Octets(wire.into_bytes()))
        }
        Err(failure) => {
            let expected = case.error.as_ref().ok_or_else(|| format!("  none: {failure}"))?;
            same("problem", &expected["problem"], &failure.detail.into())?;
            same("offset", &expected["offset"].as_u64(), &failure.offset)
        }
    }
}

#[test]
fn every_address_is_the_same_as_plain_data_and_back() {
    run("addresses", address);
}
