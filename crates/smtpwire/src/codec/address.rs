//! Domains, literals, mailboxes and paths (RFC 5321 section 4.1.2 and 4.1.3, RFC 6531 section 3.3).
//!
//! Each parser is named after its rule of the grammar.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;

use nom::character::complete::char;
use nom::sequence::{delimited, preceded};
use nom::{Err, Parser};

use super::grammar::{
    ALNUM, ATEXT, DCONTENT, Fault, LDH, NON_ASCII, Parsed, QTEXT, all, fail, is, is_control,
    none_of, octet, run, whole,
};
use super::options::Leniency;
use crate::types::domain::{AddressLiteral, Domain, GeneralLiteral, Host};
use crate::types::mailbox::{ForwardPath, LocalPart, MAX_MAILBOX, Mailbox, ReversePath};
use crate::types::problem::Problem;
use crate::types::text::Utf8;

/// The longest local part, in octets (RFC 5321 section 4.5.3.1.1).
pub const MAX_LOCAL_PART: usize = 64;
/// The longest domain, in octets (RFC 5321 section 4.5.3.1.2).
pub const MAX_DOMAIN: usize = 255;
/// The longest path, in octets with its brackets (RFC 5321 section 4.5.3.1.3).
pub const MAX_PATH: usize = 256;

/// `Domain = sub-domain *("." sub-domain)`,
/// `sub-domain = Let-dig [Ldh-str] / U-label`
pub(crate) fn domain(input: &[u8], lenient: Leniency) -> Parsed<'_, Domain<'_>> {
    let mut end = input.len();
    // A dot or the end may stand only behind a letter or digit, a hyphen also behind a hyphen.
    let mut label_is_empty = true;
    let mut hyphen_last = false;
    for (at, octet) in input.iter().copied().enumerate() {
        if is(octet, ALNUM | NON_ASCII) {
            label_is_empty = false;
            hyphen_last = false;
        } else {
            match octet {
                b'.' if !label_is_empty && !hyphen_last => label_is_empty = true,
                b'-' if !label_is_empty => hyphen_last = true,
                b'_' if lenient.underscore_in_domain => label_is_empty = false,
                b'.' | b'-' => return fail(input, Problem::BadDomain),
                _ => {
                    end = at;
                    break;
                }
            }
        }
    }
    match input.split_at_checked(end) {
        Some((name, rest)) if !label_is_empty && !hyphen_last => {
            if name.len() > MAX_DOMAIN {
                return fail(input, Problem::DomainTooLong);
            }
            none_of(name, no_label, Problem::BadDomain, rest)?;
            Ok((rest, Domain(Utf8::known(name))))
        }
        _ => fail(input, Problem::BadDomain),
    }
}

/// What no U-label holds: controls, spaces, and the full stops of other scripts, which resolvers
/// take for a dot (RFC 5890 section 2.3.2.1, RFC 5895 section 2).
fn no_label(character: char) -> bool {
    is_control(character)
        || character.is_whitespace()
        || matches!(character, '\u{3002}' | '\u{FF0E}' | '\u{FF61}')
}

/// `address-literal = "[" ( IPv4-address-literal / IPv6-address-literal /
/// General-address-literal ) "]"`
fn address_literal(input: &[u8]) -> Parsed<'_, AddressLiteral<'_>> {
    let content = |input| run(input, DCONTENT, Problem::BadLiteral);
    delimited(char('['), content, char(']'))
        .map_opt(|content| literal_content(core::str::from_utf8(content).ok()?))
        .parse(input)
        .map_err(|_: Err<Fault>| Err::Error(Fault::at(input, Problem::BadLiteral)))
}

