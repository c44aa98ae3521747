//! The sender: its name, its address, its proofs, its reputation.

use super::{Topic, topic};
use crate::registry::Category::{AuthFailure, PtrDns, RelayDenied, Reputation, SenderRejected};
use crate::registry::Retry;
use crate::registry::advice::advice;

pub(super) static ALL: &[&Topic] = &[
    &SPF_FAILED,
    &SPF_BROKEN,
    &DKIM_FAILED,
    &DMARC_FAILED,
    &NOT_AUTHENTICATED,
    &NOT_ALIGNED,
    &ARC_FAILED,
    &PTR_MISSING,
    &HELO_REFUSED,
    &BLOCKLISTED,
    &PROVIDER_RANGE,
    &POOR_REPUTATION,
    &ADDRESS_BLOCKED,
    &SENDER_DOMAIN_UNKNOWN,
    &SENDER_NULL_MX,
    &SENDER_UNVERIFIED,
    &SENDER_NOT_OWNED,
    &SENDER_REFUSED,
    &RELAY_DENIED,
    &IDENTITY_NOT_VERIFIED,
];

pub(in crate::registry) static SPF_FAILED: Topic = topic(
    "spf-failed",
    AuthFailure,
    Some("RFC 7208, RFC 7372 section 3.2"),
    advice(
        "The mail is refused because of SPF.",
        "The sending server is not listed in the SPF record of the sender's domain, or the mail was forwarded without a new envelope sender.",
        "Look at `dig TXT DOMAIN`, add the server (ip4:, ip6: or include:) to the v=spf1 record, and send again.",
    ),
);

pub(in crate::registry) static SPF_BROKEN: Topic = topic(
    "spf-broken",
    AuthFailure,
    Some("RFC 7208 section 2.6"),
    advice(
        "SPF could not be evaluated for the sender's domain.",
        "The record has a mistake in its syntax, stands twice, needs more than ten DNS lookups, or a name server did not answer.",
        "Test the record with an SPF checker; keep one v=spf1 record and cut its include: mechanisms.",
    ),
);

pub(in crate::registry) static DKIM_FAILED: Topic = topic(
    "dkim-failed",
    AuthFailure,
    Some("RFC 6376, RFC 7372 section 3.1"),
    advice(
        "The mail is refused because of DKIM.",
        "It is not signed, its key is missing in DNS, or something changed it after signing.",
        "Sign as the last step before sending, and check SELECTOR._domainkey.DOMAIN with `dig TXT`.",
    ),
);

pub(in crate::registry) static DMARC_FAILED: Topic = topic(
    "dmarc-failed",
    AuthFailure,
    Some("RFC 7489"),
    advice(
        "The mail fails DMARC: the From domain asks receivers to refuse mail that is not proven to be its own.",
        "Neither SPF nor DKIM passed with a domain that matches the From header; a forwarder or an outside mail service is the usual reason.",
        "Set up DKIM with the From domain at every service that sends for you; look at `dig TXT _dmarc.DOMAIN`.",
    ),
);

pub(in crate::registry) static NOT_AUTHENTICATED: Topic = topic(
    "not-authenticated",
    AuthFailure,
    Some("RFC 7208, RFC 6376"),
    advice(
        "The receiver demands SPF or DKIM, and neither passed.",
        "The message is unsigned and its server is not in the domain's SPF record.",
        "Sign with DKIM using the From domain, list the server in SPF, then send a test message and read its Authentication-Results header.",
    ),
);

pub(in crate::registry) static NOT_ALIGNED: Topic = topic(
    "not-aligned",
    AuthFailure,
    Some("RFC 7489 section 3.1"),
    advice(
        "What SPF or DKIM proves is another domain than the one in the From header.",
        "A mail service signs and sends with its own domain instead of yours.",
        "Set up DKIM for your own domain, or an envelope sender below it, at the mail service.",
    ),
);

pub(in crate::registry) static ARC_FAILED: Topic = topic(
    "arc-failed",
    AuthFailure,
    Some("RFC 8617"),
    advice(
        "The ARC chain of a forwarded message does not verify.",
        "A forwarder or mailing list changed the message after sealing it.",
        "Ask the operator of the last forwarder in the ARC headers to repair its sealing.",
    ),
);

pub(in crate::registry) static PTR_MISSING: Topic = topic(
    "ptr-missing",
    PtrDns,
    Some("RFC 8601 section 3, RFC 1912 section 2.1"),
    advice(
        "The client's IP address has no usable reverse DNS.",
        "Its PTR record is missing or generic, or the name in it does not lead back to the address.",
        "Have the hosting provider set the PTR to the server's own name, and publish an A or AAAA record of that name with the same address.",
    ),
);

