//! The shapes that SMTP smuggling is made of, both ways.

use super::{LineEnds, Unstuffed, stuff, unstuff};
use crate::codec::transparency::{ContentError, Stuffer, Unstuffer};
use alloc::vec::Vec;
use std::{format, vec};

const SMUGGLED: &[u8] =
    b"MAIL FROM:<admin@victim.example>\r\nRCPT TO:<v@target.example>\r\nDATA\r\n\
                          Subject: smuggled\r\n\r\nx\r\n.\r\n";

fn whole_and_octet_by_octet(input: &[u8]) -> [Vec<Vec<u8>>; 2] {
    [vec![input.to_vec()], input.chunks(1).map(<[u8]>::to_vec).collect()]
}

/// Unstuffs whole and octet by octet, which must make no difference.
fn receive(unstuffer: &Unstuffer, wire: &[u8]) -> Unstuffed {
    let [whole, split] = whole_and_octet_by_octet(wire).map(|p| unstuff(unstuffer.clone(), &p));
    assert_eq!(whole, split, "{}", wire.escape_ascii());
    whole
}

fn send(stuffer: &Stuffer, content: &[u8]) -> Result<Vec<u8>, ContentError> {
    let [whole, split] = whole_and_octet_by_octet(content).map(|p| stuff(stuffer.clone(), &p));
    assert_eq!(whole, split, "{}", content.escape_ascii());
    whole
}

fn normalising() -> Unstuffer {
    Unstuffer::new().with_line_ends(LineEnds::Normalise)
}

// SMUG-003 to SMUG-041, R-TRANSP-006: every end mark that some server has ever taken for one.
#[test]
fn only_crlf_dot_crlf_ends_the_data() {
    let ends: [&[u8]; 9] =
        [b"\n", b"\r", b"\r\r\n", b"\0\r\n", b" \r\n", b"\n\r", b"\r\n\0", b"\x0b", b"\r\n"];
    let mut tried = 0;
    for before in ends {
        for behind in ends {
            let look_alike = [before, b".", behind].concat();
            if look_alike.windows(5).any(|octets| octets == b"\r\n.\r\n") {
                continue;
            }
            tried += 1;
            let wire = [b"Subject: a\r\n\r\nbody", &look_alike[..], SMUGGLED].concat();
            let name = format!("{}", look_alike.escape_ascii());
            for unstuffer in [Unstuffer::new(), normalising()] {
                let (_, _, used) = receive(&unstuffer, &wire);
                assert_eq!(used, Some(wire.len()), "ended early at {name}");
            }
            let (content, outcome, _) = receive(&Unstuffer::new(), &wire);
            let plain = look_alike.iter().all(|octet| b"\r\n. \x0b".contains(octet))
                && !has_bare_end(&look_alike);
            assert_eq!(outcome.is_ok(), plain, "{name}");
            assert!(!has_bare_end(&content), "{name} was handed on");
        }
    }
    assert!(tried > 70);
}

fn has_bare_end(octets: &[u8]) -> bool {
    let pairs = octets.windows(2).filter(|pair| pair == b"\r\n").count();
    let singles = octets.iter().filter(|octet| b"\r\n".contains(octet)).count();
    singles != 2 * pairs
}

// SMUG-045
#[test]
fn a_dot_line_at_the_very_start_ends_an_empty_message() {
    assert_eq!(receive(&Unstuffer::new(), b".\r\nQUIT\r\n"), (Vec::new(), Ok(()), Some(3)));
}

// SMUG-046
#[test]
fn what_stands_behind_the_end_mark_is_left_alone() {
    let wire = b"abc\r\n.\r\nQUIT\r\n";
    assert_eq!(receive(&Unstuffer::new(), wire), (b"abc\r\n".to_vec(), Ok(()), Some(8)));
}

// R-TRANSP-002, SMUG-047
#[test]
fn one_leading_dot_is_removed_and_only_behind_crlf() {
    let (content, ..) = receive(&Unstuffer::new(), b"..a\r\n...\r\n.b\r\nc..\r\n.\r\n");
    assert_eq!(content, b".a\r\n..\r\nb\r\nc..\r\n");
    let (content, outcome, used) = receive(&normalising(), b"\n..\r\n\r\n.\r\n");
    assert_eq!((outcome, used), (Ok(()), Some(10)));
    assert_eq!(content, b"\r\n..\r\n\r\n");
}

