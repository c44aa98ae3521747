//! A first look at many octets at once.
//!
//! Most content holds no surprise: every CR is followed by a LF, every LF preceded by a CR, no
//! line is over-long and few start with a dot. That much can be seen by comparing a slice with
//! itself shifted by one octet, in loops without branches, which compilers turn into vector
//! instructions. What needs care is left to a careful walk.

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
    /// Some dot follows a LF.
    pub(super) dot_lines: bool,
    line_end: bool,
}

impl Look {
    /// Nothing in it needs care, and it may be taken together with its neighbours: a line that
    /// crosses into it ends in it.
    const fn is_plain(self) -> bool {
        !self.offence && !self.dot_lines && self.line_end
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

/// Sets a flag for each dot that follows a LF in a unit, and counts them.
pub(super) fn flag_dot_lines(run: &Run<'_>, flags: &mut [u8; UNIT]) -> usize {
    usize::from(vectorised!(flag_with(run, flags)))
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
            dots |= u8::from(before == b'\n') & u8::from(octet == b'.');
            ends |= u8::from(octet == b'\n');
        }
        let offence = offences != 0 || least == 0;
        *look = Look { offence, dot_lines: dots != 0, line_end: ends != 0 };
    }
}

#[expect(clippy::inline_always, reason = "it is compiled once for each set of vector instructions")]
#[inline(always)]
fn flag_with(run: &Run<'_>, flags: &mut [u8; UNIT]) -> u8 {
    let mut count = 0_u8;
    for ((&before, &octet), flag) in run.before.iter().zip(run.octets).zip(flags) {
        *flag = u8::from(before == b'\n') & u8::from(octet == b'.');
        count = count.wrapping_add(*flag);
    }
    count
}
