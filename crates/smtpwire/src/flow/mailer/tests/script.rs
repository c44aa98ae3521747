//! A server that plays a script and demands the client's octets to the letter.

use alloc::string::String;
use alloc::vec::Vec;
use std::println;

use crate::flow::error::{Error, ErrorCode};
use crate::flow::limits::Protocol;
use crate::flow::mailer::*;
use crate::flow::step::Step;
use crate::types::domain::Host;
use crate::types::mailbox::{ForwardPath, ReversePath};

/// One line of a dialog.
pub(super) enum Line<'t> {
    /// The client says exactly this, all of it before it waits for an answer.
    C(&'t str),
    /// The server says this.
    S(&'t str),
    /// The server closes the connection.
    Eof,
    /// This many milliseconds pass.
    Wait(u64),
}

pub(super) use Line::{C, Eof, S, Wait};

/// What a session came to.
#[derive(Debug)]
pub(super) struct Played {
    pub(super) outcomes: Vec<Outcome>,
    pub(super) events: Vec<MailerEvent>,
    pub(super) error: Option<Error>,
    pub(super) closed: bool,
}

impl Played {
    pub(super) fn error_code(&self) -> Option<ErrorCode> {
        self.error.as_ref().map(Error::code)
    }

    pub(super) fn only(&self) -> &Outcome {
        assert_eq!(self.outcomes.len(), 1, "{:?}", self.outcomes);
        &self.outcomes[0]
    }
}

pub(super) fn config() -> MailerConfig {
    let mut config = MailerConfig::new(Host::parse("client.example").unwrap());
    config.security = Security::Disabled;
    config
}

pub(super) fn mailer(config: MailerConfig) -> Mailer {
    Mailer::new(config, [7; 32], 0)
}

pub(super) fn to(paths: &[&'static str]) -> Envelope {
    let from = ReversePath::parse("<ann@client.example>").unwrap();
    paths
        .iter()
        .fold(Envelope::new(from), |envelope, path| envelope.to(ForwardPath::parse(path).unwrap()))
}

pub(super) const BOB: &str = "<bob@mx.example>";
pub(super) const CY: &str = "<cy@mx.example>";
pub(super) const TEXT: &str = "Subject: x\r\n\r\nHello.\r\n.dot\r\n";

/// Plays the script. Streamed content is given from `content`, in the pieces that fit.
pub(super) fn play_with(mailer: &mut Mailer, content: &[u8], script: &[Line<'_>]) -> Played {
    let mut played =
        Played { outcomes: Vec::new(), events: Vec::new(), error: None, closed: false };
    let (mut now, mut given) = (0, 0);
    for line in script {
        let said = drive(mailer, content, &mut given, now, &mut played);
        match line {
            C(expected) => assert_eq!(said, *expected, "{played:?}"),
            _ => assert_eq!(said, "", "said unasked; {played:?}"),
        }
        match line {
            C(_) => {}
            S(octets) => mailer.receive(octets.as_bytes(), now).unwrap(),
            Eof => mailer.receive_eof(now),
            Wait(milliseconds) => {
                now += milliseconds;
                mailer.handle_timeout(now);
            }
        }
    }
    let said = drive(mailer, content, &mut given, now, &mut played);
    assert_eq!(said, "", "said at the end; {played:?}");
    played
}

pub(super) fn play(mailer: &mut Mailer, script: &[Line<'_>]) -> Played {
    play_with(mailer, b"", script)
}

/// Asks for events until the mailer waits, and gives what it has said by then.
fn drive(
    mailer: &mut Mailer,
    content: &[u8],
    given: &mut usize,
    now: u64,
    played: &mut Played,
) -> String {
    let mut said = Vec::new();
    loop {
        let step = mailer.next_event(now);
        let output = mailer.output().to_vec();
        said.extend_from_slice(&output);
        mailer.advance_output(output.len()).unwrap();
        match step {
            Ok(Step::Event(event)) => {
                match &event {
                    MailerEvent::StartTls => mailer.tls_established(None, now).unwrap(),
                    MailerEvent::NeedContent { id } => {
                        let rest = &content[*given..];
                        if rest.is_empty() {
                            mailer.end_content(*id).unwrap();
                        } else {
                            *given += mailer.content(*id, rest).unwrap();
                        }
                    }
                    MailerEvent::Outcome(outcome) => played.outcomes.push(Outcome::clone(outcome)),
                    MailerEvent::TlsEstablished => panic!("it does no TLS itself"),
                    MailerEvent::Ready => {}
                }
                played.events.push(event);
            }
            Ok(Step::NeedOutput) => assert!(!output.is_empty(), "nothing to write"),
            Ok(Step::NeedData | Step::Paused) => break,
            Ok(Step::Closed) => {
                played.closed = true;
                break;
            }
            Err(error) => {
                played.error = Some(error);
                break;
            }
        }
    }
    let said = String::from_utf8(said).unwrap();
    println!("C: {said:?}");
    said
}

/// The status of each recipient in a few words.
pub(super) fn statuses(outcome: &Outcome) -> Vec<String> {
    let word = |recipient: &RecipientOutcome| match &recipient.status {
        Status::Accepted { reply } => alloc::format!("accepted {}", reply.code()),
        Status::Refused { reply, stage } => alloc::format!("refused {} {stage:?}", reply.code()),
        Status::NotTried { why } => alloc::format!("not tried {why:?}"),
        Status::Unknown => "unknown".into(),
    };
    outcome.recipients.iter().map(word).collect()
}

/// A mailer whose session is set up, with this offer.
pub(super) fn ready(config: MailerConfig, offer: &str) -> Mailer {
    let lmtp = config.client.protocol == Protocol::Lmtp;
    let mut mailer = mailer(config);
    let mut reply = String::from("250-mx.example\r\n");
    for keyword in offer.split(',').filter(|keyword| !keyword.is_empty()) {
        for part in ["250-", keyword, "\r\n"] {
            reply.push_str(part);
        }
    }
    reply.push_str("250 HELP\r\n");
    let hello = if lmtp { "LHLO client.example\r\n" } else { "EHLO client.example\r\n" };
    play(&mut mailer, &[S("220 mx.example\r\n"), C(hello), S(&reply)]);
    mailer
}

/// [`TEXT`] as DATA carries it.
pub(super) const STUFFED: &str = "Subject: x\r\n\r\nHello.\r\n..dot\r\n.\r\n";

pub(super) fn text() -> Vec<u8> {
    TEXT.as_bytes().to_vec()
}
