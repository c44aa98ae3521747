//! `smtpwire send` against servers that refuse, are old or are slow: what became of each recipient is
//! told, and the exit status says whether to try again.

use smtpwire_interop::messages;
use smtpwire_interop::own::Letter;
use smtpwire_interop::servers::{postfix, smtp_sink};
use smtpwire_interop::{Dialect, Server, present};

/// Exit statuses of `sysexits.h`.
const DATA_ERROR: i32 = 65;
const NO_USER: i32 = 67;
const UNAVAILABLE: i32 = 69;
const TEMPORARY: i32 = 75;

const TO: &str = "recipient@example.org";

#[test]
fn a_message_over_the_announced_size_is_not_sent() {
    let settings = vec![("message_size_limit".into(), "100000".into())];
    let options = postfix::Options { settings, ..postfix::Options::default() };
    let Some(server) = present(postfix::start_with(&options)) else { return };
    let sent = Letter::to_server(&server, messages::large().octets).send();
    sent.assert_not_taken(DATA_ERROR);
    assert_eq!(sent.statuses(), ["not-tried"], "{sent}");
    assert!(!sent.has_said("MAIL"), "{sent}");
    // What is smaller goes, and says how large it is.
    let message = messages::longest_lines().octets;
    let sent = Letter::to_server(&server, message.clone()).send();
    sent.assert_taken();
    let size = format!(" SIZE={}", message.len());
    assert!(sent.said().any(|line| line.starts_with("MAIL ") && line.contains(&size)), "{sent}");
    server.wait_for_one().assert_is(&message);
}

/// A Postfix that knows no `nobody`, and has no time for `later`.
fn choosy_postfix() -> Option<Server> {
    let access = "check_recipient_access inline:{ \
        {nobody@example.org = 550 5.1.1 no such user} {later@example.org = 450 4.2.1 busy} }";
    let settings = vec![("smtpd_recipient_restrictions".into(), access.into())];
    let options = postfix::Options { settings, ..postfix::Options::default() };
    present(postfix::start_with(&options))
}

#[test]
fn a_refused_recipient_does_not_keep_the_message_from_the_others() {
    let Some(server) = choosy_postfix() else { return };
    let message = messages::plain().octets;
    let to = ["nobody@example.org", TO, "later@example.org"];
    for options in [&[][..], &["--no-chunking"], &["--no-chunking", "--no-pipelining"]] {
        let sent = Letter::to_server(&server, message.clone()).to(&to).options(options).send();
        assert_eq!(sent.code, NO_USER, "{sent}");
        assert_eq!(sent.statuses(), ["refused", "accepted", "refused"], "{sent}");
        let retry = |at: usize| sent.outcome["recipients"][at]["retry"] == true;
        assert!(!retry(0) && !retry(1) && retry(2), "{sent}");
        assert_eq!(sent.outcome["recipients"][0]["reply"]["enhanced"], "5.1.1", "{sent}");
    }
    for stored in server.wait_for(3) {
        assert_eq!(stored.recipient(), TO);
        stored.assert_is(&message);
    }
}

#[test]
fn when_every_recipient_is_refused_nothing_is_sent() {
    let Some(server) = choosy_postfix() else { return };
    for options in [&[][..], &["--no-chunking"], &["--no-chunking", "--no-pipelining"]] {
        for (to, code) in [("nobody@example.org", NO_USER), ("later@example.org", TEMPORARY)] {
            let letter = Letter::to_server(&server, messages::plain().octets).to(&[to]);
            let sent = letter.options(options).send();
            sent.assert_not_taken(code);
            assert_eq!(sent.statuses(), ["refused"], "{sent}");
        }
    }
    assert!(server.stored().is_empty());
}

