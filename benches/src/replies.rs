//! Replies: from their octets to code, text and what a server offers.

use std::hint::black_box;

use crate::samples::{EHLO, REPLIES, long_reply};
use crate::{Bar, Contender, OURS, Work, ours, peers};

/// The same octets in one piece.
const AT_ONCE: &str = "smtpwire at once";

type Read = fn(&[u8]) -> bool;

pub(crate) fn works() -> Vec<Work> {
    vec![ehlo(), single_lines(), long(), long_by_octets()]
}

fn ehlo() -> Work {
    Work {
        name: "read a reply to EHLO of 12 lines, typed",
        items: 1,
        bars: vec![Bar::Time { of: "smtp-proto", at_most: 1.0 }],
        contenders: vec![
            whole(OURS, EHLO, ours::ehlo),
            whole("smtp-proto", EHLO, peers::smtp_proto_ehlo),
            whole("smtp-codec", EHLO, peers::smtp_codec_ehlo),
            whole("lettre", EHLO, peers::lettre_ehlo),
        ],
    }
}

fn single_lines() -> Work {
    let contender = |name, read: Read| {
        assert!(REPLIES.iter().all(|reply| read(reply)), "{name} reads the replies");
        Contender::whole(name, REPLIES.len(), move || {
            for reply in black_box(&REPLIES) {
                assert!(read(reply));
            }
        })
    };
    Work {
        name: "read a reply of one line",
        items: REPLIES.len(),
        bars: vec![Bar::Time { of: "smtp-proto", at_most: 1.0 }],
        contenders: vec![
            contender(OURS, ours::reply),
            contender("smtp-proto", peers::smtp_proto_reply),
            contender("smtp-codec", peers::smtp_codec_reply),
            contender("lettre", peers::lettre_reply),
        ],
    }
}

fn long() -> Work {
    let reply: &'static [u8] = long_reply().leak();
    Work {
        name: "read a reply of 100 lines at once",
        items: 1,
        bars: Vec::new(),
        contenders: vec![
            whole(OURS, reply, ours::reply),
            whole("smtp-proto", reply, peers::smtp_proto_reply),
            whole("smtp-codec", reply, peers::smtp_codec_reply),
            whole("lettre", reply, peers::lettre_reply),
        ],
    }
}

fn long_by_octets() -> Work {
    let reply: &'static [u8] = long_reply().leak();
    Work {
        name: "read a reply of 100 lines, octet by octet",
        items: 1,
        bars: vec![Bar::Time { of: AT_ONCE, at_most: 1.5 }],
        contenders: vec![
            whole(OURS, reply, ours::reply_by_octets),
            whole(AT_ONCE, reply, ours::reply_at_once),
            whole("smtp-proto", reply, peers::smtp_proto_reply_by_octets),
            whole("smtp-codec", reply, peers::smtp_codec_reply_by_octets),
            whole("lettre", reply, peers::lettre_reply_by_lines),
        ],
    }
}

fn whole(name: &'static str, octets: &'static [u8], read: Read) -> Contender {
    assert!(read(octets), "{name} reads what it is measured on");
    Contender::whole(name, 1, move || assert!(read(black_box(octets))))
}
