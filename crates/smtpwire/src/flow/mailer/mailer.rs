//! The mailer's face: what a host calls.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use core::fmt;

use super::account::not_begun;
use super::config::{MailerConfig, Security};
use super::outcome::{MailerEvent, NotTried, Outcome};
use super::session::Setup;
use super::transaction::{Pace, Transaction};
use super::{Content, Envelope, TransactionId};
use crate::flow::client::{Client, ClientEvent};
use crate::flow::error::{Error, ErrorCode};
use crate::flow::sasl::ChannelBinding;
use crate::flow::step::Step;
use crate::types::capability::Capabilities;
use crate::types::reply::Reply;

/// A message that has not been begun.
#[derive(Debug)]
pub(super) struct Queued {
    pub(super) id: TransactionId,
    pub(super) envelope: Envelope,
    pub(super) content: Content,
}

/// A whole session that sends mail: see the [module](super) for the loop that a host runs.
///
/// **Account.** Every message that [`send`](Self::send) took ends in exactly one
/// [`MailerEvent::Outcome`], also when the session fails:
/// [`next_event`](Self::next_event) hands out all outcomes before it tells the error. An outcome
/// says for each recipient whether the server has taken the message, has refused it, was never
/// given it, or may have it.
///
/// **Memory.** What [`Limits`](crate::Limits) bounds in a [`Client`], and the messages that were
/// queued. Content is copied into the output piece by piece, never as a whole.
#[allow(clippy::struct_excessive_bools, reason = "each is one independent fact")]
pub struct Mailer {
    pub(super) client: Client,
    pub(super) config: MailerConfig,
    pub(super) setup: Setup,
    pub(super) entropy: [u8; 32],
    /// The channel binding of the TLS that is there.
    pub(super) binding: Option<ChannelBinding>,
    /// How the server refused STARTTLS.
    pub(super) starttls_refusal: Option<Reply<'static>>,
    pub(super) queue: VecDeque<Queued>,
    /// The transactions under way, oldest first: one, and perhaps the one that overlaps it.
    pub(super) under_way: VecDeque<Transaction>,
    pub(super) events: VecDeque<MailerEvent>,
    /// What the session failed by.
    pub(super) failed: Option<Error>,
    /// A transaction may be open on the server that nobody wants any more.
    pub(super) stale: bool,
    /// The host was asked for content of this transaction at this time, and has not answered.
    pub(super) asked: Option<(TransactionId, u64)>,
    pub(super) quitting: bool,
    /// QUIT was written, perhaps behind a message that has no outcome yet.
    pub(super) parted: bool,
    /// How many transactions were begun.
    pub(super) begun: usize,
    last_id: u64,
}

impl Mailer {
    /// A mailer on a connection that has just come up (and, with [`Security::Implicit`], whose TLS
    /// has), at this time.
    ///
    /// `entropy` is from a good source, new for each connection; a login may use it.
    pub fn new(mut config: MailerConfig, entropy: [u8; 32], now: u64) -> Self {
        config.client.implicit_tls = config.security == Security::Implicit;
        // A server that knows HELO only has no STARTTLS: there is nothing to say to it.
        config.client.helo_fallback &= config.security != Security::Required;
        let client = Client::new(config.client.clone(), now);
        Self::over(client, config, entropy)
    }

    /// A mailer on a connection that begins with a TLS handshake, as on port 465, which has yet to
    /// be done: it is [paused](Step::Paused) until
    /// [`tls_established`](Self::tls_established) or [`tls_failed`](Self::tls_failed). The security
    /// is [`Security::Implicit`], whatever the configuration has.
    pub fn awaiting_tls(mut config: MailerConfig, entropy: [u8; 32], now: u64) -> Self {
        config.security = Security::Implicit;
        let client = Client::awaiting_tls(config.client.clone(), now);
        Self::over(client, config, entropy)
    }

    fn over(client: Client, mut config: MailerConfig, entropy: [u8; 32]) -> Self {
        Self {
            client,
            binding: config.channel_binding.take(),
            starttls_refusal: None,
            entropy,
            config,
            setup: Setup::Greeting,
            queue: VecDeque::new(),
            under_way: VecDeque::new(),
            events: VecDeque::new(),
            failed: None,
            stale: false,
            asked: None,
            quitting: false,
            parted: false,
            begun: 0,
            last_id: 0,
        }
    }

