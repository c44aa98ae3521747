//! The server's side of an exchange.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use super::binding::ChannelBinding;
use super::claim::{Claim, Identity};
use super::credentials::is_trace;
use super::mechanism::SaslMechanism;
use super::plain::given;
use super::scram::server::{Asked, Challenged};
use super::scram::{ScramHash, ScramVerifier};
use super::{MAX_MESSAGE, SaslError, base64, bearer, cram, login, plain};
use crate::types::secret::Secret;

/// What a server's exchanges need to know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerOptions {
    /// The server's name, for CRAM-MD5's challenge.
    pub host: String,
    /// The channel bindings of this connection, each type once. Set them exactly when -PLUS
    /// mechanisms are offered on it: a client that says it saw none offered is refused then, because
    /// somebody has tampered with the list (RFC 5802 section 6).
    pub bindings: Vec<ChannelBinding>,
    /// SCRAM: a key of at least 16 octets, the same for years. Users who don't exist get a salt
    /// made from it, so that they can't be told from those who do.
    pub decoy_key: Secret,
    /// SCRAM: the iterations that users get who don't exist. Set what the real ones have; 4096.
    pub decoy_iterations: u32,
    /// SCRAM: the length of their salt in octets, at most 32. Set what the real ones have; 16.
    pub decoy_salt_length: usize,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            host: String::from("localhost"),
            bindings: Vec::new(),
            decoy_key: Secret::default(),
            decoy_iterations: 4096,
            decoy_salt_length: 16,
        }
    }
}

/// What comes next in a server's exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum ServerStep {
    /// Send 334 with these octets in base64, and give the client's line to
    /// [`ServerExchange::respond`].
    Challenge(Vec<u8>),
    /// SCRAM: look up the user's verifier and call [`ServerExchange::provide_verifier`].
    NeedVerifier {
        /// The name, prepared by SASLprep.
        username: String,
        /// The identity to act as, where another is asked for.
        authorization_identity: Option<String>,
    },
    /// Decide, and call [`ServerExchange::decide`].
    Verify(Claim),
    /// Send 235: this is who logged in. Where the identity holds another to act as, the host says
    /// whether it may, and answers 535 if not.
    Done(Identity),
}

/// The server's side of one AUTH. New for each attempt: nothing is left over from one that was
/// cancelled.
///
/// ```
/// use smtpwire::sasl::{SaslMechanism, ServerExchange, ServerOptions, ServerStep, decode};
/// let mut exchange = ServerExchange::new(SaslMechanism::Plain, &[], &ServerOptions::default())?;
/// // C: AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm
/// let response = decode(b"AHRpbQB0YW5zdGFhZnRhbnN0YWFm")?;
/// let ServerStep::Verify(claim) = exchange.start(Some(response.reveal()))? else { unreachable!() };
/// assert_eq!(claim.username(), Some("tim"));
/// let ServerStep::Done(identity) = exchange.decide(claim.matches("tanstaaftanstaaf"))? else {
///     unreachable!()
/// };
/// assert_eq!(identity.username.as_deref(), Some("tim"));
/// # Ok::<(), smtpwire::sasl::SaslError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ServerExchange {
    mechanism: SaslMechanism,
    options: ServerOptions,
    nonce: String,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    Fresh {
        cram_challenge: Vec<u8>,
    },
    FirstMessage,
    LoginPassword(String),
    Cram(Vec<u8>),
    Verifier(Asked),
    Proof(Challenged),
    /// The server's proof is out; the client has nothing to add.
    Acknowledgement(Identity),
    Decision(Identity),
    /// The error challenge is out.
    BearerRefused,
    Over,
}

impl ServerExchange {
    /// Begins an exchange. `entropy` is 16 to 64 octets from a good source, new for each exchange,
    /// where [`SaslMechanism::server_needs_nonce`] says so; others pass over it.
    ///
    /// # Errors
    /// [`SaslError::Nonce`], [`SaslError::NoDecoyKey`], and [`SaslError::BindingMisplaced`] for
    /// -PLUS without a binding: faults of the host.
    pub fn new(
        mechanism: SaslMechanism,
        entropy: &[u8],
        options: &ServerOptions,
    ) -> Result<Self, SaslError> {
        let needed = mechanism.server_needs_nonce();
        let nonce = if needed { base64::nonce(entropy)? } else { String::new() };
        let cram_challenge = match mechanism {
            SaslMechanism::CramMd5 => cram::challenge(entropy, &options.host),
            _ => Vec::new(),
        };
        Self::with_nonce(mechanism, nonce, cram_challenge, options)
    }

