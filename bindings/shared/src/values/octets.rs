//! Octets, as a program gives them.

use std::ops::Deref;

use crate::config::{FromPlain, Plain, Wrong, octets};

/// Octets that are no secret: given as octets, as text (its UTF-8), or, in formats that have no
/// octets, as a list of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Octets(pub Vec<u8>);

impl Deref for Octets {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl FromPlain for Octets {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        octets(plain, "octets or text").map(Self)
    }
}
