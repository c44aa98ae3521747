//! The ground that the parsers stand on: classes of octets, and how a rule fails.
//!
//! Parsers run over octets of a line that is known to be UTF-8. An octet over 127 is one class of
//! its own: in UTF-8 a run of such octets is always whole characters.

use nom::error::{ErrorKind, ParseError};
use nom::{Err, IResult, Parser};

use crate::types::problem::Problem;

/// `atext` of RFC 5322, as RFC 5321 section 4.1.2 uses it.
pub(crate) const ATEXT: u8 = 1;
/// `Let-dig / "-"`.
pub(crate) const LDH: u8 = 1 << 1;
/// `qtextSMTP`: printable ASCII and space, without `"` and `\`.
pub(crate) const QTEXT: u8 = 1 << 2;
/// The octets of `esmtp-value`: printable ASCII without `=`.
pub(crate) const VALUE: u8 = 1 << 3;
/// `dcontent`: printable ASCII without `[`, `\` and `]`.
pub(crate) const DCONTENT: u8 = 1 << 4;
/// The base64 alphabet without padding.
pub(crate) const BASE64: u8 = 1 << 5;
/// `Let-dig`.
pub(crate) const ALNUM: u8 = 1 << 6;
/// Any octet over 127.
pub(crate) const NON_ASCII: u8 = 1 << 7;

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "runs at compile time, over 0 to 255"
)]
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut octet = 0;
    while octet < 256 {
        let o = octet as u8;
        let alnum = o.is_ascii_alphanumeric();
        let mut class = 0;
        if alnum || memchr(b"!#$%&'*+-/=?^_`{|}~", o) {
            class |= ATEXT;
        }
        if alnum || o == b'-' {
            class |= LDH;
        }
        if o >= 32 && o <= 126 && o != b'"' && o != b'\\' {
            class |= QTEXT;
        }
        if o >= 33 && o <= 126 && o != b'=' {
            class |= VALUE;
        }
        if o >= 33 && o <= 126 && o != b'[' && o != b'\\' && o != b']' {
            class |= DCONTENT;
        }
        if alnum || o == b'+' || o == b'/' {
            class |= BASE64;
        }
        if alnum {
            class |= ALNUM;
        }
        if o > 127 {
            class |= NON_ASCII;
        }
        classes[octet] = class;
        octet += 1;
    }
    classes
};

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "runs at compile time")]
const fn memchr(haystack: &[u8], octet: u8) -> bool {
    let mut at = 0;
    while at < haystack.len() {
        if haystack[at] == octet {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether an octet belongs to one of these classes.
#[inline(always)]
pub(crate) fn is(octet: u8, classes: u8) -> bool {
    CLASSES.get(usize::from(octet)).is_some_and(|class| class & classes != 0)
}

/// Whether every octet belongs to one of these classes.
pub(crate) fn all(text: impl AsRef<[u8]>, classes: u8) -> bool {
    text.as_ref().iter().all(|octet| is(*octet, classes))
}

/// Whether a character is a control character or ends a line in some program: C0, DEL and C1
/// controls, U+2028 and U+2029. Such a one has no place in a command, UTF-8 or not.
pub(crate) fn is_control(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// Fails at the first character that is not fit; only text that is not ASCII is asked about.
pub(crate) fn none_of<T: AsRef<[u8]>, I: AsRef<[u8]>>(
    text: T,
    unfit: fn(char) -> bool,
    problem: Problem,
    rest: I,
) -> Result<(), Err<Fault>> {
    if text.as_ref().is_ascii() {
        return Ok(());
    }
    unfit_character(text.as_ref(), unfit, problem, rest.as_ref())
}

#[cold]
fn unfit_character(
    text: &[u8],
    unfit: fn(char) -> bool,
    problem: Problem,
    rest: &[u8],
) -> Result<(), Err<Fault>> {
    let found = match core::str::from_utf8(text) {
        Ok(text) => text.find(unfit),
        Err(error) => Some(error.valid_up_to()),
    };
    match found {
        None => Ok(()),
        Some(at) => {
            let left = text.len().saturating_sub(at).saturating_add(rest.len());
            Err(Err::Error(Fault { problem, left }))
        }
    }
}

/// Why a rule did not match, and how many octets of the input were left there. Copy, because the
/// alternatives of a rule make and drop many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) problem: Problem,
    pub(crate) left: usize,
}

impl Fault {
    #[inline(always)]
    pub(crate) fn at(input: impl AsRef<[u8]>, problem: Problem) -> Self {
        Self { problem, left: input.as_ref().len() }
    }
}

impl ParseError<&[u8]> for Fault {
    fn from_error_kind(input: &[u8], _: ErrorKind) -> Self {
        Self::at(input, Problem::BadParameter)
    }

    fn append(_: &[u8], _: ErrorKind, other: Self) -> Self {
        other
    }
}

pub(crate) type Parsed<'a, T, I = &'a [u8]> = IResult<I, T, Fault>;

/// Fails here for this reason; other alternatives may still match.
#[inline(always)]
pub(crate) fn fail<I: AsRef<[u8]>, T>(input: I, problem: Problem) -> IResult<I, T, Fault> {
    Err(Err::Error(Fault::at(input, problem)))
}

/// One or more octets of these classes; none is this problem.
pub(crate) fn run(input: &[u8], classes: u8, problem: Problem) -> Parsed<'_, &[u8]> {
    let end = input.iter().position(|octet| !is(*octet, classes)).unwrap_or(input.len());
    match input.split_at_checked(end) {
        Some((found, rest)) if end > 0 => Ok((rest, found)),
        _ => fail(input, problem),
    }
}

/// This one octet; any other is this problem.
pub(crate) fn octet(input: &[u8], wanted: u8, problem: Problem) -> Parsed<'_, ()> {
    match input.split_first() {
        Some((found, rest)) if *found == wanted => Ok((rest, ())),
        _ => fail(input, problem),
    }
}

/// Runs a rule over a whole value; what is left over is this problem.
pub(crate) fn whole<'a, T>(
    problem: Problem,
    mut rule: impl Parser<&'a [u8], Output = T, Error = Fault>,
    input: &'a [u8],
) -> Result<T, Fault> {
    match rule.parse(input) {
        Ok(([], value)) => Ok(value),
        Ok((rest, _)) => Err(Fault::at(rest, problem)),
        Err(error) => Err(fault(&error, input)),
    }
}

