//! `X.1.*`: addresses.

use super::{
    Category::{BadDomain, BadMailbox, MailboxMoved, Other, SenderRejected},
    EnhancedCodeEntry, row,
};

pub(super) static ENTRIES: &[EnhancedCodeEntry] = &[
    row(1, 0, BadMailbox, "RFC 3463 section 3.2", &[])
        .success("The address is fine.", "The server accepted it.", "There is nothing to do.")
        .transient(
            "Something about an address cannot be settled now.",
            "The server could not look the address up.",
            "Let the queue try again; check both addresses if it goes on for hours.",
        )
        .permanent(
            "Something is wrong with an address, and the server does not say what.",
            "Often the recipient is unknown; when it answers MAIL, the sender is unwelcome.",
            "Check the address in the command that was refused: the recipient after RCPT, the sender after MAIL.",
        ),
    row(1, 1, BadMailbox, "RFC 3463 section 3.2", &[451, 550])
        .transient(
            "The server cannot find this mailbox at the moment.",
            "Its user directory is out of reach, or a new account is not known everywhere yet.",
            "Let the queue try again; if it fails for a day, check the spelling left of the @.",
        )
        .permanent(
            "There is no such mailbox in this domain.",
            "The part left of the @ is misspelt, or the account was closed.",
            "Check the spelling with the recipient; if the address came from a list, take it off.",
        ),
    row(1, 2, BadDomain, "RFC 3463 section 3.2", &[])
        .transient(
            "The recipient's domain cannot be found at the moment.",
            "A name server did not answer.",
            "Let the queue try again, and see with `dig MX` whether the domain answers from elsewhere.",
        )
        .permanent(
            "The recipient's domain does not exist or has no mail server.",
            "The part right of the @ is misspelt, or the domain has expired.",
            "Look the domain up with `dig MX` and `whois`; correct it, or remove the address.",
        ),
    row(1, 3, BadMailbox, "RFC 3463 section 3.2", &[501])
        .permanent(
            "The recipient address is not written as an address must be.",
            "A space, a comma, a missing @ or a stray character came along with it.",
            "Correct the address where it is stored; trim spaces and line ends before sending.",
        ),
    row(1, 4, BadMailbox, "RFC 3463 section 3.2", &[])
        .success(
            "The address fits more than one mailbox, and the server chose.",
            "The receiver matches names loosely.",
            "Ask the recipient for their exact address.",
        )
        .permanent(
            "The address fits more than one mailbox, and the server will not choose.",
            "The receiver matches names loosely, for instance by surname.",
            "Ask the recipient for their full, exact address.",
        ),
    row(1, 5, Other, "RFC 3463 section 3.2", &[250])
        .success(
            "The recipient address is valid.",
            "The server knows it and takes mail for it.",
            "There is nothing to do.",
        )
        .permanent(
            "The reply fails, with a code that says the recipient is valid.",
            "The server mixed its codes up; this one belongs to 2yz replies only.",
            "Go by the reply code and the text.",
        ),
    row(1, 6, MailboxMoved, "RFC 3463 section 3.2", &[])
        .permanent(
            "The mailbox was here once, and left no forwarding address.",
            "The person left, or the provider closed the account.",
            "Remove the address; ask the person for a new one over another channel.",
        ),
    row(1, 7, SenderRejected, "RFC 3463 section 3.2", &[])
        .permanent(
            "The sender address is not written as an address must be.",
            "The client's MAIL command holds a display name, an empty domain or a stray character.",
            "Correct the envelope sender in the client: only the bare address belongs between the angle brackets.",
        ),
    row(1, 8, SenderRejected, "RFC 3463 section 3.2, RFC 7505", &[451, 501])
        .transient(
            "The server could not make sure that the sender's domain can take a reply.",
            "The domain's name servers did not answer.",
            "Check the sender domain's MX and address records, and that all its name servers answer.",
        )
        .permanent(
            "Nothing could be returned to the sender's domain, so its mail is refused.",
            "The domain in MAIL has no MX and no address record, or it is an invented one such as localhost.",
            "Use a sender domain that exists, or publish an MX record for it.",
        ),
    row(1, 9, Other, "RFC 3886 section 4.3", &[])
        .success(
            "The message went on to a system that reports nothing back.",
            "Message tracking ends at that gateway.",
            "There is nothing to do; do not wait for a delivery report.",
        )
        .permanent(
            "The reply fails, with a code that belongs to a message passed on.",
            "The server mixed its codes up; this one is for successes.",
            "Go by the reply code and the text.",
        ),
    row(1, 10, BadDomain, "RFC 7505, RFC 7504", &[556])
        .permanent(
            "The recipient's domain declares that it takes no mail.",
            "It publishes a null MX, a single MX record that is just a dot.",
            "Check the domain for a typing error; if it is right, remove the address.",
        ),
];
