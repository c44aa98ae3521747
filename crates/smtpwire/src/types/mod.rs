//! What can be said: validated values.
//!
//! A value that holds CR, LF or NUL where the grammar forbids it cannot be built, so a command
//! that is written from these types cannot carry a second one. Text is borrowed where it can be;
//! `into_owned` gives a value a life of its own.
//!
//! Read in this order: [`command`], [`mailbox`], [`domain`], [`parameter`], [`reply`],
//! [`capability`]; the others are what those are made of. How a value is read from text stands in
//! [`crate::codec`].

pub mod auth;
pub mod capability;
pub mod code;
pub mod command;
pub mod datetime;
pub mod domain;
pub mod mailbox;
pub mod parameter;
pub mod problem;
pub mod reply;
pub mod secret;
pub mod text;
