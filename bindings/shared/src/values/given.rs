//! Telling a field that was given as null from one that was not given.

use serde::{Deserialize, Deserializer};

/// Reads a field that was given: `Some`, whatever it holds. With serde's `default`, a field that was
/// not given is `None`; so an `Option` inside is free to mean null.
pub(crate) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
