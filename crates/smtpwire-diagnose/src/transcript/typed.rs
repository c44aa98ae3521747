//! Lines that a person corrected while typing, with the backspaces that a recorded terminal holds.

use super::lines::Line;
use super::unescaped::Unescaped;

/// The line as the terminal showed it in the end; `None` when nothing in it was corrected.
///
/// A backspace moves the cursor and what follows overwrites; a DEL rubs the character out. Each
/// column counts as standing where it was first written, so that the places of what was corrected
/// (a mistyped password, too) belong to the text that replaced it.
pub(super) fn corrected(line: Line<'_>) -> Option<Unescaped> {
    memchr::memchr2(BACKSPACE, DEL, line.text)?;
    let mut cells: Vec<Cell<'_>> = Vec::new();
    let mut cursor = 0_usize;
    for (at, character) in characters(line.text) {
        match character {
            [BACKSPACE] => cursor = cursor.saturating_sub(1),
            [DEL] => {
                if let Some(before) = cursor.checked_sub(1) {
                    cursor = before;
                    if let Some(cell) = cells.get_mut(cursor) {
                        cell.character = b" ";
                    }
                }
            }
            _ => {
                match cells.get_mut(cursor) {
                    Some(cell) => cell.character = character,
                    None => cells.push(Cell { character, source: line.start + at }),
                }
                cursor += 1;
            }
        }
    }
    // What was rubbed out at the end leaves blanks behind the cursor.
    while cells.len() > cursor && cells.last().is_some_and(|cell| cell.character == b" ") {
        cells.pop();
    }
    let mut text = Unescaped::at(line.end());
    for cell in cells {
        for octet in cell.character {
            text.push(*octet, cell.source, 0);
        }
    }
    Some(text)
}

const BACKSPACE: u8 = 0x08;
const DEL: u8 = 0x7F;

/// A column of the screen.
struct Cell<'a> {
    character: &'a [u8],
    /// Where the file first wrote to it.
    source: usize,
}

/// The characters of a text with their offsets; an octet that is no UTF-8 is one by itself.
fn characters(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let head = rest.get(..4).unwrap_or(rest);
        let width = match head.utf8_chunks().next() {
            Some(chunk) => chunk.valid().chars().next().map_or(1, char::len_utf8),
            None => 1,
        };
        let start = at;
        at += width;
        Some((start, rest.get(..width)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &[u8]) -> Option<Vec<u8>> {
        corrected(Line { number: 1, start: 0, text, outside: false }).map(|line| line.text)
    }

    #[test]
    fn backspaces_and_del_do_what_the_terminal_did() {
        for (typed, seen) in [
            (&b"rcpt to:<jjoo\x08\x08\x08 \x08o@x>"[..], &b"rcpt to:<jo@x>"[..]),
            (b"QUITT\x08 \x08", b"QUIT"),
            (b"QUIR\x08T", b"QUIT"),
            (b"QUIR\x7FT", b"QUIT"),
            (b"QUITT\x7F", b"QUIT"),
            (b"\x08\x08QUIT", b"QUIT"),
            (b"\x7FQUIT", b"QUIT"),
            (b"x\x7F", b""),
            ("ä\u{8}b".as_bytes(), b"b"),
            (b"\xFF\x08b", b"b"),
        ] {
            assert_eq!(shown(typed).as_deref(), Some(seen), "{}", typed.escape_ascii());
        }
        assert_eq!(shown(b"QUIT"), None);
    }

    #[test]
    fn a_column_stands_where_it_was_first_written() {
        let text =
            corrected(Line { number: 1, start: 5, text: b"wro\x08\x08\x08yes", outside: false });
        let piece = text.unwrap().piece(0..3);
        assert_eq!((piece.text.as_slice(), piece.source), (&b"yes"[..], 5..14));
    }
}
