//! TLS where it can be had, and TLS that is demanded where it can't.

use smtpwire::{ErrorCode, Security};
use smtpwire_interop::messages;
use smtpwire_interop::servers::{Tls, exim, postfix, smtp_sink};
use smtpwire_interop::{Pki, present};
use smtpwire_tls::{FailureKind, Fallback, Verification};

use super::mailer::Letter;
use super::{Make, has_seen_nothing, password};

#[test]
fn opportunism_takes_tls_with_a_server_that_can_prove_who_it_is() {
    let pki = Pki::new();
    let Some(server) = present(postfix::start_with_tls(Tls::with(pki.server()))) else { return };
    let letter = Letter::to(&server, &pki, messages::dots().octets);
    let sent = letter.security(Security::Opportunistic).send();
    assert_eq!(sent.secured().verification(), &Verification::Pkix);
    server.wait_for_one().assert_is(&messages::dots().octets);
}

#[test]
fn opportunism_goes_on_with_a_certificate_that_does_not_hold_and_says_so() {
    let cases: [(Make, FailureKind); 5] = [
        (Pki::self_signed, FailureKind::SelfSigned),
        (Pki::by_another_root, FailureKind::UnknownIssuer),
        (Pki::expired, FailureKind::Expired),
        (Pki::not_yet_valid, FailureKind::NotYetValid),
        (Pki::wrong_name, FailureKind::WrongName),
    ];
    for (make, kind) in cases {
        let pki = Pki::new();
        let Some(server) = present(postfix::start_with_tls(Tls::with(make(&pki)))) else { return };
        let letter = Letter::to(&server, &pki, messages::dots().octets);
        let sent = letter.security(Security::Opportunistic).send();
        sent.assert_taken();
        assert_eq!(sent.fallback, Some(Fallback::Unverified), "{sent}");
        let session = sent.session.as_ref().expect("there is TLS");
        let failure = session.verification().failure().expect("it is not verified");
        assert_eq!(failure.kind(), kind, "{sent}");
        let stored = server.wait_for_one();
        assert!(stored.trace().contains("using TLSv1.3"), "{}", stored.trace());
        stored.assert_is(&messages::dots().octets);
    }
}

#[test]
fn opportunism_shows_no_password_to_a_server_that_has_not_proven_who_it_is() {
    let pki = Pki::new();
    let Some(server) = present(exim::start_with_tls(&Tls::with(pki.self_signed()))) else { return };
    let letter = Letter::to(&server, &pki, messages::plain().octets).credentials(password());
    let sent = letter.security(Security::Opportunistic).send();
    // CRAM-MD5, which is offered too, shows what can be guessed at.
    assert!(!sent.has_said("AUTH"), "{sent}");
    assert!(!sent.said().contains(smtpwire_interop::PASSWORD));
}

#[test]
fn opportunism_without_starttls_says_that_it_was_plaintext() {
    let pki = Pki::new();
    for server in [smtp_sink::start(), postfix::start(), exim::start()] {
        let Some(server) = present(server) else { continue };
        let letter = Letter::to(&server, &pki, messages::dots().octets);
        let sent = letter.security(Security::Opportunistic).send();
        sent.assert_taken();
        assert_eq!(sent.fallback, Some(Fallback::Plaintext { reply: None }), "{sent}");
        assert!(sent.session.is_none());
        server.wait_for_one().assert_is(&messages::dots().octets);
    }
}

#[test]
fn tls_that_is_required_and_not_offered_ends_the_session() {
    let pki = Pki::new();
    for server in [smtp_sink::start(), postfix::start(), exim::start()] {
        let Some(server) = present(server) else { continue };
        let letter = Letter::to(&server, &pki, messages::plain().octets).credentials(password());
        let sent = letter.send();
        let code = sent.error.as_ref().map(smtpwire::Error::code);
        assert_eq!(code, Some(ErrorCode::TlsUnavailable), "{sent}");
        sent.assert_untold();
        has_seen_nothing(&server);
    }
}

#[test]
fn opportunism_that_was_refused_a_handshake_says_that_nothing_was_sent() {
    let pki = Pki::new();
    let tls = Tls::with(pki.server()).only(smtpwire_interop::servers::Version::Tls12);
    let Some(server) = present(postfix::start_with_tls(tls)) else { return };
    let letter = Letter::to(&server, &pki, messages::plain().octets);
    let letter = letter.security(Security::Opportunistic);
    let sent = letter.clone().only(smtpwire_tls::TlsVersion::Tls13).send();
    sent.refused(FailureKind::NoCommonVersion);
    assert_eq!(sent.fallback, Some(Fallback::Failed), "{sent}");
    has_seen_nothing(&server);
    // What the host may do then.
    letter.security(Security::Disabled).send().assert_taken();
    server.wait_for(1);
}
