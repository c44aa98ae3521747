//! The parameters of one command, each keyword at most once.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::values::{
    Body, DeliverBy, EnvelopeId, HoldSeconds, Notify, OriginalRecipient, Priority,
    RecipientValidSince, Ret, SolicitationKeywords, Submitter, Tracking, TransactionId,
};
use super::{MailParameter, Parameter, RcptParameter};
use crate::types::datetime::DateTime;

/// Why a parameter list does not take a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParameterRefused {
    /// There is one of this keyword.
    #[error("the parameter is given already, and each may be given once")]
    Duplicate,
    /// A keyword that has a type of its own came as a plain parameter, which nothing has checked.
    #[error("the keyword has a type of its own here; build that")]
    Typed,
}

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
fn put<T>(place: &mut Option<T>, value: T) -> Result<(), ParameterRefused> {
    if place.is_some() {
        return Err(ParameterRefused::Duplicate);
    }
    *place = Some(value);
    Ok(())
}

/// Raises a flag, which must be down.
#[inline]
fn raise(flag: &mut bool) -> Result<(), ParameterRefused> {
    if *flag {
        return Err(ParameterRefused::Duplicate);
    }
    *flag = true;
    Ok(())
}

/// The keywords of MAIL that have a type of their own.
const TYPED_OF_MAIL: [&str; 15] = [
    "SIZE",
    "BODY",
    "SMTPUTF8",
    "RET",
    "ENVID",
    "AUTH",
    "REQUIRETLS",
    "BY",
    "HOLDFOR",
    "HOLDUNTIL",
    "MT-PRIORITY",
    "MTRK",
    "TRANSID",
    "SOLICIT",
    "CONPERM",
];

/// The keywords of RCPT that have a type of their own.
const TYPED_OF_RCPT: [&str; 4] = ["NOTIFY", "ORCPT", "RRVS", "CONNEG"];

