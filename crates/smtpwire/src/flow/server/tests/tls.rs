//! STARTTLS.

use super::*;

fn offering() -> Talk {
    Talk::greeted(|config| config.extensions.starttls = true)
}

fn secured() -> Talk {
    let mut talk = offering();
    assert_eq!(talk.code("STARTTLS\r\n"), "220 2.0.0");
    talk.server.tls_established(talk.now).unwrap();
    talk.forget();
    talk.run();
    talk
}

// R-TLS-008, TLSI-007, TLSI-009, D049
#[test]
fn all_is_forgotten_when_tls_comes_up() {
    let mut talk = secured();
    assert!(talk.server.is_tls());
    assert_eq!(talk.code("MAIL FROM:<a@b.example>\r\n"), "503 5.5.1");
    assert_eq!(talk.code("STARTTLS\r\n"), "503 5.5.1");
    let said = talk.ask("EHLO c.example\r\n");
    assert!(!said.contains("STARTTLS"), "{said}");
    assert_eq!(talk.code("STARTTLS\r\n"), "503 5.5.1");
    assert_eq!(talk.code("MAIL FROM:<a@b.example>\r\n"), "250 2.1.0");
}

// TLSI-001 to TLSI-005
#[test]
fn nothing_that_comes_behind_starttls_in_plaintext_is_ever_run() {
    for behind in ["RSET\r\n", "EHLO evil\r\nMAIL FROM:<a@b.example>\r\n", "RCP", "\r\n", "\0"] {
        let mut talk = offering();
        talk.forget();
        talk.send(alloc::format!("STARTTLS\r\n{behind}"));
        assert_eq!(talk.error(), ErrorCode::PlaintextBeforeTls);
        assert!(!talk.said.contains("220"), "{}", talk.said);
        assert!(talk.events.is_empty());
        // In another segment.
        let mut talk = offering();
        assert_eq!(talk.code("STARTTLS\r\n"), "220 2.0.0");
        assert_eq!(talk.server.input_room(), 0);
        talk.send(behind);
        assert_eq!(talk.error(), ErrorCode::PlaintextBeforeTls);
        assert_eq!(
            talk.server.tls_established(1).unwrap_err().code(),
            ErrorCode::PlaintextBeforeTls
        );
    }
}

// TLSI-006, TLSI-008
#[test]
fn starttls_stands_alone_and_outside_a_transaction() {
    let mut talk = offering();
    assert_eq!(talk.code("STARTTLS now\r\n"), "501 5.5.4");
    talk.send("MAIL FROM:<a@b.example>\r\n");
    assert_eq!(talk.code("STARTTLS\r\n"), "503 5.5.1");
}

// TLSI-010
#[test]
fn a_failed_handshake_is_the_end() {
    let mut talk = offering();
    talk.send("STARTTLS\r\n");
    talk.server.tls_failed("no common cipher").unwrap();
    talk.run();
    assert_eq!(talk.error(), ErrorCode::TlsFailed);
    assert_eq!(talk.server.output(), b"");
}

#[test]
fn the_220_goes_out_before_the_handshake() {
    let mut talk = offering();
    talk.server.receive(b"STARTTLS\r\n", 1).unwrap();
    assert!(matches!(talk.server.next_event(1), Ok(Step::Event(ServerEvent::StartTls))));
    assert_eq!(talk.server.tls_established(1).unwrap_err().code(), ErrorCode::OutOfOrder);
    talk.run();
    talk.server.tls_established(1).unwrap();
    assert_eq!(talk.server.tls_established(1).unwrap_err().code(), ErrorCode::NoTlsExpected);
}

#[test]
fn a_handshake_has_its_own_time() {
    let mut talk = offering();
    talk.send("STARTTLS\r\n");
    assert_eq!(talk.server.next_deadline(), Some(talk.now + 60_000));
    talk.server.handle_timeout(talk.now + 60_000);
    talk.run();
    assert_eq!(talk.error(), ErrorCode::TlsTimeout);
}

