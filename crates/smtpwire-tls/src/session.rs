//! What a TLS session turned out to be: for logs, for the trace header, for a decision.

use std::fmt;
use std::sync::Arc;

use rustls::{
    CipherSuite, ClientConnection, CommonState, HandshakeKind, ProtocolVersion, ServerConnection,
};
use smtpwire::sasl::ChannelBinding;

use crate::binding;
use crate::certificate::Certificate;
use crate::client_tls::ClientTls;
use crate::failure::TlsFailure;
use crate::peer::Peer;
use crate::server_tls::ServerTls;
use crate::verify::Verdict;
use crate::version::TlsVersion;

/// What was agreed upon in a handshake, and whom it reached. Cheap to clone; holds no key.
#[derive(Clone, Debug, PartialEq)]
pub struct TlsSession {
    inner: Arc<Inner>,
}

#[derive(Debug, PartialEq)]
struct Inner {
    version: TlsVersion,
    cipher_suite: &'static str,
    key_exchange: Option<&'static str>,
    server_name: Option<String>,
    certificates: Vec<Certificate>,
    verification: Verification,
    bindings: Vec<ChannelBinding>,
    resumed: bool,
}

/// Whether the other side has proven who it is, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verification {
    /// The server, by a certificate for its name that leads to a trusted root (RFC 5280, RFC 7817).
    Pkix,
    /// The server, by a TLSA record for its certificate or key (DANE-EE, RFC 7672 section 3.1.1).
    DaneEe,
    /// The server, by a TLSA record for its issuer (DANE-TA, RFC 7672 section 3.1.2).
    DaneTa,
    /// The client, by a certificate that leads to a trusted root.
    ClientCertificate,
    /// Nobody asked for proof.
    None,
    /// The proof did not convince, and the session went on all the same, as opportunistic TLS does.
    Failed(TlsFailure),
}

impl Verification {
    /// Whether the other side has proven who it is.
    pub const fn is_verified(&self) -> bool {
        !matches!(self, Self::None | Self::Failed(_))
    }

    /// Why it is not believed, where the proof did not convince.
    pub const fn failure(&self) -> Option<&TlsFailure> {
        match self {
            Self::Failed(failure) => Some(failure),
            _ => None,
        }
    }
}

impl fmt::Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pkix => f.write_str("verified"),
            Self::DaneEe => f.write_str("verified by DANE-EE"),
            Self::DaneTa => f.write_str("verified by DANE-TA"),
            Self::ClientCertificate => f.write_str("client certificate verified"),
            Self::None => f.write_str("not verified"),
            Self::Failed(failure) => write!(f, "not verified: {failure}"),
        }
    }
}

impl TlsSession {
    /// The session of a client whose handshake is done.
    pub(crate) fn of_client(
        connection: &ClientConnection,
        tls: &ClientTls,
        peer: &Peer,
        verdict: &Verdict,
    ) -> Self {
        let shown = connection.peer_certificates().unwrap_or_default();
        let certificates: Vec<_> = shown.iter().map(Certificate::from).collect();
        let version = version(connection);
        let bindings = binding::of(connection, version, certificates.first());
        // What convinced us in the handshake was work enough.
        let verification = verdict.proof().cloned().unwrap_or_else(|| tls.judge(peer, shown));
        let server_name = peer.sni().map(str::to_owned);
        Self::new(connection, server_name, certificates, verification, bindings)
    }

    /// The session of a server whose handshake is done.
    pub(crate) fn of_server(
        connection: &ServerConnection,
        tls: &ServerTls,
        verdict: &Verdict,
    ) -> Self {
        let shown = connection.peer_certificates().unwrap_or_default();
        let server_name = connection.server_name();
        let own = Certificate::from_der(tls.shown(server_name, verdict).end_entity());
        let bindings = binding::of(connection, version(connection), Some(&own));
        let verification = tls.judge(shown);
        Self::new(
            connection,
            server_name.map(str::to_owned),
            shown.iter().map(Certificate::from).collect(),
            verification,
            bindings,
        )
    }

    fn new(
        state: &CommonState,
        server_name: Option<String>,
        certificates: Vec<Certificate>,
        verification: Verification,
        bindings: Vec<ChannelBinding>,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                version: version(state),
                cipher_suite: state
                    .negotiated_cipher_suite()
                    .map_or("", |suite| cipher_suite_name(suite.suite())),
                key_exchange: state
                    .negotiated_key_exchange_group()
                    .and_then(|group| group.name().as_str()),
                server_name,
                certificates,
                verification,
                bindings,
                resumed: state.handshake_kind() == Some(HandshakeKind::Resumed),
            }),
        }
    }

    /// The version of TLS.
    pub fn version(&self) -> TlsVersion {
        self.inner.version
    }

    /// The cipher suite by its registered name, `TLS_AES_256_GCM_SHA384`: what the `tls` clause of
    /// a Received header says (RFC 8314 section 4.3).
    pub fn cipher_suite(&self) -> &'static str {
        self.inner.cipher_suite
    }

    /// The group of the key exchange: `X25519`, `secp256r1`.
    pub fn key_exchange(&self) -> Option<&'static str> {
        self.inner.key_exchange
    }

    /// The name that the client asked for (SNI, RFC 6066 section 3), where it did.
    pub fn server_name(&self) -> Option<&str> {
        self.inner.server_name.as_deref()
    }

    /// The certificates that the other side showed, its own first. What they prove, if anything,
    /// says [`TlsSession::verification`].
    pub fn peer_certificates(&self) -> &[Certificate] {
        &self.inner.certificates
    }

    /// Whether the other side has proven who it is.
    pub fn verification(&self) -> &Verification {
        &self.inner.verification
    }

    /// What a SCRAM login can be bound to, strongest first.
    pub fn channel_bindings(&self) -> &[ChannelBinding] {
        &self.inner.bindings
    }

    /// Whether keys of an earlier session were used again.
    pub fn is_resumed(&self) -> bool {
        self.inner.resumed
    }
}

/// One line, as a log has it: `TLSv1.3 with cipher TLS_AES_256_GCM_SHA384, key exchange X25519,
/// verified`.
impl fmt::Display for TlsSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with cipher {}", self.version(), self.cipher_suite())?;
        if let Some(group) = self.key_exchange() {
            write!(f, ", key exchange {group}")?;
        }
        write!(f, ", {}", self.verification())
    }
}

/// Only two versions are ever offered.
fn version(state: &CommonState) -> TlsVersion {
    match state.protocol_version() {
        Some(ProtocolVersion::TLSv1_2) => TlsVersion::Tls12,
        _ => TlsVersion::Tls13,
    }
}

/// The registered name; rustls has a spelling of its own for those of TLS 1.3.
fn cipher_suite_name(suite: CipherSuite) -> &'static str {
    match suite {
        CipherSuite::TLS13_AES_128_GCM_SHA256 => "TLS_AES_128_GCM_SHA256",
        CipherSuite::TLS13_AES_256_GCM_SHA384 => "TLS_AES_256_GCM_SHA384",
        CipherSuite::TLS13_CHACHA20_POLY1305_SHA256 => "TLS_CHACHA20_POLY1305_SHA256",
        other => other.as_str().unwrap_or(""),
    }
}
