//! TLS around one connection, whichever its role: octets of records on one side, the connection's
//! own octets on the other.
//!
//! What it does depends on its [`Stage`]. In plaintext it hands everything through; when the
//! connection says that TLS is due, its output is written first, then the handshake is run; from
//! then on nothing reaches the connection but what came out of records.

use std::fmt;
use std::io::BufRead;

use smtpwire::{Connection, Error, ErrorCode, ProxyHeader, Step};

use crate::explain::Circumstances;
use crate::failure::TlsFailure;
use crate::leave::Leave;
use crate::role::Role;
use crate::sealer::Sealer;
use crate::session::TlsSession;
use crate::stage::{Farewell, Input, Stage};
use crate::trace::Trace;

/// How many octets are taken at once.
const ROOM: usize = 64 * 1024;
/// How many octets are kept of what comes though there is no room, before the connection fails; the
/// longest PROXY header is shorter.
const MOST_HELD: usize = 4 * ROOM;
/// How much of what a peer says in place of TLS is kept to tell of it.
const HEARD: usize = 64;

/// A connection with TLS around it.
pub(crate) struct Layer<C: Connection, R> {
    pub(crate) inside: C,
    pub(crate) role: R,
    stage: Stage,
    sealer: Sealer,
    /// Records that there was no room for inside.
    held: Vec<u8>,
    /// The handshake comes first, as on port 465.
    implicit: bool,
    /// The event that handed the connection over; when TLS is up, the one that says so.
    news: Option<C::Event>,
    session: Option<TlsSession>,
    failure: Option<Box<TlsFailure>>,
    /// The first octets of the handshake, while it is under way.
    heard: Vec<u8>,
    input: Input,
    farewell: Farewell,
    leave: Leave,
    pub(crate) trace: Trace,
}

impl<C: Connection, R: Role<C>> Layer<C, R> {
    /// A connection that begins in plaintext.
    pub(crate) fn plain(inside: C, role: R, leave: Leave) -> Self {
        Self::at(inside, role, leave, Stage::Plain)
    }

    /// A connection that begins with a handshake, or with a PROXY header before it.
    pub(crate) fn implicit(inside: C, role: R, leave: Leave, proxy: bool) -> Self {
        let stage = if proxy { Stage::Proxy(Vec::new()) } else { Stage::Due };
        let mut layer = Self::at(inside, role, leave, stage);
        layer.implicit = true;
        layer.begin();
        layer
    }

    fn at(inside: C, role: R, leave: Leave, stage: Stage) -> Self {
        Self {
            inside,
            role,
            stage,
            sealer: Sealer::default(),
            held: Vec::new(),
            implicit: false,
            news: None,
            session: None,
            failure: None,
            heard: Vec::new(),
            input: Input::Open,
            farewell: Farewell::NotDue,
            leave,
            trace: Trace::default(),
        }
    }

    /// What the handshake came to.
    pub(crate) fn session(&self) -> Option<&TlsSession> {
        self.session.as_ref()
    }

    /// Why TLS failed.
    pub(crate) fn failure(&self) -> Option<&TlsFailure> {
        self.failure.as_deref()
    }

    /// Begins the handshake, if all that belongs before it is written.
    fn begin(&mut self) {
        if !matches!(self.stage, Stage::Due) || !self.inside.output().is_empty() {
            return;
        }
        match self.role.start() {
            Ok(mut tls) => {
                // How much is sealed at once is the sealer's to watch.
                tls.set_buffer_limit(None);
                self.sealer.take_records(&mut tls);
                self.stage = Stage::Handshake(Box::new(tls));
            }
            Err(failure) => self.fail(failure),
        }
    }

