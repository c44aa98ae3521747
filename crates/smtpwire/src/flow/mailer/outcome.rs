//! What became of a message, recipient by recipient.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::TransactionId;
use crate::codec::transparency::ContentError;
use crate::flow::error::Error;
use crate::types::capability::Keyword;
use crate::types::code::Severity;
use crate::types::mailbox::ForwardPath;
use crate::types::reply::Reply;

/// What became of one message: each [`send`](super::Mailer::send) ends in exactly one of these,
/// also when the connection is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// What `send` returned.
    pub id: TransactionId,
    /// One for each recipient of the envelope, in its order.
    pub recipients: Vec<RecipientOutcome>,
    /// The reply to the end of the content, if one came. Under LMTP there is one for each
    /// recipient, which [`Status`] holds, and this is `None`.
    pub reply: Option<Reply<'static>>,
    /// The name under which the server has queued the message, where the wording of its reply is
    /// known ([`queue_id`](super::queue_id)).
    pub queue_id: Option<String>,
    /// What ended the session before the transaction was over.
    pub error: Option<Error>,
}

impl Outcome {
    /// Who is to deliver the message now, or to report that it can't be delivered.
    pub fn responsibility(&self) -> Responsibility {
        let any = |wanted: fn(&Status) -> bool| self.recipients.iter().any(|r| wanted(&r.status));
        if any(|status| matches!(status, Status::Unknown)) {
            Responsibility::Unknown
        } else if any(|status| matches!(status, Status::Accepted { .. })) {
            Responsibility::Taken
        } else {
            Responsibility::NotTaken
        }
    }

    /// Whether the server has taken the message for every recipient.
    pub fn is_accepted(&self) -> bool {
        self.recipients.iter().all(RecipientOutcome::is_accepted)
    }

    /// The recipients for whom the message may be sent again.
    pub fn retryable(&self) -> impl Iterator<Item = &RecipientOutcome> {
        self.recipients.iter().filter(|recipient| recipient.is_retryable())
    }
}

/// Who is responsible for a message (RFC 5321 section 6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Responsibility {
    /// The server, for the recipients that it accepted: it has answered the end of the content
    /// with 2yz.
    Taken,
    /// Still the sender: the server has refused, or never had, the whole message.
    NotTaken,
    /// The whole message was written, end mark and all, and the connection ended before the server
    /// answered. It may have the message or not; sending again may deliver it twice
    /// (RFC 1047).
    Unknown,
}

/// What became of one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecipientOutcome {
    /// The recipient.
    pub path: ForwardPath<'static>,
    /// What became of it.
    pub status: Status,
}

impl RecipientOutcome {
    /// Whether the server has taken the message for this recipient.
    pub fn is_accepted(&self) -> bool {
        matches!(self.status, Status::Accepted { .. })
    }

    /// Whether the same message may be sent to this recipient again, later or elsewhere: after a
    /// 4yz reply, a 552 to RCPT (RFC 5321 section 4.5.3.1.10), a session that ended before the
    /// message was judged, and where it is not known what the server has done; the last may deliver
    /// it twice.
    pub fn is_retryable(&self) -> bool {
        match &self.status {
            Status::Accepted { .. } => false,
            Status::Refused { reply, stage } => {
                reply.code().severity() == Severity::TransientNegative
                    || (*stage == Stage::Recipient && reply.code().get() == 552)
            }
            Status::NotTried { why } => why.is_retryable(),
            Status::Unknown => true,
        }
    }
}

/// What became of a recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// The server has taken the message for this recipient.
    Accepted {
        /// The reply to RCPT; under LMTP the recipient's own final reply.
        reply: Reply<'static>,
    },
    /// The server has refused the recipient, or the message for it.
    Refused {
        /// The reply that refused.
        reply: Reply<'static>,
        /// What it was the reply to.
        stage: Stage,
    },
    /// The message was not, or not wholly, sent to this recipient.
    NotTried {
        /// Why not.
        why: NotTried,
    },
    /// The whole message was written and no answer came.
    Unknown,
}

