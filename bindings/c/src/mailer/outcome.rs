//! What has become of a message.

use std::sync::OnceLock;

use smtpwire::{NotTried, Outcome, Reply, Responsibility, Stage, Status};

use crate::error::smtpwire_error;
use crate::guard::{Guarded, Handle, ask, handle, look, put};
use crate::reply::smtpwire_reply;
use crate::{smtpwire_status, smtpwire_str};

handle! {
    /// What has become of a message: an outcome for each recipient, the server's final reply, its queue id. It
    /// belongs to the event that it was asked out of.
    smtpwire_outcome holds Held
}

/// Who is responsible for a message now (RFC 5321 section 4.2.5).
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_responsibility {
    /// The server, for every recipient that it accepted.
    SMTPWIRE_RESPONSIBILITY_TAKEN = 0,
    /// The program: the server has nothing of it.
    SMTPWIRE_RESPONSIBILITY_NOT_TAKEN = 1,
    /// Nobody can tell: the connection was lost behind the end of the content. Sending again may deliver twice.
    SMTPWIRE_RESPONSIBILITY_UNKNOWN = 2,
}

/// What has become of a message for one recipient.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_recipient_status {
    /// The server has taken it.
    SMTPWIRE_RECIPIENT_ACCEPTED = 0,
    /// The server refused it; the reply says why.
    SMTPWIRE_RECIPIENT_REFUSED = 1,
    /// It was not tried; the reason says why.
    SMTPWIRE_RECIPIENT_NOT_TRIED = 2,
    /// Nobody can tell.
    SMTPWIRE_RECIPIENT_UNKNOWN = 3,
}

/// At which step the server refused.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_stage {
    /// It did not refuse.
    SMTPWIRE_STAGE_NONE = 0,
    /// At MAIL, for all recipients.
    SMTPWIRE_STAGE_MAIL = 1,
    /// At RCPT, for this one.
    SMTPWIRE_STAGE_RECIPIENT = 2,
    /// At DATA, before the content.
    SMTPWIRE_STAGE_DATA = 3,
    /// Behind the content.
    SMTPWIRE_STAGE_CONTENT = 4,
}

/// Why a recipient was not tried.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_not_tried {
    /// It was tried.
    SMTPWIRE_NOT_TRIED_NONE = 0,
    /// The message needs an extension that the server does not offer.
    SMTPWIRE_NOT_TRIED_NOT_OFFERED = 1,
    /// The message is larger than what the server takes.
    SMTPWIRE_NOT_TRIED_TOO_LARGE = 2,
    /// The content can't be sent: a bare CR or LF, a NUL, a line that is too long.
    SMTPWIRE_NOT_TRIED_CONTENT = 3,
    /// The envelope can't be sent as it is.
    SMTPWIRE_NOT_TRIED_UNFIT = 4,
    /// The server takes no more recipients in a transaction. Send to those that are left again.
    SMTPWIRE_NOT_TRIED_TOO_MANY_RECIPIENTS = 5,
    /// The server takes no more messages in a session. Send again in another.
    SMTPWIRE_NOT_TRIED_TOO_MANY_TRANSACTIONS = 6,
    /// The program gave the content up before its end.
    SMTPWIRE_NOT_TRIED_GIVEN_UP = 7,
    /// The session ended before the message was sent; `smtpwire_outcome_error` says why.
    SMTPWIRE_NOT_TRIED_SESSION_ENDED = 8,
    /// Something that this header does not know; the sentence says it.
    SMTPWIRE_NOT_TRIED_OTHER = 9,
}

