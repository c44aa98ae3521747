//! LOGIN: the name, then the password, each asked for (draft-murchison-sasl-login).
//!
//! What the prompts say is not relied on: servers write `Username:`, `User Name\0`, other languages
//! or nothing at all, and the order is the same everywhere.

use alloc::string::{String, ToString};

use super::SaslError;
use super::claim::{Claim, PasswordClaim};
use super::prep::saslprep;
use crate::types::secret::Secret;

pub(super) const USERNAME: &[u8] = b"Username:";
pub(super) const PASSWORD: &[u8] = b"Password:";

/// The name as the client gave it: prepared where SASLprep allows, else as it came. No document
/// says what a name is; it has to be text, and a NUL is in no name.
pub(super) fn username(message: &[u8]) -> Result<String, SaslError> {
    let text = core::str::from_utf8(message).map_err(|_| SaslError::NotUtf8)?;
    if text.is_empty() || text.contains('\0') {
        return Err(SaslError::BadCredentials);
    }
    Ok(saslprep(text).map_or_else(|_| text.to_string(), String::from))
}

pub(super) fn claim(username: String, password: &[u8]) -> Result<Claim, SaslError> {
    if password.is_empty() {
        return Err(SaslError::BadCredentials);
    }
    let password = Secret::from(password);
    Ok(Claim::Password(PasswordClaim { username, authorization_identity: None, password }))
}
