//! AUTH: the exchange of challenges and responses (RFC 4954 section 4).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::commands::invalid;
use super::event::{ClientEvent, CommandId};
use super::pending::Role;
use super::{Client, Life};
use crate::flow::error::{Error, ErrorCode};
use crate::flow::sasl::{self, ChannelBinding, ClientExchange, Credentials, SaslError, SaslPolicy};
use crate::types::auth::Mechanism;
use crate::types::capability::{Capabilities, Keyword};
use crate::types::command::{Auth, Verb};
use crate::types::reply::Reply;
use crate::types::secret::Secret;

/// The longest AUTH line with an initial response, with its CRLF; a longer response waits for an
/// empty challenge (RFC 4954 section 4).
const LONGEST_LINE: usize = 512;

/// An exchange under way.
pub(super) struct Exchange {
    mechanism: Mechanism<'static>,
    /// What answers the challenges; `None` when the host does.
    driver: Option<ClientExchange>,
    /// An initial response that was too long for the AUTH line.
    initial: Option<Secret>,
    turn: Turn,
    /// The last responses, as they were said: some servers quote them when they refuse.
    said: Vec<Secret>,
}

/// How many responses are known again: no mechanism in use has more.
const KNOWN_AGAIN: usize = 8;

impl Exchange {
    fn has_said(&mut self, response: &[u8]) {
        if self.said.len() >= KNOWN_AGAIN {
            self.said.remove(0);
        }
        self.said.push(response.into());
    }
}

/// Whose turn it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Server,
    /// A challenge was handed out.
    Host,
    /// The client has cancelled: a refusal must follow.
    Cancelled,
}

impl Client {
    /// `AUTH`, with the strongest mechanism that the server offers, the policy allows and the
    /// credentials fit. The whole exchange is done here and ends as
    /// [`ClientEvent::Authenticated`], or as [`ClientEvent::Reply`] with the server's refusal. When
    /// the client gives up by itself, since a challenge is malformed or asks for too much, it
    /// cancels, the refusal that follows is the reply, and [`auth_failure`](Self::auth_failure)
    /// knows why. A server that claims success, or ends the exchange, without having proven what
    /// SCRAM has it prove fails the connection ([`ErrorCode::AuthenticationFailed`]).
    ///
    /// `binding` is the channel binding of the TLS connection, if there is one; `nonce` is 16 to
    /// 64 octets of good entropy, new for each call.
    ///
    /// # Errors
    /// Those of every command, [`ErrorCode::NotOffered`] without AUTH,
    /// [`ErrorCode::PlaintextCredentials`] when only TLS is missing for a mechanism to be usable,
    /// [`ErrorCode::NoMechanism`] when none can be used for other reasons, and
    /// [`ErrorCode::InvalidValue`] for credentials that can't be sent and entropy of another
    /// length.
    pub fn auth(
        &mut self,
        credentials: &Credentials,
        policy: &SaslPolicy,
        binding: Option<&ChannelBinding>,
        nonce: &[u8],
    ) -> Result<CommandId, Error> {
        self.check(Verb::Auth)?;
        self.demand(Keyword::Auth)?;
        let offered = self.capabilities.as_ref().map(Capabilities::mechanisms).unwrap_or_default();
        let choice = policy
            .choose(&offered, credentials, self.stand.verified, binding)
            .map_err(|none| Error::new(none.error_code()).with_detail(none.to_string()))?;
        let unusable =
            |error: SaslError| Error::new(ErrorCode::InvalidValue).with_detail(error.to_string());
        let mut driver = choice.start(credentials, nonce).map_err(unusable)?;
        let Some(mechanism) = Mechanism::parse(choice.mechanism().name()) else {
            return Err(ErrorCode::Internal.into());
        };
        let initial = driver.initial_response();
        self.begin_exchange(mechanism, initial, Some(driver))
    }

