//! The parameters of MAIL and RCPT, typed; unknown ones are kept in their order.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::datetime::DateTime;
use super::mailbox::Mailbox;

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

    /// The same parameter, owning its text.
    pub fn into_owned(self) -> MailParameter<'static> {
        match self {
            Self::Size(size) => MailParameter::Size(size),
            Self::Body(body) => MailParameter::Body(body),
            Self::SmtpUtf8 => MailParameter::SmtpUtf8,
            Self::Ret(ret) => MailParameter::Ret(ret),
            Self::Envid(EnvelopeId(id)) => {
                MailParameter::Envid(EnvelopeId(Cow::Owned(id.into_owned())))
            }
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

    /// The same parameter, owning its text.
    pub fn into_owned(self) -> RcptParameter<'static> {
        match self {
            Self::Notify(notify) => RcptParameter::Notify(notify),
            Self::Orcpt(OriginalRecipient { address_type, address }) => {
                RcptParameter::Orcpt(OriginalRecipient {
                    address_type: Cow::Owned(address_type.into_owned()),
                    address: Cow::Owned(address.into_owned()),
                })
            }
            Self::Rrvs(rrvs) => RcptParameter::Rrvs(rrvs),
            Self::ConNeg => RcptParameter::ConNeg,
            Self::Other(parameter) => RcptParameter::Other(parameter.into_owned()),
        }
    }
}

/// A parameter list cannot take another parameter of a keyword that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the parameter is given already, and each may be given once")]
pub struct DuplicateParameter;

macro_rules! parameter_list {
    ($(#[$meta:meta])* $list:ident of $parameter:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $list<'a>(pub(crate) Vec<$parameter<'a>>);

        impl<'a> $list<'a> {
            /// No parameters; nothing is allocated.
            pub const fn new() -> Self {
                Self(Vec::new())
            }

            /// Adds a parameter at the end.
            ///
            /// # Errors
            /// [`DuplicateParameter`] when there is one of this keyword.
            pub fn push(&mut self, parameter: $parameter<'a>) -> Result<(), DuplicateParameter> {
                if self.get(parameter.keyword()).is_some() {
                    return Err(DuplicateParameter);
                }
                self.0.push(parameter);
                Ok(())
            }

            /// The parameter of this keyword, in any case.
            pub fn get(&self, keyword: &str) -> Option<&$parameter<'a>> {
                self.0.iter().find(|parameter| parameter.keyword().eq_ignore_ascii_case(keyword))
            }

            /// The parameters, in the order in which they were written.
            pub fn iter(&self) -> core::slice::Iter<'_, $parameter<'a>> {
                self.0.iter()
            }

            /// How many there are.
            pub fn len(&self) -> usize {
                self.0.len()
            }

            /// Whether there is none.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }

            /// The parameters that this crate gives no type, in their order.
            pub fn unknown(&self) -> impl Iterator<Item = &Parameter<'a>> {
                self.0.iter().filter_map(|parameter| match parameter {
                    $parameter::Other(parameter) => Some(parameter),
                    _ => None,
                })
            }

            /// The same list, owning its text.
            pub fn into_owned(self) -> $list<'static> {
                $list(self.0.into_iter().map($parameter::into_owned).collect())
            }
        }

        impl<'l, 'a> IntoIterator for &'l $list<'a> {
            type Item = &'l $parameter<'a>;
            type IntoIter = core::slice::Iter<'l, $parameter<'a>>;

            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }
    };
}

parameter_list! {
    /// The parameters of one MAIL command, each keyword at most once.
    MailParameters of MailParameter
}

parameter_list! {
    /// The parameters of one RCPT command, each keyword at most once.
    RcptParameters of RcptParameter
}

impl MailParameters<'_> {
    /// The declared size in octets.
    pub fn size(&self) -> Option<u64> {
        self.0
            .iter()
            .find_map(|p| if let MailParameter::Size(size) = p { Some(*size) } else { None })
    }

    /// The declared kind of body; [`Body::SevenBit`] when nothing is declared.
    pub fn body(&self) -> Body {
        self.0
            .iter()
            .find_map(|p| if let MailParameter::Body(body) = p { Some(*body) } else { None })
            .unwrap_or_default()
    }

    /// Whether the message is internationalized.
    pub fn smtputf8(&self) -> bool {
        self.0.contains(&MailParameter::SmtpUtf8)
    }
}

/// What octets the content may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Body {
    /// `7BIT`: ASCII in lines of at most 998 octets and CRLF.
    #[default]
    SevenBit,
    /// `8BITMIME`: any octet but NUL, in lines.
    EightBitMime,
    /// `BINARYMIME`: any octets, sent by BDAT only.
    BinaryMime,
}

impl Body {
    /// The value as it stands behind `BODY=`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SevenBit => "7BIT",
            Self::EightBitMime => "8BITMIME",
            Self::BinaryMime => "BINARYMIME",
        }
    }
}

/// How much of the message a failure notice returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ret {
    /// `FULL`: the whole message.
    Full,
    /// `HDRS`: its header only.
    Headers,
}

/// An envelope identifier: 1 to 100 characters of printable ASCII, here without its xtext coding.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EnvelopeId<'a>(pub(crate) Cow<'a, str>);

impl EnvelopeId<'_> {
    /// The identifier, decoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EnvelopeId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Who submitted a message first, as MAIL's AUTH parameter tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitter<'a> {
    /// `<>`: not known, or not trusted.
    Unknown,
    /// This mailbox.
    Mailbox(Mailbox<'a>),
}

/// MAIL's BY parameter. Built by [`DeliverBy::new`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DeliverBy {
    seconds: i32,
    mode: ByMode,
    trace: bool,
}

