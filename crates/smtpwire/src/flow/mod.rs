//! When it may be said: the order of commands, and the connections that keep to it.
//!
//! Read in this order: [`order`] is the table that everything else obeys; [`error`], [`limits`]
//! and [`step`] are what both sides share. [`client`] is a side.

pub mod client;
#[allow(dead_code, reason = "the server uses what the client does not")]
pub(crate) mod clock;
pub mod error;
pub mod limits;
pub mod mailer;
pub mod order;
#[allow(dead_code, reason = "the server uses what the client does not")]
pub(crate) mod output;
pub mod step;