/// Adds an unknown parameter, whose keyword must be new and none of these.
fn add<'a>(
    list: &mut Vec<Parameter<'a>>,
    new: Parameter<'a>,
    typed: &[&str],
) -> Result<(), ParameterRefused> {
    if typed.iter().any(|keyword| keyword.eq_ignore_ascii_case(&new.keyword)) {
        return Err(ParameterRefused::Typed);
    }
    if list.iter().any(|old| old.keyword.eq_ignore_ascii_case(&new.keyword)) {
        return Err(ParameterRefused::Duplicate);
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
    /// [`ParameterRefused`] when there is one of this keyword, or when a keyword that has a type of
    /// its own comes as a plain [`Parameter`].
    pub fn push(&mut self, parameter: MailParameter<'a>) -> Result<(), ParameterRefused> {
        match parameter {
            MailParameter::Size(size) => self.set_size(size),
            MailParameter::Body(body) => self.set_body(body),
            MailParameter::SmtpUtf8 => self.set(bits::SMTPUTF8, bits::SMTPUTF8),
            MailParameter::Ret(ret) => self.set_ret(ret),
            MailParameter::Envid(id) => self.set_envid(id),
            MailParameter::RequireTls => self.set(bits::REQUIRETLS, bits::REQUIRETLS),
            rare => {
                let pushed = self.rare.get_or_insert_default().push(rare);
                // What takes nothing in equals a list that was never offered anything.
                self.rare.take_if(|rare| **rare == RareMailParameters::default());
                pushed
            }
        }
    }

    #[inline(always)]
    fn set(&mut self, place: u8, value: u8) -> Result<(), ParameterRefused> {
        if self.bits & place != 0 {
            return Err(ParameterRefused::Duplicate);
        }
        self.bits |= value;
        Ok(())
    }

    #[inline(always)]
    pub(crate) fn set_size(&mut self, size: u64) -> Result<(), ParameterRefused> {
        self.set(bits::SIZE, bits::SIZE)?;
        self.size = size;
        Ok(())
    }

    #[inline(always)]
    pub(crate) fn set_body(&mut self, body: Body) -> Result<(), ParameterRefused> {
        let value = match body {
            Body::SevenBit => bits::BODY_7BIT,
            Body::EightBitMime => bits::BODY_8BITMIME,
            Body::BinaryMime => bits::BODY_BINARYMIME,
        };
        self.set(bits::BODY, value)
    }

    #[inline(always)]
    pub(crate) fn set_smtputf8(&mut self) -> Result<(), ParameterRefused> {
        self.set(bits::SMTPUTF8, bits::SMTPUTF8)
    }

    #[inline(always)]
    pub(crate) fn set_ret(&mut self, ret: Ret) -> Result<(), ParameterRefused> {
        let value = match ret {
            Ret::Full => bits::RET_FULL,
            Ret::Headers => bits::RET_HEADERS,
        };
        self.set(bits::RET, value)
    }

    #[inline(always)]
    pub(crate) fn set_envid(&mut self, id: EnvelopeId<'a>) -> Result<(), ParameterRefused> {
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

    /// Whether nothing was ever put in, which is what most mail has: quick to see.
    #[inline]
    fn is_untouched(&self) -> bool {
        self.bits == 0 && self.envid.is_none() && self.rare.is_none()
    }

    /// The same list, owning its text.
    pub fn into_owned(self) -> MailParameters<'static> {
        let mut owned = MailParameters::new();
        if self.is_untouched() {
            return owned;
        }
        for parameter in self.iter() {
            // The keywords differ here as they do there.
            let _ = owned.push(parameter.into_owned());
        }
        owned
    }
}

impl<'a> RareMailParameters<'a> {
    #[cold]
    fn push(&mut self, parameter: MailParameter<'a>) -> Result<(), ParameterRefused> {
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
            MailParameter::Other(parameter) => add(&mut self.other, parameter, &TYPED_OF_MAIL),
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
    /// [`ParameterRefused`] when there is one of this keyword, or when a keyword that has a type of
    /// its own comes as a plain [`Parameter`].
    #[inline]
    pub fn push(&mut self, parameter: RcptParameter<'a>) -> Result<(), ParameterRefused> {
        match parameter {
            RcptParameter::Notify(notify) => self.set_notify(notify),
            RcptParameter::Orcpt(recipient) => self.set_orcpt(recipient),
            RcptParameter::Rrvs(rrvs) => put(&mut self.rare.get_or_insert_default().rrvs, rrvs),
            RcptParameter::ConNeg => raise(&mut self.rare.get_or_insert_default().con_neg),
            RcptParameter::Other(other) => {
                let pushed =
                    add(&mut self.rare.get_or_insert_default().other, other, &TYPED_OF_RCPT);
                // What takes nothing in equals a list that was never offered anything.
                self.rare.take_if(|rare| **rare == RareRcptParameters::default());
                pushed
            }
        }
    }

    #[inline(always)]
    pub(crate) fn set_notify(&mut self, notify: Notify) -> Result<(), ParameterRefused> {
        put(&mut self.notify, notify)
    }

    #[inline(always)]
    pub(crate) fn set_orcpt(
        &mut self,
        recipient: OriginalRecipient<'a>,
    ) -> Result<(), ParameterRefused> {
        put(&mut self.orcpt, recipient)
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

    /// Whether nothing was ever put in, which is what most mail has: quick to see.
    #[inline]
    fn is_untouched(&self) -> bool {
        self.notify.is_none() && self.orcpt.is_none() && self.rare.is_none()
    }

    /// The same list, owning its text.
    pub fn into_owned(self) -> RcptParameters<'static> {
        let mut owned = RcptParameters::new();
        if self.is_untouched() {
            return owned;
        }
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
                self.is_untouched() || self.iter().next().is_none()
            }
        }
    )*};
}

list_of! {
    MailParameters of MailParameter;
    RcptParameters of RcptParameter;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyword_with_a_type_is_not_smuggled_in_as_a_plain_parameter() {
        let mut mail = MailParameters::new();
        let size = Parameter::new("size", Some("x")).unwrap();
        assert_eq!(mail.push(MailParameter::Other(size)), Err(ParameterRefused::Typed));
        assert_eq!(mail, MailParameters::new());
        let mut rcpt = RcptParameters::new();
        let notify = Parameter::new("NOTIFY", Some("x")).unwrap();
        assert_eq!(rcpt.push(RcptParameter::Other(notify)), Err(ParameterRefused::Typed));
        assert_eq!(rcpt, RcptParameters::new());
        let size = Parameter::new("SIZE", Some("5")).unwrap();
        assert_eq!(rcpt.push(RcptParameter::Other(size)), Ok(()), "RCPT has no SIZE of its own");
    }

    #[test]
    fn every_typed_keyword_is_read_as_one() {
        let line = "MAIL FROM:<> SIZE=1 BODY=7BIT SMTPUTF8 RET=FULL ENVID=e AUTH=<> REQUIRETLS \
            BY=1;N HOLDFOR=1 MT-PRIORITY=3 MTRK=abcd TRANSID=<t> SOLICIT=a:B CONPERM";
        let Ok(crate::Command::Mail(mail)) = crate::Command::parse(line.as_bytes()) else {
            panic!("a command");
        };
        assert_eq!(mail.parameters.unknown().count(), 0);
        for parameter in mail.parameters.iter() {
            assert!(TYPED_OF_MAIL.contains(&parameter.keyword()), "{}", parameter.keyword());
        }
    }
}
