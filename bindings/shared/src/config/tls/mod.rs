//! How TLS is done, from plain data.
//!
//! `pem` is what certificates and keys are given as, `peer` whom a client wants to reach, `client` and
//! `server` the two sides. What can't be read is told with its path, as `tls.identity: …`.

mod client;
mod peer;
mod pem;
mod server;

use smtpwire_tls::{TlsConfigError, TlsVersion};

pub use client::ClientTlsSetup;
pub use peer::{
    GivenPolicy, GivenTlsa, PeerOptions, PolicyFields, PolicySource, StsMode, TlsaFields,
    TlsaSource,
};
pub use pem::{CertificateOctets, GivenIdentity, GivenRoots};
pub use server::ServerTlsSetup;

use super::named::named;
use super::{FromPlain, Plain, Spelling, spelled};
use crate::failure::Failure;

/// A version of TLS: `TLSv1.2` or `TLSv1.3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    Tls12,
    Tls13,
}

named!(Version { Tls12 = "TLSv1.2", Tls13 = "TLSv1.3", });

/// The least and the most of the versions that are spoken.
fn versions(least: Option<Version>, most: Option<Version>) -> (TlsVersion, TlsVersion) {
    let version = |version| match version {
        Version::Tls12 => TlsVersion::Tls12,
        Version::Tls13 => TlsVersion::Tls13,
    };
    (least.map_or(TlsVersion::Tls12, version), most.map_or(TlsVersion::Tls13, version))
}

/// Reads options that stand in the field `tls`; null is none at all.
fn options<O: FromPlain>(given: Plain, spelling: Spelling) -> Result<Option<O>, Failure> {
    if given == Plain::Null {
        return Ok(None);
    }
    let read = O::from_plain(given.spelled_by(spelling));
    read.map(Some).map_err(|wrong| wrong.within("tls").told("", spelling))
}

/// A failure that says where: `tls.client_roots: …`.
fn at(path: &'static str, spelling: Spelling) -> impl Fn(TlsConfigError) -> Failure {
    move |error| Failure::from(error).within(&spelled(path, spelling))
}
