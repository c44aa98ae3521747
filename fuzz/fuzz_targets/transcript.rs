//! Transcripts: every line that is read stands in the file where it is said to, and no secret is
//! shown.
//!
//! Switch 0: a login stands in front, whose secret must never be seen again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire_diagnose::transcript::{masked_source, read, read_as, secrets};
use smtpwire_fuzz::Case;

const LOGIN: &[u8] = b"S: 220 mx.example ESMTP\n\
    C: EHLO a.example\n\
    S: 250-mx.example\n\
    S: 250 AUTH PLAIN\n\
    C: AUTH PLAIN AHRpbQBodW50ZXItNzMxMQ==\n\
    S: 235 2.7.0 ok\n";
const SECRET: &[u8] = b"AHRpbQBodW50ZXItNzMxMQ==";

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let login: &[u8] = if case.option(0) { LOGIN } else { b"" };
    let file = [login, case.text()].concat();
    let Ok(transcript) = read(&file) else { return };
    assert_eq!(read_as(transcript.format, &file).as_ref(), Ok(&transcript));

    let lines = file.split(|&octet| octet == b'\n').count();
    for entry in transcript.sessions.iter().flat_map(|session| &session.entries) {
        assert!((1..=lines).contains(&entry.line), "line {} of {lines}", entry.line);
        let source = &entry.source;
        assert!(source.start <= source.end && source.end <= file.len(), "{source:?}: {entry:?}");
        assert!(!entry.text().contains(&b'\n'), "a line holds no line end");
        let mut before = 0;
        for offset in 0..=entry.text().len() {
            let source = entry.source_of(offset);
            assert!((entry.source.start..=entry.source.end).contains(&source));
            assert!(source >= before, "the octets stand in order");
            before = source;
            assert!(transcript.position(entry, offset).line >= entry.line);
        }
        if entry.offsets.is_empty() && !entry.text().is_empty() {
            assert_eq!(file.get(entry.source.clone()), Some(entry.text()));
        }
    }

    let mut end = 0;
    for range in secrets(&file, &transcript) {
        assert!(end <= range.start && range.start < range.end && range.end <= file.len());
        end = range.end;
    }
    let masked = masked_source(&file, &transcript);
    assert_eq!(masked.len(), file.len());
    assert!(!(case.option(0) && shows(&masked, SECRET)), "{}", String::from_utf8_lossy(&file));
});

/// Whether a secret stands there as a word. In the middle of other base64 it is another text.
fn shows(masked: &[u8], secret: &[u8]) -> bool {
    let base64 =
        |octet: Option<&u8>| octet.is_some_and(|o| o.is_ascii_alphanumeric() || b"+/=".contains(o));
    masked.windows(secret.len()).enumerate().any(|(at, octets)| {
        octets == secret
            && !base64(at.checked_sub(1).and_then(|before| masked.get(before)))
            && !base64(masked.get(at + secret.len()))
    })
}
