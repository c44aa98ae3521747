//! One connection under test; the other end of the line is the test's own.

use std::sync::LazyLock;

use smtpwire::sasl::{Claim, ScramHash, ScramVerifier};
use smtpwire::{
    ClientConfig, ClientEvent, Connection, Error, ErrorCode, Security, ServerConfig, ServerEvent,
    Step,
};
use smtpwire_tls::{Peer, TlsClient, TlsMailer, TlsServer, TlsServerConfig};

use crate::raw::Raw;
use crate::world::*;

/// What a host decides.
pub(crate) trait Host: Connection {
    fn decide(&mut self, _event: &Self::Event) {}
}

impl Host for TlsClient {}
impl Host for TlsMailer {}

/// Takes everything, and the password "secret".
impl Host for TlsServer {
    fn decide(&mut self, event: &ServerEvent) {
        if let ServerEvent::AuthVerify { claim } = event {
            let accepted = match claim {
                Claim::Password(claim) => claim.matches("secret"),
                Claim::External { .. } => true,
                _ => false,
            };
            self.server_mut().verify(accepted).unwrap();
        }
        if let ServerEvent::AuthLookup { .. } = event {
            self.server_mut().provide_verifier(Some(SCRAM_VERIFIER.clone())).unwrap();
        }
        while self.server().answers_due() > 0 {
            self.server_mut().accept().unwrap();
        }
    }
}

/// What the server has stored for the password "secret".
static SCRAM_VERIFIER: LazyLock<ScramVerifier> = LazyLock::new(|| {
    ScramVerifier::from_password(ScramHash::Sha256, "secret", b"0123456789abcdef", 4096).unwrap()
});

/// A connection, what it has told, and how it has ended.
pub(crate) struct Under<C: Host> {
    pub(crate) connection: C,
    pub(crate) events: Vec<C::Event>,
    pub(crate) end: Option<Result<(), Error>>,
    pub(crate) now: u64,
    /// How many octets came for which there was no room.
    pub(crate) left: usize,
    /// Whether its host decides what it is asked.
    pub(crate) decides: bool,
}

impl<C: Host> Under<C> {
    pub(crate) fn new(connection: C) -> Self {
        let mut under =
            Self { connection, events: Vec::new(), end: None, now: 0, left: 0, decides: true };
        under.pump();
        under
    }

    pub(crate) fn pump(&mut self) {
        for _ in 0..100_000 {
            match self.connection.next_event(self.now) {
                Ok(Step::Event(event)) => {
                    if self.decides {
                        self.connection.decide(&event);
                    }
                    self.events.push(event);
                }
                Ok(Step::Closed) => return self.end = Some(Ok(())),
                Ok(_) => return,
                Err(error) => return self.end = Some(Err(error)),
            }
        }
        panic!("no end of events");
    }

    /// Octets come in, in segments of any length.
    pub(crate) fn gets(&mut self, octets: &[u8]) {
        self.gets_in(octets, usize::MAX);
    }

    /// Octets come in, in segments of at most so many.
    pub(crate) fn gets_in(&mut self, mut octets: &[u8], most: usize) {
        while !octets.is_empty() {
            let room = self.connection.input_room().min(most).min(octets.len());
            if room == 0 {
                self.left += octets.len();
                return;
            }
            let (piece, rest) = octets.split_at(room);
            // The next event says the same.
            let _ = self.connection.receive(piece, self.now);
            self.pump();
            octets = rest;
        }
    }

    /// Octets come in, whether there is room or not.
    pub(crate) fn is_forced(&mut self, octets: &[u8]) {
        let _ = self.connection.receive(octets, self.now);
        self.pump();
    }

    /// What it writes.
    pub(crate) fn says(&mut self) -> Vec<u8> {
        let mut all = Vec::new();
        loop {
            let output = self.connection.output().to_vec();
            if output.is_empty() {
                return all;
            }
            self.connection.advance_output(output.len()).unwrap();
            all.extend(output);
            self.pump();
        }
    }

    pub(crate) fn hears_the_end(&mut self) {
        self.connection.receive_eof(self.now);
        self.pump();
    }

    /// The time goes on.
    pub(crate) fn waits_until(&mut self, now: u64) {
        self.now = now;
        self.connection.handle_timeout(now);
        self.pump();
    }

    pub(crate) fn error(&self) -> ErrorCode {
        match &self.end {
            Some(Err(error)) => error.code(),
            other => panic!("{other:?}"),
        }
    }

    /// The handshake, in segments of at most so many octets.
    pub(crate) fn shakes_hands(&mut self, raw: &mut Raw, most: usize) {
        loop {
            raw.hear(&self.says());
            let records = raw.records();
            if records.is_empty() {
                return;
            }
            self.gets_in(&records, most);
        }
    }

