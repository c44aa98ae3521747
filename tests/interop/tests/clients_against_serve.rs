//! The clients of others against `smtpwire serve`: what it stores is what was sent, and what it
//! refuses they understand.

use std::time::{Duration, Instant};

use smtpwire_interop::clients::{Client, Job, Ran};
use smtpwire_interop::messages::{self, Message};
use smtpwire_interop::own::{Letter, serve, serve_keeping_trace};
use smtpwire_interop::raw::Dialog;
use smtpwire_interop::{Dialect, PASSWORD, USER, present};

const TO: &str = "recipient@example.org";

/// Options of a server with an account.
const ACCOUNT: [&str; 4] = ["--auth", "tester:correct-horse", "--plaintext-auth", "--require-auth"];

fn succeeded(client: Client, job: &Job) -> Option<Ran> {
    let ran = present(client.send(job))?;
    assert!(ran.succeeded, "{client:?} ended with {:?}:\n{}", ran.code, ran.output);
    Some(ran)
}

/// Runs a client that must not succeed.
fn failed(client: Client, job: &Job) -> Option<Ran> {
    let ran = present(client.send(job))?;
    assert!(!ran.succeeded, "{client:?} takes a failure for success:\n{}", ran.output);
    Some(ran)
}

fn stores_what_is_sent(client: Client) {
    let server = serve(Dialect::Smtp, &[]);
    let mut expected = Vec::new();
    for message in Message::for_data().into_iter().chain([messages::eight_bit()]) {
        let job = Job::new(server.address(), message.octets.clone());
        if succeeded(client, &job).is_none() {
            return;
        }
        expected.push((message.name, client.makes_of(&message.octets)));
    }
    let stored = server.wait_for(expected.len());
    for (name, octets) in expected {
        let found = stored.iter().find(|stored| stored.octets() == octets);
        assert!(found.is_some(), "{client:?}: {name} is not stored as it was sent");
    }
}

#[test]
fn what_swaks_sends_is_stored() {
    stores_what_is_sent(Client::Swaks);
}

#[test]
fn what_curl_sends_is_stored() {
    stores_what_is_sent(Client::Curl);
}

#[test]
fn what_msmtp_sends_is_stored() {
    stores_what_is_sent(Client::Msmtp);
}

#[test]
fn what_smtplib_sends_is_stored() {
    stores_what_is_sent(Client::Smtplib);
}

#[test]
fn what_smtp_source_sends_is_stored() {
    stores_what_is_sent(Client::SmtpSource);
}

/// Not by another's command, for none of them speaks BDAT: by the plain socket, in chunks that cut
/// lines and line ends, and by our own command.
#[test]
fn what_comes_in_chunks_is_stored_octet_for_octet() {
    let server = serve(Dialect::Smtp, &[]);
    let mut count = 0;
    for message in
        [messages::binary(), messages::binary_lines(), messages::without_final_line_end()]
    {
        for size in [1 << 20, 4001, 7] {
            let mut dialog = Dialog::with(&server);
            let from = ("sender@example.com", "BODY=BINARYMIME");
            let replies = dialog.deliver_chunked(from, &[TO], &message.octets, size);
            assert!(replies.iter().all(|reply| reply.code == 250), "{}: {replies:?}", message.name);
            dialog.quit();
            count += 1;
        }
        let sent = Letter::to_server(&server, message.octets.clone()).options(&["--binary"]).send();
        sent.assert_taken();
        assert!(sent.has_said("BDAT "), "{sent}");
        count += 1;
        let stored = server.wait_for(count);
        let same = stored.iter().filter(|stored| stored.octets() == message.octets).count();
        assert_eq!(same, 4, "{}", message.name);
    }
}

#[test]
fn our_own_command_sends_every_message_to_our_own_server() {
    for dialect in [Dialect::Smtp, Dialect::Lmtp] {
        let server = serve(dialect, &[]);
        let mut expected = Vec::new();
        for message in Message::for_data() {
            Letter::to_server(&server, message.octets.clone()).send().assert_taken();
            expected.push(message);
        }
        let stored = server.wait_for(expected.len());
        for message in expected {
            let found = stored.iter().any(|stored| stored.octets() == message.octets);
            assert!(found, "{} by {dialect:?}", message.name);
        }
    }
}

#[test]
fn trace_fields_on_top_change_nothing_below() {
    for client in Client::ALL {
        let server = serve_keeping_trace(Dialect::Smtp, &[]);
        let message = messages::dots().octets;
        if succeeded(client, &Job::new(server.address(), message.clone())).is_none() {
            continue;
        }
        let stored = server.wait_for_one();
        stored.assert_is(&client.makes_of(&message));
        assert_eq!(stored.recipient(), TO, "{client:?}");
        let trace = stored.trace();
        assert!(trace.contains("Return-Path: <sender@example.com>\r\n"), "{client:?}: {trace}");
        // smtp-source says HELO unless it is told otherwise.
        let with = if client == Client::SmtpSource { "with SMTP " } else { "with ESMTP " };
        assert!(trace.contains(with), "{client:?}: {trace}");
    }
}