/// The step of a transaction at which the server refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// MAIL: the sender, or the message by its parameters.
    Mail,
    /// RCPT: this recipient.
    Recipient,
    /// DATA, before any content.
    Data,
    /// The content, or a chunk of it.
    Content,
}

/// Why a message was not sent to a recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotTried {
    /// The message needs an extension that this server does not offer. REQUIRETLS also counts as
    /// not offered on a connection without TLS, or whose server has not proven who it is.
    NotOffered(Keyword),
    /// The message is larger than what the server takes, by its SIZE (RFC 1870).
    TooLarge {
        /// The size of the message in octets.
        size: u64,
        /// What the server takes, in octets.
        limit: u64,
    },
    /// The content can't be sent as it is.
    Content(ContentError),
    /// Something in the envelope or in streamed content can't be sent, or not in this session.
    Unfit(Error),
    /// The server (by LIMITS, RFC 9422) or the configuration takes no more recipients in one
    /// transaction. The message may be sent to this one in a transaction of its own.
    TooManyRecipients {
        /// How many are taken.
        limit: usize,
    },
    /// The server takes no more messages in this session (MAILMAX of LIMITS, RFC 9422).
    TooManyTransactions {
        /// How many it takes.
        limit: usize,
    },
    /// The host gave up the content in the middle.
    GivenUp,
    /// The session ended before the whole message was sent; [`Outcome::error`] says why.
    SessionEnded,
}

impl NotTried {
    /// Whether the same message may be sent again, in another transaction or session.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::TooManyRecipients { .. }
            | Self::TooManyTransactions { .. }
            | Self::GivenUp
            | Self::SessionEnded => true,
            Self::NotOffered(_) | Self::TooLarge { .. } | Self::Content(_) | Self::Unfit(_) => {
                false
            }
        }
    }
}

impl fmt::Display for NotTried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOffered(keyword) => {
                write!(f, "the message needs {}, which the server does not offer", keyword.as_str())
            }
            Self::TooLarge { size, limit } => {
                write!(f, "the message has {size} octets, and the server takes {limit}")
            }
            Self::Content(error) => error.fmt(f),
            Self::Unfit(error) => error.fmt(f),
            Self::TooManyRecipients { limit } => {
                write!(f, "no more than {limit} recipients are taken in a transaction")
            }
            Self::TooManyTransactions { limit } => {
                write!(f, "the server takes no more than {limit} messages in a session")
            }
            Self::GivenUp => f.write_str("the content was given up before its end"),
            Self::SessionEnded => f.write_str("the session ended before the message was sent"),
        }
    }
}

/// What a mailer tells its host.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MailerEvent {
    /// The session is set up: greeted, under TLS and authenticated as the configuration asks.
    /// Messages go out now.
    Ready,
    /// The server is ready for TLS. The host does the handshake and then calls
    /// [`tls_established`](super::Mailer::tls_established) or
    /// [`tls_failed`](super::Mailer::tls_failed).
    ///
    /// A connection that does TLS itself (`smtpwire-tls`) never tells this: it tells
    /// [`TlsEstablished`](Self::TlsEstablished).
    StartTls,
    /// TLS is up. Told by a connection that does TLS itself (`smtpwire-tls`), and by no other: the
    /// handshake is done, and nothing is waited for.
    TlsEstablished,
    /// There is room for content of a [`Content::Stream`](super::Content::Stream). The host calls
    /// [`content`](super::Mailer::content), [`end_content`](super::Mailer::end_content) or
    /// [`abort_content`](super::Mailer::abort_content). A host that does none of it in the time that
    /// [`Timeouts::answer`](crate::Timeouts::answer) has fails the session with
    /// [`AnswerTimeout`](crate::ErrorCode::AnswerTimeout).
    NeedContent {
        /// Of which transaction.
        id: TransactionId,
    },
    /// A transaction is over.
    Outcome(Box<Outcome>),
}
