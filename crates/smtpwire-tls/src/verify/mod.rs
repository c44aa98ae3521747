//! Who the other side is: whether a server is the one that a client wants to reach (here), whether
//! a client's certificate is believed (`client`), and whether a chain leads to a root (`chain`).

mod chain;
mod client;

use std::iter;
use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error, SignatureScheme};

pub(crate) use chain::Refusal;
#[cfg(test)]
pub(crate) use chain::weak_key;
pub(crate) use client::ClientVerifier;

use crate::certificate::Certificate;
use crate::dane::{DaneMismatch, DaneMismatchKind, Matched};
use crate::explain::{Side, of_certificate};
use crate::failure::{FailureKind, TlsFailure};
use crate::identity::Identity;
use crate::peer::Peer;
use crate::provider;
use crate::roots::Roots;
use crate::session::Verification;

/// Judges the certificates that a server shows.
#[derive(Clone, Debug)]
pub(crate) struct Verifier {
    pub roots: Roots,
    pub peer: Peer,
    /// Whether a certificate that does not convince ends the handshake.
    pub must_verify: bool,
    /// Where it is left what was found, since rustls gives back only what it makes an alert of.
    pub verdict: Verdict,
}

/// What is noticed of certificates while a handshake goes on, which the errors of rustls have no
/// room for. One for each connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verdict {
    /// Why we ended the handshake, if we did: the sentence with all names.
    failure: Arc<OnceLock<TlsFailure>>,
    /// What has convinced us, where a proof was demanded.
    proof: Arc<OnceLock<Verification>>,
    /// Whether we showed a certificate when the server asked for one.
    shown: Arc<OnceLock<bool>>,
    /// What we, a server, showed, where it had to be chosen.
    presented: Arc<OnceLock<Identity>>,
}

impl Verdict {
    /// Whether we, a client, showed a certificate; none where the server did not ask.
    pub(crate) fn shown(&self) -> Option<bool> {
        self.shown.get().copied()
    }

    /// The server asks for our certificate.
    pub(crate) fn asked(&self, shown: bool) {
        let _ = self.shown.set(shown);
    }

    /// What we, a server, showed; none where the name alone decides.
    pub(crate) fn presented(&self) -> Option<&Identity> {
        self.presented.get()
    }

    /// We, a server, show this.
    pub(crate) fn present(&self, identity: &Identity) {
        let _ = self.presented.set(identity.clone());
    }

    /// What was found wrong.
    pub(crate) fn failure(&self) -> Option<&TlsFailure> {
        self.failure.get()
    }

    /// What has convinced us.
    pub(crate) fn proof(&self) -> Option<&Verification> {
        self.proof.get()
    }

    /// Keeps the sentence and what was shown, and gives rustls what it makes the alert of.
    fn refuse(
        &self,
        refusal: Refusal,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
    ) -> Error {
        let error = refusal.to_rustls();
        let chain = iter::once(end_entity).chain(intermediates);
        let _ = self.failure.set(refusal.failure.showing(chain));
        error
    }

    /// Keeps what is wrong with a signature of the handshake, or with the key that has made it where
    /// that is why it does not count.
    fn of_signature(&self, error: Error, certificate: &CertificateDer<'_>, side: Side) -> Error {
        let failure = chain::weak_key(certificate, side).or_else(|| match &error {
            Error::InvalidCertificate(error) => Some(of_certificate(error, side)),
            _ => None,
        });
        if let Some(failure) = failure {
            let _ = self.failure.set(failure.showing([certificate]));
        }
        error
    }
}

impl Verifier {
    /// What convinces us that the server is the one we want to reach, if anything does: where there
    /// are TLSA records that can be used, they alone (RFC 7672 section 2.2); else a chain to a root
    /// and one of the names.
    ///
    /// # Errors
    ///
    /// What is wrong. A name is complained of only where all else is right.
    pub(crate) fn judge(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<Verification, Refusal> {
        if let Some(dane) = self.peer.usable_dane() {
            let algorithms = &provider().signature_verification_algorithms;
            let names = self.peer.names();
            return match dane.verify(end_entity, intermediates, names, now, algorithms) {
                Ok(Matched::Ee(_)) => Ok(Verification::DaneEe),
                Ok(Matched::Ta(_)) => Ok(Verification::DaneTa),
                Err(mismatch) => Err(TlsFailure::from(mismatch).into()),
            };
        }
        chain::of_server(&self.roots, end_entity, intermediates, now)?;
        self.name_fits(end_entity)?;
        Ok(Verification::Pkix)
    }

    /// RFC 7817 section 3: one of the names has to be among the subject alternative names.
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

impl From<DaneMismatch> for TlsFailure {
    fn from(mismatch: DaneMismatch) -> Self {
        let kind = match mismatch.kind() {
            DaneMismatchKind::NoCertificate => FailureKind::BadCertificate,
            DaneMismatchKind::Expired => FailureKind::Expired,
            DaneMismatchKind::NotYetValid => FailureKind::NotYetValid,
            DaneMismatchKind::WrongName => FailureKind::WrongName,
            _ => FailureKind::DaneMismatch,
        };
        Self::new(kind, mismatch.to_string())
    }
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
pub(crate) fn some_of(names: &[String]) -> String {
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
            match self.judge(end_entity, intermediates, now) {
                // A connection has one handshake.
                Ok(proof) => drop(self.verdict.proof.set(proof)),
                Err(refusal) => {
                    return Err(self.verdict.refuse(refusal, end_entity, intermediates));
                }
            }
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
            .map_err(|error| self.verdict.of_signature(error, certificate, Side::Client))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &provider().signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
            .map_err(|error| self.verdict.of_signature(error, certificate, Side::Client))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}
