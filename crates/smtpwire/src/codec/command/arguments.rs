//! What stands behind a known verb, each rule named after its place in the grammar.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::text;
use crate::codec::address::{domain, forward_path, host, reverse_path};
use crate::codec::grammar::{
    ALNUM, BASE64, Fault, LDH, all, cut, fault, is, is_control, number, whole,
};
use crate::codec::options::CommandOptions;
use crate::codec::parameter::{mail_parameters, rcpt_parameters};
use crate::codec::xtext::decode_xtext;
use crate::types::auth::{Mechanism, SaslResponse};
use crate::types::capability::Word;
use crate::types::command::{
    Argument, Attribute, Attributes, Auth, Bdat, Burl, Command, Mail, Node, Query, Rcpt, Verb,
};
use crate::types::domain::{Domain, Host};
use crate::types::parameter::{MailParameters, RcptParameters};
use crate::types::problem::Problem;

pub(super) type Read<'a> = Result<Command<'a>, Fault>;

/// What stands behind a known verb: nothing, or a space and the argument.
pub(super) fn arguments(verb: Verb, rest: &[u8], options: CommandOptions) -> Read<'_> {
    let mut argument = rest.strip_prefix(b" ").unwrap_or_default();
    if argument.starts_with(b" ") {
        if !options.leniency.repeated_spaces {
            return Err(Fault::at(argument, Problem::ExtraSpace));
        }
        argument = without_spaces(argument);
    }
    let no_argument = |command| {
        if argument.is_empty() {
            Ok(command)
        } else {
            Err(Fault::at(argument, Problem::UnexpectedArgument))
        }
    };
    match verb {
        Verb::Data => no_argument(Command::Data),
        Verb::Rset => no_argument(Command::Rset),
        Verb::Quit => no_argument(Command::Quit),
        Verb::StartTls => no_argument(Command::StartTls),
        Verb::Noop => optional(text(argument)?).map(Command::Noop),
        Verb::Help => optional(text(argument)?).map(Command::Help),
        Verb::Atrn => atrn(argument, options),
        _ if argument.is_empty() => Err(Fault::at(argument, Problem::MissingArgument)),
        Verb::Ehlo => greeting(argument, options).map(Command::Ehlo),
        Verb::Helo => greeting(argument, options).map(Command::Helo),
        Verb::Lhlo => greeting(argument, options).map(Command::Lhlo),
        Verb::Mail => mail(argument, options),
        Verb::Rcpt => rcpt(argument, options),
        Verb::Bdat => bdat(text(argument)?, options),
        Verb::Vrfy => query(text(argument)?).map(Command::Vrfy),
        Verb::Expn => query(text(argument)?).map(Command::Expn),
        Verb::Auth => auth(text(argument)?, options),
        Verb::Etrn => etrn(text(argument)?, options),
        Verb::Burl => burl(text(argument)?, options),
        Verb::XClient => attributes(text(argument)?, options).map(Command::XClient),
        Verb::XForward => attributes(text(argument)?, options).map(Command::XForward),
        Verb::Unknown => Err(Fault::at(argument, Problem::BadVerb)),
    }
}

/// `ehlo = "EHLO" SP ( Domain / address-literal )`
fn greeting(argument: &[u8], options: CommandOptions) -> Result<Host<'_>, Fault> {
    let host = whole(Problem::BadHost, |text| host(text, options.leniency), argument)?;
    // RFC 6531 section 3.7.1: the greeting stays ASCII, SMTPUTF8 or not.
    if host.is_ascii() { Ok(host) } else { Err(Fault::at(argument, Problem::NonAsciiAddress)) }
}

