//! A server's connection.

use std::sync::Arc;

use smtpwire::sasl::{ChannelBinding, Claim};
use smtpwire::types::command::UnknownCommand;
use smtpwire::{Connection, Error, ErrorCode, Reply, Server, ServerConfig, ServerEvent, Step};

#[cfg(not(feature = "tls"))]
use super::no_tls::TlsServer;
use super::{choices, entropy, shown};
use crate::config::{self, Plain, Spelling};
use crate::failure::Failure;
use crate::line::Line;
use crate::values;
#[cfg(feature = "tls")]
use smtpwire_tls::{TlsServer, TlsServerConfig};

/// What a server's connections have in common. A server reads it once; clones are cheap.
#[derive(Clone, Debug)]
pub struct ServerSetup {
    config: Arc<ServerConfig>,
    #[cfg(feature = "tls")]
    tls: Option<TlsServerConfig>,
}

impl ServerSetup {
    /// Reads what was chosen; null is nothing.
    ///
    /// # Errors
    /// `invalid-choice` with the path of the field; `unusable-certificate`; what the core's check says.
    pub fn read(config: Plain, tls: Plain, spelling: Spelling) -> Result<Self, Failure> {
        #[allow(unused_mut, reason = "with TLS it is")]
        let mut config = choices::<config::ServerConfig>(config, spelling)?;
        #[cfg(feature = "tls")]
        if let Some(tls) = config::ServerTlsSetup::read(tls, spelling)? {
            if config.implicit_tls == Some(true) {
                let why =
                    "TLS is done here, and so it is not there before; its mode may be implicit";
                return Err(super::contradicted("implicit_tls", why, spelling));
            }
            let offered = config.extensions.as_ref().and_then(|extensions| extensions.starttls);
            if offered == Some(false) && !tls.is_implicit() {
                let why =
                    "it is switched off, and the mode of tls is starttls; one of the two is meant";
                return Err(super::contradicted("extensions.starttls", why, spelling));
            }
            // Without it the core would find that TLS can't be had.
            config.extensions.get_or_insert_default().starttls = Some(true);
            let config = Arc::new(config.build(spelling)?);
            let tls = tls.with(Arc::clone(&config));
            return Ok(Self { config, tls: Some(tls) });
        }
        #[cfg(not(feature = "tls"))]
        super::no_tls(tls)?;
        Ok(Self {
            config: Arc::new(config.build(spelling)?),
            #[cfg(feature = "tls")]
            tls: None,
        })
    }

    /// A connection that has just been accepted. With `awaiting_tls` the host's own handshake comes
    /// before all else. `octets` are the entropy: 32, of a good source and new for each connection.
    ///
    /// # Errors
    /// `invalid-value` for entropy of another length, `invalid-choice` for `awaiting_tls` where TLS is
    /// done here.
    pub fn open(&self, awaiting_tls: bool, octets: &[u8], now: u64) -> Result<ServerLine, Failure> {
        let entropy = entropy(octets)?;
        #[cfg(feature = "tls")]
        if let Some(config) = &self.tls {
            super::not_awaiting(awaiting_tls)?;
            let server = TlsServer::new(config, entropy, now);
            return Ok(ServerLine::of(Line::Tls(Box::new(server))));
        }
        let config = Arc::clone(&self.config);
        let server = if awaiting_tls {
            Server::awaiting_tls(config, entropy, now)
        } else {
            Server::new(config, entropy, now)
        };
        Ok(ServerLine::of(Line::Plain(Box::new(server))))
    }
}

/// A server's connection, with TLS of ours around it or without.
///
/// It keeps the claim of the login that waits for a decision, so that a host can compare passwords
/// though its events show none.
///
/// An event of a line that is no command shows its first word at most; the connection keeps what the last
/// one was.
#[derive(Debug)]
pub struct ServerLine {
    pub(crate) line: Line<Server, TlsServer>,
    claim: Option<Claim>,
    /// The line of the last `unknown` event.
    unknown: Option<UnknownCommand<'static>>,
}

impl ServerLine {
    fn of(line: Line<Server, TlsServer>) -> Self {
        Self { line, claim: None, unknown: None }
    }

    /// A connection of its own setup.
    ///
    /// # Errors
    /// Those of [`ServerSetup::read`] and [`ServerSetup::open`].
    pub fn open(
        config: Plain,
        tls: Plain,
        spelling: Spelling,
        awaiting_tls: bool,
        entropy: &[u8],
        now: u64,
    ) -> Result<Self, Failure> {
        ServerSetup::read(config, tls, spelling)?.open(awaiting_tls, entropy, now)
    }

    /// The server inside.
    pub fn server(&self) -> &Server {
        self.line.server()
    }

    /// Answers the event that waits: whatever comes of a login, its claim is forgotten.
    #[inline]
    pub(crate) fn decide(
        &mut self,
        decision: impl FnOnce(&mut Server) -> Result<(), Error>,
    ) -> Result<(), Failure> {
        decision(self.line.server_mut()).map_err(|error| self.undecided(&error))?;
        self.claim = None;
        Ok(())
    }

