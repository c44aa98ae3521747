//! What the Node and WebAssembly shells of smtpwire share.
//!
//! Both have one public interface, written once in TypeScript (`src-js`), and below it a few functions
//! that take and give numbers and octets ([`exports`]): a crossing is dear, so there are few kinds and
//! each carries all that it can.
//!
//! * `smtpwire_javascript_crossing` (`crossing`): values as octets, and the run loop of a connection.
//! * `smtpwire_javascript_table` (`table`): what can be called in this build, by number; what it does is the shared table of operations.
//! * `handle`: every object that there is.
//! * `given`: what objects are made of.
//! * `slab`: objects by their numbers, one set for each thread.
//! * [`exports`]: what a shell exports. No panic leaves it: an object that panicked is used up.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

pub mod exports;
#[cfg(feature = "protocol")]
mod given;
#[cfg(feature = "protocol")]
mod handle;
#[cfg(feature = "protocol")]
mod slab;
#[cfg(all(test, feature = "protocol"))]
mod tests;
