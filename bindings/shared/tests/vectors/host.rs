//! A host that knows nothing of smtpwire but names, plain data and octets, as the shells' languages do.

use serde::Serialize;
use serde_json::Value;
use smtpwire_shell::Failure;
use smtpwire_shell::config::{Plain, Spelling};
use smtpwire_shell::operations::{Answer, Function};

use crate::case::Octets;
use crate::shape::digits;

/// An answer as JSON: octets as lists of numbers, large numbers as digits.
pub(crate) struct Json;

impl Answer for Json {
    type Written = Value;

    fn write<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Failure> {
        let mut value = serde_json::to_value(value).expect("what is plain is JSON");
        digits(&mut value);
        Ok(value)
    }
}

/// An argument.
pub(crate) trait Given {
    fn plain(self) -> Plain;
}

impl Given for &Value {
    fn plain(self) -> Plain {
        serde_json::from_value(self.clone()).expect("plain data")
    }
}

impl Given for Value {
    fn plain(self) -> Plain {
        (&self).plain()
    }
}

impl Given for &str {
    fn plain(self) -> Plain {
        Plain::Text(self.to_owned())
    }
}

impl Given for &[u8] {
    fn plain(self) -> Plain {
        Plain::Octets(self.to_vec())
    }
}

impl Given for &Octets {
    fn plain(self) -> Plain {
        Plain::Octets(self.0.clone())
    }
}

/// Calls what is called so in a table.
macro_rules! by_name {
    ($operations:ty, $object:expr, $name:expr, $given:expr) => {{
        let name: &str = $name;
        let operation = <$operations>::ALL.iter().find(|known| known.signature().name == name);
        let operation = operation.unwrap_or_else(|| panic!("there is no operation {name}"));
        let given = smtpwire_shell::config::Plain::List($given);
        operation.call($object, given, smtpwire_shell::config::Spelling::Rust, crate::host::Json)
    }};
}

pub(crate) fn call_function(name: &str, given: Vec<Plain>) -> Result<Value, Failure> {
    by_name!(Function, &mut (), name, given)
}

/// `call!("parse_address", text, "mailbox")`: its answer, or its failure.
macro_rules! call {
    ($name:literal $(, $given:expr)* $(,)?) => {
        crate::host::call_function($name, vec![$(crate::host::Given::plain($given)),*])
    };
}
pub(crate) use call;

/// A small object, and the calls that its table has.
pub(crate) struct Tool<T> {
    object: T,
    call: fn(&mut T, &str, Vec<Plain>) -> Result<Value, Failure>,
}

macro_rules! tools {
    ($($make:ident: $object:ident by $operations:ident,)+) => {$(
        pub(crate) fn $make(options: &Value) -> Tool<smtpwire_shell::operations::$object> {
            use smtpwire_shell::operations::{$object, $operations};
            let object = $object::new(options.plain(), Spelling::Rust).expect("options");
            Tool { object, call: |object, name, given| by_name!($operations, object, name, given) }
        }
    )+};
}

tools! {
    reply_reader: ReplyReader by ReplyReaderOperation,
    stuffer: Stuffer by StufferOperation,
    unstuffer: Unstuffer by UnstufferOperation,
    line_framer: LineFramer by LineFramerOperation,
    chunk_reader: ChunkReader by ChunkReaderOperation,
    chunk_total: ChunkTotal by ChunkTotalOperation,
    content_scanner: ContentScanner by ContentScannerOperation,
}

impl<T> Tool<T> {
    /// A call without arguments.
    pub(crate) fn ask(&mut self, name: &str) -> Result<Value, Failure> {
        (self.call)(&mut self.object, name, Vec::new())
    }

    /// A call with one.
    pub(crate) fn tell(&mut self, name: &str, given: impl Given) -> Result<Value, Failure> {
        (self.call)(&mut self.object, name, vec![given.plain()])
    }

    /// The answer of a call without arguments that can't fail.
    pub(crate) fn of(&mut self, name: &str) -> Value {
        self.ask(name).unwrap_or_else(|failure| panic!("{name}: {failure}"))
    }

    /// The answer of one with one argument.
    pub(crate) fn done(&mut self, name: &str, given: impl Given) -> Value {
        self.tell(name, given).unwrap_or_else(|failure| panic!("{name}: {failure}"))
    }
}

/// The octets of an answer.
pub(crate) fn octets(value: &Value) -> Octets {
    let items = value.as_array().unwrap_or_else(|| panic!("no octets: {value}"));
    let octet = |item: &Value| item.as_u64().and_then(|number| u8::try_from(number).ok());
    Octets(items.iter().map(|item| octet(item).expect("an octet")).collect())
}

/// A count of an answer that is an index here.
pub(crate) fn size(value: &Value) -> usize {
    let number = value.as_u64().unwrap_or_else(|| panic!("no count: {value}"));
    usize::try_from(number).expect("a size")
}
