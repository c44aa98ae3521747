//! Where a dialog stands: what the areas ask, and what moves when a command or a reply came.
//!
//! Two phases are kept. The server's moves with its replies. The client's moves with its commands,
//! as if each will be accepted, because a client that pipelines can know no better; when nothing
//! is outstanding, it is the server's again.

use std::collections::{HashSet, VecDeque};

use smtpwire::flow::order::{self, Answer as Says, Phase, Standing};
use smtpwire::types::parameter::Body;
use smtpwire::{Command, CommandError, ReversePath, Verb};

use super::answer::Answer;
use super::auth::{self, Login};
use super::chunks::Chunk;
use super::content::Content;
use super::line::Line;
use super::offer::Offer;
use super::report::{Findings, Place};
use super::{Rule, Severity};
use crate::transcript::{Entry, Format};

/// What is known about TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tls {
    /// It is not active, and the transcript shows so.
    Off,
    /// It may have been active from the start.
    Unknown,
    /// It is active.
    On,
}

/// A command, as it was sent.
#[derive(Clone)]
pub(super) struct Sent<'t> {
    pub(super) line: Line<'t>,
    pub(super) verb: Verb,
    /// The command, if the line can be read as one, mildly.
    pub(super) command: Option<Command<'t>>,
    /// What is wrong with it, strictly.
    pub(super) problem: Option<CommandError>,
    /// The verb is one of RFC 821's that were retired.
    pub(super) obsolete: bool,
}

/// What the server has still to answer.
pub(super) enum Asked<'t> {
    Command(Sent<'t>),
    /// The next step of an authentication.
    Response(Line<'t>),
    /// A message's content; in LMTP once for each recipient.
    Content {
        end: Place<'t>,
        first: bool,
    },
}

impl<'t> Asked<'t> {
    /// The verb whose group rules hold for what was sent.
    pub(super) fn verb(&self) -> Option<Verb> {
        match self {
            Self::Command(sent) => Some(sent.verb),
            Self::Response(_) => Some(Verb::Auth),
            Self::Content { .. } => None,
        }
    }

    pub(super) fn place(&self) -> Place<'t> {
        match self {
            Self::Command(sent) => sent.line.whole(),
            Self::Response(line) => line.whole(),
            Self::Content { end, .. } => end.clone(),
        }
    }

    pub(super) fn sent(&self) -> Option<&Sent<'t>> {
        match self {
            Self::Command(sent) => Some(sent),
            _ => None,
        }
    }
}

/// The transaction that is open.
#[derive(Default)]
pub(super) struct Transaction<'t> {
    /// Where MAIL or the last RCPT stands.
    pub(super) place: Option<Place<'t>>,
    pub(super) body: Body,
    pub(super) smtputf8: bool,
    /// Recipients that were named, by commands sent.
    pub(super) named: usize,
    pub(super) accepted: usize,
    pub(super) refused: usize,
    /// MAIL itself was refused, and every recipient with it.
    pub(super) sender_refused: bool,
    /// The parameters and recipients are not all known, because lines were left out.
    pub(super) partly_seen: bool,
}