// SMUG-050, SMUG-051, SMUG-052, SMUG-053, R-TRANSP-006
#[test]
fn the_first_offence_is_reported_after_the_true_end() {
    for (wire, offence) in [
        (&b"Subject: a\rX: b\r\n\r\n.\r\n"[..], ContentError::BareCr { offset: 10 }),
        (b"Subject: a\n\nbody\r\n.\r\n", ContentError::BareLf { offset: 10 }),
        (b"Subject: a\r\n\r\na\0b\r\n.\r\n", ContentError::Nul { offset: 15 }),
        (b"..stuffed\r\n..dots\r\nx\ny\r\n.\r\n", ContentError::BareLf { offset: 18 }),
        (b"x\r.\r\n\r\n.\r\n", ContentError::BareCr { offset: 1 }),
    ] {
        let (content, outcome, used) = receive(&Unstuffer::new(), wire);
        assert_eq!((outcome, used), (Err(offence), Some(wire.len())));
        assert!(!has_bare_end(&content) && !content.contains(&0));
    }
}

// SMUG-054, SMUG-055
#[test]
fn other_controls_and_unicode_separators_are_text() {
    for line in ["x\u{b}.\u{c}.", "x\u{2028}.\u{85}."] {
        let wire = format!("{line}\r\n.\r\n");
        let (content, outcome, used) = receive(&Unstuffer::new(), wire.as_bytes());
        assert_eq!((outcome, used), (Ok(()), Some(wire.len())));
        assert_eq!(content, format!("{line}\r\n").as_bytes());
    }
}

// SMUG-059
#[test]
fn a_message_with_a_false_end_and_no_true_one_never_ends() {
    let wire = b"Subject: a\r\n\r\nx\n.\r\nMAIL FROM:<a@b.example>\r\nBDAT 5 LAST\r\nhello";
    assert_eq!(receive(&Unstuffer::new(), wire).2, None);
    assert_eq!(receive(&normalising(), wire).2, None);
}

// SMUG-060, BDAT-032
#[test]
fn what_was_received_and_normalised_goes_out_with_one_end_mark() {
    for wire in
        [&b"x\r.\r\n\r\n.\r\n"[..], b"a\n.\r\nRSET\r\n.\r\n", b"a\r\r\n..\n.\r\n\n.\r\n.\r\n"]
    {
        let (content, outcome, _) = receive(&normalising(), wire);
        assert_eq!(outcome, Ok(()));
        let sent = send(&Stuffer::new(), &content).unwrap();
        assert_eq!(sent.windows(5).filter(|octets| octets == b"\r\n.\r\n").count(), 1);
        assert!(sent.ends_with(b"\r\n.\r\n"));
        assert_eq!(receive(&Unstuffer::new(), &sent).0, content);
    }
}

// DOTS-001 to DOTS-021, R-TRANSP-001, R-TRANSP-005
#[test]
fn content_with_a_false_end_is_refused_or_normalised_and_stuffed() {
    let ends: [&[u8]; 5] = [b"\n", b"\r", b"\r\r\n", b"\n\r", b"\r\n"];
    for before in ends {
        for behind in ends {
            let content = [b"a", before, b".", behind, b"MAIL FROM:<x@y.example>\r\n"].concat();
            let strict = send(&Stuffer::new(), &content);
            assert_eq!(strict.is_err(), has_bare_end(&content), "{}", content.escape_ascii());
            let stuffer = Stuffer::new().with_line_ends(LineEnds::Normalise);
            let normal = send(&stuffer, &content).unwrap();
            for wire in strict.into_iter().chain([normal]) {
                assert!(!has_bare_end(&wire));
                assert_eq!(wire.windows(5).filter(|octets| octets == b"\r\n.\r\n").count(), 1);
            }
        }
    }
}

// DOTS-021 to DOTS-031
#[test]
fn dots_are_doubled_where_a_line_starts_and_a_final_crlf_is_added_once() {
    for (content, wire) in [
        (&b""[..], &b".\r\n"[..]),
        (b".", b"..\r\n.\r\n"),
        (b".x\r\n", b"..x\r\n.\r\n"),
        (b"abc", b"abc\r\n.\r\n"),
        (b"abc\r\n", b"abc\r\n.\r\n"),
        (b"\r\n", b"\r\n.\r\n"),
        (b"a\r\n.\r\n", b"a\r\n..\r\n.\r\n"),
        (b"a\r\n\r\n.\r\nRSET\r\n", b"a\r\n\r\n..\r\nRSET\r\n.\r\n"),
        (b"....\r\n", b".....\r\n.\r\n"),
        (b"a.\r\nb", b"a.\r\nb\r\n.\r\n"),
    ] {
        assert_eq!(send(&Stuffer::new(), content).as_deref(), Ok(wire));
    }
}

// DOTS-025
#[test]
fn content_that_ends_in_a_cr_is_refused_or_ends_in_one_crlf() {
    assert_eq!(send(&Stuffer::new(), b"abc\r"), Err(ContentError::BareCr { offset: 3 }));
    let stuffer = Stuffer::new().with_line_ends(LineEnds::Normalise);
    assert_eq!(send(&stuffer, b"abc\r").as_deref(), Ok(&b"abc\r\n.\r\n"[..]));
}

