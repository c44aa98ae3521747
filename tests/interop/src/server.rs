//! A real server on a loopback port, with its folder, its log and its store.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::port::free_address;
use crate::process::Process;
use crate::store::{Store, Stored};

/// What is spoken on the port.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Dialect {
    /// SMTP (RFC 5321).
    Smtp,
    /// LMTP (RFC 2033): LHLO, and a reply per recipient after the content.
    Lmtp,
}

/// A running server. It accepts mail for every address of `example.org`, and is gone with its folder
/// and all its processes when the value is dropped. If the test fails, its log is printed.
#[derive(Debug)]
pub struct Server {
    name: &'static str,
    dialect: Dialect,
    address: SocketAddr,
    wrapped: Option<SocketAddr>,
    store: Store,
    logs: Vec<PathBuf>,
    process: Process,
    helpers: Vec<Process>,
    /// Released last of all that is above: the next server may start when this one is dead.
    #[expect(dead_code, reason = "it is held, not read")]
    lock: Option<fs::File>,
    folder: TempDir,
}

/// What a fixture has prepared in its folder before the start.
pub(crate) struct Plan {
    pub(crate) command: Command,
    pub(crate) store: Store,
    /// Files that the server itself writes its log to.
    pub(crate) logs: Vec<PathBuf>,
    pub(crate) helpers: Vec<Process>,
    /// What tells that it is up.
    pub(crate) ready: Ready,
    /// Where the server speaks TLS from the first octet, if it does.
    pub(crate) wrapped: Option<SocketAddr>,
    /// Held as long as the server runs, for servers of which there can be only one.
    pub(crate) lock: Option<fs::File>,
}

/// What tells that a server is up.
#[derive(Clone, Copy)]
pub(crate) enum Ready {
    /// It greets who connects.
    Greets,
    /// It prints this.
    Prints(&'static str),
}

impl Plan {
    pub(crate) fn new(command: Command, store: Store) -> Self {
        Self {
            command,
            store,
            logs: Vec::new(),
            helpers: Vec::new(),
            ready: Ready::Greets,
            wrapped: None,
            lock: None,
        }
    }
}

/// How long a server may take to say its greeting.
const START: Duration = Duration::from_secs(30);

/// How long an accepted message may take to the store.
const DELIVERY: Duration = Duration::from_mins(1);

impl Server {
    /// Prepares and starts a server, and waits until it greets.
    ///
    /// A port that was free may be taken when the server comes to it; then all is tried again with
    /// another port.
    ///
    /// # Panics
    ///
    /// When it does not start, with what it printed.
    pub(crate) fn launch(
        name: &'static str,
        dialect: Dialect,
        prepare: impl Fn(&Path, SocketAddr) -> io::Result<Plan>,
    ) -> Self {
        let mut said = String::new();
        for _ in 0..3 {
            match Self::launch_once(name, dialect, &prepare) {
                Ok(server) => return server,
                Err(reason) => said = reason,
            }
        }
        panic!("{name} does not start: {said}");
    }

    fn launch_once(
        name: &'static str,
        dialect: Dialect,
        prepare: impl Fn(&Path, SocketAddr) -> io::Result<Plan>,
    ) -> Result<Self, String> {
        let failed = |error: io::Error| error.to_string();
        let folder = tempfile::Builder::new().prefix("smtpwire-interop-").tempdir();
        let folder = folder.map_err(failed)?;
        // Servers change to users of their own, and these must reach what is in it.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).map_err(failed)?;
        let address = free_address().map_err(failed)?;
        let plan = prepare(folder.path(), address).map_err(failed)?;
        let process = Process::start(plan.command, folder.path(), "output").map_err(failed)?;
        let ready = plan.ready;
        let mut server = Self {
            name,
            dialect,
            address,
            wrapped: plan.wrapped,
            store: plan.store,
            logs: plan.logs,
            process,
            helpers: plan.helpers,
            lock: plan.lock,
            folder,
        };
        let waited = match ready {
            Ready::Greets => server.wait_for_greeting(),
            Ready::Prints(text) => server.wait_for_output(text),
        };
        match waited {
            Ok(()) => Ok(server),
            Err(reason) => Err(format!("{reason}\n{}", server.log())),
        }
    }

