//! proxy.json.

use std::net::SocketAddr;

use serde_json::{Value, json};
use smtpwire::codec::proxy::{
    ProxyCommand, ProxyEndpoints, ProxyError, ProxyHeader, ProxyTransport, TlvKind,
};

use crate::build::{Built, text};
use crate::case::{Octets, Verdict, case, same, unescape};
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

/// What a connection knows once these pieces have come: the header and what stands behind it.
type Known = Result<Option<(Value, Octets)>, String>;

/// Asks again with each piece, as a connection does; the first answer that is final stays.
fn received(pieces: &[&[u8]]) -> Known {
    let mut input = Vec::new();
    let mut answer: Result<Option<(ProxyHeader, usize)>, ProxyError> = Ok(None);
    for piece in pieces {
        input.extend_from_slice(piece);
        if let Ok(None) = answer {
            answer = ProxyHeader::parse(&input);
        }
    }
    match answer {
        Ok(Some((header, used))) => Ok(Some((shown(&header), Octets::of(&input[used..])))),
        Ok(None) => Ok(None),
        Err(error) => Err(error.name().to_owned()),
    }
}

pub(crate) fn proxy(case: &Proxy) -> Verdict {
    let Some(input) = &case.input else { return written(case) };
    let expected = match (&case.value, &case.error, case.need_more) {
        (Some(value), None, false) => {
            let rest = case.rest.clone().ok_or("  the rest is to be told")?;
            Ok(Some((value.clone(), rest)))
        }
        (None, Some(error), false) => Err(error.clone()),
        (None, None, true) => Ok(None),
        _ => return Err("  a case has a value, an error, or needs more".into()),
    };
    for pieces in split::ways(&input.0) {
        same("read", &expected, &received(&pieces))?;
    }
    let (Some(value), Some(rest)) = (&case.value, &case.rest) else { return Ok(()) };
    let header = built(value)?;
    let read = &input.0[..input.0.len() - rest.0.len()];
    let version = if read.starts_with(b"PROXY") { 1 } else { 2 };
    let wire = case.wire.clone().unwrap_or_else(|| Octets::of(read));
    let octets = encoded(&header, version).map_err(|error| format!("  not written: {error}"))?;
    same("built and written", &wire, &octets)?;
    let again = ProxyHeader::parse(&octets.0);
    same("read again", &Ok(Some((header, octets.0.len()))), &again)
}

fn encoded(header: &ProxyHeader, version: u8) -> Result<Octets, ProxyError> {
    let mut octets = Vec::new();
    match version {
        1 => header.encode_v1(&mut octets)?,
        2 => header.encode_v2(&mut octets)?,
        other => return Err(ProxyError::Version(other)),
    }
    Ok(Octets(octets))
}

fn written(case: &Proxy) -> Verdict {
    let header = built(case.value.as_ref().ok_or("  no value")?)?;
    let octets = encoded(&header, case.version.ok_or("  no version")?);
    match (&case.wire, &case.error, octets) {
        (Some(wire), None, Ok(octets)) => same("written", wire, &octets),
        (None, Some(name), Err(error)) => same("error", &name.as_str(), &error.name()),
        (_, _, outcome) => Err(format!("  gives {outcome:?}")),
    }
}

pub(crate) fn shown(header: &ProxyHeader) -> Value {
    if header.command() == ProxyCommand::Local {
        return json!({"command": "LOCAL"});
    }
    let transport = match header.transport() {
        ProxyTransport::Unspecified => "UNSPEC",
        ProxyTransport::Stream => "STREAM",
        ProxyTransport::Datagram => "DGRAM",
    };
    let mut fields = json!({"command": "PROXY", "transport": transport});
    let escaped = |octets: &[u8]| octets.escape_ascii().to_string();
    match header.endpoints() {
        ProxyEndpoints::Unknown => {}
        ProxyEndpoints::Unix { source, destination } => {
            fields["unix_source"] = escaped(source).into();
            fields["unix_destination"] = escaped(destination).into();
        }
        _ => {
            fields["source"] = header.source().map(|address| address.to_string()).into();
            fields["destination"] = header.destination().map(|address| address.to_string()).into();
        }
    }
    let tlvs = header.tlvs().map(|tlv| json!({"type": tlv.kind.0, "value": escaped(&tlv.value)}));
    let tlvs: Vec<Value> = tlvs.collect();
    if !tlvs.is_empty() {
        fields["tlvs"] = tlvs.into();
    }
    if header.has_checksum() {
        fields["checksum"] = true.into();
    }
    fields
}

fn built(value: &Value) -> Built<ProxyHeader> {
    match text(value, "command")? {
        "LOCAL" => return Ok(ProxyHeader::local()),
        "PROXY" => {}
        other => return Err(format!("{other} is no command")),
    }
    let transport = match text(value, "transport")? {
        "UNSPEC" => ProxyTransport::Unspecified,
        "STREAM" => ProxyTransport::Stream,
        "DGRAM" => ProxyTransport::Datagram,
        other => return Err(format!("{other} is no transport")),
    };
    let octets = |text: &str| unescape(text).ok_or_else(|| format!("escapes of {text}"));
    let endpoints = if value["unix_source"].is_string() {
        ProxyEndpoints::Unix {
            source: octets(text(value, "unix_source")?)?,
            destination: octets(text(value, "unix_destination")?)?,
        }
    } else if value["source"].is_string() {
        let address = |key| -> Built<SocketAddr> {
            text(value, key)?.parse().map_err(|_| format!("{key} is no address"))
        };
        match (address("source")?, address("destination")?) {
            (SocketAddr::V4(source), SocketAddr::V4(destination)) => {
                ProxyEndpoints::Inet { source, destination }
            }
            (SocketAddr::V6(source), SocketAddr::V6(destination)) => {
                ProxyEndpoints::Inet6 { source, destination }
            }
            _ => return Err("two families".into()),
        }
    } else {
        ProxyEndpoints::Unknown
    };
    let mut header = ProxyHeader::proxied(transport, endpoints);
    for tlv in value["tlvs"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let kind = tlv["type"].as_u64().and_then(|kind| u8::try_from(kind).ok());
        let kind = kind.ok_or_else(|| format!("{tlv} has no type"))?;
        header = header.with_tlv(TlvKind(kind), &octets(text(tlv, "value")?)?);
    }
    Ok(if value["checksum"] == true { header.with_checksum() } else { header })
}
