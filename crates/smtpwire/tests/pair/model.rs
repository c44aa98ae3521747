//! Random sessions: what the hosts do and decide is drawn.

use proptest::prelude::*;

use crate::line::Line;
use crate::play::{Act, Play, lines};

fn act() -> impl Strategy<Value = Act> {
    let content = proptest::collection::vec(
        prop_oneof![Just(b'.'), Just(b'x'), Just(b'\n'), any::<u8>()],
        0..40,
    );
    let lines = content.prop_map(|octets| lines(&octets));
    prop_oneof![
        1 => Just(Act::Ehlo),
        6 => Just(Act::Mail),
        8 => (0..9_usize).prop_map(Act::Rcpt),
        5 => lines.clone().prop_map(Act::Data),
        5 => (lines, any::<bool>()).prop_map(|(octets, last)| Act::Bdat(octets, last)),
        2 => Just(Act::Rset),
        2 => Just(Act::Noop),
        1 => Just(Act::Vrfy),
        1 => Just(Act::Unknown),
        1 => Just(Act::StartTls),
        8 => Just(Act::Rest),
    ]
}

macro_rules! model {
    ($line:ty) => {
        $crate::line::on_line! { $line, model: both_sides_always_agree }
    };
}
pub(crate) use model;

pub(crate) fn both_sides_always_agree<L: Line>() {
    let sessions = (
        proptest::collection::vec(act(), 0..40),
        proptest::collection::vec(0..13_u8, 1..30),
        any::<u64>(),
        any::<bool>(),
        any::<bool>(),
    );
    // The seeds of failures stand beside this file.
    let config = ProptestConfig { source_file: Some(file!()), ..ProptestConfig::with_cases(256) };
    proptest!(config, |((acts, verdicts, seed, lmtp, pipelining) in sessions)| {
        Play::<L>::new(verdicts, seed, lmtp, pipelining).session(&acts);
    });
}
