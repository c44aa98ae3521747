//! What comes in lines, in any pieces, goes out as the same lines.

use super::{FrameError, LineEndPolicy, LineFramer, LineScanner, Scan};
use alloc::vec::Vec;
use proptest::prelude::*;

type Lines = Vec<Result<Vec<u8>, FrameError>>;

/// Pushes the pieces, takes every line, and returns the lines and what is left over.
fn frame(mut framer: LineFramer, pieces: &[&[u8]]) -> (Lines, Vec<u8>, bool) {
    let mut lines = Lines::new();
    for piece in pieces {
        let mut piece = *piece;
        loop {
            piece = &piece[framer.push(piece)..];
            assert!(framer.buffered().len() <= framer.capacity());
            assert!(framer.allocated() <= framer.capacity(), "the buffer grew past its bound");
            loop {
                match framer.next_line() {
                    Ok(None) => break,
                    Ok(Some(line)) => lines.push(Ok(line.to_vec())),
                    Err(error) => lines.push(Err(error)),
                }
            }
            if piece.is_empty() {
                break;
            }
        }
    }
    let discarding = framer.is_discarding();
    (lines, framer.take_rest(), discarding)
}

/// The same by the plainest means: split the whole input, then judge each line.
fn frame_plainly(input: &[u8], limit: usize, policy: LineEndPolicy) -> Lines {
    let mut lines = Lines::new();
    let mut line: Vec<u8> = Vec::new();
    for &octet in input {
        line.push(octet);
        let crlf = line.ends_with(b"\r\n");
        if !(crlf || policy == LineEndPolicy::AcceptBareLf && octet == b'\n') {
            continue;
        }
        let text = line.len() - if crlf { 2 } else { 1 };
        let offence = (0..text).find_map(|offset| match line[offset] {
            0 => Some(FrameError::Nul { offset }),
            b'\r' => Some(FrameError::BareCr { offset }),
            b'\n' => Some(FrameError::BareLf { offset }),
            _ => None,
        });
        lines.push(if line.len() > limit {
            Err(FrameError::LineTooLong { limit })
        } else {
            offence.map_or_else(|| Ok(line[..text].to_vec()), Err)
        });
        line.clear();
    }
    lines
}

fn one_by_one(input: &[u8]) -> Vec<&[u8]> {
    input.chunks(1).collect()
}

#[test]
fn lines_come_out_without_their_crlf() {
    let (lines, rest, _) = frame(LineFramer::new(512), &[b"EHLO a\r\n\r\nQUIT\r\nNO"]);
    assert_eq!(lines, [Ok(b"EHLO a".to_vec()), Ok(Vec::new()), Ok(b"QUIT".to_vec())]);
    assert_eq!(rest, b"NO");
}

// SMUG-056
#[test]
fn commands_ended_by_a_bare_lf_are_one_refused_line_and_never_two_commands() {
    let attack = b"EHLO x\nMAIL FROM:<a@b.example>\n";
    assert_eq!(frame(LineFramer::new(512), &[attack]).0, []);
    let (lines, _, _) = frame(LineFramer::new(512), &[attack, b"\r\nNOOP\r\n"]);
    assert_eq!(lines, [Err(FrameError::BareLf { offset: 6 }), Ok(b"NOOP".to_vec())]);
}

// SMUG-057
#[test]
fn commands_ended_by_a_bare_cr_wait_for_the_crlf_and_are_refused() {
    let attack = b"EHLO x\rMAIL FROM:<a@b.example>\r";
    assert_eq!(frame(LineFramer::new(512), &[attack]).0, []);
    let (lines, _, _) = frame(LineFramer::new(512), &[attack, b"\n"]);
    assert_eq!(lines, [Err(FrameError::BareCr { offset: 6 })]);
}

#[test]
fn a_nul_in_a_line_is_refused_with_its_place() {
    let (lines, _, _) = frame(LineFramer::new(512), &[b"NO\0OP\r\nNOOP\r\n"]);
    assert_eq!(lines, [Err(FrameError::Nul { offset: 2 }), Ok(b"NOOP".to_vec())]);
}

