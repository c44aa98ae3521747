//! What a server offers: read from any reply, written as a reply, and the same when read again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire::{Capabilities, Reply};
use smtpwire_fuzz::Case;

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let Ok(Some((reply, _))) = Reply::parse(case.text()) else { return };
    let offer = Capabilities::from_reply(&reply);
    assert_eq!(offer.iter().len() + 1, reply.lines().count(), "every line is kept");
    let _ = (offer.size(), offer.mechanisms(), offer.limits(), format!("{offer:?}"));
    assert_eq!(offer.clone().into_owned(), offer);
    // What is no UTF-8, or too long for one line, is refused and not changed.
    let Ok(written) = offer.to_reply() else { return };
    assert_eq!(Capabilities::from_reply(&written), offer);
});
