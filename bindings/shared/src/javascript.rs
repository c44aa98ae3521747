//! The spelling of JavaScript: a layer between the plain data and a language's serializer.
//!
//! The shapes have Rust's names (`local_part`), which are Python's too. [`Writer`] goes around the
//! serializer of a JavaScript shell and changes two things, and nothing else:
//!
//! * names of fields become `localPart`;
//! * integers that a JavaScript number can't hold become text of digits, as in the conformance
//!   vectors. A `bigint` would make `JSON.stringify` throw wherever a peer says `SIZE=9999999999999999999`,
//!   and the text still compares with numbers as it should.
//!
//! On the way in the same is done by [`Spelling::JavaScript`](crate::config::Spelling::JavaScript).
//!
//! It is a layer and not a second set of names on each field, so that a new field needs nothing and
//! can't be forgotten.

use std::collections::HashMap;
use std::sync::{OnceLock, RwLock};

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// The largest integer up to which JavaScript's numbers hold every one: 2^53 - 1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// A name in JavaScript's spelling: `local_part` is `localPart`. What no name of ours looks like stays as it is: an
/// underscore that does not stand alone between small letters or digits.
///
/// ```
/// use smtpwire_shell::javascript::camel_case;
/// assert_eq!(camel_case("authorization_identity"), "authorizationIdentity");
/// assert_eq!(camel_case("RCPTMAX"), "RCPTMAX");
/// assert_eq!(camel_case("__proto__"), "__proto__");
/// ```
pub fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut letters = name.chars().peekable();
    let is_small = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let mut behind_small = false;
    while let Some(letter) = letters.next() {
        let initial = letters.next_if(|next| letter == '_' && behind_small && is_small(*next));
        camel.push(initial.map_or(letter, |initial| initial.to_ascii_uppercase()));
        behind_small = initial.is_some() || is_small(letter);
    }
    camel
}

/// A name in Rust's and Python's spelling: `localPart` is `local_part`. Capitals in a row stay.
pub fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 2);
    let mut low = false;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && low {
            snake.push('_');
            snake.push(letter.to_ascii_lowercase());
        } else {
            snake.push(letter);
        }
        low = letter.is_ascii_lowercase() || letter.is_ascii_digit();
    }
    snake
}

/// The same for a field of a type, which serde wants to live for ever. Each name is made once; there
/// are as many as the types have fields.
fn field(name: &'static str) -> &'static str {
    static NAMES: OnceLock<RwLock<HashMap<&'static str, &'static str>>> = OnceLock::new();
    if !name.contains('_') {
        return name;
    }
    let names = NAMES.get_or_init(RwLock::default);
    if let Some(known) = names.read().ok().and_then(|names| names.get(name).copied()) {
        return known;
    }
    let Ok(mut names) = names.write() else { return name };
    names.entry(name).or_insert_with(|| String::leak(camel_case(name)))
}

/// A serializer in JavaScript's spelling, around another.
#[derive(Clone, Copy, Debug)]
pub struct Writer<S>(pub S);

/// A value whose parts are written in JavaScript's spelling.
struct Spelled<'v, T: ?Sized>(&'v T);

impl<T: Serialize + ?Sized> Serialize for Spelled<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Writer(serializer))
    }
}

/// What passes through as it is.
macro_rules! pass {
    ($($call:ident($type:ty);)+) => {$(
        fn $call(self, value: $type) -> Result<S::Ok, S::Error> {
            self.0.$call(value)
        }
    )+};
}

impl<S: Serializer> Serializer for Writer<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Writer<S::SerializeSeq>;
    type SerializeTuple = Writer<S::SerializeTuple>;
    type SerializeTupleStruct = Writer<S::SerializeTupleStruct>;
    type SerializeTupleVariant = Writer<S::SerializeTupleVariant>;
    type SerializeMap = Writer<S::SerializeMap>;
    type SerializeStruct = Writer<S::SerializeStruct>;
    type SerializeStructVariant = Writer<S::SerializeStructVariant>;

    pass! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_unit_struct(&'static str);
    }

    fn serialize_u64(self, number: u64) -> Result<S::Ok, S::Error> {
        match u32::try_from(number) {
            Ok(small) => self.0.serialize_u32(small),
            #[allow(clippy::cast_precision_loss, reason = "up to 2^53 - 1 none is lost")]
            Err(_) if number <= MAX_SAFE_INTEGER => self.0.serialize_f64(number as f64),
            Err(_) => self.0.collect_str(&number),
        }
    }

    fn serialize_i64(self, number: i64) -> Result<S::Ok, S::Error> {
        match i32::try_from(number) {
            Ok(small) => self.0.serialize_i32(small),
            #[allow(clippy::cast_precision_loss, reason = "up to 2^53 - 1 none is lost")]
            Err(_) if number.unsigned_abs() <= MAX_SAFE_INTEGER => {
                self.0.serialize_f64(number as f64)
            }
            Err(_) => self.0.collect_str(&number),
        }
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.0.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_some(&Spelled(value))
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.0.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_unit_variant(name, index, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_struct(name, &Spelled(value))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_variant(name, index, variant, &Spelled(value))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        self.0.serialize_seq(length).map(Writer)
    }

    fn serialize_tuple(self, length: usize) -> Result<Self::SerializeTuple, S::Error> {
        self.0.serialize_tuple(length).map(Writer)
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        length: usize,
    ) -> Result<Self::SerializeTupleStruct, S::Error> {
        self.0.serialize_tuple_struct(name, length).map(Writer)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        self.0.serialize_tuple_variant(name, index, variant, length).map(Writer)
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        self.0.serialize_map(length).map(Writer)
    }

    fn serialize_struct(
        self,
        name: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        self.0.serialize_struct(name, length).map(Writer)
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        self.0.serialize_struct_variant(name, index, variant, length).map(Writer)
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// A list of parts, each in JavaScript's spelling.
macro_rules! parts {
    ($($trait:ident :: $call:ident;)+) => {$(
        impl<S: $trait> $trait for Writer<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn $call<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
                self.0.$call(&Spelled(value))
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.0.end()
            }
        }
    )+};
}

parts! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

/// Named parts, names and all.
macro_rules! fields {
    ($($trait:ident;)+) => {$(
        impl<S: $trait> $trait for Writer<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), S::Error> {
                self.0.serialize_field(field(name), &Spelled(value))
            }

            fn skip_field(&mut self, name: &'static str) -> Result<(), S::Error> {
                self.0.skip_field(field(name))
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.0.end()
            }
        }
    )+};
}

fields! {
    SerializeStruct;
    SerializeStructVariant;
}

/// Keys are data, and stay as they are.
impl<S: SerializeMap> SerializeMap for Writer<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.0.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.0.serialize_value(&Spelled(value))
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}
