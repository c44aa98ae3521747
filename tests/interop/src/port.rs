//! Ports for servers, each for one test only.
//!
//! A port that the system gives out as free is free for the moment: until the server has come to it, another test
//! may get the same, and then talks to a server that is not its own. So each port has a twin, and who listens on
//! the twin has the port. All lie below those that the system takes for connections.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Where ports are looked for: by default Linux takes those of connections from 32768 on.
const PORTS: Range<u16> = 20_000..30_000;

/// How far below a port its twin lies.
const TWIN: u16 = 10_000;

/// How far from the first port of one process that of the next is looked for: prime, so that all come round.
const STRIDE: usize = 499;

/// The twins that this process listens on, until it ends: a server may be started again where it was.
static HELD: Mutex<Vec<TcpListener>> = Mutex::new(Vec::new());

/// A loopback address with a port that nobody listens on, and that no other test is given.
pub(crate) fn free_address() -> io::Result<SocketAddr> {
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    let first = std::process::id() as usize * STRIDE % PORTS.len();
    for port in PORTS.skip(first).chain(PORTS.take(first)) {
        let Ok(twin) = hold(port) else { continue };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        if TcpListener::bind(address).is_ok() {
            held.push(twin);
            return Ok(address);
        }
    }
    Err(io::Error::other(format!("all ports of {PORTS:?} are in use")))
}

fn hold(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port - TWIN))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_port_is_given_twice() {
        let ports: BTreeSet<u16> = (0..50).map(|_| free_address().unwrap().port()).collect();
        assert_eq!(ports.len(), 50);
        assert!(ports.iter().all(|port| hold(*port).is_err()), "each is held");
    }
}
