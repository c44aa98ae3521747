//! The clients of others against `smtpwire serve` with TLS: what it stores is what was sent, and when
//! no mail comes it says why.

mod certificates;
mod delivery;
mod login;
mod refusals;
mod relay;

use std::time::{Duration, Instant};

use serde_json::Value;
use smtpwire_interop::clients::{Client, Job, Ran};
use smtpwire_interop::own::{serve_keeping_trace, with_certificate};
use smtpwire_interop::pki::Credential;
use smtpwire_interop::{Dialect, Pki, Security, Server, present};

const FROM: (&str, &str) = ("sender@example.com", "");
const TO: &str = "recipient@example.org";

/// How to make a certificate.
type Make = fn(&Pki) -> Credential;

fn clients() -> impl Iterator<Item = Client> {
    Client::ALL.into_iter().filter(|client| client.knows_tls())
}

/// `serve` twice, with STARTTLS and with TLS from the first octet.
fn both(credential: &Credential, options: &[&str]) -> [(Server, Security); 2] {
    let certificate = with_certificate(credential);
    let certificate = certificate.iter().map(String::as_str);
    let all: Vec<&str> =
        ["--json"].into_iter().chain(certificate).chain(options.iter().copied()).collect();
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
