//! The receiving server: delays, limits, faults, routes.

use super::{Topic, topic};
use crate::registry::Category::{
    Expired, Greylist, Network, Policy, RateLimit, ServerBusy, ServerError,
};
use crate::registry::Retry;
use crate::registry::advice::advice;

pub(super) static ALL: &[&Topic] = &[
    &GREYLISTED,
    &SENDING_LIMIT,
    &TOO_MANY_CONNECTIONS,
    &TOO_MANY_RECIPIENTS,
    &ONE_DOMAIN_AT_A_TIME,
    &SERVER_BUSY,
    &NO_ROOM,
    &LOCAL_ERROR,
    &MAIL_LOOP,
    &UNREACHABLE,
    &CONNECTION_LOST,
    &DNS_TROUBLE,
    &EXPIRED,
    &LOCAL_POLICY,
];

pub(in crate::registry) static GREYLISTED: Topic = topic(
    "greylisted",
    Greylist,
    Some("RFC 6647"),
    advice(
        "The server puts off mail from senders that it has not seen before, and expects a second attempt.",
        "Greylisting is at work; spam programs seldom come back.",
        "There is nothing to repair: leave the message in the queue, and the next attempt after some minutes goes through.",
    ),
);

pub(in crate::registry) static SENDING_LIMIT: Topic = topic(
    "sending-limit",
    RateLimit,
    None,
    advice(
        "The sender has sent more than this account, address or network may send in a period.",
        "A limit per minute, hour or day was passed.",
        "Stop for the period that the reply names, else for an hour, then send fewer messages at a time.",
    ),
);

pub(in crate::registry) static TOO_MANY_CONNECTIONS: Topic = topic(
    "too-many-connections",
    RateLimit,
    None,
    advice(
        "The client has more connections open, or opens them faster, than the server allows.",
        "The sending server delivers in parallel.",
        "Lower the number of parallel connections to this destination (in Postfix: smtp_destination_concurrency_limit) and let the queue try again.",
    ),
);

pub(in crate::registry) static TOO_MANY_RECIPIENTS: Topic = topic(
    "too-many-recipients",
    RateLimit,
    Some("RFC 5321 section 4.5.3.1.10"),
    advice(
        "The message has more recipients than the server takes at once.",
        "The server limits RCPT commands in a transaction, often to 100, or recipients in a day.",
        "Deliver to those already accepted, and send the others in further transactions.",
    ),
);

pub(in crate::registry) static ONE_DOMAIN_AT_A_TIME: Topic = topic("one-domain-at-a-time", RateLimit, None, advice(
    "The server wants this recipient in a transaction of its own.",
    "The recipients' domains have different rules there, which cannot all be applied to one message.",
    "Send again to this recipient alone; most mail servers do that by themselves.",
)).then(Retry::RetryLater);

pub(in crate::registry) static SERVER_BUSY: Topic = topic(
    "server-busy",
    ServerBusy,
    None,
    advice(
        "The server has too much to do at the moment.",
        "Its load is high, or it is being maintained.",
        "Let the queue try again, with fewer connections.",
    ),
);

pub(in crate::registry) static NO_ROOM: Topic = topic(
    "no-room",
    ServerBusy,
    None,
    advice(
        "The server has run out of disk space or memory.",
        "Its queue or message store is full.",
        "Let the queue try again; on your own server look at `df -h` for the spool's disk and free some space.",
    ),
);

pub(in crate::registry) static LOCAL_ERROR: Topic = topic(
    "local-error",
    ServerError,
    None,
    advice(
        "The receiving server has a fault of its own.",
        "A filter, a database, a disk or its configuration failed.",
        "Let the queue try again, and report the time and the exact reply to the receiving postmaster; on your own server read its log at that time.",
    ),
);

pub(in crate::registry) static MAIL_LOOP: Topic = topic(
    "mail-loop",
    Network,
    Some("RFC 5321 section 6.3"),
    advice(
        "The message goes round in circles.",
        "Two systems forward it to each other, or an MX record leads back to where it came from.",
        "Read the Received headers from bottom to top, find the hosts that repeat, and correct the forwarding or the MX record there.",
    ),
);

pub(in crate::registry) static UNREACHABLE: Topic = topic(
    "unreachable",
    Network,
    None,
    advice(
        "The destination server could not be reached.",
        "It is down, refuses the connection, or a firewall lies between.",
        "Test with `telnet HOST 25` from the sending machine; let the queue try again, and tell the recipient's operator if it lasts.",
    ),
);

pub(in crate::registry) static CONNECTION_LOST: Topic = topic(
    "connection-lost",
    Network,
    Some("RFC 5321 section 4.5.3.2"),
    advice(
        "The connection broke or timed out.",
        "One side waited too long, or the line or a firewall cut it.",
        "Let the queue try again; if it always breaks at large messages, look for a firewall or an MTU that is too large.",
    ),
);

pub(in crate::registry) static DNS_TROUBLE: Topic = topic(
    "dns-trouble",
    Network,
    None,
    advice(
        "A DNS query that the server needed got no answer.",
        "A name server is down or answers wrongly.",
        "Let the queue try again; test the domain named in the reply with `dig +trace`.",
    ),
);

pub(in crate::registry) static EXPIRED: Topic = topic(
    "expired",
    Expired,
    Some("RFC 5321 section 4.5.4.1"),
    advice(
        "The message waited too long in a queue and was given up.",
        "The destination kept refusing or did not answer for days.",
        "Cure the reason given by the last temporary reply, then send the message again if it still matters.",
    ),
);

pub(in crate::registry) static LOCAL_POLICY: Topic = topic(
    "local-policy",
    Policy,
    None,
    advice(
        "A rule of the receiver forbids this mail, and the reply does not tell which.",
        "Filters often hide their reasons, so that spammers cannot learn from them.",
        "Check SPF, DKIM, DMARC, reverse DNS and blocklists; then send the whole reply to the receiving postmaster from another account.",
    ),
);
