//! Providers with only a few codes of their own.

use super::{
    Category::{AuthFailure, Reputation},
    Vendor::Yahoo,
    VendorCodeEntry, one,
};
use crate::registry::advice::advice;

pub(super) static ENTRIES: &[VendorCodeEntry] = &[
    one(
        Yahoo,
        (7, 9),
        AuthFailure,
        advice(
            "Yahoo cannot authenticate the message by SPF or DKIM, or its DMARC policy failed.",
            "The mail is unsigned, or its server is not in the domain's SPF record; the number is used here with a meaning of Yahoo's own.",
            "Sign with DKIM using the From domain and list the server in SPF.",
        ),
    ),
    one(
        Yahoo,
        (7, 2),
        Reputation,
        advice(
            "Yahoo defers or refuses all mail from this sender.",
            "The IP address or domain has a bad name with Yahoo's users.",
            "Stop sending to people who did not ask for it, and open a case at Yahoo's sender hub.",
        ),
    ),
];
