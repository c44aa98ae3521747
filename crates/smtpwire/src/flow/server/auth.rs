//! AUTH: the exchange with the client, and what the host has to say about it (RFC 4954).

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use sha2::{Digest, Sha256};

use super::answers::Pause;
use super::input::Line;
use super::{Mode, Server, ServerConfig, ServerEvent, Turn, replies};
use crate::codec::framer::FrameError;
use crate::flow::error::{Error, ErrorCode};
use crate::flow::sasl::{
    self, ChannelBinding, Identity, SaslError, SaslMechanism, ScramVerifier, ServerExchange,
    ServerOptions, ServerStep,
};
use crate::types::command::{self, Verb};
use crate::types::reply::Reply;

/// What a connection lets a login rest on.
#[derive(Clone, Copy)]
pub(super) struct Channel {
    tls: bool,
    /// A channel binding is known.
    bound: bool,
    /// The client has shown who it is.
    external: bool,
}

impl Server {
    /// Tells what ties a login to the TLS connection, for the -PLUS mechanisms: without it they are
    /// not offered. To be called as soon as TLS is up.
    pub fn set_channel_bindings(&mut self, bindings: Vec<ChannelBinding>) {
        self.bindings = bindings;
    }

    /// Tells whether the client has shown by the connection itself who it is, by a certificate
    /// mostly: without that EXTERNAL is not offered (RFC 4422 appendix A). At first it counts as
    /// shown. To be called as soon as TLS is up.
    pub fn set_external(&mut self, shown: bool) {
        self.external = shown;
    }

    /// What the connection lets a login rest on.
    pub(super) fn channel(&self) -> Channel {
        Channel { tls: self.tls, bound: !self.bindings.is_empty(), external: self.external }
    }

    /// The host's decision about an [`AuthVerify`](ServerEvent::AuthVerify): is the client who it
    /// claims to be? [`answer`](Self::answer) gives a refusal of the host's own instead, 454 4.7.0
    /// for example when it can't tell.
    ///
    /// # Errors
    /// [`ErrorCode::NothingToAnswer`] when no such decision is due, or the error that the
    /// connection failed with.
    pub fn verify(&mut self, accepted: bool) -> Result<(), Error> {
        self.expect(Pause::Verify)?;
        let step = self.exchange(|exchange| exchange.decide(accepted));
        self.take_step(step, None);
        Ok(())
    }

    /// The host's answer to an [`AuthLookup`](ServerEvent::AuthLookup): what it has stored about
    /// the user, or nothing. A user who does not exist is asked for a proof like any other.
    ///
    /// # Errors
    /// As for [`verify`](Self::verify); [`ErrorCode::InvalidValue`] for a verifier of another digest than the
    /// mechanism's. The question is still open then: the client must not learn from it that there is such a user.
    pub fn provide_verifier(&mut self, verifier: Option<ScramVerifier>) -> Result<(), Error> {
        if self.awaited()? != Pause::Lookup {
            return Err(ErrorCode::NothingToAnswer.into());
        }
        let asked = self.exchange.as_ref().and_then(|exchange| exchange.mechanism().scram_hash());
        if let (Some(asked), Some(verifier)) = (asked, &verifier)
            && verifier.hash() != asked
        {
            let (given, asked) = (verifier.hash().mechanism_name(), asked.mechanism_name());
            let detail = format!(
                "the verifier is one of {given}, and the login is by {asked}: a verifier is stored for each of \
                 them; without one the answer is none"
            );
            return Err(Error::new(ErrorCode::InvalidValue).with_detail(detail));
        }
        self.expect(Pause::Lookup)?;
        let step = self.exchange(|exchange| exchange.provide_verifier(verifier));
        self.take_step(step, None);
        Ok(())
    }

    fn expect(&mut self, expected: Pause) -> Result<(), Error> {
        if self.awaited()? != expected {
            return Err(ErrorCode::NothingToAnswer.into());
        }
        self.pause = None;
        self.timers.restart();
        Ok(())
    }

