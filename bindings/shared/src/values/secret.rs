//! Text that must not be seen.

use std::fmt;

use serde::{Serialize, Serializer};
use smtpwire::Secret;
use smtpwire::sasl::Claim;

use crate::config::{FromPlain, Plain, Wrong};

/// What stands in place of a secret, wherever one would be shown.
pub(crate) const MASK: &str = "***";

/// Whether this is the password of the claimed name: the same text by `SASLprep`, or, where it is no text, as it
/// may be with LOGIN, the same octets. The time that it takes does not tell where they differ.
pub fn password_matches(claim: &Claim, password: &[u8]) -> bool {
    match (std::str::from_utf8(password), claim) {
        (Ok(text), claim) => claim.matches(text),
        (Err(_), Claim::Password(claim)) => claim.password == Secret::from(password),
        (Err(_), _) => false,
    }
}

/// That there is a secret, and nothing of it: `***`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Masked;

impl Serialize for Masked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(MASK)
    }
}

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

/// Text that is shown as `***` by `Debug` and by serde, unless it was revealed.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText {
    text: String,
    revealed: bool,
}

impl FromPlain for SecretText {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        String::from_plain(plain).map(Self::from)
    }
}

impl SecretText {
    /// The text. Whoever calls this holds a secret.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// The same text, from now on written out by serde; `Debug` still masks it.
    #[must_use]
    pub fn revealed(mut self) -> Self {
        self.revealed = true;
        self
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        Self { text, revealed: false }
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl Serialize for SecretText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.revealed { &self.text } else { MASK })
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}
