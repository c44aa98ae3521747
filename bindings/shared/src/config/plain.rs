//! What a language gives for choices, before it is known what it means.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    Deserialize, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::wrong::Wrong;
use crate::javascript::snake_case;

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

    /// The same with all names of fields in Rust's spelling.
    pub(super) fn in_snake_case(self) -> Self {
        match self {
            Self::Object(fields) => {
                let spelled =
                    |(name, value): (String, Self)| (snake_case(&name), value.in_snake_case());
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

impl IntoDeserializer<'_, Wrong> for Plain {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Plain {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(flag) => visitor.visit_bool(flag),
            Self::Integer(number) => match (u64::try_from(number), i64::try_from(number)) {
                (Ok(number), _) => visitor.visit_u64(number),
                (_, Ok(number)) => visitor.visit_i64(number),
                _ => Err(Wrong::custom(format_args!("{number} is out of range"))),
            },
            Self::Float(float) => visitor.visit_f64(float),
            Self::Text(text) => visitor.visit_string(text),
            Self::Octets(octets) => visitor.visit_byte_buf(octets),
            Self::List(items) => {
                let mut access = SeqDeserializer::new(items.into_iter());
                let value = visitor.visit_seq(&mut access)?;
                access.end()?;
                Ok(value)
            }
            Self::Object(fields) => {
                let mut access = MapDeserializer::new(fields.into_iter());
                let value = visitor.visit_map(&mut access)?;
                access.end()?;
                Ok(value)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self {
            Self::Null => visitor.visit_none(),
            given => visitor.visit_some(given),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        match self {
            Self::Text(text) => {
                let word: serde::de::value::StringDeserializer<Wrong> = text.into_deserializer();
                word.deserialize_enum(name, variants, visitor)
            }
            other => other.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
