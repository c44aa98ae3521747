//! Results, written.

use std::fmt::{self, Write as _};

use smtpwire_shell::javascript::MAX_SAFE_INTEGER;

use super::names::{Form, Names};
use super::tag;

/// How long the head is.
const HEAD: usize = 12;

/// Set in the head when not all text is ASCII.
const NOT_ASCII: u32 = 1 << 31;

/// Why a value can't be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritable(String);

impl Unwritable {
    pub(super) fn new(why: &dyn fmt::Display) -> Self {
        Self(why.to_string())
    }
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

/// One result at a time, and the names that were told in all of them.
#[derive(Debug, Default)]
pub struct Writer {
    pub(super) tree: Vec<u8>,
    pub(super) text: String,
    pub(super) rest: Vec<u8>,
    pub(super) names: Names,
    /// Whether the next text is a word.
    pub(super) is_word: bool,
    beyond_ascii: bool,
}

impl Writer {
    /// Writes a value in the place of the last. Returns how many octets it has; none stand for
    /// `undefined`.
    ///
    /// # Errors
    /// For what no JavaScript holds, and for 2^30 octets and more.
    pub fn write<T: serde::Serialize + ?Sized>(&mut self, value: &T) -> Result<usize, Unwritable> {
        self.write_with(|writer| value.serialize(writer))
    }

    /// The same for what is written by `value`.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub(crate) fn write_with(
        &mut self,
        value: impl FnOnce(&mut Self) -> Result<(), Unwritable>,
    ) -> Result<usize, Unwritable> {
        self.clear();
        value(self)?;
        self.finish()
    }

