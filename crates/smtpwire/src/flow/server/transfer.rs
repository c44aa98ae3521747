//! DATA and BDAT, up to the end of the message.

use alloc::boxed::Box;

use super::answers::Pause;
use super::content::Content;
use super::{Abort, Decisions, Mode, Server, ServerEvent, Turn, replies};
use crate::codec::chunk::ChunkReader;
use crate::codec::transparency::ContentError;
use crate::flow::order::{self, Phase};
use crate::types::code::EnhancedCode;
use crate::types::command::{Bdat, Verb};
use crate::types::reply::Reply;

/// A chunk under way.
#[derive(Debug)]
pub(super) struct Chunk {
    reader: ChunkReader,
    bdat: Bdat,
    /// What is answered once all of it has come, and whether the transaction ends with that.
    refusal: Option<Box<(Reply<'static>, Option<Abort>)>>,
}

/// Gives octets to the content under way, and says how many were taken: all that belong to it, up
/// to the size of one piece.
#[inline]
pub(super) fn feed(mode: &mut Mode, content: Option<&mut Content>, octets: &[u8]) -> usize {
    match (mode, content) {
        (Mode::Lines, Some(content)) => content.read(octets),
        (Mode::Chunk(chunk), content) => {
            let room = content.as_ref().map_or(octets.len(), |content| content.piece_room());
            let given = octets.get(..room).unwrap_or(octets);
            let (taken, rest) = chunk.reader.push(given);
            if let Some(content) = content
                && !taken.is_empty()
            {
                content.take_chunk(taken);
            }
            given.len().saturating_sub(rest.len())
        }
        _ => 0,
    }
}

impl Server {
    /// Takes what there is of the content under way, up to one piece.
    fn take_content(&mut self) {
        while !self.input.is_empty() {
            let content = self.content.as_deref_mut();
            let taken = feed(&mut self.mode, content, self.input.waiting());
            if taken == 0 {
                break;
            }
            self.input.consume(taken);
        }
    }

    fn piece(&mut self) -> Option<Turn> {
        let octets = self.content.as_mut()?.piece()?;
        Some(Turn::Event(ServerEvent::Content { octets }))
    }

    pub(super) fn data(&mut self) -> Turn {
        self.decide(Decisions::DATA, Pause::Data);
        Turn::Event(ServerEvent::Data)
    }

    pub(super) fn lines_turn(&mut self) -> Turn {
        self.take_content();
        if let Some(piece) = self.piece() {
            return piece;
        }
        let Some(content) = self.content.as_ref().filter(|content| content.has_ended()) else {
            return Turn::NeedData;
        };
        self.timers.restart();
        match content.outcome() {
            Ok(()) => self.message_turn(),
            Err(error) => {
                self.mode = Mode::Commands;
                self.refuse_content(error);
                Turn::Again
            }
        }
    }

    /// The content is whole and what it may be.
    pub(super) fn message_turn(&mut self) -> Turn {
        self.mode = Mode::Commands;
        let content = self.content.take();
        let size = content.as_ref().map_or(0, |content| content.size());
        let octets = content.and_then(|content| content.into_whole());
        let due = self.replies_to_content();
        self.decide(Decisions::MESSAGE, Pause::Message { due, accepted: false });
        Turn::Event(ServerEvent::Message { size, octets })
    }

    /// The content is whole and not what it may be.
    fn refuse_content(&mut self, error: ContentError) {
        let reply = replies::content_refused(error);
        for _ in 0..self.replies_to_content() {
            self.say(&reply);
        }
        self.abort(Abort::Content(error));
        self.phase = order::after_content();
    }

    pub(super) fn bdat(&mut self, bdat: Bdat) -> Turn {
        if !self.config.extensions.chunking {
            self.begin_chunk(bdat, Some((replies::NOT_IMPLEMENTED, None)));
            return Turn::Again;
        }
        let first = self.phase == Phase::Rcpt;
        let binary = self.transaction.binary;
        let content =
            self.content.get_or_insert_with(|| Box::new(Content::chunks(&self.config, binary)));
        if let Err(error) = content.add_chunk(bdat.size) {
            let refusal = (replies::content_refused(error), Some(Abort::Content(error)));
            self.begin_chunk(bdat, Some(refusal));
            return Turn::Again;
        }
        if first {
            self.decide(Decisions::DATA, Pause::FirstChunk(bdat));
            return Turn::Event(ServerEvent::Data);
        }
        self.begin_chunk(bdat, None);
        Turn::Again
    }

    /// Reads the octets of a chunk. Those of a refused one come all the same, and are dropped
    /// before the reply (RFC 3030 section 2): taken for commands, they could say anything.
    pub(super) fn begin_chunk(
        &mut self,
        bdat: Bdat,
        refusal: Option<(Reply<'static>, Option<Abort>)>,
    ) {
        let reader = match refusal {
            None => ChunkReader::new(bdat.size),
            Some(_) => ChunkReader::discarding(bdat.size),
        };
        self.mode = Mode::Chunk(Chunk { reader, bdat, refusal: refusal.map(Box::new) });
    }

    pub(super) fn chunk_turn(&mut self) -> Turn {
        self.take_content();
        if let Some(piece) = self.piece() {
            return piece;
        }
        let Mode::Chunk(chunk) = &mut self.mode else { return Turn::Again };
        if !chunk.reader.is_done() {
            return Turn::NeedData;
        }
        let bdat = chunk.bdat;
        let refusal = chunk.refusal.take();
        self.mode = Mode::Commands;
        self.timers.restart();
        match refusal {
            Some(refusal) => self.refuse_chunk(bdat, *refusal),
            None => self.end_chunk(bdat),
        }
    }

    fn end_chunk(&mut self, bdat: Bdat) -> Turn {
        let Some(content) = self.content.as_deref_mut() else { return Turn::Again };
        if bdat.last {
            content.finish_chunks();
        }
        if let Err(error) = content.outcome() {
            let refusal = (replies::content_refused(error), Some(Abort::Content(error)));
            return self.refuse_chunk(bdat, refusal);
        }
        self.phase = Phase::Bdat;
        if bdat.last {
            // What was added at the end of the content is a piece of it.
            self.mode = Mode::Finish;
            return self.piece().unwrap_or(Turn::Again);
        }
        let done = EnhancedCode::known(2, 0, 0);
        let reply = replies::made(250, Some(done), format_args!("{} octets received", bdat.size));
        self.say(&reply);
        Turn::Again
    }

    fn refuse_chunk(&mut self, bdat: Bdat, refusal: (Reply<'static>, Option<Abort>)) -> Turn {
        let (reply, kills) = refusal;
        let Some(why) = kills else { return self.refuse(Verb::Bdat, reply) };
        // RFC 3030 section 2: nothing more can be added, and the transaction is over. The last
        // chunk is answered for each recipient under LMTP.
        let times = if bdat.last { self.replies_to_content() } else { 1 };
        for _ in 0..times {
            self.say(&reply);
        }
        self.abort(why);
        self.phase = Phase::Ready;
        Turn::Event(ServerEvent::Refused { verb: Verb::Bdat, reply })
    }
}
