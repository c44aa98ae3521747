//! MTA-STS: what a domain says over HTTPS of the servers that take its mail (RFC 8461).

use std::ptr;

use smtpwire_tls::sts::{
    DomainNameError, StsMode, StsPolicy, StsPolicyError, StsRecord, TxtError, policy_url,
    record_name,
};

use super::read_octets;
use crate::choice::choice;
use crate::error::{Explained, make, smtpwire_error};
use crate::guard::{ask, free, handle, look, put};
use crate::text::smtpwire_text;
use crate::view::read_texts;
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

choice! {
    /// What a sender does about a server that the policy does not allow (RFC 8461 section 5).
    smtpwire_sts_mode of StsMode {
        /// Nothing: the domain is about to give up its policy.
        SMTPWIRE_STS_MODE_NONE = 0 is None,
        /// It delivers all the same, and reports.
        SMTPWIRE_STS_MODE_TESTING = 1 is Testing,
        /// It does not deliver there.
        SMTPWIRE_STS_MODE_ENFORCE = 2 is Enforce,
    }
}

handle! {
    /// The MTA-STS policy of a domain (RFC 8461 section 3.2): which servers take its mail. Nothing is
    /// fetched here. The program looks up the TXT records of `smtpwire_sts_record_name`, and when their id
    /// is another than that of the policy it knows, or that policy is no longer fresh, it fetches
    /// `smtpwire_sts_policy_url`: with a certificate that is verified, without following redirects,
    /// within a minute. A policy that is known and fresh counts as long as no other can be fetched.
    ///
    /// Several threads may look at one.
    smtpwire_sts_policy holds Held
}

/// A policy, and its text.
pub(crate) struct Held {
    policy: StsPolicy,
    text: String,
}

impl Held {
    /// The policy itself.
    pub(super) const fn policy(&self) -> &StsPolicy {
        &self.policy
    }
}

impl From<StsPolicy> for Held {
    fn from(policy: StsPolicy) -> Self {
        let text = policy.to_string();
        Self { policy, text }
    }
}

impl From<StsPolicyError> for Explained {
    fn from(error: StsPolicyError) -> Self {
        Self::malformed(error.name(), error.to_string())
    }
}

impl From<TxtError> for Explained {
    fn from(error: TxtError) -> Self {
        Self::malformed(error.name(), error.to_string())
    }
}

impl From<DomainNameError> for Explained {
    fn from(error: DomainNameError) -> Self {
        Self::malformed("bad-domain", error.to_string())
    }
}

/// Makes the name that belongs to a domain.
///
/// # Safety
/// As [`make`]; the domain is readable.
pub(super) unsafe fn name_below(
    domain: smtpwire_str,
    out: *mut *mut smtpwire_text,
    call: fn(&str) -> Result<String, DomainNameError>,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe { make(out, ptr::null_mut(), || Ok(call(domain.read()?)?.into_bytes())) }
}

/// The name at which the TXT record of a domain stands, as in "_mta-sts.example.org"; a text to be
/// freed. `SMTPWIRE_MALFORMED` where it is no domain (one with other letters is given as its A-labels).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sts_record_name(
    domain: smtpwire_str,
    name: *mut *mut smtpwire_text,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { name_below(domain, name, record_name) }
}

/// Where the policy of a domain is fetched (RFC 8461 section 3.3); a text to be freed.
/// `SMTPWIRE_MALFORMED` where it is no domain.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sts_policy_url(
    domain: smtpwire_str,
    url: *mut *mut smtpwire_text,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { name_below(domain, url, policy_url) }
}

/// What tells one policy of the domain from another, 1 to 32 letters and digits: the id of the record
/// among the TXT records of `smtpwire_sts_record_name`; a text to be freed. The strings that a record has
/// in DNS are joined without anything between them.
///
/// `SMTPWIRE_ABSENT` where none of them is such a record;
/// `SMTPWIRE_MALFORMED` where there are several, or it is broken. Both mean that there is no policy; one
/// that is known and fresh goes on to count.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sts_record_id(
    records: *const smtpwire_bytes,
    record_count: usize,
    id: *mut *mut smtpwire_text,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(id, error, || {
            let found = StsRecord::find(&read_octets(records, record_count)?)?;
            Ok(found.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?.id().as_bytes().to_vec())
        })
    }
}

