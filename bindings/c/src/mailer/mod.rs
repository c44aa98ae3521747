//! A mailer: whole sessions, driven by themselves. Envelopes and content go in, outcomes come out.
//!
//! `config` is how it behaves, `envelope` and `content` are a message, `connection` makes a mailer and runs
//! it, `sending` gives it messages, `outcome` is what has become of one, `upgrade` is TLS, `questions` tell
//! where it stands.

mod config;
mod connection;
mod content;
mod envelope;
mod outcome;
mod questions;
mod sending;
mod upgrade;

pub use config::*;
pub use connection::*;
pub use content::*;
pub use envelope::*;
pub use outcome::*;
pub use questions::*;
pub use sending::*;
pub use upgrade::*;
