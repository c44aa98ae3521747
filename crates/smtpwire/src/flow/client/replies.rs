//! Replies, each matched to what it answers, turned into events.

use super::event::{ClientEvent, CommandId};
use super::pending::{Pending, Role};
use super::{Client, Life};
use crate::codec::reply::ReplyError;
use crate::flow::error::{Error, ErrorCode};
use crate::flow::order::Phase;
use crate::types::capability::Capabilities;
use crate::types::code::Severity;
use crate::types::command::{Command, Verb};
use crate::types::reply::Reply;

impl Client {
    /// Takes one reply, which begins at this octet of the input. `None` when there is nothing to
    /// tell.
    pub(super) fn take_reply(
        &mut self,
        reply: Reply<'static>,
        start: u64,
    ) -> Result<Option<ClientEvent>, Error> {
        self.replied = self.clock.now();
        let reply = self.without_secrets(reply);
        // RFC 5321 section 3.8: 421 may come at any moment, in place of any reply or unasked.
        if reply.code().get() == 421 {
            if matches!(self.life, Life::New) {
                self.greeting = Some(reply.clone());
            }
            self.life = Life::Closed;
            return Ok(Some(ClientEvent::Closing { reply }));
        }
        if matches!(self.life, Life::New) {
            return self.greeted(reply).map(Some);
        }
        let Some(front) = self.queue.front().copied() else {
            return Err(Error::new(ErrorCode::UnexpectedReply).with_reply(reply));
        };
        // A reply that was there before its command was can't be the reply to it. Paired with it
        // all the same, it would put every later reply out of step.
        if start < front.floor || self.output.taken() <= front.start {
            let detail = "it came before the command was sent";
            return Err(Error::new(ErrorCode::UnexpectedReply)
                .with_detail(detail)
                .with_reply(reply));
        }
        let event = self.replied_to(front, reply)?;
        self.write_waiting();
        Ok(event)
    }

    fn greeted(&mut self, reply: Reply<'static>) -> Result<ClientEvent, Error> {
        match reply.code().severity() {
            Severity::PositiveCompletion => {}
            Severity::PositiveIntermediate => return Err(wrong(reply, "the greeting")),
            _ => {
                self.stand.phase = Phase::Refused;
                self.queue.drop_all_but_quit();
                self.predict();
            }
        }
        self.life = Life::Open;
        self.greeting = Some(reply.clone());
        self.write_waiting();
        Ok(ClientEvent::Greeting { reply })
    }

    fn replied_to(
        &mut self,
        front: Pending,
        reply: Reply<'static>,
    ) -> Result<Option<ClientEvent>, Error> {
        let Pending { id, verb, .. } = front;
        if front.role == Role::Command {
            match verb {
                Verb::Auth => return self.auth_replied(id, reply),
                Verb::Data => return self.data_replied(id, reply),
                _ => {}
            }
        }
        // RFC 5321 section 4.3.2: no command but DATA and AUTH is answered 3yz. Of a verb that is
        // not known here, nobody can say.
        let code = reply.code();
        let intermediate = code.severity() == Severity::PositiveIntermediate;
        if intermediate && (verb != Verb::Unknown || matches!(code.get(), 334 | 354)) {
            return Err(wrong(reply, verb.as_str()));
        }
        let positive = code.is_positive();
        Ok(match front.role {
            Role::LoneDot => {
                self.accepted();
                self.content_settled();
                Some(ClientEvent::Reply { id, verb, reply })
            }
            Role::Content | Role::Last => Some(self.message_replied(front, reply)),
            Role::Command => self.command_replied(id, verb, reply, positive),
        })
    }

    fn command_replied(
        &mut self,
        id: CommandId,
        verb: Verb,
        reply: Reply<'static>,
        positive: bool,
    ) -> Option<ClientEvent> {
        if !positive {
            if verb == Verb::Ehlo && self.fall_back(id, &reply) {
                return None;
            }
            if matches!(verb, Verb::Ehlo | Verb::Lhlo | Verb::Helo) {
                self.greetings = self.greetings.saturating_sub(1);
            }
            self.refused();
            if matches!(verb, Verb::Bdat | Verb::Burl) {
                self.stand.spoiled = true;
                self.predict();
            }
            return Some(ClientEvent::Reply { id, verb, reply });
        }
        self.accepted();
        match verb {
            Verb::Ehlo | Verb::Lhlo | Verb::Helo => {
                let extended = verb != Verb::Helo;
                let offer = extended.then(|| Capabilities::from_reply(&reply).into_owned());
                self.capabilities = offer;
                self.greetings = self.greetings.saturating_sub(1);
                self.content_settled();
                return Some(ClientEvent::Ehlo { id, reply });
            }
            Verb::StartTls => return self.handshake(id, reply),
            Verb::Rcpt if self.is_lmtp() => self.recipients.push(id),
            Verb::Mail | Verb::Rset => self.content_settled(),
            Verb::XClient => {
                self.forget();
                self.predict();
            }
            Verb::Quit => self.life = Life::Closed,
            _ => {}
        }
        Some(ClientEvent::Reply { id, verb, reply })
    }

