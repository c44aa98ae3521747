//! SASL: how a client proves who it is (RFC 4422), for both sides, without I/O and entropy of its
//! own.
//!
//! A client has [`Credentials`] and a [`SaslPolicy`], which chooses the strongest [`SaslMechanism`]
//! of those that the server offers; a [`ClientExchange`] then answers the server's challenges. A
//! server has a [`ServerExchange`] that ends in a [`Claim`] for the host to decide about, or, with
//! SCRAM, checks the client's proof against a [`ScramVerifier`] that the host has stored.
//!
//! Messages here are plain octets; the base64 that SMTP puts around them is [`encode`] and
//! [`decode`]. Read in this order: `mechanism`, `credentials`, `policy`, `client`, `server`; then
//! one file for each family of mechanisms: `plain`, `login`, `cram`, `scram`, `bearer`.

// SASLprep is a name, not an identifier.
#![allow(clippy::doc_markdown)]

mod base64;
mod bearer;
mod binding;
mod claim;
mod client;
mod cram;
mod credentials;
mod digest;
mod error;
mod login;
mod mechanism;
mod plain;
mod policy;
mod prep;
mod scram;
mod server;
#[cfg(test)]
mod tests;
mod unicode;

pub use base64::{MAX_BASE64, decode, encode};
pub use binding::{ChannelBinding, ChannelBindingType, ClientBinding};
pub use claim::{BearerClaim, Claim, CramMd5Claim, Identity, PasswordClaim};
pub use client::ClientExchange;
pub use credentials::{Credentials, CredentialsError, Field};
pub use error::SaslError;
pub use mechanism::SaslMechanism;
pub use policy::{Choice, NoMechanism, NotUsed, SaslPolicy};
pub use prep::{PrepError, saslprep};
pub use scram::{MAX_ITERATIONS, ScramHash, ScramVerifier, VerifierError};
pub use server::{ServerExchange, ServerOptions, ServerStep};

/// The longest message in octets, as plain octets: what [`MAX_BASE64`] octets of base64 hold.
pub const MAX_MESSAGE: usize = MAX_BASE64 / 4 * 3;

/// The least entropy for a nonce or challenge, in octets.
pub const MIN_NONCE: usize = 16;

/// The most entropy for a nonce or challenge, in octets.
pub const MAX_NONCE: usize = 64;
