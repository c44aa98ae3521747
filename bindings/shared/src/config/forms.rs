//! What may be given as text, as octets, or as what it consists of.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

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

impl<'de, F: Deserialize<'de>> Deserialize<'de> for Form<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader(PhantomData))
    }
}

struct Reader<F>(PhantomData<F>);

impl<'de, F: Deserialize<'de>> Visitor<'de> for Reader<F> {
    type Value = Form<F>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, octets, or the fields of it")
    }

    fn visit_str<E>(self, text: &str) -> Result<Form<F>, E> {
        Ok(Form::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Form<F>, E> {
        Ok(Form::Text(text))
    }

    fn visit_bytes<E>(self, octets: &[u8]) -> Result<Form<F>, E> {
        Ok(Form::Octets(octets.to_vec()))
    }

    fn visit_byte_buf<E>(self, octets: Vec<u8>) -> Result<Form<F>, E> {
        Ok(Form::Octets(octets))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Form<F>, A::Error> {
        let mut octets = Vec::new();
        while let Some(octet) = numbers.next_element()? {
            octets.push(octet);
        }
        Ok(Form::Octets(octets))
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Form<F>, A::Error> {
        F::deserialize(MapAccessDeserializer::new(fields)).map(Form::Fields)
    }
}
