//! What a shell exports to JavaScript: numbers in, a number out.
//!
//! Values are octets ([`smtpwire_javascript_crossing::wire`]). A call's result stays here until the next call on the same thread;
//! the number that a call returns is its length, 0 for `undefined`, and negative when it is a failure. From
//! [`smtpwire_javascript_crossing::NUMBER`] on it is the result itself, and nothing was written.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use smtpwire::ErrorCode;
use smtpwire_shell::Failure;

#[cfg(feature = "protocol")]
use crate::handle::Handle;
#[cfg(feature = "protocol")]
use crate::slab;
use smtpwire_javascript_crossing::wire::{self, Writer};
use smtpwire_javascript_crossing::{NUMBER, written};
use smtpwire_javascript_table as table;

/// A result that took more memory than this gives it back with the next call.
const KEPT: usize = 1 << 20;

thread_local! {
    /// Absent while a call is under way, and where one has trapped: then it begins anew.
    static WRITER: Cell<Option<Box<Writer>>> = const { Cell::new(None) };
}

/// Makes an object of this kind: its number, from 1.
#[cfg(feature = "protocol")]
pub fn create(kind: u32, arguments: &[u8]) -> i32 {
    with_writer(|_| {
        let object = Handle::create(kind, wire::read(arguments)?)?;
        let number = slab::insert(object);
        number.ok_or_else(|| Failure::usage(ErrorCode::Internal, "there are too many objects"))
    })
}

/// An operation of an object; those of object 0 are the functions.
pub fn call(object: u32, operation: u32, arguments: &[u8]) -> i32 {
    with_writer(|writer| {
        let given = wire::read(arguments)?;
        match object {
            0 => table::call(operation, given, writer),
            #[cfg(feature = "protocol")]
            _ => with_object(object, |handle| handle.call(operation, given, writer)),
            #[cfg(not(feature = "protocol"))]
            _ => Err(table::unknown("object")),
        }
    })
}

/// The same for an operation whose only argument is octets or a text, if any: they are given as they are.
#[cfg(feature = "protocol")]
pub fn raw(object: u32, operation: u32, octets: &[u8]) -> i32 {
    with_writer(|writer| with_object(object, |handle| handle.raw(operation, octets, writer)))
}

/// A step of the run loop (`handle::STEPS`) with octets, where it takes octets, and a number: the time in milliseconds, or a
/// count of octets.
#[cfg(feature = "protocol")]
pub fn run(object: u32, step: u32, octets: &[u8], number: f64) -> i32 {
    with_writer(|writer| with_object(object, |handle| handle.run(step, octets, number, writer)))
}

/// Drops an object; one that was dropped already stays so.
#[cfg(feature = "protocol")]
pub fn free(object: u32) {
    let _ = catch_unwind(|| slab::free(object));
}

/// The table of all that can be called, by which JavaScript finds the numbers.
pub fn names() -> i32 {
    #[cfg(feature = "protocol")]
    let objects = crate::handle::objects();
    #[cfg(not(feature = "protocol"))]
    let objects = Vec::new();
    with_writer(|writer| written(writer.write(&table::table(objects))))
}

/// The names of shapes and words from these numbers on.
pub fn learn(shapes: u32, words: u32) -> i32 {
    with_writer(|writer| written(writer.write_names(shapes, words)))
}

/// Whether a result stands behind the number that a call returned.
pub fn is_written(number: i32) -> bool {
    number < 0 || (1..NUMBER).contains(&number.cast_unsigned())
}

/// Copies the last result to the start of `memory`; how many octets it has. What has no room is not
/// copied at all.
pub fn result_into(memory: &mut [u8]) -> usize {
    with_result(|result| {
        if let Some((place, _)) = memory.split_at_mut_checked(result.len()) {
            place.copy_from_slice(result);
        }
        result.len()
    })
}

/// Looks at the last result.
pub fn with_result<T>(look: impl FnOnce(&[u8]) -> T) -> T {
    WRITER.with(|cell| {
        let writer = cell.take().unwrap_or_default();
        let seen = look(writer.written());
        cell.set(Some(writer));
        seen
    })
}

/// Runs a call, and turns whatever comes of it into its number.
fn with_writer(run: impl FnOnce(&mut Writer) -> Result<u32, Failure>) -> i32 {
    let mut writer = WRITER.with(Cell::take).unwrap_or_default();
    writer.shrink(KEPT);
    let came = catch_unwind(AssertUnwindSafe(|| run(&mut writer))).unwrap_or_else(|_| {
        Err(Failure::usage(ErrorCode::Internal, "smtpwire has panicked; the object is used up"))
    });
    let number = match came {
        Ok(number) => i32::try_from(number).unwrap_or(i32::MAX),
        Err(failure) => {
            let length = writer.write(&failure).ok().and_then(|length| i32::try_from(length).ok());
            length.map_or(i32::MIN, i32::wrapping_neg)
        }
    };
    WRITER.with(|cell| cell.set(Some(writer)));
    number
}

/// Runs a call on an object. One that panics does not come back.
#[cfg(feature = "protocol")]
fn with_object<T>(
    object: u32,
    run: impl FnOnce(&mut Handle) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let Some(mut handle) = slab::take(object) else {
        let message = "the object is used up: it was freed, or an earlier call has panicked";
        return Err(Failure::usage(ErrorCode::AlreadyClosed, message));
    };
    let came = run(&mut handle);
    slab::put(object, handle);
    came
}
