//! Which certificate a server shows, by the name that the client asks for.

use super::{Authority, NOW, client, meet, peer};
use crate::{ServerTls, TlsConfigError};

fn shared(ca: &Authority) -> ServerTls {
    ServerTls::builder()
        .identity(ca.server(&["default.example", "192.0.2.1"]))
        .identity_for("mx.example.org", ca.server(&["mx.example.org"]))
        .identity_for("*.example.org", ca.server(&["*.example.org"]))
        .identity_for("Mail.Example.NET.", ca.server(&["mail.example.net"]))
        .at(NOW)
        .build()
        .unwrap()
}

// R-STS-009
#[test]
fn the_name_that_is_asked_for_chooses_the_certificate() {
    let ca = Authority::new("Test CA");
    let server = shared(&ca);
    let tls = client(ca.roots());
    let shown = |host: &str| {
        let met = meet(&tls, &peer(host).unverified(), &server);
        assert_eq!(met.server.unwrap().server_name(), met.client.as_ref().unwrap().server_name());
        met.client.unwrap().peer_certificates()[0].names()[0].clone()
    };
    assert_eq!(shown("mx.example.org"), "mx.example.org");
    assert_eq!(shown("MX.EXAMPLE.ORG."), "mx.example.org");
    assert_eq!(shown("smtp.example.org"), "*.example.org");
    assert_eq!(shown("mail.example.net"), "mail.example.net");
    assert_eq!(shown("a.mx.example.org"), "default.example");
    assert_eq!(shown("example.org"), "default.example");
    assert_eq!(shown("unknown.example"), "default.example");
}

#[test]
fn an_address_is_not_asked_for_by_name() {
    let ca = Authority::new("Test CA");
    let met = meet(&client(ca.roots()), &peer("192.0.2.1"), &shared(&ca));
    assert_eq!(met.client.unwrap().server_name(), None);
    assert_eq!(met.server.unwrap().server_name(), None);
    // But a further name that is one is.
    let both = peer("192.0.2.1").or_named("mx.example.org").unwrap();
    let met = meet(&client(ca.roots()), &both, &shared(&ca));
    assert_eq!(met.server.unwrap().server_name(), Some("mx.example.org"));
}

#[test]
fn the_session_tells_the_name_on_both_sides() {
    let ca = Authority::new("Test CA");
    let met = meet(&client(ca.roots()), &peer("MX.example.org."), &shared(&ca));
    assert_eq!(met.client.unwrap().server_name(), Some("mx.example.org"));
    assert_eq!(met.server.unwrap().server_name(), Some("mx.example.org"));
}

#[test]
fn a_server_with_named_identities_alone_shows_the_first_to_others() {
    let ca = Authority::new("Test CA");
    let server = ServerTls::builder()
        .identity_for("b.example", ca.server(&["b.example"]))
        .identity_for("a.example", ca.server(&["a.example"]))
        .at(NOW)
        .build()
        .unwrap();
    let met = meet(&client(ca.roots()), &peer("c.example").unverified(), &server);
    assert_eq!(met.client.unwrap().peer_certificates()[0].names(), ["b.example"]);
}

#[test]
fn what_is_no_name_and_a_server_without_a_certificate_are_refused() {
    let ca = Authority::new("Test CA");
    let named = |name: &str| -> Result<ServerTls, TlsConfigError> {
        ServerTls::builder().identity_for(name, ca.server(&["a.example"])).build()
    };
    assert!(named("*.*.example").is_err());
    assert!(named("a.*.example").is_err());
    assert_eq!(named("").unwrap_err().to_string(), "\"\" is no host name: it is empty");
    let error = ServerTls::builder().build().unwrap_err();
    assert_eq!(error.to_string(), "a server needs a certificate and its key");
}
