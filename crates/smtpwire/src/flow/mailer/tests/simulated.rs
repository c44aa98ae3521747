//! A small server of its own that really keeps what it accepts, and a wire that breaks.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::codec::transparency::Unstuffer;
use crate::flow::mailer::*;
use crate::flow::step::Step;
use crate::types::command::Command;

/// A message that the server has answered for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) recipients: Vec<String>,
    pub(super) content: Vec<u8>,
}

enum Reading {
    Commands,
    Data(Unstuffer),
    Chunk { left: u64, last: bool },
}

/// Takes octets one by one and answers as a plain server does. Recipients at `no@` are refused,
/// those at `later@` for now; content that holds `REFUSE` too.
pub(super) struct Simulated {
    offer: &'static str,
    lmtp: bool,
    reading: Reading,
    line: Vec<u8>,
    content: Vec<u8>,
    mail: bool,
    recipients: Vec<String>,
    spoiled: bool,
    pub(super) kept: Vec<Kept>,
    pub(super) said: Vec<u8>,
}

impl Simulated {
    pub(super) fn new(offer: &'static str, lmtp: bool) -> Self {
        Self {
            offer,
            lmtp,
            reading: Reading::Commands,
            line: Vec::new(),
            content: Vec::new(),
            mail: false,
            recipients: Vec::new(),
            spoiled: false,
            kept: Vec::new(),
            said: b"220 mx.example\r\n".to_vec(),
        }
    }

    fn say(&mut self, reply: &str) {
        self.said.extend_from_slice(reply.as_bytes());
        self.said.extend_from_slice(b"\r\n");
    }

    pub(super) fn take(&mut self, octet: u8) {
        match &mut self.reading {
            Reading::Commands => {
                self.line.push(octet);
                if self.line.ends_with(b"\r\n") {
                    let line = core::mem::take(&mut self.line);
                    self.command(&line[..line.len() - 2]);
                }
            }
            Reading::Data(unstuffer) => {
                let _ = unstuffer.push(&[octet], &mut self.content);
                if unstuffer.is_done() {
                    assert_eq!(unstuffer.outcome(), Ok(()));
                    self.end();
                }
            }
            Reading::Chunk { left, last } => {
                *left -= 1;
                let (done, last) = (*left == 0, *last);
                self.content.push(octet);
                if done {
                    self.chunk_done(last);
                }
            }
        }
    }

    fn chunk_done(&mut self, last: bool) {
        self.reading = Reading::Commands;
        if self.recipients.is_empty() || self.spoiled {
            self.content.clear();
            self.spoiled = true;
            self.say("503 5.5.1 No");
        } else if last {
            self.end();
        } else {
            self.say("250 2.0.0 Ok");
        }
    }

    fn end(&mut self) {
        let content = core::mem::take(&mut self.content);
        let recipients = core::mem::take(&mut self.recipients);
        (self.mail, self.reading) = (false, Reading::Commands);
        let refused = content.windows(6).any(|window| window == b"REFUSE");
        let number = self.kept.len() + 1;
        let reply = if refused {
            "554 5.7.1 No".to_string()
        } else {
            alloc::format!("250 2.0.0 Ok: queued as Q{number}")
        };
        for _ in 0..if self.lmtp { recipients.len() } else { 1 } {
            self.say(&reply);
        }
        if recipients.is_empty() {
            self.said.extend_from_slice(b"554 5.5.1 No recipients\r\n");
        } else if !refused {
            self.kept.push(Kept { recipients, content });
        }
    }

