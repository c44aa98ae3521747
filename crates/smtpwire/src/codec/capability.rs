//! The EHLO reply, read and written (RFC 5321 section 4.1.1.1).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::datetime::date_time;
use super::grammar::{LDH, all, decimal, is, number, pack, packed};
use super::parameter::UpperCase;
use super::search::{LineEnd, WordEnd, first};
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
        let mut offer = Self { greeting, lines: Vec::with_capacity(12), known: 0 };
        while let Some(line) = lines.next_with(|wire| offer.take_known(wire)) {
            let capability = capability(line);
            if let Some(keyword) = capability.keyword() {
                offer.known |= bit(keyword);
            }
            offer.lines.push(capability);
        }
        offer
    }

    /// Takes a line that starts with a known keyword, which most do, without looking for its end
    /// first: what stands behind its CRLF.
    #[inline]
    fn take_known<'w: 'a>(&mut self, wire: &'w [u8]) -> Option<&'w [u8]> {
        let [_, _, _, b'-' | b' ', text @ ..] = wire else { return None };
        let end = first::<WordEnd>(text)?;
        let (name, rest) = text.split_at_checked(end)?;
        // Where eight octets follow, they are one number without a loop.
        let letters = match text.first_chunk::<8>() {
            Some(eight) => {
                let beyond = 8_u32.saturating_sub(u32::try_from(end.min(8)).unwrap_or(8));
                let letters = u64::from_be_bytes(*eight) & 0xDFDF_DFDF_DFDF_DFDF;
                letters.checked_shr(beyond.saturating_mul(8)).unwrap_or(0)
            }
            None => packed(name),
        };
        let keyword = keyword_packed(letters, name)?;
        match rest {
            [b'\r', b'\n', behind @ ..] => {
                self.keep(keyword, || bare(keyword));
                Some(behind)
            }
            [b' ', parameters @ ..] => {
                let end = first::<LineEnd>(parameters)?;
                let (parameters, behind) = parameters.split_at_checked(end)?;
                let behind = behind.strip_prefix(b"\r\n")?;
                let parameters = parameters.trim_ascii();
                match size(parameters) {
                    size @ Some(_) if keyword == Keyword::Size => {
                        self.keep(keyword, || Capability::Size(size));
                    }
                    _ => {
                        let parameters = utf8(parameters).ok()?;
                        self.keep(keyword, || typed(keyword, parameters));
                    }
                }
                Some(behind)
            }
            _ => None,
        }
    }

    /// Keeps a line. It is made where it will stand: to move it costs as much as to make it.
    #[inline]
    fn keep(&mut self, keyword: Keyword, line: impl FnOnce() -> Capability<'a>) {
        self.known |= bit(keyword);
        self.lines.extend(core::iter::once_with(line));
    }

    /// Capabilities to offer: the server's name with perhaps a greeting, then these lines.
    pub fn new(greeting: &'a str, lines: Vec<Capability<'a>>) -> Self {
        let known = lines.iter().filter_map(Capability::keyword).fold(0, |all, k| all | bit(k));
        Self { greeting: Cow::Borrowed(greeting.as_bytes()), lines, known }
    }

    /// The reply to EHLO or LHLO that offers these capabilities.
    ///
    /// # Errors
    /// When the greeting or a malformed line holds CR, LF or NUL, or is not UTF-8 (the octet is
    /// told); when a line has more than 506 octets: split, its second half would read as a keyword
    /// of its own.
    pub fn to_reply(&self) -> Result<Reply<'static>, ReplyTextError> {
        let greeting = utf8(&self.greeting)?;
        let mut texts = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            texts.push(written(line)?);
        }
        let lines = core::iter::once(greeting).chain(texts.iter().map(String::as_str));
        if lines.clone().any(|line| line.len() > LONGEST_TEXT) {
            return Err(ReplyTextError::TooLong { limit: LONGEST_TEXT });
        }
        Reply::with_lines(Code::known(250), None, lines)
    }
}

/// `ehlo-line = ehlo-keyword *( SP ehlo-param )`
#[inline]
fn capability(line: &[u8]) -> Capability<'_> {
    let end = line.iter().position(|octet| !is(*octet, LDH)).unwrap_or(line.len());
    let Some((name, rest)) = line.split_at_checked(end) else {
        return Capability::Malformed(Cow::Borrowed(line));
    };
    match keyword(name) {
        Some(keyword) if rest.is_empty() => bare(keyword),
        known => with_parameters(line, name, known, rest),
    }
}