    /// Queues a message. It goes out when the session is set up and those before it have.
    ///
    /// Whether the server can take it is known only then. A message that can't be sent, because its
    /// lines end with LF alone or it needs what the server lacks, ends in an [`Outcome`](super::Outcome) whose
    /// recipients are [`NotTried`](super::NotTried) and say why.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidValue`] when the envelope has no recipient, [`ErrorCode::AlreadyClosed`]
    /// when the session has failed or [`quit`](Self::quit) was called. Nothing is queued then.
    pub fn send(
        &mut self,
        envelope: Envelope,
        content: impl Into<Content>,
    ) -> Result<TransactionId, Error> {
        if self.quitting || self.failed.is_some() {
            return Err(ErrorCode::AlreadyClosed.into());
        }
        if envelope.recipients.is_empty() {
            let detail = "an envelope needs a recipient";
            return Err(Error::new(ErrorCode::InvalidValue).with_detail(detail));
        }
        self.last_id = self.last_id.saturating_add(1);
        let id = TransactionId(self.last_id);
        self.queue.push_back(Queued { id, envelope, content: content.into() });
        Ok(id)
    }

    /// Ends the session with QUIT once all that was queued has its outcome; where messages may
    /// [overlap](MailerConfig::overlap), QUIT goes out behind the last one's content already. Calling
    /// it again changes nothing.
    pub fn quit(&mut self) {
        self.quitting = true;
    }

    /// Takes octets from the server, at most [`input_room`](Self::input_room). What they do to the
    /// session, [`next_event`](Self::next_event) tells, a failure included.
    ///
    /// # Errors
    /// None today: the session's end is told by `next_event`, behind the outcomes.
    pub fn receive(&mut self, octets: &[u8], now: u64) -> Result<(), Error> {
        // A client that has failed says so again when it is asked for its next event.
        let _ = self.client.receive(octets, now);
        Ok(())
    }

    /// Takes in that the server has closed its side, or that the connection was reset.
    pub fn receive_eof(&mut self, now: u64) {
        self.client.receive_eof(now);
    }

    /// How many octets may be received now: 0 when the session is over.
    pub fn input_room(&self) -> usize {
        let over = self.failed.is_some() || self.setup == Setup::Closed;
        if over { 0 } else { self.client.input_room() }
    }

    /// Whether a TLS handshake is awaited, which is the host's to do.
    pub fn is_awaiting_tls(&self) -> bool {
        self.failed.is_none() && self.client.is_awaiting_tls()
    }

    /// What is to be written to the server. A host writes it whenever there is some, and before it
    /// reads.
    pub fn output(&self) -> &[u8] {
        self.client.output()
    }

    /// Marks octets at the front of the output as written: handed to the operating system, so that
    /// they may reach the server. What is not marked counts as never sent in the account.
    ///
    /// # Errors
    /// [`ErrorCode::AdvanceTooFar`] when the output holds fewer; nothing is marked then.
    pub fn advance_output(&mut self, octets: usize) -> Result<(), Error> {
        self.client.advance_output(octets)
    }

