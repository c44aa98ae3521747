//! Short codes that some providers print in place of a sentence; their postmaster pages list them.

use super::{Rule, rule};
use crate::registry::text::topics::{
    content::{HEADER_FAULT, MESSAGE_TOO_BIG, SPAM, VIRUS},
    recipient::{MAILBOX_DISABLED, UNKNOWN_USER},
    sender::{ADDRESS_BLOCKED, BLOCKLISTED, NOT_AUTHENTICATED, PTR_MISSING, SENDER_DOMAIN_UNKNOWN},
    server::{LOCAL_ERROR, SENDING_LIMIT, TOO_MANY_CONNECTIONS, TOO_MANY_RECIPIENTS},
};

pub(super) static RULES: &[Rule] = &[
    // Facebook: POL-P1, DNS-P3 and so on; P is final, T temporary.
    rule(&BLOCKLISTED, &["pol p1", "pol t1"]),
    rule(&ADDRESS_BLOCKED, &["pol p2", "pol p3", "pol p4"]),
    rule(&VIRUS, &["pol p5"]),
    rule(&SPAM, &["pol p6"]),
    rule(&NOT_AUTHENTICATED, &["pol p7"]),
    rule(&SENDER_DOMAIN_UNKNOWN, &["dns p1", "dns p2", "dns t1"]),
    rule(&PTR_MISSING, &["dns p3"]),
    rule(&UNKNOWN_USER, &["rcp p1", "int p1", "int p3", "int p4"]),
    rule(&MAILBOX_DISABLED, &["rcp t4"]),
    rule(&MESSAGE_TOO_BIG, &["msg p1", "int p2"]),
    rule(&HEADER_FAULT, &["msg p3"]),
    rule(&LOCAL_ERROR, &["rcp t1", "int t1", "int t3", "int t4"]),
    rule(&TOO_MANY_CONNECTIONS, &["con t1", "con t3"]),
    rule(&TOO_MANY_RECIPIENTS, &["con t2"]),
    // Cox: AUP#CXDNS and so on.
    rule(&PTR_MISSING, &["aup cxdns"]),
    rule(&BLOCKLISTED, &["aup cdrbl", "aup cxbl", "aup cxthrt", "aup csi*"]),
    rule(&TOO_MANY_CONNECTIONS, &["aup cxcnct", "aup cxconn"]),
    // Charter (Spectrum): AUP#In-1000 and so on.
    rule(&ADDRESS_BLOCKED, &["aup in 1000"]),
    rule(&NOT_AUTHENTICATED, &["aup in 1160"]),
    rule(&SENDING_LIMIT, &["aup in 1350"]),
    rule(&MESSAGE_TOO_BIG, &["aup in 1530"]),
    rule(&TOO_MANY_RECIPIENTS, &["aup in 1550"]),
    // Comcast: BL000000 and so on are blocks, RL rate limits.
    rule(&ADDRESS_BLOCKED, &["bl000000", "bl000001", "bl000010"]),
    rule(&SENDING_LIMIT, &["rl000001", "rl000002", "rl000003"]),
];
