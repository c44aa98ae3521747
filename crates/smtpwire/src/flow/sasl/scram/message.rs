//! SCRAM's messages, read strictly by the grammar of RFC 5802 section 7.

use alloc::string::{String, ToString};

use super::super::SaslError;
use super::super::base64::decode_value;
use crate::types::secret::Secret;

/// The longest nonce that is taken, in octets, both sides' parts together.
const MAX_NONCE_TEXT: usize = 1024;

/// What the client says about channel binding: `gs2-cbind-flag`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flag<'a> {
    /// `n`
    Unavailable,
    /// `y`
    NotOffered,
    /// `p=cb-name`
    Use(&'a str),
}

/// `client-first-message = gs2-header client-first-message-bare`
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ClientFirst<'a> {
    pub(super) flag: Flag<'a>,
    /// The whole `gs2-header`, its last comma included.
    pub(super) header: &'a str,
    pub(super) bare: &'a str,
    pub(super) authorization_identity: Option<String>,
    pub(super) username: String,
    pub(super) nonce: &'a str,
}

impl<'a> ClientFirst<'a> {
    pub(super) fn parse(message: &'a [u8]) -> Result<Self, SaslError> {
        let text = text(message)?;
        let (flag, rest) = text.split_once(',').ok_or(SaslError::Malformed)?;
        let (identity, bare) = rest.split_once(',').ok_or(SaslError::Malformed)?;
        let header = text.strip_suffix(bare).ok_or(SaslError::Malformed)?;
        let flag = match flag {
            "n" => Flag::Unavailable,
            "y" => Flag::NotOffered,
            _ => Flag::Use(
                flag.strip_prefix("p=").filter(is_binding_name).ok_or(SaslError::Malformed)?,
            ),
        };
        let authorization_identity = match identity.strip_prefix("a=") {
            Some(name) => Some(unescape_name(name)?),
            None if identity.is_empty() => None,
            None => return Err(SaslError::Malformed),
        };
        let mut attributes = Attributes::of(bare);
        let username = unescape_name(attributes.take('n')?)?;
        let nonce = nonce(attributes.take('r')?)?;
        attributes.finish()?;
        Ok(Self { flag, header, bare, authorization_identity, username, nonce })
    }
}

/// `server-first-message = nonce "," salt "," iteration-count`
#[derive(Debug)]
pub(super) struct ServerFirst<'a> {
    pub(super) nonce: &'a str,
    pub(super) salt: Secret,
    /// `None` for a number above `u32`.
    pub(super) iterations: Option<u32>,
}

impl<'a> ServerFirst<'a> {
    pub(super) fn parse(message: &'a str) -> Result<Self, SaslError> {
        let mut attributes = Attributes::of(message);
        let nonce = nonce(attributes.take('r')?)?;
        let salt = decode_value(attributes.take('s')?)?;
        let iterations = attributes.take('i')?;
        attributes.finish()?;
        let digits = iterations.bytes().all(|octet| octet.is_ascii_digit());
        if !digits || iterations.is_empty() || iterations.starts_with('0') {
            return Err(SaslError::Malformed);
        }
        Ok(Self { nonce, salt, iterations: iterations.parse().ok() })
    }
}

/// `client-final-message = client-final-message-without-proof "," proof`
#[derive(Debug)]
pub(super) struct ClientFinal<'a> {
    pub(super) binding: Secret,
    pub(super) nonce: &'a str,
    pub(super) without_proof: &'a str,
    pub(super) proof: Secret,
}

impl<'a> ClientFinal<'a> {
    pub(super) fn parse(message: &'a [u8]) -> Result<Self, SaslError> {
        let (without_proof, proof) = text(message)?.rsplit_once(',').ok_or(SaslError::Malformed)?;
        let proof = decode_value(proof.strip_prefix("p=").ok_or(SaslError::Malformed)?)?;
        let mut attributes = Attributes::of(without_proof);
        let binding = decode_value(attributes.take('c')?)?;
        let nonce = nonce(attributes.take('r')?)?;
        attributes.seen |= bit('p');
        attributes.finish()?;
        Ok(Self { binding, nonce, without_proof, proof })
    }
}

/// `server-final-message = (server-error / verifier)`
#[derive(Debug)]
pub(super) enum ServerFinal<'a> {
    Error(&'a str),
    Signature(Secret),
}

