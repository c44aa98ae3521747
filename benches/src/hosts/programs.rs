//! The programs: servers that stay up, and senders that run once.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use smtpwire_interop::process::Process;
use smtpwire_interop::{Peer, peers};
use tempfile::TempDir;

use super::loads::Load;
use super::{CSenders, Programs, Trouble};

/// Everything that is needed: two servers that are up, and the programs that send.
pub(super) struct Stage {
    pub(super) serve: Up,
    pub(super) sink: Up,
    /// Where they were built.
    pub(super) c_senders: Option<CSenders>,
    source: PathBuf,
    mailer: PathBuf,
    _folder: TempDir,
}

/// A server that is up.
pub(super) struct Up {
    address: SocketAddr,
    _process: Process,
}

/// Who sends.
#[derive(Clone, Copy)]
pub(super) enum Sender<'p> {
    SmtpSource,
    Mailer,
    /// A program with the options of smtp-source.
    LikeSmtpSource(&'p Path),
}

/// What a run took, in nanoseconds.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) time: f64,
    pub(super) processor: f64,
}

impl Stage {
    pub(super) fn set(programs: Programs) -> Result<Self, Trouble> {
        let Programs { serve, mailer, c_senders } = programs;
        let (sink, source) = (Peer::SmtpSink.program()?, Peer::SmtpSource.program()?);
        let folder = tempfile::tempdir()?;
        // Each process removes its own folder at its end.
        let place = |name: &str| {
            let place = folder.path().join(name);
            std::fs::create_dir(&place).map(|()| place)
        };
        let serve = {
            let address = free_address()?;
            let mut command = Command::new(serve);
            command.args(["serve", "--discard", "--quiet", "--listen"]).arg(address.to_string());
            Up::start(command, address, &place("serve")?)?
        };
        let sink = {
            let address = free_address()?;
            let mut command = with_libraries(&sink);
            if is_root()? {
                // It insists on changing to somebody else.
                command.args(["-u", "nobody"]);
            }
            command.args(["-h", "smtp-sink.example"]).arg(address.to_string()).arg("128");
            Up::start(command, address, &place("sink")?)?
        };
        Ok(Self { serve, sink, c_senders, source, mailer, _folder: folder })
    }

    /// Sends a load to a server.
    pub(super) fn run(&self, sender: Sender<'_>, load: &Load, to: &Up) -> io::Result<Run> {
        let (sessions, messages) = (load.sessions.to_string(), load.messages.to_string());
        let (size, address) = (load.size.to_string(), to.address.to_string());
        let mut command = match sender {
            Sender::SmtpSource => with_libraries(&self.source),
            Sender::LikeSmtpSource(program) => Command::new(program),
            Sender::Mailer => Command::new(&self.mailer),
        };
        if matches!(sender, Sender::Mailer) {
            command.args([&address, &sessions, &messages, &size]);
        } else {
            if !load.reconnect {
                command.arg("-d");
            }
            command.args(["-M", "mail.sender.example"]);
            command.args(["-f", "alice@sender.example", "-t", "humpty@receiver.example"]);
            command.args(["-s", &sessions, "-m", &messages, "-l", &size, &address]);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let before = processor_of_children()?;
        let start = Instant::now();
        let output = command.spawn()?.wait_with_output()?;
        let time = start.elapsed().as_secs_f64() * 1e9;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let program = command.get_program().to_string_lossy().into_owned();
            return Err(io::Error::other(format!("{program}: {} ({said})", output.status)));
        }
        // The servers are children that have not ended, and so count for nothing here.
        Ok(Run { time, processor: processor_of_children()? - before })
    }
}

impl Up {
    fn start(command: Command, address: SocketAddr, folder: &Path) -> io::Result<Self> {
        let process = Process::start(command, folder, "output")?;
        let end = Instant::now() + Duration::from_secs(30);
        while let Err(error) = greeted(address) {
            if Instant::now() > end {
                let said = std::fs::read_to_string(process.output()).unwrap_or_default();
                return Err(io::Error::other(format!("a server is not up: {error} {said}")));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(Self { address, _process: process })
    }
}

/// Whether a server greets there.
fn greeted(address: SocketAddr) -> io::Result<()> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    lines.read_line(&mut line)?;
    stream.write_all(b"QUIT\r\n")?;
    lines.read_line(&mut String::new())?;
    if line.starts_with("220") { Ok(()) } else { Err(io::Error::other(line)) }
}

fn free_address() -> io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

/// A program of Postfix, which lies elsewhere than it was built for.
fn with_libraries(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("LD_LIBRARY_PATH", peers::folder().join("postfix/usr/lib/postfix"));
    command
}

fn is_root() -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    // It belongs to who runs this.
    Ok(std::fs::metadata("/proc/self")?.uid() == 0)
}

/// The processor's time of all children that have ended, in nanoseconds.
fn processor_of_children() -> io::Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let microseconds = (usage.user_time() + usage.system_time()).num_microseconds();
    #[allow(clippy::cast_precision_loss, reason = "days of it would still be exact")]
    Ok(microseconds as f64 * 1e3)
}
