//! Each server fixture, proven with a plain socket: it offers what we want of it, and what it stores
//! is what was sent.

use std::time::{Duration, Instant};

use smtpwire_interop::messages::{self, Message, Needs};
use smtpwire_interop::raw::Dialog;
use smtpwire_interop::servers::{aiosmtpd, dovecot, exim, opensmtpd, postfix, smtp_sink};
use smtpwire_interop::{Dialect, PASSWORD, Server, USER, present, process};

const FROM: &str = "sender@example.com";
const TO: &str = "recipient@example.org";

fn offers_all(server: &Server, keywords: &[&str]) {
    let dialog = Dialog::with(server);
    for keyword in keywords {
        assert!(dialog.has_offer(keyword), "{}: {keyword} in {:?}", server.name(), dialog.offers);
    }
    dialog.quit();
}

/// Sends each message by DATA in one session, and compares what was stored after each.
fn keeps_what_data_carries(server: &Server) {
    let mut dialog = Dialog::with(server);
    for (count, message) in
        Message::for_data().into_iter().chain([messages::eight_bit()]).enumerate()
    {
        let eight_bit = message.needs == Needs::EightBit && dialog.has_offer("8BITMIME");
        let parameters = if eight_bit { "BODY=8BITMIME" } else { "" };
        let replies = dialog.deliver((FROM, parameters), &[TO], &message.octets);
        assert!(replies.iter().all(|reply| reply.code == 250), "{}: {replies:?}", message.name);
        let mut sent = message.octets;
        if !sent.ends_with(b"\r\n") {
            // DATA cannot leave the last line as it is.
            sent.extend_from_slice(b"\r\n");
        }
        let stored = server.wait_for(count + 1);
        let subject = format!("Subject: {}", message.name);
        let same = stored.iter().find(|stored| {
            stored.octets().windows(subject.len()).take(4096).any(|part| part == subject.as_bytes())
        });
        same.unwrap_or_else(|| panic!("{} is not in the store", message.name)).assert_is(&sent);
    }
    dialog.quit();
}

/// Sends one message by BDAT in chunks that cut lines, and gives what was stored.
fn by_chunks(server: &Server, message: &Message, parameters: &str) {
    let mut dialog = Dialog::with(server);
    let replies = dialog.deliver_chunked((FROM, parameters), &[TO], &message.octets, 4001);
    assert!(replies.iter().all(|reply| reply.code == 250), "{}: {replies:?}", message.name);
    dialog.quit();
    server.wait_for_one().assert_is(&message.octets);
}

fn keeps_utf8_addresses(server: &Server) {
    let message = messages::utf8_header();
    let mut dialog = Dialog::with(server);
    let recipient = "用户@example.org";
    let from = ("jörg@exämple.org", "SMTPUTF8");
    let replies = dialog.deliver(from, &[recipient], &message.octets);
    assert!(replies.iter().all(|reply| reply.code == 250), "{replies:?}");
    dialog.quit();
    let stored = server.wait_for_one();
    assert_eq!(stored.recipient(), recipient);
    stored.assert_is(&message.octets);
}

/// Two recipients get a copy each.
fn stores_a_copy_for_each(server: &Server) {
    let message = messages::plain();
    let mut dialog = Dialog::with(server);
    let to = ["ann@example.org", "bob@example.org"];
    let replies = dialog.deliver((FROM, ""), &to, &message.octets);
    let expected = if server.dialect() == Dialect::Lmtp { 2 } else { 1 };
    assert_eq!(replies.len(), expected);
    assert!(replies.iter().all(|reply| reply.code == 250), "{replies:?}");
    dialog.quit();
    let stored = server.wait_for(2);
    let mut recipients: Vec<String> =
        stored.iter().map(smtpwire_interop::Stored::recipient).collect();
    recipients.sort();
    assert_eq!(recipients, to);
    for copy in stored {
        copy.assert_is(&message.octets);
    }
}

#[test]
fn postfix_offers_what_we_want_to_use() {
    let Some(server) = present(postfix::start()) else { return };
    let keywords = [
        "PIPELINING",
        "SIZE",
        "ETRN",
        "ENHANCEDSTATUSCODES",
        "8BITMIME",
        "DSN",
        "SMTPUTF8",
        "CHUNKING",
    ];
    offers_all(&server, &keywords);
    assert!(!Dialog::with(&server).has_offer("AUTH"));
}

#[test]
fn postfix_stores_what_data_carries() {
    let Some(server) = present(postfix::start()) else { return };
    keeps_what_data_carries(&server);
}

#[test]
fn postfix_stores_a_copy_for_each_recipient() {
    let Some(server) = present(postfix::start()) else { return };
    stores_a_copy_for_each(&server);
}

#[test]
fn postfix_takes_utf8_addresses() {
    let Some(server) = present(postfix::start()) else { return };
    keeps_utf8_addresses(&server);
}

