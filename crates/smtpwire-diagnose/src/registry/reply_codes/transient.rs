//! 4yz: not now. A queue keeps the message and tries again.

use super::{
    Category::{Network, Other, Policy, Protocol, ServerBusy, ServerError, SmtpAuth},
    ReplyCodeEntry,
    Standing::{NonStandard, Rare, Standard},
    row,
};
use crate::registry::advice::advice;

pub(super) static ENTRIES: &[ReplyCodeEntry] = &[
    row(
        421,
        ServerBusy,
        Standard,
        Some("RFC 5321 section 3.8"),
        &["any", "connect"],
        advice(
            "The server cannot serve this client now and hangs up.",
            "It is overloaded, shutting down, tired of waiting, or has a limit on connections, rate or errors that the client passed.",
            "Drop the connection, keep the mail queued and come back later on a new one; if it happens every time, open fewer connections.",
        ),
    ),
    row(
        422,
        Other,
        Rare,
        Some("RFC 5248 section 2.4"),
        &["AUTH", "RCPT"],
        advice(
            "A temporary refusal with a rare number: registered for a login that needs a password transition, and used by some servers for a full mailbox.",
            "After AUTH the account has no secret stored for this mechanism; after RCPT the mailbox has no room.",
            "Look at the status code and the text; keep the message queued and try again.",
        ),
    ),
    row(
        430,
        Protocol,
        Rare,
        Some("RFC 5248 section 2.4"),
        &["any"],
        advice(
            "A temporary refusal of a command, with a number that hardly any server sends.",
            "The registry pairs the number with status code X.5.1, a command that is not valid at this point.",
            "Wait and try again as for any 4yz reply; read the text for the reason.",
        ),
    ),
    row(
        432,
        SmtpAuth,
        Standard,
        Some("RFC 4954 section 6"),
        &["AUTH"],
        advice(
            "The account must first be moved over before this login mechanism works for it.",
            "The server has no secret of the right kind stored for this account.",
            "Log in once with PLAIN inside TLS, or set the password anew; the server then stores what the other mechanism needs.",
        ),
    ),
    row(
        450,
        Other,
        Standard,
        Some("RFC 5321 section 4.2.3"),
        &["MAIL", "RCPT", "end of data"],
        advice(
            "The mailbox cannot be reached at this moment.",
            "The server greylists, the mailbox is locked or busy, or a policy check could not be finished.",
            "Leave the message in the queue; a second attempt after some minutes usually goes through. If it lasts for hours, read the text.",
        ),
    ),
    row(
        451,
        ServerError,
        Standard,
        Some("RFC 5321 section 4.2.3"),
        &["MAIL", "RCPT", "DATA", "end of data"],
        advice(
            "The server had a problem of its own and stopped working on this command.",
            "A filter, a disk, a database or a DNS query behind it failed, or it wants a second attempt.",
            "Keep the message queued and try again; if it stays for hours, tell the receiving postmaster the time and the exact text.",
        ),
    ),
    row(
        452,
        ServerBusy,
        Standard,
        Some("RFC 5321 sections 4.2.3 and 4.5.3.1.10"),
        &["MAIL", "RCPT", "end of data"],
        advice(
            "The server has too little room, or takes no more recipients in this transaction.",
            "Its disk or the mailbox is full, or the message has more recipients than it takes at once.",
            "Deliver to the recipients already accepted and send the others in a new transaction; otherwise try again later.",
        ),
    ),
    row(
        453,
        Other,
        Standard,
        Some("RFC 2645 section 5.2.1"),
        &["ATRN"],
        advice(
            "There is no mail waiting for the domains that were asked for.",
            "The queue is empty.",
            "There is nothing to do; ask again at the next interval.",
        ),
    ),
    row(
        454,
        ServerError,
        Standard,
        Some("RFC 4954 section 6, RFC 3207 section 4"),
        &["AUTH", "STARTTLS"],
        advice(
            "The server cannot check the login, or cannot start TLS, for a passing reason.",
            "Its account database is down, or its certificate or key could not be loaded.",
            "Try again later and do not ask the user for a new password, since nobody said that the old one is wrong. On your own server look at the TLS and authentication logs.",
        ),
    ),
    row(
        455,
        Protocol,
        Standard,
        Some("RFC 5321 section 4.1.1.11"),
        &["MAIL", "RCPT"],
        advice(
            "The server knows the parameters of this command but cannot honour them now.",
            "Something the parameter needs, such as a deadline or a priority, is out of reach at the moment.",
            "Try again later, or send the command without that parameter if the message can do without it.",
        ),
    ),
    row(
        458,
        ServerError,
        Standard,
        Some("RFC 1985"),
        &["ETRN"],
        advice(
            "The server could not start to deliver the mail that waits for the node.",
            "Its queue runner is busy or broken.",
            "Send ETRN again later; if it fails for hours, ask the operator of that server.",
        ),
    ),
    row(
        459,
        Policy,
        Standard,
        Some("RFC 1985"),
        &["ETRN", "ATRN"],
        advice(
            "The node that was named may not fetch mail here.",
            "The domain is not set up for queue delivery on this server, or for this client.",
            "Check the spelling of the domain, then ask the operator to allow it; repeating the command will not help.",
        ),
    ),
    row(
        498,
        Network,
        NonStandard,
        None,
        &["any"],
        advice(
            "A temporary failure with a number that SMTP does not define.",
            "Some sending software makes it up in its own log, for instance when it finds no MX host to connect to.",
            "Treat it as any 4yz reply; check the recipient domain with `dig MX` in case the sender made it up.",
        ),
    ),
];
