//! Content in one piece: stuffed, un-stuffed, looked at.

use serde::Serialize;
use serde_bytes::ByteBuf;

use super::objects;
use crate::config::{ContentOptions, UnstufferOptions};
use crate::count::Count;
use crate::failure::Failure;
use crate::values::Octets;

/// What goes over the wire behind 354, end mark and all.
pub(super) fn stuff(content: &Octets, options: Option<ContentOptions>) -> Result<ByteBuf, Failure> {
    let mut stuffer = objects::stuffer(options.unwrap_or_default());
    let mut wire = Vec::new();
    stuffer.push(content, &mut wire)?;
    stuffer.finish(&mut wire)?;
    Ok(ByteBuf::from(wire))
}

/// What came behind 354.
#[derive(Serialize)]
pub(super) struct Unstuffed {
    content: ByteBuf,
    /// What stands behind the end mark.
    rest: ByteBuf,
    /// Whether the end mark has come.
    ended: bool,
}

/// The content that was sent.
pub(super) fn unstuff(
    wire: &Octets,
    options: Option<UnstufferOptions>,
) -> Result<Unstuffed, Failure> {
    let mut unstuffer = objects::unstuffer(options.unwrap_or_default());
    let mut content = Vec::new();
    let (rest, ended) = match unstuffer.push(wire, &mut content) {
        smtpwire::Progress::NeedMore => (&[][..], false),
        smtpwire::Progress::End { consumed } => (wire.get(consumed..).unwrap_or_default(), true),
    };
    unstuffer.outcome()?;
    Ok(Unstuffed { content: ByteBuf::from(content), rest: ByteBuf::from(rest), ended })
}

/// How many octets the content has, if nothing is wrong with it.
pub(super) fn scan(content: &Octets, options: Option<ContentOptions>) -> Result<Count, Failure> {
    let mut scanner = objects::scanner(options.unwrap_or_default());
    scanner.scan(content)?;
    scanner.finish()?;
    Ok(Count(scanner.octets()))
}
