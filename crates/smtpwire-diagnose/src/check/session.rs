//! The session as a whole: its greeting, its end, and what became of each transaction.

use smtpwire::Verb;
use smtpwire::flow::order::Phase;

use super::answer::{Answer, opening};
use super::dialog::{Asked, Dialog, Sent, is_last};
use super::report::{Findings, Place};
use super::{Severity, refusals, replies, rules};
use crate::transcript::{Format, Session, Side};

/// Whether a line of the session is one that SMTP has.
pub(super) fn looks_like_smtp(session: &Session) -> bool {
    session.entries.iter().any(|entry| match entry.side() {
        Some(Side::Server) if opening(entry.text()).is_ok() => true,
        Some(_) => is_command(entry.text()),
        None => false,
    })
}

fn is_command(text: &[u8]) -> bool {
    match smtpwire::Command::parse(text) {
        Ok(command) => command.verb() != Verb::Unknown,
        Err(error) => error.verb() != Verb::Unknown,
    }
}

/// No line is.
pub(super) fn not_smtp(findings: &mut Findings<'_>, session: &Session) {
    let Some(entry) = session.entries.iter().find(|entry| entry.side().is_some()) else { return };
    findings.add(
        rules::NOT_SMTP,
        Severity::Note,
        &Place::entry(entry),
        "No line of this dialog is a command or a reply of SMTP.".to_owned(),
        "Check that it is the right file, and that the labels tell the sides apart.".to_owned(),
    );
}

/// Whether the reply is the server's greeting; then it is dealt with.
pub(super) fn greeting<'t>(dialog: &mut Dialog<'_, 't>, answer: &Answer<'t>) -> bool {
    if dialog.greeted || dialog.server.is_some() || dialog.gaps || dialog.loose {
        return false;
    }
    let code = answer.code();
    let early = dialog.spoken;
    if early && !(code == 220 && speaks_first(dialog)) {
        greeting_not_shown(dialog);
        return false;
    }
    let Some(place) = answer.place() else { return false };
    if code != 220 && !matches!(code, 421 | 521 | 554) {
        // Perhaps the middle of a dialog; what the client says next will tell.
        if answer.is_done() {
            dialog.odd_greeting = Some(place);
        }
        return false;
    }
    if early {
        dialog.find(
            rules::EARLY_TALKER,
            &dialog.pending.front().map_or_else(|| place.clone(), Asked::place),
            "The client spoke before the server's greeting. Programs that send spam do that, and \
             servers that wait a moment to find them drop the connection.",
            "Wait for 220 before EHLO.",
        );
    }
    replies::without_text(dialog, answer);
    if code == 220 {
        replies::in_greeting(dialog, answer);
        dialog.greeted = true;
        dialog.authenticated = Some(false);
        dialog.server = Some(Phase::Greeted);
        greeting_text(dialog, answer);
    } else {
        dialog.server = Some(Phase::Refused);
        let closing = code == 421;
        let rule = if closing { rules::SERVICE_CLOSING } else { rules::GREETING_REFUSED };
        dialog.closing = closing;
        refusals::explain_as(dialog, rule, answer);
    }
    if !early {
        dialog.client = dialog.server;
    }
    true
}

/// Whether the only thing said so far is EHLO.
fn speaks_first(dialog: &Dialog<'_, '_>) -> bool {
    let verb = dialog.pending.front().and_then(Asked::verb);
    matches!(verb, Some(Verb::Ehlo | Verb::Helo | Verb::Lhlo))
}

/// The dialog begins with EHLO, and the first reply is no greeting.
fn greeting_not_shown(dialog: &mut Dialog<'_, '_>) {
    let front = dialog.pending.front().filter(|_| speaks_first(dialog)).map(Asked::place);
    let Some(place) = front.filter(|_| !dialog.has_said(rules::GREETING_NOT_SHOWN)) else { return };
    dialog.find(
        rules::GREETING_NOT_SHOWN,
        &place,
        "The dialog begins here, and the server's greeting is not shown.",
        "Nothing is wrong if the transcript begins later than the session.",
    );
}

