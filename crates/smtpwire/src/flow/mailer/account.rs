//! The account: what has become of a message, from what was answered and what was written.

use alloc::vec::Vec;

use super::envelope::{Envelope, TransactionId};
use super::outcome::{NotTried, Outcome, RecipientOutcome, Stage, Status};
use super::plan::Transfer;
use super::queue_id;
use super::transaction::{Slot, State, Transaction};
use crate::flow::client::{Client, Sent};
use crate::flow::error::{Error, ErrorCode};
use crate::types::code::Severity;
use crate::types::reply::Reply;

impl Transaction {
    /// Whether the whole message was written, so that the server may have taken it.
    fn is_wholly_sent(&self, client: &Client) -> bool {
        self.state == State::Ended
            && client
                .unanswered()
                .any(|(id, _, sent)| self.transfer == Some(id) && sent == Sent::Wholly)
    }

    /// What has become of the message. `error` is what ended the session, if anything did.
    pub(super) fn outcome(self, client: &Client, error: Option<&Error>) -> Outcome {
        let wholly_sent = self.is_wholly_sent(client);
        // 421 instead of the reply to the content is a refusal (RFC 5321 section 3.8), when
        // everything in front of the content has its reply.
        let closing = error
            .filter(|error| error.code() == ErrorCode::ServiceClosing && self.unanswered == 1)
            .and_then(Error::reply)
            .filter(|_| wholly_sent);
        // A server may refuse a message of which it has read enough in the midst of the content, and
        // go on or hang up. The session is lost, as no reply can be told from the others any more,
        // but the message is refused.
        let within_data = self.plan.transfer == Transfer::Data
            && matches!(self.state, State::Content | State::Ended)
            && !wholly_sent;
        let interrupting = error
            .filter(|error| error.code() == ErrorCode::UnexpectedReply && within_data)
            .and_then(Error::reply)
            .filter(|reply| {
                use Severity::{PermanentNegative, TransientNegative};
                matches!(reply.code().severity(), TransientNegative | PermanentNegative)
            });
        let final_reply = closing.or(interrupting);
        let announced_end = error.is_some_and(|error| error.code() == ErrorCode::ServiceClosing);
        let judged = |reply: &Reply<'static>, refused_at: Stage| {
            let reply = reply.clone();
            if reply.code().is_positive() {
                Status::Accepted { reply }
            } else {
                Status::Refused { reply, stage: refused_at }
            }
        };
        let not_sent = || match (&self.refusal, &self.unfit) {
            (Some((reply, stage)), _) => judged(reply, *stage),
            (None, Some(error)) => Status::NotTried { why: NotTried::Unfit(error.clone()) },
            _ if self.given_up => Status::NotTried { why: NotTried::GivenUp },
            _ => match final_reply {
                Some(reply) => judged(reply, Stage::Content),
                None if wholly_sent && !announced_end => Status::Unknown,
                None => Status::NotTried { why: NotTried::SessionEnded },
            },
        };
        let of_mail = self.refusal.as_ref().filter(|(_, stage)| *stage == Stage::Mail);
        let status = |slot: Slot| match slot {
            Slot::LeftOut(why) => Status::NotTried { why },
            Slot::Final(reply) => judged(&reply, Stage::Content),
            Slot::Refused(reply) => match of_mail {
                // What is refused behind a refused MAIL is refused for that.
                Some((reply, stage)) => judged(reply, *stage),
                None => Status::Refused { reply, stage: Stage::Recipient },
            },
            Slot::Accepted(_, reply) => match &self.reply {
                Some(end) if end.code().is_positive() => Status::Accepted { reply },
                Some(end) if self.refusal.is_none() => judged(end, Stage::Content),
                _ => not_sent(),
            },
            Slot::Waiting | Slot::Sent(_) => not_sent(),
        };
        let recipients: Vec<_> = self
            .envelope
            .recipients
            .into_iter()
            .zip(self.slots.into_iter().map(status))
            .map(|(recipient, status)| RecipientOutcome { path: recipient.path, status })
            .collect();
        let reply = self.reply.or_else(|| final_reply.cloned());
        let own = |recipient: &RecipientOutcome| match &recipient.status {
            Status::Accepted { reply } => queue_id(reply),
            _ => None,
        };
        let taken = recipients.iter().any(RecipientOutcome::is_accepted);
        let queue_id = match &reply {
            Some(reply) if taken => queue_id(reply),
            Some(_) => None,
            None => recipients.iter().find_map(own),
        };
        Outcome { id: self.id, recipients, reply, queue_id, error: error.cloned() }
    }
}

/// The outcome of a message of which nothing was sent.
pub(super) fn not_begun(
    id: TransactionId,
    envelope: Envelope,
    why: &NotTried,
    left_out: Vec<Option<NotTried>>,
    error: Option<&Error>,
) -> Outcome {
    let mut reasons = left_out.into_iter();
    let recipients = envelope.recipients.into_iter().map(|recipient| {
        let why = reasons.next().flatten().unwrap_or_else(|| why.clone());
        RecipientOutcome { path: recipient.path, status: Status::NotTried { why } }
    });
    let recipients = recipients.collect();
    Outcome { id, recipients, reply: None, queue_id: None, error: error.cloned() }
}
