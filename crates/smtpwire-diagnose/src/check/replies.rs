//! The form of replies, and whether they fit what they answer.

use smtpwire::types::code::Code;
use smtpwire::{EnhancedCode, Verb};

use super::answer::Answer;
use super::dialog::{Asked, Dialog, Sent};
use super::line::Line;
use super::walk::{end_of, ends_barely};
use super::{Severity, auth, content, refusals, rules};
use crate::registry::reply_code;

/// Looks at one line from the server, reply or not.
pub(super) fn line(dialog: &mut Dialog<'_, '_>, line: Line<'_>) {
    if ends_barely(line) {
        dialog.find(
            rules::REPLY_BARE_LINE_END,
            &end_of(line),
            "The reply line ends in LF or CR alone.",
            "The server must end its lines with CRLF. A client that takes this one may see \
             replies that others do not.",
        );
    }
    let control = |octet: &u8| (*octet < 32 && *octet != b'\t') || *octet == 127;
    if let Some(at) = line.text.iter().position(control) {
        dialog.find(
            rules::REPLY_CONTROL_CHARACTER,
            &line.at(at..at + 1),
            "A control character stands in the reply's text. Shown on a terminal, it can move the \
             cursor, change colours or hide what was said.",
            "Escape replies before they are shown or logged.",
        );
    }
    let utf8 = std::str::from_utf8(line.text).is_ok();
    let agreed = dialog.offer.as_ref().is_some_and(|offer| offer.offers("SMTPUTF8"));
    if let Some(at) = line.text.iter().position(|octet| *octet > 127).filter(|_| !(utf8 && agreed))
    {
        dialog.find(
            rules::REPLY_NON_ASCII,
            &line.from(at),
            if utf8 {
                "The reply's text is UTF-8; without SMTPUTF8 it must be ASCII."
            } else {
                "The reply's text holds octets over 127 that are no UTF-8."
            },
            "Take the code for what it is and show the text as well as it can be shown.",
        );
    }
}

/// A line that is no reply line.
pub(super) fn malformed(dialog: &mut Dialog<'_, '_>, line: Line<'_>, without_code: bool) {
    if without_code {
        dialog.find(
            rules::REPLY_WITHOUT_CODE,
            &line.whole(),
            "A reply line begins with a code from 200 to 599, and this one does not.",
            "Look what it is that answers on this port: another protocol, a proxy's error page, \
             TLS where plaintext was expected, or a server that breaks its lines wrongly.",
        );
    } else {
        dialog.find(
            rules::REPLY_BAD_SEPARATOR,
            &line.at(3..4),
            "Behind the code stands a space, or a hyphen when more lines follow; nothing else.",
            "The server must be corrected. Strict clients drop the connection here.",
        );
    }
}

/// A line of a reply with another code than the lines before it.
pub(super) fn codes_differ(dialog: &mut Dialog<'_, '_>, line: Line<'_>, first: Code, this: Code) {
    dialog.find(
        rules::REPLY_CODES_DIFFER,
        &line.at(0..3),
        format!("The reply began with {first} and goes on with {this}; one reply has one code."),
        "Clients disagree about which one counts. The server must use the same code in all lines.",
    );
}

/// The last line that came of a reply says that more follow.
pub(super) fn unfinished(dialog: &mut Dialog<'_, '_>, line: Line<'_>) {
    dialog.find(
        rules::REPLY_UNFINISHED,
        &line.at(0..4),
        "The hyphen says that another line of this reply follows, and the dialog goes on without.",
        "If the transcript is complete, the server must put a space behind the code of its last \
         line; a client would wait for more until it times out.",
    );
}

