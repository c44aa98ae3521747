//! The connection is lost at every octet, in either direction: the account is right each time.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::script::{config, to};
use super::simulated::{Cut, Session, Simulated, message, run};
use crate::flow::limits::Protocol;
use crate::flow::mailer::*;

const STREAMED: &[u8] = b"Subject: streamed\r\n\r\n.dots\r\n";

/// Five messages: one taken in part, one refused, one streamed, one without a recipient, and one behind
/// which QUIT may be sent at once.
fn session(offer: &'static str, lmtp: bool, cut: Cut) -> Session {
    let mut config = config();
    if lmtp {
        config.client.protocol = Protocol::Lmtp;
    }
    let mut mailer = Mailer::new(config, [7; 32], 0);
    let everybody =
        ["<bob@mx.example>", "<no@mx.example>", "<later@mx.example>", "<cy@mx.example>"];
    mailer.send(to(&everybody), message("one")).unwrap();
    mailer.send(to(&["<bob@mx.example>"]), message("REFUSE")).unwrap();
    mailer.send(to(&["<cy@mx.example>"]), Content::Stream { size: None }).unwrap();
    mailer.send(to(&["<no@mx.example>"]), message("four")).unwrap();
    mailer.send(to(&["<bob@mx.example>"]), message("last")).unwrap();
    mailer.quit();
    run(mailer, Simulated::new(offer, lmtp), STREAMED, cut)
}

const CASES: [(&str, bool); 6] = [
    ("PIPELINING", false),
    ("SIZE,8BITMIME", false),
    ("PIPELINING,CHUNKING,SIZE", false),
    ("CHUNKING", false),
    ("PIPELINING", true),
    ("PIPELINING,CHUNKING", true),
];

const CONTENTS: [&str; 5] = ["one", "REFUSE", "streamed", "four", "last"];

#[test]
fn a_session_that_is_not_lost_gives_every_message_what_it_got() {
    for (offer, lmtp) in CASES {
        let session = session(offer, lmtp, Cut::NEVER);
        assert!(!session.failed);
        let all: Vec<_> = session.outcomes.iter().flat_map(super::script::statuses).collect();
        assert_eq!(
            all,
            [
                "accepted 250",
                "refused 550 Recipient",
                "refused 450 Recipient",
                "accepted 250",
                "refused 554 Content",
                "accepted 250",
                "refused 550 Recipient",
                "accepted 250",
            ],
            "{offer} {lmtp}"
        );
        let kept: Vec<_> = session.server.kept.iter().map(|kept| kept.content.clone()).collect();
        let sent = [message("one"), STREAMED.to_vec(), message("last")];
        assert_eq!(kept, sent, "octet for octet");
        let ids: Vec<_> = session.outcomes.iter().filter_map(|o| o.queue_id.clone()).collect();
        assert_eq!(ids, ["Q1", "Q2", "Q3"]);
    }
}

/// Whether the server has answered for this message and recipient.
fn is_kept(session: &Session, content: &str, path: &str) -> bool {
    session.server.kept.iter().any(|kept| {
        let text = String::from_utf8_lossy(&kept.content);
        text.contains(content) && kept.recipients.iter().any(|recipient| recipient == path)
    })
}

fn check(session: &Session, whole: &Session, cut: &str) -> usize {
    assert_eq!(session.outcomes.len(), 5, "one outcome for each message, {cut}");
    let mut unknown = 0;
    for (outcome, (content, sure)) in
        session.outcomes.iter().zip(CONTENTS.into_iter().zip(&whole.outcomes))
    {
        assert_eq!(outcome.id, sure.id, "{cut}");
        for (recipient, sure) in outcome.recipients.iter().zip(&sure.recipients) {
            let kept = is_kept(session, content, &recipient.path.to_string());
            match &recipient.status {
                Status::Accepted { .. } => assert!(kept, "{cut}: {outcome:?}"),
                Status::NotTried { .. } => {
                    assert!(!kept && recipient.is_retryable(), "{cut}: {outcome:?}");
                    assert!(outcome.error.is_some(), "{cut}: {outcome:?}");
                }
                Status::Refused { reply, .. } => {
                    let expected = recipient.status == sure.status || reply.code().get() == 421;
                    assert!(!kept && expected, "{cut}: {outcome:?}");
                }
                Status::Unknown => {
                    unknown += 1;
                    assert!(recipient.is_retryable() && outcome.error.is_some());
                }
            }
        }
        let taken = outcome.recipients.iter().any(RecipientOutcome::is_accepted);
        match outcome.responsibility() {
            Responsibility::Taken => assert!(taken),
            Responsibility::NotTaken => assert!(!taken),
            Responsibility::Unknown => {}
        }
    }
    unknown
}

