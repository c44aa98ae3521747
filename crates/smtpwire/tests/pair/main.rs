//! Both sides of a session in memory: whole sessions, faults, deadlines, and a model.
//!
//! `pair` joins the two; `sessions` are sessions as hosts have them; `faults` cut the line at every
//! octet; `play` plays a session act by act and compares what the two sides believe, and `model`
//! draws the acts. The fuzz target `pair` plays too. All are written for any [`Line`](line::Line)
//! between the two: the tests of smtpwire-tls run them again with TLS in between.

mod configs;
mod faults;
mod line;
mod model;
mod pair;
mod play;
mod sessions;

use configs::{client_config, host, recipient, sender, server_config};
use line::Bare;

sessions::sessions!(Bare);
sessions::starttls!(Bare);
faults::faults!(Bare);
model::model!(Bare);
