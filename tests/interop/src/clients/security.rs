//! TLS as a client is told to speak it.

use std::path::{Path, PathBuf};

use crate::pki::{Credential, NAME};
use crate::servers::Version;

/// How a client is to secure the connection. It never sends mail without TLS then.
#[derive(Clone, Debug)]
pub struct Security {
    pub(crate) wrapped: bool,
    pub(crate) name: String,
    pub(crate) roots: Option<PathBuf>,
    pub(crate) only: Option<Version>,
    pub(crate) credential: Option<Credential>,
}

impl Security {
    /// By STARTTLS, with whatever certificate.
    pub fn starttls() -> Self {
        Self { wrapped: false, name: NAME.into(), roots: None, only: None, credential: None }
    }

    /// From the first octet on, with whatever certificate.
    pub fn wrapped() -> Self {
        Self { wrapped: true, ..Self::starttls() }
    }

    /// Only with a certificate by these roots, for the name [`NAME`] or that of [`Security::named`].
    #[must_use]
    pub fn trusting(mut self, roots: impl AsRef<Path>) -> Self {
        self.roots = Some(roots.as_ref().to_owned());
        self
    }

    /// With a server of this name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = name.into();
        self
    }

    /// In this version.
    #[must_use]
    pub fn only(mut self, version: Version) -> Self {
        self.only = Some(version);
        self
    }

    /// Showing this certificate, if it is asked for one.
    #[must_use]
    pub fn showing(mut self, credential: &Credential) -> Self {
        self.credential = Some(credential.clone());
        self
    }
}
