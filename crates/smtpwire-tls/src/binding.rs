//! Channel bindings of a session: what ties a login to this very connection (RFC 5056), for the
//! SCRAM mechanisms with -PLUS.

use rustls::{ConnectionCommon, SideData};
use sha2::{Digest, Sha256, Sha384, Sha512};
use smtpwire::sasl::{ChannelBinding, ChannelBindingType};

use crate::certificate::Certificate;
use crate::version::TlsVersion;

/// `tls-exporter` is 32 octets, exported with this label and an empty context (RFC 9266 section 2).
const LABEL: &[u8] = b"EXPORTER-Channel-Binding";

/// The bindings of a connection, strongest first: `tls-exporter` with TLS 1.3, and
/// `tls-server-end-point` of the server's certificate.
///
/// With TLS 1.2 the exporter is a channel binding only where both sides have the extended master
/// secret (RFC 9266 section 4.2), which rustls does not tell; so it is left out there.
pub(crate) fn of<Data: SideData>(
    connection: &ConnectionCommon<Data>,
    version: TlsVersion,
    server: Option<&Certificate>,
) -> Vec<ChannelBinding> {
    let exporter = match version {
        TlsVersion::Tls13 => connection
            .export_keying_material([0; 32], LABEL, Some(&[]))
            .ok()
            .map(|octets| ChannelBinding::new(ChannelBindingType::TlsExporter, octets)),
        TlsVersion::Tls12 => None,
    };
    exporter.into_iter().chain(server.and_then(end_point)).collect()
}

/// `tls-server-end-point` (RFC 5929 section 4.1): the certificate's digest by the hash of its
/// signature, by SHA-256 where that is MD5 or SHA-1. Undefined for a signature that names no hash,
/// as Ed25519, or names it in a parameter, as RSASSA-PSS.
fn end_point(certificate: &Certificate) -> Option<ChannelBinding> {
    let der = certificate.der();
    let digest = match certificate.signature_algorithm().as_str() {
        "md5WithRSAEncryption"
        | "sha1WithRSAEncryption"
        | "ecdsa-with-SHA1"
        | "sha256WithRSAEncryption"
        | "ecdsa-with-SHA256" => Sha256::digest(der).to_vec(),
        "sha384WithRSAEncryption" | "ecdsa-with-SHA384" => Sha384::digest(der).to_vec(),
        "sha512WithRSAEncryption" | "ecdsa-with-SHA512" => Sha512::digest(der).to_vec(),
        _ => return None,
    };
    Some(ChannelBinding::new(ChannelBindingType::TlsServerEndPoint, digest))
}