/// What happens when the time of a [`DeliverBy`] is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ByMode {
    /// `N`: the sender is told of the delay, and delivery goes on.
    Notify,
    /// `R`: the message is returned.
    Return,
}

impl DeliverBy {
    /// Seconds from now (at most nine digits, negative when the time is over), what then, and
    /// whether every hop is to be reported. A message can't be returned at a time that is not in
    /// the future (RFC 2852 section 4), so that is none.
    pub fn new(seconds: i32, mode: ByMode, trace: bool) -> Option<Self> {
        let fits = seconds.unsigned_abs() <= 999_999_999 && (mode == ByMode::Notify || seconds > 0);
        fits.then_some(Self { seconds, mode, trace })
    }

    /// Seconds that are left; zero or negative when the time is over.
    pub fn seconds(self) -> i32 {
        self.seconds
    }

    /// What happens then.
    pub fn mode(self) -> ByMode {
        self.mode
    }

    /// Whether every hop is to be reported (`T`).
    pub fn trace(self) -> bool {
        self.trace
    }
}

/// For how many seconds a message is held: 1 to 999,999,999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HoldSeconds(u32);

impl HoldSeconds {
    /// So many seconds, if they lie in 1 to 999,999,999.
    pub fn new(seconds: u32) -> Option<Self> {
        (1..=999_999_999).contains(&seconds).then_some(Self(seconds))
    }

    /// The number of seconds.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// A priority, -9 to 9; 0 is the usual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Priority(i8);

impl Priority {
    /// The priority of this number, if it lies in -9 to 9.
    pub fn new(number: i8) -> Option<Self> {
        (-9..=9).contains(&number).then_some(Self(number))
    }

    /// The number.
    pub fn get(self) -> i8 {
        self.0
    }
}

/// MAIL's MTRK parameter: the base64 of a hash of the tracking secret, and how long tracking data
/// is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracking<'a> {
    pub(crate) certifier: Cow<'a, str>,
    pub(crate) timeout: Option<u32>,
}

impl Tracking<'_> {
    /// The certifier in base64. It is a hash; the secret itself never travels.
    pub fn certifier(&self) -> &str {
        &self.certifier
    }

    /// Seconds for which tracking data is wanted, at most 999,999,999.
    pub fn timeout(&self) -> Option<u32> {
        self.timeout
    }
}

/// MAIL's TRANSID parameter, with its angle brackets; at most 80 octets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionId<'a>(pub(crate) Cow<'a, str>);

impl TransactionId<'_> {
    /// The identifier, angle brackets and all.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Solicitation class keywords such as `net.example:ADV`; at most 1000 octets in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SolicitationKeywords<'a>(pub(crate) Cow<'a, str>);

impl SolicitationKeywords<'_> {
    /// The keywords as they were written, parted by commas.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The keywords one by one.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(',')
    }
}

/// On which events the sender wants a notice about a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notify {
    /// `NEVER`.
    Never,
    /// Any of `SUCCESS`, `FAILURE` and `DELAY`; at least one.
    On(NotifyEvents),
}

/// The events of a [`Notify::On`]; at least one is set. Built by [`NotifyEvents::new`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NotifyEvents {
    pub(crate) success: bool,
    pub(crate) failure: bool,
    pub(crate) delay: bool,
}

impl NotifyEvents {
    /// These events, if there is one.
    pub fn new(success: bool, failure: bool, delay: bool) -> Option<Self> {
        (success || failure || delay).then_some(Self { success, failure, delay })
    }

    /// Delivered.
    pub fn success(self) -> bool {
        self.success
    }

    /// Not delivered, for good.
    pub fn failure(self) -> bool {
        self.failure
    }

    /// Not delivered yet.
    pub fn delay(self) -> bool {
        self.delay
    }
}

/// RCPT's ORCPT parameter: the recipient's address as the sender first gave it, decoded.
///
/// `rfc822` addresses are printable ASCII in xtext; `utf-8` addresses are Unicode, written with
/// `\x{…}` for what ASCII lacks (RFC 6533 section 3).
#[derive(Clone, PartialEq, Eq)]
pub struct OriginalRecipient<'a> {
    pub(crate) address_type: Cow<'a, str>,
    pub(crate) address: Cow<'a, str>,
}

impl OriginalRecipient<'_> {
    /// The address type, `rfc822` or `utf-8` as a rule, as it was written.
    pub fn address_type(&self) -> &str {
        &self.address_type
    }

    /// The address, decoded.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether the address is written by the rules of RFC 6533.
    pub fn is_utf8(&self) -> bool {
        self.address_type.eq_ignore_ascii_case("utf-8")
    }
}

impl fmt::Debug for OriginalRecipient<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{};{:?}", self.address_type, self.address)
    }
}

/// RCPT's RRVS parameter. Built by [`RecipientValidSince::new`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecipientValidSince {
    since: DateTime,
    otherwise: Option<RrvsAction>,
}

impl RecipientValidSince {
    /// Since when, and what a relay does when the next hop cannot check it. RRVS knows no
    /// fractions of a second (RFC 7293 section 3.1), so a time with one is none.
    pub fn new(since: DateTime, otherwise: Option<RrvsAction>) -> Option<Self> {
        (since.nanosecond() == 0).then_some(Self { since, otherwise })
    }

    /// The mailbox must have had one owner since then.
    pub fn since(&self) -> DateTime {
        self.since
    }

    /// What a relay does when the next hop cannot check it; the RFC's default when absent.
    pub fn otherwise(&self) -> Option<RrvsAction> {
        self.otherwise
    }
}

/// What a relay does when the next hop lacks RRVS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RrvsAction {
    /// `C`: carries on without the check.
    Continue,
    /// `R`: refuses the message.
    Reject,
}
