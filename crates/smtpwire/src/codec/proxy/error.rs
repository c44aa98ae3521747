//! What can be wrong with a PROXY header.

use super::MAX_V1;

/// What is wrong with a PROXY header. A server closes the connection without a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyError {
    /// The connection starts with something else.
    #[error(
        "the connection does not start with a PROXY header; it has to start with \"PROXY \" or \
         with the 12 octets of the version 2 signature"
    )]
    NotProxy,
    /// A version 1 header without CRLF in its first 107 octets.
    #[error("the PROXY header has no CRLF within its first {MAX_V1} octets")]
    V1TooLong,
    /// A version 1 header with a bare CR or a bare LF.
    #[error("the PROXY header holds a bare CR or LF; it is one line and ends with CRLF")]
    BareLineEnd,
    /// A version 1 header for another protocol.
    #[error("the PROXY header names an unknown protocol; TCP4, TCP6 and UNKNOWN are allowed")]
    Protocol,
    /// A version 1 header with missing or additional fields.
    #[error(
        "the PROXY header has the wrong number of fields; two addresses and two ports follow the \
         protocol, with one space before each"
    )]
    Fields,
    /// A version 1 header with a bad address.
    #[error("the PROXY header holds an address that is not one of its protocol's")]
    Address,
    /// A version 1 header with a bad port.
    #[error("the PROXY header holds a bad port; 0 to 65535 is allowed, without leading zeros")]
    Port,
    /// A version 2 header of another version.
    #[error("the PROXY header is of version {0}; only version 2 follows its signature")]
    Version(u8),
    /// A version 2 header with an unknown command.
    #[error("the PROXY header holds command {0}; 0 (LOCAL) and 1 (PROXY) are allowed")]
    Command(u8),
    /// A version 2 header for an unknown address family.
    #[error("the PROXY header is for address family {0}; 0 to 3 are allowed")]
    Family(u8),
    /// A version 2 header for an unknown transport.
    #[error("the PROXY header is for transport {0}; 0 to 2 are allowed")]
    Transport(u8),
    /// A version 2 header that is too short for its addresses.
    #[error(
        "the PROXY header announces {length} octets, and the addresses of its family take {needed}"
    )]
    TooShort {
        /// The length announced.
        length: u16,
        /// The length of the addresses.
        needed: u16,
    },
    /// A version 2 header that is longer than is allowed.
    #[error("the PROXY header has {length} octets behind its first 16; {limit} are allowed")]
    TooLong {
        /// The length announced, or to be written.
        length: usize,
        /// The limit.
        limit: u16,
    },
    /// A version 2 header with a type-length-value that runs past its end.
    #[error("a value in the PROXY header runs past the end of the header")]
    TlvOverrun,
    /// A version 2 header whose CRC32C is wrong, of another size than 4 octets, or there twice.
    #[error("the checksum of the PROXY header is wrong")]
    Checksum,
    /// A header to be written that version 1 has no words for.
    #[error(
        "a version 1 PROXY header can hold TCP over IPv4 or IPv6 and nothing else; use version 2"
    )]
    NotInV1,
    /// Endpoints to be written of which one is IPv4 and one IPv6.
    #[error("both addresses in a PROXY header have to be IPv4, or both IPv6")]
    MixedFamilies,
    /// A UNIX address to be written that is too long.
    #[error("an address of a UNIX socket can have 108 octets and has {0}")]
    UnixAddressTooLong(usize),
}

impl ProxyError {
    /// The error's name, in words parted by hyphens; it stays the same from version to version.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NotProxy => "not-proxy",
            Self::V1TooLong => "v1-too-long",
            Self::BareLineEnd => "bare-line-end",
            Self::Protocol => "protocol",
            Self::Fields => "fields",
            Self::Address => "address",
            Self::Port => "port",
            Self::Version(_) => "version",
            Self::Command(_) => "command",
            Self::Family(_) => "family",
            Self::Transport(_) => "transport",
            Self::TooShort { .. } => "too-short",
            Self::TooLong { .. } => "too-long",
            Self::TlvOverrun => "tlv-overrun",
            Self::Checksum => "checksum",
            Self::NotInV1 => "not-in-v1",
            Self::MixedFamilies => "mixed-families",
            Self::UnixAddressTooLong(_) => "unix-address-too-long",
        }
    }
}