/// `mail = "MAIL FROM:" Reverse-path [SP Mail-parameters]`
fn mail(argument: &[u8], options: CommandOptions) -> Read<'_> {
    let path = envelope(argument, b"FROM:", options)?;
    let lenient = options.leniency;
    let (rest, from) = reverse_path(path, lenient).map_err(|error| fault(&error, path))?;
    let mut parameters = MailParameters::new();
    mail_parameters(text(rest)?, lenient.repeated_spaces, &mut parameters)?;
    // The whole argument is looked at first: it is ASCII nearly always, and that is quick.
    if !argument.is_ascii() && !from.is_ascii() && !parameters.smtputf8() {
        return Err(Fault::at(path, Problem::NeedsSmtpUtf8));
    }
    Ok(Command::Mail(Mail { from, parameters }))
}

/// `rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path )
/// [SP Rcpt-parameters]`
fn rcpt(argument: &[u8], options: CommandOptions) -> Read<'_> {
    let path = envelope(argument, b"TO:", options)?;
    let lenient = options.leniency;
    let (rest, to) = forward_path(path, lenient).map_err(|error| fault(&error, path))?;
    let mut parameters = RcptParameters::new();
    rcpt_parameters(text(rest)?, lenient.repeated_spaces, &mut parameters)?;
    Ok(Command::Rcpt(Rcpt { to, parameters }))
}

/// `FROM:` or `TO:`, in any case and with nothing between it and the path.
fn envelope<'a>(
    argument: &'a [u8],
    keyword: &[u8],
    options: CommandOptions,
) -> Result<&'a [u8], Fault> {
    let path = argument
        .split_at_checked(keyword.len())
        .filter(|(head, _)| head.eq_ignore_ascii_case(keyword))
        .map(|(_, path)| path)
        .ok_or(Fault::at(argument, Problem::MissingKeyword))?;
    match path.strip_prefix(b" ") {
        None => Ok(path),
        Some(behind) if options.leniency.space_after_colon => Ok(without_spaces(behind)),
        Some(_) => Err(Fault::at(path, Problem::SpaceAfterColon)),
    }
}

/// `bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ] CR LF`, `chunk-size = 1*DIGIT`
fn bdat(argument: &str, options: CommandOptions) -> Read<'_> {
    let (digits, last) = last_marker(argument, Problem::BadBdat, options)?;
    match number(digits) {
        Some(size) => Ok(Command::Bdat(Bdat { size, last })),
        None if !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit()) => {
            Err(Fault::at(argument, Problem::ChunkTooLarge))
        }
        None => Err(Fault::at(argument, Problem::BadBdat)),
    }
}

/// `[ SP "LAST" ]`
fn last_marker(
    argument: &str,
    problem: Problem,
    options: CommandOptions,
) -> Result<(&str, bool), Fault> {
    match next_word(argument, options)? {
        (_, None) => Ok((argument, false)),
        (first, Some(marker)) if marker.eq_ignore_ascii_case("LAST") => Ok((first, true)),
        (_, Some(marker)) => Err(Fault::at(marker, problem)),
    }
}

/// The first word, and what stands behind the space that ends it.
fn next_word(text: &str, options: CommandOptions) -> Result<(&str, Option<&str>), Fault> {
    match cut(text, b' ') {
        None => Ok((text, None)),
        Some((word, rest)) if !rest.starts_with(' ') => Ok((word, Some(rest))),
        Some((word, rest)) if options.leniency.repeated_spaces => {
            Ok((word, Some(rest.trim_start_matches(' '))))
        }
        Some((_, rest)) => Err(Fault::at(rest, Problem::ExtraSpace)),
    }
}

/// `vrfy = "VRFY" SP String`, and `SMTPUTF8` behind it (RFC 6531 section 3.7.4.2).
fn query(argument: &str) -> Result<Query<'_>, Fault> {
    let keyword = " SMTPUTF8";
    let split = argument.len().checked_sub(keyword.len());
    let (text, smtputf8) = match split.and_then(|at| argument.split_at_checked(at)) {
        Some((text, tail)) if tail.eq_ignore_ascii_case(keyword) => {
            (text.trim_end_matches(' '), true)
        }
        _ => (argument, false),
    };
    if !text.is_ascii() && !smtputf8 {
        return Err(Fault::at(argument, Problem::NeedsSmtpUtf8));
    }
    Ok(Query { argument: checked(text)?, smtputf8 })
}

