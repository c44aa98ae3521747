//! Finding where a word or a line ends: SMTP's are so short that to call a function costs more than
//! to look.

use fearless_simd::{Level, Simd, dispatch, mask8x16, prelude::*, u8x16};

/// Octets to be found, said for one and for sixteen at once.
pub(in crate::codec) trait Class {
    fn has(octet: u8) -> bool;
    fn among<S: Simd>(octets: u8x16<S>) -> mask8x16<S>;
}

/// CR or LF.
pub(in crate::codec) struct LineEnd;

/// CR, LF or NUL.
pub(in crate::codec) struct LineEndOrNul;

/// White space, another control character, or `=`.
pub(in crate::codec) struct WordEnd;

impl Class for LineEnd {
    #[inline(always)]
    fn has(octet: u8) -> bool {
        matches!(octet, b'\r' | b'\n')
    }

    #[inline(always)]
    fn among<S: Simd>(octets: u8x16<S>) -> mask8x16<S> {
        octets.simd_eq(b'\r') | octets.simd_eq(b'\n')
    }
}

impl Class for LineEndOrNul {
    #[inline(always)]
    fn has(octet: u8) -> bool {
        matches!(octet, b'\r' | b'\n' | 0)
    }

    #[inline(always)]
    fn among<S: Simd>(octets: u8x16<S>) -> mask8x16<S> {
        LineEnd::among(octets) | octets.simd_eq(0)
    }
}

impl Class for WordEnd {
    #[inline(always)]
    fn has(octet: u8) -> bool {
        matches!(octet, 0..=b' ' | b'=')
    }

    #[inline(always)]
    fn among<S: Simd>(octets: u8x16<S>) -> mask8x16<S> {
        octets.simd_le(b' ') | octets.simd_eq(b'=')
    }
}

/// Where the first octet of a class stands.
#[inline(always)]
pub(in crate::codec) fn first<C: Class>(octets: &[u8]) -> Option<usize> {
    // What every processor of the target can do needs no look at the one that is there.
    let level = Level::baseline();
    if level.is_fallback() {
        return octets.iter().position(|octet| C::has(*octet));
    }
    dispatch!(level, simd => first_with::<C, _>(simd, octets))
}

#[inline(always)]
fn first_with<C: Class, S: Simd>(simd: S, octets: &[u8]) -> Option<usize> {
    let (words, rest) = octets.as_chunks::<16>();
    let mut before = 0_usize;
    for word in words {
        let found = C::among(u8x16::simd_from(simd, *word)).to_bitmask();
        if found != 0 {
            return usize::try_from(found.trailing_zeros()).ok()?.checked_add(before);
        }
        before = before.wrapping_add(16);
    }
    before.checked_add(rest.iter().position(|octet| C::has(*octet))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds<C: Class>(wanted: &[u8]) {
        for octet in 0..=u8::MAX {
            assert_eq!(C::has(octet), wanted.contains(&octet), "{octet}");
            assert_eq!(first::<C>(&[octet; 16]).is_some(), wanted.contains(&octet), "{octet}");
        }
        for length in 0..70 {
            let mut octets = std::vec![b'x'; length];
            assert_eq!(first::<C>(&octets), None);
            for place in (0..length).rev() {
                octets[place] = wanted[place % wanted.len()];
                assert_eq!(first::<C>(&octets), Some(place), "of {length}");
            }
        }
    }

    #[test]
    fn the_first_octet_of_a_class_is_found_wherever_it_stands() {
        finds::<LineEnd>(b"\r\n");
        finds::<LineEndOrNul>(b"\r\n\0");
        let controls_space_and_equals: std::vec::Vec<u8> = (0..=b' ').chain([b'=']).collect();
        finds::<WordEnd>(&controls_space_and_equals);
    }
}
