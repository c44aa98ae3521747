//! SCRAM's client.

use alloc::format;
use alloc::string::{String, ToString};

use super::super::SaslError;
use super::super::base64::encode_value;
use super::super::binding::ClientBinding;
use super::message::{ServerFinal, ServerFirst, escape_name, text};
use super::{AuthMessage, ScramHash, xor};
use crate::types::secret::Secret;

/// Before the server's first message.
#[derive(Clone, Debug)]
pub(in super::super) struct First {
    pub(in super::super) hash: ScramHash,
    /// Prepared.
    pub(in super::super) password: Secret,
    header: String,
    /// What `c=` says: header and channel binding.
    channel: Secret,
    bare: String,
    nonce: String,
    pub(in super::super) min_iterations: u32,
    pub(in super::super) max_iterations: u32,
}

impl First {
    pub(in super::super) fn new(
        hash: ScramHash,
        (username, password): (String, Secret),
        identity: Option<&str>,
        nonce: String,
        binding: ClientBinding<'_>,
    ) -> Self {
        let (flag, data) = match binding {
            ClientBinding::Unavailable => ("n".to_string(), &[][..]),
            ClientBinding::NotOffered => ("y".to_string(), &[][..]),
            ClientBinding::Use(binding) => (format!("p={}", binding.kind().name()), binding.data()),
        };
        let identity = identity.map_or_else(String::new, |name| format!("a={}", escape_name(name)));
        let header = format!("{flag},{identity},");
        let bare = format!("n={},r={nonce}", escape_name(&username));
        let channel = Secret::concat(&[header.as_bytes(), data]);
        Self {
            hash,
            password,
            header,
            channel,
            bare,
            nonce,
            min_iterations: 4096,
            max_iterations: u32::MAX,
        }
    }

    pub(in super::super) fn message(&self) -> Secret {
        Secret::concat(&[self.header.as_bytes(), self.bare.as_bytes()])
    }

    /// The client's final message, and what the server has to prove.
    pub(in super::super) fn answer(self, challenge: &[u8]) -> Result<(Secret, Final), SaslError> {
        let server_first = text(challenge)?;
        let first = ServerFirst::parse(server_first)?;
        // The server adds to the nonce, so that it, too, is sure of a new exchange.
        match first.nonce.strip_prefix(self.nonce.as_str()) {
            Some(added) if !added.is_empty() => {}
            _ => return Err(SaslError::NonceMismatch),
        }
        let iterations = match first.iterations {
            Some(count) if count < self.min_iterations => {
                return Err(SaslError::TooFewIterations { count, least: self.min_iterations });
            }
            Some(count) if count <= self.max_iterations => count,
            _ => return Err(SaslError::TooManyIterations { most: self.max_iterations }),
        };
        let channel = encode_value(self.channel.reveal());
        let without_proof = format!("c={channel},r={}", first.nonce);
        let signed = AuthMessage([&self.bare, server_first, &without_proof]);

        let salted = self.hash.salted(&self.password, first.salt.reveal(), iterations);
        let client_key = self.hash.client_key(&salted);
        let signature = signed.signed(self.hash, &self.hash.digest(&client_key));
        let proof = encode_value(xor(&client_key, &signature).reveal());
        let message = Secret::concat(&[without_proof.as_bytes(), b",p=", proof.as_bytes()]);
        let expected = signed.signed(self.hash, &self.hash.server_key(&salted));
        Ok((message, Final { expected }))
    }
}

/// Before the server's proof.
#[derive(Clone, Debug)]
pub(in super::super) struct Final {
    expected: Secret,
}

impl Final {
    /// Whether the server knows the password too. `e=` is returned as the server's words.
    pub(in super::super) fn check<'a>(
        &self,
        challenge: &'a [u8],
    ) -> Result<Option<&'a str>, SaslError> {
        match ServerFinal::parse(challenge)? {
            ServerFinal::Error(words) => Ok(Some(words)),
            ServerFinal::Signature(signature) if signature == self.expected => Ok(None),
            ServerFinal::Signature(_) => Err(SaslError::WrongSignature),
        }
    }
}
