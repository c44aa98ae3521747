//! What the Node and WebAssembly shells of smtpwire share.
//!
//! Both have one public interface, written once in TypeScript (`src-js`), and below it a few functions
//! that take and give numbers and octets ([`exports`]): a crossing is dear, so there are few kinds and
//! each carries all that it can.
//!
//! * [`wire`]: values as octets, both ways. JavaScript makes plain objects of them.
//! * `connected`: a connection's run loop, the same for all roles.
//! * `handle`: every object that there is; what it can do is the shared table of operations.
//! * `given`: what objects are made of.
//! * `slab`: objects by their numbers, one set for each thread.
//! * [`exports`]: what a shell exports. No panic leaves it: an object that panicked is used up.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

mod connected;
pub mod exports;
mod given;
mod handle;
mod slab;
#[cfg(test)]
mod tests;
pub mod wire;