/// A known keyword without parameters: most lines.
#[inline]
fn bare(keyword: Keyword) -> Capability<'static> {
    match keyword {
        Keyword::Size => Capability::Size(None),
        Keyword::Auth => Capability::Auth(Mechanisms(Words::default())),
        Keyword::XExps => Capability::XExps(Mechanisms(Words::default())),
        Keyword::DeliverBy => Capability::DeliverBy(None),
        Keyword::MtPriority => Capability::MtPriority(None),
        Keyword::Limits => Capability::Limits(Limits::default()),
        Keyword::Burl => Capability::Burl(Words::default()),
        Keyword::NoSoliciting => Capability::NoSoliciting(None),
        Keyword::XClient => Capability::XClient(Words::default()),
        Keyword::XForward => Capability::XForward(Words::default()),
        _ => Capability::Plain(keyword, Words::default()),
    }
}

/// A line with parameters, with white space around it, with an unknown keyword or with none.
fn with_parameters<'a>(
    line: &'a [u8],
    name: &'a [u8],
    known: Option<Keyword>,
    rest: &'a [u8],
) -> Capability<'a> {
    if let [b' ' | b'\t', ..] = line {
        return capability(line.trim_ascii());
    }
    let parameters = match rest {
        [b'=', list @ ..] if known == Some(Keyword::Auth) => list,
        [] | [b' ' | b'\t', ..] => rest,
        _ => return Capability::Malformed(Cow::Borrowed(line)),
    };
    let Ok(parameters) = core::str::from_utf8(parameters.trim_ascii()) else {
        return Capability::Malformed(Cow::Borrowed(line));
    };
    if let Some(keyword) = known {
        return typed(keyword, parameters);
    }
    match core::str::from_utf8(name) {
        Ok(name) if !name.is_empty() && !name.starts_with('-') => {
            Capability::Other(Word(Cow::Borrowed(name)), Words(Cow::Borrowed(parameters)))
        }
        _ => Capability::Malformed(Cow::Borrowed(line)),
    }
}

/// The keywords whose parameters have a type here.
fn typed(keyword: Keyword, parameters: &str) -> Capability<'_> {
    let words = Words(Cow::Borrowed(parameters));
    // There is no space before the first word. Any white space ends it: what a line ends with is not kept.
    let first = || {
        let mut words = parameters.split(|character: char| character.is_ascii_whitespace());
        words.next().filter(|word| !word.is_empty())
    };
    let one = || first().map(|word| Word(Cow::Borrowed(word)));
    match keyword {
        Keyword::Size => Capability::Size(size(parameters.as_bytes())),
        Keyword::Auth => Capability::Auth(Mechanisms(words)),
        Keyword::XExps => Capability::XExps(Mechanisms(words)),
        Keyword::DeliverBy => {
            let seconds = first().and_then(|text| number(text.split(',').next()?));
            Capability::DeliverBy(seconds.and_then(|seconds| u32::try_from(seconds).ok()))
        }
        Keyword::FutureRelease => {
            future_release(parameters).unwrap_or(Capability::Plain(keyword, words))
        }
        Keyword::MtPriority => Capability::MtPriority(one()),
        Keyword::Limits => Capability::Limits(limits(parameters)),
        Keyword::Burl => Capability::Burl(words),
        Keyword::NoSoliciting => Capability::NoSoliciting(one()),
        Keyword::XClient => Capability::XClient(words),
        Keyword::XForward => Capability::XForward(words),
        _ => Capability::Plain(keyword, words),
    }
}

/// `max-interval SP max-date-time`
fn future_release(parameters: &str) -> Option<Capability<'static>> {
    let (interval, time) = parameters.split_once(' ')?;
    let max_interval = u32::try_from(number(interval)?).ok()?;
    let max_date_time = date_time(time.trim_start_matches(' '))?;
    Some(Capability::FutureRelease { max_interval, max_date_time })
}

/// `size-param = [1*DIGIT]`, as the first word: 0 states no limit, and more than 64 bits is as good
/// as the most.
#[inline]
fn size(parameters: &[u8]) -> Option<u64> {
    // Most are of eight digits or fewer, and nothing stands behind them.
    if let Some((size, [])) = decimal(parameters) {
        return (size > 0).then_some(size);
    }
    let mut size = 0_u64;
    for octet in parameters {
        match octet {
            b'0'..=b'9' => size = size.saturating_mul(10).saturating_add(u64::from(octet & 15)),
            b' ' => break,
            _ => return None,
        }
    }
    (size > 0).then_some(size)
}

