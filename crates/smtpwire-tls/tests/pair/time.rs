//! Handshakes that take too long, and hosts that shut down meanwhile.

use smtpwire::{Connection, ErrorCode, Security, Timeouts};
use smtpwire_tls::{FailureKind, Fallback, TlsServer, TlsServerConfig};

use crate::raw::Raw;
use crate::under::*;
use crate::world::*;

fn implicit_server() -> Under<TlsServer> {
    let config = TlsServerConfig::implicit(server_config(), SERVER_TLS.clone());
    Under::new(TlsServer::new(&config, [9; 32], 0))
}

/// Waits for the handshake's deadline, with some of it coming just before.
fn gives_up<C: Host>(mut under: Under<C>, some: &[u8]) {
    let due = Timeouts::default().tls;
    under.says();
    assert_eq!(under.connection.next_deadline(), Some(due));
    under.now = due - 1;
    under.gets(some);
    under.says();
    assert_eq!(under.connection.next_deadline(), Some(due), "each octet buys more time");
    under.waits_until(due - 1);
    assert!(under.end.is_none());
    under.waits_until(due);
    assert_eq!(under.error(), ErrorCode::TlsTimeout);
    assert_eq!(under.connection.input_room(), 0);
    assert_eq!(under.connection.next_deadline(), None);
    assert_eq!(under.says(), b"", "nothing can be said in the middle of a handshake");
}

#[test]
fn a_handshake_that_takes_too_long_ends_on_both_sides() {
    for tls12 in [false, true] {
        let hello = Raw::client(tls12, SERVER).records();
        for some in [0, 1, 5, hello.len() - 1, hello.len()] {
            gives_up(implicit_server(), &hello[..some]);
            gives_up(server_at_starttls(), &hello[..some]);
        }
        for some in [0, 1, 5, 60] {
            for security in [Security::Implicit, Security::Required] {
                let mut client = if security == Security::Implicit {
                    new_client(security)
                } else {
                    let mut client = client_at_starttls(security);
                    client.gets(b"220 go\r\n");
                    client
                };
                let mut raw = Raw::server(tls12, &RAW_SERVER);
                raw.hear(&client.says());
                gives_up(client, &raw.records()[..some]);
            }
        }
    }
}

#[test]
fn a_handshake_that_comes_too_late_is_not_answered() {
    let mut server = implicit_server();
    server.waits_until(Timeouts::default().tls);
    assert_eq!(server.error(), ErrorCode::TlsTimeout);
    server.is_forced(&Raw::client(false, SERVER).records());
    assert_eq!(server.says(), b"");
    assert!(server.connection.session().is_none());
}

#[test]
fn a_220_that_nobody_reads_does_not_wait_for_its_handshake_for_ever() {
    let mut server = server_at_ehlo();
    server.gets(b"STARTTLS\r\n");
    let due = server.connection.next_deadline().unwrap();
    server.waits_until(due);
    assert!(server.end.as_ref().is_some_and(Result::is_err), "{:?}", server.end);
    server.says();
    server.is_forced(&Raw::client(false, SERVER).records());
    assert_eq!(server.says(), b"");
    assert!(server.connection.session().is_none());
}

#[test]
fn a_server_that_shuts_down_in_a_handshake_says_nothing_in_plaintext() {
    for tls12 in [false, true] {
        let hello = Raw::client(tls12, SERVER).records();
        for some in [0, 5, hello.len()] {
            for mut server in [implicit_server(), server_at_starttls()] {
                server.gets(&hello[..some]);
                server.says();
                server.connection.server_mut().close(None).unwrap();
                server.pump();
                assert_eq!(server.end, Some(Ok(())));
                assert_eq!(server.says(), b"");
                server.is_forced(&hello);
                assert_eq!(server.says(), b"");
                assert_eq!(server.connection.next_deadline(), None);
                assert!(server.connection.session().is_none());
            }
        }
    }
}

