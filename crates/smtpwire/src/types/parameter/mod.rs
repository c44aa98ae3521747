//! The parameters of MAIL and RCPT, typed; unknown ones are kept in their order.
//!
//! Here stands what a parameter is; [`lists`] holds those of one command, [`values`] says what may
//! stand behind each `=`.

pub mod lists;
pub mod values;

use alloc::borrow::Cow;

pub use lists::{MailParameters, ParameterRefused, RcptParameters};
pub use values::{
    Body, ByMode, DeliverBy, EnvelopeId, HoldSeconds, Notify, NotifyEvents, OriginalRecipient,
    Priority, RecipientValidSince, Ret, RrvsAction, SolicitationKeywords, Submitter, Tracking,
    TransactionId,
};

use super::capability::Keyword;
use super::datetime::DateTime;

/// `keyword` or `keyword=value`, as any extension may define (RFC 5321 section 4.1.2).
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    pub(crate) keyword: Cow<'a, str>,
    pub(crate) value: Option<Cow<'a, str>>,
}

impl Parameter<'_> {
    /// The keyword as it was written: a letter or digit, then letters, digits and hyphens.
    pub fn keyword(&self) -> &str {
        &self.keyword
    }

    /// What stands behind the `=`, if there is one: printable octets without `=` and space.
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// The same parameter, owning its text.
    pub fn into_owned(self) -> Parameter<'static> {
        Parameter {
            keyword: Cow::Owned(self.keyword.into_owned()),
            value: self.value.map(|value| Cow::Owned(value.into_owned())),
        }
    }
}

impl PartialEq for Parameter<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.keyword.eq_ignore_ascii_case(&other.keyword) && self.value == other.value
    }
}

impl Eq for Parameter<'_> {}

