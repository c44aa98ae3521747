//! What opportunistic TLS came to, where that is less than it could be.

use smtpwire_tls::Fallback;

/// What opportunistic TLS came to, where that is less than TLS with a server that has proven who it is
/// (RFC 7435). A program logs it.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_fallback {
    /// Nothing was given up.
    SMTPWIRE_FALLBACK_NONE = 0,
    /// The server does not offer STARTTLS, or refused it, and the session went on in plaintext. Whoever
    /// sits in between can have taken the offer away.
    SMTPWIRE_FALLBACK_PLAINTEXT = 1,
    /// TLS is up, but the server has not proven who it is. For a login the connection counts as
    /// unprotected.
    SMTPWIRE_FALLBACK_UNVERIFIED = 2,
    /// The handshake failed, and with it the connection. Nothing was sent. The policy has it that the
    /// program may send the mail over another connection, without TLS.
    SMTPWIRE_FALLBACK_FAILED = 3,
    /// Another one, that this header does not know.
    SMTPWIRE_FALLBACK_OTHER = 4,
}

impl smtpwire_fallback {
    /// What C calls it.
    pub(crate) const fn of(fallback: Option<&Fallback>) -> Self {
        match fallback {
            None => Self::SMTPWIRE_FALLBACK_NONE,
            Some(Fallback::Plaintext { .. }) => Self::SMTPWIRE_FALLBACK_PLAINTEXT,
            Some(Fallback::Unverified) => Self::SMTPWIRE_FALLBACK_UNVERIFIED,
            Some(Fallback::Failed) => Self::SMTPWIRE_FALLBACK_FAILED,
            Some(_) => Self::SMTPWIRE_FALLBACK_OTHER,
        }
    }
}
