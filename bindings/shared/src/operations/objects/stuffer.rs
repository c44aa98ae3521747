//! Content on its way to the wire.

use serde_bytes::ByteBuf;
use smtpwire::ErrorCode;

use super::options;
use crate::config::{ContentOptions, Plain, Spelling};
use crate::count::Count;
use crate::failure::Failure;
use crate::operations::operations;
use crate::values::Octets;

/// Writes content for DATA, piece by piece.
#[derive(Clone, Debug)]
pub struct Stuffer {
    stuffer: smtpwire::Stuffer,
    is_finished: bool,
}

/// The core's, with these options.
pub(in crate::operations) fn stuffer(options: ContentOptions) -> smtpwire::Stuffer {
    smtpwire::Stuffer::new()
        .with_line_ends(options.line_ends.into())
        .with_max_line(options.max_line)
}

impl Stuffer {
    /// A stuffer with these options: `line_ends`, `max_line`.
    ///
    /// # Errors
    /// `invalid-choice`.
    pub fn new(plain: Plain, spelling: Spelling) -> Result<Self, Failure> {
        Ok(Self { stuffer: stuffer(options(plain, spelling)?), is_finished: false })
    }

    fn write(
        &mut self,
        write: impl FnOnce(&mut smtpwire::Stuffer, &mut Vec<u8>) -> Result<(), smtpwire::ContentError>,
    ) -> Result<ByteBuf, Failure> {
        if self.is_finished {
            let code = ErrorCode::AlreadyClosed;
            return Err(Failure::usage(code, "the end mark of this content was written already"));
        }
        let mut wire = Vec::new();
        write(&mut self.stuffer, &mut wire)?;
        Ok(ByteBuf::from(wire))
    }

    fn finish(&mut self) -> Result<ByteBuf, Failure> {
        let wire = self.write(|stuffer, wire| stuffer.clone().finish(wire))?;
        self.is_finished = true;
        Ok(wire)
    }
}

operations! {
    /// What a stuffer is asked.
    StufferOperation on Stuffer {
        /// What goes over the wire for the next piece of content. A last CR is kept back until it is
        /// known what follows it.
        push(stuffer; content: Octets) => stuffer.write(|stuffer, wire| stuffer.push(&content, wire));
        /// The end mark, behind what was kept back.
        finish(stuffer) => stuffer.finish();
        /// How many octets of content have come.
        octets(stuffer) => Ok::<_, Failure>(Count(stuffer.stuffer.octets()));
    }
}
