//! A first look at many octets at once.
//!
//! Most content holds no surprise: every CR is followed by a LF, every LF preceded by a CR, no
//! line is over-long and few start with a dot. That much can be seen by comparing a slice with
//! itself shifted by one octet, in loops without branches, which compilers turn into vector
//! instructions. What needs care is left to a careful walk.

use memchr::memchr_iter;

/// Calls a function as compiled for the vector instructions that the processor has.
///
/// On x86 these are found out at run time, which takes the standard library; elsewhere they are
/// what the target promises. What is called must be inlined, to be compiled several times.
macro_rules! vectorised {
    ($call:expr) => {{
        #[cfg(all(feature = "std", any(target_arch = "x86", target_arch = "x86_64")))]
        let result = fearless_simd::dispatch!(fearless_simd::Level::new(), _ => $call);
        #[cfg(not(all(feature = "std", any(target_arch = "x86", target_arch = "x86_64"))))]
        let result = $call;
        result
    }};
}

/// How many octets are judged together.
///
/// Small enough that two neighbours with a line end in each hold no line of 998 octets across
/// them, and that the dot lines in one can be counted in an octet, each taking two. A multiple
/// of the stride of the vector loops.
pub(super) const UNIT: usize = 384;

/// How many units are judged in one go. They, and their copy, stay in the first-level cache.
const UNITS: usize = 16;

/// What is true of a unit as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Some bare CR, bare LF or NUL; a CR that is the last octet counts as innocent.
    pub(super) offence: bool,
    /// How many dots follow a LF. Where there is an offence, this and the next mean nothing.
    pub(super) dot_lines: u8,
    /// How many LFs there are.
    line_ends: u8,
}

impl Look {
    /// Nothing in it needs care, and it may be taken together with its neighbours: a line that
    /// crosses into it ends in it.
    const fn is_plain(self) -> bool {
        !self.offence && self.dot_lines == 0 && self.line_ends > 0
    }
}

/// One unit, or a row of plain ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'a> {
    /// `octets`, shifted by one: the octet before `octets[i]` is `before[i]`.
    pub(super) before: &'a [u8],
    pub(super) octets: &'a [u8],
    pub(super) look: Look,
}

/// Goes through octets run by run.
pub(super) struct Runs<'a> {
    before: &'a [u8],
    octets: &'a [u8],
    looks: [Look; UNITS],
    looked: core::ops::Range<usize>,
}

/// The runs of `octets` from the second octet on; the first, which has none before it here, is
/// left to the caller.
pub(super) fn runs(octets: &[u8]) -> Runs<'_> {
    Runs {
        before: octets.split_last().map_or(octets, |(_, before)| before),
        octets: octets.split_first().map_or(octets, |(_, behind)| behind),
        looks: [Look::default(); UNITS],
        looked: 0..0,
    }
}

impl<'a> Iterator for Runs<'a> {
    type Item = Run<'a>;

    #[inline]
    fn next(&mut self) -> Option<Run<'a>> {
        if self.octets.is_empty() {
            return None;
        }
        if self.looked.is_empty() {
            let units = self.octets.chunks(UNIT).len().min(UNITS);
            look_at(self.before, self.octets, &mut self.looks);
            self.looked = 0..units;
        }
        let look = self.looked.next().and_then(|unit| self.looks.get(unit).copied())?;
        let mut length = UNIT;
        while look.is_plain()
            && self.looks.get(self.looked.start).is_some_and(|look| look.is_plain())
            && self.looked.next().is_some()
        {
            length = length.saturating_add(UNIT);
        }
        let length = length.min(self.octets.len());
        let (before, rest_before) = self.before.split_at_checked(length)?;
        let (octets, rest) = self.octets.split_at_checked(length)?;
        self.before = rest_before;
        self.octets = rest;
        Some(Run { before, octets, look })
    }
}

fn look_at(before: &[u8], octets: &[u8], looks: &mut [Look; UNITS]) {
    vectorised!(look_with(before, octets, looks));
}

/// The dots that follow a LF in a unit without offences.
#[expect(clippy::large_enum_variant, reason = "it lives on the stack, for one unit")]
pub(super) enum DotLines<'a> {
    /// A few, at the LFs before them.
    Few(Run<'a>),
    /// Many: a flag for each octet, 1 for such a dot.
    Many([u8; UNIT]),
}

impl<'a> DotLines<'a> {
    /// Finding so many LFs one by one costs as much as flagging every octet.
    const FEW_LINES: u8 = 12;

    pub(super) fn of(run: Run<'a>) -> Self {
        if run.look.line_ends <= Self::FEW_LINES {
            return Self::Few(run);
        }
        let mut flags = [0_u8; UNIT];
        vectorised!(flag_with(&run, &mut flags));
        Self::Many(flags)
    }

    /// Where they stand, in order.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        let (wanted, octets, few) = match self {
            Self::Few(run) => (b'\n', run.before, Some(run.octets)),
            Self::Many(flags) => (1, flags.as_slice(), None),
        };
        memchr_iter(wanted, octets)
            .filter(move |&place| few.is_none_or(|octets| octets.get(place) == Some(&b'.')))
    }
}

#[expect(clippy::inline_always, reason = "it is compiled once for each set of vector instructions")]
#[inline(always)]
fn look_with(before: &[u8], octets: &[u8], looks: &mut [Look; UNITS]) {
    for ((before, octets), look) in before.chunks(UNIT).zip(octets.chunks(UNIT)).zip(looks) {
        let mut offences = 0_u8;
        let mut dots = 0_u8;
        let mut ends = 0_u8;
        let mut least = u8::MAX;
        for (&before, &octet) in before.iter().zip(octets) {
            offences |= u8::from((before == b'\r') != (octet == b'\n'));
            // One instruction where a comparison with NUL would take two.
            least = least.min(octet);
            dots = dots.wrapping_add(u8::from(before == b'\n') & u8::from(octet == b'.'));
            ends = ends.wrapping_add(u8::from(octet == b'\n'));
        }
        let offence = offences != 0 || least == 0;
        *look = Look { offence, dot_lines: dots, line_ends: ends };
    }
}

#[expect(clippy::inline_always, reason = "it is compiled once for each set of vector instructions")]
#[inline(always)]
fn flag_with(run: &Run<'_>, flags: &mut [u8; UNIT]) {
    for ((&before, &octet), flag) in run.before.iter().zip(run.octets).zip(flags) {
        *flag = u8::from(before == b'\n') & u8::from(octet == b'.');
    }
}
