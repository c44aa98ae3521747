//! The parameters of MAIL and RCPT.

use serde::Serialize;
use smtpwire::types::parameter as core;
use smtpwire::types::parameter::{
    Body, ByMode, DeliverBy, EnvelopeId, HoldSeconds, MailParameter, MailParameters, Notify,
    NotifyEvents, OriginalRecipient, Priority, RcptParameter, RcptParameters, RecipientValidSince,
    Ret, RrvsAction, SolicitationKeywords, Submitter, Tracking, TransactionId,
};

use super::address::Mailbox;
use super::build::need;
use super::date_time::DateTime;
use super::forms::forms;
use crate::config::fields::fields;
use crate::failure::Failure;

/// One parameter: its keyword, and its value where it has one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// The keyword, in capitals where it is known.
    pub keyword: String,
    /// The value: absent for a keyword without one; null for `AUTH=<>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Option<ParameterValue>>,
    /// Whether the keyword is none that is known here; the value is text then, as on the wire.
    #[serde(skip_serializing_if = "is_false")]
    pub unknown: bool,
}

fields!(Parameter { keyword: need, value: given, unknown: or_default });

/// The value of a parameter, by its keyword.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ParameterValue {
    /// SIZE, HOLDFOR, and MT-PRIORITY where it is not negative.
    Number(u64),
    /// MT-PRIORITY below zero.
    Negative(i64),
    /// BODY, RET, ENVID, TRANSID, and what is not known; also SIZE by its digits.
    Text(String),
    /// SOLICIT and NOTIFY.
    Words(Vec<String>),
    /// AUTH.
    Mailbox(Mailbox),
    /// BY.
    By(By),
    /// HOLDUNTIL.
    At(DateTime),
    /// MTRK.
    Tracking(Mtrk),
    /// ORCPT.
    Original(Orcpt),
    /// RRVS.
    Since(Rrvs),
}

forms!(ParameterValue, "no parameter has a value of this form": Number, Negative, Text, Words, Mailbox, By, At, Tracking, Original, Since);

/// What BY says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct By {
    /// Within how many seconds.
    pub seconds: i32,
    /// `N`: notify when it took longer; `R`: return it.
    pub mode: String,
    /// Whether each relay is to tell.
    #[serde(skip_serializing_if = "is_false")]
    pub trace: bool,
}

fields!(By { seconds: need, mode: need, trace: or_default });

/// What MTRK says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mtrk {
    /// Who may ask, in base64.
    pub certifier: String,
    /// How long it is tracked, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<u32>,
}

fields!(Mtrk { certifier: need, timeout: option });

/// What ORCPT says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Orcpt {
    /// The type of the address, as in `rfc822`.
    #[serde(rename = "type")]
    pub address_type: String,
    /// The address, decoded.
    pub address: String,
}

fields!(Orcpt { address_type = "type": need, address: need, });

/// What RRVS says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rrvs {
    /// Since when the mailbox must have had one owner.
    pub since: DateTime,
    /// `C`: continue otherwise; `R`: reject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
}

fields!(Rrvs { since: need, otherwise: option });

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
pub(super) fn is_false(flag: &bool) -> bool {
    !*flag
}

impl Parameter {
    #[allow(clippy::option_option, reason = "absent and null are two values")]
    fn known(keyword: &str, value: Option<Option<ParameterValue>>) -> Self {
        Self { keyword: keyword.to_owned(), value, unknown: false }
    }

    /// A parameter that the core knows and this shell does not.
    fn newer(keyword: &str) -> Self {
        Self { unknown: true, ..Self::known(keyword, None) }
    }

    fn other(parameter: &core::Parameter<'_>) -> Self {
        let value = parameter.value().map(|text| Some(ParameterValue::Text(text.to_owned())));
        Self { keyword: parameter.keyword().to_owned(), value, unknown: true }
    }

