//! Asking an operation by its name, as a shell does.

use serde::Serialize;
use serde_json::Value;
use smtpwire_shell::Failure;
use smtpwire_shell::config::{Plain, Spelling};
use smtpwire_shell::operations::Answer;

/// A language whose values are JSON.
pub(crate) struct Json;

impl Answer for Json {
    type Written = Value;

    fn write<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Failure> {
        Ok(serde_json::to_value(value).expect("what is plain is JSON"))
    }
}

/// JSON as a language gives it.
pub(crate) fn plain(value: &Value) -> Plain {
    serde_json::from_value(value.clone()).expect("any JSON is plain data")
}

/// The operations of one object, by name.
pub(crate) trait Asked {
    /// Calls the operation of this name.
    fn call(&mut self, name: &str, given: Plain, spelling: Spelling) -> Result<Value, Failure>;

    /// Calls it with these arguments: a list, or an object of their names.
    fn ask(&mut self, name: &str, given: Value) -> Result<Value, Failure> {
        self.call(name, plain(&given), Spelling::Rust)
    }

    /// The same, when it can't fail.
    fn get(&mut self, name: &str, given: Value) -> Value {
        self.ask(name, given).unwrap_or_else(|failure| panic!("{name}: {failure}"))
    }

    /// The name of the failure, when it can't but fail.
    fn fails(&mut self, name: &str, given: Value) -> &'static str {
        match self.ask(name, given) {
            Ok(value) => panic!("{name} answers {value}"),
            Err(failure) => failure.name,
        }
    }
}

macro_rules! asked {
    ($($(#[$meta:meta])* $object:ty: $operation:ident;)+) => {$(
        $(#[$meta])*
        impl Asked for $object {
            fn call(&mut self, name: &str, given: Plain, spelling: Spelling) -> Result<Value, Failure> {
                use smtpwire_shell::operations::$operation as Operation;
                let mut all = Operation::ALL.iter();
                let found = all.find(|operation| operation.signature().name == name);
                let operation = found.unwrap_or_else(|| panic!("there is no operation {name}"));
                operation.call(self, given, spelling, Json)
            }
        }
    )+};
}

asked! {
    smtpwire_shell::ClientLine: ClientOperation;
    smtpwire_shell::MailerLine: MailerOperation;
    smtpwire_shell::ServerLine: ServerOperation;
    #[cfg(feature = "tls")]
    (): TlsFunction;
}
