//! What a domain publishes about TLS: TLSA records (RFC 6698), MTA-STS policies (RFC 8461), where it
//! wants reports (RFC 8460).

use serde::Serialize;
use serde_bytes::ByteBuf;
use smtpwire_tls::dane::{Dane, Demand, Matching, Selector, TlsaRecord, Usage};
use smtpwire_tls::sts::{StsPolicy, StsRecord};
use smtpwire_tls::tlsrpt::TlsRptRecord;

use crate::config::GivenTlsa;
use crate::failure::Failure;
use crate::values::Octets;

/// A TLSA record, in every form that it has.
#[derive(Serialize)]
pub(super) struct Tlsa {
    usage: u8,
    selector: u8,
    matching: u8,
    data: ByteBuf,
    /// As zone files have it.
    text: String,
    /// As DNS carries it.
    rdata: ByteBuf,
    usable: bool,
    /// Why it can't be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

impl From<&TlsaRecord> for Tlsa {
    fn from(record: &TlsaRecord) -> Self {
        Self {
            usage: record.usage().number(),
            selector: record.selector().number(),
            matching: record.matching().number(),
            data: ByteBuf::from(record.data()),
            text: record.to_string(),
            rdata: ByteBuf::from(record.to_rdata()),
            usable: record.is_usable(),
            problem: record.problem().map(|problem| problem.to_string()),
        }
    }
}

/// The record that says of this certificate what the three numbers select.
pub(super) fn tlsa_of(
    certificate: &[u8],
    usage: u8,
    selector: u8,
    matching: u8,
) -> Result<Tlsa, Failure> {
    let (usage, selector) = (Usage(usage), Selector(selector));
    let record = TlsaRecord::of(certificate, usage, selector, Matching(matching));
    Ok(Tlsa::from(&record?))
}

fn dane(records: Vec<GivenTlsa>) -> Dane {
    Dane::new(records.into_iter().map(|record| record.0))
}

/// What the records demand of a connection.
pub(super) fn demand(records: Vec<GivenTlsa>) -> &'static str {
    match dane(records).demand() {
        Demand::Opportunistic => "opportunistic",
        Demand::Encrypted => "encrypted",
        Demand::Authenticated => "authenticated",
    }
}

/// The record that fits the certificates that a server sent.
pub(super) fn check(
    records: Vec<GivenTlsa>,
    chain: &[Octets],
    names: &[String],
    at: u64,
) -> Result<Tlsa, Failure> {
    let chain: Vec<&[u8]> = chain.iter().map(|certificate| &**certificate).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Ok(Tlsa::from(dane(records).check(&chain, &names, at)?.record()))
}

/// A policy: which servers take a domain's mail, and how much that counts.
#[derive(Serialize)]
pub(super) struct Policy {
    mode: &'static str,
    mx: Vec<String>,
    /// In seconds, from when it was fetched.
    max_age: u64,
    /// As it is published.
    text: String,
}

impl From<&StsPolicy> for Policy {
    fn from(policy: &StsPolicy) -> Self {
        Self {
            mode: policy.mode().name(),
            mx: policy.patterns().to_vec(),
            max_age: policy.max_age(),
            text: policy.to_string(),
        }
    }
}

/// The id of the record that says that there is a policy.
pub(super) fn sts_record(records: &[Octets]) -> Result<Option<String>, Failure> {
    let records: Vec<&[u8]> = records.iter().map(|record| &**record).collect();
    let found = StsRecord::find(&records)?;
    Ok(found.map(|record| record.id().to_owned()))
}

/// Where reports on TLS are to go.
pub(super) fn tlsrpt_record(records: &[Octets]) -> Result<Option<Vec<String>>, Failure> {
    let records: Vec<&[u8]> = records.iter().map(|record| &**record).collect();
    let found = TlsRptRecord::find(&records)?;
    Ok(found.map(|record| record.addresses().to_vec()))
}
