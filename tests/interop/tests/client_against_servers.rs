//! `smtpwire send` against the servers of others: what they store is what was sent, and what they
//! refuse is told.

use smtpwire_interop::messages::{self, Message, Needs};
use smtpwire_interop::own::{Letter, Sent};
use smtpwire_interop::servers::{aiosmtpd, dovecot, exim, opensmtpd, postfix, smtp_sink};
use smtpwire_interop::{Dialect, PASSWORD, Server, Stored, USER, present};

/// Exit statuses of `sysexits.h`.
const DATA_ERROR: i32 = 65;
const NO_PERMISSION: i32 = 77;

const TO: &str = "recipient@example.org";

/// Messages on their way to one server, each with a mark by which it is found in the store.
struct Round<'s> {
    server: &'s Server,
    sent: Vec<(String, Vec<u8>)>,
}

impl<'s> Round<'s> {
    fn to(server: &'s Server) -> Self {
        Self { server, sent: Vec::new() }
    }

    /// Sends a message, which must be taken.
    fn send(&mut self, message: &Message, options: &[&str]) -> Sent {
        let mark = format!("X-Mark: {}\r\n", self.sent.len());
        let mut octets = [mark.as_bytes(), &message.octets].concat();
        let sent = Letter::to_server(self.server, octets.clone()).options(options).send();
        assert_eq!(sent.code, 0, "{} with {options:?}: {sent}", message.name);
        sent.assert_taken();
        if !sent.has_said("BDAT ") && !octets.ends_with(b"\r\n") {
            // DATA cannot leave the last line as it is.
            octets.extend_from_slice(b"\r\n");
        }
        self.sent.push((mark, octets));
        sent
    }

    /// Compares all that was sent with what the server has stored.
    fn check(self) {
        let stored = self.server.wait_for(self.sent.len());
        let line_end = |mark: &str| mark.trim_end().as_bytes().to_vec();
        for (mark, octets) in &self.sent {
            let mark = line_end(mark);
            let has_mark = |stored: &&Stored| {
                let top = stored.octets().get(..4096).unwrap_or_else(|| stored.octets());
                let mut lines = top.split(|octet| *octet == b'\n');
                lines.any(|line| line.trim_ascii_end() == mark)
            };
            let found = stored.iter().find(has_mark);
            found
                .unwrap_or_else(|| panic!("{} is not stored", mark.escape_ascii()))
                .assert_is(octets);
        }
    }
}

/// Every message in each way that the server offers, the large one in the first of them and by DATA.
fn stores_what_was_sent(server: &Server, pipelining: bool, chunking: bool) {
    let mut ways: Vec<&[&str]> = vec![&["--no-chunking"]];
    if chunking {
        ways.insert(0, &[]);
    }
    if pipelining {
        ways.push(&["--no-chunking", "--no-pipelining"]);
    }
    if pipelining && chunking {
        ways.push(&["--no-pipelining"]);
    }
    let mut round = Round::to(server);
    for (at, way) in ways.iter().enumerate() {
        for message in Message::for_data().into_iter().chain([messages::eight_bit()]) {
            if message.octets.len() == messages::LARGE && at > 1 {
                continue;
            }
            let sent = round.send(&message, way);
            assert_eq!(
                sent.has_said("BDAT "),
                chunking && !way.contains(&"--no-chunking"),
                "{sent}"
            );
            assert_eq!(sent.pipelined(), pipelining && !way.contains(&"--no-pipelining"), "{sent}");
            // 8BITMIME is offered by every one of these servers.
            let declared = sent.said().any(|line| line.contains("BODY=8BITMIME"));
            assert_eq!(declared, message.needs == Needs::EightBit, "{sent}");
        }
    }
    round.check();
}

#[test]
fn postfix_stores_what_was_sent() {
    let Some(server) = present(postfix::start()) else { return };
    stores_what_was_sent(&server, true, true);
}

#[test]
fn smtp_sink_stores_what_was_sent() {
    let Some(server) = present(smtp_sink::start()) else { return };
    stores_what_was_sent(&server, true, false);
}

#[test]
fn exim_stores_what_was_sent() {
    let Some(server) = present(exim::start()) else { return };
    stores_what_was_sent(&server, true, true);
}

