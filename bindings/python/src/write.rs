//! Plain data as Python's values: a serializer of serde's.
//!
//! Structures become dictionaries, octets `bytes`, what is absent stays out. Two structures have classes
//! in Python, and some more have them where a program reads them as attributes: which, stands in
//! [`Shape`].

use std::fmt;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};
use serde::ser::{self, Serialize};
use smtpwire_shell::Failure;

use crate::errors::{Fault, Outcome};
use crate::reply::Reply;

/// What structures become.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Dictionaries, all of them.
    Plain,
    /// Objects, where there is a class: replies, failures, outcomes.
    Objects,
}

/// The value as a Python object.
///
/// # Errors
/// Python has no memory for it, or it has a key that is no text.
pub(crate) fn write<'py, T: Serialize + ?Sized>(
    py: Python<'py>,
    shape: Shape,
    value: &T,
) -> Outcome<Bound<'py, PyAny>> {
    value.serialize(Writer { py, shape }).map_err(|Unwritable(fault)| fault)
}

/// Why a value can't be written.
#[derive(Debug)]
struct Unwritable(Fault);

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Fault::Failure(failure) => failure.fmt(f),
            Fault::Raised(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Failure::defect(message.to_string()).into())
    }
}

impl<E: Into<Fault>> From<E> for Unwritable {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

type Written<'py> = Result<Bound<'py, PyAny>, Unwritable>;

#[derive(Clone, Copy)]
struct Writer<'py> {
    py: Python<'py>,
    shape: Shape,
}

macro_rules! whole_numbers {
    ($($method:ident($type:ty),)+) => {$(
        fn $method(self, number: $type) -> Written<'py> {
            let Ok(number) = number.into_pyobject(self.py);
            Ok(number.into_any())
        }
    )+};
}

impl<'py> ser::Serializer for Writer<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Unwritable;
    type SerializeSeq = List<'py>;
    type SerializeTuple = List<'py>;
    type SerializeTupleStruct = List<'py>;
    type SerializeTupleVariant = ser::Impossible<Self::Ok, Unwritable>;
    type SerializeMap = Dict<'py>;
    type SerializeStruct = Dict<'py>;
    type SerializeStructVariant = ser::Impossible<Self::Ok, Unwritable>;

    whole_numbers! {
        serialize_i8(i8), serialize_i16(i16), serialize_i32(i32), serialize_i64(i64), serialize_i128(i128),
        serialize_u8(u8), serialize_u16(u16), serialize_u32(u32), serialize_u64(u64), serialize_u128(u128),
    }

    fn serialize_bool(self, flag: bool) -> Written<'py> {
        Ok(pyo3::types::PyBool::new(self.py, flag).to_owned().into_any())
    }

    fn serialize_f32(self, number: f32) -> Written<'py> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Written<'py> {
        Ok(PyFloat::new(self.py, number).into_any())
    }

    fn serialize_char(self, character: char) -> Written<'py> {
        self.serialize_str(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Written<'py> {
        Ok(PyString::new(self.py, text).into_any())
    }

    fn serialize_bytes(self, octets: &[u8]) -> Written<'py> {
        Ok(PyBytes::new(self.py, octets).into_any())
    }

    fn serialize_none(self) -> Written<'py> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written<'py> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written<'py> {
        Ok(self.py.None().into_bound(self.py))
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Written<'py> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Written<'py> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Written<'py> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Written<'py> {
        let dict = PyDict::new(self.py);
        dict.set_item(variant, value.serialize(self)?)?;
        Ok(dict.into_any())
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<List<'py>, Unwritable> {
        Ok(List { writer: self, items: Vec::new(), tuple: false })
    }

    fn serialize_tuple(self, length: usize) -> Result<List<'py>, Unwritable> {
        Ok(List { writer: self, items: Vec::with_capacity(length), tuple: true })
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        length: usize,
    ) -> Result<List<'py>, Unwritable> {
        self.serialize_tuple(length)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        Err(ser::Error::custom(format_args!("{name} has a form that is not written")))
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Dict<'py>, Unwritable> {
        Ok(Dict { writer: self, fields: PyDict::new(self.py), key: None, class: None })
    }

    fn serialize_struct(self, name: &'static str, _length: usize) -> Result<Dict<'py>, Unwritable> {
        let class = Class::of(name).filter(|_| self.shape == Shape::Objects);
        Ok(Dict { writer: self, fields: PyDict::new(self.py), key: None, class })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritable> {
        Err(ser::Error::custom(format_args!("{name} has a form that is not written")))
    }
}

/// The structures that have a class in Python.
#[derive(Clone, Copy)]
enum Class {
    Reply,
    Failure,
    RecipientOutcome,
    WhyNotTried,
}

impl Class {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "Reply" => Self::Reply,
            "Failure" => Self::Failure,
            "RecipientOutcome" => Self::RecipientOutcome,
            "WhyNotTried" => Self::WhyNotTried,
            _ => return None,
        })
    }

    /// An object of these fields.
    fn object<'py>(self, fields: &Bound<'py, PyDict>) -> Outcome<Bound<'py, PyAny>> {
        let py = fields.py();
        match self {
            Self::Reply => {
                let wire = fields.get_item("wire")?;
                let wire = wire.as_ref().and_then(|wire| wire.cast::<PyBytes>().ok());
                let reply = Reply::read(wire.map_or(b"", |wire| wire.as_bytes()))?;
                Ok(Bound::new(py, reply)?.into_any())
            }
            Self::Failure => crate::errors::of_fields(fields),
            Self::RecipientOutcome => {
                static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
                let class = CLASS.import(py, "smtpwire._records", "RecipientOutcome")?;
                Ok(class.call((), Some(fields))?)
            }
            Self::WhyNotTried => {
                static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
                let class = CLASS.import(py, "smtpwire._records", "NotTried")?;
                Ok(class.call((), Some(fields))?)
            }
        }
    }
}

