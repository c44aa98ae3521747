//! The run loop's calls, by one name for every connection.

use super::client::{Client, ClientEvent};
use super::error::Error;
use super::mailer::{Mailer, MailerEvent};
use super::server::{Server, ServerEvent};
use super::step::Step;

/// What a run loop calls, whichever connection it runs: [`Client`], [`Server`], [`Mailer`], or one
/// of those with a layer around it.
///
/// A host that writes its loop against this trait runs every role, with and without TLS, by the same
/// code. Each call is the method of the same name, whose page says more.
///
/// ```
/// use smtpwire::{Client, ClientConfig, Connection, Error, Step};
///
/// /// Everything that happens by one segment of input, and what is to be written then.
/// fn turn<C: Connection>(
///     connection: &mut C,
///     segment: &[u8],
///     now: u64,
/// ) -> Result<(Vec<C::Event>, Vec<u8>), Error> {
///     connection.receive(segment, now)?;
///     let mut events = Vec::new();
///     while let Step::Event(event) = connection.next_event(now)? {
///         events.push(event);
///     }
///     let output = connection.output().to_vec();
///     connection.advance_output(output.len())?;
///     Ok((events, output))
/// }
///
/// let mut client = Client::new(ClientConfig::new(), 0);
/// let (events, output) = turn(&mut client, b"220 mx.example ESMTP\r\n", 0)?;
/// assert_eq!((events.len(), output.len()), (1, 0));
/// # Ok::<(), Error>(())
/// ```
pub trait Connection {
    /// What happens on it.
    type Event;

    /// Takes octets from the peer, at most [`input_room`](Self::input_room).
    ///
    /// # Errors
    /// The connection has failed, now or before.
    fn receive(&mut self, octets: &[u8], now: u64) -> Result<(), Error>;

    /// Takes in that the peer has closed its side, or has reset the connection.
    fn receive_eof(&mut self, now: u64);

    /// How many octets may be received now.
    fn input_room(&self) -> usize;

    /// Whether a TLS handshake is awaited, which is the host's to do: what comes meanwhile belongs to it,
    /// and what is [received](Self::receive) nevertheless is plaintext that somebody has put behind
    /// STARTTLS ([`PlaintextBeforeTls`](super::error::ErrorCode::PlaintextBeforeTls)). Never where a layer
    /// does TLS.
    fn is_awaiting_tls(&self) -> bool;

    /// What happens next.
    ///
    /// # Errors
    /// The connection has failed, now or before.
    fn next_event(&mut self, now: u64) -> Result<Step<Self::Event>, Error>;

    /// What is to be written to the peer.
    fn output(&mut self) -> &[u8];

    /// Marks octets at the front of the output as written.
    ///
    /// # Errors
    /// [`AdvanceTooFar`](super::error::ErrorCode::AdvanceTooFar) when the output holds fewer.
    fn advance_output(&mut self, octets: usize) -> Result<(), Error>;

    /// When [`handle_timeout`](Self::handle_timeout) is due.
    fn next_deadline(&self) -> Option<u64>;

    /// Tells the time.
    fn handle_timeout(&mut self, now: u64);
}

macro_rules! connections {
    ($($type:ty => $event:ty;)+) => {$(
        impl Connection for $type {
            type Event = $event;

            #[inline]
            fn receive(&mut self, octets: &[u8], now: u64) -> Result<(), Error> {
                Self::receive(self, octets, now)
            }

            #[inline]
            fn receive_eof(&mut self, now: u64) {
                Self::receive_eof(self, now);
            }

            #[inline]
            fn input_room(&self) -> usize {
                Self::input_room(self)
            }

            #[inline]
            fn is_awaiting_tls(&self) -> bool {
                Self::is_awaiting_tls(self)
            }

            #[inline]
            fn next_event(&mut self, now: u64) -> Result<Step<$event>, Error> {
                Self::next_event(self, now)
            }

            #[inline]
            fn output(&mut self) -> &[u8] {
                Self::output(self)
            }

            #[inline]
            fn advance_output(&mut self, octets: usize) -> Result<(), Error> {
                Self::advance_output(self, octets)
            }

            #[inline]
            fn next_deadline(&self) -> Option<u64> {
                Self::next_deadline(self)
            }

            #[inline]
            fn handle_timeout(&mut self, now: u64) {
                Self::handle_timeout(self, now);
            }
        }
    )+};
}

connections! {
    Client => ClientEvent;
    Mailer => MailerEvent;
    Server => ServerEvent;
}