#[test]
fn postfix_keeps_binary_lines_that_come_in_chunks() {
    let Some(server) = present(postfix::start()) else { return };
    by_chunks(&server, &messages::binary_lines(), "");
}

#[test]
fn postfix_ends_a_last_line_that_chunks_left_open() {
    let Some(server) = present(postfix::start()) else { return };
    by_chunks(&server, &messages::without_final_line_end(), "");
}

#[test]
fn postfix_with_accounts_takes_mail_only_after_auth() {
    let Some(server) = present(postfix::start_with_accounts()) else { return };
    let mut dialog = Dialog::with(&server);
    let mechanisms = dialog.parameters("AUTH").expect("AUTH is offered");
    for mechanism in dovecot::MECHANISMS {
        assert!(mechanisms.contains(&mechanism), "{mechanism} in {mechanisms:?}");
    }
    dialog.expect(250, &format!("MAIL FROM:<{FROM}>"));
    dialog.expect(554, &format!("RCPT TO:<{TO}>"));
    dialog.expect(250, "RSET");
    assert_eq!(dialog.auth_plain(USER, "wrong").code, 535);
    assert_eq!(dialog.auth_plain(USER, PASSWORD).code, 235);
    let message = messages::plain();
    dialog.deliver((FROM, ""), &[TO], &message.octets);
    server.wait_for_one().assert_is(&message.octets);
}

#[test]
fn postfix_as_relay_hands_mail_to_the_next_server() {
    let Some(next) = present(smtp_sink::start()) else { return };
    let relay = postfix::start_relay_to(Dialect::Smtp, next.address());
    let Some(relay) = present(relay) else { return };
    let message = messages::dots();
    Dialog::with(&relay).deliver((FROM, ""), &[TO], &message.octets);
    let stored = next.wait_for_one();
    assert!(stored.trace().contains("by postfix.test (Postfix)"), "{}", stored.trace());
    stored.assert_is(&message.octets);
}

#[test]
fn postfix_as_relay_speaks_lmtp_too() {
    let Some(next) = present(dovecot::start()) else { return };
    let relay = postfix::start_relay_to(Dialect::Lmtp, next.address());
    let Some(relay) = present(relay) else { return };
    let message = messages::plain();
    let to = ["ann@example.org", "bob@example.org"];
    Dialog::with(&relay).deliver((FROM, ""), &to, &message.octets);
    for copy in next.wait_for(2) {
        copy.assert_is(&message.octets);
    }
}

#[test]
fn smtp_sink_offers_what_we_want_to_use() {
    let Some(server) = present(smtp_sink::start()) else { return };
    offers_all(&server, &["PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES", "DSN", "AUTH"]);
}

#[test]
fn smtp_sink_dumps_what_data_carries() {
    let Some(server) = present(smtp_sink::start()) else { return };
    keeps_what_data_carries(&server);
}

#[test]
fn smtp_sink_refuses_what_it_is_told_to() {
    let Some(server) = present(smtp_sink::start_with(Dialect::Smtp, &["-f", "RCPT"])) else {
        return;
    };
    let mut dialog = Dialog::with(&server);
    dialog.expect(250, &format!("MAIL FROM:<{FROM}>"));
    dialog.expect(500, &format!("RCPT TO:<{TO}>"));
    dialog.quit();
}

#[test]
fn smtp_sink_speaks_lmtp() {
    let Some(server) = present(smtp_sink::start_with(Dialect::Lmtp, &[])) else { return };
    let message = messages::plain();
    let replies =
        Dialog::with(&server).deliver((FROM, ""), &[TO, "b@example.org"], &message.octets);
    assert_eq!(replies.len(), 2);
    server.wait_for_one().assert_is(&message.octets);
}

#[test]
fn exim_offers_what_we_want_to_use() {
    let Some(server) = present(exim::start()) else { return };
    offers_all(&server, &["PIPELINING", "SIZE", "8BITMIME", "DSN", "SMTPUTF8", "CHUNKING", "PRDR"]);
    let mut dialog = Dialog::with(&server);
    let mechanisms = dialog.parameters("AUTH").expect("AUTH is offered");
    assert_eq!(mechanisms, ["PLAIN", "LOGIN", "CRAM-MD5"]);
    assert_eq!(dialog.auth_plain(USER, "wrong").code, 535);
    assert_eq!(dialog.auth_plain(USER, PASSWORD).code, 235);
}

#[test]
fn exim_stores_what_data_carries() {
    let Some(server) = present(exim::start()) else { return };
    keeps_what_data_carries(&server);
}

#[test]
fn exim_stores_a_copy_for_each_recipient() {
    let Some(server) = present(exim::start()) else { return };
    stores_a_copy_for_each(&server);
}

#[test]
fn exim_takes_utf8_addresses() {
    let Some(server) = present(exim::start()) else { return };
    keeps_utf8_addresses(&server);
}

