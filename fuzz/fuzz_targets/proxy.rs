//! PROXY headers: decided as early as can be and never differently later; written as they read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire::codec::proxy::{DEFAULT_MAX_V2_LENGTH, MAX_V1, ProxyHeader};
use smtpwire_fuzz::Case;

/// The octets of a version 2 header in front of its variable part.
const V2_FIXED: usize = 16;

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let text = case.text();
    let whole = ProxyHeader::parse(text);

    // As more comes, an answer stays an answer.
    let mut length = 0;
    for piece in case.pieces() {
        length += piece.len();
        match ProxyHeader::parse(&text[..length]) {
            Ok(None) => {}
            answer => {
                assert_eq!(answer, whole, "after {length} octets");
                break;
            }
        }
    }

    let Ok(Some((header, taken))) = whole else { return };
    assert!(taken <= text.len());
    assert!(taken <= MAX_V1.max(V2_FIXED + usize::from(DEFAULT_MAX_V2_LENGTH)));
    let mut v1 = Vec::new();
    if header.encode_v1(&mut v1).is_ok() {
        assert!(v1.len() <= MAX_V1 && v1.ends_with(b"\r\n"));
        let (again, taken) = ProxyHeader::parse(&v1).expect("it reads").expect("it is whole");
        assert_eq!(taken, v1.len());
        assert_eq!((again.source(), again.destination()), (header.source(), header.destination()));
    }
    let mut v2 = Vec::new();
    if header.encode_v2(&mut v2).is_ok() {
        let (again, taken) = ProxyHeader::parse(&v2).expect("it reads").expect("it is whole");
        assert_eq!((again, taken), (header, v2.len()));
    }
});
