//! Any input, cut anywhere: nothing panics, nothing grows, and the cuts make no difference.

use super::*;
use proptest::prelude::*;

/// Lines that a server, or somebody in its place, might send.
fn line() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        6 => prop::sample::select(alloc::vec![
            "250 Ok\r\n", "354 Go\r\n", "550 No\r\n", "421 Bye\r\n", "334 aGk=\r\n", "235 Ok\r\n",
            "250-mx\r\n250 PIPELINING\r\n", "220 Go\r\n", "221 Bye\r\n", "250-a\r\n", "503 x\r\n",
        ]).prop_map(|line| line.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..12),
    ]
}

/// What a host might do.
fn act(wire: &mut Wire, what: u8) {
    let client = &mut wire.client;
    let _ = match what % 20 {
        0 | 1 => client.ehlo(Host::parse("client.example").unwrap()).map(|_| ()),
        2..=4 => client.mail(sender(), MailParameters::new()).map(|_| ()),
        5..=7 => client.rcpt(recipient(), RcptParameters::new()).map(|_| ()),
        8..=9 => client.data().map(|_| ()),
        10 => client.bdat(u64::from(what) % 5, what > 128).map(|_| ()),
        11..=12 => client.content(&[what % 128; 3]).map(|_| ()),
        13 => client.end_content(),
        14 => client.rset().map(|_| ()),
        15 => client.noop().map(|_| ()),
        16 => client.starttls().map(|_| ()),
        17 => client.auth_raw("PLAIN", Some(b"x")).map(|_| ()),
        18 => client.auth_response(b"x"),
        _ => client.quit().map(|_| ()),
    };
}

proptest! {
    #[test]
    fn no_order_of_calls_and_replies_panics_or_grows(
        lmtp: bool,
        offers in prop::collection::vec(prop::sample::select(alloc::vec![
            "PIPELINING", "CHUNKING", "STARTTLS", "AUTH PLAIN",
        ]), 0..4),
        moves in prop::collection::vec((any::<u8>(), prop::option::of(line()), 0_usize..60), 0..60),
    ) {
        let mut config = if lmtp { ClientConfig::lmtp() } else { ClientConfig::new() };
        config.limits.pending_commands = 8;
        config.plaintext_auth = true;
        let mut wire = Wire::with(config, &offers);
        for (what, line, taken) in moves {
            act(&mut wire, what);
            prop_assert!(wire.client.pending() <= 8);
            let taken = taken.min(wire.client.output().len());
            wire.client.advance_output(taken).unwrap();
            if let Some(line) = line {
                let _ = wire.client.receive(&line, wire.now);
                wire.now += 1;
                wire.events();
            }
            prop_assert!(wire.client.output().len() < 2000);
            if wire.client.is_over() {
                prop_assert!(wire.client.output().is_empty());
                prop_assert_eq!(wire.client.next_deadline(), None);
            }
        }
    }

    #[test]
    fn pieces_of_any_size_give_the_same_events(
        lines in prop::collection::vec(line(), 0..12),
        piece in 1_usize..20,
    ) {
        let run = |piece: usize| {
            let mut wire = Wire::offering(&["PIPELINING"]);
            wire.mail();
            wire.rcpt();
            wire.rcpt();
            wire.client.data().unwrap();
            wire.written();
            let mut told = Vec::new();
            for octets in lines.concat().chunks(piece) {
                if wire.client.receive(octets, 0).is_err() {
                    break;
                }
                told.extend(wire.events());
                // Only its end counts, however often it is asked for.
                if wire.client.is_over() {
                    break;
                }
            }
            told
        };
        prop_assert_eq!(run(piece), run(usize::MAX));
    }
}

#[test]
fn more_input_than_there_is_room_for_fails_the_connection() {
    let mut config = ClientConfig::new();
    config.limits.input_buffer = 100;
    let mut wire = Wire::with(config, &[]);
    assert_eq!(wire.client.input_room(), 100);
    wire.client.receive(&[b'2'; 60], 0).unwrap();
    assert_eq!(wire.client.input_room(), 40);
    let error = wire.client.receive(&[b'2'; 41], 0).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InputBufferFull);
    assert_eq!(wire.events(), ["error input-buffer-full"]);
}

#[test]
fn a_reply_that_fills_the_buffer_and_is_not_whole_fails_and_does_not_stand_still() {
    for line in ["220 a line that never ends", "220-a reply that never ends\r\n"] {
        let mut config = ClientConfig::new();
        config.limits.input_buffer = 100;
        let mut client = Client::new(config, 0);
        client.receive(line.repeat(8).get(..100).unwrap().as_bytes(), 0).unwrap();
        let error = client.next_event(0).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InputBufferFull);
    }
}
