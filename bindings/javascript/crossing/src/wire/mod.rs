//! Values as octets.
//!
//! **Results** ([`Writer`]) are parts behind a head of 12 octets, all numbers little-endian:
//!
//! ```text
//! head   u32 where the text begins, from the start; its highest bit says that not all text is ASCII
//!        u32 where the text ends
//!        u16 how many shapes there are by now, u16 how many words
//! tree   one value: a tag of one octet, and what belongs to it
//! text   every text of the tree, in its order, as UTF-8
//! rest   octets of one value of the tree
//! ```
//!
//! A text in the tree is only its length, in UTF-16 units, so that JavaScript decodes all text at once
//! and cuts it. A struct is the number of its **shape**, which is the list of its fields' names, and the
//! values of the fields; a **word** is a text that comes again and again (`greeting`, `failed`), or a whole
//! reply that does, by its number. JavaScript asks once for what stands behind the numbers.
//!
//! **Arguments** ([`read`]) are one value in which text stands where it belongs, behind its length in
//! octets; objects hold their names. `undefined` is never in it: a field that is undefined was not given.
//!
//! * `writer`: the parts of a result, and the values in it, one method for each.
//! * `names`: shapes and words; `replies`: which replies have become words.
//! * `serializer`: whatever can be serialized, written by these methods; `fields` are its structs and lists.
//! * `events`: the events that every session has, written with nothing in between.
//! * `reader`: arguments.

mod events;
mod fields;
mod names;
mod reader;
mod replies;
mod serializer;
mod tag;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use events::Pumping;
pub use events::Told;
pub use reader::read;
pub use writer::{Unwritable, Writer};
