//! How the octets are cut into reads makes no difference, and no octets do harm.

use proptest::prelude::*;

use super::*;
use crate::flow::limits::Protocol;
use crate::flow::sasl::SaslMechanism;

/// Pieces of sessions, valid and not.
const PARTS: [&[u8]; 34] = [
    b"EHLO c.example\r\n",
    b"LHLO c.example\r\n",
    b"HELO c.example\r\n",
    b"MAIL FROM:<a@b.example>\r\n",
    b"MAIL FROM:<a@b.example> SIZE=900 BODY=8BITMIME\r\n",
    b"MAIL FROM:<\xff>\r\n",
    b"RCPT TO:<c@d.example>\r\n",
    b"RCPT TO:<c@d.example>\r\n",
    b"RCPT TO:<\r\n",
    b"DATA\r\n",
    b"DATA\r\n",
    b"a line\r\n",
    b"..\r\n",
    b".\r\n",
    b"\r\n.\r\n",
    b"\r\n.\n",
    b"\r.\r\n",
    b"BDAT 7\r\n",
    b"BDAT 3 LAST\r\n",
    b"BDAT 0 LAST\r\n",
    b"BDAT 99999 LAST\r\n",
    b"BDAT x\r\n",
    b"RSET\r\n",
    b"NOOP\r\n",
    b"VRFY jo\r\n",
    b"NONSENSE\r\n",
    b"AUTH PLAIN\r\n",
    b"AUTH PLAIN AHUAcA==\r\n",
    b"AHUAcA==\r\n",
    b"*\r\n",
    b"\n",
    b"\0\r\n",
    b"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    b"QUIT\r\n",
];

fn session(lmtp: bool, whole: bool, early_eof: bool, reads: &[&[u8]]) -> Talk {
    let mut talk = Talk::new(|config| {
        config.synchronization = Synchronization::Tolerant;
        config.limits.command_line = 80;
        config.limits.message_size = Some(1000);
        config.limits.content_line = Some(120);
        config.plaintext_auth = true;
        config.extensions.auth = alloc::vec![SaslMechanism::Plain, SaslMechanism::Login];
        if lmtp {
            config.protocol = Protocol::Lmtp;
        }
        if whole {
            config.content = ContentMode::Whole;
        }
    });
    for read in reads {
        talk.send(read);
        let output = talk.server.output.allocated();
        assert!(talk.server.input.allocated() <= 8192 && output <= 1 << 20);
    }
    if early_eof {
        talk.server.receive_eof(talk.now);
        talk.run();
    }
    talk
}

/// The content of the messages, as a host keeps it that drops what is aborted.
fn stored(talk: &Talk) -> Vec<Vec<u8>> {
    let (mut stored, mut spool) = (Vec::new(), Vec::new());
    for event in &talk.events {
        match event {
            ServerEvent::Content { octets } => spool.extend_from_slice(octets),
            ServerEvent::Aborted { .. } => spool.clear(),
            ServerEvent::Message { size, octets } => {
                let message = octets.clone().unwrap_or_else(|| core::mem::take(&mut spool));
                assert_eq!(message.len() as u64, *size);
                stored.push(message);
            }
            _ => {}
        }
    }
    stored
}

fn octets() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        20 => prop::sample::select(&PARTS[..]).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..20),
    ];
    let transaction = b"EHLO c.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n";
    let start = prop_oneof![Just(&b""[..]), Just(&transaction[..])];
    (start, prop::collection::vec(part, 0..30))
        .prop_map(|(start, parts)| [start.to_vec(), parts.concat()].concat())
}

proptest! {
    #[test]
    fn reads_of_any_size_get_the_same_replies(
        wire in octets(),
        size in 1_usize..40,
        lmtp: bool,
        whole: bool,
        eof: bool,
    ) {
        let at_once = session(lmtp, whole, eof, &[&wire]);
        let reads: Vec<&[u8]> = wire.chunks(size).collect();
        let in_reads = session(lmtp, whole, eof, &reads);
        prop_assert_eq!(&at_once.said, &in_reads.said);
        prop_assert_eq!(stored(&at_once), stored(&in_reads));
        prop_assert_eq!(&at_once.end, &in_reads.end);
        let told = |talk: &Talk| {
            let told = talk.events.iter().filter(|event| !matches!(event, ServerEvent::Content { .. }));
            told.cloned().collect::<Vec<_>>()
        };
        prop_assert_eq!(told(&at_once), told(&in_reads));
    }

    #[test]
    fn each_accepted_transaction_ends_once(wire in octets(), lmtp: bool) {
        let talk = session(lmtp, false, true, &[&wire]);
        let mut open = false;
        for event in &talk.events {
            match event {
                ServerEvent::Mail { .. } => {
                    prop_assert!(!open);
                    open = true;
                }
                ServerEvent::Message { .. } | ServerEvent::Aborted { .. } => {
                    prop_assert!(open);
                    open = false;
                }
                ServerEvent::Rcpt { .. } | ServerEvent::Data | ServerEvent::Content { .. } => {
                    prop_assert!(open);
                }
                _ => {}
            }
        }
        prop_assert!(!open, "{:?}", talk.events);
    }
}
