//! Measures whole programs on sockets, and prints a JSON line for each work; where a peer is
//! missing, a line that says so.
//!
//! `bench-hosts SERVE MAILER ROUNDS [ONLY]`: the paths of `smtpwire` and `bench-mailer`, how often
//! each has its turn, and a part of the names of those works that are wanted.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;
use smtpwire_bench::hosts::{Trouble, compare};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (serve, mailer, rounds, only) = match arguments.as_slice() {
        [serve, mailer, rounds] => (serve, mailer, rounds, ""),
        [serve, mailer, rounds, only] => (serve, mailer, rounds, only.as_str()),
        _ => panic!("the arguments are SERVE MAILER ROUNDS [ONLY]"),
    };
    let rounds = rounds.parse().expect("a number");
    let done = |compared| println!("{}", json!(compared));
    match compare(Path::new(serve), Path::new(mailer), rounds, only, done) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Trouble::Missing(missing)) => {
            println!("{}", json!({ "missing": missing.to_string() }));
            ExitCode::SUCCESS
        }
        Err(Trouble::Failed(error)) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
