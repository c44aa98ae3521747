//! Every object that JavaScript can hold, and what can be asked of each.
//!
//! What an operation does is the shared table's; here it is only found by its number.

use smtpwire_shell::config::{Plain, Spelling};
use smtpwire_shell::operations::{
    ChunkReader, ChunkTotal, ClientOperation, ContentScanner, LineFramer, ReplyReader,
    ServerOperation, Stuffer, Unstuffer,
};
use smtpwire_shell::{
    ClientLine, ClientSetup, Failure, MailerLine, MailerSetup, ServerLine, ServerSetup,
};

use crate::given::Given;
use crate::slab;
use smtpwire_javascript_crossing::connected::Connected;
use smtpwire_javascript_crossing::number;
use smtpwire_javascript_crossing::wire::Writer;
use smtpwire_javascript_table::{Object, Operated, find, unknown};

/// What was given as text; what is none goes the way of all that is wrong.
fn text(octets: &[u8]) -> Option<&str> {
    std::str::from_utf8(octets).ok()
}

/// Declares the kinds of objects: connections, setups of connections, and small objects. A kind's number
/// is its place in this order.
macro_rules! objects {
    (
        connections { $($role:ident: $line:ty, $made_by:path;)+ }
        setups { $($setup:ident: $setup_type:ty;)+ }
        small { $($object:ident;)* }
    ) => {
        /// An object.
        pub(crate) enum Handle {
            $($role(Box<Connected<$line>>),)+
            $($setup(Box<$setup_type>),)+
            $($object(Box<$object>),)*
        }

        const KINDS: &[&str] =
            &[$(stringify!($role),)+ $(stringify!($setup),)+ $(stringify!($object),)*];

        impl Handle {
            /// Makes an object of a kind.
            pub(crate) fn create(kind: u32, given: Plain) -> Result<Self, Failure> {
                let mut given = Given::new(given)?;
                let name = find(KINDS, kind)?;
                $(if name == stringify!($role) {
                    return Ok(Self::$role(Box::new(Connected::new($made_by(&mut given)?))));
                })+
                $(if name == stringify!($setup) {
                    let setup = <$setup_type as Setup>::read(&mut given)?;
                    return Ok(Self::$setup(Box::new(setup)));
                })+
                $(if name == stringify!($object) {
                    let options = given.next();
                    let object = $object::new(options, Spelling::JavaScript)?;
                    return Ok(Self::$object(Box::new(object)));
                })*
                Err(unknown("kind of object"))
            }

            /// Does an operation.
            pub(crate) fn call(
                &mut self,
                operation: u32,
                given: Plain,
                writer: &mut Writer,
            ) -> Result<u32, Failure> {
                match self {
                    $(Self::$role(connected) => connected.line.operate(operation, given, writer),)+
                    $(Self::$setup(_) => Err(unknown("operation")),)+
                    $(Self::$object(object) => object.operate(operation, given, writer),)*
                }
            }

            /// Does a step of the run loop.
            pub(crate) fn run(
                &mut self,
                step: u32,
                octets: &[u8],
                number: f64,
                writer: &mut Writer,
            ) -> Result<u32, Failure> {
                match self {
                    $(Self::$role(connected) => connected.run(step, octets, number, writer),)+
                    _ => Err(unknown("step")),
                }
            }
        }

        /// Every object's operations.
        pub(crate) fn objects() -> Vec<Object> {
            vec![
                $(Object { name: stringify!($role), operations: <$line>::operations() },)+
                $(Object { name: stringify!($setup), operations: Vec::new() },)+
                $(Object { name: stringify!($object), operations: $object::operations() },)*
            ]
        }
    };
}

objects! {
    connections {
        Client: ClientLine, client;
        Mailer: MailerLine, mailer;
        Server: ServerLine, server;
    }
    setups {
        ClientSetup: ClientSetup;
        MailerSetup: MailerSetup;
        ServerSetup: ServerSetup;
    }
    small {
        ReplyReader;
        Stuffer;
        Unstuffer;
        ContentScanner;
        LineFramer;
        ChunkReader;
        ChunkTotal;
    }
}

