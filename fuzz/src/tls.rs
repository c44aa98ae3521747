//! The other side of a connection inside TLS: rustls, driven by hand, and a line to it that can be
//! tampered with.

use std::io::{BufRead, Write};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{
    ClientConfig, ClientConnection, Connection, RootCertStore, ServerConfig, ServerConnection,
    SupportedProtocolVersion,
};
use smtpwire_tls::{ClientTls, Identity, Roots, ServerTls, TlsVersion};

/// The name in the certificate.
pub const SERVER: &str = "mx.example";

// Made for these tests and used for nothing else. Ed25519: the signatures of all handshakes are of
// one length, so that what an input does to an octet it does to the same field each time.
const AUTHORITY: &[u8] = include_bytes!("../certificates/authority.pem");
const CERTIFICATE: &[u8] = include_bytes!("../certificates/server.pem");
const KEY: &[u8] = include_bytes!("../certificates/server.key");

/// 2027-01-01, when the certificates are valid.
const NOW: u64 = 1_798_761_600;

/// Our client's TLS, of one version alone or both.
pub fn client_tls(only: Option<TlsVersion>) -> ClientTls {
    static ALL: LazyLock<[ClientTls; 3]> = LazyLock::new(|| {
        [(TlsVersion::Tls12, TlsVersion::Tls12), BOTH, (TlsVersion::Tls13, TlsVersion::Tls13)].map(
            |(least, most)| {
                let roots = Roots::pem(AUTHORITY).expect("a root");
                let builder = ClientTls::builder().roots(roots).versions(least, most).at(NOW);
                builder.build().expect("a configuration")
            },
        )
    });
    ALL[index(only)].clone()
}

/// Our server's TLS, of one version alone or both.
pub fn server_tls(only: Option<TlsVersion>) -> ServerTls {
    static ALL: LazyLock<[ServerTls; 3]> = LazyLock::new(|| {
        [(TlsVersion::Tls12, TlsVersion::Tls12), BOTH, (TlsVersion::Tls13, TlsVersion::Tls13)].map(
            |(least, most)| {
                let identity = Identity::from_pem(CERTIFICATE, KEY).expect("a pair");
                let builder = ServerTls::builder().identity(identity).versions(least, most).at(NOW);
                builder.build().expect("a configuration")
            },
        )
    });
    ALL[index(only)].clone()
}

const BOTH: (TlsVersion, TlsVersion) = (TlsVersion::Tls12, TlsVersion::Tls13);

const fn index(only: Option<TlsVersion>) -> usize {
    match only {
        Some(TlsVersion::Tls12) => 0,
        None => 1,
        Some(_) => 2,
    }
}

#[derive(Debug)]
struct Fixed;

impl TimeProvider for Fixed {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(NOW)))
    }
}

const VERSIONS: &[&SupportedProtocolVersion] = &[&rustls::version::TLS13, &rustls::version::TLS12];

static CLIENT: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(AUTHORITY).expect("a certificate")).expect("a root");
    let provider = Arc::new(default_provider());
    let builder = ClientConfig::builder_with_details(provider, Arc::new(Fixed));
    let builder = builder.with_protocol_versions(VERSIONS).expect("versions");
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.resumption = rustls::client::Resumption::disabled();
    Arc::new(config)
});

static SERVING: LazyLock<Arc<ServerConfig>> = LazyLock::new(|| {
    let chain = vec![CertificateDer::from_pem_slice(CERTIFICATE).expect("a certificate")];
    let key = PrivateKeyDer::from_pem_slice(KEY).expect("a key");
    let provider = Arc::new(default_provider());
    let builder = ServerConfig::builder_with_details(provider, Arc::new(Fixed));
    let builder = builder.with_protocol_versions(VERSIONS).expect("versions");
    let builder = builder.with_no_client_auth();
    Arc::new(builder.with_single_cert(chain, key).expect("a pair"))
});

/// The other side, and what it has on its way to ours.
pub struct Peer {
    is_server: bool,
    tls: Option<Box<Connection>>,
    /// It has seen what it can't make sense of.
    broken: bool,
    /// The octets on their way to our side.
    pub way: Vec<u8>,
    /// Somebody in between has changed them, at some time.
    pub tampered: bool,
    /// What it has said inside TLS.
    pub said: Vec<u8>,
    /// What it has heard inside TLS.
    pub heard: Vec<u8>,
    /// What it has heard in plaintext.
    pub plaintext: Vec<u8>,
}