/// One session.
#[allow(clippy::struct_excessive_bools, reason = "each is one independent fact")]
pub(super) struct Dialog<'f, 't> {
    pub(super) out: &'f mut Findings<'t>,
    pub(super) format: Format,
    pub(super) server: Option<Phase>,
    pub(super) client: Option<Phase>,
    pub(super) tls: Tls,
    pub(super) lmtp: bool,
    /// The client authenticated; `None` when that may have happened out of sight.
    pub(super) authenticated: Option<bool>,
    pub(super) offer: Option<Offer>,
    pub(super) pending: VecDeque<Asked<'t>>,
    /// LMTP replies to content that had not come when the client said QUIT: how many, and what
    /// they answer.
    pub(super) lmtp_owed: Option<(usize, Place<'t>)>,
    /// One of them came behind QUIT.
    pub(super) lmtp_late: bool,
    /// Lines were left out, so replies and commands may lack their other half.
    pub(super) loose: bool,
    /// Lines were left out, here or before.
    pub(super) gaps: bool,
    /// No line of the client is shown in the whole session.
    pub(super) deaf: bool,
    /// The next reply may be to a step of a login that the tool keeps to itself.
    pub(super) login_due: bool,
    /// The client has said something.
    pub(super) spoken: bool,
    /// The server's 220 greeting was seen.
    pub(super) greeted: bool,
    /// Its text names LMTP.
    pub(super) greeted_as_lmtp: bool,
    /// The first reply, where it was neither a greeting nor asked for.
    pub(super) odd_greeting: Option<Place<'t>>,
    /// The 220 that agreed to STARTTLS, until TLS is up.
    pub(super) handshake: Option<Line<'t>>,
    /// TLS came up by STARTTLS, and no EHLO was said since.
    pub(super) fresh_tls: bool,
    pub(super) transaction: Transaction<'t>,
    /// Transactions that were begun in the session.
    pub(super) transactions: u32,
    /// The last message ended with BDAT LAST, and no other began since.
    pub(super) after_last: bool,
    pub(super) content: Option<Content<'t>>,
    pub(super) chunk: Option<Chunk<'t>>,
    pub(super) login: Option<Login<'t>>,
    pub(super) failed_logins: usize,
    /// Responses of this session, and their parts: never to be shown.
    pub(super) secrets: HashSet<Vec<u8>>,
    /// EHLO was refused as unknown, and HELO not yet tried.
    pub(super) ehlo_refused: bool,
    pub(super) ehlo_tried: bool,
    pub(super) quit: bool,
    /// The server said 421.
    pub(super) closing: bool,
    pub(super) closed: Option<&'t Entry>,
    /// The sides change places from the next line on.
    pub(super) reversed: bool,
    pub(super) last: Option<&'t Entry>,
    said: HashSet<&'static str>,
    /// Pipelining was complained about in the group that is outstanding.
    pub(super) group_reported: bool,
}

impl<'f, 't> Dialog<'f, 't> {
    /// `telling`: the tool's own lines are shown and would say when TLS begins, so that silence
    /// means there is none.
    pub(super) fn new(out: &'f mut Findings<'t>, format: Format, telling: bool) -> Self {
        Self {
            out,
            format,
            server: None,
            client: None,
            tls: if telling { Tls::Off } else { Tls::Unknown },
            lmtp: false,
            authenticated: None,
            offer: None,
            pending: VecDeque::new(),
            lmtp_owed: None,
            lmtp_late: false,
            loose: false,
            gaps: false,
            deaf: false,
            login_due: false,
            spoken: false,
            greeted: false,
            greeted_as_lmtp: false,
            odd_greeting: None,
            handshake: None,
            fresh_tls: false,
            transaction: Transaction::default(),
            transactions: 0,
            after_last: false,
            content: None,
            chunk: None,
            login: None,
            failed_logins: 0,
            secrets: HashSet::new(),
            ehlo_refused: false,
            ehlo_tried: false,
            quit: false,
            closing: false,
            closed: None,
            reversed: false,
            last: None,
            said: HashSet::new(),
            group_reported: false,
        }
    }

    /// A finding of the rule's own severity.
    pub(super) fn find(
        &mut self,
        rule: Rule,
        place: &Place<'_>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.find_as(rule, rule.severity, place, message, advice);
    }

    /// A finding that is milder than its rule's severity.
    pub(super) fn find_as(
        &mut self,
        rule: Rule,
        severity: Severity,
        place: &Place<'_>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.said.insert(rule.id);
        self.out.add(rule, severity, place, message.into(), advice.into());
    }

    /// Whether a rule has a finding in this session already.
    pub(super) fn has_said(&self, rule: Rule) -> bool {
        self.said.contains(rule.id)
    }

    /// What holds beside the phase, when the client sends this verb.
    pub(super) fn standing(&self, verb: Verb) -> Standing {
        // What was not seen is assumed to have been right.
        let authenticated = match self.authenticated {
            Some(known) => known || (login_helps(verb) && self.logs_in()),
            None => login_helps(verb),
        };
        Standing {
            // Which greeting fits which protocol is told by rules of its own.
            lmtp: verb == Verb::Lhlo,
            tls: self.tls == Tls::On,
            authenticated,
            binary: self.transaction.body == Body::BinaryMime,
        }
    }

    fn logs_in(&self) -> bool {
        self.pending.iter().take(64).any(|asked| asked.verb() == Some(Verb::Auth))
    }

    /// The client sent a command.
    pub(super) fn sent(&mut self, sent: Sent<'t>) {
        let standing = self.standing(sent.verb);
        let outside = matches!(self.client, Some(Phase::Greeted | Phase::Ready));
        self.client = after(self.client, &sent, standing);
        self.spoken = true;
        match &sent.command {
            Some(Command::Mail(mail)) => {
                self.transactions = self.transactions.saturating_add(1);
                self.transaction = Transaction {
                    place: Some(sent.line.whole()),
                    body: mail.parameters.body(),
                    smtputf8: mail.parameters.smtputf8(),
                    ..Transaction::default()
                };
                self.after_last = false;
            }
            Some(Command::Rcpt(_)) if !outside => {
                self.transaction.place = Some(sent.line.whole());
                self.transaction.named += 1;
            }
            Some(Command::Quit) => self.quit = true,
            _ => {}
        }
        if sent.verb == Verb::Lhlo {
            self.lmtp = true;
        }
        self.pending.push_back(Asked::Command(sent));
    }

