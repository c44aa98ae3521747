//! What a server offers: the lines of its EHLO reply, typed (RFC 5321 section 4.1.1.1).

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::auth::Mechanism;
use super::datetime::DateTime;

/// A registered or well-known EHLO keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is named after the keyword that it stands for")]
#[non_exhaustive]
pub enum Keyword {
    Size,
    EightBitMime,
    Pipelining,
    Chunking,
    BinaryMime,
    StartTls,
    Auth,
    EnhancedStatusCodes,
    Dsn,
    SmtpUtf8,
    Utf8Smtp,
    DeliverBy,
    FutureRelease,
    MtPriority,
    RequireTls,
    Limits,
    Rrvs,
    Mtrk,
    Burl,
    Etrn,
    Atrn,
    NoSoliciting,
    ConPerm,
    ConNeg,
    Checkpoint,
    Submitter,
    Expn,
    Vrfy,
    Help,
    Send,
    Soml,
    Saml,
    Turn,
    Verb,
    Onex,
    XClient,
    XForward,
    XExch50,
    XExps,
    XAnonymousTls,
    Prdr,
    WellKnown,
    Lhlo,
}

impl Keyword {
    /// Every keyword, in the order of the declaration.
    pub const ALL: [Self; 43] = [
        Self::Size,
        Self::EightBitMime,
        Self::Pipelining,
        Self::Chunking,
        Self::BinaryMime,
        Self::StartTls,
        Self::Auth,
        Self::EnhancedStatusCodes,
        Self::Dsn,
        Self::SmtpUtf8,
        Self::Utf8Smtp,
        Self::DeliverBy,
        Self::FutureRelease,
        Self::MtPriority,
        Self::RequireTls,
        Self::Limits,
        Self::Rrvs,
        Self::Mtrk,
        Self::Burl,
        Self::Etrn,
        Self::Atrn,
        Self::NoSoliciting,
        Self::ConPerm,
        Self::ConNeg,
        Self::Checkpoint,
        Self::Submitter,
        Self::Expn,
        Self::Vrfy,
        Self::Help,
        Self::Send,
        Self::Soml,
        Self::Saml,
        Self::Turn,
        Self::Verb,
        Self::Onex,
        Self::XClient,
        Self::XForward,
        Self::XExch50,
        Self::XExps,
        Self::XAnonymousTls,
        Self::Prdr,
        Self::WellKnown,
        Self::Lhlo,
    ];

    /// The keyword as it is written, in upper case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Size => "SIZE",
            Self::EightBitMime => "8BITMIME",
            Self::Pipelining => "PIPELINING",
            Self::Chunking => "CHUNKING",
            Self::BinaryMime => "BINARYMIME",
            Self::StartTls => "STARTTLS",
            Self::Auth => "AUTH",
            Self::EnhancedStatusCodes => "ENHANCEDSTATUSCODES",
            Self::Dsn => "DSN",
            Self::SmtpUtf8 => "SMTPUTF8",
            Self::Utf8Smtp => "UTF8SMTP",
            Self::DeliverBy => "DELIVERBY",
            Self::FutureRelease => "FUTURERELEASE",
            Self::MtPriority => "MT-PRIORITY",
            Self::RequireTls => "REQUIRETLS",
            Self::Limits => "LIMITS",
            Self::Rrvs => "RRVS",
            Self::Mtrk => "MTRK",
            Self::Burl => "BURL",
            Self::Etrn => "ETRN",
            Self::Atrn => "ATRN",
            Self::NoSoliciting => "NO-SOLICITING",
            Self::ConPerm => "CONPERM",
            Self::ConNeg => "CONNEG",
            Self::Checkpoint => "CHECKPOINT",
            Self::Submitter => "SUBMITTER",
            Self::Expn => "EXPN",
            Self::Vrfy => "VRFY",
            Self::Help => "HELP",
            Self::Send => "SEND",
            Self::Soml => "SOML",
            Self::Saml => "SAML",
            Self::Turn => "TURN",
            Self::Verb => "VERB",
            Self::Onex => "ONEX",
            Self::XClient => "XCLIENT",
            Self::XForward => "XFORWARD",
            Self::XExch50 => "XEXCH50",
            Self::XExps => "X-EXPS",
            Self::XAnonymousTls => "X-ANONYMOUSTLS",
            Self::Prdr => "PRDR",
            Self::WellKnown => "WELLKNOWN",
            Self::Lhlo => "LHLO",
        }
    }
}

