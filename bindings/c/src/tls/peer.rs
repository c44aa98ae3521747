//! Peer: whom a client wants to reach, and how it is to prove itself.

use std::ptr;

use smtpwire_tls::{Peer, TlsConfigError};

use super::dane::smtpwire_dane;
use super::sts::smtpwire_sts_policy;
use crate::error::{Explained, attempt, make, smtpwire_error};
use crate::guard::{ask, free, handle, peek, with};
use crate::text::smtpwire_text;
use crate::{smtpwire_status, smtpwire_str};

handle! {
    /// Whom a client wants to reach: the names that its certificate may carry (RFC 7817 section 3),
    /// and what is known of it beforehand by DANE and MTA-STS. Connections copy it; several threads
    /// may look at one.
    smtpwire_peer holds Peer
}

/// What is no name of a host.
fn bad_name(why: &TlsConfigError) -> Explained {
    Explained::malformed("bad-name", why.to_string())
}

/// The host of this name: a DNS name with or without the final dot, an IPv4 or an IPv6 address (bare,
/// or as in "[192.0.2.1]", "[IPv6:2001:db8::1]"). The name is the one that the user or the configuration
/// gave, not one that insecure DNS has answered with; for mail between servers it is the MX host's
/// where DNSSEC or MTA-STS vouch for it.
///
/// `SMTPWIRE_MALFORMED` where no certificate can carry the name: a U-label (give the A-label, "xn--…"), an
/// underscore, an empty or overlong label.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_peer_new(
    host: smtpwire_str,
    peer: *mut *mut smtpwire_peer,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(peer, error, || Peer::named(host.read()?).map_err(|why| bad_name(&why))) }
}

/// A further name that the certificate may carry instead, such as the mail domain that was asked for
/// (RFC 7817 section 3). `SMTPWIRE_MALFORMED` as `smtpwire_peer_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_peer_add_name(
    peer: *mut smtpwire_peer,
    host: smtpwire_str,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(peer, error, |peer| {
            *peer = peer.clone().or_named(host.read()?).map_err(|why| bad_name(&why))?;
            Ok(())
        })
    }
}

/// What the TLSA records of this server say (RFC 7672), which are copied. Where one of them can be used,
/// the server proves by it who it is, and by nothing else: the roots do not count then. The first name
/// is the one that the records were looked up for, a further name the domain that the mail is for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_peer_set_dane(
    peer: *mut smtpwire_peer,
    dane: *const smtpwire_dane,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(peer, |peer| {
            *peer = peer.clone().with_dane(peek(dane)?.dane());
            Ok(())
        })
    }
}

/// What the MTA-STS policy of the mail's domain says (RFC 8461 section 5); it is copied. Where it is
/// enforced, TLS is a must, the first name has to be one of the policy's, and the certificate has to be
/// for that name. Where it is only tested, or says "none", nothing is demanded, and
/// `smtpwire_peer_sts_mismatch` serves the report. TLSA records that can be used decide alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_peer_set_sts(
    peer: *mut smtpwire_peer,
    policy: *const smtpwire_sts_policy,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(peer, |peer| {
            *peer = peer.clone().with_sts(peek(policy)?.policy());
            Ok(())
        })
    }
}

/// Why the host is none that the domain's MTA-STS policy allows, where there is a policy and it is
/// enforced or tested; a text to be freed. Where it is enforced, no connection to this host need be
/// tried: its handshake fails for this reason (`SMTPWIRE_TLS_FAILURE_STS_MISMATCH`).
///
/// `SMTPWIRE_ABSENT` where the policy allows the host, or there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_peer_sts_mismatch(
    peer: *const smtpwire_peer,
    why: *mut *mut smtpwire_text,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(why, ptr::null_mut(), || {
            let found = peek(peer)?.sts_mismatch();
            let found = found.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?;
            Ok(found.to_string().into_bytes())
        })
    }
}

/// Anyone: the server need not prove who it is. That protects from listeners only, not from whoever
/// sits in between.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_peer_set_unverified(peer: *mut smtpwire_peer) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(peer, |peer| {
            *peer = peer.clone().unverified();
            Ok(())
        })
    }
}

/// Whether nothing may be said to this host without TLS, by what is known beforehand: it has TLSA
/// records, or its domain an MTA-STS policy that is enforced.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_peer_demands_tls(peer: *const smtpwire_peer) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(peer, false, Peer::demands_tls) }
}

/// Ends a peer; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_peer_free(peer: *mut smtpwire_peer) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(peer) }
}
