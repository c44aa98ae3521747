//! A connection over a standard socket: the run loop that the core asks for, written once for
//! every kind of connection.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use smtpwire::{Error, ErrorCode, Step};

use crate::recorder::Recorder;
use crate::tls::{self, Link};

/// How long one address is tried before the next is.
const CONNECT: Duration = Duration::from_secs(30);
/// How long a peer that takes nothing is waited for in one write.
const WRITE: Duration = Duration::from_mins(3);
/// How long it is looked for a last word of a server that closed while it was written to.
const LAST_WORD: Duration = Duration::from_secs(2);

/// Where to connect: `host`, `host:port`, `[2001:db8::1]:port`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) host: String,
    pub(crate) port: Option<u16>,
}

impl Target {
    /// Reads a target, and says what is allowed when it can't.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let allowed = "write host, host:port, or [IPv6 address]:port";
        let (host, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (host, port) =
                    rest.split_once(']').ok_or(format!("no ] ends it; {allowed}"))?;
                (
                    host,
                    port.strip_prefix(':').filter(|_| !port.is_empty()).map_or_else(
                        || {
                            if port.is_empty() {
                                Ok(None)
                            } else {
                                Err(format!("{port:?} follows the ]; {allowed}"))
                            }
                        },
                        |port| Ok(Some(port)),
                    )?,
                )
            }
            None => match text.rsplit_once(':') {
                // An IPv6 address without brackets and port.
                Some((before, _)) if before.contains(':') => (text, None),
                Some((host, port)) => (host, Some(port)),
                None => (text, None),
            },
        };
        if host.is_empty() || host.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(format!("no host is named; {allowed}"));
        }
        let port = port
            .map(|port| {
                let number = port.parse().ok().filter(|number| *number != 0);
                number.ok_or_else(|| format!("{port:?} is no port; a port is 1 to 65535"))
            })
            .transpose()?;
        Ok(Self { host: host.to_owned(), port })
    }
}

impl Target {
    /// The target at this address.
    pub(crate) fn of(address: SocketAddr) -> Self {
        Self { host: address.ip().to_string(), port: Some(address.port()) }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let brackets = self.host.contains(':');
        let (open, close) = if brackets { ("[", "]") } else { ("", "") };
        write!(f, "{open}{}{close}", self.host)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

/// Why no connection came about.
#[derive(Debug)]
pub(crate) enum Unreached {
    /// The name has no address.
    NoHost(String),
    /// No address could be connected to; the last one's reason.
    NoConnection(String),
}

impl fmt::Display for Unreached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::NoHost(reason) | Self::NoConnection(reason)) = self;
        f.write_str(reason)
    }
}

/// A socket, its clock, and what went over it.
pub(crate) struct Wire {
    stream: TcpStream,
    started: Instant,
    buffer: Vec<u8>,
    broken: bool,
    recorder: Option<Recorder>,
}

impl Wire {
    /// Connects to the first address of the target that answers.
    pub(crate) fn connect(target: &Target, default_port: u16) -> Result<Self, Unreached> {
        let port = target.port.unwrap_or(default_port);
        let addresses: Vec<SocketAddr> = (target.host.as_str(), port)
            .to_socket_addrs()
            .map_err(|error| Unreached::NoHost(format!("{} has no address: {error}", target.host)))?
            .collect();
        let mut last = Unreached::NoHost(format!("{} has no address", target.host));
        for address in addresses {
            match TcpStream::connect_timeout(&address, CONNECT).and_then(Self::over) {
                Ok(wire) => return Ok(wire),
                Err(error) => {
                    last = Unreached::NoConnection(format!(
                        "{address} can't be connected to: {error}"
                    ));
                }
            }
        }
        Err(last)
    }

