//! PROXY header, greeting, EHLO.

use super::*;
use crate::Capabilities;

#[test]
fn the_greeting_comes_at_once_and_before_anything_is_read() {
    let talk = Talk::new(|_| {});
    assert_eq!(talk.said, "220 mx.example ESMTP\r\n");
    assert_eq!(talk.events, [ServerEvent::Connected]);
}

#[test]
fn a_greeting_with_control_characters_is_one_line() {
    let talk = Talk::new(|config| config.greeting = "Hi\r\n250 there\0".into());
    assert_eq!(talk.said, "220 mx.example Hi250 there\r\n");
}

#[test]
fn ehlo_offers_what_is_configured_and_nothing_else() {
    let mut talk = Talk::new(|config| {
        config.limits.message_size = Some(1000);
        config.limits.transactions = Some(7);
        config.extensions.binary_mime = true;
        config.extensions.extra = alloc::vec!["X-OWN a b".into(), "BAD\r\n250 X".into()];
        config.extensions.xclient = alloc::vec!["ADDR".into()];
    });
    let said = talk.ask("EHLO c.example\r\n");
    let reply = reply(&said);
    let offer = Capabilities::from_reply(&reply);
    assert_eq!(offer.greeting(), b"mx.example");
    assert_eq!(offer.size(), Some(1000));
    assert_eq!(offer.limits().mail_max, Some(7));
    assert_eq!(offer.limits().rcpt_max, Some(1000));
    for keyword in ["PIPELINING", "8BITMIME", "BINARYMIME", "ENHANCEDSTATUSCODES", "X-OWN a b"] {
        assert!(said.contains(&alloc::format!("{keyword}\r\n")), "{keyword}: {said}");
    }
    for keyword in ["STARTTLS", "AUTH", "XCLIENT", "BAD", "VRFY", "REQUIRETLS"] {
        assert!(!said.contains(keyword), "{keyword}: {said}");
    }
}

#[test]
fn helo_is_answered_in_one_line() {
    assert_eq!(Talk::new(|_| {}).ask("HELO c.example\r\n"), "250 mx.example\r\n");
}

#[test]
fn a_server_without_any_extension_answers_ehlo_in_one_line() {
    let mut talk = Talk::new(|config| {
        config.extensions = Extensions {
            pipelining: false,
            size: false,
            eight_bit_mime: false,
            smtputf8: false,
            chunking: false,
            dsn: false,
            enhanced_codes: false,
            limits: false,
            help: false,
            ..Extensions::default()
        };
    });
    assert_eq!(talk.ask("EHLO c.example\r\n"), "250 mx.example\r\n");
    assert_eq!(talk.ask("MAIL FROM:<a@b.example>\r\n"), "250 Sender ok\r\n");
    assert_eq!(talk.ask("NONSENSE\r\n"), "500 Command unrecognized\r\n");
}

// R-CORE-017, STATE-041
#[test]
fn after_a_refused_greeting_only_quit_is_heard() {
    let mut talk = Talk::new(|config| config.decisions = Decisions::CONNECTION);
    talk.accepts = false;
    let mut server = Server::new(
        Arc::new({
            let mut config = config();
            config.decisions = Decisions::CONNECTION;
            config
        }),
        [0; 32],
        0,
    );
    assert!(matches!(server.next_event(0), Ok(Step::Event(ServerEvent::Connected))));
    assert!(matches!(server.next_event(0), Ok(Step::Paused)));
    assert_eq!(server.output(), b"");
    assert_eq!(server.answer(reply("250 hi\r\n")).unwrap_err().code(), ErrorCode::UnfitReply);
    server.answer(reply("554 No service\r\n")).unwrap();
    talk.server = server;
    talk.end = None;
    talk.forget();
    talk.run();
    assert_eq!(talk.said, "554 No service\r\n");
    assert_eq!(talk.codes("EHLO c.example\r\n"), ["503 5.5.1"]);
    assert_eq!(talk.codes("NONSENSE\r\n"), ["503 5.5.1"]);
    assert_eq!(talk.codes("QUIT\r\n"), ["221 2.0.0"]);
    assert_eq!(talk.end, Some(Ok(())));
}

// PROXY-001, PROXY-010
#[test]
fn a_proxy_header_comes_before_the_greeting() {
    let mut talk = Talk::new(|config| config.proxy = true);
    assert_eq!(talk.said, "");
    for octet in b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 25\r" {
        assert_eq!(talk.ask([*octet]), "");
    }
    assert_eq!(talk.ask("\nEHLO c.example\r\n").lines().next(), Some("220 mx.example ESMTP"));
    let ServerEvent::Proxy { header } = &talk.events[0] else { unreachable!() };
    assert_eq!(header.source(), Some("192.0.2.7:56324".parse().unwrap()));
    let mut talk = Talk::new(|config| config.proxy = true);
    let local = b"\r\n\r\n\0\r\nQUIT\n \0\0\0";
    assert_eq!(talk.ask(local), "220 mx.example ESMTP\r\n");
}

