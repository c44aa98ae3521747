//! The server's side of a session, SMTP or LMTP.
//!
//! Read in this order: [`ServerConfig`] says what is offered and demanded, [`Decisions`] what the
//! host decides itself, [`ServerEvent`] what it is told. The private modules are one concern each:
//! `greeting` (PROXY, the banner, EHLO), `commands`, `extended` (BURL, XCLIENT,
//! XFORWARD), `transaction` (MAIL and RCPT), `transfer`
//! (DATA, BDAT, the end of a message), `auth`,
//! `misspelt` (logins that are no command), `answers` (what the host decided), `tls`, `deadlines` and
//! `ending`; `replies` holds the texts.
//!
//! The run loop of a host, without its sockets:
//!
//! ```
//! use std::sync::Arc;
//! use smtpwire::{Host, Server, ServerConfig, ServerEvent, Step};
//!
//! let config = Arc::new(ServerConfig::new(Host::parse("mx.example")?));
//! let entropy = [7; 32]; // from the system's generator, afresh for each connection
//! let mut server = Server::new(config, entropy, 0);
//! let mut client = [
//!     "EHLO client.example\r\n",
//!     "MAIL FROM:<jo@example.com>\r\nRCPT TO:<al@mx.example>\r\nDATA\r\n",
//!     "Hello\r\n.\r\n",
//!     "QUIT\r\n",
//! ]
//! .into_iter();
//! let (mut message, mut said) = (Vec::new(), String::new());
//! let mut now = 0;
//! loop {
//!     match server.next_event(now)? {
//!         Step::Event(ServerEvent::Rcpt { .. }) => server.accept()?,
//!         Step::Event(ServerEvent::Content { octets }) => message.extend(octets),
//!         Step::Event(ServerEvent::Aborted { .. }) => message.clear(),
//!         // Store it first: with this answer the server is responsible for it.
//!         Step::Event(ServerEvent::Message { .. }) => server.accept()?,
//!         Step::Event(_) => {}
//!         Step::NeedOutput => {}
//!         // Read from the socket, no more than `input_room()`; wake up at `next_deadline()`.
//!         Step::NeedData => match client.next() {
//!             Some(line) => server.receive(line.as_bytes(), now)?,
//!             None => server.receive_eof(now),
//!         },
//!         // Something was left unanswered.
//!         Step::Paused => unreachable!(),
//!         Step::Closed => break,
//!         _ => {}
//!     }
//!     // Write to the socket what it takes.
//!     said += std::str::from_utf8(server.output())?;
//!     server.advance_output(server.output().len())?;
//!     now += 1;
//! }
//! assert_eq!(message, b"Hello\r\n");
//! assert!(said.starts_with("220 mx.example ESMTP\r\n250-mx.example\r\n"));
//! assert!(said.ends_with("250 2.0.0 Message accepted\r\n221 2.0.0 Bye\r\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answers;
mod auth;
mod commands;
mod config;
mod content;
mod deadlines;
mod decisions;
mod ending;
mod event;
mod extended;
mod greeting;
mod input;
mod misspelt;
mod replies;
#[cfg(test)]
mod tests;
mod tls;
mod transaction;
mod transfer;

pub(in crate::flow) use config::names_twice;
pub use config::{ContentMode, Extensions, ServerConfig, Synchronization};
pub use decisions::Decisions;
pub use event::{Abort, ServerEvent};

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use self::answers::Pause;
use self::content::Content;
use self::deadlines::Timers;
use self::input::Input;
use self::transaction::Transaction;
use self::transfer::Chunk;
use crate::flow::clock::Clock;
use crate::flow::error::{Error, ErrorCode};
use crate::flow::limits::Protocol;
use crate::flow::order::{Phase, Standing};
use crate::flow::output::Output;
use crate::flow::sasl::{ChannelBinding, ServerExchange};
use crate::flow::step::Step;

/// One connection with a client.
///
/// Octets go in by [`receive`](Self::receive), events come out of
/// [`next_event`](Self::next_event), what is to be written stands in [`output`](Self::output). The
/// connection reads no clock and no random numbers and does no I/O. The module's page shows the
/// run loop.
///
/// An error of [`next_event`](Self::next_event) is final. The output may hold a last reply then:
/// write it, then close.
#[allow(clippy::struct_excessive_bools, reason = "each is one independent fact")]
pub struct Server {
    config: Arc<ServerConfig>,
    entropy: [u8; 32],
    /// How many exchanges of AUTH have begun.
    exchanges: u32,
    bindings: Vec<ChannelBinding>,
    /// EXTERNAL has something to rest on.
    external: bool,
    exchange: Option<Box<ServerExchange>>,
    clock: Clock,
    timers: Timers,
    input: Input,
    output: Output,
    mode: Mode,
    phase: Phase,
    pause: Option<Pause>,
    transaction: Transaction,
    content: Option<Box<Content>>,
    counters: Counters,
    tls: bool,
    /// A handshake comes before the greeting, as on port 465.
    tls_first: bool,
    authenticated: bool,
    /// No command has come since a login was refused, so that what comes may be its password.
    behind_login: bool,
    eof: bool,
    /// A transaction that ended, which the host has not been told.
    aborted: Option<Abort>,
    /// Another event that comes before all else.
    news: Option<Box<ServerEvent>>,
    failed: Option<Error>,
}

