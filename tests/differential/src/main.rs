//! Random sessions of the core, written down for the shells to do again.
//!
//! Each line of the output is one session in JSON: what was done (octets in random pieces, calls with
//! random arguments, the clock) and what was seen after each step (events, output, failures, the next
//! deadline). Every shell does the same steps and must see the same. `tests/differential/README.md`
//! describes the form.
//!
//! `pools` is what may be said; `peer` answers a client as a server would, most of the time; `client`,
//! `mailer` and `server` choose the steps of a session; `subject` is the connection under test, called
//! by name through the table that the shells call; `record` writes down.

mod client;
mod mailer;
mod peer;
mod pools;
mod record;
mod server;
mod subject;

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use clap::Parser;
use fastrand::Rng;
use serde_json::Value;

/// Write random sessions of smtpwire's core down, one JSON object a line.
#[derive(Parser)]
struct Arguments {
    /// How many sessions.
    #[arg(long, value_name = "N", default_value_t = 300)]
    sessions: u64,
    /// The first session's seed; the others follow.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let mut out = BufWriter::new(io::stdout().lock());
    for seed in (arguments.seed..).take(usize::try_from(arguments.sessions)?) {
        writeln!(out, "{}", session(seed)?)?;
    }
    out.flush()?;
    Ok(())
}

fn session(seed: u64) -> Result<Value> {
    let mut chance = Rng::with_seed(seed);
    match seed % 3 {
        0 => client::session(seed, &mut chance),
        1 => server::session(seed, &mut chance),
        _ => mailer::session(seed, &mut chance),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_always_the_same_session() {
        for seed in 1..=9 {
            let (one, other) = (session(seed).expect("a session"), session(seed).expect("again"));
            assert_eq!(one, other);
        }
    }

    #[test]
    fn some_sessions_come_to_a_message_and_some_fail() {
        let sessions: Vec<String> =
            (1..=90).map(|seed| session(seed).expect("a session").to_string()).collect();
        for wanted in ["content-reply", "outcome", "message", "authenticated", "\"error\"", "fails"]
        {
            assert!(sessions.iter().any(|session| session.contains(wanted)), "no {wanted}");
        }
    }
}
