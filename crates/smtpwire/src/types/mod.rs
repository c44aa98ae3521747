//! What can be said: validated values.
//!
//! A value that holds CR, LF or NUL where the grammar forbids it cannot be built, so a command
//! that is written from these types cannot carry a second one.

pub(crate) mod code;

pub use code::{Code, EnhancedCode, Severity};