    /// A parameter of MAIL.
    pub fn of_mail(parameter: &MailParameter<'_>) -> Self {
        use ParameterValue as V;
        let text = |text: &str| V::Text(text.to_owned());
        let value = match parameter {
            MailParameter::Size(size) => Some(V::Number(*size)),
            MailParameter::Body(body) => Some(text(body.as_str())),
            MailParameter::Ret(Ret::Full) => Some(text("FULL")),
            MailParameter::Ret(Ret::Headers) => Some(text("HDRS")),
            MailParameter::Envid(id) => Some(text(id.as_str())),
            MailParameter::Auth(Submitter::Unknown) => {
                return Self::known(parameter.keyword(), Some(None));
            }
            MailParameter::Auth(Submitter::Mailbox(mailbox)) => Some(V::Mailbox(mailbox.into())),
            MailParameter::By(by) => Some(V::By(By {
                seconds: by.seconds(),
                mode: if by.mode() == ByMode::Notify { "N" } else { "R" }.to_owned(),
                trace: by.trace(),
            })),
            MailParameter::HoldFor(seconds) => Some(V::Number(seconds.get().into())),
            MailParameter::HoldUntil(at) => Some(V::At((*at).into())),
            MailParameter::MtPriority(priority) => Some(match u64::try_from(priority.get()) {
                Ok(number) => V::Number(number),
                Err(_) => V::Negative(priority.get().into()),
            }),
            MailParameter::Mtrk(tracking) => Some(V::Tracking(Mtrk {
                certifier: tracking.certifier().to_owned(),
                timeout: tracking.timeout(),
            })),
            MailParameter::TransId(id) => Some(text(id.as_str())),
            MailParameter::Solicit(keywords) => {
                Some(V::Words(keywords.iter().map(str::to_owned).collect()))
            }
            MailParameter::Other(other) => return Self::other(other),
            MailParameter::SmtpUtf8 | MailParameter::RequireTls | MailParameter::ConPerm => None,
            _ => return Self::newer(parameter.keyword()),
        };
        Self::known(parameter.keyword(), value.map(Some))
    }

    /// A parameter of RCPT.
    pub fn of_rcpt(parameter: &RcptParameter<'_>) -> Self {
        use ParameterValue as V;
        let value = match parameter {
            RcptParameter::Notify(Notify::Never) => Some(V::Words(vec!["NEVER".to_owned()])),
            RcptParameter::Notify(Notify::On(events)) => {
                let named = [
                    (events.success(), "SUCCESS"),
                    (events.failure(), "FAILURE"),
                    (events.delay(), "DELAY"),
                ];
                let wanted = named.iter().filter(|(on, _)| *on);
                Some(V::Words(wanted.map(|(_, name)| (*name).to_owned()).collect()))
            }
            RcptParameter::Orcpt(recipient) => Some(V::Original(Orcpt {
                address_type: recipient.address_type().to_owned(),
                address: recipient.address().to_owned(),
            })),
            RcptParameter::Rrvs(rrvs) => Some(V::Since(Rrvs {
                since: rrvs.since().into(),
                otherwise: rrvs.otherwise().map(|action| {
                    match action {
                        RrvsAction::Continue => "C",
                        RrvsAction::Reject => "R",
                    }
                    .to_owned()
                }),
            })),
            RcptParameter::Other(other) => return Self::other(other),
            RcptParameter::ConNeg => None,
            _ => return Self::newer(parameter.keyword()),
        };
        Self::known(parameter.keyword(), value.map(Some))
    }

    /// All parameters of MAIL, in the order in which they are written.
    pub fn all_of_mail(parameters: &MailParameters<'_>) -> Vec<Self> {
        parameters.iter().map(|parameter| Self::of_mail(&parameter)).collect()
    }

    /// All parameters of RCPT, in the order in which they are written.
    pub fn all_of_rcpt(parameters: &RcptParameters<'_>) -> Vec<Self> {
        parameters.iter().map(|parameter| Self::of_rcpt(&parameter)).collect()
    }

    fn value(&self) -> Option<&ParameterValue> {
        self.value.as_ref().and_then(Option::as_ref)
    }

    /// What a keyword's value must look like was not what was given.
    fn unfit<T>(&self, allowed: &str) -> Result<T, Failure> {
        need(None, &self.keyword, allowed)
    }

    fn text(&self, allowed: &str) -> Result<&str, Failure> {
        match self.value() {
            Some(ParameterValue::Text(text)) => Ok(text),
            _ => self.unfit(allowed),
        }
    }

    /// A number, also by its digits: not every language's numbers hold 64 bits.
    fn count(&self, allowed: &str) -> Result<u64, Failure> {
        match self.value() {
            Some(ParameterValue::Number(number)) => Ok(*number),
            Some(ParameterValue::Text(digits)) => match digits.parse() {
                Ok(number) => Ok(number),
                Err(_) => self.unfit(allowed),
            },
            _ => self.unfit(allowed),
        }
    }

