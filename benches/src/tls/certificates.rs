//! A certification authority, and what it has issued to the one server there is; made once.

use std::sync::{Arc, LazyLock};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use smtpwire_tls::{ClientTls, Identity, Roots, ServerTls};

/// The server's name.
pub(super) const SERVER: &str = "mx.receiver.example";

struct Issued {
    root: CertificateDer<'static>,
    certificate: CertificateDer<'static>,
    key: KeyPair,
}

static ISSUED: LazyLock<Issued> = LazyLock::new(|| {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, "Example CA");
    let key = KeyPair::generate().expect("a key");
    let issuer = CertifiedIssuer::self_signed(params, key).expect("a root");
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new([SERVER.to_owned()]).expect("a name");
    let certificate = params.signed_by(&key, &issuer).expect("a certificate");
    Issued { root: issuer.der().clone(), certificate: certificate.der().clone(), key }
});

/// What our client trusts.
pub(super) fn client_tls() -> ClientTls {
    let roots = Roots::der(ISSUED.root.to_vec()).expect("a root");
    ClientTls::builder().roots(roots).build().expect("a configuration")
}

/// What our server shows.
pub(super) fn server_tls() -> ServerTls {
    let chain = vec![ISSUED.certificate.to_vec()];
    let identity = Identity::from_der(chain, ISSUED.key.serialize_der()).expect("a pair");
    ServerTls::builder().identity(identity).build().expect("a configuration")
}

/// The same for rustls alone, which verifies as it does by itself. Tickets, which cost the server
/// something, are left out in its favour: ours issues none.
pub(super) fn bare() -> (Arc<ClientConfig>, Arc<ServerConfig>) {
    let provider = Arc::new(default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(ISSUED.root.clone()).expect("a root");
    let mut client = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    client.resumption = rustls::client::Resumption::disabled();
    let key = PrivateKeyDer::try_from(ISSUED.key.serialize_der()).expect("a key");
    let mut server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![ISSUED.certificate.clone()], key)
        .expect("a pair");
    server.send_tls13_tickets = 0;
    (Arc::new(client), Arc::new(server))
}
