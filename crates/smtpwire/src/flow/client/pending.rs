//! The commands that have no reply yet, in their order: those written, then those that wait.
//!
//! Replies carry no name, so they are matched by counting (RFC 2920 section 3.1). All of that is
//! done here and nowhere else.

use alloc::collections::VecDeque;

use super::event::{CommandId, Sent};
use crate::flow::output::Output;
use crate::types::command::Verb;

/// What a reply to a pending entry means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A command.
    Command,
    /// The BDAT or BURL that ends a message: its reply is the message's.
    Last,
    /// The end of DATA's content.
    Content,
    /// The lone dot behind a 354 that came though no recipient was accepted.
    LoneDot,
}

/// A command without its reply. Positions count octets of output since the connection began.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    pub(super) id: CommandId,
    pub(super) verb: Verb,
    pub(super) role: Role,
    /// Where its first octet stands.
    pub(super) start: u64,
    /// Where it ends; behind the chunk, for BDAT.
    pub(super) end: u64,
    /// How much input had come when it was written: its reply can't begin before that.
    pub(super) floor: u64,
    /// Whether all of it has been queued; false while a BDAT's chunk lacks octets.
    pub(super) whole: bool,
    /// When the last of it was taken by the host.
    pub(super) since: Option<u64>,
}

impl Pending {
    /// Whether nothing may be written behind it before its reply has come.
    fn ends_a_group(&self) -> bool {
        match self.role {
            Role::Command => self.verb.ends_a_group(),
            // RFC 2920 section 3.1: content may be the first thing in a group.
            Role::Last | Role::Content | Role::LoneDot => false,
        }
    }

    /// What the reply is one to, for people.
    pub(super) fn asked(&self) -> &'static str {
        match self.role {
            Role::Content | Role::LoneDot => "the end of the content",
            Role::Last => "the last chunk",
            Role::Command => self.verb.as_str(),
        }
    }

    pub(super) fn sent(&self, taken: u64) -> Sent {
        if taken <= self.start {
            Sent::No
        } else if taken < self.end || !self.whole {
            Sent::Partly
        } else {
            Sent::Wholly
        }
    }
}

/// All commands without a reply.
#[derive(Debug, Default)]
pub(super) struct Queue {
    entries: VecDeque<Pending>,
    /// So many at the front have been put to the output.
    written: usize,
    /// So many at the front have their time.
    stamped: usize,
    /// The lines of the others.
    waiting: Output,
    /// Commands that will never be written, since the greeting refused service.
    dropped: VecDeque<Pending>,
}

impl Queue {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Pending> {
        self.entries.iter()
    }

    /// Everything that has no reply, and how much of it was written. `taken` is how far the host
    /// has taken the output.
    pub(super) fn unanswered(&self, taken: u64) -> impl Iterator<Item = (CommandId, Verb, Sent)> {
        let written = self.entries.iter().take(self.written).map(move |p| (p, p.sent(taken)));
        let waiting = self.entries.iter().skip(self.written).map(|p| (p, Sent::No));
        let dropped = self.dropped.iter().map(|p| (p, Sent::No));
        // Those were given before the QUIT that alone may be left.
        dropped.chain(written).chain(waiting).map(|(p, sent)| (p.id, p.verb, sent))
    }

    /// The oldest command that was written.
    #[inline]
    pub(super) fn front(&self) -> Option<&Pending> {
        self.entries.front().filter(|_| self.written > 0)
    }

    /// The same, to be changed; its time is taken anew.
    pub(super) fn front_mut(&mut self) -> Option<&mut Pending> {
        let written = self.written;
        self.stamped = 0;
        self.entries.front_mut().filter(|_| written > 0)
    }

    /// The newest command's verb.
    #[inline]
    pub(super) fn newest_verb(&self) -> Option<Verb> {
        self.entries.back().map(|entry| entry.verb)
    }

    /// The newest command.
    pub(super) fn newest_mut(&mut self) -> Option<&mut Pending> {
        self.entries.back_mut()
    }

    /// Takes the oldest command off, as its final reply has come.
    #[inline]
    pub(super) fn pop(&mut self) {
        if self.front().is_some() {
            self.entries.pop_front();
            self.written = self.written.saturating_sub(1);
            self.stamped = self.stamped.saturating_sub(1);
        }
    }

    /// Whether every command has been put to the output.
    #[inline]
    pub(super) fn is_all_written(&self) -> bool {
        self.written == self.entries.len()
    }

    /// Whether one more command may be put to the output now.
    #[inline]
    pub(super) fn may_write(&self, pipelining: bool) -> bool {
        match self.written.checked_sub(1).and_then(|last| self.entries.get(last)) {
            None => true,
            Some(last) => pipelining && !last.ends_a_group(),
        }
    }

    /// Puts a command behind all others. Its line goes to the output when it may be written now,
    /// and waits otherwise.
    #[inline]
    pub(super) fn push(&mut self, mut entry: Pending, line: &[u8], now: Option<&mut Output>) {
        let (out, directly) = match now {
            Some(output) => (output, true),
            None => (&mut self.waiting, false),
        };
        entry.start = out.put();
        out.extend(line);
        entry.end = out.put();
        self.entries.push_back(entry);
        if directly {
            self.written = self.entries.len();
        }
    }

    /// Puts something that is in the output already behind what is written, before what waits.
    pub(super) fn push_written(&mut self, entry: Pending) {
        self.entries.insert(self.written.min(self.entries.len()), entry);
        self.written = self.written.saturating_add(1);
    }

    /// Moves the oldest command that waits to the output; the entry, if there was one.
    pub(super) fn write_next(&mut self, output: &mut Output, floor: u64) -> Option<Pending> {
        let entry = self.entries.get_mut(self.written)?;
        let length = usize::try_from(entry.end.saturating_sub(entry.start)).unwrap_or(0);
        let line = self.waiting.waiting().get(..length)?;
        entry.start = output.put();
        output.extend(line);
        entry.end = output.put();
        entry.floor = floor;
        let entry = *entry;
        self.waiting.advance(length).ok()?;
        self.written = self.written.saturating_add(1);
        if self.is_all_written() {
            self.waiting.release();
        }
        Some(entry)
    }

    /// Notes the time for what the host has taken since this was last called.
    pub(super) fn stamp(&mut self, taken: u64, now: u64) {
        for entry in self.entries.iter_mut().take(self.written).skip(self.stamped) {
            if entry.end > taken || !entry.whole {
                break;
            }
            entry.since.get_or_insert(now);
            self.stamped = self.stamped.saturating_add(1);
        }
    }

    /// Drops all that waits but a QUIT at its end: the server will hear nothing else.
    pub(super) fn drop_all_but_quit(&mut self) {
        let quit = self.entries.pop_back_if(|newest| newest.verb == Verb::Quit);
        self.dropped.append(&mut self.entries);
        (self.written, self.stamped) = (0, 0);
        self.waiting = Output::new();
        if let Some(quit) = quit {
            self.push(quit, b"QUIT\r\n", None);
        }
    }
}
