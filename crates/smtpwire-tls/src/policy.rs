//! When TLS is used and when its lack ends the session.

use smtpwire::{Reply, Security};

use crate::failure::TlsFailure;
use crate::peer::Peer;
use crate::session::TlsSession;

/// What opportunistic TLS ([`Security::Opportunistic`]) came to, where that is less than TLS with a
/// server that has proven who it is (RFC 7435). A host logs it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fallback {
    /// The server does not offer STARTTLS, or refused it, and the session went on in plaintext.
    /// Whoever sits in between can have taken the offer away.
    Plaintext {
        /// The refusal, where it was offered.
        reply: Option<Reply<'static>>,
    },
    /// TLS is up, but the server has not proven who it is. For a login the connection counts as
    /// unprotected ([`SaslPolicy`](smtpwire::sasl::SaslPolicy)): no password is shown, and SCRAM is
    /// bound to the connection where the server offers that, so that somebody in between gains
    /// nothing by it.
    Unverified,
    /// The handshake failed, and with it the connection. Nothing was sent. The policy has it that
    /// the host may send the mail over another connection, with [`Security::Disabled`].
    Failed,
}

impl Fallback {
    /// Whether what was sent was, or may now be, readable on the way.
    pub fn is_plaintext(&self) -> bool {
        !matches!(self, Self::Unverified)
    }

    /// What a handshake, or its failure, makes of opportunism.
    pub(crate) fn of(
        security: Security,
        session: Option<&TlsSession>,
        failure: Option<&TlsFailure>,
    ) -> Option<Self> {
        match (security, session, failure) {
            (Security::Opportunistic, None, Some(_)) => Some(Self::Failed),
            (Security::Opportunistic, Some(session), _)
                if !session.verification().is_verified() =>
            {
                Some(Self::Unverified)
            }
            _ => None,
        }
    }
}

/// What is known of the peer may demand TLS where the host would have done without: DANE records
/// (RFC 7672 section 2.2), an MTA-STS policy that is enforced (RFC 8461 section 5).
pub(crate) fn must_use_tls(security: Security, peer: &Peer) -> Security {
    match security {
        Security::Opportunistic | Security::Disabled if peer.demands_tls() => Security::Required,
        other => other,
    }
}

/// Whether a server that can't prove who it is fails the handshake.
pub(crate) fn must_verify(security: Security, peer: &Peer) -> bool {
    let by_security = matches!(security, Security::Required | Security::Implicit);
    peer.demands_verification().unwrap_or(by_security)
}
