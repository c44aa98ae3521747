//! How a server fixture is to speak TLS.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::pki::{Credential, Pki};

/// A version of TLS, alone.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Version {
    /// TLS 1.2 (RFC 5246).
    Tls12,
    /// TLS 1.3 (RFC 8446).
    Tls13,
}

impl Version {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Tls12, Self::Tls13];

    /// As `OpenSSL` and Postfix write it: `TLSv1.3`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tls12 => "TLSv1.2",
            Self::Tls13 => "TLSv1.3",
        }
    }
}

/// TLS of a server fixture: STARTTLS on its port ([`crate::Server::address`]), and TLS from the first
/// octet on another ([`crate::Server::wrapped`]).
#[derive(Clone, Debug)]
pub struct Tls {
    pub(crate) credential: Credential,
    pub(crate) only: Option<Version>,
    pub(crate) clients: Clients,
}

/// Whether clients show certificates.
#[derive(Clone, Debug)]
pub(crate) enum Clients {
    NotAsked,
    /// Those who have one, which must be by these roots to count.
    Asked(PathBuf),
    /// All, or there is no mail.
    Demanded(PathBuf),
}

impl Tls {
    /// With this certificate, in TLS 1.2 and 1.3, asking no client for one.
    pub fn with(credential: Credential) -> Self {
        Self { credential, only: None, clients: Clients::NotAsked }
    }

    /// In one version only.
    #[must_use]
    pub fn only(mut self, version: Version) -> Self {
        self.only = Some(version);
        self
    }

    /// Asks clients for certificates by the roots of `pki`.
    #[must_use]
    pub fn asking(mut self, pki: &Pki) -> Self {
        self.clients = Clients::Asked(pki.roots());
        self
    }

    /// Takes no mail but from clients with a certificate by the roots of `pki`.
    #[must_use]
    pub fn demanding(mut self, pki: &Pki) -> Self {
        self.clients = Clients::Demanded(pki.roots());
        self
    }

    /// The same, with all files copied to `folder` for a user.
    pub(super) fn placed(&self, folder: &Path, owner: (u32, u32)) -> io::Result<Self> {
        let roots = |from: &Path| {
            let to = folder.join("tls-roots.pem");
            fs::copy(from, &to)?;
            Ok::<_, io::Error>(to)
        };
        let clients = match &self.clients {
            Clients::NotAsked => Clients::NotAsked,
            Clients::Asked(from) => Clients::Asked(roots(from)?),
            Clients::Demanded(from) => Clients::Demanded(roots(from)?),
        };
        Ok(Self { credential: self.credential.copy_to(folder, owner)?, only: self.only, clients })
    }

    /// The files of the chain and of the key, as a configuration has them.
    pub(super) fn files(&self) -> (String, String) {
        let Credential { chain, key, .. } = &self.credential;
        (chain.display().to_string(), key.display().to_string())
    }

    /// The file of the roots for clients, and whether they must have a certificate.
    pub(super) fn client_roots(&self) -> Option<(String, bool)> {
        match &self.clients {
            Clients::NotAsked => None,
            Clients::Asked(roots) => Some((roots.display().to_string(), false)),
            Clients::Demanded(roots) => Some((roots.display().to_string(), true)),
        }
    }
}