/// A parameter of MAIL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MailParameter<'a> {
    /// `SIZE=octets`: the message as it will be sent, line ends as CRLF, without dot-stuffing and
    /// end mark (RFC 1870 section 5).
    Size(u64),
    /// `BODY=…` (RFC 6152 section 2, RFC 3030 section 3).
    Body(Body),
    /// `SMTPUTF8`: envelope or header are internationalized (RFC 6531 section 3.4).
    SmtpUtf8,
    /// `RET=…`: how much of the message a failure notice returns (RFC 3461 section 4.3).
    Ret(Ret),
    /// `ENVID=…`: the envelope's name in notices (RFC 3461 section 4.4).
    Envid(EnvelopeId<'a>),
    /// `AUTH=…`: who submitted the message first (RFC 4954 section 5).
    Auth(Submitter<'a>),
    /// `REQUIRETLS`: TLS on every hop, or a notice of failure (RFC 8689 section 4.1).
    RequireTls,
    /// `BY=…`: deliver within so many seconds (RFC 2852 section 4).
    By(DeliverBy),
    /// `HOLDFOR=seconds` (RFC 4865 section 4).
    HoldFor(HoldSeconds),
    /// `HOLDUNTIL=date-time` (RFC 4865 section 4).
    HoldUntil(DateTime),
    /// `MT-PRIORITY=-9` to `9` (RFC 6710 section 4.1).
    MtPriority(Priority),
    /// `MTRK=certifier[:timeout]` (RFC 3885 section 3.1).
    Mtrk(Tracking<'a>),
    /// `TRANSID=<…>`: the transaction's name, to resume it (RFC 1845 section 4).
    TransId(TransactionId<'a>),
    /// `SOLICIT=keywords` (RFC 3865 section 2.5).
    Solicit(SolicitationKeywords<'a>),
    /// `CONPERM`: the content may be converted (RFC 4141 section 4).
    ConPerm,
    /// Any other parameter.
    Other(Parameter<'a>),
}

/// A parameter of RCPT.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RcptParameter<'a> {
    /// `NOTIFY=…`: on which events a notice is wanted (RFC 3461 section 4.1).
    Notify(Notify),
    /// `ORCPT=type;address`: the recipient as first given (RFC 3461 section 4.2, RFC 6533).
    Orcpt(OriginalRecipient<'a>),
    /// `RRVS=date-time[;C|R]`: only if the mailbox has had one owner since (RFC 7293 section 3.1).
    Rrvs(RecipientValidSince),
    /// `CONNEG`: tell what content this recipient can take (RFC 4141 section 5).
    ConNeg,
    /// Any other parameter.
    Other(Parameter<'a>),
}

impl MailParameter<'_> {
    /// The keyword, in the registry's spelling for those known here.
    pub fn keyword(&self) -> &str {
        match self {
            Self::Size(_) => "SIZE",
            Self::Body(_) => "BODY",
            Self::SmtpUtf8 => "SMTPUTF8",
            Self::Ret(_) => "RET",
            Self::Envid(_) => "ENVID",
            Self::Auth(_) => "AUTH",
            Self::RequireTls => "REQUIRETLS",
            Self::By(_) => "BY",
            Self::HoldFor(_) => "HOLDFOR",
            Self::HoldUntil(_) => "HOLDUNTIL",
            Self::MtPriority(_) => "MT-PRIORITY",
            Self::Mtrk(_) => "MTRK",
            Self::TransId(_) => "TRANSID",
            Self::Solicit(_) => "SOLICIT",
            Self::ConPerm => "CONPERM",
            Self::Other(parameter) => parameter.keyword(),
        }
    }

    /// The extension that a server must offer before this may be sent; `None` for a parameter that
    /// is not known here. `BODY=BINARYMIME` needs CHUNKING as well (RFC 3030 section 3).
    pub fn extension(&self) -> Option<Keyword> {
        Some(match self {
            Self::Size(_) => Keyword::Size,
            Self::Body(Body::BinaryMime) => Keyword::BinaryMime,
            // RFC 6152 defines both values, so 7BIT is known only where 8BITMIME is.
            Self::Body(Body::SevenBit | Body::EightBitMime) => Keyword::EightBitMime,
            Self::SmtpUtf8 => Keyword::SmtpUtf8,
            Self::Ret(_) | Self::Envid(_) => Keyword::Dsn,
            Self::Auth(_) => Keyword::Auth,
            Self::RequireTls => Keyword::RequireTls,
            Self::By(_) => Keyword::DeliverBy,
            Self::HoldFor(_) | Self::HoldUntil(_) => Keyword::FutureRelease,
            Self::MtPriority(_) => Keyword::MtPriority,
            Self::Mtrk(_) => Keyword::Mtrk,
            Self::TransId(_) => Keyword::Checkpoint,
            Self::Solicit(_) => Keyword::NoSoliciting,
            Self::ConPerm => Keyword::ConPerm,
            Self::Other(_) => return None,
        })
    }

    /// The same parameter, owning its text.
    pub fn into_owned(self) -> MailParameter<'static> {
        match self {
            Self::Size(size) => MailParameter::Size(size),
            Self::Body(body) => MailParameter::Body(body),
            Self::SmtpUtf8 => MailParameter::SmtpUtf8,
            Self::Ret(ret) => MailParameter::Ret(ret),
            Self::Envid(EnvelopeId(id)) => MailParameter::Envid(EnvelopeId(id.into_owned())),
            Self::Auth(Submitter::Unknown) => MailParameter::Auth(Submitter::Unknown),
            Self::Auth(Submitter::Mailbox(mailbox)) => {
                MailParameter::Auth(Submitter::Mailbox(mailbox.into_owned()))
            }
            Self::RequireTls => MailParameter::RequireTls,
            Self::By(by) => MailParameter::By(by),
            Self::HoldFor(seconds) => MailParameter::HoldFor(seconds),
            Self::HoldUntil(time) => MailParameter::HoldUntil(time),
            Self::MtPriority(priority) => MailParameter::MtPriority(priority),
            Self::Mtrk(Tracking { certifier, timeout }) => MailParameter::Mtrk(Tracking {
                certifier: Cow::Owned(certifier.into_owned()),
                timeout,
            }),
            Self::TransId(TransactionId(id)) => {
                MailParameter::TransId(TransactionId(Cow::Owned(id.into_owned())))
            }
            Self::Solicit(SolicitationKeywords(words)) => {
                MailParameter::Solicit(SolicitationKeywords(Cow::Owned(words.into_owned())))
            }
            Self::ConPerm => MailParameter::ConPerm,
            Self::Other(parameter) => MailParameter::Other(parameter.into_owned()),
        }
    }
}

impl RcptParameter<'_> {
    /// The keyword, in the registry's spelling for those known here.
    pub fn keyword(&self) -> &str {
        match self {
            Self::Notify(_) => "NOTIFY",
            Self::Orcpt(_) => "ORCPT",
            Self::Rrvs(_) => "RRVS",
            Self::ConNeg => "CONNEG",
            Self::Other(parameter) => parameter.keyword(),
        }
    }

    /// The extension that a server must offer before this may be sent; `None` for a parameter that
    /// is not known here.
    pub fn extension(&self) -> Option<Keyword> {
        match self {
            Self::Notify(_) | Self::Orcpt(_) => Some(Keyword::Dsn),
            Self::Rrvs(_) => Some(Keyword::Rrvs),
            Self::ConNeg => Some(Keyword::ConNeg),
            Self::Other(_) => None,
        }
    }

    /// The same parameter, owning its text.
    pub fn into_owned(self) -> RcptParameter<'static> {
        match self {
            Self::Notify(notify) => RcptParameter::Notify(notify),
            Self::Orcpt(OriginalRecipient { address_type, address }) => {
                RcptParameter::Orcpt(OriginalRecipient {
                    address_type: address_type.into_owned(),
                    address: address.into_owned(),
                })
            }
            Self::Rrvs(rrvs) => RcptParameter::Rrvs(rrvs),
            Self::ConNeg => RcptParameter::ConNeg,
            Self::Other(parameter) => RcptParameter::Other(parameter.into_owned()),
        }
    }
}
