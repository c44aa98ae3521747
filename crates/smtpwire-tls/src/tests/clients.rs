//! Client certificates: asked for, demanded, absent, unknown, and what each side says of it.

use super::{Authority, DAY, NOW, client_params, meet, peer, self_signed};
use crate::{
    ClientCertificates, ClientTls, FailureKind, Identity, Roots, ServerTls, TlsVersion,
    Verification,
};

const BOTH: [TlsVersion; 2] = [TlsVersion::Tls12, TlsVersion::Tls13];

struct Stage {
    servers: Authority,
    clients: Authority,
}

impl Stage {
    fn new() -> Self {
        Self { servers: Authority::new("Server CA"), clients: Authority::new("Client CA") }
    }

    fn server(&self, wanted: ClientCertificates) -> ServerTls {
        ServerTls::builder()
            .identity(self.servers.server(&["mx.example.org"]))
            .client_certificates(wanted)
            .at(NOW)
            .build()
            .unwrap()
    }

    fn client(&self, version: TlsVersion, identity: Option<Identity>) -> ClientTls {
        let builder =
            ClientTls::builder().roots(self.servers.roots()).versions(version, version).at(NOW);
        match identity {
            Some(identity) => builder.identity(identity),
            None => builder,
        }
        .build()
        .unwrap()
    }

    fn jo(&self) -> Identity {
        self.clients.issue(&client_params("jo@example.org"), &[])
    }
}

// R-TLS-022
#[test]
fn a_client_certificate_that_is_known_is_verified_asked_or_demanded() {
    let stage = Stage::new();
    for version in BOTH {
        for wanted in [
            ClientCertificates::Asked(stage.clients.roots()),
            ClientCertificates::Demanded(stage.clients.roots()),
        ] {
            let tls = stage.client(version, Some(stage.jo()));
            let met = meet(&tls, &peer("mx.example.org"), &stage.server(wanted));
            assert!(met.client.is_ok());
            let session = met.server.unwrap();
            assert_eq!(session.verification(), &Verification::ClientCertificate);
            assert!(session.verification().is_verified());
            assert_eq!(session.peer_certificates()[0].subject(), "CN=jo@example.org");
        }
    }
}

#[test]
fn a_client_without_a_certificate_is_served_where_it_is_only_asked() {
    let stage = Stage::new();
    for version in BOTH {
        let wanted = ClientCertificates::Asked(stage.clients.roots());
        let tls = stage.client(version, None);
        let met = meet(&tls, &peer("mx.example.org"), &stage.server(wanted));
        assert!(met.client.is_ok());
        let session = met.server.unwrap();
        assert_eq!(session.verification(), &Verification::None);
        assert!(session.peer_certificates().is_empty());
    }
}

#[test]
fn a_client_without_a_certificate_is_refused_where_it_is_demanded() {
    let stage = Stage::new();
    for version in BOTH {
        let wanted = ClientCertificates::Demanded(stage.clients.roots());
        let tls = stage.client(version, None);
        let met = meet(&tls, &peer("mx.example.org"), &stage.server(wanted));
        let failure = met.server.unwrap_err();
        assert_eq!(failure.kind(), FailureKind::CertificateRequired);
        assert_eq!(
            failure.to_string(),
            "the client showed no certificate, and this server demands one"
        );
        assert_eq!(
            failure.advice(),
            "The client's operator has to configure a client certificate with its key. If clients \
             without one are to be served, ask for certificates and don't demand them."
        );
        let failure = met.client.unwrap_err();
        assert_eq!(failure.kind(), FailureKind::CertificateRequired);
        assert_eq!(
            failure.to_string(),
            "the server demands a client certificate, and we showed none (alert \
             certificate_required)"
        );
        assert_eq!(failure.advice(), "Configure a client certificate with its key.");
    }
}

#[test]
fn an_unknown_client_certificate_is_refused_where_it_is_demanded() {
    let stage = Stage::new();
    let stranger = Authority::new("Other CA").issue(&client_params("jo@example.org"), &[]);
    for version in BOTH {
        let wanted = ClientCertificates::Demanded(stage.clients.roots());
        let tls = stage.client(version, Some(stranger.clone()));
        let met = meet(&tls, &peer("mx.example.org"), &stage.server(wanted));
        let failure = met.server.unwrap_err();
        assert_eq!(failure.kind(), FailureKind::UnknownIssuer);
        assert_eq!(
            failure.to_string(),
            "the client's certificate leads to \"CN=Other CA\", which is no trusted root, and \
             whose own certificate the client did not send"
        );
        assert!(failure.advice().ends_with(
            "if its issuer is a CA of your own, give it with the roots for client certificates."
        ));
        assert_eq!(failure.certificates(), stranger.certificates());
        // With TLS 1.3 the client thinks itself done before the server has looked.
        let failure = met.client.unwrap_err();
        assert_eq!(failure.kind(), FailureKind::CertificateRefused);
        assert_eq!(
            failure.to_string(),
            "the server did not accept our client certificate: it does not know the \
             issuer (alert unknown_ca)"
        );
    }
}

