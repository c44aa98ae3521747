//! TLSA records: what is read is read again from its text and its octets, and a chain fits only by
//! a record that speaks of it. The text is records, one in a line, held against the chain of
//! certificates in `fuzz/chain`; and it is a record's octets and a certificate itself.
//!
//! Switches: the server sends its own certificate only; it is not the right name or time; an octet
//! of its certificate is another.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire_fuzz::Case;
use smtpwire_tls::dane::{
    Dane, DaneMismatchKind, Demand, Matched, Matching, Selector, TlsaRecord, Usage,
};

const SERVER: &[u8] = include_bytes!("../chain/server.der");
const AUTHORITY: &[u8] = include_bytes!("../chain/authority.der");
const ROOT: &[u8] = include_bytes!("../chain/root.der");
/// 2026 and 2036: the certificates are valid in the first.
const TIMES: [u64; 2] = [1_780_272_000, 2_095_804_800];

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let octets = case.text();
    strange(octets);
    let Ok(text) = std::str::from_utf8(octets) else { return };
    let records: Vec<TlsaRecord> = text.lines().filter_map(read).collect();
    let dane = Dane::new(records);
    let [alone, elsewhere, damaged] = [0, 1, 2].map(|switch| case.option(switch));
    let mut server = SERVER.to_vec();
    let at = octets.len() % server.len();
    server[at] ^= if damaged { 0xff } else { 0 };
    let chain: &[&[u8]] = if alone { &[&server] } else { &[&server, AUTHORITY, ROOT] };
    let cut = octets.first().is_some_and(|octet| octet % 2 == 0);
    let (names, now): (&[&str], u64) = match (elsewhere, cut) {
        (false, _) => (&["example.net", "mx.example.org"], TIMES[0]),
        (true, false) => (&["example.net", "mx.mx.example.org"], TIMES[0]),
        (true, true) => (&["mx.example.org"], TIMES[1]),
    };
    let usable = dane.demand() == Demand::Authenticated;
    match dane.check(chain, names, now) {
        Ok(matched) => {
            let record = matched.record();
            assert!(usable && record.is_usable() && dane.in_force().any(|known| known == record));
            match matched {
                Matched::Ee(record) => {
                    assert!(record.usage() == Usage::DANE_EE && record.fits(&server));
                }
                Matched::Ta(record) => {
                    assert!(record.usage() == Usage::DANE_TA && !elsewhere && !damaged);
                    let sent = chain[1..].iter().any(|certificate| record.fits(certificate));
                    assert!(sent || record.matching() == Matching::EXACT);
                }
            }
        }
        Err(error) => {
            assert_eq!(error.kind() == DaneMismatchKind::NoneUsable, !usable);
            plain(&error.to_string());
            let own =
                |record: &TlsaRecord| record.usage() == Usage::DANE_EE && record.fits(&server);
            assert!(!dane.in_force().any(own), "{error}");
        }
    }
});

fn read(line: &str) -> Option<TlsaRecord> {
    match TlsaRecord::parse(line) {
        Ok(record) => {
            assert_eq!(TlsaRecord::parse(&record.to_string()).as_ref(), Ok(&record));
            assert_eq!(TlsaRecord::from_rdata(&record.to_rdata()).as_ref(), Ok(&record));
            if let Some(problem) = record.problem() {
                plain(&problem.to_string());
            }
            Some(record)
        }
        Err(error) => {
            plain(&error.to_string());
            None
        }
    }
}

/// The octets as a record's, and as certificates that a server sends.
fn strange(octets: &[u8]) {
    let record = TlsaRecord::from_rdata(octets).ok();
    assert!(record.as_ref().is_none_or(|record| record.to_rdata() == octets));
    let of = TlsaRecord::of(octets, Usage::DANE_EE, Selector::KEY, Matching::EXACT);
    assert!(of.as_ref().is_ok_and(|of| of.fits(octets) && of.is_usable()) || of.is_err());
    let records = record.into_iter().chain(of);
    let _ = Dane::new(records).check(&[octets, AUTHORITY], &["mx.example.org"], TIMES[0]);
    let authority =
        TlsaRecord::of(AUTHORITY, Usage::DANE_TA, Selector::KEY, Matching::EXACT).expect("it is");
    let dane = Dane::new([authority]);
    let fits = dane.check(&[SERVER, octets, ROOT], &["mx.example.org"], TIMES[0]);
    assert!(fits.is_ok(), "what else is sent does not matter");
    let fits = dane.check(&[octets, SERVER, AUTHORITY], &["mx.example.org"], TIMES[0]);
    assert!(fits.is_err() || octets == SERVER);
}

fn plain(text: &str) {
    assert!(!text.is_empty() && !text.chars().any(char::is_control), "{text:?}");
}
