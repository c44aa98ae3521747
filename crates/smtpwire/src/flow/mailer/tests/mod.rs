//! Whole sessions against a server that is played from a script or simulated.

mod lost;
mod pair;
mod script;
mod sessions;
mod simulated;
mod transactions;