#[test]
fn lmtp_clients_read_a_reply_for_each_recipient() {
    for client in Client::ALL.into_iter().filter(|client| client.speaks(Dialect::Lmtp)) {
        let server = serve_keeping_trace(Dialect::Lmtp, &[]);
        let message = messages::dots().octets;
        let to = if client == Client::SmtpSource { vec![TO] } else { vec![TO, "b@example.org"] };
        let job = Job::new(server.address(), message.clone()).lmtp().to(&to);
        if succeeded(client, &job).is_none() {
            continue;
        }
        let stored = server.wait_for_one();
        stored.assert_is(&client.makes_of(&message));
        let trace = stored.trace();
        let delivered = trace.lines().filter(|line| line.starts_with("Delivered-To: ")).count();
        assert_eq!(delivered, to.len(), "{client:?}: {trace}");
        assert!(trace.contains("with LMTP "), "{client:?}: {trace}");
    }
}

#[test]
fn addresses_beyond_ascii_come_through() {
    for client in [Client::Curl, Client::Smtplib] {
        let server = serve_keeping_trace(Dialect::Smtp, &[]);
        let message = messages::utf8_header().octets;
        let job = Job::new(server.address(), message.clone());
        let job = job.from("jörg@example.com").to(&["用户@example.org"]);
        if succeeded(client, &job).is_none() {
            continue;
        }
        let stored = server.wait_for_one();
        stored.assert_is(&message);
        assert_eq!(stored.recipient(), "用户@example.org");
        assert!(stored.trace().contains("with UTF8SMTP "), "{client:?}: {}", stored.trace());
    }
}

/// Each client with each mechanism that it knows.
const LOGINS: [(Client, &str); 15] = [
    (Client::Swaks, "PLAIN"),
    (Client::Swaks, "LOGIN"),
    (Client::Swaks, "CRAM-MD5"),
    (Client::Curl, "PLAIN"),
    (Client::Curl, "LOGIN"),
    (Client::Curl, "CRAM-MD5"),
    (Client::Msmtp, "PLAIN"),
    (Client::Msmtp, "LOGIN"),
    (Client::Msmtp, "CRAM-MD5"),
    (Client::Msmtp, "SCRAM-SHA-1"),
    (Client::Msmtp, "SCRAM-SHA-256"),
    (Client::Smtplib, "PLAIN"),
    (Client::Smtplib, "LOGIN"),
    (Client::Smtplib, "CRAM-MD5"),
    (Client::Smtplib, ""),
];

#[test]
fn clients_log_in_by_every_mechanism_that_they_know() {
    let server = serve_keeping_trace(Dialect::Smtp, &ACCOUNT);
    let mut count = 0;
    for (client, mechanism) in LOGINS {
        let job = Job::new(server.address(), messages::plain().octets);
        let login = |password| match mechanism {
            "" => job.clone().login(USER, password),
            _ => job.clone().login_by(mechanism, USER, password),
        };
        let Some(ran) = failed(client, &login("wrong")) else { continue };
        let told = ran.output.contains("535") || ran.output.contains("Login denied");
        assert!(told, "{client:?} with {mechanism}:\n{}", ran.output);
        if succeeded(client, &login(PASSWORD)).is_some() {
            count += 1;
        }
    }
    for stored in server.wait_for(count) {
        assert!(stored.trace().contains("with ESMTPA "), "{}", stored.trace());
    }
    assert!(!server.log().contains(PASSWORD), "the transcripts mask it");
}

#[test]
fn a_login_that_goes_wrong_on_request_goes_wrong_in_every_client() {
    let options = [&ACCOUNT[..], &["--fault", "AUTH=454 4.7.0 not now"]].concat();
    let server = serve(Dialect::Smtp, &options);
    for client in Client::ALL.into_iter().filter(|client| client.knows_auth()) {
        let job = Job::new(server.address(), messages::plain().octets).login(USER, PASSWORD);
        let Some(ran) = failed(client, &job) else { continue };
        // curl tells that it failed, and not by which reply.
        let told = ran.output.contains("454") || client == Client::Curl;
        assert!(told, "{client:?}:\n{}", ran.output);
    }
    assert!(server.stored().is_empty());
}

#[test]
fn who_has_not_logged_in_is_refused_and_understands_it() {
    let server = serve(Dialect::Smtp, &ACCOUNT);
    for client in Client::ALL {
        let job = Job::new(server.address(), messages::plain().octets);
        let Some(ran) = failed(client, &job) else { continue };
        assert!(ran.output.contains("530"), "{client:?}:\n{}", ran.output);
    }
    assert!(server.stored().is_empty());
}

#[test]
fn a_refused_recipient_is_told_and_nothing_is_stored() {
    for dialect in [Dialect::Smtp, Dialect::Lmtp] {
        let reject = "to:nobody@*=550 5.1.1 no such user";
        let server = serve(dialect, &["--reject", reject]);
        for client in Client::ALL.into_iter().filter(|client| client.speaks(dialect)) {
            let mut job = Job::new(server.address(), messages::plain().octets);
            if dialect == Dialect::Lmtp {
                job = job.lmtp();
            }
            let Some(ran) = failed(client, &job.to(&["nobody@example.org"])) else { continue };
            assert!(ran.output.contains("550"), "{client:?}:\n{}", ran.output);
        }
        assert!(server.stored().is_empty());
    }
}

