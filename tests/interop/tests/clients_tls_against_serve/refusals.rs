//! Clients that refuse the server, and clients that it refuses.

use serde_json::Value;
use smtpwire_interop::clients::{Client, Job};
use smtpwire_interop::messages;
use smtpwire_interop::raw::handshake;
use smtpwire_interop::servers::Version;
use smtpwire_interop::{Dialect, Pki, present};

use super::{Make, both, clients, failed, succeeded, wait_for_sessions};

#[test]
fn who_does_without_the_tls_that_is_required_is_refused_and_understands_it() {
    let pki = Pki::new();
    let [(server, _), (wrapped, _)] = both(&pki.server(), &[]);
    for client in Client::ALL {
        let job = Job::new(server.address(), messages::plain().octets);
        let Some(ran) = failed(client, &job) else { continue };
        assert!(ran.output.contains("530"), "{client:?}:\n{}", ran.output);
    }
    assert!(server.stored().is_empty() && wrapped.stored().is_empty());
}

#[test]
fn plaintext_on_a_port_for_tls_is_told_as_such() {
    use std::io::{Read, Write};
    let pki = Pki::new();
    let [_, (server, _)] = both(&pki.server(), &[]);
    let mut socket = std::net::TcpStream::connect(server.address()).unwrap();
    socket.write_all(b"EHLO client.test\r\n").unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).unwrap();
    assert!(!answer.starts_with(b"220"), "{}", answer.escape_ascii());
    let session = wait_for_sessions(&server, 1).remove(0);
    assert_eq!(session["tls"]["failure"]["kind"], "not-tls", "{session}");
    assert!(session["end"].as_str().unwrap().contains("EHLO client.test"), "{session}");
}

/// A certificate that clients refuse: no mail comes, and the server says in words what the client has
/// said of it.
fn is_refused_by_all(make: Make, silent: &[Client], words: &str) {
    let pki = Pki::new();
    for (server, security) in both(&make(&pki), &[]) {
        let security = security.trusting(pki.roots());
        let mut count = 0;
        for client in clients().filter(|client| words != "the name" || client.checks_names()) {
            let job = Job::new(server.address(), messages::plain().octets).secured(&security);
            let Some(_) = failed(client, &job) else { continue };
            count += 1;
            let session = wait_for_sessions(&server, count).pop().unwrap();
            if silent.contains(&client) {
                // It looks at the certificate when the handshake is over, and hangs up.
                assert_eq!(session["tls"]["version"], "TLSv1.3", "{client:?}: {session}");
                let end = session["end"].as_str().unwrap();
                assert!(end.contains("closed the connection"), "{client:?}: {session}");
            } else {
                is_refusal(&session, words);
            }
            assert_eq!(session["messages"], 0);
        }
        let Some(end) = present(handshake(server.address(), Dialect::Smtp, &security)) else {
            continue;
        };
        assert!(!end.succeeded, "{}", end.told);
        is_refusal(&wait_for_sessions(&server, count + 1).pop().unwrap(), words);
        assert!(server.stored().is_empty());
    }
}

fn is_refusal(session: &Value, words: &str) {
    assert_eq!(session["tls"]["failure"]["kind"], "certificate-refused", "{session}");
    let end = session["end"].as_str().unwrap();
    assert!(end.contains("the client did not accept our certificate"), "{session}");
    assert!(end.contains(words), "{session}");
}

#[test]
fn clients_refuse_an_expired_certificate_and_the_server_says_so() {
    is_refused_by_all(Pki::expired, &[Client::Msmtp], "it has expired");
}

#[test]
fn clients_refuse_a_certificate_that_is_not_yet_valid_and_the_server_says_so() {
    is_refused_by_all(Pki::not_yet_valid, &[Client::Msmtp], "");
}

#[test]
fn clients_refuse_a_certificate_by_an_unknown_root_and_the_server_says_so() {
    is_refused_by_all(Pki::by_another_root, &[Client::Msmtp], "it does not know the issuer");
}

#[test]
fn clients_refuse_a_self_signed_certificate_and_the_server_says_so() {
    is_refused_by_all(Pki::self_signed, &[Client::Msmtp], "it does not know the issuer");
}

#[test]
fn clients_refuse_a_certificate_for_another_server_and_the_server_says_so() {
    is_refused_by_all(Pki::wrong_name, &[Client::Msmtp, Client::Curl], "the name");
}

#[test]
fn a_version_that_is_ruled_out_is_told_to_both() {
    let pki = Pki::new();
    for (version, name, other) in
        [(Version::Tls12, "1.2", Version::Tls13), (Version::Tls13, "1.3", Version::Tls12)]
    {
        for (server, security) in both(&pki.server(), &["--tls-min", name, "--tls-max", name]) {
            let mut count = 0;
            for client in clients() {
                let security = security.clone().trusting(pki.roots());
                let job = Job::new(server.address(), messages::plain().octets);
                let Some(_) = failed(client, &job.clone().secured(&security.clone().only(other)))
                else {
                    continue;
                };
                count += 1;
                let session = wait_for_sessions(&server, count).pop().unwrap();
                assert_eq!(session["tls"]["failure"]["kind"], "no-common-version", "{session}");
                succeeded(client, &job.secured(&security));
                count += 1;
                let session = wait_for_sessions(&server, count).pop().unwrap();
                assert_eq!(session["tls"]["version"], version.name());
            }
        }
    }
}
