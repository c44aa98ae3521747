//! The border to Node: its calls come in here, no panic goes out, and its memory is looked at for one
//! call only.
//!
//! Node's own functions are called as they are: of what a message costs, the crossings are a third, and what
//! `#[napi]` does around a function would make each of them cost three times as much.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::null_mut;

use napi::bindgen_prelude::{Env, JsValue, Object, Result};
use napi::{Error, Status, sys};
use smtpwire_javascript::exports;

/// Something that Node can call.
pub(crate) trait Export {
    /// What it does; the number is what JavaScript gets.
    fn run(call: &mut Call) -> Result<i32>;
}

/// The most arguments that an export has.
const ARGUMENTS: usize = 5;

/// One call of Node's: its arguments.
pub(crate) struct Call {
    env: sys::napi_env,
    arguments: [sys::napi_value; ARGUMENTS],
}

/// Runs something, and makes an error of a panic: unwinding into Node would end the process.
///
/// The functions of `smtpwire_javascript` catch panics themselves, where it is known which object is
/// broken; this is for what lies around them.
pub(crate) fn guard<T>(body: impl FnOnce() -> Result<T>) -> Result<T> {
    // Nothing that the body has seen is seen again: a call has arguments of its own.
    catch_unwind(AssertUnwindSafe(body))
        .unwrap_or_else(|_| Err(Error::from_reason("smtpwire has panicked")))
}

/// Where every call of Node's comes in.
unsafe extern "C" fn enter<E: Export>(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: both are what Node has just given, and they hold for this call.
    let came = guard(|| E::run(&mut unsafe { Call::new(env, info) }?));
    // SAFETY: the same.
    unsafe { leave(env, &came) }
}

/// What JavaScript gets: the number, or an exception.
///
/// # Safety
///
/// `env` must be that of a call that is under way on this thread.
unsafe fn leave(env: sys::napi_env, came: &Result<i32>) -> sys::napi_value {
    let mut value = null_mut();
    match came {
        // SAFETY: `value` is ours to be written; that `env` is good, the caller promises.
        Ok(number) => unsafe { sys::napi_create_int32(env, *number, &raw mut value) },
        Err(error) => {
            let text = error.reason.as_bytes();
            let length = text.len().cast_signed();
            let mut message = null_mut();
            // SAFETY: the text is as long as is said; where no value comes of it, null is passed on,
            // which Node refuses.
            unsafe {
                sys::napi_create_string_utf8(env, text.as_ptr().cast(), length, &raw mut message);
                let mut exception = null_mut();
                sys::napi_create_error(env, null_mut(), message, &raw mut exception);
                sys::napi_throw(env, exception)
            }
        }
    };
    value
}

/// Makes an export known to Node; `name` ends with a NUL.
pub(crate) fn export<E: Export>(env: &Env, exports: &Object<'_>, name: &'static str) -> Result<()> {
    let mut function = null_mut();
    let length = name.len().saturating_sub(1).cast_signed();
    // SAFETY: the name is as long as is said and ends with a NUL; the function holds nothing, so that there is
    // nothing to free; `env` and `exports` are those of the addon that is being loaded.
    check(unsafe {
        let text = name.as_ptr().cast();
        let enter = Some(enter::<E> as _);
        sys::napi_create_function(env.raw(), text, length, enter, null_mut(), &raw mut function)
    })?;
    // SAFETY: the same.
    check(unsafe {
        sys::napi_set_named_property(env.raw(), exports.raw(), name.as_ptr().cast(), function)
    })
}

fn check(status: sys::napi_status) -> Result<()> {
    if status == sys::Status::napi_ok {
        return Ok(());
    }
    Err(Error::new(Status::from(status), "this is no call of smtpwire's own"))
}

impl Call {
    /// # Safety
    ///
    /// Both must be what Node has given to a callback that is still running.
    unsafe fn new(env: sys::napi_env, info: sys::napi_callback_info) -> Result<Self> {
        let mut arguments = [null_mut(); ARGUMENTS];
        let mut count = ARGUMENTS;
        // SAFETY: there is room for so many arguments; those that were not given become `undefined`.
        check(unsafe {
            let room = arguments.as_mut_ptr();
            sys::napi_get_cb_info(env, info, &raw mut count, room, null_mut(), null_mut())
        })?;
        Ok(Self { env, arguments })
    }

    fn argument(&self, at: usize) -> sys::napi_value {
        self.arguments.get(at).copied().unwrap_or(null_mut())
    }

    /// An argument that is a whole number, from 0.
    pub(crate) fn number(&self, at: usize) -> Result<u32> {
        let mut number = 0;
        // SAFETY: `env` and the argument are those of this call; Node looks whether it is a number.
        check(unsafe { sys::napi_get_value_uint32(self.env, self.argument(at), &raw mut number) })?;
        Ok(number)
    }

    /// An argument that is any number.
    pub(crate) fn float(&self, at: usize) -> Result<f64> {
        let mut number = 0.0;
        // SAFETY: as above.
        check(unsafe { sys::napi_get_value_double(self.env, self.argument(at), &raw mut number) })?;
        Ok(number)
    }

    /// The memory, which is the first argument.
    fn memory(&mut self) -> Result<&mut [u8]> {
        let (mut kind, mut length, mut data) = (0, 0, null_mut());
        // SAFETY: as above; what is not asked for is null.
        check(unsafe {
            let (kind, length, data) = (&raw mut kind, &raw mut length, &raw mut data);
            let memory = self.argument(0);
            sys::napi_get_typedarray_info(
                self.env,
                memory,
                kind,
                length,
                data,
                null_mut(),
                null_mut(),
            )
        })?;
        if kind != sys::TypedarrayType::uint8_array {
            return Err(Error::from_reason("the memory is a Uint8Array"));
        }
        if length == 0 || data.is_null() {
            return Ok(&mut []);
        }
        // SAFETY: Node says that so many octets are there. The array is the package's own (`native.ts` makes it
        // and gives it to nobody) and no shared memory, and no JavaScript of this thread runs before the call returns:
        // nothing else reads or writes it, or takes its buffer away, while this call is borrowed.
        Ok(unsafe { std::slice::from_raw_parts_mut(data.cast(), length) })
    }

    /// Gives `run` the first octets of the memory, as many as the argument `length` says, and answers what
    /// came of it.
    pub(crate) fn crossing(
        &mut self,
        length: usize,
        run: impl FnOnce(&[u8]) -> i32,
    ) -> Result<i32> {
        let length = self.number(length)?;
        let memory = self.memory()?;
        let given = usize::try_from(length).ok().and_then(|length| memory.get(..length));
        let given = given.ok_or_else(|| Error::from_reason("the memory is not so large"))?;
        let number = run(given);
        exports::result_into(memory);
        Ok(number)
    }

    /// Copies the last result to the memory's start where there is room: where there is none, JavaScript
    /// sees so by the number, and asks for `result` with a larger one.
    pub(crate) fn answer(&mut self, number: i32) -> Result<i32> {
        exports::result_into(self.memory()?);
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_and_goes_no_further() {
        let came: Result<i32> = guard(|| panic!("a defect"));
        let error = came.expect_err("it panicked");
        assert_eq!(error.reason, "smtpwire has panicked");
    }

    #[test]
    fn what_a_body_gives_passes_through() {
        assert_eq!(guard(|| Ok(7)).ok(), Some(7));
        let refused: Result<i32> = guard(|| Err(Error::from_reason("no")));
        assert_eq!(refused.expect_err("it refused").reason, "no");
    }
}
