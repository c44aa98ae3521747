//! Cutting a stream of octets into lines: the first of the two stages of parsing.
//!
//! Input comes in arbitrary pieces; lines go out whole, without their CRLF, each exactly once.
//! Nothing here knows a verb or a reply code. [`LineScanner`] finds the lines in a slice that the
//! caller owns; [`LineFramer`] owns a bounded buffer and is what a connection uses. Both remember
//! how far they have looked, so that input which comes octet by octet costs linear time.

mod buffer;
mod scanner;
#[cfg(test)]
mod tests;

pub use buffer::LineFramer;
pub use scanner::{LineScanner, Scan};

/// What ends a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineEndPolicy {
    /// CRLF and nothing else (RFC 5321 section 2.3.8).
    #[default]
    CrLfOnly,
    /// CRLF, and a LF alone as well. For peers that are known to be broken; a line that one side
    /// ends at a bare LF and the other does not is how commands are smuggled.
    AcceptBareLf,
}

/// Why a line was refused. The line is used up, to its end; what follows it is a fresh line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The line, with its CRLF, has more octets than the limit allows.
    #[error("the line is longer than the {limit} octets that are allowed, CRLF included")]
    LineTooLong {
        /// The limit in octets, CRLF included.
        limit: usize,
    },
    /// A LF without a CR before it.
    #[error("a LF without a CR before it at octet {offset} of the line; lines end with CRLF")]
    BareLf {
        /// Where it stands, in octets from the start of the line.
        offset: usize,
    },
    /// A CR without a LF behind it.
    #[error("a CR without a LF behind it at octet {offset} of the line; lines end with CRLF")]
    BareCr {
        /// Where it stands, in octets from the start of the line.
        offset: usize,
    },
    /// A NUL.
    #[error("a NUL at octet {offset} of the line; no command or reply may hold one")]
    Nul {
        /// Where it stands, in octets from the start of the line.
        offset: usize,
    },
}

impl FrameError {
    /// The error's name, in words parted by hyphens; it stays the same from version to version.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::LineTooLong { .. } => "line-too-long",
            Self::BareLf { .. } => "bare-lf",
            Self::BareCr { .. } => "bare-cr",
            Self::Nul { .. } => "nul",
        }
    }
}
