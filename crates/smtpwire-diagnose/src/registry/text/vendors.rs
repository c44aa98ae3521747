//! Which provider a reply names.

use super::{Words, phrase::says};
use crate::registry::Vendor;

/// The provider, if the reply's text gives it away.
pub(in crate::registry) fn vendor_in(words: &Words) -> Option<Vendor> {
    NAMES
        .iter()
        .find(|(_, phrases)| phrases.iter().any(|phrase| says(words, phrase)))
        .map(|&(vendor, _)| vendor)
}

/// Servers of other providers link to these pages too, so only what is theirs alone stands here.
static NAMES: &[(Vendor, &[&str])] = &[
    // Gmail ends its replies with a queue id and "- gsmtp".
    (Vendor::Google, &["gsmtp", "gmail", "google", "support google com", "googlemail"]),
    // Exchange Online names the host in brackets; Outlook.com writes its AS or S code.
    (
        Vendor::Microsoft,
        &[
            "outlook com",
            "prod outlook com",
            "protection outlook com",
            "office365*",
            "microsoft",
            "hotmail",
            "exchangelabs*",
            "postmaster live com",
            "storedrv*",
            "resolver adr*",
            "resolver rst*",
            "bad outbound sender",
        ],
    ),
    (Vendor::Yahoo, &["yahoo*", "postmaster yahooinc com", "senders yahooinc com"]),
];
