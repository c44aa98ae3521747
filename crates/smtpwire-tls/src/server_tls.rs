//! `ServerTls`: how a server does TLS.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{
    ClientHello, NoServerSessionStorage, ResolvesServerCert, WebPkiClientVerifier,
};
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, ServerConnection, SupportedProtocolVersion};

use crate::clock::Clock;
use crate::error::TlsConfigError;
use crate::explain::{Circumstances, Side};
use crate::failure::TlsFailure;
use crate::identity::Identity;
use crate::peer::dns_name;
use crate::provider;
use crate::roots::Roots;
use crate::session::Verification;
use crate::verify::{ClientVerifier, Verdict};
use crate::version::TlsVersion;

/// How a server does TLS: what it shows of itself by the name that a client asks for, and what it
/// wants to see of the client. Made once and shared between connections; cheap to clone.
#[derive(Clone)]
pub struct ServerTls {
    /// For all connections, where none needs a verifier of its own.
    config: Arc<ServerConfig>,
    identities: Arc<Identities>,
    clients: Option<ClientVerifier>,
    versions: &'static [&'static SupportedProtocolVersion],
    clock: Clock,
}

/// Whether a server wants to see a client's certificate.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum ClientCertificates {
    /// It is not asked for. The default.
    #[default]
    Ignore,
    /// It is asked for. A client without one is served all the same, and so is one whose certificate
    /// leads to none of these roots: [`Verification`] then says why it is not believed. That is what
    /// a server on port 25 needs, where clients show all kinds of certificates.
    Asked(Roots),
    /// There is no session without one that leads to these roots.
    Demanded(Roots),
}

/// Makes a [`ServerTls`].
#[derive(Clone, Debug)]
pub struct ServerTlsBuilder {
    default: Option<Identity>,
    named: Vec<(String, Identity)>,
    clients: ClientCertificates,
    least: TlsVersion,
    most: TlsVersion,
    clock: Clock,
}

impl ServerTls {
    /// A builder with what most want: no client certificates, TLS 1.2 and 1.3. It needs an identity.
    pub fn builder() -> ServerTlsBuilder {
        ServerTlsBuilder {
            default: None,
            named: Vec::new(),
            clients: ClientCertificates::Ignore,
            least: TlsVersion::Tls12,
            most: TlsVersion::Tls13,
            clock: Clock::default(),
        }
    }

    /// A connection to a client. Why it was not believed, where that ended the handshake, stands in
    /// the verdict.
    pub(crate) fn accept(&self, verdict: &Verdict) -> Result<ServerConnection, TlsFailure> {
        // rustls has one verifier for all connections of a configuration.
        let config = match &self.clients {
            Some(clients) => {
                let clients = Some(clients.for_one(verdict));
                configure(&self.identities, clients, self.versions, self.clock).map_err(
                    |error| TlsFailure::misconfigured(error.to_string()).on(Side::Server),
                )?
            }
            None => self.config.clone(),
        };
        ServerConnection::new(config).map_err(|error| {
            let now = Circumstances { side: Side::Server, implicit: false, received: &[], verdict };
            TlsFailure::of(&error, &now)
        })
    }

    /// What a client's certificates prove.
    pub(crate) fn judge(&self, chain: &[CertificateDer<'_>]) -> Verification {
        let (Some(clients), Some((end_entity, intermediates))) =
            (&self.clients, chain.split_first())
        else {
            return Verification::None;
        };
        match clients.judge(end_entity, intermediates, self.clock.now()) {
            Ok(()) => Verification::ClientCertificate,
            Err(refusal) => Verification::Failed(refusal.failure.on(Side::Server)),
        }
    }

    /// What a client was shown that asked for this name.
    pub(crate) fn shown(&self, sni: Option<&str>) -> &Identity {
        self.identities.choose(sni)
    }
}

impl ServerTlsBuilder {
    /// What is shown to a client that asks for no name, or for one that is not known.
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        self.default = Some(identity);
        self
    }

