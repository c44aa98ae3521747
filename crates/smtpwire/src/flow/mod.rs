//! When it may be said: the order of commands.

pub mod order;
