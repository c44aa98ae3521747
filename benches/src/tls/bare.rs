//! rustls alone: a client's connection and a server's, joined by nothing but copies.

use std::hint::black_box;
use std::io::{BufRead, Write};
use std::sync::Arc;

use rustls::{ClientConfig, ClientConnection, Connection, ServerConfig, ServerConnection};

use super::certificates::SERVER;

/// How much is sealed before it is carried over: as much as ours has wait.
const SEALED: usize = 64 * 1024;

/// Two connections, and the octets on their way.
pub(crate) struct Bare {
    pub(crate) client: Connection,
    pub(crate) server: Connection,
    way: Vec<u8>,
}

impl Bare {
    /// Two connections that have not said anything yet.
    pub(crate) fn new(client: &Arc<ClientConfig>, server: &Arc<ServerConfig>) -> Self {
        let name = SERVER.try_into().expect("a name");
        let client = ClientConnection::new(Arc::clone(client), name).expect("a client");
        let server = ServerConnection::new(Arc::clone(server)).expect("a server");
        let mut pair = Self { client: client.into(), server: server.into(), way: Vec::new() };
        // As ours does: how much is sealed at once is watched outside.
        pair.client.set_buffer_limit(None);
        pair.server.set_buffer_limit(None);
        pair
    }

    /// Lets them shake hands.
    pub(crate) fn shake_hands(&mut self) {
        while self.client.is_handshaking() || self.server.is_handshaking() {
            carry(&mut self.client, &mut self.server, &mut self.way);
            carry(&mut self.server, &mut self.client, &mut self.way);
        }
    }

    /// Sends octets from the client to the server; how many arrived.
    pub(crate) fn send(&mut self, octets: &[u8]) -> usize {
        octets
            .chunks(SEALED)
            .map(|piece| {
                self.client.writer().write_all(piece).expect("room for a piece");
                carry(&mut self.client, &mut self.server, &mut self.way)
            })
            .sum()
    }
}

/// Carries what waits from one to the other, and reads what comes of it; how much that was.
fn carry(from: &mut Connection, to: &mut Connection, way: &mut Vec<u8>) -> usize {
    way.clear();
    while from.wants_write() {
        from.write_tls(way).expect("writing into memory");
    }
    let mut rest = way.as_slice();
    let mut read = 0;
    while !rest.is_empty() {
        to.read_tls(&mut rest).expect("reading from memory");
        to.process_new_packets().expect("records that are whole");
        let mut reader = to.reader();
        while let Ok(plaintext) = reader.fill_buf() {
            if plaintext.is_empty() {
                break;
            }
            let taken = black_box(plaintext).len();
            reader.consume(taken);
            read += taken;
        }
    }
    read
}
