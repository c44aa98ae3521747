//! Plain data of what is none yet, and its JSON.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple};
use smtpwire_shell::Failure;

use crate::errors::Outcome;

/// How deep plain data may be: far more than any of ours is.
const DEEPEST: usize = 64;

/// The value as plain data: objects that have `as_dict` are dictionaries, tuples lists.
pub(crate) fn plain<'py>(value: &Bound<'py, PyAny>) -> Outcome<Bound<'py, PyAny>> {
    turned(value, DEEPEST, false)
}

/// The JSON of plain data. It has no octets: they are text, in which what can't be shown is `\xNN`.
pub(crate) fn json<'py>(value: &Bound<'py, PyAny>) -> Outcome<Bound<'py, PyAny>> {
    static DUMPS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let value = turned(value, DEEPEST, true)?;
    Ok(DUMPS.import(value.py(), "json", "dumps")?.call1((value,))?)
}

fn turned<'py>(value: &Bound<'py, PyAny>, depth: usize, text: bool) -> Outcome<Bound<'py, PyAny>> {
    let py = value.py();
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Failure::invalid("too-deep", "this is no plain data").into());
    };
    if let Ok(octets) = value.cast::<PyBytes>()
        && text
    {
        let shown = smtpwire::Escaped(octets.as_bytes()).to_string();
        return Ok(PyString::new(py, &shown).into_any());
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        let made = PyDict::new(py);
        for (name, value) in dict {
            made.set_item(name, turned(&value, depth, text)?)?;
        }
        return Ok(made.into_any());
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let items = value.try_iter()?.map(|item| turned(&item?, depth, text));
        return Ok(PyList::new(py, items.collect::<Outcome<Vec<_>>>()?)?.into_any());
    }
    match value.getattr_opt("as_dict")? {
        Some(method) => turned(&method.call0()?, depth, text),
        None => Ok(value.clone()),
    }
}
