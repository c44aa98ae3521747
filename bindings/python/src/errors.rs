//! Failures as exceptions: the one place where they become Python's.
//!
//! The classes are written in Python (`smtpwire/_errors.py`), where their attributes have types.

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};
use smtpwire_shell::Failure;

use crate::write::{Shape, write};

/// The class for a kind of failure, imported once.
fn class<'py>(py: Python<'py>, kind: &str) -> PyResult<&'py Bound<'py, PyType>> {
    macro_rules! classes {
        ($($kind:pat => $name:literal,)+) => {
            match kind {
                $($kind => {
                    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
                    CLASS.import(py, "smtpwire._errors", $name)
                })+
            }
        };
    }
    classes! {
        "usage" => "UsageError",
        "peer" => "PeerError",
        "limit" => "LimitError",
        "timeout" => "TimedOutError",
        _ => "InternalError",
    }
}

/// The failure as an exception object.
pub(crate) fn object<'py>(py: Python<'py>, failure: &Failure) -> PyResult<Bound<'py, PyAny>> {
    Ok(write(py, Shape::Objects, failure)?)
}

/// The exception object that has these fields, which are those of a failure.
pub(crate) fn of_fields<'py>(fields: &Bound<'py, PyDict>) -> Outcome<Bound<'py, PyAny>> {
    let py = fields.py();
    let kind = fields.as_any().get_item(intern!(py, "kind"))?;
    let message = fields.as_any().get_item(intern!(py, "message"))?;
    fields.del_item(intern!(py, "message"))?;
    Ok(class(py, kind.extract()?)?.call((message,), Some(fields))?)
}

/// What became of a call into the core or the shells' shared crate, before it is Python's.
#[derive(Debug)]
pub(crate) enum Fault {
    /// A failure in the shared shape.
    Failure(Failure),
    /// An exception that Python has made by itself: no memory, a text that is none.
    Raised(PyErr),
}

pub(crate) type Outcome<T = ()> = Result<T, Fault>;

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<smtpwire::Error> for Fault {
    fn from(error: smtpwire::Error) -> Self {
        Self::Failure(error.into())
    }
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Self::Raised(error)
    }
}

impl From<pyo3::CastError<'_, '_>> for Fault {
    fn from(error: pyo3::CastError<'_, '_>) -> Self {
        Self::Raised(error.into())
    }
}

impl From<Fault> for PyErr {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Raised(error) => error,
            // Called only where the interpreter is attached already.
            Fault::Failure(failure) => Python::attach(|py| raised(py, &failure)),
        }
    }
}

/// The failure as an exception to be raised.
pub(crate) fn raised(py: Python<'_>, failure: &Failure) -> PyErr {
    match object(py, failure) {
        Ok(object) => PyErr::from_value(object),
        Err(error) => error,
    }
}

/// What an argument of the wrong type raises, as Python's own functions do.
pub(crate) fn wrong_type(argument: &str, allowed: &str, given: &Bound<'_, PyAny>) -> PyErr {
    match given.get_type().name() {
        Ok(name) => PyTypeError::new_err(format!("{argument} must be {allowed}, not {name}")),
        Err(error) => error,
    }
}
