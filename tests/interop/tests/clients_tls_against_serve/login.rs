//! Logins under TLS.

use serde_json::Value;
use smtpwire_interop::clients::{Job, gsasl};
use smtpwire_interop::messages;
use smtpwire_interop::own::{serve, with_certificate};
use smtpwire_interop::raw::Dialog;
use smtpwire_interop::servers::Version;
use smtpwire_interop::{Dialect, PASSWORD, Pki, Security, USER, present};

use super::{both, clients, failed, sessions, succeeded};

#[test]
fn passwords_are_asked_for_under_tls_only() {
    let pki = Pki::new();
    let account = ["--auth", "tester:correct-horse", "--require-auth"];
    for (server, security) in both(&pki.server(), &account) {
        let mut count = 0;
        for client in clients() {
            for mechanism in ["PLAIN", "LOGIN"] {
                let job = Job::new(server.address(), messages::plain().octets);
                let security = security.clone().trusting(pki.roots());
                let job = job.secured(&security);
                let wrong = job.clone().login_by(mechanism, USER, "wrong");
                if failed(client, &wrong).is_none() {
                    continue;
                }
                succeeded(client, &job.login_by(mechanism, USER, PASSWORD));
                count += 1;
            }
        }
        for stored in server.wait_for(count) {
            assert!(stored.trace().contains("with ESMTPSA "), "{}", stored.trace());
        }
        assert!(!server.log().contains(PASSWORD), "the transcripts mask it");
    }
    let certificate = with_certificate(&pki.server());
    let certificate = certificate.iter().map(String::as_str);
    let options: Vec<&str> = certificate.chain(account).collect();
    let server = serve(Dialect::Smtp, &options);
    let plain = Dialog::with(&server);
    assert!(plain.has_offer("STARTTLS"), "{:?}", plain.offers);
    let offered = plain.parameters("AUTH").unwrap_or_default();
    assert!(!offered.contains(&"PLAIN") && !offered.contains(&"LOGIN"), "{offered:?}");
}

/// GNU SASL binds the login to the TLS that it has made with `GnuTLS`: in TLS 1.3 by tls-exporter
/// (RFC 9266).
#[test]
fn gsasl_logs_in_bound_to_the_channel() {
    let pki = Pki::new();
    let account = ["--auth", "tester:correct-horse", "--require-auth"];
    let [(server, _), _] = both(&pki.server(), &account);
    for mechanism in ["SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS"] {
        let login = |password: &str, version| {
            let security = Security::starttls().named("localhost").trusting(pki.roots());
            gsasl::login(server.address(), mechanism, password, &security.only(version))
        };
        let Some(ran) = present(login(PASSWORD, Version::Tls13)) else { return };
        assert!(ran.output.contains("235 "), "{mechanism}:\n{}", ran.output);
        // The server has proven that it knows the password too.
        assert!(ran.output.contains("server trusted"), "{mechanism}:\n{}", ran.output);
        let ran = login("wrong", Version::Tls13).unwrap();
        assert!(ran.output.contains("535 ") && !ran.succeeded, "{mechanism}:\n{}", ran.output);
        // In TLS 1.2 it knows tls-unique alone, which is not offered here (RFC 9266 section 4.2).
        let ran = login(PASSWORD, Version::Tls12).unwrap();
        assert!(ran.output.contains("535 ") && !ran.succeeded, "{mechanism}:\n{}", ran.output);
    }
    let users: Vec<Value> =
        sessions(&server).iter().map(|session| session["user"].clone()).collect();
    assert_eq!(users.iter().filter(|user| **user == USER).count(), 2, "{users:?}");
}
