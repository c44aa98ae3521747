//! CRAM-MD5: `username SP hex(HMAC-MD5(password, challenge))` (RFC 2195).

use alloc::string::String;
use alloc::vec::Vec;

use md5::Md5;
use subtle::ConstantTimeEq;

use super::SaslError;
use super::claim::{Claim, CramMd5Claim};
use super::digest::hmac;
use super::login;
use crate::types::secret::Secret;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// A challenge as section 2 has it: in angle brackets, like a message-id.
pub(super) fn challenge(entropy: &[u8], host: &str) -> Vec<u8> {
    [b"<", hex(entropy).as_bytes(), b"@", host.as_bytes(), b">"].concat()
}

pub(super) fn response(username: &str, password: &Secret, challenge: &[u8]) -> Secret {
    let digest = digest(password.reveal(), challenge);
    Secret::concat(&[username.as_bytes(), b" ", digest.as_bytes()])
}

/// What a client's response claims. A name may hold spaces, the digest never does.
pub(super) fn claim(challenge: Vec<u8>, response: &[u8]) -> Result<Claim, SaslError> {
    let space = response.iter().rposition(|octet| *octet == b' ').ok_or(SaslError::Malformed)?;
    let (name, rest) = response.split_at_checked(space).ok_or(SaslError::Malformed)?;
    let digest = rest.strip_prefix(b" ").unwrap_or_default();
    if digest.len() != 32 || !digest.iter().all(|octet| HEX.contains(octet)) {
        return Err(SaslError::Malformed);
    }
    let username = login::username(name)?;
    Ok(Claim::CramMd5(CramMd5Claim { username, challenge, digest: digest.to_vec() }))
}

pub(super) fn matches(claim: &CramMd5Claim, password: &[u8]) -> bool {
    digest(password, &claim.challenge).as_bytes().ct_eq(&claim.digest).into()
}

fn digest(password: &[u8], challenge: &[u8]) -> String {
    hex(hmac::<Md5>(password, &[challenge]).reveal())
}

fn hex(octets: &[u8]) -> String {
    let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().map_or('0', char::from);
    octets.iter().flat_map(|octet| [digit(octet >> 4), digit(octet & 15)]).collect()
}
