//! From octets of a file to its lines and columns.

use super::MAX_LINES;

/// A place in a file, as editors count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters (Unicode scalar values). Octets that are no UTF-8 count as
    /// the replacement characters that stand for them when the line is shown.
    pub column: usize,
}

/// Where each line of a file begins, and which octets are not the first of their character.
///
/// It needs the file only while it is made, and holds no octet of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineIndex {
    /// The octet at which each line begins.
    starts: Vec<u32>,
    /// The octets that continue a character, in rising order.
    trailing: Vec<u32>,
}

impl LineIndex {
    /// The index of a file; `None` when it has more than [`MAX_LINES`] lines or does not fit
    /// 32 bits.
    pub fn new(file: &[u8]) -> Option<Self> {
        u32::try_from(file.len()).ok()?;
        let mut starts = vec![0];
        for end in memchr::memchr_iter(b'\n', file) {
            if end + 1 == file.len() {
                break;
            }
            if starts.len() == MAX_LINES {
                return None;
            }
            starts.push(u32::try_from(end + 1).ok()?);
        }
        Some(Self { starts, trailing: trailing(file)? })
    }

    /// How many lines the file has.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether this is the index of nothing.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line and column of an octet. An octet behind the file's end counts on in its last line.
    pub fn position(&self, octet: usize) -> Position {
        let line = self.starts.partition_point(|&start| start as usize <= octet).max(1);
        let start = self.starts.get(line - 1).map_or(0, |&start| start as usize);
        let before = |limit: usize| self.trailing.partition_point(|&at| (at as usize) < limit);
        // An octet inside a character belongs to that character's column.
        let continued = before(octet.saturating_add(1)).saturating_sub(before(start));
        let column = octet.saturating_sub(start).saturating_sub(continued).saturating_add(1);
        Position { line, column }
    }
}

/// The octets that are not the first of the character they are shown as.
fn trailing(file: &[u8]) -> Option<Vec<u32>> {
    let mut trailing = Vec::new();
    if file.is_ascii() {
        return Some(trailing);
    }
    let mut at = 0_usize;
    for chunk in file.utf8_chunks() {
        for (offset, octet) in chunk.valid().bytes().enumerate() {
            if octet & 0xC0 == 0x80 {
                trailing.push(u32::try_from(at + offset).ok()?);
            }
        }
        at += chunk.valid().len();
        for offset in 1..chunk.invalid().len() {
            trailing.push(u32::try_from(at + offset).ok()?);
        }
        at += chunk.invalid().len();
    }
    Some(trailing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(file: &[u8], octet: usize) -> (usize, usize) {
        let position = LineIndex::new(file).unwrap().position(octet);
        (position.line, position.column)
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        assert_eq!(at(b"ab\ncd\n", 0), (1, 1));
        assert_eq!(at(b"ab\ncd\n", 2), (1, 3));
        assert_eq!(at(b"ab\ncd\n", 3), (2, 1));
        assert_eq!(at(b"ab\ncd\n", 6), (2, 4));
        assert_eq!(LineIndex::new(b"ab\ncd\n").unwrap().len(), 2);
        assert_eq!(LineIndex::default().position(5), Position { line: 1, column: 6 });
    }

    #[test]
    fn columns_are_characters_and_not_octets() {
        let file = "C: grüße x\nC: ü".as_bytes();
        let x = file.iter().position(|&octet| octet == b'x').unwrap();
        assert_eq!(at(file, x), (1, 10));
        assert_eq!(at(file, file.len() - 1), (2, 4), "inside a character is that character");
        assert_eq!(at(file, file.len()), (2, 5));
    }

    #[test]
    fn broken_utf8_counts_as_it_is_shown() {
        let file = b"a\xE2\x82b\xFFc";
        let shown = String::from_utf8_lossy(file);
        assert_eq!(at(file, file.len()).1, shown.chars().count() + 1);
    }

    #[test]
    fn more_lines_than_the_limit_have_no_index() {
        assert!(LineIndex::new(&vec![b'\n'; MAX_LINES]).is_some());
        assert!(LineIndex::new(&vec![b'\n'; MAX_LINES + 1]).is_none());
    }
}
