//! The command of this project, beside the others: `smtpwire serve` as a server fixture, and
//! `smtpwire send` as a client.
//!
//! The command is built when the first test asks for it, in the profile of the test; `SMTPWIRE_BIN`
//! names one that is built already.

mod build;
mod send;
mod serve;

pub use build::program;
pub use send::{Letter, Sent};
pub use serve::{serve, serve_keeping_trace, with_certificate};
