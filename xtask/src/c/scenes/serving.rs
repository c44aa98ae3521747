//! `server_poll` at work, until it is stopped.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use smtpwire_interop::pki::Credential;
use smtpwire_interop::process::Process;

use super::Stage;
use crate::process::Program;
use crate::repo;

/// The server; killed when this is dropped.
pub(super) struct Serving {
    process: Process,
    pub(super) address: SocketAddr,
    mail: PathBuf,
}

/// What a server has done when it has ended.
pub(super) struct Served {
    /// The messages as it has stored them.
    pub(super) messages: Vec<Vec<u8>>,
}

/// How long it may take to start, and to end; under valgrind, both take seconds.
const PATIENCE: Duration = Duration::from_mins(1);

impl Serving {
    /// Starts it on a free port, with more arguments.
    pub(super) fn start(stage: &Stage<'_>, arguments: &[&str], tls: bool) -> Result<Self> {
        let folder = repo::scratch("c").join("serving");
        let mail = folder.join("mail");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&mail).with_context(|| format!("cannot make {}", mail.display()))?;
        let program = stage.program("server_poll")?;
        let mut command = stage.way.endless(stage.installed, &program, tls);
        command.args(["-p", "0", "-d"]).arg(&mail).args(arguments);
        let process = Process::start(command, &folder, "output")?;
        let mut serving = Self { process, address: ([127, 0, 0, 1], 0).into(), mail };
        serving.address = serving.wait_for(|line| {
            line.strip_prefix("listening on ").and_then(|address| address.parse().ok())
        })?;
        Ok(serving)
    }

    /// The same, with a certificate, under TLS that begins with STARTTLS or at once (`-i`).
    pub(super) fn start_with_tls(
        stage: &Stage<'_>,
        certificate: &Credential,
        arguments: &[&str],
    ) -> Result<Self> {
        let (chain, key) = (certificate.chain.display(), certificate.key.display());
        let (chain, key) = (chain.to_string(), key.to_string());
        Self::start(stage, &[&["-c", &chain, "-k", &key], arguments].concat(), true)
    }

    /// Waits for a line of its output.
    fn wait_for<T>(&mut self, find: impl Fn(&str) -> Option<T>) -> Result<T> {
        let end = Instant::now() + PATIENCE;
        loop {
            let ended = self.process.ended();
            let said = self.said();
            if let Some(found) = said.lines().find_map(&find) {
                return Ok(found);
            }
            if let Some(status) = ended {
                bail!("server_poll ends with {status}: {said}");
            }
            if Instant::now() > end {
                bail!("server_poll hangs: {said}");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn said(&self) -> String {
        fs::read_to_string(self.process.output()).unwrap_or_default()
    }

    /// Asks it to end, as an operator does.
    pub(super) fn ask_to_end(&self) -> Result<()> {
        Program::new("kill").arg("-TERM").arg(self.process.group().to_string()).run_quietly()
    }

    /// Ends it: it must end with 0, and what it says of itself must agree with what it has stored.
    pub(super) fn stop(self) -> Result<Served> {
        self.ask_to_end()?;
        self.has_ended()
    }

    /// Waits for the end of one that was asked to.
    pub(super) fn has_ended(mut self) -> Result<Served> {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.process.ended() {
                break status;
            }
            if Instant::now() > end {
                bail!("server_poll does not end: {}", self.said());
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        let said = self.said();
        if !status.success() {
            bail!("server_poll ends with {status}: {said}");
        }
        let messages = repo::files_under(&self.mail)?
            .iter()
            .map(|file| {
                let whole = file.extension().is_some_and(|extension| extension == "eml");
                if whole { Ok(fs::read(file)?) } else { bail!("{} is left", file.display()) }
            })
            .collect::<Result<Vec<Vec<u8>>>>()?;
        let octets: usize = messages.iter().map(Vec::len).sum();
        let sum = format!("{} messages, {octets} octets", messages.len());
        if !said.lines().any(|line| line == sum) {
            bail!("server_poll has stored {sum}, and says: {said}");
        }
        println!("      server_poll: {sum}");
        Ok(Served { messages })
    }
}

impl Served {
    /// It must have got this and nothing else.
    pub(super) fn is_only(&self, sent: &[u8], times: usize) -> Result<()> {
        if self.messages.len() != times {
            bail!("{} messages have arrived, not {times}", self.messages.len());
        }
        if self.messages.iter().any(|message| message != sent) {
            bail!("what has arrived is not what was sent");
        }
        Ok(())
    }
}
