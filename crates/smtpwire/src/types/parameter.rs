//! The parameters of MAIL and RCPT, typed; unknown ones are kept in their order.

use alloc::borrow::Cow;
use alloc::boxed::Box;
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

/// The parameters of one MAIL command, each keyword at most once.
///
/// What mail carries every day stands in the value itself, so that reading a command allocates
/// nothing; what is rare stands in a box. Known parameters are written in the order of
/// [`MailParameter`]'s declaration, unknown ones behind them in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailParameters<'a> {
    /// What [`bits`] tells of the small parameters, in one octet.
    bits: u8,
    /// Means something only when its bit is set.
    size: u64,
    envid: Option<EnvelopeId<'a>>,
    rare: Option<Box<RareMailParameters<'a>>>,
}

/// The small parameters of MAIL: a bit that the parameter is there, and where it has a value among
/// two or three, that value's bits.
mod bits {
    pub(super) const SIZE: u8 = 1;
    pub(super) const SMTPUTF8: u8 = 1 << 1;
    pub(super) const REQUIRETLS: u8 = 1 << 2;
    pub(super) const RET_FULL: u8 = 1 << 3;
    pub(super) const RET_HEADERS: u8 = 2 << 3;
    pub(super) const RET: u8 = 3 << 3;
    pub(super) const BODY_7BIT: u8 = 1 << 5;
    pub(super) const BODY_8BITMIME: u8 = 2 << 5;
    pub(super) const BODY_BINARYMIME: u8 = 3 << 5;
    pub(super) const BODY: u8 = 3 << 5;
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct RareMailParameters<'a> {
    auth: Option<Submitter<'a>>,
    by: Option<DeliverBy>,
    hold_for: Option<HoldSeconds>,
    hold_until: Option<DateTime>,
    priority: Option<Priority>,
    mtrk: Option<Tracking<'a>>,
    transid: Option<TransactionId<'a>>,
    solicit: Option<SolicitationKeywords<'a>>,
    con_perm: bool,
    other: Vec<Parameter<'a>>,
}

/// The parameters of one RCPT command, each keyword at most once. Kept as [`MailParameters`] are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RcptParameters<'a> {
    notify: Option<Notify>,
    orcpt: Option<OriginalRecipient<'a>>,
    rare: Option<Box<RareRcptParameters<'a>>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct RareRcptParameters<'a> {
    rrvs: Option<RecipientValidSince>,
    con_neg: bool,
    other: Vec<Parameter<'a>>,
}

/// Puts a value into its place, which must be empty.
#[inline]
fn put<T>(place: &mut Option<T>, value: T) -> Result<(), DuplicateParameter> {
    if place.is_some() {
        return Err(DuplicateParameter);
    }
    *place = Some(value);
    Ok(())
}

/// Raises a flag, which must be down.
#[inline]
fn raise(flag: &mut bool) -> Result<(), DuplicateParameter> {
    if *flag {
        return Err(DuplicateParameter);
    }
    *flag = true;
    Ok(())
}

/// Adds an unknown parameter, whose keyword must be new.
fn add<'a>(list: &mut Vec<Parameter<'a>>, new: Parameter<'a>) -> Result<(), DuplicateParameter> {
    if list.iter().any(|old| old.keyword.eq_ignore_ascii_case(&new.keyword)) {
        return Err(DuplicateParameter);
    }
    list.push(new);
    Ok(())
}

impl<'a> MailParameters<'a> {
    /// No parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a parameter.
    ///
    /// # Errors
    /// [`DuplicateParameter`] when there is one of this keyword.
    pub fn push(&mut self, parameter: MailParameter<'a>) -> Result<(), DuplicateParameter> {
        match parameter {
            MailParameter::Size(size) => self.set_size(size),
            MailParameter::Body(body) => self.set_body(body),
            MailParameter::SmtpUtf8 => self.set(bits::SMTPUTF8, bits::SMTPUTF8),
            MailParameter::Ret(ret) => self.set_ret(ret),
            MailParameter::Envid(id) => self.set_envid(id),
            MailParameter::RequireTls => self.set(bits::REQUIRETLS, bits::REQUIRETLS),
            rare => self.rare.get_or_insert_default().push(rare),
        }
    }

    #[inline(always)]
    fn set(&mut self, place: u8, value: u8) -> Result<(), DuplicateParameter> {
        if self.bits & place != 0 {
            return Err(DuplicateParameter);
        }
        self.bits |= value;
        Ok(())
    }

