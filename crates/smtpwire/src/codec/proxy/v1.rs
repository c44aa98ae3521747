//! Version 1: a line of text (`proxy-protocol.txt` section 2.1).

use super::{MAX_V1, ProxyCommand, ProxyEndpoints, ProxyError, ProxyHeader, ProxyTransport};
use alloc::format;
use alloc::vec::Vec;
use core::net::{SocketAddr, SocketAddrV4, SocketAddrV6};
use core::str::FromStr;
use memchr::{memchr, memchr2};

const START: &[u8] = b"PROXY ";

pub(super) fn parse(input: &[u8]) -> Result<Option<(ProxyHeader, usize)>, ProxyError> {
    if !input.iter().zip(START).all(|(octet, expected)| octet == expected) {
        return Err(ProxyError::NotProxy);
    }
    let seen = input.get(..MAX_V1).unwrap_or(input);
    let Some(end) = memchr2(b'\r', b'\n', seen) else {
        return if seen.len() == MAX_V1 { Err(ProxyError::V1TooLong) } else { Ok(None) };
    };
    let (line, ending) = seen.split_at_checked(end).unwrap_or((seen, &[]));
    match ending {
        [b'\r'] if seen.len() == MAX_V1 => return Err(ProxyError::V1TooLong),
        [b'\r'] => return Ok(None),
        [b'\r', b'\n', ..] => {}
        _ => return Err(ProxyError::BareLineEnd),
    }
    let header = parse_line(line.strip_prefix(START).ok_or(ProxyError::NotProxy)?)?;
    Ok(Some((header, line.len().saturating_add(2))))
}

/// Reads what stands between `PROXY ` and CRLF.
fn parse_line(line: &[u8]) -> Result<ProxyHeader, ProxyError> {
    let protocol_end = memchr(b' ', line).unwrap_or(line.len());
    let (protocol, rest) = line.split_at_checked(protocol_end).unwrap_or((line, &[]));
    let endpoints = match protocol {
        // What follows is to be ignored, whatever it is.
        b"UNKNOWN" => {
            let transport = ProxyTransport::Unspecified;
            return Ok(ProxyHeader::proxied(transport, ProxyEndpoints::Unknown));
        }
        b"TCP4" => {
            let [source, destination] = endpoints(rest)?;
            ProxyEndpoints::Inet {
                source: SocketAddrV4::new(source.0, source.1),
                destination: SocketAddrV4::new(destination.0, destination.1),
            }
        }
        b"TCP6" => {
            let [source, destination] = endpoints(rest)?;
            ProxyEndpoints::Inet6 {
                source: SocketAddrV6::new(source.0, source.1, 0, 0),
                destination: SocketAddrV6::new(destination.0, destination.1, 0, 0),
            }
        }
        _ => return Err(ProxyError::Protocol),
    };
    Ok(ProxyHeader::proxied(ProxyTransport::Stream, endpoints))
}

/// Reads ` source destination port port`.
fn endpoints<A: FromStr>(fields: &[u8]) -> Result<[(A, u16); 2], ProxyError> {
    let mut fields = fields.split(|&octet| octet == b' ');
    // The fields start with a space: what is before it is empty.
    let (Some(b""), Some(source), Some(destination), Some(from), Some(to), None) =
        (fields.next(), fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err(ProxyError::Fields);
    };
    Ok([(address(source)?, port(from)?), (address(destination)?, port(to)?)])
}

fn address<A: FromStr>(octets: &[u8]) -> Result<A, ProxyError> {
    if octets.is_empty() {
        return Err(ProxyError::Fields);
    }
    let text = core::str::from_utf8(octets).map_err(|_| ProxyError::Address)?;
    text.parse().map_err(|_| ProxyError::Address)
}

fn port(octets: &[u8]) -> Result<u16, ProxyError> {
    let digits = octets.iter().all(u8::is_ascii_digit);
    let leading_zero = matches!(octets, [b'0', _, ..]);
    if !digits || leading_zero {
        return Err(ProxyError::Port);
    }
    let text = core::str::from_utf8(octets).map_err(|_| ProxyError::Port)?;
    text.parse().map_err(|_| ProxyError::Port)
}

pub(super) fn encode(header: &ProxyHeader, out: &mut Vec<u8>) -> Result<(), ProxyError> {
    if !header.tlvs.is_empty() || header.checksum {
        return Err(ProxyError::NotInV1);
    }
    let tcp = |protocol, source: SocketAddr, destination: SocketAddr| {
        format!(
            "PROXY {protocol} {} {} {} {}\r\n",
            source.ip(),
            destination.ip(),
            source.port(),
            destination.port()
        )
    };
    let line = match (header.command, header.transport, &header.endpoints) {
        (ProxyCommand::Local, ..) | (_, ProxyTransport::Unspecified, ProxyEndpoints::Unknown) => {
            "PROXY UNKNOWN\r\n".into()
        }
        (_, ProxyTransport::Stream, &ProxyEndpoints::Inet { source, destination }) => {
            tcp("TCP4", source.into(), destination.into())
        }
        (_, ProxyTransport::Stream, &ProxyEndpoints::Inet6 { source, destination }) => {
            tcp("TCP6", source.into(), destination.into())
        }
        _ => return Err(ProxyError::NotInV1),
    };
    out.extend_from_slice(line.as_bytes());
    Ok(())
}
