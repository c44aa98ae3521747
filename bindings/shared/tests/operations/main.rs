//! Every operation, by its name.
//!
//! `dialogs` are the conformance vectors of whole connections, run by operations alone: the runner is
//! that of the core's tests. `ask` is how the tests call an operation, `talk` lets two connections talk in
//! memory; `tables` finds operations that no test calls, and methods of the core without one.

#[path = "../../../../crates/smtpwire/tests/vectors/build.rs"]
mod build;
#[path = "../../../../crates/smtpwire/tests/vectors/case.rs"]
#[allow(dead_code, reason = "the core's tests use more of it")]
mod case;
#[path = "../../../../crates/smtpwire/tests/vectors/dialogs/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the core's tests use more of it")]
mod dialogs;
#[path = "../../../../crates/smtpwire/tests/vectors/proxy.rs"]
#[allow(dead_code, reason = "the core's tests use more of it")]
mod proxy;
#[path = "../../../../crates/smtpwire/tests/vectors/show.rs"]
#[allow(dead_code, reason = "the core's tests use more of it")]
mod show;
#[path = "../../../../crates/smtpwire/tests/vectors/split.rs"]
#[allow(dead_code, reason = "the core's tests use more of it")]
mod split;

mod ask;
#[cfg(feature = "tls")]
mod certificates;
mod client;
mod mailer;
mod server;
mod tables;
mod talk;
#[cfg(feature = "tls")]
mod tls;
#[cfg(feature = "tls")]
mod tls_functions;
mod vectors;
