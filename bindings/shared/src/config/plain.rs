//! What a language gives for choices, before it is known what it means.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::Spelling;
use super::wrong::of_javascript;

/// A value of a language, of whatever form: a tree that any of serde's deserializers makes, and that
/// a shell can also make by hand.
///
/// It has no `Debug`: what is in it may be a secret.
#[derive(Clone, PartialEq)]
pub enum Plain {
    /// null, `None`, `undefined`.
    Null,
    /// true or false.
    Bool(bool),
    /// An integer; also one that a language has as a float.
    Integer(i128),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    Text(String),
    /// Octets.
    Octets(Vec<u8>),
    /// A list.
    List(Vec<Plain>),
    /// An object or a dictionary, in its order.
    Object(Vec<(String, Plain)>),
}

impl Plain {
    /// An object without the fields that are null. JavaScript's `undefined` and `null` are the same to
    /// serde, and a field that is `undefined` is one that was not given: a shell that can tell them
    /// apart drops those itself and keeps null, which means "none" where a limit is concerned.
    #[must_use]
    pub fn without_nulls(self) -> Self {
        match self {
            Self::Object(fields) => {
                let given = fields.into_iter().filter(|(_, value)| *value != Self::Null);
                Self::Object(given.map(|(name, value)| (name, value.without_nulls())).collect())
            }
            other => other,
        }
    }

    /// The same with all names of fields in Rust's spelling, where they are in another.
    pub(crate) fn spelled_by(self, spelling: Spelling) -> Self {
        match spelling {
            Spelling::Rust => self,
            Spelling::JavaScript => self.in_snake_case(),
        }
    }

    fn in_snake_case(self) -> Self {
        match self {
            Self::Object(fields) => {
                let spelled =
                    |(name, value): (String, Self)| (of_javascript(&name), value.in_snake_case());
                Self::Object(fields.into_iter().map(spelled).collect())
            }
            Self::List(items) => Self::List(items.into_iter().map(Self::in_snake_case).collect()),
            other => other,
        }
    }
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

/// A float without a fraction is the integer that it stands for.
#[allow(clippy::cast_possible_truncation, reason = "below 2^64 in size, and without a fraction")]
fn number(float: f64) -> Plain {
    const LIMIT: f64 = 18_446_744_073_709_551_616.0;
    if float.fract() == 0.0 && float.abs() < LIMIT {
        Plain::Integer(float as i128)
    } else {
        Plain::Float(float)
    }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Plain;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Plain, E> {
        Ok(Plain::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Plain, E> {
        Ok(Plain::Integer(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Plain, E> {
        Ok(Plain::Integer(number.into()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Plain, E> {
        Ok(Plain::Integer(number))
    }

    fn visit_f64<E>(self, float: f64) -> Result<Plain, E> {
        Ok(number(float))
    }

    fn visit_str<E>(self, text: &str) -> Result<Plain, E> {
        Ok(Plain::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Plain, E> {
        Ok(Plain::Text(text))
    }

    fn visit_bytes<E>(self, octets: &[u8]) -> Result<Plain, E> {
        Ok(Plain::Octets(octets.to_vec()))
    }

    fn visit_byte_buf<E>(self, octets: Vec<u8>) -> Result<Plain, E> {
        Ok(Plain::Octets(octets))
    }

    fn visit_unit<E>(self) -> Result<Plain, E> {
        Ok(Plain::Null)
    }

    fn visit_none<E>(self) -> Result<Plain, E> {
        Ok(Plain::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Plain, D::Error> {
        Plain::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Plain, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Plain::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Plain, A::Error> {
        let mut fields = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            fields.push(entry);
        }
        Ok(Plain::Object(fields))
    }
}
