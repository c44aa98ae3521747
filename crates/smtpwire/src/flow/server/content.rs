//! The content of a message under way, by DATA or by BDAT.

use alloc::vec::Vec;

use super::{ContentMode, ServerConfig};
use crate::codec::chunk::ChunkTotal;
use crate::codec::transparency::{ContentError, ContentScanner, LineEnds, Progress, Unstuffer};

/// How much input at most becomes one piece of content.
pub(super) const PIECE: usize = 65_536;

/// The content so far: what checks it, and what of it has not been handed out.
#[derive(Debug)]
pub(super) struct Content {
    coding: Coding,
    /// With [`ContentMode::Stream`] what the next event takes, with [`ContentMode::Whole`] all of
    /// it, else nothing but memory.
    octets: Vec<u8>,
    mode: ContentMode,
}

#[derive(Debug)]
enum Coding {
    /// Lines with stuffed dots, up to the end mark.
    Lines { unstuffer: Unstuffer, ended: bool },
    /// Chunks.
    Chunks(Chunks),
}

#[derive(Debug)]
struct Chunks {
    total: ChunkTotal,
    /// None for binary content.
    scanner: Option<ContentScanner>,
    normalise: bool,
    after_cr: bool,
    written: u64,
    fault: Option<ContentError>,
}

impl Content {
    /// Content in lines, up to the end mark.
    pub(super) fn lines(config: &ServerConfig) -> Self {
        let unstuffer = Unstuffer::new()
            .with_line_ends(config.line_ends)
            .with_max_line(config.limits.content_line)
            .with_max_size(config.max_size());
        Self::new(config, Coding::Lines { unstuffer, ended: false })
    }

    /// Content in chunks.
    pub(super) fn chunks(config: &ServerConfig, binary: bool) -> Self {
        let scanner = ContentScanner::new()
            .with_line_ends(config.line_ends)
            .with_max_line(config.limits.content_line);
        let chunks = Chunks {
            total: ChunkTotal::new(config.max_size()),
            scanner: (!binary).then_some(scanner),
            normalise: !binary && config.line_ends == LineEnds::Normalise,
            after_cr: false,
            written: 0,
            fault: None,
        };
        Self::new(config, Coding::Chunks(chunks))
    }

    fn new(config: &ServerConfig, coding: Coding) -> Self {
        Self { coding, octets: Vec::new(), mode: config.content }
    }

    /// Makes content in lines of these octets, and says how many belong to it. It takes no more
    /// than one piece while that is not handed out.
    #[inline]
    pub(super) fn read(&mut self, input: &[u8]) -> usize {
        let room = self.piece_room();
        let Coding::Lines { unstuffer, ended } = &mut self.coding else { return 0 };
        if *ended {
            return 0;
        }
        let input = input.get(..room).unwrap_or(input);
        let progress = if self.mode == ContentMode::Discard {
            unstuffer.judge(input)
        } else {
            if self.octets.capacity().saturating_sub(self.octets.len()) < input.len() {
                reserve(&mut self.octets, input.len(), self.mode);
            }
            unstuffer.push(input, &mut self.octets)
        };
        match progress {
            Progress::NeedMore => input.len(),
            Progress::End { consumed } => {
                *ended = true;
                consumed
            }
        }
    }

    /// Whether another chunk of this size may come.
    pub(super) fn add_chunk(&mut self, size: u64) -> Result<(), ContentError> {
        match &mut self.coding {
            Coding::Chunks(chunks) => chunks.total.add(size),
            Coding::Lines { .. } => Ok(()),
        }
    }

    /// Takes octets of a chunk; at most one piece of them should be held at a time.
    pub(super) fn take_chunk(&mut self, octets: &[u8]) {
        let Coding::Chunks(chunks) = &mut self.coding else { return };
        if chunks.fault.is_some() {
            return;
        }
        if let Some(scanner) = &mut chunks.scanner
            && let Err(fault) = scanner.scan(octets)
        {
            chunks.fault = Some(fault);
            return;
        }
        if self.mode == ContentMode::Discard && !chunks.normalise {
            chunks.written = chunks.written.saturating_add(octets.len() as u64);
            return;
        }
        let before = self.octets.len();
        reserve(&mut self.octets, octets.len(), self.mode);
        if chunks.normalise {
            normalise(octets, &mut chunks.after_cr, &mut self.octets);
        } else {
            self.octets.extend_from_slice(octets);
        }
        let new = self.octets.len().saturating_sub(before);
        chunks.written = chunks.written.saturating_add(new as u64);
        if self.mode == ContentMode::Discard {
            self.octets.clear();
        }
    }

