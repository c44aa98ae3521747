//! Our mailer with TLS on a blocking socket, and what came of one message.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use smtpwire::sasl::Credentials;
use smtpwire::{
    ClientConfig, Connection, Envelope, Error, ForwardPath, Host, MailerConfig, MailerEvent,
    Outcome, ReversePath, Security, Step,
};
use smtpwire_interop::pki::{Credential, NAME};
use smtpwire_interop::{Dialect, Pki, Server};
use smtpwire_tls::{
    ClientTls, ClientTlsBuilder, FailureKind, Fallback, Identity, Peer, Roots, TlsFailure,
    TlsMailer, TlsSession, TlsVersion, Traced,
};

/// A message and how it is to go out: by default, required STARTTLS with [`NAME`].
#[derive(Clone)]
pub(crate) struct Letter {
    address: SocketAddr,
    config: MailerConfig,
    tls: ClientTlsBuilder,
    peer: Peer,
    message: Vec<u8>,
}

/// What came of it.
pub(crate) struct Sent {
    outcome: Option<Outcome>,
    pub(crate) session: Option<TlsSession>,
    failure: Option<TlsFailure>,
    pub(crate) fallback: Option<Fallback>,
    /// How the connection failed, if it did.
    pub(crate) error: Option<Error>,
    /// What was said before and inside TLS.
    said: String,
}

impl Letter {
    /// To the server's port for STARTTLS.
    pub(crate) fn to(server: &Server, pki: &Pki, message: impl Into<Vec<u8>>) -> Self {
        let mut config = MailerConfig::new(Host::parse("client.test").unwrap());
        if server.dialect() == Dialect::Lmtp {
            config.client = ClientConfig::lmtp();
        }
        let roots = Roots::pem(&std::fs::read(pki.roots()).unwrap()).unwrap();
        Self {
            address: server.address(),
            config,
            tls: ClientTls::builder().roots(roots),
            peer: Peer::named(NAME).unwrap(),
            message: message.into(),
        }
    }

    /// To the server's port for TLS from the first octet.
    pub(crate) fn wrapped(mut self, server: &Server) -> Self {
        self.address = server.wrapped();
        self.security(Security::Implicit)
    }

    pub(crate) fn security(mut self, security: Security) -> Self {
        self.config.security = security;
        self
    }

    pub(crate) fn only(mut self, version: TlsVersion) -> Self {
        self.tls = self.tls.versions(version, version);
        self
    }

    pub(crate) fn credentials(mut self, credentials: Credentials) -> Self {
        self.config.credentials = Some(credentials);
        self
    }

    pub(crate) fn showing(mut self, credential: &Credential) -> Self {
        self.tls = self.tls.identity(identity(credential));
        self
    }

    pub(crate) fn peer(mut self, peer: Peer) -> Self {
        self.peer = peer;
        self
    }

    pub(crate) fn tls(mut self, change: impl Fn(ClientTlsBuilder) -> ClientTlsBuilder) -> Self {
        self.tls = change(self.tls);
        self
    }