/// A reply that nothing in sight asked for.
pub(super) fn unasked<'t>(dialog: &mut Dialog<'_, 't>, answer: &Answer<'t>) {
    if auth::answers_unseen(dialog, answer) {
        return;
    }
    if dialog.deaf && dialog.greeted && answer.code() != 421 {
        client_not_shown(dialog, answer);
    }
    let expected = dialog.loose || dialog.deaf || (!dialog.spoken && !dialog.greeted);
    if !expected && answer.code() != 421 {
        let Some(place) = answer.place() else { return };
        dialog.find(
            rules::UNSOLICITED_REPLY,
            &place,
            "No command is waiting for a reply, so this one belongs to nothing. A client that \
             gives it to its next command is out of step from here on.",
            "Close the connection. Look for a server that answers twice, for a proxy that adds \
             replies, or for content that the server took for commands (SMTP smuggling).",
        );
    }
    // A fragment tells by its replies what went before.
    match answer.code() {
        235 => dialog.authenticated = Some(true),
        354 if expected && !dialog.deaf => content::begin(dialog),
        _ => {}
    }
    refusals::explain(dialog, None, answer);
}

/// Replies alone, as a redirected telnet leaves them.
fn client_not_shown<'t>(dialog: &mut Dialog<'_, 't>, answer: &Answer<'t>) {
    let Some(place) = answer.place().filter(|_| !dialog.has_said(rules::CLIENT_NOT_SHOWN)) else {
        return;
    };
    dialog.find(
        rules::CLIENT_NOT_SHOWN,
        &place,
        "Only the server's side is shown, so it cannot be told what each reply answers.",
        "Record both sides (for telnet: script, not a redirection) to have their order checked. \
         Refusals are explained as far as they go without their commands.",
    );
}

/// In LMTP the client went on before every recipient had its reply.
pub(super) fn lmtp_missing<'t>(dialog: &mut Dialog<'_, 't>, sent: &Sent<'t>) {
    if !matches!(dialog.pending.front(), Some(Asked::Content { first: false, .. })) {
        return;
    }
    let mut missing = 0;
    let mut place = None;
    while let Some(Asked::Content { first: false, .. }) = dialog.pending.front() {
        missing += 1;
        place = dialog.pending.pop_front().map(|asked| asked.place());
    }
    dialog.lmtp_owed = place.map(|place| (missing, place));
    if sent.verb != Verb::Quit {
        // Behind QUIT they may come yet; behind another command they cannot be told apart.
        lmtp_never_came(dialog);
    }
    if dialog.pending.is_empty() {
        dialog.server = dialog.server.map(|_| smtpwire::flow::order::after_content());
        dialog.settle();
    }
}

/// What the server still owed for recipients will not come.
pub(super) fn lmtp_never_came(dialog: &mut Dialog<'_, '_>) {
    let Some((missing, place)) = dialog.lmtp_owed.take().filter(|_| !dialog.lmtp_late) else {
        return;
    };
    dialog.find(
        rules::LMTP_REPLY_MISSING,
        &place,
        format!(
            "LMTP answers the content once for each accepted recipient; {missing} of these replies \
             never came."
        ),
        "The server must answer for each recipient in the order of the RCPT commands; without that \
         nobody knows who got the message.",
    );
}

/// Whether a reply behind QUIT is one for a recipient; then that is what it answers.
pub(super) fn lmtp_late<'t>(dialog: &mut Dialog<'_, 't>, answer: &Answer<'t>) -> Option<Asked<'t>> {
    let waits = dialog.pending.front().and_then(Asked::verb) == Some(Verb::Quit);
    if !waits || matches!(answer.code(), 221 | 421) || answer.code() / 100 == 3 {
        return None;
    }
    let (missing, end) = dialog.lmtp_owed.take()?;
    if let Some(asked) = dialog.pending.front().map(Asked::place).filter(|_| !dialog.lmtp_late) {
        dialog.find(
            rules::LMTP_REPLIES_NOT_AWAITED,
            &asked,
            "LMTP answers the content once for each accepted recipient. The client said QUIT \
             before it had read all of these replies, so that one of them is taken for QUIT's.",
            "Correct the client: it must read a reply for each accepted recipient, or it does not \
             know who got the message. Python's smtplib.LMTP reads only the first.",
        );
    }
    dialog.lmtp_late = true;
    if missing > 1 {
        dialog.lmtp_owed = Some((missing - 1, end.clone()));
    }
    Some(Asked::Content { end, first: false })
}