impl<'a> ServerFinal<'a> {
    pub(super) fn parse(message: &'a [u8]) -> Result<Self, SaslError> {
        let text = text(message)?;
        let mut attributes = Attributes::of(text);
        let read = if text.starts_with('e') {
            Self::Error(attributes.take('e')?)
        } else {
            Self::Signature(decode_value(attributes.take('v')?)?)
        };
        attributes.finish()?;
        Ok(read)
    }
}

/// `attr-val *("," attr-val)`, taken in their order. What follows those that are prescribed are
/// extensions: passed over, but `m` is mandatory and fails the exchange wherever it stands.
struct Attributes<'a> {
    rest: Option<&'a str>,
    /// One bit for each letter that was there.
    seen: u64,
}

impl<'a> Attributes<'a> {
    const fn of(message: &'a str) -> Self {
        Self { rest: Some(message), seen: 0 }
    }

    /// The value of the next attribute, which has to be this one.
    fn take(&mut self, name: char) -> Result<&'a str, SaslError> {
        match self.next()? {
            Some((found, value)) if found == name => Ok(value),
            _ => Err(SaslError::Malformed),
        }
    }

    /// `attr-val = ALPHA "=" value`, `value = 1*value-char`; each letter once.
    fn next(&mut self) -> Result<Option<(char, &'a str)>, SaslError> {
        let Some(rest) = self.rest else { return Ok(None) };
        let (attribute, rest) = match rest.split_once(',') {
            Some((attribute, rest)) => (attribute, Some(rest)),
            None => (rest, None),
        };
        self.rest = rest;
        let (name, value) = attribute.split_once('=').ok_or(SaslError::Malformed)?;
        let mut letters = name.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else {
            return Err(SaslError::Malformed);
        };
        if letter == 'm' {
            return Err(SaslError::MandatoryExtension);
        }
        if !letter.is_ascii_alphabetic() || value.is_empty() || self.seen & bit(letter) != 0 {
            return Err(SaslError::Malformed);
        }
        self.seen |= bit(letter);
        Ok(Some((letter, value)))
    }

    fn finish(mut self) -> Result<(), SaslError> {
        while self.next()?.is_some() {}
        Ok(())
    }
}

/// A bit of its own for each ASCII letter.
const fn bit(letter: char) -> u64 {
    1_u64.wrapping_shl((letter as u32).wrapping_sub('A' as u32))
}

/// UTF-8 without NUL, as every value is.
pub(super) fn text(message: &[u8]) -> Result<&str, SaslError> {
    let text = core::str::from_utf8(message).map_err(|_| SaslError::NotUtf8)?;
    if text.contains('\0') { Err(SaslError::Malformed) } else { Ok(text) }
}

/// `printable = %x21-2B / %x2D-7E`; the comma can't be there any more.
fn nonce(value: &str) -> Result<&str, SaslError> {
    let printable = value.bytes().all(|octet| octet.is_ascii_graphic());
    if printable && value.len() <= MAX_NONCE_TEXT { Ok(value) } else { Err(SaslError::Malformed) }
}

/// `cb-name = 1*(ALPHA / DIGIT / "." / "-")`
#[allow(clippy::trivially_copy_pass_by_ref, reason = "Option::filter passes a reference")]
fn is_binding_name(name: &&str) -> bool {
    let legal = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-');
    !name.is_empty() && name.bytes().all(legal)
}

/// `saslname`: `,` and `=` as `=2C` and `=3D`.
pub(in super::super) fn escape_name(name: &str) -> String {
    name.replace('=', "=3D").replace(',', "=2C")
}

/// The name that a `saslname` stands for. Any other `=` fails (RFC 5802 section 5.1).
pub(in super::super) fn unescape_name(name: &str) -> Result<String, SaslError> {
    let mut parts = name.split('=');
    let mut plain = parts.next().unwrap_or_default().to_string();
    for part in parts {
        if let Some(rest) = part.strip_prefix("2C") {
            plain.push(',');
            plain.push_str(rest);
        } else if let Some(rest) = part.strip_prefix("3D") {
            plain.push('=');
            plain.push_str(rest);
        } else {
            return Err(SaslError::Malformed);
        }
    }
    if plain.is_empty() || plain.contains('\0') { Err(SaslError::Malformed) } else { Ok(plain) }
}
