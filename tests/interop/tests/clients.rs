//! Each client fixture, proven against a plain socket: it says what it was asked to say.

use smtpwire_interop::clients::{Client, Job, Ran};
use smtpwire_interop::messages::{self, Message};
use smtpwire_interop::raw::{Dialog, Offer, Sink};
use smtpwire_interop::servers::postfix;
use smtpwire_interop::{Dialect, PASSWORD, Stored, USER, present};

const FROM: &str = "sender@example.com";
const TO: &str = "recipient@example.org";

fn succeeded(client: Client, job: &Job) -> Option<Ran> {
    let ran = present(client.send(job))?;
    assert!(ran.succeeded, "{client:?} ended with {:?}:\n{}", ran.code, ran.output);
    Some(ran)
}

/// The address between the angle brackets.
fn address(path: &str) -> &str {
    let end = path.find('>').expect("a path has brackets");
    path[..end].trim_start_matches('<')
}

fn carries_every_message(client: Client) {
    for message in Message::for_data() {
        let sink = Sink::start(Offer::default());
        let job = Job::new(sink.address(), message.octets.clone());
        if succeeded(client, &job).is_none() {
            return;
        }
        let mail = sink.wait_for(1).remove(0);
        assert_eq!(address(&mail.from), FROM);
        assert_eq!(mail.to.iter().map(|path| address(path)).collect::<Vec<_>>(), [TO]);
        Stored::of(mail.message).assert_is(&client.makes_of(&message.octets));
    }
}

#[test]
fn swaks_sends_every_message_unchanged() {
    carries_every_message(Client::Swaks);
}

#[test]
fn curl_sends_every_message_unchanged() {
    carries_every_message(Client::Curl);
}

#[test]
fn msmtp_sends_every_message_unchanged() {
    carries_every_message(Client::Msmtp);
}

#[test]
fn smtplib_sends_every_message_unchanged() {
    carries_every_message(Client::Smtplib);
}

#[test]
fn smtp_source_sends_every_message_unchanged() {
    carries_every_message(Client::SmtpSource);
}

#[test]
fn clients_that_know_lmtp_say_lhlo_and_read_a_reply_per_recipient() {
    for client in Client::ALL.into_iter().filter(|client| client.speaks(Dialect::Lmtp)) {
        let sink = Sink::start(Offer { dialect: Dialect::Lmtp, ..Offer::default() });
        let to = if client == Client::SmtpSource { vec![TO] } else { vec![TO, "b@example.org"] };
        let job = Job::new(sink.address(), messages::plain().octets).lmtp().to(&to);
        if succeeded(client, &job).is_none() {
            continue;
        }
        let mail = sink.wait_for(1).remove(0);
        assert_eq!(mail.to.len(), to.len(), "{client:?}");
        let commands = &sink.sessions()[0].commands;
        let hello = commands[0].to_ascii_uppercase();
        assert!(hello.starts_with("LHLO "), "{client:?}: {commands:?}");
    }
}

#[test]
fn clients_authenticate_as_they_are_told() {
    for client in Client::ALL.into_iter().filter(|client| client.knows_auth()) {
        let mut offer = Offer::default();
        offer.extensions.push("AUTH PLAIN LOGIN".into());
        let sink = Sink::start(offer);
        for mechanism in ["PLAIN", "LOGIN"] {
            let job = Job::new(sink.address(), messages::plain().octets);
            if succeeded(client, &job.login_by(mechanism, USER, PASSWORD)).is_none() {
                return;
            }
        }
        sink.wait_for(2);
        for (session, mechanism) in sink.sessions().iter().zip(["AUTH PLAIN", "AUTH LOGIN"]) {
            let said = session.commands.iter().any(|command| {
                command
                    .get(..mechanism.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(mechanism))
            });
            assert!(said, "{client:?}: {:?}", session.commands);
        }
    }
}

/// The whole way: clients that know a mechanism against a server that checks it.
#[test]
fn clients_prove_passwords_to_a_real_server() {
    let mechanisms = [
        (Client::Swaks, "PLAIN"),
        (Client::Curl, "PLAIN"),
        (Client::Curl, "CRAM-MD5"),
        (Client::Curl, "LOGIN"),
        (Client::Msmtp, "SCRAM-SHA-1"),
        (Client::Msmtp, "SCRAM-SHA-256"),
        (Client::Smtplib, "CRAM-MD5"),
        (Client::Smtplib, "LOGIN"),
    ];
    let Some(server) = present(postfix::start_with_accounts()) else { return };
    let mut count = 0;
    for (client, mechanism) in mechanisms {
        let job = Job::new(server.address(), messages::plain().octets);
        let wrong = job.clone().login_by(mechanism, USER, "wrong");
        let Some(ran) = present(client.send(&wrong)) else { continue };
        assert!(!ran.succeeded, "{client:?} with {mechanism}:\n{}", ran.output);
        if succeeded(client, &job.login_by(mechanism, USER, PASSWORD)).is_some() {
            count += 1;
        }
    }
    server.wait_for(count);
}

#[test]
fn clients_that_know_smtputf8_ask_for_it() {
    for client in [Client::Curl, Client::Smtplib] {
        let sink = Sink::start(Offer::default());
        let message = messages::utf8_header();
        let job = Job::new(sink.address(), message.octets.clone());
        if succeeded(client, &job.from("jörg@example.com").to(&["用户@example.org"])).is_none() {
            continue;
        }
        let mail = sink.wait_for(1).remove(0);
        assert!(mail.from.contains("SMTPUTF8"), "{client:?}: {}", mail.from);
        assert_eq!(address(&mail.to[0]), "用户@example.org");
        assert_eq!(mail.message, message.octets);
    }
}

#[test]
fn postfix_as_relay_sends_every_message_unchanged_but_for_its_trace() {
    let sink = Sink::start(Offer::default());
    let Some(relay) = present(postfix::start_relay_to(Dialect::Smtp, sink.address())) else {
        return;
    };
    for (count, message) in Message::for_data().into_iter().enumerate() {
        let mut dialog = Dialog::with(&relay);
        dialog.deliver((FROM, ""), &[TO], &message.octets);
        dialog.quit();
        let mail = sink.wait_for(count + 1).pop().expect("one came");
        // Postfix ends the last line, as the clients do.
        let expected = Client::Msmtp.makes_of(&message.octets);
        Stored::of(mail.message).assert_is(&expected);
    }
}

#[test]
fn a_client_that_is_refused_says_so() {
    for client in Client::ALL {
        // Nobody listens there.
        let closed = Sink::start(Offer::default()).address();
        let job = Job::new(closed, messages::plain().octets);
        let Some(ran) = present(client.send(&job)) else { continue };
        assert!(!ran.succeeded, "{client:?}:\n{}", ran.output);
    }
}
