//! Whether a client's certificate is one that a server believes.

use std::sync::Arc;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};

use super::Verdict;
use super::chain::{self, Refusal};
use crate::error::TlsConfigError;
use crate::explain::Side;
use crate::provider;
use crate::roots::Roots;

/// The most issuers that a client is told of. A list of all the public ones is of no help to it, and
/// some choke on it.
const MAX_HINTS: usize = 32;

/// Judges the certificates that clients show.
#[derive(Clone, Debug)]
pub(crate) struct ClientVerifier {
    webpki: Arc<dyn ClientCertVerifier>,
    roots: Roots,
    /// Whether a certificate that does not convince ends the handshake, and so does none.
    demanded: bool,
    verdict: Verdict,
}

impl ClientVerifier {
    pub(crate) fn new(roots: &Roots, demanded: bool) -> Result<Self, TlsConfigError> {
        let anchors = roots.anchors().clone();
        let builder = WebPkiClientVerifier::builder_with_provider(anchors, provider().clone());
        let builder = if demanded { builder } else { builder.allow_unauthenticated() };
        let builder =
            if roots.len() > MAX_HINTS { builder.clear_root_hint_subjects() } else { builder };
        let webpki = builder.build().map_err(|_| {
            TlsConfigError::new(
                "client certificates are wanted, and there is no root to judge them by",
            )
        })?;
        Ok(Self { webpki, roots: roots.clone(), demanded, verdict: Verdict::default() })
    }

    /// The same for one connection.
    pub(crate) fn for_one(&self, verdict: &Verdict) -> Self {
        Self { verdict: verdict.clone(), ..self.clone() }
    }

    /// Whether the certificate leads to a root. Whose it is, the host decides.
    pub(crate) fn judge(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<(), Refusal> {
        if self.roots.contains(end_entity) {
            return chain::is_good_by_itself(end_entity, now, Side::Server);
        }
        self.webpki
            .verify_client_cert(end_entity, intermediates, now)
            .map(|_| ())
            .map_err(|error| chain::refusal(error, end_entity, intermediates, now, Side::Server))
    }
}

impl ClientCertVerifier for ClientVerifier {
    fn client_auth_mandatory(&self) -> bool {
        self.demanded
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.webpki.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        if self.demanded
            && let Err(refusal) = self.judge(end_entity, intermediates, now)
        {
            return Err(self.verdict.refuse(refusal, end_entity, intermediates));
        }
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.webpki
            .verify_tls12_signature(message, certificate, signed)
            .map_err(|error| self.verdict.of_signature(error, certificate, Side::Server))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.webpki
            .verify_tls13_signature(message, certificate, signed)
            .map_err(|error| self.verdict.of_signature(error, certificate, Side::Server))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.webpki.supported_verify_schemes()
    }
}