    /// AUTH: begins an exchange, of which nothing is left over from an earlier one.
    pub(super) fn auth(&mut self, auth: &command::Auth<'_>) -> Turn {
        let config = &self.config;
        if !config.offers_auth() {
            return self.refuse(Verb::Auth, replies::NOT_IMPLEMENTED);
        }
        // RFC 4954 section 4: not a word of a secret is asked for on a line that others can read.
        if !config.allows_auth(self.tls) {
            return self.refuse(Verb::Auth, replies::AUTH_NEEDS_TLS);
        }
        let channel = self.channel();
        let mechanism = SaslMechanism::from_name(auth.mechanism.as_str())
            .filter(|mechanism| config.mechanisms(channel).any(|own| own == *mechanism));
        let Some(mechanism) = mechanism else {
            return self.refuse(Verb::Auth, replies::UNKNOWN_MECHANISM);
        };
        let entropy = self.next_entropy();
        let config = &self.config;
        let offers_plus = config.mechanisms(channel).any(SaslMechanism::binds_channel);
        let options = ServerOptions {
            host: config.hostname.to_string(),
            bindings: if offers_plus { self.bindings.clone() } else { Vec::new() },
            decoy_key: config.decoy_key.clone(),
            decoy_iterations: config.decoy_iterations,
            decoy_salt_length: config.decoy_salt_length,
        };
        let step = match ServerExchange::new(mechanism, &entropy, &options) {
            Ok(exchange) => {
                self.exchange = Some(Box::new(exchange));
                let initial = auth
                    .initial_response
                    .as_ref()
                    .map(|response| sasl::decode(response.reveal_base64().as_bytes()));
                match initial {
                    None => self.exchange(|exchange| exchange.start(None)),
                    Some(Ok(octets)) => {
                        self.exchange(|exchange| exchange.start(Some(octets.reveal())))
                    }
                    Some(Err(error)) => Err(error),
                }
            }
            Err(error) => Err(error),
        };
        self.take_step(step, Some(mechanism));
        Turn::Again
    }

    /// Entropy for one exchange, which tells nothing about that for the next.
    fn next_entropy(&mut self) -> [u8; 32] {
        self.exchanges = self.exchanges.wrapping_add(1);
        let mut hash = Sha256::new();
        hash.update(self.entropy);
        hash.update(self.exchanges.to_be_bytes());
        hash.finalize().into()
    }

    fn exchange(
        &mut self,
        next: impl FnOnce(&mut ServerExchange) -> Result<ServerStep, SaslError>,
    ) -> Result<ServerStep, SaslError> {
        self.exchange.as_deref_mut().map_or(Err(SaslError::OutOfTurn), next)
    }

    /// A line of the exchange.
    pub(super) fn sasl_turn(&mut self) -> Turn {
        let response = match self.input.line(self.config.limits.auth_line, self.config.command_ends)
        {
            Line::None => return Turn::NeedData,
            Line::Refused(error @ FrameError::BareLf { .. }) => return self.bad_line(error),
            Line::Refused(FrameError::LineTooLong { .. }) => Err(SaslError::TooLong),
            Line::Refused(_) => Err(SaslError::Base64),
            Line::Whole(b"*") => Err(SaslError::Cancelled),
            Line::Whole(line) => sasl::decode(line),
        };
        self.timers.restart();
        if self.is_out_of_step() {
            return Turn::Again;
        }
        let step = match response {
            Ok(response) => self.exchange(|exchange| exchange.respond(response.reveal())),
            Err(error) => Err(error),
        };
        self.take_step(step, None);
        Turn::Again
    }

