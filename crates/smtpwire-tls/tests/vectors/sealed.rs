//! TLS between a connection and the octets of a dialog: the connection does its own, the peer is raw
//! rustls.

use serde_json::{Map, Value};
use smtpwire::sasl::ChannelBinding;
use smtpwire::{Client, Connection, Server};
use smtpwire_tls::{TlsClient, TlsServer};

use crate::authority::AUTHORITY;
use crate::dialogs::{Carrier, Side, Trouble};
use crate::modes::SERVER;
use crate::raw::Raw;
use crate::split;

/// A fatal alert, in plaintext: `handshake_failure`.
const ALERT: [u8; 7] = [21, 3, 3, 0, 2, 2, 40];
/// Above so many octets the peer does not cut what it says into records of its own.
const LONG: usize = 20_000;

/// A connection with TLS around it.
pub(crate) trait Wrapped: Connection<Event = <Self::Inside as Connection>::Event> {
    type Inside: Side;

    fn inside(&mut self) -> &mut Self::Inside;
    /// The other side of TLS.
    fn peer(tls12: bool) -> Raw;
    /// The dialog has channel bindings of its own.
    fn bind(&mut self, bindings: Vec<ChannelBinding>);
}

impl Wrapped for TlsClient {
    type Inside = Client;

    fn inside(&mut self) -> &mut Client {
        self.client_mut()
    }

    fn peer(tls12: bool) -> Raw {
        Raw::server(tls12, &AUTHORITY.issue(SERVER))
    }

    fn bind(&mut self, _: Vec<ChannelBinding>) {}
}

impl Wrapped for TlsServer {
    type Inside = Server;

    fn inside(&mut self) -> &mut Server {
        self.server_mut()
    }

    fn peer(tls12: bool) -> Raw {
        Raw::client(tls12, SERVER)
    }

    /// The dialogs are also those of hosts whose TLS can't tell whether a certificate was shown.
    fn bind(&mut self, bindings: Vec<ChannelBinding>) {
        self.server_mut().set_channel_bindings(bindings);
        self.server_mut().set_external(true);
    }
}

/// A connection under test and its peer.
pub(crate) struct Sealed<W> {
    outside: W,
    peer: Option<Raw>,
    tls12: bool,
    /// The peer does its part of the handshake; before, it listens at most.
    released: bool,
    /// Channel bindings to be set when TLS is up.
    bindings: Option<Vec<ChannelBinding>>,
    /// What the peer has to say beside TLS.
    beside: Vec<u8>,
    /// How many octets of the output the peer has read ahead of their time, and what they said.
    ahead: usize,
    read: Vec<u8>,
}

impl<W: Wrapped> Sealed<W> {
    /// Odd ways speak TLS 1.2.
    pub(crate) fn new(
        outside: W,
        way: usize,
        implicit: bool,
        bindings: Vec<ChannelBinding>,
    ) -> Self {
        let tls12 = way % 2 == 1;
        Self {
            outside,
            peer: implicit.then(|| W::peer(tls12)),
            tls12,
            released: implicit,
            bindings: Some(bindings),
            beside: Vec::new(),
            ahead: 0,
            read: Vec::new(),
        }
    }

    fn open_peer(&mut self) -> Option<&mut Raw> {
        self.peer.as_mut().filter(|peer| !peer.tls.is_handshaking())
    }

    /// What the peer reads in these octets.
    fn feed(&mut self, octets: &[u8]) -> Vec<u8> {
        // No line of SMTP begins so: it is a handshake.
        if self.peer.is_none() && octets.first() == Some(&22) {
            self.peer = Some(W::peer(self.tls12));
        }
        match &mut self.peer {
            None => octets.to_vec(),
            Some(peer) => {
                peer.hear(octets);
                std::mem::take(&mut peer.heard)
            }
        }
    }
}

impl<W: Wrapped> Carrier for Sealed<W> {
    type Inside = W::Inside;
    type Outside = W;

    fn outside(&mut self) -> &mut W {
        &mut self.outside
    }

    fn inside(&mut self) -> &mut W::Inside {
        self.outside.inside()
    }

    fn sealed(&mut self, octets: &[u8], way: usize) -> Vec<u8> {
        let Some(peer) = self.open_peer() else { return octets.to_vec() };
        if way < 2 || octets.len() > LONG {
            return peer.say(octets, usize::MAX);
        }
        split::pieces(octets, way).flat_map(|piece| peer.say(piece, usize::MAX)).collect()
    }

    /// In some ways the peer closes TLS before the line, in others it does not.
    fn farewell(&mut self, way: usize) -> Vec<u8> {
        match self.open_peer() {
            Some(peer) if way.is_multiple_of(3) => {
                peer.tls.send_close_notify();
                peer.records()
            }
            _ => Vec::new(),
        }
    }

    fn opened(&mut self, octets: &[u8]) -> Vec<u8> {
        let known = self.ahead.min(octets.len());
        self.ahead -= known;
        let mut all = if known > 0 { std::mem::take(&mut self.read) } else { Vec::new() };
        all.extend(self.feed(&octets[known..]));
        all
    }

    fn would_open(&mut self) -> Vec<u8> {
        let waiting = self.outside.output().to_vec();
        let read = self.feed(&waiting[self.ahead..]);
        self.ahead = waiting.len();
        self.read.extend(read);
        self.read.clone()
    }

    fn shakes_hands(&mut self) -> bool {
        self.released && self.peer.as_ref().is_some_and(|peer| peer.tls.is_handshaking())
    }

    fn handshake(&mut self) -> Vec<u8> {
        let mut octets = std::mem::take(&mut self.beside);
        if let Some(peer) = self.peer.as_mut().filter(|_| self.released) {
            octets.extend(peer.records());
            let done = octets.is_empty() && !peer.tls.is_handshaking();
            if let Some(bindings) = self.bindings.take_if(|_| done) {
                self.outside.bind(bindings);
            }
        }
        octets
    }

    /// The calls of the hand-off are the peer's affair here.
    fn call(&mut self, name: &str, step: &Map<String, Value>, now: u64) -> Result<(), Trouble> {
        match name {
            "tls-established" if !step.contains_key("fails") => {
                self.released = true;
                self.peer.get_or_insert_with(|| W::peer(self.tls12));
                Ok(())
            }
            "tls-failed" => {
                self.beside = ALERT.to_vec();
                Ok(())
            }
            _ => self.inside().call(name, step, now),
        }
    }
}
