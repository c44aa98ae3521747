//! Content: one MiB of it, against a copy of one MiB.

use std::hint::black_box;

use crate::samples::{MIB, message};
use crate::{Bar, Contender, MEMCPY, OURS, Work, ours, peers};

/// Every 32nd line of a message starts with a dot: more than mail has.
const SOME_DOTS: usize = 32;
const ALL_DOTS: usize = 1;
/// No line does: what most mail is.
const NO_DOTS: usize = usize::MAX;

pub(crate) fn works() -> Vec<Work> {
    let at_most = |at_most| vec![Bar::Time { of: MEMCPY, at_most }];
    vec![
        stuff("stuff 1 MiB, a dot before no line", NO_DOTS, at_most(1.6)),
        stuff("stuff 1 MiB, a dot before every 32nd line", SOME_DOTS, at_most(1.6)),
        stuff("stuff 1 MiB, a dot before every line", ALL_DOTS, Vec::new()),
        unstuff("un-stuff 1 MiB, a dot before no line", NO_DOTS, at_most(2.0)),
        unstuff("un-stuff 1 MiB, a dot before every 32nd line", SOME_DOTS, at_most(2.0)),
        unstuff("un-stuff 1 MiB, a dot before every line", ALL_DOTS, Vec::new()),
        scan(),
    ]
}

fn stuff(name: &'static str, dotted: usize, bars: Vec<Bar>) -> Work {
    let (sent, read) = sent(dotted);
    let read: &'static [u8] = read.leak();
    let mut wire = Vec::with_capacity(2 * MIB);
    assert!(ours::stuff(read, &mut wire) && wire == sent, "smtpwire stuffs");
    let ours = Contender::whole(OURS, 1, move || {
        assert!(ours::stuff(black_box(read), &mut wire));
        black_box(&wire);
    });
    Work { name, items: 1, bars, contenders: vec![ours, memcpy(read)] }
}

fn unstuff(name: &'static str, dotted: usize, bars: Vec<Bar>) -> Work {
    let (sent, read) = sent(dotted);
    let mut content = Vec::with_capacity(2 * MIB);
    assert!(ours::unstuff(sent, &mut content) && content == read, "smtpwire un-stuffs");
    let ours = Contender::whole(OURS, 1, move || {
        assert!(ours::unstuff(black_box(sent), &mut content));
        black_box(&content);
    });
    let peers = [memcpy(sent), smtp_proto(sent, &read), mailrs(sent, &read), mailin(sent)];
    Work { name, items: 1, bars, contenders: std::iter::once(ours).chain(peers).collect() }
}

fn scan() -> Work {
    let read: &'static [u8] = message(SOME_DOTS).leak();
    assert!(ours::scan(read), "smtpwire finds nothing");
    let ours = Contender::whole(OURS, 1, move || assert!(ours::scan(black_box(read))));
    Work {
        name: "look for bare CR, bare LF and NUL in 1 MiB",
        items: 1,
        bars: Vec::new(),
        contenders: vec![ours, memcpy(read)],
    }
}

/// A message as it is sent, dots doubled and the end behind it, and as it is read.
fn sent(dotted: usize) -> (&'static [u8], Vec<u8>) {
    let read = message(dotted);
    let mut sent = Vec::with_capacity(2 * MIB);
    for line in read.split_inclusive(|&octet| octet == b'\n') {
        if line.starts_with(b".") {
            sent.push(b'.');
        }
        sent.extend_from_slice(line);
    }
    sent.extend_from_slice(b".\r\n");
    (sent.leak(), read)
}

fn memcpy(octets: &'static [u8]) -> Contender {
    let mut copy = Vec::with_capacity(2 * MIB);
    Contender::whole(MEMCPY, 1, move || {
        copy.clear();
        copy.extend_from_slice(black_box(octets));
        black_box(&copy);
    })
}

fn smtp_proto(sent: &'static [u8], read: &[u8]) -> Contender {
    let mut content = Vec::with_capacity(2 * MIB);
    assert!(peers::smtp_proto_unstuff(sent, &mut content) && content == read, "smtp-proto");
    Contender::whole("smtp-proto", 1, move || {
        assert!(peers::smtp_proto_unstuff(black_box(sent), &mut content));
        black_box(&content);
    })
}

fn mailrs(sent: &'static [u8], read: &[u8]) -> Contender {
    assert!(peers::mailrs_unstuff(sent) == read, "mailrs-smtp-proto");
    Contender::whole("mailrs-smtp-proto", 1, move || {
        black_box(peers::mailrs_unstuff(black_box(sent)));
    })
}

fn mailin(sent: &'static [u8]) -> Contender {
    let mut session = peers::mailin_data_session();
    assert!(peers::mailin_unstuff(&mut session, sent), "mailin");
    Contender::whole("mailin", 1, move || {
        assert!(peers::mailin_unstuff(&mut session, black_box(sent)));
    })
}
