//! The tables of operations, against the tests and against each other.

use std::collections::BTreeSet;

use smtpwire_shell::operations::{ClientOperation, MailerOperation, ServerOperation, Signature};

/// The tests of this folder that call operations of one role.
const CLIENT: &[&str] = &[include_str!("client.rs"), include_str!("tls.rs")];
const MAILER: &[&str] = &[include_str!("mailer.rs"), include_str!("tls.rs")];
const SERVER: &[&str] = &[include_str!("server.rs"), include_str!("tls.rs")];

/// Those that no test calls, neither one of ours nor a dialog of the vectors.
fn uncalled(role: &str, signatures: &[Signature], tests: &[&str]) -> Vec<&'static str> {
    let mut calls = BTreeSet::new();
    if role != "mailer" {
        for entry in std::fs::read_dir(crate::case::folder().join(role)).expect("the folder") {
            let text = std::fs::read_to_string(entry.expect("a file").path()).expect("text");
            for behind in text.split("\"call\": \"").skip(1) {
                calls.insert(behind.split('"').next().unwrap_or_default().replace('-', "_"));
            }
        }
    }
    let is_called = |name: &str| {
        calls.contains(name) || tests.iter().any(|test| test.contains(&format!("\"{name}\"")))
    };
    signatures.iter().map(|one| one.name).filter(|name| !is_called(name)).collect()
}

#[test]
fn every_operation_is_called_by_a_test() {
    let client: Vec<_> = ClientOperation::ALL.iter().map(|one| one.signature()).collect();
    let mailer: Vec<_> = MailerOperation::ALL.iter().map(|one| one.signature()).collect();
    let server: Vec<_> = ServerOperation::ALL.iter().map(|one| one.signature()).collect();
    assert_eq!(uncalled("client", &client, CLIENT), Vec::<&str>::new());
    assert_eq!(uncalled("mailer", &mailer, MAILER), Vec::<&str>::new());
    assert_eq!(uncalled("server", &server, SERVER), Vec::<&str>::new());
}

/// Every `pub fn` in these sources, but those of the run loop and those that make a connection.
fn methods(sources: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in sources {
        for line in source.lines().filter_map(|line| line.strip_prefix("    pub fn ")) {
            found.insert(line.split(['(', '<']).next().unwrap_or_default().to_owned());
        }
    }
    for own in [
        "new",
        "awaiting_tls",
        "receive",
        "receive_eof",
        "input_room",
        "is_awaiting_tls",
        "next_event",
        "output",
        "advance_output",
        "next_deadline",
        "handle_timeout",
    ] {
        found.remove(own);
    }
    found
}

macro_rules! core {
    ($($file:literal),+) => {
        &[$(include_str!(concat!("../../../../crates/smtpwire/src/flow/", $file)),)+]
    };
}

#[test]
fn every_method_of_the_core_s_connections_has_an_operation() {
    let lacks = |sources: &[&str], signatures: Vec<&str>, otherwise: &[&str]| {
        let methods = methods(sources);
        let has = |name: &&String| {
            !signatures.contains(&name.as_str()) && !otherwise.contains(&name.as_str())
        };
        methods.iter().filter(has).cloned().collect::<Vec<_>>()
    };
    let client: &[&str] = core!(
        "client/mod.rs",
        "client/accessors.rs",
        "client/auth.rs",
        "client/commands.rs",
        "client/content.rs",
        "client/tls.rs",
        "client/deadlines.rs"
    );
    let names = ClientOperation::ALL.iter().map(|one| one.signature().name).collect();
    assert_eq!(lacks(client, names, &["tls_established_unverified"]), Vec::<String>::new());
    let mailer: &[&str] = core!("mailer/mailer.rs", "mailer/session.rs");
    let names = MailerOperation::ALL.iter().map(|one| one.signature().name).collect();
    assert_eq!(lacks(mailer, names, &["tls_established_unverified"]), Vec::<String>::new());
    let server: &[&str] = core!(
        "server/mod.rs",
        "server/answers.rs",
        "server/auth.rs",
        "server/deadlines.rs",
        "server/ending.rs",
        "server/tls.rs"
    );
    let names = ServerOperation::ALL.iter().map(|one| one.signature().name).collect();
    assert_eq!(lacks(server, names, &["config"]), Vec::<String>::new());
}