/// Looks at a whole reply and what it answers.
pub(super) fn check<'t>(dialog: &mut Dialog<'_, 't>, asked: &Asked<'t>, answer: &Answer<'t>) {
    let verb = asked.sent().map(|sent| sent.verb);
    let greets = matches!(verb, Some(Verb::Ehlo | Verb::Helo | Verb::Lhlo));
    without_text(dialog, answer);
    enhanced(dialog, answer, greets);
    if greets && answer.is_done() {
        in_greeting(dialog, answer);
    }
    fits(dialog, asked, answer);
    if verb == Some(Verb::Helo) && answer.is_done() && answer.lines.len() > 1 {
        let Some(place) = answer.line(0).map(Line::whole) else { return };
        dialog.find(
            rules::HELO_MULTILINE,
            &place,
            "HELO is answered with one line; lists of extensions belong to EHLO.",
            "Old clients that say HELO may read only the first line. The server must be corrected.",
        );
    }
}

/// A reply of nothing but a code.
pub(super) fn without_text(dialog: &mut Dialog<'_, '_>, answer: &Answer<'_>) {
    if answer.code() == 334 {
        return;
    }
    for line in &answer.lines {
        if line.text.get(3..).unwrap_or_default().trim_ascii().len()
            <= usize::from(line.text.get(3) == Some(&b'-'))
        {
            dialog.find(
                rules::REPLY_WITHOUT_TEXT,
                &line.whole(),
                "The line has a code and no text.",
                "Nothing need be done: clients decide by the code alone. A few old ones stumble \
                 when even the space is missing.",
            );
            return;
        }
    }
}

/// Enhanced codes: right class, in every line, well formed, and there where they were promised.
fn enhanced(dialog: &mut Dialog<'_, '_>, answer: &Answer<'_>, greets: bool) {
    let codes: Vec<_> = answer.texts().map(EnhancedCode::at_start).collect();
    for (line, (text, code)) in answer.lines.iter().zip(answer.texts().zip(&codes)) {
        let place = line.word(4);
        match code {
            Some(code) if !code.agrees_with(answer.reply.code()) => {
                dialog.find(
                    rules::ENHANCED_CLASS_MISMATCH,
                    &place,
                    format!(
                        "{code} and {} contradict each other: their first digits must agree.",
                        answer.reply.code()
                    ),
                    "Trust the reply code. The server's table of messages must be corrected.",
                );
                return;
            }
            None if looks_enhanced(text) => {
                dialog.find(
                    rules::MALFORMED_ENHANCED_CODE,
                    &place,
                    "This looks like an enhanced code and is none: three numbers parted by dots, \
                     the first 2, 4 or 5, without leading zeros.",
                    "Trust the reply code alone.",
                );
                return;
            }
            _ => {}
        }
    }
    let first = codes.iter().flatten().next();
    let differs = |code: &Option<EnhancedCode>| code.as_ref() != first;
    if let (Some(_), Some(at)) = (first, codes.iter().position(differs)) {
        let Some(line) = answer.line(at) else { return };
        dialog.find(
            rules::ENHANCED_CODE_INCONSISTENT,
            &line.word(4),
            "The lines of this reply do not all begin with the same enhanced code.",
            "Each line of a reply repeats it. Clients take the first or the last they find.",
        );
    }
    let promised = dialog.offer.as_ref().is_some_and(|offer| offer.offers("ENHANCEDSTATUSCODES"));
    let due = promised && !greets && answer.code() / 100 != 3;
    if first.is_none() && due && !dialog.has_said(rules::ENHANCED_CODE_MISSING) {
        let Some(place) = answer.place() else { return };
        dialog.find(
            rules::ENHANCED_CODE_MISSING,
            &place,
            "The server offered ENHANCEDSTATUSCODES, and this reply has none. Further ones in \
             this session are not listed.",
            "Clients fall back to the reply code; the server should be corrected.",
        );
    }
}

