//! One crossing for one piece of input.
//!
//! Calls into a language's native code are dear, so that a host there gives a piece of input and gets
//! all that comes of it at once. What happens is the same as by the plain calls: it is the run loop of
//! the core's documentation, up to the first event that needs an answer, or to as much output as is
//! written at once.

use serde::{Serialize, Serializer};
use smtpwire::{Connection, Error, Step};

use crate::event::AnyEvent;
use crate::failure::Failure;

/// What is put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input<'i> {
    /// Octets of the peer.
    Octets(&'i [u8]),
    /// The peer has closed its side, or has reset the connection.
    End,
    /// Nothing: time has passed, or the host has given a command or an answer.
    Nothing,
}

/// What a connection waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Waits {
    /// Input, the deadline, or the host's next command.
    Data,
    /// Output, to be written before it goes on. Behind [`pump`]: there is more, to be asked for when this is
    /// written.
    Output,
    /// The host's answer to the last event, or a TLS handshake.
    Host,
    /// Nothing more: the session is over, in order.
    Closed,
    /// Nothing more: the connection has failed.
    Failed,
    /// Something that is newer than this shell.
    Other,
}

impl Waits {
    /// Every one, in the order of the declaration.
    pub const ALL: [Self; 6] =
        [Self::Data, Self::Output, Self::Host, Self::Closed, Self::Failed, Self::Other];

    /// The name, as under serde.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Output => "output",
            Self::Host => "host",
            Self::Closed => "closed",
            Self::Failed => "failed",
            Self::Other => "other",
        }
    }
}

/// How many octets of output are taken at once. With more, a message of any length would wait in the host's
/// memory, and count as written long before it is.
const ENOUGH: usize = 64 * 1024;

/// Where output and events go while a connection is pumped, in their order.
pub trait Sink<Event> {
    /// More of what is to be written to the peer.
    fn output(&mut self, octets: &[u8]);

    /// What happened.
    fn event(&mut self, event: Event);
}

/// What came of a piece of input besides output and events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// When to pump [`Input::Nothing`] at the latest, in the host's milliseconds.
    pub deadline: Option<u64>,
    /// What the connection waits for now.
    pub waits: Waits,
    /// How many octets of the input were taken. Where it is fewer than were given, the rest is to be
    /// given again once the last event was answered: the connection holds no more.
    pub taken: usize,
    /// Why the connection has failed. It stays failed; the output and the events came before.
    pub error: Option<Error>,
}

/// What came of it.
#[derive(Debug, Serialize)]
pub struct Pumped {
    /// What is to be written to the peer, before anything else is done.
    #[serde(with = "serde_bytes")]
    pub output: Vec<u8>,
    /// What happened, in order. Only the last one can need an answer.
    pub events: Vec<AnyEvent>,
    /// When to pump [`Input::Nothing`] at the latest, in the host's milliseconds.
    pub deadline: Option<u64>,
    /// What the connection waits for now.
    pub waits: Waits,
    /// How many octets of the input were taken. Where it is fewer than were given, the rest is to be
    /// given again once the last event was answered: the connection holds no more.
    pub taken: usize,
    /// Why the connection has failed. It stays failed; what stands in `output` and `events` came
    /// before.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "failure")]
    pub error: Option<Error>,
}

#[allow(clippy::ref_option, reason = "serde asks by reference")]
fn failure<S: Serializer>(error: &Option<Error>, serializer: S) -> Result<S::Ok, S::Error> {
    error.as_ref().map(Failure::from).serialize(serializer)
}

/// Keeps what comes.
#[derive(Default)]
struct Kept {
    output: Vec<u8>,
    events: Vec<AnyEvent>,
}

impl<Event: Into<AnyEvent>> Sink<Event> for Kept {
    fn output(&mut self, octets: &[u8]) {
        self.output.extend_from_slice(octets);
    }

    fn event(&mut self, event: Event) {
        self.events.push(event.into());
    }
}

impl Came {
    /// Takes what is to be written, and all events up to one that needs an answer.
    fn drain<C: Connection>(
        &mut self,
        connection: &mut C,
        now: u64,
        sink: &mut impl Sink<C::Event>,
    ) {
        let mut output = 0_usize;
        loop {
            let step = connection.next_event(now);
            let taken = self.take_output(connection, sink);
            output = output.saturating_add(taken);
            self.waits = match step {
                Ok(Step::Event(event)) => {
                    sink.event(event);
                    continue;
                }
                // What there was is taken: there is room.
                Ok(Step::NeedOutput) if taken > 0 && output < ENOUGH => continue,
                Ok(Step::NeedOutput) => Waits::Output,
                Ok(Step::NeedData) => Waits::Data,
                Ok(Step::Paused) => Waits::Host,
                Ok(Step::Closed) => Waits::Closed,
                Ok(_) => Waits::Other,
                Err(error) => {
                    self.error = Some(error);
                    Waits::Failed
                }
            };
            return;
        }
    }

