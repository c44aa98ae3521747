//! Which of a name's certificates a server shows, by the signatures that the client can check.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme,
    SupportedProtocolVersion,
};
use sha2::{Digest, Sha256};
use smtpwire::sasl::ChannelBindingType::TlsServerEndPoint;

use super::{Authority, NOW};
use crate::verify::Verdict;
use crate::{Certificate, Identity, ServerTls, TlsSession, provider};

const RSA: &[SignatureScheme] =
    &[SignatureScheme::RSA_PSS_SHA256, SignatureScheme::RSA_PKCS1_SHA256];
const ECDSA: &[SignatureScheme] = &[SignatureScheme::ECDSA_NISTP256_SHA256];

/// Believes anyone, and says that it can check these signatures.
#[derive(Debug)]
struct Knows(Vec<SignatureScheme>);

impl ServerCertVerifier for Knows {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.clone()
    }
}

/// What a client with these signatures is shown, and the server's session; none where they don't
/// come together.
fn shown(
    server_tls: &ServerTls,
    name: &str,
    schemes: &[&[SignatureScheme]],
    version: &'static SupportedProtocolVersion,
) -> Option<(Certificate, TlsSession)> {
    let config = ClientConfig::builder_with_provider(provider().clone())
        .with_protocol_versions(&[version])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Knows(schemes.concat())))
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut client = ClientConnection::new(Arc::new(config), name).unwrap();
    let verdict = Verdict::default();
    let mut server = server_tls.accept(&verdict).unwrap();
    for _ in 0..4 {
        let (mut to_server, mut to_client) = (Vec::new(), Vec::new());
        while client.wants_write() {
            client.write_tls(&mut to_server).unwrap();
        }
        let mut rest = to_server.as_slice();
        while !rest.is_empty() {
            server.read_tls(&mut rest).unwrap();
            server.process_new_packets().ok()?;
        }
        while server.wants_write() {
            server.write_tls(&mut to_client).unwrap();
        }
        let mut rest = to_client.as_slice();
        while !rest.is_empty() {
            client.read_tls(&mut rest).unwrap();
            client.process_new_packets().ok()?;
        }
    }
    let certificate = Certificate::from(client.peer_certificates()?.first()?);
    Some((certificate, TlsSession::of_server(&server, server_tls, &verdict)))
}

fn rsa() -> Identity {
    Identity::from_pem(
        include_bytes!("../../tests/data/rsa.pem"),
        include_bytes!("../../tests/data/rsa-pkcs8.key"),
    )
    .unwrap()
}

const VERSIONS: [&SupportedProtocolVersion; 2] = [&rustls::version::TLS12, &rustls::version::TLS13];

#[test]
fn a_client_that_knows_one_kind_of_keys_is_shown_the_certificate_of_that_kind() {
    let ca = Authority::new("Test CA");
    let server = ServerTls::builder()
        .identity(ca.server(&["default.example"]))
        .identity(rsa())
        .identity_for("mx.example.org", ca.server(&["mx.example.org"]))
        .identity_for("MX.example.org.", rsa())
        .at(NOW)
        .build()
        .unwrap();
    for version in VERSIONS {
        for name in ["mx.example.org", "unknown.example"] {
            let key = |schemes: &[&[SignatureScheme]]| {
                let (certificate, session) = shown(&server, name, schemes, version).unwrap();
                // A login is bound to what was shown, not to what stands first.
                let end_point = session
                    .channel_bindings()
                    .iter()
                    .find(|binding| binding.kind() == TlsServerEndPoint)
                    .unwrap();
                assert_eq!(end_point.data(), Sha256::digest(certificate.der()).as_slice());
                certificate.key().to_owned()
            };
            assert_eq!(key(&[RSA]), "RSA 2048");
            assert_eq!(key(&[ECDSA]), "ECDSA P-256");
            // The server's order counts.
            assert_eq!(key(&[RSA, ECDSA]), "ECDSA P-256");
        }
    }
}

#[test]
fn a_client_that_knows_none_of_the_kinds_is_not_served() {
    let ca = Authority::new("Test CA");
    let server = ServerTls::builder().identity(ca.server(&["mx.example.org"])).build().unwrap();
    for version in VERSIONS {
        assert!(shown(&server, "mx.example.org", &[RSA], version).is_none());
        assert!(shown(&server, "mx.example.org", &[ECDSA], version).is_some());
    }
}

#[test]
fn of_named_identities_alone_all_of_the_first_name_are_for_others_too() {
    let ca = Authority::new("Test CA");
    let server = ServerTls::builder()
        .identity_for("b.example", ca.server(&["b.example"]))
        .identity_for("a.example", ca.server(&["a.example"]))
        .identity_for("b.example", rsa())
        .at(NOW)
        .build()
        .unwrap();
    for version in VERSIONS {
        let key = |schemes| shown(&server, "c.example", &[schemes], version).unwrap().0;
        assert_eq!(key(RSA).key(), "RSA 2048");
        assert_eq!(key(ECDSA).names(), ["b.example"]);
    }
}
