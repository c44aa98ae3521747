//! HMAC over the RustCrypto digests.

use hmac::digest::{Key, KeyInit, Mac};
use hmac::{EagerHash, Hmac};
use md5::Digest;

use crate::types::secret::Secret;
use zeroize::Zeroize;

/// HMAC of these parts behind each other (RFC 2104).
pub(super) fn hmac<D: EagerHash + Digest>(key: &[u8], parts: &[&[u8]]) -> Secret {
    // The key's block is filled here because no key is of a wrong length then: what is longer is
    // digested first, what is shorter is padded with zeros.
    let mut block = Key::<Hmac<D>>::default();
    if key.len() > block.len() {
        let mut digest = D::digest(key);
        block.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
        digest.as_mut_slice().zeroize();
    } else {
        block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    }
    let mut mac = Hmac::<D>::new(&block);
    block.as_mut_slice().zeroize();
    for part in parts {
        mac.update(part);
    }
    let mut sum = mac.finalize().into_bytes();
    let secret = Secret::from(sum.as_slice());
    sum.as_mut_slice().zeroize();
    secret
}
