//! Lines out of a stream.

use serde_bytes::{ByteBuf, Bytes};

use super::options;
use crate::config::{FramerOptions, LineEndPolicy, Plain, Spelling};
use crate::count::Size;
use crate::failure::Failure;
use crate::operations::operations;
use crate::values::Octets;

/// Cuts a stream into lines. It holds at most the limit of a line and 4096 octets.
#[derive(Clone, Debug)]
pub struct LineFramer(smtpwire::LineFramer);

impl LineFramer {
    /// A framer with these options: `limit`, `line_ends`.
    ///
    /// # Errors
    /// `invalid-choice`.
    pub fn new(plain: Plain, spelling: Spelling) -> Result<Self, Failure> {
        let chosen: FramerOptions = options(plain, spelling)?;
        let mut framer = smtpwire::LineFramer::new(chosen.limit);
        framer.set_policy(chosen.line_ends.into());
        Ok(Self(framer))
    }
}

operations! {
    /// What a framer is asked.
    LineFramerOperation on LineFramer {
        /// Takes octets from the front of these, and says how many: all, unless the buffer is full.
        push(framer; octets: Octets) => Ok::<_, Failure>(framer.0.push(&octets));
        /// The next line, without its end; null when none is whole. A line that is over-long or holds
        /// what it must not fails once, and is used up.
        next_line(framer) => Ok::<_, Failure>(framer.0.next_line()?.map(Bytes::new));
        /// What is buffered and not handed out.
        buffered(framer) => Ok::<_, Failure>(Bytes::new(framer.0.buffered()));
        /// Drops so many octets from the front of what is buffered; a line starts behind them.
        consume(framer; octets: Size) => {
            framer.0.consume(octets.0);
            Ok::<_, Failure>(())
        };
        /// All that is buffered, taken out; what is pushed next starts a line.
        take_rest(framer) => Ok::<_, Failure>(ByteBuf::from(framer.0.take_rest()));
        /// Whether all was handed out, and no line is under way.
        is_at_boundary(framer) => Ok::<_, Failure>(framer.0.is_at_boundary());
        /// Whether an over-long line is being dropped whose end has not come.
        is_discarding(framer) => Ok::<_, Failure>(framer.0.is_discarding());
        /// The longest line in octets, with its CRLF.
        limit(framer) => Ok::<_, Failure>(framer.0.limit());
        /// How many octets may be buffered.
        capacity(framer) => Ok::<_, Failure>(framer.0.capacity());
        /// Changes the longest line, for the one under way and those behind it.
        set_limit(framer; limit: Size) => {
            framer.0.set_limit(limit.0);
            Ok::<_, Failure>(())
        };
        /// Changes what ends a line, for what has not been looked at.
        set_line_ends(framer; line_ends: LineEndPolicy) => {
            framer.0.set_policy(line_ends.into());
            Ok::<_, Failure>(())
        };
    }
}
