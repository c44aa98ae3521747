//! One way through a session, from its first entry to its last.
//!
//! Lines become commands, replies, content and the steps of an authentication here; what they
//! mean is left to the areas.

use smtpwire::types::code::Code;
use smtpwire::{Command, CommandOptions, Leniency, ReplyError, Verb};

use super::answer::{Answer, opening};
use super::dialog::{Asked, Dialog, Sent};
use super::line::Line;
use super::report::{Findings, Place};
use super::{
    auth, chunks, content, ehlo, limits, order, parameters, refusals, replies, session, syntax, tls,
};
use crate::transcript::{Entry, Event, Format, LineEnd, Session, Side};

/// Checks one session.
pub(super) fn session<'t>(findings: &mut Findings<'t>, format: Format, session: &'t Session) {
    if !session::looks_like_smtp(session) {
        session::not_smtp(findings, session);
        return;
    }
    let one_sided = !session.entries.iter().any(|entry| entry.side() == Some(Side::Server));
    let telling = tls::is_told(findings, format, session);
    let mut walk = Walk::new(findings, format, telling, one_sided);
    walk.dialog.deaf = !session.entries.iter().any(|entry| entry.side() == Some(Side::Client));
    let mut swapped = false;
    for entry in &session.entries {
        walk.entry(entry, swapped);
        if walk.dialog.reversed {
            swapped = !swapped;
            let findings = walk.end_before_reversal();
            walk = Walk::new(findings, format, telling, one_sided);
        }
    }
    walk.end();
}

struct Walk<'f, 't> {
    dialog: Dialog<'f, 't>,
    /// No line of the server is shown in the whole session.
    one_sided: bool,
    /// The lines of the reply that is not finished yet, and its code.
    reply: Vec<Line<'t>>,
    code: Option<Code>,
}

impl<'f, 't> Walk<'f, 't> {
    fn new(findings: &'f mut Findings<'t>, format: Format, telling: bool, one_sided: bool) -> Self {
        let mut dialog = Dialog::new(findings, format, telling);
        // Where a transcript keeps the server's lines to itself, nothing is waited for.
        dialog.loose = one_sided;
        Self { dialog, one_sided, reply: Vec::new(), code: None }
    }

    fn entry(&mut self, entry: &'t Entry, swapped: bool) {
        match &entry.event {
            Event::Line { side, text, end } => {
                let line = Line { entry, text, end: *end };
                let side = if swapped { side.other() } else { *side };
                self.dialog.last = Some(entry);
                match side {
                    Side::Client => self.client(line),
                    Side::Server => self.server(line),
                }
            }
            Event::TlsStarted => {
                self.cut_off();
                self.dialog.secured();
            }
            Event::Closed => {
                self.cut_off();
                self.dialog.closed = Some(entry);
            }
            Event::Elided => {
                self.cut_off();
                self.dialog.elided();
            }
            Event::Swallowed => tls::swallowed(&mut self.dialog, entry),
            _ => {}
        }
    }

    fn client(&mut self, line: Line<'t>) {
        self.cut_off();
        if self.dialog.handshake.is_some() {
            // The tool did not say that TLS came up, and nothing else can follow.
            self.dialog.secured();
        }
        if self.dialog.content.is_some() {
            content::line(&mut self.dialog, line);
        } else if self.dialog.chunk.is_some() && chunks::line(&mut self.dialog, line) {
        } else if auth::awaits_response(&self.dialog) {
            auth::response(&mut self.dialog, line);
        } else {
            self.command(line);
        }
    }

    fn command(&mut self, line: Line<'t>) {
        let sent = parse(line);
        let dialog = &mut self.dialog;
        let known = sent.verb != Verb::Unknown || sent.obsolete;
        if !known && (dialog.loose || (!dialog.spoken && !dialog.greeted)) {
            // The rest of something that is not shown.
            return;
        }
        if !known && content::begins_early(dialog, line) {
            return;
        }
        if dialog.loose {
            // What was asked before the gap was answered in it; from here on all is seen again.
            dialog.pending.clear();
            dialog.settle();
            dialog.loose = self.one_sided;
        }
        session::greeting_missing(dialog, &sent);
        limits::command(dialog, &sent);
        syntax::check(dialog, &sent);
        order::group(dialog, &sent);
        order::check(dialog, &sent);
        parameters::check(dialog, &sent);
        tls::command(dialog, &sent);
        auth::command(dialog, &sent);
        session::command(dialog, &sent);
        chunks::begin(dialog, &sent);
        dialog.sent(sent);
    }

