//! `X.7.20` to `X.7.30`: is the sender who it says it is?

use super::{
    Category::{AuthFailure, PtrDns, RateLimit, SenderRejected, Tls},
    EnhancedCodeEntry, Standing, row,
};

pub(super) static ENTRIES: &[EnhancedCodeEntry] = &[
    row(7, 20, AuthFailure, "RFC 7372 section 3.1, RFC 6376", &[550])
        .permanent(
            "The message has no DKIM signature that verifies.",
            "It is not signed, or something changed it after signing.",
            "Sign outgoing mail as the last step, publish the public key at SELECTOR._domainkey.DOMAIN, and test with a message to a checking service.",
        ),
    row(7, 21, AuthFailure, "RFC 7372 section 3.1, RFC 6376", &[550])
        .permanent(
            "The message has DKIM signatures that verify, and the receiver accepts none of them.",
            "The signing domain, key length or algorithm does not meet the receiver's rules.",
            "Sign with your own domain, RSA of at least 1024 bits (better 2048) and SHA-256.",
        ),
    row(7, 22, AuthFailure, "RFC 7372 section 3.1, RFC 6376", &[550])
        .permanent(
            "No DKIM signature comes from the domain in the From header.",
            "A mail service signs with its own d= domain instead of yours.",
            "Set up DKIM for your own domain at the mail service, so that d= matches the From domain.",
        ),
    row(7, 23, AuthFailure, "RFC 7372 section 3.2, RFC 7208", &[550])
        .permanent(
            "SPF says that this IP address may not send for the sender's domain.",
            "The domain's SPF record does not list the sending server, or the mail was forwarded.",
            "Look at `dig TXT DOMAIN` and add the server (ip4:, ip6: or include:) to the v=spf1 record; forwarders should rewrite the envelope sender.",
        ),
    row(7, 24, AuthFailure, "RFC 7372 section 3.2, RFC 7208", &[451, 550])
        .transient(
            "SPF could not be evaluated at the moment.",
            "A name server that the SPF record needs did not answer.",
            "Let the queue try again; check that every include: of the record can be looked up.",
        )
        .permanent(
            "The SPF record of the sender's domain is broken.",
            "It has a mistake in its syntax, stands twice, or needs more than ten DNS lookups.",
            "Check the record with an SPF tester; keep one v=spf1 record and cut its include: mechanisms.",
        ),
    row(7, 25, PtrDns, "RFC 7372 section 3.3, RFC 8601", &[550])
        .permanent(
            "The client's IP address has no reverse DNS that leads back to it.",
            "The PTR record is missing, or its name has no matching A or AAAA record.",
            "Ask the owner of the IP address (usually the hosting provider) to set the PTR to the server's name, and give that name the same address.",
        ),
    row(7, 26, AuthFailure, "RFC 7372 section 3.4", &[550])
        .transient(
            "More than one authentication check did not pass, and the server refuses for now.",
            "SPF and DKIM failed, or DNS kept them from being checked.",
            "Check that the domain's SPF, DKIM and DMARC records can be looked up, then let the queue try again.",
        )
        .permanent(
            "More than one authentication check failed, usually SPF and DKIM together.",
            "The message is not signed by its domain and comes from a server that the domain does not list.",
            "Set up DKIM signing, list the server in SPF, and make one of them match the From domain so that DMARC passes.",
        ),
    row(7, 27, SenderRejected, "RFC 7505", &[550])
        .permanent(
            "The sender's domain declares that it takes no mail, so nothing could be returned to it.",
            "The domain in MAIL publishes a null MX, a single MX record that is just a dot.",
            "Send from a domain that receives mail, or remove the null MX record.",
        ),
    row(7, 28, RateLimit, "IANA registry (draft-levine-mailbomb-header)", &[])
        .standing(Standing::Rare)
        .permanent(
            "The receiver sees a flood of mail and holds it off.",
            "Very many similar messages reach one recipient or come from one sender.",
            "Stop, find out what sends them (a hijacked form or account is usual), and start again slowly.",
        ),
    row(7, 29, AuthFailure, "RFC 8617 section 7.2", &[550])
        .permanent(
            "The ARC chain of a forwarded message does not verify.",
            "A forwarder or mailing list changed the message after sealing it, or sealed it wrongly.",
            "Ask the operator of the last forwarder named in the ARC headers to repair its sealing.",
        ),
    row(7, 30, Tls, "RFC 8689", &[550])
        .permanent(
            "The message demands TLS on its whole way, and the next server cannot promise it.",
            "REQUIRETLS was given on MAIL, and the next hop does not offer it.",
            "Send without REQUIRETLS if the content allows that; otherwise ask the recipient's operator to support it.",
        ),
];
