//! Numbers and times as arguments. What Python itself would raise for a number that does not fit is told as
//! every other value that can't be taken.

use std::ops::RangeInclusive;

use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyInt;
use smtpwire_shell::Failure;

use crate::errors::{Outcome, wrong_type};

/// A whole number of this range.
///
/// # Errors
/// `TypeError` for what is no whole number, `out-of-range` for one that is too small or too large.
pub(crate) fn whole(
    argument: &str,
    given: &Bound<'_, PyAny>,
    range: RangeInclusive<u64>,
) -> Outcome<u64> {
    let number = match index(argument, given)?.extract::<i128>() {
        Ok(number) => Some(number),
        // It does not even fit there.
        Err(error) if error.is_instance_of::<PyOverflowError>(given.py()) => None,
        Err(error) => return Err(error.into()),
    };
    let fits = number
        .and_then(|number| u64::try_from(number).ok())
        .filter(|number| range.contains(number));
    fits.ok_or_else(|| {
        let given = match number.map(|number| (i64::try_from(number), u64::try_from(number))) {
            Some((Ok(number), _)) => number.to_string(),
            Some((_, Ok(number))) => number.to_string(),
            _ => "one of more than 64 bits".to_owned(),
        };
        let (least, most) = (range.start(), range.end());
        let needed = format!("a whole number from {least} to {most} is needed");
        Failure::invalid("out-of-range", format!("{argument}: {needed}, not {given}")).into()
    })
}

/// The number that an object is, also one of another class than Python's own.
fn index<'py>(argument: &str, given: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    static INDEX: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    if given.is_instance_of::<PyInt>() {
        return Ok(given.clone());
    }
    if given.getattr_opt("__index__")?.is_none() {
        return Err(wrong_type(argument, "int", given));
    }
    INDEX.import(given.py(), "operator", "index")?.call1((given,))
}

/// The same for what counts octets in memory.
pub(crate) fn size(argument: &str, given: &Bound<'_, PyAny>) -> Outcome<usize> {
    let size = whole(argument, given, 0..=u64::try_from(usize::MAX).unwrap_or(u64::MAX))?;
    Ok(usize::try_from(size).unwrap_or(usize::MAX))
}

/// The argument `now`: seconds as a float, of whatever origin; or as an `int`.
#[derive(Clone, Copy)]
pub(crate) struct Now(pub(crate) f64);

impl<'py> FromPyObject<'_, 'py> for Now {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match given.extract::<f64>() {
            Ok(seconds) => Ok(Self(seconds)),
            Err(error) if error.is_instance_of::<PyTypeError>(given.py()) => {
                Err(wrong_type("now", "a number of seconds (int or float) or None", &given))
            }
            // An int beyond every float.
            Err(error) if error.is_instance_of::<PyOverflowError>(given.py()) => {
                Ok(Self(f64::INFINITY))
            }
            Err(error) => Err(error),
        }
    }
}

/// The argument `awaiting_tls`.
///
/// # Errors
/// `TypeError` for all but `True` and `False`.
pub(crate) fn awaiting_tls(given: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(flag("awaiting_tls", given)?)
}

/// The argument `verified`. What says that a server has proven who it is, is not to be true by chance.
///
/// # Errors
/// `TypeError` for all but `True` and `False`.
pub(crate) fn verified(given: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(flag("verified", given)?)
}

/// What is true or false, by the argument's name.
///
/// # Errors
/// `TypeError` for all but `True` and `False`.
pub(crate) fn flag(argument: &str, given: &Bound<'_, PyAny>) -> Outcome<bool> {
    match given.cast::<pyo3::types::PyBool>() {
        Ok(flag) => Ok(flag.is_true()),
        Err(_) => Err(wrong_type(argument, "True or False", given).into()),
    }
}