    fn circumstances(&self) -> Circumstances<'_> {
        let Self { implicit, heard, .. } = self;
        Circumstances {
            side: self.role.side(),
            implicit: *implicit,
            received: heard,
            verdict: self.role.verdict(),
        }
    }

    /// Nothing is due any more when the connection inside has failed meanwhile: its last words are
    /// in plaintext.
    fn still_due(&mut self, now: u64) {
        if matches!(self.stage, Stage::Due)
            && !matches!(self.inside.next_event(now), Ok(Step::Paused))
        {
            self.stage = Stage::Plain;
            self.news = None;
        }
    }

    fn fail(&mut self, failure: TlsFailure) {
        self.stage = Stage::Over;
        self.held = Vec::new();
        self.role.failed(&mut self.inside, &failure);
        self.failure.get_or_insert(Box::new(failure));
    }

    /// Takes records, as far as there is room for what is in them.
    fn take(&mut self, octets: &[u8], now: u64) {
        let handshake = matches!(self.stage, Stage::Handshake(_));
        if handshake && self.heard.len() < HEARD {
            let more = HEARD.saturating_sub(self.heard.len()).min(octets.len());
            self.heard.extend_from_slice(octets.get(..more).unwrap_or_default());
        }
        let mut rest = octets;
        while !rest.is_empty() {
            let (Stage::Handshake(tls) | Stage::Open(tls)) = &mut self.stage else { return };
            match tls.read_tls(&mut rest) {
                // The peer has closed its side: what follows is none of it.
                Ok(0) => break,
                Ok(_) => {}
                // There is plaintext that nobody has taken yet.
                Err(_) if tls.reader().fill_buf().is_ok_and(|waiting| !waiting.is_empty()) => {
                    self.held.extend_from_slice(rest);
                    return;
                }
                // No plaintext is in the way: one message of the handshake has filled all the room
                // that there is for it.
                Err(_) => {
                    let failure = TlsFailure::endless(&self.circumstances());
                    return self.fail(failure);
                }
            }
            match tls.process_new_packets() {
                Ok(state) if state.peer_has_closed() && self.input == Input::Open => {
                    self.input = Input::Closed;
                }
                Ok(_) => {}
                Err(error) => {
                    // The alert that says why.
                    self.sealer.take_records(tls);
                    // What came before the fault counts.
                    self.deliver(now);
                    let failure = TlsFailure::of(&error, &self.circumstances());
                    self.fail(failure);
                    return;
                }
            }
            self.establish(now);
            self.deliver(now);
        }
    }

    /// The connection inside is over: keeps why there is no TLS where it has run out of patience with
    /// it, and writes nothing more to a peer that takes nothing.
    fn notice_end(&mut self, over: &Result<Step<C::Event>, Error>) {
        self.leave.begin();
        match over.as_ref().err().map(Error::code) {
            Some(ErrorCode::TlsTimeout) if self.failure.is_none() => {
                self.failure = Some(Box::new(TlsFailure::timed_out(&self.circumstances())));
            }
            Some(ErrorCode::WriteTimeout) => self.leave.give_up(),
            _ => {}
        }
    }

    /// Notices the end of the handshake.
    fn establish(&mut self, now: u64) {
        let Stage::Handshake(tls) = &mut self.stage else { return };
        self.sealer.take_records(tls);
        if tls.is_handshaking() {
            return;
        }
        let session = self.role.session(tls);
        let told =
            session.as_ref().map(|session| self.role.established(&mut self.inside, session, now));
        match told {
            Some(Ok(())) => {
                self.news = Some(self.role.news(self.news.take()));
                self.session = session;
                self.heard = Vec::new();
                self.trace.established();
                let Stage::Handshake(tls) = std::mem::replace(&mut self.stage, Stage::Over) else {
                    return;
                };
                self.stage = Stage::Open(tls);
            }
            // Somebody has told it to the connection inside, whose TLS is this layer's.
            _ => self.fail(TlsFailure::misconfigured(
                "the connection inside did not wait for the end of the handshake",
            )),
        }
    }

    /// Hands in what came out of the records, as far as there is room. Whether there was something.
    fn deliver(&mut self, now: u64) -> bool {
        let mut some = false;
        let Stage::Open(tls) = &mut self.stage else { return false };
        loop {
            let room = self.inside.input_room();
            let mut reader = tls.reader();
            // An error is the end of the stream, or that nothing is there.
            let Ok(chunk) = reader.fill_buf() else { return some };
            let taken = chunk.len().min(room);
            if taken == 0 {
                return some;
            }
            let chunk = chunk.get(..taken).unwrap_or_default();
            self.trace.received(chunk);
            // An error here is one of the connection, which its next event repeats.
            let _ = self.inside.receive(chunk, now);
            reader.consume(taken);
            some = true;
        }
    }

    /// Goes on with what waits: plaintext, records, the end of the stream. Whether there was
    /// something.
    fn go_on(&mut self, now: u64) -> bool {
        if self.deliver(now) {
            return true;
        }
        let room = matches!(self.stage, Stage::Handshake(_)) || self.inside.input_room() > 0;
        if room && !self.held.is_empty() {
            let held = std::mem::take(&mut self.held);
            self.take(&held, now);
            return true;
        }
        if self.input == Input::Closed && self.held.is_empty() && !self.has_plaintext() {
            self.input = Input::Told;
            if matches!(self.stage, Stage::Handshake(_)) {
                let failure = TlsFailure::cut_off(&self.circumstances());
                self.fail(failure);
            } else {
                self.inside.receive_eof(now);
            }
            return true;
        }
        false
    }

    /// Whether the connection inside may have nothing to write, and there are records nevertheless.
    fn last_words(&self) -> bool {
        let farewell = self.farewell == Farewell::Due && matches!(self.stage, Stage::Open(_));
        farewell || !self.sealer.is_empty()
    }

    fn has_plaintext(&mut self) -> bool {
        let Stage::Open(tls) = &mut self.stage else { return false };
        tls.reader().fill_buf().is_ok_and(|chunk| !chunk.is_empty())
    }

    /// The PROXY header stands before the handshake, and may come in one segment with it.
    fn take_proxy(&mut self, octets: &[u8], now: u64) -> Result<(), Error> {
        let Stage::Proxy(held) = &mut self.stage else { return Ok(()) };
        held.extend_from_slice(octets);
        let length = match ProxyHeader::parse(held) {
            Ok(None) => return Ok(()),
            Ok(Some((_, length))) => length,
            // The connection inside says what is wrong with it.
            Err(_) => held.len(),
        };
        let held = std::mem::take(held);
        let (header, behind) = held.split_at_checked(length).unwrap_or((&held, &[]));
        self.held = behind.to_vec();
        self.stage = Stage::Header;
        self.inside.receive(header, now)
    }
}

