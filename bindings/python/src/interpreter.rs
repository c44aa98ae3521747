//! Which interpreter of the process the module works in.
//!
//! Classes and what else of Python is kept belong to the interpreter that they were made in, and a program may end that
//! one while others go on. Interpreters that have a lock of their own refuse the module by themselves; those that share
//! one lock, as under `mod_wsgi`, would load it.

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyModule;

/// Remembers the interpreter that has loaded the module first.
///
/// # Errors
/// `ImportError` in every other one.
pub(crate) fn is_the_first(py: Python<'_>) -> PyResult<()> {
    /// Each interpreter has one of its own.
    static SYS: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let sys = py.import("sys")?;
    let first = SYS.get_or_init(py, || sys.clone().unbind());
    if sys.is(first) {
        return Ok(());
    }
    let message =
        "smtpwire is loaded in another interpreter of this process, and works in one of them only";
    Err(PyImportError::new_err(message))
}
