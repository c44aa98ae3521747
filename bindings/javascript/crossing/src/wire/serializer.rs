//! Whatever can be serialized, written.

use std::fmt;

use serde::ser::{Serialize, Serializer};
use smtpwire_shell::javascript::MAX_SAFE_INTEGER;

use super::fields::{Fields, Items, List};
use super::tag;
use super::writer::{Unwritable, Writer};

impl serde::ser::Error for Unwritable {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(&message)
    }
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = List<'w>;
    type SerializeTuple = List<'w>;
    type SerializeTupleStruct = List<'w>;
    type SerializeTupleVariant = List<'w>;
    type SerializeMap = Items<'w>;
    type SerializeStruct = Fields<'w>;
    type SerializeStructVariant = Fields<'w>;

    fn serialize_bool(self, flag: bool) -> Result<(), Unwritable> {
        self.flag(flag);
        Ok(())
    }

    fn serialize_i8(self, number: i8) -> Result<(), Unwritable> {
        self.serialize_i64(number.into())
    }

    fn serialize_i16(self, number: i16) -> Result<(), Unwritable> {
        self.serialize_i64(number.into())
    }

    fn serialize_i32(self, number: i32) -> Result<(), Unwritable> {
        self.serialize_i64(number.into())
    }

    fn serialize_i64(self, number: i64) -> Result<(), Unwritable> {
        match u64::try_from(number) {
            Ok(number) => self.number(number),
            #[allow(clippy::cast_precision_loss, reason = "up to 2^53 - 1 none is lost")]
            Err(_) if number.unsigned_abs() <= MAX_SAFE_INTEGER => {
                self.float(number as f64);
                Ok(())
            }
            Err(_) => self.shown(&number),
        }
    }

    fn serialize_u8(self, number: u8) -> Result<(), Unwritable> {
        self.number(number.into())
    }

    fn serialize_u16(self, number: u16) -> Result<(), Unwritable> {
        self.number(number.into())
    }

    fn serialize_u32(self, number: u32) -> Result<(), Unwritable> {
        self.number(number.into())
    }

    fn serialize_u64(self, number: u64) -> Result<(), Unwritable> {
        self.number(number)
    }

    fn serialize_f32(self, number: f32) -> Result<(), Unwritable> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Unwritable> {
        self.float(number);
        Ok(())
    }

    fn serialize_char(self, letter: char) -> Result<(), Unwritable> {
        self.text(letter.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Unwritable> {
        self.text(text)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, shown: &T) -> Result<(), Unwritable> {
        self.shown(&shown)
    }

    fn serialize_bytes(self, octets: &[u8]) -> Result<(), Unwritable> {
        self.octets(octets)
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.tag(tag::NULL);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.tag(tag::UNDEFINED);
        Ok(())
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<(), Unwritable> {
        self.is_word = true;
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        let mut fields = Fields::new(self, name);
        fields.field(variant, value)?;
        fields.done();
        Ok(())
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<List<'w>, Unwritable> {
        let Some(length) = length else { return Ok(List::Counted(Items::new(self, tag::LIST)?)) };
        self.items(length)?;
        Ok(List::Known(self))
    }

    fn serialize_tuple(self, length: usize) -> Result<List<'w>, Unwritable> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        length: usize,
    ) -> Result<List<'w>, Unwritable> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        length: usize,
    ) -> Result<List<'w>, Unwritable> {
        self.serialize_seq(Some(length))
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Items<'w>, Unwritable> {
        Items::new(self, tag::OBJECT)
    }

    fn serialize_struct(
        self,
        name: &'static str,
        _length: usize,
    ) -> Result<Fields<'w>, Unwritable> {
        Ok(Fields::new(self, name))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Fields<'w>, Unwritable> {
        Ok(Fields::new(self, name))
    }
}
