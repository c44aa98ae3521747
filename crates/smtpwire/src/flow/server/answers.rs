//! What the host decides, and what comes of it.

use alloc::boxed::Box;

use super::content::Content;
use super::{Abort, Decisions, Mode, Server, Transaction, replies};
use crate::flow::error::{Error, ErrorCode};
use crate::flow::order::{self, Phase};
use crate::types::code::{Code, Severity};
use crate::types::command::{Bdat, Verb};
use crate::types::reply::Reply;

/// The answer that the connection waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pause {
    EarlyTalker,
    Connected,
    Helo(Verb),
    /// The end of a TLS handshake.
    Tls,
    /// A decision about a login.
    Verify,
    /// What is stored for SCRAM.
    Lookup,
    Mail {
        binary: bool,
        smtputf8: bool,
    },
    Rcpt,
    /// DATA.
    Data,
    /// The first chunk of a message.
    FirstChunk(Bdat),
    /// So many answers to the message are due, and whether one was positive.
    Message {
        due: usize,
        accepted: bool,
    },
    Rset,
    /// VRFY or EXPN, and whether the client takes UTF-8 in the reply.
    Query {
        smtputf8: bool,
    },
    /// Another command that changes nothing.
    Plain(Verb),
    Atrn,
    Burl {
        last: bool,
    },
    XClient {
        authenticated: bool,
    },
}

const ABOUT_TO_CLOSE: Code = Code::known(421);

impl Server {
    /// Whether the host wants to decide this.
    pub(super) fn wants(&self, decision: Decisions) -> bool {
        self.config.decisions.contains(decision)
    }

    /// Lets the host decide, if it wants to; else the answer is positive.
    pub(super) fn decide(&mut self, decision: Decisions, pause: Pause) {
        if self.wants(decision) {
            self.pause = Some(pause);
        } else {
            self.settle_all(pause);
        }
    }

    /// Says yes to what the last event asked, with the reply that is usual.
    ///
    /// After a [`Message`](super::ServerEvent::Message) this takes responsibility for it
    /// (RFC 5321 section 4.2.5): it must be stored by then. Under LMTP it answers for the next
    /// recipient, in the order of their RCPT.
    ///
    /// # Errors
    /// [`ErrorCode::NothingToAnswer`] when no event waits, or one that only [`verify`](Self::verify) or
    /// [`provide_verifier`](Self::provide_verifier) answers: a login; or the error that the connection
    /// failed with.
    pub fn accept(&mut self) -> Result<(), Error> {
        let pause = self.awaited()?;
        // A host that accepts whatever it does not know must not let everybody in.
        if matches!(pause, Pause::Lookup | Pause::Verify) {
            return Err(ErrorCode::NothingToAnswer.into());
        }
        self.settle(pause, None);
        Ok(())
    }

    /// Answers what the last event asked with this reply: 2yz says yes, 4yz and 5yz say no. To the
    /// greeting yes is 220, to DATA 354, to a login 235, and BDAT and BURL are granted by [`accept`](Self::accept)
    /// alone. 421 ends the session.
    ///
    /// No reply logs anybody in by mistake: a login is answered yes by 235 alone, which a host says on
    /// purpose, and 250 does not fit it.
    ///
    /// Characters that are not ASCII go out as `?`, one for each, unless the client takes UTF-8: in a
    /// transaction whose MAIL said SMTPUTF8, and in answer to a VRFY or EXPN that did (RFC 6531 sections
    /// 3.7.4.1 and 3.7.4.2).
    ///
    /// # Errors
    /// [`ErrorCode::UnfitReply`] for a reply that says neither, [`ErrorCode::InvalidValue`] for one that
    /// was read from elsewhere and holds a control character other than the tab, and as for
    /// [`accept`](Self::accept). The answer is still due then.
    pub fn answer(&mut self, reply: Reply<'static>) -> Result<(), Error> {
        let pause = self.awaited()?;
        if !pause.is_answered_by(reply.code()) {
            return Err(ErrorCode::UnfitReply.into());
        }
        // What `Reply::new` would refuse may have been read from another server (RFC 5321 section 4.2).
        let is_control = |octet: &u8| octet.is_ascii_control() && *octet != b'\t';
        if reply.lines().flatten().any(is_control) {
            let detail = "a reply's text holds no control characters but tabs";
            return Err(Error::new(ErrorCode::InvalidValue).with_detail(detail));
        }
        let reply =
            if self.takes_utf8(pause) && reply.is_utf8() { reply } else { reply.into_ascii() };
        let closes = reply.code() == ABOUT_TO_CLOSE;
        self.settle(pause, Some(reply));
        if closes {
            self.end(Abort::Connection);
        }
        Ok(())
    }

