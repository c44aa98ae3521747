//! Where the session stands, and where it will stand when all goes well.

use super::pending::{Pending, Role};
use crate::flow::order::{Answer, Phase, Standing, after_content, answer};
use crate::types::command::Verb;

/// What moves with replies. There are two of it: one that moves with the events that are handed
/// out, and one that runs ahead, by which commands are checked when they are queued.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is one independent fact")]
pub(super) struct Stand {
    pub(super) phase: Phase,
    pub(super) tls: bool,
    /// It is known who is at the other end of it: secrets may cross.
    pub(super) verified: bool,
    pub(super) authenticated: bool,
    /// A chunk was refused: what the server holds is indeterminate, and RSET must come before
    /// anything else of a transaction (RFC 3030 section 2).
    pub(super) spoiled: bool,
}

impl Stand {
    /// What the order of commands says to this verb.
    pub(super) fn answer(self, verb: Verb, lmtp: bool, binary: bool) -> Answer {
        let Self { phase, tls, authenticated, .. } = self;
        answer(phase, verb, Standing { lmtp, tls, authenticated, binary })
    }

    /// Where the session stands when this command is accepted.
    pub(super) fn after(mut self, entry: &Pending, lmtp: bool) -> Self {
        match entry.role {
            Role::Content | Role::LoneDot => {
                self.phase = after_content();
                self.spoiled = false;
                return self;
            }
            // Behind a chunk that was refused, the last one is refused too and ends nothing.
            Role::Last if self.spoiled => return self,
            Role::Last if self.phase == Phase::Rcpt || self.phase == Phase::Bdat => {
                self.phase = after_content();
                return self;
            }
            Role::Last | Role::Command => {}
        }
        // What was written was checked when it was queued; whether the body is binary changes
        // nothing about where a command leads.
        if let Answer::Allowed(next) = self.answer(entry.verb, lmtp, false) {
            self.phase = next;
        }
        match entry.verb {
            Verb::Auth => self.authenticated = true,
            // Behind a refused chunk only the server knows whether the old transaction is over; by
            // accepting MAIL it says so.
            Verb::Mail => (self.phase, self.spoiled) = (Phase::Mail, false),
            Verb::Ehlo | Verb::Helo | Verb::Lhlo | Verb::Rset => self.spoiled = false,
            Verb::XClient => (self.authenticated, self.spoiled) = (false, false),
            _ => {}
        }
        self
    }
}
