//! What a server stores of a password.

use smtpwire::sasl::{SaslMechanism, ScramHash, ScramVerifier};

use super::wrong_word;
use crate::config::{Mechanism, SecretOctets};
use crate::failure::Failure;
use crate::values::Octets;

/// How often a password is hashed where nobody said: the least that RFC 7677 section 4 asks for.
const ITERATIONS: u32 = 4096;

/// A secret that is text.
fn text(secret: SecretOctets, name: &str) -> Result<String, Failure> {
    match String::from_utf8(secret.build().reveal().to_vec()) {
        Ok(text) => Ok(text),
        Err(_) => wrong_word(name, "text in UTF-8"),
    }
}

/// The verifier of a password, as text to be stored. It is as secret as a digest of the password.
pub(super) fn make_verifier(
    password: SecretOctets,
    salt: &Octets,
    iterations: Option<u32>,
    mechanism: Option<Mechanism>,
) -> Result<String, Failure> {
    let hash = match mechanism.map(|mechanism| mechanism.0.scram_hash()) {
        None => ScramHash::Sha256,
        Some(Some(hash)) => hash,
        Some(None) => {
            return wrong_word(
                "mechanism",
                &format!("{} or {}", SaslMechanism::ScramSha256, SaslMechanism::ScramSha1),
            );
        }
    };
    let password = text(password, "password")?;
    let verifier =
        ScramVerifier::from_password(hash, &password, salt, iterations.unwrap_or(ITERATIONS))?;
    Ok(verifier.reveal_text())
}

/// Whether a stored verifier was made of this password.
pub(super) fn verifier_matches(
    verifier: SecretOctets,
    password: SecretOctets,
) -> Result<bool, Failure> {
    let verifier = ScramVerifier::parse(&text(verifier, "verifier")?)?;
    Ok(verifier.matches(&text(password, "password")?))
}
