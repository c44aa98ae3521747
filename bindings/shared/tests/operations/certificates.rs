//! Certificates, made on the spot.

use std::sync::LazyLock;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use serde_json::{Value, json};

/// The authority that the tests trust.
static AUTHORITY: LazyLock<CertifiedIssuer<'static, KeyPair>> = LazyLock::new(|| {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "Example CA");
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(params, key).expect("an authority")
});

/// The certificate of the authority, in PEM.
pub(crate) fn roots() -> String {
    AUTHORITY.pem()
}

/// A certificate for this name with its key, in DER.
pub(crate) fn issued(name: &str) -> (Vec<u8>, Vec<u8>) {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new([name.to_owned()]).expect("a name");
    let certificate = params.signed_by(&key, &AUTHORITY).expect("a certificate");
    (certificate.der().to_vec(), key.serialize_der())
}

/// The same as an identity of plain data, in PEM.
pub(crate) fn identity(name: &str) -> Value {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new([name.to_owned()]).expect("a name");
    let certificate = params.signed_by(&key, &AUTHORITY).expect("a certificate");
    json!({ "certificate": certificate.pem(), "key": key.serialize_pem() })
}
