//! Random sessions: what the hosts do and decide is drawn.

use proptest::prelude::*;

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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn both_sides_always_agree(
        acts in proptest::collection::vec(act(), 0..40),
        verdicts in proptest::collection::vec(0..13_u8, 1..30),
        seed in any::<u64>(),
        lmtp in any::<bool>(),
        pipelining in any::<bool>(),
    ) {
        Play::new(verdicts, seed, lmtp, pipelining).session(&acts);
    }
}
