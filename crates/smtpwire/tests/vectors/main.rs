//! The conformance vectors of `tests/vectors`, run against the core.
//!
//! `tests/vectors/README.md` describes the files. Each is one test here; a case that fails is told
//! by its name, with what was expected and what came.

mod addresses;
mod bdat;
mod build;
mod capabilities;
mod case;
mod commands;
mod content;
mod coverage;
mod dialogs;
mod framing;
mod order;
mod proxy;
mod replies;
mod show;
mod split;
mod xtext;

use std::collections::BTreeSet;
use std::fs;

use case::{Case, load, run, run_all};
use smtpwire::Problem;

/// Each file, and the check of its cases: this is the list of all there are.
macro_rules! files {
    (
        cases { $($test:ident: $file:literal of $case:ty, $check:expr;)* }
        dialogs { $($dialogs:ident: $role:literal / $subject:literal;)* }
    ) => {
        $(
            #[test]
            fn $test() {
                run::<$case>($file, $check);
            }
        )*
        $(
            #[test]
            fn $dialogs() {
                let file = concat!($role, "/", $subject);
                run_all(file, &dialogs::load(file), |case| dialogs::dialog(case, $role));
            }
        )*

        const FILES: &[&str] = &[$($file,)* $(concat!($role, "/", $subject),)*];

        /// Name, requirements and note of every case.
        fn every_case() -> Vec<(&'static str, String, Vec<String>, Option<String>)> {
            let mut all = Vec::new();
            $(
                for case in load::<$case>($file) {
                    let note = case.note().map(str::to_owned);
                    all.push(($file, case.name().to_owned(), case.requirements().to_vec(), note));
                }
            )*
            $(
                let file = concat!($role, "/", $subject);
                for case in dialogs::load(file) {
                    let note = case.note().map(str::to_owned);
                    all.push((file, case.name().to_owned(), case.requirements().to_vec(), note));
                }
            )*
            all
        }
    };
}

files! {
    cases {
        commands_are_read_and_written: "commands" of commands::Good, commands::good;
        what_is_no_command_is_answered: "command-errors" of commands::Bad, commands::bad;
        parameters_are_read_and_written: "parameters" of commands::Parameters, commands::parameters;
        addresses_are_read_and_written: "addresses" of addresses::Address, addresses::address;
        replies_are_read_and_written: "replies" of replies::Replies, replies::replies;
        capabilities_are_read_and_written: "capabilities" of capabilities::Offer, capabilities::offer;
        content_is_stuffed_and_unstuffed: "content" of content::Content, content::content;
        lines_are_framed: "framing" of framing::Framing, framing::framing;
        chunks_are_counted: "bdat" of bdat::Bdat, bdat::bdat;
        proxy_headers_are_read_and_written: "proxy" of proxy::Proxy, proxy::proxy;
        xtext_is_decoded_and_coded: "xtext" of xtext::Xtext, xtext::xtext;
        the_order_of_commands_holds: "order" of order::Order, order::order;
    }

    dialogs {
        a_client_holds_a_session: "client" / "session";
        a_client_reads_greetings: "client" / "greeting";
        a_client_sends_content: "client" / "content";
        a_client_sends_chunks: "client" / "bdat";
        a_client_speaks_lmtp: "client" / "lmtp";
        a_client_starts_tls: "client" / "starttls";
        a_client_logs_in: "client" / "auth";
        a_client_writes_no_command_of_others: "client" / "injection";
        a_client_pairs_replies: "client" / "replies";
        a_client_keeps_its_limits: "client" / "limits";
        a_client_keeps_time: "client" / "time";
        a_server_holds_a_session: "server" / "session";
        a_server_keeps_the_order: "server" / "order";
        a_server_is_not_smuggled_past: "server" / "smuggling";
        a_server_counts_chunks: "server" / "bdat";
        a_server_speaks_lmtp: "server" / "lmtp";
        a_server_starts_tls: "server" / "starttls";
        a_server_asks_who_it_is: "server" / "auth";
        a_server_keeps_clients_in_step: "server" / "sync";
        a_server_keeps_its_limits: "server" / "limits";
        a_server_keeps_time: "server" / "time";
        a_server_reads_proxies: "server" / "proxy";
        a_server_asks_its_host: "server" / "decisions";
    }
}

#[test]
fn there_is_no_file_that_is_not_run() {
    let mut found = BTreeSet::new();
    for folder in ["", "client/", "server/"] {
        for entry in fs::read_dir(case::folder().join(folder)).expect("the folder of the vectors") {
            let entry = entry.expect("an entry");
            let name = entry.file_name().into_string().unwrap();
            if entry.path().is_file() && name != "README.md" && name != "coverage.json" {
                found.insert(format!("{folder}{name}"));
            }
        }
    }
    let run: BTreeSet<String> = FILES.iter().map(|file| format!("{file}.json")).collect();
    assert_eq!(found, run);
}

#[test]
fn there_are_at_least_400_cases_and_500_dialogs_and_each_has_a_name_of_its_own() {
    let cases = every_case();
    let dialogs = cases.iter().filter(|(file, ..)| file.contains('/')).count();
    println!("{} cases, {dialogs} of them dialogs", cases.len());
    assert!(cases.len() - dialogs >= 400, "{} cases", cases.len() - dialogs);
    assert!(dialogs >= 500, "{dialogs} dialogs");
    let mut names = BTreeSet::new();
    for (file, name, requirements, note) in &cases {
        assert!(names.insert((file, name)), "{file}: {name} stands twice");
        assert!(!requirements.is_empty() || note.is_some(), "{file}: {name} shows nothing");
        for id in requirements {
            assert!(is_id(id), "{file}: {name}: {id} is no id");
        }
    }
}

/// `R-BDAT-005`, a requirement, `SMUG-003`, an attack, or `D014`, a deviation.
fn is_id(id: &str) -> bool {
    const ATTACKS: [&str; 14] = [
        "ADDR", "AUTH", "BDAT", "CVE", "DOTS", "INJ", "LIMIT", "PARAM", "PROXY", "REPLY", "SMUG",
        "STATE", "SYNC", "TLSI",
    ];
    let is_number =
        |text: &str| text.len() == 3 && text.bytes().all(|digit| digit.is_ascii_digit());
    if id.strip_prefix('D').is_some_and(is_number) {
        return true;
    }
    let (requirement, rest) = match id.strip_prefix("R-") {
        Some(rest) => (true, rest),
        None => (false, id),
    };
    let Some((area, number)) = rest.split_once('-') else { return false };
    let area_fits = area.bytes().all(|o| o.is_ascii_uppercase() || o.is_ascii_digit());
    is_number(number) && area_fits && !area.is_empty() && (requirement || ATTACKS.contains(&area))
}

#[test]
fn every_attack_and_deviation_is_shown_or_says_why_not() {
    coverage::check(every_case().into_iter().map(|(file, _, ids, _)| (file, ids)));
}

#[test]
fn every_problem_is_shown_by_a_vector() {
    let mut shown = BTreeSet::new();
    for case in load::<commands::Bad>("command-errors") {
        shown.insert(case.problem().to_owned());
    }
    for case in load::<commands::Parameters>("parameters") {
        shown.extend(case.problem().map(str::to_owned));
    }
    for case in load::<addresses::Address>("addresses") {
        shown.extend(case.problem().map(str::to_owned));
    }
    let missing: Vec<&str> =
        Problem::ALL.iter().map(|problem| problem.name()).filter(|n| !shown.contains(*n)).collect();
    assert!(missing.is_empty(), "no vector shows {missing:?}");
}
