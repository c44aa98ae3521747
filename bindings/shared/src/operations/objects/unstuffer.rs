//! Content from the wire.

use serde_bytes::ByteBuf;
use smtpwire::Progress;

use super::{Taken, options};
use crate::config::{Plain, Spelling, UnstufferOptions};
use crate::count::Count;
use crate::failure::Failure;
use crate::operations::operations;
use crate::values::Octets;

/// Reads content behind DATA, piece by piece, to its end mark.
#[derive(Clone, Debug)]
pub struct Unstuffer(smtpwire::Unstuffer);

/// The core's, with these options.
pub(in crate::operations) fn unstuffer(options: UnstufferOptions) -> smtpwire::Unstuffer {
    smtpwire::Unstuffer::new()
        .with_line_ends(options.line_ends.into())
        .with_max_line(options.max_line)
        .with_max_size(options.max_size.map(|size| size.0))
}

impl Unstuffer {
    /// An un-stuffer with these options: `line_ends`, `max_line`, `max_size`.
    ///
    /// # Errors
    /// `invalid-choice`.
    pub fn new(plain: Plain, spelling: Spelling) -> Result<Self, Failure> {
        Ok(Self(unstuffer(options(plain, spelling)?)))
    }

    fn push(&mut self, wire: &[u8]) -> Taken {
        let mut content = Vec::new();
        let (consumed, done) = match self.0.push(wire, &mut content) {
            Progress::NeedMore => (wire.len(), false),
            Progress::End { consumed } => (consumed, true),
        };
        Taken { content: ByteBuf::from(content), consumed, done }
    }
}

operations! {
    /// What an un-stuffer is asked.
    UnstufferOperation on Unstuffer {
        /// Takes the next piece, as far as the end mark. A fault is told by `outcome`; it is read on to
        /// the true end all the same.
        push(unstuffer; wire: Octets) => Ok::<_, Failure>(unstuffer.push(&wire));
        /// Whether the end mark has come.
        is_done(unstuffer) => Ok::<_, Failure>(unstuffer.0.is_done());
        /// How many octets of content have been handed out.
        octets(unstuffer) => Ok::<_, Failure>(Count(unstuffer.0.octets()));
        /// Fails with the first fault in what has come.
        outcome(unstuffer) => Ok::<_, Failure>(unstuffer.0.outcome()?);
    }
}
