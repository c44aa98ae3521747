//! Text that differs from what stands in the file, with the way back.

use std::ops::Range;

use super::model::{Anchor, locate};

/// Text whose escapes were undone or whose lines were joined.
#[derive(Clone, Debug, Default)]
pub(super) struct Unescaped {
    pub(super) text: Vec<u8>,
    anchors: Vec<Anchor>,
    /// Where the source ends in the file.
    source_end: usize,
    /// Where the next octet would stand if it were the same as its source.
    expected: Option<usize>,
}

/// A stretch of it, ready for an entry.
pub(super) struct Piece {
    pub(super) text: Vec<u8>,
    pub(super) source: Range<usize>,
    pub(super) offsets: Vec<Anchor>,
}

impl Unescaped {
    /// Empty text at a place of the file.
    pub(super) fn at(source: usize) -> Self {
        Self { source_end: source, ..Self::default() }
    }

    /// Where the source ends in the file.
    pub(super) fn end(&self) -> usize {
        self.source_end
    }

    /// Adds an octet for which `width` octets stand at `source`.
    pub(super) fn push(&mut self, octet: u8, source: usize, width: usize) {
        self.anchor(source);
        self.text.push(octet);
        self.expected = Some(source + 1);
        self.source_end = self.source_end.max(source + width);
    }

    /// Adds octets that stand at `source` as they are.
    pub(super) fn extend(&mut self, octets: &[u8], source: usize) {
        self.anchor(source);
        self.text.extend_from_slice(octets);
        self.expected = Some(source + octets.len());
        self.source_end = self.source_end.max(source + octets.len());
    }

    /// Adds the character for which `width` octets stand at `source`.
    pub(super) fn push_char(&mut self, character: char, source: usize, width: usize) {
        let mut buffer = [0; 4];
        for octet in character.encode_utf8(&mut buffer).bytes() {
            self.push(octet, source, width);
        }
    }

    fn anchor(&mut self, source: usize) {
        if self.expected != Some(source) {
            let (Ok(text), Ok(source)) = (u32::try_from(self.text.len()), u32::try_from(source))
            else {
                return;
            };
            self.anchors.push(Anchor { text, source });
        }
    }

    /// The octets `range` of the text; `range` must lie in it.
    pub(super) fn piece(&self, range: Range<usize>) -> Piece {
        let start = self.place(range.start);
        let end = self.place(range.end).max(start);
        let text = self.text.get(range.clone()).unwrap_or(&[]).to_vec();
        let first = self.anchors.partition_point(|anchor| (anchor.text as usize) <= range.start);
        let last = self.anchors.partition_point(|anchor| (anchor.text as usize) < range.end);
        let mut offsets = Vec::new();
        if first < last || end - start != text.len() {
            offsets.extend(u32::try_from(start).map(|source| Anchor { text: 0, source }));
            let shift = u32::try_from(range.start).unwrap_or(u32::MAX);
            offsets.extend(
                self.anchors
                    .get(first..last)
                    .unwrap_or(&[])
                    .iter()
                    .map(|anchor| Anchor { text: anchor.text.saturating_sub(shift), ..*anchor }),
            );
        }
        Piece { text, source: start..end, offsets }
    }

    fn place(&self, offset: usize) -> usize {
        if offset >= self.text.len() {
            return self.source_end;
        }
        locate(&self.anchors, self.source_end, offset).min(self.source_end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_knows_where_it_stood() {
        // The file: ab\r\ncd at octet 5.
        let mut text = Unescaped::default();
        text.extend(b"ab", 5);
        text.push(b'\r', 7, 2);
        text.push(b'\n', 9, 2);
        text.extend(b"cd", 11);
        let first = text.piece(0..2);
        assert_eq!((first.source, first.offsets), (5..7, Vec::new()));
        let both = text.piece(1..5);
        assert_eq!(both.source, 6..12);
        assert_eq!(both.text, b"b\r\nc");
        assert_eq!(locate(&both.offsets, both.source.start, 2), 9);
        assert_eq!(locate(&both.offsets, both.source.start, 3), 11);
        assert_eq!(text.piece(4..6).source, 11..13);
    }
}