    /// Says that no further chunk comes.
    pub(super) fn finish_chunks(&mut self) {
        let Coding::Chunks(chunks) = &mut self.coding else { return };
        if chunks.normalise && chunks.after_cr {
            self.octets.push(b'\n');
            chunks.written = chunks.written.saturating_add(1);
            chunks.after_cr = false;
        }
        if let Some(scanner) = &mut chunks.scanner
            && let Err(fault) = scanner.finish()
        {
            chunks.fault.get_or_insert(fault);
        }
    }

    /// How much room is left in the piece under way.
    pub(super) fn piece_room(&self) -> usize {
        match self.mode {
            ContentMode::Stream => PIECE.saturating_sub(self.octets.len()),
            ContentMode::Whole => PIECE,
            ContentMode::Discard => usize::MAX,
        }
    }

    /// How much waits to be handed out.
    pub(super) fn held(&self) -> usize {
        if self.mode == ContentMode::Whole { 0 } else { self.octets.len() }
    }

    /// The piece to hand out, if there is one.
    #[inline]
    pub(super) fn piece(&mut self) -> Option<Vec<u8>> {
        let hands_out = self.mode == ContentMode::Stream && !self.octets.is_empty();
        hands_out.then(|| core::mem::take(&mut self.octets))
    }

    /// The whole content, where it was collected.
    pub(super) fn into_whole(self) -> Option<Vec<u8>> {
        (self.mode == ContentMode::Whole).then_some(self.octets)
    }

    /// Whether the end mark of content in lines has come.
    pub(super) const fn has_ended(&self) -> bool {
        matches!(self.coding, Coding::Lines { ended: true, .. })
    }

    /// Whether the content so far is what it may be.
    pub(super) fn outcome(&self) -> Result<(), ContentError> {
        match &self.coding {
            Coding::Lines { unstuffer, .. } => unstuffer.outcome(),
            Coding::Chunks(chunks) => chunks.fault.map_or(Ok(()), Err),
        }
    }

    /// How many octets the content has.
    pub(super) const fn size(&self) -> u64 {
        match &self.coding {
            Coding::Lines { unstuffer, .. } => unstuffer.octets(),
            Coding::Chunks(chunks) => chunks.written,
        }
    }
}

/// Room for so many more octets: for a piece no more than that, for the whole in growing steps.
fn reserve(octets: &mut Vec<u8>, more: usize, handling: ContentMode) {
    if handling == ContentMode::Whole {
        octets.reserve(more);
    } else {
        octets.reserve_exact(more);
    }
}

/// Writes octets with CRLF where a CR or LF stands alone.
fn normalise(mut octets: &[u8], after_cr: &mut bool, out: &mut Vec<u8>) {
    while let Some((first, _)) = octets.split_first() {
        if *after_cr {
            out.push(b'\n');
            *after_cr = false;
            if *first == b'\n' {
                octets = octets.get(1..).unwrap_or_default();
            }
            continue;
        }
        let end = memchr::memchr2(b'\r', b'\n', octets).unwrap_or(octets.len());
        let (text, rest) = octets.split_at_checked(end).unwrap_or((octets, &[]));
        out.extend_from_slice(text);
        octets = rest.get(1..).unwrap_or_default();
        match rest.first() {
            Some(b'\r') => {
                out.push(b'\r');
                *after_cr = true;
            }
            Some(_) => out.extend_from_slice(b"\r\n"),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_alone_becomes_crlf_across_any_border() {
        let input = b"a\rb\nc\r\nd\n\r\r\n\r";
        for split in 0..=input.len() {
            let (mut out, mut after_cr) = (Vec::new(), false);
            let (one, two) = input.split_at(split);
            normalise(one, &mut after_cr, &mut out);
            normalise(two, &mut after_cr, &mut out);
            assert_eq!(out, b"a\r\nb\r\nc\r\nd\r\n\r\n\r\n\r", "{split}");
            assert!(after_cr);
        }
    }
}