    /// How many octets there were.
    fn take_output<C: Connection>(
        &mut self,
        connection: &mut C,
        sink: &mut impl Sink<C::Event>,
    ) -> usize {
        let mut taken = 0_usize;
        loop {
            let piece = connection.output();
            let length = piece.len();
            if length == 0 {
                return taken;
            }
            sink.output(piece);
            taken = taken.saturating_add(length);
            // It can't be more than there is; if it were, the failure is the connection's.
            if let Err(error) = connection.advance_output(length) {
                self.error = Some(error);
                return taken;
            }
        }
    }
}

/// Gives a connection input and the time, and takes all that comes of it: output, events up to the
/// first that needs an answer, and the next deadline. A deadline that has passed is told to the
/// connection, behind the input.
///
/// Of a long message it takes what is written at once, and then waits for [`Waits::Output`]: pump
/// [`Input::Nothing`], or what was not taken of the input, when that is written. A host that has not come
/// back when [`Timeouts::data_block`](smtpwire::Timeouts::data_block) is over has a server that takes nothing.
///
/// ```
/// use smtpwire::{Host, Server, ServerConfig};
/// use smtpwire_shell::{Input, Waits, pump};
/// let config = ServerConfig::new(Host::parse("mx.example")?);
/// let mut server = Server::new(config.into(), [7; 32], 0);
/// assert!(pump(&mut server, Input::Nothing, 0).output.starts_with(b"220 mx.example"));
///
/// // Who may be a recipient is the host's to decide: behind RCPT the connection waits for it.
/// let chunk = b"EHLO a.example\r\n";
/// pump(&mut server, Input::Octets(chunk), 1);
/// let chunk = b"MAIL FROM:<jo@a.example>\r\nRCPT TO:<al@mx.example>\r\nDATA\r\n";
/// let came = pump(&mut server, Input::Octets(chunk), 2);
/// assert_eq!(came.waits, Waits::Host);
/// assert_eq!(came.events.last().map(|event| event.view().name()), Some("rcpt"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pump<C>(connection: &mut C, input: Input<'_>, now: u64) -> Pumped
where
    C: Connection,
    AnyEvent: From<C::Event>,
{
    let mut kept = Kept::default();
    let Came { deadline, waits, taken, error } = pump_into(connection, input, now, &mut kept);
    let Kept { output, events } = kept;
    Pumped { output, events, deadline, waits, taken, error }
}

/// The same as [`pump`], for shells that write output and events where their language reads them, with
/// nothing in between.
pub fn pump_into<C: Connection>(
    connection: &mut C,
    input: Input<'_>,
    now: u64,
    sink: &mut impl Sink<C::Event>,
) -> Came {
    let mut came = Came { deadline: None, waits: Waits::Data, taken: 0, error: None };
    match input {
        Input::Octets(octets) => {
            let mut rest = octets;
            while !rest.is_empty() && came.error.is_none() {
                // What comes where the host is to do a handshake is plaintext behind STARTTLS, and refused:
                // a host that keeps it would give it as if it had come inside TLS.
                let awaits_tls = connection.is_awaiting_tls();
                let room = if awaits_tls { usize::MAX } else { connection.input_room() };
                let room = room.min(rest.len());
                let (piece, behind) = rest.split_at_checked(room).unwrap_or((rest, &[]));
                if piece.is_empty() {
                    // Full: what waits inside has to go on first.
                    came.drain(connection, now, sink);
                    if connection.input_room() == 0 {
                        break;
                    }
                    continue;
                }
                if let Err(error) = connection.receive(piece, now) {
                    came.error = Some(error);
                    break;
                }
                came.taken = came.taken.saturating_add(piece.len());
                rest = behind;
                came.drain(connection, now, sink);
                if came.waits != Waits::Data {
                    break;
                }
            }
        }
        Input::End => connection.receive_eof(now),
        Input::Nothing => {}
    }
    // Behind the last octets that is done already.
    if !matches!(input, Input::Octets([_, ..])) {
        came.drain(connection, now, sink);
    }
    if connection.next_deadline().is_some_and(|deadline| deadline <= now) {
        connection.handle_timeout(now);
        came.drain(connection, now, sink);
    }
    came.take_output(connection, sink);
    if came.error.is_some() {
        came.waits = Waits::Failed;
    }
    came.deadline = connection.next_deadline();
    came
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_connection_waits_for_has_the_same_name_everywhere() {
        for (place, waits) in Waits::ALL.into_iter().enumerate() {
            assert_eq!(serde_json::to_value(waits).expect("JSON"), waits.name());
            assert_eq!(waits as usize, place);
        }
    }
}