    /// Writes octets.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub(crate) fn write_octets(&mut self, octets: &[u8]) -> Result<usize, Unwritable> {
        self.write_with(|writer| writer.octets(octets))
    }

    /// Writes a number.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn write_number(&mut self, number: u64) -> Result<usize, Unwritable> {
        self.write_with(|writer| writer.number(number))
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
        self.rest.clear();
        self.beyond_ascii = false;
        self.is_word = false;
    }

    /// The last value.
    pub fn written(&self) -> &[u8] {
        &self.tree
    }

    /// Gives memory back that only a large value needed.
    pub fn shrink(&mut self, octets: usize) {
        for part in [&mut self.tree, &mut self.rest] {
            if part.capacity() > octets {
                *part = Vec::new();
            }
        }
        if self.text.capacity() > octets {
            self.text = String::new();
        }
    }

    fn finish(&mut self) -> Result<usize, Unwritable> {
        if self.tree.get(HEAD..) == Some(&[tag::UNDEFINED]) {
            self.tree.clear();
            return Ok(0);
        }
        let text_at = count(self.tree.len())?;
        self.tree.extend_from_slice(self.text.as_bytes());
        let text_end = count(self.tree.len())?;
        self.tree.extend_from_slice(&self.rest);
        let length = self.tree.len();
        if length >= crate::NUMBER as usize {
            return Err(Unwritable::new(&"the result is too large"));
        }
        let flag = if self.beyond_ascii { NOT_ASCII } else { 0 };
        let (shapes, words) = self.names.counts();
        if let Some(head) = self.tree.first_chunk_mut::<HEAD>() {
            let names = u32::from(shapes) | u32::from(words) << 16;
            let (places, _) = head.as_chunks_mut();
            for (place, part) in places.iter_mut().zip([text_at | flag, text_end, names]) {
                *place = part.to_le_bytes();
            }
        }
        Ok(length)
    }

    pub(super) fn tag(&mut self, tag: u8) {
        self.tree.push(tag);
    }

    fn tag_and_place(&mut self, tag: u8, place: u16) {
        let [low, high] = place.to_le_bytes();
        self.tree.extend_from_slice(&[tag, low, high]);
    }

    pub(super) fn tag_and_count(&mut self, tag: u8, length: usize) -> Result<(), Unwritable> {
        let [a, b, c, d] = count(length)?.to_le_bytes();
        self.tree.extend_from_slice(&[tag, a, b, c, d]);
        Ok(())
    }

    pub(super) fn patch(&mut self, at: usize, value: &[u8]) {
        for (octet, value) in self.tree.iter_mut().skip(at).zip(value) {
            *octet = *value;
        }
    }

    /// The head of a struct; where the number of its shape is.
    pub(super) fn shape(&mut self, shape: u16) -> usize {
        self.tag_and_place(tag::STRUCT, shape);
        self.tree.len().saturating_sub(2)
    }

    /// The head of a struct whose shape is known from the beginning: its fields follow.
    pub(super) fn form(&mut self, form: Form) -> usize {
        let shape = self.names.form(form);
        self.shape(shape)
    }

    /// A text by its number.
    pub(super) fn word(&mut self, word: u16) {
        self.tag_and_place(tag::WORD, word);
    }

    /// A text; as a word where that was said.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Unwritable> {
        if std::mem::take(&mut self.is_word)
            && let Some(word) = self.names.word(text)
        {
            self.word(word);
            return Ok(());
        }
        let from = self.text.len();
        self.text.push_str(text);
        self.text_from(from)
    }

    /// One text of several parts.
    pub(super) fn texts(&mut self, parts: &[&str]) -> Result<(), Unwritable> {
        let from = self.text.len();
        for part in parts {
            self.text.push_str(part);
        }
        self.text_from(from)
    }

    /// A text, as it is shown.
    pub(super) fn shown(&mut self, shown: &dyn fmt::Display) -> Result<(), Unwritable> {
        let from = self.text.len();
        write!(self.text, "{shown}").map_err(|error| Unwritable::new(&error))?;
        self.text_from(from)
    }

    /// A text that stands among the texts already, from there on.
    fn text_from(&mut self, from: usize) -> Result<(), Unwritable> {
        let text = self.text.get(from..).unwrap_or_default();
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

    /// A reply: by its number, where it comes again and again.
    pub(super) fn reply(&mut self, reply: &smtpwire::Reply<'_>) -> Result<(), Unwritable> {
        match self.names.reply(reply) {
            Some(word) => {
                self.tag_and_place(tag::REPLY, word);
                Ok(())
            }
            None => serde::Serialize::serialize(&smtpwire_shell::values::Reply::from(reply), self),
        }
    }

    pub(super) fn octets(&mut self, octets: &[u8]) -> Result<(), Unwritable> {
        self.tag_and_count(tag::OCTETS, octets.len())?;
        self.tree.extend_from_slice(octets);
        Ok(())
    }

    pub(super) fn number(&mut self, number: u64) -> Result<(), Unwritable> {
        if let Ok(small) = u8::try_from(number) {
            self.tree.extend_from_slice(&[tag::SMALL, small]);
        } else if let Ok(number) = usize::try_from(number)
            && u32::try_from(number).is_ok()
        {
            self.tag_and_count(tag::NUMBER, number)?;
        } else if number <= MAX_SAFE_INTEGER {
            #[allow(clippy::cast_precision_loss, reason = "up to 2^53 - 1 none is lost")]
            self.float(number as f64);
        } else {
            self.shown(&number)?;
        }
        Ok(())
    }

    pub(super) fn flag(&mut self, flag: bool) {
        self.tree.push(if flag { tag::TRUE } else { tag::FALSE });
    }

    /// The head of a list of so many values.
    pub(super) fn items(&mut self, length: usize) -> Result<(), Unwritable> {
        match u8::try_from(length) {
            Ok(few) => self.tree.extend_from_slice(&[tag::ITEMS, few]),
            Err(_) => self.tag_and_count(tag::LIST, length)?,
        }
        Ok(())
    }

    pub(super) fn float(&mut self, number: f64) {
        self.tree.push(tag::FLOAT);
        self.tree.extend_from_slice(&number.to_le_bytes());
    }
}

pub(super) fn count(length: usize) -> Result<u32, Unwritable> {
    u32::try_from(length).map_err(|error| Unwritable::new(&error))
}