/// What a rule failed with. No rule here asks for more input.
#[inline]
pub(crate) fn fault(error: &Err<Fault>, input: &[u8]) -> Fault {
    match error {
        Err::Error(fault) | Err::Failure(fault) => *fault,
        Err::Incomplete(_) => Fault::at(input, Problem::BadParameter),
    }
}

/// The text before and behind the first of this ASCII octet.
#[inline]
pub(crate) fn cut(text: &str, octet: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|found| found == octet)?;
    let (before, rest) = text.split_at_checked(at)?;
    Some((before, rest.get(1..)?))
}

/// Digits as a number; `None` when there are none, other octets, or too many for 64 bits.
#[inline]
pub(crate) fn number(digits: &str) -> Option<u64> {
    let size = digits.bytes().try_fold(0_u64, |number, octet| {
        let digit = octet.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number.checked_mul(10)?.checked_add(u64::from(digit))
    })?;
    (!digits.is_empty()).then_some(size)
}

/// The first eight octets, with NULs behind them where there are fewer.
#[inline(always)]
pub(crate) fn first_eight(octets: &[u8]) -> u64 {
    if let Some(eight) = octets.first_chunk() {
        return u64::from_le_bytes(*eight);
    }
    if let Some((first, last)) = octets.first_chunk().zip(octets.last_chunk()) {
        // The two overlap, and where they do they are the same.
        let behind = u32::try_from(octets.len()).unwrap_or(4).saturating_sub(4).saturating_mul(8);
        let last = u64::from(u32::from_le_bytes(*last)).wrapping_shl(behind);
        return u64::from(u32::from_le_bytes(*first)) | last;
    }
    octets.iter().rev().fold(0, |eight, octet| eight << 8 | u64::from(*octet))
}

/// A number of one to eight digits, and what stands behind it.
#[inline(always)]
pub(crate) fn decimal(octets: &[u8]) -> Option<(u64, &[u8])> {
    let digits = first_eight(octets) ^ 0x3030_3030_3030_3030;
    // The highest bit of each octet that is no digit.
    let others = (digits & 0x7F7F_7F7F_7F7F_7F7F).wrapping_add(0x7676_7676_7676_7676) | digits;
    let bits = (others & 0x8080_8080_8080_8080).trailing_zeros() & !7;
    let behind = octets.get(usize::try_from(bits >> 3).ok()?..)?;
    if bits == 0 || behind.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    // As many zeros before them as eight digits need; then pairs, fours and eight become one number.
    let eight = digits.wrapping_shl(64_u32.wrapping_sub(bits));
    let pairs = eight.wrapping_mul(10 << 8 | 1) >> 8 & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100 << 16 | 1) >> 16 & 0x0000_FFFF_0000_FFFF;
    Some((fours.wrapping_mul(10_000 << 32 | 1) >> 32, behind))
}

/// The first eight octets of a word as one number, letters in upper case: what a `match` can tell
/// words apart by. Masking bit 5 makes lower case upper and turns nothing that is no letter into
/// one. Words of more than eight octets are compared whole behind it.
#[inline(always)]
pub(crate) fn packed(word: &[u8]) -> u64 {
    const UPPER: u64 = 0xDFDF_DFDF_DFDF_DFDF;
    if let Some(eight) = word.first_chunk::<8>() {
        return u64::from_be_bytes(*eight) & UPPER;
    }
    if let Some((first, last)) = word.first_chunk::<4>().zip(word.last_chunk::<4>()) {
        // The two overlap, and where they do they are the same.
        let behind = u32::try_from(word.len()).unwrap_or(4).saturating_sub(4).saturating_mul(8);
        let first = u64::from(u32::from_be_bytes(*first)).wrapping_shl(behind);
        return (first | u64::from(u32::from_be_bytes(*last))) & UPPER;
    }
    word.iter().fold(0, |packed, octet| packed << 8 | u64::from(octet & 0xDF))
}

/// [`packed`], of a word that is known when this crate is compiled.
pub(crate) const fn pack(word: &str) -> u64 {
    let mut packed = 0;
    let mut rest = word.as_bytes();
    let mut room = 8_u32;
    while let [octet, behind @ ..] = rest
        && let Some(less) = room.checked_sub(1)
    {
        packed = packed << 8 | (*octet & 0xDF) as u64;
        rest = behind;
        room = less;
    }
    packed
}
