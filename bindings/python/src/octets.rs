//! Octets from Python: `bytes` as they are, what else has a buffer as a copy.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyMemoryView, PyString};

use crate::errors::wrong_type;

/// From how many octets on it is worth giving up the interpreter's lock. The codec takes some 10 µs for as many,
/// a transcript's check far longer; to give the lock up and take it again is done in less than one, unless a thread
/// that computes has got it meanwhile, and that may keep it for 5 ms.
pub(crate) const LARGE: usize = 64 * 1024;

/// The octets of `bytes`, or of a copy of another buffer.
///
/// # Errors
/// `TypeError` for what has no buffer.
pub(crate) fn octets<'py>(
    argument: &str,
    given: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    if let Ok(bytes) = given.cast::<PyBytes>() {
        return Ok(bytes.clone());
    }
    if given.is_instance_of::<PyString>() {
        return Err(wrong_type(argument, "bytes or another buffer", given));
    }
    let Ok(view) = PyMemoryView::from(given) else {
        return Err(wrong_type(argument, "bytes or another buffer", given));
    };
    Ok(view.call_method0(pyo3::intern!(given.py(), "tobytes"))?.cast_into::<PyBytes>()?)
}

/// So many octets that nobody can guess, from `secrets`.
pub(crate) fn entropy(py: Python<'_>, octets: usize) -> PyResult<Bound<'_, PyAny>> {
    static TOKEN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    TOKEN.import(py, "secrets", "token_bytes")?.call1((octets,))
}
