//! Fields of events as Python's values.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyTuple};
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

/// Any other. What is several things is a tuple: an event does not change.
pub(super) fn write<T: Serialize>(py: Python<'_>, field: &T) -> Outcome<Py<PyAny>> {
    Ok(unchanging(crate::write::write(py, Shape::Objects, field)?))
}

fn unchanging(value: Bound<'_, PyAny>) -> Py<PyAny> {
    match value.cast::<PyList>() {
        Ok(list) => list.to_tuple().into_any().unbind(),
        Err(_) => value.unbind(),
    }
}

/// Keeps what a field is, for when it is asked for again; but for what a program could change.
pub(super) fn keep(py: Python<'_>, place: &PyOnceLock<Py<PyAny>>, value: Py<PyAny>) -> Py<PyAny> {
    let bound = value.bind(py);
    if bound.is_instance_of::<PyDict>() || bound.is_instance_of::<PyTuple>() {
        return value;
    }
    place.get_or_init(py, || value).clone_ref(py)
}
