use proptest::prelude::*;
use smtpwire_diagnose::transcript::{
    Event, Format, Transcript, masked_source, read, read_as, secrets,
};

use crate::samples;

/// What every transcript must keep to, whatever it was read from.
fn check(input: &[u8], transcript: &Transcript) {
    let lines = input.split(|&octet| octet == b'\n').count();
    assert!(!transcript.sessions.is_empty());
    for entry in transcript.sessions.iter().flat_map(|session| &session.entries) {
        assert!((1..=lines).contains(&entry.line));
        assert!(entry.source.start <= entry.source.end && entry.source.end <= input.len());
        assert_eq!(transcript.lines.position(entry.source.start).line, entry.line);
        let mut last = entry.source.start;
        for offset in 0..=entry.text().len() {
            let source = entry.source_of(offset);
            assert!(last <= source && source <= entry.source.end);
            last = source;
        }
        if entry.offsets.is_empty() && matches!(entry.event, Event::Line { .. }) {
            assert_eq!(entry.text(), &input[entry.source.clone()]);
        }
    }
    let masked = masked_source(input, transcript);
    assert_eq!(masked.len(), input.len());
    let found = secrets(input, transcript);
    for (at, (before, after)) in input.iter().zip(&masked).enumerate() {
        let is_secret = found.iter().any(|range| range.contains(&at));
        assert!(before == after || (is_secret && *after == b'*'));
    }
}

/// Bits of dialogs.
const BITS: &[&[u8]] = &[
    b"C: ",
    b"S: ",
    b" -> ",
    b"<-  ",
    b"<~  ",
    b"> ",
    b"< ",
    b"* ",
    b" In:  ",
    b" Out: ",
    b"send: b'",
    b"reply: b'",
    b"'\n",
    b"\\r\\n",
    b"\\x0",
    b"\\",
    b"[2026-11-22 10:00:00] DEBUG [a] ",
    b"{\"tnx\":\"client\",\"msg\":\"",
    b"\"}\n",
    b"postfix/smtpd[1]: ",
    b"x[192.0.2.1]: ",
    b"220 x",
    b"250-a",
    b"354 go",
    b"334 ",
    b"EHLO x",
    b"AUTH PLAIN ",
    b"AUTH LOGIN",
    b"DATA",
    b"BDAT 5",
    b"BURL imap://a;urlauth=b:c:d",
    b"AHRpbQBzZWNyZXQ=",
    b"c2VjcmV0",
    b".",
    b"<CRLF>",
    b"<LF>",
    b"   ",
    b"\n",
    b"\n",
    b"\n",
    b"\r\n",
    b"...",
    b"# TLS",
    b"QUIT",
    b"\xff",
    b"\0",
    b"\x08",
    b"\x08 \x08",
    b"\x7F",
    b"RENEGOTIATING\n",
    b"\xC3\xBC",
];

/// Bits of dialogs in any order, so that chance finds its way into the readers.
fn fragments() -> impl Strategy<Value = Vec<u8>> {
    let bit = prop_oneof![
        9 => prop::sample::select(BITS).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(bit, 0..60).prop_map(|bits| bits.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_octets_make_a_reader_panic(input in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(transcript) = read(&input) {
            check(&input, &transcript);
        }
    }

    #[test]
    fn every_reader_keeps_its_promises_on_any_input(input in fragments()) {
        if let Ok(transcript) = read(&input) {
            check(&input, &transcript);
        }
        for format in Format::ALL {
            if let Ok(transcript) = read_as(format, &input) {
                check(&input, &transcript);
            }
        }
    }

    #[test]
    fn a_sample_that_lost_octets_is_still_read_or_refused(
        which in 0_usize..64, from in 0_usize..2000, width in 0_usize..50,
    ) {
        let samples = samples();
        let mut input = samples[which % samples.len()].1.as_bytes().to_vec();
        let from = from % input.len();
        input.drain(from..(from + width).min(input.len()));
        if let Ok(transcript) = read(&input) {
            check(&input, &transcript);
        }
    }

    #[test]
    fn no_password_survives_masking_in_any_form(password in "[a-zA-Z0-9!#%+/=._-]{9,40}") {
        use base64::Engine;
        let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
        let (plain, login) = (encode(&format!("\0alice\0{password}")), encode(&password));
        for (_, sample) in samples() {
            let sample = sample
                .replace(crate::PLAIN, &plain)
                .replace(crate::PASSWORD, &login);
            let transcript = read(sample.as_bytes()).unwrap();
            let masked = masked_source(sample.as_bytes(), &transcript);
            let masked = String::from_utf8(masked).unwrap();
            prop_assert!(!masked.contains(&plain) && !masked.contains(&login), "{masked}");
        }
    }

    #[test]
    fn no_password_survives_in_any_place_where_people_put_it(password in "[a-zA-Z0-9][!-~]{5,20}") {
        use base64::Engine;
        let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
        let (plain, alone) = (encode(&format!("\0alice\0{password}")), encode(&password));
        let login = "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: am8=\nS: 334 UGFzc3dvcmQ6\n";
        let dialogs = [
            format!("{login}C: {password}\nS: 501 Cannot decode {password}\n"),
            format!("{login}C: {alone}\nS: 501 Cannot use XX{password}YY, XX{alone}YY\n"),
            format!("C: AUTH PLAIN {plain}\nS: 501 Cannot use XX{password}YY, XX{plain}YY\n"),
            format!("C: AUHT PLAIN {plain}\nS: 500 {plain} {password}\n"),
            format!("C: AUTHPLAIN {plain}\nS: 500 {plain} {password}\n"),
            format!("C: AUTH PLAIN: {plain}\nS: 500 {plain} {password}\n"),
            format!("C: AUTH=PLAIN {plain}\nS: 500 {plain} {password}\n"),
            format!("C: X AUTH PLAIN {plain}\nS: 500 {plain} {password}\n"),
            format!("C: XOAUTH2 {plain}\nS: 500 {plain} {password}\n"),
            format!("C: AUHT PLAIN {password}\nS: 500 {password}\n"),
            format!("C: AUTH LOGIN\nS: 334 x\nC: am8=\nS: 535 no\nC: {password}\nS: 500 No {password}\n"),
            format!("C: PASS {password}\nS: 500 No {password}\n"),
            format!("C: USER {password}\nS: 500 No {password}\n"),
            format!("C: LOGIN jo {password}\nS: 500 No {password}\n"),
            format!("C: BURL imap://harry:{password}@host/ LAST\nS: 554 No {password}\n"),
        ];
        for dialog in dialogs {
            let input = format!("S: 220 x\nC: EHLO y\nS: 250 AUTH PLAIN\n{dialog}C: QUIT\nS: 221 z\n");
            let transcript = read(input.as_bytes()).unwrap();
            let masked = String::from_utf8(masked_source(input.as_bytes(), &transcript)).unwrap();
            for secret in [&password, &plain, &alone] {
                prop_assert!(!masked.contains(secret), "{input}{masked}");
            }
            prop_assert!(masked.ends_with("C: QUIT\nS: 221 z\n"), "{masked}");
        }
    }
}