impl<C: Connection, R: Role<C>> Connection for Layer<C, R> {
    type Event = C::Event;

    fn receive(&mut self, octets: &[u8], now: u64) -> Result<(), Error> {
        match &mut self.stage {
            Stage::Plain | Stage::Due => {
                self.trace.received(octets);
                let taken = self.inside.receive(octets, now);
                self.still_due(now);
                taken
            }
            Stage::Proxy(_) => self.take_proxy(octets, now),
            // The connection inside is over: nobody is there to shake hands with.
            _ if self.farewell != Farewell::NotDue => Ok(()),
            Stage::Handshake(_) | Stage::Open(_) if self.held.is_empty() => {
                self.take(octets, now);
                Ok(())
            }
            Stage::Header | Stage::Handshake(_) | Stage::Open(_)
                if self.held.len().saturating_add(octets.len()) <= MOST_HELD =>
            {
                self.held.extend_from_slice(octets);
                Ok(())
            }
            // The host has not asked how much room there is.
            Stage::Header | Stage::Handshake(_) | Stage::Open(_) => {
                self.fail(TlsFailure::misconfigured("more was received than there was room for"));
                Err(ErrorCode::InputBufferFull.into())
            }
            Stage::Over => Ok(()),
        }
    }

    fn receive_eof(&mut self, now: u64) {
        match self.stage {
            Stage::Due | Stage::Handshake(_) | Stage::Proxy(_) | Stage::Header => {
                let failure = TlsFailure::cut_off(&self.circumstances());
                self.fail(failure);
            }
            Stage::Open(_) if self.input == Input::Open => self.input = Input::Closed,
            Stage::Open(_) => {}
            Stage::Plain | Stage::Over => self.inside.receive_eof(now),
        }
    }

    fn input_room(&self) -> usize {
        match &self.stage {
            Stage::Plain | Stage::Due => self.inside.input_room(),
            // A connection that has failed, as by its time, takes no header either.
            Stage::Proxy(_) if self.inside.input_room() == 0 => 0,
            Stage::Proxy(held) => MOST_HELD.saturating_sub(held.len()).min(ROOM),
            Stage::Header | Stage::Over => 0,
            _ if self.farewell != Farewell::NotDue || self.input != Input::Open => 0,
            _ if !self.held.is_empty() => 0,
            Stage::Open(_) if self.inside.input_room() == 0 => 0,
            Stage::Handshake(_) | Stage::Open(_) => ROOM,
        }
    }

