//! The clients of others against `smtpwire serve` with TLS: what it stores is what was sent, and when
//! no mail comes it says why.

use std::time::{Duration, Instant};

use serde_json::Value;
use smtpwire_interop::clients::{Client, Job, Ran, gsasl};
use smtpwire_interop::messages::{self, Message};
use smtpwire_interop::own::{serve, serve_keeping_trace, with_certificate};
use smtpwire_interop::pki::{CLIENT, Credential, NAME, OTHER_NAME};
use smtpwire_interop::raw::{Dialog, Secured, handshake};
use smtpwire_interop::servers::{Version, postfix};
use smtpwire_interop::{Dialect, PASSWORD, Pki, Security, Server, USER, present};

const FROM: (&str, &str) = ("sender@example.com", "");
const TO: &str = "recipient@example.org";

fn clients() -> impl Iterator<Item = Client> {
    Client::ALL.into_iter().filter(|client| client.knows_tls())
}

/// `serve` twice, with STARTTLS and with TLS from the first octet.
fn both(credential: &Credential, options: &[&str]) -> [(Server, Security); 2] {
    let certificate = with_certificate(credential);
    let certificate = certificate.iter().map(String::as_str);
    let all: Vec<&str> =
        ["--json"].into_iter().chain(certificate).chain(options.to_vec()).collect();
    let start = |policy: &str| {
        serve_keeping_trace(Dialect::Smtp, &[all.as_slice(), &["--tls", policy]].concat())
    };
    [(start("required"), Security::starttls()), (start("implicit"), Security::wrapped())]
}

/// The sessions that have ended and in which TLS was begun, in the JSON of `serve`.
fn sessions(server: &Server) -> Vec<Value> {
    let log = server.log();
    let documents = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    documents.filter(|it| it["event"] == "session" && !it["tls"].is_null()).collect()
}

