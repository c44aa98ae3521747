//! Why TLS did not come about, in words that an operator understands.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;

use crate::certificate::Certificate;
use crate::explain::Side;

/// Why a handshake failed, or why a certificate was not believed: a kind for programs, and a
/// sentence for people ([`fmt::Display`]). Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct TlsFailure {
    kind: FailureKind,
    detail: Cow<'static, str>,
    /// Which side we were: what is to be done depends on it.
    side: Side,
    /// What the other side showed, where that is what was refused.
    certificates: Option<Arc<[Certificate]>>,
}

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// The other side does not speak TLS here, but something else.
    NotTls,
    /// The certificate, or one that it depends on, has expired.
    Expired,
    /// The certificate, or one that it depends on, is not valid yet.
    NotYetValid,
    /// The certificate leads to no root that is trusted.
    UnknownIssuer,
    /// The certificate vouches for itself, and is not among the roots.
    SelfSigned,
    /// The certificate is for other hosts.
    WrongName,
    /// The certificate has been revoked.
    Revoked,
    /// The certificate is broken, its signature does not fit, or there is none.
    BadCertificate,
    /// The certificate is not meant for this use.
    WrongUsage,
    /// The certificate is none of those that the TLSA records name (RFC 7672).
    DaneMismatch,
    /// The host is none of those that the MTA-STS policy names (RFC 8461).
    StsMismatch,
    /// There is no version of TLS that both speak.
    NoCommonVersion,
    /// There is no cipher suite, key exchange or signature that both know.
    NoCommonCipher,
    /// The other side refused our certificate.
    CertificateRefused,
    /// The other side demands a certificate from us (or we from it), and there was none.
    CertificateRequired,
    /// The other side gave up for another reason, and named it.
    Alert,
    /// The other side closed the connection in the middle.
    Truncated,
    /// The other side did not finish the handshake in time.
    TimedOut,
    /// What came breaks the rules of TLS, or was changed on the way.
    BadRecord,
    /// Our own configuration can't work.
    Misconfigured,
    /// Another reason.
    Other,
}

