//! The order of commands. What is out of order is said by the table in `smtpwire::flow::order`;
//! here is how it is called and what to do about it.

use smtpwire::flow::order::{Answer as Says, Phase, answer};
use smtpwire::{Command, Verb};

use super::answer::Answer;
use super::dialog::{Asked, Dialog, Sent, Tls};
use super::{Rule, Severity, rules};

/// Looks at a command before it counts as sent.
pub(super) fn check<'t>(dialog: &mut Dialog<'_, 't>, sent: &Sent<'t>) {
    if dialog.quit {
        dialog.find(
            rules::COMMAND_AFTER_QUIT,
            &sent.line.word(0),
            "The client said QUIT before; after that no command is allowed.",
            "Open a new connection for what is still to be sent.",
        );
        return;
    }
    greeting_verbs(dialog, sent);
    if sent.verb == Verb::Unknown {
        return;
    }
    let Some(phase) = dialog.client else { return };
    if !matches!(answer(phase, sent.verb, dialog.standing(sent.verb)), Says::Refused(..)) {
        return;
    }
    let (rule, message, advice) = name(dialog, phase, sent.verb);
    dialog.find(rule, &sent.line.word(0), message, advice);
}

type Named = (Rule, &'static str, &'static str);

/// What is out of order about a verb that the table refuses.
fn name(dialog: &Dialog<'_, '_>, phase: Phase, verb: Verb) -> Named {
    use Phase::{Bdat, Greeted, Mail, Rcpt, Ready, Refused};
    match (phase, verb) {
        (Refused, _) => (
            rules::COMMAND_AFTER_REFUSED_GREETING,
            "The server refused the session in its greeting; every command but QUIT fails.",
            "Say QUIT, and try another server of the domain or the same one later.",
        ),
        (_, Verb::StartTls) if dialog.tls == Tls::On => (
            rules::STARTTLS_IN_TLS,
            "TLS is active already, and a second STARTTLS is not allowed.",
            "Send STARTTLS once. On port 465 TLS is there from the start and it is not sent at all.",
        ),
        (_, Verb::Auth) if dialog.authenticated == Some(true) => (
            rules::AUTH_TWICE,
            "The client is logged in already; a second AUTH in the session is refused with 503.",
            "Open a new connection to log in as someone else.",
        ),
        (Greeted, _) => before_ehlo(dialog, verb),
        (Ready, Verb::Rcpt) => RCPT_FIRST,
        (Ready | Mail, Verb::Data | Verb::Bdat | Verb::Burl) => {
            content_too_soon(dialog, phase, verb)
        }
        (Mail | Rcpt, Verb::Mail) => (
            rules::NESTED_MAIL,
            "A transaction is still open, so a second MAIL is refused with 503.",
            "Finish the open transaction with its content, or give it up with RSET.",
        ),
        (Bdat, Verb::Data) => (
            rules::DATA_AFTER_BDAT,
            "This message's content began with BDAT, so DATA is not allowed in its transaction.",
            "Send the rest with BDAT and mark the last chunk LAST, or begin anew after RSET.",
        ),
        (Rcpt, Verb::Data) => (
            rules::DATA_AFTER_BINARYMIME,
            "MAIL declared BODY=BINARYMIME, and such content cannot be sent in lines.",
            "Send it with BDAT, or recode the message and declare BODY=8BITMIME or 7BIT.",
        ),
        (Bdat, _) => (
            rules::COMMAND_IN_CHUNKS,
            "The message's chunks are not complete: only BDAT, BURL, RSET and NOOP make sense here.",
            "Send the last chunk with BDAT … LAST, or give the transaction up with RSET.",
        ),
        (Mail | Rcpt, Verb::Auth) => (
            rules::AUTH_IN_TRANSACTION,
            "AUTH is not allowed while a transaction is open.",
            "Log in before MAIL, or say RSET first.",
        ),
        (Mail | Rcpt, Verb::StartTls) => (
            rules::STARTTLS_IN_TRANSACTION,
            "STARTTLS is not allowed while a transaction is open.",
            "Start TLS right after the first EHLO.",
        ),
        (_, Verb::Atrn | Verb::Burl) => (
            rules::LOGIN_REQUIRED,
            "This command acts in the user's name, and no one is logged in.",
            "Log in with AUTH before it.",
        ),
        _ => (
            rules::COMMAND_OUT_OF_ORDER,
            "The order of commands does not allow this one here.",
            "Finish the open transaction or give it up with RSET, then repeat the command.",
        ),
    }
}