fn limits(parameters: &str) -> Limits {
    let mut limits = Limits::default();
    for word in parameters.split(' ') {
        let Some((name, value)) = word.split_once('=') else { continue };
        let value = number(value).filter(|number| (1..=999_999).contains(number));
        let value = value.and_then(|number| u32::try_from(number).ok());
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

/// The known keyword of this name, in any case.
#[inline]
fn keyword(name: &[u8]) -> Option<Keyword> {
    keyword_packed(packed(name), name)
}

#[inline]
fn keyword_packed(first: u64, name: &[u8]) -> Option<Keyword> {
    let found = by_first_octets(first)?;
    // Eight octets tell all keywords apart; longer ones are compared to their end.
    let rest = name.get(8..).unwrap_or_default();
    let known = found.as_str().as_bytes().get(8..).unwrap_or_default();
    let same = || rest.iter().zip(known).all(|(octet, known)| octet & 0xDF == known & 0xDF);
    (rest.len() == known.len() && same()).then_some(found)
}

macro_rules! by_first_octets {
    ($($keyword:ident = $name:ident),* $(,)?) => {
        #[inline]
        fn by_first_octets(packed: u64) -> Option<Keyword> {
            $(const $name: u64 = pack(Keyword::$keyword.as_str());)*
            match packed {
                $($name => Some(Keyword::$keyword),)*
                _ => None,
            }
        }
    };
}

by_first_octets! {
    Size = SIZE,
    EightBitMime = EIGHT_BIT_MIME,
    Pipelining = PIPELINING,
    Chunking = CHUNKING,
    BinaryMime = BINARY_MIME,
    StartTls = START_TLS,
    Auth = AUTH,
    EnhancedStatusCodes = ENHANCED_STATUS_CODES,
    Dsn = DSN,
    SmtpUtf8 = SMTP_UTF8,
    Utf8Smtp = UTF8_SMTP,
    DeliverBy = DELIVER_BY,
    FutureRelease = FUTURE_RELEASE,
    MtPriority = MT_PRIORITY,
    RequireTls = REQUIRE_TLS,
    Limits = LIMITS,
    Rrvs = RRVS,
    Mtrk = MTRK,
    Burl = BURL,
    Etrn = ETRN,
    Atrn = ATRN,
    NoSoliciting = NO_SOLICITING,
    ConPerm = CON_PERM,
    ConNeg = CON_NEG,
    Checkpoint = CHECKPOINT,
    Submitter = SUBMITTER,
    Expn = EXPN,
    Vrfy = VRFY,
    Help = HELP,
    Send = SEND,
    Soml = SOML,
    Saml = SAML,
    Turn = TURN,
    Verb = VERB,
    Onex = ONEX,
    XClient = X_CLIENT,
    XForward = X_FORWARD,
    XExch50 = X_EXCH50,
    XExps = X_EXPS,
    XAnonymousTls = X_ANONYMOUS_TLS,
    Prdr = PRDR,
    WellKnown = WELL_KNOWN,
    Lhlo = LHLO,
}

impl Keyword {
    /// The keyword of this name, in any case, if it is a known one.
    pub fn parse(name: &str) -> Option<Self> {
        keyword(name.as_bytes())
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
        let names = |name: &str| (1..=20).contains(&name.len()) && all(name.replace('_', "-"), LDH);
        text.split(' ').all(names).then_some(Self(Words(Cow::Borrowed(text))))
    }
}

fn written(line: &Capability<'_>) -> Result<String, ReplyTextError> {
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
        Capability::Malformed(line) => put(utf8(line)?),
    }
    put(&digits);
    Ok(written)
}

fn utf8(octets: &[u8]) -> Result<&str, ReplyTextError> {
    core::str::from_utf8(octets).map_err(|error| ReplyTextError::NotUtf8(error.valid_up_to()))
}

fn number_text<T: core::fmt::Display>(number: Option<&T>, out: &mut String) {
    if let Some(number) = number {
        text::put(out, format_args!("{number}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_no_utf8_is_refused_and_not_written_as_another() {
        let (reply, _) = Reply::parse(b"250-mx.example\r\n250 *\xff\r\n").unwrap().unwrap();
        let offer = Capabilities::from_reply(&reply);
        assert_eq!(offer.to_reply(), Err(ReplyTextError::NotUtf8(1)));
    }
}
