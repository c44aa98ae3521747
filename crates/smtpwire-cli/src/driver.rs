//! A server connection on a socket: octets in, octets out, deadlines.
//!
//! The one place where [`TlsServer`] meets a socket. It reads when the connection wants data, writes
//! when nothing more can be done without (so that the replies to a pipelined batch are one write),
//! and waits for nothing else than the socket, the deadline and the order to stop.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::io::ErrorKind;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use smtpwire::{Connection, Error, Reply, Server, ServerEvent, Step};
use smtpwire_tls::TlsServer;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

use crate::recorder::Recorder;
use crate::tls;

/// How much is read at once: no more than the connection makes one piece of content of, because
/// what is more is copied once more.
const READ: usize = 64 * 1024;

thread_local! {
    /// One buffer for all connections of a thread: an idle one holds none.
    static BUFFER: RefCell<Box<[u8]>> = RefCell::new(vec![0; READ].into_boxed_slice());
}

/// The host's clock: milliseconds since the program began.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock(Instant);

impl Clock {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn now(self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn at(self, time: u64) -> Instant {
        // A deadline that no clock reaches is far away.
        self.0 + Duration::from_millis(time).min(Duration::from_hours(10_000))
    }
}

/// Completes when the connection is to end; how soon, the holder knows.
pub(crate) type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What came next on a connection.
#[derive(Debug)]
pub(crate) enum Next {
    /// Something that the client did.
    Event(ServerEvent),
    /// The order to stop came. Ask again with another order, or none.
    Stop,
    /// The session is over, in order, and all is written.
    Closed,
    /// The session failed; what was to be said about it is written.
    Failed(Error),
}

/// A server connection and its socket.
pub(crate) struct Driver {
    stream: TcpStream,
    server: TlsServer,
    clock: Clock,
    timer: Option<Pin<Box<Sleep>>>,
    /// When the timer rings.
    armed: u64,
    stop: Option<Stop>,
    /// The order to stop came while something else was waited for.
    stopped: bool,
    recorder: Option<Box<Recorder>>,
    /// Nothing more can be written.
    broken: bool,
}

enum Woken {
    Ready,
    Deadline,
    Stop,
}

impl Driver {
    pub(crate) fn new(stream: TcpStream, server: TlsServer, clock: Clock) -> Self {
        let (timer, stop, recorder) = (None, None, None);
        let (armed, stopped, broken) = (0, false, false);
        Self { stream, server, clock, timer, armed, stop, stopped, recorder, broken }
    }

    /// Keeps what is said.
    pub(crate) fn record(&mut self) {
        self.recorder = Some(Box::default());
        self.server.set_tracing(true);
    }

    /// What was said.
    pub(crate) fn recorder(&self) -> Option<&Recorder> {
        self.recorder.as_deref()
    }

    /// The order that makes [`Self::next`] say [`Next::Stop`], once.
    pub(crate) fn stop_on(&mut self, stop: Option<Stop>) {
        self.stop = stop;
    }

    /// The connection, to answer its events.
    pub(crate) fn server(&mut self) -> &mut Server {
        self.server.server_mut()
    }

    /// What is around the connection.
    pub(crate) fn tls(&self) -> &TlsServer {
        &self.server
    }

    /// Writes down what was said since the last time.
    fn note(&mut self) {
        if let Some(recorder) = &mut self.recorder {
            tls::record(&mut self.server, recorder);
        }
    }

    /// What comes next.
    ///
    /// A client that resets the connection has left, as one that closes it; both end in an error of
    /// the connection, which is an event here.
    pub(crate) async fn next(&mut self) -> Next {
        loop {
            if std::mem::take(&mut self.stopped) {
                return Next::Stop;
            }
            let step = self.server.next_event(self.clock.now());
            self.note();
            let room = match step {
                Ok(Step::Event(event)) => return Next::Event(event),
                // Without room the connection says what is wrong, when it gets an octet.
                Ok(Step::NeedData) => self.server.input_room().max(1),
                Ok(Step::NeedOutput) => 0,
                // Nothing is left unanswered, so that paused is over as well.
                Ok(_) => {
                    self.finish().await;
                    return Next::Closed;
                }
                Err(error) => {
                    self.finish().await;
                    return Next::Failed(error);
                }
            };
            if !self.server.output().is_empty() && !self.write() {
                match self.wait_to_write().await {
                    Woken::Ready => {}
                    Woken::Deadline => self.server.handle_timeout(self.clock.now()),
                    Woken::Stop => return Next::Stop,
                }
                continue;
            }
            if room == 0 {
                continue;
            }
            match poll_fn(|context| self.poll_read(context, room)).await {
                Woken::Ready => {}
                Woken::Deadline => self.server.handle_timeout(self.clock.now()),
                Woken::Stop => return Next::Stop,
            }
        }
    }

    /// Writes what waits to be written, as far as the client takes it before the deadline.
    pub(crate) async fn flush(&mut self) {
        while !self.write() {
            match self.wait_to_write().await {
                Woken::Ready => {}
                Woken::Stop => self.stopped = true,
                Woken::Deadline => return,
            }
        }
    }

