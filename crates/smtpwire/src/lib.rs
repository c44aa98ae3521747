//! SMTP without the sockets: the types, the codec and the order of commands, with no I/O.
//!
//! A host brings sockets, clock and entropy; this crate knows what may be said ([`types`]), how it
//! is said ([`codec`]) and when ([`flow`]). It is `no_std`, has no `unsafe`, and no input makes it
//! panic.
//!
//! ```
//! use smtpwire::{Command, Reply};
//!
//! // A server reads a line, without its CRLF …
//! match Command::parse(b"RCPT TO:<jo@example.com> NOTIFY=NEVER") {
//!     Ok(Command::Rcpt(rcpt)) => assert_eq!(rcpt.to.to_string(), "<jo@example.com>"),
//!     Ok(_) => {}
//!     // … and for what is no command has the reply at hand.
//!     Err(error) => println!("{}", error.reply()),
//! }
//!
//! // A client reads what comes back.
//! let (reply, _) = Reply::parse(b"550 5.1.1 No such user\r\n")?.expect("a whole reply");
//! assert!(!reply.code().is_positive());
//! # Ok::<(), smtpwire::ReplyError>(())
//! ```

#![no_std]
#![forbid(unsafe_code)]
// The rules of the grammar are many and small; each call that is left costs what the rule does.
#![allow(clippy::inline_always)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::arithmetic_side_effects
    )
)]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod codec;
pub mod flow;
pub mod types;

pub use codec::address::{MAX_DOMAIN, MAX_LOCAL_PART, MAX_PATH, ValueError};
pub use codec::chunk::{ChunkReader, ChunkTotal};
pub use codec::command::CommandError;
pub use codec::framer::{FrameError, LineEndPolicy, LineFramer};
pub use codec::options::{CommandOptions, Leniency};
pub use codec::proxy::ProxyHeader;
pub use codec::reply::{ReplyError, ReplyOptions, ReplyReader};
pub use codec::transparency::{
    ContentError, ContentScanner, LineEnds, Progress, Stuffer, Unstuffer,
};
pub use codec::{decode_xtext, encode_xtext};
pub use flow::client::{Client, ClientConfig, ClientEvent, CommandId, Sent};
pub use flow::connection::Connection;
pub use flow::error::{Error, ErrorCode, ErrorKind};
pub use flow::limits::{Limits, Protocol, Timeouts};
pub use flow::mailer::{
    Content, Envelope, Mailer, MailerConfig, MailerEvent, NotTried, Outcome, Recipient,
    RecipientOutcome, Responsibility, Security, Stage, Status, TransactionId,
};
pub use flow::sasl;
pub use flow::server::{
    Abort, ContentMode, Decisions, Extensions, Server, ServerConfig, ServerEvent, Synchronization,
};
pub use flow::step::Step;
pub use types::auth::{Mechanism, SaslResponse};
pub use types::capability::{Capabilities, Capability, Keyword};
pub use types::code::{Code, EnhancedCode, Severity};
pub use types::command::{Command, Verb};
pub use types::domain::{AddressLiteral, Domain, Host};
pub use types::mailbox::{ForwardPath, LocalPart, Mailbox, ReversePath};
pub use types::problem::Problem;
pub use types::reply::{Reply, ReplyTextError};
pub use types::secret::Secret;
pub use types::text::Escaped;
