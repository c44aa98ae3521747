//! How it is said: framing, parsing, writing, transparency.

pub mod chunk;
pub mod framer;
pub mod proxy;
pub mod transparency;
