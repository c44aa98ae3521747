//! Postfix as relay against `smtpwire serve`: a client that uses all that is offered, and that acts on
//! each reply.

use std::time::{Duration, Instant};

use smtpwire_interop::messages::{self, Message};
use smtpwire_interop::own::{serve, serve_keeping_trace};
use smtpwire_interop::raw::Dialog;
use smtpwire_interop::servers::postfix;
use smtpwire_interop::{Client, Dialect, Server, Stored, present};

const TO: &str = "recipient@example.org";

/// A Postfix that relays all mail to `server`.
fn relay(server: &Server) -> Option<Server> {
    present(postfix::start_relay_to(server.dialect(), server.address()))
}

/// Hands a message to the relay.
fn relayed(relay: &Server, to: &[&str], message: &Message) {
    let mut dialog = Dialog::with(relay);
    let replies = dialog.deliver(("sender@example.com", ""), to, &message.octets);
    assert!(replies.iter().all(|reply| reply.code == 250), "{replies:?}");
    dialog.quit();
}

#[test]
fn postfix_relays_every_message_unchanged() {
    for dialect in [Dialect::Smtp, Dialect::Lmtp] {
        let server = serve(dialect, &[]);
        let Some(relay) = relay(&server) else { return };
        for (count, message) in Message::for_data().into_iter().enumerate() {
            relayed(&relay, &[TO], &message);
            // The queue runs messages at its own pace, and here each is waited for.
            let stored = server.wait_for(count + 1);
            // Postfix ends the last line, as the clients do, and puts a trace field on top.
            let expected = Client::Msmtp.makes_of(&message.octets);
            let subject = format!("Subject: {}\r\n", message.name);
            let same = |stored: &&Stored| {
                let top = stored.octets().get(..2048).unwrap_or_else(|| stored.octets());
                String::from_utf8_lossy(top).contains(&subject)
            };
            let found = stored.iter().find(same);
            found.unwrap_or_else(|| panic!("{} by {dialect:?}", message.name)).assert_is(&expected);
        }
    }
}

/// Waits until the log of a relay holds a text.
fn logs(relay: &Server, text: &str) {
    let end = Instant::now() + Duration::from_secs(30);
    while !relay.log().contains(text) {
        assert!(Instant::now() < end, "the log does not hold {text:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn postfix_bounces_what_is_refused_for_good_and_defers_what_is_refused_for_now() {
    let options =
        ["--reject", "to:nobody@*=550 5.1.1 no such user", "--reject", "to:later@*=450 4.2.1 busy"];
    for dialect in [Dialect::Smtp, Dialect::Lmtp] {
        let server = serve_keeping_trace(dialect, &options);
        let Some(relay) = relay(&server) else { return };
        let to = ["nobody@example.org", "later@example.org", TO];
        relayed(&relay, &to, &messages::plain());
        server.wait_for_one().assert_is(&messages::plain().octets);
        logs(&relay, "status=sent");
        logs(&relay, "dsn=5.1.1, status=bounced");
        logs(&relay, "dsn=4.2.1, status=deferred");
    }
}

#[test]
fn postfix_keeps_or_bounces_a_message_as_the_trouble_wants_it() {
    let faults = [
        ("MESSAGE=554 5.6.0 not that", "dsn=5.6.0, status=bounced"),
        ("MESSAGE=452 4.3.1 disk full", "dsn=4.3.1, status=deferred"),
        ("DATA=451 4.3.0 not now", "dsn=4.3.0, status=deferred"),
        ("CONTENT=drop", "status=deferred (lost connection"),
        ("MESSAGE=drop", "status=deferred (lost connection"),
    ];
    for (fault, logged) in faults {
        let server = serve(Dialect::Smtp, &["--fault", fault]);
        let Some(relay) = relay(&server) else { return };
        relayed(&relay, &[TO], &messages::plain());
        logs(&relay, logged);
        assert!(server.stored().is_empty(), "{fault}");
    }
}

#[test]
fn postfix_uses_the_extensions_that_are_offered() {
    let server = serve_keeping_trace(Dialect::Smtp, &[]);
    let Some(relay) = relay(&server) else { return };
    let mut dialog = Dialog::with(&relay);
    let from = ("jörg@exämple.org", "SMTPUTF8 RET=HDRS");
    let message = messages::utf8_header().octets;
    dialog.deliver(from, &["用户@example.org"], &message);
    dialog.quit();
    let stored = server.wait_for_one();
    stored.assert_is(&message);
    assert_eq!(stored.recipient(), "用户@example.org");
    logs(&server, "SMTPUTF8");
    logs(&server, "RET=HDRS");
}