/// How the next octets are read.
#[derive(Debug)]
enum Mode {
    /// A PROXY header comes first.
    Proxy,
    /// The greeting has not been said; from this time on it may be.
    Greeting(Option<u64>),
    /// As commands.
    Commands,
    /// As content in lines.
    Lines,
    /// As the octets of a chunk.
    Chunk(Chunk),
    /// As lines of an AUTH exchange.
    Sasl,
    /// Not at all: the content is whole, and the host is to be told.
    Finish,
    /// Not at all: the session is over.
    Closed,
}

/// What a client has used up of its limits.
#[derive(Clone, Copy, Debug, Default)]
struct Counters {
    errors: u32,
    idle_commands: u32,
    transactions: u32,
    failed_logins: u32,
}

/// What came of one look at the input.
enum Turn {
    Event(ServerEvent),
    /// Something changed; look again.
    Again,
    NeedData,
}

impl Server {
    /// A connection that has just been accepted. `now` is the time in milliseconds, from any origin
    /// that the host keeps to; `entropy` comes from the system's random number generator, afresh
    /// for each connection.
    ///
    /// The greeting is in the output once [`next_event`](Self::next_event) was called.
    pub fn new(config: Arc<ServerConfig>, entropy: [u8; 32], now: u64) -> Self {
        let tls = config.implicit_tls;
        let greet_at = config.early_talkers.map(|delay| Clock::new(now).after(delay));
        let mode = if config.proxy { Mode::Proxy } else { Mode::Greeting(greet_at) };
        Self {
            config,
            entropy,
            exchanges: 0,
            bindings: Vec::new(),
            external: true,
            exchange: None,
            clock: Clock::new(now),
            timers: Timers::new(now),
            input: Input::new(),
            output: Output::new(),
            mode,
            phase: Phase::Greeted,
            pause: None,
            transaction: Transaction::default(),
            content: None,
            counters: Counters::default(),
            tls,
            tls_first: false,
            authenticated: false,
            behind_login: false,
            eof: false,
            aborted: None,
            news: None,
            failed: None,
        }
    }

    /// A connection that begins with a TLS handshake, as on port 465, which has yet to be done: it
    /// is [paused](Step::Paused), and the time for the handshake runs, until
    /// [`tls_established`](Self::tls_established) or [`tls_failed`](Self::tls_failed). Then the
    /// client is greeted. A PROXY header, where the configuration has one, comes before the
    /// handshake, and with it the pause.
    ///
    /// A host whose TLS is up already makes a connection by [`new`](Self::new), with `implicit_tls` in its
    /// configuration.
    pub fn awaiting_tls(config: Arc<ServerConfig>, entropy: [u8; 32], now: u64) -> Self {
        let mut server = Self::new(config, entropy, now);
        server.tls = false;
        server.tls_first = true;
        if !matches!(server.mode, Mode::Proxy) {
            server.pause = Some(Pause::Tls);
        }
        server
    }

    /// Takes octets that came from the client.
    ///
    /// # Errors
    /// [`ErrorCode::InputBufferFull`] when there are more than [`input_room`](Self::input_room)
    /// says, and [`ErrorCode::PlaintextBeforeTls`] when a TLS handshake is awaited: the connection
    /// has failed. A connection that failed repeats its error.
    pub fn receive(&mut self, octets: &[u8], now: u64) -> Result<(), Error> {
        self.tell(now);
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        if matches!(self.mode, Mode::Closed) || octets.is_empty() {
            return Ok(());
        }
        if self.pause == Some(Pause::Tls) {
            return Err(self.plaintext_before_tls());
        }
        if octets.len() > self.room() {
            return Err(self.fail(ErrorCode::InputBufferFull.into(), None));
        }
        let mut rest = octets;
        if self.is_reading_content() {
            if self.pause.is_none() {
                self.timers.restart();
            }
            // Content goes where it belongs without a stop on the way.
            if self.input.is_empty() && self.pause.is_none() {
                let taken = transfer::feed(&mut self.mode, self.content.as_deref_mut(), octets);
                rest = octets.get(taken..).unwrap_or_default();
            }
        }
        self.input.extend(rest);
        Ok(())
    }

    /// Takes in that the client will send no more.
    ///
    /// What it sent before is still handled and answered: it may have closed its own direction only.
    /// So an event that waits for an answer goes on waiting; what is answered is written, and then the
    /// session is over by [`ErrorCode::ConnectionLost`]. Without an answer it is over by
    /// [`ErrorCode::AnswerTimeout`] in the [time](crate::Timeouts::answer) that a host has, and nothing
    /// was acknowledged.
    pub fn receive_eof(&mut self, now: u64) {
        self.tell(now);
        self.eof = true;
    }

