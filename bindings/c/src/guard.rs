//! The boundary that every entry goes through.
//!
//! A panic must not cross into C, and what it leaves behind must not be used: the object is poisoned,
//! and from then on every call on it says so. There is no known input that makes one; this is for
//! the one that nobody knows.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::smtpwire_status;

/// What stands behind a pointer of C's.
#[derive(Debug)]
pub(crate) struct Guarded<T> {
    inner: T,
    poisoned: bool,
}

impl<T> Guarded<T> {
    pub(crate) const fn new(inner: T) -> Self {
        Self { inner, poisoned: false }
    }
}

/// An object that C holds by pointer.
pub(crate) trait Handle: Sized {
    /// What it holds.
    type Inner;

    fn of(inner: Guarded<Self::Inner>) -> Self;
    fn guarded(&self) -> &Guarded<Self::Inner>;
    fn guarded_mut(&mut self) -> &mut Guarded<Self::Inner>;
}

/// Makes the type that C knows by name alone, around what it holds.
macro_rules! handle {
    ($(#[$doc:meta])+ $name:ident holds $inner:ty) => {
        $(#[$doc])+
        pub struct $name($crate::guard::Guarded<$inner>);

        impl $crate::guard::Handle for $name {
            type Inner = $inner;

            fn of(inner: $crate::guard::Guarded<$inner>) -> Self {
                Self(inner)
            }

            fn guarded(&self) -> &$crate::guard::Guarded<$inner> {
                &self.0
            }

            fn guarded_mut(&mut self) -> &mut $crate::guard::Guarded<$inner> {
                &mut self.0
            }
        }
    };
}
pub(crate) use handle;

/// What a call came to; `Err` is its status.
pub(crate) type Outcome<T = ()> = Result<T, smtpwire_status>;

/// Calls on an object: NULL, poison and panics are statuses.
///
/// # Safety
/// `object` is NULL or came from its `_new` and was not freed, and no other call on it is under way.
pub(crate) unsafe fn with<H: Handle>(
    object: *mut H,
    call: impl FnOnce(&mut H::Inner) -> Outcome,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    let Some(object) = (unsafe { object.as_mut() }) else {
        return smtpwire_status::SMTPWIRE_NULL_POINTER;
    };
    let object = object.guarded_mut();
    if object.poisoned {
        return smtpwire_status::SMTPWIRE_POISONED;
    }
    let inner = &mut object.inner;
    match catch_unwind(AssertUnwindSafe(|| call(inner))) {
        Ok(Ok(())) => smtpwire_status::SMTPWIRE_OK,
        Ok(Err(status)) => status,
        Err(_) => {
            object.poisoned = true;
            smtpwire_status::SMTPWIRE_INTERNAL
        }
    }
}

/// Looks at an object without changing it.
///
/// # Safety
/// As [`with`], but calls that only look may be under way.
pub(crate) unsafe fn look<H: Handle>(
    object: *const H,
    call: impl FnOnce(&H::Inner) -> Outcome,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    let Some(object) = (unsafe { object.as_ref() }) else {
        return smtpwire_status::SMTPWIRE_NULL_POINTER;
    };
    let object = object.guarded();
    if object.poisoned {
        return smtpwire_status::SMTPWIRE_POISONED;
    }
    status_of(|| call(&object.inner))
}

/// Asks an object for something that needs no status; `otherwise` for NULL and for a poisoned one.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn ask<H: Handle, T>(
    object: *const H,
    otherwise: T,
    call: impl FnOnce(&H::Inner) -> T,
) -> T {
    // SAFETY: by the caller's promise.
    let object = unsafe { object.as_ref() }.map(Handle::guarded);
    let Some(object) = object.filter(|object| !object.poisoned) else { return otherwise };
    catch_unwind(AssertUnwindSafe(|| call(&object.inner))).unwrap_or(otherwise)
}

/// What an object holds, for a call that looks at more than one.
///
/// # Safety
/// As [`look`]; and the object is neither changed nor freed for as long as the result is used.
pub(crate) unsafe fn peek<'a, H: Handle + 'a>(
    object: *const H,
) -> Result<&'a H::Inner, smtpwire_status> {
    // SAFETY: by the caller's promise.
    let object = unsafe { object.as_ref() }.ok_or(smtpwire_status::SMTPWIRE_NULL_POINTER)?;
    let object = object.guarded();
    if object.poisoned { Err(smtpwire_status::SMTPWIRE_POISONED) } else { Ok(&object.inner) }
}

/// A call that needs no object.
pub(crate) fn status_of(call: impl FnOnce() -> Outcome) -> smtpwire_status {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(())) => smtpwire_status::SMTPWIRE_OK,
        Ok(Err(status)) => status,
        Err(_) => smtpwire_status::SMTPWIRE_INTERNAL,
    }
}

/// Hands an object over to C.
pub(crate) fn give<H: Handle>(inner: H::Inner) -> *mut H {
    Box::into_raw(Box::new(H::of(Guarded::new(inner))))
}

/// Takes an object back from C, and ends it.
///
/// # Safety
/// As [`with`]; the object is not used again.
pub(crate) unsafe fn free<H: Handle>(object: *mut H) {
    if object.is_null() {
        return;
    }
    // SAFETY: by the caller's promise it came from `give`.
    let object = unsafe { Box::from_raw(object) };
    // Nothing that is dropped here panics; were it to, the object is gone all the same.
    let _ = catch_unwind(AssertUnwindSafe(|| drop(object)));
}

/// Writes a result through a pointer of C's.
///
/// # Safety
/// `out` is NULL or may be written to.
pub(crate) unsafe fn put<T>(out: *mut T, value: T) -> Outcome {
    if out.is_null() {
        return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
    }
    // SAFETY: by the caller's promise.
    unsafe { out.write(value) };
    Ok(())
}

/// Hands a new object over through a pointer of C's; there is none where that is NULL.
///
/// # Safety
/// As [`put`].
pub(crate) unsafe fn put_new<H: Handle>(out: *mut *mut H, inner: H::Inner) -> Outcome {
    if out.is_null() {
        return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
    }
    // SAFETY: by the caller's promise.
    unsafe { out.write(give(inner)) };
    Ok(())
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "the macro makes types for C")]
mod tests {
    use super::*;

    handle! {
        /// A number.
        number holds u8
    }

    #[test]
    fn a_panic_poisons_the_object_and_crosses_nowhere() {
        let object = give::<number>(1);
        // SAFETY: the object is ours, and is freed last.
        unsafe {
            assert_eq!(ask(object, 0, |held| *held), 1);
            let status = with(object, |_| panic!("on purpose"));
            assert_eq!(status, smtpwire_status::SMTPWIRE_INTERNAL);
            assert_eq!(with(object, |_| Ok(())), smtpwire_status::SMTPWIRE_POISONED);
            assert_eq!(look(object, |_| Ok(())), smtpwire_status::SMTPWIRE_POISONED);
            assert_eq!(ask(object, 0, |held| *held), 0);
            free(object);
            free::<number>(std::ptr::null_mut());
        }
    }
}
