//! Counts of octets, and of what else a memory bounds.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

/// A count of octets, 64 bits.
///
/// It is written as a number. It is read from a number, or from its digits: not every language's
/// numbers hold 64 bits, and [`crate::javascript`] writes those above 2^53 - 1 so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub u64);

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl Visitor<'_> for Reader {
    type Value = Count;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a count: a number from 0, or its digits")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Count, E> {
        Ok(Count(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Count, E> {
        let count = u64::try_from(number);
        count.map(Count).map_err(|_| E::invalid_value(serde::de::Unexpected::Signed(number), &self))
    }

    fn visit_str<E: Error>(self, digits: &str) -> Result<Count, E> {
        let all_digits = digits.bytes().all(|digit| digit.is_ascii_digit());
        let count = digits.parse().ok().filter(|_| all_digits);
        count.map(Count).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(digits), &self))
    }
}

/// How much of something may be held at once: 64 bits, as every shell takes them.
///
/// A computer of 32 bits can hold no more than its memory has; a bound above that is one that it never reaches, and
/// as good as any. So a configuration is taken by all builds, or by none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub usize);

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u64::deserialize(deserializer).map(|size| Self(usize::try_from(size).unwrap_or(usize::MAX)))
    }
}

/// The field of a struct that is not one of ours.
pub(crate) fn size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    Size::deserialize(deserializer).map(|size| size.0)
}

/// The same where null is none.
pub(crate) fn size_or_none<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<usize>, D::Error> {
    Option::<Size>::deserialize(deserializer).map(|size| size.map(|size| size.0))
}
