//! The client's side of an exchange.

use alloc::string::String;
use alloc::vec::Vec;
use core::{fmt, mem};

use super::binding::ClientBinding;
use super::credentials::{Credentials, Kind};
use super::mechanism::SaslMechanism;
use super::scram::client::{Final, First};
use super::{MAX_MESSAGE, SaslError, base64, bearer, cram, login, plain};
use crate::types::secret::Secret;

/// The client's side of one AUTH. New for each attempt; after an error, or after the server's final
/// reply, it is of no more use.
///
/// What it takes and gives are the octets themselves; [`super::decode`] and [`super::encode`] are
/// for the base64 around them.
///
/// ```
/// use smtpwire::sasl::{ClientBinding, ClientExchange, Credentials, SaslMechanism, encode};
/// let credentials = Credentials::password("tim", "tanstaaftanstaaf")?;
/// let mut exchange =
///     ClientExchange::new(SaslMechanism::Plain, &credentials, &[], ClientBinding::Unavailable)?;
/// let first = exchange.initial_response().ok_or("PLAIN's client speaks first")?;
/// let line = format!("AUTH PLAIN {}", encode(first.reveal()).reveal_base64());
/// assert_eq!(line, "AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
/// // C: the line; S: 235 2.7.0 Authentication successful
/// exchange.finish()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ClientExchange {
    mechanism: SaslMechanism,
    state: State,
    refusal: Vec<u8>,
}

#[derive(Clone, Debug)]
enum State {
    /// All there is to say, not yet said.
    Message(Secret),
    LoginName {
        username: String,
        password: Secret,
    },
    LoginPassword(Secret),
    Cram {
        username: String,
        password: Secret,
    },
    ScramStart(First),
    ScramFirst(First),
    ScramFinal(Final),
    /// The token was sent: a challenge now is a refusal, answered with this.
    Bearer(&'static [u8]),
    /// The server said inside the exchange that it refuses.
    Refused,
    /// Everything was said, and the server has proven what it has to.
    Complete,
    Failed(SaslError),
}

impl ClientExchange {
    /// Begins an exchange. `entropy` is 16 to 64 octets from a good source, new for each exchange,
    /// where [`SaslMechanism::client_needs_nonce`] says so; others pass over it.
    ///
    /// # Errors
    /// [`SaslError`] when the credentials don't fit the mechanism or make too long a message, the
    /// entropy has another length, or the binding is missing or misplaced.
    pub fn new(
        mechanism: SaslMechanism,
        credentials: &Credentials,
        entropy: &[u8],
        binding: ClientBinding<'_>,
    ) -> Result<Self, SaslError> {
        let nonce = match mechanism.scram_hash() {
            Some(_) => base64::nonce(entropy)?,
            None => String::new(),
        };
        Self::with_nonce(mechanism, credentials, nonce, binding)
    }

    pub(super) fn with_nonce(
        mechanism: SaslMechanism,
        credentials: &Credentials,
        nonce: String,
        binding: ClientBinding<'_>,
    ) -> Result<Self, SaslError> {
        credentials.check(mechanism)?;
        if mechanism.binds_channel() != matches!(binding, ClientBinding::Use(_)) {
            return Err(SaslError::BindingMisplaced);
        }
        let identity = credentials.authorization_identity.as_deref();
        let state = match (mechanism.scram_hash(), &credentials.kind) {
            (Some(hash), _) => {
                let first = First::new(hash, credentials.prepared()?, identity, nonce, binding);
                State::ScramStart(first)
            }
            (None, Kind::Password { username, password }) => {
                let (username, password) = (username.clone(), password.clone());
                match mechanism {
                    SaslMechanism::Plain => {
                        State::Message(plain::message(identity, &username, &password))
                    }
                    SaslMechanism::CramMd5 => State::Cram { username, password },
                    _ => State::LoginName { username, password },
                }
            }
            (None, Kind::Bearer { username, token, server }) => State::Message(match mechanism {
                SaslMechanism::XOAuth2 => bearer::xoauth2(username, token),
                _ => bearer::oauthbearer(identity.unwrap_or(username), server.as_ref(), token),
            }),
            (None, Kind::External) => State::Message(Secret::from(identity.unwrap_or_default())),
            (None, Kind::Anonymous { trace }) => State::Message(Secret::from(trace.as_str())),
        };
        let too_long = match &state {
            State::Message(message) => message.len() > MAX_MESSAGE,
            State::LoginName { username, password } | State::Cram { username, password } => {
                username.len().max(password.len()) > MAX_MESSAGE
            }
            State::ScramStart(first) => first.message().len() > MAX_MESSAGE,
            _ => false,
        };
        if too_long {
            return Err(SaslError::TooLong);
        }
        Ok(Self { mechanism, state, refusal: Vec::new() })
    }

    /// SCRAM: how many iterations the server may ask for. 4096 is the least and there is no most
    /// unless this is called; [`super::Choice::start`] calls it with the policy's numbers.
    #[must_use]
    pub fn with_iterations(mut self, least: u32, most: u32) -> Self {
        if let State::ScramStart(first) = &mut self.state {
            first.min_iterations = least;
            first.max_iterations = most;
        }
        self
    }

