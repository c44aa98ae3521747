//! The client's side of a session.
//!
//! [`Client`] is the whole of it: commands go in as calls, octets go in and out, replies come back
//! as events. It does no I/O and has no clock. A host runs it like this:
//!
//! ```
//! use smtpwire::{Client, ClientConfig, ClientEvent, ForwardPath, Host, ReversePath, Step};
//! # use std::collections::VecDeque;
//! # // A server that says the same every time, in place of a socket.
//! # struct Socket(VecDeque<&'static [u8]>);
//! # impl Socket {
//! #     fn read(&mut self) -> &'static [u8] { self.0.pop_front().unwrap_or_default() }
//! #     fn write(&mut self, octets: &[u8]) -> usize { octets.len() }
//! # }
//! # let mut socket = Socket(VecDeque::from([
//! #     &b"220 mx.example ready\r\n"[..], b"250-mx.example\r\n250 PIPELINING\r\n",
//! #     b"250 Ok\r\n250 Ok\r\n", b"354 Go\r\n", b"250 2.0.0 Queued\r\n", b"221 Bye\r\n",
//! # ]));
//! # let now = || 0;
//!
//! let mut client = Client::new(ClientConfig::new(), now());
//! client.ehlo(Host::parse("client.example")?)?;
//! loop {
//!     match client.next_event(now())? {
//!         Step::Event(ClientEvent::Ehlo { .. }) => {
//!             // Where the server offers PIPELINING, the three go out in one piece.
//!             client.mail(ReversePath::parse("<jo@client.example>")?, Default::default())?;
//!             client.rcpt(ForwardPath::parse("<ann@mx.example>")?, Default::default())?;
//!             client.data()?;
//!         }
//!         Step::Event(ClientEvent::DataReady { .. }) => {
//!             // Takes what fits; a longer message is given piece by piece, between writes.
//!             client.content(b"Subject: Hello\r\n\r\nHello, Ann.\r\n")?;
//!             client.end_content()?;
//!         }
//!         Step::Event(ClientEvent::ContentReply { reply, .. }) => {
//!             assert!(reply.code().is_positive());
//!             client.quit()?;
//!         }
//!         Step::Event(other) => println!("{other:?}"),
//!         Step::NeedData => {
//!             while !client.output().is_empty() {
//!                 let written = socket.write(client.output());
//!                 client.advance_output(written)?;
//!             }
//!             // Here a host waits for input or for client.next_deadline(), whichever is first.
//!             client.receive(socket.read(), now())?;
//!         }
//!         Step::Closed => break,
//!         step => unreachable!("{step:?} comes after STARTTLS and AUTH"),
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Read in this order: [`ClientConfig`] and [`ClientEvent`] are what goes in and comes out;
//! `pending` matches replies to commands; `standing` knows where the session stands; `commands`
//! checks and queues, with what `offers` allows; `replies` turns a reply into an event; `content`,
//! `auth` and `tls` are what their names say; `deadlines` keeps the time, and `accessors` tell.

mod accessors;
mod auth;
mod commands;
mod config;
mod content;
mod deadlines;
mod event;
mod offers;
mod pending;
mod replies;
mod standing;
#[cfg(test)]
mod tests;
mod tls;

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub use config::ClientConfig;
pub use event::{ClientEvent, CommandId, Sent};

use super::clock::Clock;
use super::error::{Error, ErrorCode};
use super::limits::Protocol;
use super::output::Output;
use super::sasl::SaslError;
use super::step::Step;
use crate::codec::reply::ReplyReader;
use crate::types::capability::Capabilities;
use crate::types::command::Verb;
use crate::types::domain::Host;
use crate::types::reply::Reply;
use auth::Exchange;
use content::Content;
use pending::Queue;
use standing::Stand;

/// Whether the connection lives.
#[derive(Clone, Debug)]
enum Life {
    /// The greeting has not come.
    New,
    Open,
    /// The host is doing the TLS handshake.
    Handshake {
        since: u64,
        /// It comes before the greeting, as on port 465.
        first: bool,
    },
    /// Over, in order.
    Closed,
    /// Over, by this failure.
    Failed(Error),
}