#[test]
fn other_controls_and_utf_8_line_separators_do_not_end_a_line() {
    let line = "a\u{b}b\u{c}c\u{85}d\u{2028}e".as_bytes();
    let input = [line, b"\r\n"].concat();
    assert_eq!(frame(LineFramer::new(512), &[&input]).0, [Ok(line.to_vec())]);
}

#[test]
fn the_lenient_policy_takes_a_bare_lf_as_a_line_end_and_still_no_bare_cr() {
    let mut framer = LineFramer::new(512);
    framer.set_policy(LineEndPolicy::AcceptBareLf);
    let (lines, _, _) = frame(framer, &[b"EHLO x\nNO\rOP\nQUIT\r", b"\n"]);
    assert_eq!(
        lines,
        [Ok(b"EHLO x".to_vec()), Err(FrameError::BareCr { offset: 2 }), Ok(b"QUIT".to_vec())]
    );
}

#[test]
fn a_line_of_exactly_the_limit_passes_and_one_octet_more_does_not() {
    // R-LIMIT-004: 512 octets, CRLF included.
    for (text, fits) in [(509, true), (510, true), (511, false), (512, false), (513, false)] {
        let mut input = std::vec![b'x'; text];
        input.extend_from_slice(b"\r\nNOOP\r\n");
        for pieces in [std::vec![&input[..]], one_by_one(&input)] {
            let (lines, rest, _) = frame(LineFramer::new(512), &pieces);
            assert_eq!(lines.len(), 2);
            assert_eq!(lines[0].is_ok(), fits, "{text} octets of text");
            assert_eq!(lines[1], Ok(b"NOOP".to_vec()));
            assert_eq!(rest, b"");
        }
    }
}

// R-LIMIT-011, R-LIMIT-015
#[test]
fn an_over_long_line_is_one_error_and_the_next_line_is_in_step() {
    let framer = LineFramer::new(512);
    let megabyte = std::vec![b'x'; 1 << 20];
    let (lines, _, discarding) = frame(framer.clone(), &[&megabyte]);
    assert_eq!((lines, discarding), (Lines::new(), true));
    let (lines, _, discarding) =
        frame(framer, &[&megabyte, &megabyte, b"\n\r", b"\0\r", b"\nNOOP\r\n"]);
    assert_eq!(lines, [Err(FrameError::LineTooLong { limit: 512 }), Ok(b"NOOP".to_vec())]);
    assert!(!discarding);
}

// R-LIMIT-014
#[test]
fn a_full_buffer_takes_no_more_until_a_line_is_taken() {
    let mut framer = LineFramer::new(100);
    let flood = b"NOOP\r\n".repeat(2000);
    let taken = framer.push(&flood);
    assert_eq!(taken, framer.capacity());
    assert_eq!(framer.push(&flood), 0);
    while framer.next_line() != Ok(None) {}
    assert!(framer.push(&flood) > 0);
}

// R-LIMIT-014: thousands of BDAT 1 lines, or one endless line, leave the same few octets.
#[test]
fn a_framer_that_is_drained_keeps_no_more_than_its_bound() {
    let mut framer = LineFramer::new(512);
    for _ in 0..10_000 {
        framer.push(b"BDAT 1\r\nx");
        assert_eq!(framer.next_line(), Ok(Some(&b"BDAT 1"[..])));
        framer.consume(1);
        assert!(framer.is_at_boundary());
    }
    assert!(framer.allocated() <= 64);
}

