//! What is asked about TLS and needs no connection.

use serde::{Serialize, Serializer};
use smtpwire_tls::dane::tlsa_name;
use smtpwire_tls::requiretls::{TlsRequest, decide, tls_required_no};
use smtpwire_tls::{Certificate, sts, tlsrpt};

use super::{operations, published};
use crate::config::{
    CertificateOctets, GivenIdentity, GivenPolicy, GivenTlsa, PeerOptions, PolicySource,
    SecretOctets, Spelling, TlsaSource,
};
use crate::failure::Failure;
use crate::tls;
use crate::values::Octets;

/// The core's values, shown when they are written.
struct Shown<T>(T);

impl Serialize for Shown<Vec<Certificate>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(tls::Certificate::from))
    }
}

impl Serialize for Shown<Option<smtpwire_tls::TlsFailure>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().map(tls::TlsFailure::from).serialize(serializer)
    }
}

/// The first of the certificates that were given.
fn first(certificate: &CertificateOctets) -> Result<Certificate, Failure> {
    let mut all = certificate.build()?.into_iter();
    all.next().ok_or_else(|| Failure::malformed("no-certificate", "there is no certificate"))
}

/// The same, if it can be read: what is none is for nobody, but a program that gave it wants to hear of that.
fn readable(certificate: &CertificateOctets) -> Result<Certificate, Failure> {
    let certificate = first(certificate)?;
    if !certificate.is_readable() {
        let message = "certificate: these octets are no certificate in PEM or DER";
        return Err(Failure::unusable(message.to_owned()));
    }
    Ok(certificate)
}

/// The port of mail between servers.
const SMTP: u16 = 25;

operations! {
    /// What is asked about TLS.
    TlsFunction on () {
        /// The certificates of a PEM file, or the one of these octets in DER.
        read_certificates(_none; certificates: CertificateOctets) => {
            Ok::<_, Failure>(Shown(certificates.build()?))
        };
        /// Whether a certificate may be a host's of this name.
        certificate_is_valid_for(_none; certificate: CertificateOctets, name: String) => {
            Ok::<_, Failure>(readable(&certificate)?.is_valid_for(&name))
        };
        /// The certificates of an identity, if certificate and key belong together.
        read_identity(_none; certificate: CertificateOctets, key: SecretOctets) => {
            Ok::<_, Failure>(Shown(GivenIdentity { certificate, key }.build()?.certificates()))
        };
        /// The name of the TLSA records of a server.
        tlsa_name(_none; server: String, port: Option<u16>) => {
            Ok::<_, Failure>(tlsa_name(&server, port.unwrap_or(SMTP)))
        };
        /// A TLSA record.
        parse_tlsa(_none; record: TlsaSource) => {
            Ok::<_, Failure>(published::Tlsa::from(&record.build()?))
        };
        /// The TLSA record for a certificate; `3 1 1` where nothing is said.
        make_tlsa(_none;
            certificate: CertificateOctets,
            usage: Option<u8>,
            selector: Option<u8>,
            matching: Option<u8>,
        ) => {
            let certificate = first(&certificate)?;
            let [usage, selector, matching] =
                [usage.unwrap_or(3), selector.unwrap_or(1), matching.unwrap_or(1)];
            published::tlsa_of(certificate.der(), usage, selector, matching)
        };
        /// What TLSA records demand of a connection.
        dane_demand(_none; records: Vec<GivenTlsa>) => {
            Ok::<_, Failure>(published::demand(records))
        };
        /// The TLSA record that fits the certificates (DER) that a server sent.
        dane_check(_none;
            records: Vec<GivenTlsa>,
            chain: Vec<Octets>,
            names: Vec<String>,
            at: u64,
        ) => published::check(records, &chain, &names, at);
        /// The name of the record that says that a domain has an MTA-STS policy.
        sts_record_name(_none; domain: String) => sts::record_name(&domain).map_err(Failure::from);
        /// Where the MTA-STS policy of a domain is.
        sts_policy_url(_none; domain: String) => sts::policy_url(&domain).map_err(Failure::from);
        /// The id of the MTA-STS record among these TXT records.
        find_sts_record(_none; records: Vec<Octets>) => published::sts_record(&records);
        /// An MTA-STS policy, from its text or of its parts.
        parse_sts_policy(_none; text: PolicySource) => {
            Ok::<_, Failure>(published::Policy::from(&text.build()?))
        };
        /// Whether a policy allows a server of this name.
        sts_policy_matches(_none; policy: GivenPolicy, host: String) => {
            Ok::<_, Failure>(policy.0.matches(&host))
        };
        /// Whether a policy that was fetched at one time counts at another, in seconds since 1970.
        sts_policy_is_fresh(_none; policy: GivenPolicy, fetched_at: u64, at: u64) => {
            Ok::<_, Failure>(policy.0.is_fresh(fetched_at, at))
        };
        /// Why the peer is none that its MTA-STS policy allows.
        sts_mismatch(_none; peer: PeerOptions) => {
            Ok::<_, Failure>(Shown(peer.build(Spelling::Rust)?.sts_mismatch()))
        };
        /// Whether nothing may be said to the peer without TLS.
        peer_demands_tls(_none; peer: PeerOptions) => {
            Ok::<_, Failure>(peer.build(Spelling::Rust)?.demands_tls())
        };
        /// The name of the record that says where a domain wants reports on TLS.
        tlsrpt_record_name(_none; domain: String) => {
            tlsrpt::record_name(&domain).map_err(Failure::from)
        };
        /// Where reports are to go, by the record among these TXT records.
        find_tlsrpt_record(_none; records: Vec<Octets>) => published::tlsrpt_record(&records);
        /// What a message's sender asks of TLS.
        tls_request(_none; requiretls: bool, content_head: Option<Octets>) => {
            let no = content_head.is_some_and(|head| tls_required_no(&head));
            Ok::<_, Failure>(match decide(requiretls, no) {
                TlsRequest::Usual => "usual",
                TlsRequest::Required => "required",
                TlsRequest::NotNeeded => "not-needed",
            })
        };
        /// Whether the header of a message says `TLS-Required: No`.
        tls_required_no(_none; content_head: Octets) => {
            Ok::<_, Failure>(tls_required_no(&content_head))
        };
    }
}
