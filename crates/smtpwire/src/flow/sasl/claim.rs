//! What a client claims to be, and the host has to decide about.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::cram;
use super::prep::prepare_secret;
use crate::types::secret::Secret;

/// A claim that the host accepts or refuses. Names are text that a peer wrote: show them through
/// [`crate::Escaped`], never raw.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Claim {
    /// PLAIN or LOGIN: a name and its password.
    Password(PasswordClaim),
    /// CRAM-MD5: a name and a digest that the password makes.
    CramMd5(CramMd5Claim),
    /// OAUTHBEARER or XOAUTH2: a token.
    Bearer(BearerClaim),
    /// EXTERNAL: what the connection has shown already, by a client certificate mostly. Without
    /// one, refuse.
    External {
        /// The identity to act as; `None` for the one that the certificate stands for.
        authorization_identity: Option<String>,
    },
    /// ANONYMOUS: nobody.
    Anonymous {
        /// A mail address or a word for the log; may be empty.
        trace: String,
    },
}

/// A name and its password.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PasswordClaim {
    /// The name, prepared by SASLprep.
    pub username: String,
    /// The identity to act as, where another is asked for.
    pub authorization_identity: Option<String>,
    /// The password as it came. With LOGIN it may be no UTF-8.
    pub password: Secret,
}

impl PasswordClaim {
    /// Whether this is the password: the same octets, or the same text by SASLprep. The time that
    /// it takes does not tell where they differ.
    pub fn matches(&self, password: &str) -> bool {
        let prepared = |text: &[u8]| {
            core::str::from_utf8(text).ok().and_then(|text| prepare_secret(text).ok())
        };
        let same = self.password.is(password.as_bytes());
        let alike = match (prepared(self.password.reveal()), prepared(password.as_bytes())) {
            (Some(claimed), Some(real)) => claimed == real,
            _ => false,
        };
        same | alike
    }
}

/// A name and a digest over a challenge.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CramMd5Claim {
    /// The name, prepared by SASLprep where that allows.
    pub username: String,
    pub(super) challenge: Vec<u8>,
    pub(super) digest: Vec<u8>,
}

impl CramMd5Claim {
    /// Whether this password makes that digest. The host needs the password itself for that.
    pub fn matches(&self, password: &str) -> bool {
        cram::matches(self, password.as_bytes())
    }
}

impl fmt::Debug for CramMd5Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CramMd5Claim").field("username", &self.username).finish_non_exhaustive()
    }
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BearerClaim {
    /// The identity to act as; with XOAUTH2 the name that the token is said to be for.
    pub username: Option<String>,
    /// The access token, visible ASCII.
    pub token: Secret,
    /// The server's name as the client has it (OAUTHBEARER only).
    pub host: Option<String>,
    /// The server's port as the client has it (OAUTHBEARER only).
    pub port: Option<u16>,
}

impl Claim {
    /// The name that is to be proven, where there is one.
    pub fn username(&self) -> Option<&str> {
        match self {
            Self::Password(claim) => Some(&claim.username),
            Self::CramMd5(claim) => Some(&claim.username),
            Self::Bearer(claim) => claim.username.as_deref(),
            Self::External { .. } | Self::Anonymous { .. } => None,
        }
    }

    /// The identity to act as, where another than the proven one is asked for.
    pub fn authorization_identity(&self) -> Option<&str> {
        match self {
            Self::Password(claim) => claim.authorization_identity.as_deref(),
            Self::External { authorization_identity } => authorization_identity.as_deref(),
            Self::CramMd5(_) | Self::Bearer(_) | Self::Anonymous { .. } => None,
        }
    }

    /// Whether this is the password of the claimed name. No for claims without password.
    pub fn matches(&self, password: &str) -> bool {
        match self {
            Self::Password(claim) => claim.matches(password),
            Self::CramMd5(claim) => claim.matches(password),
            _ => false,
        }
    }
}

/// Who logged in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// The name that was proven; `None` with EXTERNAL, ANONYMOUS and a token without a name.
    pub username: Option<String>,
    /// The identity to act as, where another was asked for. Whether the one may act as the other is
    /// for the host to say.
    pub authorization_identity: Option<String>,
}
