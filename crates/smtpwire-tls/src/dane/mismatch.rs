//! Why a server's certificates are not those that its TLSA records speak of, for an operator.

use std::fmt;

use rustls::CertificateError;
use rustls::pki_types::{CertificateDer, ServerName};

use super::field::{Matching, Usage};
use super::record::TlsaRecord;
use super::set::Dane;

/// The most records that a sentence names.
const NAMED: usize = 4;
/// The most hexadecimal digits that a sentence shows of one record's data.
const DIGITS: usize = 128;

/// Which kind of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DaneMismatchKind {
    /// The server sent no certificate.
    NoCertificate,
    /// No record can be used, so there is nothing to compare with.
    NoneUsable,
    /// No record fits a certificate.
    NoneFits,
    /// A DANE-TA record fits an authority, but the server's certificate does not come from it.
    UntrustedChain,
    /// A DANE-TA record fits, but a certificate below it has expired.
    Expired,
    /// A DANE-TA record fits, but a certificate below it is not valid yet.
    NotYetValid,
    /// A DANE-TA record fits, but the certificate is for other names.
    WrongName,
}

impl DaneMismatchKind {
    /// A stable name, as in `no-certificate`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NoCertificate => "no-certificate",
            Self::NoneUsable => "none-usable",
            Self::NoneFits => "none-fits",
            Self::UntrustedChain => "untrusted-chain",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::WrongName => "wrong-name",
        }
    }
}

/// Why no TLSA record fits the certificates that a server sent: a sentence that names the records.
#[derive(Clone, Debug, PartialEq)]
pub struct DaneMismatch {
    kind: DaneMismatchKind,
    detail: String,
    cause: Option<rustls::Error>,
}

impl DaneMismatch {
    pub(super) fn new(kind: DaneMismatchKind, detail: String) -> Self {
        Self { kind, detail, cause: None }
    }

    /// Which kind of thing is wrong.
    pub fn kind(&self) -> DaneMismatchKind {
        self.kind
    }

    pub(super) fn none_usable(dane: &Dane) -> Self {
        let reasons: Vec<String> = dane
            .unusable()
            .take(NAMED)
            .map(|(record, problem)| format!("in {}, {problem}", Short(record)))
            .collect();
        let detail = match reasons.as_slice() {
            [] => "there are no TLSA records to compare the certificate with".to_owned(),
            some => format!("none of the TLSA records can be used: {}", some.join("; ")),
        };
        Self::new(DaneMismatchKind::NoneUsable, detail)
    }