    /// `AUTH mechanism`, an exchange that the host does by itself: each challenge comes as
    /// [`ClientEvent::Challenge`]. `initial` is the initial response, if the mechanism has one.
    ///
    /// # Errors
    /// Those of every command, [`ErrorCode::NoMechanism`] when the server does not offer the
    /// mechanism, [`ErrorCode::PlaintextCredentials`] without TLS unless the configuration's
    /// `plaintext_auth` allows that, [`ErrorCode::InvalidValue`] for what is no mechanism's name
    /// or a response of more than the limits' `auth_line`.
    pub fn auth_raw(
        &mut self,
        mechanism: &str,
        initial: Option<&[u8]>,
    ) -> Result<CommandId, Error> {
        self.check(Verb::Auth)?;
        self.demand(Keyword::Auth)?;
        let Some(mechanism) = Mechanism::parse(mechanism) else {
            return Err(invalid("no name of a SASL mechanism"));
        };
        let offered = self.capabilities.as_ref().map(Capabilities::mechanisms);
        if !offered.unwrap_or_default().contains(&mechanism) {
            return Err(ErrorCode::NoMechanism.into());
        }
        if !self.stand.verified && !self.config.plaintext_auth {
            return Err(ErrorCode::PlaintextCredentials.into());
        }
        self.begin_exchange(mechanism.into_owned(), initial.map(Secret::from), None)
    }

    /// AUTH given as a command.
    pub(super) fn auth_command(&mut self, auth: &Auth<'_>) -> Result<CommandId, Error> {
        let initial = match &auth.initial_response {
            None => None,
            Some(response) => match sasl::decode(response.reveal_base64().as_bytes()) {
                Ok(octets) => Some(octets),
                Err(_) => return Err(invalid("an initial response that is no base64")),
            },
        };
        self.auth_raw(auth.mechanism.as_str(), initial.as_ref().map(Secret::reveal))
    }

    fn begin_exchange(
        &mut self,
        mechanism: Mechanism<'static>,
        initial: Option<Secret>,
        driver: Option<ClientExchange>,
    ) -> Result<CommandId, Error> {
        if initial.as_ref().is_some_and(|initial| !self.response_fits(initial.reveal())) {
            return Err(invalid("a SASL response longer than the limit"));
        }
        self.line.clear();
        self.line.push_str("AUTH ");
        self.line.push_str(mechanism.as_str());
        let bare = self.line.len();
        let mut said = Vec::new();
        if let Some(initial) = &initial {
            self.line.push(' ');
            // RFC 4954 section 4: a response of no octets is written as one sign.
            let text = sasl::encode(initial.reveal());
            self.line.push_str(if initial.is_empty() { "=" } else { text.reveal_base64() });
            said.push(text.reveal_base64().into());
        }
        let late = self.line.len().saturating_add(2) > LONGEST_LINE;
        if late {
            self.line.truncate(bare);
        }
        self.line.push_str("\r\n");
        let id = self.send_line(Verb::Auth, Role::Command);
        // It held a secret.
        self.line = String::new();
        // RFC 4954 section 4: challenges may be longer than replies; the code stands before one.
        let limit = self.config.limits.auth_line.saturating_add(4);
        self.reader.set_max_line(limit.max(self.config.reply_options().max_line));
        self.auth_failure = None;
        let initial = initial.filter(|_| late);
        self.exchange = Some(Exchange { mechanism, driver, initial, turn: Turn::Server, said });
        Ok(id)
    }

    fn end_exchange(&mut self) {
        self.exchange = None;
        self.reader.set_max_line(self.config.reply_options().max_line);
    }

    fn response_fits(&self, response: &[u8]) -> bool {
        let encoded = response.len().div_ceil(3).saturating_mul(4);
        encoded.saturating_add(2) <= self.config.limits.auth_line
    }

    /// The answer to a challenge.
    ///
    /// # Errors
    /// [`ErrorCode::NothingToAnswer`] when no challenge waits, [`ErrorCode::InvalidValue`] when
    /// the line would be longer than the limits' `auth_line`; cancel then.
    pub fn auth_response(&mut self, response: &[u8]) -> Result<(), Error> {
        if !self.is_challenged() {
            return Err(ErrorCode::NothingToAnswer.into());
        }
        if !self.response_fits(response) {
            return Err(invalid("a SASL response longer than the limit"));
        }
        self.put_response(response);
        Ok(())
    }

    /// Gives the exchange up. The server's refusal comes as the reply to AUTH.
    ///
    /// # Errors
    /// [`ErrorCode::NothingToAnswer`] when no challenge waits.
    pub fn auth_cancel(&mut self) -> Result<(), Error> {
        if !self.is_challenged() {
            return Err(ErrorCode::NothingToAnswer.into());
        }
        self.put_cancel(SaslError::Cancelled);
        Ok(())
    }

    /// Why the last exchange was given up on this side; `None` when it was not.
    pub fn auth_failure(&self) -> Option<SaslError> {
        self.auth_failure
    }