fn greeting_text(dialog: &mut Dialog<'_, '_>, answer: &Answer<'_>) {
    let Some(first) = answer.line(0) else { return };
    let text = answer.text();
    dialog.greeted_as_lmtp = text.windows(4).any(|word| word == b"LMTP");
    let stars = memchr::memchr_iter(b'*', text).count();
    if stars > 4 && stars * 2 > text.len() {
        dialog.find(
            rules::GREETING_OVERWRITTEN,
            &first.from(4),
            "A firewall has put asterisks over the server's greeting. It takes out keywords of \
             the EHLO reply too, STARTTLS among them.",
            "Switch off SMTP inspection in the firewall (on Cisco PIX and ASA: fixup protocol \
             smtp, inspect esmtp).",
        );
    }
    if answer.lines.len() > 1 {
        dialog.find(
            rules::GREETING_MULTILINE,
            &first.whole(),
            "The greeting has several lines. That is allowed; the last line ends it.",
            "A client that reads one line only takes the rest for the reply to EHLO: correct it. \
             Servers do it to find such clients.",
        );
    }
}

/// The client greets, and no greeting of the server came.
pub(super) fn greeting_missing<'t>(dialog: &mut Dialog<'_, 't>, sent: &Sent<'t>) {
    let greets = matches!(sent.verb, Verb::Ehlo | Verb::Helo | Verb::Lhlo);
    if let Some(place) = dialog.odd_greeting.take()
        && greets
        && !dialog.spoken
    {
        dialog.find(
            rules::GREETING_NOT_220,
            &place,
            "The client greets the server next, so this must be the server's greeting; its code \
             is 220.",
            "The server must greet with 220. Strict clients hang up here.",
        );
    }
}

/// Looks at a command before it counts as sent.
pub(super) fn command<'t>(dialog: &mut Dialog<'_, 't>, sent: &Sent<'t>) {
    let transaction = &dialog.transaction;
    let gives_up = matches!(sent.verb, Verb::Quit | Verb::Rset);
    let known = !transaction.partly_seen && dialog.pending.is_empty();
    if gives_up
        && known
        && transaction.accepted > 0
        && matches!(dialog.client, Some(Phase::Rcpt | Phase::Bdat))
    {
        dialog.find(
            rules::TRANSACTION_ABANDONED,
            &sent.line.word(0),
            "Recipients were accepted, and the client gives the transaction up; nothing is sent.",
            "That is right when it only tests addresses or gave up on purpose. Otherwise look why \
             the client stops.",
        );
    }
    if matches!(sent.verb, Verb::Quit | Verb::Rset | Verb::Mail) {
        no_recipient(dialog);
    }
}

/// Every recipient of the transaction was refused.
fn no_recipient(dialog: &mut Dialog<'_, '_>) {
    let transaction = &dialog.transaction;
    let all = transaction.refused > 0
        && transaction.accepted == 0
        && transaction.refused == transaction.named
        && !transaction.sender_refused
        && !transaction.partly_seen;
    let Some(place) = transaction.place.clone().filter(|_| all) else { return };
    let refused = transaction.refused;
    dialog.transaction.refused = 0;
    dialog.find(
        rules::NO_RECIPIENT_ACCEPTED,
        &place,
        match refused {
            1 => "The only recipient was refused, so the message goes to no one.".to_owned(),
            _ => format!("All {refused} recipients were refused, so the message goes to no one."),
        },
        "See what is said of each refusal.",
    );
}

/// Looks at a reply.
pub(super) fn reply<'t>(dialog: &mut Dialog<'_, 't>, asked: &Asked<'t>, answer: &Answer<'t>) {
    dialog.closing |= answer.code() == 421;
    let ends_message = match asked {
        Asked::Content { .. } => true,
        Asked::Command(sent) => matches!(sent.verb, Verb::Bdat | Verb::Burl) && is_last(sent),
        Asked::Response(_) => false,
    };
    if ends_message && answer.is_done() {
        accepted(dialog, answer);
    }
    if let Asked::Command(sent) = asked {
        if ends_message && dialog.lmtp {
            // LMTP answers for each recipient; this was the first of these replies.
            for _ in 1..dialog.transaction.accepted {
                let end = sent.line.whole();
                dialog.pending.push_front(Asked::Content { end, first: false });
            }
        }
        let turn = sent.verb == Verb::Unknown && sent.obsolete;
        if answer.is_done() && (sent.verb == Verb::Atrn || turn) {
            dialog.reversed = true;
            dialog.find(
                rules::ROLES_REVERSED,
                &sent.line.word(0),
                "The server agreed: from here on the client is the server and greets with 220.",
                "Read what follows with the sides exchanged, as this report does.",
            );
        }
    }
}