    fn server(&mut self, line: Line<'t>) {
        replies::line(&mut self.dialog, line);
        limits::reply_line(&mut self.dialog, line);
        let opening = match opening(line.text) {
            Ok(opening) => opening,
            Err(error) => {
                let without_code = error == ReplyError::NoCode;
                replies::malformed(&mut self.dialog, line, without_code);
                return;
            }
        };
        match self.code {
            Some(code) if code != opening.code => {
                replies::codes_differ(&mut self.dialog, line, code, opening.code);
            }
            _ => self.code = Some(opening.code),
        }
        self.reply.push(line);
        if !opening.more {
            self.finish_reply();
        }
    }

    /// A reply that was not finished is as finished as it will be.
    fn cut_off(&mut self) {
        if let Some(line) = self.reply.last().copied() {
            // What is injected before the handshake is worse than unfinished.
            if self.dialog.handshake.is_none() {
                replies::unfinished(&mut self.dialog, line);
            }
            self.finish_reply();
        }
    }

    fn finish_reply(&mut self) {
        self.code = None;
        if let Some(answer) = Answer::new(std::mem::take(&mut self.reply)) {
            self.answer(&answer);
        }
    }

    fn answer(&mut self, answer: &Answer<'t>) {
        let dialog = &mut self.dialog;
        if let Some(agreed) = dialog.handshake {
            tls::injected(dialog, agreed, answer);
            return;
        }
        if dialog.content.is_some() {
            content::answered_early(dialog, answer);
        }
        if session::greeting(dialog, answer) {
            return;
        }
        chunks::answered(dialog);
        let late = replies::lmtp_late(dialog, answer);
        let Some(asked) = late.or_else(|| dialog.pending.pop_front()) else {
            replies::unasked(dialog, answer);
            return;
        };
        replies::check(dialog, &asked, answer);
        if answer.code() / 100 == 3 && Self::goes_on(dialog, &asked, answer) {
            return;
        }
        ehlo::check(dialog, &asked, answer);
        tls::reply(dialog, &asked, answer);
        auth::reply(dialog, &asked, answer);
        order::reply(dialog, &asked, answer);
        limits::reply(dialog, &asked, answer);
        refusals::explain(dialog, Some(&asked), answer);
        session::reply(dialog, &asked, answer);
        dialog.answered(&asked, answer);
    }

    /// Whether a 3yz is followed by more of the same command.
    fn goes_on(dialog: &mut Dialog<'f, 't>, asked: &Asked<'t>, answer: &Answer<'t>) -> bool {
        match (asked.verb(), answer.code()) {
            (Some(Verb::Auth), 334) => {
                auth::challenge(dialog, asked, answer);
                true
            }
            (Some(Verb::Data), 354) => {
                dialog.answered(asked, answer);
                // A client that did not wait may have sent it all by now.
                if !matches!(dialog.pending.front(), Some(Asked::Content { .. })) {
                    content::begin(dialog);
                }
                true
            }
            _ => false,
        }
    }

    fn end(mut self) {
        self.cut_off();
        session::end(&mut self.dialog);
    }

    fn end_before_reversal(self) -> &'f mut Findings<'t> {
        self.dialog.out
    }
}

/// A line read as a command: strictly, and where that fails, mildly.
fn parse(line: Line<'_>) -> Sent<'_> {
    let strict = Command::parse(line.text);
    match strict {
        Ok(Command::Unknown(unknown)) => unknown_verb(line, unknown.verb()),
        Ok(command) => {
            let verb = command.verb();
            Sent { line, verb, command: Some(command), problem: None, obsolete: false }
        }
        Err(error) => {
            let mut options = CommandOptions::default();
            options.leniency = Leniency::ALL;
            let command = Command::parse_with(line.text, &options).ok();
            Sent { line, verb: error.verb(), command, problem: Some(error), obsolete: false }
        }
    }
}

/// RFC 821's verbs that begin a transaction are read as the MAIL that they are.
fn unknown_verb<'t>(line: Line<'t>, verb: &str) -> Sent<'t> {
    let begins = ["SEND", "SOML", "SAML"].iter().any(|old| verb.eq_ignore_ascii_case(old));
    let obsolete = begins || verb.eq_ignore_ascii_case("TURN");
    let mut sent = Sent { line, verb: Verb::Unknown, command: None, problem: None, obsolete };
    if begins {
        let mut mail = line.text.to_vec();
        if let Some(verb) = mail.get_mut(..4) {
            verb.copy_from_slice(b"MAIL");
        }
        sent.command = Command::parse(&mail).ok().map(Command::into_owned);
        sent.verb = Verb::Mail;
    }
    sent
}

/// Whether the line's end was seen and is not CRLF.
pub(super) fn ends_barely(line: Line<'_>) -> bool {
    matches!(line.end, LineEnd::BareLf | LineEnd::BareCr)
}

/// The last octet of a line, where its end is.
pub(super) fn end_of(line: Line<'_>) -> Place<'_> {
    line.at(line.text.len().saturating_sub(1)..line.text.len())
}
