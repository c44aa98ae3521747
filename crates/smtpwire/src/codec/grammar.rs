//! The ground that the parsers stand on: classes of octets, and how a rule fails.
//!
//! Parsers run over `&str`, so that what they return needs no second check for UTF-8, and look at
//! octets, which is several times faster than decoding characters. An octet over 127 is one class
//! of its own: a run of such octets in a `&str` is always whole characters.

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
#[inline]
pub(crate) fn is(octet: u8, classes: u8) -> bool {
    CLASSES.get(usize::from(octet)).is_some_and(|class| class & classes != 0)
}

/// Whether every octet belongs to one of these classes.
pub(crate) fn all(text: &str, classes: u8) -> bool {
    text.bytes().all(|octet| is(octet, classes))
}

/// Whether a character is a control character or ends a line in some program: C0, DEL and C1
/// controls, U+2028 and U+2029. Such a one has no place in a command, UTF-8 or not.
pub(crate) fn is_control(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// Fails at the first character that is not fit; only those that are no ASCII are asked about.
#[inline]
pub(crate) fn none_of<'a>(
    text: &'a str,
    unfit: impl Fn(char) -> bool,
    problem: Problem,
    rest: &'a str,
) -> Parsed<'a, &'a str> {
    if !text.is_ascii()
        && let Some(at) = text.find(unfit)
    {
        let left = text.len().saturating_sub(at).saturating_add(rest.len());
        return Err(Err::Error(Fault { problem, left }));
    }
    Ok((rest, text))
}

/// Why a rule did not match, and how many octets of the input were left there. Copy, because the
/// alternatives of a rule make and drop many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) problem: Problem,
    pub(crate) left: usize,
}

impl Fault {
    pub(crate) fn at(input: &str, problem: Problem) -> Self {
        Self { problem, left: input.len() }
    }
}

impl ParseError<&str> for Fault {
    fn from_error_kind(input: &str, _: ErrorKind) -> Self {
        Self::at(input, Problem::BadParameter)
    }

    fn append(_: &str, _: ErrorKind, other: Self) -> Self {
        other
    }
}

pub(crate) type Parsed<'a, T> = IResult<&'a str, T, Fault>;

/// Fails here for this reason; other alternatives may still match.
pub(crate) fn fail<T>(input: &str, problem: Problem) -> Parsed<'_, T> {
    Err(Err::Error(Fault::at(input, problem)))
}

/// One or more octets of these classes; none is this problem.
#[inline]
pub(crate) fn run<'a>(
    classes: u8,
    problem: Problem,
) -> impl Parser<&'a str, Output = &'a str, Error = Fault> {
    move |input: &'a str| {
        let end = input.bytes().position(|octet| !is(octet, classes)).unwrap_or(input.len());
        match input.split_at_checked(end) {
            Some((found, rest)) if end > 0 => Ok((rest, found)),
            _ => fail(input, problem),
        }
    }
}

/// This parser, whose failures are all this problem where the parser began.
#[inline]
pub(crate) fn expect<'a, P>(
    problem: Problem,
    mut parser: P,
) -> impl Parser<&'a str, Output = P::Output, Error = Fault>
where
    P: Parser<&'a str, Error = Fault>,
{
    move |input: &'a str| parser.parse(input).map_err(|_| Err::Error(Fault::at(input, problem)))
}

/// Runs a parser over a whole value; what is left over is this problem.
#[inline]
pub(crate) fn whole<'a, P>(
    problem: Problem,
    mut parser: P,
    input: &'a str,
) -> Result<P::Output, Fault>
where
    P: Parser<&'a str, Error = Fault>,
{
    match parser.parse(input) {
        Ok(("", value)) => Ok(value),
        Ok((rest, _)) => Err(Fault::at(rest, problem)),
        Err(Err::Error(fault) | Err::Failure(fault)) => Err(fault),
        Err(Err::Incomplete(_)) => Err(Fault::at(input, problem)),
    }
}

/// Digits as a number; `None` when there are none, other octets, or too many for the type.
pub(crate) fn number<T: core::str::FromStr>(digits: &str) -> Option<T> {
    let plain = !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}
