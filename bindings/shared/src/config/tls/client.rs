//! How a client does TLS.

use smtpwire_tls::{ClientTls, Peer};

use super::peer::{GivenPolicy, GivenTlsa, PeerFields};
use super::{GivenIdentity, GivenRoots, Version, at, options, versions};
use crate::config::fields::fields;
use crate::config::{Plain, Security, Spelling};
use crate::failure::Failure;

/// How a client does TLS, read and checked.
#[derive(Clone, Debug)]
pub struct ClientTlsSetup {
    /// How much it insists; a mailer's stands in its configuration.
    pub security: Option<smtpwire::Security>,
    /// Roots, identity, versions.
    pub tls: ClientTls,
    /// Who the server must prove to be.
    pub peer: Peer,
}

struct Options {
    // A flattened struct would lose the paths of its fields in what is told.
    peer: String,
    or_named: Option<Vec<String>>,
    dane: Option<Vec<GivenTlsa>>,
    sts: Option<GivenPolicy>,
    unverified: Option<bool>,
    security: Option<Security>,
    roots: Option<GivenRoots>,
    identity: Option<GivenIdentity>,
    min_version: Option<Version>,
    max_version: Option<Version>,
    at: Option<u64>,
    dangerous_accept_any_certificate: Option<bool>,
}

fields!(Options {
    peer: need,
    or_named: option,
    dane: option,
    sts: option,
    unverified: option,
    security: option,
    roots: option,
    identity: option,
    min_version: option,
    max_version: option,
    at: option,
    dangerous_accept_any_certificate: option,
});

impl ClientTlsSetup {
    /// Reads how TLS is done; null is not at all.
    ///
    /// # Errors
    /// `invalid-choice` and `unusable-certificate`, with the path of the field.
    pub fn read(given: Plain, spelling: Spelling) -> Result<Option<Self>, Failure> {
        let Some(given) = options::<Options>(given, spelling)? else { return Ok(None) };
        let (least, most) = versions(given.min_version, given.max_version);
        let mut tls = ClientTls::builder().versions(least, most);
        if let Some(roots) = given.roots {
            tls = tls.roots(roots.build().map_err(at("tls.roots", spelling))?);
        }
        if let Some(identity) = given.identity {
            tls = tls.identity(identity.build().map_err(at("tls.identity", spelling))?);
        }
        if let Some(seconds) = given.at {
            tls = tls.at(seconds);
        }
        if given.dangerous_accept_any_certificate == Some(true) {
            tls = tls.dangerous_accept_any_certificate();
        }
        let peer = PeerFields {
            peer: given.peer,
            or_named: given.or_named,
            dane: given.dane,
            sts: given.sts,
            unverified: given.unverified,
        };
        Ok(Some(Self {
            security: given.security.map(Into::into),
            tls: tls.build().map_err(at("tls", spelling))?,
            peer: peer.build("tls.", spelling)?,
        }))
    }
}