    fn wait_for_greeting(&mut self) -> Result<(), String> {
        let end = Instant::now() + START;
        loop {
            let greeting = greeting(self.address);
            if let Some(status) = self.process.ended() {
                return Err(format!("it has ended ({status})"));
            }
            match greeting {
                Ok(line) if line.starts_with("220") => return Ok(()),
                Ok(line) => return Err(format!("it greets with {line:?}")),
                Err(error) if Instant::now() > end => return Err(format!("no greeting: {error}")),
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    fn wait_for_output(&mut self, text: &str) -> Result<(), String> {
        let end = Instant::now() + START;
        while !self.log().contains(text) {
            if let Some(status) = self.process.ended() {
                return Err(format!("it has ended ({status})"));
            }
            if Instant::now() > end {
                return Err(format!("it does not say {text:?}"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// The server's name, for messages.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it speaks.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it speaks TLS from the first octet ("wrapped", "implicit TLS", as on port 465).
    ///
    /// # Panics
    ///
    /// When it does not.
    pub fn wrapped(&self) -> SocketAddr {
        self.wrapped.unwrap_or_else(|| panic!("{} has no port for implicit TLS", self.name))
    }

    /// All of its process groups: the server's and those of its helpers.
    pub fn groups(&self) -> Vec<u32> {
        std::iter::once(&self.process).chain(&self.helpers).map(Process::group).collect()
    }

    /// Its own folder: configuration, queue, store, log.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What is in the store now: one entry per recipient, or one per message where the server stores
    /// it so.
    ///
    /// # Panics
    ///
    /// When the store cannot be read.
    pub fn stored(&self) -> Vec<Stored> {
        self.store.read().unwrap_or_else(|error| panic!("{}'s store: {error}", self.name))
    }

    /// Waits until the store holds `count` entries, and gives them.
    ///
    /// # Panics
    ///
    /// When there are more, or when they don't come within a minute.
    pub fn wait_for(&self, count: usize) -> Vec<Stored> {
        let end = Instant::now() + DELIVERY;
        loop {
            let found = self.store.count();
            assert!(found <= count, "{} has stored {found} messages, not {count}", self.name);
            if found == count {
                return self.stored();
            }
            let name = self.name;
            assert!(Instant::now() < end, "{name} has stored {found} messages, not {count}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits for exactly one entry, and gives it.
    ///
    /// # Panics
    ///
    /// As [`Server::wait_for`].
    pub fn wait_for_one(&self) -> Stored {
        let mut stored = self.wait_for(1);
        stored.remove(0)
    }

    /// Waits until the log has a text.
    ///
    /// # Panics
    ///
    /// When it does not come within a minute, with the log.
    pub fn wait_for_log(&self, text: &str) {
        let end = Instant::now() + DELIVERY;
        while !self.log().contains(text) {
            assert!(Instant::now() < end, "{:?} is not in {}'s log", text, self.name);
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What it has printed and logged so far.
    pub fn log(&self) -> String {
        let mut text = String::new();
        let outputs = std::iter::once(&self.process).chain(&self.helpers).map(Process::output);
        for path in outputs.chain(self.logs.iter().map(PathBuf::as_path)) {
            let log = fs::read(path).unwrap_or_default();
            text.push_str(&String::from_utf8_lossy(&log));
        }
        text
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("---- {}'s log\n{}----", self.name, self.log());
        }
    }
}

fn greeting(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    lines.read_line(&mut line)?;
    if line.is_empty() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let mut more = line.clone();
    while more.as_bytes().get(3) == Some(&b'-') {
        more.clear();
        lines.read_line(&mut more)?;
    }
    stream.write_all(b"QUIT\r\n")?;
    lines.read_line(&mut more)?;
    Ok(line)
}
