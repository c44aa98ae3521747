//! The fast transforms against plain ones, and the attacks on transparency.

use super::{ContentError, ContentScanner, LineEnds, MAX_TEXT_LINE, Progress, Stuffer, Unstuffer};
use alloc::vec::Vec;
use proptest::prelude::*;

mod attacks;
mod plain;

/// The octets that matter here, some that do not, and runs long enough to reach every border.
fn hostile(octets: core::ops::Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    let special = prop_oneof![
        4 => Just(&b"\r\n"[..]), 1 => Just(&b"\r"[..]), 1 => Just(&b"\n"[..]), 3 => Just(&b"."[..]),
        1 => Just(&b"\r\n.\r\n"[..]), 1 => Just(&b"\0"[..]), 2 => Just(&b"a"[..]),
        2 => Just(&b"\r\n."[..]), 1 => Just(&b"\r\r\n"[..]),
    ];
    let innocent = prop_oneof![
        3 => Just(&b"\r\n"[..]), 3 => Just(&b"\r\n."[..]), 1 => Just(&b"."[..]), 2 => Just(&b"a"[..]),
    ];
    let mixed = |strategy: BoxedStrategy<&'static [u8]>| {
        let run = prop_oneof![
            8 => strategy.prop_map(<[u8]>::to_vec),
            1 => (0_usize..600).prop_map(|length| std::vec![b'x'; length]),
        ];
        prop::collection::vec(run, octets.clone()).prop_map(|runs| runs.concat())
    };
    prop_oneof![mixed(special.boxed()), mixed(innocent.boxed())]
}

/// Ways to cut an input: whole, octet by octet, and at some places.
fn cuts(input: &[u8], places: &[prop::sample::Index]) -> Vec<Vec<Vec<u8>>> {
    let mut at: Vec<usize> = places.iter().map(|place| place.index(input.len() + 1)).collect();
    at.extend([0, input.len()]);
    at.sort_unstable();
    std::vec![
        std::vec![input.to_vec()],
        input.chunks(1).map(<[u8]>::to_vec).collect(),
        at.windows(2).map(|cut| input[cut[0]..cut[1]].to_vec()).collect(),
    ]
}

fn line_ends() -> impl Strategy<Value = LineEnds> {
    prop_oneof![Just(LineEnds::Reject), Just(LineEnds::Normalise)]
}

fn max_line() -> impl Strategy<Value = Option<usize>> {
    prop_oneof![Just(None), Just(Some(MAX_TEXT_LINE)), (0_usize..1200).prop_map(Some)]
}

/// Lines without dots at their starts.
fn verbatim() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![Just(&b"\r\n"[..]), Just(&b"a.\r\n"[..]), Just(&b"xx"[..])];
    prop::collection::vec(line, 0..300).prop_map(|lines| lines.concat())
}

fn places() -> impl Strategy<Value = Vec<prop::sample::Index>> {
    prop::collection::vec(any::<prop::sample::Index>(), 0..10)
}

fn stuff(stuffer: Stuffer, pieces: &[Vec<u8>]) -> Result<Vec<u8>, ContentError> {
    let mut stuffer = stuffer;
    let mut wire = Vec::new();
    for piece in pieces {
        stuffer.push(piece, &mut wire)?;
    }
    stuffer.finish(&mut wire)?;
    Ok(wire)
}

/// What an unstuffer makes of the pieces: the content, the verdict, and how many octets of the
/// input it used if it saw the end.
type Unstuffed = (Vec<u8>, Result<(), ContentError>, Option<usize>);