#[test]
fn the_exit_status_tells_what_kind_of_refusal_it_was() {
    let cases = [
        (["-f", "MAIL"], UNAVAILABLE),
        (["-r", "MAIL"], TEMPORARY),
        (["-f", "RCPT"], UNAVAILABLE),
        (["-r", "RCPT"], TEMPORARY),
        (["-f", "DATA"], UNAVAILABLE),
        (["-r", "DATA"], TEMPORARY),
        (["-f", "."], UNAVAILABLE),
        (["-r", "."], TEMPORARY),
        // A connection that is lost or closed with 421 may work later.
        (["-q", "RCPT"], TEMPORARY),
        (["-Q", "RCPT"], TEMPORARY),
        (["-Q", "DATA"], TEMPORARY),
        (["-q", "DATA"], TEMPORARY),
    ];
    for (options, code) in cases {
        let Some(server) = present(smtp_sink::start_with(Dialect::Smtp, &options)) else { return };
        let sent = Letter::to_server(&server, messages::plain().octets).send();
        assert_eq!(sent.code, code, "smtp-sink {options:?}: {sent}");
        sent.assert_not_taken(code);
    }
}

/// smtp-sink can do without, and be slow.
#[test]
fn old_and_slow_servers_get_their_mail_too() {
    let mut long = messages::large().octets;
    long.truncate(512 * 1024);
    for options in [
        // No ESMTP, no PIPELINING, no enhanced status codes, the greeting of a firewall.
        &["-e"][..],
        &["-p"],
        &["-E"],
        &["-P"],
        &["-e", "-p", "-E", "-N", "-8", "-C", "-F"],
        // It forgets a command that it delays when more is there already, so nothing may be.
        &["-p", "-W", "MAIL:1", "-w", "1"],
        // It reads late, and little at a time.
        &["-H", "1", "-T", "2048"],
    ] {
        let Some(server) = present(smtp_sink::start_with(Dialect::Smtp, options)) else { return };
        let dots = messages::dots().octets;
        let sent = Letter::to_server(&server, dots.clone()).send();
        sent.assert_taken();
        let old = options.contains(&"-e") || options.contains(&"-P");
        assert_eq!(sent.has_said("HELO "), old, "{options:?}: {sent}");
        server.wait_for_one().assert_is(&dots);
        Letter::to_server(&server, long.clone()).send().assert_taken();
        let stored = server.wait_for(2).into_iter();
        let longest = stored.max_by_key(|stored| stored.octets().len());
        longest.expect("two are stored").assert_is(&long);
    }
}

#[test]
fn octets_over_127_are_not_sent_to_who_does_not_offer_8bitmime() {
    let Some(server) = present(smtp_sink::start_with(Dialect::Smtp, &["-8"])) else { return };
    let sent = Letter::to_server(&server, messages::eight_bit().octets).send();
    sent.assert_not_taken(DATA_ERROR);
    assert!(!sent.has_said("MAIL"), "{sent}");
}

#[test]
fn a_refusal_in_the_midst_of_the_content_is_heard() {
    let Some(server) = present(smtp_sink::start_with(Dialect::Smtp, &["-A", "1"])) else { return };
    for message in [messages::plain(), messages::large()] {
        let sent = Letter::to_server(&server, message.octets).send();
        sent.assert_not_taken(UNAVAILABLE);
    }
}

/// More recipients than Postfix takes in one message, and more replies than any buffer holds.
#[test]
fn hundreds_of_recipients_go_in_one_piece_and_the_rest_may_be_tried_again() {
    let settings = vec![("smtpd_recipient_limit".into(), "500".into())];
    let options = postfix::Options { settings, ..postfix::Options::default() };
    let Some(server) = present(postfix::start_with(&options)) else { return };
    let to: Vec<String> = (0..700).map(|number| format!("user{number}@example.org")).collect();
    let to: Vec<&str> = to.iter().map(String::as_str).collect();
    let sent = Letter::to_server(&server, messages::plain().octets).to(&to).send();
    assert_eq!(sent.code, TEMPORARY, "{sent}");
    let statuses = sent.statuses();
    assert_eq!(statuses.iter().filter(|status| **status == "accepted").count(), 500, "{sent}");
    assert!(statuses.iter().take(500).all(|status| *status == "accepted"), "{sent}");
    assert_eq!(sent.outcome["recipients"][699]["retry"], true, "{sent}");
    server.wait_for(500);
}