    /// The handshake is this layer's.
    fn is_awaiting_tls(&self) -> bool {
        false
    }

    fn next_event(&mut self, now: u64) -> Result<Step<C::Event>, Error> {
        self.leave.tell(now);
        loop {
            if let Some(event) = self.news.take_if(|_| matches!(self.stage, Stage::Open(_))) {
                return Ok(Step::Event(event));
            }
            match self.inside.next_event(now) {
                Ok(Step::Event(event)) if self.role.hands_over(&event) => {
                    self.news = Some(event);
                    self.stage = Stage::Due;
                    self.begin();
                }
                Ok(Step::Paused) if matches!(self.stage, Stage::Header) => {
                    self.stage = Stage::Due;
                    self.begin();
                }
                Ok(Step::Paused) if matches!(self.stage, Stage::Due) => {
                    return Ok(Step::NeedOutput);
                }
                Ok(Step::Paused) if matches!(self.stage, Stage::Handshake(_)) => {
                    if !self.go_on(now) {
                        return Ok(Step::NeedData);
                    }
                }
                Ok(Step::NeedData) if self.go_on(now) => {}
                Ok(Step::Event(event)) => {
                    self.role.tells(&self.inside, &event);
                    return Ok(Step::Event(event));
                }
                over @ (Ok(Step::Closed) | Err(_)) => {
                    if self.farewell == Farewell::NotDue {
                        self.farewell = Farewell::Due;
                    }
                    self.notice_end(&over);
                    return over;
                }
                other => return other,
            }
        }
    }

    fn output(&mut self) -> &[u8] {
        if self.leave.has_given_up() {
            return &[];
        }
        match &mut self.stage {
            Stage::Plain | Stage::Proxy(_) | Stage::Header | Stage::Due => {
                return self.inside.output();
            }
            Stage::Open(tls) => {
                let plaintext = self.inside.output();
                let sealed = self.sealer.seal(tls, plaintext);
                self.trace.sent(sealed);
                let all = self.sealer.sealed() >= plaintext.len();
                if all && self.farewell == Farewell::Due {
                    self.farewell = Farewell::Said;
                    tls.send_close_notify();
                    self.sealer.take_records(tls);
                }
            }
            Stage::Handshake(tls) => self.sealer.take_records(tls),
            Stage::Over => {}
        }
        self.sealer.waiting()
    }

    fn advance_output(&mut self, octets: usize) -> Result<(), Error> {
        match &self.stage {
            Stage::Plain | Stage::Proxy(_) | Stage::Header | Stage::Due => {
                let written = self.inside.output().get(..octets).unwrap_or_default();
                self.trace.sent(written);
                self.inside.advance_output(octets)?;
                self.begin();
                Ok(())
            }
            Stage::Handshake(_) | Stage::Open(_) | Stage::Over => {
                let plaintext = self.sealer.advance(octets)?;
                self.leave.wrote();
                if plaintext > 0 {
                    // A connection that has failed may have dropped what it had to say.
                    let _ = self.inside.advance_output(plaintext);
                }
                Ok(())
            }
        }
    }

    fn next_deadline(&self) -> Option<u64> {
        let last_words = self.last_words().then(|| self.leave.deadline()).flatten();
        self.inside.next_deadline().into_iter().chain(last_words).min()
    }

    fn handle_timeout(&mut self, now: u64) {
        self.leave.tell(now);
        if self.last_words() && self.leave.is_due() {
            self.leave.give_up();
        }
        self.inside.handle_timeout(now);
        self.still_due(now);
    }
}

/// Shows how far TLS has come, and nothing of what is said in it.
impl<C: Connection, R> fmt::Debug for Layer<C, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stage = match self.stage {
            Stage::Plain => "plain",
            Stage::Proxy(_) | Stage::Header => "proxy",
            Stage::Due => "due",
            Stage::Handshake(_) => "handshake",
            Stage::Open(_) => "open",
            Stage::Over => "over",
        };
        f.debug_struct("Layer")
            .field("stage", &stage)
            .field("records", &self.sealer.waiting().len())
            .field("held", &self.held.len())
            .field("session", &self.session)
            .field("failure", &self.failure)
            .finish_non_exhaustive()
    }
}
