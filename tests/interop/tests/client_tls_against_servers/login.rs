//! Logins that are bound to the TLS below.

use smtpwire::sasl::Credentials;
use smtpwire_interop::{Pki, USER, messages, present, servers};
use smtpwire_tls::{ClientTlsBuilder, FailureKind};

use super::mailer::Letter;
use super::password;

#[test]
fn a_login_is_bound_to_the_channel_where_gnu_sasl_offers_it() {
    let pki = Pki::new();
    let Some(server) = present(servers::gsasl::start(&pki.server())) else { return };
    let message = messages::dots().octets;
    let letter = Letter::to(&server, &pki, message.clone()).credentials(password());
    for letter in [letter.clone(), letter.wrapped(&server)] {
        let sent = letter.send();
        sent.secured();
        // The exchange begins with the name of the binding: "p=tls-exporter,,n=tester,…".
        let bound = "C: AUTH SCRAM-SHA-256-PLUS cD10bHMtZXhwb3J0ZXIs";
        assert!(sent.said().contains(bound), "{sent}");
    }
    for stored in server.wait_for(2) {
        stored.assert_is(&message);
    }
    let told = format!("SCRAM-SHA-256-PLUS {USER} Libgsasl success");
    assert_eq!(server.log().matches(&told).count(), 2, "{}", server.log());
}

#[test]
fn a_wrong_password_is_wrong_in_a_bound_login_too() {
    let pki = Pki::new();
    let Some(server) = present(servers::gsasl::start(&pki.server())) else { return };
    let letter = Letter::to(&server, &pki, messages::plain().octets);
    let sent = letter.credentials(Credentials::password(USER, "wrong").unwrap()).send();
    assert!(sent.has_said("AUTH SCRAM-SHA-256-PLUS") && !sent.has_said("MAIL"), "{sent}");
    assert!(sent.error.is_some(), "{sent}");
    assert!(server.stored().is_empty());
}

/// Where the client does not look at certificates, the binding still finds out that its TLS is not
/// the server's.
#[test]
fn a_bound_login_does_not_pass_through_somebody_in_between() {
    let pki = Pki::new();
    let Some(server) = present(servers::gsasl::start(&pki.server())) else { return };
    let other = pki.by_another_root();
    let between = servers::between::start(&other, server.wrapped());
    let Some(between) = present(between) else { return };
    let letter = Letter::to(&between, &pki, messages::plain().octets).credentials(password());
    let letter = letter.wrapped(&between);
    letter.send().refused(FailureKind::UnknownIssuer);
    let sent = letter.tls(ClientTlsBuilder::dangerous_accept_any_certificate).send();
    assert!(sent.has_said("AUTH SCRAM-SHA-256-PLUS") && !sent.has_said("MAIL"), "{sent}");
    assert!(sent.said().contains("S: 535 "), "{sent}");
    assert!(server.stored().is_empty());
}