    #[inline(always)]
    pub(crate) fn set_size(&mut self, size: u64) -> Result<(), DuplicateParameter> {
        self.set(bits::SIZE, bits::SIZE)?;
        self.size = size;
        Ok(())
    }

    #[inline(always)]
    pub(crate) fn set_body(&mut self, body: Body) -> Result<(), DuplicateParameter> {
        let value = match body {
            Body::SevenBit => bits::BODY_7BIT,
            Body::EightBitMime => bits::BODY_8BITMIME,
            Body::BinaryMime => bits::BODY_BINARYMIME,
        };
        self.set(bits::BODY, value)
    }

    #[inline(always)]
    pub(crate) fn set_smtputf8(&mut self) -> Result<(), DuplicateParameter> {
        self.set(bits::SMTPUTF8, bits::SMTPUTF8)
    }

    #[inline(always)]
    pub(crate) fn set_ret(&mut self, ret: Ret) -> Result<(), DuplicateParameter> {
        let value = match ret {
            Ret::Full => bits::RET_FULL,
            Ret::Headers => bits::RET_HEADERS,
        };
        self.set(bits::RET, value)
    }

    #[inline(always)]
    pub(crate) fn set_envid(&mut self, id: EnvelopeId<'a>) -> Result<(), DuplicateParameter> {
        put(&mut self.envid, id)
    }

    /// The declared size in octets.
    pub fn size(&self) -> Option<u64> {
        (self.bits & bits::SIZE != 0).then_some(self.size)
    }

    /// The declared kind of body; [`Body::SevenBit`] when nothing is declared.
    pub fn body(&self) -> Body {
        self.declared_body().unwrap_or_default()
    }

    fn declared_body(&self) -> Option<Body> {
        match self.bits & bits::BODY {
            bits::BODY_7BIT => Some(Body::SevenBit),
            bits::BODY_8BITMIME => Some(Body::EightBitMime),
            bits::BODY_BINARYMIME => Some(Body::BinaryMime),
            _ => None,
        }
    }

    /// Whether the message is internationalized.
    pub fn smtputf8(&self) -> bool {
        self.bits & bits::SMTPUTF8 != 0
    }

    /// How much of the message a failure notice is to return, when that is declared.
    pub fn ret(&self) -> Option<Ret> {
        match self.bits & bits::RET {
            bits::RET_FULL => Some(Ret::Full),
            bits::RET_HEADERS => Some(Ret::Headers),
            _ => None,
        }
    }

    /// Whether TLS is demanded on every hop.
    pub fn require_tls(&self) -> bool {
        self.bits & bits::REQUIRETLS != 0
    }

    /// The parameters: known ones in the order of the declaration, then unknown ones in theirs.
    pub fn iter(&self) -> impl Iterator<Item = MailParameter<'_>> {
        let flag = |raised: bool, parameter| raised.then_some(parameter);
        let rare = self.rare.as_deref();
        [
            self.size().map(MailParameter::Size),
            self.declared_body().map(MailParameter::Body),
            flag(self.smtputf8(), MailParameter::SmtpUtf8),
            self.ret().map(MailParameter::Ret),
            self.envid.as_ref().map(|id| MailParameter::Envid(id.borrowed())),
            rare.and_then(|r| r.auth.as_ref()).map(|auth| MailParameter::Auth(auth.clone())),
            flag(self.require_tls(), MailParameter::RequireTls),
            rare.and_then(|r| r.by).map(MailParameter::By),
            rare.and_then(|r| r.hold_for).map(MailParameter::HoldFor),
            rare.and_then(|r| r.hold_until).map(MailParameter::HoldUntil),
            rare.and_then(|r| r.priority).map(MailParameter::MtPriority),
            rare.and_then(|r| r.mtrk.clone()).map(MailParameter::Mtrk),
            rare.and_then(|r| r.transid.clone()).map(MailParameter::TransId),
            rare.and_then(|r| r.solicit.clone()).map(MailParameter::Solicit),
            flag(rare.is_some_and(|r| r.con_perm), MailParameter::ConPerm),
        ]
        .into_iter()
        .flatten()
        .chain(self.unknown().cloned().map(MailParameter::Other))
    }

    /// The parameters that this crate gives no type, in their order.
    pub fn unknown(&self) -> impl Iterator<Item = &Parameter<'a>> {
        self.rare.iter().flat_map(|rare| &rare.other)
    }

    /// The same list, owning its text.
    pub fn into_owned(self) -> MailParameters<'static> {
        let mut owned = MailParameters::new();
        for parameter in self.iter() {
            // The keywords differ here as they do there.
            let _ = owned.push(parameter.into_owned());
        }
        owned
    }
}

