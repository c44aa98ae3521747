//! Values as octets.
//!
//! **Results** ([`Writer`]) are two parts behind a head of 8 octets, all numbers little-endian:
//!
//! ```text
//! head   u32 where the text begins, from the start; its highest bit says that not all text is ASCII
//!        u16 how many shapes there are by now, u16 how many words
//! tree   one value: a tag of one octet, and what belongs to it
//! text   every text of the tree, in its order, as UTF-8
//! ```
//!
//! A text in the tree is only its length, in UTF-16 units, so that JavaScript decodes all text at once
//! and cuts it. A struct is the number of its **shape**, which is the list of its fields' names, and the
//! values of the fields; a **word** is a text that comes again and again (`greeting`, `failed`), by its
//! number. JavaScript asks once for the names behind the numbers.
//!
//! **Arguments** ([`read`]) are one value in which text stands where it belongs, behind its length in
//! octets; objects hold their names. `undefined` is never in it: a field that is undefined was not given.

mod reader;
mod shapes;
mod tag;
mod writer;

#[cfg(test)]
mod tests;

pub use reader::read;
pub use writer::{Unwritable, Writer};
