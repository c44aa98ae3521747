//! Where a domain wants reports on TLS (RFC 8460).

use smtpwire_tls::tlsrpt::{TlsRptRecord, record_name};

use super::read_octets;
use super::sts::name_below;
use crate::error::{make, smtpwire_error};
use crate::guard::{ask, free, handle, look, put};
use crate::text::smtpwire_text;
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

handle! {
    /// Where a domain wants reports on TLS (RFC 8460 section 3). Several threads may look at one.
    smtpwire_tlsrpt holds TlsRptRecord
}

/// The name at which the TXT record of a domain stands, as in "_smtp._tls.example.org"; a text to be
/// freed. `SMTPWIRE_MALFORMED` where it is no domain (one with other letters is given as its A-labels).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tlsrpt_record_name(
    domain: smtpwire_str,
    name: *mut *mut smtpwire_text,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { name_below(domain, name, record_name) }
}

/// The record among the TXT records of `smtpwire_tlsrpt_record_name`. The strings that a record has in DNS
/// are joined without anything between them. Unknown fields are ignored, and so are addresses other than
/// "mailto:" and "https:".
///
/// `SMTPWIRE_ABSENT` where none of them is such a record; `SMTPWIRE_MALFORMED` where there are several, it
/// is broken, or no address is left. Both mean that there are no reports.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tlsrpt_find(
    records: *const smtpwire_bytes,
    record_count: usize,
    tlsrpt: *mut *mut smtpwire_tlsrpt,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(tlsrpt, error, || {
            let found = TlsRptRecord::find(&read_octets(records, record_count)?)?;
            Ok(found.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?)
        })
    }
}

/// How many addresses it has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tlsrpt_address_count(tlsrpt: *const smtpwire_tlsrpt) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(tlsrpt, 0, |record| record.addresses().len()) }
}

/// Where to send reports, from 0, in the domain's order: a "mailto:" or "https:" URI.
/// `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tlsrpt_address(
    tlsrpt: *const smtpwire_tlsrpt,
    index: usize,
    address: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(tlsrpt, |record| {
            let found = record.addresses().get(index);
            put(address, smtpwire_str::of(found.ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?))
        })
    }
}

/// Ends it; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tlsrpt_free(tlsrpt: *mut smtpwire_tlsrpt) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(tlsrpt) }
}