/// An enhanced code in the greeting or the reply to EHLO.
pub(super) fn in_greeting(dialog: &mut Dialog<'_, '_>, answer: &Answer<'_>) {
    if EnhancedCode::at_start(answer.text()).is_none() {
        return;
    }
    let Some(line) = answer.line(0) else { return };
    dialog.find(
        rules::ENHANCED_CODE_IN_GREETING,
        &line.word(4),
        "Where an enhanced code stands here, the server's name is due.",
        "The server should leave it out: clients take it for the host name.",
    );
}

/// `5.07.1`, `X.3.6`, `5.1.1:`: something, a dot, digits, a dot, digits, and no enhanced code.
fn looks_enhanced(text: &[u8]) -> bool {
    let word = text.split(|octet| *octet == b' ').next().unwrap_or_default();
    let word = word.strip_suffix(b":").unwrap_or(word);
    let parts: Vec<_> = word.split(|octet| *octet == b'.').take(4).collect();
    let digits = |part: &[u8]| (1..=3).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
    match parts.as_slice() {
        [class, subject, detail] => {
            class.len() == 1
                && class.iter().all(u8::is_ascii_alphanumeric)
                && digits(subject)
                && digits(detail)
        }
        _ => false,
    }
}

/// Success codes per verb (RFC 5321 section 4.3.2 and the extensions).
fn listed(verb: Verb) -> &'static [u16] {
    match verb {
        Verb::Ehlo
        | Verb::Helo
        | Verb::Lhlo
        | Verb::Mail
        | Verb::Bdat
        | Verb::Burl
        | Verb::Rset
        | Verb::Noop
        | Verb::Atrn
        | Verb::XForward => &[250],
        Verb::Rcpt => &[250, 251],
        Verb::Data => &[354],
        Verb::Quit => &[221],
        Verb::Vrfy => &[250, 251, 252],
        Verb::Expn => &[250, 252],
        Verb::Help => &[211, 214],
        Verb::StartTls | Verb::XClient => &[220],
        Verb::Auth => &[235, 334],
        Verb::Etrn => &[250, 251, 252, 253],
        Verb::Unknown => &[],
    }
}

/// Whether the code is one that the command may have.
fn fits<'t>(dialog: &mut Dialog<'_, 't>, asked: &Asked<'t>, answer: &Answer<'t>) {
    let Some(place) = answer.place() else { return };
    let code = answer.code();
    let verb = asked.verb();
    let listed = verb.map_or(&[250][..], listed);
    if verb == Some(Verb::Data) && answer.is_done() {
        dialog.find(
            rules::DATA_WITHOUT_354,
            &place,
            format!(
                "DATA is answered {code}, as if the message were done, and nothing was sent yet."
            ),
            "DATA is answered 354 or refused. Close the connection: the sides are out of step.",
        );
        // What the client sends next may be content or commands.
        dialog.loose = true;
        dialog.server = None;
    } else if code / 100 == 3 && !listed.contains(&code) {
        dialog.find(
            rules::UNEXPECTED_3YZ,
            &place,
            format!("{code} asks for more, and {} has nothing more to send.", spoken(verb)),
            "The reply may belong to another command: look for one that was answered twice or not \
             at all. Close the connection.",
        );
    } else if answer.is_done() && !listed.contains(&code) && !listed.is_empty() {
        let usual: Vec<_> = listed.iter().map(u16::to_string).collect();
        dialog.find(
            rules::UNLISTED_REPLY_CODE,
            &place,
            format!("{} is answered {code}; success is {}.", spoken(verb), usual.join(", ")),
            "Clients go by the first digit and take it as a success; strict ones do not.",
        );
    } else if !answer.is_positive() && reply_code(code).is_none() {
        dialog.find_as(
            rules::UNREGISTERED_REPLY_CODE,
            Severity::Note,
            &place,
            format!("No RFC defines {code}."),
            "Its first digit decides: 4 is for now, 5 is for good. The text may tell more.",
        );
    }
}

fn spoken(verb: Option<Verb>) -> &'static str {
    match verb {
        None => "The content",
        Some(Verb::Unknown) => "This command",
        Some(verb) => verb.as_str(),
    }
}
