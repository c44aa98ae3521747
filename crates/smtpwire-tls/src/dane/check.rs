//! Whether the certificates of a server are those that its TLSA records speak of.

use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};

use super::chain::{self, Anchor};
use super::field::Usage;
use super::mismatch::{DaneMismatch, DaneMismatchKind};
use super::record::{TlsaRecord, first_that_fits};
use super::set::Dane;

/// How a server's certificates were found to be those that a TLSA record speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matched {
    /// By DANE-EE(3): the record fits the server's own certificate. Its names and its expiry were
    /// not looked at (RFC 7672 section 3.1.1).
    Ee(TlsaRecord),
    /// By DANE-TA(2): the certificate comes from an authority that the record fits, has not
    /// expired, and is for one of the names.
    Ta(TlsaRecord),
}

impl Matched {
    /// The record that fits.
    pub fn record(&self) -> &TlsaRecord {
        match self {
            Self::Ee(record) | Self::Ta(record) => record,
        }
    }
}

impl Dane {
    /// Whether these certificates are those that the records speak of, for hosts that bring their
    /// own TLS and for tools: the connections of this crate ask by themselves.
    ///
    /// `chain` is the certificates in DER as the server sent them, its own first. `names` is what
    /// a certificate of a named authority may be for: the name of the TLSA records' server and
    /// the domain that the mail is for (RFC 7672 section 3.2.2). `unix_seconds` is the time.
    /// Nothing here proves that the server has the certificate's private key; the handshake does.
    ///
    /// Records that demand nothing ([`Demand`](super::Demand)) fit nothing either.
    pub fn check<D: AsRef<[u8]>>(
        &self,
        chain: &[D],
        names: &[&str],
        unix_seconds: u64,
    ) -> Result<Matched, DaneMismatch> {
        let chain: Vec<CertificateDer<'_>> =
            chain.iter().map(|der| CertificateDer::from(der.as_ref())).collect();
        let Some((leaf, intermediates)) = chain.split_first() else {
            return Err(DaneMismatch::new(
                DaneMismatchKind::NoCertificate,
                "the server sent no certificate".to_owned(),
            ));
        };
        // What is no name of DNS and no address is in no certificate.
        let names: Vec<ServerName<'_>> =
            names.iter().filter_map(|&name| ServerName::try_from(name).ok()).collect();
        let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(unix_seconds));
        let algorithms = rustls::crypto::ring::default_provider().signature_verification_algorithms;
        self.verify(leaf, intermediates, &names, now, &algorithms)
    }

    /// The same for the verifier of a handshake.
    pub(crate) fn verify(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        names: &[ServerName<'_>],
        now: UnixTime,
        algorithms: &WebPkiSupportedAlgorithms,
    ) -> Result<Matched, DaneMismatch> {
        if !self.is_usable() {
            return Err(DaneMismatch::none_usable(self));
        }
        let of_usage = |usage: Usage| -> Vec<&TlsaRecord> {
            self.in_force().filter(|record| record.usage() == usage).collect()
        };
        // The server's own certificate first: that needs no chain.
        if let Some(record) = first_that_fits(&of_usage(Usage::DANE_EE), leaf) {
            return Ok(Matched::Ee(record.clone()));
        }
        let authorities = of_usage(Usage::DANE_TA);
        let mut refused: Option<DaneMismatch> = None;
        for Anchor { record, anchor } in chain::anchors(&authorities, leaf, intermediates) {
            match chain::verify(anchor, leaf, intermediates, names, now, algorithms) {
                Ok(()) => return Ok(Matched::Ta(record.clone())),
                Err(error) => {
                    let error = DaneMismatch::of_anchor(record, error, names);
                    // A chain that holds and fails by its name or its time tells more than one
                    // that does not lead to the anchor.
                    if refused.as_ref().is_none_or(|known| known.says_less_than(&error)) {
                        refused = Some(error);
                    }
                }
            }
        }
        Err(refused.unwrap_or_else(|| DaneMismatch::none_fits(self, leaf, intermediates)))
    }
}
