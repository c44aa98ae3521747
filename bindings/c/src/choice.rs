//! Enumerations: numbers in C, checked on the way in.
//!
//! C may hand over any number where it means an enumeration, and a Rust enum of a number that it does
//! not have is undefined behaviour. So what C gives is a `uint32_t` that is looked up here, and only what
//! is handed out has the enumeration's type.

/// Pairs the enumeration that C sees with the core's.
macro_rules! choice {
    ($(#[$doc:meta])+ $name:ident of $core:ty { $($(#[$value_doc:meta])+ $value:ident = $number:literal is $variant:ident,)+ }
        $(otherwise $(#[$other_doc:meta])+ $other:ident = $other_number:literal)?
    ) => {
        $(#[$doc])+
        #[repr(C)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$value_doc])+ $value = $number,)+ $($(#[$other_doc])+ $other = $other_number,)? }

        #[allow(dead_code, reason = "some are only given, some only taken")]
        impl $name {
            /// What the core calls it.
            pub(crate) fn read(number: u32) -> Result<$core, $crate::smtpwire_status> {
                match number {
                    $($number => Ok(<$core>::$variant),)+
                    _ => Err($crate::smtpwire_status::SMTPWIRE_OUT_OF_RANGE),
                }
            }

            /// What C calls it.
            pub(crate) fn of(value: $core) -> Self {
                match value {
                    $(<$core>::$variant => Self::$value,)+
                    // What a later core may add, where it says that it may.
                    $(_ => Self::$other,)?
                }
            }
        }
    };
}
pub(crate) use choice;
