//! What can go wrong in a SASL exchange.

use super::credentials::CredentialsError;
use crate::flow::error::ErrorCode;
use crate::types::code::{Code, EnhancedCode};

/// Why a SASL exchange failed. It never holds a secret, nor anything that the peer wrote.
///
/// After any of these the exchange is over. A client answers `*` to a challenge that led to one
/// (RFC 4954 section 4); a server gives [`SaslError::reply`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SaslError {
    /// The credentials can't be used with the mechanism.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// The entropy given is too short or too long.
    #[error("{least} to {most} octets of entropy are needed", least = super::MIN_NONCE, most = super::MAX_NONCE)]
    Nonce,
    /// A -PLUS mechanism without a channel binding, or another with one.
    #[error("a channel binding is given with a -PLUS mechanism and with no other")]
    BindingMisplaced,
    /// The server's key to make up salts for unknown users is missing or shorter than 16 octets.
    #[error("a server needs a decoy key of at least 16 octets to offer SCRAM")]
    NoDecoyKey,
    /// The stored verifier was made with another digest than the mechanism's.
    #[error("the stored SCRAM verifier is for another digest than the mechanism's")]
    WrongVerifier,
    /// The host called what is not awaited now, or the exchange is over.
    #[error("the exchange is over, or waits for something else")]
    OutOfTurn,

    /// The client gave up with `*`.
    #[error("the authentication was cancelled")]
    Cancelled,
    /// What was sent is no base64 (RFC 4954 section 4: other characters are refused, not skipped).
    #[error("the line is no base64")]
    Base64,
    /// A message is longer than is taken.
    #[error("the message is longer than {} octets", super::MAX_MESSAGE)]
    TooLong,
    /// An initial response with a mechanism in which the server speaks first.
    #[error("the mechanism allows no initial response")]
    InitialResponse,
    /// A message breaks the mechanism's grammar.
    #[error("the message is not what the mechanism prescribes")]
    Malformed,
    /// A message that should be text is no UTF-8.
    #[error("the message is not UTF-8")]
    NotUtf8,
    /// The peer asked on after everything was said.
    #[error("the server asks on after the exchange was complete")]
    UnexpectedChallenge,
    /// Success was announced before the exchange was complete.
    #[error("the server announced success before the exchange was complete")]
    Incomplete,
    /// The peer demands an extension of SCRAM (`m=`); none exists.
    #[error("a mandatory extension of SCRAM is demanded, and none is known")]
    MandatoryExtension,
    /// SCRAM: the nonce is not the one agreed upon, or the server added nothing to the client's.
    #[error("the nonce is not the one of this exchange")]
    NonceMismatch,
    /// SCRAM: the server asks for too few iterations to protect the password.
    #[error("the server asks for {count} iterations; {least} are the least to protect a password")]
    TooFewIterations {
        /// What the server asks for.
        count: u32,
        /// The least that is allowed.
        least: u32,
    },
    /// SCRAM: the server asks for more iterations than are allowed.
    #[error("the server asks for more than {most} iterations")]
    TooManyIterations {
        /// The most that are allowed.
        most: u32,
    },
    /// SCRAM: success without the server having shown that it knows the password.
    #[error("the server did not prove that it knows the password")]
    ServerUnproven,
    /// SCRAM: the server's signature is wrong. It does not know the password.
    #[error("the server's signature is wrong: it does not know the password")]
    WrongSignature,
    /// The server said inside the exchange that it refuses.
    #[error("the server refused the credentials")]
    ServerRefused,

    /// SCRAM: the client took the server for one without channel binding. Somebody took the -PLUS
    /// mechanisms out of the server's list.
    #[error("the list of mechanisms was tampered with: channel binding was offered")]
    Downgrade,
    /// SCRAM: the channel binding is missing, of another type or of another connection.
    #[error("the channel binding is not that of this connection")]
    BindingMismatch,
    /// Name, password, token or proof are wrong; which of them is not said.
    #[error("authentication credentials invalid")]
    BadCredentials,
}

impl SaslError {
    /// The error's name, in words parted by hyphens; it stays the same from version to version.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Credentials(error) => error.name(),
            Self::Nonce => "nonce",
            Self::BindingMisplaced => "binding-misplaced",
            Self::NoDecoyKey => "no-decoy-key",
            Self::WrongVerifier => "wrong-verifier",
            Self::OutOfTurn => "out-of-turn",
            Self::Cancelled => "cancelled",
            Self::Base64 => "base64",
            Self::TooLong => "too-long",
            Self::InitialResponse => "initial-response",
            Self::Malformed => "malformed",
            Self::NotUtf8 => "not-utf8",
            Self::UnexpectedChallenge => "unexpected-challenge",
            Self::Incomplete => "incomplete",
            Self::MandatoryExtension => "mandatory-extension",
            Self::NonceMismatch => "nonce-mismatch",
            Self::TooFewIterations { .. } => "too-few-iterations",
            Self::TooManyIterations { .. } => "too-many-iterations",
            Self::ServerUnproven => "server-unproven",
            Self::WrongSignature => "wrong-signature",
            Self::ServerRefused => "server-refused",
            Self::Downgrade => "downgrade",
            Self::BindingMismatch => "binding-mismatch",
            Self::BadCredentials => "bad-credentials",
        }
    }

    /// What a server answers: 501 where the line itself is wrong, 500 where it is too long, 454
    /// where the fault is the host's, and 535 where the login failed (RFC 4954 sections 4 and 6).
    pub const fn reply(&self) -> (Code, EnhancedCode) {
        match self {
            Self::Base64 => (Code::known(501), EnhancedCode::known(5, 5, 2)),
            Self::Cancelled | Self::InitialResponse => {
                (Code::known(501), EnhancedCode::known(5, 7, 0))
            }
            Self::TooLong => (Code::known(500), EnhancedCode::known(5, 5, 6)),
            Self::Nonce
            | Self::BindingMisplaced
            | Self::NoDecoyKey
            | Self::WrongVerifier
            | Self::OutOfTurn => (Code::known(454), EnhancedCode::known(4, 7, 0)),
            _ => (Code::known(535), EnhancedCode::known(5, 7, 8)),
        }
    }

    /// Where it stands in the table of errors that a client's host sees.
    pub const fn error_code(&self) -> ErrorCode {
        match self {
            Self::Credentials(_) | Self::Nonce | Self::BindingMisplaced | Self::NoDecoyKey => {
                ErrorCode::InvalidValue
            }
            Self::WrongVerifier => ErrorCode::InvalidValue,
            Self::OutOfTurn => ErrorCode::OutOfOrder,
            Self::ServerRefused | Self::BadCredentials => ErrorCode::AuthenticationRefused,
            _ => ErrorCode::AuthenticationFailed,
        }
    }
}
