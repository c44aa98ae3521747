//! xtext: every text can be written in it and comes back, and what reads as it is written by its rules.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire::{decode_xtext, encode_xtext};
use smtpwire_fuzz::Case;

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let Ok(text) = std::str::from_utf8(case.text()) else { return };
    there_and_back(text);
    if let Some(plain) = decode_xtext(text) {
        there_and_back(&plain);
    }
});

fn there_and_back(plain: &str) {
    let mut xtext = String::new();
    encode_xtext(plain, &mut xtext);
    assert!(xtext.bytes().all(|octet| matches!(octet, b'!'..=b'~') && octet != b'='), "{xtext}");
    assert_eq!(decode_xtext(&xtext).as_deref(), Some(plain));
}
