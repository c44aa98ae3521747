//! The chain from a server's certificate to an anchor that a DANE-TA record names.

use rustls::RootCertStore;
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls::pki_types::{CertificateDer, Der, ServerName, TrustAnchor, UnixTime};
use rustls::server::ParsedCertificate;

use super::field::{Matching, Selector};
use super::parts::{Parts, key_value};
use super::record::{TlsaRecord, first_that_fits};

/// The most anchors that are tried for one handshake: a server sends few authorities, and one
/// that sends hundreds is not given hundreds of chains to build.
const MAX_ANCHORS: usize = 16;

/// An authority that a record names.
pub(super) struct Anchor<'a> {
    pub(super) record: &'a TlsaRecord,
    pub(super) anchor: Result<TrustAnchor<'static>, rustls::Error>,
}

/// The authorities that the DANE-TA records name (RFC 7671 section 5.2): certificates that the
/// server sent along with its own, and those that a record holds whole, so that they need not be
/// sent. The server's own certificate is no authority: usage 3 is for that.
pub(super) fn anchors<'a>(
    records: &'a [&'a TlsaRecord],
    leaf: &'a [u8],
    intermediates: &'a [CertificateDer<'_>],
) -> impl Iterator<Item = Anchor<'a>> {
    let sent = intermediates.iter().filter_map(|certificate| {
        let record = first_that_fits(records, certificate)?;
        Some(Anchor { record, anchor: of_certificate(certificate) })
    });
    let held = records.iter().filter(|record| record.matching() == Matching::EXACT).flat_map(
        move |&record| match record.selector() {
            Selector::CERTIFICATE => {
                let certificate = CertificateDer::from(record.data());
                vec![Anchor { record, anchor: of_certificate(&certificate) }]
            }
            _ => of_key(record, leaf, intermediates),
        },
    );
    sent.chain(held).take(MAX_ANCHORS)
}

fn of_certificate(certificate: &CertificateDer<'_>) -> Result<TrustAnchor<'static>, rustls::Error> {
    let mut store = RootCertStore::empty();
    store.add(certificate.clone())?;
    store.roots.pop().ok_or_else(|| rustls::CertificateError::BadEncoding.into())
}

/// A key without a certificate has no name. It is tried as the key of whoever is said to have
/// issued a certificate of the chain; the signature tells whether it is.
fn of_key<'a>(
    record: &'a TlsaRecord,
    leaf: &[u8],
    intermediates: &[CertificateDer<'_>],
) -> Vec<Anchor<'a>> {
    let Some(key) = key_value(record.data()) else { return Vec::new() };
    let mut issuers: Vec<&[u8]> = Vec::new();
    for certificate in std::iter::once(leaf).chain(intermediates.iter().map(AsRef::as_ref)) {
        if let Some(parts) = Parts::of(certificate)
            && !issuers.contains(&parts.issuer)
            && issuers.len() < MAX_ANCHORS
        {
            issuers.push(parts.issuer);
        }
    }
    issuers
        .into_iter()
        .map(|issuer| TrustAnchor {
            subject: Der::from(issuer.to_vec()),
            subject_public_key_info: Der::from(key.to_vec()),
            name_constraints: None,
        })
        .map(|anchor| Anchor { record, anchor: Ok(anchor) })
        .collect()
}

/// Whether the certificate comes from the anchor, is valid now, and is for one of the names.
pub(super) fn verify(
    anchor: Result<TrustAnchor<'static>, rustls::Error>,
    leaf: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
    names: &[ServerName<'_>],
    now: UnixTime,
    algorithms: &WebPkiSupportedAlgorithms,
) -> Result<(), rustls::Error> {
    let roots = RootCertStore { roots: vec![anchor?] };
    let leaf = ParsedCertificate::try_from(leaf)?;
    verify_server_cert_signed_by_trust_anchor(&leaf, &roots, intermediates, now, algorithms.all)?;
    let mut refused = rustls::CertificateError::NotValidForName.into();
    for name in names {
        match verify_server_name(&leaf, name) {
            Ok(()) => return Ok(()),
            Err(error) => refused = error,
        }
    }
    Err(refused)
}