    /// How many octets may be given to [`receive`](Self::receive): a host reads no more than this
    /// from its socket. 0 when it must not read, as while a TLS handshake is awaited.
    pub fn input_room(&self) -> usize {
        let over = self.failed.is_some() || matches!(self.mode, Mode::Closed);
        if over || self.eof || self.pause == Some(Pause::Tls) { 0 } else { self.room() }
    }

    /// Whether a TLS handshake is awaited, which is the host's to do.
    pub fn is_awaiting_tls(&self) -> bool {
        self.failed.is_none() && self.pause == Some(Pause::Tls)
    }

    fn room(&self) -> usize {
        let held = self.content.as_ref().map_or(0, |content| content.held());
        let limits = &self.config.limits;
        // A line of the greatest length has to fit, whatever else is configured.
        let bound = limits.input_buffer.max(limits.command_line).max(limits.auth_line);
        bound.saturating_sub(self.input.len()).saturating_sub(held)
    }

    /// What happened next.
    ///
    /// After each call there may be output to write.
    ///
    /// # Errors
    /// The connection has failed; the error says why. From then on it is always the same.
    pub fn next_event(&mut self, now: u64) -> Result<Step<ServerEvent>, Error> {
        self.tell(now);
        loop {
            if let Some(why) = self.aborted.take() {
                return Ok(Step::Event(ServerEvent::Aborted { why }));
            }
            if let Some(news) = self.news.take() {
                return Ok(Step::Event(*news));
            }
            if let Some(error) = &self.failed {
                return Err(error.clone());
            }
            if self.pause.is_some() {
                return Ok(Step::Paused);
            }
            if matches!(self.mode, Mode::Closed) {
                return Ok(Step::Closed);
            }
            if self.output.len() >= self.config.limits.output_buffer.max(1) {
                return Ok(Step::NeedOutput);
            }
            let turn = match &self.mode {
                Mode::Proxy => self.proxy_turn(),
                Mode::Greeting(from) => self.greeting_turn(*from),
                Mode::Commands => self.command_turn(),
                Mode::Lines => self.lines_turn(),
                Mode::Chunk(_) => self.chunk_turn(),
                Mode::Sasl => self.sasl_turn(),
                Mode::Finish => self.message_turn(),
                Mode::Closed => Turn::Again,
            };
            match turn {
                Turn::Event(event) => {
                    // From now on it is the host that takes its time.
                    if self.pause.is_some() {
                        self.timers.restart();
                    }
                    return Ok(Step::Event(event));
                }
                Turn::Again => {}
                Turn::NeedData if self.eof => self.lost(),
                // As for a PROXY header: what fills all the room and is not whole stays so.
                Turn::NeedData if self.room() == 0 => {
                    self.fail(ErrorCode::InputBufferFull.into(), None);
                }
                Turn::NeedData => {
                    self.input.release();
                    return Ok(Step::NeedData);
                }
            }
        }
    }

    /// What is to be written to the client.
    pub fn output(&self) -> &[u8] {
        self.output.waiting()
    }

    /// Marks octets at the front of the output as written.
    ///
    /// # Errors
    /// [`ErrorCode::AdvanceTooFar`] when there are fewer; nothing changes then.
    pub fn advance_output(&mut self, octets: usize) -> Result<(), Error> {
        self.output.advance(octets)?;
        self.timers.wrote();
        Ok(())
    }

    /// Where the session stands.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether TLS protects the session.
    pub fn is_tls(&self) -> bool {
        self.tls
    }

    /// Whether the client has authenticated, or a trusted proxy said so.
    pub fn is_authenticated(&self) -> bool {
        self.authenticated
    }

    /// Whether the session is over, in order or not. There may be output left to write.
    pub fn is_closed(&self) -> bool {
        self.failed.is_some() || matches!(self.mode, Mode::Closed)
    }

    /// The configuration.
    pub fn config(&self) -> &ServerConfig {
        &self.config
    }

    fn is_lmtp(&self) -> bool {
        self.config.protocol == Protocol::Lmtp
    }

    fn is_reading_content(&self) -> bool {
        matches!(self.mode, Mode::Lines | Mode::Chunk(_))
    }

    fn standing(&self) -> Standing {
        Standing {
            lmtp: self.is_lmtp(),
            tls: self.tls,
            authenticated: self.authenticated,
            binary: self.transaction.binary,
        }
    }
}

/// Shows where the session stands, and nothing that the client said.
impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("phase", &self.phase)
            .field("pause", &self.pause)
            .field("tls", &self.tls)
            .field("authenticated", &self.authenticated)
            .field("auth", &auth::Shown(&self.exchange))
            .field("input", &self.input)
            .field("output", &self.output)
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
}
