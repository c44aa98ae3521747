//! When it may be said: the order of commands, and the connections that keep to it.
//!
//! Read in this order: [`order`] is the table that everything else obeys; [`error`] and [`limits`]
//! are what both sides share; [`sasl`] is how a client proves who it is.

pub mod error;
pub mod limits;
pub mod order;
pub mod sasl;
