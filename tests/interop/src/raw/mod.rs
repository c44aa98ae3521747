//! A client and a server that know just enough SMTP to prove the fixtures, on plain std sockets.
//!
//! They share no code with smtpwire, on purpose, and they trust their peer: nothing here is meant
//! for use outside tests.

mod client;
mod openssl;
mod sink;

pub use client::{Dialog, Reply};
pub use openssl::{Handshake, Secured, handshake};
pub use sink::{Offer, Session, Sink, Transaction};
