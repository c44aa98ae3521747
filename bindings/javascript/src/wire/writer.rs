//! Results, written.

use std::fmt;

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use smtpwire_shell::javascript::MAX_SAFE_INTEGER;

use super::shapes::Names;
use super::tag;

/// How long the head is.
const HEAD: usize = 8;

/// Set in the head when not all text is ASCII.
const NOT_ASCII: u32 = 1 << 31;

/// A field whose text is one of a few words.
const WORD_FIELD: &str = "type";

/// Why a value can't be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritable(String);

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

impl serde::ser::Error for Unwritable {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// One result at a time, and the names that were told in all of them.
#[derive(Debug, Default)]
pub struct Writer {
    tree: Vec<u8>,
    text: Vec<u8>,
    beyond_ascii: bool,
    is_word: bool,
    names: Names,
}

impl Writer {
    /// Writes a value in the place of the last. Returns how many octets it has; none stand for
    /// `undefined`.
    ///
    /// # Errors
    /// For what no JavaScript holds, and for more than 2^31 octets.
    pub fn write<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<usize, Unwritable> {
        self.clear();
        value.serialize(&mut *self)?;
        self.finish()
    }

    /// Writes the names of the shapes and words from these numbers on.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn write_names(&mut self, shapes: u32, words: u32) -> Result<usize, Unwritable> {
        let names = self.names.from(shapes, words);
        self.write(&names)
    }

    /// Forgets the last value.
    pub fn clear(&mut self) {
        self.tree.clear();
        self.tree.extend_from_slice(&[0; HEAD]);
        self.text.clear();
        self.beyond_ascii = false;
        self.is_word = false;
    }

    /// The last value.
    pub fn octets(&self) -> &[u8] {
        &self.tree
    }

    /// Gives memory back that only a large value needed.
    pub fn shrink(&mut self, octets: usize) {
        for part in [&mut self.tree, &mut self.text] {
            if part.capacity() > octets {
                *part = Vec::new();
            }
        }
    }

    fn finish(&mut self) -> Result<usize, Unwritable> {
        if self.tree.get(HEAD..) == Some(&[tag::UNDEFINED]) {
            self.tree.clear();
            return Ok(0);
        }
        let text_at = count(self.tree.len())?;
        self.tree.append(&mut self.text);
        let length = self.tree.len();
        if length >= NOT_ASCII as usize {
            return Err(Unwritable::custom("the result is too large"));
        }
        let flag = if self.beyond_ascii { NOT_ASCII } else { 0 };
        let (shapes, words) = self.names.counts();
        let head = (text_at | flag)
            .to_le_bytes()
            .into_iter()
            .chain(shapes.to_le_bytes())
            .chain(words.to_le_bytes());
        for (octet, value) in self.tree.iter_mut().zip(head) {
            *octet = value;
        }
        Ok(length)
    }

    fn tag_and_count(&mut self, tag: u8, length: usize) -> Result<(), Unwritable> {
        self.tree.push(tag);
        self.tree.extend_from_slice(&count(length)?.to_le_bytes());
        Ok(())
    }

    fn patch(&mut self, at: usize, value: &[u8]) {
        for (octet, value) in self.tree.iter_mut().skip(at).zip(value) {
            *octet = *value;
        }
    }

    fn begin_struct(&mut self, name: &'static str) -> Fields<'_> {
        self.tree.extend_from_slice(&[tag::STRUCT, 0, 0]);
        let at = self.tree.len().saturating_sub(2);
        let reply = (name == "Reply").then_some(ReplyBegun { lines: 0, text: self.text.len() });
        Fields { writer: self, at, shape: Names::EMPTY, reply }
    }
}

fn count(length: usize) -> Result<u32, Unwritable> {
    u32::try_from(length).map_err(Unwritable::custom)
}

/// The fields of a struct.
pub struct Fields<'w> {
    writer: &'w mut Writer,
    at: usize,
    shape: u16,
    reply: Option<ReplyBegun>,
}

