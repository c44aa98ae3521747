//! Limits, each with its reply and its error.

use super::*;

// LIMIT-001, LIMIT-002
#[test]
fn too_long_a_line_is_answered_once_and_the_session_goes_on() {
    let mut talk = Talk::new(|config| config.limits.command_line = 512);
    let fits = alloc::format!("NOOP {}\r\n", "x".repeat(505));
    assert_eq!(fits.len(), 512);
    assert_eq!(talk.code(&fits), "250 2.0.0");
    assert_eq!(talk.code(alloc::format!("NOOP {}\r\n", "x".repeat(506))), "500 5.5.2");
    // LIMIT-003
    assert_eq!(talk.ask("x".repeat(65_536)), "");
    assert_eq!(talk.codes("\r\nNOOP\r\n"), ["500 5.5.2", "250 2.0.0"]);
}

// LIMIT-004
#[test]
fn an_endless_line_takes_no_memory() {
    let mut talk = Talk::new(|_| {});
    for _ in 0..1000 {
        assert_eq!(talk.ask("x".repeat(10_000)), "");
        assert_eq!(talk.server.input_room(), talk.server.config().limits.input_buffer);
    }
}

// LIMIT-013
#[test]
fn too_many_errors_end_the_session() {
    let mut talk = Talk::new(|config| config.limits.errors = 3);
    let codes = talk.codes("FOO\r\n".repeat(1000));
    assert_eq!(codes, ["500 5.5.1", "500 5.5.1", "500 5.5.1", "421 4.7.0"]);
    assert_eq!(talk.error(), ErrorCode::TooManyErrors);
}

// LIMIT-016
#[test]
fn too_many_commands_that_move_no_mail_end_the_session() {
    for line in ["NOOP\r\n", "RSET\r\n", "VRFY a\r\n", "HELP\r\n"] {
        let mut talk = Talk::greeted(|config| config.limits.idle_commands = 5);
        let codes = talk.codes(line.repeat(1000));
        assert_eq!(codes.len(), 5, "{line}");
        assert_eq!(codes[4], "421 4.7.0");
        assert_eq!(talk.error(), ErrorCode::SessionTooLong);
    }
}

#[test]
fn a_message_clears_the_account() {
    let mut talk = Talk::greeted(|config| {
        config.limits.errors = 2;
        config.limits.idle_commands = 3;
    });
    for _ in 0..10 {
        talk.send("FOO\r\nNOOP\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n");
        assert_eq!(talk.code("x\r\n.\r\n"), "250 2.0.0");
    }
    assert_eq!(talk.end, None);
}

// LIMIT-010, LIMIT-011, LIMIT-012
#[test]
fn recipients_above_the_limit_are_put_off_and_the_others_kept() {
    let mut talk = Talk::greeted(|config| config.limits.recipients = 100);
    talk.send("MAIL FROM:<a@b.example>\r\n");
    let codes = talk.codes("RCPT TO:<c@d.example>\r\n".repeat(1000));
    assert_eq!(codes.iter().filter(|code| *code == "250 2.1.5").count(), 100);
    assert_eq!(codes.iter().filter(|code| *code == "452 4.5.3").count(), 900);
    assert_eq!(talk.code("DATA\r\n"), "354");
}

#[test]
fn a_session_has_as_many_transactions_as_it_may() {
    let mut talk = Talk::greeted(|config| config.limits.transactions = Some(1));
    assert_eq!(talk.code("MAIL FROM:<a@b.example>\r\n"), "250 2.1.0");
    assert_eq!(talk.code("RSET\r\n"), "250 2.0.0");
    assert_eq!(talk.code("MAIL FROM:<a@b.example>\r\n"), "421 4.7.0");
    assert_eq!(talk.error(), ErrorCode::SessionTooLong);
}

// LIMIT-024
#[test]
fn a_client_that_reads_nothing_is_answered_no_further() {
    let mut config = config();
    config.limits.output_buffer = 1000;
    config.limits.idle_commands = u32::MAX;
    let mut server = Server::new(Arc::new(config), [0; 32], 0);
    while !matches!(server.next_event(0), Ok(Step::NeedData)) {}
    let lines = b"NOOP\r\n".repeat(10_000);
    server.receive(&lines, 0).unwrap();
    loop {
        match server.next_event(0).unwrap() {
            Step::Event(_) => {}
            Step::NeedOutput => break,
            other => unreachable!("{other:?}"),
        }
    }
    assert!(server.output().len() < 1100, "{}", server.output().len());
    let mut replies = 0;
    loop {
        replies += server.output().iter().filter(|octet| **octet == b'\n').count();
        server.advance_output(server.output().len()).unwrap();
        match server.next_event(0).unwrap() {
            Step::NeedData => break,
            Step::Event(_) | Step::NeedOutput => {}
            other => unreachable!("{other:?}"),
        }
    }
    replies += server.output().iter().filter(|octet| **octet == b'\n').count();
    assert_eq!(replies, 10_001);
}

#[test]
fn more_input_than_there_is_room_for_ends_the_connection() {
    let mut talk = Talk::deciding(Decisions::NOOP);
    talk.send("NOOP\r\n");
    let room = talk.server.input_room();
    talk.server.receive(&alloc::vec![b'x'; room], 1).unwrap();
    assert_eq!(talk.server.input_room(), 0);
    let error = talk.server.receive(b"x", 1).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InputBufferFull);
    assert_eq!(talk.server.next_event(1).unwrap_err(), error);
    assert_eq!(talk.server.accept().unwrap_err(), error);
}

#[test]
fn advancing_too_far_changes_nothing() {
    let mut talk = Talk::new(|_| {});
    assert_eq!(talk.server.advance_output(1).unwrap_err().code(), ErrorCode::AdvanceTooFar);
    assert_eq!(talk.code("NOOP\r\n"), "250 2.0.0");
}

#[test]
fn an_idle_connection_takes_less_than_four_kilobytes() {
    let mut talk = Talk::with_recipient(|_| {});
    talk.send("DATA\r\n");
    talk.send("x".repeat(60_000)).send("\r\n.\r\n");
    assert_eq!(talk.messages(), 1);
    let server = &talk.server;
    let taken = size_of::<Server>() + server.input.allocated() + server.output.allocated();
    assert!(taken < 2048, "{taken}");
}
