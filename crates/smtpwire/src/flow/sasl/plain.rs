//! PLAIN: `[authzid] NUL authcid NUL passwd` (RFC 4616).

use alloc::string::{String, ToString};

use super::SaslError;
use super::claim::{Claim, PasswordClaim};
use super::prep::{prepare_secret, saslprep};
use crate::types::secret::Secret;

pub(super) fn message(identity: Option<&str>, username: &str, password: &Secret) -> Secret {
    let identity = identity.unwrap_or_default();
    Secret::concat(&[identity.as_bytes(), b"\0", username.as_bytes(), b"\0", password.reveal()])
}

/// What a client's message claims. Name and password have to be fit for SASLprep and not empty
/// afterwards (section 2); the name is handed on prepared, the password as it came, because hosts
/// keep digests of either form.
pub(super) fn claim(message: &[u8]) -> Result<Claim, SaslError> {
    let text = core::str::from_utf8(message).map_err(|_| SaslError::NotUtf8)?;
    let mut fields = text.split('\0');
    let (Some(identity), Some(username), Some(password), None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err(SaslError::Malformed);
    };
    let username = saslprep(username).map_err(|_| SaslError::BadCredentials)?;
    prepare_secret(password).map_err(|_| SaslError::BadCredentials)?;
    Ok(Claim::Password(PasswordClaim {
        username: username.into_owned(),
        authorization_identity: given(identity),
        password: Secret::from(password),
    }))
}

/// An identity to act as; an empty one is none.
pub(super) fn given(identity: &str) -> Option<String> {
    (!identity.is_empty()).then(|| identity.to_string())
}
