//! What a client tells its host.

use alloc::vec::Vec;
use core::fmt;

use crate::types::auth::Mechanism;
use crate::types::command::Verb;
use crate::types::reply::Reply;

/// The name of one command of a connection. Replies carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandId(pub(super) u64);

impl CommandId {
    /// The number: 1 for the connection's first command, and one more for each that follows.
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Something that the server said.
///
/// Where a command succeeded in a way that changes what can be done next, there is an event of its
/// own; all other final replies, refusals of those commands included, are [`ClientEvent::Reply`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientEvent {
    /// The greeting. When it is a refusal (4yz, 5yz), only QUIT may follow.
    Greeting {
        /// What the server said.
        reply: Reply<'static>,
    },
    /// EHLO, LHLO or HELO was accepted. What the server offers is in
    /// [`Client::capabilities`](super::Client::capabilities); after HELO that is nothing.
    Ehlo {
        /// The command, also where the client fell back to HELO by itself.
        id: CommandId,
        /// What the server said.
        reply: Reply<'static>,
    },
    /// A command's final reply. That of a refused STARTTLS, AUTH or EHLO comes as this too.
    Reply {
        /// The command.
        id: CommandId,
        /// What the command was. HELO where a fallback from EHLO was refused as well.
        verb: Verb,
        /// What the server said.
        reply: Reply<'static>,
    },
    /// DATA was answered 354: give the content, then its end.
    DataReady {
        /// The DATA command.
        id: CommandId,
        /// What the server said.
        reply: Reply<'static>,
    },
    /// The final reply to a message: with 2yz the server has taken responsibility for it.
    ContentReply {
        /// The DATA, the last BDAT or the last BURL.
        id: CommandId,
        /// What the server said.
        reply: Reply<'static>,
    },
    /// LMTP: the final reply to a message for one recipient (RFC 2033 section 4.2).
    RecipientReply {
        /// The RCPT command.
        id: CommandId,
        /// Which of the accepted recipients it is, from 0.
        index: usize,
        /// What the server said.
        reply: Reply<'static>,
        /// Whether it is the last of the message.
        last: bool,
    },
    /// STARTTLS was accepted: do the handshake, then call
    /// [`tls_established`](super::Client::tls_established) or
    /// [`tls_failed`](super::Client::tls_failed). Until then the client is paused.
    ///
    /// A connection that does TLS itself (`smtpwire-tls`) never tells this: it tells
    /// [`TlsEstablished`](Self::TlsEstablished).
    StartTls {
        /// The command.
        id: CommandId,
        /// What the server said.
        reply: Reply<'static>,
    },
    /// TLS is up. Told by a connection that does TLS itself (`smtpwire-tls`), and by no other: the
    /// handshake is done, and nothing is waited for.
    TlsEstablished {
        /// The STARTTLS command, whoever gave it; `None` where TLS came first.
        id: Option<CommandId>,
        /// What the server said to it.
        reply: Option<Reply<'static>>,
    },
    /// The server's challenge in an exchange that the host does by itself
    /// ([`auth_raw`](super::Client::auth_raw)): answer with
    /// [`auth_response`](super::Client::auth_response) or
    /// [`auth_cancel`](super::Client::auth_cancel). Until then the client is paused.
    Challenge {
        /// The AUTH command.
        id: CommandId,
        /// The challenge, decoded from base64.
        octets: Vec<u8>,
    },
    /// The server accepted the credentials.
    Authenticated {
        /// The AUTH command.
        id: CommandId,
        /// What the server said.
        reply: Reply<'static>,
        /// The mechanism that was used.
        mechanism: Mechanism<'static>,
    },
    /// The server closes the connection (421), which it may say at any moment. No command that is
    /// pending will be answered; see [`unanswered`](super::Client::unanswered).
    Closing {
        /// What the server said.
        reply: Reply<'static>,
    },
}

impl ClientEvent {
    /// What the server said; `None` for a challenge, and for TLS that came before all else.
    pub fn reply(&self) -> Option<&Reply<'static>> {
        match self {
            Self::Greeting { reply }
            | Self::Ehlo { reply, .. }
            | Self::Reply { reply, .. }
            | Self::DataReady { reply, .. }
            | Self::ContentReply { reply, .. }
            | Self::RecipientReply { reply, .. }
            | Self::StartTls { reply, .. }
            | Self::Authenticated { reply, .. }
            | Self::Closing { reply } => Some(reply),
            Self::TlsEstablished { reply, .. } => reply.as_ref(),
            Self::Challenge { .. } => None,
        }
    }

    /// The command that this belongs to; `None` for the greeting, for 421, and for TLS that came
    /// before all else.
    pub fn id(&self) -> Option<CommandId> {
        match self {
            Self::Ehlo { id, .. }
            | Self::Reply { id, .. }
            | Self::DataReady { id, .. }
            | Self::ContentReply { id, .. }
            | Self::RecipientReply { id, .. }
            | Self::StartTls { id, .. }
            | Self::Challenge { id, .. }
            | Self::Authenticated { id, .. } => Some(*id),
            Self::TlsEstablished { id, .. } => *id,
            Self::Greeting { .. } | Self::Closing { .. } => None,
        }
    }
}

/// How much of a command has been written to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sent {
    /// Nothing: the server can't have acted on it.
    No,
    /// Some of its octets, so the server has not read it whole.
    Partly,
    /// All of it: the server may have acted on it, and its reply was lost or is on its way.
    Wholly,
}
