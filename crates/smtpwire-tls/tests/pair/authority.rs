//! Certificates, made on the spot.

use std::sync::LazyLock;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use smtpwire_tls::{ClientTls, Identity, Roots, ServerTls};

/// A certification authority and what it has issued.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// A certificate and its key.
pub(crate) struct Issued {
    pub(crate) certificate: CertificateDer<'static>,
    pub(crate) key: PrivateKeyDer<'static>,
}

impl Issued {
    pub(crate) fn identity(&self) -> Identity {
        Identity::from_der(
            vec![self.certificate.to_vec()],
            self.key.clone_key().secret_der().to_vec(),
        )
        .unwrap()
    }
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        Self { issuer: CertifiedIssuer::self_signed(params, key).unwrap() }
    }

    pub(crate) fn certificate(&self) -> CertificateDer<'static> {
        self.issuer.der().clone()
    }

    pub(crate) fn roots(&self) -> Roots {
        Roots::pem(self.issuer.pem().as_bytes()).unwrap()
    }

    pub(crate) fn issue(&self, name: &str) -> Issued {
        self.issue_for(name, &KeyPair::generate().unwrap())
    }

    /// With a key whose signatures all have one length, so that handshakes have, too.
    pub(crate) fn issue_even(&self, name: &str) -> Issued {
        self.issue_for(name, &KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap())
    }

    fn issue_for(&self, name: &str, key: &KeyPair) -> Issued {
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        let certificate = params.signed_by(key, &self.issuer).unwrap().der().clone();
        Issued { certificate, key: PrivatePkcs8KeyDer::from(key.serialize_der()).into() }
    }

    pub(crate) fn identity(&self, name: &str) -> Identity {
        self.issue(name).identity()
    }
}

/// The one that clients trust here.
pub(crate) static AUTHORITY: LazyLock<Authority> = LazyLock::new(|| Authority::new("Example CA"));

/// A client's TLS that trusts [`AUTHORITY`].
pub(crate) fn client_tls() -> ClientTls {
    ClientTls::builder().roots(AUTHORITY.roots()).build().unwrap()
}

/// A server's TLS with a certificate for this name.
pub(crate) fn server_tls(name: &str) -> ServerTls {
    ServerTls::builder().identity(AUTHORITY.identity(name)).build().unwrap()
}
