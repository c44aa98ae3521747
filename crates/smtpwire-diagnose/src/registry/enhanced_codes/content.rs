//! `X.6.*`: content and media.

use super::{
    Category::{ContentFormat, Protocol},
    EnhancedCodeEntry, Standing, row,
};

pub(super) static ENTRIES: &[EnhancedCodeEntry] = &[
    row(6, 0, ContentFormat, "RFC 3463 section 3.7", &[])
        .success("The content was taken.", "All is well.", "There is nothing to do.")
        .transient(
            "The content could not be judged at the moment.",
            "A scanner behind the server did not answer, or found something odd.",
            "Let the queue try again; send a plain message for comparison if it lasts.",
        )
        .permanent(
            "The content is refused, and the server does not say why.",
            "A header, a line or an attachment is malformed or not wanted.",
            "Send a short plain message for comparison; if it passes, bring back the parts one by one.",
        ),
    row(6, 1, ContentFormat, "RFC 3463 section 3.7", &[])
        .permanent(
            "The recipient's system does not take this kind of content.",
            "The media type of the message or of an attachment is not supported or not allowed.",
            "Send it as plain text or PDF, or as a link.",
        ),
    row(6, 2, ContentFormat, "RFC 3463 section 3.7, RFC 4141", &[])
        .permanent(
            "The content would have to be converted, and the sender forbids that.",
            "The next system cannot carry it as it is, and CONPERM was not given.",
            "Send it in a plainer form, or allow the conversion.",
        ),
    row(6, 3, ContentFormat, "RFC 3463 section 3.7, RFC 6152 section 3", &[554])
        .permanent(
            "The content would have to be converted, and the server cannot do that.",
            "The message holds 8-bit or binary content, and the next system takes 7-bit only.",
            "Encode text as quoted-printable and everything else as base64 before sending.",
        ),
    row(6, 4, ContentFormat, "RFC 3463 section 3.7, RFC 4141", &[250])
        .success(
            "The message was converted on the way, and lost something by it.",
            "The next system could not carry the original form.",
            "There is nothing to do; if the loss matters, send the content as an attachment.",
        )
        .permanent(
            "The content could only be converted with a loss, and was not.",
            "The recipient's system lacks what the original form needs.",
            "Send a simpler form, such as plain text or PDF.",
        ),
    row(6, 5, ContentFormat, "RFC 3463 section 3.7, RFC 4141", &[])
        .permanent(
            "The conversion of the content was tried and failed.",
            "A part of the message is damaged, or in a form that the converter does not know.",
            "Open the attachment yourself to see whether it is sound; then send it in another form.",
        ),
    row(6, 6, ContentFormat, "RFC 4468", &[554])
        .standing(Standing::Rare)
        .permanent(
            "The server could not fetch the content that a URL named.",
            "The IMAP URL given with BURL is wrong, expired, or its server is out of reach.",
            "Check the URL and its authorisation token, or send the content itself with DATA or BDAT.",
        ),
    row(6, 7, Protocol, "RFC 6531 section 3.5", &[550, 553])
        .permanent(
            "An address with characters beyond ASCII cannot be used here.",
            "The server or the mailbox does not support SMTPUTF8, or the client did not announce it on MAIL.",
            "Give SMTPUTF8 on MAIL if the EHLO reply offers it; otherwise ask for an ASCII address.",
        ),
    row(6, 8, Protocol, "RFC 6531 section 3.5", &[252, 550, 553])
        .success(
            "The answer would need UTF-8, and the client did not say that it reads it.",
            "VRFY or EXPN was sent without SMTPUTF8.",
            "Add SMTPUTF8 to the command to see the whole answer.",
        )
        .permanent(
            "The server could answer only in UTF-8, and the client did not say that it reads it.",
            "VRFY or EXPN was sent without SMTPUTF8.",
            "Add SMTPUTF8 to the command if the EHLO reply offers it.",
        ),
    row(6, 9, ContentFormat, "RFC 6531 section 3.5", &[550, 554])
        .permanent(
            "The headers hold UTF-8, and one recipient's system cannot take that.",
            "The next server does not offer SMTPUTF8.",
            "Send to that recipient with ASCII headers and addresses (encoded words for names and subjects).",
        ),
    row(6, 10, Protocol, "RFC 6531 section 3.5", &[])
        .standing(Standing::Historic)
        .permanent(
            "An answer in UTF-8 is needed; this code was registered twice, and X.6.8 is the one to use.",
            "The client did not give SMTPUTF8, and the server uses the retired number.",
            "Do as for X.6.8: give SMTPUTF8 on the command if the EHLO reply offers it.",
        ),
];
