//! How single commands, contents and streams are read.

use smtpwire::codec::transparency::MAX_TEXT_LINE;

use super::choices::choices;
use super::fields::{Fields, fields};
use super::server::Leniency;
use super::words::{LineEndPolicy, LineEnds};
use super::{FromPlain, Plain, Wrong};
use crate::count::{Count, Size};

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
#[derive(Clone, Copy, Debug)]
pub struct ContentOptions {
    /// What becomes of a bare CR or LF.
    pub line_ends: LineEnds,
    /// The longest line in octets without its CRLF; null for no limit.
    pub max_line: Option<usize>,
}

impl Default for ContentOptions {
    fn default() -> Self {
        Self { line_ends: LineEnds::Reject, max_line: Some(MAX_TEXT_LINE) }
    }
}

impl FromPlain for ContentOptions {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let mut fields = Fields::of(plain, &["line_ends", "max_line"])?;
        let Self { line_ends, max_line } = Self::default();
        Ok(Self {
            line_ends: fields.given()?.unwrap_or(line_ends),
            max_line: line(&mut fields, max_line)?,
        })
    }
}

/// A limit of a line, where null is none.
fn line(fields: &mut Fields, default: Option<usize>) -> Result<Option<usize>, Wrong> {
    let given: Option<Option<Size>> = fields.given()?;
    Ok(given.map_or(default, |limit| limit.map(|size| size.0)))
}

/// What content may hold that comes from the wire.
#[derive(Clone, Copy, Debug)]
pub struct UnstufferOptions {
    /// What becomes of a bare CR or LF.
    pub line_ends: LineEnds,
    /// The longest line in octets without its CRLF; null for no limit.
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

impl FromPlain for UnstufferOptions {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let mut fields = Fields::of(plain, &["line_ends", "max_line", "max_size"])?;
        let Self { line_ends, max_line, .. } = Self::default();
        Ok(Self {
            line_ends: fields.given()?.unwrap_or(line_ends),
            max_line: line(&mut fields, max_line)?,
            max_size: fields.option()?,
        })
    }
}

/// How a stream is cut into lines.
#[derive(Clone, Copy, Debug)]
pub struct FramerOptions {
    /// The longest line in octets, with its CRLF: 512, as RFC 5321 section 4.5.3.1.4 has it.
    pub limit: usize,
    /// What ends a line.
    pub line_ends: LineEndPolicy,
}

impl Default for FramerOptions {
    fn default() -> Self {
        Self { limit: 512, line_ends: LineEndPolicy::CrLfOnly }
    }
}

impl FromPlain for FramerOptions {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let mut fields = Fields::of(plain, &["limit", "line_ends"])?;
        let Self { limit, line_ends } = Self::default();
        Ok(Self {
            limit: fields.given()?.map_or(limit, |Size(limit)| limit),
            line_ends: fields.given()?.unwrap_or(line_ends),
        })
    }
}

/// What a chunk is.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChunkOptions {
    /// How many octets it has.
    pub size: Count,
    /// Whether they are counted and dropped.
    pub discarding: bool,
}

/// How much all chunks of a message may have.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChunkTotalOptions {
    /// The most octets; null for no limit.
    pub limit: Option<Count>,
}

fields!(ChunkOptions { size: or_default, discarding: or_default });
fields!(ChunkTotalOptions { limit: option });
