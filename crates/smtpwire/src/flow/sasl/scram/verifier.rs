//! What a server keeps instead of a password.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::super::base64::{decode_value, encode_value};
use super::super::prep::{PrepError, prepare_secret};
use super::ScramHash;
use crate::types::secret::Secret;

/// The longest salt that is taken, in octets.
const MAX_SALT: usize = 1024;

/// The least iterations of a new verifier (RFC 5802 section 5.1).
const MIN_ITERATIONS: u32 = 4096;
/// The most iterations of a verifier: 10,000,000, some seconds of work for a fast processor, and ten times
/// what a client here does at most unless its [`SaslPolicy`](crate::sasl::SaslPolicy) allows more.
pub const MAX_ITERATIONS: u32 = 10_000_000;

/// Why there is no verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum VerifierError {
    /// The password can't be prepared by SASLprep.
    #[error("the password can not be used with SCRAM: {0}")]
    Password(#[from] PrepError),
    /// An empty salt, or one over 1024 octets.
    #[error("a salt has 1 to 1024 octets")]
    Salt,
    /// Fewer iterations than 4096 for a new verifier, none at all for a stored one; or more than
    /// [`MAX_ITERATIONS`].
    #[error(
        "iterations: a new verifier has 4096 (the least that RFC 5802 allows) to {MAX_ITERATIONS}, a stored \
         one has 1 to {MAX_ITERATIONS}"
    )]
    Iterations,
    /// A key of another length than the digest's.
    #[error("a key has the length of its digest")]
    KeyLength,
    /// A text that is no stored verifier.
    #[error("a stored verifier reads SCRAM-SHA-256$iterations:salt$stored-key:server-key")]
    Text,
}

/// What a server keeps of a password for SCRAM (RFC 5802 section 3): whoever steals it can't log in
/// with it, and has to guess the password at the price of the iterations.
///
/// ```
/// use smtpwire::sasl::{ScramHash, ScramVerifier};
/// let salt = *b"sixteen octets!!"; // from a good source of entropy
/// let verifier = ScramVerifier::from_password(ScramHash::Sha256, "pencil", &salt, 4096)?;
/// let stored = verifier.reveal_text();
/// assert!(stored.starts_with("SCRAM-SHA-256$4096:"));
/// assert_eq!(ScramVerifier::parse(&stored)?, verifier);
/// # Ok::<(), smtpwire::sasl::VerifierError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ScramVerifier {
    pub(super) hash: ScramHash,
    pub(super) salt: Vec<u8>,
    pub(super) iterations: u32,
    pub(super) stored_key: Secret,
    pub(super) server_key: Secret,
}

impl ScramVerifier {
    /// The verifier of these values.
    ///
    /// # Errors
    /// [`VerifierError`] for a salt, a number or a key that can't be.
    pub fn new(
        hash: ScramHash,
        salt: impl Into<Vec<u8>>,
        iterations: u32,
        stored_key: impl Into<Secret>,
        server_key: impl Into<Secret>,
    ) -> Result<Self, VerifierError> {
        let (salt, stored_key, server_key) = (salt.into(), stored_key.into(), server_key.into());
        if salt.is_empty() || salt.len() > MAX_SALT {
            return Err(VerifierError::Salt);
        }
        if iterations == 0 || iterations > MAX_ITERATIONS {
            return Err(VerifierError::Iterations);
        }
        if stored_key.len() != hash.length() || server_key.len() != hash.length() {
            return Err(VerifierError::KeyLength);
        }
        Ok(Self { hash, salt, iterations, stored_key, server_key })
    }

    /// The verifier of a password. The salt is new for each: 16 octets from a good source. Clients
    /// here refuse fewer than 4096 iterations, and more than a million unless they are told otherwise; more
    /// make guessing dearer, and each login too. The call does that work itself.
    ///
    /// # Errors
    /// [`VerifierError`] for a password that SASLprep forbids, a bad salt, or iterations that are not
    /// 4096 to [`MAX_ITERATIONS`]; no work was done then.
    pub fn from_password(
        hash: ScramHash,
        password: &str,
        salt: &[u8],
        iterations: u32,
    ) -> Result<Self, VerifierError> {
        if !(MIN_ITERATIONS..=MAX_ITERATIONS).contains(&iterations) {
            return Err(VerifierError::Iterations);
        }
        if salt.is_empty() || salt.len() > MAX_SALT {
            return Err(VerifierError::Salt);
        }
        let salted = hash.salted(&prepare_secret(password)?, salt, iterations);
        let stored_key = hash.digest(&hash.client_key(&salted));
        Self::new(hash, salt, iterations, stored_key, hash.server_key(&salted))
    }

    /// Whether this is the password it was made of. For logins with PLAIN against the same store.
    pub fn matches(&self, password: &str) -> bool {
        let Ok(password) = prepare_secret(password) else { return false };
        let salted = self.hash.salted(&password, &self.salt, self.iterations);
        self.hash.digest(&self.hash.client_key(&salted)) == self.stored_key
    }

    /// Reads a stored verifier: `SCRAM-SHA-256$iterations:salt$stored-key:server-key`, in base64
    /// where not a number (RFC 5803, as `PostgreSQL` and others store it).
    ///
    /// # Errors
    /// [`VerifierError`] for another text.
    pub fn parse(text: &str) -> Result<Self, VerifierError> {
        let mut parts = text.split('$');
        let (Some(scheme), Some(costs), Some(keys), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(VerifierError::Text);
        };
        let hash = [ScramHash::Sha1, ScramHash::Sha256]
            .into_iter()
            .find(|hash| hash.mechanism_name() == scheme)
            .ok_or(VerifierError::Text)?;
        let (iterations, salt) = costs.split_once(':').ok_or(VerifierError::Text)?;
        let (stored_key, server_key) = keys.split_once(':').ok_or(VerifierError::Text)?;
        if !iterations.bytes().all(|octet| octet.is_ascii_digit()) {
            return Err(VerifierError::Text);
        }
        let octets = |text| decode_value(text).map_err(|_| VerifierError::Text);
        Self::new(
            hash,
            octets(salt)?.reveal(),
            iterations.parse().map_err(|_| VerifierError::Text)?,
            octets(stored_key)?,
            octets(server_key)?,
        )
    }

    /// The text to store, as [`ScramVerifier::parse`] reads it. Keep it as safe as a digest of the
    /// password: it is one.
    pub fn reveal_text(&self) -> String {
        let [salt, stored, server] =
            [&self.salt, self.stored_key.reveal(), self.server_key.reveal()].map(encode_value);
        format!("{}${}:{salt}${stored}:{server}", self.hash, self.iterations)
    }

    /// The digest it is for.
    pub const fn hash(&self) -> ScramHash {
        self.hash
    }

    /// The salt.
    pub fn salt(&self) -> &[u8] {
        &self.salt
    }

    /// The number of iterations.
    pub const fn iterations(&self) -> u32 {
        self.iterations
    }
}

impl fmt::Debug for ScramVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScramVerifier({}, {} iterations, ***)", self.hash, self.iterations)
    }
}
