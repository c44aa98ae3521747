//! `X.3.*`: the receiving mail system.

use super::{
    Category::{MessageTooBig, Other, Protocol, ServerBusy, ServerError},
    EnhancedCodeEntry, Standing, row,
};

pub(super) static ENTRIES: &[EnhancedCodeEntry] = &[
    row(3, 0, ServerError, "RFC 3463 section 3.4", &[221, 250, 421, 451, 550, 554])
        .success("The mail system did what was asked.", "All is well.", "There is nothing to do.")
        .transient(
            "The receiving system has a passing problem that it does not name.",
            "A part of it, such as a filter or a database, failed or timed out.",
            "Let the queue try again; report it to the receiving postmaster after some hours.",
        )
        .permanent(
            "The receiving system has a problem that it does not name.",
            "A part of it failed, or it is set up wrongly.",
            "Tell the receiving postmaster the time and the exact reply; nothing on the sending side will cure it.",
        ),
    row(3, 1, ServerBusy, "RFC 3463 section 3.4", &[452])
        .transient(
            "The receiving system has no room left at the moment.",
            "Its disk or its queue is full.",
            "Let the queue try again; on your own server look at `df -h` for the spool's disk.",
        )
        .permanent(
            "The receiving system has no room left and gives up on the message.",
            "Its disk or its message store is full.",
            "Tell the receiving postmaster, and send again when there is room; on your own server look at `df -h`.",
        ),
    row(3, 2, ServerBusy, "RFC 3463 section 3.4, RFC 7504", &[453, 521])
        .transient(
            "The system takes no mail at the moment.",
            "It is being shut down, maintained, or is overloaded.",
            "Let the queue try again, with fewer connections if you open many.",
        )
        .permanent(
            "The system takes no mail; together with 521 it never will.",
            "The host is a dummy server, or its mail service was switched off.",
            "Check that the domain's MX records point at the right host; use another MX host if there is one.",
        ),
    row(3, 3, Protocol, "RFC 3463 section 3.4", &[])
        .permanent(
            "The system cannot do something that the message asked for.",
            "A gateway on the way lacks the feature, such as delivery reports or a priority.",
            "Send again without the special request.",
        ),
    row(3, 4, MessageTooBig, "RFC 3463 section 3.4", &[552, 554])
        .permanent(
            "The message is larger than the system takes.",
            "With its attachments, which grow by a third in base64, it passes the server's limit.",
            "Look at the SIZE value in the server's EHLO reply, and send smaller files or a link.",
        ),
    row(3, 5, ServerError, "RFC 3463 section 3.4", &[])
        .transient(
            "The receiving system is set up wrongly at the moment.",
            "Its administrator is probably at work on it.",
            "Let the queue try again, and tell the receiving postmaster if it lasts.",
        )
        .permanent(
            "The receiving system is set up wrongly and cannot take this message.",
            "A mistake in its routing or its domains, often an MX that points at the host itself.",
            "Tell the receiving postmaster; on your own server check that the domain is listed as local and where its MX points.",
        ),
    row(3, 6, Other, "RFC 6710", &[250, 251])
        .standing(Standing::Rare)
        .success(
            "The message was taken, with another priority than was asked for.",
            "The server's policy for MT-PRIORITY changed the value.",
            "There is nothing to do; the text may name the priority that is used.",
        )
        .permanent(
            "The reply fails, with a code that tells of a changed priority.",
            "The server mixed its codes up; this one is for successes.",
            "Go by the reply code and the text.",
        ),
];
