//! `smtpwire send` as a client.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::program;
use crate::pki;
use crate::server::{Dialect, Server};

/// A message, and how it is to be sent: by default from `sender@example.com` to
/// `recipient@example.org`.
#[derive(Clone, Debug)]
pub struct Letter {
    server: SocketAddr,
    message: Vec<u8>,
    from: String,
    to: Vec<String>,
    options: Vec<String>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The exit status, as `sysexits.h` has them.
    pub code: i32,
    /// The document that `--json` prints.
    pub outcome: Value,
    /// The dialog, a line each: `C: …`, `S: …`.
    pub transcript: String,
}

impl Letter {
    /// For a server, in its dialect.
    pub fn to_server(server: &Server, message: impl Into<Vec<u8>>) -> Self {
        let options = match server.dialect() {
            Dialect::Smtp => Vec::new(),
            Dialect::Lmtp => vec!["--lmtp".to_owned()],
        };
        Self {
            server: server.address(),
            message: message.into(),
            from: "sender@example.com".into(),
            to: vec!["recipient@example.org".into()],
            options,
        }
    }

    /// To the server's other port, where TLS comes first.
    #[must_use]
    pub fn wrapped(mut self, server: &Server) -> Self {
        self.server = server.wrapped();
        self.options(&["--tls", "implicit"])
    }

    /// Trusting these roots, with a server of the name that good certificates have.
    #[must_use]
    pub fn trusting(self, roots: &Path) -> Self {
        let roots = roots.display().to_string();
        self.options(&["--ca", &roots, "--tls-name", pki::NAME])
    }

    /// From another sender.
    #[must_use]
    pub fn from(mut self, sender: &str) -> Self {
        self.from = sender.into();
        self
    }

    /// To other recipients.
    #[must_use]
    pub fn to(mut self, recipients: &[&str]) -> Self {
        self.to = recipients.iter().map(|recipient| (*recipient).into()).collect();
        self
    }

    /// With more options.
    #[must_use]
    pub fn options(mut self, options: &[&str]) -> Self {
        self.options.extend(options.iter().map(|option| (*option).into()));
        self
    }

    /// With AUTH by this mechanism, also where others can read it.
    #[must_use]
    pub fn login_by(self, mechanism: &str, user: &str, password: &str) -> Self {
        let login = format!("{user}:{password}");
        self.options(&["--auth", &login, "--plaintext-auth", "--mechanism", mechanism])
    }

    /// Sends it, and waits for the end of the command.
    ///
    /// # Panics
    ///
    /// When the command does not run, is ended by a signal, or prints what is no document.
    pub fn send(&self) -> Sent {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let (message, transcript) = (folder.path().join("message"), folder.path().join("dialog"));
        fs::write(&message, &self.message).expect("the message can be written");
        let mut command = Command::new(program());
        command.args(["send", "--json", "--ehlo", "client.test", "--timeout", "60"]);
        command.args(["--server", &self.server.to_string(), "--from", &self.from]);
        command.args(["--to", &self.to.join(",")]).args(&self.options);
        command.arg("--transcript").arg(&transcript).arg(&message);
        command.env_remove("SMTPWIRE_PASSWORD").stdin(Stdio::null());
        let Output { status, stdout, stderr } = command.output().expect("the command runs");
        let stderr = String::from_utf8_lossy(&stderr);
        let code = status.code().unwrap_or_else(|| panic!("{status}: {stderr}"));
        let outcome = serde_json::from_slice(&stdout)
            .unwrap_or_else(|error| panic!("{error} in {stdout:?}; {status}: {stderr}"));
        let transcript = fs::read(&transcript).unwrap_or_default();
        let transcript = String::from_utf8_lossy(&transcript).into_owned();
        Sent { code, outcome, transcript }
    }
}

impl Sent {
    /// What became of each recipient: `accepted`, `refused`, `not-tried` or `unknown`.
    pub fn statuses(&self) -> Vec<&str> {
        let recipients = self.outcome["recipients"].as_array().map_or(&[][..], Vec::as_slice);
        recipients.iter().filter_map(|recipient| recipient["status"].as_str()).collect()
    }

    /// Fails unless every recipient was accepted and the server has taken the message.
    ///
    /// # Panics
    ///
    /// When that is not so, with the dialog.
    pub fn assert_taken(&self) {
        let taken = self.outcome["responsibility"] == "taken";
        let accepted = self.statuses().iter().all(|status| *status == "accepted");
        assert!(self.code == 0 && taken && accepted, "{self}");
    }

    /// Fails unless the command has ended so, and the server has not taken the message.
    ///
    /// # Panics
    ///
    /// When that is not so, with the dialog.
    pub fn assert_not_taken(&self, code: i32) {
        assert_eq!(self.code, code, "{self}");
        assert_ne!(self.outcome["responsibility"], "taken", "{self}");
    }

    /// The commands in the dialog, content among them.
    pub fn said(&self) -> impl Iterator<Item = &str> {
        self.transcript.lines().filter_map(|line| line.strip_prefix("C: "))
    }

    /// Whether a command began so.
    pub fn has_said(&self, command: &str) -> bool {
        self.said().any(|line| line.starts_with(command))
    }

    /// Whether MAIL and RCPT went out together.
    pub fn pipelined(&self) -> bool {
        let mut lines = self.transcript.lines();
        lines.by_ref().any(|line| line.starts_with("C: MAIL "))
            && lines.next().is_some_and(|line| line.starts_with("C: RCPT "))
    }
}

impl std::fmt::Display for Sent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { code, outcome, transcript } = self;
        let shown: String = transcript.chars().take(6000).collect();
        write!(f, "exit status {code}\n{outcome:#}\n{shown}")
    }
}
