//! From the errors of rustls to failures that a person understands.

use rustls::pki_types::UnixTime;
use rustls::{
    AlertDescription, CertificateError, Error, InvalidMessage, PeerIncompatible, PeerMisbehaved,
};
use x509_cert::der::DateTime;

use crate::failure::{FailureKind, TlsFailure};
use crate::verify::Verdict;

/// Which side we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

impl Side {
    /// What the other side is called.
    pub(crate) const fn other(self) -> &'static str {
        match self {
            Self::Client => "the server",
            Self::Server => "the client",
        }
    }

    /// What the other side's certificate is called.
    pub(crate) const fn their_certificate(self) -> &'static str {
        match self {
            Self::Client => "the certificate",
            Self::Server => "the client's certificate",
        }
    }
}

/// What the connection knows when a handshake fails.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Circumstances<'a> {
    /// Which side we are.
    pub side: Side,
    /// Whether TLS comes from the first octet, as on port 465, and not after STARTTLS.
    pub implicit: bool,
    /// The first octets that came since the handshake began, some 64 of them; empty where none came.
    pub received: &'a [u8],
    /// What was noticed of certificates.
    pub verdict: &'a Verdict,
}

impl TlsFailure {
    /// What an error of rustls means, in these circumstances. A failure that a verifier of ours has
    /// found comes out as it went in.
    pub(crate) fn of(error: &Error, now: &Circumstances<'_>) -> Self {
        Self::explain(error, now).on(now.side)
    }

    fn explain(error: &Error, now: &Circumstances<'_>) -> Self {
        let other = now.side.other();
        if !now.received.is_empty() && !begins_like_tls(now.received) {
            return not_tls(now);
        }
        if let (Error::InvalidCertificate(_), Some(refused)) = (error, now.verdict.failure()) {
            return refused.clone();
        }
        match error {
            Error::InvalidCertificate(error) => of_certificate(error, now.side),
            Error::AlertReceived(alert) => of_alert(*alert, now),
            Error::NoCertificatesPresented => no_certificate(now.side),
            // rustls looks for this extension, which came with TLS 1.2, before it looks at the version.
            Error::PeerIncompatible(PeerIncompatible::SignatureAlgorithmsExtensionRequired)
                if is_old_hello(now.received) =>
            {
                Self::new(
                    FailureKind::NoCommonVersion,
                    format!("{other} speaks TLS 1.1 or older, and no version that is allowed here"),
                )
            }
            Error::PeerIncompatible(incompatible) => of_incompatible(incompatible, now.side),
            Error::PeerMisbehaved(
                PeerMisbehaved::AttemptedDowngradeToTls12WhenTls13IsSupported,
            ) => Self::new(
                FailureKind::BadRecord,
                "both sides speak TLS 1.3, and somebody in between made it 1.2",
            ),
            Error::PeerMisbehaved(how) => Self::new(
                FailureKind::BadRecord,
                format!("{other} broke the rules of TLS ({how:?})"),
            ),
            Error::InvalidMessage(
                InvalidMessage::UnknownProtocolVersion | InvalidMessage::InvalidContentType,
            ) => Self::new(FailureKind::BadRecord, format!("what {other} sent is no TLS")),
            Error::InvalidMessage(how) => Self::new(
                FailureKind::BadRecord,
                format!("{other} sent a broken TLS message ({how:?})"),
            ),
            Error::InappropriateMessage { .. } | Error::InappropriateHandshakeMessage { .. } => {
                Self::new(
                    FailureKind::BadRecord,
                    format!("{other} sent a TLS message that does not belong there"),
                )
            }
            Error::DecryptError => Self::new(
                FailureKind::BadRecord,
                format!("what {other} sent does not decrypt; it was changed on the way"),
            ),
            Error::PeerSentOversizedRecord => Self::new(
                FailureKind::BadRecord,
                format!("{other} sent a TLS record that is longer than allowed"),
            ),
            Error::FailedToGetRandomBytes => {
                Self::new(FailureKind::Misconfigured, "this machine gives no random octets")
            }
            Error::FailedToGetCurrentTime => {
                Self::new(FailureKind::Misconfigured, "this machine does not know what time it is")
            }
            other => Self::new(FailureKind::Other, format!("TLS failed: {other}")),
        }
    }

    /// The other side closed the connection before the handshake was done.
    pub(crate) fn cut_off(now: &Circumstances<'_>) -> Self {
        if !now.received.is_empty() && !begins_like_tls(now.received) {
            return not_tls(now);
        }
        let other = now.side.other();
        Self::new(
            FailureKind::Truncated,
            match now.received {
                [] => format!("{other} closed the connection without a word of TLS"),
                _ => format!("{other} closed the connection in the middle of the TLS handshake"),
            },
        )
        .on(now.side)
    }
}

