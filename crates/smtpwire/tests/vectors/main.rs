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
mod framing;
mod order;
mod proxy;
mod replies;
mod show;
mod split;
mod xtext;

use std::collections::BTreeSet;
use std::fs;

use case::{Case, load, run};
use smtpwire::Problem;

/// Each file, and the check of its cases: this is the list of all there are.
macro_rules! files {
    ($($test:ident: $file:literal of $case:ty, $check:expr;)*) => {
        $(
            #[test]
            fn $test() {
                run::<$case>($file, $check);
            }
        )*

        const FILES: &[&str] = &[$($file),*];

        /// Name, requirements and note of every case.
        fn every_case() -> Vec<(&'static str, String, Vec<String>, Option<String>)> {
            let mut all = Vec::new();
            $(
                for case in load::<$case>($file) {
                    let note = case.note().map(str::to_owned);
                    all.push(($file, case.name().to_owned(), case.requirements().to_vec(), note));
                }
            )*
            all
        }
    };
}

files! {
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

#[test]
fn there_is_no_file_that_is_not_run() {
    let entries = fs::read_dir(case::folder()).expect("the folder of the vectors");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().unwrap());
    let found: BTreeSet<String> = names.filter(|name| name != "README.md").collect();
    let run: BTreeSet<String> = FILES.iter().map(|file| format!("{file}.json")).collect();
    assert_eq!(found, run);
}

#[test]
fn there_are_at_least_four_hundred_cases_and_each_has_a_name_of_its_own() {
    let cases = every_case();
    println!("{} cases", cases.len());
    assert!(cases.len() >= 400, "{} cases", cases.len());
    let mut names = BTreeSet::new();
    for (file, name, requirements, note) in &cases {
        assert!(names.insert((file, name)), "{file}: {name} stands twice");
        assert!(!requirements.is_empty() || note.is_some(), "{file}: {name} shows nothing");
        for id in requirements {
            assert!(is_id(id), "{file}: {name}: {id} is no id");
        }
    }
}

/// `R-BDAT-005`, a requirement, or `SMUG-003`, an attack.
fn is_id(id: &str) -> bool {
    const ATTACKS: [&str; 7] = ["ADDR", "PARAM", "REPLY", "DOTS", "SMUG", "BDAT", "PROXY"];
    let (requirement, rest) = match id.strip_prefix("R-") {
        Some(rest) => (true, rest),
        None => (false, id),
    };
    let Some((area, number)) = rest.split_once('-') else { return false };
    let numbered = number.len() == 3 && number.bytes().all(|digit| digit.is_ascii_digit());
    let area_fits = area.bytes().all(|o| o.is_ascii_uppercase() || o.is_ascii_digit());
    numbered && area_fits && !area.is_empty() && (requirement || ATTACKS.contains(&area))
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
