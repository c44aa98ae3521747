//! Stuffing: whatever the content, what is sent ends once and holds nothing that a lenient server
//! takes for an end; and it reads as what was to be sent.
//!
//! Switch 0: bare CR and LF are made CRLF, not refused. Switch 1: lines may have any length.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire::codec::transparency::{
    ContentError, ContentScanner, LineEnds, MAX_TEXT_LINE, Progress, Stuffer, Unstuffer,
};
use smtpwire_fuzz::Case;

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let line_ends = if case.option(0) { LineEnds::Normalise } else { LineEnds::Reject };
    let max_line = (!case.option(1)).then_some(MAX_TEXT_LINE);
    let stuffer = || Stuffer::new().with_line_ends(line_ends).with_max_line(max_line);

    let whole = stuff(stuffer(), std::iter::once(case.text()));
    assert_eq!(stuff(stuffer(), case.pieces()), whole);
    let scanner = ContentScanner::new().with_line_ends(line_ends).with_max_line(max_line);
    assert_eq!(scan(scanner, case.pieces()), whole.as_ref().map(|_| ()).map_err(|e| *e));
    let Ok(wire) = whole else { return };

    let ends = wire.windows(5).filter(|octets| octets == b"\r\n.\r\n").count();
    let empty = wire == b".\r\n";
    assert_eq!((ends, wire.ends_with(b"\r\n.\r\n")), if empty { (0, false) } else { (1, true) });
    assert!(empty || !wire.starts_with(b".\r\n"), "no end before the content");
    for (index, octet) in wire.iter().enumerate() {
        match octet {
            b'\n' => assert!(index > 0 && wire[index - 1] == b'\r', "bare LF"),
            b'\r' => assert_eq!(wire.get(index + 1), Some(&b'\n'), "bare CR"),
            0 => panic!("NUL"),
            _ => {}
        }
    }

    let mut content = Vec::new();
    let mut unstuffer = Unstuffer::new().with_max_line(max_line);
    assert_eq!(unstuffer.push(&wire, &mut content), Progress::End { consumed: wire.len() });
    assert_eq!(unstuffer.outcome(), Ok(()));
    let mut expected = match line_ends {
        LineEnds::Reject => case.text().to_vec(),
        LineEnds::Normalise => normalised(case.text()),
    };
    if !expected.is_empty() && !expected.ends_with(b"\r\n") {
        expected.extend_from_slice(b"\r\n");
    }
    assert_eq!(content, expected);
});

fn stuff<'p>(
    mut stuffer: Stuffer,
    pieces: impl Iterator<Item = &'p [u8]>,
) -> Result<Vec<u8>, ContentError> {
    let mut wire = Vec::new();
    for piece in pieces {
        stuffer.push(piece, &mut wire)?;
    }
    stuffer.finish(&mut wire)?;
    Ok(wire)
}

fn scan<'p>(
    mut scanner: ContentScanner,
    mut pieces: impl Iterator<Item = &'p [u8]>,
) -> Result<(), ContentError> {
    pieces.try_for_each(|piece| scanner.scan(piece))?;
    scanner.finish()
}

/// Every line end made a CRLF, the plain way.
fn normalised(text: &[u8]) -> Vec<u8> {
    let mut normal = Vec::new();
    for (index, octet) in text.iter().enumerate() {
        match octet {
            b'\r' => normal.extend_from_slice(b"\r\n"),
            b'\n' if index > 0 && text[index - 1] == b'\r' => {}
            b'\n' => normal.extend_from_slice(b"\r\n"),
            _ => normal.push(*octet),
        }
    }
    normal
}
