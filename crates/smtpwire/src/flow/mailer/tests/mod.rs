//! Whole sessions against a server that is played from a script or simulated.

mod script;
mod sessions;
mod transactions;
