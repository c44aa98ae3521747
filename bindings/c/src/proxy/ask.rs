//! Headers, asked.

use std::net::{IpAddr, SocketAddr};

use smtpwire::codec::proxy::ProxyEndpoints;

use super::{Held, smtpwire_proxy_command, smtpwire_proxy_header, smtpwire_proxy_transport};
use crate::guard::{Outcome, ask, look, peek, put};
use crate::view::put_text;
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// A further fact in a version 2 header.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct smtpwire_proxy_tlv {
    /// What the value means: 1 the protocol agreed on by ALPN, 2 the host name that the client asked for,
    /// 4 padding, 5 an identifier of the connection, 0x20 what is known of the client's TLS session, 0x30
    /// the network namespace; any other number may stand here, too.
    pub kind: u8,
    /// The value.
    pub value: smtpwire_bytes,
}

/// An IP address and a port.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct smtpwire_endpoint {
    /// The address in the order of the network; of an IPv4 address the first four octets count.
    pub octets: [u8; 16],
    /// How many octets the address has: 4 or 16.
    pub length: u8,
    /// The port, in the order of the host.
    pub port: u16,
}

impl smtpwire_endpoint {
    fn of(address: SocketAddr) -> Self {
        let mut octets = [0; 16];
        let length = match address.ip() {
            IpAddr::V4(ip) => {
                octets[..4].copy_from_slice(&ip.octets());
                4
            }
            IpAddr::V6(ip) => {
                octets = ip.octets();
                16
            }
        };
        Self { octets, length, port: address.port() }
    }
}

impl Held {
    fn source(&self) -> Option<&str> {
        let source = self.header.source()?;
        Some(self.source.get_or_init(|| source.to_string()))
    }

    fn destination(&self) -> Option<&str> {
        let destination = self.header.destination()?;
        Some(self.destination.get_or_init(|| destination.to_string()))
    }

    /// Source and destination.
    fn unix(&self) -> Result<(&[u8], &[u8]), smtpwire_status> {
        match self.header.endpoints() {
            ProxyEndpoints::Unix { source, destination } => Ok((source, destination)),
            _ => Err(smtpwire_status::SMTPWIRE_ABSENT),
        }
    }
}

/// Writes an address, or that there is none.
///
/// # Safety
/// As [`put`].
unsafe fn put_endpoint(out: *mut smtpwire_endpoint, address: Option<SocketAddr>) -> Outcome {
    let address = address.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?;
    // SAFETY: by the caller's promise.
    unsafe { put(out, smtpwire_endpoint::of(address)) }
}

/// Whose connection it is; for NULL, `SMTPWIRE_PROXY_COMMAND_LOCAL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_command(
    header: *const smtpwire_proxy_header,
) -> smtpwire_proxy_command {
    let none = smtpwire_proxy_command::SMTPWIRE_PROXY_COMMAND_LOCAL;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(header, none, |held| smtpwire_proxy_command::of(held.header.command())) }
}

/// The transport of the connection that is forwarded.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_transport(
    header: *const smtpwire_proxy_header,
) -> smtpwire_proxy_transport {
    let none = smtpwire_proxy_transport::SMTPWIRE_PROXY_TRANSPORT_UNSPECIFIED;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(header, none, |held| smtpwire_proxy_transport::of(held.header.transport())) }
}

/// The client's IP address and port as text, `192.0.2.1:25` or `[2001:db8::1]:25`. `SMTPWIRE_ABSENT` where it
/// is not said: the program keeps the address that it sees. The text lasts as long as the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_source(
    header: *const smtpwire_proxy_header,
    source: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(header, |held| put_text(source, held.source())) }
}

/// The IP address and port that the client connected to, as text. `SMTPWIRE_ABSENT` where it is not said. The
/// text lasts as long as the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_destination(
    header: *const smtpwire_proxy_header,
    destination: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(header, |held| put_text(destination, held.destination())) }
}

/// The client's IP address and port in octets. `SMTPWIRE_ABSENT` where it is not said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_source_endpoint(
    header: *const smtpwire_proxy_header,
    source: *mut smtpwire_endpoint,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(header, |held| put_endpoint(source, held.header.source())) }
}

/// The IP address and port that the client connected to, in octets. `SMTPWIRE_ABSENT` where it is not said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_destination_endpoint(
    header: *const smtpwire_proxy_header,
    destination: *mut smtpwire_endpoint,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(header, |held| put_endpoint(destination, held.header.destination())) }
}

/// The client's UNIX address, without the NULs at its end. `SMTPWIRE_ABSENT` where the connection is none
/// between UNIX sockets. It lasts as long as the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_unix_source(
    header: *const smtpwire_proxy_header,
    source: *mut smtpwire_bytes,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(header, |held| put(source, smtpwire_bytes::of(held.unix()?.0))) }
}

/// The UNIX address that the client connected to. `SMTPWIRE_ABSENT` where the connection is none between UNIX
/// sockets. It lasts as long as the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_unix_destination(
    header: *const smtpwire_proxy_header,
    destination: *mut smtpwire_bytes,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(header, |held| put(destination, smtpwire_bytes::of(held.unix()?.1))) }
}

/// How many further facts there are, the checksum not counted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_tlv_count(
    header: *const smtpwire_proxy_header,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(header, 0, |held| held.header.tlvs().len()) }
}

/// A further fact, from 0. `SMTPWIRE_OUT_OF_RANGE` where there are fewer. It lasts until the next one is
/// added, or as long as the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_tlv(
    header: *const smtpwire_proxy_header,
    index: usize,
    tlv: *mut smtpwire_proxy_tlv,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(header, |held| {
            let found = held.header.tlvs().nth(index);
            let found = found.ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?;
            let value = smtpwire_bytes::of(&found.value);
            put(tlv, smtpwire_proxy_tlv { kind: found.kind.0, value })
        })
    }
}

/// Whether the header had a checksum, which was right, or is to have one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_has_checksum(
    header: *const smtpwire_proxy_header,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(header, false, |held| held.header.has_checksum()) }
}

/// Whether two say the same; NULL is equal to nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_equal(
    one: *const smtpwire_proxy_header,
    other: *const smtpwire_proxy_header,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(one, false, |one| peek(other).is_ok_and(|other| one.header == other.header)) }
}
