//! Each rule fires on one dialog and keeps quiet on another.
//!
//! The dialogs stand in `rules/*.txt`: `== rule`, then `>> fires severity` and `>> quiet`, each
//! with a dialog. A line of blanks and `^` marks the column of the line above in which the finding
//! must stand. `@offer A|B` is greeting and EHLO with these keywords, `@lmtp` the same of LMTP,
//! `@mail` one recipient accepted, `@data` DATA and its 354, `@smtplib` all of these as smtplib
//! prints them, `@repeat x 9` nine times x.

use std::collections::BTreeMap;

use smtpwire_diagnose::check::{Finding, RULES, Rule, check_source};

const DIALOGS: [&str; 9] = [
    include_str!("rules/order.txt"),
    include_str!("rules/syntax.txt"),
    include_str!("rules/offers.txt"),
    include_str!("rules/limits.txt"),
    include_str!("rules/replies.txt"),
    include_str!("rules/tls.txt"),
    include_str!("rules/auth.txt"),
    include_str!("rules/content.txt"),
    include_str!("rules/session.txt"),
];

#[derive(Default)]
struct Case {
    rule: String,
    /// The severity with which it must fire; `None` when it must not.
    severity: Option<String>,
    dialog: Vec<u8>,
    /// Where the finding must stand, if that is marked.
    position: Option<(usize, usize)>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut rule = "";
    for line in DIALOGS.iter().flat_map(|file| file.lines()) {
        if let Some(id) = line.strip_prefix("== ") {
            rule = id;
        } else if let Some(kind) = line.strip_prefix(">> ") {
            let severity = kind.strip_prefix("fires ").map(str::to_owned);
            assert!(severity.is_some() || kind == "quiet", "{rule}: {kind}");
            cases.push(Case { rule: rule.to_owned(), severity, ..Case::default() });
        } else if let Some(case) = cases.last_mut().filter(|_| !line.is_empty()) {
            say(case, line);
        }
    }
    cases
}

fn say(case: &mut Case, line: &str) {
    let lines = |case: &Case| case.dialog.iter().filter(|octet| **octet == b'\n').count();
    match line.split_once(' ').unwrap_or((line, "")) {
        ("@offer", keywords) => {
            say(case, "S: 220 mx.example.net ESMTP");
            say(case, "C: EHLO client.example.org");
            say(case, "S: 250-mx.example.net");
            let keywords: Vec<_> = keywords.split('|').collect();
            for (at, keyword) in keywords.iter().enumerate() {
                let more = if at + 1 < keywords.len() { '-' } else { ' ' };
                say(case, &format!("S: 250{more}{keyword}"));
            }
        }
        ("@lmtp", _) => {
            say(case, "S: 220 mx.example.net LMTP");
            say(case, "C: LHLO client.example.org");
            say(case, "S: 250-mx.example.net");
            say(case, "S: 250-PIPELINING");
            say(case, "S: 250 ENHANCEDSTATUSCODES");
        }
        ("@mail", _) => {
            for line in ["C: MAIL FROM:<a@example.org>", "S: 250 ok"] {
                say(case, line);
            }
            for line in ["C: RCPT TO:<b@example.net>", "S: 250 ok"] {
                say(case, line);
            }
        }
        ("@data", _) => {
            say(case, "C: DATA");
            say(case, "S: 354 go");
        }
        ("@smtplib", _) => {
            let steps = [
                ("ehlo client.example.org", "250 mx.example.net"),
                ("mail FROM:<a@example.org>", "250 ok"),
                ("rcpt TO:<b@example.net>", "250 ok"),
                ("data", "354 go"),
            ];
            for (command, reply) in steps {
                say(case, &format!(r"send: '{command}\r\n'"));
                say(case, &format!(r"reply: b'{reply}\r\n'"));
            }
        }
        _ if line.trim_start() == "^" => {
            case.position = Some((lines(case), line.len()));
        }
        _ => {
            case.dialog.extend(text(line));
            case.dialog.push(b'\n');
        }
    }
}

/// The line, its `@repeat` carried out, and `\xNN` undone where the labelled form has no escapes.
fn text(line: &str) -> Vec<u8> {
    if let Some((head, repeat)) = line.split_once("@repeat ") {
        let (what, times) = repeat.split_once(' ').expect("what and how often");
        let times: usize = times.parse().expect("a number");
        return format!("{head}{}", what.repeat(times)).into_bytes();
    }
    if line.starts_with("send: ") {
        return line.as_bytes().to_vec();
    }
    let mut octets = Vec::new();
    let mut rest = line;
    while let Some((head, tail)) = rest.split_once("\\x") {
        octets.extend(head.bytes());
        octets.push(u8::from_str_radix(&tail[..2], 16).expect("two hex digits"));
        rest = &tail[2..];
    }
    octets.extend(rest.bytes());
    octets
}

fn of_rule(case: &Case) -> Vec<Finding> {
    let report =
        check_source(&case.dialog).unwrap_or_else(|error| panic!("{}: {error}", case.rule));
    report.findings.into_iter().filter(|finding| finding.rule == case.rule).collect()
}

#[test]
fn each_rule_fires_where_it_should_and_nowhere_else() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found = of_rule(&case);
        let dialog = String::from_utf8_lossy(&case.dialog).into_owned();
        let mut complain = |what: &str| {
            let short: String = dialog.chars().take(900).collect();
            wrong.push(format!("{}: {what}\n{found:#?}\n{short}", case.rule));
        };
        match &case.severity {
            None if !found.is_empty() => complain("fires where it must not"),
            None => {}
            Some(_) if found.is_empty() => complain("does not fire"),
            Some(severity) => {
                if !found.iter().all(|finding| finding.severity.as_str() == severity) {
                    complain("has another severity");
                }
                let at = case.position;
                if at.is_some_and(|at| !found.iter().any(|f| (f.line, f.column) == at)) {
                    complain(&format!("stands not at {at:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases fail\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn each_rule_has_a_dialog_that_fires_it_and_one_that_does_not() {
    let mut known: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    let cases = cases();
    for case in &cases {
        let (fires, quiet) = known.entry(&case.rule).or_default();
        *(if case.severity.is_some() { fires } else { quiet }) = true;
    }
    for rule in RULES {
        assert_eq!(known.remove(rule.id), Some((true, true)), "{}", rule.id);
    }
    assert!(known.is_empty(), "no such rules: {:?}", known.keys());
}

#[test]
fn no_finding_is_graver_than_its_rule() {
    for case in cases() {
        for finding in check_source(&case.dialog).expect("a dialog").findings {
            let rule = Rule::of(finding.rule).expect("each finding names a rule of the table");
            assert!(finding.severity <= rule.severity, "{finding:?}");
        }
    }
}

#[test]
fn the_table_is_well_formed() {
    let mut ids = std::collections::BTreeSet::new();
    for rule in RULES {
        assert!(ids.insert(rule.id), "{} stands there twice", rule.id);
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(rule.id.chars().all(kebab) && rule.id.contains('-'), "{}", rule.id);
        assert!(rule.summary.ends_with('.') && rule.summary.len() > 20, "{}", rule.id);
        assert!(rule.rfc.starts_with("RFC "), "{}", rule.id);
        assert!(rule.rfc.contains(" section ") || rule.rfc.contains(" appendix "), "{}", rule.id);
    }
    assert!(ids.len() >= 60);
}
