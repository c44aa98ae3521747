//! The clients: each sends one message, as people would call it.
//!
//! Postfix as a client is a server fixture: [`crate::servers::postfix::start_relay_to`].

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::peers::{Missing, Peer};
use crate::process::Process;
use crate::server::Dialect;

mod command;
pub mod gsasl;
mod security;

pub use security::Security;

/// A mail client.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Client {
    /// swaks.
    Swaks,
    /// curl.
    Curl,
    /// msmtp.
    Msmtp,
    /// Python's smtplib.
    Smtplib,
    /// smtp-source.
    SmtpSource,
}

/// What a client is to send, and where.
#[derive(Clone, Debug)]
pub struct Job {
    server: SocketAddr,
    dialect: Dialect,
    from: String,
    to: Vec<String>,
    message: Vec<u8>,
    login: Option<(String, String, Option<String>)>,
    security: Option<Security>,
    arguments: Vec<String>,
}

/// How a client ended.
#[derive(Clone, Debug)]
pub struct Ran {
    /// Its exit code was 0.
    pub succeeded: bool,
    /// Its exit code, unless a signal ended it.
    pub code: Option<i32>,
    /// All that it printed: most print the dialog.
    pub output: String,
}

/// A command line with what the program reads.
struct Call {
    command: Command,
    input: Stdio,
}

/// How long a client may take.
const PATIENCE: Duration = Duration::from_mins(2);

impl Job {
    /// A message from `sender@example.com` to `recipient@example.org`.
    pub fn new(server: SocketAddr, message: impl Into<Vec<u8>>) -> Self {
        Self {
            server,
            dialect: Dialect::Smtp,
            from: "sender@example.com".into(),
            to: vec!["recipient@example.org".into()],
            message: message.into(),
            login: None,
            security: None,
            arguments: Vec::new(),
        }
    }

    /// By LMTP: see [`Client::speaks`].
    #[must_use]
    pub fn lmtp(mut self) -> Self {
        self.dialect = Dialect::Lmtp;
        self
    }

    /// From another sender.
    #[must_use]
    pub fn from(mut self, sender: &str) -> Self {
        self.from = sender.into();
        self
    }

    /// To other recipients. smtp-source takes one only.
    #[must_use]
    pub fn to(mut self, recipients: &[&str]) -> Self {
        self.to = recipients.iter().map(|recipient| (*recipient).into()).collect();
        self
    }

    /// After AUTH with the mechanism that the client prefers. smtp-source knows none.
    #[must_use]
    pub fn login(mut self, user: &str, password: &str) -> Self {
        self.login = Some((user.into(), password.into(), None));
        self
    }

    /// After AUTH with this mechanism (`PLAIN`, `CRAM-MD5`, …), as far as the client knows it.
    #[must_use]
    pub fn login_by(mut self, mechanism: &str, user: &str, password: &str) -> Self {
        self.login = Some((user.into(), password.into(), Some(mechanism.into())));
        self
    }

    /// Under TLS. smtp-source knows none.
    #[must_use]
    pub fn secured(mut self, security: &Security) -> Self {
        self.security = Some(security.clone());
        self
    }

    /// More arguments for the client's command line.
    #[must_use]
    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|argument| (*argument).into()));
        self
    }
}

impl Client {
    /// Every client.
    pub const ALL: [Self; 5] =
        [Self::Swaks, Self::Curl, Self::Msmtp, Self::Smtplib, Self::SmtpSource];

    /// The program behind it.
    pub fn peer(self) -> Peer {
        match self {
            Self::Swaks => Peer::Swaks,
            Self::Curl => Peer::Curl,
            Self::Msmtp => Peer::Msmtp,
            Self::Smtplib => Peer::Smtplib,
            Self::SmtpSource => Peer::SmtpSource,
        }
    }

    /// What it can speak.
    pub fn speaks(self, dialect: Dialect) -> bool {
        match dialect {
            Dialect::Smtp => true,
            Dialect::Lmtp => !matches!(self, Self::Curl),
        }
    }

    /// Whether it can authenticate.
    pub fn knows_auth(self) -> bool {
        self != Self::SmtpSource
    }

    /// Whether it knows TLS.
    pub fn knows_tls(self) -> bool {
        self != Self::SmtpSource
    }

    /// Whether it looks for the server's name in the certificate: swaks only looks who signed it.
    pub fn checks_names(self) -> bool {
        self != Self::Swaks
    }

    /// What reaches the server of a message by DATA, which needs an end of the last line: all clients
    /// give it one, and smtp-source puts an empty line behind it.
    pub fn makes_of(self, message: &[u8]) -> Vec<u8> {
        let mut made = message.to_vec();
        if !made.ends_with(b"\r\n") {
            made.extend_from_slice(b"\r\n");
        }
        if self == Self::SmtpSource {
            made.extend_from_slice(b"\r\n");
        }
        made
    }

    /// Sends the message, and waits until the client has ended.
    ///
    /// # Errors
    ///
    /// [`Missing`] when the client is not there.
    ///
    /// # Panics
    ///
    /// When it cannot be started, or takes more than two minutes.
    pub fn send(self, job: &Job) -> Result<Ran, Missing> {
        let program = self.peer().program()?;
        if self == Self::Swaks && job.security.is_some() {
            Peer::NetSsleay.program()?;
        }
        let name = self.peer().name();
        Ok(self.run(&program, job).unwrap_or_else(|error| panic!("{name}: {error}")))
    }

    fn run(self, program: &Path, job: &Job) -> io::Result<Ran> {
        let folder = tempfile::Builder::new().prefix("smtpwire-interop-").tempdir()?;
        let mut call = self.call(program, job, folder.path())?;
        // What a person has set up for these programs is not asked.
        call.command.env("HOME", folder.path()).env("LC_ALL", "C.UTF-8");
        call.command.current_dir(folder.path());
        let mut process =
            Process::start_with_input(call.command, call.input, folder.path(), "output")?;
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = process.ended() {
                break status;
            }
            if Instant::now() > end {
                let output = fs::read(process.output()).unwrap_or_default();
                let output = String::from_utf8_lossy(&output).into_owned();
                return Err(io::Error::other(format!("it does not end\n{output}")));
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let output = String::from_utf8_lossy(&fs::read(process.output())?).into_owned();
        Ok(Ran { succeeded: status.success(), code: status.code(), output })
    }

    fn call(self, program: &Path, job: &Job, folder: &Path) -> io::Result<Call> {
        match self {
            Self::Swaks => command::swaks(program, job, folder),
            Self::Curl => command::curl(program, job, folder),
            Self::Msmtp => command::msmtp(program, job, folder),
            Self::Smtplib => command::smtplib(program, job, folder),
            Self::SmtpSource => command::smtp_source(program, job, folder),
        }
    }
}