    fn data_replied(
        &mut self,
        id: CommandId,
        reply: Reply<'static>,
    ) -> Result<Option<ClientEvent>, Error> {
        match reply.code().get() {
            354 if self.stand.phase == Phase::Rcpt => {
                self.accepted();
                self.open_data(id);
                Ok(Some(ClientEvent::DataReady { id, reply }))
            }
            354 => {
                self.queue.pop();
                self.send_lone_dot(id);
                Ok(None)
            }
            // The content is sent after a 354 and after nothing else (RFC 5321 section 3.3).
            200..=399 => Err(wrong(reply, "DATA")),
            _ => {
                self.refused();
                Ok(Some(ClientEvent::Reply { id, verb: Verb::Data, reply }))
            }
        }
    }

    /// A final reply to a message: one, or under LMTP one for each recipient that was accepted.
    fn message_replied(&mut self, front: Pending, reply: Reply<'static>) -> ClientEvent {
        let recipient = self.recipients.get(self.settled).copied();
        // A server that has refused a chunk refuses the last one as out of order, in one reply.
        match recipient.filter(|_| !self.stand.spoiled) {
            None => {
                self.accepted();
                self.content_settled();
                ClientEvent::ContentReply { id: front.id, reply }
            }
            Some(id) => {
                let index = self.settled;
                self.settled = self.settled.saturating_add(1);
                let last = self.settled >= self.recipients.len();
                if last {
                    self.accepted();
                    self.content_settled();
                }
                ClientEvent::RecipientReply { id, index, reply, last }
            }
        }
    }

    fn handshake(&mut self, id: CommandId, reply: Reply<'static>) -> Option<ClientEvent> {
        // RFC 3207 section 6: what stands behind the 220 was put there by somebody who hopes that
        // it will be taken for what came through TLS.
        if self.reader.unread().is_empty() {
            self.life = Life::Handshake { since: self.clock.now(), first: false };
            return Some(ClientEvent::StartTls { id, reply });
        }
        self.fail(ErrorCode::PlaintextBeforeTls.into());
        None
    }

    /// Tries HELO where EHLO is not known (RFC 5321 section 3.2).
    fn fall_back(&mut self, id: CommandId, reply: &Reply<'_>) -> bool {
        let unknown = matches!(reply.code().get(), 500 | 501 | 502 | 504 | 550);
        let may = unknown && self.config.helo_fallback;
        let Some(name) = self.name.clone().filter(|_| may) else { return false };
        self.queue.pop();
        self.about_to_put();
        let start = self.output.put();
        self.line.clear();
        Command::Helo(name).write(&mut self.line);
        self.line.push_str("\r\n");
        self.output.extend(self.line.as_bytes());
        self.queue.push_written(Pending {
            id,
            verb: Verb::Helo,
            role: Role::Command,
            start,
            end: self.output.put(),
            floor: self.received,
            whole: true,
            since: None,
        });
        true
    }

    /// The oldest command was accepted: the session moves.
    #[inline]
    pub(super) fn accepted(&mut self) {
        if let Some(front) = self.queue.front() {
            self.stand = self.stand.after(front, self.is_lmtp());
            self.queue.pop();
        }
    }

    /// The oldest command was refused: the session stays, and what was to follow may change.
    #[inline]
    pub(super) fn refused(&mut self) {
        let Some(front) = self.queue.front().copied() else { return };
        self.queue.pop();
        if front.verb == Verb::Quit {
            // It was said, and the server has heard it.
            self.life = Life::Closed;
        }
        if self.stand.after(&front, self.is_lmtp()) != self.stand {
            self.predict();
        }
    }

    /// Looks ahead anew: where the session stands when all that is pending succeeds.
    pub(super) fn predict(&mut self) {
        let lmtp = self.is_lmtp();
        self.ahead = self.queue.iter().fold(self.stand, |stand, entry| stand.after(entry, lmtp));
    }

    /// What came is no reply.
    pub(super) fn malformed(&mut self, error: ReplyError) -> Error {
        let code = match error {
            ReplyError::LineTooLong { .. } => ErrorCode::ReplyLineTooLong,
            ReplyError::TooManyLines { .. } => ErrorCode::TooManyReplyLines,
            _ => ErrorCode::MalformedReply,
        };
        self.fail(Error::new(code).with_detail(alloc::string::ToString::to_string(&error)))
    }
}

fn wrong(reply: Reply<'static>, to: &'static str) -> Error {
    Error::new(ErrorCode::WrongReply).with_detail(to).with_reply(reply)
}
