//! How TLS is done, from plain data.
//!
//! `pem` is what certificates and keys are given as, `peer` whom a client wants to reach, `client` and
//! `server` the two sides. What can't be read is told with its path, as `tls.identity: …`.

mod client;
mod peer;
mod pem;
mod server;

use serde::Deserialize;
use smtpwire_tls::{TlsConfigError, TlsVersion};

pub use client::ClientTlsSetup;
pub use peer::{
    GivenPolicy, GivenTlsa, PeerOptions, PolicyFields, PolicySource, StsMode, TlsaFields,
    TlsaSource,
};
pub use pem::{CertificateOctets, GivenIdentity, GivenRoots};
pub use server::ServerTlsSetup;

use super::{Plain, Spelling, read, spelled};
use crate::failure::Failure;

/// A version of TLS: `TLSv1.2` or `TLSv1.3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Version {
    #[serde(rename = "TLSv1.2")]
    Tls12,
    #[serde(rename = "TLSv1.3")]
    Tls13,
}

/// The least and the most of the versions that are spoken.
fn versions(least: Option<Version>, most: Option<Version>) -> (TlsVersion, TlsVersion) {
    let version = |version| match version {
        Version::Tls12 => TlsVersion::Tls12,
        Version::Tls13 => TlsVersion::Tls13,
    };
    (least.map_or(TlsVersion::Tls12, version), most.map_or(TlsVersion::Tls13, version))
}

/// Reads options that stand in the field `tls`; null is none at all.
fn options<O: for<'de> Deserialize<'de>>(
    given: Plain,
    spelling: Spelling,
) -> Result<Option<O>, Failure> {
    #[derive(Deserialize)]
    struct Holder<O> {
        tls: O,
    }
    if given == Plain::Null {
        return Ok(None);
    }
    let holder = Plain::Object(vec![("tls".to_owned(), given)]);
    read::<Holder<O>>(holder, spelling).map(|holder| Some(holder.tls))
}

/// A failure that says where: `tls.client_roots: …`.
fn at(path: &'static str, spelling: Spelling) -> impl Fn(TlsConfigError) -> Failure {
    move |error| Failure::from(error).within(&spelled(path, spelling))
}
