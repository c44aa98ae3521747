//! A first look at many octets at once.
//!
//! Most content holds no surprise: every CR is followed by a LF, every LF preceded by a CR, and
//! few lines start with a dot. That much can be seen by comparing a slice with itself shifted by
//! one octet, in loops without branches, which compilers turn into vector instructions.

/// How many octets are looked at together. They and their copy stay in the first-level cache; a
/// surprise costs a careful walk over so many; and a count of dot lines fits in one octet, since
/// each takes two.
pub(super) const UNIT: usize = 480;

/// What is true of a unit as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glance {
    /// No bare CR, bare LF or NUL (a CR that is the last octet counts as innocent).
    pub(super) clean: bool,
    /// Some dot follows a LF.
    pub(super) dot_lines: bool,
}

/// Looks at `octets`; `before` is the same slice shifted by one, so that the octet before
/// `octets[i]` is `before[i]`.
#[inline]
pub(super) fn glance(before: &[u8], octets: &[u8]) -> Glance {
    let mut offences = 0_u8;
    let mut dots = 0_u8;
    for (&before, &octet) in before.iter().zip(octets) {
        offences |= u8::from((before == b'\r') != (octet == b'\n')) | u8::from(octet == 0);
        dots |= is_dot_line(before, octet);
    }
    Glance { clean: offences == 0, dot_lines: dots != 0 }
}

/// How many dots follow a LF, in at most [`UNIT`] octets.
#[inline]
pub(super) fn count_dot_lines(before: &[u8], octets: &[u8]) -> u8 {
    before
        .iter()
        .zip(octets)
        .fold(0_u8, |count, (&before, &octet)| count.wrapping_add(is_dot_line(before, octet)))
}

/// The places in `octets` of the dots that follow a LF.
#[inline]
pub(super) fn dot_lines<'a>(
    before: &'a [u8],
    octets: &'a [u8],
) -> impl Iterator<Item = usize> + use<'a> {
    memchr::memchr_iter(b'.', octets).filter(|&at| before.get(at) == Some(&b'\n'))
}

/// Whether an octet is the first dot of a line, as a number.
#[inline]
pub(super) fn is_dot_line(before: u8, octet: u8) -> u8 {
    u8::from(before == b'\n') & u8::from(octet == b'.')
}

/// Pairs each unit of `octets` with the same unit shifted by one; the first octet, which has
/// none before it in `octets`, is left to the caller.
#[inline]
pub(super) fn units(octets: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let before = octets.split_last().map_or(octets, |(_, before)| before);
    let behind = octets.split_first().map_or(octets, |(_, behind)| behind);
    before.chunks(UNIT).zip(behind.chunks(UNIT))
}
