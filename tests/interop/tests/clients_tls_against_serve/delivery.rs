//! Mail that comes through.

use smtpwire_interop::clients::{Client, Job};
use smtpwire_interop::messages::{self, Message};
use smtpwire_interop::own::{serve_keeping_trace, with_certificate};
use smtpwire_interop::pki::NAME;
use smtpwire_interop::raw::Secured;
use smtpwire_interop::servers::Version;
use smtpwire_interop::{Dialect, Pki, Security, present};

use super::{FROM, TO, both, succeeded, wait_for_sessions};

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
