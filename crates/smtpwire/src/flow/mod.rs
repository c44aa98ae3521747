//! When it may be said: the order of commands, and the connections that keep to it.
//!
//! Read in this order: [`order`] is the table that everything else obeys; [`error`] and [`limits`]
//! are what both sides share.

pub mod error;
pub mod limits;
pub mod mailer;
pub mod order;
