//! The boundary that every call from Python goes through: panics, and several threads.
//!
//! A panic is a defect of this library. It becomes an [`InternalError`](smtpwire_shell::Failure), and
//! the object that it happened in is not used again. There is no known input that makes one.
//!
//! An object is used by one thread at a time. Two at once, which can only meet where the interpreter's
//! lock is given up, are no reason to wait: whoever comes second is told so. A lock that waits could
//! wait for ever, since Python may run a finalizer, and so another call, anywhere.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, TryLockError};

use pyo3::prelude::*;
use smtpwire_shell::Failure;

use crate::errors::Outcome;

/// A call from Python that needs no lock. This is the one place that catches panics.
pub(crate) fn call<T>(body: impl FnOnce() -> Outcome<T>) -> PyResult<T> {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(fault)) => Err(fault.into()),
        Err(_) => Err(crate::errors::Fault::from(Failure::defect(
            "a defect of the library was met; please report it",
        ))
        .into()),
    }
}

/// What a Python object holds and changes.
pub(crate) struct Guarded<T>(Mutex<T>);

impl<T> Guarded<T> {
    pub(crate) fn new(held: T) -> Self {
        Self(Mutex::new(held))
    }

    /// A call from Python on what is held.
    ///
    /// # Errors
    /// What the call gives; `in-use` while another call is under way, be it another thread's or one that this came out of; `poisoned` behind a defect.
    pub(crate) fn with<R>(&self, body: impl FnOnce(&mut T) -> Outcome<R>) -> PyResult<R> {
        call(|| match self.0.try_lock() {
            Ok(mut held) => body(&mut held),
            Err(TryLockError::WouldBlock) => Err(Failure::in_use().into()),
            Err(TryLockError::Poisoned(_)) => Err(Failure::poisoned().into()),
        })
    }
}
