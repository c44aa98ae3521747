//! Real mail servers and real mail clients, started on loopback for a test and gone after it.
//!
//! The fixtures know nothing of smtpwire: they show what others do, and so can judge what we do. Only
//! [`own`] runs our command, to be judged.
//!
//! - [`peers`] knows which programs there are, where they lie, and why one is missing.
//! - [`servers`] starts one: [`servers::postfix`], [`servers::exim`], … each gives a [`Server`] that
//!   accepts mail for every address and stores it.
//! - [`Stored`] is a message as a server stored it; [`Stored::assert_is`] compares it with what was
//!   sent, octet for octet.
//! - [`clients`] runs one: [`Client::Swaks`], [`Client::Curl`], … each sends one [`Job`].
//! - [`pki`] makes certificates, good and bad; servers take them as [`servers::Tls`], clients are told
//!   whom to trust by [`clients::Security`].
//! - [`messages`] makes the messages that are worth sending.
//! - [`own`] runs `smtpwire serve` as such a server, and `smtpwire send` as such a client.
//! - [`raw`] holds a client and a server that know just enough SMTP to prove the fixtures.
//!
//! `cargo xtask peers` installs what can be installed. A test starts with
//!
//! ```no_run
//! use smtpwire_interop::{present, servers};
//!
//! let Some(server) = present(servers::postfix::start()) else { return };
//! ```
//!
//! which skips the test where Postfix is missing, and says so; where nothing may be skipped
//! ([`peers::required`]), a missing peer is a failure.

#![forbid(unsafe_code)]

pub mod clients;
pub mod messages;
pub mod own;
pub mod peers;
pub mod pki;
mod port;
pub mod process;
pub mod raw;
pub mod server;
pub mod servers;
pub mod store;

pub use clients::{Client, Job, Security};
pub use messages::Message;
pub use peers::{Missing, Peer, present};
pub use pki::Pki;
pub use server::{Dialect, Server};
pub use store::Stored;

/// The name of the account that every fixture with passwords knows.
pub const USER: &str = "tester";

/// The password of [`USER`].
pub const PASSWORD: &str = "correct-horse";
