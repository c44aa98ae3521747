//! Whole sessions with a server, without a client: what goes in, what comes out.

mod auth;
mod bdat;
mod beginning;
mod content;
mod decisions;
mod limits;
mod order;
mod pieces;
mod time;
mod tls;

use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::*;
use crate::types::code::EnhancedCode;
use crate::types::domain::Host;
use crate::types::reply::Reply;

/// A server, and all that came of what it was sent.
struct Talk {
    server: Server,
    now: u64,
    said: String,
    events: Vec<ServerEvent>,
    end: Option<Result<(), Error>>,
    /// Say yes whenever an answer is awaited.
    accepts: bool,
}

fn config() -> ServerConfig {
    ServerConfig::new(Host::parse("mx.example").unwrap())
}

impl Talk {
    /// A session in which the host says yes to everything.
    fn new(change: impl FnOnce(&mut ServerConfig)) -> Self {
        let mut config = config();
        change(&mut config);
        let server = Server::new(Arc::new(config), [7; 32], 1000);
        let mut talk = Self {
            server,
            now: 1000,
            said: String::new(),
            events: Vec::new(),
            end: None,
            accepts: true,
        };
        talk.run();
        talk
    }

    /// A session that has been greeted, in which only wanted decisions are answered.
    fn deciding(decisions: Decisions) -> Self {
        let mut talk = Self::greeted(|config| config.decisions = decisions);
        talk.accepts = false;
        talk
    }

    /// A session in which EHLO has been said.
    fn greeted(change: impl FnOnce(&mut ServerConfig)) -> Self {
        let mut talk = Self::new(change);
        talk.send("EHLO c.example\r\n");
        talk.forget();
        talk
    }

    /// A session with a transaction of one recipient.
    fn with_recipient(change: impl FnOnce(&mut ServerConfig)) -> Self {
        let mut talk = Self::greeted(change);
        talk.send("MAIL FROM:<a@b.example>\r\n");
        talk.send("RCPT TO:<c@d.example>\r\n");
        talk.forget();
        talk
    }

    fn forget(&mut self) {
        self.said.clear();
        self.events.clear();
    }

    fn send(&mut self, octets: impl AsRef<[u8]>) -> &mut Self {
        if self.server.receive(octets.as_ref(), self.now).is_ok() {
            self.run();
        } else {
            self.end = Some(Err(self.server.next_event(self.now).unwrap_err()));
        }
        self
    }

    fn run(&mut self) {
        loop {
            let step = self.server.next_event(self.now);
            let output = self.server.output().to_vec();
            self.server.advance_output(output.len()).unwrap();
            self.said.push_str(&String::from_utf8(output).unwrap());
            match step {
                Ok(Step::Event(event)) => self.events.push(event),
                Ok(Step::Paused) if self.accepts && self.server.answers_due() > 0 => {
                    match self.events.last() {
                        Some(ServerEvent::AuthVerify { .. }) => self.server.verify(true).unwrap(),
                        _ => self.server.accept().unwrap(),
                    }
                }
                Ok(Step::NeedData | Step::Paused) => return,
                Ok(Step::NeedOutput) => {}
                Ok(Step::Closed) => return self.end = Some(Ok(())),
                Err(error) => return self.end = Some(Err(error)),
            }
        }
    }

    /// What the server says to these octets.
    fn ask(&mut self, octets: impl AsRef<[u8]>) -> String {
        self.said.clear();
        self.send(octets);
        core::mem::take(&mut self.said)
    }

    /// The first words of what the server says, `250 2.1.0`, one for each reply.
    fn codes(&mut self, octets: impl AsRef<[u8]>) -> Vec<String> {
        let said = self.ask(octets);
        let last_lines = said.lines().filter(|line| line.as_bytes().get(3) == Some(&b' '));
        let code = |line: &str| {
            let words: Vec<&str> = line.splitn(3, ' ').collect();
            match EnhancedCode::at_start(words[1].as_bytes()) {
                Some(_) => words[..2].join(" "),
                None => words[0].to_string(),
            }
        };
        last_lines.map(code).collect()
    }

    /// The one reply's first words.
    fn code(&mut self, octets: impl AsRef<[u8]>) -> String {
        let mut codes = self.codes(octets);
        assert_eq!(codes.len(), 1, "{codes:?}");
        codes.remove(0)
    }

    fn error(&self) -> ErrorCode {
        match &self.end {
            Some(Err(error)) => error.code(),
            other => unreachable!("the connection should have failed, and {other:?}"),
        }
    }

    /// All content that was handed out.
    fn content(&self) -> Vec<u8> {
        let mut content = Vec::new();
        for event in &self.events {
            if let ServerEvent::Content { octets } = event {
                content.extend_from_slice(octets);
            }
        }
        content
    }

    fn aborted(&self) -> Option<Abort> {
        self.events.iter().find_map(|event| match event {
            ServerEvent::Aborted { why } => Some(*why),
            _ => None,
        })
    }

    fn messages(&self) -> usize {
        let message = |event: &&ServerEvent| matches!(event, ServerEvent::Message { .. });
        self.events.iter().filter(message).count()
    }
}

fn reply(text: &str) -> Reply<'static> {
    Reply::parse(text.as_bytes()).unwrap().unwrap().0.into_owned()
}
