//! Transcripts: every line that is read stands in the file where it is said to, and no secret is
//! shown.
//!
//! Switch 0: a login stands in front, whose secret must never be seen again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire_diagnose::transcript::{masked_source, read, read_as, secrets};
use smtpwire_fuzz::{Case, login};

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let file = login::before(case.text(), case.option(0));
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
    assert!(!(case.option(0) && login::is_shown(&masked)), "{}", String::from_utf8_lossy(&file));
});
