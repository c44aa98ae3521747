//! The parameters of MAIL and RCPT, read.

use alloc::borrow::Cow;

use super::address::whole_mailbox;
use super::datetime::date_time;
use super::grammar::{
    ALNUM, BASE64, Fault, LDH, NON_ASCII, Parsed, VALUE, all, cut, fail, fault, is, is_control,
    none_of, number,
};
use super::xtext::{decode_unitext, decode_xtext};
use crate::types::parameter::{
    Body, ByMode, DeliverBy, EnvelopeId, HoldSeconds, MailParameter, MailParameters, Notify,
    NotifyEvents, OriginalRecipient, Parameter, Priority, RcptParameter, RcptParameters,
    RecipientValidSince, Ret, RrvsAction, SolicitationKeywords, Submitter, Tracking, TransactionId,
};
use crate::types::problem::Problem;
use crate::types::text::Utf8;

/// `esmtp-param = esmtp-keyword ["=" esmtp-value]`,
/// `esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")`,
/// `esmtp-value = 1*(%d33-60 / %d62-126 / UTF-8)`
fn esmtp_param(input: &str) -> Parsed<'_, (&str, Option<&str>), &str> {
    if input.starts_with('-') {
        return fail(input, Problem::BadParameter);
    }
    let (rest, keyword) = run_of_text(input, LDH, Problem::BadParameter)?;
    let (rest, value) = match rest.strip_prefix('=') {
        Some(rest) => {
            let (rest, value) = run_of_text(rest, VALUE | NON_ASCII, Problem::MissingValue)?;
            none_of(value, is_control, Problem::BadParameter, rest)?;
            (rest, Some(value))
        }
        None => (rest, None),
    };
    match rest.bytes().next() {
        None | Some(b' ') => Ok((rest, (keyword, value))),
        Some(_) => fail(rest, Problem::BadParameter),
    }
}

/// One or more octets of these classes; none is this problem.
fn run_of_text(input: &str, classes: u8, problem: Problem) -> Parsed<'_, &str, &str> {
    let end = input.bytes().position(|octet| !is(octet, classes)).unwrap_or(input.len());
    match input.split_at_checked(end) {
        Some((found, rest)) if end > 0 => Ok((rest, found)),
        _ => fail(input, problem),
    }
}

/// `*(SP esmtp-param)` up to the end of the line.
fn each_parameter<'a>(
    mut input: &'a str,
    repeated_spaces: bool,
    mut take: impl FnMut(&'a str, Option<&'a str>) -> Result<(), Problem>,
) -> Result<(), Fault> {
    while !input.is_empty() {
        let Some(mut rest) = input.strip_prefix(' ') else {
            return Err(Fault::at(input, Problem::MissingSpace));
        };
        if rest.starts_with(' ') {
            if !repeated_spaces {
                return Err(Fault::at(rest, Problem::ExtraSpace));
            }
            rest = rest.trim_start_matches(' ');
        }
        let parsed = esmtp_param(rest);
        let (behind, (keyword, value)) = parsed.map_err(|error| fault(&error, rest.as_bytes()))?;
        take(keyword, value).map_err(|problem| Fault::at(rest, problem))?;
        input = behind;
    }
    Ok(())
}

/// `Mail-parameters = esmtp-param *(SP esmtp-param)`, put behind those that the list has.
pub(crate) fn mail_parameters<'a>(
    input: &'a str,
    repeated_spaces: bool,
    list: &mut MailParameters<'a>,
) -> Result<(), Fault> {
    each_parameter(input, repeated_spaces, |keyword, value| mail_parameter(list, keyword, value))
}

/// `Rcpt-parameters = esmtp-param *(SP esmtp-param)`, put behind those that the list has.
pub(crate) fn rcpt_parameters<'a>(
    input: &'a str,
    repeated_spaces: bool,
    list: &mut RcptParameters<'a>,
) -> Result<(), Fault> {
    each_parameter(input, repeated_spaces, |keyword, value| rcpt_parameter(list, keyword, value))
}

