//! What was said inside TLS, for transcripts.

use std::fmt;

/// A piece of the conversation as the two sides had it, in the clear.
///
/// Handed out by `take_trace` of a connection whose tracing is on. It holds what was said, and so
/// passwords: whoever writes it down masks them, as `smtpwire check` does.
#[derive(Clone, PartialEq, Eq)]
pub enum Traced {
    /// These octets came from the peer.
    Received(Vec<u8>),
    /// These octets went to the peer.
    Sent(Vec<u8>),
    /// TLS came up here.
    Established,
}

/// Shows how much it was and not what.
impl fmt::Debug for Traced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Received(octets) => write!(f, "Received({} octets)", octets.len()),
            Self::Sent(octets) => write!(f, "Sent({} octets)", octets.len()),
            Self::Established => f.write_str("Established"),
        }
    }
}

/// Keeps what was said until it is asked for, if that was asked for at all.
#[derive(Debug, Default)]
pub(crate) struct Trace(Option<Vec<Traced>>);

impl Trace {
    pub(crate) fn set(&mut self, on: bool) {
        self.0 = on.then(|| self.0.take().unwrap_or_default());
    }

    pub(crate) fn take(&mut self) -> Vec<Traced> {
        self.0.as_mut().map(std::mem::take).unwrap_or_default()
    }

    pub(crate) fn received(&mut self, octets: &[u8]) {
        match &mut self.0 {
            Some(said) if !octets.is_empty() => match said.last_mut() {
                Some(Traced::Received(last)) => last.extend_from_slice(octets),
                _ => said.push(Traced::Received(octets.to_vec())),
            },
            _ => {}
        }
    }

    pub(crate) fn sent(&mut self, octets: &[u8]) {
        match &mut self.0 {
            Some(said) if !octets.is_empty() => match said.last_mut() {
                Some(Traced::Sent(last)) => last.extend_from_slice(octets),
                _ => said.push(Traced::Sent(octets.to_vec())),
            },
            _ => {}
        }
    }

    pub(crate) fn established(&mut self) {
        if let Some(said) = &mut self.0 {
            said.push(Traced::Established);
        }
    }
}
