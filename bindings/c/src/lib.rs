//! smtpwire for C: the same core behind a C interface. What C programmers read is
//! `include/smtpwire.h`, which is made of the comments in here.
//!
//! The rules of this house:
//!
//! - A function is `smtpwire_<type>_<verb>`; its first argument is the object. It returns a
//!   [`smtpwire_status`] when it can fail, and writes through pointers only on success.
//! - `_new` makes an object, `_free` ends it and takes NULL. Nobody else ends it, and every object
//!   belongs to whoever made it, unless a comment says otherwise.
//! - Octets come and go as [`smtpwire_bytes`], text (UTF-8, no NUL at the end) as [`smtpwire_str`].
//!   What is given is copied. What is handed out is a view into the object, until its next call.
//! - Every entry goes through [`guard`]: NULL is a status, a panic poisons the object and is one too.
//!
//! Read `guard` first, then `view`, `status` (which `cargo xtask docs` makes of the core's table) and
//! `error`; the others are one file for each type.

#![allow(non_camel_case_types, reason = "the names are C's")]

mod address;
mod capabilities;
mod choice;
mod chunk;
mod client;
mod command;
mod connection;
mod content;
mod diagnose;
mod error;
mod event;
mod framer;
mod guard;
mod keyword;
mod mailer;
mod order;
mod parameters;
mod proxy;
mod reply;
mod reply_reader;
mod sasl;
mod security;
mod server;
mod status;
mod text;
mod tls;
mod verb;
mod version;
mod view;
mod xtext;

pub use address::*;
pub use capabilities::*;
pub use chunk::*;
pub use client::*;
pub use command::*;
pub use connection::*;
pub use content::*;
pub use diagnose::*;
pub use error::*;
pub use event::*;
pub use framer::*;
pub use keyword::*;
pub use mailer::*;
pub use order::*;
pub use parameters::*;
pub use proxy::*;
pub use reply::*;
pub use reply_reader::*;
pub use sasl::*;
pub use security::*;
pub use server::*;
pub use status::*;
pub use text::*;
pub use tls::*;
pub use verb::*;
pub use version::*;
pub use view::*;
pub use xtext::*;
