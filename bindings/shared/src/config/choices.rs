//! The mirror of a core's struct of choices.

use crate::count::Size;

/// What was chosen, put into the core's field.
pub(super) trait Choose<C> {
    /// Sets the field.
    fn choose(self, field: &mut C);
}

macro_rules! as_it_is {
    ($($type:ty),+) => {$(
        impl Choose<Self> for $type {
            fn choose(self, field: &mut Self) {
                *field = self;
            }
        }
    )+};
}

as_it_is!(bool, u64, u32, String, Vec<String>);
as_it_is!(Option<u64>, Option<u32>, Option<String>);

impl Choose<usize> for Size {
    fn choose(self, field: &mut usize) {
        *field = self.0;
    }
}

impl Choose<Option<usize>> for Option<Size> {
    fn choose(self, field: &mut Option<usize>) {
        *field = self.map(|size| size.0);
    }
}

/// Declares the mirror: a struct whose fields are those of the core's, each of which may be absent.
/// A field of the core's struct that is not listed here is found by the tests, one that is gone by the
/// compiler.
macro_rules! choices {
    ($(#[$meta:meta])* $name:ident of $core:ty { $($field:ident: $kind:ty,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            $(
                #[doc = concat!("[`", stringify!($field), "`](", stringify!($core), "::", stringify!($field), ")")]
                pub $field: Option<$kind>,
            )+
        }

        impl $name {
            /// The names of all fields.
            pub const FIELDS: &'static [&'static str] = &[$(stringify!($field)),+];

            /// Puts what was chosen into the core's; what was not stays as it is there.
            pub fn apply(self, core: &mut $core) {
                $(
                    if let Some(choice) = self.$field {
                        $crate::config::choices::Choose::choose(choice, &mut core.$field);
                    }
                )+
            }
        }

        impl $crate::config::FromPlain for $name {
            fn from_plain(plain: $crate::config::Plain) -> Result<Self, $crate::config::Wrong> {
                let mut fields = $crate::config::fields::Fields::of(plain, Self::FIELDS)?;
                Ok(Self { $($field: fields.given()?,)+ })
            }
        }

        impl $crate::config::choices::Choose<$core> for $name {
            fn choose(self, field: &mut $core) {
                self.apply(field);
            }
        }
    };
}
pub(super) use choices;
