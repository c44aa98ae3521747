//! What a connection says when it is asked for its next event.

/// The answer of `next_event`, in both roles.
///
/// Whatever it says, output may wait to be written: a host looks at `output()` after each call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step<E> {
    /// Something happened. There may be more: ask again.
    Event(E),
    /// Nothing more is to be had from the input that came: read from the peer, or wait for the
    /// deadline, or give the next command.
    NeedData,
    /// The output must be written to the peer before more input is handled, so that a peer that
    /// sends and never reads can't make the output grow.
    NeedOutput,
    /// The connection waits for the host's answer to an event, or for a TLS handshake.
    Paused,
    /// The session is over, in order. Write what is left of the output, then close.
    Closed,
}

impl<E> Step<E> {
    /// The event, if it is one.
    pub fn event(self) -> Option<E> {
        match self {
            Self::Event(event) => Some(event),
            _ => None,
        }
    }
}
