//! Where the parts of an address stand, asked of many octets at once.
//!
//! Sixteen octets are told apart by a few vector instructions, and each class of them becomes the
//! bits of a number. What the grammar says of an address is a sum of such numbers then, without a
//! step for each octet.

use fearless_simd::{Level, Simd, dispatch, prelude::*, u8x16};

/// Which of up to 64 octets are of which class: a bit for each.
#[derive(Clone, Copy, Default)]
pub(super) struct Places {
    /// `Let-dig`.
    letters_and_digits: u64,
    dots: u64,
    hyphens: u64,
    /// What else of `atext` stands in addresses every day: `+`, `=` and `_`.
    others: u64,
}

/// Where a mailbox's `@` and its end stand.
pub(super) struct Ends {
    pub(super) at: usize,
    pub(super) end: usize,
}

impl Places {
    /// Looks at these octets, up to the first `>` or up to 64. `None` when there are so few that it
    /// is not worth it.
    #[inline(always)]
    pub(super) fn of(octets: &[u8]) -> Option<Self> {
        // What every processor of the target can do needs no look at the one that is there.
        let level = Level::baseline();
        dispatch!(level, simd => Self::look(simd, octets))
    }

    #[inline(always)]
    fn look<S: Simd>(simd: S, octets: &[u8]) -> Option<Self> {
        let mut places = Self::default();
        let (words, rest) = octets.as_chunks::<16>();
        let mut at = 0_u32;
        for word in words.iter().take(4) {
            if places.take(simd, word, at) {
                return Some(places);
            }
            at = at.wrapping_add(16);
        }
        if at < 64 && !rest.is_empty() {
            match octets.last_chunk::<16>() {
                // Some of these have been seen, and are the same again.
                Some(last) => {
                    let before = octets.len().wrapping_sub(16);
                    places.take(simd, last, u32::try_from(before).ok()?);
                }
                None => {
                    places.take(simd, &padded(octets)?, 0);
                }
            }
        }
        Some(places)
    }

    /// Takes sixteen octets, the first of them at this place; whether a `>` is among them.
    #[inline(always)]
    #[allow(clippy::arithmetic_side_effects, reason = "of vectors, where it wraps around")]
    fn take<S: Simd>(&mut self, simd: S, word: &[u8; 16], at: u32) -> bool {
        let octets = u8x16::simd_from(simd, *word);
        let letters = ((octets | 0x20) - b'a').simd_le(b'z' - b'a');
        let digits = (octets - b'0').simd_le(9);
        let others = octets.simd_eq(b'+') | octets.simd_eq(b'=') | octets.simd_eq(b'_');
        let bits = |mask: u64| mask.wrapping_shl(at);
        self.letters_and_digits |= bits((letters | digits).to_bitmask());
        self.dots |= bits(octets.simd_eq(b'.').to_bitmask());
        self.hyphens |= bits(octets.simd_eq(b'-').to_bitmask());
        self.others |= bits(others.to_bitmask());
        octets.simd_eq(b'>').any_true()
    }

    /// `Domain` behind the octet at this place: where it ends.
    #[inline(always)]
    pub(super) fn domain(self, before: u32) -> Option<u32> {
        let name = self.letters_and_digits | self.dots | self.hyphens;
        let first = before.wrapping_add(1);
        let end = first.wrapping_add(name.checked_shr(first)?.trailing_ones());
        let inside = bit(end)?.wrapping_sub(bit(first)?);
        // No label is empty, nor does one begin or end with a hyphen.
        let edges = self.dots & inside | bit(before)? | bit(end)?;
        let hyphens = self.hyphens & inside;
        let clash = edges & ((edges | hyphens) << 1 | hyphens >> 1);
        (clash == 0).then_some(end)
    }

    /// `Dot-string "@" Domain` behind the first octet. Both are so short here that each has at most
    /// as many octets as it may.
    #[inline(always)]
    pub(super) fn mailbox(self) -> Option<Ends> {
        let atext = self.letters_and_digits | self.dots | self.hyphens | self.others;
        let at = (atext >> 1).trailing_ones().wrapping_add(1);
        // No atom is empty.
        let edges = self.dots & bit(at)?.wrapping_sub(1) | bit(at)? | 1;
        if edges & edges << 1 != 0 {
            return None;
        }
        let end = self.domain(at)?;
        Some(Ends { at: usize::try_from(at).ok()?, end: usize::try_from(end).ok()? })
    }
}

/// The bit of this place, if it is one of the 64.
#[inline(always)]
fn bit(place: u32) -> Option<u64> {
    1_u64.checked_shl(place)
}

/// 8 to 15 octets, with NULs behind them.
#[inline(always)]
fn padded(octets: &[u8]) -> Option<[u8; 16]> {
    let (first, last) = octets.first_chunk::<8>().zip(octets.last_chunk::<8>())?;
    let behind = u32::try_from(octets.len()).ok()?.saturating_sub(8).saturating_mul(8);
    // The two overlap, and where they do they are the same.
    let last = u128::from(u64::from_le_bytes(*last)).wrapping_shl(behind);
    Some((u128::from(u64::from_le_bytes(*first)) | last).to_le_bytes())
}
