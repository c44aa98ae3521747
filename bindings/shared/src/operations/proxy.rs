//! PROXY headers.

use serde::Serialize;
use serde_bytes::ByteBuf;
use smtpwire::codec::proxy::DEFAULT_MAX_V2_LENGTH;

use super::wrong_word;
use crate::failure::Failure;
use crate::values::{Octets, ProxyHeader};

/// A header, and how long it was.
#[derive(Serialize)]
pub(super) struct Read {
    header: ProxyHeader,
    length: usize,
}

/// The header at the start of a connection; `None` when it is not whole yet.
pub(super) fn parse(octets: &Octets, max_length: Option<u16>) -> Result<Option<Read>, Failure> {
    let limit = max_length.unwrap_or(DEFAULT_MAX_V2_LENGTH);
    let read = smtpwire::ProxyHeader::parse_with_limit(octets, limit)?;
    Ok(read.map(|(header, length)| Read { header: ProxyHeader::from(&header), length }))
}

/// The header as it is written in a version of the protocol.
pub(super) fn encode(header: &ProxyHeader, version: Option<u8>) -> Result<ByteBuf, Failure> {
    let header = header.build()?;
    let mut wire = Vec::new();
    match version {
        Some(1) => header.encode_v1(&mut wire)?,
        None | Some(2) => header.encode_v2(&mut wire)?,
        Some(_) => return wrong_word("version", "1 or 2"),
    }
    Ok(ByteBuf::from(wire))
}
