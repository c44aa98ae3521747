//! Our mailer with TLS against the servers of others: what they store is what was sent, and whom it
//! can't trust gets nothing.

mod certificates;
mod clients;
mod dane;
mod delivery;
mod login;
mod mailer;
mod opportunistic;
mod sts;

use smtpwire_interop::pki::{Credential, Pki};
use smtpwire_interop::servers::{Tls, aiosmtpd, dovecot, exim, postfix};
use smtpwire_interop::{Missing, PASSWORD, Server, USER, present};

use mailer::Letter;
use smtpwire::sasl::Credentials;

/// How to start each server that speaks TLS.
type Start = fn(&Tls) -> Result<Server, Missing>;

fn postfix(tls: &Tls) -> Result<Server, Missing> {
    postfix::start_with_tls(tls.clone())
}

/// How to make a certificate.
type Make = fn(&Pki) -> Credential;

/// Every server that speaks TLS.
const SERVERS: [Start; 4] =
    [postfix, exim::start_with_tls, dovecot::start_with_tls, aiosmtpd::start_with_tls];

/// Starts each with the same TLS.
fn each(servers: &[Start], tls: &Tls) -> impl Iterator<Item = Server> {
    servers.iter().filter_map(move |start| present(start(tls)))
}

fn password() -> Credentials {
    Credentials::password(USER, PASSWORD).unwrap()
}

/// A letter by STARTTLS and one by TLS from the first octet, with a login where one is wanted.
fn ways(server: &Server, pki: &Pki, message: &[u8]) -> [Letter; 2] {
    let mut letter = Letter::to(server, pki, message);
    if matches!(server.name(), "aiosmtpd" | "Exim") {
        letter = letter.credentials(password());
    }
    [letter.clone(), letter.wrapped(server)]
}

/// Fails when the server has seen mail, or somebody logging in.
fn has_seen_nothing(server: &Server) {
    assert!(server.stored().is_empty(), "{}", server.name());
    let log = server.log();
    for trace in ["sender@example.com", "recipient@example.org", "mail=", "auth=", USER] {
        assert!(!log.contains(trace), "{trace} in {}'s log:\n{log}", server.name());
    }
}
