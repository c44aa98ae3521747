//! The EHLO reply, read and written (RFC 5321 section 4.1.1.1).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::grammar::{ALNUM, LDH, all, is, number};
use super::parameter::{Keyword as UpperCase, date_time};
use crate::types::capability::{
    Capabilities, Capability, Keyword, Limits, Mechanisms, Word, Words, bit,
};
use crate::types::code::Code;
use crate::types::reply::{LONGEST_TEXT, Reply, ReplyTextError};
use crate::types::text;

impl<'a> Capabilities<'a> {
    /// Reads the reply to EHLO or LHLO.
    ///
    /// Kind to real servers: keywords in any case, a space before a keyword, `AUTH=`, an empty
    /// first line. A parameter that is malformed does not hide its keyword, and a line that is no
    /// keyword line is kept as [`Capability::Malformed`].
    ///
    /// ```
    /// use smtpwire::{Capabilities, Keyword, Reply};
    /// let (reply, _) = Reply::parse(b"250-mx.example\r\n250-size 1000\r\n250 AUTH=LOGIN\r\n")?.unwrap();
    /// let offer = Capabilities::from_reply(&reply);
    /// assert_eq!(offer.size(), Some(1000));
    /// assert!(offer.offers(Keyword::Auth) && !offer.offers(Keyword::Pipelining));
    /// # Ok::<(), smtpwire::ReplyError>(())
    /// ```
    pub fn from_reply(reply: &'a Reply<'_>) -> Self {
        let mut lines = reply.lines();
        let greeting = Cow::Borrowed(lines.next().unwrap_or_default());
        let mut offer = Self { greeting, lines: Vec::with_capacity(16), known: 0 };
        for line in lines {
            let capability = capability(line);
            if let Some(keyword) = capability.keyword() {
                offer.known |= bit(keyword);
            }
            offer.lines.push(capability);
        }
        offer
    }

    /// Capabilities to offer: the server's name with perhaps a greeting, then these lines.
    pub fn new(greeting: &'a str, lines: Vec<Capability<'a>>) -> Self {
        let known = lines.iter().filter_map(Capability::keyword).fold(0, |all, k| all | bit(k));
        Self { greeting: Cow::Borrowed(greeting.as_bytes()), lines, known }
    }

    /// The reply to EHLO or LHLO that offers these capabilities.
    ///
    /// # Errors
    /// When the greeting holds CR, LF or NUL, or is not UTF-8 (the octet is told); when a line has
    /// more than 506 octets: split, its second half would read as a keyword of its own.
    pub fn to_reply(&self) -> Result<Reply<'static>, ReplyTextError> {
        let greeting = core::str::from_utf8(&self.greeting)
            .map_err(|error| ReplyTextError::LineEnd(error.valid_up_to()))?;
        let mut texts = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            texts.push(written(line));
        }
        let lines = core::iter::once(greeting).chain(texts.iter().map(String::as_str));
        if lines.clone().any(|line| line.len() > LONGEST_TEXT) {
            return Err(ReplyTextError::TooLong { limit: LONGEST_TEXT });
        }
        Reply::with_lines(Code::known(250), None, lines)
    }
}

/// `ehlo-line = ehlo-keyword *( SP ehlo-param )`
fn capability(line: &[u8]) -> Capability<'_> {
    let malformed = || Capability::Malformed(Cow::Borrowed(line));
    let Ok(text) = core::str::from_utf8(line.trim_ascii()) else { return malformed() };
    let end = text.bytes().position(|octet| !is(octet, LDH)).unwrap_or(text.len());
    let Some((name, rest)) = text.split_at_checked(end) else { return malformed() };
    if !name.bytes().next().is_some_and(|first| is(first, ALNUM)) {
        return malformed();
    }
    let upper = UpperCase::of(name);
    let parameters = match rest.strip_prefix('=') {
        Some(list) if upper.as_str() == "AUTH" => list,
        _ if rest.is_empty() || rest.starts_with(' ') => rest.trim_start_matches(' '),
        _ => return malformed(),
    };
    let words = Words(Cow::Borrowed(parameters));
    typed(upper.as_str(), parameters, words.clone()).unwrap_or_else(|| {
        let known = keyword(upper.as_str());
        match known {
            Some(keyword) => Capability::Plain(keyword, words),
            None => Capability::Other(Word(Cow::Borrowed(name)), words),
        }
    })
}

