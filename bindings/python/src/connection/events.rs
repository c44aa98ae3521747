//! What `for event in connection.events()` goes through.

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::prelude::*;

use super::client::Client;
use super::mailer::Mailer;
use super::server::Server;
use crate::arguments::Now;

/// Whose events they are.
pub(super) enum Source {
    Client(Py<Client>),
    Mailer(Py<Mailer>),
    Server(Py<Server>),
}

/// The events of a connection, until there is none for now.
#[pyclass(frozen, name = "EventIterator", module = "smtpwire._native")]
pub(crate) struct Events {
    pub(super) source: Source,
    pub(super) now: Option<Now>,
    /// An iterator that has ended stays at its end; what happens later is another one's.
    pub(super) ended: AtomicBool,
}

#[pymethods]
impl Events {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        if self.ended.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let event = match &self.source {
            Source::Client(client) => client.get().pull(py, self.now),
            Source::Mailer(mailer) => mailer.get().pull(py, self.now),
            Source::Server(server) => server.get().pull(py, self.now),
        }?;
        self.ended.store(event.is_none(), Ordering::Relaxed);
        Ok(event)
    }
}
