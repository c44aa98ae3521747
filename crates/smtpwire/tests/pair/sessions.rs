//! Whole sessions.

use smtpwire::flow::order::Phase;
use smtpwire::{ClientEvent, Connection, ErrorCode, Protocol, Server, ServerEvent, Verb};

use crate::line::Line;
use crate::pair::{Pair, Splits, Told};
use crate::{client_config, host, recipient, sender, server_config};

/// The sessions that go the same way on every line.
macro_rules! sessions {
    ($line:ty) => {
        $crate::line::on_line! { $line, sessions:
            what_is_sent_arrives_octet_for_octet_however_it_is_split
            a_large_message_is_streamed_in_bounded_memory
            lmtp_answers_for_each_recipient
            quit_ends_the_session_in_order_on_both_sides
            a_client_that_falls_silent_is_sent_away_with_421
            a_server_that_falls_silent_fails_the_client_in_time
        }
    };
}
pub(crate) use sessions;

/// Those in which the client's host asks for STARTTLS.
macro_rules! starttls {
    ($line:ty) => {
        $crate::line::on_line! { $line, sessions: after_starttls_everything_is_learned_anew }
    };
}
pub(crate) use starttls;

const ALL: [Splits; 3] = [Splits::Whole, Splits::Octets, Splits::Random];

/// Sends one message with DATA; gives what the server got, and the final replies' codes.
fn send<L: Line>(pair: &mut Pair<L>, recipients: usize, content: &[u8]) -> (Vec<u8>, Vec<u16>) {
    let (from, parameters) = sender();
    pair.client.mail(from, parameters).unwrap();
    for number in 0..recipients {
        let (to, parameters) = recipient(number);
        pair.client.rcpt(to, parameters).unwrap();
    }
    pair.client.data().unwrap();
    let (mut arrived, mut codes, mut written) = (Vec::new(), Vec::new(), 0);
    let mut sending = false;
    loop {
        if sending {
            written += pair.client.content(&content[written..]).unwrap();
            if written == content.len() {
                pair.client.end_content().unwrap();
                sending = false;
            }
        }
        match pair.next() {
            Some(Told::Client(ClientEvent::DataReady { .. })) => sending = true,
            Some(Told::Client(ClientEvent::ContentReply { reply, .. })) => {
                codes.push(reply.code().get());
                return (arrived, codes);
            }
            Some(Told::Client(ClientEvent::RecipientReply { reply, last, .. })) => {
                codes.push(reply.code().get());
                if last {
                    return (arrived, codes);
                }
            }
            Some(Told::Server(ServerEvent::Content { octets })) => arrived.extend(octets),
            Some(Told::Server(_)) => accept_all(&mut pair.server),
            Some(Told::Client(_)) => {}
            None if sending => {}
            None => panic!("{:?} {:?}", pair.client_error, pair.server_error),
        }
    }
}

fn accept_all(server: &mut Server) {
    while server.answers_due() > 0 {
        server.accept().unwrap();
    }
}

fn greeted<L: Line>(splits: Splits, protocol: Protocol) -> Pair<L> {
    let (mut client, mut server) = (client_config(), server_config());
    client.protocol = protocol;
    server.protocol = protocol;
    let mut pair = Pair::<L>::new(client, server);
    pair.splits = splits;
    pair.run();
    pair.client.ehlo(host("client.example.org")).unwrap();
    pair.run();
    assert_eq!(pair.client.phase(), Phase::Ready);
    pair
}

pub(crate) fn what_is_sent_arrives_octet_for_octet_however_it_is_split<L: Line>() {
    let messages: [&[u8]; 5] = [
        b"Subject: x\r\n\r\nbody\r\n",
        b".\r\n..\r\n.\r\n...x\r\n",
        b"",
        b"\r\n",
        &[b"x".repeat(998), b"\r\n".to_vec()].concat(),
    ];
    for splits in ALL {
        let mut pair = greeted::<L>(splits, Protocol::Smtp);
        for message in messages {
            let (arrived, codes) = send(&mut pair, 1, message);
            assert_eq!(arrived, message, "{splits:?}");
            assert_eq!(codes, [250]);
        }
        let (arrived, _) = send(&mut pair, 1, b"no line end");
        assert_eq!(arrived, b"no line end\r\n", "a missing final CRLF is put in");
    }
}

pub(crate) fn a_large_message_is_streamed_in_bounded_memory<L: Line>() {
    let mut pair = greeted::<L>(Splits::Random, Protocol::Smtp);
    let line = [b".".repeat(70), b"\r\n".to_vec()].concat();
    let message = line.repeat(20_000);
    let (arrived, codes) = send(&mut pair, 1, &message);
    assert_eq!(codes, [250]);
    assert!(arrived == message);
    assert!(pair.most_output.0 <= L::MOST_OUTPUT, "{} octets waited", pair.most_output.0);
}