/// A reply under way: where its lines are in the tree, and where its text began.
struct ReplyBegun {
    lines: usize,
    text: usize,
}

impl Fields<'_> {
    fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        let before = self.writer.tree.len();
        let shape = self.writer.names.with_field(self.shape, name);
        let shape = shape.ok_or_else(|| Unwritable::custom("too many types"))?;
        self.writer.is_word = name == WORD_FIELD;
        value.serialize(&mut *self.writer)?;
        self.writer.is_word = false;
        if let Some(reply) = &mut self.reply {
            match name {
                "enhanced" => reply.text = self.writer.text.len(),
                "lines" => reply.lines = before,
                "wire" if self.writer.goes_without(reply, before) => {
                    self.writer.tree.truncate(before);
                    return Ok(());
                }
                _ => {}
            }
        }
        self.shape = shape;
        Ok(())
    }

    fn done(self) {
        self.writer.patch(self.at, &self.shape.to_le_bytes());
    }
}

impl Writer {
    /// Whether the octets of a reply, which were written at `wire`, are just what its code and lines
    /// make: then they need not cross.
    fn goes_without(&self, reply: &ReplyBegun, wire: usize) -> bool {
        self.is_made_of_lines(reply, wire).unwrap_or(false)
    }

    fn is_made_of_lines(&self, reply: &ReplyBegun, wire: usize) -> Option<bool> {
        // Behind the tag and its count.
        let mut wire = self.tree.get(wire.checked_add(5)?..)?;
        if !wire.is_ascii() {
            return Some(false);
        }
        let mut text = self.text.get(reply.text..)?;
        let code = wire.get(..3)?;
        let mut tree = self.tree.get(reply.lines..)?;
        let lines = take_count(&mut tree, tag::ITEMS, tag::LIST)?;
        for number in 1..=lines {
            let length = take_count(&mut tree, tag::SHORT, tag::TEXT)?;
            let (line, rest) = text.split_at_checked(length)?;
            text = rest;
            let separator: &[u8] = if number == lines { b" " } else { b"-" };
            for part in [code, separator, line, b"\r\n"] {
                wire = wire.strip_prefix(part)?;
            }
        }
        Some(wire.is_empty())
    }
}

/// A count behind one of two tags: in one octet, or in four.
fn take_count(tree: &mut &[u8], one: u8, four: u8) -> Option<usize> {
    let (tag, rest) = tree.split_first()?;
    if *tag == one {
        let (count, rest) = rest.split_first()?;
        *tree = rest;
        return Some(usize::from(*count));
    }
    let (count, rest) = rest.split_first_chunk::<4>().filter(|_| *tag == four)?;
    *tree = rest;
    usize::try_from(u32::from_le_bytes(*count)).ok()
}

/// Items of a list, or pairs of an object.
pub struct Items<'w> {
    writer: &'w mut Writer,
    at: usize,
    count: usize,
}

impl Items<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.count = self.count.saturating_add(1);
        value.serialize(&mut *self.writer)
    }

    fn done(self) -> Result<(), Unwritable> {
        let count = count(self.count)?.to_le_bytes();
        self.writer.patch(self.at, &count);
        Ok(())
    }
}