    /// Writes the last words. Who does not take them within seconds does not get them.
    async fn finish(&mut self) {
        if !self.write() {
            let _ = tokio::time::timeout(Duration::from_secs(5), self.flush()).await;
        }
    }

    /// Lets the client read the last words after it was hung up on: a socket that is closed with
    /// octets unread tells the other side to drop what it has not read either.
    pub(crate) async fn linger(self) {
        if self.broken {
            return;
        }
        let Ok(stream) = self.stream.into_std() else { return };
        if stream.shutdown(std::net::Shutdown::Write).is_err() {
            return;
        }
        let Ok(stream) = TcpStream::from_std(stream) else { return };
        let drain = async {
            // More than this is no answer that crossed ours.
            let mut left = 16 << 20;
            while left > 0 && stream.readable().await.is_ok() {
                match with_buffer(|buffer| stream.try_read(buffer)) {
                    Ok(0) => return,
                    Ok(length) => left -= length.min(left),
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                    Err(_) => return,
                }
            }
        };
        let _ = tokio::time::timeout(Duration::from_secs(2), drain).await;
    }

    /// Reads once, no more than there is room for, or is woken by something else.
    ///
    /// The stream's own reading knows that a buffer it could not fill has emptied the socket, and
    /// so need not be told by a second call that there is nothing.
    fn poll_read(&mut self, context: &mut Context<'_>, room: usize) -> Poll<Woken> {
        let Self { stream, server, clock, .. } = self;
        let read = with_buffer(|buffer| {
            let most = room.min(buffer.len());
            let mut buffer = ReadBuf::new(buffer.get_mut(..most).unwrap_or_default());
            let read = Pin::new(stream).poll_read(context, &mut buffer);
            match read {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {
                    // An error here is one of the connection, which the next event repeats.
                    let _ = server.receive(buffer.filled(), clock.now());
                }
                Poll::Ready(Err(error)) if error.kind() == ErrorKind::Interrupted => {}
                Poll::Ready(_) => server.receive_eof(clock.now()),
            }
            Poll::Ready(Woken::Ready)
        });
        if read.is_ready() { read } else { self.poll_others(context) }
    }

    /// Writes as much as the socket takes; whether all is written.
    fn write(&mut self) -> bool {
        loop {
            let output = self.server.output();
            if output.is_empty() {
                return true;
            }
            let written =
                if self.broken { Ok(output.len()) } else { self.stream.try_write(output) };
            match written {
                Ok(length) => {
                    let advanced = self.server.advance_output(length);
                    if self.broken {
                        // It did not get there.
                        self.server.take_trace();
                    }
                    self.note();
                    if advanced.is_err() {
                        return true;
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return false,
                Err(_) => {
                    self.broken = true;
                    self.server.receive_eof(self.clock.now());
                }
            }
        }
    }

    /// Waits until something can be written.
    async fn wait_to_write(&mut self) -> Woken {
        let poll = |context: &mut Context<'_>| {
            if self.stream.poll_write_ready(context).is_ready() {
                return Poll::Ready(Woken::Ready);
            }
            self.poll_others(context)
        };
        poll_fn(poll).await
    }

    /// Waits for what is not the socket.
    fn poll_others(&mut self, context: &mut Context<'_>) -> Poll<Woken> {
        if let Some(stop) = &mut self.stop
            && stop.as_mut().poll(context).is_ready()
        {
            self.stop = None;
            return Poll::Ready(Woken::Stop);
        }
        self.poll_deadline(context)
    }

    /// The timer is moved only when the deadline comes nearer, or when it rings too early: most
    /// deadlines are put off long before they come.
    fn poll_deadline(&mut self, context: &mut Context<'_>) -> Poll<Woken> {
        let Some(deadline) = self.server.next_deadline() else { return Poll::Pending };
        if let Some(timer) = &mut self.timer {
            if self.armed > deadline {
                self.armed = deadline;
                timer.as_mut().reset(self.clock.at(deadline).into());
            }
        } else {
            self.armed = deadline;
            self.timer = Some(Box::pin(tokio::time::sleep_until(self.clock.at(deadline).into())));
        }
        while let Some(timer) = &mut self.timer
            && timer.as_mut().poll(context).is_ready()
        {
            if deadline <= self.clock.now() {
                self.timer = None;
                return Poll::Ready(Woken::Deadline);
            }
            self.armed = deadline;
            timer.as_mut().reset(self.clock.at(deadline).into());
        }
        Poll::Pending
    }
}

/// Ends a connection that was never begun: with this reply, as far as the socket takes it at once.
pub(crate) fn turn_away(stream: &TcpStream, server: &mut Server, reply: Option<Reply<'static>>) {
    if server.close(reply).is_ok() {
        // Who does not get it sees the connection close.
        let _ = stream.try_write(server.output());
    }
}

fn with_buffer<T>(work: impl FnOnce(&mut [u8]) -> T) -> T {
    BUFFER.with_borrow_mut(|buffer| work(buffer))
}
