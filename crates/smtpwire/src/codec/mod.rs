//! How it is said: framing, parsing, writing, transparency.
//!
//! Read in this order: [`command`], [`address`], [`reply`]; `grammar` is the ground that the
//! parsers stand on.

pub mod address;
mod capability;
pub mod command;
mod encode;
mod grammar;
pub mod options;
mod parameter;
pub mod reply;
mod xtext;

pub use xtext::{decode_xtext, encode_xtext};
