//! The addon of the npm package `smtpwire`: what Node calls.
//!
//! It converts nothing and decides nothing. JavaScript owns one memory (a `Uint8Array`), writes what a
//! call takes to its start and finds there what came of it; what crosses besides is numbers. No octets
//! are kept or lent out behind a call's back, so that there is nothing to free. What the calls mean is
//! told in `smtpwire_javascript::exports`, and the JavaScript side of them is `native.ts` there.
//!
//! Everything is kept by thread: each worker of Node that loads the addon has objects of its own.
//!
//! No panic leaves it: `border` is the one place through which Node comes in, and it catches them.

mod border;

use napi::bindgen_prelude::{Env, JsObjectValue, Object, Result};
use napi_derive::napi;
use smtpwire_javascript::exports;

use border::{Call, Export, guard};

/// Declares what Node can call: the name in JavaScript, and what it does with a call.
macro_rules! exports {
    ($($(#[doc = $doc:literal])+ $name:ident($call:ident) $body:expr)+) => {
        $(
            $(#[doc = $doc])+
            #[allow(non_camel_case_types, reason = "it is called as Node calls it")]
            enum $name {}

            impl Export for $name {
                fn run($call: &mut Call) -> Result<i32> {
                    $body
                }
            }
        )+

        /// Gives Node everything that it can call; once for each thread that loads the addon.
        #[napi(module_exports)]
        pub fn start(exports: Object<'_>, env: Env) -> Result<()> {
            guard(|| {
                let mut exports = exports;
                exports.set_named_property("version", env!("CARGO_PKG_VERSION"))?;
                $(border::export::<$name>(&env, &exports, concat!(stringify!($name), "\0"))?;)+
                Ok(())
            })
        }
    };
}

exports! {
    /// `create(memory, kind, length)`: makes an object; its number, or minus the length of a failure.
    create(call) {
        let kind = call.number(1)?;
        call.crossing(2, |given| exports::create(kind, given))
    }

    /// `call(memory, object, operation, length)`: an operation of an object, or a function, which is one
    /// of object 0; the length of its result, or minus that of a failure.
    call(call) {
        let (object, operation) = (call.number(1)?, call.number(2)?);
        call.crossing(3, |given| exports::call(object, operation, given))
    }

    /// `raw(memory, object, operation, length)`: the same for an operation that takes nothing but octets
    /// or a text: they are given as they are.
    raw(call) {
        let (object, operation) = (call.number(1)?, call.number(2)?);
        call.crossing(3, |given| exports::raw(object, operation, given))
    }

    /// `run(memory, object, step, length, number)`: a step of the run loop, with a number: the time, or a
    /// count of octets.
    run(call) {
        let (object, step, number) = (call.number(1)?, call.number(2)?, call.float(4)?);
        call.crossing(3, |given| exports::run(object, step, given, number))
    }

    /// `names(memory)`: the table of everything that can be called.
    names(call) call.answer(exports::names())

    /// `learn(memory, shapes, words)`: the names of shapes and words from these numbers on.
    learn(call) {
        let (shapes, words) = (call.number(1)?, call.number(2)?);
        call.answer(exports::learn(shapes, words))
    }

    /// `result(memory)`: copies the last result once more, to a memory that now has room for it.
    result(call) call.answer(0)

    /// `free(object)`: drops an object.
    free(call) {
        exports::free(call.number(0)?);
        Ok(0)
    }
}
