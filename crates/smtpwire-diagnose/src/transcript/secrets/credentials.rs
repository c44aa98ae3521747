//! The secrets that a transcript was found to hold, as sent and as decoded.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::Words;
use super::recurrence::{MIN_SECRET, Needles};
use crate::transcript::shape::mentions;

/// Longer responses are tokens, whose parts no one repeats.
const MAX_DECODED: usize = 16 * 1024;

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// What a challenge asks for, as LOGIN's are readable.
#[derive(Clone, Copy, Default)]
pub(super) enum Asked {
    Name,
    Password,
    #[default]
    Anything,
}

impl Asked {
    /// What a challenge in base64 asks for.
    pub(super) fn by(challenge: &[u8]) -> Self {
        match decode(challenge.trim_ascii()) {
            Some(prompt) if mentions(&prompt, "pass") => Self::Password,
            Some(prompt) if mentions(&prompt, "user") => Self::Name,
            _ => Self::Anything,
        }
    }
}

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

    /// Whether it is a name that logs in.
    pub(super) fn is_name(&self, word: &[u8]) -> bool {
        self.names.contains(word)
    }

    /// What must be masked wherever it stands, but for what `is_ordinary` accepts.
    pub(super) fn needles(&self, is_ordinary: impl Fn(&[u8]) -> bool) -> Needles<'_> {
        let secrets = self.responses.iter().chain(&self.parts).map(Vec::as_slice);
        Needles::new(secrets.filter(|secret| !is_ordinary(secret)))
    }

    /// Learns a response from what a client sent when it was asked for something.
    pub(super) fn learn(&mut self, sent: &[u8], asked: Asked) {
        // Both the pass phrase and its words.
        let words = sent.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        for word in words.chain([sent]) {
            if self.responses.contains(word) {
                continue;
            }
            self.responses.insert(word.to_vec());
            // Padding is easily lost.
            let padding = word.iter().rev().take_while(|octet| **octet == b'=').count();
            self.part(word.get(..word.len() - padding).unwrap_or(word));
            if word.len() > MAX_DECODED {
                continue;
            }
            let decoded = decode(word).unwrap_or_default();
            // Other mechanisms ask with words too, and are answered with several.
            match asked {
                Asked::Name if !decoded.iter().any(|octet| *octet < 2) => self.name(&decoded),
                Asked::Password => {
                    self.part(&decoded);
                    self.learn_decoded(&decoded);
                }
                _ => self.learn_decoded(&decoded),
            }
        }
    }

    /// Learns a line that may be a pass phrase, and may be prose, whose words are in any text.
    pub(super) fn learn_line(&mut self, line: &[u8]) {
        self.responses.insert(line.to_vec());
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
        } else if decoded.starts_with(b"n,") || decoded.starts_with(b"y,") {
            // SCRAM's first message: n,,n=name,r=nonce
            for field in decoded.split(|&octet| octet == b',') {
                match field {
                    [b'n' | b'a', b'=', name @ ..] => self.name(name),
                    [_, b'=', nonce @ ..] => self.part(nonce),
                    other => self.part(other),
                }
            }
        } else if decoded.contains(&b' ') {
            // CRAM-MD5: name, digest. A pass phrase of LOGIN has blanks too.
            let mut words = decoded.split(|&octet| octet == b' ');
            self.name(words.next().unwrap_or(&[]));
            words.for_each(|word| self.part(word));
        } else if is_mailbox(decoded) {
            // LOGIN's name.
            self.name(decoded);
        } else {
            // LOGIN's password, or a name that can't be told from one.
            self.part(decoded);
        }
    }

    fn part(&mut self, word: &[u8]) {
        // SCRAM's last message, c=…,r=…,p=proof, and passwords that are told in parts.
        let fields = word.split(|&octet| octet == b',');
        let values = fields.clone().filter_map(|field| match field {
            [_, b'=', value @ ..] => Some(value),
            _ => None,
        });
        for secret in fields.chain(values).chain([word]) {
            if secret.len() >= MIN_SECRET {
                self.parts.insert(secret.to_vec());
            }
        }
    }

    fn name(&mut self, word: &[u8]) {
        if word.len() >= MIN_SECRET {
            self.names.insert(word.to_vec());
        }
    }
}

/// What base64 of either alphabet says, padded or not.
pub(super) fn decode(word: &[u8]) -> Option<Vec<u8>> {
    STANDARD.decode(word).or_else(|_| URL_SAFE.decode(word)).ok()
}

/// Whether it has the shape of an address, `local@domain.example`, as few passwords have.
fn is_mailbox(text: &[u8]) -> bool {
    let mut parts = text.split(|&octet| octet == b'@');
    let (local, domain) = (parts.next().unwrap_or(&[]), parts.next().unwrap_or(&[]));
    !local.is_empty()
        && domain.contains(&b'.')
        && domain.iter().all(|octet| octet.is_ascii_alphanumeric() || b".-".contains(octet))
        && parts.next().is_none()
}
