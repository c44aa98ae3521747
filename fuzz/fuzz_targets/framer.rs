//! Lines: the same from whole input, from pieces, by the framer that owns its buffer and by the
//! scanner that does not; and never more held than promised.
//!
//! Switch 0: a bare LF ends a line. Switch 1: the limit is 20 octets.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire::codec::framer::{FrameError, LineEndPolicy, LineFramer, LineScanner, Scan};
use smtpwire_fuzz::Case;

type Lines = Vec<Result<Vec<u8>, FrameError>>;

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let policy = if case.option(0) { LineEndPolicy::AcceptBareLf } else { LineEndPolicy::CrLfOnly };
    let limit = if case.option(1) { 20 } else { 512 };
    let whole = framed(std::iter::once(case.text()), policy, limit);
    assert_eq!(framed(case.pieces(), policy, limit), whole);
    assert_eq!(scanned(case.pieces(), policy, limit), whole);

    for line in whole.iter().flatten() {
        assert!(line.len() < limit, "a line and its end are within the limit");
        assert!(!line.iter().any(|octet| matches!(octet, b'\r' | b'\n' | 0)), "{line:?}");
    }
    if policy == LineEndPolicy::CrLfOnly {
        let ends = case.text().windows(2).filter(|octets| octets == b"\r\n").count();
        assert_eq!(whole.len(), ends, "a line for each CRLF and nothing else");
    }
});

fn framed<'p>(
    pieces: impl Iterator<Item = &'p [u8]>,
    policy: LineEndPolicy,
    limit: usize,
) -> Lines {
    let mut framer = LineFramer::new(limit);
    framer.set_policy(policy);
    let mut lines = Lines::new();
    for mut piece in pieces {
        loop {
            let taken = framer.push(piece);
            piece = &piece[taken..];
            assert!(framer.buffered().len() <= framer.capacity());
            loop {
                match framer.next_line() {
                    Ok(Some(line)) => lines.push(Ok(line.to_vec())),
                    Ok(None) => break,
                    Err(error) => lines.push(Err(error)),
                }
            }
            if piece.is_empty() {
                break;
            }
            assert!(taken > 0, "a framer that has no line takes an octet");
        }
    }
    lines
}

fn scanned<'p>(
    pieces: impl Iterator<Item = &'p [u8]>,
    policy: LineEndPolicy,
    limit: usize,
) -> Lines {
    let mut scanner = LineScanner::new(limit);
    scanner.set_policy(policy);
    let mut held = Vec::new();
    let mut lines = Lines::new();
    for piece in pieces {
        held.extend_from_slice(piece);
        loop {
            let used = match scanner.scan(&held) {
                Scan::NeedMore { discard } => {
                    held.drain(..discard);
                    break;
                }
                Scan::Line { line, consumed } => {
                    lines.push(Ok(line.to_vec()));
                    consumed
                }
                Scan::Refused { error, consumed } => {
                    lines.push(Err(error));
                    consumed
                }
            };
            held.drain(..used);
        }
    }
    lines
}
