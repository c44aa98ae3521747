//! Which mechanism a client uses: the strongest that the server offers and the policy allows.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::SaslError;
use super::binding::{ChannelBinding, ClientBinding};
use super::client::ClientExchange;
use super::credentials::{Credentials, CredentialsError};
use super::mechanism::SaslMechanism;
use crate::flow::error::ErrorCode;
use crate::types::auth::Mechanism;

/// What a client is willing to do to log in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SaslPolicy {
    /// Whether mechanisms that show the password or the token, and CRAM-MD5, on whose digest millions of
    /// passwords a second can be tried out, may be used on a connection without TLS, or with TLS
    /// whose certificate was not verified. Off by default. SCRAM may be used in any case: trying out
    /// is made dear by its iterations, and with channel binding (-PLUS) nobody in between learns
    /// anything.
    pub allow_plaintext_secrets: bool,
    /// Only these mechanisms; `None`, the default, for all. A list without PLAIN and LOGIN keeps a
    /// server (or somebody in its place) from talking the client down to them.
    pub allowed: Option<Vec<SaslMechanism>>,
    /// SCRAM: the least iterations; 4096 (RFC 5802 section 5.1). With fewer, a false server could
    /// guess the password from the proof.
    pub min_iterations: u32,
    /// SCRAM: the most iterations; 1,000,000, a quarter of a second for a fast processor. The
    /// server names the number, the client does the work.
    pub max_iterations: u32,
}

impl Default for SaslPolicy {
    fn default() -> Self {
        Self {
            allow_plaintext_secrets: false,
            allowed: None,
            min_iterations: 4096,
            max_iterations: 1_000_000,
        }
    }
}

impl SaslPolicy {
    /// The strongest mechanism that is offered, allowed, and usable with these credentials.
    ///
    /// `protected` is whether TLS is up and the server's certificate was verified (RFC 4954 section
    /// 14). `binding` is the connection's channel binding, if the host's TLS library gives one.
    ///
    /// ```
    /// use smtpwire::Mechanism;
    /// use smtpwire::sasl::{Credentials, SaslMechanism, SaslPolicy};
    /// let offered = ["PLAIN", "SCRAM-SHA-256", "NTLM"].map(|name| Mechanism::parse(name).unwrap());
    /// let credentials = Credentials::password("jo", "pencil")?;
    ///
    /// let choice = SaslPolicy::default().choose(&offered, &credentials, true, None)?;
    /// assert_eq!(choice.mechanism(), SaslMechanism::ScramSha256);
    ///
    /// let none = SaslPolicy::default().choose(&offered[..1], &credentials, false, None);
    /// assert_eq!(
    ///     none.unwrap_err().to_string(),
    ///     "of the mechanisms offered, none can be used: PLAIN (it would show the secret to \
    ///      whoever listens, and the connection is not protected by verified TLS)"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`NoMechanism`] says of each offered one why it is not used.
    pub fn choose<'b>(
        &self,
        offered: &[Mechanism<'_>],
        credentials: &Credentials,
        protected: bool,
        binding: Option<&'b ChannelBinding>,
    ) -> Result<Choice<'b>, NoMechanism> {
        let is_offered = |mechanism: SaslMechanism| offered.iter().any(|o| o.is(mechanism.name()));
        let usable = |mechanism: SaslMechanism| {
            self.obstacle(mechanism, credentials, protected, binding).is_none()
        };
        let Some(mechanism) = SaslMechanism::ALL.into_iter().find(|m| is_offered(*m) && usable(*m))
        else {
            let reason = |offer: &Mechanism<'_>| {
                let known = SaslMechanism::from_name(offer.as_str());
                let obstacle =
                    known.map(|known| self.obstacle(known, credentials, protected, binding));
                obstacle.unwrap_or(Some(NotUsed::Unknown)).map(|why| (offer.to_string(), why))
            };
            return Err(NoMechanism { offered: offered.iter().filter_map(reason).collect() });
        };
        let plus_offered =
            SaslMechanism::ALL.into_iter().any(|m| m.binds_channel() && is_offered(m));
        let binding = match binding {
            Some(binding) if mechanism.binds_channel() => ClientBinding::Use(binding),
            // RFC 5802 section 6: `y` says that the client could have, and must not be said to a
            // server that did offer it.
            Some(_) if !plus_offered => ClientBinding::NotOffered,
            _ => ClientBinding::Unavailable,
        };
        Ok(Choice {
            mechanism,
            binding,
            min_iterations: self.min_iterations,
            max_iterations: self.max_iterations,
        })
    }

    fn obstacle(
        &self,
        mechanism: SaslMechanism,
        credentials: &Credentials,
        protected: bool,
        binding: Option<&ChannelBinding>,
    ) -> Option<NotUsed> {
        if let Err(error) = credentials.check(mechanism) {
            return Some(NotUsed::Credentials(error));
        }
        if self.allowed.as_ref().is_some_and(|allowed| !allowed.contains(&mechanism)) {
            return Some(NotUsed::NotAllowed);
        }
        if !protected && !self.allow_plaintext_secrets {
            if mechanism.reveals_secret() {
                return Some(NotUsed::Unprotected);
            }
            if mechanism == SaslMechanism::CramMd5 {
                return Some(NotUsed::Guessable);
            }
        }
        (mechanism.binds_channel() && binding.is_none()).then_some(NotUsed::NoChannelBinding)
    }
}