    /// A connection over this socket.
    pub(crate) fn over(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(WRITE))?;
        Ok(Self {
            stream,
            started: Instant::now(),
            buffer: vec![0; 64 * 1024],
            broken: false,
            recorder: None,
        })
    }

    /// Keeps what is said.
    pub(crate) fn record(&mut self) {
        self.recorder.get_or_insert_default();
    }

    /// What was said, line by line, where it was kept.
    pub(crate) fn dialog(&self) -> Vec<String> {
        self.recorder.as_ref().map(Recorder::lines).unwrap_or_default()
    }

    /// Our address on this connection.
    pub(crate) fn local(&self) -> io::Result<SocketAddr> {
        self.stream.local_addr()
    }

    /// The peer's address.
    pub(crate) fn peer(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }

    /// Milliseconds since the connection was made.
    pub(crate) fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// The next event; `None` when the session is over in order. Reads and writes until then.
    ///
    /// # Errors
    /// What ended the session.
    pub(crate) fn next<L: Link>(&mut self, connection: &mut L) -> Result<Option<L::Event>, Error> {
        connection.set_tracing(self.recorder.is_some());
        loop {
            let step = connection.next_event(self.now());
            self.note(connection);
            match step {
                Ok(Step::Event(event)) => return Ok(Some(event)),
                Ok(Step::NeedData) if connection.output().is_empty() => self.read(connection)?,
                // What was written may make room for more of the content.
                Ok(Step::NeedData | Step::NeedOutput) => self.write(connection)?,
                Ok(Step::Closed) => {
                    self.write(connection)?;
                    return Ok(None);
                }
                Ok(_) => {
                    let detail = "the connection is paused and nobody answers it";
                    return Err(Error::new(ErrorCode::Internal).with_detail(detail));
                }
                Err(error) => {
                    // What the connection still has to say (a QUIT) is good manners, not more.
                    let _ = self.write(connection);
                    return Err(error);
                }
            }
        }
    }

    /// Writes all output.
    pub(crate) fn write<L: Link>(&mut self, connection: &mut L) -> Result<(), Error> {
        while !connection.output().is_empty() {
            if self.broken {
                let unwritten = connection.output().len();
                return connection.advance_output(unwritten);
            }
            match self.stream.write(connection.output()) {
                Ok(written) => {
                    connection.advance_output(written)?;
                    self.note(connection);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if is_timeout(&error) => connection.handle_timeout(self.now()),
                Err(_) => {
                    self.last_word(connection)?;
                    break;
                }
            }
        }
        Ok(())
    }

    fn read<L: Link>(&mut self, connection: &mut L) -> Result<(), Error> {
        let now = self.now();
        let patience = match connection.next_deadline() {
            Some(deadline) if deadline <= now => {
                connection.handle_timeout(now);
                return Ok(());
            }
            Some(deadline) => Some(Duration::from_millis(deadline - now)),
            None => None,
        };
        // A socket that refuses a timeout is read all the same.
        let _ = self.stream.set_read_timeout(patience);
        self.take(connection).map(drop)
    }

    /// Reads once; whether there was something.
    fn take<L: Link>(&mut self, connection: &mut L) -> Result<bool, Error> {
        // Without room the connection says what is wrong, when it gets an octet.
        let room = connection.input_room().clamp(1, self.buffer.len());
        let Some(buffer) = self.buffer.get_mut(..room) else { return Ok(false) };
        match self.stream.read(buffer) {
            Ok(0) => {
                let now = self.now();
                connection.receive_eof(now);
                Ok(false)
            }
            Ok(octets) => {
                let now = self.now();
                let octets = self.buffer.get(..octets).unwrap_or_default();
                let received = connection.receive(octets, now);
                self.note(connection);
                received.map(|()| true)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(true),
            Err(error) if is_timeout(&error) => {
                let now = self.now();
                connection.handle_timeout(now);
                Ok(false)
            }
            // A reset is the end of the stream, and no more than that.
            Err(_) => {
                let now = self.now();
                connection.receive_eof(now);
                Ok(false)
            }
        }
    }

    /// Writes down what was said since the last time.
    fn note<L: Link>(&mut self, connection: &mut L) {
        if let Some(recorder) = &mut self.recorder {
            tls::record(connection, recorder);
        }
    }

    /// The server does not take what is written any more; its last reply may say why.
    fn last_word<L: Link>(&mut self, connection: &mut L) -> Result<(), Error> {
        self.broken = true;
        let _ = self.stream.set_read_timeout(Some(LAST_WORD));
        while connection.input_room() > 0 && self.take(connection)? {}
        let now = self.now();
        connection.receive_eof(now);
        Ok(())
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_host_and_perhaps_a_port() {
        let of = |text: &str| Target::parse(text).map(|target| (target.host, target.port));
        assert_eq!(of("mx.example.org"), Ok(("mx.example.org".into(), None)));
        assert_eq!(of("localhost:2525"), Ok(("localhost".into(), Some(2525))));
        assert_eq!(of("[::1]:25"), Ok(("::1".into(), Some(25))));
        assert_eq!(of("[::1]"), Ok(("::1".into(), None)));
        assert_eq!(of("2001:db8::1"), Ok(("2001:db8::1".into(), None)));
        for wrong in ["", ":25", "host:port", "host:70000", "[::1", "[::1]x", "a b:25", "a:0"] {
            assert!(Target::parse(wrong).is_err(), "{wrong}");
        }
    }
}
