//! The macro that makes a table of operations.

/// Declares the operations on one object: an enumeration of them, their signatures, and the call.
///
/// ```text
/// operations! {
///     /// What a client is asked.
///     ClientOperation on ClientLine {
///         /// `MAIL FROM`: begins a transaction.
///         mail(client; from: ReversePathText, parameters: Option<Vec<Parameter>>) => begin(client, from, parameters);
///     }
/// }
/// ```
///
/// `client` is the object. Each argument is read by serde; those of type `Option` may be left out. The
/// body gives `Result<impl Serialize, Failure>`, and may use `?`.
macro_rules! operations {
    ($(#[$meta:meta])* $enum:ident on $object:ty {
        $($(#[$doc:meta])* $name:ident($this:ident $(; $($argument:ident: $type:ty),+ $(,)?)?) => $body:expr;)+
    }) => {
        $(#[$meta])*
        #[allow(non_camel_case_types, reason = "an operation has one name, everywhere")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $enum {
            $($(#[$doc])* $name,)+
        }

        impl $enum {
            /// Every operation, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name, and those of the arguments.
            pub const fn signature(self) -> $crate::operations::Signature {
                match self {
                    $(Self::$name => $crate::operations::Signature {
                        name: stringify!($name),
                        arguments: &[$($(stringify!($argument)),+)?],
                    },)+
                }
            }

            /// Does it. What was given is a list of arguments in their order, or an object of their
            /// names; those that may be left out may be null.
            ///
            /// # Errors
            /// `invalid-choice` for arguments of the wrong form; whatever the core refuses.
            #[allow(clippy::too_many_lines, reason = "it is a table")]
            pub fn call<A: $crate::operations::Answer>(
                self,
                object: &mut $object,
                given: $crate::config::Plain,
                spelling: $crate::config::Spelling,
                answer: A,
            ) -> Result<A::Written, $crate::Failure> {
                let names = self.signature().arguments;
                #[allow(unused_mut, reason = "operations may have no arguments")]
                let mut given = $crate::operations::arguments::Arguments::of(given, names, spelling)?;
                match self {
                    $(Self::$name => {
                        $($(let $argument: $type = given.next(stringify!($argument))?;)+)?
                        let $this = object;
                        let value = $body;
                        answer.write(&value.map_err(|failure: $crate::Failure| failure.spelled(spelling))?)
                    })+
                }
            }
        }
    };
}
pub(crate) use operations;
