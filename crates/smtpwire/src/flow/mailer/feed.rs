//! Content on its way into the client's output, by DATA or in chunks.

use alloc::vec::Vec;

use super::plan::Transfer;
use crate::flow::client::{Client, CommandId};
use crate::flow::error::Error;

/// The largest chunk that a whole message is cut into. A server can refuse between two.
const CHUNK: usize = 1 << 20;
/// The chunk that streamed content is collected into.
const STREAMED_CHUNK: usize = 65_536;

/// How much of a message's content has been written.
#[allow(clippy::struct_excessive_bools, reason = "each is one independent fact")]
#[derive(Debug)]
pub(super) struct Feed {
    transfer: Transfer,
    /// Nothing in the whole message is to be refused or changed.
    verbatim: bool,
    /// So much of a whole message, or of the streamed chunk, is in the output.
    at: usize,
    /// So much of the chunk that was announced is not.
    chunk_left: usize,
    /// Streamed content for the next chunk, or of the one that is being written.
    collected: Vec<u8>,
    /// `collected` was announced, and grows no more.
    closed: bool,
    /// The last chunk was announced, or the end mark written.
    finished: bool,
    /// The host has given all content.
    ended: bool,
}

impl Feed {
    pub(super) fn new(transfer: Transfer, verbatim: bool) -> Self {
        Self {
            transfer,
            verbatim,
            at: 0,
            chunk_left: 0,
            collected: Vec::new(),
            closed: false,
            finished: false,
            ended: false,
        }
    }

    /// Whether the host has said that there is no more content.
    pub(super) fn is_ended(&self) -> bool {
        self.ended
    }

    /// The host has given all content.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }

    /// Whether octets are owed that a BDAT has announced.
    pub(super) fn is_inside_chunk(&self) -> bool {
        self.chunk_left > 0
    }

    /// Whether all of the content, and its end, is in the output.
    pub(super) fn is_finished(&self) -> bool {
        self.finished && self.chunk_left == 0
    }

    /// How many octets of the host's content can be taken now.
    pub(super) fn room(&self, client: &Client) -> usize {
        match self.transfer {
            Transfer::Data => client.room_for_a_piece(),
            Transfer::Bdat if self.closed => 0,
            Transfer::Bdat => STREAMED_CHUNK.saturating_sub(self.collected.len()),
        }
    }

    /// Takes content of the host, as much as there is room for.
    pub(super) fn take(&mut self, client: &mut Client, octets: &[u8]) -> Result<usize, Error> {
        if self.transfer == Transfer::Data {
            return client.content(octets);
        }
        let (piece, _) = octets.split_at_checked(self.room(client)).unwrap_or((octets, &[]));
        self.collected.extend_from_slice(piece);
        Ok(piece.len())
    }

    /// Writes what there is and fits. `whole` is the content when it is not streamed; `more` asks
    /// whether one more chunk, or the end, may be written now; `announced` hears of each BDAT.
    pub(super) fn write(
        &mut self,
        client: &mut Client,
        whole: Option<&[u8]>,
        mut more: impl FnMut(&Client) -> bool,
        mut announced: impl FnMut(CommandId),
    ) -> Result<(), Error> {
        match (self.transfer, whole) {
            (Transfer::Data, whole) => {
                if self.finished || !more(client) {
                    return Ok(());
                }
                if let Some(octets) = whole {
                    let left = octets.len().saturating_sub(self.at);
                    self.ended = self.put(client, octets, left)? == left;
                }
                if self.ended {
                    client.end_content()?;
                    self.finished = true;
                }
            }
            (Transfer::Bdat, Some(octets)) => loop {
                self.chunk_left =
                    self.chunk_left.saturating_sub(self.put(client, octets, self.chunk_left)?);
                if self.chunk_left > 0 || self.finished || !more(client) {
                    break;
                }
                let left = octets.len().saturating_sub(self.at);
                self.finished = left <= CHUNK;
                self.chunk_left = left.min(CHUNK);
                announced(client.bdat(self.chunk_left as u64, self.finished)?);
            },
            (Transfer::Bdat, None) => loop {
                let octets = core::mem::take(&mut self.collected);
                let put = self.put(client, &octets, self.chunk_left);
                self.collected = octets;
                self.chunk_left = self.chunk_left.saturating_sub(put?);
                if self.chunk_left > 0 {
                    break;
                }
                if self.closed {
                    self.collected.clear();
                    self.closed = false;
                    self.at = 0;
                }
                let full = self.collected.len() >= STREAMED_CHUNK;
                if self.finished || !(full || self.ended) || !more(client) {
                    break;
                }
                self.finished = self.ended;
                self.chunk_left = self.collected.len();
                self.closed = true;
                announced(client.bdat(self.chunk_left as u64, self.finished)?);
            },
        }
        Ok(())
    }

    /// Puts at most so many of these octets, from where the last time ended, and says how many.
    fn put(&mut self, client: &mut Client, octets: &[u8], most: usize) -> Result<usize, Error> {
        let start = self.at;
        let end = start.saturating_add(most);
        while let Some(piece) = octets.get(self.at..end).filter(|piece| !piece.is_empty()) {
            if client.room_for_a_piece() == 0 {
                break;
            }
            let taken = client.content_found(piece, self.verbatim)?;
            self.at = self.at.saturating_add(taken);
        }
        Ok(self.at.saturating_sub(start))
    }
}