/// The client's side of one connection, SMTP or LMTP.
///
/// Commands may be queued at any time; each is written as soon as RFC 2920 lets it be, and its
/// reply's event carries its [`CommandId`]. See the [module](self) for the loop that a host runs.
///
/// **Order.** A command is checked when it is queued, against where the session will stand if all
/// that is pending succeeds. A call that fails with a usage error has changed nothing. What
/// [`phase`](Self::phase) and the other accessors tell moves with the events that are handed out.
///
/// **Failure.** When the peer breaks the protocol, a limit is hit or time runs out, the connection
/// has failed: [`next_event`](Self::next_event) says why, each time it is asked. Every reply that
/// came before has been handed out by then, and [`unanswered`](Self::unanswered) tells what is
/// left in doubt.
///
/// **Memory.** Input is bounded by `input_buffer`, commands by `pending_commands`, and content
/// that waits to be written by `output_buffer` of [`Limits`](crate::Limits); dots and line ends
/// that are added to content come on top of the last, at most as many octets again.
pub struct Client {
    config: ClientConfig,
    clock: Clock,
    life: Life,
    /// Moves with the events that are handed out.
    stand: Stand,
    /// Where the session stands when all that is pending succeeds.
    ahead: Stand,
    reader: ReplyReader,
    /// How many octets of input have come.
    received: u64,
    end_of_input: bool,
    output: Output,
    /// Output was taken, or put where there was none, since the host last told the time.
    touched: bool,
    /// Since when more is to be written as soon as the output is.
    more: Option<u64>,
    /// When the host last took output, or there was none.
    progress: u64,
    /// When the last reply came to its end.
    replied: u64,
    queue: Queue,
    last_id: u64,
    /// The line under construction; kept for its memory.
    line: String,
    greeting: Option<Reply<'static>>,
    capabilities: Option<Capabilities<'static>>,
    /// How many EHLO, LHLO and HELO have no reply: what is offered is about to be replaced.
    greetings: usize,
    /// The name of the last EHLO, for HELO and for the EHLO inside TLS.
    name: Option<Host<'static>>,
    /// The RCPT commands of the transaction that were accepted, under LMTP.
    recipients: Vec<CommandId>,
    /// How many of them have had their final reply.
    settled: usize,
    /// How many RCPT commands the newest transaction has.
    rcpts: usize,
    content: Content,
    /// Where the end of the newest message's content stands in the output.
    content_end: Option<u64>,
    exchange: Option<Exchange>,
    /// Why the last exchange was given up on this side.
    auth_failure: Option<SaslError>,
    quitting: bool,
}

impl Client {
    /// A client of a connection that has just come up, at this time.
    pub fn new(config: ClientConfig, now: u64) -> Self {
        let verified = config.implicit_tls && config.verified;
        let stand = Stand { tls: config.implicit_tls, verified, ..Stand::default() };
        Self {
            reader: ReplyReader::with_options(config.reply_options()),
            config,
            clock: Clock::new(now),
            life: Life::New,
            stand,
            ahead: stand,
            received: 0,
            end_of_input: false,
            output: Output::new(),
            touched: false,
            more: None,
            progress: now,
            replied: now,
            queue: Queue::default(),
            last_id: 0,
            line: String::new(),
            greeting: None,
            capabilities: None,
            greetings: 0,
            name: None,
            recipients: Vec::new(),
            settled: 0,
            rcpts: 0,
            content: Content::default(),
            content_end: None,
            exchange: None,
            auth_failure: None,
            quitting: false,
        }
    }

    /// A client of a connection that begins with a TLS handshake, as on port 465, which has yet to
    /// be done: it is [paused](Step::Paused), and the time for the handshake runs, until
    /// [`tls_established`](Self::tls_established) or [`tls_failed`](Self::tls_failed). Only then is
    /// the greeting awaited.
    ///
    /// A host whose TLS is up already makes a client by [`new`](Self::new), with `implicit_tls` in its
    /// configuration.
    pub fn awaiting_tls(mut config: ClientConfig, now: u64) -> Self {
        config.implicit_tls = false;
        let mut client = Self::new(config, now);
        client.life = Life::Handshake { since: now, first: true };
        client
    }

    /// Takes octets from the server, at most [`input_room`](Self::input_room).
    ///
    /// # Errors
    /// [`ErrorCode::InputBufferFull`] when there are more, [`ErrorCode::PlaintextBeforeTls`] when
    /// the client waits for a TLS handshake; the connection has failed then. A connection that had
    /// failed before repeats its error. After the end of a session, octets are passed over.
    pub fn receive(&mut self, octets: &[u8], now: u64) -> Result<(), Error> {
        self.tell(now);
        match &self.life {
            Life::Failed(error) => return Err(error.clone()),
            Life::Closed => return Ok(()),
            Life::Handshake { .. } if !octets.is_empty() => {
                return Err(self.fail(ErrorCode::PlaintextBeforeTls.into()));
            }
            _ => {}
        }
        if octets.len() > self.buffer_room() {
            return Err(self.fail(ErrorCode::InputBufferFull.into()));
        }
        self.received = self.received.saturating_add(octets.len() as u64);
        self.reader.receive(octets);
        Ok(())
    }