/// swaks and smtplib go on when one of two is refused.
#[test]
fn a_message_goes_to_the_recipients_that_are_left() {
    let server = serve_keeping_trace(Dialect::Smtp, &["--reject", "to:nobody@*"]);
    let message = messages::plain().octets;
    let to = ["nobody@example.org", TO];
    let mut count = 0;
    for client in [Client::Swaks, Client::Smtplib] {
        let job = Job::new(server.address(), message.clone()).to(&to);
        if present(client.send(&job)).is_some() {
            count += 1;
        }
    }
    for stored in server.wait_for(count) {
        assert_eq!(stored.recipient(), TO);
        assert!(!stored.trace().contains("nobody"), "{}", stored.trace());
        stored.assert_is(&message);
    }
}

#[test]
fn a_message_over_the_limit_is_refused() {
    let server = serve(Dialect::Smtp, &["--size", "100K"]);
    for client in Client::ALL {
        // swaks and smtp-source do not say how large it is, and learn of it at the end.
        failed(client, &Job::new(server.address(), messages::large().octets));
    }
    assert!(server.stored().is_empty());
    let message = messages::longest_lines().octets;
    if succeeded(Client::Swaks, &Job::new(server.address(), message.clone())).is_some() {
        server.wait_for_one().assert_is(&message);
    }
}

/// Whatever goes wrong, no client takes it for success, and each tells what it was told.
#[test]
fn ten_sessions_of_smtp_source_at_once_lose_no_message() {
    let server = serve(Dialect::Smtp, &["--quiet"]);
    let message = messages::dots().octets;
    for reuse in [&[][..], &["-d"]] {
        let job = Job::new(server.address(), message.clone());
        let job = job.arguments(&["-s", "10", "-m", "100"]).arguments(reuse);
        if succeeded(Client::SmtpSource, &job).is_none() {
            return;
        }
    }
    for stored in server.wait_for(200) {
        stored.assert_is(&Client::SmtpSource.makes_of(&message));
    }
}

#[test]
fn swaks_may_send_its_commands_in_one_piece() {
    let server = serve(Dialect::Smtp, &["--reject", "to:nobody@*"]);
    let message = messages::dots().octets;
    let job = Job::new(server.address(), message.clone()).arguments(&["--pipeline"]);
    if succeeded(Client::Swaks, &job).is_none() {
        return;
    }
    server.wait_for_one().assert_is(&message);
    // DATA is on its way when the only recipient is refused.
    failed(Client::Swaks, &job.to(&["nobody@example.org"]));
    assert_eq!(server.stored().len(), 1);
}

#[test]
fn what_smtplib_wants_reported_is_taken() {
    let server = serve(Dialect::Smtp, &[]);
    let options = ["--mail-option=RET=HDRS", "--rcpt-option=NOTIFY=SUCCESS,DELAY"];
    let job = Job::new(server.address(), messages::plain().octets).arguments(&options);
    if succeeded(Client::Smtplib, &job).is_some() {
        server.wait_for_one();
        let log = server.log().to_ascii_uppercase();
        assert!(log.contains("RET=HDRS") && log.contains("NOTIFY=SUCCESS,DELAY"), "{log}");
    }
}

#[test]
fn trouble_on_request_is_trouble_to_every_client() {
    let faults = [
        ("EHLO=421 4.3.2 not now", "421"),
        ("MAIL=450 4.3.2 not now", "450"),
        ("RCPT=452 4.2.2 mailbox full", "452"),
        ("RCPT=550 5.1.1 no such user", "550"),
        ("DATA=451 4.3.0 not now", "451"),
        ("MESSAGE=452 4.3.1 disk full", "452"),
        ("MESSAGE=554 5.6.0 not that", "554"),
        ("MAIL=drop", ""),
        ("DATA=drop", ""),
        ("CONTENT=drop", ""),
        ("MESSAGE=drop", ""),
    ];
    for (fault, code) in faults {
        let server = serve(Dialect::Smtp, &["--fault", fault]);
        for client in Client::ALL {
            let Some(ran) = failed(client, &Job::new(server.address(), messages::plain().octets))
            else {
                continue;
            };
            assert!(ran.output.contains(code), "{client:?} at {fault}:\n{}", ran.output);
        }
        assert!(server.stored().is_empty(), "{fault}");
    }
}

#[test]
fn a_server_that_takes_its_time_is_waited_for() {
    let options = ["--fault", "MAIL=delay:300", "--fault", "MESSAGE=delay:300"];
    let server = serve(Dialect::Smtp, &options);
    let mut count = 0;
    for client in Client::ALL {
        let start = Instant::now();
        if succeeded(client, &Job::new(server.address(), messages::plain().octets)).is_some() {
            assert!(start.elapsed() >= Duration::from_millis(600), "{client:?}");
            count += 1;
        }
    }
    server.wait_for(count);
}
