//! The table of all that this build has, and its functions: operations of no object, found by their numbers.
//!
//! One build has everything; those for WebAssembly have a part each, so that a page fetches what it uses.

use serde::Serialize;
use smtpwire::ErrorCode;
use smtpwire_shell::Failure;
use smtpwire_shell::config::{Plain, Spelling};
use smtpwire_shell::javascript::camel_case;
#[cfg(feature = "diagnose")]
use smtpwire_shell::operations::DiagnoseFunction;
#[cfg(feature = "protocol")]
use smtpwire_shell::operations::Function;
#[cfg(feature = "tls")]
use smtpwire_shell::operations::TlsFunction;
use smtpwire_shell::operations::{Answer, Signature};

use smtpwire_javascript_crossing::wire::Writer;
use smtpwire_javascript_crossing::written;

/// Writes an operation's answer.
pub(crate) struct Writing<'w>(pub(crate) &'w mut Writer);

impl Answer for Writing<'_> {
    type Written = u32;

    fn write<T: Serialize + ?Sized>(self, value: &T) -> Result<u32, Failure> {
        written(self.0.write(value))
    }
}

pub(crate) fn unknown(what: &str) -> Failure {
    Failure::usage(ErrorCode::InvalidValue, format!("there is no such {what}"))
}

pub(crate) fn find<T: Copy>(all: &[T], number: u32) -> Result<T, Failure> {
    let at = usize::try_from(number).ok();
    at.and_then(|at| all.get(at)).copied().ok_or_else(|| unknown("operation"))
}

/// Puts tables of functions behind each other: a function's number counts from the first of them.
macro_rules! functions {
    ($($(#[$built:meta])* $functions:ident,)+) => {
        /// Calls a function.
        pub(crate) fn call(number: u32, given: Plain, writer: &mut Writer) -> Result<u32, Failure> {
            let mut left = number;
            $(
                $(#[$built])*
                {
                    let all = $functions::ALL;
                    match left.checked_sub(u32::try_from(all.len()).unwrap_or(u32::MAX)) {
                        Some(further) => left = further,
                        None => {
                            let spelling = Spelling::JavaScript;
                            return find(all, left)?.call(&mut (), given, spelling, Writing(writer));
                        }
                    }
                }
            )+
            let _ = left;
            Err(unknown("operation"))
        }

        fn signatures() -> Vec<Signature> {
            let mut signatures = Vec::new();
            $(
                $(#[$built])*
                signatures.extend($functions::ALL.iter().map(|function| function.signature()));
            )+
            signatures
        }
    };
}

functions! {
    #[cfg(feature = "protocol")]
    Function,
    #[cfg(feature = "diagnose")]
    DiagnoseFunction,
    #[cfg(feature = "tls")]
    TlsFunction,
}

/// Everything that can be called, by name; a number is a place in a list.
#[derive(Serialize)]
pub(crate) struct Table {
    functions: Vec<Entry>,
    objects: Vec<Object>,
    steps: &'static [&'static str],
}

/// A kind of object, and what one can be asked.
#[derive(Serialize)]
pub(crate) struct Object {
    pub(crate) name: &'static str,
    pub(crate) operations: Vec<Entry>,
}

/// An operation in JavaScript's spelling.
#[derive(Serialize)]
pub(crate) struct Entry {
    name: String,
    arguments: Vec<String>,
}

/// All that this build has.
pub(crate) fn table() -> Table {
    Table {
        functions: entries(signatures().into_iter()),
        #[cfg(feature = "protocol")]
        objects: crate::handle::objects(),
        #[cfg(not(feature = "protocol"))]
        objects: Vec::new(),
        #[cfg(feature = "protocol")]
        steps: &smtpwire_javascript_crossing::connected::STEPS,
        #[cfg(not(feature = "protocol"))]
        steps: &[],
    }
}

pub(crate) fn entries(signatures: impl Iterator<Item = Signature>) -> Vec<Entry> {
    let entry = |signature: Signature| Entry {
        name: camel_case(signature.name),
        arguments: signature.arguments.iter().map(|name| camel_case(name)).collect(),
    };
    signatures.map(entry).collect()
}
