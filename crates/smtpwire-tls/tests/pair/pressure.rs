//! Peers that send and never read, hosts that take their time, and output that is taken in pieces.

use smtpwire::{Connection, ErrorCode, Limits, MailerEvent, Security, ServerEvent, Step};
use smtpwire_tls::{Peer, TlsMailer, TlsServer, TlsServerConfig};

use crate::raw::Raw;
use crate::sessions::{CONTENT, envelope};
use crate::under::*;
use crate::world::*;

/// Records that wait: some 64 KiB before the last of 16 KiB is made, and what they add.
const RECORDS: usize = (64 + 16 + 1) * 1024;

/// A server that counts no commands, in TLS, behind EHLO.
fn patient(tls12: bool) -> (Under<TlsServer>, Raw) {
    let mut config = server_config();
    config.limits.idle_commands = u32::MAX;
    config.decisions |= smtpwire::Decisions::MAIL;
    let config = TlsServerConfig::implicit(config, SERVER_TLS.clone());
    let mut server = Under::new(TlsServer::new(&config, [9; 32], 0));
    let mut raw = Raw::client(tls12, SERVER);
    server.shakes_hands(&mut raw, usize::MAX);
    server.answers(&mut raw, b"EHLO client.example\r\n");
    raw.heard.clear();
    (server, raw)
}

/// Replies to NOOP in what was heard.
fn count(replies: &[u8]) -> usize {
    replies.split(|octet| *octet == b'\n').filter(|line| line.starts_with(b"250 2.0.0")).count()
}

#[test]
fn a_client_that_never_reads_is_not_served_further_and_loses_nothing() {
    for tls12 in [false, true] {
        for (in_a_record, times) in [(1, 200_000), (2000, 200)] {
            let (mut server, mut raw) = patient(tls12);
            let (mut said, mut behind) = (0, Vec::new());
            for _ in 0..times {
                let octets = raw.say(&b"NOOP\r\n".repeat(in_a_record), usize::MAX);
                said += in_a_record;
                let before = server.left;
                server.gets(&octets);
                if server.left > before {
                    // What there was no room for waits in the client's socket.
                    behind = octets[octets.len() - server.left..].to_vec();
                    break;
                }
            }
            let limits = Limits::default();
            let records = server.connection.output().len();
            let plaintext = server.connection.server().output().len();
            assert!(server.left > 0, "it takes all");
            assert_eq!(server.connection.input_room(), 0);
            assert!(records <= RECORDS, "{records} octets of records");
            assert!(plaintext <= limits.output_buffer + 64, "{plaintext} octets of replies");
            // What came, without what was answered, waits: as commands, and at most one segment as
            // records.
            let answered = plaintext / b"250 2.0.0 Ok\r\n".len();
            let waits = 6 * (said - answered) - behind.len();
            assert!(waits <= limits.input_buffer + 96 * 1024, "{waits} octets wait");
            server.left = 0;
            for _ in 0..100 {
                raw.hear(&server.says());
                let room = server.connection.input_room().min(behind.len());
                let piece: Vec<u8> = behind.drain(..room).collect();
                server.gets(&piece);
            }
            assert!(behind.is_empty() && server.end.is_none());
            assert_eq!(count(&raw.heard), said);
        }
    }
}

#[test]
fn a_client_takes_no_more_content_than_its_buffer_holds_when_the_server_never_reads() {
    for tls12 in [false, true] {
        let (mut client, mut raw) = client_in_tls(tls12);
        let from = "<a@b.example>".parse().unwrap();
        client.connection.client_mut().mail(from, Default::default()).unwrap();
        client.pump();
        raw.hear(&client.says());
        client.answers(&mut raw, b"250 ok\r\n");
        let to = "<c@d.example>".parse().unwrap();
        client.connection.client_mut().rcpt(to, Default::default()).unwrap();
        client.pump();
        raw.hear(&client.says());
        client.answers(&mut raw, b"250 ok\r\n");
        client.connection.client_mut().data().unwrap();
        client.pump();
        raw.hear(&client.says());
        client.answers(&mut raw, b"354 go\r\n");
        raw.heard.clear();
        let content = b"0123456789012345678901234567890123456789\r\n".repeat(100_000);
        let mut given = 0;
        loop {
            let piece = &content[given..content.len().min(given + 5000)];
            let taken = client.connection.client_mut().content(piece).unwrap();
            given += taken;
            let records = client.connection.output().len();
            assert!(records <= RECORDS);
            if taken == 0 {
                break;
            }
        }
        let waits = client.connection.client().output().len();
        assert!(waits <= 2 * Limits::default().output_buffer, "{waits} octets wait");
        assert!(given <= waits + 16, "nothing was written, and what was taken is still there");
        // The server reads again.
        while given < content.len() {
            raw.hear(&client.says());
            given += client.connection.client_mut().content(&content[given..]).unwrap();
        }
        client.connection.client_mut().end_content().unwrap();
        raw.hear(&client.says());
        let expected = [&content[..], b".\r\n"].concat();
        assert_eq!(raw.heard.len(), expected.len());
        assert!(raw.heard == expected);
    }
}

