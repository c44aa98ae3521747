//! `ServerTls`: how a server does TLS.

use std::collections::BTreeMap;
use std::fmt;
use std::iter;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{
    ClientHello, NoServerSessionStorage, ResolvesServerCert, WebPkiClientVerifier,
};
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, ServerConnection, SignatureScheme, SupportedProtocolVersion};

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
    default: Vec<Identity>,
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
            default: Vec::new(),
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
        let mut config = match &self.clients {
            Some(clients) => {
                let clients = Some(clients.for_one(verdict));
                configure(&self.identities, clients, self.versions, self.clock).map_err(
                    |error| TlsFailure::misconfigured(error.to_string()).on(Side::Server),
                )?
            }
            None => self.config.clone(),
        };
        // Nor does it tell which of several certificates it has shown.
        if self.identities.have_a_choice() {
            let mut own = Arc::unwrap_or_clone(config);
            let (identities, verdict) = (self.identities.clone(), verdict.clone());
            own.cert_resolver = Arc::new(Noted { identities, verdict });
            config = Arc::new(own);
        }
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
    pub(crate) fn shown<'a>(&'a self, sni: Option<&str>, verdict: &'a Verdict) -> &'a Identity {
        verdict.presented().unwrap_or(&self.identities.of(sni).first)
    }
}

impl ServerTlsBuilder {
    /// What is shown to a client that asks for no name, or for one that is not known.
    ///
    /// May be given again with a key of another kind, as ECDSA and RSA: the first counts whose
    /// signatures the client says that it can check.
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        self.default.push(identity);
        self
    }

    /// What is shown to a client that asks for this name (SNI, RFC 6066 section 3): a DNS name, or
    /// `*.example.org` for all names with one more label. An exact name goes before a wildcard.
    ///
    /// May be given again for the same name with a key of another kind, as
    /// [`ServerTlsBuilder::identity`].
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
        let mut default: Option<Choice> = None;
        for identity in self.default {
            Choice::put(&mut default, identity);
        }
        let mut named = BTreeMap::<String, Choice>::new();
        let mut first = None;
        for (name, identity) in self.named {
            let (wildcard, host) = match name.strip_prefix("*.") {
                Some(parent) => ("*.", parent),
                None => ("", name.as_str()),
            };
            let host = dns_name(host)?;
            let name = format!("{wildcard}{}", host.as_ref());
            first.get_or_insert_with(|| name.clone());
            let mut choice = named.remove(&name);
            Choice::put(&mut choice, identity);
            named.extend(choice.map(|choice| (name, choice)));
        }
        let Some(default) = default.or_else(|| named.get(&first?).cloned()) else {
            return Err(TlsConfigError::new("a server needs a certificate and its key"));
        };
        let identities = Identities { default, named };
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
    default: Choice,
    named: BTreeMap<String, Choice>,
}

/// The identities of one name, with keys of different kinds.
#[derive(Clone, Debug)]
struct Choice {
    first: Identity,
    others: Vec<Identity>,
}

impl Choice {
    /// One more identity, or the first.
    fn put(choice: &mut Option<Self>, identity: Identity) {
        match choice {
            Some(choice) => choice.others.push(identity),
            None => *choice = Some(Self { first: identity, others: Vec::new() }),
        }
    }

    /// The first whose signatures the client can check; where there is none, the first of all, with
    /// which the handshake fails for that reason.
    fn fitting(&self, schemes: &[SignatureScheme]) -> &Identity {
        iter::once(&self.first)
            .chain(&self.others)
            .find(|identity| identity.certified().key.choose_scheme(schemes).is_some())
            .unwrap_or(&self.first)
    }
}

impl Identities {
    fn of(&self, sni: Option<&str>) -> &Choice {
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

    fn choose(&self, hello: &ClientHello<'_>) -> &Identity {
        self.of(hello.server_name()).fitting(hello.signature_schemes())
    }

    /// Whether more than the name that is asked for decides.
    fn have_a_choice(&self) -> bool {
        iter::once(&self.default).chain(self.named.values()).any(|it| !it.others.is_empty())
    }
}

impl ResolvesServerCert for Identities {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.choose(&hello).certified().clone())
    }
}

/// The identities for one connection, which is to know later which one was shown: a login may be
/// bound to it.
#[derive(Debug)]
struct Noted {
    identities: Arc<Identities>,
    verdict: Verdict,
}

impl ResolvesServerCert for Noted {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let identity = self.identities.choose(&hello);
        self.verdict.present(identity);
        Some(identity.certified().clone())
    }
}

impl fmt::Debug for ServerTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerTls").field("identities", &self.identities).finish_non_exhaustive()
    }
}
