//! What a client's side needs for a handshake.

use rustls::Connection as Tls;
use smtpwire::Security;

use crate::client_tls::ClientTls;
use crate::failure::TlsFailure;
use crate::peer::Peer;
use crate::policy::{must_use_tls, must_verify};
use crate::session::TlsSession;
use crate::verify::Verdict;

/// The configuration, whom the client wants to reach, and whether the server must prove to be that.
#[derive(Debug)]
pub(crate) struct ClientSide {
    tls: ClientTls,
    peer: Peer,
    must_verify: bool,
    verdict: Verdict,
    pub(crate) security: Security,
    /// Opportunism had to do without TLS.
    pub(crate) in_plaintext: bool,
}

impl ClientSide {
    /// `security` is what the host wants. What is known of the peer may demand TLS on top, and still
    /// no proof: TLSA records that can't be used do (RFC 7672 section 2.2).
    pub(crate) fn new(tls: ClientTls, peer: Peer, security: Security) -> Self {
        let must_verify = must_verify(security, &peer);
        let security = must_use_tls(security, &peer);
        let verdict = Verdict::default();
        Self { tls, peer, must_verify, verdict, security, in_plaintext: false }
    }

    pub(crate) fn start(&self) -> Result<Tls, TlsFailure> {
        self.tls.connect(&self.peer, self.must_verify, &self.verdict).map(Tls::Client)
    }

    pub(crate) fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    pub(crate) fn session(&self, tls: &Tls) -> Option<TlsSession> {
        match tls {
            Tls::Client(tls) => {
                Some(TlsSession::of_client(tls, &self.tls, &self.peer, &self.verdict))
            }
            Tls::Server(_) => None,
        }
    }

    /// Whether secrets may cross: the server has proven who it is, or the host has said, by a name
    /// that says so, that it does not care.
    pub(crate) fn trusts(&self, session: &TlsSession) -> bool {
        session.verification().is_verified() || self.tls.accepts_any_certificate()
    }
}
