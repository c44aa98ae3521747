//! What must not be seen: passwords, tokens and the messages that hold them.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Octets that are never shown: a password, a token, a SASL message.
///
/// `Debug` prints that there is a secret and no more, there is no `Display`, the memory is
/// overwritten when the value is dropped, and comparing two takes as long for unequal values as for
/// equal ones of the same length.
///
/// ```
/// use smtpwire::Secret;
/// let password = Secret::from("pencil");
/// assert_eq!(format!("{password:?}"), "Secret(***)");
/// assert_eq!(password.reveal(), b"pencil");
/// ```
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// The octets. Whoever calls this holds a secret.
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }

    /// How many octets there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These parts behind each other, written into one allocation: growing would leave copies.
    pub(crate) fn concat(parts: &[&[u8]]) -> Self {
        let length = parts.iter().fold(0_usize, |sum, part| sum.saturating_add(part.len()));
        let mut all = Vec::with_capacity(length);
        for part in parts {
            all.extend_from_slice(part);
        }
        Self(Zeroizing::new(all))
    }

    /// Whether these are the same octets, found out without telling where they differ.
    pub(crate) fn is(&self, octets: &[u8]) -> bool {
        self.0.ct_eq(octets).into()
    }
}

impl From<Vec<u8>> for Secret {
    fn from(octets: Vec<u8>) -> Self {
        Self(Zeroizing::new(octets))
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.as_bytes())
    }
}

impl From<&[u8]> for Secret {
    fn from(octets: &[u8]) -> Self {
        Self::from(octets.to_vec())
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.is(other.reveal())
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn a_secret_is_compared_but_never_shown() {
        let secret = Secret::from("hunter2");
        assert_eq!(secret, Secret::from(b"hunter2".to_vec()));
        assert_ne!(secret, Secret::from("hunter3"));
        assert_ne!(secret, Secret::from("hunter"));
        assert!(!format!("{secret:?} {:#?}", Some(&secret)).contains("hunter"));
    }
}
