//! What lies between the two sides of a pair: nothing here; TLS in the tests of smtpwire-tls.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use smtpwire::{
    Client, ClientConfig, ClientEvent, Connection, Error, ErrorCode, Server, ServerConfig,
    ServerEvent, Step,
};

/// How the two sides are made. Each is the connection whose octets travel, and gives access to the
/// one whose calls the hosts make.
pub(crate) trait Line {
    type Client: Connection<Event = ClientEvent> + DerefMut<Target = Client>;
    type Server: Connection<Event = ServerEvent> + DerefMut<Target = Server>;

    /// Whether the sides do TLS themselves.
    const TLS: bool;
    /// The most octets of output that may wait to be written.
    const MOST_OUTPUT: usize;

    fn client(config: ClientConfig) -> Self::Client;
    fn server(config: ServerConfig) -> Self::Server;

    /// Whether this is what a client says when its line is cut.
    fn is_loss(client: &Self::Client, code: ErrorCode) -> bool;
}

/// Nothing lies between.
pub(crate) struct Bare;

impl Line for Bare {
    type Client = End<Client>;
    type Server = End<Server>;

    const TLS: bool = false;
    /// Twice the default limit of an output buffer.
    const MOST_OUTPUT: usize = 2 * 262_144;

    fn client(config: ClientConfig) -> Self::Client {
        End(Client::new(config, 0))
    }

    fn server(config: ServerConfig) -> Self::Server {
        End(Server::new(Arc::new(config), [9; 32], 0))
    }

    fn is_loss(_: &Self::Client, code: ErrorCode) -> bool {
        code == ErrorCode::ConnectionLost
    }
}

/// A connection that stands around another one, or is that itself.
pub(crate) trait Around {
    type Inside;

    fn inside(&self) -> &Self::Inside;
    fn inside_mut(&mut self) -> &mut Self::Inside;
}

impl Around for Client {
    type Inside = Self;

    fn inside(&self) -> &Self {
        self
    }

    fn inside_mut(&mut self) -> &mut Self {
        self
    }
}

impl Around for Server {
    type Inside = Self;

    fn inside(&self) -> &Self {
        self
    }

    fn inside_mut(&mut self) -> &mut Self {
        self
    }
}

/// One end of the line. The calls of [`Connection`] are those of what is around, all others those of
/// what is inside.
pub(crate) struct End<C>(pub(crate) C);

impl<C: Around> Deref for End<C> {
    type Target = C::Inside;

    fn deref(&self) -> &C::Inside {
        self.0.inside()
    }
}

impl<C: Around> DerefMut for End<C> {
    fn deref_mut(&mut self) -> &mut C::Inside {
        self.0.inside_mut()
    }
}

impl<C: Connection> Connection for End<C> {
    type Event = C::Event;

    fn receive(&mut self, octets: &[u8], now: u64) -> Result<(), Error> {
        self.0.receive(octets, now)
    }

    fn receive_eof(&mut self, now: u64) {
        self.0.receive_eof(now);
    }

    fn input_room(&self) -> usize {
        self.0.input_room()
    }

    fn is_awaiting_tls(&self) -> bool {
        self.0.is_awaiting_tls()
    }

    fn next_event(&mut self, now: u64) -> Result<Step<C::Event>, Error> {
        self.0.next_event(now)
    }

    fn output(&mut self) -> &[u8] {
        self.0.output()
    }

    fn advance_output(&mut self, octets: usize) -> Result<(), Error> {
        self.0.advance_output(octets)
    }

    fn next_deadline(&self) -> Option<u64> {
        self.0.next_deadline()
    }

    fn handle_timeout(&mut self, now: u64) {
        self.0.handle_timeout(now);
    }
}

/// Tests that are written for any line, on one.
macro_rules! on_line {
    ($line:ty, $module:ident: $($test:ident)*) => {
        $(
            #[test]
            fn $test() {
                $crate::$module::$test::<$line>();
            }
        )*
    };
}
pub(crate) use on_line;
