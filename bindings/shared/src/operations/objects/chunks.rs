//! The chunks of BDAT.

use serde_bytes::ByteBuf;

use super::{Taken, options};
use crate::config::{ChunkOptions, ChunkTotalOptions, Plain, Spelling};
use crate::count::Count;
use crate::failure::Failure;
use crate::operations::operations;
use crate::values::Octets;

/// Counts the octets of one chunk.
#[derive(Clone, Debug)]
pub struct ChunkReader(smtpwire::ChunkReader);

impl ChunkReader {
    /// A chunk with these options: `size`; `discarding`, for a chunk that was refused, whose octets
    /// come all the same.
    ///
    /// # Errors
    /// `invalid-choice`.
    pub fn new(plain: Plain, spelling: Spelling) -> Result<Self, Failure> {
        let ChunkOptions { size, discarding } = options(plain, spelling)?;
        Ok(Self(if discarding {
            smtpwire::ChunkReader::discarding(size.0)
        } else {
            smtpwire::ChunkReader::new(size.0)
        }))
    }

    fn push(&mut self, mut octets: Vec<u8>) -> Taken {
        let given = octets.len();
        let (content, rest) = self.0.push(&octets);
        let (kept, rest) = (content.len(), rest.len());
        // The content, where there is any, is what the piece begins with.
        octets.truncate(kept);
        let consumed = given.saturating_sub(rest);
        Taken { content: ByteBuf::from(octets), consumed, done: self.0.is_done() }
    }
}

operations! {
    /// What a chunk is asked.
    ChunkReaderOperation on ChunkReader {
        /// Takes what belongs to the chunk from the front of these octets.
        push(chunk; octets: Octets) => Ok::<_, Failure>(chunk.push(octets.0));
        /// From now on, drops what comes.
        discard(chunk) => {
            chunk.0.discard();
            Ok::<_, Failure>(())
        };
        /// How many octets are missing.
        remaining(chunk) => Ok::<_, Failure>(Count(chunk.0.remaining()));
        /// Whether none is.
        is_done(chunk) => Ok::<_, Failure>(chunk.0.is_done());
        /// Whether what comes is dropped.
        is_discarding(chunk) => Ok::<_, Failure>(chunk.0.is_discarding());
    }
}

/// Counts the octets of all chunks of a message.
#[derive(Clone, Debug)]
pub struct ChunkTotal(smtpwire::ChunkTotal);

impl ChunkTotal {
    /// A total with these options: `limit`.
    ///
    /// # Errors
    /// `invalid-choice`.
    pub fn new(plain: Plain, spelling: Spelling) -> Result<Self, Failure> {
        let ChunkTotalOptions { limit } = options(plain, spelling)?;
        Ok(Self(smtpwire::ChunkTotal::new(limit.map(|limit| limit.0))))
    }
}

operations! {
    /// What a total is asked.
    ChunkTotalOperation on ChunkTotal {
        /// Counts a chunk before its octets come. One that is too much fails and is not counted.
        add(total; size: Count) => Ok::<_, Failure>(total.0.add(size.0)?);
        /// The octets of all chunks so far.
        octets(total) => Ok::<_, Failure>(Count(total.0.octets()));
    }
}