/// One line of an EHLO reply.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Capability<'a> {
    /// `SIZE [octets]`: the largest message that is taken; `None` when no limit is stated (no
    /// number, or 0). A number over 64 bits reads as the largest that fits.
    Size(Option<u64>),
    /// `AUTH mechanism …`; `AUTH=mechanism …` of old servers reads the same.
    Auth(Mechanisms<'a>),
    /// `X-EXPS mechanism …`: Exchange's own AUTH.
    XExps(Mechanisms<'a>),
    /// `DELIVERBY [seconds]`: the smallest time that BY may give with mode R.
    DeliverBy(Option<u32>),
    /// `FUTURERELEASE seconds date-time`: the longest time that a message is held.
    FutureRelease {
        /// In seconds.
        max_interval: u32,
        /// As a point in time.
        max_date_time: DateTime,
    },
    /// `MT-PRIORITY [policy]`: the name of the priority policy.
    MtPriority(Option<Word<'a>>),
    /// `LIMITS name=value …`; what is malformed was passed over, each by itself.
    Limits(Limits),
    /// `BURL [word …]`: `imap`, or URL prefixes that are taken.
    Burl(Words<'a>),
    /// `NO-SOLICITING [keywords]`
    NoSoliciting(Option<Word<'a>>),
    /// `XCLIENT attribute …`
    XClient(Words<'a>),
    /// `XFORWARD attribute …`
    XForward(Words<'a>),
    /// A keyword that is known and takes no parameters here; any that were written are kept.
    Plain(Keyword, Words<'a>),
    /// A keyword that is not known, and its parameters.
    Other(Word<'a>, Words<'a>),
    /// A line that is no keyword line, such as the `***` of a firewall.
    Malformed(Cow<'a, [u8]>),
}

impl Capability<'_> {
    /// The keyword, if it is a known one.
    pub fn keyword(&self) -> Option<Keyword> {
        Some(match self {
            Self::Size(_) => Keyword::Size,
            Self::Auth(_) => Keyword::Auth,
            Self::XExps(_) => Keyword::XExps,
            Self::DeliverBy(_) => Keyword::DeliverBy,
            Self::FutureRelease { .. } => Keyword::FutureRelease,
            Self::MtPriority(_) => Keyword::MtPriority,
            Self::Limits(_) => Keyword::Limits,
            Self::Burl(_) => Keyword::Burl,
            Self::NoSoliciting(_) => Keyword::NoSoliciting,
            Self::XClient(_) => Keyword::XClient,
            Self::XForward(_) => Keyword::XForward,
            Self::Plain(keyword, _) => *keyword,
            Self::Other(..) | Self::Malformed(_) => return None,
        })
    }

    /// The same line, owning its text.
    pub fn into_owned(self) -> Capability<'static> {
        match self {
            Self::Size(size) => Capability::Size(size),
            Self::Auth(Mechanisms(words)) => Capability::Auth(Mechanisms(words.into_owned())),
            Self::XExps(Mechanisms(words)) => Capability::XExps(Mechanisms(words.into_owned())),
            Self::DeliverBy(minimum) => Capability::DeliverBy(minimum),
            Self::FutureRelease { max_interval, max_date_time } => {
                Capability::FutureRelease { max_interval, max_date_time }
            }
            Self::MtPriority(policy) => Capability::MtPriority(policy.map(Word::into_owned)),
            Self::Limits(limits) => Capability::Limits(limits),
            Self::Burl(words) => Capability::Burl(words.into_owned()),
            Self::NoSoliciting(keywords) => {
                Capability::NoSoliciting(keywords.map(Word::into_owned))
            }
            Self::XClient(words) => Capability::XClient(words.into_owned()),
            Self::XForward(words) => Capability::XForward(words.into_owned()),
            Self::Plain(keyword, words) => Capability::Plain(keyword, words.into_owned()),
            Self::Other(word, words) => Capability::Other(word.into_owned(), words.into_owned()),
            Self::Malformed(line) => Capability::Malformed(Cow::Owned(line.into_owned())),
        }
    }
}

/// One word: printable, not empty, without a space.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Word<'a>(pub(crate) Cow<'a, str>);

impl Word<'_> {
    /// The word as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same word, owning its text.
    pub fn into_owned(self) -> Word<'static> {
        Word(Cow::Owned(self.0.into_owned()))
    }
}

/// Words parted by spaces; perhaps none. Equal when the words are, however many spaces part them.
#[derive(Clone, Debug, Default)]
pub struct Words<'a>(pub(crate) Cow<'a, str>);

impl Words<'_> {
    /// The words, one by one.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|word| !word.is_empty())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The same words, owning their text.
    pub fn into_owned(self) -> Words<'static> {
        Words(Cow::Owned(self.0.into_owned()))
    }
}

impl PartialEq for Words<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Words<'_> {}

/// The names behind AUTH, one by one; words that are no mechanism's name are passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mechanisms<'a>(pub(crate) Words<'a>);

impl Mechanisms<'_> {
    /// The mechanisms, in the server's order.
    pub fn iter(&self) -> impl Iterator<Item = Mechanism<'_>> {
        self.0.iter().filter_map(Mechanism::parse)
    }

    /// The same names, owning their text.
    pub fn into_owned(self) -> Mechanisms<'static> {
        Mechanisms(self.0.into_owned())
    }
}

