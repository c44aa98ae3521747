//! SCRAM's server.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::SaslError;
use super::super::base64::encode_value;
use super::super::binding::ChannelBinding;
use super::super::claim::Identity;
use super::super::mechanism::SaslMechanism;
use super::super::prep::saslprep;
use super::message::{ClientFinal, ClientFirst, Flag};
use super::{AuthMessage, ScramHash, ScramVerifier, xor};
use crate::types::secret::Secret;

/// The client's first message was read; the host looks for the verifier.
#[derive(Clone, Debug)]
pub(in super::super) struct Asked {
    hash: ScramHash,
    channel: Secret,
    bare: String,
    client_nonce: String,
    pub(in super::super) username: String,
    pub(in super::super) authorization_identity: Option<String>,
}

impl Asked {
    pub(in super::super) fn read(
        message: &[u8],
        mechanism: SaslMechanism,
        hash: ScramHash,
        bindings: &[ChannelBinding],
    ) -> Result<Self, SaslError> {
        let first = ClientFirst::parse(message)?;
        let data = match first.flag {
            // RFC 5802 section 6: -PLUS demands a binding, and a binding demands -PLUS.
            Flag::Use(name) if mechanism.binds_channel() => bindings
                .iter()
                .find(|binding| binding.kind().name() == name)
                .ok_or(SaslError::BindingMismatch)?
                .data(),
            Flag::Unavailable if !mechanism.binds_channel() => &[],
            Flag::NotOffered if !mechanism.binds_channel() && bindings.is_empty() => &[],
            Flag::NotOffered if !mechanism.binds_channel() => return Err(SaslError::Downgrade),
            _ => return Err(SaslError::BindingMismatch),
        };
        let username = saslprep(&first.username).map_err(|_| SaslError::BadCredentials)?;
        Ok(Self {
            hash,
            channel: Secret::concat(&[first.header.as_bytes(), data]),
            bare: first.bare.to_string(),
            client_nonce: first.nonce.to_string(),
            username: username.into_owned(),
            authorization_identity: first.authorization_identity,
        })
    }

    /// The server's first message. The verifier of a user that does not exist is `known: false`:
    /// the exchange goes on with it and fails at the proof, whatever that is.
    pub(in super::super) fn challenge(
        self,
        verifier: ScramVerifier,
        known: bool,
        server_nonce: &str,
    ) -> Result<(Vec<u8>, Challenged), SaslError> {
        if verifier.hash != self.hash {
            return Err(SaslError::WrongVerifier);
        }
        let nonce = format!("{}{server_nonce}", self.client_nonce);
        let salt = encode_value(&verifier.salt);
        let message = format!("r={nonce},s={salt},i={}", verifier.iterations);
        let challenge = message.clone().into_bytes();
        Ok((challenge, Challenged { asked: self, nonce, message, verifier, known }))
    }
}

/// The client has to prove itself now.
#[derive(Clone, Debug)]
pub(in super::super) struct Challenged {
    asked: Asked,
    nonce: String,
    message: String,
    verifier: ScramVerifier,
    known: bool,
}

impl Challenged {
    /// The server's proof, if the client's is right.
    pub(in super::super) fn verify(
        self,
        response: &[u8],
    ) -> Result<(Vec<u8>, Identity), SaslError> {
        let Self { asked, nonce, message, verifier, known } = self;
        let hash = asked.hash;
        let last = ClientFinal::parse(response)?;
        if last.nonce != nonce {
            return Err(SaslError::NonceMismatch);
        }
        if last.binding != asked.channel {
            return Err(SaslError::BindingMismatch);
        }
        let signed = AuthMessage([&asked.bare, &message, last.without_proof]);
        let signature = signed.signed(hash, &verifier.stored_key);
        // A proof of another length would be cut by the exclusive or.
        let whole = last.proof.len() == hash.length();
        let right = hash.digest(&xor(&last.proof, &signature)) == verifier.stored_key;
        if !(whole & right & known) {
            return Err(SaslError::BadCredentials);
        }
        let proof = encode_value(signed.signed(hash, &verifier.server_key).reveal());
        let identity = Identity {
            username: Some(asked.username),
            authorization_identity: asked.authorization_identity,
        };
        Ok((format!("v={proof}").into_bytes(), identity))
    }
}