    /// Takes in that the server has closed its side. What came before is still handed out.
    pub fn receive_eof(&mut self, now: u64) {
        self.tell(now);
        self.end_of_input = true;
        if matches!(self.life, Life::Handshake { .. }) {
            self.lost("during the TLS handshake");
        }
    }

    /// How many octets may be received now: 0 while a TLS handshake is awaited, and when the
    /// connection is over.
    pub fn input_room(&self) -> usize {
        match self.life {
            Life::New | Life::Open if !self.end_of_input => self.buffer_room(),
            _ => 0,
        }
    }

    /// Whether a TLS handshake is awaited, which is the host's to do.
    pub fn is_awaiting_tls(&self) -> bool {
        matches!(self.life, Life::Handshake { .. })
    }

    fn buffer_room(&self) -> usize {
        self.config.limits.input_buffer.saturating_sub(self.reader.unread().len())
    }

    /// What happens next.
    ///
    /// # Errors
    /// The connection has failed, now or before; the error stays the same.
    pub fn next_event(&mut self, now: u64) -> Result<Step<ClientEvent>, Error> {
        self.tell(now);
        loop {
            match &self.life {
                Life::Failed(error) => return Err(error.clone()),
                Life::Closed => return Ok(Step::Closed),
                Life::Handshake { .. } => return Ok(Step::Paused),
                Life::New | Life::Open => {}
            }
            if self.is_challenged() {
                if self.end_of_input {
                    return Err(self.lost("during the authentication exchange"));
                }
                return Ok(Step::Paused);
            }
            // Where the reply begins, in octets of input.
            let start = self.received.saturating_sub(self.reader.unread().len() as u64);
            let reply = match self.reader.next_reply() {
                Ok(Some(reply)) => reply.into_owned(),
                Ok(None) if self.end_of_input => return self.ended(),
                Ok(None) => {
                    self.reader.release();
                    // What fills the buffer and is no whole reply would stand still for ever.
                    if self.buffer_room() == 0 {
                        let full = Error::new(ErrorCode::InputBufferFull);
                        return Err(
                            self.fail(full.with_detail("a reply is larger than the buffer"))
                        );
                    }
                    return Ok(Step::NeedData);
                }
                Err(error) => return Err(self.malformed(error)),
            };
            match self.take_reply(reply, start) {
                Ok(Some(event)) => return Ok(Step::Event(event)),
                Ok(None) => {}
                Err(error) => return Err(self.fail(error)),
            }
        }
    }

    /// What is to be written to the server. Nothing once the connection is over.
    pub fn output(&self) -> &[u8] {
        match self.life {
            Life::Failed(_) | Life::Closed => &[],
            _ => self.output.waiting(),
        }
    }

    /// Marks octets at the front of the output as written; a part of it is fine. Call it before
    /// more input is received: a reply to what was never written is taken for an attack. What was
    /// being written when the connection ended may be marked afterwards, for the account that
    /// [`unanswered`](Self::unanswered) gives.
    ///
    /// # Errors
    /// [`ErrorCode::AdvanceTooFar`] when the output holds fewer; nothing is marked then.
    pub fn advance_output(&mut self, octets: usize) -> Result<(), Error> {
        self.output.advance(octets)?;
        self.touched |= octets > 0;
        Ok(())
    }

    fn is_lmtp(&self) -> bool {
        self.config.protocol == Protocol::Lmtp
    }

    /// Fails the connection, if it has not failed before, and gives the error that counts.
    fn fail(&mut self, error: Error) -> Error {
        if let Life::Failed(first) = &self.life {
            return first.clone();
        }
        self.life = Life::Failed(error.clone());
        error
    }

    fn lost(&mut self, when: impl Into<Cow<'static, str>>) -> Error {
        self.fail(Error::new(ErrorCode::ConnectionLost).with_detail(when))
    }

    /// The server has closed its side and all that it said has been handed out.
    fn ended(&mut self) -> Result<Step<ClientEvent>, Error> {
        if !self.reader.unread().is_empty() {
            return Err(self.lost("in the middle of a reply"));
        }
        if matches!(self.life, Life::New) {
            return Err(self.lost("before its greeting"));
        }
        // Many servers close without an answer to QUIT, and nothing is lost by it.
        if self.queue.front().is_some_and(|front| front.verb == Verb::Quit) {
            self.life = Life::Closed;
            return Ok(Step::Closed);
        }
        let when = match self.queue.front() {
            _ if self.content.is_open() => "in the middle of the content".into(),
            Some(front) => format!("before its reply to {}", front.asked()).into(),
            None => Cow::Borrowed(""),
        };
        Err(self.lost(when))
    }
}
