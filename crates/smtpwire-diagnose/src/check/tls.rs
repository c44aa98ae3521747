//! STARTTLS: offered, used, refused, stripped, injected into.

use smtpwire::Verb;

use super::answer::Answer;
use super::dialog::{Asked, Dialog, Sent, Tls};
use super::line::Line;
use super::offer::Offer;
use super::report::{Findings, Place};
use super::rules;
use crate::registry::mechanism;
use crate::transcript::{Entry, Event, Format, Session};

/// Whether the tool would have told of TLS in this session, so that silence means there is none.
///
/// swaks marks each line that went through TLS. curl and nodemailer say so in lines of their own,
/// and people leave these out: only where some are shown does silence prove anything.
pub(super) fn is_told(findings: &Findings<'_>, format: Format, session: &Session) -> bool {
    let is_line = |entry: &&Entry| matches!(entry.event, Event::Line { .. });
    match format {
        Format::Swaks => true,
        Format::Curl => {
            // The text of what curl itself prints stands behind its mark, as the dialog's does;
            // what a person wrote around the paste has no mark.
            let Some(first) = session.entries.iter().find(is_line) else { return false };
            let column = findings.column(first);
            let own = |entry: &Entry| match entry.event {
                Event::TlsStarted | Event::Closed => true,
                Event::Note => findings.column(entry) == column,
                _ => false,
            };
            session.entries.iter().any(own)
        }
        Format::Nodemailer => {
            session.entries.first().is_some_and(|entry| matches!(entry.event, Event::Note))
        }
        _ => false,
    }
}

/// Looks at a command before it counts as sent.
pub(super) fn command<'t>(dialog: &mut Dialog<'_, 't>, sent: &Sent<'t>) {
    let place = sent.line.word(0);
    match (sent.verb, &dialog.offer) {
        (Verb::StartTls, Some(offer)) if !offer.offers("STARTTLS") && dialog.tls != Tls::On => {
            dialog.find(
                rules::STARTTLS_NOT_OFFERED,
                &place,
                "The server's EHLO reply does not list STARTTLS.",
                "If the server is known to have TLS, someone on the way takes the keyword out: do \
                 not go on without it. Otherwise switch TLS on in the server.",
            );
        }
        (Verb::Mail | Verb::Auth, Some(offer))
            if dialog.tls == Tls::Off
                && offer.offers("STARTTLS")
                && !dialog.has_said(rules::STARTTLS_NOT_USED)
                && !dialog.has_said(rules::STARTTLS_REFUSED) =>
        {
            dialog.find(
                rules::STARTTLS_NOT_USED,
                &place,
                "The server offers STARTTLS, and the client goes on in plaintext.",
                "Switch TLS on in the client: everyone on the way can read and change the message.",
            );
        }
        _ => {}
    }
}

/// Looks at the reply to STARTTLS.
pub(super) fn reply<'t>(dialog: &mut Dialog<'_, 't>, asked: &Asked<'t>, answer: &Answer<'t>) {
    let Some(_) = asked.sent().filter(|sent| sent.verb == Verb::StartTls) else { return };
    if answer.is_done() {
        dialog.handshake = answer.line(answer.lines.len().saturating_sub(1));
    } else if dialog.tls == Tls::Unknown {
        dialog.tls = Tls::Off;
    }
}

/// A reply in plaintext where the TLS handshake is due.
pub(super) fn injected<'t>(dialog: &mut Dialog<'_, 't>, agreed: Line<'t>, answer: &Answer<'t>) {
    let Some(line) = answer.line(0) else { return };
    dialog.find(
        rules::STARTTLS_INJECTION,
        &line.whole(),
        format!(
            "Behind the 220 of line {} nothing but the TLS handshake may come, and this is \
             plaintext. Whoever sits on the way can put it there, to be taken for a reply inside \
             TLS.",
            agreed.entry.line
        ),
        "Drop the connection and use nothing of it. A client must throw away every octet that it \
         got before the handshake; update one that does not.",
    );
}

/// A line that `openssl s_client` kept to itself.
pub(super) fn swallowed(dialog: &mut Dialog<'_, '_>, entry: &Entry) {
    dialog.find(
        rules::S_CLIENT_SWALLOWED_LINE,
        &Place::entry(entry),
        "openssl s_client takes a line that begins with R (new keys), K or Q (the end) for a \
         command of its own, and did so here: the server never got this line.",
        "Start s_client with -quiet, or write rcpt and rset in small letters.",
    );
}

/// Looks at what is offered without TLS.
pub(super) fn offered(dialog: &mut Dialog<'_, '_>, offer: &Offer, answer: &Answer<'_>) {
    if dialog.tls != Tls::Off {
        return;
    }
    let readable: Vec<_> = offer
        .mechanisms()
        .into_iter()
        .filter(|name| mechanism(name).is_some_and(|known| known.sends_secret))
        .filter(|name| *name != "EXTERNAL")
        .collect();
    if readable.is_empty() {
        return;
    }
    let is_auth = |line: &&Line<'_>| {
        let text = line.text.get(4..8).unwrap_or_default();
        text.eq_ignore_ascii_case(b"AUTH")
    };
    let Some(line) = answer.lines.iter().find(is_auth) else { return };
    dialog.find(
        rules::PLAINTEXT_AUTH_OFFERED,
        &line.from(4),
        format!(
            "{} would send a password or token readably, and TLS is not active.",
            readable.join(", ")
        ),
        "Offer AUTH only inside TLS (Postfix: smtpd_tls_auth_only = yes; Dovecot: \
         auth_allow_cleartext = no).",
    );
}
