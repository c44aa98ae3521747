//! Un-stuffing: the content ends at the first CRLF.CRLF and nowhere else, in whole or in pieces,
//! and what is let through has no bare CR, bare LF or NUL.
//!
//! Switch 0: bare CR and LF are made CRLF, not refused. Switch 1: lines may have any length.
//! Switch 2: the content may have 64 octets.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire::codec::transparency::{ContentError, LineEnds, MAX_TEXT_LINE, Progress, Unstuffer};
use smtpwire_fuzz::Case;

/// The limit of switch 2.
const SMALL: u64 = 64;

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let line_ends = if case.option(0) { LineEnds::Normalise } else { LineEnds::Reject };
    let max_line = (!case.option(1)).then_some(MAX_TEXT_LINE);
    let max_size = case.option(2).then_some(SMALL);
    let unstuffer =
        Unstuffer::new().with_line_ends(line_ends).with_max_line(max_line).with_max_size(max_size);

    let wire = case.text();
    let whole = Read::of(unstuffer.clone(), std::iter::once(wire));
    assert_eq!(Read::of(unstuffer, case.pieces()), whole);
    assert_eq!(whole.end, end_of_data(wire), "the one true end");
    assert!(max_size.is_none() || whole.content.len() as u64 <= SMALL);
    if whole.end.is_some() && whole.outcome.is_ok() {
        let mut before = 0;
        for &octet in &whole.content {
            assert_ne!(octet, 0, "NUL");
            assert_eq!(octet == b'\n', before == b'\r', "a bare CR or LF");
            before = octet;
        }
        assert!(whole.content.is_empty() || whole.content.ends_with(b"\r\n"));
    }
});

/// All that a server gets to see.
#[derive(Debug, PartialEq)]
struct Read {
    content: Vec<u8>,
    outcome: Result<(), ContentError>,
    /// How many octets the content and its end take, when the end is there.
    end: Option<usize>,
}

impl Read {
    fn of<'p>(mut unstuffer: Unstuffer, pieces: impl Iterator<Item = &'p [u8]>) -> Self {
        let mut content = Vec::new();
        let mut used = 0;
        let mut end = None;
        for piece in pieces {
            match unstuffer.push(piece, &mut content) {
                Progress::NeedMore => used += piece.len(),
                Progress::End { consumed } => {
                    end = Some(used + consumed);
                    break;
                }
            }
        }
        assert_eq!(unstuffer.is_done(), end.is_some());
        Self { content, outcome: unstuffer.outcome(), end }
    }
}

/// Where the data ends, looked for the plain way.
fn end_of_data(wire: &[u8]) -> Option<usize> {
    if wire.starts_with(b".\r\n") {
        return Some(3);
    }
    wire.windows(5).position(|octets| octets == b"\r\n.\r\n").map(|at| at + 5)
}
