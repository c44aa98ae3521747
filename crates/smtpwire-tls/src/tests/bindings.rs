//! Channel bindings: the same on both sides, and of this connection alone.

use rcgen::{KeyPair, PKCS_ECDSA_P384_SHA384, PKCS_ED25519};
use sha2::{Digest, Sha256, Sha384};
use smtpwire::sasl::ChannelBinding;
use smtpwire::sasl::ChannelBindingType::{TlsExporter, TlsServerEndPoint};

use super::{Authority, NOW, client, meet, peer, server};
use crate::{ClientTls, Identity, TlsSession, TlsVersion};

fn both(ca: &Authority, identity: Identity, version: TlsVersion) -> (TlsSession, TlsSession) {
    let tls =
        ClientTls::builder().roots(ca.roots()).versions(version, version).at(NOW).build().unwrap();
    let met = meet(&tls, &peer("mx.example.org"), &server(identity));
    (met.client.unwrap(), met.server.unwrap())
}

#[test]
fn both_sides_bind_to_the_same_octets() {
    let ca = Authority::new("Test CA");
    for (version, kinds) in [
        (TlsVersion::Tls13, &[TlsExporter, TlsServerEndPoint][..]),
        (TlsVersion::Tls12, &[TlsServerEndPoint][..]),
    ] {
        let (client, server) = both(&ca, ca.server(&["mx.example.org"]), version);
        assert_eq!(client.channel_bindings(), server.channel_bindings());
        let found: Vec<_> = client.channel_bindings().iter().map(ChannelBinding::kind).collect();
        assert_eq!(found, kinds);
    }
}

#[test]
fn the_exporter_is_32_octets_that_no_other_connection_has() {
    let ca = Authority::new("Test CA");
    let identity = ca.server(&["mx.example.org"]);
    let (one, _) = both(&ca, identity.clone(), TlsVersion::Tls13);
    let (two, _) = both(&ca, identity, TlsVersion::Tls13);
    let [one, two] = [&one, &two].map(|session| session.channel_bindings()[0].data());
    assert_eq!(one.len(), 32);
    assert_ne!(one, two);
}

#[test]
fn the_end_point_is_the_digest_of_the_certificate_by_the_hash_of_its_signature() {
    let by = |algorithm| {
        // The hash is that of the issuer's signature.
        let key = KeyPair::generate_for(algorithm).unwrap();
        let issuer = rcgen::CertifiedIssuer::self_signed(super::authority("CA"), key).unwrap();
        let ca = Authority { issuer };
        let (client, _) = both(&ca, ca.server(&["mx.example.org"]), TlsVersion::Tls12);
        let der = client.peer_certificates()[0].der().to_vec();
        (der, client.channel_bindings().to_vec())
    };
    let (der, bindings) = by(&rcgen::PKCS_ECDSA_P256_SHA256);
    assert_eq!(bindings[0].data(), &Sha256::digest(&der)[..]);
    let (der, bindings) = by(&PKCS_ECDSA_P384_SHA384);
    assert_eq!(bindings[0].data(), &Sha384::digest(&der)[..]);
    // Ed25519 names no hash, so there is no such binding.
    let (_, bindings) = by(&PKCS_ED25519);
    assert!(bindings.is_empty());
}

#[test]
fn a_client_that_shows_a_certificate_does_not_change_the_end_point() {
    let ca = Authority::new("Test CA");
    let identity = ca.server(&["mx.example.org"]);
    let server = crate::ServerTls::builder()
        .identity(identity)
        .client_certificates(crate::ClientCertificates::Asked(ca.roots()))
        .at(NOW)
        .build()
        .unwrap();
    let jo = ca.issue(&super::client_params("jo"), &[]);
    let tls = ClientTls::builder().roots(ca.roots()).identity(jo).at(NOW).build().unwrap();
    let met = meet(&tls, &peer("mx.example.org"), &server);
    assert_eq!(met.client.unwrap().channel_bindings(), met.server.unwrap().channel_bindings());
    let met = meet(&client(ca.roots()), &peer("mx.example.org"), &server);
    assert_eq!(met.client.unwrap().channel_bindings(), met.server.unwrap().channel_bindings());
}