    /// Sends it to `recipient@example.org`.
    pub(crate) fn send(&self) -> Sent {
        let clock = Clock(Instant::now());
        let tls = self.tls.clone().build().unwrap();
        let entropy = std::array::from_fn(|at| u8::try_from(at).unwrap());
        let mut mailer =
            TlsMailer::new(self.config.clone(), tls, self.peer.clone(), entropy, clock.now());
        mailer.set_tracing(true);
        let envelope = Envelope::new(ReversePath::parse("<sender@example.com>").unwrap())
            .to(ForwardPath::parse("<recipient@example.org>").unwrap());
        mailer.mailer_mut().send(envelope, self.message.clone()).unwrap();
        mailer.mailer_mut().quit();
        let mut socket = TcpStream::connect(self.address).unwrap();
        let mut outcome = None;
        let error = loop {
            match next(&mut mailer, &mut socket, clock) {
                Ok(Some(MailerEvent::Outcome(came))) => outcome = Some(*came),
                Ok(Some(_)) => {}
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        // What a message becomes is told also where the connection has failed.
        while let Ok(Step::Event(event)) = mailer.next_event(clock.now()) {
            if let MailerEvent::Outcome(came) = event {
                outcome = Some(*came);
            }
        }
        Sent {
            outcome,
            session: mailer.session().cloned(),
            failure: mailer.failure().cloned(),
            fallback: mailer.fallback(),
            error,
            said: said(&mailer.take_trace()),
        }
    }
}

pub(crate) fn identity(credential: &Credential) -> Identity {
    let read = |path: &std::path::Path| std::fs::read(path).unwrap();
    Identity::from_pem(&read(&credential.chain), &read(&credential.key)).unwrap()
}

#[derive(Clone, Copy)]
struct Clock(Instant);

impl Clock {
    fn now(self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap()
    }
}

/// The next event of any connection on a blocking socket; `None` when it is over.
fn next<C: Connection>(
    connection: &mut C,
    socket: &mut TcpStream,
    clock: Clock,
) -> Result<Option<C::Event>, Error> {
    loop {
        let step = connection.next_event(clock.now());
        while !connection.output().is_empty() {
            // Who has hung up reads nothing; what it said before counts.
            let written = socket.write(connection.output()).unwrap_or(connection.output().len());
            connection.advance_output(written)?;
        }
        match step? {
            Step::Event(event) => return Ok(Some(event)),
            Step::Closed => return Ok(None),
            Step::NeedOutput => {}
            Step::NeedData => {
                socket.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
                let mut buffer = vec![0; connection.input_room().clamp(1, 64 * 1024)];
                match socket.read(&mut buffer) {
                    Ok(0) => connection.receive_eof(clock.now()),
                    Ok(count) => connection.receive(&buffer[..count], clock.now())?,
                    Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                        panic!("the server says nothing")
                    }
                    Err(_) => connection.receive_eof(clock.now()),
                }
            }
            _ => panic!("content is whole, and no answer is due"),
        }
    }
}

fn said(trace: &[Traced]) -> String {
    let lines = trace.iter().flat_map(|piece| {
        let (mark, octets) = match piece {
            Traced::Received(octets) => ("S", octets.as_slice()),
            Traced::Sent(octets) => ("C", octets.as_slice()),
            Traced::Established => ("=", b"TLS".as_slice()),
        };
        let lines = octets.split(|octet| *octet == b'\n').filter(|line| !line.is_empty());
        lines.map(move |line| format!("{mark}: {}\n", String::from_utf8_lossy(line).trim_end()))
    });
    lines.collect()
}

impl Sent {
    /// Fails unless the server has taken the message under TLS, and gives the session.
    pub(crate) fn secured(&self) -> &TlsSession {
        self.assert_taken();
        assert!(self.failure.is_none(), "{self}");
        assert_eq!(self.fallback, None, "{self}");
        let session = self.session.as_ref();
        session.unwrap_or_else(|| panic!("there is no TLS: {self}"))
    }

    /// Fails unless the server has taken the message.
    pub(crate) fn assert_taken(&self) {
        let taken = self.outcome.as_ref().is_some_and(Outcome::is_accepted);
        assert!(taken && self.error.is_none(), "{self}");
    }

    /// Fails unless TLS failed for this reason and nothing of the message was said; gives the
    /// failure.
    pub(crate) fn refused(&self, kind: FailureKind) -> &TlsFailure {
        let failure = self.failure.as_ref().unwrap_or_else(|| panic!("no failure: {self}"));
        assert_eq!(failure.kind(), kind, "{self}");
        self.assert_untold();
        failure
    }

    /// Fails when an envelope or credentials left, or when the message is not known to be unsent.
    pub(crate) fn assert_untold(&self) {
        for command in ["MAIL", "RCPT", "AUTH", "DATA", "BDAT"] {
            assert!(!self.has_said(command), "{self}");
        }
        let outcome = self.outcome.as_ref().unwrap_or_else(|| panic!("no outcome: {self}"));
        assert_eq!(outcome.responsibility(), smtpwire::Responsibility::NotTaken, "{self}");
    }

    /// Whether a command began so.
    pub(crate) fn has_said(&self, command: &str) -> bool {
        self.said
            .lines()
            .any(|line| line.strip_prefix("C: ").is_some_and(|line| line.starts_with(command)))
    }

    /// What was said, by `C: ` and `S: `, and `=: TLS` where it came up.
    pub(crate) fn said(&self) -> &str {
        &self.said
    }

    pub(crate) fn failure(&self) -> Option<&TlsFailure> {
        self.failure.as_ref()
    }
}

impl std::fmt::Display for Sent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let said: String = self.said.chars().take(4000).collect();
        let Self { outcome, session, failure, fallback, error, .. } = self;
        let (outcome, session) = (outcome.as_ref(), session.as_ref().map(ToString::to_string));
        write!(
            f,
            "{outcome:?}\nsession: {session:?}\nfailure: {failure:?}\nfallback: {fallback:?}\n\
             error: {error:?}\n{said}"
        )
    }
}
