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

/// What does not stand for itself in xtext.
pub(in crate::codec) struct NoXchar;

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

impl Class for NoXchar {
    #[inline(always)]
    fn has(octet: u8) -> bool {
        matches!(octet, 0..=b' ' | b'+' | b'=' | 127..)
    }

    #[inline(always)]
    fn among<S: Simd>(octets: u8x16<S>) -> mask8x16<S> {
        let (low, high) = (octets.simd_le(b' '), octets.simd_ge(127));
        low | high | octets.simd_eq(b'+') | octets.simd_eq(b'=')
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
    // A WebAssembly module crosses a network before it runs: there, to be small is worth more.
    if rest.is_empty() || cfg!(target_arch = "wasm32") {
        return before.checked_add(rest.iter().position(|octet| C::has(*octet))?);
    }
    // The rest is seen at once too: with octets before it, or as two halves that overlap.
    let (word, half) = match (octets.last_chunk::<16>(), Halves::of(octets)) {
        (Some(last), _) => (*last, 0),
        (None, Some(halves)) => (halves.octets, halves.length),
        (None, None) => return rest.iter().position(|octet| C::has(*octet)),
    };
    let found = C::among(u8x16::simd_from(simd, word)).to_bitmask();
    let at = usize::try_from(found.trailing_zeros()).ok().filter(|_| found != 0)?;
    if at < half {
        return Some(at);
    }
    // Where the second half starts, `half` octets stand before it here, and all but `half` there.
    let width = if half == 0 { 16 } else { half.wrapping_mul(2) };
    at.checked_add(octets.len())?.checked_sub(width)
}

/// 4 to 15 octets: their first 4 or 8, and behind these their last 4 or 8.
struct Halves {
    octets: [u8; 16],
    length: usize,
}

impl Halves {
    #[inline(always)]
    fn of(octets: &[u8]) -> Option<Self> {
        let wide = octets.first_chunk::<8>().zip(octets.last_chunk::<8>());
        if let Some((first, last)) = wide {
            let both = u128::from(u64::from_le_bytes(*first))
                | u128::from(u64::from_le_bytes(*last)) << 64;
            return Some(Self { octets: both.to_le_bytes(), length: 8 });
        }
        let (first, last) = octets.first_chunk::<4>().zip(octets.last_chunk::<4>())?;
        let both =
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
        // The same once more is found no sooner.
        let both = u128::from(both) | u128::from(both) << 64;
        Some(Self { octets: both.to_le_bytes(), length: 4 })
    }
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
        let no_xchars: std::vec::Vec<u8> =
            (0..=b' ').chain([b'+', b'=']).chain(127..=u8::MAX).collect();
        finds::<NoXchar>(&no_xchars);
    }
}
