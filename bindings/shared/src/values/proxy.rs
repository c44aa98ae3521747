//! PROXY headers.

use std::net::SocketAddr;

use serde::Serialize;
use serde_bytes::ByteBuf;
use smtpwire::codec::proxy as core;
use smtpwire::codec::proxy::{ProxyCommand, ProxyEndpoints, ProxyTransport, TlvKind};

use super::build::{need, require};
use super::parameter::is_false;
use crate::config::fields::fields;
use crate::failure::Failure;

/// What a proxy says of the connection that it forwards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProxyHeader {
    /// `LOCAL`, the proxy's own connection, or `PROXY`.
    pub command: String,
    /// `STREAM`, `DGRAM` or `UNSPEC`; absent for LOCAL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transport: Option<String>,
    /// The client's address and port, as in `192.0.2.1:25` or `[2001:db8::1]:25`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What the client connected to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// The client's UNIX address, in octets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unix_source: Option<ByteBuf>,
    /// The UNIX address that the client connected to, in octets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unix_destination: Option<ByteBuf>,
    /// Further facts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tlvs: Vec<Tlv>,
    /// Whether the header has a checksum.
    #[serde(skip_serializing_if = "is_false")]
    pub checksum: bool,
}

fields!(ProxyHeader {
    command: or_default,
    transport: option,
    source: option,
    destination: option,
    unix_source: option,
    unix_destination: option,
    tlvs: or_default,
    checksum: or_default,
});

/// A further fact in a header of version 2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tlv {
    /// What the value means: the number of its type in the PROXY protocol.
    #[serde(rename = "type")]
    pub kind: u8,
    /// The value.
    pub value: ByteBuf,
}

fields!(Tlv { kind = "type": need, value: need, });

impl From<&core::ProxyHeader> for ProxyHeader {
    fn from(header: &core::ProxyHeader) -> Self {
        if header.command() == ProxyCommand::Local {
            return Self { command: "LOCAL".to_owned(), ..Self::default() };
        }
        let transport = match header.transport() {
            ProxyTransport::Unspecified => "UNSPEC",
            ProxyTransport::Stream => "STREAM",
            ProxyTransport::Datagram => "DGRAM",
        };
        let (unix_source, unix_destination) = match header.endpoints() {
            ProxyEndpoints::Unix { source, destination } => {
                (Some(ByteBuf::from(source.clone())), Some(ByteBuf::from(destination.clone())))
            }
            _ => (None, None),
        };
        let tlvs = header
            .tlvs()
            .map(|tlv| Tlv { kind: tlv.kind.0, value: ByteBuf::from(tlv.value.clone()) });
        Self {
            command: "PROXY".to_owned(),
            transport: Some(transport.to_owned()),
            source: header.source().map(|address| address.to_string()),
            destination: header.destination().map(|address| address.to_string()),
            unix_source,
            unix_destination,
            tlvs: tlvs.collect(),
            checksum: header.has_checksum(),
        }
    }
}

impl ProxyHeader {
    /// The core's header.
    ///
    /// # Errors
    /// A word or an address is none, or the addresses are of two kinds.
    pub fn build(&self) -> Result<core::ProxyHeader, Failure> {
        match self.command.as_str() {
            "LOCAL" => return Ok(core::ProxyHeader::local()),
            "PROXY" => {}
            _ => return need(None, "command", "LOCAL or PROXY"),
        }
        let transport = match require(self.transport.as_deref(), "transport", "PROXY")? {
            "UNSPEC" => ProxyTransport::Unspecified,
            "STREAM" => ProxyTransport::Stream,
            "DGRAM" => ProxyTransport::Datagram,
            _ => return need(None, "transport", "STREAM, DGRAM or UNSPEC"),
        };
        let mut header = core::ProxyHeader::proxied(transport, self.endpoints()?);
        for tlv in &self.tlvs {
            header = header.with_tlv(TlvKind(tlv.kind), &tlv.value);
        }
        Ok(if self.checksum { header.with_checksum() } else { header })
    }

    fn endpoints(&self) -> Result<ProxyEndpoints, Failure> {
        let Self { source, destination, unix_source, unix_destination, .. } = self;
        let address = |text: &str, field| {
            let allowed = "an address with a port is as 192.0.2.1:25 or [2001:db8::1]:25";
            need(text.parse::<SocketAddr>().ok(), field, allowed)
        };
        match (source, destination, unix_source, unix_destination) {
            (None, None, None, None) => Ok(ProxyEndpoints::Unknown),
            (None, None, Some(source), Some(destination)) => Ok(ProxyEndpoints::Unix {
                source: source.to_vec(),
                destination: destination.to_vec(),
            }),
            (Some(source), Some(destination), None, None) => {
                match (address(source, "source")?, address(destination, "destination")?) {
                    (SocketAddr::V4(source), SocketAddr::V4(destination)) => {
                        Ok(ProxyEndpoints::Inet { source, destination })
                    }
                    (SocketAddr::V6(source), SocketAddr::V6(destination)) => {
                        Ok(ProxyEndpoints::Inet6 { source, destination })
                    }
                    _ => {
                        let error = core::ProxyError::MixedFamilies;
                        Err(Failure::invalid(error.name(), error.to_string()))
                    }
                }
            }
            _ => need(None, "source", "give both addresses of one kind, or none"),
        }
    }
}
