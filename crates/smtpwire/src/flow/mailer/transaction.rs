//! One message under way: its commands, what was answered to them, and what that makes of it.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::envelope::{Envelope, TransactionId};
use super::feed::Feed;
use super::outcome::{NotTried, Stage};
use super::plan::{Plan, Transfer};
use super::{Content, needs};
use crate::flow::client::{Client, CommandId};
use crate::flow::error::Error;
use crate::types::capability::Keyword;
use crate::types::reply::Reply;

/// What a session allows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Commands may be sent in groups.
    pub(super) pipelining: bool,
    /// So many commands may wait for their replies.
    pub(super) pending: usize,
    /// No more commands are written while so much output waits.
    pub(super) output: usize,
}

impl Pace {
    fn has_room(self, client: &Client) -> bool {
        client.pending() < self.pending && client.output().len() < self.output
    }
}

/// Content up to this size goes out with the envelope, before its replies have come. A server that
/// refuses the envelope has then read so much for nothing.
const SMALL: u64 = 65_536;

/// How far a transaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// MAIL and RCPTs are being written.
    Envelope,
    /// DATA was written; 354 has not come.
    GoAhead,
    /// Content is being written.
    Content,
    /// All of the content is in the output, end mark and all.
    Ended,
    /// There is nothing more to write; replies may be outstanding.
    Over,
}

