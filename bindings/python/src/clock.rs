//! Time: seconds as a float in Python, milliseconds as a whole number inside.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use smtpwire_shell::Failure;

use crate::arguments::Now;
use crate::errors::Outcome;

/// The time that was given, or Python's `time.monotonic()`.
///
/// It is rounded to the nearest millisecond: a deadline that was given out as a float, and comes back as
/// `now`, is the same number again.
///
/// # Errors
/// `invalid-value` for a time that is none: negative, infinite, not a number.
pub(crate) fn now(py: Python<'_>, given: Option<Now>) -> Outcome<u64> {
    let seconds = if let Some(Now(seconds)) = given {
        seconds
    } else {
        static MONOTONIC: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        MONOTONIC.import(py, "time", "monotonic")?.call0()?.extract()?
    };
    milliseconds(seconds).ok_or_else(|| {
        let given = match seconds {
            nan if nan.is_nan() => "nan",
            negative if negative < 0.0 => "one below 0",
            _ => "one above 9e12",
        };
        let message = format!("now: a number of seconds from 0 to 9e12 is needed, not {given}");
        Failure::invalid("bad-time", message).into()
    })
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn milliseconds(seconds: f64) -> Option<u64> {
    // Some hundred thousand years: far below where a float of milliseconds has gaps.
    const MOST: f64 = 9e15;
    let milliseconds = (seconds * 1000.0).round();
    (0.0..=MOST).contains(&milliseconds).then_some(milliseconds as u64)
}

/// A time as Python has it.
#[allow(clippy::cast_precision_loss, reason = "no time that was given is that far away")]
pub(crate) fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}