impl smtpwire_not_tried {
    fn of(status: &Status) -> Self {
        let Status::NotTried { why } = status else { return Self::SMTPWIRE_NOT_TRIED_NONE };
        match why {
            NotTried::NotOffered(_) => Self::SMTPWIRE_NOT_TRIED_NOT_OFFERED,
            NotTried::TooLarge { .. } => Self::SMTPWIRE_NOT_TRIED_TOO_LARGE,
            NotTried::Content(_) => Self::SMTPWIRE_NOT_TRIED_CONTENT,
            NotTried::Unfit(_) => Self::SMTPWIRE_NOT_TRIED_UNFIT,
            NotTried::TooManyRecipients { .. } => Self::SMTPWIRE_NOT_TRIED_TOO_MANY_RECIPIENTS,
            NotTried::TooManyTransactions { .. } => Self::SMTPWIRE_NOT_TRIED_TOO_MANY_TRANSACTIONS,
            NotTried::GivenUp => Self::SMTPWIRE_NOT_TRIED_GIVEN_UP,
            NotTried::SessionEnded => Self::SMTPWIRE_NOT_TRIED_SESSION_ENDED,
            _ => Self::SMTPWIRE_NOT_TRIED_OTHER,
        }
    }
}

/// What has become of a message for one recipient. Texts and reply last as long as the outcome.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct smtpwire_recipient_outcome {
    /// The recipient, without brackets.
    pub path: smtpwire_str,
    /// What has become of it.
    pub status: smtpwire_recipient_status,
    /// At which step the server refused.
    pub stage: smtpwire_stage,
    /// The server's reply; NULL where the recipient was not tried or nobody can tell.
    pub reply: *const smtpwire_reply,
    /// Why it was not tried.
    pub not_tried: smtpwire_not_tried,
    /// The same in a sentence; empty where it was tried.
    pub reason: smtpwire_str,
    /// Whether trying again later makes sense.
    pub is_retryable: bool,
}

/// An outcome, and of its parts what C has asked for.
pub(crate) struct Held {
    outcome: Outcome,
    reply: OnceLock<Box<smtpwire_reply>>,
    error: OnceLock<Box<smtpwire_error>>,
    recipients: OnceLock<Vec<Shown>>,
}

/// What C sees of a recipient.
struct Shown {
    path: String,
    reply: Option<Box<smtpwire_reply>>,
    reason: String,
}

impl smtpwire_outcome {
    /// An outcome that stands inside an event.
    pub(crate) fn made(outcome: Outcome) -> Self {
        Self::of(Guarded::new(Held {
            outcome,
            reply: OnceLock::new(),
            error: OnceLock::new(),
            recipients: OnceLock::new(),
        }))
    }
}

#[allow(clippy::unnecessary_box_returns, reason = "C points at it, wherever the owner moves")]
fn shown_reply(reply: &Reply<'static>) -> Box<smtpwire_reply> {
    Box::new(smtpwire_reply::made(reply.clone()))
}

impl Held {
    fn shown(&self) -> &[Shown] {
        self.recipients.get_or_init(|| {
            let recipients = self.outcome.recipients.iter();
            let shown = recipients.map(|recipient| {
                let path = recipient.path.to_string();
                let bare = path.trim_start_matches('<').trim_end_matches('>').to_owned();
                let (reply, reason) = match &recipient.status {
                    Status::Accepted { reply } | Status::Refused { reply, .. } => {
                        (Some(shown_reply(reply)), String::new())
                    }
                    Status::NotTried { why } => (refusal(why), why.to_string()),
                    _ => (None, String::new()),
                };
                Shown { path: bare, reply, reason }
            });
            shown.collect()
        })
    }
}

/// The server's reply by which a message was not tried, where there is one.
fn refusal(why: &NotTried) -> Option<Box<smtpwire_reply>> {
    match why {
        NotTried::Unfit(error) => error.reply().map(shown_reply),
        _ => None,
    }
}

/// The message's number, as `smtpwire_mailer_send` gave it; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_outcome_transaction(outcome: *const smtpwire_outcome) -> u64 {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(outcome, 0, |held| held.outcome.id.get()) }
}

/// Whether the server has taken the message for all recipients; false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_outcome_is_accepted(outcome: *const smtpwire_outcome) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(outcome, false, |held| held.outcome.is_accepted()) }
}

