//! `X.4.*`: network and routing.

use super::{
    Category::{Expired, Network, ServerBusy},
    EnhancedCodeEntry, row,
};

pub(super) static ENTRIES: &[EnhancedCodeEntry] = &[
    row(4, 0, Network, "RFC 3463 section 3.5", &[])
        .transient(
            "The network or the routing has a passing problem that is not named.",
            "A host or a name server on the way did not answer.",
            "Let the queue try again; check the recipient domain's MX hosts if it lasts.",
        )
        .permanent(
            "The network or the routing has a problem that is not named.",
            "No usable way to the destination was found.",
            "Check the recipient domain's MX and address records, and that the hosts answer on port 25.",
        ),
    row(4, 1, Network, "RFC 3463 section 3.5", &[451])
        .transient(
            "The destination host did not answer.",
            "It is down, busy or behind a firewall.",
            "Let the queue try again; test with `telnet HOST 25` from the sending machine.",
        )
        .permanent(
            "The destination host did not answer, and the sender gave up.",
            "It has been down or unreachable for long.",
            "Test with `telnet HOST 25` whether the MX host answers; tell the recipient's operator over another channel.",
        ),
    row(4, 2, Network, "RFC 3463 section 3.5", &[421])
        .transient(
            "The connection broke or timed out in the middle of the dialog.",
            "The line is bad, one side was too slow, or a firewall interferes.",
            "Let the queue try again; if it always breaks at large messages, look for a firewall or an MTU that is too large.",
        )
        .permanent(
            "The connection broke again and again, and the sender gave up.",
            "A firewall, a filter or a broken path lies between the hosts.",
            "Compare where in the dialog it breaks; large messages point at the MTU, a fixed command points at an inspecting firewall.",
        ),
    row(4, 3, Network, "RFC 3463 section 3.5", &[451, 550])
        .transient(
            "A directory or name server that the delivery needs did not answer.",
            "DNS, or the receiver's user directory, is out of order.",
            "Let the queue try again; see with `dig +trace` whether the domain's name servers answer.",
        )
        .permanent(
            "A directory or name server that the delivery needs failed for good.",
            "The domain's DNS is broken, or the receiver's user directory is.",
            "Check the domain's name servers with `dig +trace`; then tell the domain's operator.",
        ),
    row(4, 4, Network, "RFC 3463 section 3.5", &[])
        .transient(
            "No way to the destination was found for now.",
            "The domain's MX hosts have no address, or DNS gave no answer.",
            "Let the queue try again, and look the domain up with `dig MX`.",
        )
        .permanent(
            "No way to the destination exists.",
            "The domain has no usable MX or address record, or the sending server has no route for it.",
            "Look the domain up with `dig MX`, then look up each host it names; correct the address if the domain is wrong.",
        ),
    row(4, 5, ServerBusy, "RFC 3463 section 3.5", &[451])
        .transient(
            "The mail system is congested.",
            "Too much mail is on its way, or this client sends faster than it may.",
            "Let the queue try again more slowly, with fewer connections.",
        )
        .permanent(
            "A limit on the amount of mail was passed, and the message is given back.",
            "The sender has sent more than the server allows for this period.",
            "Wait until the period, usually a day, is over; then spread the mail out.",
        ),
    row(4, 6, Network, "RFC 3463 section 3.5", &[])
        .permanent(
            "The message goes round in circles.",
            "Two systems forward it to each other, or an MX record leads back to where it came from.",
            "Read the Received headers from bottom to top, find the hosts that repeat, and correct the forwarding or the MX record there.",
        ),
    row(4, 7, Expired, "RFC 3463 section 3.5, RFC 2852", &[])
        .transient(
            "The message is late.",
            "It has waited in a queue for longer than expected.",
            "Let the queue go on; look at the earlier replies to see why it waits.",
        )
        .permanent(
            "The message waited too long and was given back.",
            "The destination kept refusing or did not answer until the queue's lifetime, or the deadline of BY=, was over.",
            "Cure the reason given by the last temporary reply, then send the message again if it still matters.",
        ),
];
