//! The message: its size, its form, what filters think of it.

use super::{Topic, topic};
use crate::registry::Category::{ContentFormat, ContentSpam, ContentVirus, MessageTooBig};
use crate::registry::advice::advice;

pub(super) static ALL: &[&Topic] = &[
    &MESSAGE_TOO_BIG,
    &VIRUS,
    &ATTACHMENT_REFUSED,
    &SPAM,
    &LINK_LISTED,
    &HEADER_FAULT,
    &HEADERS_TOO_LARGE,
    &BARE_LINE_FEED,
    &LINE_LENGTH,
    &CONVERSION_NEEDED,
];

pub(in crate::registry) static MESSAGE_TOO_BIG: Topic = topic(
    "message-too-big",
    MessageTooBig,
    Some("RFC 1870 section 6"),
    advice(
        "The message is larger than the server takes.",
        "Attachments grow by a third when they are encoded, and pass the limit.",
        "Look at the SIZE value in the server's EHLO reply, and send smaller files or a link.",
    ),
);

pub(in crate::registry) static VIRUS: Topic = topic(
    "virus",
    ContentVirus,
    None,
    advice(
        "The receiver takes the message or an attachment for malware.",
        "A virus scanner knows the content, or it looks like something known.",
        "Do not send it again; scan the sending machine, and if it is a false alarm, report the file to the scanner's maker.",
    ),
);

pub(in crate::registry) static ATTACHMENT_REFUSED: Topic = topic(
    "attachment-refused",
    ContentFormat,
    None,
    advice(
        "The receiver does not take this kind of attachment.",
        "Programs, scripts, locked archives and documents with macros are often forbidden.",
        "Share the file by a link, or send it as another type; packing it into an archive seldom helps.",
    ),
);

pub(in crate::registry) static SPAM: Topic = topic(
    "spam",
    ContentSpam,
    None,
    advice(
        "The receiver takes the message for spam.",
        "Its words, links or layout look like known spam, or many recipients marked such mail.",
        "Test the message with a spam checker, remove shortened or foreign links, and see that SPF, DKIM and DMARC pass; then ask the receiver to allow it.",
    ),
);

pub(in crate::registry) static LINK_LISTED: Topic = topic(
    "link-listed",
    ContentSpam,
    None,
    advice(
        "A link in the message points at a domain that stands on a blocklist.",
        "The domain, or a link shortener, was seen in spam.",
        "Remove or replace the link; look the domain up at the list that the reply names.",
    ),
);

pub(in crate::registry) static HEADER_FAULT: Topic = topic(
    "header-fault",
    ContentFormat,
    Some("RFC 5322 section 3.6"),
    advice(
        "A header of the message is missing, doubled or malformed.",
        "The program that wrote the message does not keep to RFC 5322: exactly one From and Date, and one Message-ID, Subject, To or Cc at most.",
        "Correct the program; save the message as a file and look at its headers line by line.",
    ),
);

pub(in crate::registry) static HEADERS_TOO_LARGE: Topic = topic(
    "headers-too-large",
    ContentFormat,
    Some("RFC 5322 section 2.1.1"),
    advice(
        "The headers are too many or too long for the server.",
        "A long list of recipients, a chain of forwards or tracking headers fills them.",
        "Use a mailing list in place of many To addresses, and drop headers that nobody needs.",
    ),
);

pub(in crate::registry) static BARE_LINE_FEED: Topic = topic(
    "bare-line-feed",
    ContentFormat,
    Some("RFC 5321 section 2.3.8"),
    advice(
        "The message has lines that do not end with CRLF.",
        "A program ended its lines with LF or CR alone; servers refuse that because such lines can smuggle a second message.",
        "Convert every line end to CRLF before sending.",
    ),
);

pub(in crate::registry) static LINE_LENGTH: Topic = topic(
    "line-length",
    ContentFormat,
    Some("RFC 5321 section 4.5.3.1.6"),
    advice(
        "A line of the message is longer than SMTP allows.",
        "The limit is 1000 octets with its CRLF, and HTML without line breaks often passes it.",
        "Encode the text as quoted-printable or base64, which breaks long lines.",
    ),
);

pub(in crate::registry) static CONVERSION_NEEDED: Topic = topic(
    "conversion-needed",
    ContentFormat,
    Some("RFC 6152 section 3"),
    advice(
        "The message has a form that the next server cannot carry.",
        "It holds 8-bit or binary content, and the server takes 7-bit only.",
        "Encode text as quoted-printable and everything else as base64.",
    ),
);