fn literal_content(content: &str) -> Option<AddressLiteral<'_>> {
    let Some((tag, rest)) = content.split_once(':') else {
        return content.parse().ok().map(AddressLiteral::Ipv4);
    };
    if tag.eq_ignore_ascii_case("IPv6") {
        return rest.parse().ok().map(AddressLiteral::Ipv6);
    }
    // A bare IPv6 address would read as a tag of hex digits; the tag is missing then.
    if content.parse::<core::net::Ipv6Addr>().is_ok() {
        return None;
    }
    general_literal(tag, rest).map(|literal| AddressLiteral::General(Box::new(literal)))
}

impl<'a> GeneralLiteral<'a> {
    /// A tag of letters, digits and hyphens that does not end in a hyphen, and printable ASCII
    /// without `[`, `\` and `]`. `None` for others, and where the two would read as an IPv6 address.
    pub fn new(tag: &'a str, content: &'a str) -> Option<Self> {
        let untagged_ipv6 = alloc::format!("{tag}:{content}").parse::<core::net::Ipv6Addr>();
        general_literal(tag, content).filter(|_| untagged_ipv6.is_err())
    }
}

/// `General-address-literal = Standardized-tag ":" 1*dcontent`
fn general_literal<'a>(tag: &'a str, content: &'a str) -> Option<GeneralLiteral<'a>> {
    let standardized_tag = all(tag, LDH) && tag.bytes().last().is_some_and(|last| is(last, ALNUM));
    let fits = standardized_tag
        && !tag.eq_ignore_ascii_case("IPv6")
        && !content.is_empty()
        && all(content, DCONTENT);
    fits.then_some(GeneralLiteral { tag: Cow::Borrowed(tag), content: Cow::Borrowed(content) })
}

/// `( Domain / address-literal )`
pub(crate) fn host(input: &[u8], lenient: Leniency) -> Parsed<'_, Host<'_>> {
    if input.starts_with(b"[") {
        address_literal(input).map(|(rest, literal)| (rest, Host::Literal(literal)))
    } else {
        domain(input, lenient).map(|(rest, domain)| (rest, Host::Domain(domain)))
    }
}

/// `Local-part = Dot-string / Quoted-string`
pub(crate) fn local_part(input: &[u8]) -> Parsed<'_, LocalPart<'_>> {
    let (rest, text) =
        if input.starts_with(b"\"") { quoted_string(input)? } else { dot_string(input)? };
    if text.len() > MAX_LOCAL_PART {
        return fail(input, Problem::LocalPartTooLong);
    }
    none_of(text, is_control, Problem::BadLocalPart, rest)?;
    Ok((rest, LocalPart(Utf8::known(text))))
}

/// `Dot-string = Atom *("." Atom)`
fn dot_string(input: &[u8]) -> Parsed<'_, &[u8]> {
    let mut end = input.len();
    let mut atom_is_empty = true;
    for (at, octet) in input.iter().copied().enumerate() {
        if is(octet, ATEXT | NON_ASCII) {
            atom_is_empty = false;
        } else if octet == b'.' && !atom_is_empty {
            atom_is_empty = true;
        } else {
            end = at;
            break;
        }
    }
    match input.split_at_checked(end) {
        Some((text, rest)) if !atom_is_empty => Ok((rest, text)),
        _ => fail(input, Problem::BadLocalPart),
    }
}

/// `Quoted-string = DQUOTE *QcontentSMTP DQUOTE`, and not an empty one (erratum 5414).
fn quoted_string(input: &[u8]) -> Parsed<'_, &[u8]> {
    let mut escaped = false;
    for (at, octet) in input.iter().copied().enumerate().skip(1) {
        match octet {
            // quoted-pairSMTP = %d92 %d32-126
            32..=126 if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => {
                return match input.split_at_checked(at.saturating_add(1)) {
                    Some((text, rest)) if at > 1 => Ok((rest, text)),
                    _ => fail(input, Problem::EmptyLocalPart),
                };
            }
            _ if is(octet, QTEXT | NON_ASCII) && !escaped => {}
            _ => return fail(input, Problem::BadLocalPart),
        }
    }
    fail(input, Problem::UnclosedQuote)
}