    /// Answers with this reply as often as answers are due: for every recipient under LMTP.
    ///
    /// # Errors
    /// As for [`answer`](Self::answer).
    pub fn answer_all(&mut self, reply: &Reply<'static>) -> Result<(), Error> {
        self.answer(reply.clone())?;
        while self.answers_due() > 0 && matches!(self.pause, Some(Pause::Message { .. })) {
            self.answer(reply.clone())?;
        }
        Ok(())
    }

    /// How many answers are due: under LMTP one for each recipient of a message, else 1 or 0.
    pub fn answers_due(&self) -> usize {
        match self.pause {
            None | Some(Pause::Tls) => 0,
            Some(Pause::Message { due, .. }) => due,
            Some(_) => 1,
        }
    }

    /// Whether the client has said that it takes UTF-8 in the reply to this.
    fn takes_utf8(&self, pause: Pause) -> bool {
        match pause {
            Pause::Mail { smtputf8, .. } | Pause::Query { smtputf8 } => smtputf8,
            Pause::Rcpt
            | Pause::Data
            | Pause::FirstChunk(_)
            | Pause::Burl { .. }
            | Pause::Message { .. } => self.transaction.smtputf8,
            _ => false,
        }
    }

    pub(super) fn awaited(&self) -> Result<Pause, Error> {
        match (&self.failed, self.pause) {
            (Some(error), _) => Err(error.clone()),
            (None, Some(pause)) if pause != Pause::Tls => Ok(pause),
            _ => Err(ErrorCode::NothingToAnswer.into()),
        }
    }

    /// Gives every answer that is due.
    fn settle_all(&mut self, pause: Pause) {
        self.settle(pause, None);
        while let Some(pause @ Pause::Message { .. }) = self.pause {
            self.settle(pause, None);
        }
    }

    /// Gives an answer, and takes its consequences. No reply is the usual positive one.
    fn settle(&mut self, pause: Pause, reply: Option<Reply<'static>>) {
        self.pause = None;
        self.timers.restart();
        let positive = reply.as_ref().is_none_or(|reply| reply.code().is_positive());
        match pause {
            Pause::FirstChunk(bdat) => {
                let refusal = reply.map(|reply| (reply, Some(Abort::Refused)));
                return self.begin_chunk(bdat, refusal);
            }
            Pause::Message { due, accepted } => {
                return self.settle_message(due, accepted || positive, reply);
            }
            Pause::EarlyTalker if positive => {
                self.mode = Mode::Greeting(None);
                return;
            }
            Pause::Verify | Pause::Lookup => return self.settle_login(reply),
            Pause::Burl { last } => return self.settle_burl(last, reply),
            _ if positive && self.broke_in(pause) => return,
            _ => {}
        }
        match &reply {
            Some(reply) => self.say(reply),
            None => self.say_yes(pause),
        }
        if positive {
            self.take_effect(pause);
        } else if matches!(pause, Pause::Connected | Pause::EarlyTalker) {
            self.phase = Phase::Refused;
            self.mode = Mode::Commands;
        }
    }

    /// Whether the client sent more while it had to wait for this answer, which ends the session.
    fn broke_in(&mut self, pause: Pause) -> bool {
        matches!(pause, Pause::Helo(_) | Pause::Data) && self.is_out_of_step()
    }