    /// What it answers to what the peer says in TLS.
    pub(crate) fn answers(&mut self, raw: &mut Raw, octets: &[u8]) -> String {
        let records = raw.say(octets, usize::MAX);
        self.gets(&records);
        raw.hear(&self.says());
        String::from_utf8(std::mem::take(&mut raw.heard)).unwrap()
    }

    /// What it answers to what the peer says in plaintext.
    pub(crate) fn answers_plainly(&mut self, octets: &[u8]) -> String {
        self.gets(octets);
        String::from_utf8(self.says()).unwrap()
    }
}

/// A server that offers STARTTLS and AUTH, and reads AUTH in plaintext, too.
pub(crate) fn lax_server() -> ServerConfig {
    let mut config = server_config();
    config.extensions.auth = vec![smtpwire::sasl::SaslMechanism::Plain];
    config.plaintext_auth = true;
    config
}

/// A server on which EHLO was said in plaintext.
pub(crate) fn server_at_ehlo() -> Under<TlsServer> {
    let config = TlsServerConfig::starttls(lax_server(), SERVER_TLS.clone());
    let mut server = Under::new(TlsServer::new(&config, [9; 32], 0));
    assert!(server.answers_plainly(b"").starts_with("220 "));
    assert!(server.answers_plainly(b"EHLO client.example\r\n").contains("STARTTLS"));
    server
}

/// A server on which STARTTLS was accepted.
pub(crate) fn server_at_starttls() -> Under<TlsServer> {
    let mut server = server_at_ehlo();
    assert!(server.answers_plainly(b"STARTTLS\r\n").starts_with("220 "));
    server
}

/// A server and its client in TLS, behind STARTTLS.
pub(crate) fn server_in_tls(tls12: bool) -> (Under<TlsServer>, Raw) {
    let mut server = server_at_starttls();
    let mut raw = Raw::client(tls12, SERVER);
    server.shakes_hands(&mut raw, usize::MAX);
    assert!(server.connection.session().is_some());
    (server, raw)
}

pub(crate) fn new_client(security: Security) -> Under<TlsClient> {
    let peer = Peer::named(SERVER).unwrap();
    Under::new(TlsClient::new(ClientConfig::new(), security, CLIENT_TLS.clone(), peer, 0))
}

/// What servers say to EHLO here.
pub(crate) const OFFERS: &[u8] =
    b"250-mx.example.org\r\n250-PIPELINING\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n";

pub(crate) fn says_ehlo(client: &mut Under<TlsClient>) {
    client.connection.client_mut().ehlo("client.example".parse().unwrap()).unwrap();
    client.pump();
}

/// A client that has said STARTTLS: by its policy, or its host did.
pub(crate) fn client_at_starttls(security: Security) -> Under<TlsClient> {
    let mut client = new_client(security);
    client.gets(b"220 mx.example.org ESMTP\r\n");
    says_ehlo(&mut client);
    assert_eq!(client.answers_plainly(b""), "EHLO client.example\r\n");
    client.gets(OFFERS);
    if security == Security::Disabled {
        client.connection.client_mut().starttls().unwrap();
        client.pump();
    }
    assert_eq!(client.answers_plainly(b""), "STARTTLS\r\n");
    client
}

/// A client and its server in TLS, behind STARTTLS, with EHLO said again and answered.
pub(crate) fn client_in_tls(tls12: bool) -> (Under<TlsClient>, Raw) {
    let mut client = client_at_starttls(Security::Required);
    client.gets(b"220 Go ahead\r\n");
    let mut raw = Raw::server(tls12, &RAW_SERVER);
    client.shakes_hands(&mut raw, usize::MAX);
    assert_eq!(raw.heard, b"EHLO client.example\r\n");
    raw.heard.clear();
    assert_eq!(client.answers(&mut raw, b"250-mx.example.org\r\n250 AUTH PLAIN\r\n"), "");
    assert!(matches!(client.events.last(), Some(ClientEvent::Ehlo { .. })));
    (client, raw)
}

/// Whether the server's host has heard of anything that a client does with mail or a login.
pub(crate) fn saw_commands(server: &Under<TlsServer>) -> bool {
    server.events.iter().any(|event| {
        matches!(
            event,
            ServerEvent::Mail { .. }
                | ServerEvent::Rcpt { .. }
                | ServerEvent::Data
                | ServerEvent::Rset
                | ServerEvent::Noop
                | ServerEvent::Message { .. }
                | ServerEvent::AuthVerify { .. }
                | ServerEvent::Authenticated { .. }
        )
    })
}
