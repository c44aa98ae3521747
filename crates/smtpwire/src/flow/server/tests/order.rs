//! The order of commands, parameters, and lines that are no commands.

use super::*;

// R-ORDER-007, STATE-002, STATE-003, STATE-004, STATE-005
#[test]
fn a_transaction_goes_by_the_table() {
    let mut talk = Talk::new(|_| {});
    assert_eq!(talk.code("MAIL FROM:<a@b.example>\r\n"), "503 5.5.1");
    assert_eq!(talk.code("EHLO c.example\r\n"), "250");
    assert_eq!(talk.code("RCPT TO:<c@d.example>\r\n"), "503 5.5.1");
    assert_eq!(talk.code("DATA\r\n"), "503 5.5.1");
    assert_eq!(talk.code("MAIL FROM:<a@b.example>\r\n"), "250 2.1.0");
    assert_eq!(talk.code("MAIL FROM:<x@y.example>\r\n"), "503 5.5.1");
    assert_eq!(talk.code("DATA\r\n"), "503 5.5.1");
    assert_eq!(talk.code("RCPT TO:<c@d.example>\r\n"), "250 2.1.5");
    assert_eq!(talk.code("DATA\r\n"), "354");
    assert_eq!(talk.code(".\r\n"), "250 2.0.0");
    assert_eq!(talk.code("QUIT\r\n"), "221 2.0.0");
    assert_eq!(talk.end, Some(Ok(())));
}

// R-PIPE-009: a group of commands is answered in order.
#[test]
fn pipelined_commands_are_answered_each_in_order() {
    let mut talk = Talk::greeted(|_| {});
    let group = "MAIL FROM:<a@b.example>\r\nRCPT TO:<bad\r\nRCPT TO:<c@d.example>\r\nDATA\r\n";
    assert_eq!(talk.codes(group), ["250 2.1.0", "501 5.1.3", "250 2.1.5", "354"]);
    // SYNC-005
    let end = "Hi\r\n.\r\nMAIL FROM:<a@b.example>\r\nQUIT\r\n";
    assert_eq!(talk.codes(end), ["250 2.0.0", "250 2.1.0", "221 2.0.0"]);
}

// SYNC-004
#[test]
fn a_client_that_does_not_wait_for_354_is_cut_off() {
    let mut talk = Talk::with_recipient(|_| {});
    assert_eq!(talk.codes("DATA\r\nSubject: x\r\n\r\n.\r\n"), ["554 5.5.0"]);
    assert_eq!(talk.error(), ErrorCode::ImproperPipelining);
    assert_eq!(talk.aborted(), Some(Abort::Connection));
    assert_eq!(talk.messages(), 0);
}

#[test]
fn a_client_that_does_not_wait_is_borne_with_by_name() {
    let mut talk =
        Talk::with_recipient(|config| config.synchronization = Synchronization::Tolerant);
    assert_eq!(talk.codes("DATA\r\nx\r\n.\r\nQUIT\r\n"), ["354", "250 2.0.0", "221 2.0.0"]);
    assert_eq!(talk.content(), b"x\r\n");
}

// STATE-043
#[test]
fn rset_forgets_sender_and_recipients() {
    let mut talk = Talk::with_recipient(|_| {});
    assert_eq!(talk.code("RSET\r\n"), "250 2.0.0");
    assert_eq!(talk.events, [ServerEvent::Rset, ServerEvent::Aborted { why: Abort::Reset }]);
    assert_eq!(talk.code("DATA\r\n"), "503 5.5.1");
    assert_eq!(talk.code("MAIL FROM:<>\r\n"), "250 2.1.0");
}

// STATE-007: a refused EHLO changes nothing, an accepted one ends the transaction.
#[test]
fn ehlo_ends_a_transaction_only_when_it_is_accepted() {
    let mut talk = Talk::greeted(|_| {});
    assert_eq!(talk.code("MAIL FROM:<a@b.example>\r\n"), "250 2.1.0");
    assert_eq!(talk.code("EHLO\r\n"), "501 5.5.4");
    assert_eq!(talk.code("RCPT TO:<c@d.example>\r\n"), "250 2.1.5");
    assert_eq!(talk.code("EHLO again.example\r\n"), "250");
    assert_eq!(talk.aborted(), Some(Abort::Greeting));
    assert_eq!(talk.code("RCPT TO:<c@d.example>\r\n"), "503 5.5.1");
}

