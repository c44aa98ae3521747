//! How a server does TLS.

use std::sync::Arc;

use smtpwire::ServerConfig;
use smtpwire_tls::{ClientCertificates, ServerTls, TlsServerConfig};

use super::pem::CertificateOctets;
use super::{GivenIdentity, GivenRoots, Version, at, options, versions};
use crate::config::fields::fields;
use crate::config::named::named;
use crate::config::{Plain, SecretOctets, Spelling, spelled};
use crate::failure::Failure;

/// How a server does TLS, read and checked.
#[derive(Clone, Debug)]
pub struct ServerTlsSetup {
    tls: ServerTls,
    implicit: bool,
}

struct Options {
    mode: Option<Mode>,
    identity: Option<GivenIdentity>,
    identities: Option<Vec<NamedIdentity>>,
    client_certificates: Option<Wanted>,
    client_roots: Option<GivenRoots>,
    min_version: Option<Version>,
    max_version: Option<Version>,
    at: Option<u64>,
}

fields!(Options {
    mode: option,
    identity: option,
    identities: option,
    client_certificates: option,
    client_roots: option,
    min_version: option,
    max_version: option,
    at: option,
});

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Starttls,
    Implicit,
}

named!(Mode { Starttls = "starttls", Implicit = "implicit", });

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Ignored,
    Asked,
    Demanded,
}

named!(Wanted { Ignored = "ignored", Asked = "asked", Demanded = "demanded", });

/// An identity with the names for which a client is shown it.
struct NamedIdentity {
    certificate: CertificateOctets,
    key: SecretOctets,
    names: Option<Vec<String>>,
}

fields!(NamedIdentity { certificate: need, key: need, names: option });

impl ServerTlsSetup {
    /// Reads how TLS is done; null is not at all.
    ///
    /// # Errors
    /// `invalid-choice` and `unusable-certificate`, with the path of the field.
    pub fn read(given: Plain, spelling: Spelling) -> Result<Option<Self>, Failure> {
        let Some(given) = options::<Options>(given, spelling)? else { return Ok(None) };
        let (least, most) = versions(given.min_version, given.max_version);
        let mut tls = ServerTls::builder().versions(least, most);
        if let Some(identity) = given.identity {
            tls = tls.identity(identity.build().map_err(at("tls.identity", spelling))?);
        }
        for (index, one) in given.identities.into_iter().flatten().enumerate() {
            let identity = GivenIdentity { certificate: one.certificate, key: one.key };
            let identity = identity.build().map_err(|error| {
                Failure::from(error).within(&format!("tls.identities[{index}]"))
            })?;
            match one.names {
                None => tls = tls.identity(identity),
                Some(names) => {
                    for name in names {
                        tls = tls.identity_for(&name, identity.clone());
                    }
                }
            }
        }
        let wanted = given.client_certificates.unwrap_or(Wanted::Ignored);
        let roots = given.client_roots.map(|roots| roots.build());
        let roots = roots.transpose().map_err(at("tls.client_roots", spelling))?;
        tls = tls.client_certificates(match (wanted, roots) {
            (Wanted::Ignored, None) => ClientCertificates::Ignore,
            (Wanted::Ignored, Some(_)) => return Err(roots_for_nothing(spelling)),
            (Wanted::Asked, Some(roots)) => ClientCertificates::Asked(roots),
            (Wanted::Demanded, Some(roots)) => ClientCertificates::Demanded(roots),
            (_, None) => return Err(missing_roots(spelling)),
        });
        if let Some(seconds) = given.at {
            tls = tls.at(seconds);
        }
        Ok(Some(Self {
            tls: tls.build().map_err(at("tls", spelling))?,
            implicit: given.mode == Some(Mode::Implicit),
        }))
    }

    /// Whether TLS comes first.
    pub(crate) fn is_implicit(&self) -> bool {
        self.implicit
    }

    /// With what the server inside is like.
    pub(crate) fn with(self, config: Arc<ServerConfig>) -> TlsServerConfig {
        if self.implicit {
            TlsServerConfig::implicit(config, self.tls)
        } else {
            TlsServerConfig::starttls(config, self.tls)
        }
    }
}

fn roots_for_nothing(spelling: Spelling) -> Failure {
    let path = spelled("tls.client_roots", spelling);
    let other = spelled("tls.client_certificates", spelling);
    let message =
        format!("{path}: somebody is trusted, and {other} does not ask for a certificate");
    Failure::invalid("invalid-choice", message)
}

fn missing_roots(spelling: Spelling) -> Failure {
    let path = spelled("tls.client_roots", spelling);
    let message = format!("{path}: certificates of clients are wanted, and nobody is trusted");
    Failure::invalid("invalid-choice", message)
}