// RFC 3207 section 4
#[test]
fn where_tls_is_required_little_is_allowed_before_it() {
    let mut talk = Talk::greeted(|config| {
        config.extensions.starttls = true;
        config.require_tls = true;
    });
    for line in ["MAIL FROM:<a@b.example>\r\n", "RSET\r\n", "VRFY jo\r\n", "AUTH PLAIN\r\n"] {
        assert_eq!(talk.code(line), "530 5.7.0", "{line}");
    }
    assert_eq!(talk.code("NOOP\r\n"), "250 2.0.0");
    talk.send("STARTTLS\r\n");
    talk.server.tls_established(talk.now).unwrap();
    talk.run();
    talk.send("EHLO c.example\r\n");
    assert_eq!(talk.code("MAIL FROM:<a@b.example>\r\n"), "250 2.1.0");
}

// RFC 8689 section 4.1
#[test]
fn requiretls_is_offered_under_tls_only() {
    let mut talk = Talk::new(|config| {
        config.implicit_tls = true;
        config.extensions.require_tls = true;
        config.extensions.starttls = true;
    });
    let said = talk.ask("EHLO c.example\r\n");
    assert!(said.contains("REQUIRETLS") && !said.contains("STARTTLS"), "{said}");
    assert_eq!(talk.code("MAIL FROM:<a@b.example> REQUIRETLS\r\n"), "250 2.1.0");
}

/// A connection that begins with a handshake.
fn implicit(change: impl FnOnce(&mut ServerConfig)) -> Talk {
    let mut talk = Talk::new(|_| {});
    let mut config = config();
    change(&mut config);
    talk.server = Server::awaiting_tls(Arc::new(config), [7; 32], 1000);
    talk.forget();
    talk
}

// R-TLS-017: port 465
#[test]
fn where_tls_comes_first_the_client_is_greeted_inside() {
    let mut talk = implicit(|_| {});
    assert_eq!(talk.server.next_event(1000), Ok(Step::Paused));
    assert_eq!((talk.server.input_room(), talk.server.output()), (0, &b""[..]));
    assert_eq!(talk.server.next_deadline(), Some(61_000));
    talk.server.tls_established(1000).unwrap();
    talk.run();
    assert!(talk.said.starts_with("220 mx.example"), "{}", talk.said);
    assert!(talk.server.is_tls());
    talk.send("EHLO c.example\r\n");
    assert_eq!(talk.code("STARTTLS\r\n"), "503 5.5.1");
}

#[test]
fn plaintext_or_silence_in_place_of_the_first_handshake_ends_the_session() {
    let mut talk = implicit(|_| {});
    talk.send("EHLO c.example\r\n");
    assert_eq!(talk.error(), ErrorCode::PlaintextBeforeTls);
    assert_eq!(talk.said, "");
    let mut talk = implicit(|_| {});
    talk.server.handle_timeout(61_000);
    talk.run();
    assert_eq!(talk.error(), ErrorCode::TlsTimeout);
    assert_eq!(talk.said, "");
}

#[test]
fn a_proxy_header_comes_before_the_first_handshake() {
    let mut talk = implicit(|config| config.proxy = true);
    talk.send("PROXY TCP4 192.0.2.1 192.0.2.2 50000 465\r\n");
    assert!(matches!(talk.events.as_slice(), [ServerEvent::Proxy { .. }]));
    assert_eq!(talk.said, "");
    talk.server.tls_established(talk.now).unwrap();
    talk.run();
    assert!(talk.said.starts_with("220 "), "{}", talk.said);
    // What follows the header is the handshake, and not for the server to read.
    let mut talk = implicit(|config| config.proxy = true);
    talk.send("PROXY TCP4 192.0.2.1 192.0.2.2 50000 465\r\nEHLO c.example\r\n");
    assert_eq!(talk.error(), ErrorCode::PlaintextBeforeTls);
}

#[test]
fn early_talkers_are_waited_for_inside() {
    let mut talk = implicit(|config| config.early_talkers = Some(5000));
    talk.server.tls_established(2000).unwrap();
    assert_eq!(talk.server.next_event(2000), Ok(Step::NeedData));
    assert_eq!(talk.server.next_deadline(), Some(7000));
}

#[test]
fn tls_that_breaks_in_the_middle_ends_the_session() {
    let mut talk = secured();
    talk.server.tls_failed("a record was altered on the way").unwrap();
    talk.run();
    assert_eq!(talk.error(), ErrorCode::TlsFailed);
    let mut talk = offering();
    assert_eq!(talk.server.tls_failed("?").unwrap_err().code(), ErrorCode::NoTlsExpected);
}
