//! smtpwire for WebAssembly: what `smtpwire_javascript` exports, over one memory.
//!
//! JavaScript writes what it gives into the [`input`], calls, and reads the result where [`output`] says.
//! The JavaScript of this package (`js`) does that; these functions are for nobody else.
//!
//! Two modules are made of this, by its features: `smtpwire.wasm` is all that speaks SMTP, and
//! `smtpwire-check.wasm` the checker with its texts. A page fetches what it uses.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

use std::cell::Cell;

use smtpwire_javascript::exports;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    /// What JavaScript has written. Away while a call is under way, and gone where one has trapped.
    static INPUT: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Runs a call with the first octets of the input, whose first four then say where the result begins: another
/// call to ask for that would cost as much as this one.
fn with_input<T>(length: usize, call: impl FnOnce(&[u8]) -> T) -> T {
    let mut input = INPUT.take();
    let came = call(input.get(..length).unwrap_or(&input));
    if let Some((place, at)) = input.first_chunk_mut().zip(u32::try_from(output()).ok()) {
        *place = at.to_le_bytes();
    }
    INPUT.set(input);
    came
}

/// Makes room for so many octets of input, and says where it begins.
#[wasm_bindgen]
pub fn input(length: usize) -> usize {
    let mut input = INPUT.take();
    if input.len() != length {
        input = vec![0; length];
    }
    let at = input.as_ptr().addr();
    INPUT.set(input);
    at
}

/// Where the last result begins, for what has no input.
#[wasm_bindgen]
pub fn output() -> usize {
    exports::with_result(|result| result.as_ptr().addr())
}

/// Makes an object.
#[cfg(feature = "protocol")]
#[wasm_bindgen]
pub fn create(kind: u32, length: usize) -> i32 {
    with_input(length, |input| exports::create(kind, input))
}

/// Does an operation of an object, or a function.
#[wasm_bindgen]
pub fn call(object: u32, operation: u32, length: usize) -> i32 {
    with_input(length, |input| exports::call(object, operation, input))
}

/// Does an operation whose only argument is octets or text.
#[cfg(feature = "protocol")]
#[wasm_bindgen]
pub fn raw(object: u32, operation: u32, length: usize) -> i32 {
    with_input(length, |input| exports::raw(object, operation, input))
}

/// Does a step of the run loop.
#[cfg(feature = "protocol")]
#[wasm_bindgen]
pub fn run(object: u32, step: u32, length: usize, number: f64) -> i32 {
    with_input(length, |input| exports::run(object, step, input, number))
}

/// The table of all that can be called.
#[wasm_bindgen]
pub fn names() -> i32 {
    exports::names()
}

/// The names of shapes and words.
#[wasm_bindgen]
pub fn learn(shapes: u32, words: u32) -> i32 {
    exports::learn(shapes, words)
}

/// Drops an object.
#[cfg(feature = "protocol")]
#[wasm_bindgen]
pub fn free(object: u32) {
    exports::free(object);
}
