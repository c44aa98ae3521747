//! A peer that is rustls and nothing else: what it says in TLS is written by hand.

use std::io::{Read, Write};
use std::sync::{Arc, LazyLock};

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::ServerName;
use rustls::version::{TLS12, TLS13};
use rustls::{
    ClientConfig, ClientConnection, Connection, RootCertStore, ServerConfig, ServerConnection,
    SupportedProtocolVersion,
};

use crate::authority::{AUTHORITY, Issued};

/// The end of the line that a test holds itself.
pub(crate) struct Raw {
    pub(crate) tls: Connection,
    /// What the other side has said.
    pub(crate) heard: Vec<u8>,
    /// How the other side has failed, or closed, its TLS.
    pub(crate) error: Option<rustls::Error>,
    pub(crate) closed: bool,
}

/// Knows one cipher suite for each version, ChaCha20-Poly1305, whose records are easily forged.
fn provider() -> Arc<CryptoProvider> {
    let mut provider = ring::default_provider();
    provider.cipher_suites = vec![
        ring::cipher_suite::TLS13_CHACHA20_POLY1305_SHA256,
        ring::cipher_suite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    ];
    Arc::new(provider)
}

/// TLS 1.2 alone, or 1.3 alone.
fn only(tls12: bool) -> [&'static SupportedProtocolVersion; 1] {
    if tls12 { [&TLS12] } else { [&TLS13] }
}

impl Raw {
    /// A server that shows this certificate.
    pub(crate) fn server(tls12: bool, issued: &Issued) -> Self {
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&only(tls12))
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![issued.certificate.clone()], issued.key.clone_key())
            .unwrap();
        config.enable_secret_extraction = true;
        Self::new(Connection::Server(ServerConnection::new(Arc::new(config)).unwrap()))
    }

    /// A client that trusts [`AUTHORITY`] and wants to reach this name.
    pub(crate) fn client(tls12: bool, name: &str) -> Self {
        static CONFIGS: LazyLock<[Arc<ClientConfig>; 2]> = LazyLock::new(|| {
            [false, true].map(|tls12| {
                let mut roots = RootCertStore::empty();
                roots.add(AUTHORITY.certificate()).unwrap();
                let mut config = ClientConfig::builder_with_provider(provider())
                    .with_protocol_versions(&only(tls12))
                    .unwrap()
                    .with_root_certificates(roots)
                    .with_no_client_auth();
                config.enable_secret_extraction = true;
                Arc::new(config)
            })
        });
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let config = Arc::clone(&CONFIGS[usize::from(tls12)]);
        Self::new(Connection::Client(ClientConnection::new(config, name).unwrap()))
    }

    fn new(mut tls: Connection) -> Self {
        tls.set_buffer_limit(None);
        Self { tls, heard: Vec::new(), error: None, closed: false }
    }

    /// What it puts on the line by itself: its part of a handshake, alerts.
    pub(crate) fn records(&mut self) -> Vec<u8> {
        let mut records = Vec::new();
        while self.tls.wants_write() {
            self.tls.write_tls(&mut records).unwrap();
        }
        records
    }

    /// What it puts on the line to say this, in records of at most so many octets.
    pub(crate) fn say(&mut self, octets: &[u8], most: usize) -> Vec<u8> {
        for piece in octets.chunks(most) {
            self.tls.writer().write_all(piece).unwrap();
        }
        self.records()
    }

    /// Reads what has come over the line.
    pub(crate) fn hear(&mut self, mut octets: &[u8]) {
        while !octets.is_empty() && self.error.is_none() && !self.closed {
            if self.tls.read_tls(&mut octets).unwrap() == 0 {
                return;
            }
            match self.tls.process_new_packets() {
                Ok(state) => self.closed |= state.peer_has_closed(),
                Err(error) => self.error = Some(error),
            }
            // The end of it is an error, and so is that there is nothing more.
            let _ = self.tls.reader().read_to_end(&mut self.heard);
        }
    }
}