/// Who is responsible for the message now; `SMTPWIRE_RESPONSIBILITY_UNKNOWN` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_outcome_responsibility(
    outcome: *const smtpwire_outcome,
) -> smtpwire_responsibility {
    let unknown = smtpwire_responsibility::SMTPWIRE_RESPONSIBILITY_UNKNOWN;
    // SAFETY: the caller's, as the header says.
    unsafe {
        ask(outcome, unknown, |held| match held.outcome.responsibility() {
            Responsibility::Taken => smtpwire_responsibility::SMTPWIRE_RESPONSIBILITY_TAKEN,
            Responsibility::NotTaken => smtpwire_responsibility::SMTPWIRE_RESPONSIBILITY_NOT_TAKEN,
            Responsibility::Unknown => unknown,
        })
    }
}

/// The server's final reply. `SMTPWIRE_ABSENT` where there is none. It lasts as long as the outcome.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_outcome_reply(
    outcome: *const smtpwire_outcome,
    reply: *mut *const smtpwire_reply,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(outcome, |held| {
            let found = held.outcome.reply.as_ref().ok_or(smtpwire_status::SMTPWIRE_ABSENT)?;
            put(reply, &raw const **held.reply.get_or_init(|| shown_reply(found)))
        })
    }
}

/// The queue id that the server told in its final reply. `SMTPWIRE_ABSENT` where it told none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_outcome_queue_id(
    outcome: *const smtpwire_outcome,
    queue_id: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(outcome, |held| {
            let found = held.outcome.queue_id.as_deref();
            put(queue_id, smtpwire_str::of(found.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?))
        })
    }
}

/// The failure of the session that ended the message. `SMTPWIRE_ABSENT` where there was none. It lasts as long
/// as the outcome, and is not to be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_outcome_error(
    outcome: *const smtpwire_outcome,
    error: *mut *const smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(outcome, |held| {
            let found = held.outcome.error.as_ref().ok_or(smtpwire_status::SMTPWIRE_ABSENT)?;
            let make = || Box::new(smtpwire_error::made(found));
            put(error, &raw const **held.error.get_or_init(make))
        })
    }
}

/// How many recipients the message has; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_outcome_recipient_count(
    outcome: *const smtpwire_outcome,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(outcome, 0, |held| held.outcome.recipients.len()) }
}

/// What has become of the message for one of its recipients, from 0, in the order in which they were added.
/// `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_outcome_recipient(
    outcome: *const smtpwire_outcome,
    index: usize,
    recipient: *mut smtpwire_recipient_outcome,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(outcome, |held| {
            let missing = smtpwire_status::SMTPWIRE_OUT_OF_RANGE;
            let found = held.outcome.recipients.get(index).ok_or(missing)?;
            let shown = held.shown().get(index).ok_or(missing)?;
            let (status, stage) = match &found.status {
                Status::Accepted { .. } => {
                    (smtpwire_recipient_status::SMTPWIRE_RECIPIENT_ACCEPTED, None)
                }
                Status::Refused { stage, .. } => {
                    (smtpwire_recipient_status::SMTPWIRE_RECIPIENT_REFUSED, Some(stage))
                }
                Status::NotTried { .. } => {
                    (smtpwire_recipient_status::SMTPWIRE_RECIPIENT_NOT_TRIED, None)
                }
                _ => (smtpwire_recipient_status::SMTPWIRE_RECIPIENT_UNKNOWN, None),
            };
            let stage = match stage {
                None => smtpwire_stage::SMTPWIRE_STAGE_NONE,
                Some(Stage::Mail) => smtpwire_stage::SMTPWIRE_STAGE_MAIL,
                Some(Stage::Recipient) => smtpwire_stage::SMTPWIRE_STAGE_RECIPIENT,
                Some(Stage::Data) => smtpwire_stage::SMTPWIRE_STAGE_DATA,
                Some(Stage::Content) => smtpwire_stage::SMTPWIRE_STAGE_CONTENT,
            };
            let reply = shown.reply.as_ref().map_or(std::ptr::null(), |reply| &raw const **reply);
            put(
                recipient,
                smtpwire_recipient_outcome {
                    path: smtpwire_str::of(&shown.path),
                    status,
                    stage,
                    reply,
                    not_tried: smtpwire_not_tried::of(&found.status),
                    reason: smtpwire_str::of(&shown.reason),
                    is_retryable: found.is_retryable(),
                },
            )
        })
    }
}