#[test]
fn exim_keeps_binary_lines_that_come_in_chunks() {
    let Some(server) = present(exim::start()) else { return };
    by_chunks(&server, &messages::binary_lines(), "");
}

#[test]
fn exim_ends_a_last_line_that_chunks_left_open() {
    let Some(server) = present(exim::start()) else { return };
    by_chunks(&server, &messages::without_final_line_end(), "");
}

#[test]
fn opensmtpd_offers_what_we_want_to_use() {
    let Some(server) = present(opensmtpd::start()) else { return };
    offers_all(&server, &["SIZE", "8BITMIME", "ENHANCEDSTATUSCODES", "DSN"]);
    assert!(!Dialog::with(&server).has_offer("PIPELINING"), "our client must do without");
}

#[test]
fn opensmtpd_stores_what_data_carries() {
    let Some(server) = present(opensmtpd::start()) else { return };
    keeps_what_data_carries(&server);
}

#[test]
fn opensmtpd_stores_a_copy_for_each_recipient() {
    let Some(server) = present(opensmtpd::start()) else { return };
    stores_a_copy_for_each(&server);
}

#[test]
fn dovecot_offers_what_we_want_to_use() {
    let Some(server) = present(dovecot::start()) else { return };
    offers_all(&server, &["PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES", "CHUNKING"]);
}

#[test]
fn dovecot_stores_what_data_carries() {
    let Some(server) = present(dovecot::start()) else { return };
    keeps_what_data_carries(&server);
}

#[test]
fn dovecot_stores_a_copy_for_each_recipient() {
    let Some(server) = present(dovecot::start()) else { return };
    stores_a_copy_for_each(&server);
}

#[test]
fn dovecot_keeps_binary_lines_that_come_in_chunks() {
    let Some(server) = present(dovecot::start()) else { return };
    by_chunks(&server, &messages::binary_lines(), "");
}

#[test]
fn dovecot_keeps_a_last_line_that_chunks_left_open() {
    let Some(server) = present(dovecot::start()) else { return };
    by_chunks(&server, &messages::without_final_line_end(), "");
}

#[test]
fn aiosmtpd_offers_what_we_want_to_use() {
    let Some(server) = present(aiosmtpd::start()) else { return };
    offers_all(&server, &["SIZE", "8BITMIME", "SMTPUTF8", "HELP"]);
}

#[test]
fn aiosmtpd_stores_what_data_carries() {
    let Some(server) = present(aiosmtpd::start()) else { return };
    keeps_what_data_carries(&server);
}

#[test]
fn aiosmtpd_stores_a_copy_for_each_recipient() {
    let Some(server) = present(aiosmtpd::start()) else { return };
    stores_a_copy_for_each(&server);
}

#[test]
fn aiosmtpd_takes_utf8_addresses() {
    let Some(server) = present(aiosmtpd::start()) else { return };
    keeps_utf8_addresses(&server);
}

#[test]
fn aiosmtpd_with_accounts_takes_mail_only_after_auth() {
    let Some(server) = present(aiosmtpd::start_with_accounts()) else { return };
    let mut dialog = Dialog::with(&server);
    dialog.expect(530, &format!("MAIL FROM:<{FROM}>"));
    assert_eq!(dialog.auth_plain(USER, "wrong").code, 535);
    assert_eq!(dialog.auth_plain(USER, PASSWORD).code, 235);
    let message = messages::plain();
    dialog.deliver((FROM, ""), &[TO], &message.octets);
    server.wait_for_one().assert_is(&message.octets);
}

/// After some work, so that the processes are there that a server starts only then.
#[test]
fn no_process_and_no_file_is_left_behind() {
    let servers = [
        postfix::start_with_accounts(),
        smtp_sink::start(),
        exim::start(),
        opensmtpd::start(),
        dovecot::start(),
        aiosmtpd::start(),
    ];
    for server in servers.into_iter().filter_map(present) {
        let mut dialog = Dialog::with(&server);
        dialog.auth_plain(USER, PASSWORD);
        dialog.deliver((FROM, ""), &[TO], &messages::plain().octets);
        server.wait_for_one();
        let groups = server.groups();
        let family: Vec<u32> = groups.iter().flat_map(|group| process::alive(*group)).collect();
        assert!(!family.is_empty());
        let (name, folder) = (server.name(), server.folder().to_owned());
        let address = server.address();
        drop(server);
        // A process that was killed is gone when the kernel has cleaned up after it.
        let patience = Instant::now() + Duration::from_secs(30);
        while family.iter().any(|id| process::is_alive(*id)) {
            assert!(Instant::now() < patience, "{name}: {family:?} are still there");
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(!folder.exists(), "{name} has left {}", folder.display());
        assert!(std::net::TcpStream::connect(address).is_err(), "{name} still listens");
    }
}
