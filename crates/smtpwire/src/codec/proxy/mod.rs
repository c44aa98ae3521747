//! The PROXY protocol: what a proxy says, before the greeting, about the connection it forwards.
//!
//! Version 1 is one line of text, version 2 a binary header (`proxy-protocol.txt`
//! sections 2.1 and 2.2). A server expects one only where it is configured to, and only from
//! peers it trusts; whether a header is there is never guessed.

mod error;
#[cfg(test)]
mod tests;
mod v1;
mod v2;

use alloc::vec::Vec;
use core::net::{SocketAddr, SocketAddrV4, SocketAddrV6};

pub use error::ProxyError;

/// The longest version 1 header in octets, CRLF included.
pub const MAX_V1: usize = 107;

/// How long the variable part of a version 2 header may be unless another limit is given.
pub const DEFAULT_MAX_V2_LENGTH: u16 = 4096;

/// The longest address of a UNIX socket in octets.
pub const MAX_UNIX_ADDRESS: usize = 108;

/// A PROXY protocol header.
///
/// ```
/// use smtpwire::codec::proxy::ProxyHeader;
/// let input = b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 25\r\nEHLO";
/// let (header, consumed) = ProxyHeader::parse(input)?.ok_or("not all there yet")?;
/// assert_eq!(header.source(), Some("192.0.2.7:56324".parse()?));
/// assert_eq!(&input[consumed..], b"EHLO");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProxyHeader {
    command: ProxyCommand,
    transport: ProxyTransport,
    endpoints: ProxyEndpoints,
    tlvs: Vec<Tlv>,
    checksum: bool,
}

/// Whose connection it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProxyCommand {
    /// The proxy's own, as for a health check: the endpoints are the real ones.
    Local,
    /// That of the client which the header describes.
    Proxy,
}

/// The transport of the connection that is forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProxyTransport {
    /// Not said.
    Unspecified = 0,
    /// A stream, as TCP.
    Stream = 1,
    /// Datagrams, as UDP.
    Datagram = 2,
}

/// Between which addresses the connection is that is forwarded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ProxyEndpoints {
    /// Not said: the receiver keeps the addresses it sees.
    Unknown,
    /// IPv4 addresses.
    Inet {
        /// The client.
        source: SocketAddrV4,
        /// What the client connected to.
        destination: SocketAddrV4,
    },
    /// IPv6 addresses.
    Inet6 {
        /// The client.
        source: SocketAddrV6,
        /// What the client connected to.
        destination: SocketAddrV6,
    },
    /// UNIX socket addresses, at most [`MAX_UNIX_ADDRESS`] octets, without the NULs at the end.
    Unix {
        /// The client.
        source: Vec<u8>,
        /// What the client connected to.
        destination: Vec<u8>,
    },
}

/// A further fact in a version 2 header: a type and a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tlv {
    /// What the value means.
    pub kind: TlvKind,
    /// The value.
    pub value: Vec<u8>,
}

/// What the value of a [`Tlv`] means; any octet may stand here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TlvKind(pub u8);

impl TlvKind {
    /// The protocol agreed on by ALPN.
    pub const ALPN: Self = Self(0x01);
    /// The host name that the client asked for, as by SNI.
    pub const AUTHORITY: Self = Self(0x02);
    /// A CRC32C checksum of the header.
    pub const CRC32C: Self = Self(0x03);
    /// Padding.
    pub const NOOP: Self = Self(0x04);
    /// An identifier of the connection.
    pub const UNIQUE_ID: Self = Self(0x05);
    /// What is known of the client's TLS session.
    pub const SSL: Self = Self(0x20);
    /// The network namespace.
    pub const NETNS: Self = Self(0x30);
}

impl ProxyHeader {
    /// A header for the proxy's own connection.
    pub const fn local() -> Self {
        Self {
            command: ProxyCommand::Local,
            transport: ProxyTransport::Unspecified,
            endpoints: ProxyEndpoints::Unknown,
            tlvs: Vec::new(),
            checksum: false,
        }
    }

    /// A header for a connection that is forwarded.
    pub const fn proxied(transport: ProxyTransport, endpoints: ProxyEndpoints) -> Self {
        Self {
            command: ProxyCommand::Proxy,
            transport,
            endpoints,
            tlvs: Vec::new(),
            checksum: false,
        }
    }

