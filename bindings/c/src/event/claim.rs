//! What a client of a server claims to be.

use smtpwire::ServerEvent;
use smtpwire::sasl::Claim;

use super::{Event, Happened, smtpwire_event};
use crate::guard::{look, put};
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// With what a client wants to prove who it is.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_claim {
    /// A password, by PLAIN or LOGIN: compare it, or ask `smtpwire_event_claim_matches`.
    SMTPWIRE_CLAIM_PASSWORD = 1,
    /// A digest of the password, by CRAM-MD5: `smtpwire_event_claim_matches` compares it.
    SMTPWIRE_CLAIM_CRAM_MD5 = 2,
    /// An OAuth 2.0 token, by OAUTHBEARER or XOAUTH2.
    SMTPWIRE_CLAIM_BEARER = 3,
    /// What the connection itself has shown, a client certificate mostly, by EXTERNAL.
    SMTPWIRE_CLAIM_EXTERNAL = 4,
    /// Nothing, by ANONYMOUS.
    SMTPWIRE_CLAIM_ANONYMOUS = 5,
    /// Something that this header does not know.
    SMTPWIRE_CLAIM_OTHER = 6,
}

const ABSENT: smtpwire_status = smtpwire_status::SMTPWIRE_ABSENT;

impl Event {
    fn claim(&self) -> Result<&Claim, smtpwire_status> {
        match &self.happened {
            Happened::Server(ServerEvent::AuthVerify { claim }) => Ok(claim),
            _ => Err(ABSENT),
        }
    }

    fn username(&self) -> Option<&str> {
        match &self.happened {
            Happened::Server(ServerEvent::AuthVerify { claim }) => claim.username(),
            Happened::Server(ServerEvent::AuthLookup { username, .. }) => Some(username),
            Happened::Server(ServerEvent::Authenticated { identity }) => {
                identity.username.as_deref()
            }
            _ => None,
        }
    }

    fn authorization_identity(&self) -> Option<&str> {
        match &self.happened {
            Happened::Server(ServerEvent::AuthVerify { claim }) => claim.authorization_identity(),
            Happened::Server(ServerEvent::AuthLookup { authorization_identity, .. }) => {
                authorization_identity.as_deref()
            }
            Happened::Server(ServerEvent::Authenticated { identity }) => {
                identity.authorization_identity.as_deref()
            }
            _ => None,
        }
    }
}

/// A server: with what the client wants to prove who it is. `SMTPWIRE_ABSENT` where the event is no
/// `SMTPWIRE_EVENT_AUTH_VERIFY`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_claim(
    event: *const smtpwire_event,
    claim: *mut smtpwire_claim,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(event, |event| {
            let kind = match event.claim()? {
                Claim::Password(_) => smtpwire_claim::SMTPWIRE_CLAIM_PASSWORD,
                Claim::CramMd5(_) => smtpwire_claim::SMTPWIRE_CLAIM_CRAM_MD5,
                Claim::Bearer(_) => smtpwire_claim::SMTPWIRE_CLAIM_BEARER,
                Claim::External { .. } => smtpwire_claim::SMTPWIRE_CLAIM_EXTERNAL,
                Claim::Anonymous { .. } => smtpwire_claim::SMTPWIRE_CLAIM_ANONYMOUS,
                _ => smtpwire_claim::SMTPWIRE_CLAIM_OTHER,
            };
            put(claim, kind)
        })
    }
}

/// A server: the name that is to be proven, or that was. `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_username(
    event: *const smtpwire_event,
    username: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(username, smtpwire_str::of(event.username().ok_or(ABSENT)?))) }
}

/// A server: whom the client wants to act as, where that is another than the name that it proves.
/// `SMTPWIRE_ABSENT` where it did not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_authorization_identity(
    event: *const smtpwire_event,
    identity: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(event, |event| {
            put(identity, smtpwire_str::of(event.authorization_identity().ok_or(ABSENT)?))
        })
    }
}

/// A server: whether the claim is proven by this password. It takes as long for a wrong one as for a right one
/// of the same length. `SMTPWIRE_ABSENT` where the claim is not by a password.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_claim_matches(
    event: *const smtpwire_event,
    password: smtpwire_str,
    matches: *mut bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(event, |event| {
            let password = password.read()?;
            let same = match event.claim()? {
                Claim::Password(claim) => claim.matches(password),
                Claim::CramMd5(claim) => claim.matches(password),
                _ => return Err(ABSENT),
            };
            put(matches, same)
        })
    }
}

/// A server: the password or the token itself, to hand it to what checks it. It is a secret: log it
/// nowhere. It lasts as long as the event. `SMTPWIRE_ABSENT` where the claim shows none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_reveal_secret(
    event: *const smtpwire_event,
    secret: *mut smtpwire_bytes,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(event, |event| {
            let shown = match event.claim()? {
                Claim::Password(claim) => &claim.password,
                Claim::Bearer(claim) => &claim.token,
                _ => return Err(ABSENT),
            };
            put(secret, smtpwire_bytes::of(shown.reveal()))
        })
    }
}

/// A server: what an anonymous client says for the log. `SMTPWIRE_ABSENT` where the claim is another.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_trace(
    event: *const smtpwire_event,
    trace: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(event, |event| match event.claim()? {
            Claim::Anonymous { trace: said } => put(trace, smtpwire_str::of(said)),
            _ => Err(ABSENT),
        })
    }
}

/// A server: the name of the server that the client means its token for, as it says in OAUTHBEARER. One that
/// is not the program's own speaks of a token that was stolen elsewhere. `SMTPWIRE_ABSENT` where it did not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_claim_host(
    event: *const smtpwire_event,
    host: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(event, |event| match event.claim()? {
            Claim::Bearer(claim) => {
                put(host, smtpwire_str::of(claim.host.as_deref().ok_or(ABSENT)?))
            }
            _ => Err(ABSENT),
        })
    }
}

/// A server: the port of the server that the client means its token for. `SMTPWIRE_ABSENT` where it did not
/// say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_claim_port(
    event: *const smtpwire_event,
    port: *mut u16,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(event, |event| match event.claim()? {
            Claim::Bearer(claim) => put(port, claim.port.ok_or(ABSENT)?),
            _ => Err(ABSENT),
        })
    }
}
