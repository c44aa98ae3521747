//! How a client behaves, shown.
//!
//! Each file is about one thing; here stands the harness: a client whose server is a script.

mod auth;
mod chunks;
mod content;
mod desync;
mod greeting;
mod hostile;
mod injection;
mod lmtp;
mod loss;
mod offers;
mod pipelining;
mod replies;
mod time;
mod tls;
mod transaction;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::*;
use crate::flow::error::ErrorKind;
use crate::flow::order::Phase;
use crate::types::mailbox::{ForwardPath, ReversePath};
use crate::types::parameter::{MailParameters, RcptParameters};

/// A client, and the time.
struct Wire {
    client: Client,
    now: u64,
}

impl Wire {
    fn new(config: ClientConfig) -> Self {
        Self { client: Client::new(config, 0), now: 0 }
    }

    fn plain() -> Self {
        Self::new(ClientConfig::new())
    }

    /// A session that was greeted, with these lines in the reply to EHLO.
    fn with(config: ClientConfig, offers: &[&str]) -> Self {
        let mut wire = Self::new(config);
        assert_eq!(wire.says("220 mx.example ESMTP\r\n"), ["greeting 220"]);
        wire.ehlo(offers);
        wire
    }

    fn offering(offers: &[&str]) -> Self {
        Self::with(ClientConfig::new(), offers)
    }

    fn ehlo(&mut self, offers: &[&str]) {
        let lmtp = self.client.is_lmtp();
        let id = self.client.ehlo(Host::parse("client.example").unwrap()).unwrap().number();
        let verb = if lmtp { "LHLO" } else { "EHLO" };
        assert_eq!(self.written(), alloc::format!("{verb} client.example\r\n"));
        let mut reply = String::from("250-mx.example\r\n");
        for offer in offers {
            reply.extend(["250-", offer, "\r\n"]);
        }
        reply.push_str("250 HELP\r\n");
        assert_eq!(self.says(&reply), [alloc::format!("ehlo {id} 250")]);
    }

    /// Takes all output, as a socket would.
    fn written(&mut self) -> String {
        let text = String::from_utf8_lossy(self.client.output()).into_owned();
        self.client.advance_output(self.client.output().len()).unwrap();
        text
    }

    /// The server says this; all events that come of it, in short.
    fn says(&mut self, octets: &str) -> Vec<String> {
        self.written();
        self.client.receive(octets.as_bytes(), self.now).unwrap();
        self.events()
    }

    fn events(&mut self) -> Vec<String> {
        let mut told = Vec::new();
        loop {
            match self.client.next_event(self.now) {
                Ok(Step::Event(event)) => told.push(in_short(&event)),
                Ok(Step::NeedData) => return told,
                Ok(step) => {
                    told.push(alloc::format!("{step:?}").to_lowercase());
                    return told;
                }
                Err(error) => {
                    told.push(alloc::format!("error {}", error.code().name()));
                    return told;
                }
            }
        }
    }

    /// The error that the connection failed by.
    fn failure(&mut self) -> Error {
        self.client.next_event(self.now).unwrap_err()
    }

    fn mail(&mut self) -> u64 {
        self.client.mail(sender(), MailParameters::new()).unwrap().number()
    }

    fn rcpt(&mut self) -> u64 {
        self.client.rcpt(recipient(), RcptParameters::new()).unwrap().number()
    }

    /// A transaction up to the 354.
    fn data_ready(&mut self) {
        self.mail();
        self.rcpt();
        self.client.data().unwrap();
        self.written();
        self.says("250 Ok\r\n");
        self.says("250 Ok\r\n");
        let told = self.says("354 Go\r\n");
        assert!(told.iter().any(|event| event.starts_with("data-ready")), "{told:?}");
    }

    fn unanswered(&self) -> Vec<(u64, Verb, Sent)> {
        self.client.unanswered().map(|(id, verb, sent)| (id.number(), verb, sent)).collect()
    }
}

fn sender() -> ReversePath<'static> {
    ReversePath::parse("<jo@client.example>").unwrap()
}

fn recipient() -> ForwardPath<'static> {
    ForwardPath::parse("<ann@mx.example>").unwrap()
}

fn in_short(event: &ClientEvent) -> String {
    let code = event.reply().map_or(0, |reply| reply.code().get());
    let id = event.id().map_or(0, CommandId::number);
    match event {
        ClientEvent::Greeting { .. } => alloc::format!("greeting {code}"),
        ClientEvent::Ehlo { .. } => alloc::format!("ehlo {id} {code}"),
        ClientEvent::Reply { verb, .. } => alloc::format!("{verb} {id} {code}"),
        ClientEvent::DataReady { .. } => alloc::format!("data-ready {id} {code}"),
        ClientEvent::ContentReply { .. } => alloc::format!("content {id} {code}"),
        ClientEvent::RecipientReply { index, last, .. } => {
            alloc::format!("recipient {id} {index} {code}{}", if *last { " last" } else { "" })
        }
        ClientEvent::StartTls { .. } => alloc::format!("starttls {id} {code}"),
        ClientEvent::TlsEstablished { .. } => alloc::format!("tls-established {id} {code}"),
        ClientEvent::Challenge { octets, .. } => {
            alloc::format!("challenge {id} {}", String::from_utf8_lossy(octets))
        }
        ClientEvent::Authenticated { mechanism, .. } => {
            alloc::format!("authenticated {id} {mechanism}")
        }
        ClientEvent::Closing { .. } => alloc::format!("closing {code}"),
    }
}

/// The code of a call's error, which must be a usage or a limit error.
fn refusal<T: fmt::Debug>(result: Result<T, Error>) -> ErrorCode {
    let error = result.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Usage | ErrorKind::Limit), "{error}");
    error.code()
}

#[test]
fn an_event_knows_its_reply_and_its_command() {
    let mut wire = Wire::plain();
    wire.client.receive(b"220 hi\r\n", 0).unwrap();
    let event = wire.client.next_event(0).unwrap().event().unwrap();
    assert_eq!(event.reply().unwrap().to_string(), "220 hi");
    assert_eq!(event.id(), None);
    let id = wire.client.noop().unwrap();
    wire.written();
    wire.client.receive(b"250 Ok\r\n", 0).unwrap();
    let event = wire.client.next_event(0).unwrap().event().unwrap();
    assert_eq!(event.id(), Some(id));
    assert_eq!(id.to_string(), "1");
}