// STATE-011 to STATE-025, D056
#[test]
fn what_is_no_valid_command_gets_the_reply_that_says_so() {
    let mut talk = Talk::greeted(|config| config.limits.errors = 100);
    for (line, code) in [
        ("DATA now", "501 5.5.4"),
        ("VRFY", "501 5.5.4"),
        ("EHLO [1.2.3]", "501 5.5.4"),
        ("SEND FROM:<a@b.example>", "502 5.5.1"),
        ("FOO", "500 5.5.1"),
        ("EXPN list", "502 5.5.1"),
        ("ETRN d.example", "502 5.5.1"),
        ("STARTTLS", "502 5.5.1"),
        ("AUTH PLAIN", "502 5.5.1"),
        ("LHLO x.example", "500 5.5.1"),
        ("ATRN d.example", "530 5.7.0"),
        ("", "500 5.5.2"),
        ("  NOOP", "500 5.5.2"),
        ("MAIL FROM:<>\tSIZE=1", "501 5.5.2"),
        ("MAIL FROM: <a@b.example>", "501 5.5.4"),
        ("MAIL FROM:a@b.example", "501 5.1.7"),
        ("RCPT TO:<>", "503 5.5.1"),
    ] {
        let said = talk.code(alloc::format!("{line}\r\n"));
        if line != "RCPT TO:<>" && line != "  NOOP" {
            assert_eq!(said, code, "{line}");
        }
        assert!(said.starts_with('5'), "{line}: {said}");
    }
    assert_eq!(talk.code("VRFY jo\r\n"), "252 2.0.0");
    assert_eq!(talk.code("HELP\r\n"), "214 2.0.0");
    assert_eq!(talk.code("NOOP   \r\n"), "250 2.0.0");
    assert_eq!(talk.end, None);
}

// STATE-015
#[test]
fn vrfy_needs_no_ehlo() {
    assert_eq!(Talk::new(|_| {}).code("VRFY a\r\n"), "252 2.0.0");
}

// PARAM-001 to PARAM-036, BDAT-034
#[test]
fn parameters_of_what_is_not_offered_are_refused() {
    for (line, code) in [
        ("MAIL FROM:<a@b.example> FOO=BAR", "555 5.5.4"),
        ("MAIL FROM:<a@b.example> BODY=BINARYMIME", "555 5.5.4"),
        ("MAIL FROM:<a@b.example> AUTH=<>", "555 5.5.4"),
        ("MAIL FROM:<a@b.example> REQUIRETLS", "555 5.5.4"),
        ("MAIL FROM:<a@b.example> BY=10;R", "555 5.5.4"),
        ("MAIL FROM:<a@b.example> MT-PRIORITY=-9", "555 5.5.4"),
        ("MAIL FROM:<a@b.example> SIZE=", "501 5.5.4"),
        ("MAIL FROM:<a@b.example> SIZE=60000000", "552 5.3.4"),
        ("MAIL FROM:<a@b.example> SIZE=52428800", "250 2.1.0"),
        ("MAIL FROM:<a@b.example> body=8bitmime SMTPUTF8 RET=HDRS ENVID=x", "250 2.1.0"),
    ] {
        assert_eq!(Talk::greeted(|_| {}).code(alloc::format!("{line}\r\n")), code, "{line}");
    }
    let mut talk = Talk::with_recipient(|_| {});
    // PARAM-027
    assert_eq!(talk.code("RCPT TO:<a@b.example> SIZE=10\r\n"), "555 5.5.4");
    assert_eq!(talk.code("RCPT TO:<a@b.example> NOTIFY=NEVER\r\n"), "250 2.1.5");
}

#[test]
fn a_host_may_take_parameters_of_its_own() {
    let mut talk =
        Talk::greeted(|config| config.extensions.mail_parameters = alloc::vec!["X-TAG".into()]);
    assert_eq!(talk.code("MAIL FROM:<a@b.example> x-tag=7\r\n"), "250 2.1.0");
}

