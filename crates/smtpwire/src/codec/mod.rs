//! How it is said: framing, parsing, writing, transparency.
//!
//! Read in this order: [`framer`] cuts lines, [`command`] and [`reply`] read one; [`transparency`]
//! and [`chunk`] carry content; [`proxy`] is what a load balancer says first. `grammar` is the
//! ground that the parsers stand on.

pub mod address;
mod capability;
pub mod chunk;
pub mod command;
mod datetime;
mod encode;
pub mod framer;
mod grammar;
pub mod options;
mod parameter;
pub mod proxy;
pub mod reply;
mod search;
pub mod transparency;
mod xtext;

pub use xtext::{decode_xtext, encode_xtext};