#[test]
fn when_the_servers_octets_are_lost_at_any_place_the_account_is_right() {
    for (offer, lmtp) in CASES {
        let whole = session(offer, lmtp, Cut::NEVER);
        let mut most = 0;
        for cut in 0..whole.octets.1 {
            let session = session(offer, lmtp, Cut { to_client: cut, ..Cut::NEVER });
            let label = alloc::format!("{offer} {lmtp}, server's octet {cut}");
            let unknown = check(&session, &whole, &label);
            // One message at a time can be in doubt, the one whose end was sent.
            assert!(unknown <= 4, "{label}");
            most = most.max(unknown);
            // Everything that the server keeps is accounted for.
            for kept in &session.server.kept {
                let text = String::from_utf8_lossy(&kept.content);
                let at = CONTENTS.iter().position(|content| text.contains(content)).unwrap();
                assert_ne!(session.outcomes[at].responsibility(), Responsibility::NotTaken);
            }
        }
        assert!(most > 0, "{offer}: some place leaves a message in doubt");
    }
}

#[test]
fn when_the_clients_octets_are_lost_at_any_place_the_account_is_right() {
    for (offer, lmtp) in CASES {
        let whole = session(offer, lmtp, Cut::NEVER);
        for cut in 0..whole.octets.0 {
            let session = session(offer, lmtp, Cut { to_server: cut, ..Cut::NEVER });
            check(&session, &whole, &alloc::format!("{offer} {lmtp}, client's octet {cut}"));
        }
    }
}

#[test]
fn when_the_server_says_421_at_any_place_nothing_is_in_doubt() {
    for (offer, lmtp) in CASES {
        let whole = session(offer, lmtp, Cut::NEVER);
        for cut in 0..whole.octets.0 {
            let session = session(offer, lmtp, Cut { to_server: cut, goodbye: true, ..Cut::NEVER });
            let label = alloc::format!("{offer} {lmtp}, 421 at the client's octet {cut}");
            assert_eq!(check(&session, &whole, &label), 0, "{label}");
        }
    }
}

/// What was never written can't be in doubt: the output is taken octet by octet up to a place,
/// and then the connection is lost.
#[test]
fn a_message_whose_end_was_not_wholly_written_is_never_in_doubt() {
    for offer in ["PIPELINING", "PIPELINING,CHUNKING", "CHUNKING", "SIZE"] {
        let mut places = 0;
        for cut in 0.. {
            let mut mailer = Mailer::new(config(), [7; 32], 0);
            mailer.send(to(&["<bob@mx.example>"]), message("one")).unwrap();
            let mut server = Simulated::new(offer, false);
            let (mut written, mut received) = (0, 0);
            let outcome = loop {
                match mailer.next_event(0) {
                    Ok(crate::Step::Event(MailerEvent::Outcome(outcome))) => break outcome,
                    Ok(crate::Step::Event(_)) => continue,
                    Ok(_) => {}
                    Err(error) => panic!("{error} before the outcome"),
                }
                let piece = mailer.output().len().min(cut - written);
                for octet in &mailer.output()[..piece] {
                    server.take(*octet);
                }
                mailer.advance_output(piece).unwrap();
                written += piece;
                // The last reply is lost with the connection.
                let end = server.kept.len() == 1;
                if piece == 0 && received == server.said.len() || end {
                    mailer.receive_eof(0);
                } else {
                    mailer.receive(&server.said[received..], 0).unwrap();
                    received = server.said.len();
                }
            };
            let kept = server.kept.len() == 1;
            let expected = if kept { Responsibility::Unknown } else { Responsibility::NotTaken };
            assert_eq!(outcome.responsibility(), expected, "{offer} {cut}");
            places += 1;
            if kept {
                break;
            }
        }
        assert!(places > 100, "{offer}: {places}");
    }
}
