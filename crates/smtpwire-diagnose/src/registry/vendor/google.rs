//! Gmail and Google Workspace. Their 7.27, 7.29 and 7.30 differ from the registered meanings.

use super::{
    Category::{AuthFailure, PtrDns, RateLimit, Reputation, Tls},
    Vendor::Google,
    VendorCodeEntry, one,
};
use crate::registry::advice::advice;

pub(super) static ENTRIES: &[VendorCodeEntry] = &[
    one(
        Google,
        (7, 24),
        AuthFailure,
        advice(
            "Google finds the SPF record of the sender's domain suspect or broken.",
            "The record lets far too many addresses send, or cannot be evaluated.",
            "Remove +all and over-wide ranges from the v=spf1 record, and keep it below ten DNS lookups.",
        ),
    ),
    one(
        Google,
        (7, 25),
        PtrDns,
        advice(
            "Google finds no matching reverse DNS for the sending IP address.",
            "The PTR record is missing, or the name in it does not lead back to the address.",
            "Have the hosting provider set the PTR to the server's name, and publish an A or AAAA record of that name with the same address.",
        ),
    ),
    one(
        Google,
        (7, 26),
        AuthFailure,
        advice(
            "Google cannot authenticate the message: SPF and DKIM, or the domain's DMARC policy, failed.",
            "The mail is not signed by its domain, or comes from a server that SPF does not list, or neither matches the From domain.",
            "Sign with DKIM using the From domain, list the server in SPF, and open a received message with \"Show original\" to see what passes.",
        ),
    ),
    one(
        Google,
        (7, 27),
        AuthFailure,
        advice(
            "Google demands SPF from this sender, and SPF did not pass.",
            "The sending server is not in the SPF record of the envelope sender's domain.",
            "Add the server's address or its provider's include: to the v=spf1 record.",
        ),
    ),
    one(
        Google,
        (7, 28),
        Reputation,
        advice(
            "Google sees unusually much, or unwanted, mail from this IP address, network or domain.",
            "Volume jumped, or users marked the mail as spam.",
            "Send less and raise the volume over days; look at Google Postmaster Tools for the spam rate, and find any hijacked account.",
        ),
    ),
    one(
        Google,
        (7, 29),
        Tls,
        advice(
            "Google demands TLS from this sender, and the message came in plaintext.",
            "The sending server does not use STARTTLS, or has it switched off.",
            "Switch on opportunistic TLS for outgoing mail (in Postfix: smtp_tls_security_level = may).",
        ),
    ),
    one(
        Google,
        (7, 30),
        AuthFailure,
        advice(
            "Google demands DKIM from this sender, and DKIM did not pass.",
            "The message is not signed, its key is missing in DNS, or it was changed after signing.",
            "Sign as the last step before sending, and check SELECTOR._domainkey.DOMAIN with `dig TXT`.",
        ),
    ),
    one(
        Google,
        (7, 32),
        AuthFailure,
        advice(
            "Google wants the From domain to match the domain that SPF or DKIM authenticated, and it does not.",
            "A mail service signs and sends with its own domain instead of yours.",
            "Set up DKIM for your own domain, or an envelope sender below it, at the mail service.",
        ),
    ),
    one(
        Google,
        (7, 40),
        AuthFailure,
        advice(
            "Google demands a DMARC record from this sender, and found none.",
            "Bulk senders must publish DMARC for the From domain.",
            "Publish a TXT record at _dmarc.DOMAIN, for a start with \"v=DMARC1; p=none\".",
        ),
    ),
    one(
        Google,
        (4, 5),
        RateLimit,
        advice(
            "The Google account has sent as much as it may for today.",
            "The daily limit of the account or of the relay service was passed.",
            "Wait up to a day; for larger volumes use a service that is made for bulk mail.",
        ),
    ),
];