impl<'a> Query<'a> {
    /// What VRFY or EXPN asks, and whether UTF-8 may stand in the reply, which it must for an
    /// argument that is not ASCII.
    pub fn new(argument: Argument<'a>, smtputf8: bool) -> Option<Self> {
        let read = query(argument.as_str()).map(|query| query.smtputf8);
        (smtputf8 || read == Ok(false)).then_some(Self { argument, smtputf8 })
    }
}

fn optional(argument: &str) -> Result<Option<Argument<'_>>, Fault> {
    if argument.is_empty() { Ok(None) } else { checked(argument).map(Some) }
}

fn checked(text: &str) -> Result<Argument<'_>, Fault> {
    // Printable ASCII, which it is nearly always, is told octet by octet.
    if text.bytes().all(|octet| matches!(octet, b' '..=b'~')) {
        return Ok(Argument(Cow::Borrowed(text)));
    }
    match text.find(is_control) {
        Some(at) => {
            Err(Fault { problem: Problem::ControlCharacter, left: text.len().saturating_sub(at) })
        }
        None => Ok(Argument(Cow::Borrowed(text))),
    }
}

impl<'a> Argument<'a> {
    /// The argument of this text, if it is neither empty nor holds a control character nor begins
    /// or ends with a space.
    pub fn new(text: &'a str) -> Option<Self> {
        let fits = !text.is_empty() && text.trim_matches([' ', '\t']) == text;
        checked(text).ok().filter(|_| fits)
    }
}

/// `"AUTH" SP sasl-mech [SP initial-response]`, `initial-response = base64 / "="`
fn auth(argument: &str, options: CommandOptions) -> Read<'_> {
    let (name, response) = next_word(argument, options)?;
    let mechanism = Mechanism::parse(name).ok_or(Fault::at(argument, Problem::BadMechanism))?;
    let initial_response = match response {
        None => None,
        Some("=") => Some(SaslResponse(Cow::Borrowed(""))),
        Some(text) => match SaslResponse::parse(text) {
            Some(response) => Some(response),
            None => return Err(Fault::at(text, Problem::BadBase64)),
        },
    };
    Ok(Command::Auth(Auth { mechanism, initial_response }))
}

impl<'a> Mechanism<'a> {
    /// The mechanism of this name, if it has 1 to 20 letters, digits, hyphens and underscores.
    pub fn parse(name: &'a str) -> Option<Self> {
        let fits = (1..=20).contains(&name.len())
            && name.bytes().all(|octet| is(octet, LDH) || octet == b'_');
        fits.then_some(Self(Cow::Borrowed(name)))
    }
}

impl<'a> SaslResponse<'a> {
    /// The response of this base64 text (may be empty). Strictly: nothing but the alphabet, padded
    /// to a multiple of four, `=` only at the end (RFC 4954 section 4).
    pub fn parse(text: &'a str) -> Option<Self> {
        let unpadded = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
        let fits = text.len().is_multiple_of(4) && all(unpadded, BASE64);
        fits.then_some(Self(Cow::Borrowed(text)))
    }
}

/// `ETRN SP [ "@" / "#" ] node`
fn etrn(argument: &str, options: CommandOptions) -> Read<'_> {
    let name = |text| {
        ascii_domain(text, options).map_err(|fault| match fault.problem {
            Problem::NonAsciiAddress => fault,
            _ => Fault { problem: Problem::BadNode, ..fault },
        })
    };
    if let Some(queue) = argument.strip_prefix('#') {
        let word = Word::new(queue).ok_or(Fault::at(queue, Problem::BadNode))?;
        return Ok(Command::Etrn(Node::Queue(word)));
    }
    match argument.strip_prefix('@') {
        Some(text) => name(text).map(|domain| Command::Etrn(Node::Subdomains(domain))),
        None => name(argument).map(|domain| Command::Etrn(Node::Host(domain))),
    }
}

