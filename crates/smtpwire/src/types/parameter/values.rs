//! What may stand behind a parameter's `=`. How each is spelled stands in [`crate::codec`].

use alloc::borrow::Cow;
use core::fmt;

use crate::types::datetime::DateTime;
use crate::types::mailbox::Mailbox;
use crate::types::text::Utf8;

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
pub struct EnvelopeId<'a>(pub(crate) Utf8<'a>);

impl EnvelopeId<'_> {
    pub(super) fn borrowed(&self) -> EnvelopeId<'_> {
        EnvelopeId(self.0.borrowed())
    }

    /// The identifier, decoded.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for EnvelopeId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
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
/// `\x{…}` for what ASCII lacks (RFC 6533 section 3). Postfix writes Unicode as `rfc822` and in xtext,
/// so that is taken, and written back, as well.
#[derive(Clone, PartialEq, Eq)]
pub struct OriginalRecipient<'a> {
    pub(crate) address_type: Utf8<'a>,
    pub(crate) address: Utf8<'a>,
}

impl OriginalRecipient<'_> {
    /// The address type, `rfc822` or `utf-8` as a rule, as it was written.
    pub fn address_type(&self) -> &str {
        self.address_type.as_str()
    }

    /// The address, decoded.
    pub fn address(&self) -> &str {
        self.address.as_str()
    }

    /// Whether the address is written by the rules of RFC 6533.
    pub fn is_utf8(&self) -> bool {
        self.address_type.as_bytes().eq_ignore_ascii_case(b"utf-8")
    }
}

impl fmt::Debug for OriginalRecipient<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{};{:?}", self.address_type(), self.address())
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
