//! When it may be said: the order of commands, and the connections that keep to it.
//!
//! Read in this order: [`order`] is the table that everything else obeys; [`error`], [`limits`]
//! and [`step`] are what both sides share; [`sasl`] is how a client proves who it is; [`client`]
//! and [`server`] are the two sides; [`mailer`] drives a client through whole sessions; [`connection`] names what all of them share.

pub mod client;
pub(crate) mod clock;
pub mod connection;
pub mod error;
pub mod limits;
pub mod mailer;
pub mod order;
pub(crate) mod output;
pub mod sasl;
pub mod server;
pub mod step;
