//! Values that may be given in several forms.

/// Reads a value of several forms: it is the first that fits.
macro_rules! forms {
    ($type:ident, $expecting:literal: $($form:ident),+) => {
        impl $crate::config::FromPlain for $type {
            fn from_plain(
                plain: $crate::config::Plain,
            ) -> Result<Self, $crate::config::Wrong> {
                $(
                    if let Ok(value) = $crate::config::FromPlain::from_plain(plain.clone()) {
                        return Ok(Self::$form(value));
                    }
                )+
                Err($crate::config::Wrong::said($expecting.to_owned()))
            }
        }
    };
}
pub(crate) use forms;
