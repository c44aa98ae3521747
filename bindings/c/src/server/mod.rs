//! A server: the side that waits, is commanded, and answers.
//!
//! `config` is how it behaves, `offers` what EHLO tells, `decisions` what the program decides itself;
//! `connection` makes one and runs it, `answers` and `login` are what the program decides, `upgrade` is TLS,
//! `questions` tell where it stands.

mod answers;
mod config;
mod connection;
mod decisions;
mod login;
mod offers;
mod questions;
mod upgrade;

pub use answers::*;
pub use config::*;
pub use connection::*;
pub use decisions::*;
pub use login::*;
pub use offers::*;
pub use questions::*;
pub use upgrade::*;
