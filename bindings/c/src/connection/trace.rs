//! What was said inside TLS of this library, for transcripts.

use std::collections::VecDeque;

use smtpwire_tls::Traced;

use super::line::{Line, Pulled};
use super::pull::Connected;
use crate::guard::{Outcome, put, with};
use crate::{smtpwire_bytes, smtpwire_status};

/// Which way octets went that were said inside TLS.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_traced {
    /// They came from the peer.
    SMTPWIRE_TRACED_RECEIVED = 1,
    /// They went to the peer.
    SMTPWIRE_TRACED_SENT = 2,
    /// None: TLS came up here.
    SMTPWIRE_TRACED_ESTABLISHED = 3,
}

/// What was said and not yet told, and what was told last, at which C may still look.
#[derive(Default)]
pub(crate) struct Trace {
    waiting: VecDeque<Traced>,
    told: Option<Traced>,
}

/// A connection that can keep what is said on it.
pub(crate) trait Tracing {
    fn set_tracing(&mut self, on: bool);
    fn take_trace(&mut self) -> Vec<Traced>;
}

macro_rules! tracing {
    ($($type:ty),+) => {$(
        impl Tracing for $type {
            fn set_tracing(&mut self, on: bool) {
                Self::set_tracing(self, on);
            }

            fn take_trace(&mut self) -> Vec<Traced> {
                Self::take_trace(self)
            }
        }
    )+};
}
tracing!(smtpwire_tls::TlsClient, smtpwire_tls::TlsMailer, smtpwire_tls::TlsServer);

/// The connection's TLS; there is none where the program does TLS itself.
fn traced<P, T>(pulled: &mut Pulled<P, T>) -> Outcome<&mut T> {
    match &mut pulled.line {
        Line::Tls(layer) => Ok(layer),
        Line::Plain(_) => Err(smtpwire_status::SMTPWIRE_ABSENT),
    }
}

/// # Safety
/// As the function of C's that it stands behind; so is the other.
pub(crate) unsafe fn set_tracing<C: Connected<Tls: Tracing>>(
    object: *mut C,
    on: bool,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe {
        with(object, |pulled| {
            traced(pulled)?.set_tracing(on);
            Ok(())
        })
    }
}

pub(crate) unsafe fn next_traced<C: Connected<Tls: Tracing>>(
    object: *mut C,
    what: *mut smtpwire_traced,
    octets: *mut smtpwire_bytes,
) -> smtpwire_status {
    if what.is_null() || octets.is_null() {
        return smtpwire_status::SMTPWIRE_NULL_POINTER;
    }
    // SAFETY: by the caller's promise.
    unsafe {
        with(object, |pulled| {
            let said = traced(pulled)?.take_trace();
            pulled.trace.waiting.extend(said);
            let next = pulled.trace.waiting.pop_front().ok_or(smtpwire_status::SMTPWIRE_ABSENT)?;
            let (way, said): (_, &[u8]) = match pulled.trace.told.insert(next) {
                Traced::Received(said) => (smtpwire_traced::SMTPWIRE_TRACED_RECEIVED, said),
                Traced::Sent(said) => (smtpwire_traced::SMTPWIRE_TRACED_SENT, said),
                Traced::Established => (smtpwire_traced::SMTPWIRE_TRACED_ESTABLISHED, &[]),
            };
            put(what, way)?;
            put(octets, smtpwire_bytes::of(said))
        })
    }
}