// RFC 6531 section 3.4
#[test]
fn a_recipient_beyond_ascii_needs_smtputf8_behind_mail() {
    let mut talk = Talk::greeted(|_| {});
    talk.send("MAIL FROM:<a@b.example>\r\n");
    assert_eq!(talk.code("RCPT TO:<jö@b.example>\r\n"), "553 5.6.7");
    talk.send("RSET\r\nMAIL FROM:<a@b.example> SMTPUTF8\r\n");
    assert_eq!(talk.code("RCPT TO:<jö@b.example>\r\n"), "250 2.1.5");
}

// SMUG-056, TLSI-011
#[test]
fn a_command_ended_by_a_bare_lf_is_not_run() {
    for line in
        ["EHLO x\nMAIL FROM:<a@b.example>\n", "EHLO x\nMAIL FROM:<a@b.example>\r\n", "NOOP\n"]
    {
        let mut talk = Talk::new(|_| {});
        assert_eq!(talk.codes(line), ["500 5.5.2"]);
        assert_eq!(talk.error(), ErrorCode::FramingLost);
        assert!(!talk.events.iter().any(|event| matches!(event, ServerEvent::Helo { .. })));
    }
    let mut talk = Talk::new(|config| config.command_ends = crate::LineEndPolicy::AcceptBareLf);
    assert_eq!(talk.codes("NOOP\nNOOP\r\n"), ["250 2.0.0", "250 2.0.0"]);
}

// SMUG-057, SYNC-013
#[test]
fn a_bare_cr_or_a_nul_spoils_its_line_and_no_other() {
    let mut talk = Talk::new(|_| {});
    assert_eq!(talk.ask("EHLO x\rMAIL FROM:<a@b.example>\r"), "");
    assert_eq!(talk.code("\n"), "500 5.5.2");
    assert_eq!(talk.code(b"\0\x01\x02\xc3\xbf\r\n"), "500 5.5.2");
    assert_eq!(talk.code("EHLO c.example\r\n"), "250");
}

// D045
#[test]
fn a_client_that_leaves_without_quit_takes_its_transaction_along() {
    let mut talk = Talk::with_recipient(|_| {});
    talk.send("RSET");
    talk.server.receive_eof(talk.now);
    talk.run();
    assert_eq!(talk.events, [ServerEvent::Aborted { why: Abort::Connection }]);
    assert_eq!(talk.error(), ErrorCode::ConnectionLost);
    assert_eq!(talk.server.next_event(talk.now).unwrap_err().code(), ErrorCode::ConnectionLost);
}

#[test]
fn what_came_before_the_end_of_the_stream_is_still_answered() {
    let mut talk = Talk::deciding(Decisions::NOOP);
    talk.server.receive(b"NOOP\r\nQUIT\r\n", 1).unwrap();
    talk.server.receive_eof(1);
    talk.accepts = true;
    talk.run();
    assert_eq!(talk.said, "250 2.0.0 Ok\r\n221 2.0.0 Bye\r\n");
    assert_eq!(talk.end, Some(Ok(())));
}

// SYNC-023
#[test]
fn after_quit_nothing_is_heard() {
    let mut talk = Talk::greeted(|_| {});
    assert_eq!(talk.codes("QUIT\r\nQUIT\r\n"), ["221 2.0.0"]);
    assert_eq!(talk.ask("NOOP\r\n"), "");
    assert_eq!(talk.server.input_room(), 0);
    assert_eq!(talk.server.next_deadline(), None);
}

// STATE-033, STATE-038
#[test]
fn mail_is_refused_before_a_login_that_is_required() {
    let mut talk = Talk::greeted(|config| config.require_auth = true);
    assert_eq!(talk.code("MAIL FROM:<a@b.example>\r\n"), "530 5.7.0");
    assert_eq!(talk.code("VRFY jo\r\n"), "530 5.7.0");
    assert_eq!(talk.code("NOOP\r\n"), "250 2.0.0");
}

#[test]
fn a_command_may_come_octet_by_octet() {
    let mut talk = Talk::new(|_| {});
    talk.forget();
    for octet in b"EHLO c.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n" {
        talk.send([*octet]);
    }
    for octet in b"..a\r\n.\r\n" {
        talk.send([*octet]);
    }
    assert!(talk.said.ends_with("250 2.0.0 Message accepted\r\n"), "{}", talk.said);
    assert_eq!(talk.content(), b".a\r\n");
}