const RCPT_FIRST: Named = (
    rules::RCPT_WITHOUT_MAIL,
    "No transaction is open: there was no MAIL before this RCPT, or it was refused.",
    "Send MAIL FROM:<…> first and go on only when it was answered 250.",
);

const NO_RECIPIENT: Named = (
    rules::DATA_WITHOUT_RCPT,
    "No recipient was named, so there is no one the content could go to.",
    "Send MAIL and at least one RCPT before the content.",
);

fn before_ehlo(dialog: &Dialog<'_, '_>, verb: Verb) -> Named {
    match verb {
        Verb::Rcpt => RCPT_FIRST,
        Verb::Data | Verb::Bdat | Verb::Burl => NO_RECIPIENT,
        _ if dialog.fresh_tls => (
            rules::NO_EHLO_AFTER_STARTTLS,
            "TLS began a new session, and in it the client has not said EHLO.",
            "Say EHLO again after the handshake: what the server offered before it no longer counts.",
        ),
        Verb::Mail => (
            rules::MAIL_BEFORE_EHLO,
            "The client has not said EHLO, and no transaction may begin before that.",
            "Say EHLO with the client's own host name right after the greeting.",
        ),
        _ => (
            rules::COMMAND_BEFORE_EHLO,
            "Only the reply to EHLO tells whether this command is available, and EHLO was not said.",
            "Say EHLO first.",
        ),
    }
}

fn content_too_soon(dialog: &Dialog<'_, '_>, phase: Phase, verb: Verb) -> Named {
    if phase == Phase::Ready && verb != Verb::Data && dialog.after_last {
        return (
            rules::BDAT_AFTER_LAST,
            "The chunk before this one was marked LAST, so the message is complete.",
            "Mark only the final chunk LAST, and begin the next message with MAIL.",
        );
    }
    if phase == Phase::Mail && dialog.transaction.refused > 0 {
        return (
            rules::DATA_WITHOUT_ACCEPTED_RCPT,
            "Every recipient was refused, so the server has no one to give this message to.",
            "Without PIPELINING, give the transaction up with RSET instead of sending content.",
        );
    }
    NO_RECIPIENT
}

/// EHLO, HELO and LHLO: which of them, and when.
fn greeting_verbs<'t>(dialog: &mut Dialog<'_, 't>, sent: &Sent<'t>) {
    let place = sent.line.word(0);
    match sent.verb {
        Verb::Ehlo | Verb::Helo if dialog.lmtp => dialog.find(
            rules::EHLO_ON_LMTP,
            &place,
            "The session speaks LMTP, in which LHLO takes the place of EHLO and HELO.",
            "Say LHLO, or connect to the SMTP port.",
        ),
        Verb::Lhlo if dialog.ehlo_tried && dialog.offer.is_some() => dialog.find(
            rules::LHLO_ON_SMTP,
            &place,
            "The session speaks SMTP, and LHLO belongs to LMTP.",
            "Say EHLO, or connect to the server's LMTP port or socket.",
        ),
        Verb::Helo if !dialog.ehlo_tried && !dialog.loose && dialog.greeted => dialog.find(
            rules::HELO_USED,
            &place,
            "The client says HELO at once, so it gets none of the server's extensions: no TLS, \
             no login, no size limit.",
            "Say EHLO, and HELO only when EHLO is refused.",
        ),
        _ => {}
    }
    if dialog.ehlo_refused && !matches!(sent.verb, Verb::Rset | Verb::Noop) {
        dialog.ehlo_refused = false;
        if sent.verb != Verb::Helo {
            dialog.find(
                rules::NO_HELO_FALLBACK,
                &place,
                "The server does not know EHLO, and the client does not try HELO.",
                "Fall back to HELO; such a server still takes plain mail.",
            );
        }
    }
    if matches!(sent.verb, Verb::Ehlo | Verb::Helo | Verb::Lhlo) {
        repeated(dialog, sent);
        dialog.ehlo_tried |= sent.verb != Verb::Helo;
    }
}

