//! What lies between a connection and the octets of a dialog.

use serde_json::{Map, Value};
use smtpwire::Connection;

use super::{Side, Trouble};

/// What lies between a connection and the octets of a dialog: nothing, or TLS.
pub(crate) trait Carrier {
    type Inside: Side;
    type Outside: Connection<Event = <Self::Inside as Connection>::Event>;

    /// The connection whose octets are those of the line.
    fn outside(&mut self) -> &mut Self::Outside;

    /// The connection whose octets are those of the dialog.
    fn inside(&mut self) -> &mut Self::Inside;

    /// What the peer puts on the line to say this.
    fn sealed(&mut self, octets: &[u8], _way: usize) -> Vec<u8> {
        octets.to_vec()
    }

    /// What the peer puts on the line before it closes it.
    fn farewell(&mut self, _way: usize) -> Vec<u8> {
        Vec::new()
    }

    /// What the peer reads when this has come over the line.
    fn opened(&mut self, octets: &[u8]) -> Vec<u8> {
        octets.to_vec()
    }

    /// What the peer would read if all that waits came at once.
    fn would_open(&mut self) -> Vec<u8> {
        self.outside().output().to_vec()
    }

    /// Whether the peer is in a handshake and waits for octets of it.
    fn shakes_hands(&mut self) -> bool {
        false
    }

    /// What the peer has to say in a handshake.
    fn handshake(&mut self) -> Vec<u8> {
        Vec::new()
    }

    /// Calls what `name` says on the connection inside.
    fn call(&mut self, name: &str, step: &Map<String, Value>, now: u64) -> Result<(), Trouble> {
        self.inside().call(name, step, now)
    }
}

/// Nothing lies between.
pub(crate) struct Plain<C>(pub(crate) C);

impl<C: Side> Carrier for Plain<C> {
    type Inside = C;
    type Outside = C;

    fn outside(&mut self) -> &mut C {
        &mut self.0
    }

    fn inside(&mut self) -> &mut C {
        &mut self.0
    }
}
