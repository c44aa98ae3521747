//! The border to Node: its calls come in here, no panic goes out, and its memory is looked at for one
//! call only.
//!
//! Node's own functions are called as they are, and few of them: each costs, and what `#[napi]` does around a function
//! costs several times as much as all that stands here. So a call has one argument, the memory, and the
//! numbers that it takes and gives stand in the memory's head.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::null_mut;

use napi::bindgen_prelude::{Env, JsValue, Object, Result};
use napi::{Error, Status, sys};
use smtpwire_javascript::exports;

/// Something that Node can call.
pub(crate) trait Export {
    /// What it does; the number is what JavaScript gets.
    fn run(call: &mut Call<'_>) -> Result<i32>;
}

/// How long the head of the memory is.
const HEAD: usize = 32;

/// Where in the head the number is that a call comes to, and its number of any kind.
const RESULT: usize = 12;
const NUMBER: usize = 16;

/// One call of Node's: its memory. `native.ts` has the same places.
///
/// ```text
/// head       three u32: the call's own numbers; i32: what came of it; f64: a number; 8 octets of none
/// from 32    what the call takes, then what came of it
/// ```
pub(crate) struct Call<'m> {
    head: &'m mut [u8; HEAD],
    memory: &'m mut [u8],
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
    let came = guard(|| Call::new(unsafe { memory(env, info) }?)?.answer(E::run));
    // SAFETY: the same.
    unsafe { leave(env, &came) }
}

/// What JavaScript gets: nothing, since what came of the call stands in the memory; or an exception.
///
/// # Safety
///
/// `env` must be that of a call that is under way on this thread.
unsafe fn leave(env: sys::napi_env, came: &Result<()>) -> sys::napi_value {
    if let Err(error) = came {
        let text = error.reason.as_bytes();
        let length = text.len().cast_signed();
        let mut message = null_mut();
        // SAFETY: the text is as long as is said; where no value comes of it, null is passed on,
        // which Node refuses; that `env` is good, the caller promises.
        unsafe {
            sys::napi_create_string_utf8(env, text.as_ptr().cast(), length, &raw mut message);
            let mut exception = null_mut();
            sys::napi_create_error(env, null_mut(), message, &raw mut exception);
            sys::napi_throw(env, exception);
        }
    }
    null_mut()
}

/// The memory of a call, which is its one argument.
///
/// # Safety
///
/// Both must be what Node has given to a callback that is still running; what comes is good for that long.
unsafe fn memory<'m>(env: sys::napi_env, info: sys::napi_callback_info) -> Result<&'m mut [u8]> {
    let (mut argument, mut count) = (null_mut(), 1);
    // SAFETY: there is room for one argument; one that was not given becomes `undefined`.
    check(unsafe {
        let room = &raw mut argument;
        sys::napi_get_cb_info(env, info, &raw mut count, room, null_mut(), null_mut())
    })?;
    let (mut data, mut length) = (null_mut(), 0);
    // SAFETY: `env` and the argument are those of this call; Node looks whether it is an ArrayBuffer.
    check(unsafe {
        sys::napi_get_arraybuffer_info(env, argument, &raw mut data, &raw mut length)
    })?;
    if length == 0 || data.is_null() {
        return Ok(&mut []);
    }
    // SAFETY: Node says that so many octets are there. The buffer is the package's own (`native.ts` makes it
    // and gives it to nobody) and no shared memory, and no JavaScript of this thread runs before the call returns:
    // nothing else reads or writes it, or takes it away, while this call is borrowed.
    Ok(unsafe { std::slice::from_raw_parts_mut(data.cast(), length) })
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

impl<'m> Call<'m> {
    fn new(memory: &'m mut [u8]) -> Result<Self> {
        let (head, memory) = memory
            .split_first_chunk_mut()
            .ok_or_else(|| Error::from_reason("the memory has no head"))?;
        Ok(Self { head, memory })
    }

    /// Runs the call, and leaves what came of it in the memory.
    fn answer(mut self, run: impl FnOnce(&mut Self) -> Result<i32>) -> Result<()> {
        let came = run(&mut self)?;
        self.put(came);
        Ok(())
    }

    fn put(&mut self, number: i32) {
        if let Some(place) = self.head.get_mut(RESULT..).and_then(<[u8]>::first_chunk_mut) {
            *place = number.to_ne_bytes();
        }
    }

    /// One of the call's three numbers.
    pub(crate) fn number(&self, at: usize) -> u32 {
        let (numbers, _) = self.head.as_chunks();
        numbers.get(at).map_or(0, |number| u32::from_ne_bytes(*number))
    }

    /// The call's number of any kind.
    pub(crate) fn float(&self) -> f64 {
        let number = self.head.get(NUMBER..).and_then(<[u8]>::first_chunk);
        number.map_or(0.0, |number| f64::from_ne_bytes(*number))
    }

    /// Gives `run` the first octets of the memory, as many as the third number says, and answers what
    /// came of it.
    pub(crate) fn crossing(&mut self, run: impl FnOnce(&Self, &[u8]) -> i32) -> Result<i32> {
        let length = usize::try_from(self.number(2)).ok();
        let given = length.and_then(|length| self.memory.get(..length));
        let given = given.ok_or_else(|| Error::from_reason("the memory is not so large"))?;
        let number = run(self, given);
        Ok(if exports::is_written(number) { self.result(number) } else { number })
    }

    /// Copies the last result to the memory's start where there is room: where there is none, JavaScript
    /// sees so by the number, and asks for `result` with a larger one.
    pub(crate) fn result(&mut self, number: i32) -> i32 {
        exports::result_into(self.memory);
        number
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
    fn numbers_stand_in_the_head_and_octets_behind_it() {
        let mut memory = [0; HEAD + 4];
        memory[..12].copy_from_slice(&[7_u32, 8, 3].map(u32::to_ne_bytes).concat());
        memory[NUMBER..NUMBER + 8].copy_from_slice(&0.5_f64.to_ne_bytes());
        memory[HEAD..].copy_from_slice(b"abcd");
        let call = Call::new(&mut memory).expect("it has a head");
        let run = |call: &mut Call<'_>| {
            call.crossing(|call, given| {
                assert_eq!((call.number(0), call.number(1), given), (7, 8, &b"abc"[..]));
                assert!((call.float() - 0.5).abs() < f64::EPSILON);
                -9
            })
        };
        call.answer(run).expect("it has room");
        assert_eq!(memory[RESULT..RESULT + 4], (-9_i32).to_ne_bytes());
        memory[8] = 5;
        let call = Call::new(&mut memory).expect("it has a head");
        assert!(call.answer(|call| call.crossing(|_, _| 0)).is_err(), "there are four octets");
        assert!(Call::new(&mut [0; HEAD - 1]).is_err());
    }

    #[test]
    fn what_a_body_gives_passes_through() {
        assert_eq!(guard(|| Ok(7)).ok(), Some(7));
        let refused: Result<i32> = guard(|| Err(Error::from_reason("no")));
        assert_eq!(refused.expect_err("it refused").reason, "no");
    }
}
