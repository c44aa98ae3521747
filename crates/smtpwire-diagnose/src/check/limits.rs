//! How long lines may be, and how many recipients must be taken.

use smtpwire::{EnhancedCode, Verb};

use super::answer::Answer;
use super::dialog::{Asked, Dialog, Sent};
use super::line::Line;
use super::rules;
use crate::registry::extensions;

/// The longest command line and reply line with CRLF (RFC 5321 section 4.5.3.1.4 and .5).
const LONGEST_LINE: usize = 512;
/// The longest line of an authentication exchange with CRLF (RFC 4954 section 4).
const LONGEST_AUTH_LINE: usize = 12_288;
/// The recipients that each server must take (RFC 5321 section 4.5.3.1.8).
const LEAST_RECIPIENTS: usize = 100;

/// Looks at a command's length.
pub(super) fn command<'t>(dialog: &mut Dialog<'_, 't>, sent: &Sent<'t>) {
    let length = sent.line.text.len() + 2;
    if sent.verb == Verb::Auth {
        auth_line(dialog, sent.line);
        return;
    }
    // RFC 4468 leaves the length of BURL's URL open.
    if sent.verb == Verb::Burl || length <= LONGEST_LINE {
        return;
    }
    let increments: usize = extensions()
        .filter(|known| dialog.offer.as_ref().is_none_or(|offer| offer.offers(known.keyword)))
        .map(|known| match sent.verb {
            Verb::Mail => known.mail_line_increment,
            Verb::Rcpt => known.rcpt_line_increment,
            _ => None,
        })
        .map(|octets| usize::from(octets.unwrap_or(0)))
        .sum();
    let limit = LONGEST_LINE + increments;
    if length > limit {
        dialog.find(
            rules::COMMAND_TOO_LONG,
            &sent.line.from(limit - 2),
            format!("The line has {length} octets with its CRLF, and {limit} are allowed here."),
            "Send a shorter one; a server answers 500 and may close the connection.",
        );
    }
}

/// Looks at the length of a line of an authentication exchange.
pub(super) fn auth_line(dialog: &mut Dialog<'_, '_>, line: Line<'_>) {
    let length = line.text.len() + 2;
    if length > LONGEST_AUTH_LINE {
        dialog.find(
            rules::AUTH_LINE_TOO_LONG,
            &line.from(LONGEST_AUTH_LINE - 2),
            format!("The line has {length} octets; servers need to take only {LONGEST_AUTH_LINE}."),
            "Look at what makes the credential so long: a Kerberos ticket with many groups, or a \
             token with many claims.",
        );
    }
}

/// Looks at the length of a reply line.
pub(super) fn reply_line(dialog: &mut Dialog<'_, '_>, line: Line<'_>) {
    let length = line.text.len() + 2;
    if length > LONGEST_LINE && !line.text.starts_with(b"334") {
        dialog.find(
            rules::REPLY_LINE_TOO_LONG,
            &line.from(LONGEST_LINE - 2),
            format!("The line has {length} octets with its CRLF; clients need to take only 512."),
            "Split the text over several lines of one reply.",
        );
    }
}

/// Looks at a refusal for too many recipients.
pub(super) fn reply<'t>(dialog: &mut Dialog<'_, 't>, asked: &Asked<'t>, answer: &Answer<'t>) {
    let Some(sent) = asked.sent().filter(|sent| sent.verb == Verb::Rcpt) else { return };
    if answer.is_positive() {
        return;
    }
    let too_many = |code: EnhancedCode| code.subject() == 5 && code.detail() == 3;
    let words = answer.words().to_ascii_lowercase();
    if !answer.enhanced().is_some_and(too_many) && !words.contains("too many recipients") {
        return;
    }
    let Some(place) = answer.place() else { return };
    let accepted = dialog.transaction.accepted;
    if accepted < LEAST_RECIPIENTS && !dialog.transaction.partly_seen {
        dialog.find(
            rules::RECIPIENT_LIMIT_TOO_LOW,
            &place,
            format!("The server refuses recipient number {} as one too many.", accepted + 1),
            format!(
                "A server must take {LEAST_RECIPIENTS}. Send the message to the accepted ones and \
                 again to the others; the operator of the server should raise its limit.",
            ),
        );
    }
    if answer.code() >= 500 {
        dialog.find(
            rules::TOO_MANY_RECIPIENTS_552,
            &sent.line.word(0),
            "Too many recipients are refused with a permanent code, as RFC 821 had it.",
            "Treat it like 452: send the message to this recipient in a transaction of its own, \
             and do not take the address for a bad one.",
        );
    }
}
