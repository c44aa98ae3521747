//! A first look at many octets at once.
//!
//! Most content holds no surprise: every CR is followed by a LF, every LF preceded by a CR, and
//! few lines start with a dot. That much can be seen by comparing a slice with itself shifted by
//! one octet, 64 at a time and without branches. What needs care is left to a careful walk.

use fearless_simd::{Level, Simd, dispatch, mask8x64, prelude::*, u8x64};

/// How many octets are compared at once; each has its bit in a word.
const WORD: usize = 64;

/// How many words make a part.
const WORDS: usize = 4;

/// How many octets make a part. Where one part of a content has a line end and the next one too,
/// the line between them is shorter than two parts.
pub(super) const PART: usize = WORD * WORDS;

/// How many parts are judged together.
const PARTS: usize = 16;

/// How many octets are judged together. They are copied next, while they are in the first-level
/// cache.
const BLOCK: usize = PART * PARTS;

/// Octets, and the same shifted by one: the octet before `octets[i]` is `before[i]`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'a> {
    pub(super) before: &'a [u8],
    pub(super) octets: &'a [u8],
}

impl<'a> Run<'a> {
    /// The octets from the second on; the first, which has none before it here, is left to the
    /// caller.
    pub(super) fn behind_first(octets: &'a [u8]) -> Self {
        Self {
            before: octets.split_last().map_or(octets, |(_, before)| before),
            octets: octets.split_first().map_or(octets, |(_, behind)| behind),
        }
    }

    /// Block after block.
    pub(super) fn blocks(self) -> impl Iterator<Item = Self> {
        let blocks = self.before.chunks(BLOCK).zip(self.octets.chunks(BLOCK));
        blocks.map(|(before, octets)| Self { before, octets })
    }

    /// Its octets from one place up to another; none, if it has not so many.
    pub(super) fn part(self, places: core::ops::Range<usize>) -> Self {
        Self {
            before: self.before.get(places.clone()).unwrap_or_default(),
            octets: self.octets.get(places).unwrap_or_default(),
        }
    }
}

/// What has been seen in a block.
pub(super) struct Glance {
    /// Some bare CR, bare LF or NUL; a CR that is the last octet counts as innocent.
    pub(super) offence: bool,
    /// Every [`PART`] octets there is a LF.
    pub(super) short_lines: bool,
    /// A bit for each octet: a dot behind a LF.
    dots: [[u64; WORDS]; PARTS],
    /// A bit for each word of these that is not zero.
    dotted: u64,
}

impl Glance {
    /// Nothing has been seen yet.
    pub(super) const fn new() -> Self {
        Self { offence: false, short_lines: false, dots: [[0; WORDS]; PARTS], dotted: 0 }
    }

    /// Looks at a block.
    pub(super) fn look_at(&mut self, block: Run<'_>) {
        // Which vector instructions the processor has is found out at run time, which takes the
        // standard library; without it they are what the target promises.
        #[cfg(feature = "std")]
        let level = Level::new();
        #[cfg(not(feature = "std"))]
        let level = Level::baseline();
        dispatch!(level, simd => self.look_with(simd, block));
    }

    /// Whether a dot follows a LF.
    pub(super) const fn has_dots(&self) -> bool {
        self.dotted != 0
    }

    /// Where dots follow a LF, in order.
    pub(super) fn dots(&self) -> impl Iterator<Item = usize> {
        let (mut words, mut word, mut bits) = (self.dotted, 0_usize, 0_u64);
        core::iter::from_fn(move || {
            if bits == 0 {
                word = take_lowest(&mut words)?;
                bits = *self.dots.as_flattened().get(word)?;
            }
            let bit = take_lowest(&mut bits)?;
            Some(word.wrapping_mul(WORD).wrapping_add(bit))
        })
    }

    // It is compiled once for each set of vector instructions, as all that it calls.
    #[inline(always)]
    fn look_with<S: Simd>(&mut self, simd: S, block: Run<'_>) {
        let (before, before_rest) = block.before.as_chunks::<PART>();
        let (octets, octets_rest) = block.octets.as_chunks::<PART>();
        let mut seen = Seen::nothing(simd);
        for ((before, octets), dots) in before.iter().zip(octets).zip(&mut self.dots) {
            seen.look_at(before, octets, dots);
        }
        if let Some(dots) = self.dots.get_mut(octets.len()).filter(|_| !octets_rest.is_empty()) {
            seen.look_at(&padded(before_rest), &padded(octets_rest), dots);
        }
        self.offence = seen.offences.any_true() || seen.least.simd_eq(0).any_true();
        self.short_lines = seen.short_lines;
        self.dotted = seen.dotted;
    }
}

/// What has been seen in a block, part by part.
struct Seen<S: Simd> {
    simd: S,
    offences: mask8x64<S>,
    /// One instruction finds the least octet, where a comparison with NUL would take two.
    least: u8x64<S>,
    short_lines: bool,
    dotted: u64,
    /// The bit in `dotted` of the next word.
    mark: u64,
}

impl<S: Simd> Seen<S> {
    #[inline(always)]
    fn nothing(simd: S) -> Self {
        Self {
            simd,
            offences: mask8x64::splat(simd, false),
            least: u8x64::splat(simd, u8::MAX),
            short_lines: true,
            dotted: 0,
            mark: 1,
        }
    }

    #[inline(always)]
    fn look_at(&mut self, before: &[u8; PART], octets: &[u8; PART], dots: &mut [u64; WORDS]) {
        let mut ends = mask8x64::splat(self.simd, false);
        let mut any_dots = 0;
        let words = before.as_chunks::<WORD>().0.iter().zip(octets.as_chunks::<WORD>().0);
        for ((before, octets), dots) in words.zip(dots.iter_mut()) {
            let before = u8x64::simd_from(self.simd, *before);
            let octets = u8x64::simd_from(self.simd, *octets);
            let end = octets.simd_eq(b'\n');
            self.offences |= before.simd_eq(b'\r') ^ end;
            self.least = octets.min(self.least);
            ends |= end;
            *dots = (before.simd_eq(b'\n') & octets.simd_eq(b'.')).to_bitmask();
            any_dots |= *dots;
        }
        self.short_lines &= ends.any_true();
        if any_dots != 0 {
            let marks = core::iter::successors(Some(self.mark), |mark| Some(mark.wrapping_shl(1)));
            let dotted = marks.zip(dots.iter()).filter(|(_, dots)| **dots != 0);
            self.dotted |= dotted.fold(0, |all, (mark, _)| all | mark);
        }
        self.mark = self.mark.wrapping_mul(1 << WORDS);
    }
}

/// The place of the lowest bit that is set, which is cleared.
fn take_lowest(bits: &mut u64) -> Option<usize> {
    let place = usize::try_from(bits.trailing_zeros()).ok().filter(|_| *bits != 0);
    *bits &= bits.wrapping_sub(1);
    place
}

/// Octets as a part, with innocent ones behind them.
#[inline(always)]
fn padded(octets: &[u8]) -> [u8; PART] {
    let mut part = [b'-'; PART];
    for (place, &octet) in part.iter_mut().zip(octets) {
        *place = octet;
    }
    part
}