    fn command(&mut self, line: &[u8]) {
        match Command::parse(line).expect("a valid command") {
            Command::Ehlo(_) | Command::Lhlo(_) => {
                self.say("250-mx.example");
                for keyword in self.offer.split(',') {
                    self.say(&alloc::format!("250-{keyword}"));
                }
                self.say("250 HELP");
            }
            Command::Mail(_) if !self.mail => {
                assert!(!self.spoiled, "RSET comes first");
                self.mail = true;
                self.say("250 2.1.0 Ok");
            }
            Command::Rcpt(rcpt) if self.mail => {
                let path = rcpt.to.to_string();
                if path.starts_with("<no@") {
                    self.say("550 5.1.1 No such user");
                } else if path.starts_with("<later@") {
                    self.say("450 4.2.1 Later");
                } else {
                    self.recipients.push(path);
                    self.say("250 2.1.5 Ok");
                }
            }
            Command::Data if !self.recipients.is_empty() => {
                self.reading = Reading::Data(Unstuffer::new());
                self.say("354 Go");
            }
            Command::Bdat(bdat) => {
                self.reading = Reading::Chunk { left: bdat.size, last: bdat.last };
                if bdat.size == 0 {
                    self.chunk_done(bdat.last);
                }
            }
            Command::Rset => {
                (self.mail, self.spoiled) = (false, false);
                self.recipients.clear();
                self.say("250 2.0.0 Ok");
            }
            Command::Quit => self.say("221 2.0.0 Bye"),
            _ => self.say("503 5.5.1 No"),
        }
    }
}

/// How a session went.
pub(super) struct Session {
    pub(super) server: Simulated,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) failed: bool,
    /// So many octets were said by the client, and by the server.
    pub(super) octets: (usize, usize),
}

/// Where a session is cut.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    /// What the client writes behind so many octets is lost.
    pub(super) to_server: usize,
    /// What the server says behind so many octets is lost.
    pub(super) to_client: usize,
    /// With 421, as soon as something is lost on its way to the server.
    pub(super) goodbye: bool,
}

impl Cut {
    pub(super) const NEVER: Self =
        Self { to_server: usize::MAX, to_client: usize::MAX, goodbye: false };
}

/// Runs a session.
pub(super) fn run(
    mut mailer: Mailer,
    mut server: Simulated,
    content: &[u8],
    Cut { to_server, to_client, mut goodbye }: Cut,
) -> Session {
    let (mut sent, mut received, mut given) = (0, 0, 0);
    let mut outcomes = Vec::new();
    let mut over = false;
    let failed = loop {
        let step = mailer.next_event(0);
        // A wire that takes a few octets at a time.
        while !mailer.output().is_empty() {
            let piece = mailer.output().len().min(7);
            for octet in &mailer.output()[..piece] {
                if sent < to_server {
                    server.take(*octet);
                } else if core::mem::take(&mut goodbye) {
                    server.say("421 4.3.2 Shutting down");
                }
                sent += 1;
            }
            mailer.advance_output(piece).unwrap();
        }
        match step {
            Ok(Step::Event(MailerEvent::Outcome(outcome))) => outcomes.push(*outcome),
            Ok(Step::Event(MailerEvent::NeedContent { id })) => {
                let rest = &content[given..];
                let piece = &rest[..rest.len().min(11)];
                match piece {
                    [] => mailer.end_content(id).unwrap(),
                    _ => given += mailer.content(id, piece).unwrap(),
                }
            }
            Ok(Step::Event(_) | Step::NeedOutput) => {}
            Ok(Step::Closed) => {
                let heard = mailer.capabilities().unwrap();
                let offered = server.offer.contains("PIPELINING");
                assert_eq!(heard.offers(crate::Keyword::Pipelining), offered);
                break false;
            }
            Err(_) => break true,
            Ok(Step::NeedData | Step::Paused) => {
                assert!(!over, "a session that is over ends");
                let more = server.said.len().min(to_client) - received;
                if more == 0 || sent > to_server && server.said.len() == received {
                    mailer.receive_eof(0);
                    over = true;
                } else {
                    let piece = more.min(5);
                    let octets = server.said[received..received + piece].to_vec();
                    mailer.receive(&octets, 0).unwrap();
                    received += piece;
                }
            }
        }
    };
    let octets = (sent, server.said.len());
    Session { server, outcomes, failed, octets }
}

pub(super) fn message(text: &str) -> Vec<u8> {
    alloc::format!("Subject: x\r\n\r\n{text}\r\n").into_bytes()
}