#[test]
fn what_stands_behind_a_command_can_be_taken_as_content_or_as_leftover() {
    let mut framer = LineFramer::new(512);
    framer.push(b"BDAT 5 LAST\r\nab\r\ncNOOP\r\nSTARTTLS\r\nEHLO evil");
    assert_eq!(framer.next_line(), Ok(Some(&b"BDAT 5 LAST"[..])));
    assert_eq!(framer.buffered().get(..5), Some(&b"ab\r\nc"[..]));
    framer.consume(5);
    assert_eq!(framer.next_line(), Ok(Some(&b"NOOP"[..])));
    assert_eq!(framer.next_line(), Ok(Some(&b"STARTTLS"[..])));
    assert!(!framer.is_at_boundary());
    assert_eq!(framer.next_line(), Ok(None));
    assert_eq!(framer.take_rest(), b"EHLO evil");
    assert!(framer.is_at_boundary());
    framer.push(b"QUIT\r\n");
    assert_eq!(framer.next_line(), Ok(Some(&b"QUIT"[..])));
}

#[test]
fn an_over_long_line_under_way_is_not_a_boundary() {
    let mut framer = LineFramer::new(8);
    framer.push(b"0123456789");
    assert_eq!(framer.next_line(), Ok(None));
    assert_eq!(framer.buffered(), b"");
    assert!(!framer.is_at_boundary());
}

#[test]
fn the_debug_form_does_not_show_what_is_buffered() {
    let mut framer = LineFramer::new(512);
    framer.push(b"hunter2");
    assert!(!std::format!("{framer:?}").contains("hunter2"));
}

#[test]
fn errors_say_where_and_what_is_allowed() {
    assert_eq!(
        std::format!("{}", FrameError::BareLf { offset: 6 }),
        "a LF without a CR before it at octet 6 of the line; lines end with CRLF"
    );
}

#[test]
fn a_scanner_on_the_callers_slice_finds_the_same_lines() {
    let mut scanner = LineScanner::new(16);
    let mut input = &b"EHLO a\r\nthis line is much too long\r\nQU\0IT\r\nx"[..];
    let mut seen = Vec::new();
    loop {
        match scanner.scan(input) {
            Scan::NeedMore { discard } => {
                assert_eq!(discard, 0);
                break;
            }
            Scan::Line { line, consumed } => {
                seen.push(Ok(line));
                input = &input[consumed..];
            }
            Scan::Refused { error, consumed } => {
                seen.push(Err(error));
                input = &input[consumed..];
            }
        }
    }
    assert_eq!(
        seen,
        [
            Ok(&b"EHLO a"[..]),
            Err(FrameError::LineTooLong { limit: 16 }),
            Err(FrameError::Nul { offset: 2 })
        ]
    );
    assert_eq!(input, b"x");
}

/// Octets that matter to a framer, and one that does not.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let octet = prop_oneof![
        3 => Just(b'\r'), 3 => Just(b'\n'), 1 => Just(0), 4 => Just(b'a'), 4 => Just(b'b')
    ];
    let run = prop_oneof![
        4 => octet.prop_map(|octet| std::vec![octet]),
        2 => Just(b"\r\n".to_vec()),
        1 => (0_usize..40).prop_map(|length| std::vec![b'x'; length]),
    ];
    prop::collection::vec(run, 0..120).prop_map(|runs| runs.concat())
}

proptest! {
    // R-TRANSP-003 holds for lines as well: pieces do not matter.
    #[test]
    fn any_pieces_give_the_lines_that_a_plain_split_gives(
        input in hostile(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        limit in 0_usize..40,
        lenient in any::<bool>(),
    ) {
        let policy = if lenient { LineEndPolicy::AcceptBareLf } else { LineEndPolicy::CrLfOnly };
        let expected = frame_plainly(&input, limit, policy);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(input.len() + 1)).collect();
        cuts.extend([0, input.len()]);
        cuts.sort_unstable();
        let pieces: Vec<&[u8]> = cuts.windows(2).map(|cut| &input[cut[0]..cut[1]]).collect();
        for pieces in [std::vec![&input[..]], one_by_one(&input), pieces] {
            let mut framer = LineFramer::new(limit);
            framer.set_policy(policy);
            prop_assert_eq!(&frame(framer, &pieces).0, &expected);
        }
    }
}
