//! A client's events.

use serde_bytes::Bytes;
use smtpwire::ClientEvent;

use super::Event;
use crate::values;

impl<'a> From<&'a ClientEvent> for Event<'a> {
    fn from(event: &'a ClientEvent) -> Self {
        match event {
            ClientEvent::Greeting { reply } => Self::Greeting { reply: reply.into() },
            ClientEvent::Ehlo { id, reply } => {
                Self::Ehlo { command: id.number(), reply: reply.into() }
            }
            ClientEvent::Reply { id, verb, reply } => {
                Self::Reply { command: id.number(), verb: values::verb(*verb), reply: reply.into() }
            }
            ClientEvent::DataReady { id, reply } => {
                Self::DataReady { command: id.number(), reply: reply.into() }
            }
            ClientEvent::ContentReply { id, reply } => {
                Self::ContentReply { command: id.number(), reply: reply.into() }
            }
            ClientEvent::RecipientReply { id, index, reply, last } => Self::RecipientReply {
                command: id.number(),
                index: *index,
                last: *last,
                reply: reply.into(),
            },
            ClientEvent::StartTls { id, reply } => {
                Self::StartTls { command: Some(id.number()), reply: Some(reply.into()) }
            }
            ClientEvent::TlsEstablished { id, reply } => Self::TlsEstablished {
                command: id.map(smtpwire::CommandId::number),
                reply: reply.as_ref().map(Into::into),
            },
            ClientEvent::Challenge { id, octets } => {
                Self::Challenge { command: id.number(), octets: Bytes::new(octets) }
            }
            ClientEvent::Authenticated { id, reply, mechanism } => Self::Authenticated {
                command: Some(id.number()),
                reply: Some(reply.into()),
                mechanism: Some(mechanism.as_str()),
                username: None,
                authorization_identity: None,
            },
            ClientEvent::Closing { reply } => Self::Closing { reply: reply.into() },
            _ => Self::Other,
        }
    }
}
