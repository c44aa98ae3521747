//! How far a layer of TLS has come: on its way in, on its way out, and in between.

use rustls::Connection as Tls;

/// How the octets are carried.
#[derive(Debug)]
pub(crate) enum Stage {
    /// As they are.
    Plain,
    /// As they are, up to the end of the PROXY header, behind which the handshake begins; what came
    /// so far.
    Proxy(Vec<u8>),
    /// The PROXY header is inside and not read yet. What came behind it is held.
    Header,
    /// TLS is due as soon as the output is written.
    Due,
    /// The handshake is under way.
    Handshake(Box<Tls>),
    /// In records.
    Open(Box<Tls>),
    /// Not any more; what is left of the output is written.
    Over,
}

/// Whether more will come from the peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Open,
    /// It has closed its side of TLS, or of the stream; the connection inside is told when it has
    /// had what came before.
    Closed,
    /// And that was told.
    Told,
}

/// Whether TLS is to be closed: when the connection inside is over and its last words are sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Farewell {
    NotDue,
    Due,
    Said,
}
