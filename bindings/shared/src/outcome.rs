//! What became of a message.

use serde::Serialize;
use smtpwire::{ForwardPath, NotTried, Responsibility, Stage, Status};

use crate::count::Count;
use crate::failure::Failure;
use crate::values::Reply;

/// What became of one message, recipient by recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome<'a> {
    /// The number that sending it returned.
    pub transaction: u64,
    /// Whether the server has taken it for every recipient.
    pub accepted: bool,
    /// Who is to deliver it now: `taken` (the server), `not-taken` (still the sender), `unknown`.
    pub responsibility: &'static str,
    /// One for each recipient of the envelope, in its order.
    pub recipients: Vec<RecipientOutcome<'a>>,
    /// The reply to the end of the content; absent under LMTP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply<'a>>,
    /// The name under which the server has queued it, where its reply says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<&'a str>,
    /// What ended the session before the transaction was over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

/// What became of one recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecipientOutcome<'a> {
    /// The recipient, as text without brackets; `postmaster` for the one without domain.
    pub recipient: String,
    /// `accepted`, `refused`, `not-tried` or `unknown`; `other` for what is newer than this shell.
    pub status: &'static str,
    /// Whether the same message may be sent to this recipient again.
    pub retryable: bool,
    /// The reply that accepted or refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply<'a>>,
    /// Refused: at which step: `mail`, `recipient`, `data` or `content`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<&'static str>,
    /// Not tried: why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<WhyNotTried>,
}

/// Why a message was not sent to a recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhyNotTried {
    /// `not-offered`, `too-large`, `content`, `unfit`, `too-many-recipients`,
    /// `too-many-transactions`, `given-up` or `session-ended`; `other` for what is newer.
    pub reason: &'static str,
    /// The same for people.
    pub message: String,
    /// Not offered: the extension that is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyword: Option<&'static str>,
    /// Too large: how large the message is, in octets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Count>,
    /// What is taken: octets, recipients or transactions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Count>,
    /// Content or envelope that can't be sent: what is wrong with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

/// A recipient as text without brackets.
pub(crate) fn recipient_text(path: &ForwardPath<'_>) -> String {
    match path {
        ForwardPath::Postmaster => "postmaster".to_owned(),
        ForwardPath::Mailbox(mailbox) => mailbox.to_string(),
    }
}

impl<'a> From<&'a smtpwire::Outcome> for Outcome<'a> {
    fn from(outcome: &'a smtpwire::Outcome) -> Self {
        Self {
            transaction: outcome.id.get(),
            accepted: outcome.is_accepted(),
            responsibility: match outcome.responsibility() {
                Responsibility::Taken => "taken",
                Responsibility::NotTaken => "not-taken",
                Responsibility::Unknown => "unknown",
            },
            recipients: outcome.recipients.iter().map(RecipientOutcome::from).collect(),
            reply: outcome.reply.as_ref().map(Reply::from),
            queue_id: outcome.queue_id.as_deref(),
            error: outcome.error.as_ref().map(Failure::from),
        }
    }
}

impl<'a> From<&'a smtpwire::RecipientOutcome> for RecipientOutcome<'a> {
    fn from(outcome: &'a smtpwire::RecipientOutcome) -> Self {
        let mut shown = Self {
            recipient: recipient_text(&outcome.path),
            status: "other",
            retryable: outcome.is_retryable(),
            reply: None,
            stage: None,
            why: None,
        };
        match &outcome.status {
            Status::Accepted { reply } => {
                shown.status = "accepted";
                shown.reply = Some(reply.into());
            }
            Status::Refused { reply, stage } => {
                shown.status = "refused";
                shown.reply = Some(reply.into());
                shown.stage = Some(match stage {
                    Stage::Mail => "mail",
                    Stage::Recipient => "recipient",
                    Stage::Data => "data",
                    Stage::Content => "content",
                });
            }
            Status::NotTried { why } => {
                shown.status = "not-tried";
                shown.why = Some(why.into());
            }
            Status::Unknown => shown.status = "unknown",
            _ => {}
        }
        shown
    }
}

impl From<&NotTried> for WhyNotTried {
    fn from(why: &NotTried) -> Self {
        let mut shown = Self {
            reason: "other",
            message: why.to_string(),
            keyword: None,
            size: None,
            limit: None,
            error: None,
        };
        let count = |number: usize| u64::try_from(number).ok().map(Count);
        match why {
            NotTried::NotOffered(keyword) => {
                shown.reason = "not-offered";
                shown.keyword = Some(keyword.as_str());
            }
            NotTried::TooLarge { size, limit } => {
                shown.reason = "too-large";
                shown.size = Some(Count(*size));
                shown.limit = Some(Count(*limit));
            }
            NotTried::Content(error) => {
                shown.reason = "content";
                shown.error = Some((*error).into());
            }
            NotTried::Unfit(error) => {
                shown.reason = "unfit";
                shown.error = Some(error.into());
            }
            NotTried::TooManyRecipients { limit } => {
                shown.reason = "too-many-recipients";
                shown.limit = count(*limit);
            }
            NotTried::TooManyTransactions { limit } => {
                shown.reason = "too-many-transactions";
                shown.limit = count(*limit);
            }
            NotTried::GivenUp => shown.reason = "given-up",
            NotTried::SessionEnded => shown.reason = "session-ended",
            _ => {}
        }
        shown
    }
}