/// A list under way.
struct List<'py> {
    writer: Writer<'py>,
    items: Vec<Bound<'py, PyAny>>,
    tuple: bool,
}

impl<'py> List<'py> {
    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.items.push(value.serialize(self.writer)?);
        Ok(())
    }

    fn whole(self) -> Written<'py> {
        Ok(if self.tuple {
            PyTuple::new(self.writer.py, self.items)?.into_any()
        } else {
            PyList::new(self.writer.py, self.items)?.into_any()
        })
    }
}

macro_rules! lists {
    ($($trait:ident::$method:ident,)+) => {$(
        impl<'py> ser::$trait for List<'py> {
            type Ok = Bound<'py, PyAny>;
            type Error = Unwritable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
                self.add(value)
            }

            fn end(self) -> Written<'py> {
                self.whole()
            }
        }
    )+};
}

lists! { SerializeSeq::serialize_element, SerializeTuple::serialize_element, SerializeTupleStruct::serialize_field, }

/// A dictionary under way, or the object that it becomes.
struct Dict<'py> {
    writer: Writer<'py>,
    fields: Bound<'py, PyDict>,
    key: Option<Bound<'py, PyAny>>,
    class: Option<Class>,
}

impl<'py> ser::SerializeMap for Dict<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.key = Some(key.serialize(self.writer)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        let key = self
            .key
            .take()
            .ok_or_else(|| <Unwritable as ser::Error>::custom("a value has a key"))?;
        Ok(self.fields.set_item(key, value.serialize(self.writer)?)?)
    }

    fn end(self) -> Written<'py> {
        Ok(self.fields.into_any())
    }
}

impl<'py> ser::SerializeStruct for Dict<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        let name = PyString::intern(self.writer.py, name);
        Ok(self.fields.set_item(name, value.serialize(self.writer)?)?)
    }

    fn end(self) -> Written<'py> {
        match self.class {
            Some(class) => Ok(class.object(&self.fields)?),
            None => Ok(self.fields.into_any()),
        }
    }
}

/// A whole number, for those who write none by serde.
pub(crate) fn number(py: Python<'_>, number: u64) -> Bound<'_, PyInt> {
    let Ok(number) = number.into_pyobject(py);
    number
}