pub(crate) fn lmtp_answers_for_each_recipient<L: Line>() {
    for splits in ALL {
        let mut pair = greeted::<L>(splits, Protocol::Lmtp);
        let (arrived, codes) = send(&mut pair, 3, b"hi\r\n");
        assert_eq!(arrived, b"hi\r\n");
        assert_eq!(codes, [250, 250, 250]);
        assert_eq!(send(&mut pair, 1, b"again\r\n").1, [250]);
    }
}

pub(crate) fn quit_ends_the_session_in_order_on_both_sides<L: Line>() {
    for splits in ALL {
        let mut pair = greeted::<L>(splits, Protocol::Smtp);
        pair.client.quit().unwrap();
        let told = pair.run();
        assert!(told.iter().any(|told| matches!(
            told,
            Told::Client(ClientEvent::Reply { verb: Verb::Quit, reply, .. }) if reply.code().get() == 221
        )));
        assert!(pair.client_closed && pair.server_closed, "{splits:?}");
        assert!(pair.client_error.is_none() && pair.server_error.is_none());
    }
}

pub(crate) fn after_starttls_everything_is_learned_anew<L: Line>() {
    let (client, mut server) = (client_config(), server_config());
    server.extensions.starttls = true;
    let mut pair = Pair::<L>::new(client, server);
    pair.run();
    pair.client.ehlo(host("client.example.org")).unwrap();
    pair.run();
    pair.client.starttls().unwrap();
    let told = pair.run();
    let due = |told: &Told| {
        matches!(
            told,
            Told::Client(ClientEvent::StartTls { .. }) | Told::Server(ServerEvent::StartTls)
        )
    };
    let up = |told: &Told| {
        matches!(
            told,
            Told::Client(ClientEvent::TlsEstablished { id: Some(_), reply: Some(_) })
                | Told::Server(ServerEvent::TlsEstablished)
        )
    };
    let both = |wanted: &dyn Fn(&Told) -> bool| told.iter().filter(|told| wanted(told)).count();
    let (asked, done) = if L::TLS { (0, 2) } else { (2, 0) };
    assert_eq!((both(&due), both(&up)), (asked, done), "{told:?}");
    if !L::TLS {
        pair.server.tls_established(pair.now).unwrap();
        pair.client.tls_established(pair.now).unwrap();
    }
    assert!(pair.client.capabilities().is_none() && pair.client.phase() == Phase::Greeted);
    let (from, parameters) = sender();
    let error = pair.client.mail(from, parameters).unwrap_err();
    assert_eq!(error.code(), ErrorCode::OutOfOrder);
    pair.client.ehlo(host("client.example.org")).unwrap();
    pair.run();
    let capabilities = pair.client.capabilities().unwrap();
    assert!(!capabilities.offers(smtpwire::Keyword::StartTls), "TLS is there already");
    assert_eq!(send(&mut pair, 1, b"x\r\n").1, [250]);
}

pub(crate) fn a_client_that_falls_silent_is_sent_away_with_421<L: Line>() {
    let mut pair = greeted::<L>(Splits::Whole, Protocol::Smtp);
    let deadline = pair.server.next_deadline().unwrap();
    assert_eq!(deadline - pair.now, smtpwire::Timeouts::default().idle);
    pair.now = deadline;
    pair.server.handle_timeout(deadline);
    let told = pair.run();
    let closing = told.iter().find_map(|told| match told {
        Told::Client(ClientEvent::Closing { reply }) => Some(reply.code().get()),
        _ => None,
    });
    assert_eq!(closing, Some(421));
    assert_eq!(pair.server_error.unwrap().code(), ErrorCode::IdleTimeout);
}

pub(crate) fn a_server_that_falls_silent_fails_the_client_in_time<L: Line>() {
    let mut pair = greeted::<L>(Splits::Whole, Protocol::Smtp);
    let (from, parameters) = sender();
    pair.client.mail(from, parameters).unwrap();
    let sent = pair.client.output().len();
    pair.client.advance_output(sent).unwrap();
    assert!(pair.client.next_event(pair.now).unwrap().event().is_none());
    let deadline = pair.client.next_deadline().unwrap();
    assert_eq!(deadline - pair.now, smtpwire::Timeouts::default().mail);
    pair.client.handle_timeout(deadline - 1);
    assert!(pair.client.next_event(deadline - 1).is_ok());
    pair.client.handle_timeout(deadline);
    let error = pair.client.next_event(deadline).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ReplyTimeout);
    let again = pair.client.next_event(deadline + 1).unwrap_err();
    assert_eq!(error, again, "a failed connection stays failed");
}

#[test]
fn when_no_greeting_comes_the_error_speaks_of_tls() {
    let mut client = smtpwire::Client::new(client_config(), 0);
    let deadline = client.next_deadline().unwrap();
    assert_eq!(deadline, smtpwire::Timeouts::default().greeting);
    client.handle_timeout(deadline);
    let error = client.next_event(deadline).unwrap_err();
    assert_eq!(error.code(), ErrorCode::GreetingTimeout);
    assert!(error.to_string().contains("TLS"), "{error}");
}
