//! Channel binding: what ties a login to the TLS connection that it is made on (RFC 5056).

use alloc::vec::Vec;
use core::fmt;

/// Which property of the TLS connection is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChannelBindingType {
    /// `tls-exporter`: 32 octets exported with the label `EXPORTER-Channel-Binding` (RFC 9266).
    /// The one to use with TLS 1.3.
    TlsExporter,
    /// `tls-server-end-point`: the digest of the server's certificate (RFC 5929 section 4).
    TlsServerEndPoint,
    /// `tls-unique`: the first Finished message (RFC 5929 section 3). Not defined for TLS 1.3, and
    /// safe with TLS 1.2 only where the extended master secret is used.
    TlsUnique,
}

impl ChannelBindingType {
    /// The registered name, as SCRAM writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TlsExporter => "tls-exporter",
            Self::TlsServerEndPoint => "tls-server-end-point",
            Self::TlsUnique => "tls-unique",
        }
    }
}

/// A channel binding: its type, and the octets that the TLS library gave for this connection.
#[derive(Clone, PartialEq, Eq)]
pub struct ChannelBinding {
    kind: ChannelBindingType,
    data: Vec<u8>,
}

impl ChannelBinding {
    /// A binding to the connection that these octets stand for.
    pub fn new(kind: ChannelBindingType, data: impl Into<Vec<u8>>) -> Self {
        Self { kind, data: data.into() }
    }

    /// Which property of the connection it is.
    pub const fn kind(&self) -> ChannelBindingType {
        self.kind
    }

    /// The octets.
    pub fn data(&self) -> &[u8] {
        &self.data
    }
}

impl fmt::Debug for ChannelBinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChannelBinding({}, {} octets)", self.kind.name(), self.data.len())
    }
}

/// What a client says about channel binding in a SCRAM exchange: the flag of RFC 5802 section 6.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientBinding<'b> {
    /// `n`: the client has none to use.
    #[default]
    Unavailable,
    /// `y`: the client has one, but the server offered no -PLUS mechanism. A server that did offer
    /// one learns so that somebody has tampered with its list, and refuses.
    NotOffered,
    /// `p=…`: this one is used; what a -PLUS mechanism needs.
    Use(&'b ChannelBinding),
}
