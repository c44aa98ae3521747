//! The small objects that hold what a stream leaves open between two pieces: each a struct, made of
//! plain options, and a table of operations on it.
//!
//! `reply_reader` and `line_framer` cut a stream, `stuffer` and `unstuffer` carry the content of
//! DATA, `chunks` that of BDAT, and `content_scanner` looks at any.

mod chunks;
mod content_scanner;
mod line_framer;
mod reply_reader;
mod stuffer;
mod unstuffer;

pub use chunks::{ChunkReader, ChunkReaderOperation, ChunkTotal, ChunkTotalOperation};
pub(super) use content_scanner::scanner;
pub use content_scanner::{ContentScanner, ContentScannerOperation};
pub use line_framer::{LineFramer, LineFramerOperation};
pub use reply_reader::{ReplyReader, ReplyReaderOperation};
use serde::Serialize;
use serde_bytes::ByteBuf;
pub(super) use stuffer::stuffer;
pub use stuffer::{Stuffer, StufferOperation};
pub(super) use unstuffer::unstuffer;
pub use unstuffer::{Unstuffer, UnstufferOperation};

use crate::config::{self, FromPlain, Plain, Spelling};
use crate::failure::Failure;

/// The options of an object; none were given where there is null.
fn options<C: Default + FromPlain>(plain: Plain, spelling: Spelling) -> Result<C, Failure> {
    match plain {
        Plain::Null => Ok(C::default()),
        given => config::read_as("options", given, spelling),
    }
}

/// What was made of a piece of input.
#[derive(Serialize)]
struct Taken {
    /// The content in it.
    content: ByteBuf,
    /// How many octets of the piece were taken; the others belong to what follows.
    consumed: usize,
    /// Whether the end has come.
    done: bool,
}
