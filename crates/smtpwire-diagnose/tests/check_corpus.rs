//! The checker against a folder of real dialogs, where there is one.
//!
//! `SMTPWIRE_CORPUS` names the folder that holds `dialogs/` with its `index.json`. The dialogs are
//! other people's text and not a part of this project; without the folder there is nothing to do.

use std::fs;
use std::path::PathBuf;

use smtpwire_diagnose::check::{Report, Severity, check_source};

/// The rule that names what each deviation and each attack does.
const FOUND_BY: [(&str, &str, Severity); 9] = [
    ("dev-greet-multiline.txt", "greeting-multiline", Severity::Note),
    ("dev-bare-code.txt", "reply-without-text", Severity::Note),
    ("dev-auth-equals.txt", "auth-equals", Severity::Warning),
    ("dev-login-prompts-odd.txt", "initial-response-not-allowed", Severity::Warning),
    ("dev-yandex-334.txt", "bare-334", Severity::Warning),
    ("dev-login-ir-ignored.txt", "login-initial-response-ignored", Severity::Warning),
    ("dev-mech-change-tls.txt", "mechanism-not-offered", Severity::Warning),
    ("dev-starttls-injected.txt", "starttls-injection", Severity::Error),
    ("dev-reply-before-command.txt", "unsolicited-reply", Severity::Error),
];

fn check(path: &PathBuf) -> Report {
    let input = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    check_source(&input).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn real_dialogs_are_read_without_a_false_error_and_deviations_are_found_out() {
    let Some(corpus) = std::env::var_os("SMTPWIRE_CORPUS") else {
        eprintln!("SMTPWIRE_CORPUS is not set: the corpus of dialogs was not checked");
        return;
    };
    let dialogs = PathBuf::from(corpus).join("dialogs");
    let index = fs::read_to_string(dialogs.join("index.json")).expect("the corpus has an index");
    let index: serde_json::Value = serde_json::from_str(&index).expect("the index is JSON");
    let entries = index.as_array().expect("the index is a list");
    assert!(entries.len() >= 61, "{} dialogs", entries.len());
    let mut found = 0;
    for entry in entries {
        let file = entry["file"].as_str().expect("each entry names its file");
        let report = check(&dialogs.join(file));
        let errors: Vec<_> =
            report.findings.iter().filter(|f| f.severity == Severity::Error).collect();
        match entry["verdict"].as_str().expect("each entry has a verdict") {
            "ok" | "historic" => assert!(errors.is_empty(), "{file}: {errors:#?}"),
            "sasl-only" => {
                let rules: Vec<_> = report.findings.iter().map(|finding| finding.rule).collect();
                assert_eq!(rules, ["not-smtp"], "{file}");
            }
            verdict => {
                let (_, rule, severity) = FOUND_BY
                    .iter()
                    .find(|(of, ..)| *of == file)
                    .unwrap_or_else(|| panic!("{file} is a {verdict} and no rule is named"));
                let hit = report.findings.iter().find(|finding| finding.rule == *rule);
                assert_eq!(hit.map(|finding| finding.severity), Some(*severity), "{file}");
                assert_eq!(verdict == "attack", *severity == Severity::Error, "{file}");
                assert_eq!(verdict == "attack", !errors.is_empty(), "{file}: {errors:#?}");
                found += 1;
            }
        }
    }
    assert_eq!(found, FOUND_BY.len());
}
