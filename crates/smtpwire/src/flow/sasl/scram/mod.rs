//! SCRAM: both sides prove that they know the password, and neither shows it (RFC 5802, RFC 7677).
//!
//! Read in this order: `message` is what is written, `client` and `server` are the two sides,
//! [`ScramVerifier`] is what a server keeps instead of passwords. Here is the arithmetic of
//! RFC 5802 section 3.

pub(super) mod client;
pub(super) mod message;
pub(super) mod server;
mod verifier;

use core::fmt;

use sha1::Sha1;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::digest::hmac;
use crate::types::secret::Secret;

pub use verifier::{MAX_ITERATIONS, ScramVerifier, VerifierError};

/// The digest that a SCRAM mechanism uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScramHash {
    /// SHA-1, as in SCRAM-SHA-1: 20 octets.
    Sha1,
    /// SHA-256, as in SCRAM-SHA-256: 32 octets.
    Sha256,
}

impl ScramHash {
    /// The mechanism's name without -PLUS, as stored verifiers begin with it.
    pub const fn mechanism_name(self) -> &'static str {
        match self {
            Self::Sha1 => "SCRAM-SHA-1",
            Self::Sha256 => "SCRAM-SHA-256",
        }
    }

    /// The length of a digest in octets.
    pub const fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// `HMAC(key, text)`
    pub(super) fn hmac(self, key: &Secret, text: &[&[u8]]) -> Secret {
        match self {
            Self::Sha1 => hmac::<Sha1>(key.reveal(), text),
            Self::Sha256 => hmac::<Sha256>(key.reveal(), text),
        }
    }

    /// `H(text)`
    fn digest(self, text: &Secret) -> Secret {
        match self {
            Self::Sha1 => Secret::from(Sha1::digest(text.reveal()).as_slice()),
            Self::Sha256 => Secret::from(Sha256::digest(text.reveal()).as_slice()),
        }
    }

    /// `SaltedPassword := Hi(Normalize(password), salt, i)` of a password that is normalised.
    fn salted(self, password: &Secret, salt: &[u8], iterations: u32) -> Secret {
        let password = password.reveal();
        match self {
            Self::Sha1 => {
                let mut salted = Zeroizing::new([0; 20]);
                pbkdf2::pbkdf2_hmac::<Sha1>(password, salt, iterations, salted.as_mut_slice());
                Secret::from(salted.as_slice())
            }
            Self::Sha256 => {
                let mut salted = Zeroizing::new([0; 32]);
                pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, iterations, salted.as_mut_slice());
                Secret::from(salted.as_slice())
            }
        }
    }

    fn client_key(self, salted: &Secret) -> Secret {
        self.hmac(salted, &[b"Client Key"])
    }

    fn server_key(self, salted: &Secret) -> Secret {
        self.hmac(salted, &[b"Server Key"])
    }
}

impl fmt::Display for ScramHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mechanism_name())
    }
}

fn xor(a: &Secret, b: &Secret) -> Secret {
    Secret::from(
        a.reveal().iter().zip(b.reveal()).map(|(a, b)| a ^ b).collect::<alloc::vec::Vec<_>>(),
    )
}

/// `AuthMessage := client-first-message-bare + "," + server-first-message + "," +
/// client-final-message-without-proof`
struct AuthMessage<'a>([&'a str; 3]);

impl AuthMessage<'_> {
    fn signed(&self, hash: ScramHash, key: &Secret) -> Secret {
        let [client_first, server_first, client_final] = self.0.map(str::as_bytes);
        hash.hmac(key, &[client_first, b",", server_first, b",", client_final])
    }
}