    fn say_yes(&mut self, pause: Pause) {
        let reply = match pause {
            Pause::Connected | Pause::XClient { .. } => return self.say_greeting(),
            Pause::Helo(verb) => return self.say_hello(verb),
            Pause::Mail { .. } => replies::MAIL_OK,
            Pause::Rcpt => replies::RCPT_OK,
            Pause::Data => replies::START_INPUT,
            Pause::Atrn => replies::TURN,
            Pause::Query { .. } => replies::CANNOT_VERIFY,
            Pause::Plain(Verb::Help) => replies::HELP,
            Pause::Plain(Verb::Etrn) => replies::QUEUE_STARTED,
            _ => replies::OK,
        };
        self.say(&reply);
    }

    fn take_effect(&mut self, pause: Pause) {
        match pause {
            Pause::Connected => self.mode = Mode::Commands,
            Pause::Helo(_) => {
                self.abort(Abort::Greeting);
                self.phase = Phase::Ready;
            }
            Pause::Mail { binary, smtputf8 } => {
                self.transaction = Transaction { open: true, binary, smtputf8, recipients: 0 };
                self.counters.transactions = self.counters.transactions.saturating_add(1);
                self.phase = Phase::Mail;
            }
            Pause::Rcpt => {
                self.transaction.recipients = self.transaction.recipients.saturating_add(1);
                self.phase = Phase::Rcpt;
            }
            Pause::Data => {
                self.content = Some(Box::new(Content::lines(&self.config)));
                self.mode = Mode::Lines;
                self.phase = Phase::Data;
            }
            Pause::Rset => {
                self.abort(Abort::Reset);
                if self.phase != Phase::Greeted {
                    self.phase = Phase::Ready;
                }
            }
            // The session goes on the other way round, which is not for this end to follow.
            Pause::Atrn => self.end(Abort::Connection),
            Pause::XClient { authenticated } => {
                self.authenticated = authenticated;
                self.phase = Phase::Greeted;
            }
            _ => {}
        }
    }

    fn settle_message(&mut self, due: usize, accepted: bool, reply: Option<Reply<'static>>) {
        self.say(&reply.unwrap_or(replies::MESSAGE_OK));
        let due = due.saturating_sub(1);
        if due > 0 {
            self.pause = Some(Pause::Message { due, accepted });
            return;
        }
        if accepted {
            self.counters.errors = 0;
            self.counters.idle_commands = 0;
        }
        self.transaction = Transaction::default();
        self.phase = order::after_content();
    }

    fn settle_burl(&mut self, last: bool, reply: Option<Reply<'static>>) {
        match reply {
            Some(reply) if !reply.code().is_positive() => {
                let times = if last { self.replies_to_content() } else { 1 };
                for _ in 0..times {
                    self.say(&reply);
                }
                self.abort(Abort::Refused);
                self.phase = Phase::Ready;
            }
            reply => {
                self.phase = Phase::Bdat;
                if last {
                    self.mode = Mode::Finish;
                } else {
                    self.say(&reply.unwrap_or(replies::OK));
                }
            }
        }
    }

    /// How many replies there are to a message.
    pub(super) fn replies_to_content(&self) -> usize {
        if self.is_lmtp() { self.transaction.recipients.max(1) } else { 1 }
    }
}

impl Pause {
    /// Whether a reply with this code says yes or no to what is asked.
    fn is_answered_by(self, code: Code) -> bool {
        let negative = !code.is_positive();
        match self {
            Self::Connected | Self::XClient { .. } => negative || code.get() == 220,
            Self::Data => negative || code.get() == 354,
            Self::Verify => negative || code.get() == 235,
            Self::Lookup | Self::EarlyTalker | Self::FirstChunk(_) | Self::Burl { last: true } => {
                negative
            }
            _ => negative || code.severity() == Severity::PositiveCompletion,
        }
    }
}
