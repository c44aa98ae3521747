//! `X.2.*`: the mailbox.

use super::{
    Category::{MailboxDisabled, MailboxFull, MessageTooBig, Other, ServerError},
    EnhancedCodeEntry, row,
};

pub(super) static ENTRIES: &[EnhancedCodeEntry] = &[
    row(2, 0, Other, "RFC 3463 section 3.3", &[])
        .success("The mailbox took the message.", "All is well.", "There is nothing to do.")
        .transient(
            "The mailbox exists, and something keeps mail out of it for the moment.",
            "It is locked, being moved, or over one of its limits.",
            "Let the queue try again; tell the recipient if it lasts a day.",
        )
        .permanent(
            "The mailbox exists, and something keeps mail out of it.",
            "A filter of the recipient, a limit or a fault of the account is the reason.",
            "Read the text, and reach the recipient over another channel.",
        ),
    row(2, 1, MailboxDisabled, "RFC 3463 section 3.3", &[])
        .transient(
            "The mailbox takes no mail for a while.",
            "It is locked, under maintenance, or receives too much mail at once.",
            "Let the queue try again for some days, more slowly if you send much to this address.",
        )
        .permanent(
            "The mailbox exists but is switched off for good.",
            "The account is suspended, unpaid or long unused.",
            "Remove the address, and ask the person for another one.",
        ),
    row(2, 2, MailboxFull, "RFC 3463 section 3.3", &[552])
        .transient(
            "The recipient's mailbox is full.",
            "It has reached its quota.",
            "Let the queue try again for some days; tell the recipient over another channel to make room.",
        )
        .permanent(
            "The recipient's mailbox is full, and the server gives the message back.",
            "It has reached its quota and nobody has made room.",
            "Tell the recipient over another channel, then send again in some days; remove the address if it stays full for weeks.",
        ),
    row(2, 3, MessageTooBig, "RFC 3463 section 3.3", &[552])
        .permanent(
            "The message is larger than this mailbox takes.",
            "The recipient's account has a smaller limit than the server itself.",
            "Send smaller attachments or a link to them.",
        ),
    row(2, 4, ServerError, "RFC 3463 section 3.3", &[450, 452])
        .transient(
            "The address is a list or an alias that cannot be expanded at the moment.",
            "The server could not read the list's members.",
            "Let the queue try again.",
        )
        .permanent(
            "The address is a list or an alias that cannot be expanded.",
            "The list is set up wrongly, for instance it points at itself or at nobody.",
            "Tell the owner of the list, or the receiving postmaster; write to the members directly meanwhile.",
        ),
];
