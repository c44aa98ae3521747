//! Everything that a program can ask of smtpwire by name: the one table behind every shell.
//!
//! An operation has a name, arguments with names, and an answer that is plain data. What it does is
//! written here once; a shell looks it up, hands over what its language gave as [`Plain`], and writes
//! the answer by its language's serializer ([`Answer`]). A shell's own method of the same name has
//! types and documentation, and nothing to decide. The tables can be listed, so that the tests of
//! each shell find an operation that it lacks.
//!
//! `table` is the macro; `functions` is what needs no object, its bodies by subject in `command`,
//! `address`, `reply`, `content`, `order`, `proxy` and `sasl`; `diagnose` and `tls` are what needs none and
//! not every build has; `objects` are the small ones that read a stream in pieces; `client`, `mailer` and `server` the connections, with what is `given`
//! to them and `shown` of them.
//!
//! [`Plain`]: crate::config::Plain

mod address;
mod arguments;
mod client;
mod command;
mod content;
#[cfg(feature = "diagnose")]
mod diagnose;
mod functions;
mod given;
mod mailer;
mod objects;
mod order;
mod proxy;
#[cfg(feature = "tls")]
mod published;
mod reply;
mod sasl;
mod server;
mod shown;
mod table;
#[cfg(feature = "tls")]
mod tls;

pub(crate) use table::operations;

pub use client::ClientOperation;
#[cfg(feature = "diagnose")]
pub use diagnose::DiagnoseFunction;
pub use functions::Function;
pub use mailer::MailerOperation;
pub use objects::{
    ChunkReader, ChunkReaderOperation, ChunkTotal, ChunkTotalOperation, ContentScanner,
    ContentScannerOperation, LineFramer, LineFramerOperation, ReplyReader, ReplyReaderOperation,
    Stuffer, StufferOperation, Unstuffer, UnstufferOperation,
};
use serde::Serialize;
pub use server::ServerOperation;
#[cfg(feature = "tls")]
pub use tls::TlsFunction;

use crate::failure::Failure;

/// Where the answer of an operation goes: a language's serializer.
pub trait Answer {
    /// What becomes of it.
    type Written;

    /// Writes it.
    ///
    /// # Errors
    /// `internal` where the language can't hold it.
    fn write<T: Serialize + ?Sized>(self, value: &T) -> Result<Self::Written, Failure>;
}

/// An operation as data: for shells that look it up, and for the tests that list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Its name, as in `auth_response`.
    pub name: &'static str,
    /// The names of its arguments, in their order.
    pub arguments: &'static [&'static str],
}

/// An argument that is none of what is allowed.
fn wrong_word<T>(argument: &str, allowed: &str) -> Result<T, Failure> {
    Err(Failure::invalid("invalid-value", format!("{argument}: {allowed}")))
}
