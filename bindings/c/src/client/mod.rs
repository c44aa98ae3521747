//! A client: the side that connects, commands, and reads replies.
//!
//! `config` is how it behaves, `connection` makes one and runs it, `commands` and `content` are what it
//! says, `auth` and `upgrade` log in and bring up TLS, `questions` tell where it stands.

mod auth;
mod commands;
pub(crate) mod config;
mod connection;
mod content;
mod questions;
mod upgrade;

pub use auth::*;
pub use commands::*;
pub use config::*;
pub use connection::*;
pub use content::*;
pub use questions::*;
pub use upgrade::*;