fn mail_parameter<'a>(
    list: &mut MailParameters<'a>,
    keyword: &'a str,
    value: Option<&'a str>,
) -> Result<(), Problem> {
    let parameter = match UpperCase::of(keyword).as_str() {
        "SIZE" => MailParameter::Size(size(required(value)?)?),
        "BODY" => MailParameter::Body(body(required(value)?)?),
        "SMTPUTF8" => bare(value, MailParameter::SmtpUtf8)?,
        "RET" => MailParameter::Ret(ret(required(value)?)?),
        "ENVID" => MailParameter::Envid(envid(required(value)?)?),
        "AUTH" => MailParameter::Auth(submitter(required(value)?)?),
        "REQUIRETLS" => bare(value, MailParameter::RequireTls)?,
        "BY" => MailParameter::By(by(required(value)?).ok_or(Problem::BadBy)?),
        "HOLDFOR" => MailParameter::HoldFor(hold_for(required(value)?)?),
        "HOLDUNTIL" => {
            MailParameter::HoldUntil(date_time(required(value)?).ok_or(Problem::BadDateTime)?)
        }
        "MT-PRIORITY" => MailParameter::MtPriority(priority(required(value)?)?),
        "MTRK" => MailParameter::Mtrk(tracking(required(value)?).ok_or(Problem::BadTracking)?),
        "TRANSID" => {
            let id = TransactionId::new(required(value)?);
            MailParameter::TransId(id.ok_or(Problem::BadTransactionId)?)
        }
        "SOLICIT" => {
            let keywords = SolicitationKeywords::new(required(value)?);
            MailParameter::Solicit(keywords.ok_or(Problem::BadSolicit)?)
        }
        "CONPERM" => bare(value, MailParameter::ConPerm)?,
        _ => MailParameter::Other(unknown(keyword, value)),
    };
    let other_hold = match parameter {
        MailParameter::HoldFor(_) => "HOLDUNTIL",
        MailParameter::HoldUntil(_) => "HOLDFOR",
        _ => "",
    };
    if !other_hold.is_empty() && list.get(other_hold).is_some() {
        return Err(Problem::TwoHolds);
    }
    // RFC 6710 section 4.1 has a reply of its own for a priority that is given twice.
    let twice = match parameter {
        MailParameter::MtPriority(_) => Problem::BadPriority,
        _ => Problem::DuplicateParameter,
    };
    list.push(parameter).map_err(|_| twice)
}

fn rcpt_parameter<'a>(
    list: &mut RcptParameters<'a>,
    keyword: &'a str,
    value: Option<&'a str>,
) -> Result<(), Problem> {
    let parameter = match UpperCase::of(keyword).as_str() {
        "NOTIFY" => RcptParameter::Notify(notify(required(value)?)?),
        "ORCPT" => {
            let recipient = original_recipient(required(value)?);
            RcptParameter::Orcpt(recipient.ok_or(Problem::BadOrcpt)?)
        }
        "RRVS" => RcptParameter::Rrvs(valid_since(required(value)?).ok_or(Problem::BadRrvs)?),
        "CONNEG" => bare(value, RcptParameter::ConNeg)?,
        _ => RcptParameter::Other(unknown(keyword, value)),
    };
    list.push(parameter).map_err(|_| Problem::DuplicateParameter)
}

/// A keyword in upper case, in a place of its own; longer ones are none that is known here.
pub(crate) struct UpperCase {
    octets: [u8; Self::LONGEST],
    length: usize,
}

impl UpperCase {
    /// `ENHANCEDSTATUSCODES`.
    const LONGEST: usize = 19;