#[test]
fn a_server_that_shuts_down_in_tls_says_421_and_closes_tls() {
    for tls12 in [false, true] {
        let (mut server, mut raw) = server_in_tls(tls12);
        server.connection.server_mut().close(None).unwrap();
        server.pump();
        raw.hear(&server.says());
        assert!(raw.heard.starts_with(b"421 4.3.2"));
        assert!(raw.closed, "close_notify, so that nobody takes it for a cut");
        assert_eq!(server.end, Some(Ok(())));
    }
}

#[test]
fn a_client_that_is_idle_in_tls_is_sent_away_in_tls() {
    let (mut server, mut raw) = server_in_tls(false);
    let due = server.connection.next_deadline().unwrap();
    server.waits_until(due);
    assert_eq!(server.error(), ErrorCode::IdleTimeout);
    raw.hear(&server.says());
    assert!(raw.heard.starts_with(b"421 4.4.2") && raw.closed, "{}", raw.heard.escape_ascii());
}

#[test]
fn a_handshake_that_takes_too_long_is_a_failure_of_tls_and_opportunism_may_do_without() {
    let mut client = client_at_starttls(Security::Opportunistic);
    client.gets(b"220 go\r\n");
    client.says();
    client.waits_until(Timeouts::default().tls);
    assert_eq!(client.error(), ErrorCode::TlsTimeout);
    let failure = client.connection.failure().unwrap();
    assert_eq!(failure.kind(), FailureKind::TimedOut);
    assert_eq!(failure.to_string(), "the server said nothing in TLS in time");
    assert_eq!(client.connection.fallback(), Some(Fallback::Failed));
}

/// A peer that takes nothing of the last records, and the host that waits for it.
fn waits_no_longer_than_for_a_block<C: Host>(mut under: Under<C>) {
    assert!(under.end.is_some());
    let left = under.connection.output().len();
    assert!(left > 1, "an alert at least");
    let due = under.connection.next_deadline().expect("nobody waits for ever");
    assert_eq!(due, under.now + Timeouts::default().data_block);
    // Whoever takes an octet has its time again.
    under.now = due - 1;
    under.connection.advance_output(1).unwrap();
    under.waits_until(due);
    assert_eq!(under.connection.output().len(), left - 1, "dropped too early");
    let due = under.connection.next_deadline().expect("nobody waits for ever");
    under.waits_until(due);
    assert_eq!(under.connection.output(), b"");
    assert_eq!(under.connection.next_deadline(), None);
}

#[test]
fn the_last_records_of_a_session_wait_for_nobody_for_ever() {
    for tls12 in [false, true] {
        // close_notify behind QUIT.
        let (mut client, mut raw) = client_in_tls(tls12);
        client.connection.client_mut().quit().unwrap();
        assert_eq!(client.answers(&mut raw, b""), "QUIT\r\n");
        client.gets(&raw.say(b"221 bye\r\n", usize::MAX));
        waits_no_longer_than_for_a_block(client);

        // The alert that says what is wrong with a record.
        {
            let (mut forged, _) = client_in_tls(tls12);
            forged.now = 1000;
            forged.gets(b"\x17\x03\x03\x00\x06NOOP\r\n");
            assert_eq!(forged.error(), ErrorCode::TlsFailed);
            waits_no_longer_than_for_a_block(forged);
        }
        let (mut server, _) = server_in_tls(tls12);
        server.gets(b"\x17\x03\x03\x00\x06NOOP\r\n");
        assert_eq!(server.error(), ErrorCode::TlsFailed);
        waits_no_longer_than_for_a_block(server);
    }
}

#[test]
fn a_server_whose_client_takes_nothing_has_nothing_left_to_write() {
    for tls12 in [false, true] {
        let (mut server, mut raw) = server_in_tls(tls12);
        server.gets(&raw.say(b"EHLO client.example\r\n", usize::MAX));
        assert!(!server.connection.output().is_empty());
        let due = server.connection.next_deadline().unwrap();
        server.waits_until(due);
        assert_eq!(server.error(), ErrorCode::WriteTimeout);
        assert_eq!(server.connection.output(), b"");
        assert_eq!(server.connection.next_deadline(), None);
    }
}
