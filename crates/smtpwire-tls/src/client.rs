//! A client that does TLS itself.

use std::fmt;

use rustls::Connection as Tls;
use smtpwire::sasl::{Credentials, SaslPolicy};
use smtpwire::{
    Client, ClientConfig, ClientEvent, CommandId, Connection, Error, ErrorCode, Keyword, Reply,
    Security, Step, Verb,
};

use crate::client_side::ClientSide;
use crate::client_tls::ClientTls;
use crate::explain::Side;
use crate::failure::TlsFailure;
use crate::layer::Layer;
use crate::leave::Leave;
use crate::peer::Peer;
use crate::policy::Fallback;
use crate::role::Role;
use crate::session::TlsSession;
use crate::trace::Traced;
use crate::verify::Verdict;

/// The client's side of one connection, with TLS where the [`Security`] policy has it.
///
/// It is pulled as a [`Client`] is, by the methods of [`Connection`]; its octets are those of the
/// socket. Commands are queued on the client inside, [`client_mut`](Self::client_mut), and their
/// replies come as the same [`ClientEvent`]s.
///
/// - [`Security::Required`] and [`Security::Opportunistic`]: the host says EHLO as ever. Before its
///   [`ClientEvent::Ehlo`] comes, STARTTLS, the handshake and EHLO inside TLS have been done;
///   [`ClientEvent::TlsEstablished`] tells in between that TLS is up, and waits for no answer; nothing
///   is queued behind EHLO before its event. Under `Required` nothing but EHLO,
///   STARTTLS and QUIT ever crosses in plaintext; without TLS the connection fails with
///   [`ErrorCode::TlsUnavailable`], and with a server that can't prove who it is with
///   [`ErrorCode::TlsFailed`].
/// - [`Security::Implicit`]: the handshake comes first, as on port 465 (RFC 8314 section 3.3), and
///   so does [`ClientEvent::TlsEstablished`].
/// - [`Security::Disabled`]: plaintext, until the host calls [`Client::starttls`] by itself and says
///   EHLO again.
pub struct TlsClient(Layer<Upgrading, ClientSide>);

impl TlsClient {
    /// A client of a connection that has just come up, at this time. `peer` is who the server must
    /// prove to be.
    pub fn new(
        mut config: ClientConfig,
        security: Security,
        tls: ClientTls,
        peer: Peer,
        now: u64,
    ) -> Self {
        let side = ClientSide::new(tls, peer, security);
        let leave = Leave::new(config.timeouts.data_block, now);
        let security = side.security;
        let implicit = security == Security::Implicit;
        let client = if implicit {
            Client::awaiting_tls(config, now)
        } else {
            config.implicit_tls = false;
            // Whatever waited behind EHLO would cross in plaintext, before STARTTLS.
            config.ehlo_alone |= security != Security::Disabled;
            // Where EHLO is not known, STARTTLS is not either.
            config.helo_fallback &= security != Security::Required;
            Client::new(config, now)
        };
        let inside =
            Upgrading { client, security, upgrade: Upgrade::Idle, fallback: None, failed: None };
        Self(if implicit {
            Layer::implicit(inside, side, leave, false)
        } else {
            Layer::plain(inside, side, leave)
        })
    }

    /// The client inside.
    pub fn client(&self) -> &Client {
        &self.0.inside.client
    }

    /// The client inside, to queue commands and content on. Its octets, its time and
    /// its TLS are this layer's to move: call none of the methods of [`Connection`] on it, nor
    /// `tls_established` and its like.
    pub fn client_mut(&mut self) -> &mut Client {
        &mut self.0.inside.client
    }

    /// `AUTH`, as [`Client::auth`] with the channel binding of this connection.
    ///
    /// # Errors
    /// Those of [`Client::auth`].
    pub fn auth(
        &mut self,
        credentials: &Credentials,
        policy: &SaslPolicy,
        nonce: &[u8],
    ) -> Result<CommandId, Error> {
        let binding = self.0.session().and_then(|session| session.channel_bindings().first());
        let binding = binding.cloned();
        self.0.inside.client.auth(credentials, policy, binding.as_ref(), nonce)
    }

    /// What opportunistic TLS fell back to, if it did.
    pub fn fallback(&self) -> Option<Fallback> {
        Fallback::of(self.0.inside.security, self.session(), self.failure())
            .or_else(|| self.0.inside.fallback.clone())
    }
}

