//! Client and server joined: random acts, random decisions, random splits. The play is that of the
//! property test `both_sides_always_agree`.

#![no_main]

#[path = "../../crates/smtpwire/tests/pair/configs.rs"]
mod configs;
#[allow(dead_code, unused_imports, unused_macros, reason = "the tests use more of it")]
#[path = "../../crates/smtpwire/tests/pair/line.rs"]
mod line;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../crates/smtpwire/tests/pair/pair.rs"]
mod pair;
#[path = "../../crates/smtpwire/tests/pair/play.rs"]
mod play;

use configs::{client_config, host, recipient, sender, server_config};
use libfuzzer_sys::fuzz_target;
use line::Bare;
use play::{Act, Play, lines};
use smtpwire_fuzz::script::Script;

fuzz_target!(|input: &[u8]| {
    let Some(mut script) = Script::read(input) else { return };
    let (lmtp, unpipelined) = (script.yes(), script.yes());
    let seed = script.number(256) as u64;
    let mut verdicts: Vec<u8> = script.text();
    verdicts.iter_mut().for_each(|verdict| *verdict %= 13);
    verdicts.truncate(60);
    let mut acts = Vec::new();
    while let Some(act) = script.act(b"emrdbRnvxs ") {
        acts.push(match act {
            b'e' => Act::Ehlo,
            b'm' => Act::Mail,
            b'r' => Act::Rcpt(script.number(9)),
            b'd' => Act::Data(lines(&script.text())),
            b'b' => Act::Bdat(lines(&script.text()), script.yes()),
            b'R' => Act::Rset,
            b'n' => Act::Noop,
            b'v' => Act::Vrfy,
            b'x' => Act::Unknown,
            b's' => Act::StartTls,
            _ => Act::Rest,
        });
        if acts.len() > 80 {
            break;
        }
    }
    Play::<Bare>::new(verdicts, seed, lmtp, !unpipelined).session(&acts);
});
