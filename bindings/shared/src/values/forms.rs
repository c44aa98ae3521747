//! Values that may be given in several forms.

/// Reads a value of several forms: it is the first that fits, as with serde's `untagged`.
///
/// What was given is plain data anyway. serde's own way keeps it in a form of its own, and has a second
/// deserializer of every type for that, which is a good part of the module for browsers.
macro_rules! forms {
    ($type:ident, $expecting:literal: $($form:ident),+) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let given = $crate::config::Plain::deserialize(deserializer)?;
                $(
                    if let Ok(value) = serde::Deserialize::deserialize(given.clone()) {
                        return Ok(Self::$form(value));
                    }
                )+
                Err(serde::de::Error::custom($expecting))
            }
        }
    };
}
pub(crate) use forms;
