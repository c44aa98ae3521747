//! What the fuzz targets share: how an input is read, and how it is cut into pieces.
//!
//! An input is two octets of settings and then a text:
//!
//! - octet 0, bit 0: the text is taken as it is (0) or through the [`alphabet`] (1);
//! - octet 0, bits 1 to 3: [`Case::options`], which each target gives its own meaning;
//! - octet 1: where [`Case::pieces`] cuts the text.
//!
//! All settings of `0` and `1` are digits, so seeds are texts that a person can read:
//! `10MAIL FROM:<>`.

#![forbid(unsafe_code)]

pub mod alphabet;
pub mod command;
pub mod flow;
pub mod login;
pub mod script;
pub mod tls;

use std::borrow::Cow;

/// An input of the fuzzer, read as settings and a text.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    settings: u8,
    cuts: u8,
    text: Cow<'a, [u8]>,
}

impl<'a> Case<'a> {
    /// Reads an input; one of fewer than two octets says nothing.
    pub fn read(input: &'a [u8]) -> Option<Self> {
        let [settings, cuts, text @ ..] = input else { return None };
        let text =
            if settings & 1 == 1 { Cow::Owned(alphabet::spell(text)) } else { Cow::Borrowed(text) };
        Some(Self { settings: *settings, cuts: *cuts, text })
    }

    /// The text that is fed to what the target tests.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Switch number `index` (0 to 2) of the target's own.
    pub fn option(&self, index: u32) -> bool {
        assert!(index < 3, "there are three switches");
        self.settings >> (1 + index) & 1 == 1
    }

    /// The text in pieces of 1 to 16 octets, or octet by octet when the second setting is `0`.
    pub fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.text();
        let mut state = u32::from(self.cuts);
        let octet_by_octet = self.cuts == b'0';
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            // A linear congruential generator: where the cuts fall depends on the input alone.
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let length = if octet_by_octet { 1 } else { 1 + (state >> 28) as usize };
            let (piece, behind) = rest.split_at(length.min(rest.len()));
            rest = behind;
            Some(piece)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_text_are_the_text() {
        let text = vec![b'x'; 1000];
        for cuts in 0..=255 {
            let input = [&[b'0', cuts], text.as_slice()].concat();
            let case = Case::read(&input).expect("two octets and more");
            assert_eq!(case.pieces().collect::<Vec<_>>().concat(), text);
            assert!(case.pieces().all(|piece| (1..=16).contains(&piece.len())));
        }
    }

    #[test]
    fn a_seed_of_digits_and_words_reads_as_its_words() {
        let raw = Case::read(b"00QUIT\r\n").expect("a case");
        let spelled = Case::read(b"10QUIT\r\n").expect("a case");
        assert_eq!(raw.text(), b"QUIT\r\n");
        assert_eq!(spelled.text(), raw.text());
        assert!(!raw.option(0) && !raw.option(1) && !raw.option(2));
    }
}
