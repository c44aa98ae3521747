//! What the Node and WebAssembly shells of smtpwire do for every event and every piece of input.
//!
//! A crate of its own beside `lib.rs`, because a crate is what cargo optimises: for WebAssembly this one
//! for speed, and the table of operations, which is large and seldom asked, for size.
//!
//! * [`wire`]: values as octets, both ways. JavaScript makes plain objects of them.
//! * [`connected`]: a connection's run loop, the same for all roles.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

pub mod connected;
pub mod wire;

use smtpwire::ErrorCode;
use smtpwire_shell::Failure;

/// The length of what was written, as JavaScript is told it.
///
/// # Errors
/// `internal` for what can't be written, or is too long.
pub fn written(length: Result<usize, wire::Unwritable>) -> Result<u32, Failure> {
    let length = length.map_err(|error| Failure::usage(ErrorCode::Internal, error.to_string()))?;
    u32::try_from(length).map_err(|error| Failure::usage(ErrorCode::Internal, error.to_string()))
}

/// What a call comes to is either the length of its result or, from this number on, the result itself: a number that is
/// less by this. Counts and the numbers of commands need no result that is written and read again.
pub const NUMBER: u32 = 1 << 30;

/// A result that is a number.
///
/// # Errors
/// As [`written`].
pub fn number(number: u64, writer: &mut wire::Writer) -> Result<u32, Failure> {
    match u32::try_from(number) {
        Ok(small) if small < NUMBER => Ok(NUMBER | small),
        _ => written(writer.write_number(number)),
    }
}

/// A number of JavaScript as a count: without its fraction, and 0 for what is below it or is none.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "such a cast saturates, which is meant"
)]
pub fn whole(number: f64) -> u64 {
    number as u64
}
