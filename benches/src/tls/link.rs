//! Our two sides, joined by nothing but copies.

use std::hint::black_box;

use smtpwire::{
    Connection, ContentMode, MailerConfig, MailerEvent, Security, ServerConfig, ServerEvent, Step,
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
        Pair { mailer, server, accepted: 0, received: 0, ready: false, closed: false }
    }
}

/// A mailer and a server that takes every message.
pub(crate) struct Pair {
    pub(crate) mailer: TlsMailer,
    pub(crate) server: TlsServer,
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