#[test]
fn an_unknown_client_certificate_is_no_hindrance_where_it_is_only_asked_and_not_believed() {
    let stage = Stage::new();
    let stranger = self_signed(&client_params("jo@example.org"));
    for version in BOTH {
        let wanted = ClientCertificates::Asked(stage.clients.roots());
        let tls = stage.client(version, Some(stranger.clone()));
        let met = meet(&tls, &peer("mx.example.org"), &stage.server(wanted));
        assert!(met.client.is_ok());
        let session = met.server.unwrap();
        assert!(!session.verification().is_verified());
        let failure = session.verification().failure().unwrap();
        assert_eq!(failure.kind(), FailureKind::SelfSigned);
        assert_eq!(
            failure.to_string(),
            "the client's certificate, of CN=jo@example.org, is self-signed and is not among the \
             trusted roots"
        );
        assert_eq!(
            failure.advice(),
            "The client's operator has to show a certificate from a CA that this server trusts; if \
             you know this one, give it with the roots for client certificates."
        );
    }
}

#[test]
fn a_client_certificate_is_not_shown_to_a_server_that_does_not_ask() {
    let stage = Stage::new();
    let tls = stage.client(TlsVersion::Tls13, Some(stage.jo()));
    let met = meet(&tls, &peer("mx.example.org"), &stage.server(ClientCertificates::Ignore));
    let session = met.server.unwrap();
    assert!(session.peer_certificates().is_empty());
    assert_eq!(session.verification(), &Verification::None);
}

#[test]
fn a_self_signed_client_certificate_may_be_given_as_a_root() {
    let stage = Stage::new();
    let mut params = client_params("jo@example.org");
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let jo = self_signed(&params);
    let roots = Roots::der(jo.certificates()[0].der()).unwrap();
    let tls = stage.client(TlsVersion::Tls13, Some(jo));
    let server = stage.server(ClientCertificates::Demanded(roots));
    let met = meet(&tls, &peer("mx.example.org"), &server);
    assert_eq!(met.server.unwrap().verification(), &Verification::ClientCertificate);
}

#[test]
fn an_expired_client_certificate_is_told_apart() {
    let stage = Stage::new();
    let server = ServerTls::builder()
        .identity(stage.servers.server(&["mx.example.org"]))
        .client_certificates(ClientCertificates::Demanded(stage.clients.roots()))
        .at(NOW + 400 * DAY)
        .build()
        .unwrap();
    let tls = stage.client(TlsVersion::Tls13, Some(stage.jo()));
    let met = meet(&tls, &peer("mx.example.org"), &server);
    let failure = met.server.unwrap_err();
    assert_eq!(failure.kind(), FailureKind::Expired);
    assert_eq!(failure.to_string(), "the client's certificate expired on 2027-12-31, 50 days ago");
    assert_eq!(
        met.client.unwrap_err().to_string(),
        "the server did not accept our client certificate: it has expired or is not valid yet \
         (alert certificate_expired)"
    );
}

#[test]
fn a_servers_certificate_is_none_for_a_client() {
    let stage = Stage::new();
    let mut params = super::params(&["jo.example.org"]);
    params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    let tls = stage.client(TlsVersion::Tls13, Some(stage.clients.issue(&params, &[])));
    let server = stage.server(ClientCertificates::Demanded(stage.clients.roots()));
    let failure = meet(&tls, &peer("mx.example.org"), &server).server.unwrap_err();
    assert_eq!(failure.kind(), FailureKind::WrongUsage);
    assert_eq!(failure.to_string(), "the client's certificate is not meant for clients");
}

#[test]
fn client_certificates_need_roots_to_be_judged_by() {
    let stage = Stage::new();
    for wanted in
        [ClientCertificates::Asked(Roots::none()), ClientCertificates::Demanded(Roots::none())]
    {
        let error = ServerTls::builder()
            .identity(stage.servers.server(&["mx.example.org"]))
            .client_certificates(wanted)
            .build()
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "client certificates are wanted, and there is no root to judge them by"
        );
    }
}

#[test]
fn a_client_notices_that_it_is_asked() {
    let stage = Stage::new();
    for version in BOTH {
        for (identity, wanted, shown) in [
            (None, ClientCertificates::Ignore, None),
            (Some(stage.jo()), ClientCertificates::Ignore, None),
            (None, ClientCertificates::Asked(stage.clients.roots()), Some(false)),
            (Some(stage.jo()), ClientCertificates::Asked(stage.clients.roots()), Some(true)),
            (None, ClientCertificates::Demanded(stage.clients.roots()), Some(false)),
        ] {
            let tls = stage.client(version, identity);
            let met = meet(&tls, &peer("mx.example.org"), &stage.server(wanted));
            assert_eq!(met.shown, shown);
        }
    }
}
