//! The table of all that a build of the JavaScript shells can be asked for, and every operation of it by its number.
//!
//! A crate of its own beside `lib.rs`, because a crate is what cargo optimises: the table is large and seldom asked,
//! and for WebAssembly it is compiled for size, while what every call goes through is compiled for speed.
//!
//! One build has everything; those for WebAssembly have a part each, so that a page fetches what it uses.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

use serde::Serialize;
use smtpwire::ErrorCode;
use smtpwire_shell::Failure;
use smtpwire_shell::config::{Plain, Spelling};
use smtpwire_shell::javascript::camel_case;
#[cfg(feature = "diagnose")]
use smtpwire_shell::operations::DiagnoseFunction;
#[cfg(feature = "tls")]
use smtpwire_shell::operations::TlsFunction;
use smtpwire_shell::operations::{Answer, Signature};
#[cfg(feature = "protocol")]
use smtpwire_shell::operations::{
    ChunkReader, ChunkReaderOperation, ChunkTotal, ChunkTotalOperation, ClientOperation,
    ContentScanner, ContentScannerOperation, Function, LineFramer, LineFramerOperation,
    MailerOperation, ReplyReader, ReplyReaderOperation, ServerOperation, Stuffer, StufferOperation,
    Unstuffer, UnstufferOperation,
};
#[cfg(feature = "protocol")]
use smtpwire_shell::{ClientLine, MailerLine, ServerLine};

use smtpwire_javascript_crossing::wire::Writer;
use smtpwire_javascript_crossing::written;

/// Writes an operation's answer.
struct Writing<'w>(&'w mut Writer);

impl Answer for Writing<'_> {
    type Written = u32;

    fn write<T: Serialize + ?Sized>(self, value: &T) -> Result<u32, Failure> {
        written(self.0.write(value))
    }
}

/// What is said of a number that stands for nothing.
pub fn unknown(what: &str) -> Failure {
    Failure::usage(ErrorCode::InvalidValue, format!("there is no such {what}"))
}

/// What has this number.
///
/// # Errors
/// `invalid-value` for a number that nothing has.
pub fn find<T: Copy>(all: &[T], number: u32) -> Result<T, Failure> {
    let at = usize::try_from(number).ok();
    at.and_then(|at| all.get(at)).copied().ok_or_else(|| unknown("operation"))
}

/// Puts tables of functions behind each other: a function's number counts from the first of them.
macro_rules! functions {
    ($($(#[$built:meta])* $functions:ident,)+) => {
        /// Calls a function.
        ///
        /// # Errors
        /// `invalid-value` for a number that no function has; those of the function.
        #[inline(never)]
        pub fn call(number: u32, given: Plain, writer: &mut Writer) -> Result<u32, Failure> {
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

/// Something that has operations.
#[cfg(feature = "protocol")]
pub trait Operated {
    /// Does an operation; the number is the length of what was written.
    ///
    /// # Errors
    /// `invalid-value` for a number that no operation has; those of the operation.
    fn operate(&mut self, number: u32, given: Plain, writer: &mut Writer) -> Result<u32, Failure>;

    /// Its operations in the order of their numbers.
    fn operations() -> Vec<Entry>;
}

#[cfg(feature = "protocol")]
macro_rules! operated {
    ($($object:ty: $operation:ident;)+) => {$(
        impl Operated for $object {
            // Inlined, it would be compiled for speed after all.
            #[inline(never)]
            fn operate(
                &mut self,
                number: u32,
                given: Plain,
                writer: &mut Writer,
            ) -> Result<u32, Failure> {
                let operation = find($operation::ALL, number)?;
                operation.call(self, given, Spelling::JavaScript, Writing(writer))
            }

            fn operations() -> Vec<Entry> {
                entries($operation::ALL.iter().map(|known| known.signature()))
            }
        }
    )+};
}

#[cfg(feature = "protocol")]
operated! {
    ClientLine: ClientOperation;
    MailerLine: MailerOperation;
    ServerLine: ServerOperation;
    ReplyReader: ReplyReaderOperation;
    Stuffer: StufferOperation;
    Unstuffer: UnstufferOperation;
    ContentScanner: ContentScannerOperation;
    LineFramer: LineFramerOperation;
    ChunkReader: ChunkReaderOperation;
    ChunkTotal: ChunkTotalOperation;
}

/// Everything that can be called, by name; a number is a place in a list.
#[derive(Serialize)]
pub struct Table {
    functions: Vec<Entry>,
    objects: Vec<Object>,
    steps: &'static [&'static str],
}

/// A kind of object, and what one can be asked.
#[derive(Serialize)]
pub struct Object {
    /// Its name.
    pub name: &'static str,
    /// Its operations.
    pub operations: Vec<Entry>,
}

/// An operation in JavaScript's spelling.
#[derive(Serialize)]
pub struct Entry {
    name: String,
    arguments: Vec<String>,
}

/// All that this build has, with these objects.
pub fn table(objects: Vec<Object>) -> Table {
    Table {
        functions: entries(signatures().into_iter()),
        objects,
        #[cfg(feature = "protocol")]
        steps: &smtpwire_javascript_crossing::connected::STEPS,
        #[cfg(not(feature = "protocol"))]
        steps: &[],
    }
}

fn entries(signatures: impl Iterator<Item = Signature>) -> Vec<Entry> {
    let entry = |signature: Signature| Entry {
        name: camel_case(signature.name),
        arguments: signature.arguments.iter().map(|name| camel_case(name)).collect(),
    };
    signatures.map(entry).collect()
}