#[test]
fn opensmtpd_stores_what_was_sent() {
    let Some(server) = present(opensmtpd::start()) else { return };
    stores_what_was_sent(&server, false, false);
}

#[test]
fn dovecot_stores_what_was_sent() {
    let Some(server) = present(dovecot::start()) else { return };
    stores_what_was_sent(&server, true, true);
}

#[test]
fn aiosmtpd_stores_what_was_sent() {
    let Some(server) = present(aiosmtpd::start()) else { return };
    stores_what_was_sent(&server, false, false);
}

/// None of these servers offers BINARYMIME, and without it no octet of a binary message may leave
/// (RFC 3030 section 3), whether as text or as what it is.
#[test]
fn what_is_binary_is_not_sent_to_who_does_not_offer_binarymime() {
    for server in [postfix::start(), exim::start(), dovecot::start(), aiosmtpd::start()] {
        let Some(server) = present(server) else { continue };
        for (message, option) in
            [(messages::binary(), "--binary"), (messages::binary_lines(), "--no-pipelining")]
        {
            let sent = Letter::to_server(&server, message.octets).options(&[option]).send();
            sent.assert_not_taken(DATA_ERROR);
            assert!(!sent.has_said("DATA") && !sent.has_said("BDAT"), "{sent}");
        }
        Round::to(&server).check();
    }
}

fn takes_utf8_addresses(server: &Server) {
    let message = messages::utf8_header().octets;
    let letter = Letter::to_server(server, message.clone()).from("jörg@exämple.org");
    let sent = letter.to(&["用户@example.org"]).send();
    sent.assert_taken();
    assert!(
        sent.said().any(|line| line.starts_with("MAIL ") && line.contains(" SMTPUTF8")),
        "{sent}"
    );
    server.wait_for_one().assert_is(&message);
}

#[test]
fn servers_with_smtputf8_take_addresses_and_headers_beyond_ascii() {
    for server in [postfix::start(), exim::start(), aiosmtpd::start()] {
        let Some(server) = present(server) else { continue };
        takes_utf8_addresses(&server);
    }
}

#[test]
fn an_address_beyond_ascii_is_not_sent_to_who_does_not_offer_smtputf8() {
    for server in [opensmtpd::start(), dovecot::start(), smtp_sink::start()] {
        let Some(server) = present(server) else { continue };
        let letter = Letter::to_server(&server, messages::utf8_header().octets);
        let sent = letter.to(&["用户@example.org"]).send();
        sent.assert_not_taken(DATA_ERROR);
        assert_eq!(sent.statuses(), ["not-tried"], "{sent}");
        assert!(!sent.has_said("MAIL"), "{sent}");
    }
}

#[test]
fn each_recipient_of_a_message_gets_a_copy() {
    for server in
        [postfix::start(), exim::start(), opensmtpd::start(), dovecot::start(), aiosmtpd::start()]
    {
        let Some(server) = present(server) else { continue };
        let message = messages::dots().octets;
        let to = ["ann@example.org", "bob@example.org", "eve@example.org"];
        let sent = Letter::to_server(&server, message.clone()).to(&to).send();
        sent.assert_taken();
        assert_eq!(sent.statuses().len(), 3, "{sent}");
        let stored = server.wait_for(3);
        let mut recipients: Vec<String> = stored.iter().map(Stored::recipient).collect();
        recipients.sort();
        assert_eq!(recipients, to, "{}", server.name());
        for copy in stored {
            copy.assert_is(&message);
        }
    }
}

#[test]
fn lmtp_tells_of_each_recipient() {
    let Some(server) = present(smtp_sink::start_with(Dialect::Lmtp, &[])) else { return };
    let message = messages::plain().octets;
    let sent = Letter::to_server(&server, message.clone()).to(&[TO, "bob@example.org"]).send();
    sent.assert_taken();
    assert!(sent.has_said("LHLO ") && !sent.has_said("EHLO "), "{sent}");
    assert_eq!(sent.statuses(), ["accepted", "accepted"], "{sent}");
    server.wait_for_one().assert_is(&message);
}