    pub(super) fn none_fits(
        dane: &Dane,
        leaf: &[u8],
        intermediates: &[CertificateDer<'_>],
    ) -> Self {
        let records: Vec<&TlsaRecord> = dane.in_force().collect();
        let mut reasons: Vec<String> =
            records.iter().take(NAMED).map(|record| reason(record, leaf, intermediates)).collect();
        if let Some(more) = records.len().checked_sub(NAMED).filter(|&more| more > 0) {
            reasons.push(format!("and {more} more"));
        }
        let subject = match records.len() {
            1 => "the TLSA record does not fit".to_owned(),
            number => format!("none of {number} TLSA records fits"),
        };
        let detail = format!("{subject} the server's certificate: {}", reasons.join("; "));
        Self::new(DaneMismatchKind::NoneFits, detail)
    }

    pub(super) fn of_anchor(
        record: &TlsaRecord,
        error: rustls::Error,
        names: &[ServerName<'_>],
    ) -> Self {
        let (kind, what) = match &error {
            rustls::Error::InvalidCertificate(error) => of_certificate(error, names),
            error => (DaneMismatchKind::UntrustedChain, error.to_string()),
        };
        let detail = format!("the TLSA record {} names the authority, but {what}", Short(record));
        Self { kind, detail, cause: Some(error) }
    }

    /// Whether the other tells an operator more: that it is about a chain that holds.
    pub(super) fn says_less_than(&self, other: &Self) -> bool {
        self.kind == DaneMismatchKind::UntrustedChain && other.kind != self.kind
    }
}

/// Why this record does not fit, and what would.
fn reason(record: &TlsaRecord, leaf: &[u8], intermediates: &[CertificateDer<'_>]) -> String {
    let short = Short(record);
    if record.usage() == Usage::DANE_EE {
        if intermediates.iter().any(|certificate| record.fits(certificate)) {
            return format!(
                "{short} fits the certificate of an authority, which takes usage 2 (DANE-TA)"
            );
        }
        let fitting = TlsaRecord::of(leaf, record.usage(), record.selector(), record.matching());
        return match fitting {
            Ok(fitting) if record.matching() != Matching::EXACT => {
                format!("{short} was looked up, {} would fit", Short(&fitting))
            }
            Ok(_) => format!("{short} is another one"),
            Err(_) => format!("{short} cannot be compared with it, as it is no X.509 certificate"),
        };
    }
    if record.fits(leaf) {
        return format!("{short} fits the server's own certificate, which takes usage 3 (DANE-EE)");
    }
    if intermediates.is_empty() && record.matching() != Matching::EXACT {
        return format!(
            "{short} speaks of an authority, whose certificate the server must send after its own \
             and does not"
        );
    }
    format!("{short} fits no authority that the server's certificate comes from")
}

fn of_certificate(
    error: &CertificateError,
    names: &[ServerName<'_>],
) -> (DaneMismatchKind, String) {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            (DaneMismatchKind::Expired, "a certificate below it has expired".to_owned())
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            (DaneMismatchKind::NotYetValid, "a certificate below it is not valid yet".to_owned())
        }
        CertificateError::NotValidForName => {
            (DaneMismatchKind::WrongName, format!("the certificate is not for {}", Names(names)))
        }
        CertificateError::NotValidForNameContext { presented, .. } => {
            let presented = match presented.as_slice() {
                [] => "no name at all".to_owned(),
                some => {
                    some.iter().take(NAMED).map(|name| bare(name)).collect::<Vec<_>>().join(", ")
                }
            };
            let what = format!("the certificate is for {presented}, not for {}", Names(names));
            (DaneMismatchKind::WrongName, what)
        }
        CertificateError::UnknownIssuer => (
            DaneMismatchKind::UntrustedChain,
            "the server's certificate does not come from it by the certificates that were sent"
                .to_owned(),
        ),
        CertificateError::BadSignature => (
            DaneMismatchKind::UntrustedChain,
            "a signature of the chain below it is wrong".to_owned(),
        ),
        error => {
            (DaneMismatchKind::UntrustedChain, format!("the chain below it does not hold: {error}"))
        }
    }
}

/// A name of a certificate out of its wrapping, `DnsName("mx.example.org")`, as webpki tells it.
/// Whoever made the certificate chose the octets.
fn bare(presented: &str) -> String {
    let inner = presented.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    let name = inner.unwrap_or(presented).trim_matches('"');
    smtpwire::Escaped(name.as_bytes()).to_string()
}

impl fmt::Display for DaneMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for DaneMismatch {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}

/// A record in quotes, cut short where its data is a whole certificate.
struct Short<'a>(&'a TlsaRecord);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let record = self.0;
        let octets = DIGITS / 2;
        write!(f, "\"{} {} {} ", record.usage().0, record.selector().0, record.matching().0)?;
        for octet in record.data().iter().take(octets) {
            write!(f, "{octet:02x}")?;
        }
        f.write_str(if record.data().len() > octets { "…\"" } else { "\"" })
    }
}

struct Names<'a>(&'a [ServerName<'a>]);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("any name that was asked for");
        }
        for (at, name) in self.0.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { " or " })?;
            f.write_str(&name.to_str())?;
        }
        Ok(())
    }
}
