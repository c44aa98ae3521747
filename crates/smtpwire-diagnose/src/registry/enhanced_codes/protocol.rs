//! `X.5.*`: the mail delivery protocol.

use super::{
    Category::{Protocol, RateLimit},
    EnhancedCodeEntry, row,
};

pub(super) static ENTRIES: &[EnhancedCodeEntry] = &[
    row(
        5,
        0,
        Protocol,
        "RFC 3463 section 3.6",
        &[220, 250, 251, 252, 253, 451, 452, 454, 458, 459, 501, 502, 503, 554],
    )
    .success("The command was carried out.", "All is well.", "There is nothing to do.")
    .transient(
        "Something in the dialog went wrong that the server does not name.",
        "The two sides disagree for a passing reason.",
        "Let the queue try again; compare the dialog line by line if it lasts.",
    )
    .permanent(
        "Something in the dialog is wrong, and the server does not name it.",
        "A command or its arguments did not please the server.",
        "Look at the last command and the text; check the whole dialog for what came before.",
    ),
    row(5, 1, Protocol, "RFC 3463 section 3.6", &[430, 500, 501, 503, 530, 550, 554, 555])
        .permanent(
            "The command does not belong here, or is not known.",
            "A step that must come first was left out or failed, or the server lacks the command.",
            "Find the first refused command above this one; send only commands that the EHLO reply offers, in the order EHLO, MAIL, RCPT, DATA.",
        ),
    row(5, 2, Protocol, "RFC 3463 section 3.6", &[500, 501, 502, 550, 555])
        .permanent(
            "The server could not read the command.",
            "It is misspelt, malformed or too long, or its base64 is broken.",
            "Print the exact octets that were sent and compare them with the grammar in RFC 5321 section 4.1.",
        ),
    row(5, 3, RateLimit, "RFC 3463 section 3.6", &[451, 452])
        .transient(
            "The message has more recipients than the server takes in one transaction.",
            "The server limits RCPT commands, often to 100.",
            "Deliver to those already accepted, then send the others in further transactions.",
        )
        .permanent(
            "The message has more recipients than the server allows.",
            "A limit per message or per day was passed.",
            "Split the message into several with fewer recipients each, or use a mailing list.",
        ),
    row(5, 4, Protocol, "RFC 3463 section 3.6", &[451, 501, 502, 503, 504, 550, 555])
        .permanent(
            "An argument of the command is wrong or not supported.",
            "A parameter that the server did not offer, a bad value or a bad address was sent.",
            "Drop parameters that the EHLO reply does not list, and check the value of the others.",
        ),
    row(5, 5, Protocol, "RFC 3463 section 3.6", &[])
        .permanent(
            "The two sides speak different versions of the protocol.",
            "One of them is very old, or is no SMTP server.",
            "Try HELO in place of EHLO; check that the port belongs to a mail server.",
        ),
    row(5, 6, Protocol, "RFC 4954 section 6", &[500])
        .permanent(
            "A line of the login exchange was too long for the server.",
            "The token or ticket is larger than the server's buffer; RFC 4954 asks for 12288 octets.",
            "Use a smaller token or another mechanism, and send long responses on a line of their own rather than behind AUTH.",
        ),
];
