//! DANE for SMTP: what a domain says in DNSSEC of the certificates of its servers (RFC 7672).

use std::sync::OnceLock;

use smtpwire_tls::dane::{
    Dane, DaneMismatch, Demand, Matching, Selector, TlsaError, TlsaRecord, Usage, tlsa_name,
};

use super::read_octets;
use crate::choice::choice;
use crate::error::{Explained, attempt, inspect, make, smtpwire_error};
use crate::guard::{ask, free, handle, look, put, put_new, status_of};
use crate::text::{smtpwire_text, text};
use crate::view::read_texts;
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

choice! {
    /// What TLSA records demand of a connection (RFC 7672 section 2.2).
    smtpwire_dane_demand of Demand {
        /// Nothing, as there are no records: TLS if the server offers it.
        SMTPWIRE_DANE_DEMAND_OPPORTUNISTIC = 0 is Opportunistic,
        /// TLS, with whatever certificate: there are records, but none that could be used.
        SMTPWIRE_DANE_DEMAND_ENCRYPTED = 1 is Encrypted,
        /// TLS, with a certificate that one of the records fits.
        SMTPWIRE_DANE_DEMAND_AUTHENTICATED = 2 is Authenticated,
    }
}

/// One TLSA record (RFC 6698 section 2).
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct smtpwire_tlsa {
    /// Whose certificate it speaks of: 2 (DANE-TA) and 3 (DANE-EE) are used in SMTP.
    pub usage: u8,
    /// Whether it speaks of the certificate (0) or of its key (1).
    pub selector: u8,
    /// Whether the data is what is selected itself (0), its SHA-256 (1) or its SHA-512 (2).
    pub matching: u8,
    /// The certificate association data.
    pub data: smtpwire_bytes,
    /// Whether a certificate is compared with it: it can be used, and no stronger digest stands for
    /// the same usage and selector (RFC 7671 section 9).
    pub in_force: bool,
    /// Why it can't be used, in a sentence; empty where it can.
    pub problem: smtpwire_str,
}

handle! {
    /// The TLSA records of one server, which DNSSEC proves. No DNS is spoken here: the program asks for
    /// the records of `smtpwire_tlsa_name` with a resolver that validates (RFC 7672 section 2.1.1).
    ///
    /// Records that are proven are added here, and the whole is given to `smtpwire_peer_set_dane`; none at
    /// all demand nothing. An answer from a zone that is not signed counts for nothing: nothing is added.
    /// Where there is no answer that could be trusted (bogus, SERVFAIL, none in time), the server is not
    /// used: the answer may be suppressed by whoever stands in between (section 2.1.2).
    smtpwire_dane holds Held
}

/// The records, each with what is wrong with it.
#[derive(Default)]
pub(crate) struct Held {
    records: Vec<(TlsaRecord, String)>,
    /// What all of them together say, until another is added.
    whole: OnceLock<Whole>,
}

/// The set of records, and for each of them whether it is in force.
struct Whole {
    dane: Dane,
    in_force: Vec<bool>,
}

impl Held {
    /// The set of records; cheap to clone.
    pub(super) fn dane(&self) -> Dane {
        self.whole().dane.clone()
    }

    fn whole(&self) -> &Whole {
        self.whole.get_or_init(|| {
            let dane = Dane::new(self.records.iter().map(|(record, _)| record.clone()));
            let counting: Vec<_> = dane.in_force().map(std::ptr::from_ref).collect();
            let records = dane.records().iter();
            let in_force = records.map(|record| counting.contains(&std::ptr::from_ref(record)));
            let in_force = in_force.collect();
            Whole { dane, in_force }
        })
    }

    fn add(&mut self, record: TlsaRecord) {
        let problem = record.problem().map_or_else(String::new, |problem| problem.to_string());
        self.records.push((record, problem));
        self.whole = OnceLock::new();
    }

    fn record(&self, index: usize) -> Option<smtpwire_tlsa> {
        let (record, problem) = self.records.get(index)?;
        Some(smtpwire_tlsa {
            usage: record.usage().number(),
            selector: record.selector().number(),
            matching: record.matching().number(),
            data: smtpwire_bytes::of(record.data()),
            in_force: self.whole().in_force.get(index).copied().unwrap_or(false),
            problem: smtpwire_str::of(problem),
        })
    }
}

impl From<TlsaError> for Explained {
    fn from(error: TlsaError) -> Self {
        Self::malformed(error.name(), error.to_string())
    }
}

impl From<DaneMismatch> for Explained {
    fn from(error: DaneMismatch) -> Self {
        let name = error.kind().name();
        Self::new(smtpwire_status::SMTPWIRE_UNUSABLE_CERTIFICATE, name, error.to_string())
    }
}

/// The name of the TLSA records of a server, as in "_25._tcp.mx.example.org" (RFC 7672 section 2.2.3); a
/// text to be freed. The server is the MX host, as the secure MX record names it, or after a secure CNAME
/// the name that this one leads to. Case and a trailing dot do not matter; the name has neither.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tlsa_name(
    server: smtpwire_str,
    port: u16,
    name: *mut *mut smtpwire_text,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if name.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        put(name, text(tlsa_name(server.read()?, port)))
    })
}

