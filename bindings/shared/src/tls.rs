//! What there is to tell of TLS.

use serde::Serialize;
use serde_bytes::Bytes;
use smtpwire_tls as core;

/// What became of a handshake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TlsSession<'a> {
    /// The version, as in `TLSv1.3`.
    pub version: String,
    /// The cipher suite's registered name.
    pub cipher_suite: &'static str,
    /// The key exchange's name, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_exchange: Option<&'static str>,
    /// The server's name as the client said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_name: Option<&'a str>,
    /// The peer's certificates, its own first.
    pub peer_certificates: Vec<Certificate<'a>>,
    /// How the peer has proven who it is: `pkix`, `dane-ee`, `dane-ta`, `client-certificate`, `none`
    /// or `failed`.
    pub verification: &'static str,
    /// Whether it has.
    pub verified: bool,
    /// Failed: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<TlsFailure<'a>>,
    /// Whether an earlier session was resumed.
    pub resumed: bool,
}

/// Why TLS failed, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TlsFailure<'a> {
    /// What kind of failure it is, by a stable name.
    pub kind: &'static str,
    /// A sentence for people.
    pub message: String,
    /// What to do about it.
    pub advice: &'static str,
    /// Its `result-type` in a report by TLSRPT (RFC 8460 section 4.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report_type: Option<&'static str>,
    /// The certificates that it is about.
    pub certificates: Vec<Certificate<'a>>,
}

/// A certificate, as far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Certificate<'a> {
    /// Whom it is for.
    pub subject: &'a str,
    /// Who has signed it.
    pub issuer: &'a str,
    /// The names and addresses that it is valid for.
    pub names: &'a [String],
    /// Its serial number, as hexadecimal octets with colons.
    pub serial: &'a str,
    /// From when it is valid, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<i64>,
    /// Until when it is valid, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_after: Option<i64>,
    /// Its key, as in `RSA 2048`.
    pub key: &'a str,
    /// By what it is signed.
    pub signature_algorithm: String,
    /// The SHA-256 of its octets, as hexadecimal octets with colons.
    pub fingerprint: String,
    /// Whether it has signed itself.
    pub self_signed: bool,
    /// Whether it may sign others.
    pub authority: bool,
    /// Whether all this could be read.
    pub readable: bool,
    /// The octets.
    pub der: &'a Bytes,
}

impl<'a> From<&'a core::TlsSession> for TlsSession<'a> {
    fn from(session: &'a core::TlsSession) -> Self {
        let verification = session.verification();
        Self {
            version: session.version().to_string(),
            cipher_suite: session.cipher_suite(),
            key_exchange: session.key_exchange(),
            server_name: session.server_name(),
            peer_certificates: certificates(session.peer_certificates()),
            verification: match verification {
                core::Verification::Pkix => "pkix",
                core::Verification::DaneEe => "dane-ee",
                core::Verification::DaneTa => "dane-ta",
                core::Verification::ClientCertificate => "client-certificate",
                core::Verification::None => "none",
                core::Verification::Failed(_) => "failed",
                _ => "other",
            },
            verified: verification.is_verified(),
            failure: verification.failure().map(TlsFailure::from),
            resumed: session.is_resumed(),
        }
    }
}

impl<'a> From<&'a core::TlsFailure> for TlsFailure<'a> {
    fn from(failure: &'a core::TlsFailure) -> Self {
        Self {
            kind: failure.kind().name(),
            message: failure.to_string(),
            advice: failure.advice(),
            report_type: failure.report_type(),
            certificates: certificates(failure.certificates()),
        }
    }
}

fn certificates(all: &[core::Certificate]) -> Vec<Certificate<'_>> {
    all.iter().map(Certificate::from).collect()
}

impl<'a> From<&'a core::Certificate> for Certificate<'a> {
    fn from(certificate: &'a core::Certificate) -> Self {
        Self {
            subject: certificate.subject(),
            issuer: certificate.issuer(),
            names: certificate.names(),
            serial: certificate.serial(),
            not_before: certificate.not_before(),
            not_after: certificate.not_after(),
            key: certificate.key(),
            signature_algorithm: certificate.signature_algorithm(),
            fingerprint: certificate.fingerprint(),
            self_signed: certificate.is_self_signed(),
            authority: certificate.is_authority(),
            readable: certificate.is_readable(),
            der: Bytes::new(certificate.der()),
        }
    }
}
