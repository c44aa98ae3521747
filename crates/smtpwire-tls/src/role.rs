//! What the layer asks of whoever it serves: which side of TLS it is, how a handshake begins, and what
//! the connection inside is told of it.

use rustls::Connection as Tls;
use smtpwire::{Connection, Error};

use crate::explain::Side;
use crate::failure::TlsFailure;
use crate::session::TlsSession;
use crate::verify::Verdict;

/// What the layer needs to know of its side of TLS, and of the connection inside.
pub(crate) trait Role<C: Connection> {
    /// Which side of TLS we are.
    fn side(&self) -> Side;

    /// Whether this event hands the connection over to TLS.
    fn hands_over(&self, event: &C::Event) -> bool;

    /// Begins TLS on this side.
    fn start(&self) -> Result<Tls, TlsFailure>;

    /// What is noticed of certificates while the handshake goes on.
    fn verdict(&self) -> &Verdict;

    /// What a handshake has come to; nothing, for the other side's.
    fn session(&self, tls: &Tls) -> Option<TlsSession>;

    /// Tells the connection that TLS is up.
    fn established(&self, inside: &mut C, session: &TlsSession, now: u64) -> Result<(), Error>;

    /// The event that tells the host so; given the one that handed the connection over, if one did.
    fn news(&self, handed_over: Option<C::Event>) -> C::Event;

    /// Tells the connection that TLS has failed.
    fn failed(&self, inside: &mut C, failure: &TlsFailure);

    /// An event is handed out.
    fn tells(&mut self, _inside: &C, _event: &C::Event) {}
}
