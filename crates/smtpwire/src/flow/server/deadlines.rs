//! How long the client may take (RFC 5321 section 4.5.3.2.7), and the host.

use super::answers::Pause;
use super::{Mode, Server, replies};
use crate::flow::error::ErrorCode;

/// From when on it is counted. `None`: from the next time that the host tells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timers {
    /// Since when the client owes a command or content, or the host an answer.
    waiting: Option<u64>,
    /// Since when the client has taken none of the output.
    writing: Option<u64>,
}

impl Timers {
    pub(super) const fn new(now: u64) -> Self {
        Self { waiting: Some(now), writing: Some(now) }
    }

    /// The client did what it owed, or the host did.
    pub(super) const fn restart(&mut self) {
        self.waiting = None;
    }

    /// The client took some of the output, or there is some to take now.
    pub(super) const fn wrote(&mut self) {
        self.writing = None;
    }
}

impl Server {
    /// Takes in what time it is.
    #[inline]
    pub(super) fn tell(&mut self, now: u64) {
        let now = self.clock.tell(now);
        self.timers.waiting.get_or_insert(now);
        self.timers.writing.get_or_insert(now);
    }

    /// When [`handle_timeout`](Self::handle_timeout) is to be called, in the host's milliseconds;
    /// `None` when nothing is waited for. A host that owes an answer has a time for it, too; and after a
    /// failure the client has its time to take what is left of the output.
    ///
    /// A command line must be whole in its time, however slowly its octets come; content must only
    /// go on coming.
    pub fn next_deadline(&self) -> Option<u64> {
        match (self.reading_deadline(), self.writing_deadline()) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    fn reading_deadline(&self) -> Option<u64> {
        let timeouts = &self.config.timeouts;
        let after =
            |time: u64| Some(self.timers.waiting.unwrap_or(self.clock.now()).saturating_add(time));
        match (&self.pause, &self.mode) {
            _ if self.failed.is_some() => None,
            (Some(Pause::Tls), _) => after(timeouts.tls),
            (Some(_), _) => after(timeouts.answer),
            (None, Mode::Closed | Mode::Finish) => None,
            (None, Mode::Greeting(from)) => *from,
            (None, _) => after(timeouts.idle),
        }
    }

    fn writing_deadline(&self) -> Option<u64> {
        let since = self.timers.writing.unwrap_or(self.clock.now());
        (!self.output.is_empty()).then(|| since.saturating_add(self.config.timeouts.data_block))
    }

    /// Does what is due at this time; before the deadline, nothing. What came of it,
    /// [`next_event`](Self::next_event) tells. Output that the client did not take in its time is dropped.
    pub fn handle_timeout(&mut self, now: u64) {
        self.tell(now);
        let due = |deadline: Option<u64>| deadline.is_some_and(|at| at <= self.clock.now());
        if due(self.writing_deadline()) {
            self.output.clear();
            if self.failed.is_none() {
                self.fail(ErrorCode::WriteTimeout.into(), None);
            }
        } else if due(self.reading_deadline()) {
            match (&self.pause, &self.mode) {
                (Some(Pause::Tls), _) => drop(self.fail(ErrorCode::TlsTimeout.into(), None)),
                (Some(_), _) => {
                    drop(self.fail(ErrorCode::AnswerTimeout.into(), Some(&replies::NOT_ANSWERED)));
                }
                // That is when the client is greeted.
                (_, Mode::Greeting(_)) => {}
                // A proxy understands no reply.
                (_, Mode::Proxy) => drop(self.fail(ErrorCode::IdleTimeout.into(), None)),
                _ => drop(self.fail(ErrorCode::IdleTimeout.into(), Some(&replies::TIMED_OUT))),
            }
        }
    }
}