impl TlsFailure {
    /// The other side did not finish the handshake in time.
    pub(crate) fn timed_out(now: &Circumstances<'_>) -> Self {
        let other = now.side.other();
        Self::new(
            FailureKind::TimedOut,
            match now.received {
                [] => format!("{other} said nothing in TLS in time"),
                _ => format!("{other} did not finish the TLS handshake in time"),
            },
        )
        .on(now.side)
    }

    /// The other side announced a message of the handshake that is longer than any needs to be.
    pub(crate) fn endless(now: &Circumstances<'_>) -> Self {
        let other = now.side.other();
        Self::new(
            FailureKind::BadRecord,
            format!(
                "{other} sent a message of the TLS handshake that is longer than 65,535 octets"
            ),
        )
        .on(now.side)
    }
}

/// Whether these may be the first octets of a TLS record: a content type (RFC 8446 section 5.1), and
/// the 3 of `legacy_record_version` where it is there already.
fn begins_like_tls(octets: &[u8]) -> bool {
    matches!(octets, [0x14..=0x18, 3, ..] | [0x14..=0x18])
}

/// Whether these are the first octets of a `ClientHello` whose `legacy_version` is below that of TLS
/// 1.2 (RFC 8446 section 4.1.2). It stands behind 5 octets of the record's header and 4 of the
/// message's.
fn is_old_hello(octets: &[u8]) -> bool {
    matches!(octets, [0x16, 3, _, _, _, 1, _, _, _, 3, 0..=2, ..])
}

fn not_tls(now: &Circumstances<'_>) -> TlsFailure {
    let line = now.received.split(|octet| matches!(octet, b'\r' | b'\n')).next();
    let line = line.unwrap_or_default();
    let shown = line.get(..64).unwrap_or(line).escape_ascii();
    let detail = match (now.side, now.implicit) {
        (Side::Client, true) => format!(
            "the server answered in plaintext: \"{shown}\"; the port wants STARTTLS, not TLS from \
             the first octet"
        ),
        (Side::Client, false) => {
            format!("the server agreed to STARTTLS and went on in plaintext: \"{shown}\"")
        }
        (Side::Server, true) => format!(
            "the client spoke plaintext: \"{shown}\"; this port wants TLS from the first octet"
        ),
        (Side::Server, false) => {
            format!("the client said STARTTLS and went on in plaintext: \"{shown}\"")
        }
    };
    TlsFailure::new(FailureKind::NotTls, detail).on(now.side)
}

fn no_certificate(side: Side) -> TlsFailure {
    match side {
        Side::Client => {
            TlsFailure::new(FailureKind::BadCertificate, "the server showed no certificate")
        }
        Side::Server => TlsFailure::new(
            FailureKind::CertificateRequired,
            "the client showed no certificate, and this server demands one",
        ),
    }
}

/// What a certificate was refused for, by us.
pub(crate) fn of_certificate(error: &CertificateError, side: Side) -> TlsFailure {
    use CertificateError as E;
    let whose = side.their_certificate();
    let (kind, detail) = match error {
        E::Other(other) => match other.0.downcast_ref::<TlsFailure>() {
            Some(failure) => return failure.clone(),
            None if other.0.to_string() == "CaUsedAsEndEntity" => (
                FailureKind::WrongUsage,
                format!("{whose} is that of a CA, which is no host's own"),
            ),
            None if other.0.to_string() == "UnsupportedCertVersion" => (
                FailureKind::BadCertificate,
                format!("{whose} is of X.509 version 1, which can name no host"),
            ),
            None => (FailureKind::BadCertificate, format!("{whose} is not acceptable: {other}")),
        },
        E::Expired => (FailureKind::Expired, format!("{whose} has expired")),
        E::ExpiredContext { time, not_after } => (
            FailureKind::Expired,
            format!("{whose} expired on {}{}", date(*not_after), days(*not_after, *time, "ago")),
        ),
        E::NotValidYet => (FailureKind::NotYetValid, format!("{whose} is not valid yet")),
        E::NotValidYetContext { time, not_before } => (
            FailureKind::NotYetValid,
            format!(
                "{whose} is valid only from {}{}",
                date(*not_before),
                days(*time, *not_before, "from now")
            ),
        ),
        E::Revoked => (FailureKind::Revoked, format!("{whose} has been revoked")),
        E::UnknownIssuer => {
            (FailureKind::UnknownIssuer, format!("the issuer of {whose} is not trusted"))
        }
        E::NotValidForName | E::NotValidForNameContext { .. } => {
            (FailureKind::WrongName, format!("{whose} is for another host"))
        }
        E::InvalidPurpose | E::InvalidPurposeContext { .. } => (
            FailureKind::WrongUsage,
            match side {
                Side::Client => "the certificate is not meant for servers".to_owned(),
                Side::Server => "the client's certificate is not meant for clients".to_owned(),
            },
        ),
        E::BadEncoding => (FailureKind::BadCertificate, format!("{whose} is broken")),
        E::BadSignature => (
            FailureKind::BadCertificate,
            format!("a signature of {whose}, or one made with its key, does not fit"),
        ),
        E::UnsupportedSignatureAlgorithmContext { .. }
        | E::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => (
            FailureKind::BadCertificate,
            format!("{whose} is signed in a way that is too weak or not known"),
        ),
        E::UnhandledCriticalExtension => (
            FailureKind::BadCertificate,
            format!("{whose} has a critical extension that is not known"),
        ),
        other => (FailureKind::BadCertificate, format!("{whose} is not acceptable: {other}")),
    };
    TlsFailure::new(kind, detail).on(side)
}

