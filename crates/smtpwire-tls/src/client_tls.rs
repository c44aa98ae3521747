//! `ClientTls`: how a client does TLS.

use std::fmt;
use std::sync::Arc;

use rustls::client::{ResolvesClientCert, Resumption};
use rustls::pki_types::CertificateDer;
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, ClientConnection, SignatureScheme};

use crate::clock::Clock;
use crate::error::TlsConfigError;
use crate::explain::{Circumstances, Side};
use crate::failure::{FailureKind, TlsFailure};
use crate::identity::Identity;
use crate::peer::Peer;
use crate::provider;
use crate::roots::Roots;
use crate::session::Verification;
use crate::verify::{Verdict, Verifier};
use crate::version::TlsVersion;

/// How a client does TLS: whom it trusts, what it shows of itself, which versions it speaks. Made
/// once and shared between connections; cheap to clone.
///
/// Sessions are not resumed and no application protocol is negotiated, so that each connection
/// proves by itself whom it reaches.
#[derive(Clone)]
pub struct ClientTls {
    config: Arc<ClientConfig>,
    identity: Option<Identity>,
    roots: Roots,
    clock: Clock,
    accept_anyone: bool,
}

/// Makes a [`ClientTls`].
#[derive(Clone, Debug)]
pub struct ClientTlsBuilder {
    roots: Option<Roots>,
    identity: Option<Identity>,
    least: TlsVersion,
    most: TlsVersion,
    clock: Clock,
    accept_anyone: bool,
}

impl ClientTls {
    /// A builder with what most want: Mozilla's roots, no client certificate, TLS 1.2 and 1.3.
    pub fn builder() -> ClientTlsBuilder {
        ClientTlsBuilder {
            roots: None,
            identity: None,
            least: TlsVersion::Tls12,
            most: TlsVersion::Tls13,
            clock: Clock::default(),
            accept_anyone: false,
        }
    }

    /// A connection to a peer. With `must_verify` a server that does not prove to be the peer ends
    /// the handshake, and why stands in the verdict; otherwise the session tells afterwards whether it
    /// did.
    pub(crate) fn connect(
        &self,
        peer: &Peer,
        must_verify: bool,
        verdict: &Verdict,
    ) -> Result<ClientConnection, TlsFailure> {
        if let Some(failure) = peer.refusal() {
            return Err(failure);
        }
        let Some(name) = peer.server_name() else {
            return Err(TlsFailure::new(FailureKind::Misconfigured, "the peer has no name"));
        };
        let mut config = ClientConfig::clone(&self.config);
        let verifier = Verifier { verdict: verdict.clone(), ..self.verifier(peer, must_verify) };
        config.dangerous().set_certificate_verifier(Arc::new(verifier));
        let own = self.identity.as_ref().map(|identity| identity.certified().clone());
        config.client_auth_cert_resolver = Arc::new(Own { own, verdict: verdict.clone() });
        ClientConnection::new(Arc::new(config), name.clone()).map_err(|error| {
            let now = Circumstances { side: Side::Client, implicit: false, received: &[], verdict };
            TlsFailure::of(&error, &now)
        })
    }

    /// Whether it goes on with a server that can't prove who it is, as the host has chosen by name.
    pub(crate) const fn accepts_any_certificate(&self) -> bool {
        self.accept_anyone
    }

    /// What these certificates prove, when this peer was wanted.
    pub(crate) fn judge(&self, peer: &Peer, chain: &[CertificateDer<'_>]) -> Verification {
        if self.accept_anyone || peer.is_unverified() {
            return Verification::None;
        }
        let Some((end_entity, intermediates)) = chain.split_first() else {
            return Verification::None;
        };
        let verifier = self.verifier(peer, false);
        match verifier.judge(end_entity, intermediates, self.clock.now()) {
            Ok(verification) => verification,
            Err(refusal) => Verification::Failed(refusal.failure),
        }
    }

    fn verifier(&self, peer: &Peer, must_verify: bool) -> Verifier {
        Verifier {
            roots: self.roots.clone(),
            peer: peer.clone(),
            must_verify: must_verify && !self.accept_anyone && !peer.is_unverified(),
            verdict: Verdict::default(),
        }
    }
}

impl ClientTlsBuilder {
    /// Whom to trust. [`Roots::webpki`] where nothing is said.
    #[must_use]
    pub fn roots(mut self, roots: Roots) -> Self {
        self.roots = Some(roots);
        self
    }

    /// A client certificate, shown to the server that asks for one: to log in by (EXTERNAL).
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        self.identity = Some(identity);
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

    /// Talks to whoever answers, whatever certificate it shows. Whoever sits in between then reads
    /// all, passwords too. For tests on one's own machine.
    #[must_use]
    pub fn dangerous_accept_any_certificate(mut self) -> Self {
        self.accept_anyone = true;
        self
    }

    /// The configuration.
    ///
    /// # Errors
    ///
    /// Where the least version is above the most.
    pub fn build(self) -> Result<ClientTls, TlsConfigError> {
        let roots = self.roots.unwrap_or_else(Roots::webpki);
        let unspecific = Verifier {
            roots: roots.clone(),
            peer: Peer::nobody(),
            must_verify: true,
            verdict: Verdict::default(),
        };
        let builder = ClientConfig::builder_with_details(provider().clone(), Arc::new(self.clock))
            .with_protocol_versions(TlsVersion::range(self.least, self.most)?)
            .map_err(|error| TlsConfigError::new(error.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(unspecific));
        // Whom to believe and what to show is put in for each connection.
        let mut config = builder.with_no_client_auth();
        config.resumption = Resumption::disabled();
        Ok(ClientTls {
            config: Arc::new(config),
            identity: self.identity,
            roots,
            clock: self.clock,
            accept_anyone: self.accept_anyone,
        })
    }
}

/// Our certificate, for the server that asks for one.
#[derive(Debug)]
struct Own {
    own: Option<Arc<CertifiedKey>>,
    verdict: Verdict,
}

impl ResolvesClientCert for Own {
    fn resolve(
        &self,
        _issuers: &[&[u8]],
        _schemes: &[SignatureScheme],
    ) -> Option<Arc<CertifiedKey>> {
        self.verdict.asked(self.own.is_some());
        self.own.clone()
    }

    fn has_certs(&self) -> bool {
        self.own.is_some()
    }
}

impl fmt::Debug for ClientTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientTls")
            .field("roots", &self.roots)
            .field("identity", &self.identity)
            .field("clock", &self.clock)
            .field("accept_anyone", &self.accept_anyone)
            .finish_non_exhaustive()
    }
}
