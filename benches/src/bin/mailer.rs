//! Sends messages with a mailer: `bench-mailer ADDRESS SESSIONS MESSAGES OCTETS`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, sessions, messages, octets] = arguments.as_slice() else {
        panic!("the arguments are ADDRESS SESSIONS MESSAGES OCTETS");
    };
    let sent = smtpwire_bench::hosts::send(
        address.parse().expect("an address"),
        sessions.parse().expect("a number"),
        messages.parse().expect("a number"),
        octets.parse().expect("a number"),
    );
    match sent {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