    pub(super) fn with_nonce(
        mechanism: SaslMechanism,
        nonce: String,
        cram_challenge: Vec<u8>,
        options: &ServerOptions,
    ) -> Result<Self, SaslError> {
        if mechanism.scram_hash().is_some() && options.decoy_key.len() < super::MIN_NONCE {
            return Err(SaslError::NoDecoyKey);
        }
        if mechanism.binds_channel() && options.bindings.is_empty() {
            return Err(SaslError::BindingMisplaced);
        }
        let state = State::Fresh { cram_challenge };
        Ok(Self { mechanism, options: options.clone(), nonce, state })
    }

    /// The mechanism.
    pub const fn mechanism(&self) -> SaslMechanism {
        self.mechanism
    }

    /// The first step, with the initial response that came with AUTH, if one did (`=` is an empty
    /// one).
    ///
    /// # Errors
    /// [`SaslError`], which knows the reply to give; [`SaslError::InitialResponse`] where the server
    /// speaks first.
    pub fn start(&mut self, initial_response: Option<&[u8]>) -> Result<ServerStep, SaslError> {
        let State::Fresh { cram_challenge } = self.take() else {
            return Err(SaslError::OutOfTurn);
        };
        match (self.mechanism, initial_response) {
            (SaslMechanism::CramMd5, None) => {
                self.state = State::Cram(cram_challenge.clone());
                Ok(ServerStep::Challenge(cram_challenge))
            }
            (SaslMechanism::CramMd5, Some(_)) => Err(SaslError::InitialResponse),
            (mechanism, None) => {
                let login = mechanism == SaslMechanism::Login;
                let prompt = if login { login::USERNAME } else { b"" };
                self.state = State::FirstMessage;
                Ok(ServerStep::Challenge(prompt.to_vec()))
            }
            (_, Some(response)) => {
                self.state = State::FirstMessage;
                self.respond(response)
            }
        }
    }

    /// The client's response to the last challenge, without its base64.
    ///
    /// # Errors
    /// [`SaslError`], which knows the reply to give. The exchange is over then.
    pub fn respond(&mut self, response: &[u8]) -> Result<ServerStep, SaslError> {
        if response.len() > MAX_MESSAGE {
            self.state = State::Over;
            return Err(SaslError::TooLong);
        }
        match self.take() {
            State::FirstMessage => self.first_message(response),
            State::LoginPassword(username) => Ok(self.verify(login::claim(username, response)?)),
            State::Cram(challenge) => Ok(self.verify(cram::claim(challenge, response)?)),
            State::Proof(challenged) => {
                let (proof, identity) = challenged.verify(response)?;
                self.state = State::Acknowledgement(identity);
                Ok(ServerStep::Challenge(proof))
            }
            State::Acknowledgement(identity) if response.is_empty() => {
                Ok(ServerStep::Done(identity))
            }
            State::Acknowledgement(_) => Err(SaslError::Malformed),
            // RFC 7628 section 3.2.3 prescribes octet 1; XOAUTH2's clients send nothing. The login
            // has failed either way.
            State::BearerRefused => Err(SaslError::BadCredentials),
            State::Fresh { .. } | State::Verifier(_) | State::Decision(_) | State::Over => {
                Err(SaslError::OutOfTurn)
            }
        }
    }

    fn first_message(&mut self, message: &[u8]) -> Result<ServerStep, SaslError> {
        if let Some(hash) = self.mechanism.scram_hash() {
            let asked = Asked::read(message, self.mechanism, hash, &self.options.bindings)?;
            let step = ServerStep::NeedVerifier {
                username: asked.username.clone(),
                authorization_identity: asked.authorization_identity.clone(),
            };
            self.state = State::Verifier(asked);
            return Ok(step);
        }
        let claim = match self.mechanism {
            SaslMechanism::Login => {
                self.state = State::LoginPassword(login::username(message)?);
                return Ok(ServerStep::Challenge(login::PASSWORD.to_vec()));
            }
            SaslMechanism::OAuthBearer => bearer::oauthbearer_claim(message)?,
            SaslMechanism::XOAuth2 => bearer::xoauth2_claim(message)?,
            SaslMechanism::External => {
                // RFC 4422 appendix A.1: UTF-8 without NUL.
                let identity = core::str::from_utf8(message).map_err(|_| SaslError::NotUtf8)?;
                if identity.contains('\0') {
                    return Err(SaslError::Malformed);
                }
                Claim::External { authorization_identity: given(identity) }
            }
            SaslMechanism::Anonymous => {
                let trace = core::str::from_utf8(message).map_err(|_| SaslError::NotUtf8)?;
                if !is_trace(trace) {
                    return Err(SaslError::Malformed);
                }
                Claim::Anonymous { trace: String::from(trace) }
            }
            _ => plain::claim(message)?,
        };
        Ok(self.verify(claim))
    }