    /// The server answered a command; 3yz have been dealt with.
    pub(super) fn answered(&mut self, asked: &Asked<'t>, answer: &Answer<'t>) {
        self.login_due = matches!(asked.verb(), Some(Verb::Ehlo | Verb::Lhlo | Verb::Auth));
        match asked {
            Asked::Command(sent) => self.command_answered(sent, answer),
            Asked::Content { .. } => {
                if !matches!(self.pending.front(), Some(Asked::Content { first: false, .. })) {
                    self.server = self.server.map(|_| order::after_content());
                    self.end_transaction();
                }
            }
            Asked::Response(_) => {}
        }
        if self.pending.is_empty() {
            self.settle();
        }
    }

    /// Nothing is outstanding: the client knows what the server knows.
    pub(super) fn settle(&mut self) {
        self.client = self.server;
        self.group_reported = false;
    }

    fn command_answered(&mut self, sent: &Sent<'t>, answer: &Answer<'t>) {
        if sent.verb == Verb::Rcpt {
            if answer.is_done() {
                self.transaction.accepted += 1;
            } else {
                self.transaction.refused += 1;
            }
        }
        if sent.verb == Verb::Mail {
            self.transaction.sender_refused = !answer.is_positive();
        }
        if !answer.is_positive() {
            self.chunk_refused(sent);
            return;
        }
        self.server = after(self.server, sent, self.standing(sent.verb));
        match sent.verb {
            Verb::Ehlo | Verb::Helo | Verb::Lhlo => {
                self.fresh_tls = false;
                self.after_last = false;
                self.transaction = Transaction::default();
            }
            Verb::Rset => {
                self.after_last = false;
                self.transaction = Transaction::default();
            }
            Verb::Bdat | Verb::Burl if is_last(sent) => {
                self.after_last = true;
                self.end_transaction();
            }
            Verb::XClient => self.offer = None,
            _ => {}
        }
    }

    /// The last chunk ends its message whatever the reply; after another one nobody knows.
    fn chunk_refused(&mut self, sent: &Sent<'t>) {
        if matches!(sent.verb, Verb::Bdat | Verb::Burl) {
            let last = is_last(sent);
            self.server = self.server.filter(|_| last).map(|_| order::after_content());
            self.end_transaction();
        }
    }

    fn end_transaction(&mut self) {
        // A client that pipelines has begun the next one already.
        let next_begun = self.pending.iter().take(64).any(|asked| asked.verb() == Some(Verb::Mail));
        if !next_begun {
            self.transaction = Transaction::default();
        }
    }

    /// TLS came up.
    pub(super) fn secured(&mut self) {
        let by_starttls = self.handshake.take().is_some();
        self.tls = Tls::On;
        if by_starttls {
            self.fresh_tls = true;
            self.offer = None;
            self.server = Some(Phase::Greeted);
            self.settle();
        }
    }

    /// Lines were left out: what they may have changed is not known any more.
    pub(super) fn elided(&mut self) {
        if let Some(content) = &mut self.content {
            content.elided = true;
            return;
        }
        if let Some(chunk) = &mut self.chunk {
            chunk.elided = true;
            return;
        }
        self.loose = true;
        self.gaps = true;
        self.server = None;
        self.client = None;
        self.authenticated = self.authenticated.filter(|known| *known);
        self.transaction.partly_seen = true;
        auth::elided(&mut self.login);
        self.handshake = None;
        self.fresh_tls = false;
        self.ehlo_refused = false;
        self.odd_greeting = None;
    }
}

fn login_helps(verb: Verb) -> bool {
    matches!(verb, Verb::Atrn | Verb::Burl)
}

/// Whether a BDAT or BURL ends its message.
pub(super) fn is_last(sent: &Sent<'_>) -> bool {
    match &sent.command {
        Some(Command::Bdat(bdat)) => bdat.last,
        Some(Command::Burl(burl)) => burl.last,
        _ => false,
    }
}

/// Whether a MAIL has the null sender.
pub(super) fn has_null_sender(sent: &Sent<'_>) -> bool {
    matches!(&sent.command, Some(Command::Mail(mail)) if mail.from == ReversePath::Null)
}

/// The phase after a command that was accepted, in or out of order.
fn after(phase: Option<Phase>, sent: &Sent<'_>, standing: Standing) -> Option<Phase> {
    let ends_message = matches!(sent.verb, Verb::Bdat | Verb::Burl) && is_last(sent);
    let allowed = match phase.map(|phase| order::answer(phase, sent.verb, standing)) {
        Some(Says::Allowed(_)) if ends_message => return Some(order::after_content()),
        Some(Says::Allowed(next)) => Some(next),
        _ => None,
    };
    allowed.or(match sent.verb {
        Verb::Ehlo | Verb::Helo | Verb::Lhlo | Verb::Auth | Verb::Etrn => Some(Phase::Ready),
        Verb::Mail => Some(Phase::Mail),
        Verb::Rcpt => Some(Phase::Rcpt),
        Verb::Data => Some(Phase::Data),
        Verb::Bdat | Verb::Burl if ends_message => Some(order::after_content()),
        Verb::Bdat | Verb::Burl => Some(Phase::Bdat),
        Verb::StartTls => Some(Phase::Greeted),
        _ => phase,
    })
}