    /// Whether a challenge waits for the host.
    #[inline]
    pub(super) fn is_challenged(&self) -> bool {
        let host = |exchange: &Exchange| exchange.turn == Turn::Host;
        matches!(self.life, Life::Open) && self.exchange.as_ref().is_some_and(host)
    }

    fn put_response(&mut self, response: &[u8]) {
        let line = sasl::encode(response);
        if let Some(exchange) = &mut self.exchange {
            exchange.has_said(line.reveal_base64().as_bytes());
        }
        self.put_line(line.reveal_base64().as_bytes(), Turn::Server);
    }

    fn put_cancel(&mut self, why: SaslError) {
        self.auth_failure = Some(why);
        self.put_line(b"*", Turn::Cancelled);
    }

    /// Puts a line of the exchange to the output; from now on its reply is waited for.
    fn put_line(&mut self, line: &[u8], turn: Turn) {
        self.about_to_put();
        let start = self.output.put();
        self.output.extend(line);
        self.output.extend(b"\r\n");
        let (end, floor) = (self.output.put(), self.received);
        if let Some(front) = self.queue.front_mut() {
            (front.start, front.end, front.floor, front.since) = (start, end, floor, None);
        }
        if let Some(exchange) = &mut self.exchange {
            exchange.turn = turn;
        }
    }

    /// A reply as it may be shown: without what was said in an exchange under way, unless it goes on.
    pub(super) fn without_secrets(&self, reply: Reply<'static>) -> Reply<'static> {
        match &self.exchange {
            Some(exchange) if reply.code().get() != 334 => reply.without(&exchange.said),
            _ => reply,
        }
    }

    /// The reply to AUTH or to a line of its exchange.
    pub(super) fn auth_replied(
        &mut self,
        id: CommandId,
        reply: Reply<'static>,
    ) -> Result<Option<ClientEvent>, Error> {
        let Some(exchange) = &mut self.exchange else {
            return Err(Error::new(ErrorCode::Internal).with_detail("AUTH without its exchange"));
        };
        let cancelled = exchange.turn == Turn::Cancelled;
        match reply.code().get() {
            334 if !cancelled => self.challenged(id, &reply),
            235 if !cancelled => {
                if let Some(Err(error)) = exchange.driver.as_ref().map(ClientExchange::finish) {
                    return Err(failed(error).with_reply(reply));
                }
                let mechanism = exchange.mechanism.clone();
                self.end_exchange();
                self.accepted();
                Ok(Some(ClientEvent::Authenticated { id, reply, mechanism }))
            }
            400.. => {
                self.end_exchange();
                self.refused();
                Ok(Some(ClientEvent::Reply { id, verb: Verb::Auth, reply }))
            }
            _ => Err(Error::new(ErrorCode::WrongReply).with_detail("AUTH").with_reply(reply)),
        }
    }

    fn challenged(
        &mut self,
        id: CommandId,
        reply: &Reply<'_>,
    ) -> Result<Option<ClientEvent>, Error> {
        let Some(exchange) = &mut self.exchange else { return Ok(None) };
        if let Some(initial) = exchange.initial.take() {
            self.put_response(initial.reveal());
            return Ok(None);
        }
        let challenge = match challenge(reply) {
            Ok(challenge) => challenge,
            Err(error) => {
                // RFC 4954 section 4: a challenge that can't be decoded is answered so.
                self.put_cancel(error);
                return Ok(None);
            }
        };
        let Some(driver) = &mut exchange.driver else {
            exchange.turn = Turn::Host;
            return Ok(Some(ClientEvent::Challenge { id, octets: challenge.reveal().to_vec() }));
        };
        match driver.step(challenge.reveal()) {
            Ok(response) => self.put_response(response.reveal()),
            // Whoever this is, it is not the server that knows the password.
            Err(error @ (SaslError::WrongSignature | SaslError::ServerUnproven)) => {
                return Err(failed(error));
            }
            Err(error) => self.put_cancel(error),
        }
        Ok(None)
    }
}

fn failed(error: SaslError) -> Error {
    Error::new(ErrorCode::AuthenticationFailed).with_detail(error.to_string())
}

/// What a 334 asks: base64, or nothing at all. A challenge is a single line.
fn challenge(reply: &Reply<'_>) -> Result<Secret, SaslError> {
    let mut lines = reply.lines();
    let (text, None) = (lines.next().unwrap_or_default(), lines.next()) else {
        return Err(SaslError::Malformed);
    };
    sasl::decode(text.trim_ascii())
}
