//! Whole sessions against a server that is played from a script, simulated, or the crate's own.

mod contents;
mod lost;
mod pair;
mod plans;
mod script;
mod sessions;
mod simulated;
mod transactions;
