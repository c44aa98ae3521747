//! LOGIN: the name, then the password, each asked for (draft-murchison-sasl-login).
//!
//! What the prompts say is not relied on: servers write `Username:`, `User Name\0`, other languages
//! or nothing at all, and the order is the same everywhere. Only a prompt that plainly asks for the
//! other of the two is a reason to stop: a password must not be given as a name, since servers log
//! names.

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

/// Whether a prompt plainly asks for the password.
pub(super) fn asks_for_password(prompt: &[u8]) -> bool {
    says(prompt, &[b"password"])
}

/// Whether a prompt plainly asks for the name.
pub(super) fn asks_for_name(prompt: &[u8]) -> bool {
    says(prompt, &[b"username", b"user name"])
}

/// Whether a prompt is one of these, whatever its case and the colon or NUL behind it.
fn says(prompt: &[u8], words: &[&[u8]]) -> bool {
    let ends = |octet: &u8| !matches!(octet, b' ' | b':' | 0);
    let end = prompt.iter().rposition(ends).map_or(0, |last| last.saturating_add(1));
    let text = prompt.get(..end).unwrap_or_default();
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

pub(super) fn claim(username: String, password: &[u8]) -> Result<Claim, SaslError> {
    if password.is_empty() {
        return Err(SaslError::BadCredentials);
    }
    let password = Secret::from(password);
    Ok(Claim::Password(PasswordClaim { username, authorization_identity: None, password }))
}

#[cfg(test)]
mod tests {
    use super::*;

    // AUTH-037, D017
    #[test]
    fn only_a_plain_prompt_says_what_it_asks_for() {
        for prompt in ["Password:", "password", "PASSWORD: ", "Password\0"] {
            assert!(asks_for_password(prompt.as_bytes()), "{prompt:?}");
            assert!(!asks_for_name(prompt.as_bytes()), "{prompt:?}");
        }
        for prompt in ["Username:", "User Name\0", "username"] {
            assert!(asks_for_name(prompt.as_bytes()), "{prompt:?}");
        }
        for prompt in ["", ":", "Passwort:", "Name and password", "login"] {
            assert!(!asks_for_password(prompt.as_bytes()), "{prompt:?}");
            assert!(!asks_for_name(prompt.as_bytes()), "{prompt:?}");
        }
    }
}
