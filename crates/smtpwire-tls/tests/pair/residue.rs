//! Plaintext behind STARTTLS: command injection, and response injection (RFC 3207 section 6,
//! CVE-2011-0411, "NO STARTTLS", USENIX Security 2021).

use smtpwire::{ClientEvent, ErrorCode, Security, ServerEvent};
use smtpwire_tls::{FailureKind, TlsClient, TlsServer};

use crate::raw::Raw;
use crate::under::*;
use crate::world::*;

/// What an attacker puts behind STARTTLS, for the server to take it for the client's.
const COMMANDS: [&[u8]; 5] = [
    // TLSI-002
    b"EHLO evil\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<v@d.example>\r\nDATA\r\n",
    // TLSI-003
    b"RSET\r\n",
    // TLSI-004
    b"MAIL FROM:<evil@x.example>\r\nRCP",
    // TLSI-005
    b"AUTH PLAIN AHUAcA==\r\n",
    // TLSI-010
    b"EHLO again\r\n",
];

/// Nothing of it was run, and nothing ever will be.
fn is_shut(server: &mut Under<TlsServer>, what: &str) {
    let code = server.error();
    assert!(
        matches!(code, ErrorCode::PlaintextBeforeTls | ErrorCode::TlsFailed),
        "{what}: {code:?}"
    );
    assert!(
        !server.connection.server().is_tls() && server.connection.session().is_none(),
        "{what}"
    );
    assert!(!saw_commands(server), "{what}: {:?}", server.events);
    let helos = server.events.iter().filter(|event| matches!(event, ServerEvent::Helo { .. }));
    assert_eq!(helos.count(), 1, "{what}");
    server.says();
    let mut raw = Raw::client(false, SERVER);
    server.is_forced(&raw.records());
    assert_eq!(server.says(), b"", "{what}: it shakes hands all the same");
}

// R-TLS-014, R-TLS-016, TLSI-002, TLSI-003, TLSI-004, TLSI-005
#[test]
fn commands_in_the_segment_of_starttls_are_never_run() {
    for behind in COMMANDS {
        let what = behind.escape_ascii().to_string();
        let mut server = server_at_ehlo();
        server.gets(&[b"STARTTLS\r\n", behind].concat());
        let said = String::from_utf8(server.says()).unwrap();
        assert!(said.starts_with("554 5.5.0") && said.lines().count() == 1, "{what}: {said}");
        assert_eq!(server.error(), ErrorCode::PlaintextBeforeTls, "{what}");
        is_shut(&mut server, &what);
    }
}

// R-TLS-014, TLSI-002, TLSI-003, TLSI-004, TLSI-005, TLSI-010
#[test]
fn commands_behind_starttls_are_never_run_however_they_are_split() {
    for behind in COMMANDS {
        let all = [b"STARTTLS\r\n", behind].concat();
        for at in 1..all.len() {
            for writes_between in [false, true] {
                for most in [1, usize::MAX] {
                    let what = format!("{} at {at}", all.escape_ascii());
                    let mut server = server_at_ehlo();
                    server.gets(&all[..at]);
                    if writes_between {
                        server.says();
                    }
                    for piece in all[at..].chunks(most.min(all.len())) {
                        server.is_forced(piece);
                    }
                    server.says();
                    if server.end.is_none() {
                        // Not enough yet to tell that it is no TLS.
                        server.hears_the_end();
                    }
                    is_shut(&mut server, &what);
                }
            }
        }
    }
}

// TLSI-004, TLSI-010
#[test]
fn half_a_command_before_the_client_hello_is_not_joined_with_what_comes_inside() {
    for half in [&b"M"[..], b"MAIL FROM:<evil@x.example>\r\nRCP"] {
        let mut server = server_at_starttls();
        let mut raw = Raw::client(false, SERVER);
        server.is_forced(&[half, &raw.records()].concat());
        is_shut(&mut server, "half a command");
        let failure = server.connection.failure().unwrap();
        assert_eq!(failure.kind(), FailureKind::NotTls, "{failure}");
    }
}

/// What an attacker puts behind the 220, for the client to take it for the server's.
const REPLIES: [&[u8]; 3] = [
    // TLSI-015
    b"250-mx\r\n250-AUTH LOGIN\r\n250 SIZE 1\r\n",
    b"250-m",
    b"535 5.7.8 send your password by mail\r\n",
];

fn has_learned_nothing(client: &mut Under<TlsClient>, events: usize, what: &str) {
    let code = client.error();
    assert!(
        matches!(code, ErrorCode::PlaintextBeforeTls | ErrorCode::TlsFailed),
        "{what}: {code:?}"
    );
    assert!(
        client.connection.session().is_none() && !client.connection.client().is_tls(),
        "{what}"
    );
    assert_eq!(client.events.len(), events, "{what}: {:?}", client.events);
    let said = client.says();
    assert!(!said.windows(4).any(|word| matches!(word, b"AUTH" | b"MAIL" | b"EHLO")), "{what}");
    assert!(client.connection.client_mut().noop().is_err(), "{what}");
}

// R-TLS-005, R-TLS-015, TLSI-015
#[test]
fn replies_behind_the_220_are_never_taken_for_those_of_the_server_inside_tls() {
    for security in [Security::Required, Security::Opportunistic, Security::Disabled] {
        for behind in REPLIES {
            let all = [b"220 ready\r\n", behind].concat();
            for at in 1..=all.len() {
                for writes_between in [false, true] {
                    let what = format!("{security:?} {} at {at}", all.escape_ascii());
                    let mut client = client_at_starttls(security);
                    let events = client.events.len();
                    client.is_forced(&all[..at]);
                    if writes_between {
                        client.says();
                    }
                    client.is_forced(&all[at..]);
                    if client.end.is_none() {
                        client.hears_the_end();
                    }
                    has_learned_nothing(&mut client, events, &what);
                }
            }
        }
    }
}

// R-TLS-024
#[test]
fn a_greeting_that_says_more_than_a_greeting_gets_no_credentials() {
    for greeting in [
        &b"220 mx.example.org ESMTP\r\n250-mx.example.org\r\n250 AUTH PLAIN\r\n"[..],
        b"250 PREAUTH you are known\r\n",
        b"235 2.7.0 PREAUTH\r\n",
        b"220 PREAUTH\r\n235 2.7.0 you are known\r\n",
    ] {
        let mut client = new_client(Security::Required);
        client.gets(greeting);
        let mut said = Vec::new();
        if client.end.is_none() {
            // A positive code that is another than 220 is told to the host, and means no more.
            says_ehlo(&mut client);
            said.extend(client.says());
            client.gets(b"250-mx.example.org\r\n250 AUTH PLAIN\r\n");
        }
        let ended = client.end.as_ref().is_some_and(Result::is_err);
        assert!(ended, "{}: {:?} {:?}", greeting.escape_ascii(), client.end, client.events);
        assert!(!client.connection.client().is_authenticated());
        let refused = client.connection.client_mut().ehlo("client.example".parse().unwrap());
        assert!(refused.is_err());
        said.extend(client.says());
        let said = String::from_utf8(said).unwrap();
        assert!(matches!(&said[..], "" | "QUIT\r\n" | "EHLO client.example\r\nQUIT\r\n"), "{said}");
    }
    // Where TLS comes first, a greeting in plaintext is none.
    let mut client = new_client(Security::Implicit);
    client.says();
    client.gets(b"220 PREAUTH\r\n");
    assert_eq!(client.error(), ErrorCode::TlsFailed);
    assert!(!client.events.iter().any(|event| matches!(event, ClientEvent::Greeting { .. })));
}