/// A domain in a command that SMTPUTF8 does not extend (RFC 6531 section 3.3).
fn ascii_domain(name: &str, options: CommandOptions) -> Result<Domain<'_>, Fault> {
    let rule = |text| domain(text, options.leniency);
    let domain = whole(Problem::BadDomain, rule, name.as_bytes())?;
    if domain.is_ascii() { Ok(domain) } else { Err(Fault::at(name, Problem::NonAsciiAddress)) }
}

/// `ATRN [SP domain *("," domain)]`
fn atrn(argument: &[u8], options: CommandOptions) -> Read<'_> {
    if argument.is_empty() {
        return Ok(Command::Atrn(Vec::new()));
    }
    let mut domains = Vec::new();
    let mut behind = Some(text(argument)?);
    while let Some(list) = behind {
        let (item, rest) = cut(list, b',').map_or((list, None), |(i, rest)| (i, Some(rest)));
        let left = list.len().saturating_sub(item.len());
        let at_its_place = |fault: Fault| Fault { left: fault.left.saturating_add(left), ..fault };
        domains.push(ascii_domain(item, options).map_err(at_its_place)?);
        behind = rest;
    }
    Ok(Command::Atrn(domains))
}

/// `burl-cmd = "BURL" SP absolute-URI [SP end-marker] CRLF`
fn burl(argument: &str, options: CommandOptions) -> Read<'_> {
    let (url, last) = last_marker(argument, Problem::BadBurl, options)?;
    Burl::new(url, last).map(Command::Burl).ok_or(Fault::at(argument, Problem::BadBurl))
}

impl<'a> Burl<'a> {
    /// A URL with its scheme, of printable ASCII, and whether it ends the message.
    pub fn new(url: &'a str, last: bool) -> Option<Self> {
        let (scheme, rest) = url.split_once(':')?;
        let starts = scheme.bytes().next().is_some_and(|first| first.is_ascii_alphabetic());
        let named = scheme.bytes().all(|o| is(o, ALNUM) || matches!(o, b'+' | b'-' | b'.'));
        let fits =
            starts && named && !rest.is_empty() && rest.bytes().all(|o| o.is_ascii_graphic());
        fits.then_some(Self { url: Cow::Borrowed(url), last })
    }
}

/// `attribute-name "=" xtext`, one or more, each behind a space.
fn attributes(argument: &str, options: CommandOptions) -> Result<Attributes<'_>, Fault> {
    let mut list = Vec::new();
    let mut behind = Some(argument);
    while let Some(text) = behind {
        let (word, rest) = next_word(text, options)?;
        behind = rest;
        let attribute = word
            .split_once('=')
            .filter(|(name, _)| !name.is_empty() && all(name, LDH))
            .and_then(|(name, value)| Attribute::checked(Cow::Borrowed(name), decode_xtext(value)?))
            .ok_or(Fault::at(text, Problem::BadAttribute))?;
        list.push(attribute);
    }
    Ok(Attributes(list))
}

impl<'a> Attribute<'a> {
    fn checked(name: Cow<'a, str>, value: Cow<'a, str>) -> Option<Self> {
        // A control character that xtext carried in would leave it as a second log line or command.
        let fits = !name.is_empty() && all(&*name, LDH) && !value.contains(is_control);
        fits.then_some(Self { name, value })
    }

    /// An attribute: a name of letters, digits and hyphens, and a value without control
    /// characters, here not yet in xtext.
    pub fn new(name: &'a str, value: &'a str) -> Option<Self> {
        Self::checked(Cow::Borrowed(name), Cow::Borrowed(value))
    }
}

impl<'a> Attributes<'a> {
    /// These attributes, if there is one.
    pub fn new(attributes: Vec<Attribute<'a>>) -> Option<Self> {
        (!attributes.is_empty()).then_some(Self(attributes))
    }
}

/// Without the spaces at its start.
fn without_spaces(mut text: &[u8]) -> &[u8] {
    while let [b' ', behind @ ..] = text {
        text = behind;
    }
    text
}