fn accepted(dialog: &mut Dialog<'_, '_>, answer: &Answer<'_>) {
    let Some(place) = answer.place() else { return };
    let words = answer.words();
    let id = queue_id(&words).filter(|id| !dialog.secrets.contains(id.as_bytes()));
    let message = match id {
        Some(id) => format!("The server took the message and calls it {id}."),
        None => "The server took the message.".to_owned(),
    };
    let advice = match id {
        Some(_) => "Ask the server's operator for this name if the mail does not arrive.",
        None => "From here on the server must deliver it or send a notice to the sender.",
    };
    dialog.find(rules::MESSAGE_ACCEPTED, &place, message, advice);
}

/// The name that the server's queue gave the message.
fn queue_id(words: &str) -> Option<&str> {
    let lower = words.to_ascii_lowercase();
    let at = ["queued as ", "queued with id ", "id="]
        .into_iter()
        .find_map(|mark| lower.find(mark).map(|at| at + mark.len()))?;
    let rest = words.get(at..)?;
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let id = rest.get(..rest.find(|c| !fits(c)).unwrap_or(rest.len()))?.trim_end_matches('.');
    (4..=64).contains(&id.len()).then_some(id)
}

/// The transcript is over.
pub(super) fn end(dialog: &mut Dialog<'_, '_>) {
    let Some(last) = dialog.last else { return };
    let closed = dialog.closed.map(Place::entry);
    let end = closed.clone().unwrap_or_else(|| Place::entry(last));
    super::chunks::answered(dialog);
    replies::lmtp_never_came(dialog);
    if dialog.lmtp_late {
        // The client took a recipient's reply for QUIT's and hung up.
        dialog.pending.clear();
    }
    let waits = !dialog.pending.is_empty() && !dialog.loose;
    if waits {
        unanswered(dialog, closed.is_some());
    } else {
        no_recipient(dialog);
    }
    let in_transaction = dialog.content.is_some()
        || matches!(dialog.server, Some(Phase::Mail | Phase::Rcpt | Phase::Data | Phase::Bdat));
    if in_transaction && !dialog.quit {
        if closed.is_some() {
            dialog.find(
                rules::CLOSED_IN_TRANSACTION,
                &end,
                "The connection is gone before the transaction was complete: the message was not \
                 delivered by it.",
                "The client keeps the message and tries again, as after 451. If it happens at the \
                 same place each time, look for time limits, size limits and firewalls.",
            );
        } else if !dialog.loose && !waits {
            dialog.find(
                rules::TRANSCRIPT_ENDS_EARLY,
                &end,
                "The transcript ends here, in the middle of a transaction.",
                "What became of the message cannot be told; look for the rest of the log.",
            );
        }
    } else if dialog.greeted
        && !dialog.quit
        && !dialog.loose
        && !dialog.closing
        && !waits
        && dialog.handshake.is_none()
        && dialog.server != Some(Phase::Greeted)
    {
        // These clients close by design, once the last reply has come.
        let habit = matches!(dialog.format, Format::Curl | Format::Nodemailer)
            && dialog.has_said(rules::MESSAGE_ACCEPTED);
        let severity = if closed.is_some() && !habit { Severity::Warning } else { Severity::Note };
        dialog.find_as(
            rules::QUIT_MISSING,
            severity,
            &end,
            if closed.is_some() {
                "The connection is closed, and the client did not say QUIT."
            } else {
                "The transcript ends without QUIT."
            },
            "Say QUIT and wait for 221 before the connection is closed; a server may take a \
             connection that breaks for an error.",
        );
    }
}

fn unanswered(dialog: &mut Dialog<'_, '_>, closed: bool) {
    let place = match dialog.pending.front() {
        Some(asked) => asked.place(),
        None => return,
    };
    let severity = if closed { Severity::Warning } else { Severity::Note };
    dialog.find_as(
        rules::COMMAND_WITHOUT_REPLY,
        severity,
        &place,
        if closed {
            "The connection is closed before this was answered."
        } else {
            "The transcript ends before this was answered."
        },
        "For the client that is as good as a temporary refusal: it tries again later.",
    );
}
