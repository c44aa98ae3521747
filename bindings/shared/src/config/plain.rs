//! What a language gives for choices, before it is known what it means.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

use super::wrong::{Wrong, of_javascript};

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

impl Plain {
    /// What stands here where something else should.
    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(flag) => Unexpected::Bool(*flag),
            Self::Integer(number) => match (u64::try_from(*number), i64::try_from(*number)) {
                (Ok(number), _) => Unexpected::Unsigned(number),
                (_, Ok(number)) => Unexpected::Signed(number),
                _ => Unexpected::Other("a number out of range"),
            },
            Self::Float(float) => Unexpected::Float(*float),
            Self::Text(text) => Unexpected::Str(text),
            Self::Octets(octets) => Unexpected::Bytes(octets),
            Self::List(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
        }
    }

    fn integer<'de, V: Visitor<'de>>(number: i128, visitor: V) -> Result<V::Value, Wrong> {
        match (u64::try_from(number), i64::try_from(number)) {
            (Ok(number), _) => visitor.visit_u64(number),
            (_, Ok(number)) => visitor.visit_i64(number),
            _ => Err(Wrong::out_of_range(number, &visitor)),
        }
    }

    fn list<'de, V: Visitor<'de>>(items: Vec<Self>, visitor: V) -> Result<V::Value, Wrong> {
        let mut access = Items { items: items.into_iter(), read: 0 };
        let value = visitor.visit_seq(&mut access)?;
        let more = access.items.len();
        if more == 0 {
            return Ok(value);
        }
        Err(Wrong::invalid_length(access.read.saturating_add(more), &ItemsRead(access.read)))
    }

    fn object<'de, V: Visitor<'de>>(
        fields: Vec<(String, Self)>,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_map(Fields { fields: fields.into_iter(), value: None })
    }
}

/// The items of a list. What is wrong with one is told with its place.
struct Items {
    items: std::vec::IntoIter<Plain>,
    read: usize,
}

impl<'de> SeqAccess<'de> for &mut Items {
    type Error = Wrong;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Wrong> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let at = self.read;
        self.read = at.saturating_add(1);
        seed.deserialize(item).map(Some).map_err(|wrong| wrong.within(format!("[{at}]")))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// How many items were wanted.
struct ItemsRead(usize);

impl Expected for ItemsRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no more than {}", self.0)
    }
}

/// The fields of an object. What is wrong with one is told with its name.
struct Fields {
    fields: std::vec::IntoIter<(String, Plain)>,
    value: Option<(String, Plain)>,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Wrong> {
        let Some((name, value)) = self.fields.next() else { return Ok(None) };
        let key: StrDeserializer<'_, Wrong> = name.as_str().into_deserializer();
        match seed.deserialize(key) {
            Ok(key) => {
                self.value = Some((name, value));
                Ok(Some(key))
            }
            Err(wrong) => Err(wrong.within(name)),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        let (name, value) = self.value.take().unwrap_or((String::new(), Plain::Null));
        seed.deserialize(value).map_err(|wrong| wrong.within(name))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.fields.len())
    }
}

impl IntoDeserializer<'_, Wrong> for Plain {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Only what a type can be made of is offered to its visitor: each arm that is not here is code less for
/// every type there is, and the package for browsers is to be small.
macro_rules! only {
    ($($call:ident: $($form:ident($value:ident) => $visit:expr),+;)+) => {$(
        fn $call<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
            match self {
                $(Self::$form($value) => $visit(visitor, $value),)+
                other => Err(Wrong::invalid_type(other.unexpected(), &visitor)),
            }
        }
    )+};
}

/// Whole numbers of any width: a type's own visitor says which are in its range.
macro_rules! integers {
    ($($call:ident)+) => {
        only! { $($call: Integer(number) => |visitor, number| Self::integer(number, visitor);)+ }
    };
}

impl<'de> Deserializer<'de> for Plain {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(flag) => visitor.visit_bool(flag),
            Self::Integer(number) => Self::integer(number, visitor),
            Self::Float(float) => visitor.visit_f64(float),
            Self::Text(text) => visitor.visit_string(text),
            Self::Octets(octets) => visitor.visit_byte_buf(octets),
            Self::List(items) => Self::list(items, visitor),
            Self::Object(fields) => Self::object(fields, visitor),
        }
    }

    only! {
        deserialize_bool: Bool(flag) => V::visit_bool;
        deserialize_str: Text(text) => V::visit_string, Octets(octets) => V::visit_byte_buf;
        deserialize_string: Text(text) => V::visit_string, Octets(octets) => V::visit_byte_buf;
        deserialize_identifier: Text(text) => V::visit_string;
        deserialize_seq: List(items) => |visitor, items| Self::list(items, visitor);
        deserialize_map: Object(fields) => |visitor, fields| Self::object(fields, visitor);
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.deserialize_map(visitor)
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
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        match self {
            Self::Text(text) => {
                let word: StrDeserializer<'_, Wrong> = text.as_str().into_deserializer();
                visitor.visit_enum(word)
            }
            other => Err(Wrong::invalid_type(other.unexpected(), &visitor)),
        }
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct ignored_any
    }
}
