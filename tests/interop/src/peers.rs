//! Which real programs there are, where they lie, and why one is missing.
//!
//! The three mail servers that Debian lets nobody install side by side (each provides
//! `mail-transport-agent`) are unpacked into [`folder`], one folder each, and run from there. So the
//! machine's own mail server, if it has one, is neither replaced nor used. Everything else is looked
//! for on the `PATH`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A program of another project.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Peer {
    /// Postfix's server, and Postfix as relay.
    Postfix,
    /// `smtp-sink`, which comes with Postfix.
    SmtpSink,
    /// `smtp-source`, which comes with Postfix.
    SmtpSource,
    /// Exim.
    Exim,
    /// `OpenSMTPD`.
    OpenSmtpd,
    /// Dovecot, for its LMTP server and its SASL service.
    Dovecot,
    /// The Python library aiosmtpd, as a server.
    Aiosmtpd,
    /// swaks.
    Swaks,
    /// curl.
    Curl,
    /// msmtp.
    Msmtp,
    /// Python's smtplib.
    Smtplib,
    /// The Perl library `Net::SSLeay`, without which swaks has no TLS.
    NetSsleay,
    /// The openssl command.
    Openssl,
    /// The gsasl command, which knows channel binding.
    Gsasl,
    /// The Python library pyOpenSSL.
    PyOpenssl,
}

impl Peer {
    /// Every peer.
    pub const ALL: [Self; 15] = [
        Self::Postfix,
        Self::SmtpSink,
        Self::SmtpSource,
        Self::Exim,
        Self::OpenSmtpd,
        Self::Dovecot,
        Self::Aiosmtpd,
        Self::Swaks,
        Self::Curl,
        Self::Msmtp,
        Self::Smtplib,
        Self::NetSsleay,
        Self::Openssl,
        Self::Gsasl,
        Self::PyOpenssl,
    ];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Postfix => "Postfix",
            Self::SmtpSink => "smtp-sink",
            Self::SmtpSource => "smtp-source",
            Self::Exim => "Exim",
            Self::OpenSmtpd => "OpenSMTPD",
            Self::Dovecot => "Dovecot",
            Self::Aiosmtpd => "aiosmtpd",
            Self::Swaks => "swaks",
            Self::Curl => "curl",
            Self::Msmtp => "msmtp",
            Self::Smtplib => "smtplib",
            Self::NetSsleay => "Net::SSLeay",
            Self::Openssl => "openssl",
            Self::Gsasl => "gsasl",
            Self::PyOpenssl => "pyOpenSSL",
        }
    }

    /// The program to start: for a Python or Perl library, the Python or
    /// Perl that has it.
    ///
    /// # Errors
    ///
    /// [`Missing`] when it is not there, or may not be run by this user.
    pub fn program(self) -> Result<PathBuf, Missing> {
        let found = match self {
            Self::Postfix => unpacked("postfix/usr/lib/postfix/sbin/master"),
            Self::SmtpSink => unpacked("postfix/usr/sbin/smtp-sink"),
            Self::SmtpSource => unpacked("postfix/usr/sbin/smtp-source"),
            Self::Exim => unpacked("exim/usr/sbin/exim4"),
            Self::OpenSmtpd => unpacked("opensmtpd/usr/sbin/smtpd"),
            Self::Dovecot => on_path("dovecot"),
            Self::Swaks => on_path("swaks"),
            Self::Curl => on_path("curl"),
            Self::Msmtp => on_path("msmtp"),
            Self::Aiosmtpd => python_with("aiosmtpd"),
            Self::Smtplib => python_with("smtplib"),
            Self::NetSsleay => perl_with("Net::SSLeay"),
            Self::Openssl => on_path("openssl"),
            Self::Gsasl => on_path("gsasl"),
            Self::PyOpenssl => python_with("OpenSSL"),
        };
        let path = found.ok_or(Missing { peer: self, why: "it is not installed" })?;
        if self.needs_root() && !is_root() {
            return Err(Missing { peer: self, why: "only root can start it" });
        }
        Ok(path)
    }

    /// Servers that change to other users.
    fn needs_root(self) -> bool {
        matches!(self, Self::Postfix | Self::Exim | Self::OpenSmtpd | Self::Dovecot)
    }
}

/// A peer that cannot be used here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Missing {
    /// Which.
    pub peer: Peer,
    /// Why, as the end of a sentence.
    pub why: &'static str,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be used: {}", self.peer.name(), self.why)
    }
}

impl std::error::Error for Missing {}

/// All that is missing here.
pub fn missing() -> Vec<Missing> {
    Peer::ALL.into_iter().filter_map(|peer| peer.program().err()).collect()
}

/// Whether a missing peer is a failure: in CI, and where `SMTPWIRE_INTEROP=require` says so.
pub fn required() -> bool {
    std::env::var_os("CI").is_some()
        || std::env::var_os("SMTPWIRE_INTEROP").is_some_and(|value| value == "require")
}

/// What was started, or `None` after saying what is missing; the test then has nothing to do.
///
/// # Panics
///
/// When a peer is missing that must not be ([`required`]).
pub fn present<T>(started: Result<T, Missing>) -> Option<T> {
    match started {
        Ok(started) => Some(started),
        Err(missing) => {
            assert!(!required(), "{missing}, and here no peer may be missing");
            eprintln!("SKIPPED: {missing} (`cargo xtask peers` installs it where it can)");
            None
        }
    }
}

/// Where the unpacked servers lie: `SMTPWIRE_PEERS`, or a folder of the build output.
pub fn folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("SMTPWIRE_PEERS") {
        return PathBuf::from(folder);
    }
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"), PathBuf::from);
    let folder = target.join("xtask").join("peers");
    // The servers' configuration wants paths without `..`.
    folder.canonicalize().unwrap_or(folder)
}

fn unpacked(path: &str) -> Option<PathBuf> {
    Some(folder().join(path)).filter(|path| path.is_file())
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Root's PATH may lack the folders where Debian puts servers.
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/bin".into()]);
    folders.map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Debian's Python first: `apt-get` installs libraries for that one only.
fn python_with(module: &str) -> Option<PathBuf> {
    let has = |python: &PathBuf| works(python, &["-c", &format!("import {module}")]);
    [Some(PathBuf::from("/usr/bin/python3")), on_path("python3")].into_iter().flatten().find(has)
}

/// The Perl that swaks names in its first line.
fn perl_with(module: &str) -> Option<PathBuf> {
    let has = |perl: &PathBuf| works(perl, &[&format!("-M{module}"), "-e", "1"]);
    Some(PathBuf::from("/usr/bin/perl")).filter(has)
}

fn works(program: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

pub(crate) fn is_root() -> bool {
    // `/proc/self` belongs to the effective user.
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_peer_is_named_with_the_reason() {
        let missing = Missing { peer: Peer::OpenSmtpd, why: "it is not installed" };
        assert_eq!(missing.to_string(), "OpenSMTPD cannot be used: it is not installed");
    }

    #[test]
    fn a_program_is_found_on_the_path() {
        assert!(on_path("sh").is_some());
        assert_eq!(on_path("no-program-has-this-name"), None);
    }
}
