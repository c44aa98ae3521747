//! Replies: the same whole and in pieces, and every octet of them is kept.
//!
//! Switch 0: lines of one reply may carry different codes. Switch 1: LF may end a line. Switch 2:
//! the limits are low.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire::{Reply, ReplyError, ReplyOptions, ReplyReader};
use smtpwire_fuzz::Case;

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let mut options = ReplyOptions::default();
    options.differing_codes = case.option(0);
    options.bare_lf = case.option(1);
    if case.option(2) {
        options.max_line = 32;
        options.max_lines = 3;
    }
    let whole = Session::of(std::iter::once(case.text()), options);
    let pieces = Session::of(case.pieces(), options);
    assert_eq!(whole, pieces);

    // A bare LF that was let in has become CRLF; every other octet is kept.
    let kept: Vec<u8> = whole.replies.iter().flat_map(|reply| reply.as_bytes().to_vec()).collect();
    if options.bare_lf {
        assert!(with_lf(case.text()).starts_with(&with_lf(&kept)));
    } else {
        assert!(case.text().starts_with(&kept));
    }
    if options == ReplyOptions::default() {
        let first = Reply::parse(case.text()).map(|reply| reply.map(|(reply, _)| reply));
        let expected = match (whole.replies.first(), whole.error) {
            (Some(reply), _) => Ok(Some(reply.clone())),
            (None, Some(error)) => Err(error),
            (None, None) => Ok(None),
        };
        assert_eq!(first.map(|reply| reply.map(Reply::into_owned)), expected);
    }
    for reply in &whole.replies {
        assert!(reply.lines().count() >= 1);
        assert!(reply.lines().count() <= options.max_lines);
        let _ = (reply.text(), reply.to_string(), format!("{reply:?}"));
    }
});

/// All that a client gets to see.
#[derive(Debug, PartialEq)]
struct Session {
    replies: Vec<Reply<'static>>,
    error: Option<ReplyError>,
    unread: Vec<u8>,
}

impl Session {
    fn of<'p>(pieces: impl Iterator<Item = &'p [u8]>, options: ReplyOptions) -> Self {
        let mut reader = ReplyReader::with_options(options);
        let mut replies = Vec::new();
        for piece in pieces {
            reader.receive(piece);
            loop {
                match reader.next_reply() {
                    Ok(Some(reply)) => replies.push(reply.into_owned()),
                    Ok(None) => break,
                    // A connection that failed stays failed; what comes behind is not read.
                    Err(error) => return Self { replies, error: Some(error), unread: Vec::new() },
                }
            }
        }
        Self { replies, error: None, unread: reader.unread().to_vec() }
    }
}

/// Every CRLF made a LF.
fn with_lf(text: &[u8]) -> Vec<u8> {
    let ends_here = |index: usize| text.get(index + 1) == Some(&b'\n');
    let kept = |(index, octet): &(usize, &u8)| **octet != b'\r' || !ends_here(*index);
    text.iter().enumerate().filter(kept).map(|(_, octet)| *octet).collect()
}
