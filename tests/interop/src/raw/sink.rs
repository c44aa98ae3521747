//! The server: it takes everything, and remembers what it was told.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::server::Dialect;

/// What the sink offers in its reply to EHLO or LHLO.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What it speaks.
    pub dialect: Dialect,
    /// The lines of the offer.
    pub extensions: Vec<String>,
}

impl Default for Offer {
    fn default() -> Self {
        let extensions = ["PIPELINING", "8BITMIME", "SMTPUTF8", "DSN", "SIZE 67108864"];
        Self { dialect: Dialect::Smtp, extensions: extensions.map(str::to_owned).to_vec() }
    }
}

/// What one connection has said.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// Every command line, in order, without its end. Lines within AUTH are among them.
    pub commands: Vec<String>,
    /// The mail that was taken.
    pub transactions: Vec<Transaction>,
}

/// A message with its envelope.
#[derive(Clone, Debug, Default)]
pub struct Transaction {
    /// What followed `MAIL FROM:`.
    pub from: String,
    /// What followed each `RCPT TO:`.
    pub to: Vec<String>,
    /// The content, with the dots of transparency taken away.
    pub message: Vec<u8>,
}

/// A running sink; its thread ends when the value is dropped.
#[derive(Debug)]
pub struct Sink {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    over: AtomicBool,
    sessions: Mutex<Vec<Session>>,
    ended: Condvar,
}

impl Sink {
    /// Starts a sink on a loopback port.
    ///
    /// # Panics
    ///
    /// When there is no port.
    pub fn start(offer: Offer) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        let shared = Arc::new(Shared::default());
        let for_thread = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if for_thread.over.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let mut session = Session::default();
                // A client that goes away in the middle ends its session; what it said counts.
                let _ = serve(&stream, &offer, &mut session);
                let mut sessions =
                    for_thread.sessions.lock().unwrap_or_else(PoisonError::into_inner);
                sessions.push(session);
                for_thread.ended.notify_all();
            }
        });
        Self { address, shared, thread: Some(thread) }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until `count` sessions have ended that brought mail, and gives the mail of all.
    ///
    /// # Panics
    ///
    /// When that takes more than a minute.
    pub fn wait_for(&self, count: usize) -> Vec<Transaction> {
        let sessions = self.shared.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let mail = |sessions: &[Session]| -> Vec<Transaction> {
            sessions.iter().flat_map(|session| session.transactions.clone()).collect()
        };
        let (sessions, waited) = self
            .shared
            .ended
            .wait_timeout_while(sessions, Duration::from_mins(1), |all| mail(all).len() < count)
            .unwrap_or_else(PoisonError::into_inner);
        assert!(!waited.timed_out(), "{count} messages have not come: {sessions:?}");
        mail(&sessions)
    }

    /// The sessions that have ended.
    pub fn sessions(&self) -> Vec<Session> {
        self.shared.sessions.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        // The thread waits for a connection; this one tells it to look.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(stream: &TcpStream, offer: &Offer, session: &mut Session) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream);
    let mut out = stream;
    let mut mail = Transaction::default();
    out.write_all(b"220 sink.test\r\n")?;
    loop {
        let line = read_line(&mut lines)?;
        session.commands.push(line.clone());
        let (verb, rest) = line.split_at(line.find(' ').unwrap_or(line.len()));
        let rest = rest.trim();
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" | "LHLO" => {
                let offered = offer.extensions.join("\r\n250-");
                let reply = format!("250-sink.test\r\n250-{offered}\r\n250 HELP\r\n");
                out.write_all(reply.as_bytes())?;
            }
            "MAIL" => {
                mail = Transaction { from: after_colon(rest), ..Transaction::default() };
                out.write_all(b"250 2.1.0 ok\r\n")?;
            }
            "RCPT" => {
                mail.to.push(after_colon(rest));
                out.write_all(b"250 2.1.5 ok\r\n")?;
            }
            "DATA" => {
                out.write_all(b"354 go on\r\n")?;
                mail.message = read_data(&mut lines)?;
                finish(out, offer, session, &mut mail)?;
            }
            "BDAT" => {
                let mut words = rest.split(' ');
                let length = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
                lines.by_ref().take(length).read_to_end(&mut mail.message)?;
                if words.next().is_some_and(|word| word.eq_ignore_ascii_case("LAST")) {
                    finish(out, offer, session, &mut mail)?;
                } else {
                    out.write_all(b"250 2.0.0 ok\r\n")?;
                }
            }
            "AUTH" => auth(rest, &mut lines, out, session)?,
            "QUIT" => return out.write_all(b"221 2.0.0 bye\r\n"),
            "HELO" | "RSET" | "NOOP" => out.write_all(b"250 2.0.0 ok\r\n")?,
            "VRFY" => out.write_all(b"252 2.0.0 perhaps\r\n")?,
            _ => out.write_all(b"500 5.5.1 unknown\r\n")?,
        }
    }
}

/// Answers an accepted message: once, or for LMTP once per recipient.
fn finish(
    mut out: &TcpStream,
    offer: &Offer,
    session: &mut Session,
    mail: &mut Transaction,
) -> io::Result<()> {
    let count = if offer.dialect == Dialect::Lmtp { mail.to.len() } else { 1 };
    session.transactions.push(std::mem::take(mail));
    out.write_all("250 2.0.0 taken\r\n".repeat(count).as_bytes())
}

/// Any PLAIN and any LOGIN will do.
fn auth(
    rest: &str,
    lines: &mut impl BufRead,
    mut out: &TcpStream,
    session: &mut Session,
) -> io::Result<()> {
    let (mechanism, initial) = rest.split_once(' ').unwrap_or((rest, ""));
    let challenges: &[&str] = match (mechanism.to_ascii_uppercase().as_str(), initial) {
        ("PLAIN", "") => &[""],
        ("PLAIN", _) => &[],
        // "Username:" and "Password:".
        ("LOGIN", "") => &["VXNlcm5hbWU6", "UGFzc3dvcmQ6"],
        ("LOGIN", _) => &["UGFzc3dvcmQ6"],
        _ => return out.write_all(b"504 5.5.4 unknown mechanism\r\n"),
    };
    for challenge in challenges {
        out.write_all(format!("334 {challenge}\r\n").as_bytes())?;
        session.commands.push(read_line(lines)?);
    }
    out.write_all(b"235 2.7.0 ok\r\n")
}

fn read_line(lines: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    if lines.read_until(b'\n', &mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned())
}

fn read_data(lines: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut message = Vec::new();
    // Only CR LF ends a line: a bare LF is content.
    loop {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            if lines.read_until(b'\n', &mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        match line.strip_prefix(b".") {
            Some(b"\r\n") => return Ok(message),
            Some(unstuffed) => message.extend_from_slice(unstuffed),
            None => message.extend_from_slice(&line),
        }
    }
}

fn after_colon(rest: &str) -> String {
    rest.split_once(':').map_or(rest, |(_, path)| path.trim()).to_owned()
}
