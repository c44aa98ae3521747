//! OAUTHBEARER (RFC 7628) and XOAUTH2: a token among fields that octet 1 parts.

use alloc::format;
use alloc::string::{String, ToString};

use super::SaslError;
use super::claim::{BearerClaim, Claim};
use super::plain::given;
use super::scram::message::{escape_name, unescape_name};
use crate::types::secret::Secret;

const SEPARATOR: char = '\x01';

/// What a client answers when the server's challenge says that it refuses (RFC 7628 section 3.2.3).
pub(super) const DUMMY: &[u8] = b"\x01";

/// The error challenge of OAUTHBEARER (RFC 7628 section 3.2.2).
pub(super) const OAUTHBEARER_ERROR: &[u8] = br#"{"status":"invalid_token"}"#;
/// The error challenge of XOAUTH2, in the form that its clients know.
pub(super) const XOAUTH2_ERROR: &[u8] = br#"{"status":"401","schemes":"bearer"}"#;

/// `n,a=identity,^Ahost=…^Aport=…^Aauth=Bearer token^A^A` (RFC 7628 section 3.1).
pub(super) fn oauthbearer(
    identity: &str,
    server: Option<&(String, u16)>,
    token: &Secret,
) -> Secret {
    let identity = escape_name(identity);
    let server = server.map_or_else(String::new, |(host, port)| {
        format!("host={host}{SEPARATOR}port={port}{SEPARATOR}")
    });
    Secret::concat(&[
        b"n,a=",
        identity.as_bytes(),
        b",\x01",
        server.as_bytes(),
        b"auth=Bearer ",
        token.reveal(),
        b"\x01\x01",
    ])
}

/// `user=name^Aauth=Bearer token^A^A`
pub(super) fn xoauth2(username: &str, token: &Secret) -> Secret {
    Secret::concat(&[
        b"user=",
        username.as_bytes(),
        b"\x01auth=Bearer ",
        token.reveal(),
        b"\x01\x01",
    ])
}

pub(super) fn oauthbearer_claim(message: &[u8]) -> Result<Claim, SaslError> {
    let text = core::str::from_utf8(message).map_err(|_| SaslError::NotUtf8)?;
    let (header, fields) = text.split_once(SEPARATOR).ok_or(SaslError::Malformed)?;
    // gs2-header; `p=` is for channel binding, of which RFC 7628 has none.
    let mut parts = header.split(',');
    let (Some("n" | "y"), Some(identity), Some(""), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(SaslError::Malformed);
    };
    let identity = match identity.strip_prefix("a=") {
        Some(name) => Some(unescape_name(name)?),
        None if identity.is_empty() => None,
        None => return Err(SaslError::Malformed),
    };
    claim(identity, fields)
}

pub(super) fn xoauth2_claim(message: &[u8]) -> Result<Claim, SaslError> {
    let text = core::str::from_utf8(message).map_err(|_| SaslError::NotUtf8)?;
    let (user, fields) = text.split_once(SEPARATOR).ok_or(SaslError::Malformed)?;
    let user = user.strip_prefix("user=").ok_or(SaslError::Malformed)?;
    claim(given(user), fields)
}

/// `*(key "=" value ^A) ^A`: unknown keys are passed over, `auth` is there once (RFC 7628 section
/// 3.1).
fn claim(username: Option<String>, fields: &str) -> Result<Claim, SaslError> {
    let fields = fields.strip_suffix("\x01\x01").ok_or(SaslError::Malformed)?;
    let (mut auth, mut host, mut port) = (None, None, None);
    for field in fields.split(SEPARATOR) {
        let (key, value) = field.split_once('=').ok_or(SaslError::Malformed)?;
        if key.is_empty() || !key.bytes().all(|octet| octet.is_ascii_alphabetic()) {
            return Err(SaslError::Malformed);
        }
        let slot = match key {
            "auth" => &mut auth,
            "host" => &mut host,
            "port" => &mut port,
            _ => continue,
        };
        if slot.replace(value).is_some() {
            return Err(SaslError::Malformed);
        }
    }
    let (scheme, token) = auth.and_then(|v| v.split_once(' ')).ok_or(SaslError::Malformed)?;
    let token = token.trim_start_matches(' ');
    let visible = !token.is_empty() && token.bytes().all(|octet| octet.is_ascii_graphic());
    if !scheme.eq_ignore_ascii_case("Bearer") || !visible {
        return Err(SaslError::Malformed);
    }
    let port = match port {
        Some(port) => Some(port.parse().map_err(|_| SaslError::Malformed)?),
        None => None,
    };
    Ok(Claim::Bearer(BearerClaim {
        username,
        token: Secret::from(token),
        host: host.map(ToString::to_string),
        port,
    }))
}
