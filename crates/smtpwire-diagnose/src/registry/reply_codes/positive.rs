//! 2yz (done) and 3yz (go on).

use super::{
    Category::Other,
    ReplyCodeEntry,
    Standing::{Experimental, NonStandard, Standard},
    row,
};
use crate::registry::advice::advice;

pub(super) static ENTRIES: &[ReplyCodeEntry] = &[
    row(
        200,
        Other,
        NonStandard,
        None,
        &["any"],
        advice(
            "The server says yes, with a number that SMTP does not define.",
            "The server is a test double or a home-grown one that borrowed the number from HTTP.",
            "Treat it as a success, because the first digit decides; ask the server's author to send 250.",
        ),
    ),
    row(
        211,
        Other,
        Standard,
        Some("RFC 5321 section 4.2.3"),
        &["HELP"],
        advice(
            "The server tells its status or answers a request for help.",
            "The client sent HELP.",
            "Show the text to the person who asked; a program has nothing to do.",
        ),
    ),
    row(
        214,
        Other,
        Standard,
        Some("RFC 5321 section 4.2.3"),
        &["HELP"],
        advice(
            "The server explains its commands, in words meant for a person.",
            "The client sent HELP.",
            "Read the text; never let a program draw conclusions from it, use the EHLO keywords instead.",
        ),
    ),
    row(
        220,
        Other,
        Standard,
        Some("RFC 5321 section 4.2.3, RFC 3207 section 4"),
        &["connect", "STARTTLS"],
        advice(
            "The server is ready: for mail when this is its greeting, for the TLS handshake when it answers STARTTLS.",
            "The connection was accepted, or the server agreed to STARTTLS.",
            "After the greeting send EHLO; after STARTTLS start the handshake at once and send nothing in plaintext.",
        ),
    ),
    row(
        221,
        Other,
        Standard,
        Some("RFC 5321 section 4.1.1.10"),
        &["QUIT"],
        advice(
            "The server says goodbye and closes the connection.",
            "The client sent QUIT.",
            "Close the socket; messages accepted before this are safe.",
        ),
    ),
    row(
        235,
        Other,
        Standard,
        Some("RFC 4954 section 6"),
        &["AUTH"],
        advice(
            "The login worked.",
            "The credentials were right.",
            "Go on with MAIL; send EHLO again only if the mechanism brought up a security layer.",
        ),
    ),
    row(
        250,
        Other,
        Standard,
        Some("RFC 5321 section 4.2.3"),
        &["EHLO", "HELO", "MAIL", "RCPT", "RSET", "NOOP", "VRFY", "EXPN", "end of data", "BDAT"],
        advice(
            "The server did what was asked; after the end of the data it has also taken responsibility for the message.",
            "All is well.",
            "Go on; after the end of the data keep the text in your log, since it usually holds the server's queue id.",
        ),
    ),
    row(
        251,
        Other,
        Standard,
        Some("RFC 5321 section 3.4, RFC 1985"),
        &["RCPT", "VRFY", "ETRN"],
        advice(
            "The recipient is not local and the server forwards the message itself; in answer to ETRN, nothing is waiting for that node.",
            "The person has moved and the server knows the new address.",
            "Count it as accepted; a person may correct the address book, a program should not.",
        ),
    ),
    row(
        252,
        Other,
        Standard,
        Some("RFC 5321 section 3.5.3, RFC 1985"),
        &["VRFY", "EXPN", "ETRN"],
        advice(
            "The server will not say whether the address exists, but would try to deliver; in answer to ETRN, delivery of waiting mail has begun.",
            "Most operators switch address checks off, because spammers use them to harvest addresses.",
            "Do not take it as proof that the address exists; the answer to RCPT is the one that counts.",
        ),
    ),
    row(
        253,
        Other,
        Standard,
        Some("RFC 1985"),
        &["ETRN"],
        advice(
            "The server has begun to send the messages that wait for the named node.",
            "The client asked for its queue with ETRN.",
            "Be ready to receive connections from that server's queue; nothing else is to be done.",
        ),
    ),
    row(
        334,
        Other,
        Standard,
        Some("RFC 4954 section 4"),
        &["AUTH"],
        advice(
            "The server asks for the next step of the login; its text is a challenge in base64.",
            "A SASL exchange is under way.",
            "Answer with the mechanism's next response in base64, or with a lone * to give up.",
        ),
    ),
    row(
        354,
        Other,
        Standard,
        Some("RFC 5321 section 4.1.1.4"),
        &["DATA"],
        advice(
            "The server is ready to read the message.",
            "DATA was accepted.",
            "Send the message with CRLF line ends and leading dots doubled, and end it with a line that holds one dot.",
        ),
    ),
    row(
        355,
        Other,
        Experimental,
        Some("RFC 1845"),
        &["MAIL"],
        advice(
            "The server remembers an interrupted transaction and names the octet from which it wants the rest.",
            "The client gave a TRANSID that the server has seen before.",
            "Resume the data at that offset; if the client does not know the offset, send RSET and start afresh.",
        ),
    ),
];
