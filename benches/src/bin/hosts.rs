//! Measures whole programs on sockets, and prints a JSON line for each work; where a peer is
//! missing, a line that says so.
//!
//! `bench-hosts SERVE MAILER SEND_EPOLL CURL_MULTI ROUNDS [ONLY]`: the paths of `smtpwire`,
//! `bench-mailer` and the two programs in C (both `-` where they are not built), how often each has its
//! turn, and a part of the names of those works that are wanted.

use std::process::ExitCode;

use serde_json::json;
use smtpwire_bench::hosts::{CSenders, Programs, Trouble, compare};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [serve, mailer, send_epoll, curl_multi, rounds, only @ ..] = arguments.as_slice() else {
        panic!("the arguments are SERVE MAILER SEND_EPOLL CURL_MULTI ROUNDS [ONLY]")
    };
    let only = only.first().map_or("", String::as_str);
    let c_senders = (send_epoll != "-")
        .then(|| CSenders { send_epoll: send_epoll.into(), curl_multi: curl_multi.into() });
    let programs = Programs { serve: serve.into(), mailer: mailer.into(), c_senders };
    let rounds = rounds.parse().expect("a number");
    let done = |compared| println!("{}", json!(compared));
    match compare(programs, rounds, only, done) {
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
