//! A server's connection.

use std::sync::Arc;

use smtpwire::sasl::{ChannelBinding, Claim};
use smtpwire::types::command::UnknownCommand;
use smtpwire::{
    Command, Connection, Error, ErrorCode, Reply, Server, ServerConfig, ServerEvent, Step, Verb,
};

#[cfg(not(feature = "tls"))]
use super::no_tls::TlsServer;
use super::{choices, entropy};
use crate::config::{self, Plain, Spelling};
use crate::failure::Failure;
use crate::line::Line;
use crate::values::{self, MASK};
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
/// A client whose AUTH is refused may go on as if it were not, and sends its password as a command. The events
/// of lines behind such a login are masked; it keeps what the last one was.
#[derive(Debug)]
pub struct ServerLine {
    pub(crate) line: Line<Server, TlsServer>,
    claim: Option<Claim>,
    /// The line of the last `unknown` event.
    unknown: Option<UnknownCommand<'static>>,
    /// Whether no command has come since a login was refused.
    behind_login: bool,
}

impl ServerLine {
    fn of(line: Line<Server, TlsServer>) -> Self {
        Self { line, claim: None, unknown: None, behind_login: false }
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
    pub(crate) fn decide(
        &mut self,
        decision: impl FnOnce(&mut Server) -> Result<(), Error>,
    ) -> Result<(), Failure> {
        decision(self.line.server_mut())?;
        self.claim = None;
        Ok(())
    }

    /// Says yes to the event that waits.
    ///
    /// # Errors
    /// The core's.
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

    /// The whole line of the last `unknown` event, also where the event masks it: it may be a secret.
    ///
    /// # Errors
    /// `nothing-to-answer` when the last event was another.
    pub fn reveal_unknown(&self) -> Result<&str, Failure> {
        let unknown = self.unknown.as_ref().map(UnknownCommand::as_str);
        unknown.ok_or_else(|| Error::from(ErrorCode::NothingToAnswer).into())
    }

    /// Keeps what an event must not show, and takes it out where it does.
    fn keep(&mut self, event: &mut ServerEvent) {
        (self.claim, self.unknown) = (None, None);
        match event {
            ServerEvent::Unknown { command } => {
                self.unknown = Some(command.clone());
                if self.behind_login
                    && let Ok(Command::Unknown(masked)) = Command::parse(MASK.as_bytes())
                {
                    *command = masked;
                }
                return;
            }
            // A line that is no command at all: the next one may be of the login, too.
            ServerEvent::Refused { verb: Verb::Unknown, .. } => return,
            ServerEvent::AuthVerify { claim } => self.claim = Some(claim.clone()),
            _ => {}
        }
        self.behind_login = matches!(
            event,
            ServerEvent::AuthFailed { .. } | ServerEvent::Refused { verb: Verb::Auth, .. }
        );
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

    /// The host's own TLS has failed, and why.
    ///
    /// # Errors
    /// The core's; `no-tls-expected` where TLS is done here.
    pub fn tls_failed(&mut self, detail: &str) -> Result<(), Failure> {
        Ok(self.line.plain_mut()?.tls_failed(detail)?)
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
    fn next_event(&mut self, now: u64) -> Result<Step<ServerEvent>, Error> {
        let mut step = self.line.next_event(now);
        match &mut step {
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
