//! Reading the words of a reply.
//!
//! The order to read it: [`words`] turns text into plain words, [`phrase`] finds a phrase in them,
//! [`rules`] is the table of phrases, [`topics`] the advice they lead to, [`lists`] the names of
//! blocklists, [`status`] finds an enhanced status code.

mod lists;
mod phrase;
mod rules;
mod status;
mod topics;
mod vendors;
mod words;

pub(super) use lists::listed_in;
pub use lists::{Blocklist, blocklists};
pub(super) use rules::{Context, general, specific};
pub use status::{Placement, find_enhanced};
pub(super) use topics::recipient::UNKNOWN_USER;
pub(super) use topics::sender::BLOCKLISTED;
pub(super) use topics::server::{GREYLISTED, TOO_MANY_RECIPIENTS};
pub use topics::{Topic, topics};
pub(super) use vendors::vendor_in;
pub(super) use words::{READ_AT_MOST, Words};
