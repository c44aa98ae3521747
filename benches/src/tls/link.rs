//! Our two sides, joined by nothing but copies.

use std::hint::black_box;
use std::sync::Arc;

use smtpwire::{
    Connection, Content, ContentMode, Envelope, MailerConfig, MailerEvent, Security, ServerConfig,
    ServerEvent, Step, TransactionId,
};
use smtpwire_tls::{Peer, TlsMailer, TlsServer, TlsServerConfig};

use super::certificates::{SERVER, client_tls, server_tls};
use crate::sessions::host;

/// What new connections are made with.
pub(crate) struct Link {
    mailer: MailerConfig,
    tls: smtpwire_tls::ClientTls,
    server: TlsServerConfig,
}

impl Link {
    /// Connections that begin in plaintext, with STARTTLS or without.
    pub(crate) fn new(security: Security, chunking: bool) -> Self {
        let mut mailer = MailerConfig::new(host("mail.sender.example"));
        mailer.security = security;
        mailer.chunking = chunking;
        let mut server = ServerConfig::new(host(SERVER));
        server.content = ContentMode::Discard;
        server.limits.message_size = Some(1 << 30);
        let server = TlsServerConfig::starttls(server, server_tls());
        Self { mailer, tls: client_tls(), server }
    }

    /// Two connections that have just come up.
    pub(crate) fn connect(&self) -> Pair {
        let peer = Peer::named(SERVER).expect("a name");
        let mailer = TlsMailer::new(self.mailer.clone(), self.tls.clone(), peer, [7; 32], 0);
        let server = TlsServer::new(&self.server, [7; 32], 0);
        Pair {
            mailer,
            server,
            content: None,
            accepted: 0,
            received: 0,
            ready: false,
            closed: false,
        }
    }
}

/// A mailer and a server that takes every message.
pub(crate) struct Pair {
    pub(crate) mailer: TlsMailer,
    pub(crate) server: TlsServer,
    /// What is given when it is asked for, and how much of it was.
    content: Option<(Arc<[u8]>, usize)>,
    /// How many messages were accepted, as the mailer knows it.
    pub(crate) accepted: usize,
    /// How many octets of content have come.
    pub(crate) received: u64,
    /// EHLO was answered, inside TLS where there is any.
    pub(crate) ready: bool,
    /// The mailer has taken its leave.
    pub(crate) closed: bool,
}

impl Pair {
    /// Sends a message, whole or in pieces; all of it must arrive.
    pub(crate) fn transaction(&mut self, envelope: &Envelope, content: &Arc<[u8]>, whole: bool) {
        let before = (self.accepted, self.received);
        let envelope = black_box(envelope).clone();
        let given = if whole {
            Content::Shared(Arc::clone(content))
        } else {
            self.content = Some((Arc::clone(content), 0));
            Content::Stream { size: Some(content.len() as u64) }
        };
        self.mailer.mailer_mut().send(envelope, given).expect("a mailer that takes mail");
        self.until(|pair| pair.accepted > before.0);
        assert_eq!(self.received - before.1, content.len() as u64);
    }

    /// Gives the next piece of content: as much as is taken.
    fn give(&mut self, id: TransactionId) {
        let (content, given) = self.content.as_mut().expect("content to give");
        let mailer = self.mailer.mailer_mut();
        *given += mailer.content(id, &content[*given..]).expect("content that can be sent");
        if *given == content.len() {
            mailer.end_content(id).expect("all was given");
        }
    }

    /// Lets the mailer have its turn, then the server; octets are carried in both directions.
    pub(crate) fn turn(&mut self) {
        self.mailer_events();
        carry(&mut self.mailer, &mut self.server);
        self.server_events();
        carry(&mut self.server, &mut self.mailer);
    }

    /// Goes on until this is so.
    pub(crate) fn until(&mut self, done: impl Fn(&Self) -> bool) {
        while !done(self) {
            self.turn();
        }
    }

    fn mailer_events(&mut self) {
        loop {
            match self.mailer.next_event(0).expect("a mailer that goes on") {
                Step::Event(MailerEvent::Outcome(outcome)) => {
                    self.accepted += usize::from(outcome.is_accepted());
                }
                Step::Event(MailerEvent::NeedContent { id }) => self.give(id),
                Step::Event(event) => self.ready |= event == MailerEvent::Ready,
                Step::Closed => {
                    self.closed = true;
                    return;
                }
                _ => return,
            }
        }
    }

    fn server_events(&mut self) {
        loop {
            match self.server.next_event(0).expect("a server that goes on") {
                Step::Event(event) => {
                    match black_box(event) {
                        ServerEvent::Message { size, .. } => self.received += size,
                        event => drop(event),
                    }
                    if self.server.server().answers_due() > 0 {
                        self.server.server_mut().accept().expect("an answer is due");
                    }
                }
                _ => return,
            }
        }
    }
}

/// Carries what there is room for.
fn carry(from: &mut impl Connection, to: &mut impl Connection) {
    let octets = from.output();
    let carried = octets.len().min(to.input_room());
    if carried > 0 {
        to.receive(&octets[..carried], 0).expect("there is room");
        from.advance_output(carried).expect("so much was there");
    }
}
