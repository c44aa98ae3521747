//! Versions of TLS, and that no session is resumed.

use super::{Authority, NOW, client, meet, peer, server};
use crate::{ClientTls, FailureKind, ServerTls, TlsVersion};

use TlsVersion::{Tls12, Tls13};

// R-TLS-019
#[test]
fn both_versions_are_spoken_and_the_newer_is_taken() {
    let ca = Authority::new("Test CA");
    let speak = |least, most| {
        let tls = ClientTls::builder().roots(ca.roots()).versions(least, most).at(NOW);
        let server = server(ca.server(&["mx.example.org"]));
        let met = meet(&tls.build().unwrap(), &peer("mx.example.org"), &server);
        let (client, server) = (met.client.unwrap(), met.server.unwrap());
        assert_eq!(client.version(), server.version());
        assert_eq!(client.cipher_suite(), server.cipher_suite());
        assert_eq!(client.key_exchange(), server.key_exchange());
        client
    };
    let session = speak(Tls12, Tls13);
    assert_eq!(session.version(), Tls13);
    assert_eq!(session.cipher_suite(), "TLS_AES_256_GCM_SHA384");
    assert_eq!(
        session.to_string(),
        "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384, key exchange X25519, verified"
    );
    let session = speak(Tls12, Tls12);
    assert_eq!(session.version(), Tls12);
    assert_eq!(
        session.to_string(),
        "TLSv1.2 with cipher TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, key exchange X25519, verified"
    );
    assert_eq!(session.version().name(), "TLSv1.2");
}

#[test]
fn a_client_and_a_server_without_a_version_in_common_say_so() {
    let ca = Authority::new("Test CA");
    for (ours, theirs) in [(Tls12, Tls13), (Tls13, Tls12)] {
        let tls =
            ClientTls::builder().roots(ca.roots()).versions(ours, ours).at(NOW).build().unwrap();
        let server = ServerTls::builder()
            .identity(ca.server(&["mx.example.org"]))
            .versions(theirs, theirs)
            .at(NOW)
            .build()
            .unwrap();
        let met = meet(&tls, &peer("mx.example.org"), &server);
        let failure = met.client.unwrap_err();
        assert_eq!(failure.kind(), FailureKind::NoCommonVersion);
        assert_eq!(
            failure.to_string(),
            "the server speaks none of our versions of TLS (alert protocol_version)"
        );
        let failure = met.server.unwrap_err();
        assert_eq!(failure.kind(), FailureKind::NoCommonVersion);
        assert_eq!(failure.to_string(), "the client speaks no version of TLS that is allowed here");
    }
}

#[test]
fn a_range_that_is_upside_down_is_refused() {
    let error = ClientTls::builder().versions(Tls13, Tls12).build().unwrap_err();
    assert_eq!(error.to_string(), "the least version of TLS, TLSv1.3, is above the most, TLSv1.2");
}

#[test]
fn no_session_is_resumed() {
    let ca = Authority::new("Test CA");
    let server = server(ca.server(&["mx.example.org"]));
    for version in [Tls12, Tls13] {
        let tls = ClientTls::builder()
            .roots(ca.roots())
            .versions(version, version)
            .at(NOW)
            .build()
            .unwrap();
        for _ in 0..3 {
            let met = meet(&tls, &peer("mx.example.org"), &server);
            assert!(!met.client.unwrap().is_resumed());
            assert!(!met.server.unwrap().is_resumed());
        }
    }
}

#[test]
fn configurations_and_sessions_show_no_key() {
    let ca = Authority::new("Test CA");
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = super::params(&["mx.example.org"]).signed_by(&key, &ca.issuer).unwrap();
    let der = key.serialize_der();
    let identity =
        crate::Identity::from_der(vec![certificate.der().to_vec()], der.clone()).unwrap();
    assert_eq!(format!("{identity:?}"), "Identity(\"mx.example.org\")");
    let server = server(identity.clone());
    let tls = ClientTls::builder().roots(ca.roots()).identity(identity.clone()).build().unwrap();
    let met = meet(&client(ca.roots()), &peer("mx.example.org"), &server);
    let shown = format!(
        "{identity:?} {server:?} {tls:?} {:?} {:?} {:?} {:?}",
        ServerTls::builder().identity(identity.clone()),
        ClientTls::builder().identity(identity.clone()),
        met.client.as_ref().unwrap(),
        met.server.as_ref().unwrap(),
    );
    // Eight octets of the private scalar, as numbers and as hexadecimal digits.
    for window in der[36..68].windows(8) {
        let numbers: Vec<String> = window.iter().map(ToString::to_string).collect();
        assert!(!shown.contains(&numbers.join(", ")));
        let digits: Vec<String> = window.iter().map(|octet| format!("{octet:02x}")).collect();
        assert!(!shown.to_lowercase().contains(&digits.concat()));
    }
    // Nor what a login is bound to.
    for binding in met.client.unwrap().channel_bindings() {
        let numbers: Vec<String> = binding.data().iter().map(ToString::to_string).collect();
        assert!(!shown.contains(&numbers.join(", ")));
    }
}
