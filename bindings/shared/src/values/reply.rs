//! Replies.

use std::borrow::Cow;

use serde::Serialize;
use smtpwire::{Code, EnhancedCode, Escaped};

use super::build::need;
use crate::failure::Failure;

/// A reply of the peer, or one that was built.
///
/// `lines` and `text` are text that loses nothing: what is fit to be shown stands as it is, all else
/// as `\xNN`. Who needs the octets themselves finds them in `wire`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reply<'a> {
    /// The reply code, 200 to 599.
    pub code: u16,
    /// The enhanced status code, as in `5.1.1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enhanced: Option<String>,
    /// The text of each line without code and separator; an enhanced code is part of it.
    pub lines: Vec<String>,
    /// The text of all lines, parted by LF, without enhanced codes.
    pub text: String,
    /// The octets on the wire, with their CRLFs.
    #[serde(with = "serde_bytes")]
    pub wire: Cow<'a, [u8]>,
}

impl<'a> From<&'a smtpwire::Reply<'_>> for Reply<'a> {
    fn from(reply: &'a smtpwire::Reply<'_>) -> Self {
        let bytes = reply.as_bytes();
        let wire = if bytes.ends_with(b"\n") {
            Cow::Borrowed(bytes)
        } else {
            let mut whole = Vec::with_capacity(bytes.len() + 2);
            reply.encode(&mut whole);
            Cow::Owned(whole)
        };
        Self {
            code: reply.code().get(),
            enhanced: reply.enhanced().map(|code| code.to_string()),
            lines: reply.lines().map(|line| Escaped(line).to_string()).collect(),
            text: reply.text(),
            wire,
        }
    }
}

impl Reply<'_> {
    /// The same reply, owning its octets.
    #[must_use]
    pub fn into_owned(self) -> Reply<'static> {
        Reply { wire: Cow::Owned(self.wire.into_owned()), ..self }
    }
}

/// An enhanced status code from its text, as in `5.1.1`.
///
/// # Errors
/// `invalid-value` for a text that is none (RFC 3463 section 2).
pub fn enhanced_code(text: &str) -> Result<EnhancedCode, Failure> {
    let code = EnhancedCode::at_start(text.as_bytes()).filter(|code| code.to_string() == text);
    need(code, "enhanced", "an enhanced status code is as 5.1.1, its class 2, 4 or 5")
}

/// A reply of a code, an enhanced code as text, and the text of its lines.
///
/// # Errors
/// `invalid-value` for a code that is none; `line-end` and `no-lines` for text that can't be one.
pub fn reply<'t>(
    code: u16,
    enhanced: Option<&str>,
    lines: impl IntoIterator<Item = &'t str>,
) -> Result<smtpwire::Reply<'static>, Failure> {
    let code = need(Code::new(code), "code", "a reply code is a number from 200 to 599")?;
    let enhanced = enhanced.map(enhanced_code).transpose()?;
    Ok(smtpwire::Reply::with_lines(code, enhanced, lines)?)
}
