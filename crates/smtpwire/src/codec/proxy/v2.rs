//! Version 2: a binary header (`proxy-protocol.txt` section 2.2).

use super::{
    MAX_UNIX_ADDRESS, ProxyCommand, ProxyEndpoints, ProxyError, ProxyHeader, ProxyTransport, Tlv,
    TlvKind,
};
use alloc::vec::Vec;
use core::net::{Ipv4Addr, Ipv6Addr, SocketAddrV4, SocketAddrV6};
use crc::{CRC_32_ISCSI, Crc, Table};

const SIGNATURE: [u8; 12] = *b"\r\n\r\n\0\r\nQUIT\n";

/// The signature, version and command, family and transport, length.
const FIXED: usize = 16;

static CRC32C: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISCSI);

pub(super) fn parse(
    input: &[u8],
    max_length: u16,
) -> Result<Option<(ProxyHeader, usize)>, ProxyError> {
    if !input.iter().zip(&SIGNATURE).all(|(octet, expected)| octet == expected) {
        return Err(ProxyError::NotProxy);
    }
    // Each octet is judged as soon as it is there.
    let mut fixed = input.iter().skip(SIGNATURE.len()).copied();
    let Some(command) = fixed.next() else { return Ok(None) };
    let command = match (command >> 4, command & 0x0f) {
        (2, 0) => ProxyCommand::Local,
        (2, 1) => ProxyCommand::Proxy,
        (2, command) => return Err(ProxyError::Command(command)),
        (version, _) => return Err(ProxyError::Version(version)),
    };
    let Some(protocol) = fixed.next() else { return Ok(None) };
    let (family, transport) = (protocol >> 4, protocol & 0x0f);
    if command == ProxyCommand::Proxy && family > 3 {
        return Err(ProxyError::Family(family));
    }
    if command == ProxyCommand::Proxy && transport > 2 {
        return Err(ProxyError::Transport(transport));
    }
    let (Some(high), Some(low)) = (fixed.next(), fixed.next()) else { return Ok(None) };
    let length = u16::from_be_bytes([high, low]);
    if length > max_length {
        return Err(ProxyError::TooLong { length: length.into(), limit: max_length });
    }
    let end = FIXED.saturating_add(length.into());
    let Some(header) = input.get(..end) else { return Ok(None) };
    let variable = header.get(FIXED..).unwrap_or_default();
    let transport = match transport {
        1 => ProxyTransport::Stream,
        2 => ProxyTransport::Datagram,
        _ => ProxyTransport::Unspecified,
    };
    // Whatever follows is skipped if it is not to be used.
    if command == ProxyCommand::Local {
        return Ok(Some((ProxyHeader::local(), end)));
    }
    if family == 0 || transport == ProxyTransport::Unspecified {
        let unknown = ProxyHeader::proxied(transport, ProxyEndpoints::Unknown);
        return Ok(Some((unknown, end)));
    }
    let (endpoints, tlvs) = endpoints(family, variable).ok_or_else(|| {
        let needed = [0, 12, 36, 216].get(usize::from(family)).copied().unwrap_or_default();
        ProxyError::TooShort { length, needed }
    })?;
    let mut parsed = ProxyHeader::proxied(transport, endpoints);
    parsed.checksum = read_tlvs(tlvs, header, &mut parsed.tlvs)?;
    Ok(Some((parsed, end)))
}

/// The addresses at the start of the variable part, and what follows them.
fn endpoints(family: u8, variable: &[u8]) -> Option<(ProxyEndpoints, &[u8])> {
    Some(match family {
        1 => {
            let (source, rest) = variable.split_first_chunk::<4>()?;
            let (destination, rest) = rest.split_first_chunk::<4>()?;
            let ((from, to), rest) = ports(rest)?;
            let source = SocketAddrV4::new(Ipv4Addr::from(*source), from);
            let destination = SocketAddrV4::new(Ipv4Addr::from(*destination), to);
            (ProxyEndpoints::Inet { source, destination }, rest)
        }
        2 => {
            let (source, rest) = variable.split_first_chunk::<16>()?;
            let (destination, rest) = rest.split_first_chunk::<16>()?;
            let ((from, to), rest) = ports(rest)?;
            let source = SocketAddrV6::new(Ipv6Addr::from(*source), from, 0, 0);
            let destination = SocketAddrV6::new(Ipv6Addr::from(*destination), to, 0, 0);
            (ProxyEndpoints::Inet6 { source, destination }, rest)
        }
        _ => {
            let (source, rest) = variable.split_first_chunk::<MAX_UNIX_ADDRESS>()?;
            let (destination, rest) = rest.split_first_chunk::<MAX_UNIX_ADDRESS>()?;
            let (source, destination) = (without_padding(source), without_padding(destination));
            (ProxyEndpoints::Unix { source, destination }, rest)
        }
    })
}

fn ports(octets: &[u8]) -> Option<((u16, u16), &[u8])> {
    let (source, rest) = octets.split_first_chunk::<2>()?;
    let (destination, rest) = rest.split_first_chunk::<2>()?;
    Some(((u16::from_be_bytes(*source), u16::from_be_bytes(*destination)), rest))
}

fn without_padding(address: &[u8; MAX_UNIX_ADDRESS]) -> Vec<u8> {
    let length =
        address.iter().rposition(|&octet| octet != 0).map_or(0, |last| last.wrapping_add(1));
    address.get(..length).unwrap_or_default().to_vec()
}