/// Reads the text of a policy, as it was fetched: lines that end with LF or CRLF, at most 64 KiB.
/// Unknown keys and empty lines are ignored; of a key that stands twice the first counts, except "mx".
///
/// `SMTPWIRE_MALFORMED` where it is no policy: the domain is treated as if it had none, unless an older
/// one is known and fresh. `*error` names the line.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sts_policy_parse(
    octets: smtpwire_bytes,
    policy: *mut *mut smtpwire_sts_policy,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(policy, error, || Ok(StsPolicy::parse(octets.read()?)?.into())) }
}

/// A policy of these parts, to publish it or to set one by hand: a number of `smtpwire_sts_mode`;
/// patterns, each the name of a server, or "*." and a domain; and how long it counts, in seconds, of
/// which more than a year are taken for a year.
///
/// `SMTPWIRE_OUT_OF_RANGE` for another number; `SMTPWIRE_MALFORMED` for what is no pattern, and where there
/// is none unless the mode is "none".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sts_policy_new(
    mode: u32,
    patterns: *const smtpwire_str,
    pattern_count: usize,
    max_age_s: u64,
    policy: *mut *mut smtpwire_sts_policy,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(policy, error, || {
            let mode = smtpwire_sts_mode::read(mode)?;
            let patterns = read_texts(patterns, pattern_count)?;
            Ok(StsPolicy::new(mode, patterns, max_age_s)?.into())
        })
    }
}

/// What a sender does about a server that the policy does not allow; `SMTPWIRE_STS_MODE_NONE` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sts_policy_mode(
    policy: *const smtpwire_sts_policy,
) -> smtpwire_sts_mode {
    let none = smtpwire_sts_mode::SMTPWIRE_STS_MODE_NONE;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(policy, none, |held| smtpwire_sts_mode::of(held.policy.mode())) }
}

/// How long after it was fetched the policy counts, in seconds; at most a year.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sts_policy_max_age_s(policy: *const smtpwire_sts_policy) -> u64 {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(policy, 0, |held| held.policy.max_age()) }
}

/// How many patterns of servers' names it has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sts_policy_pattern_count(
    policy: *const smtpwire_sts_policy,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(policy, 0, |held| held.policy.patterns().len()) }
}

/// A pattern of servers' names, from 0, in lower case: a whole name, or "*." and a domain.
/// `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sts_policy_pattern(
    policy: *const smtpwire_sts_policy,
    index: usize,
    pattern: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(policy, |held| {
            let found = held.policy.patterns().get(index);
            put(pattern, smtpwire_str::of(found.ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?))
        })
    }
}

/// Whether the policy allows a server of this name, the domain's MX host (RFC 8461 section 4.1). A
/// pattern with "*." stands for names with exactly one label more. Case and a trailing dot do not matter.
/// false for a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sts_policy_matches(
    policy: *const smtpwire_sts_policy,
    mx_host: smtpwire_str,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(policy, false, |held| mx_host.read().is_ok_and(|host| held.policy.matches(host))) }
}

/// Whether the policy, fetched at one time, counts at another; both in seconds since 1970 of the same
/// clock. When the clock was set back in between, it counts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sts_policy_is_fresh(
    policy: *const smtpwire_sts_policy,
    fetched_at: u64,
    now: u64,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(policy, false, |held| held.policy.is_fresh(fetched_at, now)) }
}

/// The policy as it is published.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sts_policy_text(
    policy: *const smtpwire_sts_policy,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(policy, smtpwire_str::of(""), |held| smtpwire_str::of(&held.text)) }
}

/// Ends a policy; NULL is none. Peers that have it keep it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sts_policy_free(policy: *mut smtpwire_sts_policy) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(policy) }
}
