//! How single commands, contents and streams are read.

use serde::Deserialize;
use smtpwire::codec::transparency::MAX_TEXT_LINE;

use super::choices::choices;
use super::server::Leniency;
use super::words::{LineEndPolicy, LineEnds};
use crate::count::Count;

choices! {
    /// How a command line is read.
    CommandOptions of smtpwire::CommandOptions {
        leniency: Leniency,
        smtputf8: bool,
    }
}

impl CommandOptions {
    /// The core's options.
    pub fn build(self) -> smtpwire::CommandOptions {
        let mut options = smtpwire::CommandOptions::default();
        self.apply(&mut options);
        options
    }
}

/// What content may hold on its way to the wire.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContentOptions {
    /// What becomes of a bare CR or LF.
    pub line_ends: LineEnds,
    /// The longest line in octets without its CRLF; null for no limit.
    #[serde(deserialize_with = "crate::count::size_or_none")]
    pub max_line: Option<usize>,
}

impl Default for ContentOptions {
    fn default() -> Self {
        Self { line_ends: LineEnds::Reject, max_line: Some(MAX_TEXT_LINE) }
    }
}

/// What content may hold that comes from the wire.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UnstufferOptions {
    /// What becomes of a bare CR or LF.
    pub line_ends: LineEnds,
    /// The longest line in octets without its CRLF; null for no limit.
    #[serde(deserialize_with = "crate::count::size_or_none")]
    pub max_line: Option<usize>,
    /// The most octets of content; null for no limit.
    pub max_size: Option<Count>,
}

impl Default for UnstufferOptions {
    fn default() -> Self {
        let ContentOptions { line_ends, max_line } = ContentOptions::default();
        Self { line_ends, max_line, max_size: None }
    }
}

/// How a stream is cut into lines.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FramerOptions {
    /// The longest line in octets, with its CRLF: 512, as RFC 5321 section 4.5.3.1.4 has it.
    #[serde(deserialize_with = "crate::count::size")]
    pub limit: usize,
    /// What ends a line.
    pub line_ends: LineEndPolicy,
}

impl Default for FramerOptions {
    fn default() -> Self {
        Self { limit: 512, line_ends: LineEndPolicy::CrLfOnly }
    }
}

/// What a chunk is.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChunkOptions {
    /// How many octets it has.
    pub size: Count,
    /// Whether they are counted and dropped.
    pub discarding: bool,
}

/// How much all chunks of a message may have.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChunkTotalOptions {
    /// The most octets; null for no limit.
    pub limit: Option<Count>,
}
