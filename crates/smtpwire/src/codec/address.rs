//! Domains, literals, mailboxes and paths (RFC 5321 section 4.1.2 and 4.1.3, RFC 6531 section 3.3).
//!
//! Each parser is named after its rule of the grammar.

use alloc::borrow::Cow;
use alloc::string::String;

use nom::Parser;
use nom::character::complete::char;
use nom::sequence::{delimited, preceded};

use super::grammar::{
    ALNUM, ATEXT, DCONTENT, Fault, LDH, NON_ASCII, Parsed, QTEXT, all, expect, fail, is,
    is_control, none_of, run, whole,
};
use super::options::Leniency;
use crate::types::domain::{AddressLiteral, Domain, GeneralLiteral, Host};
use crate::types::mailbox::{ForwardPath, LocalPart, Mailbox, ReversePath};
use crate::types::problem::Problem;

/// The longest local part, in octets (RFC 5321 section 4.5.3.1.1).
pub const MAX_LOCAL_PART: usize = 64;
/// The longest domain, in octets (RFC 5321 section 4.5.3.1.2).
pub const MAX_DOMAIN: usize = 255;
/// The longest path, in octets with its brackets (RFC 5321 section 4.5.3.1.3).
pub const MAX_PATH: usize = 256;

/// `Domain = sub-domain *("." sub-domain)`,
/// `sub-domain = Let-dig [Ldh-str] / U-label`
#[inline]
pub(crate) fn domain<'a>(
    lenient: Leniency,
) -> impl Parser<&'a str, Output = Domain<'a>, Error = Fault> {
    move |input: &'a str| {
        let mut previous = b'.';
        let mut end = input.len();
        for (at, octet) in input.bytes().enumerate() {
            let inside = is(octet, LDH | NON_ASCII)
                || (octet == b'_' && lenient.underscore_in_domain)
                || octet == b'.';
            if !inside {
                end = at;
                break;
            }
            // A label neither starts nor ends with a hyphen, and is not empty.
            let edge = (previous == b'.' && matches!(octet, b'.' | b'-'))
                || (previous == b'-' && octet == b'.');
            if edge {
                return fail(input, Problem::BadDomain);
            }
            previous = octet;
        }
        match input.split_at_checked(end) {
            _ if matches!(previous, b'.' | b'-') => fail(input, Problem::BadDomain),
            Some((name, _)) if name.len() > MAX_DOMAIN => fail(input, Problem::DomainTooLong),
            Some((name, rest)) => none_of(name, no_label, Problem::BadDomain, rest)
                .map(|(rest, name)| (rest, Domain(Cow::Borrowed(name)))),
            None => fail(input, Problem::BadDomain),
        }
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
fn address_literal<'a>() -> impl Parser<&'a str, Output = AddressLiteral<'a>, Error = Fault> {
    expect(
        Problem::BadLiteral,
        delimited(char('['), run(DCONTENT, Problem::BadLiteral), char(']'))
            .map_opt(literal_content),
    )
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
    general_literal(tag, rest).map(AddressLiteral::General)
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
#[inline]
pub(crate) fn host<'a>(
    lenient: Leniency,
) -> impl Parser<&'a str, Output = Host<'a>, Error = Fault> {
    move |input: &'a str| {
        if input.starts_with('[') {
            address_literal().map(Host::Literal).parse(input)
        } else {
            domain(lenient).map(Host::Domain).parse(input)
        }
    }
}

/// `Local-part = Dot-string / Quoted-string`
#[inline]
pub(crate) fn local_part<'a>() -> impl Parser<&'a str, Output = LocalPart<'a>, Error = Fault> {
    |input: &'a str| {
        let (rest, text) = if input.starts_with('"') {
            quoted_string().parse(input)?
        } else {
            dot_string().parse(input)?
        };
        if text.len() > MAX_LOCAL_PART {
            return fail(input, Problem::LocalPartTooLong);
        }
        none_of(text, is_control, Problem::BadLocalPart, rest)
            .map(|(rest, text)| (rest, LocalPart(Cow::Borrowed(text))))
    }
}

/// `Dot-string = Atom *("." Atom)`
#[inline]
fn dot_string<'a>() -> impl Parser<&'a str, Output = &'a str, Error = Fault> {
    |input: &'a str| {
        let mut previous = b'.';
        let mut end = input.len();
        for (at, octet) in input.bytes().enumerate() {
            if octet == b'.' {
                if previous == b'.' {
                    return fail(input, Problem::BadLocalPart);
                }
            } else if !is(octet, ATEXT | NON_ASCII) {
                end = at;
                break;
            }
            previous = octet;
        }
        match input.split_at_checked(end) {
            Some((text, rest)) if previous != b'.' => Ok((rest, text)),
            _ => fail(input, Problem::BadLocalPart),
        }
    }
}

/// `Quoted-string = DQUOTE *QcontentSMTP DQUOTE`, and not an empty one (erratum 5414).
fn quoted_string<'a>() -> impl Parser<&'a str, Output = &'a str, Error = Fault> {
    |input: &'a str| {
        let mut escaped = false;
        for (at, octet) in input.bytes().enumerate().skip(1) {
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
}

