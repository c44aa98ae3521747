//! Both sides of a session in memory: whole sessions, faults, deadlines, and a model.
//!
//! `pair` joins the two; `sessions` are sessions as hosts have them; `faults` cut the line at every
//! octet; `play` plays a session act by act and compares what the two sides believe, and `model`
//! draws the acts. The fuzz target `pair` plays too.

mod configs;
mod faults;
mod model;
mod pair;
mod play;
mod sessions;

use configs::{client_config, host, recipient, sender, server_config};