/// What is known of a recipient.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    LeftOut(NotTried),
    /// Its RCPT has not been written.
    Waiting,
    /// Its RCPT has no reply.
    Sent(CommandId),
    /// Its RCPT was accepted.
    Accepted(CommandId, Reply<'static>),
    /// Its RCPT was refused.
    Refused(Reply<'static>),
    /// LMTP: its own final reply.
    Final(Reply<'static>),
}

#[derive(Debug)]
pub(super) struct Transaction {
    pub(super) id: TransactionId,
    pub(super) envelope: Envelope,
    content: Content,
    pub(super) plan: Plan,
    pub(super) state: State,
    pub(super) slots: Vec<Slot>,
    mail: Option<CommandId>,
    /// DATA, or the newest BDAT, until it has its reply.
    pub(super) transfer: Option<CommandId>,
    /// Older BDATs that have none.
    chunks: VecDeque<CommandId>,
    /// The recipients in front of this one have been written or left out.
    next: usize,
    /// The recipients in front of this one have been answered or left out.
    answered: usize,
    pub(super) unanswered: usize,
    feed: Feed,
    /// What ended the transaction early: the reply to MAIL, DATA or a chunk.
    pub(super) refusal: Option<(Reply<'static>, Stage)>,
    /// Why it can't be sent, which only trying has shown.
    pub(super) unfit: Option<Error>,
    /// The reply to the whole content.
    pub(super) reply: Option<Reply<'static>>,
    pub(super) given_up: bool,
}

impl Transaction {
    pub(super) fn new(id: TransactionId, envelope: Envelope, content: Content, plan: Plan) -> Self {
        let slots = plan.left_out.iter().cloned();
        let slots = slots.map(|why| why.map_or(Slot::Waiting, Slot::LeftOut)).collect();
        Self {
            id,
            feed: Feed::new(plan.transfer, plan.verbatim),
            envelope,
            content,
            plan,
            state: State::Envelope,
            slots,
            mail: None,
            transfer: None,
            chunks: VecDeque::new(),
            next: 0,
            answered: 0,
            unanswered: 0,
            refusal: None,
            unfit: None,
            reply: None,
            given_up: false,
        }
    }

    /// Whether nothing is left to be written or answered.
    pub(super) fn is_over(&self) -> bool {
        self.state == State::Over && self.unanswered == 0 && !self.feed.is_inside_chunk()
    }

    /// Whether the server may hold on to a part of it, so that RSET has to come: after a refused
    /// chunk what it holds is indeterminate (RFC 3030 section 2).
    pub(super) fn leaves_something(&self) -> bool {
        let negative = |reply: &Reply<'_>| !reply.code().is_positive();
        let refused = self.refusal.is_some() || self.reply.as_ref().is_some_and(negative);
        self.given_up || (self.plan.transfer == Transfer::Bdat && refused)
    }

    /// Whether the next message's envelope may follow before the reply to this one has come.
    ///
    /// RFC 2920 section 3.1 lets commands follow the end of DATA's content in one group. Behind a
    /// last chunk they must not: when it is refused, RSET has to come first (RFC 3030 section 2).
    pub(super) fn may_be_followed(&self) -> bool {
        self.state == State::Ended && self.plan.transfer == Transfer::Data
    }

    /// Whether the host's content is wanted, now or once there is room.
    pub(super) fn wants_content(&self) -> bool {
        self.state == State::Content
            && self.content.octets().is_none()
            && !self.feed.is_ended()
            && self.refusal.is_none()
    }

    /// How many octets of it can be taken now.
    pub(super) fn content_room(&self, client: &Client) -> usize {
        if self.wants_content() { self.feed.room(client) } else { 0 }
    }

    /// Whether something of this waits for room in the output.
    pub(super) fn waits_for_output(&self, client: &Client, pace: Pace) -> bool {
        let no_room = client.content_room() == 0 && !client.output().is_empty();
        match self.state {
            State::Envelope => client.output().len() >= pace.output,
            State::Content if self.plan.transfer == Transfer::Data => no_room,
            // A chunk that was announced has to be finished, whatever comes.
            _ => self.feed.is_inside_chunk() && no_room,
        }
    }

    /// Writes what may be written now.
    ///
    /// # Errors
    /// What the session can't go on after.
    pub(super) fn advance(&mut self, client: &mut Client, pace: Pace) -> Result<(), Error> {
        if self.state == State::Envelope {
            self.write_envelope(client, pace)?;
        }
        if matches!(self.state, State::Content | State::Over) {
            self.write_content(client, pace)?;
        }
        Ok(())
    }

    fn write_envelope(&mut self, client: &mut Client, pace: Pace) -> Result<(), Error> {
        if self.mail.is_none() {
            let from = self.envelope.from.clone();
            match client.mail(from, core::mem::take(&mut self.plan.parameters)) {
                Ok(id) => self.mail = Some(id),
                Err(error) => {
                    self.unfit = Some(error);
                    self.state = State::Over;
                    return Ok(());
                }
            }
            self.unanswered = 1;
        }
        while let (Some(slot), Some(recipient)) =
            (self.slots.get_mut(self.next), self.envelope.recipients.get(self.next))
        {
            if self.refusal.is_some() {
                break;
            }
            if matches!(slot, Slot::Waiting) {
                let free = pace.pipelining || self.unanswered == 0;
                if !free || !pace.has_room(client) {
                    return Ok(());
                }
                let parameters = if self.plan.drop_dsn {
                    needs::rcpt_without(&recipient.parameters, Keyword::Dsn)
                } else {
                    recipient.parameters.clone()
                };
                match client.rcpt(recipient.path.clone(), parameters) {
                    Ok(id) => {
                        *slot = Slot::Sent(id);
                        self.unanswered = self.unanswered.saturating_add(1);
                    }
                    Err(error) => *slot = Slot::LeftOut(NotTried::Unfit(error)),
                }
            }
            self.next = self.next.saturating_add(1);
        }
        self.begin_content(client, pace)
    }

    /// The envelope is written: DATA, or the first chunk, as soon as it may be.
    fn begin_content(&mut self, client: &mut Client, pace: Pace) -> Result<(), Error> {
        let hope = self.slots.iter().any(|s| matches!(s, Slot::Sent(_) | Slot::Accepted(..)));
        if self.refusal.is_some() || !hope {
            self.state = State::Over;
            return Ok(());
        }
        let at_once = match self.plan.transfer {
            Transfer::Data => true,
            Transfer::Bdat => self.content.octets().is_some_and(|o| o.len() as u64 <= SMALL),
        };
        let free = self.unanswered == 0 || (pace.pipelining && at_once);
        if !free || !pace.has_room(client) {
            return Ok(());
        }
        self.state = match self.plan.transfer {
            Transfer::Data => {
                self.transfer = Some(client.data()?);
                self.unanswered = self.unanswered.saturating_add(1);
                State::GoAhead
            }
            Transfer::Bdat => State::Content,
        };
        Ok(())
    }

    fn write_content(&mut self, client: &mut Client, pace: Pace) -> Result<(), Error> {
        let Self { unanswered, transfer, chunks, .. } = self;
        let wanted = self.state == State::Content && self.refusal.is_none();
        let before = core::cell::Cell::new(*unanswered);
        let data = self.plan.transfer == Transfer::Data;
        let more = |client: &Client| {
            let free = pace.pipelining && pace.has_room(client);
            wanted && (data || free || before.get() == 0)
        };
        let announced = |id| {
            before.set(before.get().saturating_add(1));
            chunks.extend(transfer.replace(id));
        };
        let written = self.feed.write(client, self.content.octets(), more, announced);
        *unanswered = before.get();
        if let Err(error) = written {
            self.unfit = Some(error.clone());
            return Err(error);
        }
        if self.state == State::Content {
            if self.feed.is_finished() && self.refusal.is_none() {
                self.state = State::Ended;
            } else if self.refusal.is_some() {
                // Nothing is gained by more chunks.
                self.state = State::Over;
            }
        }
        Ok(())
    }

    /// Takes content of the host.
    pub(super) fn take_content(
        &mut self,
        client: &mut Client,
        octets: &[u8],
    ) -> Result<usize, Error> {
        self.feed.take(client, octets).inspect_err(|error| self.unfit = Some(error.clone()))
    }

    /// The host has given all content.
    pub(super) fn end_content(&mut self) {
        self.feed.end();
    }

    /// The host gives up the content. Whether the session can go on.
    pub(super) fn give_up(&mut self) -> bool {
        self.given_up = true;
        self.state = State::Over;
        self.plan.transfer == Transfer::Bdat
    }

    /// 354 came.
    pub(super) fn data_ready(&mut self, id: CommandId) {
        if self.transfer != Some(id) || self.state != State::GoAhead {
            return;
        }
        let accepted = self.slots.iter().any(|slot| matches!(slot, Slot::Accepted(..)));
        // Where nobody was accepted the client ends the content by itself (RFC 2920 section 3.1).
        self.state = if accepted { State::Content } else { State::Over };
    }

    /// The final reply to a command or to the content came. Whether it was for this transaction.
    pub(super) fn answer(&mut self, id: CommandId, reply: &Reply<'static>) -> bool {
        let positive = reply.code().is_positive();
        let mut refused = |stage| {
            if !positive && self.refusal.is_none() {
                self.refusal = Some((reply.clone(), stage));
            }
        };
        if self.mail == Some(id) {
            refused(Stage::Mail);
        } else if self.transfer == Some(id) {
            match self.state {
                State::GoAhead => refused(Stage::Data),
                State::Ended => self.reply = Some(reply.clone()),
                // A chunk that is not the last, or one that is refused before it is complete.
                _ => refused(Stage::Content),
            }
            if self.state != State::Content {
                self.state = State::Over;
            }
            self.transfer = None;
        } else if self.chunks.front() == Some(&id) {
            self.chunks.pop_front();
            refused(Stage::Content);
        } else if !self.answer_recipient(id, reply) {
            return false;
        }
        self.unanswered = self.unanswered.saturating_sub(1);
        true
    }

    fn answer_recipient(&mut self, id: CommandId, reply: &Reply<'static>) -> bool {
        // Replies come in order, so all in front have theirs.
        while let Some(slot) = self.slots.get_mut(self.answered) {
            match slot {
                Slot::Sent(sent) if *sent == id => {
                    *slot = if reply.code().is_positive() {
                        Slot::Accepted(id, reply.clone())
                    } else {
                        Slot::Refused(reply.clone())
                    };
                    return true;
                }
                Slot::Sent(_) | Slot::Waiting => return false,
                _ => self.answered = self.answered.saturating_add(1),
            }
        }
        false
    }

    /// LMTP: a recipient's own final reply came. Whether it was for this transaction.
    pub(super) fn recipient_reply(
        &mut self,
        id: CommandId,
        reply: &Reply<'static>,
        last: bool,
    ) -> bool {
        let of = |slot: &&mut Slot| matches!(slot, Slot::Accepted(own, _) if *own == id);
        let Some(slot) = self.slots.iter_mut().find(of) else { return false };
        *slot = Slot::Final(reply.clone());
        if last {
            self.state = State::Over;
            self.unanswered = self.unanswered.saturating_sub(1);
        }
        true
    }
}