    /// What is shown to a client that asks for this name (SNI, RFC 6066 section 3): a DNS name, or
    /// `*.example.org` for all names with one more label. An exact name goes before a wildcard.
    #[must_use]
    pub fn identity_for(mut self, name: &str, identity: Identity) -> Self {
        self.named.push((name.to_owned(), identity));
        self
    }

    /// Whether a client's certificate is wanted.
    #[must_use]
    pub fn client_certificates(mut self, clients: ClientCertificates) -> Self {
        self.clients = clients;
        self
    }

    /// Which versions of TLS to speak. From 1.2 to 1.3 where nothing is said.
    #[must_use]
    pub fn versions(mut self, least: TlsVersion, most: TlsVersion) -> Self {
        self.least = least;
        self.most = most;
        self
    }

    /// Judges the dates of certificates as if it were this second since 1970, for tests and replays.
    #[must_use]
    pub fn at(mut self, unix_seconds: u64) -> Self {
        self.clock = Clock { fixed: Some(unix_seconds) };
        self
    }

    /// The configuration.
    ///
    /// # Errors
    ///
    /// Where there is no identity, a name is none, client certificates are wanted and there is no
    /// root for them, or the least version is above the most.
    pub fn build(self) -> Result<ServerTls, TlsConfigError> {
        let Some(default) = self.default.or_else(|| Some(self.named.first()?.1.clone())) else {
            return Err(TlsConfigError::new("a server needs a certificate and its key"));
        };
        let mut identities = Identities { default, named: BTreeMap::new() };
        for (name, identity) in self.named {
            let (wildcard, host) = match name.strip_prefix("*.") {
                Some(parent) => ("*.", parent),
                None => ("", name.as_str()),
            };
            let host = dns_name(host)?;
            identities.named.insert(format!("{wildcard}{}", host.as_ref()), identity);
        }
        let identities = Arc::new(identities);
        let clients = match &self.clients {
            ClientCertificates::Ignore => None,
            ClientCertificates::Asked(roots) => Some(ClientVerifier::new(roots, false)?),
            ClientCertificates::Demanded(roots) => Some(ClientVerifier::new(roots, true)?),
        };
        let versions = TlsVersion::range(self.least, self.most)?;
        let config = configure(&identities, clients.clone(), versions, self.clock)
            .map_err(|error| TlsConfigError::new(error.to_string()))?;
        Ok(ServerTls { config, identities, clients, versions, clock: self.clock })
    }
}

fn configure(
    identities: &Arc<Identities>,
    clients: Option<ClientVerifier>,
    versions: &[&'static SupportedProtocolVersion],
    clock: Clock,
) -> Result<Arc<ServerConfig>, rustls::Error> {
    let verifier: Arc<dyn ClientCertVerifier> = match clients {
        None => WebPkiClientVerifier::no_client_auth(),
        Some(verifier) => Arc::new(verifier),
    };
    let mut config = ServerConfig::builder_with_details(provider().clone(), Arc::new(clock))
        .with_protocol_versions(versions)?
        .with_client_cert_verifier(verifier)
        .with_cert_resolver(identities.clone());
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(Arc::new(config))
}

/// The identities by the names that clients ask for.
#[derive(Debug)]
struct Identities {
    default: Identity,
    named: BTreeMap<String, Identity>,
}

impl Identities {
    fn choose(&self, sni: Option<&str>) -> &Identity {
        let Some(name) = sni else { return &self.default };
        let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
        self.named
            .get(&name)
            .or_else(|| {
                let (_, parent) = name.split_once('.')?;
                self.named.get(&format!("*.{parent}"))
            })
            .unwrap_or(&self.default)
    }
}

impl ResolvesServerCert for Identities {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.choose(hello.server_name()).certified().clone())
    }
}

impl fmt::Debug for ServerTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerTls").field("identities", &self.identities).finish_non_exhaustive()
    }
}