    #[inline]
    pub(crate) fn of(keyword: &str) -> Self {
        let mut octets = [0; Self::LONGEST];
        if keyword.len() > Self::LONGEST {
            return Self { octets, length: 0 };
        }
        for (upper, octet) in octets.iter_mut().zip(keyword.bytes()) {
            *upper = octet.to_ascii_uppercase();
        }
        Self { octets, length: keyword.len() }
    }

    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        self.octets.get(..self.length).and_then(|o| core::str::from_utf8(o).ok()).unwrap_or("")
    }
}

fn unknown<'a>(keyword: &'a str, value: Option<&'a str>) -> Parameter<'a> {
    Parameter { keyword: Cow::Borrowed(keyword), value: value.map(Cow::Borrowed) }
}

fn required(value: Option<&str>) -> Result<&str, Problem> {
    value.ok_or(Problem::MissingValue)
}

fn bare<T>(value: Option<&str>, parameter: T) -> Result<T, Problem> {
    if value.is_some() { Err(Problem::UnexpectedValue) } else { Ok(parameter) }
}

/// `size-value = 1*20DIGIT`. Twenty digits can say more than any count of octets here holds; that
/// is a size, and too large.
fn size(value: &str) -> Result<u64, Problem> {
    let digits = || value.bytes().all(|octet| octet.is_ascii_digit());
    number(value).filter(|_| value.len() <= 20).ok_or_else(|| {
        if value.len() == 20 && digits() { Problem::SizeTooLarge } else { Problem::BadSize }
    })
}

fn body(value: &str) -> Result<Body, Problem> {
    if value.eq_ignore_ascii_case("8BITMIME") {
        Ok(Body::EightBitMime)
    } else if value.eq_ignore_ascii_case("7BIT") {
        Ok(Body::SevenBit)
    } else if value.eq_ignore_ascii_case("BINARYMIME") {
        Ok(Body::BinaryMime)
    } else {
        Err(Problem::BadBody)
    }
}

fn ret(value: &str) -> Result<Ret, Problem> {
    if value.eq_ignore_ascii_case("FULL") {
        Ok(Ret::Full)
    } else if value.eq_ignore_ascii_case("HDRS") {
        Ok(Ret::Headers)
    } else {
        Err(Problem::BadRet)
    }
}

fn printable(text: &str) -> bool {
    text.bytes().all(|octet| matches!(octet, 32..=126))
}

fn envid(value: &str) -> Result<EnvelopeId<'_>, Problem> {
    let id = decode_xtext(value).ok_or(Problem::BadXtext)?;
    EnvelopeId::checked(id).ok_or(Problem::BadEnvid)
}

impl<'a> EnvelopeId<'a> {
    fn checked(id: Cow<'a, str>) -> Option<Self> {
        (printable(&id) && (1..=100).contains(&id.len())).then(|| Self(Utf8::text(id)))
    }

    /// The identifier of this text, if it has 1 to 100 octets of printable ASCII.
    pub fn new(text: &'a str) -> Option<Self> {
        Self::checked(Cow::Borrowed(text))
    }
}

fn submitter(value: &str) -> Result<Submitter<'_>, Problem> {
    if value == "<>" {
        return Ok(Submitter::Unknown);
    }
    let mailbox = match decode_xtext(value).ok_or(Problem::BadXtext)? {
        Cow::Borrowed(text) => whole_mailbox(text),
        Cow::Owned(text) => whole_mailbox(&text).map(crate::types::mailbox::Mailbox::into_owned),
    };
    mailbox.map(Submitter::Mailbox).ok_or(Problem::BadSubmitter)
}