impl FailureKind {
    /// A name that stays, for logs and other languages: `wrong-name`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotTls => "not-tls",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::UnknownIssuer => "unknown-issuer",
            Self::SelfSigned => "self-signed",
            Self::WrongName => "wrong-name",
            Self::Revoked => "revoked",
            Self::BadCertificate => "bad-certificate",
            Self::WrongUsage => "wrong-usage",
            Self::DaneMismatch => "dane-mismatch",
            Self::StsMismatch => "sts-mismatch",
            Self::NoCommonVersion => "no-common-version",
            Self::NoCommonCipher => "no-common-cipher",
            Self::CertificateRefused => "certificate-refused",
            Self::CertificateRequired => "certificate-required",
            Self::Alert => "alert",
            Self::Truncated => "truncated",
            Self::TimedOut => "timed-out",
            Self::BadRecord => "bad-record",
            Self::Misconfigured => "misconfigured",
            Self::Other => "other",
        }
    }

    /// What to do about it, for a client's operator. [`TlsFailure::advice`] has other words where it
    /// is a server that failed.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::NotTls => {
                "Check the port: 465 speaks TLS from the first octet, 25 and 587 after STARTTLS."
            }
            Self::Expired => {
                "The server's operator has to renew the certificate, and to let the server load the \
                 new one. If it looks valid, check this machine's clock."
            }
            Self::NotYetValid => "Check the clock of this machine, then that of the issuer.",
            Self::UnknownIssuer => {
                "If the issuer is a CA of your own, give its certificate as a root. Otherwise the \
                 server may leave out an intermediate certificate: its operator has to install the \
                 full chain."
            }
            Self::SelfSigned => {
                "If the certificate is yours, give it as a root. Otherwise the server needs one \
                 from a CA."
            }
            Self::WrongName => {
                "Connect by a name that the certificate has, or get a certificate with the name \
                 that is used."
            }
            Self::Revoked => "The server's operator has to replace the certificate.",
            Self::BadCertificate => {
                "The server's operator has to install a sound certificate with the key that belongs \
                 to it."
            }
            Self::WrongUsage => {
                "Issue the certificate for this use: serverAuth for a server, clientAuth for a \
                 client; and no CA's own certificate for either."
            }
            Self::DaneMismatch => {
                "The server's operator has to publish TLSA records that fit the certificate, before \
                 it is replaced."
            }
            Self::StsMismatch => {
                "The domain's operator has to name the MX host in the MTA-STS policy, or to take it \
                 out of the MX records."
            }
            Self::NoCommonVersion => {
                "Bring the older side up to TLS 1.2 or 1.3, or widen the versions that are allowed."
            }
            Self::NoCommonCipher => {
                "The other side knows only old ciphers or keys; it has to be updated."
            }
            Self::CertificateRefused => {
                "Show a certificate that the other side knows, or let it learn of its issuer."
            }
            Self::CertificateRequired => "Configure a client certificate with its key.",
            Self::Alert => "The other side's log says why it gave up.",
            Self::Truncated => {
                "Look into the other side's log, and for a firewall or a rate limit in between."
            }
            Self::TimedOut => {
                "Try again; if it stays, look for a firewall that lets TLS vanish, and check the port: 465 \
                 speaks TLS from the first octet, 25 and 587 after STARTTLS."
            }
            Self::BadRecord => {
                "Look for a device in between that changes the traffic, as \"SMTP inspection\" in \
                 firewalls does."
            }
            Self::Misconfigured => "Correct the configuration.",
            Self::Other => "Try again; if it stays, look into both sides' logs.",
        }
    }

    /// What to do about it, for a server's operator, where that is something else than for a
    /// client's: the certificate that is at fault is the client's, whose operator is somebody else.
    const fn advice_to_a_server(self) -> &'static str {
        match self {
            Self::NotTls => {
                "The client has to be set up for this port: 465 speaks TLS from the first octet, 25 \
                 and 587 after STARTTLS."
            }
            Self::Expired => {
                "The client's operator has to renew the client certificate. If it looks valid, check \
                 this machine's clock."
            }
            Self::UnknownIssuer => {
                "The client's operator has to show a certificate from a CA that this server trusts, \
                 with its full chain; if its issuer is a CA of your own, give it with the roots for \
                 client certificates."
            }
            Self::SelfSigned => {
                "The client's operator has to show a certificate from a CA that this server trusts; \
                 if you know this one, give it with the roots for client certificates."
            }
            Self::Revoked => "The client's operator has to replace the client certificate.",
            Self::BadCertificate => {
                "The client's operator has to configure a sound certificate with the key that \
                 belongs to it."
            }
            Self::WrongUsage => {
                "The client's operator has to show a certificate that is issued for clients \
                 (clientAuth), and not a CA's own."
            }
            Self::NoCommonCipher => {
                "The client knows only old ciphers or keys; it has to be updated. If it knows RSA \
                 alone, give this server an RSA certificate beside the other one."
            }
            Self::CertificateRefused => {
                "Show a certificate of a CA that the client knows, with its full chain and the name \
                 that the client connects by; or let the client learn of its issuer."
            }
            Self::CertificateRequired => {
                "The client's operator has to configure a client certificate with its key. If \
                 clients without one are to be served, ask for certificates and don't demand them."
            }
            Self::Alert => "The client's log says why it gave up.",
            other => other.advice(),
        }
    }

    /// The result type of a TLS report (RFC 8460 section 4.3) that a sender counts this as. None
    /// where nothing is to be reported, since the fault is ours.
    pub const fn report_type(self) -> Option<&'static str> {
        Some(match self {
            Self::Expired => "certificate-expired",
            Self::WrongName => "certificate-host-mismatch",
            Self::NotYetValid
            | Self::UnknownIssuer
            | Self::SelfSigned
            | Self::Revoked
            | Self::BadCertificate
            | Self::WrongUsage => "certificate-not-trusted",
            Self::DaneMismatch => "tlsa-invalid",
            Self::NotTls
            | Self::StsMismatch
            | Self::NoCommonVersion
            | Self::NoCommonCipher
            | Self::CertificateRefused
            | Self::CertificateRequired
            | Self::Alert
            | Self::Truncated
            | Self::TimedOut
            | Self::BadRecord
            | Self::Other => "validation-failure",
            Self::Misconfigured => return None,
        })
    }
}

impl TlsFailure {
    /// A client's failure; [`TlsFailure::on`] makes it a server's.
    pub(crate) fn new(kind: FailureKind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, detail: detail.into(), side: Side::Client, certificates: None }
    }

    /// The same, when we are on this side.
    pub(crate) fn on(self, side: Side) -> Self {
        Self { side, ..self }
    }

    /// Our own configuration can't work.
    pub(crate) fn misconfigured(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FailureKind::Misconfigured, detail)
    }

    /// The same, with the chain that was refused.
    pub(crate) fn showing<'a>(
        self,
        chain: impl IntoIterator<Item = &'a CertificateDer<'a>>,
    ) -> Self {
        Self { certificates: Some(chain.into_iter().map(Certificate::from).collect()), ..self }
    }

    /// What kind of failure it is.
    pub const fn kind(&self) -> FailureKind {
        self.kind
    }

    /// What to do about it, for whoever runs the side that failed: a server's operator, whom a
    /// client's certificate did not convince, reads other words than a client's.
    pub const fn advice(&self) -> &'static str {
        match self.side {
            Side::Client => self.kind.advice(),
            Side::Server => self.kind.advice_to_a_server(),
        }
    }

    /// The certificates that the other side showed, its own first, where we ended the handshake
    /// because of them; of a signature in the handshake that does not fit, its own alone. Empty where
    /// the handshake failed for another reason, and where it did not fail: a session that went on all
    /// the same has them ([`TlsSession::peer_certificates`](crate::TlsSession::peer_certificates)).
    pub fn certificates(&self) -> &[Certificate] {
        self.certificates.as_deref().unwrap_or_default()
    }

    /// The result type of a TLS report (RFC 8460 section 4.3), where it is one.
    pub const fn report_type(&self) -> Option<&'static str> {
        self.kind.report_type()
    }
}

/// Without the certificates, which are long.
impl fmt::Debug for TlsFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsFailure")
            .field("kind", &self.kind)
            .field("detail", &self.detail)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for TlsFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for TlsFailure {}
