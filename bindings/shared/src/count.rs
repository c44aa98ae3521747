//! Counts of octets, and of what else a memory bounds.

use serde::ser::{Serialize, Serializer};

use crate::config::{FromPlain, Plain, Wrong, number_given};

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

impl FromPlain for Count {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        const NEEDED: &str = "a whole number from 0, or its digits,";
        match plain {
            Plain::Integer(number) => u64::try_from(number)
                .map(Self)
                .map_err(|_| Wrong::other(&number_given(number), NEEDED)),
            Plain::Text(digits) => {
                let all_digits = digits.bytes().all(|digit| digit.is_ascii_digit());
                let count = digits.parse().ok().filter(|_| all_digits);
                count.map(Self).ok_or_else(|| Wrong::text(&digits, NEEDED))
            }
            other => Err(Wrong::form(&other, NEEDED)),
        }
    }
}

/// How much of something may be held at once: 64 bits, as every shell takes them.
///
/// A computer of 32 bits can hold no more than its memory has; a bound above that is one that it never reaches, and
/// as good as any. So a configuration is taken by all builds, or by none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub usize);

impl FromPlain for Size {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        u64::from_plain(plain).map(|size| Self(usize::try_from(size).unwrap_or(usize::MAX)))
    }
}