/// `by-value = by-time ";" by-mode [by-trace]`, `by-time = ["-" / "+"] 1*9DIGIT`
fn by(value: &str) -> Option<DeliverBy> {
    let (time, mode) = value.split_once(';')?;
    let digits = time.strip_prefix(['+', '-']).unwrap_or(time);
    let size = i32::try_from(number(digits).filter(|_| digits.len() <= 9)?).ok()?;
    let seconds = if time.starts_with('-') { size.checked_neg()? } else { size };
    let (mode, trace) = match mode {
        "N" | "n" => (ByMode::Notify, false),
        "R" | "r" => (ByMode::Return, false),
        _ if mode.eq_ignore_ascii_case("NT") => (ByMode::Notify, true),
        _ if mode.eq_ignore_ascii_case("RT") => (ByMode::Return, true),
        _ => return None,
    };
    DeliverBy::new(seconds, mode, trace)
}

/// `future-release-integer = %x31-39 *8DIGIT`
fn hold_for(value: &str) -> Result<HoldSeconds, Problem> {
    let seconds = number(value).filter(|_| value.len() <= 9 && !value.starts_with('0'));
    let seconds = seconds.and_then(|seconds| u32::try_from(seconds).ok());
    seconds.and_then(HoldSeconds::new).ok_or(Problem::BadHoldFor)
}

/// `priority-value = (["-"] NZDIGIT) / "0"`
fn priority(value: &str) -> Result<Priority, Problem> {
    let digit = value.strip_prefix('-').unwrap_or(value);
    let size = number(digit).filter(|_| digit.len() == 1 && value != "-0");
    let size = size.and_then(|size| i8::try_from(size).ok()).ok_or(Problem::BadPriority)?;
    let signed = if digit.len() < value.len() { size.checked_neg() } else { Some(size) };
    signed.and_then(Priority::new).ok_or(Problem::BadPriority)
}

fn tracking(value: &str) -> Option<Tracking<'_>> {
    let (certifier, timeout) = match value.split_once(':') {
        Some((certifier, timeout)) => {
            let seconds = number(timeout).filter(|_| timeout.len() <= 9)?;
            (certifier, Some(u32::try_from(seconds).ok()?))
        }
        None => (value, None),
    };
    // The padding is "=", which no parameter value may hold, so the certifier stands without it.
    let fits = !certifier.is_empty() && all(certifier, BASE64);
    fits.then_some(Tracking { certifier: Cow::Borrowed(certifier), timeout })
}

impl<'a> Tracking<'a> {
    /// A certifier (base64 without its padding, since `=` can't stand in a parameter's value) and
    /// the seconds for which tracking data is wanted, at most 999,999,999.
    pub fn new(certifier: &'a str, timeout: Option<u32>) -> Option<Self> {
        let fits = !certifier.is_empty()
            && all(certifier, BASE64)
            && timeout.is_none_or(|seconds| seconds <= 999_999_999);
        fits.then_some(Self { certifier: Cow::Borrowed(certifier), timeout })
    }
}

impl<'a> TransactionId<'a> {
    /// The identifier of this text, `<…>`: at most 80 octets of printable ASCII without `=`.
    pub fn new(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix('<')?.strip_suffix('>')?;
        let fits = !inner.is_empty() && text.len() <= 80 && all(inner, VALUE);
        (fits && !inner.contains(['<', '>'])).then_some(Self(Cow::Borrowed(text)))
    }
}

impl<'a> SolicitationKeywords<'a> {
    /// Keywords parted by commas, each a letter and then letters, digits, and `. - _ :`; at most
    /// 1000 octets in all (RFC 3865 section 2.5).
    pub fn new(text: &'a str) -> Option<Self> {
        let word = |word: &str| {
            word.bytes().next().is_some_and(|first| first.is_ascii_alphabetic())
                && word.bytes().all(|o| is(o, ALNUM) || matches!(o, b'.' | b'-' | b'_' | b':'))
        };
        (text.len() <= 1000 && text.split(',').all(word)).then_some(Self(Cow::Borrowed(text)))
    }
}

