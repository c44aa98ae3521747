//! A server that does TLS itself.

use std::fmt;
use std::sync::Arc;

use rustls::Connection as Tls;
use smtpwire::{Connection, Error, Server, ServerConfig, ServerEvent, Step};

use crate::explain::Side;
use crate::failure::TlsFailure;
use crate::layer::Layer;
use crate::leave::Leave;
use crate::role::Role;
use crate::server_tls::ServerTls;
use crate::session::TlsSession;
use crate::trace::Traced;
use crate::verify::Verdict;

/// How a server's connections begin, and with which certificates; one is shared by all of them.
#[derive(Clone, Debug)]
pub struct TlsServerConfig {
    server: Arc<ServerConfig>,
    /// `None`: plaintext, and nothing else.
    tls: Option<ServerTls>,
    implicit: bool,
}

impl TlsServerConfig {
    /// No TLS: STARTTLS is not offered.
    ///
    /// A shared configuration stays shared where it offers no STARTTLS anyway, and is copied where it
    /// does; so it is, the other way round, with those below.
    pub fn plain(config: impl Into<Arc<ServerConfig>>) -> Self {
        Self { server: offering(config.into(), false), tls: None, implicit: false }
    }

    /// STARTTLS is offered (ports 25 and 587, LMTP). With `require_tls` of the configuration nothing
    /// but EHLO, STARTTLS, NOOP and QUIT is taken before it.
    pub fn starttls(config: impl Into<Arc<ServerConfig>>, tls: ServerTls) -> Self {
        Self { server: offering(config.into(), true), tls: Some(tls), implicit: false }
    }

    /// TLS from the first octet (port 465, RFC 8314 section 3.3), behind a PROXY header where the
    /// configuration has one.
    pub fn implicit(config: impl Into<Arc<ServerConfig>>, tls: ServerTls) -> Self {
        Self { server: offering(config.into(), false), tls: Some(tls), implicit: true }
    }

    /// The configuration of the server inside.
    pub fn server(&self) -> &Arc<ServerConfig> {
        &self.server
    }
}

/// A configuration that begins in plaintext, with STARTTLS or without.
fn offering(mut config: Arc<ServerConfig>, starttls: bool) -> Arc<ServerConfig> {
    if config.extensions.starttls != starttls || config.implicit_tls {
        let config = Arc::make_mut(&mut config);
        config.extensions.starttls = starttls;
        config.implicit_tls = false;
    }
    config
}

/// The server's side of one connection, with TLS as its [`TlsServerConfig`] has it.
///
/// It is pulled as a [`Server`] is, by the methods of [`Connection`]; its octets are those of the
/// socket. Events are answered on the server inside, [`server_mut`](Self::server_mut).
/// [`ServerEvent::TlsEstablished`] tells that TLS is up, also where it came first, and waits for no
/// answer. When the handshake fails the connection fails with
/// [`TlsFailed`](smtpwire::ErrorCode::TlsFailed), and [`failure`](Self::failure) knows why.
///
/// What comes behind STARTTLS in plaintext, in the same segment or later, is never run: the
/// connection fails (RFC 3207 section 6, CVE-2011-0411).
pub struct TlsServer(Layer<Server, ServerSide>);

impl TlsServer {
    /// A connection that has just been accepted; as [`Server::new`].
    pub fn new(config: &TlsServerConfig, entropy: [u8; 32], now: u64) -> Self {
        let server = Arc::clone(&config.server);
        let proxy = server.proxy;
        let server = if config.implicit {
            Server::awaiting_tls(server, entropy, now)
        } else {
            Server::new(server, entropy, now)
        };
        let side = ServerSide { tls: config.tls.clone(), verdict: Verdict::default() };
        let leave = Leave::new(config.server.timeouts.data_block, now);
        Self(if config.implicit {
            Layer::implicit(server, side, leave, proxy)
        } else {
            Layer::plain(server, side, leave)
        })
    }

    /// The server inside.
    pub fn server(&self) -> &Server {
        &self.0.inside
    }

    /// The server inside, to answer its events. Its octets, its time and its
    /// TLS are this layer's to move: call none of the methods of [`Connection`] on it, nor
    /// `tls_established` and its like.
    pub fn server_mut(&mut self) -> &mut Server {
        &mut self.0.inside
    }
}

struct ServerSide {
    /// The certificates; `None`: there is no TLS.
    tls: Option<ServerTls>,
    /// What was found wrong with the client's.
    verdict: Verdict,
}

impl Role<Server> for ServerSide {
    fn side(&self) -> Side {
        Side::Server
    }

    fn hands_over(&self, event: &ServerEvent) -> bool {
        matches!(event, ServerEvent::StartTls)
    }

    fn start(&self) -> Result<Tls, TlsFailure> {
        let Some(tls) = &self.tls else {
            return Err(TlsFailure::misconfigured("STARTTLS is offered without a certificate"));
        };
        tls.accept(&self.verdict).map(Tls::Server)
    }

    fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    fn session(&self, tls: &Tls) -> Option<TlsSession> {
        match (tls, &self.tls) {
            (Tls::Server(tls), Some(own)) => Some(TlsSession::of_server(tls, own, &self.verdict)),
            _ => None,
        }
    }

    fn established(
        &self,
        inside: &mut Server,
        session: &TlsSession,
        now: u64,
    ) -> Result<(), Error> {
        inside.tls_established(now)?;
        inside.set_channel_bindings(session.channel_bindings().to_vec());
        // A certificate that was verified is all that EXTERNAL can rest on here.
        inside.set_external(session.verification().is_verified());
        Ok(())
    }

    fn news(&self, _handed_over: Option<ServerEvent>) -> ServerEvent {
        ServerEvent::TlsEstablished
    }

    fn failed(&self, inside: &mut Server, failure: &TlsFailure) {
        // Where nothing is left to fail, the connection was over.
        let _ = inside.tls_failed(&failure.to_string());
    }
}

crate::face::connection!(TlsServer, server => ServerEvent);

#[cfg(test)]
mod tests {
    use smtpwire::Host;

    use super::*;

    #[test]
    fn a_shared_configuration_is_copied_only_where_it_offers_something_else() {
        let mut config = ServerConfig::new(Host::parse("mx.example").unwrap());
        let plain = Arc::new(config.clone());
        assert!(Arc::ptr_eq(TlsServerConfig::plain(Arc::clone(&plain)).server(), &plain));
        config.extensions.starttls = true;
        let upgraded = Arc::new(config);
        let made = TlsServerConfig::plain(Arc::clone(&upgraded));
        assert!(upgraded.extensions.starttls && !made.server().extensions.starttls);
    }
}
