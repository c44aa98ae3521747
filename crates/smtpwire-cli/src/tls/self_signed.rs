//! A certificate that nobody vouches for, made on the spot for a server that has none.

use std::time::Duration;

use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    date_time_ymd,
};
use smtpwire_tls::Identity;

use super::now;

/// How long it is valid.
const VALID: Duration = Duration::from_hours(90 * 24);
/// How far the clock of a client may be behind.
const BEHIND: Duration = Duration::from_hours(24);

/// A self-signed certificate and its key.
pub(crate) struct SelfSigned {
    pub(crate) identity: Identity,
    /// The certificate, without its key.
    pub(crate) pem: String,
}

impl SelfSigned {
    /// Makes one for these hosts, names or addresses.
    ///
    /// # Errors
    /// A sentence: a name that can't stand in a certificate.
    pub(crate) fn made_for(hosts: &[String]) -> Result<Self, String> {
        let failed =
            |error: rcgen::Error| format!("no self-signed certificate can be made: {error}");
        let key = KeyPair::generate().map_err(failed)?;
        let mut params = CertificateParams::new(hosts).map_err(failed)?;
        let mut name = DistinguishedName::new();
        // A root that is called by the host alone may be in a machine's store by accident.
        name.push(DnType::OrganizationName, "smtpwire, self-signed");
        name.push(DnType::CommonName, hosts.first().map_or("localhost", String::as_str));
        params.distinguished_name = name;
        let today = date_time_ymd(1970, 1, 1) + Duration::from_secs(now());
        params.not_before = today - BEHIND;
        params.not_after = today + VALID;
        // With both key identifiers, which strict verifiers want to see.
        params.is_ca = IsCa::ExplicitNoCa;
        params.use_authority_key_identifier_extension = true;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let certificate = params.self_signed(&key).map_err(failed)?;
        let identity = Identity::from_der(vec![certificate.der().to_vec()], key.serialize_der())
            .map_err(|error| format!("no self-signed certificate can be made: {error}"))?;
        Ok(Self { identity, pem: certificate.pem() })
    }
}
