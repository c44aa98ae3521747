//! What is to be sent, and to whom.

use alloc::vec::Vec;
use core::fmt;

use crate::types::mailbox::{ForwardPath, ReversePath};
use crate::types::parameter::{MailParameters, RcptParameters};

/// The number of a transaction, given out by [`Mailer::send`](super::Mailer::send) in rising order
/// and never twice by one mailer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TransactionId(pub(super) u64);

impl TransactionId {
    /// The id of this number, for hosts that keep ids as numbers. One that no transaction has is
    /// answered with [`ErrorCode::NothingToAnswer`](crate::ErrorCode::NothingToAnswer).
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One recipient of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recipient {
    /// Where the mail goes.
    pub path: ForwardPath<'static>,
    /// NOTIFY, ORCPT and the like.
    pub parameters: RcptParameters<'static>,
}

impl Recipient {
    /// A recipient without parameters.
    pub fn new(path: ForwardPath<'static>) -> Self {
        Self { path, parameters: RcptParameters::new() }
    }

    /// The same recipient with these parameters.
    #[must_use]
    pub fn with_parameters(mut self, parameters: RcptParameters<'static>) -> Self {
        self.parameters = parameters;
        self
    }
}

impl From<ForwardPath<'static>> for Recipient {
    fn from(path: ForwardPath<'static>) -> Self {
        Self::new(path)
    }
}

/// The envelope of a message: from whom, to whom, and what the server is asked to do.
///
/// ```
/// use smtpwire::{ForwardPath, ReversePath};
/// use smtpwire::flow::mailer::Envelope;
/// let envelope = Envelope::new(ReversePath::parse("<ann@example.com>")?)
///     .to(ForwardPath::parse("<bob@example.org>")?)
///     .to(ForwardPath::parse("<cy@example.org>")?);
/// assert_eq!(envelope.recipients.len(), 2);
/// # Ok::<(), smtpwire::ValueError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Envelope {
    /// Where failures are reported.
    pub from: ReversePath<'static>,
    /// RET, ENVID, REQUIRETLS and the like. What stands here is sent as it is. SIZE, `BODY=8BITMIME`
    /// and SMTPUTF8 are added where they are needed and missing; `BODY=BINARYMIME` is not: content
    /// is binary only when it is called so here.
    pub parameters: MailParameters<'static>,
    /// To whom; at least one.
    pub recipients: Vec<Recipient>,
}

impl Envelope {
    /// An envelope without recipients.
    pub fn new(from: ReversePath<'static>) -> Self {
        Self { from, parameters: MailParameters::new(), recipients: Vec::new() }
    }

    /// The same envelope with one more recipient.
    #[must_use]
    pub fn to(mut self, recipient: impl Into<Recipient>) -> Self {
        self.recipients.push(recipient.into());
        self
    }

    /// The same envelope with these parameters of MAIL.
    #[must_use]
    pub fn with_parameters(mut self, parameters: MailParameters<'static>) -> Self {
        self.parameters = parameters;
        self
    }
}