pub(in crate::registry) static HELO_REFUSED: Topic = topic(
    "helo-refused",
    PtrDns,
    Some("RFC 5321 section 4.1.4"),
    advice(
        "The receiver does not believe the name that the client gave in EHLO or HELO.",
        "The name is not fully qualified, does not exist in DNS, or is the receiver's own.",
        "Set the server's name (in Postfix: myhostname) to a full name that DNS knows, best the one in the PTR record.",
    ),
);

pub(in crate::registry) static BLOCKLISTED: Topic = topic(
    "blocklisted",
    Reputation,
    None,
    advice(
        "The sending IP address or domain stands on a blocklist.",
        "Spam came from it or from its network, or it is a range from which no mail is expected.",
        "Find and stop the cause first (a hijacked account, an open form, malware), then ask the list named in the reply to remove the entry.",
    ),
);

pub(in crate::registry) static PROVIDER_RANGE: Topic = topic(
    "provider-range",
    Reputation,
    None,
    advice(
        "The receiver takes no mail directly from this kind of address.",
        "The IP address is one of home or mobile users, whose provider says that no mail server runs there.",
        "Send through your provider's or hoster's mail server with a login; with a fixed address, ask the provider to change the entry and the PTR.",
    ),
);

pub(in crate::registry) static POOR_REPUTATION: Topic = topic(
    "poor-reputation",
    Reputation,
    None,
    advice(
        "The sending IP address or domain has a bad name with the receiver.",
        "Much of its mail was marked as spam, went to unknown users, or it is new and sends much at once.",
        "Stop mail to people who did not ask for it, raise the volume slowly, and register at the receiver's postmaster page.",
    ),
);

pub(in crate::registry) static ADDRESS_BLOCKED: Topic = topic(
    "address-blocked",
    Reputation,
    None,
    advice(
        "The receiver blocks the client's IP address or network.",
        "It, or a neighbour in the same range, was seen sending unwanted mail.",
        "Look the address up in the usual blocklists, find the cause in your logs, then ask the receiver's postmaster to lift the block.",
    ),
);

pub(in crate::registry) static SENDER_DOMAIN_UNKNOWN: Topic = topic(
    "sender-domain-unknown",
    SenderRejected,
    Some("RFC 5321 section 3.6.2"),
    advice(
        "The domain of the sender address cannot be found in DNS, so the mail is refused.",
        "It has no MX and no address record, or its name servers do not answer.",
        "Check it with `dig MX` and `dig A`; use a sender domain that exists, or publish an MX record.",
    ),
);

pub(in crate::registry) static SENDER_NULL_MX: Topic = topic(
    "sender-null-mx",
    SenderRejected,
    Some("RFC 7505"),
    advice(
        "The sender's domain declares that it takes no mail, so nothing could be returned to it.",
        "It publishes a null MX record.",
        "Send from a domain that receives mail, or remove the null MX record.",
    ),
);

pub(in crate::registry) static SENDER_UNVERIFIED: Topic = topic(
    "sender-unverified",
    SenderRejected,
    None,
    advice(
        "The receiver asked the sender's own mail server about the sender address, and that one did not confirm it.",
        "The envelope sender does not exist, or its server refuses such questions or is slow.",
        "Use an envelope sender that takes mail, including bounces from <>.",
    ),
);

pub(in crate::registry) static SENDER_NOT_OWNED: Topic = topic(
    "sender-not-owned",
    SenderRejected,
    Some("RFC 6409 section 6.1"),
    advice(
        "The account that logged in may not use this sender address.",
        "From or MAIL holds another address than the account's own.",
        "Send with the account's address, or let the administrator permit this one.",
    ),
);

pub(in crate::registry) static SENDER_REFUSED: Topic = topic(
    "sender-refused",
    SenderRejected,
    None,
    advice(
        "The receiver refuses this sender address.",
        "It stands on a block list of the receiver, is malformed, or is not allowed to send here.",
        "Check the address in MAIL and From for mistakes; then ask the receiver's postmaster.",
    ),
);

pub(in crate::registry) static RELAY_DENIED: Topic = topic(
    "relay-denied",
    RelayDenied,
    Some("RFC 5321 section 7.7"),
    advice(
        "The server does not pass mail on to this recipient for this client.",
        "The client did not log in, is not in a trusted network, or the domain's MX points at a server that does not know the domain.",
        "As a sender, log in (port 587 or 465); as the owner of the domain, check the MX record and the server's list of local domains.",
    ),
);

pub(in crate::registry) static IDENTITY_NOT_VERIFIED: Topic = topic("identity-not-verified", RelayDenied, None, advice(
    "The sending service does not send for addresses that it has not verified.",
    "The sender, or in a trial account also the recipient, was never confirmed with the service.",
    "Verify the address or the whole domain in the service's console, or leave its trial mode.",
)).then(Retry::FixAndResend);