    /// Goes on with an exchange. A mechanism is named where the exchange may not have begun.
    fn take_step(&mut self, step: Result<ServerStep, SaslError>, mechanism: Option<SaslMechanism>) {
        match step {
            Ok(ServerStep::Challenge(octets)) => {
                // With its space even when nothing follows: there are clients that insist.
                let challenge = sasl::encode(&octets);
                let text = challenge.reveal_base64();
                self.say(&replies::made(334, None, format_args!("{text}")));
                self.mode = Mode::Sasl;
            }
            Ok(ServerStep::NeedVerifier { username, authorization_identity }) => {
                let Some(mechanism) = self.exchange.as_ref().map(|exchange| exchange.mechanism())
                else {
                    return;
                };
                self.pause = Some(Pause::Lookup);
                self.tell_host(ServerEvent::AuthLookup {
                    mechanism,
                    username,
                    authorization_identity,
                });
            }
            Ok(ServerStep::Verify(claim)) => {
                self.pause = Some(Pause::Verify);
                self.tell_host(ServerEvent::AuthVerify { claim });
            }
            Ok(ServerStep::Done(identity)) => self.logged_in(identity, None),
            Err(error) => {
                let (code, enhanced) = error.reply();
                let mut sentence = error.to_string();
                if let Some(first) = sentence.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                let reply = replies::made(code.get(), Some(enhanced), format_args!("{sentence}"));
                self.login_failed(mechanism, &reply);
            }
        }
    }

    fn logged_in(&mut self, identity: Identity, reply: Option<Reply<'static>>) {
        self.exchange = None;
        self.mode = Mode::Commands;
        self.authenticated = true;
        self.say(&reply.unwrap_or(replies::LOGGED_IN));
        self.tell_host(ServerEvent::Authenticated { identity });
    }

    fn login_failed(&mut self, mechanism: Option<SaslMechanism>, reply: &Reply<'static>) {
        let mechanism = self.exchange.take().map(|exchange| exchange.mechanism()).or(mechanism);
        self.mode = Mode::Commands;
        self.behind_login = true;
        self.counters.failed_logins = self.counters.failed_logins.saturating_add(1);
        if let Some(mechanism) = mechanism {
            self.tell_host(ServerEvent::AuthFailed { mechanism, reply: reply.clone() });
        }
        if self.counters.failed_logins > self.config.limits.failed_logins {
            let error = Error::new(ErrorCode::TooManyErrors).with_detail("failed logins");
            self.fail(error, Some(&replies::TOO_MANY_LOGINS));
        } else {
            self.say(reply);
        }
    }

    /// What [`answer`](Self::answer) said to a login.
    pub(super) fn settle_login(&mut self, reply: Option<Reply<'static>>) {
        match reply {
            Some(reply) if !reply.code().is_positive() => self.login_failed(None, &reply),
            reply => match self.exchange(|exchange| exchange.decide(true)) {
                Ok(ServerStep::Done(identity)) => self.logged_in(identity, reply),
                step => self.take_step(step, None),
            },
        }
    }

    fn tell_host(&mut self, event: ServerEvent) {
        self.news = Some(Box::new(event));
    }
}

impl ServerConfig {
    /// Whether AUTH is offered at all, with TLS or without.
    pub(super) fn offers_auth(&self) -> bool {
        !self.extensions.auth.is_empty()
    }

    /// Whether logins are taken on a connection that TLS protects, or does not.
    pub(super) fn allows_auth(&self, tls: bool) -> bool {
        tls || self.plaintext_auth
    }

    /// The mechanisms that can be used on a connection, in the configured order.
    pub(super) fn mechanisms(&self, channel: Channel) -> impl Iterator<Item = SaslMechanism> {
        let Channel { tls, bound, external } = channel;
        let allowed = self.allows_auth(tls);
        let decoys = self.decoy_key.len() >= sasl::MIN_NONCE;
        self.extensions.auth.iter().copied().filter(move |mechanism| {
            allowed
                && (!mechanism.binds_channel() || tls && bound)
                && (mechanism.scram_hash().is_none() || decoys)
                && (*mechanism != SaslMechanism::External || external)
        })
    }

    /// The words behind AUTH in the reply to EHLO.
    pub(super) fn mechanism_names(&self, channel: Channel) -> String {
        let mut names = String::new();
        for mechanism in self.mechanisms(channel) {
            names.push(' ');
            names.push_str(mechanism.name());
        }
        names
    }
}

/// What a server is told of an exchange never shows more than its mechanism.
pub(super) struct Shown<'a>(pub(super) &'a Option<Box<ServerExchange>>);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(exchange) => write!(f, "{}", exchange.mechanism()),
            None => f.write_str("None"),
        }
    }
}
