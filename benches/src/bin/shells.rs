//! Measures the shells of other languages beside the core, and prints a JSON line for each work.
//!
//! `bench-shells ROUNDS SHELL…`: how often each has its turn; each shell is JSON, `{"name": "Python",
//! "command": ["python", "bench.py", "--worker"], "bar": 6.0}`.

use serde_json::json;
use smtpwire_bench::shells::{Shell, compare};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rounds, shells @ ..] = arguments.as_slice() else {
        panic!("the arguments are ROUNDS SHELL…")
    };
    let shells: Vec<Shell> =
        shells.iter().map(|shell| serde_json::from_str(shell).expect("a shell")).collect();
    let rounds = rounds.parse().expect("a number");
    for measured in compare(&shells, rounds).expect("every shell answers") {
        println!("{}", json!(measured));
    }
}
