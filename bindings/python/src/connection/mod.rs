//! The connections: the pull contract, with Python's habits.
//!
//! `held` is what a connection's object holds, `run_loop` the calls that all have, `events` what `for event in
//! connection.events()` goes through; `client`, `mailer` and `server` have the rest, each for its role, and `setup` what many of them have
//! in common.

mod client;
mod events;
mod held;
mod mailer;
mod run_loop;
mod server;
mod setup;

use pyo3::prelude::*;

/// Adds the classes to the module.
pub(crate) fn add_classes(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<client::Client>()?;
    module.add_class::<mailer::Mailer>()?;
    module.add_class::<server::Server>()?;
    setup::add_classes(module)
}