/// `Mailbox = Local-part "@" ( Domain / address-literal )`
pub(crate) fn mailbox(input: &[u8], lenient: Leniency) -> Parsed<'_, Mailbox<'_>> {
    let (rest, local_part) = local_part(input)?;
    let (rest, ()) = octet(rest, b'@', Problem::MissingAt)?;
    let (rest, host) = host(rest, lenient)?;
    Ok((rest, Mailbox { local_part, host }))
}

/// A mailbox that stands without brackets, short enough to have some.
fn bare_mailbox(input: &[u8], lenient: Leniency) -> Parsed<'_, Mailbox<'_>> {
    let (rest, mailbox) = mailbox(input, lenient)?;
    if input.len().saturating_sub(rest.len()) > MAX_MAILBOX {
        return fail(input, Problem::PathTooLong);
    }
    Ok((rest, mailbox))
}

/// `A-d-l ":"`, `A-d-l = At-domain *( "," At-domain )`, `At-domain = "@" Domain`
fn source_route(input: &[u8], lenient: Leniency) -> Parsed<'_, ()> {
    let here = |at: &[u8]| Err::Error(Fault::at(at, Problem::BadSourceRoute));
    let mut at_domain = preceded(char('@'), |name| domain(name, lenient));
    let mut rest = input;
    loop {
        rest = at_domain.parse(rest).map_err(|_: Err<Fault>| here(rest))?.0;
        rest = match rest.split_first() {
            Some((b':', behind)) => return Ok((behind, ())),
            Some((b',', behind)) => behind,
            _ => return Err(here(rest)),
        };
    }
}

/// `Path = "<" [ A-d-l ":" ] Mailbox ">"`. The route is checked and dropped (section 4.1.1.3).
fn bracketed_path(input: &[u8], lenient: Leniency) -> Parsed<'_, Mailbox<'_>> {
    let (rest, ()) = octet(input, b'<', Problem::MissingBracket)?;
    let rest = if rest.starts_with(b"@") { source_route(rest, lenient)?.0 } else { rest };
    let (rest, mailbox) = mailbox(rest, lenient)?;
    // Where something else stands, the mailbox itself went wrong there, unless the input ends or
    // its parameters begin.
    let problem = match rest.first() {
        None | Some(b' ') => Problem::MissingBracket,
        Some(_) => Problem::BadDomain,
    };
    let (rest, ()) = octet(rest, b'>', problem)?;
    if input.len().saturating_sub(rest.len()) > MAX_PATH {
        return fail(input, Problem::PathTooLong);
    }
    Ok((rest, mailbox))
}

/// `Path`, and by leniency a mailbox without its brackets.
fn path(input: &[u8], lenient: Leniency) -> Parsed<'_, Mailbox<'_>> {
    if lenient.missing_brackets && !input.starts_with(b"<") {
        return bare_mailbox(input, lenient);
    }
    bracketed_path(input, lenient)
}

/// `Reverse-path = Path / "<>"`
pub(crate) fn reverse_path(input: &[u8], lenient: Leniency) -> Parsed<'_, ReversePath<'_>> {
    match input.strip_prefix(b"<>") {
        Some(rest) => Ok((rest, ReversePath::Null)),
        None => path(input, lenient).map(|(rest, of)| (rest, ReversePath::Mailbox(of))),
    }
}

/// `"<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path`
pub(crate) fn forward_path(input: &[u8], lenient: Leniency) -> Parsed<'_, ForwardPath<'_>> {
    match path(input, lenient) {
        Ok((rest, of)) => Ok((rest, ForwardPath::Mailbox(of))),
        Err(error) => not_a_mailbox(input, error),
    }
}