impl Handle {
    /// Does an operation whose only argument is octets or text, or that has none. Those of every message
    /// need no plain data in between.
    pub(crate) fn raw(
        &mut self,
        operation: u32,
        octets: &[u8],
        writer: &mut Writer,
    ) -> Result<u32, Failure> {
        match self {
            Self::Client(connected) => {
                let client = &mut connected.line;
                let command = match find(ClientOperation::ALL, operation)? {
                    ClientOperation::mail => text(octets).map(|from| client.mail(from)),
                    ClientOperation::rcpt => text(octets).map(|to| client.rcpt(to)),
                    ClientOperation::data => Some(client.data()),
                    ClientOperation::content => {
                        let taken = client.content(octets)?;
                        return number(taken.try_into().unwrap_or(u64::MAX), writer);
                    }
                    ClientOperation::end_content => {
                        client.end_content()?;
                        return Ok(0);
                    }
                    _ => None,
                };
                if let Some(command) = command {
                    return number(command?, writer);
                }
            }
            Self::Server(connected)
                if find(ServerOperation::ALL, operation)? == ServerOperation::accept =>
            {
                connected.line.accept()?;
                return Ok(0);
            }
            _ => {}
        }
        let given =
            if octets.is_empty() { Vec::new() } else { vec![Plain::Octets(octets.to_vec())] };
        self.call(operation, Plain::List(given), writer)
    }
}

/// What was chosen once for many connections.
trait Setup: Clone + Sized {
    /// What the program calls it.
    const NAME: &str;

    fn read(given: &mut Given) -> Result<Self, Failure>;

    /// The same from an object, if it is one.
    fn held(handle: &Handle) -> Option<Self>;

    /// The same for another peer.
    fn to_peer(self, peer: Plain) -> Result<Self, Failure>;

    /// A setup that was made before, by its number, and perhaps the peer of this connection; else one for this
    /// connection alone.
    fn given(given: &mut Given) -> Result<Self, Failure> {
        let Some(number) = given.object() else { return Self::read(given) };
        given.next();
        let peer = given.next();
        let handle = slab::take(number).ok_or_else(|| unknown("setup"))?;
        let setup = Self::held(&handle);
        slab::put(number, handle);
        let setup = setup.ok_or_else(|| {
            let message =
                format!("config: a setup of another role was given; a {} is needed", Self::NAME);
            Failure::invalid("invalid-choice", message)
        })?;
        if peer == Plain::Null { Ok(setup) } else { setup.to_peer(peer) }
    }
}

fn no_peer<T>() -> Result<T, Failure> {
    Err(Failure::invalid("invalid-choice", "peer: there is no TLS to prove it by"))
}

macro_rules! setups {
    ($($setup:ident($itself:ident, $peer:ident) => $to_peer:expr;)+) => {$(
        impl Setup for $setup {
            const NAME: &str = stringify!($setup);

            fn read(given: &mut Given) -> Result<Self, Failure> {
                Self::read(given.next(), given.next(), Spelling::JavaScript)
            }

            fn held(handle: &Handle) -> Option<Self> {
                match handle {
                    Handle::$setup(setup) => Some(Self::clone(setup)),
                    _ => None,
                }
            }

            #[cfg(feature = "tls")]
            fn to_peer(self, peer: Plain) -> Result<Self, Failure> {
                let ($itself, $peer) = (self, peer);
                $to_peer
            }

            #[cfg(not(feature = "tls"))]
            fn to_peer(self, _: Plain) -> Result<Self, Failure> {
                no_peer()
            }
        }
    )+};
}

setups! {
    ClientSetup(setup, peer) => setup.with_peer(peer, Spelling::JavaScript);
    MailerSetup(setup, peer) => setup.with_peer(peer, Spelling::JavaScript);
    ServerSetup(_setup, _peer) => no_peer();
}

fn client(given: &mut Given) -> Result<ClientLine, Failure> {
    let setup = <ClientSetup as Setup>::given(given)?;
    let awaiting_tls = given.flag("awaitingTls")?;
    setup.open(awaiting_tls, given.time()?)
}

fn mailer(given: &mut Given) -> Result<MailerLine, Failure> {
    let setup = <MailerSetup as Setup>::given(given)?;
    let awaiting_tls = given.flag("awaitingTls")?;
    let now = given.time()?;
    let entropy = given.entropy()?;
    setup.open(awaiting_tls, &entropy, now)
}

fn server(given: &mut Given) -> Result<ServerLine, Failure> {
    let setup = <ServerSetup as Setup>::given(given)?;
    let awaiting_tls = given.flag("awaitingTls")?;
    let now = given.time()?;
    let entropy = given.entropy()?;
    setup.open(awaiting_tls, &entropy, now)
}
