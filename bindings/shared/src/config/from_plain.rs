//! Reading a value from plain data.
//!
//! serde's way compiles every form that a value could have for every type there is, and was a seventh of the
//! package for browsers. Here a type says what it is read from, and all else is done once: `fields` is how
//! structs are read, `words` how words are.

use super::plain::Plain;
use super::wrong::Wrong;

/// What can be read from plain data.
pub trait FromPlain: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// It has another form, or is out of range: what was given and what is needed.
    fn from_plain(plain: Plain) -> Result<Self, Wrong>;
}

impl FromPlain for Plain {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        Ok(plain)
    }
}

impl FromPlain for bool {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        match plain {
            Plain::Bool(flag) => Ok(flag),
            other => Err(Wrong::no_flag(&other)),
        }
    }
}

/// A whole number of any width.
#[inline(never)]
fn integer(plain: &Plain, least: i128, most: i128) -> Result<i128, Wrong> {
    match plain {
        Plain::Integer(number) if (least..=most).contains(number) => Ok(*number),
        other => Err(Wrong::no_integer(other, least, most)),
    }
}

macro_rules! integers {
    ($($type:ty),+) => {$(
        impl FromPlain for $type {
            fn from_plain(plain: Plain) -> Result<Self, Wrong> {
                let number = integer(&plain, <$type>::MIN.into(), <$type>::MAX.into())?;
                #[allow(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "it is in the range"
                )]
                let number = number as $type;
                Ok(number)
            }
        }
    )+};
}

integers!(u8, u16, u32, u64, i16, i32, i64);

impl FromPlain for String {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        match plain {
            Plain::Text(text) => Ok(text),
            Plain::Octets(octets) => Self::from_utf8(octets)
                .map_err(|_| Wrong::other("octets that are no UTF-8", "text")),
            other => Err(Wrong::form(&other, "text")),
        }
    }
}

impl<T: FromPlain> FromPlain for Option<T> {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        match plain {
            Plain::Null => Ok(None),
            given => T::from_plain(given).map(Some),
        }
    }
}

/// The items of a list.
#[inline(never)]
fn items(plain: Plain) -> Result<Vec<Plain>, Wrong> {
    match plain {
        Plain::List(items) => Ok(items),
        other => Err(Wrong::no_list(&other)),
    }
}

impl<T: FromPlain> FromPlain for Vec<T> {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let items = items(plain)?;
        let mut list = Self::with_capacity(items.len());
        for item in items {
            match T::from_plain(item) {
                Ok(item) => list.push(item),
                Err(wrong) => return Err(wrong.at(list.len())),
            }
        }
        Ok(list)
    }
}

/// The items of a list of so many.
///
/// # Errors
/// It is no list, or has another number of items.
pub(crate) fn parts<const N: usize>(plain: Plain, needed: &str) -> Result<[Plain; N], Wrong> {
    let items = items(plain)?;
    let count = items.len();
    items.try_into().map_err(|_| Wrong::count(count, needed))
}

/// One of the items of a list.
pub(crate) fn part<T: FromPlain>(plain: Plain, at: usize) -> Result<T, Wrong> {
    T::from_plain(plain).map_err(|wrong| wrong.at(at))
}

impl<A: FromPlain, B: FromPlain> FromPlain for (A, B) {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let [first, second] = parts(plain, "a list of 2")?;
        Ok((part(first, 0)?, part(second, 1)?))
    }
}

impl<A: FromPlain, B: FromPlain, C: FromPlain> FromPlain for (A, B, C) {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let [first, second, third] = parts(plain, "a list of 3")?;
        Ok((part(first, 0)?, part(second, 1)?, part(third, 2)?))
    }
}

/// Octets: as octets, as the text that they are, or as a list of numbers in formats that have no octets.
///
/// # Errors
/// It is none of these, or a number is none of an octet.
pub(crate) fn octets(plain: Plain, needed: &str) -> Result<Vec<u8>, Wrong> {
    match plain {
        Plain::Text(text) => Ok(text.into_bytes()),
        Plain::Octets(octets) => Ok(octets),
        list @ Plain::List(_) => FromPlain::from_plain(list),
        other => Err(Wrong::form(&other, needed)),
    }
}

impl FromPlain for serde_bytes::ByteBuf {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        octets(plain, "octets or text").map(Self::from)
    }
}
