//! What a client knows of itself and of the session.

use core::fmt;

use super::event::{CommandId, Sent};
use super::{Client, Life};
use crate::flow::order::Phase;
use crate::types::capability::Capabilities;
use crate::types::command::Verb;
use crate::types::domain::Host;
use crate::types::reply::Reply;

impl Client {
    /// Where the session stands, by the events that were handed out.
    pub fn phase(&self) -> Phase {
        self.stand.phase
    }

    /// What the server offers, by its last reply to EHLO or LHLO. `None` before it, after HELO and
    /// after TLS came up.
    pub fn capabilities(&self) -> Option<&Capabilities<'static>> {
        self.capabilities.as_ref()
    }

    /// Whether TLS protects the session.
    pub fn is_tls(&self) -> bool {
        self.stand.tls
    }

    /// Whether TLS protects the session and the server has proven by it who it is, so that secrets
    /// may cross.
    pub fn is_verified(&self) -> bool {
        self.stand.verified
    }

    /// The name that the last EHLO or LHLO gave.
    pub fn ehlo_name(&self) -> Option<&Host<'static>> {
        self.name.as_ref()
    }

    /// Whether the server has accepted credentials.
    pub fn is_authenticated(&self) -> bool {
        self.stand.authenticated
    }

    /// How many commands have no reply yet, sent or not.
    pub fn pending(&self) -> usize {
        self.queue.len()
    }

    /// The server's greeting, once it has come.
    pub fn greeting(&self) -> Option<&Reply<'static>> {
        self.greeting.as_ref()
    }

    /// Whether QUIT was given.
    pub fn is_quitting(&self) -> bool {
        self.quitting
    }

    /// Whether the session is over or has failed.
    pub fn is_over(&self) -> bool {
        matches!(self.life, Life::Closed | Life::Failed(_))
    }

    /// The commands that have no reply, in their order, and how much of each was written; for
    /// DATA whose content has ended, how much of the end mark. When the connection is over, this
    /// is what is in doubt.
    pub fn unanswered(&self) -> impl Iterator<Item = (CommandId, Verb, Sent)> {
        self.queue.unanswered(self.output.taken())
    }

    /// Whether the end of the newest message (its end mark, or the last octet of its last chunk)
    /// has been written. If it has not, the server can't have taken the message.
    pub fn content_end_sent(&self) -> bool {
        self.content_end.is_some_and(|end| end <= self.output.taken())
    }
}

/// Shows where the session stands, and nothing that was said.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("life", &self.life)
            .field("phase", &self.stand.phase)
            .field("tls", &self.stand.tls)
            .field("authenticated", &self.stand.authenticated)
            .field("pending", &self.queue.len())
            .field("output", &self.output)
            .finish_non_exhaustive()
    }
}