    /// A header for a TCP connection that is forwarded.
    ///
    /// # Errors
    ///
    /// [`ProxyError::MixedFamilies`] if one address is IPv4 and the other IPv6.
    pub const fn tcp(source: SocketAddr, destination: SocketAddr) -> Result<Self, ProxyError> {
        let endpoints = match (source, destination) {
            (SocketAddr::V4(source), SocketAddr::V4(destination)) => {
                ProxyEndpoints::Inet { source, destination }
            }
            (SocketAddr::V6(source), SocketAddr::V6(destination)) => {
                ProxyEndpoints::Inet6 { source, destination }
            }
            _ => return Err(ProxyError::MixedFamilies),
        };
        Ok(Self::proxied(ProxyTransport::Stream, endpoints))
    }

    /// Adds a fact, for version 2. A checksum is asked for with
    /// [`with_checksum`](Self::with_checksum) instead; one that is added here is left out.
    /// Receivers skip the facts of a header whose command is LOCAL or whose addresses are unknown.
    #[must_use]
    pub fn with_tlv(mut self, kind: TlvKind, value: &[u8]) -> Self {
        if kind != TlvKind::CRC32C {
            self.tlvs.push(Tlv { kind, value: value.to_vec() });
        }
        self
    }

    /// Adds a checksum, for version 2.
    #[must_use]
    pub const fn with_checksum(mut self) -> Self {
        self.checksum = true;
        self
    }

    /// Reads a header from the start of a connection: the header and how many octets it took, or
    /// `None` when it has not all come yet.
    ///
    /// Nothing more than these octets belongs to it: at most [`MAX_V1`], or 16 and
    /// [`DEFAULT_MAX_V2_LENGTH`].
    ///
    /// # Errors
    ///
    /// What comes is no PROXY header, as soon as that is certain. The connection is to be closed
    /// without a reply.
    pub fn parse(input: &[u8]) -> Result<Option<(Self, usize)>, ProxyError> {
        Self::parse_with_limit(input, DEFAULT_MAX_V2_LENGTH)
    }

    /// As [`parse`](Self::parse), with another limit for the variable part of version 2.
    ///
    /// # Errors
    ///
    /// As for [`parse`](Self::parse).
    pub fn parse_with_limit(
        input: &[u8],
        max_v2_length: u16,
    ) -> Result<Option<(Self, usize)>, ProxyError> {
        match input.first() {
            None => Ok(None),
            Some(b'P') => v1::parse(input),
            Some(_) => v2::parse(input, max_v2_length),
        }
    }

    /// Writes the header as version 1, behind what `out` holds.
    ///
    /// # Errors
    ///
    /// [`ProxyError::NotInV1`] if it holds UNIX addresses, datagrams, or further facts. Nothing
    /// is written then.
    pub fn encode_v1(&self, out: &mut Vec<u8>) -> Result<(), ProxyError> {
        v1::encode(self, out)
    }

    /// Writes the header as version 2, behind what `out` holds.
    ///
    /// # Errors
    ///
    /// [`ProxyError::TooLong`] if its variable part is longer than 65535 octets,
    /// [`ProxyError::UnixAddressTooLong`] if a UNIX address is longer than
    /// [`MAX_UNIX_ADDRESS`]. Nothing is written then.
    pub fn encode_v2(&self, out: &mut Vec<u8>) -> Result<(), ProxyError> {
        v2::encode(self, out)
    }

    /// Whose connection it is.
    pub const fn command(&self) -> ProxyCommand {
        self.command
    }

    /// The transport of the connection that is forwarded.
    pub const fn transport(&self) -> ProxyTransport {
        self.transport
    }

    /// The addresses of the connection that is forwarded. Where they are unknown, the receiver
    /// keeps those it sees.
    pub const fn endpoints(&self) -> &ProxyEndpoints {
        &self.endpoints
    }

    /// The client's IP address and port.
    pub fn source(&self) -> Option<SocketAddr> {
        match self.endpoints {
            ProxyEndpoints::Inet { source, .. } => Some(source.into()),
            ProxyEndpoints::Inet6 { source, .. } => Some(source.into()),
            ProxyEndpoints::Unknown | ProxyEndpoints::Unix { .. } => None,
        }
    }

    /// The IP address and port that the client connected to.
    pub fn destination(&self) -> Option<SocketAddr> {
        match self.endpoints {
            ProxyEndpoints::Inet { destination, .. } => Some(destination.into()),
            ProxyEndpoints::Inet6 { destination, .. } => Some(destination.into()),
            ProxyEndpoints::Unknown | ProxyEndpoints::Unix { .. } => None,
        }
    }

    /// The further facts of a version 2 header, in their order, without the checksum.
    pub fn tlvs(&self) -> impl ExactSizeIterator<Item = &Tlv> {
        self.tlvs.iter()
    }

    /// Whether the header had a checksum, which was right, or is to have one.
    pub const fn has_checksum(&self) -> bool {
        self.checksum
    }
}