/// A mechanism that was chosen, and how to begin with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice<'b> {
    mechanism: SaslMechanism,
    binding: ClientBinding<'b>,
    min_iterations: u32,
    max_iterations: u32,
}

impl<'b> Choice<'b> {
    /// The mechanism.
    pub const fn mechanism(&self) -> SaslMechanism {
        self.mechanism
    }

    /// What will be said about channel binding.
    pub const fn binding(&self) -> ClientBinding<'b> {
        self.binding
    }

    /// Begins the exchange. `entropy` is 16 to 64 octets from a good source, new for each exchange;
    /// mechanisms that need none pass over it.
    ///
    /// # Errors
    /// [`SaslError`] when the credentials don't fit or the entropy has another length.
    pub fn start(
        &self,
        credentials: &Credentials,
        entropy: &[u8],
    ) -> Result<ClientExchange, SaslError> {
        let exchange = ClientExchange::new(self.mechanism, credentials, entropy, self.binding)?;
        Ok(exchange.with_iterations(self.min_iterations, self.max_iterations))
    }
}

/// Why a mechanism that the server offers is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum NotUsed {
    /// It is not spoken here.
    #[error("it is not known here")]
    Unknown,
    /// The policy leaves it out.
    #[error("the policy does not allow it")]
    NotAllowed,
    /// It would show the secret on a connection that is not protected.
    #[error(
        "it would show the secret to whoever listens, and the connection is not protected by \
         verified TLS"
    )]
    Unprotected,
    /// Whoever listens could try out passwords on it, on a connection that is not protected.
    #[error(
        "whoever listens could try out passwords on it, and the connection is not protected by \
         verified TLS"
    )]
    Guessable,
    /// It needs a channel binding, and the host gave none.
    #[error("it needs a channel binding, and there is none for this connection")]
    NoChannelBinding,
    /// The credentials are not for it.
    #[error(transparent)]
    Credentials(CredentialsError),
}

/// No mechanism can be used. It says of each that the server offers why not, for an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoMechanism {
    offered: Vec<(String, NotUsed)>,
}

impl NoMechanism {
    /// Each mechanism that the server offers, in its order, and why it is not used. Empty when the
    /// server offers none.
    pub fn iter(&self) -> impl Iterator<Item = (&str, NotUsed)> {
        self.offered.iter().map(|(name, why)| (name.as_str(), *why))
    }

    /// Where it stands in the table of errors: [`ErrorCode::PlaintextCredentials`] when TLS is all
    /// that is missing, else [`ErrorCode::NoMechanism`].
    pub fn error_code(&self) -> ErrorCode {
        if self.iter().any(|(_, why)| matches!(why, NotUsed::Unprotected | NotUsed::Guessable)) {
            ErrorCode::PlaintextCredentials
        } else {
            ErrorCode::NoMechanism
        }
    }
}

impl fmt::Display for NoMechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.offered.is_empty() {
            return f.write_str("the server offers no mechanism to log in with");
        }
        f.write_str("of the mechanisms offered, none can be used: ")?;
        // Each reason is told once, behind all that it keeps from being used.
        for (index, (name, why)) in self.offered.iter().enumerate() {
            let (before, behind) = self.offered.split_at_checked(index).unwrap_or_default();
            if before.iter().any(|(_, other)| other == why) {
                continue;
            }
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{name}")?;
            for (name, _) in behind.iter().skip(1).filter(|(_, other)| other == why) {
                write!(f, " and {name}")?;
            }
            write!(f, " ({why})")?;
        }
        Ok(())
    }
}

impl core::error::Error for NoMechanism {}
