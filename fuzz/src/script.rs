//! A session as the fuzzer writes it: choices, and then one act after the other.
//!
//! An input is one octet whose lowest bit says whether texts go through the [`alphabet`], then a
//! digit for each choice that the target has, then acts. An act is a letter, of which each target
//! has its own; what stands behind it are numbers of one octet and texts that a `~` ends. Digits
//! count as their values and letters as themselves, so a seed can be read; every other octet stands
//! for one of them, so that every input says something.

use crate::alphabet;

/// What is left of an input.
#[derive(Clone, Debug)]
pub struct Script<'a> {
    rest: &'a [u8],
    spelled: bool,
}

impl<'a> Script<'a> {
    /// Reads an input; an empty one says nothing.
    pub fn read(input: &'a [u8]) -> Option<Self> {
        let (first, rest) = input.split_first()?;
        Some(Self { rest, spelled: first & 1 == 1 })
    }

    fn octet(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// The next octet as a number below `sides`; 0 when there is none.
    pub fn number(&mut self, sides: usize) -> usize {
        let octet = self.octet().unwrap_or(b'0');
        usize::from(if octet.is_ascii_digit() { octet - b'0' } else { octet }) % sides
    }

    /// The next octet as a choice between two; no when there is none.
    pub fn yes(&mut self) -> bool {
        self.number(2) == 1
    }

    /// The next act, of these; none at the end of the input.
    pub fn act(&mut self, letters: &[u8]) -> Option<u8> {
        let octet = self.octet()?;
        Some(if letters.contains(&octet) {
            octet
        } else {
            letters[usize::from(octet) % letters.len()]
        })
    }

    /// The text up to the next `~` or the end.
    pub fn text(&mut self) -> Vec<u8> {
        let end = self.rest.iter().position(|&octet| octet == b'~').unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest.get(1..).unwrap_or_default();
        if self.spelled { alphabet::spell(text) } else { text.to_vec() }
    }

    /// The same, of what is UTF-8 in it.
    pub fn words(&mut self) -> String {
        String::from_utf8_lossy(&self.text()).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_reads_as_it_is_written() {
        let mut script = Script::read(b"010<250 ok~q").expect("a script");
        assert!(script.yes() && !script.yes());
        assert_eq!(script.act(b"q<"), Some(b'<'));
        assert_eq!(script.text(), b"250 ok");
        assert_eq!(script.act(b"q<"), Some(b'q'));
        assert_eq!((script.act(b"q<"), script.number(9), script.words()), (None, 0, String::new()));
    }
}