/// A list whose length is known, or is not yet.
pub enum List<'w> {
    /// Its length is written.
    Known(&'w mut Writer),
    /// Its length is written at the end.
    Counted(Items<'w>),
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
        self.tree.push(if flag { tag::TRUE } else { tag::FALSE });
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
            Ok(number) => self.serialize_u64(number),
            #[allow(clippy::cast_precision_loss, reason = "up to 2^53 - 1 none is lost")]
            Err(_) if number.unsigned_abs() <= MAX_SAFE_INTEGER => {
                self.serialize_f64(number as f64)
            }
            Err(_) => self.collect_str(&number),
        }
    }

    fn serialize_u8(self, number: u8) -> Result<(), Unwritable> {
        self.tree.extend_from_slice(&[tag::SMALL, number]);
        Ok(())
    }

    fn serialize_u16(self, number: u16) -> Result<(), Unwritable> {
        self.serialize_u32(number.into())
    }

    fn serialize_u32(self, number: u32) -> Result<(), Unwritable> {
        if let Ok(small) = u8::try_from(number) {
            return self.serialize_u8(small);
        }
        self.tree.push(tag::NUMBER);
        self.tree.extend_from_slice(&number.to_le_bytes());
        Ok(())
    }

    fn serialize_u64(self, number: u64) -> Result<(), Unwritable> {
        match u32::try_from(number) {
            Ok(small) => self.serialize_u32(small),
            #[allow(clippy::cast_precision_loss, reason = "up to 2^53 - 1 none is lost")]
            Err(_) if number <= MAX_SAFE_INTEGER => self.serialize_f64(number as f64),
            Err(_) => self.collect_str(&number),
        }
    }

    fn serialize_f32(self, number: f32) -> Result<(), Unwritable> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Unwritable> {
        self.tree.push(tag::FLOAT);
        self.tree.extend_from_slice(&number.to_le_bytes());
        Ok(())
    }

    fn serialize_char(self, letter: char) -> Result<(), Unwritable> {
        self.serialize_str(letter.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Unwritable> {
        if std::mem::take(&mut self.is_word)
            && let Some(word) = self.names.word(text)
        {
            self.tree.push(tag::WORD);
            self.tree.extend_from_slice(&word.to_le_bytes());
            return Ok(());
        }
        self.text.extend_from_slice(text.as_bytes());
        let units = if text.is_ascii() {
            text.len()
        } else {
            self.beyond_ascii = true;
            text.encode_utf16().count()
        };
        match u8::try_from(units) {
            Ok(short) => self.tree.extend_from_slice(&[tag::SHORT, short]),
            Err(_) => self.tag_and_count(tag::TEXT, units)?,
        }
        Ok(())
    }

    fn serialize_bytes(self, octets: &[u8]) -> Result<(), Unwritable> {
        self.tag_and_count(tag::OCTETS, octets.len())?;
        self.tree.extend_from_slice(octets);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.tree.push(tag::NULL);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.tree.push(tag::UNDEFINED);
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
        self.serialize_str(variant)
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
        let mut fields = self.begin_struct(name);
        fields.field(variant, value)?;
        fields.done();
        Ok(())
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<List<'w>, Unwritable> {
        let Some(length) = length else {
            let at = self.tree.len().saturating_add(1);
            self.tag_and_count(tag::LIST, 0)?;
            return Ok(List::Counted(Items { writer: self, at, count: 0 }));
        };
        match u8::try_from(length) {
            Ok(few) => self.tree.extend_from_slice(&[tag::ITEMS, few]),
            Err(_) => self.tag_and_count(tag::LIST, length)?,
        }
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
        let at = self.tree.len().saturating_add(1);
        self.tag_and_count(tag::OBJECT, 0)?;
        Ok(Items { writer: self, at, count: 0 })
    }

    fn serialize_struct(
        self,
        name: &'static str,
        _length: usize,
    ) -> Result<Fields<'w>, Unwritable> {
        Ok(self.begin_struct(name))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Fields<'w>, Unwritable> {
        Ok(self.begin_struct(name))
    }
}

macro_rules! items {
    ($($trait:ident :: $call:ident;)+) => {$(
        impl $trait for List<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn $call<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
                match self {
                    Self::Known(writer) => value.serialize(&mut **writer),
                    Self::Counted(items) => items.item(value),
                }
            }

            fn end(self) -> Result<(), Unwritable> {
                match self {
                    Self::Known(_) => Ok(()),
                    Self::Counted(items) => items.done(),
                }
            }
        }
    )+};
}

items! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

macro_rules! fields {
    ($($trait:ident),+) => {$(
        impl $trait for Fields<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Unwritable> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Unwritable> {
                self.done();
                Ok(())
            }
        }
    )+};
}

fields!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Items<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.item(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.done()
    }
}
