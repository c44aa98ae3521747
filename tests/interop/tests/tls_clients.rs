//! TLS of each client fixture, proven against Postfix: it comes through where all is right, and
//! sends nothing where it is not.

use smtpwire_interop::clients::{Client, Job};
use smtpwire_interop::messages;
use smtpwire_interop::pki::{CLIENT, OTHER_NAME};
use smtpwire_interop::raw::Dialog;
use smtpwire_interop::servers::{Tls, Version, postfix, smtp_sink};
use smtpwire_interop::{Dialect, Pki, Security, Server, Stored, present};

fn clients() -> impl Iterator<Item = Client> {
    Client::ALL.into_iter().filter(|client| client.knows_tls())
}

fn ways(server: &Server) -> [(std::net::SocketAddr, Security); 2] {
    [(server.address(), Security::starttls()), (server.wrapped(), Security::wrapped())]
}

#[test]
fn clients_come_through_to_a_server_that_they_trust() {
    let pki = Pki::new();
    let Some(server) = present(postfix::start_with_tls(Tls::with(pki.server()))) else { return };
    let message = messages::dots().octets;
    let mut expected = Vec::new();
    for client in clients() {
        for (address, security) in ways(&server) {
            for version in Version::ALL {
                let security = security.clone().trusting(pki.roots()).only(version);
                let job = Job::new(address, message.clone()).secured(&security);
                let Some(ran) = present(client.send(&job)) else { continue };
                assert!(ran.succeeded, "{client:?} by {security:?}:\n{}", ran.output);
                expected.push(format!("using {} with cipher", version.name()));
            }
        }
    }
    let stored = server.wait_for(expected.len());
    let mut traces: Vec<String> = stored.iter().map(Stored::trace).collect();
    for version in expected {
        let found = traces.iter().position(|trace| trace.contains(&version));
        traces.remove(found.unwrap_or_else(|| panic!("{version} in {traces:?}")));
    }
    for stored in stored {
        stored.assert_is(&message);
    }
}

#[test]
fn clients_send_nothing_to_a_server_that_they_do_not_trust() {
    let pki = Pki::new();
    let unknown = [pki.by_another_root(), pki.self_signed(), pki.expired(), pki.not_yet_valid()];
    for credential in unknown {
        let server = postfix::start_with_tls(Tls::with(credential));
        let Some(server) = present(server) else { return };
        for client in clients() {
            for (address, security) in ways(&server) {
                let security = security.trusting(pki.roots());
                let job = Job::new(address, messages::plain().octets).secured(&security);
                let Some(ran) = present(client.send(&job)) else { continue };
                assert!(!ran.succeeded, "{client:?} by {security:?}:\n{}", ran.output);
            }
        }
        assert!(!server.log().contains("from=<sender@example.com>"), "{}", server.log());
        assert!(server.stored().is_empty());
    }
}

#[test]
fn clients_that_check_names_send_nothing_to_another_server() {
    let pki = Pki::new();
    let Some(server) = present(postfix::start_with_tls(Tls::with(pki.wrong_name()))) else {
        return;
    };
    let mut count = 0;
    for client in clients() {
        for (address, security) in ways(&server) {
            let security = security.trusting(pki.roots());
            let job = Job::new(address, messages::plain().octets);
            let Some(ran) = present(client.send(&job.clone().secured(&security))) else { continue };
            assert_eq!(ran.succeeded, !client.checks_names(), "{client:?}:\n{}", ran.output);
            let ran = client.send(&job.secured(&security.named(OTHER_NAME)));
            assert!(ran.is_ok_and(|ran| ran.succeeded), "{client:?}");
            count += if client.checks_names() { 1 } else { 2 };
        }
    }
    server.wait_for(count);
}

#[test]
fn clients_that_trust_anyone_come_through_to_anyone() {
    let pki = Pki::new();
    let Some(server) = present(postfix::start_with_tls(Tls::with(pki.self_signed()))) else {
        return;
    };
    let mut count = 0;
    for client in clients() {
        for (address, security) in ways(&server) {
            let job = Job::new(address, messages::plain().octets).secured(&security);
            let Some(ran) = present(client.send(&job)) else { continue };
            assert!(ran.succeeded, "{client:?} by {security:?}:\n{}", ran.output);
            count += 1;
        }
    }
    server.wait_for(count);
}

#[test]
fn clients_show_their_certificate() {
    let pki = Pki::new();
    let tls = Tls::with(pki.server()).demanding(&pki);
    let Some(server) = present(postfix::start_with_tls(tls)) else { return };
    let mut count = 0;
    for client in clients() {
        for (address, security) in ways(&server) {
            let job = Job::new(address, messages::plain().octets);
            let security = security.trusting(pki.roots());
            let Some(ran) = present(client.send(&job.clone().secured(&security))) else { continue };
            assert!(!ran.succeeded, "{client:?} without one:\n{}", ran.output);
            let other = security.clone().showing(&pki.client_by_another_root());
            let ran = client.send(&job.clone().secured(&other));
            assert!(ran.is_ok_and(|ran| !ran.succeeded), "{client:?} with another");
            let security = security.showing(&pki.client());
            let Some(ran) = present(client.send(&job.secured(&security))) else { continue };
            assert!(ran.succeeded, "{client:?} by {security:?}:\n{}", ran.output);
            count += 1;
        }
    }
    for stored in server.wait_for(count) {
        let trace = stored.trace();
        assert!(trace.contains(&format!("(Client CN \"{CLIENT}\"")), "{trace}");
        assert!(trace.contains("(verified OK)"), "{trace}");
    }
}

#[test]
fn clients_send_nothing_where_starttls_is_not_offered() {
    let Some(server) = present(smtp_sink::start()) else { return };
    for client in clients() {
        let job = Job::new(server.address(), messages::plain().octets);
        let Some(ran) = present(client.send(&job.secured(&Security::starttls()))) else { continue };
        assert!(!ran.succeeded, "{client:?}:\n{}", ran.output);
    }
    assert!(server.stored().is_empty());
}

#[test]
fn postfix_as_relay_hands_mail_only_to_whom_it_trusts() {
    let pki = Pki::new();
    for (credential, trusted) in [(pki.server(), true), (pki.by_another_root(), false)] {
        let next = postfix::start_with_tls(Tls::with(credential));
        let Some(next) = present(next) else { return };
        for (address, security) in ways(&next) {
            let security = security.trusting(pki.roots());
            let relay = postfix::start_relay_secured(Dialect::Smtp, address, &security);
            let relay = relay.expect("there is one already");
            let message = messages::dots().octets;
            let mut dialog = Dialog::with(&relay);
            dialog.deliver(("sender@example.com", ""), &["recipient@example.org"], &message);
            dialog.quit();
            if trusted {
                relay.wait_for_log("status=sent");
            } else {
                relay.wait_for_log("Server certificate not verified");
            }
        }
        assert_eq!(next.wait_for(if trusted { 2 } else { 0 }).len(), if trusted { 2 } else { 0 });
    }
}
