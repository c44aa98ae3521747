//! Whether a chain of certificates leads to a root, and what is wrong where it does not.

use std::sync::Arc;

use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, Error, OtherError};

use crate::certificate::Certificate;
use crate::explain::{Side, date, of_certificate};
use crate::failure::{FailureKind, TlsFailure};
use crate::provider;
use crate::roots::Roots;

/// Why a certificate is refused: for people, and for rustls, which tells the other side by an alert.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub failure: TlsFailure,
    error: Option<CertificateError>,
}

impl Refusal {
    /// What rustls found, which makes the sentence too.
    fn of(error: CertificateError, side: Side) -> Self {
        Self { failure: of_certificate(&error, side), error: Some(error) }
    }
}

impl From<TlsFailure> for Refusal {
    fn from(failure: TlsFailure) -> Self {
        Self { failure, error: None }
    }
}

impl Refusal {
    /// What rustls makes the alert of that fits best.
    pub(super) fn to_rustls(&self) -> Error {
        Error::InvalidCertificate(match (&self.error, self.failure.kind()) {
            (Some(error), _) => error.clone(),
            // unknown_ca
            (None, FailureKind::UnknownIssuer | FailureKind::SelfSigned) => {
                CertificateError::UnknownIssuer
            }
            // bad_certificate
            (None, FailureKind::WrongName) => CertificateError::NotValidForName,
            // certificate_expired
            (None, FailureKind::Expired | FailureKind::NotYetValid) => CertificateError::Expired,
            // certificate_unknown
            (None, _) => CertificateError::Other(OtherError(Arc::new(self.failure.clone()))),
        })
    }
}

/// Whether a server's certificate leads to a root.
pub(super) fn of_server(
    roots: &Roots,
    end_entity: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
    now: UnixTime,
) -> Result<(), Refusal> {
    if roots.contains(end_entity) {
        return is_good_by_itself(end_entity, now, Side::Client);
    }
    ParsedCertificate::try_from(end_entity)
        .and_then(|certificate| {
            verify_server_cert_signed_by_trust_anchor(
                &certificate,
                roots.anchors(),
                intermediates,
                now,
                provider().signature_verification_algorithms.all,
            )
        })
        .map_err(|error| refusal(error, end_entity, intermediates, now, Side::Client))
}

/// A certificate that is itself among the roots needs no chain. webpki takes no CA's certificate for
/// a host's own; but that is what `openssl req -x509` makes, and people give it as a root. What is
/// left to check are its dates and its use.
pub(super) fn is_good_by_itself(
    der: &CertificateDer<'_>,
    now: UnixTime,
    side: Side,
) -> Result<(), Refusal> {
    let certificate = Certificate::from(der);
    let (Some(not_before), Some(not_after)) = (certificate.begins(), certificate.ends()) else {
        return Err(Refusal::of(CertificateError::BadEncoding, side));
    };
    if let Some(failure) = backwards(&certificate, side) {
        return Err(failure.into());
    }
    if now < not_before {
        return Err(Refusal::of(
            CertificateError::NotValidYetContext { time: now, not_before },
            side,
        ));
    }
    if now > not_after {
        return Err(Refusal::of(CertificateError::ExpiredContext { time: now, not_after }, side));
    }
    if !certificate.is_meant_for(side) {
        return Err(Refusal::of(CertificateError::InvalidPurpose, side));
    }
    Ok(())
}

/// Why a signature that the other side makes with its key cannot be believed, where the key is at
/// fault: of RSA keys, those from 2048 bits on count.
pub(crate) fn weak_key(der: &CertificateDer<'_>, side: Side) -> Option<TlsFailure> {
    let certificate = Certificate::from(der);
    let bits: u32 = certificate.key().strip_prefix("RSA ")?.parse().ok()?;
    let whose = side.their_certificate();
    (bits < 2048).then(|| {
        TlsFailure::new(
            FailureKind::BadCertificate,
            format!("the RSA key of {whose} is too short: {bits} bits, where 2048 are the least"),
        )
    })
}