/// Reads the facts behind the addresses, and says whether a checksum was among them.
fn read_tlvs(mut octets: &[u8], header: &[u8], tlvs: &mut Vec<Tlv>) -> Result<bool, ProxyError> {
    let mut checksum = false;
    while let [kind, rest @ ..] = octets {
        let (length, rest) = rest.split_first_chunk::<2>().ok_or(ProxyError::TlvOverrun)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (value, rest) = rest.split_at_checked(length).ok_or(ProxyError::TlvOverrun)?;
        let kind = TlvKind(*kind);
        if kind == TlvKind::CRC32C {
            let sum = <[u8; 4]>::try_from(value).map_err(|_| ProxyError::Checksum)?;
            let behind = rest.len();
            if checksum || u32::from_be_bytes(sum) != sum_with_zeros(header, behind) {
                return Err(ProxyError::Checksum);
            }
            checksum = true;
        } else {
            tlvs.push(Tlv { kind, value: value.to_vec() });
        }
        octets = rest;
    }
    Ok(checksum)
}

/// The checksum of a header, four zeros taking the place of the sum in it, which has `behind`
/// octets behind it.
fn sum_with_zeros(header: &[u8], behind: usize) -> u32 {
    let (sum_and_before, behind) =
        header.split_at_checked(header.len().saturating_sub(behind)).unwrap_or((header, &[]));
    let (before, _) = sum_and_before.split_last_chunk::<4>().unwrap_or((sum_and_before, &[0; 4]));
    let mut digest = CRC32C.digest();
    digest.update(before);
    digest.update(&[0; 4]);
    digest.update(behind);
    digest.finalize()
}

pub(super) fn encode(header: &ProxyHeader, out: &mut Vec<u8>) -> Result<(), ProxyError> {
    let mut encoded = SIGNATURE.to_vec();
    let (family, transport) = match (header.command, &header.endpoints) {
        (ProxyCommand::Local, _) => (0, 0),
        (_, endpoints) => (family(endpoints), header.transport as u8),
    };
    encoded.push(match header.command {
        ProxyCommand::Local => 0x20,
        ProxyCommand::Proxy => 0x21,
    });
    encoded.push(family << 4 | transport);
    // The length, known at the end.
    encoded.extend_from_slice(&[0, 0]);
    if header.command == ProxyCommand::Proxy {
        write_endpoints(&header.endpoints, &mut encoded)?;
        write_tlvs(header, &mut encoded)?;
    }
    let length = encoded.len().saturating_sub(FIXED);
    let octets = u16::try_from(length)
        .map_err(|_| ProxyError::TooLong { length, limit: u16::MAX })?
        .to_be_bytes();
    for (place, octet) in encoded.iter_mut().skip(FIXED.saturating_sub(2)).zip(octets) {
        *place = octet;
    }
    if header.checksum && header.command == ProxyCommand::Proxy {
        // It is the last fact, and has been written as zeros.
        let sum = CRC32C.checksum(&encoded).to_be_bytes();
        encoded.truncate(encoded.len().saturating_sub(sum.len()));
        encoded.extend_from_slice(&sum);
    }
    out.append(&mut encoded);
    Ok(())
}

const fn family(endpoints: &ProxyEndpoints) -> u8 {
    match endpoints {
        ProxyEndpoints::Unknown => 0,
        ProxyEndpoints::Inet { .. } => 1,
        ProxyEndpoints::Inet6 { .. } => 2,
        ProxyEndpoints::Unix { .. } => 3,
    }
}

fn write_endpoints(endpoints: &ProxyEndpoints, out: &mut Vec<u8>) -> Result<(), ProxyError> {
    match endpoints {
        ProxyEndpoints::Unknown => {}
        ProxyEndpoints::Inet { source, destination } => {
            out.extend_from_slice(&source.ip().octets());
            out.extend_from_slice(&destination.ip().octets());
            out.extend_from_slice(&source.port().to_be_bytes());
            out.extend_from_slice(&destination.port().to_be_bytes());
        }
        ProxyEndpoints::Inet6 { source, destination } => {
            out.extend_from_slice(&source.ip().octets());
            out.extend_from_slice(&destination.ip().octets());
            out.extend_from_slice(&source.port().to_be_bytes());
            out.extend_from_slice(&destination.port().to_be_bytes());
        }
        ProxyEndpoints::Unix { source, destination } => {
            for address in [source, destination] {
                let padding = MAX_UNIX_ADDRESS
                    .checked_sub(address.len())
                    .ok_or(ProxyError::UnixAddressTooLong(address.len()))?;
                out.extend_from_slice(address);
                out.resize(out.len().saturating_add(padding), 0);
            }
        }
    }
    Ok(())
}

fn write_tlvs(header: &ProxyHeader, out: &mut Vec<u8>) -> Result<(), ProxyError> {
    let checksum = [0; 4];
    let tlvs = header.tlvs.iter().map(|tlv| (tlv.kind, tlv.value.as_slice()));
    let sum = header.checksum.then_some((TlvKind::CRC32C, checksum.as_slice()));
    for (kind, value) in tlvs.chain(sum) {
        let length = u16::try_from(value.len())
            .map_err(|_| ProxyError::TooLong { length: value.len(), limit: u16::MAX })?;
        out.push(kind.0);
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(value);
    }
    Ok(())
}