/// The data of the record that says of this certificate (DER) what the three numbers select, as a zone
/// file has it: "3 1 1 8cb0fc6c…"; a text to be freed. This is what an operator publishes at
/// `smtpwire_tlsa_name`.
///
/// `SMTPWIRE_MALFORMED` where it is no certificate, or the selector or matching type is unknown.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tlsa_of_certificate(
    certificate: smtpwire_bytes,
    usage: u8,
    selector: u8,
    matching: u8,
    record: *mut *mut smtpwire_text,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(record, error, || {
            let (usage, selector) = (Usage(usage), Selector(selector));
            let made = TlsaRecord::of(certificate.read()?, usage, selector, Matching(matching))?;
            Ok(made.to_string().into_bytes())
        })
    }
}

/// No records yet, which demand nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_dane_new(dane: *mut *mut smtpwire_dane) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if dane.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        put_new(dane, Held::default())
    })
}

/// Adds a record of these fields. Numbers without a meaning are kept, and so is data that does not fit
/// them: such a record can't be used, and counts in what is demanded all the same.
///
/// `SMTPWIRE_MALFORMED` where there is no data, or more than 65532 octets of it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_dane_add_tlsa(
    dane: *mut smtpwire_dane,
    usage: u8,
    selector: u8,
    matching: u8,
    data: smtpwire_bytes,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(dane, error, |held| {
            let (usage, selector) = (Usage(usage), Selector(selector));
            held.add(TlsaRecord::new(usage, selector, Matching(matching), data.read()?)?);
            Ok(())
        })
    }
}

/// Adds a record from its data as DNS carries it (RFC 6698 section 2.1). `SMTPWIRE_MALFORMED` for fewer
/// than four octets, or too many.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_dane_add_tlsa_rdata(
    dane: *mut smtpwire_dane,
    rdata: smtpwire_bytes,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(dane, error, |held| {
            held.add(TlsaRecord::from_rdata(rdata.read()?)?);
            Ok(())
        })
    }
}

/// Adds a record from its text, as zone files and `dig` write its data: "3 1 1 8cb0fc6c…". The names of
/// RFC 7218 may stand for the numbers. `SMTPWIRE_MALFORMED` for what is none; `*error` says why.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_dane_add_tlsa_text(
    dane: *mut smtpwire_dane,
    record: smtpwire_str,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(dane, error, |held| {
            held.add(TlsaRecord::parse(record.read()?)?);
            Ok(())
        })
    }
}

/// How many records there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_dane_tlsa_count(dane: *const smtpwire_dane) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(dane, 0, |held| held.records.len()) }
}

/// A record, from 0, in the order in which they were added. Its views last until another is added.
/// `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_dane_tlsa(
    dane: *const smtpwire_dane,
    index: usize,
    tlsa: *mut smtpwire_tlsa,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(dane, |held| {
            put(tlsa, held.record(index).ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?)
        })
    }
}

/// What the records demand; `SMTPWIRE_DANE_DEMAND_OPPORTUNISTIC` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_dane_demand_of(
    dane: *const smtpwire_dane,
) -> smtpwire_dane_demand {
    let nothing = smtpwire_dane_demand::SMTPWIRE_DANE_DEMAND_OPPORTUNISTIC;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(dane, nothing, |held| smtpwire_dane_demand::of(held.whole().dane.demand())) }
}

/// Whether these certificates are those that the records speak of, for programs that bring their own TLS
/// and for tools: connections with `smtpwire_client_tls` ask by themselves.
///
/// `chain` is the certificates in DER as the server sent them, its own first. `names` is what a certificate
/// of a named authority may be for: the server's name that the records were looked up for, and the domain
/// that the mail is for (RFC 7672 section 3.2.2). Nothing here proves that the server has the certificate's
/// private key; the handshake does.
///
/// `*matched`, if `matched` is not NULL, is the record that fits, as `smtpwire_dane_tlsa` counts them.
/// `SMTPWIRE_UNUSABLE_CERTIFICATE` where none does; `*error` names the records, and its detail is one of
/// "no-certificate", "none-usable", "none-fits", "untrusted-chain", "expired", "not-yet-valid" and
/// "wrong-name".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_dane_check(
    dane: *const smtpwire_dane,
    chain: *const smtpwire_bytes,
    chain_length: usize,
    names: *const smtpwire_str,
    name_count: usize,
    unix_seconds: u64,
    matched: *mut usize,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        inspect(dane, error, |held| {
            let (chain, names) =
                (read_octets(chain, chain_length)?, read_texts(names, name_count)?);
            let found = held.whole().dane.check(&chain, &names, unix_seconds)?;
            let at = held.records.iter().position(|(record, _)| record == found.record());
            if !matched.is_null() {
                put(matched, at.unwrap_or(0))?;
            }
            Ok(())
        })
    }
}

/// Ends it; NULL is none. Peers that have it keep it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_dane_free(dane: *mut smtpwire_dane) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(dane) }
}
