//! Domains, literals, mailboxes and paths: each is written as it reads, and none holds a line end.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire::{
    AddressLiteral, Domain, ForwardPath, Host, LocalPart, MAX_DOMAIN, MAX_LOCAL_PART, Mailbox,
    ReversePath,
};
use smtpwire_fuzz::Case;

/// Reads a value, writes it, and reads what was written.
macro_rules! round_trip {
    ($value:ident, $text:expr) => {{
        let value = $value::parse($text).ok();
        if let Some(value) = &value {
            let written = value.to_string();
            assert!(!written.contains(['\r', '\n', '\0']), "{written:?}");
            assert_eq!($value::parse(&written).as_ref(), Ok(value), "{written}");
        }
        value
    }};
}

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let Ok(text) = std::str::from_utf8(case.text()) else { return };
    if let Some(domain) = round_trip!(Domain, text) {
        assert!(domain.as_str().len() <= MAX_DOMAIN);
        let upper = domain.as_str().to_ascii_uppercase();
        assert_eq!(Domain::parse(&upper), Ok(domain), "case means nothing in a domain");
    }
    round_trip!(AddressLiteral, text);
    round_trip!(Host, text);
    if let Some(local_part) = round_trip!(LocalPart, text) {
        assert!(local_part.as_str().len() <= MAX_LOCAL_PART);
        let plain = LocalPart::from_content(&local_part.content()).expect("it has a form");
        assert_eq!(plain, local_part, "quoting means nothing");
    }
    round_trip!(Mailbox, text);
    round_trip!(ReversePath, text);
    round_trip!(ForwardPath, text);
});
