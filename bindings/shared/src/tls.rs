//! What there is to tell of TLS.

use std::fmt;

use serde::Serialize;
use serde_bytes::{ByteBuf, Bytes};
use smtpwire_tls as core;

use crate::failure::boxed;
use crate::values::Reply;

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

/// What a login can be tied to.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ChannelBinding<'a> {
    /// Which property of the connection it is: `tls-exporter`, `tls-server-end-point`, `tls-unique`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The octets.
    pub data: &'a Bytes,
}

impl fmt::Debug for ChannelBinding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChannelBinding").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl<'a> From<&'a smtpwire::sasl::ChannelBinding> for ChannelBinding<'a> {
    fn from(binding: &'a smtpwire::sasl::ChannelBinding) -> Self {
        Self { kind: binding.kind().name(), data: Bytes::new(binding.data()) }
    }
}

/// What opportunistic TLS came to, where that is less than TLS with a server that has proven who it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fallback {
    /// `plaintext`, `unverified`, `failed`; `other` for what is newer than this shell.
    pub kind: &'static str,
    /// Whether what was sent was, or may now be, readable on the way.
    pub plaintext: bool,
    /// The server's refusal of STARTTLS, where it was offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Box<Reply<'static>>>,
}

impl From<core::Fallback> for Fallback {
    fn from(fallback: core::Fallback) -> Self {
        let plaintext = fallback.is_plaintext();
        let (kind, reply) = match &fallback {
            core::Fallback::Plaintext { reply } => ("plaintext", reply.as_ref().map(boxed)),
            core::Fallback::Unverified => ("unverified", None),
            core::Fallback::Failed => ("failed", None),
            _ => ("other", None),
        };
        Self { kind, plaintext, reply }
    }
}

/// A piece of what was said, in the clear. It may hold passwords: under serde it is written as it is,
/// since that is what it was asked for; `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Traced {
    /// `received` from the peer, `sent` to it, or `established`: TLS came up here.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The octets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub octets: Option<ByteBuf>,
}

impl fmt::Debug for Traced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Traced").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl From<core::Traced> for Traced {
    fn from(traced: core::Traced) -> Self {
        let (kind, octets) = match traced {
            core::Traced::Received(octets) => ("received", Some(ByteBuf::from(octets))),
            core::Traced::Sent(octets) => ("sent", Some(ByteBuf::from(octets))),
            core::Traced::Established => ("established", None),
        };
        Self { kind, octets }
    }
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
