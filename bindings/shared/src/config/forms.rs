//! What may be given as text, as octets, or as what it consists of.

use super::{FromPlain, Plain, Wrong};

/// One of the three. What is wrong with a field is told with its path, as everywhere.
#[derive(Clone, Debug)]
pub(crate) enum Form<F> {
    /// Text.
    Text(String),
    /// Octets; a list of numbers, in formats that have none.
    Octets(Vec<u8>),
    /// What it consists of.
    Fields(F),
}

impl<F: FromPlain> FromPlain for Form<F> {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        match plain {
            Plain::Text(text) => Ok(Self::Text(text)),
            Plain::Octets(octets) => Ok(Self::Octets(octets)),
            list @ Plain::List(_) => FromPlain::from_plain(list).map(Self::Octets),
            fields @ Plain::Object(_) => F::from_plain(fields).map(Self::Fields),
            other => Err(Wrong::form(&other, "text, octets, or the fields of it")),
        }
    }
}