// PROXY-004, PROXY-005, PROXY-012
#[test]
fn what_is_no_proxy_header_is_dropped_without_a_word() {
    for wrong in [
        &b"EHLO c.example\r\n"[..],
        b"PROXY TCP4 192.0.2.7 198.51.100.1 99999 25\r\n",
        b"\r\n\r\n\0\r\nQUIT\n!\x11\0\x04\x01\x02\x03\x04",
    ] {
        let mut talk = Talk::new(|config| config.proxy = true);
        assert_eq!(talk.ask(wrong), "");
        assert_eq!(talk.error(), ErrorCode::BadProxyHeader);
    }
}

// SYNC-001
#[test]
fn an_early_talker_is_found_where_that_is_asked_for() {
    let mut talk = Talk::new(|config| config.early_talkers = Some(500));
    assert_eq!(talk.said, "");
    assert_eq!(talk.server.next_deadline(), Some(1500));
    assert_eq!(talk.codes("EHLO c.example\r\n"), ["554 5.5.0"]);
    assert_eq!(talk.events, [ServerEvent::EarlyTalker]);
    assert_eq!(talk.error(), ErrorCode::EarlyTalker);

    let mut talk = Talk::new(|config| config.early_talkers = Some(500));
    talk.now = 1500;
    talk.server.handle_timeout(1500);
    talk.run();
    assert_eq!(talk.said, "220 mx.example ESMTP\r\n");
    assert_eq!(talk.codes("EHLO c.example\r\n"), ["250"]);
}

#[test]
fn an_early_talker_may_be_forgiven() {
    let mut talk = Talk::new(|config| {
        config.early_talkers = Some(500);
        config.decisions |= Decisions::EARLY_TALKER;
    });
    assert_eq!(talk.codes("NOOP\r\n"), ["220", "250 2.0.0"]);
}

// SYNC-007, SYNC-009, SYNC-012, D057
#[test]
fn another_protocol_ends_the_session_at_its_first_line() {
    for other in [
        &b"POST / HTTP/1.1\r\nHost: mx\r\n\r\nEHLO x\r\nMAIL FROM:<a@b.example>\r\n"[..],
        b"GET / HTTP/1.1\r\n",
        b"CONNECT mx:25 HTTP/1.1\r\n",
        b"SSH-2.0-OpenSSH_9.0\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ] {
        let mut talk = Talk::new(|_| {});
        assert_eq!(talk.codes(other), ["500 5.5.2"]);
        assert_eq!(talk.error(), ErrorCode::OtherProtocol);
    }
}

#[test]
fn xclient_begins_the_session_anew() {
    let trust = |config: &mut ServerConfig| {
        config.trusted = true;
        config.extensions.xclient = alloc::vec!["ADDR".into(), "LOGIN".into()];
    };
    let mut talk = Talk::greeted(trust);
    assert_eq!(talk.codes("XCLIENT ADDR=192.0.2.7 LOGIN=jo\r\n"), ["220"]);
    assert!(talk.server.is_authenticated());
    assert_eq!(talk.codes("MAIL FROM:<a@b.example>\r\n"), ["503 5.5.1"]);
    assert_eq!(talk.codes("XCLIENT NAME=x.example\r\n"), ["501 5.5.4"]);
    // PROXY-018, PROXY-019
    assert_eq!(talk.codes("XCLIENT ADDR=a+0\r\n"), ["501 5.5.4"]);
    assert_eq!(talk.codes("XCLIENT LOGIN=a+0D+0AX\r\n"), ["501 5.5.4"]);
    // PROXY-015
    let mut talk = Talk::greeted(|config| {
        trust(config);
        config.trusted = false;
    });
    assert_eq!(talk.codes("XCLIENT ADDR=192.0.2.7\r\n"), ["550 5.7.0"]);
}

#[test]
fn xforward_is_for_the_log_only() {
    let mut talk = Talk::greeted(|config| {
        config.trusted = true;
        config.extensions.xforward = alloc::vec!["ADDR".into()];
    });
    assert_eq!(talk.code("XFORWARD ADDR=192.0.2.7\r\n"), "250 2.0.0");
    assert_eq!(talk.server.phase(), Phase::Ready);
}