fn unstuff(unstuffer: Unstuffer, pieces: &[Vec<u8>]) -> Unstuffed {
    let mut unstuffer = unstuffer;
    let mut content = Vec::new();
    let mut used = 0;
    for piece in pieces {
        match unstuffer.push(piece, &mut content) {
            Progress::NeedMore => used += piece.len(),
            Progress::End { consumed } => {
                let size = content.len();
                assert_eq!(unstuffer.push(piece, &mut content), Progress::End { consumed: 0 });
                assert_eq!(content.len(), size);
                return (content, unstuffer.outcome(), Some(used + consumed));
            }
        }
    }
    (content, unstuffer.outcome(), None)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    // R-TRANSP-001, R-TRANSP-003, R-TRANSP-005
    #[test]
    fn any_pieces_are_stuffed_as_the_plain_way_does_it(
        content in hostile(0..400),
        places in places(),
        line_ends in line_ends(),
        max_line in max_line(),
    ) {
        let expected = plain::stuff(&content, line_ends, max_line);
        for pieces in cuts(&content, &places) {
            let stuffer = Stuffer::new().with_line_ends(line_ends).with_max_line(max_line);
            prop_assert_eq!(&stuff(stuffer, &pieces), &expected);
        }
    }

    // R-TRANSP-002, R-TRANSP-003, R-TRANSP-006
    #[test]
    fn any_pieces_are_unstuffed_as_the_plain_way_does_it(
        wire in hostile(0..400),
        places in places(),
        line_ends in line_ends(),
        max_line in max_line(),
        max_size in prop_oneof![Just(None), (0_u64..3000).prop_map(Some)],
    ) {
        let expected = plain::unstuff(&wire, line_ends, max_line, max_size);
        for pieces in cuts(&wire, &places) {
            let unstuffer = Unstuffer::new()
                .with_line_ends(line_ends)
                .with_max_line(max_line)
                .with_max_size(max_size);
            let mut judge = unstuffer.clone();
            let judged = pieces.iter().find_map(|piece| match judge.judge(piece) {
                Progress::NeedMore => None,
                end @ Progress::End { .. } => Some(end),
            });
            prop_assert_eq!(judged.is_some(), expected.2.is_some());
            prop_assert_eq!((judge.octets(), judge.outcome()), (expected.0.len() as u64, expected.1));
            prop_assert_eq!(&unstuff(unstuffer, &pieces), &expected);
        }
    }

    // R-TRANSP-001, R-TRANSP-003
    #[test]
    fn content_that_is_verbatim_is_stuffed_without_a_second_look(
        content in prop_oneof![hostile(0..400), verbatim()],
        places in places(),
        others in places(),
        line_ends in line_ends(),
    ) {
        for looked_at in cuts(&content, &others) {
            let mut scanner = ContentScanner::new().with_line_ends(line_ends).with_max_line(None);
            let clean = looked_at.iter().try_for_each(|piece| scanner.scan(piece)).is_ok()
                && scanner.finish().is_ok();
            if !clean || !scanner.is_verbatim() {
                // What has no dots and only whole line ends is told apart from the rest.
                let innocent = content.iter().all(|octet| b"ax".contains(octet));
                prop_assert!(!innocent || line_ends == LineEnds::Normalise);
                continue;
            }
            let expected = plain::stuff(&content, LineEnds::Reject, None);
            for pieces in cuts(&content, &places) {
                let mut stuffer = Stuffer::new().with_max_line(None);
                let mut wire = Vec::new();
                for piece in &pieces {
                    stuffer.push_verbatim(piece, &mut wire);
                }
                stuffer.finish(&mut wire).unwrap();
                prop_assert_eq!(&Ok(wire), &expected);
            }
        }
    }

    // R-BDAT-012, BDAT-037
    #[test]
    fn any_pieces_are_scanned_as_the_plain_way_does_it(
        content in hostile(0..400),
        places in places(),
        line_ends in line_ends(),
        max_line in max_line(),
    ) {
        let expected = plain::fault(&content, line_ends, max_line);
        for pieces in cuts(&content, &places) {
            let mut scanner =
                ContentScanner::new().with_line_ends(line_ends).with_max_line(max_line);
            let scanned: Result<(), _> = pieces.iter().try_for_each(|piece| scanner.scan(piece));
            prop_assert_eq!(scanned.and_then(|()| scanner.finish()).err(), expected);
        }
    }

    // R-TRANSP-004
    #[test]
    fn unstuffing_gives_back_what_was_stuffed(content in hostile(0..400), places in places()) {
        let stuffer = Stuffer::new().with_line_ends(LineEnds::Normalise).with_max_line(None);
        let content: Vec<u8> = content.into_iter().filter(|&octet| octet != 0).collect();
        let wire = stuff(stuffer, core::slice::from_ref(&content)).unwrap();
        let mut expected = plain::normalise(&content);
        if !expected.is_empty() && !expected.ends_with(b"\r\n") {
            expected.extend_from_slice(b"\r\n");
        }
        let ends = wire.windows(5).filter(|octets| octets == b"\r\n.\r\n").count();
        prop_assert_eq!(ends, usize::from(!content.is_empty()));
        let mut followed = wire.clone();
        followed.extend_from_slice(b"QUIT\r\n");
        for pieces in cuts(&followed, &places) {
            let unstuffer = Unstuffer::new().with_max_line(None);
            let (unstuffed, outcome, used) = unstuff(unstuffer, &pieces);
            prop_assert_eq!(outcome, Ok(()));
            prop_assert_eq!(used, Some(wire.len()));
            prop_assert_eq!(&unstuffed, &expected);
        }
    }
}

/// Around the borders of what is looked at together: a word, a part, a block.
fn near_borders() -> impl Iterator<Item = usize> {
    [64_usize, 256, 512, 998, 4096, 8192].into_iter().flat_map(|border| border - 6..border + 7)
}

// R-TRANSP-001, R-TRANSP-002
#[test]
fn dots_are_doubled_and_taken_off_wherever_their_line_starts() {
    for start in near_borders() {
        let content = [&std::vec![b'x'; start - 2], &b"\r\n.a\r\n.\r\n..b\r\n"[..], &[b'y'; 300]];
        let content = [&content.concat(), &b"\r\n"[..]].concat();
        let stuffer = Stuffer::new().with_max_line(None);
        let wire = stuff(stuffer, core::slice::from_ref(&content)).unwrap();
        assert_eq!(wire, plain::stuff(&content, LineEnds::Reject, None).unwrap(), "{start}");
        let read = unstuff(Unstuffer::new().with_max_line(None), core::slice::from_ref(&wire));
        assert_eq!(read, (content, Ok(()), Some(wire.len())), "{start}");
    }
}

// R-LIMIT-006
#[test]
fn an_over_long_line_is_found_wherever_it_starts() {
    for start in near_borders() {
        for (length, limit) in [(998, 998), (999, 998), (300, 299), (513, 512), (512, 512)] {
            let lines = b"x\r\n".repeat(start / 3);
            let rest = std::vec![b'y'; start % 3];
            let line = std::vec![b'z'; length - rest.len()];
            let content = [&lines[..], &rest, &line, b"\r\n", &lines].concat();
            let expected = plain::fault(&content, LineEnds::Reject, Some(limit));
            let mut scanner = ContentScanner::new().with_max_line(Some(limit));
            assert_eq!(scanner.scan(&content).err(), expected, "{start} {length}");
            let stuffer = Stuffer::new().with_max_line(Some(limit));
            let wire = stuff(stuffer, core::slice::from_ref(&content));
            assert_eq!(wire.err(), expected, "{start} {length}");
        }
    }
}
