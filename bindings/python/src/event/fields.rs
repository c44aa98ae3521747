//! Fields of events as Python's values.

use pyo3::prelude::*;
use serde::Serialize;
use smtpwire::ServerEvent;
use smtpwire_shell::AnyEvent;

use crate::errors::Outcome;
use crate::reply::Reply;
use crate::write::{Shape, number};

/// The reply that came with an event, or was answered.
pub(super) fn reply(py: Python<'_>, event: &AnyEvent) -> Outcome<Py<PyAny>> {
    let reply = match event {
        AnyEvent::Client(event) => event.reply(),
        AnyEvent::Server(
            ServerEvent::AuthFailed { reply, .. } | ServerEvent::Refused { reply, .. },
        ) => Some(reply),
        AnyEvent::Mailer(_) | AnyEvent::Server(_) => None,
    };
    Ok(match reply {
        Some(reply) => Py::new(py, Reply::new(reply.clone()))?.into_any(),
        None => py.None(),
    })
}

/// The number of the command that a client's event belongs to.
#[allow(clippy::unnecessary_wraps, reason = "the other fields can fail")]
pub(super) fn command(py: Python<'_>, event: &AnyEvent) -> Outcome<Py<PyAny>> {
    let AnyEvent::Client(event) = event else { return Ok(py.None()) };
    Ok(event.id().map_or_else(|| py.None(), |id| number(py, id.number()).into_any().unbind()))
}

/// Any other.
pub(super) fn write<T: Serialize>(py: Python<'_>, field: &T) -> Outcome<Py<PyAny>> {
    Ok(crate::write::write(py, Shape::Objects, field)?.unbind())
}
