//! Postfix as relay, a client that comes again and at once.

use serde_json::Value;
use smtpwire_interop::messages;
use smtpwire_interop::pki::Credential;
use smtpwire_interop::raw::Dialog;
use smtpwire_interop::servers::{Version, postfix};
use smtpwire_interop::{Dialect, Pki, present};

use super::{FROM, TO, both, sessions, wait_for_sessions};

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