    fn nothing<T>(&self, parameter: T) -> Result<T, Failure> {
        if self.value.is_none() { Ok(parameter) } else { self.unfit("it takes no value") }
    }

    fn build_other(&self) -> Result<core::Parameter<'_>, Failure> {
        let value = match &self.value {
            None => None,
            Some(_) => Some(self.text("the value of an unknown parameter is text")?),
        };
        let allowed =
            "a parameter is keyword or keyword=value, of printable ASCII without further =";
        need(core::Parameter::new(&self.keyword, value), &self.keyword, allowed)
    }

    /// The core's parameter of MAIL.
    ///
    /// # Errors
    /// The keyword is none of MAIL and not called unknown, or the value is none of the keyword's.
    pub fn build_mail(&self) -> Result<MailParameter<'_>, Failure> {
        use ParameterValue as V;
        if self.unknown {
            return self.build_other().map(MailParameter::Other);
        }
        let name = self.keyword.as_str();
        Ok(match name.to_ascii_uppercase().as_str() {
            "SIZE" => MailParameter::Size(self.count("a size is a number of octets")?),
            "BODY" => MailParameter::Body(match self.text(BODIES)? {
                "7BIT" => Body::SevenBit,
                "8BITMIME" => Body::EightBitMime,
                "BINARYMIME" => Body::BinaryMime,
                _ => return self.unfit(BODIES),
            }),
            "SMTPUTF8" => self.nothing(MailParameter::SmtpUtf8)?,
            "RET" => MailParameter::Ret(match self.text("FULL or HDRS")? {
                "FULL" => Ret::Full,
                "HDRS" => Ret::Headers,
                _ => return self.unfit("FULL or HDRS"),
            }),
            "ENVID" => {
                let allowed = "1 to 100 printable ASCII characters";
                MailParameter::Envid(need(EnvelopeId::new(self.text(allowed)?), name, allowed)?)
            }
            "AUTH" => MailParameter::Auth(match &self.value {
                Some(None) => Submitter::Unknown,
                Some(Some(V::Mailbox(mailbox))) => Submitter::Mailbox(mailbox.build()?),
                Some(Some(V::Text(text))) => {
                    Submitter::Mailbox(smtpwire::Mailbox::parse(text).map_err(Failure::unsendable)?)
                }
                _ => return self.unfit("a mailbox, or null for <>"),
            }),
            "REQUIRETLS" => self.nothing(MailParameter::RequireTls)?,
            "BY" => {
                let allowed =
                    "seconds of at most nine digits, mode N or R; R needs a positive time";
                let Some(V::By(by)) = self.value() else { return self.unfit(allowed) };
                let mode = match by.mode.as_str() {
                    "N" => ByMode::Notify,
                    "R" => ByMode::Return,
                    _ => return self.unfit(allowed),
                };
                MailParameter::By(need(DeliverBy::new(by.seconds, mode, by.trace), name, allowed)?)
            }
            "HOLDFOR" => {
                let allowed = "1 to 999999999 seconds";
                let seconds = u32::try_from(self.count(allowed)?).ok().and_then(HoldSeconds::new);
                MailParameter::HoldFor(need(seconds, name, allowed)?)
            }
            "HOLDUNTIL" => match self.value() {
                Some(V::At(at)) => MailParameter::HoldUntil(at.build()?),
                _ => return self.unfit("a date-time"),
            },
            "MT-PRIORITY" => {
                let allowed = "one number from -9 to 9";
                let number = match self.value() {
                    Some(V::Number(number)) => i8::try_from(*number).ok(),
                    Some(V::Negative(number)) => i8::try_from(*number).ok(),
                    _ => None,
                };
                MailParameter::MtPriority(need(number.and_then(Priority::new), name, allowed)?)
            }
            "MTRK" => {
                let allowed = "a certifier in base64, then perhaps seconds";
                let Some(V::Tracking(mtrk)) = self.value() else { return self.unfit(allowed) };
                let tracking = Tracking::new(&mtrk.certifier, mtrk.timeout);
                MailParameter::Mtrk(need(tracking, name, allowed)?)
            }
            "TRANSID" => {
                let allowed = "an identifier in angle brackets, at most 80 octets";
                MailParameter::TransId(need(
                    TransactionId::new(self.text(allowed)?),
                    name,
                    allowed,
                )?)
            }
            "SOLICIT" => {
                let allowed = "a list of keywords, at most 1000 octets";
                let Some(V::Words(words)) = self.value() else { return self.unfit(allowed) };
                let joined = words.join(",");
                let keywords = need(SolicitationKeywords::new(&joined), name, allowed)?;
                MailParameter::Solicit(keywords).into_owned()
            }
            "CONPERM" => self.nothing(MailParameter::ConPerm)?,
            _ => return self.unfit("no parameter of MAIL that is known; say so by unknown: true"),
        })
    }

    /// The core's parameter of RCPT.
    ///
    /// # Errors
    /// The keyword is none of RCPT and not called unknown, or the value is none of the keyword's.
    pub fn build_rcpt(&self) -> Result<RcptParameter<'_>, Failure> {
        use ParameterValue as V;
        if self.unknown {
            return self.build_other().map(RcptParameter::Other);
        }
        let name = self.keyword.as_str();
        Ok(match name.to_ascii_uppercase().as_str() {
            "NOTIFY" => {
                let allowed = "[\"NEVER\"], or a list of SUCCESS, FAILURE and DELAY";
                let Some(V::Words(words)) = self.value() else { return self.unfit(allowed) };
                RcptParameter::Notify(need(notify(words), name, allowed)?)
            }
            "ORCPT" => {
                let allowed = "a type and an address";
                let Some(V::Original(orcpt)) = self.value() else { return self.unfit(allowed) };
                let recipient = OriginalRecipient::new(&orcpt.address_type, &orcpt.address);
                RcptParameter::Orcpt(need(recipient, name, allowed)?)
            }
            "RRVS" => {
                let allowed = "since, a date-time without fraction, and otherwise: C or R";
                let Some(V::Since(rrvs)) = self.value() else { return self.unfit(allowed) };
                let otherwise = match rrvs.otherwise.as_deref() {
                    None => None,
                    Some("C") => Some(RrvsAction::Continue),
                    Some("R") => Some(RrvsAction::Reject),
                    Some(_) => return self.unfit(allowed),
                };
                let since = RecipientValidSince::new(rrvs.since.build()?, otherwise);
                RcptParameter::Rrvs(need(since, name, allowed)?)
            }
            "CONNEG" => self.nothing(RcptParameter::ConNeg)?,
            _ => return self.unfit("no parameter of RCPT that is known; say so by unknown: true"),
        })
    }
}