fn of_incompatible(incompatible: &PeerIncompatible, side: Side) -> TlsFailure {
    use PeerIncompatible as P;
    let other = side.other();
    match incompatible {
        P::ServerDoesNotSupportTls12Or13
        | P::ServerTlsVersionIsDisabledByOurConfig
        | P::SupportedVersionsExtensionRequired
        | P::Tls12NotOffered
        | P::Tls12NotOfferedOrEnabled => TlsFailure::new(
            FailureKind::NoCommonVersion,
            format!("{other} speaks no version of TLS that is allowed here"),
        ),
        P::NoCipherSuitesInCommon => TlsFailure::new(
            FailureKind::NoCommonCipher,
            format!("{other} knows no cipher suite that is allowed here"),
        ),
        P::NoKxGroupsInCommon | P::NamedGroupsExtensionRequired | P::KeyShareExtensionRequired => {
            TlsFailure::new(
                FailureKind::NoCommonCipher,
                format!("{other} knows no key exchange that is allowed here"),
            )
        }
        P::NoSignatureSchemesInCommon
        | P::SignatureAlgorithmsExtensionRequired
        | P::NoCertificateRequestSignatureSchemesInCommon => TlsFailure::new(
            FailureKind::NoCommonCipher,
            format!("{other} knows no signature that the certificate's key can make"),
        ),
        how => TlsFailure::new(
            FailureKind::NoCommonCipher,
            format!("{other} lacks what is needed here ({how:?})"),
        ),
    }
}

/// What the other side gave up for. Alerts about certificates are always about ours: we don't tell
/// the other side that its own was refused and hear of it again.
fn of_alert(alert: AlertDescription, now: &Circumstances<'_>) -> TlsFailure {
    use AlertDescription as A;
    let side = now.side;
    let other = side.other();
    // A server that asked for our certificate and got none can only miss it.
    if now.verdict.shown() == Some(false) && is_about_certificates(alert) {
        return certificate_required(side, alert);
    }
    let ours = match side {
        Side::Client => "our client certificate",
        Side::Server => "our certificate",
    };
    let because = match alert {
        A::BadCertificate => "it is broken or not for the name that it looked for",
        A::UnsupportedCertificate => "it is of a kind or for a use that it does not take",
        A::CertificateRevoked => "it has been revoked",
        A::CertificateExpired => "it has expired or is not valid yet",
        A::CertificateUnknown => "it does not trust it",
        A::UnknownCA => "it does not know the issuer",
        A::AccessDenied => "it lets nobody in with it",
        A::BadCertificateHashValue | A::BadCertificateStatusResponse => "its status is not good",
        A::CertificateRequired | A::NoCertificate => return certificate_required(side, alert),
        A::ProtocolVersion => {
            return TlsFailure::new(
                FailureKind::NoCommonVersion,
                format!("{other} speaks none of our versions of TLS (alert protocol_version)"),
            );
        }
        A::InsufficientSecurity => {
            return TlsFailure::new(
                FailureKind::NoCommonCipher,
                format!("{other} wants stronger ciphers (alert insufficient_security)"),
            );
        }
        A::HandshakeFailure => return of_handshake_failure(now),
        A::UnrecognisedName => {
            return TlsFailure::new(
                FailureKind::Alert,
                format!("{other} is not the host that we asked for (alert unrecognized_name)"),
            );
        }
        _ => {
            return TlsFailure::new(
                FailureKind::Alert,
                format!("{other} gave up the connection (alert {})", alert_name(alert)),
            );
        }
    };
    TlsFailure::new(
        FailureKind::CertificateRefused,
        format!("{other} did not accept {ours}: {because} (alert {})", alert_name(alert)),
    )
}