/// What LIMITS announces for the session (RFC 9422): 1 to 999,999 each, `None` when not stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// MAILMAX: transactions in the session.
    pub mail_max: Option<u32>,
    /// RCPTMAX: recipients in a transaction.
    pub rcpt_max: Option<u32>,
    /// RCPTDOMAINMAX: different recipient domains in a transaction.
    pub rcpt_domain_max: Option<u32>,
}

/// What a server said to EHLO or LHLO.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities<'a> {
    pub(crate) greeting: Cow<'a, [u8]>,
    pub(crate) lines: Vec<Capability<'a>>,
    /// One bit for each known keyword.
    pub(crate) known: u64,
}

impl<'a> Capabilities<'a> {
    /// The text of the first line: the server's name, and perhaps a greeting.
    pub fn greeting(&self) -> &[u8] {
        &self.greeting
    }

    /// Whether a keyword is offered.
    pub fn offers(&self, keyword: Keyword) -> bool {
        self.known & bit(keyword) != 0
    }

    /// The lines behind the first, in their order.
    pub fn iter(&self) -> core::slice::Iter<'_, Capability<'a>> {
        self.lines.iter()
    }

    /// Offers one more line, behind the others.
    ///
    /// ```
    /// use smtpwire::{Capabilities, Capability, Keyword};
    /// let mut offer = Capabilities::new("mx.example", Vec::new());
    /// offer.push(Capability::Size(Some(1000)));
    /// assert!(offer.offers(Keyword::Size));
    /// assert_eq!(offer.to_reply()?.as_bytes(), b"250-mx.example\r\n250 SIZE 1000\r\n");
    /// # Ok::<(), smtpwire::ReplyTextError>(())
    /// ```
    pub fn push(&mut self, line: Capability<'a>) {
        if let Some(keyword) = line.keyword() {
            self.known |= bit(keyword);
        }
        self.lines.push(line);
    }

    /// The largest message that is taken, in octets, if a limit is stated.
    pub fn size(&self) -> Option<u64> {
        self.lines.iter().find_map(|line| match line {
            Capability::Size(size) => *size,
            _ => None,
        })
    }

    /// The SASL mechanisms of all AUTH lines, `AUTH=` ones included, each once, in their order.
    pub fn mechanisms(&self) -> Vec<Mechanism<'_>> {
        let mut all: Vec<Mechanism<'_>> = Vec::new();
        for line in &self.lines {
            if let Capability::Auth(mechanisms) = line {
                for mechanism in mechanisms.iter() {
                    if !all.contains(&mechanism) {
                        all.push(mechanism);
                    }
                }
            }
        }
        all
    }

    /// The session's announced limits; the first LIMITS line counts.
    pub fn limits(&self) -> Limits {
        let limits = self.lines.iter().find_map(|line| match line {
            Capability::Limits(limits) => Some(*limits),
            _ => None,
        });
        limits.unwrap_or_default()
    }

    /// The same capabilities, owning their text.
    pub fn into_owned(self) -> Capabilities<'static> {
        Capabilities {
            greeting: Cow::Owned(self.greeting.into_owned()),
            lines: self.lines.into_iter().map(Capability::into_owned).collect(),
            known: self.known,
        }
    }
}

impl<'l, 'a> IntoIterator for &'l Capabilities<'a> {
    type Item = &'l Capability<'a>;
    type IntoIter = core::slice::Iter<'l, Capability<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A keyword's bit among the known ones.
pub(crate) const fn bit(keyword: Keyword) -> u64 {
    1 << keyword as u8
}
