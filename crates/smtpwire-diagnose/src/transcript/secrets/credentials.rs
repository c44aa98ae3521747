//! The secrets that a transcript was found to hold, as sent and as decoded.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::Words;

/// Shorter words are part of any text, and masking them all would tell them.
const MIN_PART: usize = 4;

/// Longer responses are tokens, whose parts no one repeats.
const MAX_DECODED: usize = 16 * 1024;

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// What must not be shown, wherever it stands.
#[derive(Default)]
pub(super) struct Credentials {
    responses: Words,
    /// Passwords and tokens.
    parts: Words,
    /// User names.
    names: Words,
}

impl Credentials {
    pub(super) fn is_empty(&self) -> bool {
        self.responses.is_empty()
    }

    /// Whether it is a response as a client sent it.
    pub(super) fn is_response(&self, text: &[u8]) -> bool {
        text.len() >= MIN_PART && self.responses.contains(text)
    }

    /// Whether it is a password or a token, or, if asked for, a name that logs in.
    pub(super) fn is_part(&self, word: &[u8], with_names: bool) -> bool {
        word.len() >= MIN_PART
            && (self.parts.contains(word) || (with_names && self.names.contains(word)))
    }

    /// Learns a response from what a client sent.
    pub(super) fn learn(&mut self, sent: &[u8]) {
        for word in sent.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
            if self.responses.contains(word) {
                continue;
            }
            self.responses.insert(word.to_vec());
            if word.len() <= MAX_DECODED {
                let decoded = STANDARD.decode(word).or_else(|_| URL_SAFE.decode(word));
                self.learn_decoded(&decoded.unwrap_or_default());
            }
        }
    }

    fn learn_decoded(&mut self, decoded: &[u8]) {
        if let Some(rest) = decoded.strip_prefix(b"user=") {
            // XOAUTH2: user=… ^A auth=Bearer … ^A ^A
            let mut fields = rest.split(|&octet| octet == 1);
            self.name(fields.next().unwrap_or(&[]));
            for field in fields {
                self.part(field.rsplit(|&octet| octet == b' ').next().unwrap_or(&[]));
            }
        } else if decoded.contains(&0) {
            // PLAIN: authorization identity, name, password.
            let mut fields = decoded.rsplit(|&octet| octet == 0);
            self.part(fields.next().unwrap_or(&[]));
            fields.for_each(|name| self.name(name));
        } else if decoded.contains(&1) {
            // OAUTHBEARER: n,a=…,^Ahost=…^Aport=…^Aauth=Bearer …^A^A
            for field in decoded.split(|&octet| octet == 1) {
                if let Some(token) = field.strip_prefix(b"auth=") {
                    self.part(token.rsplit(|&octet| octet == b' ').next().unwrap_or(&[]));
                }
            }
        } else if let Some(proof) = memchr::memmem::find(decoded, b",p=") {
            // SCRAM
            self.part(decoded.get(proof + 3..).unwrap_or(&[]));
        } else if decoded.contains(&b' ') {
            // CRAM-MD5: name, digest. A pass phrase of LOGIN has blanks too.
            let mut words = decoded.split(|&octet| octet == b' ');
            self.name(words.next().unwrap_or(&[]));
            words.for_each(|word| self.part(word));
        } else if decoded.contains(&b'@') {
            // LOGIN's name.
            self.name(decoded);
        } else {
            // LOGIN's password, or a name that can't be told from one.
            self.part(decoded);
        }
    }

    fn part(&mut self, word: &[u8]) {
        if word.len() >= MIN_PART {
            self.parts.insert(word.to_vec());
        }
    }

    fn name(&mut self, word: &[u8]) {
        if word.len() >= MIN_PART {
            self.names.insert(word.to_vec());
        }
    }
}