impl<'a> RareMailParameters<'a> {
    #[cold]
    fn push(&mut self, parameter: MailParameter<'a>) -> Result<(), DuplicateParameter> {
        match parameter {
            MailParameter::Auth(auth) => put(&mut self.auth, auth),
            MailParameter::By(by) => put(&mut self.by, by),
            MailParameter::HoldFor(seconds) => put(&mut self.hold_for, seconds),
            MailParameter::HoldUntil(time) => put(&mut self.hold_until, time),
            MailParameter::MtPriority(priority) => put(&mut self.priority, priority),
            MailParameter::Mtrk(tracking) => put(&mut self.mtrk, tracking),
            MailParameter::TransId(id) => put(&mut self.transid, id),
            MailParameter::Solicit(keywords) => put(&mut self.solicit, keywords),
            MailParameter::ConPerm => raise(&mut self.con_perm),
            MailParameter::Other(parameter) => add(&mut self.other, parameter),
            // These have their place in the list itself.
            MailParameter::Size(_)
            | MailParameter::Body(_)
            | MailParameter::SmtpUtf8
            | MailParameter::Ret(_)
            | MailParameter::Envid(_)
            | MailParameter::RequireTls => Ok(()),
        }
    }
}

impl<'a> RcptParameters<'a> {
    /// No parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a parameter.
    ///
    /// # Errors
    /// [`DuplicateParameter`] when there is one of this keyword.
    #[inline]
    pub fn push(&mut self, parameter: RcptParameter<'a>) -> Result<(), DuplicateParameter> {
        match parameter {
            RcptParameter::Notify(notify) => put(&mut self.notify, notify),
            RcptParameter::Orcpt(recipient) => put(&mut self.orcpt, recipient),
            RcptParameter::Rrvs(rrvs) => put(&mut self.rare.get_or_insert_default().rrvs, rrvs),
            RcptParameter::ConNeg => raise(&mut self.rare.get_or_insert_default().con_neg),
            RcptParameter::Other(other) => add(&mut self.rare.get_or_insert_default().other, other),
        }
    }

    /// The parameters: known ones in the order of the declaration, then unknown ones in theirs.
    pub fn iter(&self) -> impl Iterator<Item = RcptParameter<'_>> {
        let rare = self.rare.as_deref();
        [
            self.notify.map(RcptParameter::Notify),
            self.orcpt.as_ref().map(|recipient| RcptParameter::Orcpt(recipient.clone())),
            rare.and_then(|r| r.rrvs).map(RcptParameter::Rrvs),
            rare.is_some_and(|r| r.con_neg).then_some(RcptParameter::ConNeg),
        ]
        .into_iter()
        .flatten()
        .chain(self.unknown().cloned().map(RcptParameter::Other))
    }

    /// The parameters that this crate gives no type, in their order.
    pub fn unknown(&self) -> impl Iterator<Item = &Parameter<'a>> {
        self.rare.iter().flat_map(|rare| &rare.other)
    }

    /// The same list, owning its text.
    pub fn into_owned(self) -> RcptParameters<'static> {
        let mut owned = RcptParameters::new();
        for parameter in self.iter() {
            // The keywords differ here as they do there.
            let _ = owned.push(parameter.into_owned());
        }
        owned
    }
}

macro_rules! list_of {
    ($($list:ident of $parameter:ident;)*) => {$(
        impl $list<'_> {
            /// The parameter of this keyword, in any case.
            pub fn get(&self, keyword: &str) -> Option<$parameter<'_>> {
                self.iter().find(|parameter| parameter.keyword().eq_ignore_ascii_case(keyword))
            }

            /// How many there are.
            pub fn len(&self) -> usize {
                self.iter().count()
            }

            /// Whether there is none.
            pub fn is_empty(&self) -> bool {
                self.iter().next().is_none()
            }
        }
    )*};
}

list_of! {
    MailParameters of MailParameter;
    RcptParameters of RcptParameter;
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
    fn borrowed(&self) -> EnvelopeId<'_> {
        EnvelopeId(Cow::Borrowed(&self.0))
    }

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