/// `<Postmaster>` has no domain, so it is found where a mailbox is not.
#[cold]
fn not_a_mailbox(input: &[u8], error: Err<Fault>) -> Parsed<'_, ForwardPath<'_>> {
    if let Some((head, rest)) = input.split_at_checked("<Postmaster>".len())
        && head.eq_ignore_ascii_case(b"<Postmaster>")
    {
        return Ok((rest, ForwardPath::Postmaster));
    }
    if input.starts_with(b"<>") {
        return fail(input, Problem::NullRecipient);
    }
    Err(error)
}

/// Why a text is not the value that it was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}, at octet {offset}")]
pub struct ValueError {
    problem: Problem,
    offset: usize,
}

impl ValueError {
    /// What is wrong.
    pub fn problem(&self) -> Problem {
        self.problem
    }

    /// Where, in octets from the start of the text.
    pub fn offset(&self) -> usize {
        self.offset
    }

    pub(crate) fn of(text: &str, fault: Fault) -> Self {
        Self { problem: fault.problem, offset: text.len().saturating_sub(fault.left) }
    }
}

macro_rules! parsed_from_text {
    ($($value:ident by $rule:expr, else $problem:ident, as $what:literal;)*) => {$(
        impl<'a> $value<'a> {
            #[doc = concat!("Reads ", $what, ", strictly by the grammar of RFC 5321 and RFC 6531.")]
            ///
            /// # Errors
            /// [`ValueError`] with the reason and the octet where it was found.
            pub fn parse(text: &'a str) -> Result<Self, ValueError> {
                whole(Problem::$problem, $rule, text.as_bytes()).map_err(|fault| ValueError::of(text, fault))
            }
        }

        impl core::str::FromStr for $value<'static> {
            type Err = ValueError;

            fn from_str(text: &str) -> Result<Self, ValueError> {
                $value::parse(text).map($value::into_owned)
            }
        }
    )*};
}

parsed_from_text! {
    Domain by |text| domain(text, Leniency::NONE), else BadDomain, as "a domain, `example.com`";
    AddressLiteral by address_literal, else BadLiteral, as "an address literal, `[192.0.2.1]`";
    Host by |text| host(text, Leniency::NONE), else BadHost, as "a domain or an address literal";
    LocalPart by local_part, else BadLocalPart, as "a local part, `jo` or `\"jo o\"`";
    Mailbox by |text| bare_mailbox(text, Leniency::NONE), else BadDomain, as "a mailbox, `jo@example.com`";
    ReversePath by |text| reverse_path(text, Leniency::NONE), else MissingBracket, as "`<jo@example.com>` or `<>`";
    ForwardPath by |text| forward_path(text, Leniency::NONE), else MissingBracket,
        as "`<jo@example.com>` or `<Postmaster>`";
}

impl LocalPart<'static> {
    /// The local part that means these characters, written with as little quoting as the grammar
    /// allows (RFC 5321 section 4.1.2).
    ///
    /// ```
    /// use smtpwire::LocalPart;
    /// assert_eq!(LocalPart::from_content("jo.ann")?.as_str(), "jo.ann");
    /// assert_eq!(LocalPart::from_content("jo ann")?.as_str(), "\"jo ann\"");
    /// # Ok::<(), smtpwire::ValueError>(())
    /// ```
    ///
    /// # Errors
    /// When it is empty, holds a control character, or has more than 64 octets once written.
    pub fn from_content(content: &str) -> Result<Self, ValueError> {
        if whole(Problem::BadLocalPart, dot_string, content.as_bytes()).is_ok() {
            return content.parse();
        }
        let mut quoted = String::with_capacity(content.len().saturating_add(2));
        quoted.push('"');
        for character in content.chars() {
            if matches!(character, '"' | '\\') {
                quoted.push('\\');
            }
            quoted.push(character);
        }
        quoted.push('"');
        quoted.parse()
    }
}

/// Reads a mailbox and what follows it up to the end; used where a value holds a mailbox.
pub(crate) fn whole_mailbox(text: &str) -> Option<Mailbox<'_>> {
    whole(Problem::BadDomain, |text| bare_mailbox(text, Leniency::NONE), text.as_bytes()).ok()
}