    /// When [`handle_timeout`](Self::handle_timeout) is due; `None` when nothing is waited for. A host
    /// that has taken the output and does not come back for more of the content, as while it waits for its
    /// socket, has [`Timeouts::data_block`](crate::Timeouts::data_block) for that; one that owes content
    /// has a time for it, too ([`Timeouts::answer`](crate::Timeouts::answer)); and after
    /// a failure the server has its time to take the QUIT that is left of the output.
    pub fn next_deadline(&self) -> Option<u64> {
        if self.failed.is_some() {
            return self.client.farewell_deadline();
        }
        match (self.client.next_deadline(), self.content_deadline()) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    /// Until when the host must have given some of the content that it was asked for.
    fn content_deadline(&self) -> Option<u64> {
        let (id, since) = self.asked?;
        let newest = self.under_way.back()?;
        let owed = newest.id == id && newest.wants_content();
        owed.then(|| since.saturating_add(self.config.client.timeouts.answer))
    }

    /// Tells the time. A deadline that has passed fails the session.
    pub fn handle_timeout(&mut self, now: u64) {
        let due = |deadline: Option<u64>| deadline.is_some_and(|at| at <= now);
        let (below, late) = (due(self.client.next_deadline()), due(self.content_deadline()));
        self.client.handle_timeout(now);
        if late && !below {
            self.fail(Error::new(ErrorCode::AnswerTimeout).with_detail("content was to be given"));
        }
    }

    /// What happens next.
    ///
    /// [`Step::NeedOutput`] comes while content waits for room: write the output and ask again.
    /// [`Step::Paused`] comes after [`MailerEvent::StartTls`] and [`MailerEvent::NeedContent`]
    /// until the host has answered. [`Step::Closed`] comes when the session is over in order.
    ///
    /// # Errors
    /// What ended the session, once every message has its outcome; it stays the same. Write what is
    /// left of the output, then close.
    pub fn next_event(&mut self, now: u64) -> Result<Step<MailerEvent>, Error> {
        self.client.more_waits(None);
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(Step::Event(event));
            }
            if let Some(error) = &self.failed {
                return Err(error.clone());
            }
            if self.setup == Setup::Closed {
                return Ok(Step::Closed);
            }
            match self.client.next_event(now) {
                Ok(Step::Event(event)) => {
                    let mut taken = self.take_event(event);
                    // What comes next may be the end, by which the last outcome has to be known.
                    if taken.is_ok() && self.parted {
                        taken = self.go_on();
                    }
                    if let Err(error) = taken {
                        self.fail(error);
                    }
                }
                Ok(Step::Closed) => self.closed(),
                Ok(step) => {
                    if let Err(error) = self.go_on() {
                        self.fail(error);
                    } else if self.events.is_empty() {
                        let step = self.wait(&step, now);
                        self.client.more_waits((step == Step::NeedOutput).then_some(now));
                        return Ok(step);
                    }
                }
                Err(error) => self.failed_below(error),
            }
        }
    }

    /// The client has nothing to tell: what the host is to do.
    fn wait(&mut self, step: &Step<ClientEvent>, now: u64) -> Step<MailerEvent> {
        if *step == Step::Paused {
            return Step::Paused;
        }
        let pace = self.pace();
        let Some(newest) = self.under_way.back() else { return waiting(step) };
        if newest.wants_content() {
            if newest.content_room(&self.client) == 0 {
                // A chunk is being written, or its reply awaited.
                let written = self.client.output().is_empty();
                return if written { waiting(step) } else { Step::NeedOutput };
            }
            let id = newest.id;
            if self.asked.is_some_and(|(asked, _)| asked == id) {
                return Step::Paused;
            }
            self.asked = Some((id, now));
            return Step::Event(MailerEvent::NeedContent { id });
        }
        if newest.waits_for_output(&self.client, pace) { Step::NeedOutput } else { waiting(step) }
    }

    /// Gives the next octets of a streamed message, and takes as many as fit: fewer than given
    /// means that output must be written first, after which
    /// [`MailerEvent::NeedContent`] asks again.
    ///
    /// # Errors
    /// [`ErrorCode::NothingToAnswer`] when no content of this transaction is wanted;
    /// [`ErrorCode::InvalidContent`] when it can't be sent (a bare CR or LF, a NUL, an octet over
    /// 127 that the server does not take). The session has failed in the latter case, because only
    /// closing the connection tells the server that the message is not whole.
    pub fn content(&mut self, id: TransactionId, octets: &[u8]) -> Result<usize, Error> {
        self.check_wanted(id)?;
        let pace = self.pace();
        let mut taken = 0_usize;
        while let Some(newest) = self.under_way.back_mut() {
            let rest = octets.get(taken..).unwrap_or_default();
            let more = newest.take_content(&mut self.client, rest);
            let more = more.and_then(|n| newest.advance(&mut self.client, pace).map(|()| n));
            match more {
                Ok(0) => break,
                Ok(n) => taken = taken.saturating_add(n),
                Err(error) => {
                    self.fail(error.clone());
                    return Err(error);
                }
            }
        }
        // Nothing given is no answer: the host would be asked again and again.
        if taken > 0 || !octets.is_empty() {
            self.asked = None;
        }
        Ok(taken)
    }

    /// The content of a streamed message is complete.
    ///
    /// # Errors
    /// Those of [`content`](Self::content).
    pub fn end_content(&mut self, id: TransactionId) -> Result<(), Error> {
        self.check_wanted(id)?;
        let pace = self.pace();
        if let Some(newest) = self.under_way.back_mut() {
            newest.end_content();
            if let Err(error) = newest.advance(&mut self.client, pace) {
                self.fail(error.clone());
                return Err(error);
            }
        }
        self.asked = None;
        Ok(())
    }

    /// Gives up a streamed message in the middle, which the server then forgets. Where the content
    /// travels in chunks the session goes on; where it travels by DATA, only closing the connection
    /// tells the server, so the session fails with [`ErrorCode::InvalidContent`].
    ///
    /// # Errors
    /// [`ErrorCode::NothingToAnswer`] when no content of this transaction is wanted.
    pub fn abort_content(&mut self, id: TransactionId) -> Result<(), Error> {
        self.check_wanted(id)?;
        self.asked = None;
        let goes_on = self.under_way.back_mut().is_none_or(Transaction::give_up);
        if !goes_on {
            let detail = "a message was given up in the middle of its content";
            self.fail(Error::new(ErrorCode::InvalidContent).with_detail(detail));
        }
        Ok(())
    }

    fn check_wanted(&self, id: TransactionId) -> Result<(), Error> {
        let newest = self.under_way.back().filter(|_| self.failed.is_none());
        if newest.is_some_and(|newest| newest.id == id && newest.wants_content()) {
            return Ok(());
        }
        Err(ErrorCode::NothingToAnswer.into())
    }

    /// What the server offers, by its last reply to EHLO or LHLO.
    pub fn capabilities(&self) -> Option<&Capabilities<'static>> {
        self.client.capabilities()
    }

    /// The server's greeting, once it has come; under STARTTLS that of before.
    pub fn greeting(&self) -> Option<&Reply<'static>> {
        self.client.greeting()
    }

    /// The server's reply that refused STARTTLS, after which [`Security::Opportunistic`] went on in
    /// plaintext.
    pub fn starttls_refusal(&self) -> Option<&Reply<'static>> {
        self.starttls_refusal.as_ref()
    }

    /// Whether TLS protects the session.
    pub fn is_tls(&self) -> bool {
        self.client.is_tls()
    }

    /// Whether TLS protects the session and the server has proven by it who it is.
    pub fn is_verified(&self) -> bool {
        self.client.is_verified()
    }

    /// Whether the server has accepted the credentials.
    pub fn is_authenticated(&self) -> bool {
        self.client.is_authenticated()
    }

    /// How many messages have no outcome yet.
    pub fn pending(&self) -> usize {
        let told = |event: &&MailerEvent| matches!(event, MailerEvent::Outcome(_));
        let untold = self.events.iter().filter(told).count();
        self.queue.len().saturating_add(self.under_way.len()).saturating_add(untold)
    }

    /// What the server's offer and the configuration allow.
    pub(super) fn pace(&self) -> Pace {
        let limits = &self.config.client.limits;
        let offered = |capabilities: &Capabilities<'_>| {
            capabilities.offers(crate::types::capability::Keyword::Pipelining)
        };
        Pace {
            pipelining: self.config.client.pipelining
                && self.client.capabilities().is_some_and(offered),
            // Room for RSET, MAIL, DATA and QUIT.
            pending: limits.pending_commands.saturating_sub(4).max(1),
            output: (limits.output_buffer / 2).max(1),
        }
    }

    /// Puts an outcome behind the others.
    pub(super) fn tell(&mut self, outcome: Outcome) {
        self.events.push_back(MailerEvent::Outcome(Box::new(outcome)));
    }

    /// The session is over by this error: everything that was queued gets its outcome.
    pub(super) fn fail(&mut self, error: Error) {
        if self.failed.is_some() {
            return;
        }
        let under_way = core::mem::take(&mut self.under_way);
        for transaction in under_way {
            let outcome = transaction.outcome(&self.client, Some(&error));
            self.tell(outcome);
        }
        for Queued { id, envelope, .. } in core::mem::take(&mut self.queue) {
            let why = NotTried::SessionEnded;
            self.tell(not_begun(id, envelope, &why, alloc::vec::Vec::new(), Some(&error)));
        }
        self.failed = Some(error);
    }
}

fn waiting<E>(step: &Step<ClientEvent>) -> Step<E> {
    match step {
        Step::NeedOutput => Step::NeedOutput,
        Step::Paused => Step::Paused,
        Step::Closed => Step::Closed,
        Step::NeedData | Step::Event(_) => Step::NeedData,
    }
}

/// Shows where the session stands, and no mail.
impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer")
            .field("setup", &self.setup)
            .field("queued", &self.queue.len())
            .field("under_way", &self.under_way.len())
            .field("failed", &self.failed)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}
