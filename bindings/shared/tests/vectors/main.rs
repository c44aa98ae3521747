//! The conformance vectors of values, run through the operations by name, as every shell does: what
//! the core read, as plain data, is the vector's value; that plain data is written as the vector's
//! octets; in pieces it is all the same.

#[allow(dead_code, reason = "the core's runner uses more of it")]
#[path = "../../../../crates/smtpwire/tests/vectors/case.rs"]
mod case;
#[allow(dead_code, reason = "the core's runner uses more of it")]
#[path = "../../../../crates/smtpwire/tests/vectors/split.rs"]
mod split;

mod addresses;
mod bdat;
mod capabilities;
mod commands;
mod content;
mod framing;
mod host;
mod order;
mod parameters;
mod proxy;
mod replies;
mod shape;
mod xtext;
