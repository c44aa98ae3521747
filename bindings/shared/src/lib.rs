//! What the shells of smtpwire share: everything that crosses into a language, as plain data.
//!
//! The Python, Node and WebAssembly shells carry the core into their languages and decide nothing.
//! What they have to convert lives here once: a shell hands these types to the serializer of its
//! language, or matches on them, and an event that is new in the core is added in one place.
//!
//! * [`values`]: replies, addresses, commands, parameters, capabilities, PROXY headers, dates; both
//!   ways, in the shapes of the conformance vectors.
//! * [`Event`]: what happens on a connection, of every role; [`Outcome`] what became of a message.
//! * [`Failure`]: what any error of the core says, in one shape.
//! * [`config`]: what a host chooses, from plain data.
//! * [`operations`]: everything that a program can call, by name, in one table.
//! * [`ClientLine`], [`MailerLine`] and [`ServerLine`]: a connection as a shell holds it, made by a
//!   [`ClientSetup`] and its like; [`pump`] is one crossing for one piece of input.
//! * [`javascript`]: the spelling of names and numbers there. Python's is Rust's.
//! * `tls`: what there is to tell of TLS.
//!
//! **Octets and text.** What is octets on the wire is a byte string ([`serde_bytes`]): content,
//! challenges, a reply's `wire`. What people read is text, in which an octet that can't be shown is
//! `\xNN`.
//!
//! **Secrets** are `***` in every `Debug` and under serde, unless a method was called whose name says
//! that it reveals them.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

pub mod config;
mod count;
mod event;
mod failure;
pub mod javascript;
mod line;
mod lines;
pub mod operations;
mod outcome;
mod pump;
#[cfg(feature = "tls")]
pub mod tls;
pub mod values;

pub use count::Count;
pub use event::{AnyEvent, Event, Kind};
pub use failure::{Failure, IN_USE, MALFORMED, POISONED, UNUSABLE_CERTIFICATE};
pub use line::Line;
pub use lines::{ClientLine, ClientSetup, MailerLine, MailerSetup, ServerLine, ServerSetup};
pub use outcome::{Outcome, RecipientOutcome, WhyNotTried};
pub use pump::{Came, Input, Pumped, Sink, Waits, pump, pump_into};
#[cfg(feature = "diagnose")]
/// A reply explained, and a transcript checked: both serialize themselves.
pub use smtpwire_diagnose::{check::Report, registry::Explanation};