/// The keywords whose parameters have a type here.
fn typed<'a>(name: &str, parameters: &'a str, words: Words<'a>) -> Option<Capability<'a>> {
    let first = || parameters.split(' ').find(|word| !word.is_empty());
    let one = || first().map(|word| Word(Cow::Borrowed(word)));
    Some(match name {
        "SIZE" => Capability::Size(first().and_then(octets)),
        "AUTH" => Capability::Auth(Mechanisms(words)),
        "X-EXPS" => Capability::XExps(Mechanisms(words)),
        "DELIVERBY" => {
            Capability::DeliverBy(first().and_then(|text| number(text.split(',').next()?)))
        }
        "FUTURERELEASE" => {
            let (interval, time) = parameters.split_once(' ')?;
            Capability::FutureRelease {
                max_interval: number(interval)?,
                max_date_time: date_time(time.trim_matches(' '))?,
            }
        }
        "MT-PRIORITY" => Capability::MtPriority(one()),
        "LIMITS" => Capability::Limits(limits(parameters)),
        "BURL" => Capability::Burl(words),
        "NO-SOLICITING" => Capability::NoSoliciting(one()),
        "XCLIENT" => Capability::XClient(words),
        "XFORWARD" => Capability::XForward(words),
        _ => return None,
    })
}

/// `size-param = [1*DIGIT]`: 0 states no limit, and more than 64 bits is as good as the most.
fn octets(digits: &str) -> Option<u64> {
    if !digits.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    let size = number(digits).unwrap_or(u64::MAX);
    (size > 0).then_some(size)
}

fn limits(parameters: &str) -> Limits {
    let mut limits = Limits::default();
    for word in parameters.split(' ') {
        let Some((name, value)) = word.split_once('=') else { continue };
        let value = number(value).filter(|number| (1..=999_999).contains(number));
        let place = match UpperCase::of(name).as_str() {
            "MAILMAX" => &mut limits.mail_max,
            "RCPTMAX" => &mut limits.rcpt_max,
            "RCPTDOMAINMAX" => &mut limits.rcpt_domain_max,
            _ => continue,
        };
        *place = value;
    }
    limits
}

fn keyword(upper: &str) -> Option<Keyword> {
    Keyword::ALL.into_iter().find(|keyword| keyword.as_str() == upper)
}

impl Keyword {
    /// The keyword of this name, in any case, if it is a known one.
    pub fn parse(name: &str) -> Option<Self> {
        keyword(UpperCase::of(name).as_str())
    }
}

impl<'a> Word<'a> {
    /// The word of this text: printable ASCII without a space, not empty.
    pub fn new(text: &'a str) -> Option<Self> {
        let fits = !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_graphic());
        fits.then_some(Self(Cow::Borrowed(text)))
    }
}

impl<'a> Words<'a> {
    /// The words of this text, parted by single spaces: printable ASCII.
    pub fn new(text: &'a str) -> Option<Self> {
        let fits = text.is_empty() || text.split(' ').all(|word| Word::new(word).is_some());
        fits.then_some(Self(Cow::Borrowed(text)))
    }
}

impl<'a> Mechanisms<'a> {
    /// The mechanisms of this text, parted by single spaces.
    pub fn new(text: &'a str) -> Option<Self> {
        let names =
            |name: &str| (1..=20).contains(&name.len()) && all(&name.replace('_', "-"), LDH);
        text.split(' ').all(names).then_some(Self(Words(Cow::Borrowed(text))))
    }
}

fn written(line: &Capability<'_>) -> String {
    let mut written = String::new();
    let mut put = |word: &str| {
        if !written.is_empty() && !word.is_empty() {
            written.push(' ');
        }
        written.push_str(word);
    };
    if let Some(keyword) = line.keyword() {
        put(keyword.as_str());
    }
    let mut digits = String::new();
    match line {
        Capability::Size(size) => number_text(size.as_ref(), &mut digits),
        Capability::DeliverBy(seconds) => number_text(seconds.as_ref(), &mut digits),
        Capability::Auth(Mechanisms(words))
        | Capability::XExps(Mechanisms(words))
        | Capability::Burl(words)
        | Capability::XClient(words)
        | Capability::XForward(words)
        | Capability::Plain(_, words) => put(&words.0),
        Capability::FutureRelease { max_interval, max_date_time } => {
            text::put(&mut digits, format_args!("{max_interval} {max_date_time}"));
        }
        Capability::MtPriority(word) | Capability::NoSoliciting(word) => {
            put(word.as_ref().map_or("", Word::as_str));
        }
        Capability::Limits(limits) => {
            let named = [
                ("MAILMAX", limits.mail_max),
                ("RCPTMAX", limits.rcpt_max),
                ("RCPTDOMAINMAX", limits.rcpt_domain_max),
            ];
            for (name, value) in named {
                if let Some(value) = value {
                    let space = if digits.is_empty() { "" } else { " " };
                    text::put(&mut digits, format_args!("{space}{name}={value}"));
                }
            }
        }
        Capability::Other(word, words) => {
            put(word.as_str());
            put(&words.0);
        }
        Capability::Malformed(line) => put(&String::from_utf8_lossy(line)),
    }
    put(&digits);
    written
}

fn number_text<T: core::fmt::Display>(number: Option<&T>, out: &mut String) {
    if let Some(number) = number {
        text::put(out, format_args!("{number}"));
    }
}