/// Waits for so many such sessions.
fn wait_for_sessions(server: &Server, count: usize) -> Vec<Value> {
    let end = Instant::now() + Duration::from_mins(1);
    loop {
        let sessions = sessions(server);
        if sessions.len() >= count {
            assert_eq!(sessions.len(), count);
            return sessions;
        }
        assert!(Instant::now() < end, "{} sessions of {count}:\n{}", sessions.len(), server.log());
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn succeeded(client: Client, job: &Job) -> Option<Ran> {
    let ran = present(client.send(job))?;
    assert!(ran.succeeded, "{client:?} ended with {:?}:\n{}", ran.code, ran.output);
    Some(ran)
}

fn failed(client: Client, job: &Job) -> Option<Ran> {
    let ran = present(client.send(job))?;
    assert!(!ran.succeeded, "{client:?} takes a failure for success:\n{}", ran.output);
    Some(ran)
}

fn stores_what_is_sent(client: Client) {
    let pki = Pki::new();
    for (server, security) in both(&pki.server(), &[]) {
        let mut expected = Vec::new();
        for version in Version::ALL {
            for message in Message::for_data().into_iter().chain([messages::eight_bit()]) {
                if message.octets.len() == messages::LARGE && version == Version::Tls12 {
                    continue;
                }
                let security = security.clone().trusting(pki.roots()).only(version);
                let job = Job::new(server.address(), message.octets.clone()).secured(&security);
                if succeeded(client, &job).is_none() {
                    return;
                }
                expected.push((version, message));
                let sessions = wait_for_sessions(&server, expected.len());
                let session = &sessions.last().unwrap()["tls"];
                assert_eq!(session["version"], version.name());
                assert_eq!(session["server_name"], NAME);
                assert!(session["failure"].is_null(), "{session}");
                let suite = session["cipher_suite"].as_str().unwrap();
                let modern = suite.starts_with("TLS_AES_") || suite.starts_with("TLS_CHACHA20_");
                assert_eq!(modern, version == Version::Tls13, "{suite}");
            }
        }
        let stored = server.wait_for(expected.len());
        for (version, message) in expected {
            let octets = client.makes_of(&message.octets);
            let same = stored.iter().find(|stored| {
                stored.octets().ends_with(&octets) && stored.trace().contains(version.name())
            });
            let name = message.name;
            same.unwrap_or_else(|| panic!("{client:?}: {name} is not stored")).assert_is(&octets);
        }
        for stored in stored {
            assert!(stored.trace().contains("with ESMTPS "), "{}", stored.trace());
        }
    }
}

#[test]
fn what_swaks_sends_through_tls_is_stored() {
    stores_what_is_sent(Client::Swaks);
}

#[test]
fn what_curl_sends_through_tls_is_stored() {
    stores_what_is_sent(Client::Curl);
}

#[test]
fn what_msmtp_sends_through_tls_is_stored() {
    stores_what_is_sent(Client::Msmtp);
}

#[test]
fn what_smtplib_sends_through_tls_is_stored() {
    stores_what_is_sent(Client::Smtplib);
}

#[test]
fn what_openssl_sends_is_stored() {
    for pki in [Pki::new(), Pki::with_rsa_keys()] {
        for (server, security) in both(&pki.server(), &[]) {
            let message = messages::dots().octets;
            for version in Version::ALL {
                let security = security.clone().trusting(pki.roots()).only(version);
                let secured = Secured::at(server.address(), Dialect::Smtp, &security);
                let Some(mut secured) = present(secured) else { return };
                let told = secured.told();
                assert!(told.contains("Verification: OK"), "{told}");
                assert!(
                    told.contains(&format!("Protocol version: {}\n", version.name())),
                    "{told}"
                );
                assert!(!secured.has_offer("STARTTLS"), "{:?}", secured.offers);
                let replies = secured.deliver(FROM, &[TO], &message);
                assert!(replies.iter().all(|reply| reply.code == 250), "{replies:?}");
                secured.expect(221, "QUIT");
            }
            for stored in server.wait_for(2) {
                stored.assert_is(&message);
            }
        }
    }
}

#[test]
fn keys_may_be_changed_within_a_session() {
    let pki = Pki::new();
    for (server, security) in both(&pki.server(), &[]) {
        let security = security.trusting(pki.roots()).only(Version::Tls13);
        let Some(mut secured) = present(Secured::taking_orders(server.address(), &security)) else {
            return;
        };
        for _ in 0..3 {
            secured.new_keys();
            secured.expect(250, "NOOP");
        }
        secured.expect(250, "MAIL FROM:<sender@example.com>");
        secured.new_keys();
        secured.expect(250, "rcpt to:<recipient@example.org>");
        assert!(secured.told().contains("KEYUPDATE"), "{}", secured.told());
    }
}

#[test]
fn lmtp_through_tls_has_a_reply_for_each_recipient() {
    let pki = Pki::new();
    let certificate = with_certificate(&pki.server());
    let options: Vec<&str> = certificate.iter().map(String::as_str).collect();
    let server = serve_keeping_trace(Dialect::Lmtp, &options);
    let message = messages::dots().octets;
    let to = ["ann@example.org", "bob@example.org"];
    let security = Security::starttls().trusting(pki.roots());
    let job = Job::new(server.address(), message.clone()).lmtp().to(&to).secured(&security);
    let mut count = 0;
    if succeeded(Client::Smtplib, &job).is_some() {
        count += 1;
    }
    if succeeded(Client::Msmtp, &job).is_some() {
        count += 1;
    }
    let Some(mut secured) = present(Secured::at(server.address(), Dialect::Lmtp, &security)) else {
        return;
    };
    assert_eq!(secured.deliver(FROM, &to, &message).len(), 2);
    secured.expect(221, "QUIT");
    for stored in server.wait_for(count + 1) {
        assert!(stored.trace().contains("with LMTPS "), "{}", stored.trace());
        stored.assert_is(&message);
    }
}

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
fn is_refused_by_all(make: fn(&Pki) -> Credential, silent: &[Client], words: &str) {
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
fn postfix_as_relay_brings_mail_through_tls() {
    let pki = Pki::new();
    for (server, security) in both(&pki.server(), &[]) {
        let mut count = 0;
        for version in Version::ALL {
            let security = security.clone().trusting(pki.roots()).only(version);
            let relay = postfix::start_relay_secured(Dialect::Smtp, server.address(), &security);
            let Some(relay) = present(relay) else { return };
            for message in [messages::dots(), messages::longest_lines()] {
                let mut dialog = Dialog::with(&relay);
                dialog.deliver(FROM, &[TO], &message.octets);
                dialog.quit();
                count += 1;
                let stored = server.wait_for(count);
                let same =
                    |stored: &&smtpwire_interop::Stored| stored.octets().ends_with(&message.octets);
                let stored = stored.iter().find(same).expect("it is stored");
                stored.assert_is(&message.octets);
                assert!(stored.trace().contains("with ESMTPS "), "{}", stored.trace());
            }
            relay.wait_for_log("Verified TLS connection established");
        }
        let versions: Vec<Value> =
            sessions(&server).iter().map(|session| session["tls"]["version"].clone()).collect();
        assert!(versions.contains(&"TLSv1.2".into()) && versions.contains(&"TLSv1.3".into()));
    }
}

#[test]
fn postfix_as_relay_brings_many_messages_at_once() {
    let pki = Pki::new();
    for (server, security) in both(&pki.server(), &[]) {
        let security = security.trusting(pki.roots());
        let relay = postfix::start_relay_secured(Dialect::Smtp, server.address(), &security);
        let Some(relay) = present(relay) else { return };
        let message = messages::dots().octets;
        let mut dialog = Dialog::with(&relay);
        for _ in 0..60 {
            dialog.deliver(FROM, &[TO], &message);
        }
        dialog.quit();
        for stored in server.wait_for(60) {
            stored.assert_is(&message);
        }
        drop(relay);
    }
}

#[test]
fn postfix_as_relay_shows_its_certificate() {
    let pki = Pki::new();
    let roots = pki.roots().display().to_string();
    for (server, security) in both(&pki.server(), &["--client-ca", &roots, "--require-client-cert"])
    {
        let security = security.trusting(pki.roots()).showing(&pki.client());
        let relay = postfix::start_relay_secured(Dialect::Smtp, server.address(), &security);
        let Some(relay) = present(relay) else { return };
        let mut dialog = Dialog::with(&relay);
        dialog.deliver(FROM, &[TO], &messages::plain().octets);
        dialog.quit();
        server.wait_for_one().assert_is(&messages::plain().octets);
        // It keeps the connection for a while.
        drop(relay);
        let session = wait_for_sessions(&server, 1).remove(0);
        assert_eq!(session["tls"]["verification"], "client-certificate", "{session}");
    }
}

#[test]
fn postfix_as_relay_brings_nothing_to_whom_it_does_not_trust() {
    let cases: [fn(&Pki) -> Credential; 4] =
        [Pki::by_another_root, Pki::expired, Pki::wrong_name, Pki::self_signed];
    for make in cases {
        let pki = Pki::new();
        for (server, security) in both(&make(&pki), &[]) {
            let security = security.trusting(pki.roots());
            let relay = postfix::start_relay_secured(Dialect::Smtp, server.address(), &security);
            let Some(relay) = present(relay) else { return };
            let mut dialog = Dialog::with(&relay);
            dialog.deliver(FROM, &[TO], &messages::plain().octets);
            dialog.quit();
            relay.wait_for_log("Server certificate not");
            assert!(server.stored().is_empty());
        }
    }
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
