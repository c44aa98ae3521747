//! What a server offers.

use std::borrow::Cow;

use serde::Serialize;
use serde_bytes::ByteBuf;
use smtpwire::types::capability as core;
use smtpwire::types::capability::{Mechanisms, Word, Words};
use smtpwire::{Escaped, Keyword};

use super::build::need;
use super::date_time::DateTime;
use super::forms::forms;
use super::parameter::is_false;
use crate::config::fields::fields;
use crate::count::Count;
use crate::failure::Failure;

/// The reply to EHLO or LHLO, typed.
///
/// The fields behind `lines` are answers that the core gives about the lines; they are not looked at
/// when a reply is built.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Capabilities {
    /// The text of the first line; what is not fit to be shown as `\xNN`.
    pub greeting: String,
    /// The other lines, in their order.
    pub lines: Vec<Capability>,
    /// Every known keyword that is offered, in capitals.
    pub offers: Vec<String>,
    /// The largest message that is taken, in octets, where that is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Count>,
    /// The mechanisms of all AUTH lines, each once.
    pub mechanisms: Vec<String>,
}

fields!(Capabilities {
    greeting: or_default,
    lines: or_default,
    offers: or_default,
    size: option,
    mechanisms: or_default,
});

/// One line of it: a keyword with what stands behind it, or octets that are no keyword line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Capability {
    /// The keyword, in capitals where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyword: Option<String>,
    /// What it says, where the keyword is one with a typed value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<CapabilityValue>,
    /// Whether the keyword is not known here.
    #[serde(skip_serializing_if = "is_false")]
    pub unknown: bool,
    /// The words behind it, where there is no typed value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<String>,
    /// The octets of a line that is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub malformed: Option<ByteBuf>,
}

fields!(Capability {
    keyword: option,
    value: option,
    unknown: or_default,
    parameters: or_default,
    malformed: given,
});

/// The value of a capability, by its keyword.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum CapabilityValue {
    /// SIZE, and DELIVERBY.
    Number(u64),
    /// MT-PRIORITY and NO-SOLICITING; SIZE by its digits.
    Text(String),
    /// AUTH, X-EXPS, BURL, XCLIENT, XFORWARD.
    Words(Vec<String>),
    /// FUTURERELEASE.
    Future(Future),
    /// LIMITS.
    Limits(Limits),
}

forms!(CapabilityValue, "no capability has a value of this form": Number, Text, Words, Future, Limits);

/// What FUTURERELEASE says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Future {
    /// The longest time that a message is held, in seconds.
    pub interval: u32,
    /// The same as a point in time.
    pub until: DateTime,
}

fields!(Future { interval: need, until: need });

/// What LIMITS says (RFC 9422), by the names that stand on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// Transactions in the session.
    #[serde(rename = "MAILMAX", skip_serializing_if = "Option::is_none")]
    pub mail_max: Option<u32>,
    /// Recipients in a transaction.
    #[serde(rename = "RCPTMAX", skip_serializing_if = "Option::is_none")]
    pub rcpt_max: Option<u32>,
    /// Different recipient domains in a transaction.
    #[serde(rename = "RCPTDOMAINMAX", skip_serializing_if = "Option::is_none")]
    pub rcpt_domain_max: Option<u32>,
}

fields!(Limits { mail_max = "MAILMAX": option, rcpt_max = "RCPTMAX": option, rcpt_domain_max = "RCPTDOMAINMAX": option, });

impl From<&smtpwire::Capabilities<'_>> for Capabilities {
    fn from(offer: &smtpwire::Capabilities<'_>) -> Self {
        let offered = Keyword::ALL.into_iter().filter(|keyword| offer.offers(*keyword));
        Self {
            greeting: Escaped(offer.greeting()).to_string(),
            lines: offer.iter().map(Capability::from).collect(),
            offers: offered.map(|keyword| keyword.as_str().to_owned()).collect(),
            size: offer.size().map(Count),
            mechanisms: offer.mechanisms().iter().map(ToString::to_string).collect(),
        }
    }
}

fn listed(words: &Words<'_>) -> Vec<String> {
    words.iter().map(str::to_owned).collect()
}

fn named(mechanisms: &Mechanisms<'_>) -> Vec<String> {
    mechanisms.iter().map(|mechanism| mechanism.as_str().to_owned()).collect()
}

impl From<&core::Capability<'_>> for Capability {
    fn from(line: &core::Capability<'_>) -> Self {
        use CapabilityValue as V;
        use smtpwire::Capability as C;
        let keyword = line.keyword().map(|keyword| keyword.as_str().to_owned());
        let mut shown = Self { keyword, ..Self::default() };
        shown.value = match line {
            C::Size(size) => size.map(V::Number),
            C::Auth(mechanisms) | C::XExps(mechanisms) => Some(V::Words(named(mechanisms))),
            C::DeliverBy(least) => least.map(|seconds| V::Number(seconds.into())),
            C::FutureRelease { max_interval, max_date_time } => {
                Some(V::Future(Future { interval: *max_interval, until: (*max_date_time).into() }))
            }
            C::MtPriority(word) | C::NoSoliciting(word) => {
                word.as_ref().map(|word| V::Text(word.as_str().to_owned()))
            }
            C::Limits(limits) => Some(V::Limits(Limits {
                mail_max: limits.mail_max,
                rcpt_max: limits.rcpt_max,
                rcpt_domain_max: limits.rcpt_domain_max,
            })),
            C::Burl(words) | C::XClient(words) | C::XForward(words) => {
                Some(V::Words(listed(words)))
            }
            C::Plain(_, words) => {
                shown.parameters = listed(words);
                None
            }
            C::Other(word, words) => {
                shown.keyword = Some(word.as_str().to_owned());
                shown.unknown = true;
                shown.parameters = listed(words);
                None
            }
            C::Malformed(octets) => {
                shown.malformed = Some(ByteBuf::from(octets.to_vec()));
                None
            }
            // A line that the core knows and this shell does not.
            _ => {
                shown.unknown = true;
                None
            }
        };
        shown
    }
}

