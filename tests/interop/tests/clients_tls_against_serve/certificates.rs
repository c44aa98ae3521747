//! Whose certificates are shown: those of the server, and those of clients.

use smtpwire_interop::clients::{Client, Job};
use smtpwire_interop::messages;
use smtpwire_interop::own::{serve, with_certificate};
use smtpwire_interop::pki::{CLIENT, NAME, OTHER_NAME};
use smtpwire_interop::servers::Version;
use smtpwire_interop::{Dialect, Pki, Security};

use super::{both, clients, failed, succeeded, wait_for_sessions};

#[test]
fn a_self_signed_certificate_is_made_for_clients_that_trust_it() {
    let folder = tempfile::tempdir().unwrap();
    for (policy, security) in
        [("required", Security::starttls()), ("implicit", Security::wrapped())]
    {
        let file = folder.path().join(format!("{policy}.pem"));
        let option = format!("--self-signed={}", file.display());
        let server = serve(Dialect::Smtp, &[&option, "--tls", policy]);
        let message = messages::plain().octets;
        let mut count = 0;
        for client in clients() {
            for name in ["localhost", "127.0.0.1", "serve.test"] {
                if name == "127.0.0.1" && client == Client::Swaks {
                    // It says whatever name it was given in SNI, and addresses have no place there.
                    continue;
                }
                let security = security.clone().trusting(&file).named(name);
                let job = Job::new(server.address(), message.clone()).secured(&security);
                if succeeded(client, &job).is_some() {
                    count += 1;
                }
            }
        }
        for stored in server.wait_for(count) {
            stored.assert_is(&message);
        }
    }
}

#[test]
fn each_client_gets_the_certificate_for_the_name_that_it_asks_for() {
    let pki = Pki::new();
    let own = [pki.server(), pki.wrong_name()];
    let options: Vec<String> = own.iter().flat_map(with_certificate).collect();
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let server = serve(Dialect::Smtp, &options);
    let mut count = 0;
    for client in clients() {
        for name in [NAME, OTHER_NAME] {
            let security = Security::starttls().trusting(pki.roots()).named(name);
            let job = Job::new(server.address(), messages::plain().octets).secured(&security);
            if succeeded(client, &job).is_some() {
                count += 1;
            }
        }
    }
    server.wait_for(count);
}

#[test]
fn a_client_s_certificate_is_asked_for_and_told() {
    let pki = Pki::new();
    let roots = pki.roots().display().to_string();
    for (server, security) in both(&pki.server(), &["--client-ca", &roots]) {
        let security = security.trusting(pki.roots());
        let mut count = 0;
        for client in clients() {
            let job = Job::new(server.address(), messages::plain().octets);
            let known = security.clone().showing(&pki.client());
            if succeeded(client, &job.clone().secured(&known)).is_none() {
                continue;
            }
            count += 1;
            let session = wait_for_sessions(&server, count).pop().unwrap();
            assert_eq!(session["tls"]["verification"], "client-certificate", "{session}");
            let subject = session["tls"]["certificate"]["subject"].as_str().unwrap();
            assert_eq!(subject, format!("CN={CLIENT}"));
            // Who has none, or one that is not believed, is nobody: as the mail of anyone.
            succeeded(client, &job.clone().secured(&security));
            count += 1;
            let session = wait_for_sessions(&server, count).pop().unwrap();
            assert_eq!(session["tls"]["verified"], false, "{session}");
            let other = security.clone().showing(&pki.client_by_another_root());
            succeeded(client, &job.secured(&other));
            count += 1;
            let session = wait_for_sessions(&server, count).pop().unwrap();
            assert_eq!(session["tls"]["verified"], false, "{session}");
        }
    }
}

#[test]
fn who_shows_no_certificate_where_one_is_demanded_is_refused_and_so_is_who_shows_another() {
    let pki = Pki::new();
    let roots = pki.roots().display().to_string();
    for (server, security) in both(&pki.server(), &["--client-ca", &roots, "--require-client-cert"])
    {
        let (mut count, mut mail) = (0, 0);
        let mut last_session = || {
            count += 1;
            wait_for_sessions(&server, count).pop().unwrap()
        };
        for version in Version::ALL {
            let security = security.clone().trusting(pki.roots()).only(version);
            for client in clients() {
                // GnuTLS keeps to itself what the server has not named as an issuer.
                let shy = client == Client::Msmtp;
                let unknown = if shy { "certificate-required" } else { "unknown-issuer" };
                let cases = [
                    (security.clone(), "certificate-required"),
                    (security.clone().showing(&pki.client_by_another_root()), unknown),
                    (security.clone().showing(&pki.client_expired()), "expired"),
                ];
                let job = Job::new(server.address(), messages::plain().octets);
                for (security, kind) in cases {
                    if failed(client, &job.clone().secured(&security)).is_none() {
                        continue;
                    }
                    let session = last_session();
                    assert_eq!(session["tls"]["failure"]["kind"], kind, "{client:?}: {session}");
                }
                let known = job.secured(&security.clone().showing(&pki.client()));
                if succeeded(client, &known).is_some() {
                    let session = last_session();
                    assert_eq!(session["tls"]["verification"], "client-certificate", "{session}");
                    mail += 1;
                }
            }
        }
        server.wait_for(mail);
    }
}