    fn verify(&mut self, claim: Claim) -> ServerStep {
        let owned = |text: Option<&str>| text.map(String::from);
        self.state = State::Decision(Identity {
            username: owned(claim.username()),
            authorization_identity: owned(claim.authorization_identity()),
        });
        ServerStep::Verify(claim)
    }

    /// The answer to [`ServerStep::NeedVerifier`]. `None` is for a user who does not exist: the
    /// exchange goes on with a made-up salt, the same for the same name, and fails at the proof.
    ///
    /// # Errors
    /// [`SaslError::OutOfTurn`] when no verifier is awaited, [`SaslError::WrongVerifier`] for one of
    /// another digest.
    pub fn provide_verifier(
        &mut self,
        verifier: Option<ScramVerifier>,
    ) -> Result<ServerStep, SaslError> {
        let (State::Verifier(asked), Some(hash)) = (self.take(), self.mechanism.scram_hash())
        else {
            return Err(SaslError::OutOfTurn);
        };
        let known = verifier.is_some();
        let verifier = match verifier {
            Some(verifier) => verifier,
            None => self.decoy(hash, &asked.username)?,
        };
        let (challenge, challenged) = asked.challenge(verifier, known, &self.nonce)?;
        self.state = State::Proof(challenged);
        Ok(ServerStep::Challenge(challenge))
    }

    fn decoy(&self, hash: ScramHash, username: &str) -> Result<ScramVerifier, SaslError> {
        let made_up = |hash: ScramHash, purpose: &[u8]| {
            let name = hash.mechanism_name().as_bytes();
            let parts = [purpose, b"\0", name, b"\0", username.as_bytes()];
            (hash, self.options.decoy_key.clone(), parts.concat())
        };
        let of = |(by, key, text): (ScramHash, Secret, Vec<u8>)| by.hmac(&key, &[&text]);
        let salt = of(made_up(ScramHash::Sha256, b"salt"));
        let length = self.options.decoy_salt_length.clamp(1, salt.len());
        let salt: Vec<u8> = salt.reveal().iter().copied().take(length).collect();
        let iterations = self.options.decoy_iterations.clamp(1, super::MAX_ITERATIONS);
        let [stored_key, server_key] =
            [b"stored key", b"server key"].map(|purpose| of(made_up(hash, purpose)));
        ScramVerifier::new(hash, salt, iterations, stored_key, server_key)
            .map_err(|_| SaslError::WrongVerifier)
    }

    /// The host's decision about [`ServerStep::Verify`].
    ///
    /// # Errors
    /// [`SaslError::BadCredentials`] when it was refused; with a token an error challenge goes first
    /// (RFC 7628 section 3.2.2). [`SaslError::OutOfTurn`] when no decision is awaited.
    pub fn decide(&mut self, accepted: bool) -> Result<ServerStep, SaslError> {
        let State::Decision(identity) = self.take() else {
            return Err(SaslError::OutOfTurn);
        };
        if accepted {
            return Ok(ServerStep::Done(identity));
        }
        let error = match self.mechanism {
            SaslMechanism::OAuthBearer => bearer::OAUTHBEARER_ERROR,
            SaslMechanism::XOAuth2 => bearer::XOAUTH2_ERROR,
            _ => return Err(SaslError::BadCredentials),
        };
        self.state = State::BearerRefused;
        Ok(ServerStep::Challenge(error.to_vec()))
    }

    /// The state, to be left; whoever does not set another one has ended the exchange.
    fn take(&mut self) -> State {
        mem::replace(&mut self.state, State::Over)
    }
}
