//! Headers, built of their parts.

use std::net::SocketAddr;

use smtpwire::ProxyHeader;
use smtpwire::codec::proxy::{ProxyEndpoints, ProxyError, TlvKind};

use super::{Held, smtpwire_proxy_header, smtpwire_proxy_transport, unsendable};
use crate::error::{Explained, make, smtpwire_error};
use crate::guard::{put_new, status_of, with};
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// A header for the proxy's own connection, as for a health check.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_new_local(
    header: *mut *mut smtpwire_proxy_header,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if header.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        put_new(header, Held::from(ProxyHeader::local()))
    })
}

/// A header for a connection that is forwarded, between addresses that are not said. `transport` is a
/// `smtpwire_proxy_transport`, else `SMTPWIRE_OUT_OF_RANGE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_new_unknown(
    transport: u32,
    header: *mut *mut smtpwire_proxy_header,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if header.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        let transport = smtpwire_proxy_transport::read(transport)?;
        put_new(header, Held::from(ProxyHeader::proxied(transport, ProxyEndpoints::Unknown)))
    })
}

/// A header for a connection that is forwarded, from the client's address to that which it connected to:
/// `192.0.2.1:25`, or `[2001:db8::1]:25`. `transport` is a `smtpwire_proxy_transport`, else
/// `SMTPWIRE_OUT_OF_RANGE`.
///
/// `SMTPWIRE_INVALID_VALUE` for a text that is no address with a port, and where one is IPv4 and the other IPv6.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_new(
    transport: u32,
    source: smtpwire_str,
    destination: smtpwire_str,
    header: *mut *mut smtpwire_proxy_header,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(header, error, || {
            let transport = smtpwire_proxy_transport::read(transport)?;
            let endpoints = match (address(source.read()?)?, address(destination.read()?)?) {
                (SocketAddr::V4(source), SocketAddr::V4(destination)) => {
                    ProxyEndpoints::Inet { source, destination }
                }
                (SocketAddr::V6(source), SocketAddr::V6(destination)) => {
                    ProxyEndpoints::Inet6 { source, destination }
                }
                _ => return Err(unsendable(&ProxyError::MixedFamilies)),
            };
            Ok(Held::from(ProxyHeader::proxied(transport, endpoints)))
        })
    }
}

/// A header for a connection that is forwarded between UNIX sockets. NULs at the end of an address are no part
/// of it; one of more than 108 octets can't be written. `transport` is a `smtpwire_proxy_transport`, else
/// `SMTPWIRE_OUT_OF_RANGE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_new_unix(
    transport: u32,
    source: smtpwire_bytes,
    destination: smtpwire_bytes,
    header: *mut *mut smtpwire_proxy_header,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if header.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        let transport = smtpwire_proxy_transport::read(transport)?;
        let source = unix_address(source.read()?);
        let destination = unix_address(destination.read()?);
        let endpoints = ProxyEndpoints::Unix { source, destination };
        put_new(header, Held::from(ProxyHeader::proxied(transport, endpoints)))
    })
}

/// An address with its port; a header has no place for a scope.
fn address(text: &str) -> Result<SocketAddr, Explained> {
    let address = text.parse().ok().filter(|address| match address {
        SocketAddr::V4(_) => true,
        SocketAddr::V6(address) => address.scope_id() == 0,
    });
    let message = "an address is written as 192.0.2.1:25 or [2001:db8::1]:25";
    address.ok_or_else(|| Explained::invalid("address", message))
}

fn unix_address(octets: &[u8]) -> Vec<u8> {
    let end = octets.iter().rposition(|octet| *octet != 0).map_or(0, |last| last + 1);
    octets.get(..end).unwrap_or_default().to_vec()
}

/// Adds a fact, for version 2: what the value means (see `smtpwire_proxy_tlv`), and the value. A checksum that
/// is added here is left out: it is asked for with `smtpwire_proxy_header_set_checksum`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_add_tlv(
    header: *mut smtpwire_proxy_header,
    kind: u8,
    value: smtpwire_bytes,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(header, |held| {
            let value = value.read()?;
            held.change(|header| header.with_tlv(TlvKind(kind), value));
            Ok(())
        })
    }
}

/// Has version 2 written with a checksum.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_set_checksum(
    header: *mut smtpwire_proxy_header,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(header, |held| {
            held.change(ProxyHeader::with_checksum);
            Ok(())
        })
    }
}
