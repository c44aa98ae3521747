//! One crossing gives what the plain calls give.

use smtpwire::{
    Connection, ContentMode, Decisions, Envelope, ErrorCode, ForwardPath, Host, Mailer,
    MailerConfig, ReversePath, Security, Server, ServerConfig, ServerEvent, Step,
};
use smtpwire_shell::{AnyEvent, Input, Line, Waits, pump};

fn config(decisions: Decisions) -> ServerConfig {
    let mut config = ServerConfig::new(Host::parse("mx.example").expect("a host"));
    config.decisions = decisions;
    config
}

fn server(decisions: Decisions) -> Server {
    Server::new(config(decisions).into(), [5; 32], 0)
}

const SESSION: &[u8] = b"EHLO a.example\r\nMAIL FROM:<jo@a.example>\r\nRCPT TO:<al@mx.example>\r\n\
    NOOP\r\nDATA\r\nSubject: x\r\n\r\nHi.\r\n.\r\nQUIT\r\n";

/// The session in pieces that wait for each reply a client must wait for.
fn pieces() -> Vec<&'static [u8]> {
    let mut pieces = Vec::new();
    let mut rest = SESSION;
    for end in ["EHLO a.example\r\n", "DATA\r\n"] {
        let at = rest.windows(end.len()).position(|w| w == end.as_bytes()).expect("the end");
        let (piece, behind) = rest.split_at(at + end.len());
        pieces.push(piece);
        rest = behind;
    }
    pieces.push(rest);
    pieces
}

#[test]
fn it_gives_the_events_and_the_output_of_the_plain_calls() {
    let mut plain = server(Decisions::NONE);
    let mut pumped = server(Decisions::NONE);
    let (mut expected, mut output) = (Vec::new(), Vec::new());
    let (mut events, mut written) = (Vec::new(), Vec::new());
    for (now, piece) in pieces().into_iter().enumerate() {
        let now = now as u64;
        Connection::receive(&mut plain, piece, now).expect("room");
        while let Step::Event(event) = plain.next_event(now).expect("no failure") {
            expected.push(AnyEvent::from(event));
        }
        output.extend_from_slice(plain.output());
        let length = plain.output().len();
        plain.advance_output(length).expect("it was there");

        let came = pump(&mut pumped, Input::Octets(piece), now);
        assert_eq!(came.taken, piece.len());
        assert_eq!(came.deadline, plain.next_deadline());
        events.extend(came.events);
        written.extend(came.output);
    }
    assert_eq!(events, expected);
    assert_eq!(String::from_utf8(written), String::from_utf8(output));
    assert_eq!(events.last().map(|event| event.view().name()), Some("quit"));
}

#[test]
fn it_stops_at_the_first_event_that_needs_an_answer() {
    let mut server = server(Decisions::RCPT);
    let names = |events: &[AnyEvent]| {
        events.iter().map(|event| event.view().name()).collect::<Vec<_>>().join(" ")
    };
    let [ehlo, envelope, _] = pieces()[..] else { panic!("three pieces") };
    pump(&mut server, Input::Octets(ehlo), 0);
    let came = pump(&mut server, Input::Octets(envelope), 0);
    assert_eq!((names(&came.events).as_str(), came.waits), ("mail rcpt", Waits::Host));
    assert!(!String::from_utf8_lossy(&came.output).contains("354"));
    server.accept().expect("RCPT waits for it");
    let came = pump(&mut server, Input::Nothing, 0);
    assert_eq!((names(&came.events).as_str(), came.waits), ("noop data", Waits::Data));
    assert!(String::from_utf8_lossy(&came.output).contains("354"));
}

#[test]
fn input_that_finds_no_room_is_left_to_the_host() {
    let mut config = config(Decisions::NOOP);
    config.limits.input_buffer = 20_000;
    let mut server = Server::new(config.into(), [5; 32], 0);
    pump(&mut server, Input::Octets(b"EHLO a.example\r\n"), 0);
    let flood = b"NOOP\r\n".repeat(10_000);
    let (mut given, mut answered) = (0, 0);
    while given < flood.len() {
        let came = pump(&mut server, Input::Octets(&flood[given..]), 0);
        given += came.taken;
        if came.waits == Waits::Failed || came.waits == Waits::Closed {
            break;
        }
        assert!(came.events.len() <= 1, "only one can wait");
        if came.waits == Waits::Host {
            let handled = "NOOP\r\n".len() * (answered + 1);
            assert!(given <= 20_000 + handled, "it holds no more than its buffer: {given}");
            server.accept().expect("NOOP waits for it");
            answered += 1;
        }
    }
    assert_eq!(answered, 99, "the hundredth idle command ends the session");
}

