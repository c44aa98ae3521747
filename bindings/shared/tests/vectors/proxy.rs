//! proxy.json.

use serde_json::{Value, json};

use crate::case::{Octets, Verdict, case, run, same};
use crate::host::{self, call, size};
use crate::shape::{failed, made, octets};
use crate::split;

case! {
    /// A header read, or one written.
    struct Proxy {
        input: Option<Octets>,
        value: Option<Value>,
        version: Option<u8>,
        wire: Option<Octets>,
        rest: Option<Octets>,
        #[serde(default)]
        need_more: bool,
        error: Option<String>,
    }
}

/// The vector's value in the shape of the plain data.
fn expected(case: &Proxy) -> Result<Value, String> {
    let mut value = case.value.clone().ok_or("  no value")?;
    for field in ["unix_source", "unix_destination"] {
        value.get_mut(field).map(octets).unwrap_or_default();
    }
    for tlv in value.get_mut("tlvs").and_then(Value::as_array_mut).into_iter().flatten() {
        octets(&mut tlv["value"]);
    }
    Ok(value)
}

/// What came of the octets so far, when more could not change it.
fn in_pieces(pieces: &[&[u8]]) -> Result<Value, smtpwire_shell::Failure> {
    let mut held = Vec::new();
    for piece in pieces {
        held.extend_from_slice(piece);
        let read = call!("parse_proxy", held.as_slice())?;
        if !read.is_null() {
            return Ok(read);
        }
    }
    Ok(Value::Null)
}

fn proxy(case: &Proxy) -> Verdict {
    let mut version = case.version;
    let mut wire = case.wire.clone();
    if let Some(input) = &case.input {
        for pieces in split::ways(&input.0) {
            let read = in_pieces(&pieces);
            if case.error.is_some() {
                let failure = failed("what is none", read)?;
                same("error", &case.error.as_deref(), &Some(failure.detail))?;
                continue;
            }
            let read = made("reading", read)?;
            if case.need_more {
                same("more", &Value::Null, &read)?;
                continue;
            }
            same("as plain data", &expected(case)?, &read["header"])?;
            let taken = size(&read["length"]);
            same("rest", &case.rest, &Some(Octets::of(&input.0[taken..])))?;
            version = Some(if input.0.starts_with(b"PROXY") { 1 } else { 2 });
            wire = wire.or_else(|| Some(Octets::of(&input.0[..taken])));
        }
        if case.error.is_some() || case.need_more {
            return Ok(());
        }
    }
    let written = call!("encode_proxy", expected(case)?, json!(version));
    if let Some(error) = &case.error {
        return same("error", &error.as_str(), &failed("what can't be written", written)?.detail);
    }
    let written = host::octets(&made("writing", written)?);
    same("built and written", &wire.as_ref(), &Some(&written))?;
    if case.input.is_none() {
        // Not every version can say all.
        return Ok(());
    }
    let again = made("reading", call!("parse_proxy", &written))?;
    same("read again", &expected(case)?, &again["header"])
}

#[test]
fn every_proxy_header_is_the_same_as_plain_data_and_back() {
    run("proxy", proxy);
}