/// What to say where a chain leads to no root, with the names that are at hand. The side is ours:
/// a client looks at a server's certificate.
pub(super) fn refusal(
    error: Error,
    end_entity: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
    now: UnixTime,
    side: Side,
) -> Refusal {
    let error = match error {
        Error::InvalidCertificate(error) => error,
        other => CertificateError::Other(OtherError(Arc::new(other))),
    };
    let certificate = Certificate::from(end_entity);
    match &error {
        // webpki looks at this before it looks for an issuer.
        CertificateError::Other(other)
            if other.0.to_string() == "CaUsedAsEndEntity" && certificate.is_self_signed() =>
        {
            self_signed(&certificate, side).into()
        }
        // A root may have its name and another key, and webpki says then that the key does not fit.
        CertificateError::UnknownIssuer
        | CertificateError::BadSignature
        | CertificateError::UnsupportedSignatureAlgorithmContext { .. }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. }
            if certificate.is_self_signed() =>
        {
            self_signed(&certificate, side).into()
        }
        CertificateError::BadSignature
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            other_key(&certificate, side).into()
        }
        CertificateError::UnknownIssuer => unknown_issuer(certificate, intermediates, side).into(),
        CertificateError::ExpiredContext { not_after, .. }
            if certificate.ends().is_none_or(|end| end >= now) =>
        {
            match intermediates.iter().map(Certificate::from).find(|c| c.ends() == Some(*not_after))
            {
                Some(above) => of_above(&error, &above, side).into(),
                None => Refusal::of(error, side),
            }
        }
        // What webpki says without a date is that there is no day on which it is valid.
        CertificateError::Expired => {
            let above = || {
                intermediates.iter().map(Certificate::from).find_map(|above| {
                    Some(higher_up(&backwards(&above, side)?, &above).on(side).into())
                })
            };
            backwards(&certificate, side)
                .map(Refusal::from)
                .or_else(above)
                .unwrap_or_else(|| Refusal::of(error, side))
        }
        _ => Refusal::of(error, side),
    }
}

/// Why there is no moment at which it is valid, where there is none.
fn backwards(certificate: &Certificate, side: Side) -> Option<TlsFailure> {
    let (begins, ends) = (certificate.begins()?, certificate.ends()?);
    let whose = side.their_certificate();
    (ends < begins).then(|| {
        TlsFailure::new(
            FailureKind::BadCertificate,
            format!(
                "{whose} ends before it begins: it says that it is valid from {} to {}",
                date(begins),
                date(ends)
            ),
        )
        .on(side)
    })
}

fn self_signed(certificate: &Certificate, side: Side) -> TlsFailure {
    let whose = side.their_certificate();
    TlsFailure::new(
        FailureKind::SelfSigned,
        format!(
            "{whose}, of {}, is self-signed and is not among the trusted roots",
            certificate.whose()
        ),
    )
}

/// The issuer's name is known, but the key that has signed is not.
fn other_key(certificate: &Certificate, side: Side) -> TlsFailure {
    let whose = side.their_certificate();
    TlsFailure::new(
        FailureKind::UnknownIssuer,
        format!(
            "{whose}, of {}, names \"{}\" as its issuer, but no trusted root of that name, nor a \
             certificate that was sent, has the key that signed it",
            certificate.whose(),
            certificate.issuer()
        ),
    )
}

/// Follows the issuers as far as their certificates were sent, to name the one that is missing.
fn unknown_issuer(
    certificate: Certificate,
    intermediates: &[CertificateDer<'_>],
    side: Side,
) -> TlsFailure {
    let (whose, who) = (side.their_certificate(), side.other());
    let mut sent: Vec<Certificate> = intermediates.iter().map(Certificate::from).collect();
    let mut last = certificate;
    while !last.is_self_signed() {
        let Some(at) = sent.iter().position(|above| above.subject() == last.issuer()) else {
            break;
        };
        last = sent.swap_remove(at);
    }
    let issuer = last.issuer();
    TlsFailure::new(
        FailureKind::UnknownIssuer,
        if last.is_self_signed() {
            format!("{whose} leads to \"{issuer}\", which is no trusted root")
        } else {
            format!(
                "{whose} leads to \"{issuer}\", which is no trusted root, and whose own \
                 certificate {who} did not send"
            )
        },
    )
}

/// A date that is wrong higher up.
fn of_above(error: &CertificateError, above: &Certificate, side: Side) -> TlsFailure {
    higher_up(&of_certificate(error, side), above).on(side)
}

/// What is wrong, and with which of the certificates above the first.
fn higher_up(failure: &TlsFailure, above: &Certificate) -> TlsFailure {
    TlsFailure::new(
        failure.kind(),
        format!("of the certificates above the first, that of {}: {failure}", above.whose()),
    )
}
