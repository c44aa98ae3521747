//! The conformance vectors of values, run through the plain data that the shells hand out: what the
//! core read, as JSON, is the vector's value; that JSON, built, is what the core read.

#[allow(dead_code, reason = "the core's runner uses more of it")]
#[path = "../../../../crates/smtpwire/tests/vectors/case.rs"]
mod case;

mod addresses;
mod capabilities;
mod commands;
mod parameters;
mod proxy;
mod replies;
mod shape;
