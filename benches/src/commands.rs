//! Commands: from the octets of a line to a typed value.

use std::hint::black_box;

use crate::samples::{COMMANDS, WITH_PARAMETERS, WITHOUT_PARAMETERS};
use crate::{Bar, Contender, OURS, Run, Work, ours, peers};

type Lines = Vec<&'static [u8]>;
type Read = fn(&[u8]) -> bool;

pub(crate) fn works() -> Vec<Work> {
    let pick = |indices: &[usize]| indices.iter().map(|&index| COMMANDS[index]).collect::<Lines>();
    vec![
        work(
            "read a command, of 20 kinds",
            &COMMANDS.to_vec(),
            vec![Bar::Time { of: "smtp-proto", at_most: 0.6 }],
        ),
        work(
            "read a command without parameters",
            &pick(&WITHOUT_PARAMETERS),
            vec![Bar::Allocations { at_most: 0.0 }],
        ),
        work("read a command with parameters", &pick(&WITH_PARAMETERS), Vec::new()),
    ]
}

fn work(name: &'static str, lines: &Lines, bars: Vec<Bar>) -> Work {
    let peers = [
        contender("smtp-proto", lines, peers::smtp_proto_command),
        contender("smtp-codec", lines, peers::smtp_codec_command),
        contender("mailrs-smtp-proto", lines, peers::mailrs_command),
        mailin(lines),
    ];
    // A peer that reads none of them does not take part.
    let peers = peers.into_iter().filter(|peer| peer.items > 0);
    let ours = Contender::whole(OURS, lines.len(), each(lines.clone(), ours::command));
    let contenders = std::iter::once(ours).chain(peers).collect();
    Work { name, items: lines.len(), bars, contenders }
}

fn contender(name: &'static str, lines: &Lines, read: Read) -> Contender {
    let read_by_it: Lines = lines.iter().copied().filter(|line| read(line)).collect();
    beside_ours(name, lines, read_by_it.clone(), each(read_by_it, read))
}

/// mailin reads commands in a session only, so a session is made for each run.
fn mailin(lines: &Lines) -> Contender {
    let mut session = peers::mailin_session();
    let read_by_it: Lines =
        lines.iter().copied().filter(|line| peers::mailin_command(&mut session, line)).collect();
    let run = {
        let lines = read_by_it.clone();
        move || {
            let mut session = peers::mailin_session();
            for line in black_box(&lines) {
                assert!(peers::mailin_command(&mut session, line));
            }
        }
    };
    beside_ours("mailin", lines, read_by_it, run)
}

/// A peer, and where it does not read all lines, smtpwire on those that it reads.
fn beside_ours(
    name: &'static str,
    lines: &Lines,
    read_by_it: Lines,
    run: impl FnMut() + 'static,
) -> Contender {
    let items = read_by_it.len();
    let ours_on_the_same: Option<Run> =
        (items < lines.len()).then(|| Box::new(each(read_by_it, ours::command)) as Run);
    Contender { name, items, ours_on_the_same, run: Box::new(run) }
}

fn each(lines: Lines, read: Read) -> impl FnMut() {
    move || {
        for line in black_box(&lines) {
            assert!(read(line));
        }
    }
}