/// What servers say who miss a client's certificate, by the version of TLS and by who wrote them.
fn is_about_certificates(alert: AlertDescription) -> bool {
    use AlertDescription as A;
    matches!(
        alert,
        A::HandshakeFailure
            | A::NoCertificate
            | A::BadCertificate
            | A::UnsupportedCertificate
            | A::CertificateUnknown
            | A::UnknownCA
            | A::AccessDenied
            // GnuTLS has a certificate message of no length that it can't decode.
            | A::DecodeError
            | A::CertificateRequired
    )
}

fn certificate_required(side: Side, alert: AlertDescription) -> TlsFailure {
    let detail = match side {
        Side::Client => "the server demands a client certificate, and we showed none",
        Side::Server => "the client complains that there is no certificate",
    };
    TlsFailure::new(
        FailureKind::CertificateRequired,
        format!("{detail} (alert {})", alert_name(alert)),
    )
}

/// An alert that says little. With TLS 1.2 it is also what most servers say who miss a client
/// certificate; TLS 1.3 has an alert for that. Where it is a server's first word, it has not even
/// chosen a cipher suite.
fn of_handshake_failure(now: &Circumstances<'_>) -> TlsFailure {
    let other = now.side.other();
    let (kind, detail) = match (now.side, now.verdict.shown(), now.received) {
        (Side::Client, Some(true), _) => (
            FailureKind::CertificateRefused,
            format!("{other} broke off the handshake when it saw our client certificate"),
        ),
        (Side::Client, None, [0x16, ..]) => {
            (FailureKind::Alert, format!("{other} broke off the handshake"))
        }
        _ => (
            FailureKind::NoCommonCipher,
            format!("{other} knows none of our cipher suites, or of our key exchanges"),
        ),
    };
    TlsFailure::new(kind, format!("{detail} (alert handshake_failure)"))
}

/// The name of an alert as RFC 8446 section 6 writes it, or its number.
fn alert_name(alert: AlertDescription) -> String {
    use AlertDescription as A;
    let name = match alert {
        A::CloseNotify => "close_notify",
        A::UnexpectedMessage => "unexpected_message",
        A::BadRecordMac => "bad_record_mac",
        A::RecordOverflow => "record_overflow",
        A::HandshakeFailure => "handshake_failure",
        A::NoCertificate => "no_certificate",
        A::BadCertificate => "bad_certificate",
        A::UnsupportedCertificate => "unsupported_certificate",
        A::CertificateRevoked => "certificate_revoked",
        A::CertificateExpired => "certificate_expired",
        A::CertificateUnknown => "certificate_unknown",
        A::IllegalParameter => "illegal_parameter",
        A::UnknownCA => "unknown_ca",
        A::AccessDenied => "access_denied",
        A::DecodeError => "decode_error",
        A::DecryptError => "decrypt_error",
        A::ProtocolVersion => "protocol_version",
        A::InsufficientSecurity => "insufficient_security",
        A::InternalError => "internal_error",
        A::InappropriateFallback => "inappropriate_fallback",
        A::UserCanceled => "user_canceled",
        A::NoRenegotiation => "no_renegotiation",
        A::MissingExtension => "missing_extension",
        A::UnsupportedExtension => "unsupported_extension",
        A::UnrecognisedName => "unrecognized_name",
        A::BadCertificateStatusResponse => "bad_certificate_status_response",
        A::UnknownPSKIdentity => "unknown_psk_identity",
        A::CertificateRequired => "certificate_required",
        A::NoApplicationProtocol => "no_application_protocol",
        other => return u8::from(other).to_string(),
    };
    name.to_owned()
}

/// `2026-03-01`, in UTC.
pub(crate) fn date(time: UnixTime) -> String {
    match DateTime::from_unix_duration(std::time::Duration::from_secs(time.as_secs())) {
        Ok(date) => format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
        Err(_) => format!("second {} since 1970", time.as_secs()),
    }
}

/// How far apart two moments are: `, 266 days ago`; in hours where it is no day.
fn days(earlier: UnixTime, later: UnixTime, when: &str) -> String {
    let seconds = later.as_secs().saturating_sub(earlier.as_secs());
    match (seconds / 86_400, seconds / 3_600) {
        (0, 0) => format!(", less than an hour {when}"),
        (0, 1) => format!(", 1 hour {when}"),
        (0, hours) => format!(", {hours} hours {when}"),
        (1, _) => format!(", 1 day {when}"),
        (days, _) => format!(", {days} days {when}"),
    }
}
