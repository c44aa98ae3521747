//! Replies, and what servers say in them.

use serde_bytes::ByteBuf;
use smtpwire::{Code, EnhancedCode};

use super::wrong_word;
use crate::config::fields::Fields;
use crate::config::{FromPlain, Plain, Severity, Wrong};
use crate::failure::Failure;
use crate::values::{self, Capabilities, Octets, enhanced_code, forms, unescaped};

/// A reply as a program has it: its octets, or what was made of them.
pub(super) enum ReplyGiven {
    Octets(Octets),
    Parts(Parts),
}

/// What is needed of a reply as plain data.
pub(super) struct Parts {
    pub(super) code: u16,
    #[cfg_attr(not(feature = "diagnose"), expect(dead_code, reason = "only explain asks"))]
    pub(super) enhanced: Option<String>,
    lines: Vec<String>,
    #[cfg_attr(not(feature = "diagnose"), expect(dead_code, reason = "only explain asks"))]
    pub(super) text: Option<String>,
    wire: Option<Octets>,
}

impl FromPlain for Parts {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let names = &["code", "enhanced", "lines", "text", "wire"];
        let mut fields = Fields::among_others(plain, names)?;
        Ok(Self {
            code: fields.given()?.ok_or_else(|| Wrong::missing("code"))?,
            enhanced: fields.option()?,
            lines: fields.or_default()?,
            text: fields.option()?,
            wire: fields.option()?,
        })
    }
}

impl FromPlain for ReplyGiven {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        match plain {
            parts @ Plain::Object(_) => Parts::from_plain(parts).map(Self::Parts),
            octets => Octets::from_plain(octets).map(Self::Octets),
        }
    }
}

impl ReplyGiven {
    /// The octets of the reply.
    fn wire(self) -> Octets {
        let parts = match self {
            Self::Octets(octets) => return octets,
            Self::Parts(Parts { wire: Some(wire), .. }) => return wire,
            Self::Parts(parts) => parts,
        };
        let code = parts.code.to_string();
        let mut wire = Vec::new();
        let last = parts.lines.len().saturating_sub(1);
        for (at, line) in parts.lines.iter().enumerate() {
            wire.extend_from_slice(code.as_bytes());
            wire.push(if at < last { b'-' } else { b' ' });
            wire.extend_from_slice(&unescaped(line));
            wire.extend_from_slice(b"\r\n");
        }
        Octets(wire)
    }
}

/// The one reply that these octets are.
fn whole(octets: &[u8]) -> Result<smtpwire::Reply<'_>, Failure> {
    match smtpwire::Reply::parse(octets)? {
        Some((reply, _)) => Ok(reply),
        None => Err(Failure::malformed(
            "incomplete",
            "the reply is not whole: its last line is missing",
        )),
    }
}

/// The reply at the start of these octets; `None` when it is not whole yet.
pub(super) fn parse(octets: &Octets) -> Result<Option<values::Reply<'static>>, Failure> {
    let reply = smtpwire::Reply::parse(octets)?;
    Ok(reply.map(|(reply, _)| values::Reply::from(&reply).into_owned()))
}

/// The text of a reply: its lines, or all of them in one text, parted by LF.
#[derive()]
pub(super) enum Lines {
    Text(String),
    List(Vec<String>),
}

forms!(Lines, "a reply's lines are text, or a list of texts": Text, List);

/// The reply of these parts, with its CRLFs.
pub(super) fn encode(code: u16, lines: &Lines, enhanced: Option<&str>) -> Result<ByteBuf, Failure> {
    let reply = match lines {
        Lines::Text(text) => values::reply(code, enhanced, text.split('\n'))?,
        Lines::List(lines) => values::reply(code, enhanced, lines.iter().map(String::as_str))?,
    };
    let mut wire = Vec::new();
    reply.encode(&mut wire);
    Ok(ByteBuf::from(wire))
}

/// A reply code from its number.
pub(super) fn code(number: u16) -> Result<Code, Failure> {
    match Code::new(number) {
        Some(code) => Ok(code),
        None => wrong_word("code", "a number from 200 to 599"),
    }
}

/// What a code's first digit says.
pub(super) fn severity(number: u16) -> Result<Severity, Failure> {
    Ok(code(number)?.severity().into())
}

/// Whether an enhanced code's class fits the code.
pub(super) fn agree(number: u16, enhanced: &str) -> Result<bool, Failure> {
    let enhanced: EnhancedCode = enhanced_code(enhanced)?;
    Ok(enhanced.agrees_with(code(number)?))
}

/// The name under which the server queued the message, if the wording of its final reply is known.
pub(super) fn queue_id(reply: ReplyGiven) -> Result<Option<String>, Failure> {
    let wire = reply.wire();
    Ok(smtpwire::flow::mailer::queue_id(&whole(&wire)?))
}

/// What the reply to EHLO offers.
pub(super) fn parse_capabilities(reply: ReplyGiven) -> Result<Capabilities, Failure> {
    let wire = reply.wire();
    Ok(Capabilities::from(&smtpwire::Capabilities::from_reply(&whole(&wire)?)))
}

/// The reply to EHLO that offers this.
pub(super) fn encode_capabilities(capabilities: &Capabilities) -> Result<ByteBuf, Failure> {
    let reply = capabilities.build()?.to_reply()?;
    let mut wire = Vec::new();
    reply.encode(&mut wire);
    Ok(ByteBuf::from(wire))
}