#[test]
fn a_long_message_is_handed_out_as_it_is_written() {
    let mut ours = MailerConfig::new(Host::parse("a.example").expect("a host"));
    ours.security = Security::Disabled;
    let most = ours.client.limits.output_buffer + 64 * 1024;
    let block = ours.client.timeouts.data_block;
    let mut mailer = Mailer::new(ours, [7; 32], 0);
    let mut theirs = config(Decisions::NONE);
    theirs.content = ContentMode::Whole;
    let mut server = Server::new(theirs.into(), [5; 32], 0);
    let content = b"Hello, Al.\r\n".repeat(200_000);
    let to = ForwardPath::parse("<al@mx.example>").expect("a path");
    mailer.send(Envelope::new(ReversePath::Null).to(to), content.clone()).expect("a message");
    mailer.quit();
    let (mut handed, mut taken) = (0, Vec::new());
    let mut replies = pump(&mut server, Input::Nothing, 0).output;
    loop {
        let input = if replies.is_empty() { Input::Nothing } else { Input::Octets(&replies) };
        let came = pump(&mut mailer, input, 0);
        assert!(came.error.is_none(), "{:?}", came.error);
        assert!(came.output.len() <= most, "{} octets at once", came.output.len());
        if came.waits == Waits::Output {
            handed += 1;
            assert_eq!(came.deadline, Some(block), "a server that takes nothing");
        }
        if came.waits == Waits::Closed {
            break;
        }
        let answer = pump(&mut server, Input::Octets(&came.output), 0);
        assert_eq!(answer.taken, came.output.len());
        taken.extend(answer.events);
        replies = answer.output;
    }
    assert!(handed > 5, "{handed} times");
    let message = taken.iter().find_map(|event| match event {
        AnyEvent::Server(ServerEvent::Message { octets, .. }) => octets.as_deref(),
        _ => None,
    });
    assert!(message == Some(content.as_slice()), "the message that was sent");
}

#[test]
fn plaintext_where_the_host_brings_up_tls_is_refused_and_not_left_to_the_host() {
    let mut config = config(Decisions::NONE);
    config.extensions.starttls = true;
    let mut server = Server::new(config.into(), [5; 32], 0);
    pump(&mut server, Input::Octets(b"EHLO a.example\r\n"), 0);
    let came = pump(&mut server, Input::Octets(b"STARTTLS\r\n"), 0);
    assert_eq!(came.waits, Waits::Host);
    let came = pump(&mut server, Input::Octets(b"EHLO forged.example\r\n"), 0);
    assert_eq!(came.error.map(|error| error.code()), Some(ErrorCode::PlaintextBeforeTls));
    assert_eq!((came.waits, came.events.len()), (Waits::Failed, 0));
    assert!(server.tls_established(0).is_err(), "it has failed");
}

#[test]
fn a_deadline_that_has_passed_is_told_to_the_connection() {
    let mut server = server(Decisions::NONE);
    let came = pump(&mut server, Input::Nothing, 0);
    assert!(came.error.is_none());
    let deadline = came.deadline.expect("a server does not wait for ever");
    assert_eq!(pump(&mut server, Input::Nothing, deadline - 1).waits, Waits::Data);
    let came = pump(&mut server, Input::Nothing, deadline);
    let shown = serde_json::to_value(&came).expect("plain data");
    assert_eq!(
        (&shown["waits"], &shown["error"]["name"]),
        (&"failed".into(), &"idle-timeout".into())
    );
    assert!(came.output.starts_with(b"421 "), "the client is told");
}

#[test]
fn the_end_of_the_stream_in_the_middle_of_a_message_is_an_event_and_a_failure() {
    let mut server = server(Decisions::NONE);
    for piece in &pieces()[..2] {
        pump(&mut server, Input::Octets(piece), 0);
    }
    let came = pump(&mut server, Input::End, 0);
    assert_eq!(came.events.last().map(|event| event.view().name()), Some("aborted"));
    assert!(matches!(came.waits, Waits::Failed | Waits::Closed), "{:?}", came.waits);
}

#[test]
fn a_line_pumps_what_is_in_it() {
    let mut plain = server(Decisions::NONE);
    let mut lines: [Line<Server, Server>; 2] = [
        Line::Plain(Box::new(server(Decisions::NONE))),
        Line::Tls(Box::new(server(Decisions::NONE))),
    ];
    for piece in pieces() {
        let expected = pump(&mut plain, Input::Octets(piece), 0);
        for line in &mut lines {
            let came = pump(line, Input::Octets(piece), 0);
            assert_eq!((&came.events, &came.output), (&expected.events, &expected.output));
            assert_eq!(came.deadline, expected.deadline);
        }
    }
    let end = pump(&mut lines[0], Input::End, 0);
    assert_eq!(end.waits, Waits::Closed);
}
