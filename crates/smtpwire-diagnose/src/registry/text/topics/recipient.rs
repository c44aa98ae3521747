//! The recipient: unknown, closed, full, or not to be reached.

use super::{Topic, topic};
use crate::registry::Category::{
    BadDomain, BadMailbox, MailboxDisabled, MailboxFull, MailboxMoved, Policy, RateLimit,
};
use crate::registry::Retry;
use crate::registry::advice::advice;

pub(super) static ALL: &[&Topic] = &[
    &UNKNOWN_USER,
    &MAILBOX_UNAVAILABLE,
    &MICROSOFT_EDGE_BLOCK,
    &ADDRESS_SYNTAX,
    &MAILBOX_DISABLED,
    &MAILBOX_MOVED,
    &MAILBOX_FULL,
    &NULL_MX,
    &DOMAIN_UNKNOWN,
    &RECIPIENT_FLOODED,
    &RECIPIENT_REFUSES,
    &LIST_CLOSED,
];

pub(in crate::registry) static UNKNOWN_USER: Topic = topic(
    "unknown-user",
    BadMailbox,
    Some("RFC 5321 section 4.2.3"),
    advice(
        "The recipient's mailbox does not exist.",
        "The part left of the @ is misspelt, or the account was closed.",
        "Check the spelling with the recipient over another channel; take the address off every list.",
    ),
);

pub(in crate::registry) static MAILBOX_UNAVAILABLE: Topic = topic(
    "mailbox-unavailable",
    BadMailbox,
    Some("RFC 5321 section 4.2.3"),
    advice(
        "The server does not take mail for this mailbox: it is not there, or this sender may not \
         reach it.",
        "Most often the address is misspelt or closed; the same words also cover a mailbox without \
         access and a refusal by policy.",
        "Check the spelling with the recipient over another channel; if it is right, the \
         recipient's postmaster can say why mail is refused.",
    ),
);

pub(in crate::registry) static MICROSOFT_EDGE_BLOCK: Topic = topic(
    "microsoft-edge-block",
    BadMailbox,
    None,
    advice(
        "Microsoft 365 does not know this recipient and refuses it at its edge.",
        "The address is misspelt or new, or the domain is not set up there; \"Access denied\" is only Microsoft's wording for it.",
        "Check the spelling; the domain's administrator checks that the recipient exists and that the MX points at the right tenant.",
    ),
);

pub(in crate::registry) static ADDRESS_SYNTAX: Topic = topic(
    "address-syntax",
    BadMailbox,
    Some("RFC 5321 section 4.1.2"),
    advice(
        "The address is not written as an address must be.",
        "A space, a comma, a missing @ or a stray character came along with it.",
        "Correct the address where it is stored; trim spaces and line ends before sending.",
    ),
);

pub(in crate::registry) static MAILBOX_DISABLED: Topic = topic(
    "mailbox-disabled",
    MailboxDisabled,
    None,
    advice(
        "The mailbox exists and is switched off.",
        "The account is suspended, unpaid or long unused.",
        "Remove the address, and ask the person for another one.",
    ),
);

pub(in crate::registry) static MAILBOX_MOVED: Topic = topic(
    "mailbox-moved",
    MailboxMoved,
    Some("RFC 5321 section 3.4"),
    advice(
        "The person can no longer be reached at this address.",
        "They moved to another address or left the organisation.",
        "Ask for the new address over another channel, and remove the old one.",
    ),
);

pub(in crate::registry) static MAILBOX_FULL: Topic = topic(
    "mailbox-full",
    MailboxFull,
    None,
    advice(
        "The recipient's mailbox is full.",
        "It has reached its quota.",
        "Leave the message in the queue for some days, and tell the recipient over another channel to make room.",
    ),
);

pub(in crate::registry) static NULL_MX: Topic = topic(
    "null-mx",
    BadDomain,
    Some("RFC 7505"),
    advice(
        "The recipient's domain declares that it takes no mail.",
        "It publishes a null MX, a single MX record that is just a dot, or its host refuses all mail.",
        "Check the domain for a typing error with `dig MX`; if it is right, remove the address.",
    ),
);

pub(in crate::registry) static DOMAIN_UNKNOWN: Topic = topic(
    "domain-unknown",
    BadDomain,
    Some("RFC 5321 section 5.1"),
    advice(
        "The recipient's domain does not exist or has no mail server.",
        "The part right of the @ is misspelt, the domain has expired, or its MX record leads nowhere.",
        "Look it up with `dig MX`; correct the address, or tell the domain's owner.",
    ),
);

pub(in crate::registry) static RECIPIENT_FLOODED: Topic = topic(
    "recipient-flooded",
    RateLimit,
    None,
    advice(
        "The recipient gets more mail at the moment than their mailbox may receive.",
        "Many messages reach the same mailbox within an hour.",
        "Let the queue try again later, and gather automatic messages into fewer ones.",
    ),
);

pub(in crate::registry) static RECIPIENT_REFUSES: Topic = topic("recipient-refuses", Policy, None, advice(
    "The recipient, or their organisation, does not take mail from this sender.",
    "The address stands on a personal block list, or only certain senders are let in.",
    "Ask the recipient over another channel to allow your address; their administrator can see the rule.",
)).then(Retry::AskReceiver);

pub(in crate::registry) static LIST_CLOSED: Topic = topic(
    "list-closed",
    Policy,
    None,
    advice(
        "The list or group takes mail only from its members or from inside the organisation.",
        "The sender address is not subscribed, or is another one than the subscribed one.",
        "Write from the subscribed address, or ask the owner of the list.",
    ),
)
.then(Retry::AskReceiver);
