//! What stands before each value, both ways. `src-js/tags.ts` has the same numbers.

/// null.
pub(super) const NULL: u8 = 0;
/// false.
pub(super) const FALSE: u8 = 1;
/// true.
pub(super) const TRUE: u8 = 2;
/// A number in one octet.
pub(super) const SMALL: u8 = 3;
/// A number in four octets.
pub(super) const NUMBER: u8 = 4;
/// A number in eight octets, as a float.
pub(super) const FLOAT: u8 = 5;
/// Text; its length in four octets.
pub(super) const TEXT: u8 = 6;
/// Octets; their number in four octets.
pub(super) const OCTETS: u8 = 7;
/// A list; its length in four octets.
pub(super) const LIST: u8 = 8;
/// Names, each a value, and values; how many pairs in four octets.
pub(super) const OBJECT: u8 = 9;
/// Arguments: an integer that a float can't hold, as a text of its digits.
pub(super) const DIGITS: u8 = 10;
/// Results: text; its length in one octet.
pub(super) const SHORT: u8 = 11;
/// Results: a struct; its shape in two octets.
pub(super) const STRUCT: u8 = 12;
/// Results: a word; its number in two octets.
pub(super) const WORD: u8 = 13;
/// Results: a list; its length in one octet.
pub(super) const ITEMS: u8 = 14;
/// Results: nothing at all.
pub(super) const UNDEFINED: u8 = 15;
/// Results: a reply that is a word; its number in two octets.
pub(super) const REPLY: u8 = 16;
/// Results: octets, all that stand behind the text.
pub(super) const REST: u8 = 17;
