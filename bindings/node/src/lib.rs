//! The addon of the npm package `smtpwire`: what Node calls.
//!
//! It converts nothing and decides nothing. JavaScript owns one memory (an `ArrayBuffer`), writes what a
//! call takes into it and finds there what came of it; that memory is all that crosses. No octets
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
                fn run($call: &mut Call<'_>) -> Result<i32> {
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
    /// Makes an object of a kind, the first number: its number, or minus the length of a failure.
    create(call) call.crossing(|call, given| exports::create(call.number(0), given))

    /// An operation, the second number, of an object, the first; or a function, which is one of object 0. The
    /// length of its result, or minus that of a failure.
    call(call) {
        call.crossing(|call, given| exports::call(call.number(0), call.number(1), given))
    }

    /// The same for an operation that takes nothing but octets or a text: they are given as they are.
    raw(call) call.crossing(|call, given| exports::raw(call.number(0), call.number(1), given))

    /// A step of the run loop, the second number, of an object, the first, with a number: the time, or a count
    /// of octets.
    run(call) {
        call.crossing(|call, given| {
            exports::run(call.number(0), call.number(1), given, call.float())
        })
    }

    /// The table of everything that can be called.
    names(call) Ok(call.result(exports::names()))

    /// The names of shapes and words from these numbers on.
    learn(call) {
        let learnt = exports::learn(call.number(0), call.number(1));
        Ok(call.result(learnt))
    }

    /// Copies the last result once more, to a memory that now has room for it.
    result(call) Ok(call.result(0))

    /// Drops an object, the first number.
    free(call) {
        exports::free(call.number(0));
        Ok(0)
    }
}
