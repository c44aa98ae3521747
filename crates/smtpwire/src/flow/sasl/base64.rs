//! Challenges and responses as they stand on the wire: base64, strictly (RFC 4954 section 4).

use alloc::string::String;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

use super::{MAX_MESSAGE, SaslError};
use crate::types::auth::SaslResponse;
use crate::types::secret::Secret;

/// The longest challenge or response in octets of base64, CRLF not counted.
pub const MAX_BASE64: usize = 12_288;

/// The octets of a challenge or response; of none for an empty text. Nothing but the alphabet,
/// padded to a multiple of four, `=` only at the end.
///
/// ```
/// use smtpwire::sasl;
/// assert_eq!(sasl::decode(b"AGpvAHg=")?.reveal(), b"\0jo\0x");
/// assert!(sasl::decode(b"AGpvAHg").is_err());
/// # Ok::<(), sasl::SaslError>(())
/// ```
///
/// # Errors
/// [`SaslError::TooLong`] over [`MAX_BASE64`] octets, [`SaslError::Base64`] for what is none.
pub fn decode(text: &[u8]) -> Result<Secret, SaslError> {
    if text.len() > MAX_BASE64 {
        return Err(SaslError::TooLong);
    }
    STANDARD.decode(text).map(Secret::from).map_err(|_| SaslError::Base64)
}

/// A response in base64; empty for an empty message (which stands as `=` behind AUTH, and as an
/// empty line elsewhere).
///
/// ```
/// use smtpwire::sasl;
/// assert_eq!(sasl::encode(b"\0jo\0x").reveal_base64(), "AGpvAHg=");
/// ```
pub fn encode(message: &[u8]) -> SaslResponse<'static> {
    SaslResponse(STANDARD.encode(message).into())
}

/// Base64 inside a SCRAM message: may not be empty.
pub(super) fn decode_value(text: &str) -> Result<Secret, SaslError> {
    let octets = STANDARD.decode(text).map(Secret::from).map_err(|_| SaslError::Malformed)?;
    if octets.is_empty() || octets.len() > MAX_MESSAGE {
        return Err(SaslError::Malformed);
    }
    Ok(octets)
}

pub(super) fn encode_value(octets: &[u8]) -> String {
    STANDARD.encode(octets)
}

/// Entropy as a nonce: printable, without a comma.
pub(super) fn nonce(entropy: &[u8]) -> Result<String, SaslError> {
    if !(super::MIN_NONCE..=super::MAX_NONCE).contains(&entropy.len()) {
        return Err(SaslError::Nonce);
    }
    Ok(STANDARD_NO_PAD.encode(entropy))
}