/// `Mailbox = Local-part "@" ( Domain / address-literal )`
#[inline]
pub(crate) fn mailbox<'a>(
    lenient: Leniency,
) -> impl Parser<&'a str, Output = Mailbox<'a>, Error = Fault> {
    move |input: &'a str| {
        let (rest, local_part) = local_part().parse(input)?;
        let (rest, _) = expect(Problem::MissingAt, char('@')).parse(rest)?;
        let (rest, host) = host(lenient).parse(rest)?;
        Ok((rest, Mailbox { local_part, host }))
    }
}

/// `A-d-l ":"`, `A-d-l = At-domain *( "," At-domain )`, `At-domain = "@" Domain`
fn source_route<'a>(lenient: Leniency) -> impl Parser<&'a str, Output = (), Error = Fault> {
    move |mut input: &'a str| {
        loop {
            let at_domain = preceded(char('@'), domain(lenient));
            let (rest, _) = expect(Problem::BadSourceRoute, at_domain).parse(input)?;
            if let Some(rest) = rest.strip_prefix(':') {
                return Ok((rest, ()));
            }
            let (rest, _) = expect(Problem::BadSourceRoute, char(',')).parse(rest)?;
            input = rest;
        }
    }
}

/// `Path = "<" [ A-d-l ":" ] Mailbox ">"`. The route is checked and dropped (section 4.1.1.3).
fn bracketed_path<'a>(
    lenient: Leniency,
) -> impl Parser<&'a str, Output = Mailbox<'a>, Error = Fault> {
    move |input: &'a str| {
        let (rest, _) = expect(Problem::MissingBracket, char('<')).parse(input)?;
        let rest = if rest.starts_with('@') { source_route(lenient).parse(rest)?.0 } else { rest };
        let (rest, mailbox) = mailbox(lenient).parse(rest)?;
        let (rest, _) = closing_bracket(rest)?;
        if input.len().saturating_sub(rest.len()) > MAX_PATH {
            return fail(input, Problem::PathTooLong);
        }
        Ok((rest, mailbox))
    }
}

/// The `>`; where something else stands, the mailbox itself went wrong there, unless the input
/// ends or its parameters begin.
fn closing_bracket(input: &str) -> Parsed<'_, char> {
    let problem = match input.bytes().next() {
        None | Some(b' ') => Problem::MissingBracket,
        Some(_) => Problem::BadDomain,
    };
    expect(problem, char('>')).parse(input)
}

/// `Path`, and by leniency a mailbox without its brackets.
fn path<'a>(lenient: Leniency) -> impl Parser<&'a str, Output = Mailbox<'a>, Error = Fault> {
    move |input: &'a str| {
        if lenient.missing_brackets && !input.starts_with('<') {
            return mailbox(lenient).parse(input);
        }
        bracketed_path(lenient).parse(input)
    }
}

/// `Reverse-path = Path / "<>"`
#[inline]
pub(crate) fn reverse_path<'a>(
    lenient: Leniency,
) -> impl Parser<&'a str, Output = ReversePath<'a>, Error = Fault> {
    move |input: &'a str| match input.strip_prefix("<>") {
        Some(rest) => Ok((rest, ReversePath::Null)),
        None => path(lenient).map(ReversePath::Mailbox).parse(input),
    }
}

/// `"<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path`
#[inline]
pub(crate) fn forward_path<'a>(
    lenient: Leniency,
) -> impl Parser<&'a str, Output = ForwardPath<'a>, Error = Fault> {
    move |input: &'a str| {
        if let Some((head, rest)) = input.split_at_checked("<Postmaster>".len())
            && head.eq_ignore_ascii_case("<Postmaster>")
        {
            return Ok((rest, ForwardPath::Postmaster));
        }
        if input.starts_with("<>") {
            return fail(input, Problem::NullRecipient);
        }
        path(lenient).map(ForwardPath::Mailbox).parse(input)
    }
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
                whole(Problem::$problem, $rule, text).map_err(|fault| ValueError::of(text, fault))
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
    Domain by domain(Leniency::NONE), else BadDomain, as "a domain, `example.com`";
    AddressLiteral by address_literal(), else BadLiteral, as "an address literal, `[192.0.2.1]`";
    Host by host(Leniency::NONE), else BadHost, as "a domain or an address literal";
    LocalPart by local_part(), else BadLocalPart, as "a local part, `jo` or `\"jo o\"`";
    Mailbox by mailbox(Leniency::NONE), else BadDomain, as "a mailbox, `jo@example.com`";
    ReversePath by reverse_path(Leniency::NONE), else MissingBracket, as "`<jo@example.com>` or `<>`";
    ForwardPath by forward_path(Leniency::NONE), else MissingBracket,
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
        if whole(Problem::BadLocalPart, dot_string(), content).is_ok() {
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
    whole(Problem::BadDomain, mailbox(Leniency::NONE), text).ok()
}