#[test]
fn a_nul_is_never_sent() {
    for stuffer in [Stuffer::new(), Stuffer::new().with_line_ends(LineEnds::Normalise)] {
        assert_eq!(send(&stuffer, b"a\r\nb\0"), Err(ContentError::Nul { offset: 4 }));
    }
}

// DOTS-033, R-LIMIT-006
#[test]
fn a_text_line_may_have_1000_octets_with_its_crlf_and_without_the_stuffed_dot() {
    for first in [b'x', b'.'] {
        let line = |octets: usize| [&vec![first; 1][..], &vec![b'x'; octets - 1], b"\r\n"].concat();
        let content = [b"a\r\n".to_vec(), line(998), line(998), b"b\r\n".to_vec()].concat();
        let wire = send(&Stuffer::new(), &content).unwrap();
        assert_eq!(receive(&Unstuffer::new(), &wire), (content, Ok(()), Some(wire.len())));

        let content = [b"a\r\n".to_vec(), line(999), line(5)].concat();
        let too_long = ContentError::LineTooLong { offset: 3 + 998, limit: 998 };
        assert_eq!(send(&Stuffer::new(), &content), Err(too_long));
        let wire = send(&Stuffer::new().with_max_line(None), &content).unwrap();
        let (_, outcome, used) = receive(&Unstuffer::new(), &wire);
        assert_eq!((outcome, used), (Err(too_long), Some(wire.len())));
        let (all, outcome, _) = receive(&Unstuffer::new().with_max_line(None), &wire);
        assert_eq!((all, outcome), (content, Ok(())));
    }
}

#[test]
fn a_refused_push_writes_nothing_and_no_end_mark_can_follow() {
    let mut stuffer = Stuffer::new();
    let mut wire = Vec::new();
    stuffer.push(b"good\r\n", &mut wire).unwrap();
    let bad = stuffer.push(b"more\r\nbare\nlf\r\n", &mut wire);
    assert_eq!(bad, Err(ContentError::BareLf { offset: 16 }));
    assert_eq!(stuffer.push(b"good\r\n", &mut wire), bad);
    assert_eq!(stuffer.finish(&mut wire), bad);
    assert_eq!(wire, b"good\r\n");
}

#[test]
fn a_cr_at_the_end_of_a_push_is_not_sent_before_its_lf_is_there() {
    let mut stuffer = Stuffer::new();
    let mut wire = Vec::new();
    stuffer.push(b"a long enough line\r", &mut wire).unwrap();
    assert_eq!(wire, b"a long enough line");
    assert!(stuffer.push(b"x", &mut wire).is_err());
    assert_eq!(wire, b"a long enough line");
}

#[test]
fn the_end_mark_lands_in_the_same_buffer_as_the_last_content() {
    let mut stuffer = Stuffer::new();
    let mut wire = Vec::new();
    stuffer.push(b"last", &mut wire).unwrap();
    assert_eq!(stuffer.octets(), 4);
    stuffer.finish(&mut wire).unwrap();
    assert_eq!(wire, b"last\r\n.\r\n");
}

// R-LIMIT-014
#[test]
fn content_over_the_size_limit_is_dropped_up_to_the_true_end() {
    let message = b"0123456789\r\n".repeat(1000);
    let wire = [&message[..], b".\r\nQUIT\r\n"].concat();
    let exact = Unstuffer::new().with_max_size(Some(12_000));
    assert_eq!(receive(&exact, &wire), (message.clone(), Ok(()), Some(12_003)));
    let unstuffer = Unstuffer::new().with_max_size(Some(11_999));
    let (content, outcome, used) = receive(&unstuffer, &wire);
    assert_eq!(content, &message[..11_999]);
    assert_eq!(outcome, Err(ContentError::TooLarge { limit: 11_999 }));
    assert_eq!(used, Some(12_003));
}

#[test]
fn nothing_is_read_behind_the_end() {
    let mut unstuffer = Unstuffer::new();
    let mut content = Vec::new();
    let _ = unstuffer.push(b".\r\n", &mut content);
    assert!(unstuffer.is_done());
    let end = crate::codec::transparency::Progress::End { consumed: 0 };
    assert_eq!(unstuffer.push(b"MAIL", &mut content), end);
    assert_eq!(unstuffer.push(b"", &mut content), end);
    assert_eq!((content, unstuffer.octets()), (Vec::new(), 0));
}

#[test]
fn errors_say_which_octet_and_what_is_allowed() {
    assert_eq!(
        format!("{}", ContentError::BareLf { offset: 6 }),
        "a LF without a CR before it at octet 6 of the content; lines end with CRLF"
    );
    assert!(format!("{}", ContentError::TooLarge { limit: 10 }).contains("the 10 octets"));
}