impl Capabilities {
    /// The core's capabilities; `\\xNN` in the greeting stands for an octet again.
    ///
    /// # Errors
    /// A line can't be built.
    pub fn build(&self) -> Result<smtpwire::Capabilities<'static>, Failure> {
        let greeting = unescaped(&self.greeting);
        let greeting = std::str::from_utf8(&greeting).ok();
        let greeting = need(greeting, "greeting", "a greeting is written in UTF-8")?;
        let lines = self.lines.iter().map(Capability::build).collect::<Result<_, _>>()?;
        Ok(smtpwire::Capabilities::new(greeting, lines).into_owned())
    }
}

/// The octets of a text in which some stand as `\xNN`.
pub(crate) fn unescaped(text: &str) -> Vec<u8> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("\\x") {
        octets.extend_from_slice(before.as_bytes());
        let digits = behind.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = if let Some(octet) = digits {
            octets.push(octet);
            behind.get(2..).unwrap_or_default()
        } else {
            octets.extend_from_slice(b"\\x");
            behind
        };
    }
    octets.extend_from_slice(rest.as_bytes());
    octets
}

impl Capability {
    /// The core's line.
    ///
    /// # Errors
    /// The keyword is not known and not called unknown, or the value is none of the keyword's.
    pub fn build(&self) -> Result<core::Capability<'static>, Failure> {
        use CapabilityValue as V;
        use smtpwire::Capability as C;
        if let Some(octets) = &self.malformed {
            return Ok(C::Malformed(Cow::Owned(octets.to_vec())));
        }
        let name = self.keyword.as_deref().unwrap_or_default();
        if self.unknown {
            let word = need(Word::new(name), "keyword", "one printable word")?.into_owned();
            return Ok(C::Other(word, self.words(&self.parameters)?));
        }
        let known = "none that is known; say so by unknown: true";
        let keyword = need(Keyword::parse(name), "keyword", known)?;
        let unfit = || need(None, name, "a value of another form");
        let word = || match &self.value {
            None => Ok(None),
            Some(V::Text(word)) => {
                need(Word::new(word), name, "one printable word").map(|w| Some(w.into_owned()))
            }
            Some(_) => need(None, name, "one word"),
        };
        let list = match &self.value {
            None => Some(&[][..]),
            Some(V::Words(words)) => Some(words.as_slice()),
            Some(_) => None,
        };
        let words = || self.words(need(list, name, "a list of words")?);
        let mechanisms = || {
            let joined = need(list, name, "a list of mechanisms")?.join(" ");
            need(Mechanisms::new(&joined), name, "names of mechanisms").map(Mechanisms::into_owned)
        };
        Ok(match (keyword, &self.value) {
            (Keyword::Size, None) => C::Size(None),
            (Keyword::Size, Some(V::Number(size))) => C::Size(Some(*size)),
            (Keyword::Size, Some(V::Text(digits))) => {
                C::Size(Some(need(digits.parse().ok(), name, "a count of octets")?))
            }
            (Keyword::Auth, _) => C::Auth(mechanisms()?),
            (Keyword::XExps, _) => C::XExps(mechanisms()?),
            (Keyword::DeliverBy, None) => C::DeliverBy(None),
            (Keyword::DeliverBy, Some(V::Number(seconds))) => {
                C::DeliverBy(Some(need(u32::try_from(*seconds).ok(), name, "32 bits")?))
            }
            (Keyword::FutureRelease, Some(V::Future(future))) => C::FutureRelease {
                max_interval: future.interval,
                max_date_time: future.until.build()?,
            },
            (Keyword::MtPriority, _) => C::MtPriority(word()?),
            (Keyword::NoSoliciting, _) => C::NoSoliciting(word()?),
            (Keyword::Limits, value) => C::Limits(match value {
                None => core::Limits::default(),
                Some(V::Limits(limits)) => limits.build(),
                Some(_) => return unfit(),
            }),
            (Keyword::Burl, _) => C::Burl(words()?),
            (Keyword::XClient, _) => C::XClient(words()?),
            (Keyword::XForward, _) => C::XForward(words()?),
            (_, Some(_)) => return unfit(),
            (keyword, None) => C::Plain(keyword, self.words(&self.parameters)?),
        })
    }

    fn words(&self, words: &[String]) -> Result<Words<'static>, Failure> {
        let name = self.keyword.as_deref().unwrap_or_default();
        need(Words::new(&words.join(" ")), name, "printable words").map(Words::into_owned)
    }
}

impl Limits {
    fn build(&self) -> core::Limits {
        let mut limits = core::Limits::default();
        limits.mail_max = self.mail_max;
        limits.rcpt_max = self.rcpt_max;
        limits.rcpt_domain_max = self.rcpt_domain_max;
        limits
    }
}
