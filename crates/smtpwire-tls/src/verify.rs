//! Whether a server is the one that we want to reach.

use std::fmt;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::crypto::{verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme};

use crate::certificate::Certificate;
use crate::explain::{Side, of_certificate};
use crate::failure::{FailureKind, TlsFailure};
use crate::peer::Peer;
use crate::provider;
use crate::roots::Roots;
use crate::session::Verification;

/// Judges the certificates that a server shows.
#[derive(Clone)]
pub(crate) struct Verifier {
    pub roots: Roots,
    pub peer: Peer,
    /// Whether a certificate that does not convince ends the handshake.
    pub must_verify: bool,
}

impl Verifier {
    /// What convinces us that the server is the one we want to reach, if anything does.
    ///
    /// # Errors
    ///
    /// What is wrong. A name is complained of only where all else is right.
    pub(crate) fn judge(
        &self,
        chain: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<Verification, TlsFailure> {
        let Some((end_entity, intermediates)) = chain.split_first() else {
            return Err(TlsFailure::new(
                FailureKind::BadCertificate,
                "the server showed no certificate",
            ));
        };
        chain_is_trusted(&self.roots, end_entity, intermediates, now)?;
        self.name_fits(end_entity)?;
        Ok(Verification::Pkix)
    }

    fn name_fits(&self, end_entity: &CertificateDer<'_>) -> Result<(), TlsFailure> {
        let certificate = Certificate::from(end_entity);
        if self.peer.names().iter().any(|name| certificate.is_for(name)) {
            return Ok(());
        }
        let wanted = either(self.peer.names().iter().map(|name| name.to_str().into_owned()));
        let detail = match (certificate.names(), certificate.common_name()) {
            ([], Some(common_name)) => format!(
                "the certificate names no host, so it is not for {wanted}; its common name \
                 \"{common_name}\" does not count (RFC 7817)"
            ),
            ([], None) => format!("the certificate names no host, so it is not for {wanted}"),
            (names, _) => format!("the certificate is for {}, not for {wanted}", some_of(names)),
        };
        Err(TlsFailure::new(FailureKind::WrongName, detail))
    }
}

/// Whether a chain leads from a server's certificate to a root.
pub(crate) fn chain_is_trusted(
    roots: &Roots,
    end_entity: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
    now: UnixTime,
) -> Result<(), TlsFailure> {
    let trusted = ParsedCertificate::try_from(end_entity).and_then(|certificate| {
        verify_server_cert_signed_by_trust_anchor(
            &certificate,
            roots.anchors(),
            intermediates,
            now,
            provider().signature_verification_algorithms.all,
        )
    });
    match trusted {
        Ok(()) => Ok(()),
        Err(error) => Err(of_chain(&error, end_entity, intermediates)),
    }
}

/// Why a chain leads to no root, with the names that are at hand.
fn of_chain(
    error: &Error,
    end_entity: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
) -> TlsFailure {
    let Error::InvalidCertificate(error) = error else {
        return TlsFailure::new(
            FailureKind::BadCertificate,
            format!("the certificate is not acceptable: {error}"),
        );
    };
    if !matches!(error, CertificateError::UnknownIssuer) {
        return of_certificate(error, Side::Client);
    }
    let certificate = Certificate::from(end_entity);
    if certificate.is_self_signed() {
        return TlsFailure::new(
            FailureKind::SelfSigned,
            format!(
                "the certificate of {} is self-signed, and it is not among the trusted roots",
                certificate.whose()
            ),
        );
    }
    let last = intermediates.last().map_or(certificate, Certificate::from);
    TlsFailure::new(
        FailureKind::UnknownIssuer,
        format!("the certificate leads to \"{}\", which is no trusted root", last.issuer()),
    )
}

/// `a`, `a or b`, `a, b or c`.
fn either(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    let Some(last) = names.pop() else { return String::new() };
    match names.as_slice() {
        [] => last,
        names => format!("{} or {last}", names.join(", ")),
    }
}

/// Some of the names, since a certificate may carry hundreds.
fn some_of(names: &[String]) -> String {
    const SHOWN: usize = 5;
    match names.get(..SHOWN) {
        Some(first) if names.len() > SHOWN => {
            let more = names.len().saturating_sub(SHOWN);
            format!("{} and {more} more", first.join(", "))
        }
        _ => names.join(", "),
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.must_verify {
            let chain: Vec<_> = std::iter::once(end_entity).chain(intermediates).cloned().collect();
            self.judge(&chain, now).map_err(|failure| {
                Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(failure))))
            })?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &provider().signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &provider().signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("roots", &self.roots)
            .field("peer", &self.peer)
            .field("must_verify", &self.must_verify)
            .finish()
    }
}