/// How far the way through STARTTLS has come.
#[derive(Debug)]
enum Upgrade {
    /// EHLO was not answered yet, or all is done.
    Idle,
    /// STARTTLS was sent. The event of the host's EHLO is kept in case it is refused.
    Asked { ehlo: CommandId, reply: Reply<'static> },
    /// TLS is up; EHLO is to be said again.
    Up { ehlo: CommandId },
    /// EHLO was said again, for the host's.
    Again { ehlo: CommandId, own: CommandId },
}

/// A client that takes the way through STARTTLS when EHLO was answered.
struct Upgrading {
    client: Client,
    security: Security,
    upgrade: Upgrade,
    fallback: Option<Fallback>,
    failed: Option<Error>,
}

impl Upgrading {
    /// What the host is told of an event; nothing of what this layer has asked for itself.
    fn pass(&mut self, event: ClientEvent) -> Result<Option<ClientEvent>, Error> {
        let wanted = matches!(self.security, Security::Required | Security::Opportunistic);
        match (std::mem::replace(&mut self.upgrade, Upgrade::Idle), event) {
            (Upgrade::Idle, ClientEvent::Ehlo { id, reply }) if wanted && !self.client.is_tls() => {
                self.ask(id, reply)
            }
            (Upgrade::Asked { ehlo, .. }, event @ ClientEvent::StartTls { .. }) => {
                self.upgrade = Upgrade::Up { ehlo };
                Ok(Some(event))
            }
            (
                Upgrade::Asked { ehlo, reply },
                ClientEvent::Reply { verb: Verb::StartTls, reply: refusal, .. },
            ) => {
                if self.security == Security::Required {
                    return Err(Error::new(ErrorCode::TlsUnavailable).with_reply(refusal));
                }
                self.fallback = Some(Fallback::Plaintext { reply: Some(refusal) });
                Ok(Some(ClientEvent::Ehlo { id: ehlo, reply }))
            }
            (Upgrade::Again { ehlo, own }, ClientEvent::Ehlo { id, reply }) if id == own => {
                Ok(Some(ClientEvent::Ehlo { id: ehlo, reply }))
            }
            (Upgrade::Again { ehlo, own }, ClientEvent::Reply { id, verb, reply }) if id == own => {
                Ok(Some(ClientEvent::Reply { id: ehlo, verb, reply }))
            }
            (upgrade, event) => {
                self.upgrade = upgrade;
                Ok(Some(event))
            }
        }
    }

    /// EHLO was accepted in plaintext: STARTTLS is next.
    fn ask(&mut self, id: CommandId, reply: Reply<'static>) -> Result<Option<ClientEvent>, Error> {
        let offered = |offer: &smtpwire::Capabilities<'_>| offer.offers(Keyword::StartTls);
        if self.client.capabilities().is_some_and(offered) {
            self.client.starttls()?;
            self.upgrade = Upgrade::Asked { ehlo: id, reply };
            return Ok(None);
        }
        if self.security == Security::Required {
            let error = Error::new(ErrorCode::TlsUnavailable);
            return Err(error.with_detail("STARTTLS is not offered"));
        }
        self.fallback = Some(Fallback::Plaintext { reply: None });
        Ok(Some(ClientEvent::Ehlo { id, reply }))
    }
}

impl Connection for Upgrading {
    type Event = ClientEvent;

    fn receive(&mut self, octets: &[u8], now: u64) -> Result<(), Error> {
        self.client.receive(octets, now)
    }

    fn receive_eof(&mut self, now: u64) {
        self.client.receive_eof(now);
    }

    fn input_room(&self) -> usize {
        if self.failed.is_some() { 0 } else { self.client.input_room() }
    }

    fn is_awaiting_tls(&self) -> bool {
        self.client.is_awaiting_tls()
    }

    fn next_event(&mut self, now: u64) -> Result<Step<ClientEvent>, Error> {
        loop {
            if let Some(error) = &self.failed {
                return Err(error.clone());
            }
            if let Upgrade::Up { ehlo } = self.upgrade
                && self.client.is_tls()
            {
                self.upgrade = Upgrade::Idle;
                // What was called before stays the name; without one there was no EHLO.
                if let Some(name) = self.client.ehlo_name().cloned() {
                    let own = self.client.ehlo(name)?;
                    self.upgrade = Upgrade::Again { ehlo, own };
                }
            }
            match self.client.next_event(now)? {
                Step::Event(event) => match self.pass(event) {
                    Ok(Some(event)) => return Ok(Step::Event(event)),
                    Ok(None) => {}
                    Err(error) => {
                        // Good manners; where it can't be said there is nobody to say it to.
                        let _ = self.client.quit();
                        self.failed = Some(error);
                    }
                },
                step => return Ok(step),
            }
        }
    }

    fn output(&mut self) -> &[u8] {
        self.client.output()
    }

    fn advance_output(&mut self, octets: usize) -> Result<(), Error> {
        self.client.advance_output(octets)
    }

    fn next_deadline(&self) -> Option<u64> {
        // Where the session was given up, the server must only take what is left of the output.
        let waits = self.failed.is_none() || !self.client.output().is_empty();
        waits.then(|| self.client.next_deadline()).flatten()
    }

    fn handle_timeout(&mut self, now: u64) {
        self.client.handle_timeout(now);
    }
}

impl Role<Upgrading> for ClientSide {
    fn side(&self) -> Side {
        Side::Client
    }

    fn hands_over(&self, event: &ClientEvent) -> bool {
        matches!(event, ClientEvent::StartTls { .. })
    }

    fn start(&self) -> Result<Tls, TlsFailure> {
        self.start()
    }

    fn verdict(&self) -> &Verdict {
        self.verdict()
    }

    fn session(&self, tls: &Tls) -> Option<TlsSession> {
        self.session(tls)
    }

    fn established(
        &self,
        inside: &mut Upgrading,
        session: &TlsSession,
        now: u64,
    ) -> Result<(), Error> {
        if self.trusts(session) {
            inside.client.tls_established(now)
        } else {
            inside.client.tls_established_unverified(now)
        }
    }

    fn news(&self, handed_over: Option<ClientEvent>) -> ClientEvent {
        match handed_over {
            Some(ClientEvent::StartTls { id, reply }) => {
                ClientEvent::TlsEstablished { id: Some(id), reply: Some(reply) }
            }
            _ => ClientEvent::TlsEstablished { id: None, reply: None },
        }
    }

    fn failed(&self, inside: &mut Upgrading, failure: &TlsFailure) {
        // Where nothing is left to fail, the connection was over.
        let _ = inside.client.tls_failed(&failure.to_string());
    }
}

crate::face::connection!(TlsClient, client => ClientEvent);