impl Peer {
    /// One that speaks plaintext so far.
    pub fn new(is_server: bool) -> Self {
        Self {
            is_server,
            tls: None,
            broken: false,
            way: Vec::new(),
            tampered: false,
            said: Vec::new(),
            heard: Vec::new(),
            plaintext: Vec::new(),
        }
    }

    /// Begins TLS, if it has not.
    pub fn begin(&mut self) {
        if self.tls.is_none() {
            let mut tls: Connection = if self.is_server {
                ServerConnection::new(Arc::clone(&SERVING)).expect("a server").into()
            } else {
                let name = SERVER.try_into().expect("a name");
                ClientConnection::new(Arc::clone(&CLIENT), name).expect("a client").into()
            };
            tls.set_buffer_limit(None);
            self.tls = Some(Box::new(tls));
        }
        self.flush();
    }

    /// Whether it has begun TLS.
    pub fn has_begun(&self) -> bool {
        self.tls.is_some()
    }

    /// Whether its handshake is done and all that came since made sense.
    pub fn is_up(&self) -> bool {
        !self.broken && self.tls.as_ref().is_some_and(|tls| !tls.is_handshaking())
    }

    /// Says something: inside TLS, if that has begun.
    pub fn say(&mut self, octets: &[u8]) {
        match &mut self.tls {
            None => self.way.extend_from_slice(octets),
            // What it says before it is up would wait in it, maybe for ever.
            Some(tls) if !tls.is_handshaking() && !self.broken => {
                let taken = tls.writer().write(octets).expect("a buffer without a limit");
                self.said.extend_from_slice(&octets[..taken]);
            }
            Some(_) => {}
        }
        self.flush();
    }

    /// Changes its keys, where the version can.
    pub fn update_keys(&mut self) {
        if let Some(tls) = &mut self.tls {
            _ = tls.refresh_traffic_keys();
        }
        self.flush();
    }

    /// Takes its leave inside TLS, and listens no more: rustls asserts that nobody feeds it what it
    /// would have to send an alert for behind that.
    pub fn close(&mut self) {
        if let Some(tls) = &mut self.tls {
            tls.send_close_notify();
            self.flush();
            self.broken = true;
        }
    }

    /// Hears what our side has written.
    pub fn hear(&mut self, octets: &[u8]) {
        let Some(tls) = &mut self.tls else {
            self.plaintext.extend_from_slice(octets);
            return;
        };
        let mut rest = octets;
        while !rest.is_empty() && !self.broken {
            match tls.read_tls(&mut rest) {
                Ok(1..) => self.broken = tls.process_new_packets().is_err(),
                // It was closed.
                _ => break,
            }
            let mut reader = tls.reader();
            while let Ok(chunk @ [_, ..]) = reader.fill_buf() {
                self.heard.extend_from_slice(chunk);
                let taken = chunk.len();
                reader.consume(taken);
            }
        }
        self.flush();
    }

    fn flush(&mut self) {
        if let Some(tls) = &mut self.tls {
            while tls.wants_write() {
                tls.write_tls(&mut self.way).expect("writing into memory");
            }
        }
    }

    /// Changes what is on its way, `change`, at this place of 256.
    pub fn tamper(&mut self, place: usize, change: impl FnOnce(&mut Vec<u8>, usize)) {
        let at = self.way.len() * (place % 256) / 256;
        change(&mut self.way, at);
        self.tampered = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_peers_shake_hands_and_hear_what_was_said() {
        let (mut client, mut server) = (Peer::new(false), Peer::new(true));
        server.begin();
        client.begin();
        for _ in 0..4 {
            server.hear(&std::mem::take(&mut client.way));
            client.hear(&std::mem::take(&mut server.way));
        }
        assert!(client.is_up() && server.is_up());
        client.say(b"EHLO x\r\n");
        client.tamper(255, |way, at| way[at] ^= 1);
        server.hear(&std::mem::take(&mut client.way));
        assert!(server.heard.is_empty() && !server.is_up());
    }
}