/// `notify-esmtp-value = "NEVER" / 1#notify-list-element`
fn notify(value: &str) -> Result<Notify, Problem> {
    if value.eq_ignore_ascii_case("NEVER") {
        return Ok(Notify::Never);
    }
    let mut events = NotifyEvents { success: false, failure: false, delay: false };
    let mut rest = Some(value);
    while let Some(list) = rest {
        let (element, others) = match cut(list, b',') {
            Some((element, others)) => (element, Some(others)),
            None => (list, None),
        };
        rest = others;
        let seen = if element.eq_ignore_ascii_case("SUCCESS") {
            &mut events.success
        } else if element.eq_ignore_ascii_case("FAILURE") {
            &mut events.failure
        } else if element.eq_ignore_ascii_case("DELAY") {
            &mut events.delay
        } else {
            return Err(Problem::BadNotify);
        };
        *seen = true;
    }
    Ok(Notify::On(events))
}

/// `original-recipient-address = addr-type ";" xtext`
fn original_recipient(value: &str) -> Option<OriginalRecipient<'_>> {
    let (address_type, coded) = cut(value, b';')?;
    let utf8 = address_type.eq_ignore_ascii_case("utf-8");
    let address = if utf8 { decode_unitext(coded) } else { decode_xtext(coded) }?;
    OriginalRecipient::checked(Cow::Borrowed(address_type), address)
}

impl<'a> OriginalRecipient<'a> {
    fn checked(address_type: Cow<'a, str>, address: Cow<'a, str>) -> Option<Self> {
        let type_fits = !address_type.is_empty() && all(&*address_type, LDH);
        let recipient =
            Self { address_type: Utf8::text(address_type), address: Utf8::text(address) };
        // Printable ASCII says RFC 3461; but Postfix gives addresses beyond ASCII this type too, and
        // would bounce a message for which they were refused.
        let unicode =
            recipient.is_utf8() || recipient.address_type().eq_ignore_ascii_case("rfc822");
        let address_fits = if unicode {
            !recipient.address().contains(is_control)
        } else {
            printable(recipient.address())
        };
        // RFC 3461 section 4.2 gives the whole parameter 500 octets; no address comes near.
        let length = recipient.address.as_bytes().len();
        (type_fits && address_fits && (1..=500).contains(&length)).then_some(recipient)
    }

    /// An address of this type: printable ASCII, or for `utf-8` and `rfc822` any text without
    /// control characters; at most 500 octets.
    pub fn new(address_type: &'a str, address: &'a str) -> Option<Self> {
        Self::checked(Cow::Borrowed(address_type), Cow::Borrowed(address))
    }
}

/// `rrvs-param = "RRVS=" date-time [ ";" ( "C" / "R" ) ]`
fn valid_since(value: &str) -> Option<RecipientValidSince> {
    let (time, action) = match value.split_once(';') {
        Some((time, action)) => (time, Some(action)),
        None => (value, None),
    };
    let otherwise = match action {
        None => None,
        Some("C" | "c") => Some(RrvsAction::Continue),
        Some("R" | "r") => Some(RrvsAction::Reject),
        Some(_) => return None,
    };
    // RFC 7293 section 3.1: no fractions of a second.
    RecipientValidSince::new(date_time(time).filter(|_| !time.contains('.'))?, otherwise)
}

impl<'a> Parameter<'a> {
    /// A parameter that this crate gives no type: a keyword of letters, digits and inner hyphens,
    /// and a value of printable characters without space and `=`.
    pub fn new(keyword: &'a str, value: Option<&'a str>) -> Option<Self> {
        let starts = keyword.bytes().next().is_some_and(|first| is(first, ALNUM));
        let printable = |v: &str| !v.is_empty() && all(v, VALUE | NON_ASCII);
        let value_fits = value.is_none_or(|v| printable(v) && !v.contains(is_control));
        (starts && all(keyword, LDH) && value_fits).then(|| unknown(keyword, value))
    }

    /// Reads `keyword` or `keyword=value`.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (rest, (keyword, value)) = esmtp_param(text).ok()?;
        rest.is_empty().then(|| unknown(keyword, value))
    }
}