    /// The mechanism, whose name stands behind AUTH.
    pub const fn mechanism(&self) -> SaslMechanism {
        self.mechanism
    }

    /// What to say with AUTH itself; `None` where the server speaks first. A message of no octets
    /// is written `=`.
    ///
    /// It need not be asked for: where the line would become too long (RFC 4954 section 4), send
    /// AUTH alone and give the server's empty challenge to [`ClientExchange::step`].
    pub fn initial_response(&mut self) -> Option<Secret> {
        match mem::replace(&mut self.state, State::Complete) {
            State::Message(message) => {
                self.state = self.after_message();
                Some(message)
            }
            State::ScramStart(first) => {
                let message = first.message();
                self.state = State::ScramFirst(first);
                Some(message)
            }
            other => {
                self.state = other;
                None
            }
        }
    }

    const fn after_message(&self) -> State {
        match self.mechanism {
            SaslMechanism::OAuthBearer => State::Bearer(bearer::DUMMY),
            SaslMechanism::XOAuth2 => State::Bearer(b""),
            _ => State::Complete,
        }
    }

    /// The response to a challenge (334), both without their base64.
    ///
    /// # Errors
    /// [`SaslError`]: answer `*`, and the login has failed. A challenge of more than
    /// [`MAX_MESSAGE`] octets is one.
    pub fn step(&mut self, challenge: &[u8]) -> Result<Secret, SaslError> {
        let state = mem::replace(&mut self.state, State::Failed(SaslError::OutOfTurn));
        match self.advance(state, challenge) {
            Ok((state, response)) => {
                self.state = state;
                Ok(response)
            }
            Err(error) => {
                self.state = State::Failed(error);
                Err(error)
            }
        }
    }

    fn advance(&mut self, state: State, challenge: &[u8]) -> Result<(State, Secret), SaslError> {
        if challenge.len() > MAX_MESSAGE {
            return Err(SaslError::TooLong);
        }
        Ok(match state {
            // The challenge in front of a message that could have come with AUTH is empty (RFC 4954
            // section 4). Servers put a prompt there, which is passed over: the message is the same.
            State::Message(message) => (self.after_message(), message),
            State::ScramStart(first) if challenge.is_empty() => {
                let message = first.message();
                (State::ScramFirst(first), message)
            }
            State::ScramStart(_) => return Err(SaslError::Malformed),
            State::LoginName { .. } if login::asks_for_password(challenge) => {
                return Err(SaslError::Malformed);
            }
            State::LoginName { username, password } => {
                (State::LoginPassword(password), Secret::from(username))
            }
            State::LoginPassword(_) if login::asks_for_name(challenge) => {
                return Err(SaslError::Malformed);
            }
            State::LoginPassword(password) => (State::Complete, password),
            State::Cram { username, password } => {
                (State::Complete, cram::response(&username, &password, challenge))
            }
            State::ScramFirst(first) => {
                let (message, last) = first.answer(challenge)?;
                (State::ScramFinal(last), message)
            }
            State::ScramFinal(last) => match last.check(challenge)? {
                None => (State::Complete, Secret::default()),
                Some(words) => {
                    self.refusal = words.as_bytes().to_vec();
                    return Err(SaslError::ServerRefused);
                }
            },
            State::Bearer(answer) => {
                self.refusal = challenge.to_vec();
                (State::Refused, Secret::from(answer))
            }
            State::Refused | State::Complete => return Err(SaslError::UnexpectedChallenge),
            State::Failed(_) => return Err(SaslError::OutOfTurn),
        })
    }

    /// Call it when the server announces success (235): whether that may be believed. SCRAM's
    /// client does not take the word of a server that has not shown that it knows the password.
    ///
    /// # Errors
    /// [`SaslError`]: the session is to be treated as not logged in, and better closed.
    pub fn finish(&self) -> Result<(), SaslError> {
        match &self.state {
            State::Complete | State::Bearer(_) => Ok(()),
            State::Refused => Err(SaslError::ServerRefused),
            State::ScramFirst(_) | State::ScramFinal(_) => Err(SaslError::ServerUnproven),
            State::Failed(error) => Err(*error),
            _ => Err(SaslError::Incomplete),
        }
    }

    /// What the server said inside the exchange when it refused: the JSON of OAUTHBEARER and
    /// XOAUTH2, the word of SCRAM's `e=`. At most [`MAX_MESSAGE`] octets; show it through
    /// [`crate::Escaped`].
    pub fn refusal(&self) -> Option<&[u8]> {
        (!self.refusal.is_empty()).then_some(self.refusal.as_slice())
    }
}

/// Shows where the exchange stands, and how much the server said when it refused but not what: a
/// hostile one may send the token back, so that it ends up in a log.
impl fmt::Debug for ClientExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientExchange")
            .field("mechanism", &self.mechanism)
            .field("state", &self.state)
            .field("refusal", &format_args!("{} octets", self.refusal.len()))
            .finish()
    }
}