#[test]
fn a_client_that_goes_on_sending_while_the_host_decides_is_held_up_and_loses_nothing() {
    for tls12 in [false, true] {
        for in_a_record in [1, 100, 2700] {
            let (mut server, mut raw) = patient(tls12);
            server.decides = false;
            server.gets(&raw.say(b"MAIL FROM:<a@b.example>\r\n", usize::MAX));
            assert!(matches!(server.events.last(), Some(ServerEvent::Mail { .. })));
            let events = server.events.len();
            let (mut said, mut taken) = (0, 0);
            let mut behind = Vec::new();
            while server.left == 0 {
                assert!(taken < 4 << 20, "it takes all");
                let octets = raw.say(&b"NOOP\r\n".repeat(in_a_record), usize::MAX);
                said += in_a_record;
                taken += octets.len();
                server.gets(&octets);
                behind = octets[octets.len() - server.left..].to_vec();
            }
            assert_eq!(server.connection.input_room(), 0);
            assert_eq!(server.events.len(), events, "it runs commands while the host decides");
            assert!(server.connection.next_deadline().is_none_or(|due| due > 0));
            server.decides = true;
            server.left = 0;
            server.connection.server_mut().accept().unwrap();
            server.pump();
            for _ in 0..1000 {
                raw.hear(&server.says());
                let room = server.connection.input_room().min(behind.len());
                let piece: Vec<u8> = behind.drain(..room).collect();
                server.gets(&piece);
            }
            assert!(raw.heard.starts_with(b"250 2.1.0"));
            assert_eq!(count(&raw.heard), said);
        }
    }
}

// The end of the stream is no reason to lose what came before it.
#[test]
fn what_came_before_the_end_is_handled_before_the_end() {
    for tls12 in [false, true] {
        for closes in [false, true] {
            let (mut server, mut raw) = patient(tls12);
            server.decides = false;
            server.gets(&raw.say(b"MAIL FROM:<a@b.example>\r\n", usize::MAX));
            let mut octets = raw.say(&b"NOOP\r\n".repeat(5000), usize::MAX);
            if closes {
                raw.tls.send_close_notify();
                octets.extend(raw.records());
            }
            server.gets(&octets);
            assert_eq!(server.left, 0);
            server.hears_the_end();
            server.decides = true;
            server.connection.server_mut().accept().unwrap();
            server.pump();
            for _ in 0..100 {
                raw.hear(&server.says());
            }
            assert_eq!(count(&raw.heard), 5000);
            assert!(server.end.is_some());
        }
    }
}

/// Moves one octet, if there is one.
fn octet<A: Host, B: Host>(from: &mut Under<A>, to: &mut Under<B>) -> bool {
    let Some(octet) = from.connection.output().first().copied() else { return false };
    let most = from.connection.output().len();
    let error = from.connection.advance_output(most + 1).unwrap_err();
    assert_eq!(error.code(), ErrorCode::AdvanceTooFar);
    assert_eq!(from.connection.output().len(), most, "a refused call changes nothing");
    from.connection.advance_output(1).unwrap();
    from.pump();
    to.is_forced(&[octet]);
    true
}

#[test]
fn a_whole_session_goes_through_writes_of_one_octet() {
    for implicit in [false, true] {
        let (config, security) = if implicit {
            (TlsServerConfig::implicit(server_config(), SERVER_TLS.clone()), Security::Implicit)
        } else {
            (TlsServerConfig::starttls(server_config(), SERVER_TLS.clone()), Security::Required)
        };
        let mut server = Under::new(TlsServer::new(&config, [9; 32], 0));
        let mut config = mailer_config();
        config.security = security;
        let peer = Peer::named(SERVER).unwrap();
        let mut mailer = TlsMailer::new(config, CLIENT_TLS.clone(), peer, [7; 32], 0);
        mailer.mailer_mut().send(envelope(), CONTENT.to_vec()).unwrap();
        mailer.mailer_mut().quit();
        let mut mailer = Under::new(mailer);
        while octet(&mut mailer, &mut server) | octet(&mut server, &mut mailer) {}
        assert_eq!(mailer.end, Some(Ok(())));
        let accepted = |event: &MailerEvent| match event {
            MailerEvent::Outcome(outcome) => outcome.is_accepted(),
            _ => false,
        };
        assert!(mailer.events.iter().any(accepted));
        let content = server.events.iter().filter_map(|event| match event {
            ServerEvent::Content { octets } => Some(&octets[..]),
            _ => None,
        });
        assert_eq!(content.collect::<Vec<_>>().concat(), CONTENT);
    }
}

// A record that was not written to its last octet can't be read: the other side has nothing of it.
#[test]
fn what_is_in_a_record_counts_as_sent_when_the_record_is() {
    for tls12 in [false, true] {
        let (mut client, mut raw) = client_in_tls(tls12);
        client.connection.client_mut().noop().unwrap();
        client.pump();
        let record = client.connection.output().to_vec();
        for octet in &record[..record.len() - 1] {
            client.connection.advance_output(1).unwrap();
            raw.hear(&[*octet]);
            assert_eq!(client.connection.client().output(), b"NOOP\r\n");
            let (_, _, sent) = client.connection.client().unanswered().next().unwrap();
            assert_eq!(sent, smtpwire::Sent::No);
        }
        assert!(raw.heard.is_empty());
        client.connection.advance_output(1).unwrap();
        raw.hear(&record[record.len() - 1..]);
        assert_eq!(raw.heard, b"NOOP\r\n");
        let (_, _, sent) = client.connection.client().unanswered().next().unwrap();
        assert_eq!(sent, smtpwire::Sent::Wholly);
        assert!(client.connection.output().is_empty());
        assert!(matches!(client.connection.next_event(0), Ok(Step::NeedData)));
    }
}