#[test]
fn what_should_be_reported_reaches_the_server() {
    let Some(server) = present(smtp_sink::start()) else { return };
    let letter = Letter::to_server(&server, messages::plain().octets);
    letter.options(&["--notify", "success,delay", "--ret", "hdrs"]).send().assert_taken();
    let trace = server.wait_for_one().trace();
    let has = |name: &str, value: &str| {
        trace.lines().any(|line| line.starts_with(name) && line.contains(value))
    };
    assert!(has("X-Mail-Args", "RET=HDRS"), "{trace}");
    assert!(has("X-Rcpt-Args", "NOTIFY=SUCCESS,DELAY"), "{trace}");
}

#[test]
fn postfix_reports_a_success_when_it_was_asked_to() {
    let Some(server) = present(postfix::start()) else { return };
    let letter = Letter::to_server(&server, messages::plain().octets);
    letter.clone().options(&["--notify", "never"]).send().assert_taken();
    server.wait_for(1);
    letter.options(&["--notify", "success", "--ret", "full"]).send().assert_taken();
    server.wait_for(2);
    let reports = || server.log().matches("delivery status notification").count();
    let end = std::time::Instant::now() + std::time::Duration::from_mins(1);
    while reports() == 0 && std::time::Instant::now() < end {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(reports(), 1, "one of the two messages wants a report");
}

#[test]
fn dsn_options_are_not_dropped_where_the_server_knows_none() {
    let Some(server) = present(aiosmtpd::start()) else { return };
    let letter = Letter::to_server(&server, messages::plain().octets);
    let sent = letter.options(&["--notify", "success"]).send();
    sent.assert_not_taken(DATA_ERROR);
    assert!(!sent.has_said("MAIL"), "{sent}");
}

/// Right passwords by each mechanism, and one wrong password each.
fn knows_passwords(server: &Server, mechanisms: &[&str]) {
    let message = messages::plain().octets;
    for mechanism in mechanisms {
        let letter = Letter::to_server(server, message.clone());
        let wrong = letter.clone().login_by(mechanism, USER, "wrong").send();
        wrong.assert_not_taken(NO_PERMISSION);
        assert!(!wrong.has_said("MAIL"), "{mechanism}: {wrong}");
        let sent = letter.login_by(mechanism, USER, PASSWORD).send();
        sent.assert_taken();
        assert!(sent.has_said(&format!("AUTH {mechanism}")), "{sent}");
        assert!(!sent.transcript.contains(PASSWORD), "{sent}");
    }
    for stored in server.wait_for(mechanisms.len()) {
        stored.assert_is(&message);
    }
}

#[test]
fn postfix_and_dovecot_take_passwords_by_every_mechanism() {
    let Some(server) = present(postfix::start_with_accounts()) else { return };
    knows_passwords(&server, &dovecot::MECHANISMS);
}

#[test]
fn exim_takes_passwords_by_every_mechanism() {
    let Some(server) = present(exim::start()) else { return };
    knows_passwords(&server, &["PLAIN", "LOGIN", "CRAM-MD5"]);
}

#[test]
fn aiosmtpd_takes_passwords_by_every_mechanism() {
    let Some(server) = present(aiosmtpd::start_with_accounts()) else { return };
    knows_passwords(&server, &["PLAIN", "LOGIN"]);
}

#[test]
fn of_the_mechanisms_that_postfix_offers_the_strongest_is_taken() {
    let Some(server) = present(postfix::start_with_accounts()) else { return };
    let letter = Letter::to_server(&server, messages::plain().octets);
    let sent = letter.options(&["--auth", &format!("{USER}:{PASSWORD}")]).send();
    sent.assert_taken();
    assert!(sent.has_said("AUTH SCRAM-SHA-256"), "{sent}");
}

#[test]
fn a_readable_password_does_not_leave_unless_it_may() {
    let Some(server) = present(aiosmtpd::start_with_accounts()) else { return };
    let letter = Letter::to_server(&server, messages::plain().octets);
    let sent = letter.options(&["--auth", &format!("{USER}:{PASSWORD}")]).send();
    sent.assert_not_taken(NO_PERMISSION);
    assert!(!sent.has_said("AUTH"), "{sent}");
}
