//! A line of the dialog, and places in it.

use std::ops::Range;

use super::report::Place;
use crate::transcript::{Entry, LineEnd};

/// A line that a side sent.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    pub(super) entry: &'t Entry,
    pub(super) text: &'t [u8],
    pub(super) end: LineEnd,
}

impl<'t> Line<'t> {
    /// The whole line.
    pub(super) fn whole(self) -> Place<'t> {
        Place::entry(self.entry)
    }

    /// A part of the line.
    pub(super) fn at(self, range: Range<usize>) -> Place<'t> {
        Place { entry: self.entry, range }
    }

    /// The word that begins at an octet, or that octet alone when a space stands there.
    pub(super) fn word(self, start: usize) -> Place<'t> {
        let start = start.min(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        let length = rest.iter().position(|octet| *octet == b' ').unwrap_or(rest.len());
        self.at(start..start + length.max(1).min(rest.len()))
    }

    /// Everything behind an octet.
    pub(super) fn from(self, start: usize) -> Place<'t> {
        self.at(start.min(self.text.len())..self.text.len())
    }

    /// The place of a parameter's keyword, else the whole line.
    pub(super) fn parameter(self, keyword: &str) -> Place<'t> {
        let mut start = 0;
        for word in self.text.split(|octet| *octet == b' ') {
            let name = word.split(|octet| *octet == b'=').next().unwrap_or_default();
            if start > 0 && name.eq_ignore_ascii_case(keyword.as_bytes()) {
                return self.at(start..start + word.len());
            }
            start += word.len() + 1;
        }
        self.whole()
    }
}
