//! Records with any content, sealed with the keys of a session.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use rustls::{ConnectionTrafficSecrets, ProtocolVersion};

use crate::raw::Raw;

/// The sealing side of a raw peer whose handshake is done.
pub(crate) struct Forge {
    tls12: bool,
    key: LessSafeKey,
    iv: [u8; 12],
    sequence: u64,
}

impl Forge {
    pub(crate) fn of(raw: Raw) -> Self {
        let tls12 = raw.tls.protocol_version() == Some(ProtocolVersion::TLSv1_2);
        let (sequence, secrets) = raw.tls.dangerous_extract_secrets().unwrap().tx;
        let ConnectionTrafficSecrets::Chacha20Poly1305 { key, iv } = secrets else {
            panic!("another cipher")
        };
        let key = UnboundKey::new(&CHACHA20_POLY1305, key.as_ref()).unwrap();
        Self { tls12, key: LessSafeKey::new(key), iv: iv.as_ref().try_into().unwrap(), sequence }
    }

    /// A record of this content type (RFC 8446 section 5.2, RFC 5246 section 6.2.3).
    pub(crate) fn record(&mut self, kind: u8, content: &[u8]) -> Vec<u8> {
        let mut nonce = self.iv;
        for (octet, number) in nonce[4..].iter_mut().zip(self.sequence.to_be_bytes()) {
            *octet ^= number;
        }
        let mut inner = content.to_vec();
        let length = |length: usize| u16::try_from(length).unwrap().to_be_bytes();
        let (outer, associated) = if self.tls12 {
            let plain = [&[kind, 3, 3][..], &length(content.len())].concat();
            (kind, [&self.sequence.to_be_bytes()[..], &plain].concat())
        } else {
            inner.push(kind);
            (23, [&[23, 3, 3][..], &length(inner.len() + 16)].concat())
        };
        self.sequence += 1;
        let nonce = Nonce::assume_unique_for_key(nonce);
        self.key.seal_in_place_append_tag(nonce, Aad::from(associated), &mut inner).unwrap();
        [&[outer, 3, 3][..], &length(inner.len()), &inner].concat()
    }
}
