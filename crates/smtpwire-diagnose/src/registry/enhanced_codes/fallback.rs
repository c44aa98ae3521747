//! What can be said when only the subject or only the class is known (RFC 3463 section 2), and
//! `X.0.0`, which says no more than that.

use super::{Advice, Category, Class, EnhancedCodeEntry, row};
use crate::registry::advice::advice;

pub(super) static ENTRIES: &[EnhancedCodeEntry] = &[row(
    0,
    0,
    Category::Other,
    "RFC 3463 section 3.1",
    &[],
)
.success(
    "It worked; the server adds no detail.",
    "The command was carried out.",
    "There is nothing to do.",
)
.transient(
    "It failed for now, and the server adds no detail.",
    "The server either does not know more or does not want to say more.",
    "Leave the message queued; if it fails for hours, read the text and ask the receiving postmaster.",
)
.permanent(
    "It failed for good, and the server adds no detail.",
    "The server either does not know more or does not want to say more.",
    "Go by the reply code and the text; without a useful text, send the whole reply to the receiving postmaster.",
)];

/// A success whose code is about this subject.
pub(in crate::registry) const fn success(subject: u16) -> Advice {
    match subject {
        1 => advice(
            "The address is in order.",
            "The server checked it and took it.",
            "There is nothing to do.",
        ),
        2 => advice(
            "The mailbox is in order.",
            "The server found it and can deliver to it.",
            "There is nothing to do.",
        ),
        6 => advice(
            "The content was taken.",
            "The server can carry the message as it is, or says how it changed it.",
            "There is nothing to do.",
        ),
        7 => advice(
            "The security step succeeded.",
            "The login, the encryption or the check that was asked for is in place.",
            "Go on with the dialog.",
        ),
        _ => advice("It worked.", "The server carried the command out.", "There is nothing to do."),
    }
}

/// A failure whose code is about this subject and has a detail that nobody registered.
pub(in crate::registry) const fn failure(subject: u16, class: Class) -> Advice {
    match subject {
        1 => advice(
            "Something is wrong with one of the addresses.",
            "The recipient or the sender does not exist, is misspelt or is not accepted.",
            "Compare both addresses with what was meant, then read the text.",
        ),
        2 => advice(
            "The mailbox exists, and mail cannot be put into it.",
            "It is full, locked or limited.",
            "Reach the recipient over another channel and tell them what the reply says.",
        ),
        3 => advice(
            "The receiving mail system has a problem of its own.",
            "It is short of room or time, or wrongly set up.",
            "Wait some hours, then tell the postmaster of the receiving domain.",
        ),
        4 => advice(
            "The message could not be carried over the network to its destination.",
            "A host, a route or a name server on the way did not answer as it should.",
            "Check the recipient domain's MX and address records with `dig`, and that the hosts answer on port 25.",
        ),
        5 => advice(
            "Client and server did not understand each other.",
            "A command came out of order, was malformed, or asked for something not on offer.",
            "Look at the command that was sent just before this reply.",
        ),
        6 => advice(
            "The server does not take the message because of its content or its form.",
            "A header, an attachment, an encoding or a conversion is the trouble.",
            "Send a short plain message for comparison, then bring back the parts one by one.",
        ),
        7 => advice(
            "A security or policy rule refused the message.",
            "The receiver's rules about who may send what were not met.",
            "Read the text for a link or a rule; check SPF, DKIM, DMARC, reverse DNS and blocklists; then ask the receiving postmaster.",
        ),
        _ => class_failure(class),
    }
}

/// A failure of which only the class is known.
pub(in crate::registry) const fn class_failure(class: Class) -> Advice {
    match class {
        Class::Transient => advice(
            "The server refuses for now.",
            "The reply gives no reason that is known here.",
            "Keep the message in the queue and try again; after some hours, read the text and ask the receiving postmaster.",
        ),
        Class::Unknown => advice(
            "This cannot be read as a reply.",
            "It has no reply code, no status code and no words that are known here.",
            "Give the whole line as the server sent it, with its three digits in front.",
        ),
        Class::Success => advice(
            "It worked.",
            "The first digit is 2; the rest of the number is not known here.",
            "There is nothing to do.",
        ),
        Class::Intermediate => advice(
            "The server awaits more.",
            "The first digit is 3; the rest of the number is not known here.",
            "Send what the last command promised, or close the connection if it promised nothing.",
        ),
        Class::Permanent => advice(
            "The server refuses for good.",
            "The reply gives no reason that is known here.",
            "Do not send the same message again unchanged; read the text and ask the receiving postmaster with the whole reply.",
        ),
    }
}

/// The category of a failure that is about this subject, when nothing else is known.
pub(in crate::registry) const fn category(subject: u16) -> Category {
    match subject {
        1 => Category::BadMailbox,
        3 => Category::ServerError,
        4 => Category::Network,
        5 => Category::Protocol,
        6 => Category::ContentFormat,
        7 => Category::Policy,
        _ => Category::Other,
    }
}