fn repeated<'t>(dialog: &mut Dialog<'_, 't>, sent: &Sent<'t>) {
    let place = sent.line.word(0);
    if matches!(dialog.client, Some(Phase::Mail | Phase::Rcpt | Phase::Bdat)) {
        dialog.find(
            rules::EHLO_IN_TRANSACTION,
            &place,
            "A transaction is open; greeting the server again throws it away, like RSET.",
            "Say EHLO once, at the start. To give up a transaction, say RSET.",
        );
    } else if dialog.authenticated == Some(true) && dialog.client == Some(Phase::Ready) {
        dialog.find(
            rules::EHLO_AFTER_AUTH,
            &place,
            "The client greets again after its login; only a SASL security layer calls for that.",
            "Leave it out: it costs a round trip, and some servers forget the login.",
        );
    }
}

/// Looks at a command that is sent while others are unanswered.
pub(super) fn group<'t>(dialog: &mut Dialog<'_, 't>, sent: &Sent<'t>) {
    super::replies::lmtp_missing(dialog, sent);
    let Some(before) = dialog.pending.back() else { return };
    let behind = before.verb();
    let ends = behind.is_some_and(Verb::ends_a_group);
    let completes = completes_login(before);
    let place = sent.line.word(0);
    if behind == Some(Verb::StartTls) {
        dialog.find(
            rules::COMMAND_BEHIND_STARTTLS,
            &place,
            "This was sent in plaintext behind STARTTLS. A server that keeps it would take it for \
             something said inside TLS: that is how commands are injected.",
            "Send nothing after STARTTLS until the handshake is done. A server must throw such \
             octets away or close the connection.",
        );
    } else if ends && !dialog.group_reported {
        let severity = if completes { Severity::Warning } else { Severity::Error };
        let verb = behind.filter(|verb| *verb != Verb::Unknown);
        let before = verb.map_or("The command before this one", Verb::as_str);
        dialog.group_reported = true;
        dialog.find_as(
            rules::GROUP_NOT_ENDED,
            severity,
            &place,
            format!("{before} must be the last of a group, and its reply was not awaited."),
            "Wait for that reply before the next command; what may be said next depends on it.",
        );
    } else if !dialog.group_reported
        && dialog.offer.as_ref().is_some_and(|offer| !offer.offers("PIPELINING"))
    {
        dialog.group_reported = true;
        dialog.find(
            rules::PIPELINING_NOT_OFFERED,
            &place,
            "The reply to the command before was not awaited, and the server did not offer \
             PIPELINING.",
            "Wait for each reply, or pipeline only where the EHLO reply lists PIPELINING.",
        );
    }
}

/// AUTH with a response that makes the exchange complete: no challenge can come.
fn completes_login(asked: &Asked<'_>) -> bool {
    match asked.sent().and_then(|sent| sent.command.as_ref()) {
        Some(Command::Auth(auth)) => {
            let one_step = ["PLAIN", "EXTERNAL", "ANONYMOUS", "XOAUTH2", "OAUTHBEARER"];
            auth.initial_response.is_some() && one_step.iter().any(|name| auth.mechanism.is(name))
        }
        _ => false,
    }
}

/// Looks at the reply to a command whose place in the order depends on it.
pub(super) fn reply<'t>(dialog: &mut Dialog<'_, 't>, asked: &Asked<'t>, answer: &Answer<'t>) {
    let Some(sent) = asked.sent() else { return };
    let unknown = matches!(answer.code(), 500 | 502 | 503);
    match sent.verb {
        Verb::Ehlo | Verb::Helo if unknown && dialog.greeted_as_lmtp && !dialog.lmtp => {
            dialog.find(
                rules::EHLO_ON_LMTP,
                &sent.line.word(0),
                "The greeting names LMTP, in which LHLO takes the place of EHLO and HELO.",
                "Say LHLO, or connect to the SMTP port.",
            );
        }
        Verb::Ehlo if matches!(answer.code(), 500 | 502) => dialog.ehlo_refused = true,
        Verb::Lhlo if unknown => {
            dialog.lmtp = false;
            dialog.find(
                rules::LHLO_ON_SMTP,
                &sent.line.word(0),
                "The server does not know LHLO: it speaks SMTP, not LMTP.",
                "Say EHLO, or connect to the server's LMTP port or socket.",
            );
        }
        _ => {}
    }
}
