//! The mechanisms that are spoken here.

use core::fmt;

use super::scram::ScramHash;

/// A SASL mechanism that both sides here can speak.
///
/// ```
/// use smtpwire::sasl::SaslMechanism;
/// assert_eq!(SaslMechanism::from_name("scram-sha-256"), Some(SaslMechanism::ScramSha256));
/// assert!(SaslMechanism::Plain.reveals_secret());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SaslMechanism {
    /// SCRAM-SHA-256-PLUS: SCRAM-SHA-256 bound to the TLS connection (RFC 7677).
    ScramSha256Plus,
    /// SCRAM-SHA-1-PLUS: SCRAM-SHA-1 bound to the TLS connection (RFC 5802).
    ScramSha1Plus,
    /// SCRAM-SHA-256: the password proven without showing it, and the server proven too (RFC 7677).
    ScramSha256,
    /// SCRAM-SHA-1: as SCRAM-SHA-256, with the older digest (RFC 5802).
    ScramSha1,
    /// OAUTHBEARER: an OAuth 2.0 token (RFC 7628).
    OAuthBearer,
    /// XOAUTH2: an OAuth 2.0 token, as Google and Microsoft had it before OAUTHBEARER.
    XOAuth2,
    /// EXTERNAL: who the client is was shown below SMTP, by its certificate (RFC 4422 appendix A).
    External,
    /// CRAM-MD5: a digest of a challenge and the password (RFC 2195).
    CramMd5,
    /// PLAIN: name and password as they are (RFC 4616).
    Plain,
    /// LOGIN: name and password as they are, asked for one by one (never standardised).
    Login,
    /// ANONYMOUS: nobody in particular (RFC 4505).
    Anonymous,
}

impl SaslMechanism {
    /// Every mechanism, the strongest first: bound to the connection before unbound, a proof
    /// before the secret itself.
    pub const ALL: [Self; 11] = [
        Self::ScramSha256Plus,
        Self::ScramSha1Plus,
        Self::ScramSha256,
        Self::ScramSha1,
        Self::OAuthBearer,
        Self::XOAuth2,
        Self::External,
        Self::CramMd5,
        Self::Plain,
        Self::Login,
        Self::Anonymous,
    ];

    /// The registered name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ScramSha256Plus => "SCRAM-SHA-256-PLUS",
            Self::ScramSha1Plus => "SCRAM-SHA-1-PLUS",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::ScramSha1 => "SCRAM-SHA-1",
            Self::OAuthBearer => "OAUTHBEARER",
            Self::XOAuth2 => "XOAUTH2",
            Self::External => "EXTERNAL",
            Self::CramMd5 => "CRAM-MD5",
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::Anonymous => "ANONYMOUS",
        }
    }

    /// The mechanism of this name, in any case; `None` for one that is not spoken here.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mechanism| mechanism.name().eq_ignore_ascii_case(name))
    }

    /// Whether the peer, and whoever listens, gets to see what can be used to log in again: the
    /// password or the token. Such a mechanism needs a protected connection.
    pub const fn reveals_secret(self) -> bool {
        matches!(self, Self::Plain | Self::Login | Self::XOAuth2 | Self::OAuthBearer)
    }

    /// Whether the exchange is bound to the TLS connection that it runs on.
    pub const fn binds_channel(self) -> bool {
        matches!(self, Self::ScramSha256Plus | Self::ScramSha1Plus)
    }

    /// Whether the client has a message to send before any challenge, with AUTH itself or after an
    /// empty challenge. With LOGIN it has not: a server that passes over the initial response would
    /// get the password where it asks for the name.
    pub const fn client_speaks_first(self) -> bool {
        !matches!(self, Self::CramMd5 | Self::Login)
    }

    /// Whether the client has to give octets of entropy.
    pub const fn client_needs_nonce(self) -> bool {
        self.scram_hash().is_some()
    }

    /// Whether the server has to give octets of entropy.
    pub const fn server_needs_nonce(self) -> bool {
        self.client_needs_nonce() || matches!(self, Self::CramMd5)
    }

    /// The digest of a SCRAM mechanism.
    pub const fn scram_hash(self) -> Option<ScramHash> {
        match self {
            Self::ScramSha256Plus | Self::ScramSha256 => Some(ScramHash::Sha256),
            Self::ScramSha1Plus | Self::ScramSha1 => Some(ScramHash::Sha1),
            _ => None,
        }
    }
}

impl fmt::Display for SaslMechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R-SASL-001
    #[test]
    fn every_name_is_found_again_in_any_case_and_is_a_legal_one() {
        for mechanism in SaslMechanism::ALL {
            let name = mechanism.name();
            assert!(crate::Mechanism::parse(name).is_some(), "{name}");
            assert_eq!(SaslMechanism::from_name(name), Some(mechanism));
            assert_eq!(SaslMechanism::from_name(&name.to_ascii_lowercase()), Some(mechanism));
        }
        assert_eq!(SaslMechanism::from_name("NTLM"), None);
    }
}