const BODIES: &str = "7BIT, 8BITMIME or BINARYMIME";

fn notify(words: &[String]) -> Option<Notify> {
    if words == ["NEVER"] {
        return Some(Notify::Never);
    }
    let known = ["SUCCESS", "FAILURE", "DELAY"];
    let has = |name: &str| words.iter().any(|word| word == name);
    if !words.iter().all(|word| known.contains(&word.as_str())) {
        return None;
    }
    NotifyEvents::new(has("SUCCESS"), has("FAILURE"), has("DELAY")).map(Notify::On)
}

/// Which of them is wrong.
#[cold]
fn within_parameters(wrong: Failure, at: usize) -> Failure {
    wrong.within(&format!("parameters[{at}]"))
}

/// The core's list of parameters of MAIL.
///
/// # Errors
/// One can't be built, or stands there twice.
pub fn mail_parameters(parameters: &[Parameter]) -> Result<MailParameters<'_>, Failure> {
    let mut list = MailParameters::new();
    for (at, parameter) in parameters.iter().enumerate() {
        let pushed = parameter.build_mail().and_then(|built| Ok(list.push(built)?));
        pushed.map_err(|wrong| within_parameters(wrong, at))?;
    }
    Ok(list)
}

/// The core's list of parameters of RCPT.
///
/// # Errors
/// One can't be built, or stands there twice.
pub fn rcpt_parameters(parameters: &[Parameter]) -> Result<RcptParameters<'_>, Failure> {
    let mut list = RcptParameters::new();
    for (at, parameter) in parameters.iter().enumerate() {
        let pushed = parameter.build_rcpt().and_then(|built| Ok(list.push(built)?));
        pushed.map_err(|wrong| within_parameters(wrong, at))?;
    }
    Ok(list)
}
