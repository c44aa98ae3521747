//! proxy.json.

use serde_json::Value;
use smtpwire_shell::Failure;
use smtpwire_shell::values::ProxyHeader;

use crate::case::{Octets, Verdict, case, run, same};
use crate::shape::{built, given, octets, shown};

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
fn expected(value: &Value) -> Value {
    let mut value = value.clone();
    for field in ["unix_source", "unix_destination"] {
        value.get_mut(field).map(octets).unwrap_or_default();
    }
    for tlv in value.get_mut("tlvs").and_then(Value::as_array_mut).into_iter().flatten() {
        octets(&mut tlv["value"]);
    }
    value
}

fn proxy(case: &Proxy) -> Verdict {
    let mut version = case.version;
    let mut wire = case.wire.clone();
    if let Some(input) = &case.input {
        match smtpwire::ProxyHeader::parse(&input.0) {
            Err(error) => {
                return same("error", &case.error.as_deref(), &Some(Failure::from(error).detail));
            }
            Ok(None) => return same("more", &case.need_more, &true),
            Ok(Some((header, taken))) => {
                let value = expected(case.value.as_ref().ok_or("  no value")?);
                same("as JSON", &value, &shown(&ProxyHeader::from(&header)))?;
                same("built", &header, &built(given::<ProxyHeader>(&value)?.build())?)?;
                let rest = case.rest.as_ref().ok_or("  no rest")?;
                same("rest", rest, &Octets::of(&input.0[taken..]))?;
                version = Some(if input.0.starts_with(b"PROXY") { 1 } else { 2 });
                wire = wire.or_else(|| Some(Octets::of(&input.0[..taken])));
            }
        }
    }
    let data: ProxyHeader = given(&expected(case.value.as_ref().ok_or("  no value")?))?;
    let mut octets = Vec::new();
    let written = data.build().and_then(|header| {
        match version {
            Some(1) => header.encode_v1(&mut octets)?,
            _ => header.encode_v2(&mut octets)?,
        }
        Ok(())
    });
    match written {
        Ok(()) => same("written", &wire, &Some(Octets(octets))),
        Err(failure) => same("error", &case.error.as_deref(), &Some(failure.detail)),
    }
}

#[test]
fn every_proxy_header_is_the_same_as_plain_data_and_back() {
    run("proxy", proxy);
}
