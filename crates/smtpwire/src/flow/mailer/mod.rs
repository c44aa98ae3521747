//! Whole sessions: envelopes in, outcomes out.
//!
//! A [`Mailer`] drives a [`Client`](crate::Client) through everything that sending mail takes:
//! greeting, EHLO, STARTTLS by a [`Security`] policy, AUTH, and one transaction after the other, in
//! as few round trips as the server's offer allows. Each message ends in one [`Outcome`], which
//! says for each recipient what became of it, also when the connection is lost in the middle.
//!
//! Like the client it does no I/O and has no clock. A host runs it like this:
//!
//! ```
//! use smtpwire::{Envelope, ForwardPath, Host, Mailer, MailerConfig, MailerEvent, ReversePath};
//! use smtpwire::{Security, Step};
//! # use std::collections::VecDeque;
//! # // A server that says the same every time, in place of a socket.
//! # struct Socket(VecDeque<&'static [u8]>);
//! # impl Socket {
//! #     fn read(&mut self, room: usize) -> &'static [u8] { self.0.pop_front().unwrap_or_default() }
//! #     fn write(&mut self, octets: &[u8]) -> usize { octets.len() }
//! # }
//! # let mut socket = Socket(VecDeque::from([
//! #     &b"220 mx.example ready\r\n"[..], b"250-mx.example\r\n250-PIPELINING\r\n250 CHUNKING\r\n",
//! #     b"250 Ok\r\n250 Ok\r\n550 5.1.1 No such user\r\n250 2.0.0 Ok: queued as 4Tbx5x0CqK\r\n",
//! #     b"221 Bye\r\n",
//! # ]));
//! # let now = || 0;
//! # let entropy = || [0; 32];
//!
//! let mut config = MailerConfig::new(Host::parse("client.example")?);
//! config.security = Security::Disabled; // Only for this example: the default requires TLS.
//! let mut mailer = Mailer::new(config, entropy(), now());
//! let envelope = Envelope::new(ReversePath::parse("<ann@client.example>")?)
//!     .to(ForwardPath::parse("<bob@mx.example>")?)
//!     .to(ForwardPath::parse("<nobody@mx.example>")?);
//! mailer.send(envelope, b"Subject: Hello\r\n\r\nHello, Bob.\r\n".to_vec())?;
//! mailer.quit();
//!
//! let mut taken = Vec::new();
//! loop {
//!     let step = mailer.next_event(now());
//!     // Whatever the answer is, what waits is written. Partial writes are fine.
//!     while !mailer.output().is_empty() {
//!         let written = socket.write(mailer.output());
//!         mailer.advance_output(written)?;
//!     }
//!     match step {
//!         Ok(Step::Event(MailerEvent::Outcome(outcome))) => {
//!             println!("queued as {:?}", outcome.queue_id);
//!             for recipient in &outcome.recipients {
//!                 println!("{}: {:?}", recipient.path, recipient.status);
//!                 taken.push(recipient.is_accepted());
//!             }
//!         }
//!         // MailerEvent::StartTls: do the handshake, then mailer.tls_established(…).
//!         // MailerEvent::NeedContent: mailer.content(…), for Content::Stream only.
//!         Ok(Step::Event(_)) => {}
//!         Ok(Step::NeedOutput) => {}
//!         Ok(Step::NeedData) => {
//!             // Wait for input or for mailer.next_deadline(), whichever is first. A reset is the
//!             // end of the stream as well.
//!             match socket.read(mailer.input_room()) {
//!                 [] => mailer.receive_eof(now()),
//!                 octets => mailer.receive(octets, now())?,
//!             }
//!         }
//!         Ok(Step::Closed) => break,
//!         Ok(step) => unreachable!("{step:?} comes after StartTls and NeedContent"),
//!         // By now each message has had its outcome.
//!         Err(error) => return Err(error.into()),
//!     }
//! }
//! assert_eq!(taken, [true, false]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Retries.** A mailer is one connection. What [`RecipientOutcome::is_retryable`] names may be
//! sent again, by another mailer on another connection.
//!
//! Read in this order: [`MailerConfig`], [`Envelope`] and [`Content`] go in, [`Outcome`] comes out;
//! `mailer` is the face, `session` sets up and takes leave, `schedule` decides what goes when;
//! `plan` is what is decided about a message before it is begun, with what `needs` knows of
//! parameters; `transaction` is one message under way, `feed` its content, and `account` what has become of
//! it.

mod account;
mod config;
mod content;
mod envelope;
mod feed;
#[allow(clippy::module_inception, reason = "the type and what it is for have one name")]
mod mailer;
mod needs;
mod outcome;
mod plan;
mod queue_id;
mod schedule;
mod session;
#[cfg(test)]
mod tests;
mod transaction;

pub use config::{MailerConfig, Security};
pub use content::{Content, ContentNeeds};
pub use envelope::{Envelope, Recipient, TransactionId};
pub use mailer::Mailer;
pub use outcome::{
    MailerEvent, NotTried, Outcome, RecipientOutcome, Responsibility, Stage, Status,
};
pub use queue_id::queue_id;
