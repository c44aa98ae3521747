//! Time: what is waited for, since when, and how long (RFC 5321 section 4.5.3.2).
//!
//! Some calls do not say what time it is. What happens in them counts from the next call that
//! does, so that no time is taken from the server which the host has spent.

use super::pending::Role;
use super::{Client, Life};
use crate::flow::error::{Error, ErrorCode};
use crate::types::command::Verb;

impl Client {
    /// When the host must call [`handle_timeout`](Self::handle_timeout), if nothing happens
    /// before; `None` when nothing is waited for.
    pub fn next_deadline(&self) -> Option<u64> {
        [self.read_deadline(), self.write_deadline()].into_iter().flatten().min()
    }

    /// The same where the session was given up with QUIT, to which no reply counts any more: the server
    /// must only take what is left of the output.
    pub(in crate::flow) fn farewell_deadline(&self) -> Option<u64> {
        if self.output().is_empty() { None } else { self.next_deadline() }
    }

    /// The time has come that [`next_deadline`](Self::next_deadline) gave; a call before it does
    /// nothing. What came of it, [`next_event`](Self::next_event) says.
    pub fn handle_timeout(&mut self, now: u64) {
        let now = self.tell(now);
        if self.write_deadline().is_some_and(|deadline| deadline <= now) {
            self.fail(ErrorCode::WriteTimeout.into());
        } else if self.read_deadline().is_some_and(|deadline| deadline <= now) {
            self.reply_is_late();
        }
    }

    fn reply_is_late(&mut self) {
        let verb = self.queue.front().map(|front| front.verb);
        let error = match (&self.life, verb) {
            // Nothing depends on the reply to QUIT any more.
            (Life::Open, Some(Verb::Quit)) => {
                self.life = Life::Closed;
                return;
            }
            (Life::New, _) => ErrorCode::GreetingTimeout.into(),
            (Life::Handshake { .. }, _) => ErrorCode::TlsTimeout.into(),
            (_, Some(verb)) => Error::new(ErrorCode::ReplyTimeout).with_detail(verb.as_str()),
            (_, None) => ErrorCode::ReplyTimeout.into(),
        };
        self.fail(error);
    }

    /// Since when a layer has more to write as soon as the output is written. A host that has taken the
    /// output and does not come back for more in time has a server that takes nothing.
    pub(in crate::flow) fn more_waits(&mut self, since: Option<u64>) {
        self.more = since;
    }

    /// Takes in what time it is, and gives the time that counts.
    #[inline]
    pub(super) fn tell(&mut self, now: u64) -> u64 {
        let now = self.clock.tell(now);
        if self.touched {
            self.touched = false;
            self.progress = now;
            self.queue.stamp(self.output.taken(), now);
        }
        now
    }

    /// Output is about to be put. Where there was none, the time to write it begins.
    #[inline]
    pub(super) fn about_to_put(&mut self) {
        self.touched |= self.output.is_empty();
    }

    /// Until when the server must say something.
    fn read_deadline(&self) -> Option<u64> {
        let timeouts = &self.config.timeouts;
        let (since, span) = match self.life {
            Life::Closed | Life::Failed(_) => return None,
            Life::New => (self.replied, timeouts.greeting),
            Life::Handshake { since, .. } => (since, timeouts.tls),
            Life::Open => {
                let front = self.queue.front()?;
                if self.is_challenged() || !front.whole || front.end > self.output.taken() {
                    return None;
                }
                let span = match (front.role, front.verb) {
                    (Role::Content | Role::LoneDot | Role::Last, _) => timeouts.data_termination,
                    (_, Verb::Mail) => timeouts.mail,
                    (_, Verb::Rcpt) => timeouts.rcpt,
                    (_, Verb::Data) => timeouts.data_initiation,
                    (_, Verb::Quit) => timeouts.quit,
                    _ => timeouts.command,
                };
                // In a group, a command's time begins when the reply before its own has come.
                let since = front.since.unwrap_or_else(|| self.clock.now());
                (since.max(self.replied), span)
            }
        };
        Some(since.saturating_add(span))
    }

    /// Until when some output must have been written.
    fn write_deadline(&self) -> Option<u64> {
        if !matches!(self.life, Life::Open | Life::Handshake { .. }) {
            return None;
        }
        if self.output.is_empty() {
            return self.more.map(|since| since.saturating_add(self.config.timeouts.data_block));
        }
        let since = if self.touched { self.clock.now() } else { self.progress };
        Some(since.saturating_add(self.config.timeouts.data_block))
    }
}
