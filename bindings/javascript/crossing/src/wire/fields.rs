//! What a value holds: fields of a struct, items of a list, pairs of an object.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

use super::names::Names;
use super::tag;
use super::writer::{Unwritable, Writer, count};

/// A field whose text is one of a few words.
const WORD_FIELD: &str = "type";

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

impl<'w> Fields<'w> {
    pub(super) fn new(writer: &'w mut Writer, name: &'static str) -> Self {
        let at = writer.shape(Names::EMPTY);
        let reply = (name == "Reply").then_some(ReplyBegun { lines: 0, text: writer.text.len() });
        Self { writer, at, shape: Names::EMPTY, reply }
    }
}

/// A field under way.
struct Begun {
    /// Where its value begins in the tree.
    before: usize,
    /// The shape with it.
    shape: u16,
}

impl Fields<'_> {
    /// What is done for every field is no part of this: it is there once for each type that a field has.
    pub(super) fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        let begun = self.begin(name)?;
        value.serialize(&mut *self.writer)?;
        self.end(name, &begun);
        Ok(())
    }

    #[inline(never)]
    fn begin(&mut self, name: &'static str) -> Result<Begun, Unwritable> {
        let before = self.writer.tree.len();
        let shape = self.writer.names.with_field(self.shape, name);
        let shape = shape.ok_or_else(|| Unwritable::new(&"too many types"))?;
        self.writer.is_word = name == WORD_FIELD;
        Ok(Begun { before, shape })
    }

    #[inline(never)]
    fn end(&mut self, name: &str, &Begun { before, shape }: &Begun) {
        self.writer.is_word = false;
        if let Some(reply) = &mut self.reply {
            match name {
                "enhanced" => reply.text = self.writer.text.len(),
                "lines" => reply.lines = before,
                "wire" if self.writer.goes_without(reply, before) => {
                    self.writer.tree.truncate(before);
                    return;
                }
                _ => {}
            }
        }
        self.shape = shape;
    }

    pub(super) fn done(self) {
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
        let mut text = self.text.as_bytes().get(reply.text..)?;
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

impl<'w> Items<'w> {
    pub(super) fn new(writer: &'w mut Writer, tag: u8) -> Result<Self, Unwritable> {
        let at = writer.tree.len().saturating_add(1);
        writer.tag_and_count(tag, 0)?;
        Ok(Self { writer, at, count: 0 })
    }
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