    /// Why an answer was refused: what accepts a recipient does not let anybody in.
    #[cold]
    fn undecided(&self, error: &Error) -> Failure {
        let mut failure = Failure::from(error);
        if self.claim.is_some() {
            failure.message.push_str("; a login waits for its decision, which verify gives");
        }
        failure
    }

    /// Says yes to the event that waits.
    ///
    /// # Errors
    /// The core's.
    #[inline]
    pub fn accept(&mut self) -> Result<(), Failure> {
        self.decide(Server::accept)
    }

    /// Answers the event that waits by a reply of one line.
    ///
    /// # Errors
    /// Code, enhanced code or text is none, or the core's.
    pub fn answer(&mut self, code: u16, enhanced: Option<&str>, text: &str) -> Result<(), Failure> {
        let reply = values::reply(code, enhanced, [text])?;
        self.answer_with(reply)
    }

    /// Answers the event that waits.
    pub(crate) fn answer_with(&mut self, reply: Reply<'static>) -> Result<(), Failure> {
        self.decide(|server| server.answer(reply))
    }

    /// The claim of the login that waits for a decision: it holds secrets.
    ///
    /// # Errors
    /// `nothing-to-answer` when none waits.
    pub fn reveal_claim(&self) -> Result<&Claim, Failure> {
        self.claim.as_ref().ok_or_else(|| Error::from(ErrorCode::NothingToAnswer).into())
    }

    /// The whole line of the last `unknown` event, of which the event shows the first word: it may be a secret.
    ///
    /// # Errors
    /// `nothing-to-answer` when the last event was another.
    pub fn reveal_unknown(&self) -> Result<&str, Failure> {
        let unknown = self.unknown.as_ref().map(UnknownCommand::as_str);
        unknown.ok_or_else(|| Error::from(ErrorCode::NothingToAnswer).into())
    }

    /// Keeps what an event does not show.
    #[inline]
    fn keep(&mut self, event: &ServerEvent) {
        (self.claim, self.unknown) = (None, None);
        match event {
            ServerEvent::Unknown { command } => self.unknown = Some(command.clone()),
            ServerEvent::AuthVerify { claim } => self.claim = Some(claim.clone()),
            _ => {}
        }
    }

    /// Tells what ties a login to the host's own TLS.
    ///
    /// # Errors
    /// `no-tls-expected` where TLS is done here: such a connection knows its own.
    pub fn set_channel_bindings(&mut self, bindings: Vec<ChannelBinding>) -> Result<(), Failure> {
        self.line.plain_mut()?.set_channel_bindings(bindings);
        Ok(())
    }

    /// The host's own TLS is up.
    ///
    /// # Errors
    /// The core's; `no-tls-expected` where TLS is done here.
    pub fn tls_established(&mut self, now: u64) -> Result<(), Failure> {
        Ok(self.line.plain_mut()?.tls_established(now)?)
    }

    /// The host's own TLS has failed, and why: what can't be shown of that is `\xNN` in the error.
    ///
    /// # Errors
    /// The core's; `no-tls-expected` where TLS is done here.
    pub fn tls_failed(&mut self, detail: &str) -> Result<(), Failure> {
        Ok(self.line.plain_mut()?.tls_failed(&shown(detail))?)
    }
}

/// Inlined where a shell uses it, which is built to be fast; this crate may be built to be small.
impl Connection for ServerLine {
    type Event = ServerEvent;

    #[inline]
    fn receive(&mut self, octets: &[u8], now: u64) -> Result<(), Error> {
        self.line.receive(octets, now)
    }

    #[inline]
    fn receive_eof(&mut self, now: u64) {
        self.line.receive_eof(now);
    }

    #[inline]
    fn input_room(&self) -> usize {
        self.line.input_room()
    }

    #[inline]
    fn is_awaiting_tls(&self) -> bool {
        self.line.is_awaiting_tls()
    }

    #[inline]
    fn next_event(&mut self, now: u64) -> Result<Step<ServerEvent>, Error> {
        let step = self.line.next_event(now);
        match &step {
            Ok(Step::Event(event)) => self.keep(event),
            // The decision is still due.
            Ok(Step::Paused | Step::NeedOutput) => {}
            _ => self.claim = None,
        }
        step
    }

    #[inline]
    fn output(&mut self) -> &[u8] {
        self.line.output()
    }

    #[inline]
    fn advance_output(&mut self, octets: usize) -> Result<(), Error> {
        self.line.advance_output(octets)
    }

    #[inline]
    fn next_deadline(&self) -> Option<u64> {
        self.line.next_deadline()
    }

    #[inline]
    fn handle_timeout(&mut self, now: u64) {
        self.line.handle_timeout(now);
    }
}
