//! The checker: every finding is of a known rule and at a place in the file, in order, and none
//! tells a secret.
//!
//! Switch 0: a login stands in front, whose secret must never be seen.

#![no_main]

use std::collections::HashMap;

use libfuzzer_sys::fuzz_target;
use smtpwire_diagnose::check::{MAX_FINDINGS_OF_A_RULE, Rule, Severity, check_source};
use smtpwire_fuzz::{Case, login};

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let file = login::before(case.text(), case.option(0));
    let Ok(report) = check_source(&file) else { return };

    let lines = file.split(|&octet| octet == b'\n').count();
    let mut of_a_rule: HashMap<&str, usize> = HashMap::new();
    let mut last = (1, 1);
    for finding in &report.findings {
        let rule = Rule::of(finding.rule).expect("a rule of the table");
        assert!(finding.severity <= rule.severity, "{finding:?} is graver than its rule");
        assert!((1..=lines).contains(&finding.line) && finding.column >= 1, "{finding:?}");
        assert!(finding.span.start <= finding.span.end && finding.span.end <= file.len());
        assert!(last <= (finding.line, finding.column), "{finding:?} stands before {last:?}");
        last = (finding.line, finding.column);
        for words in [&finding.message, &finding.advice] {
            assert!(!words.is_empty() && !words.contains(char::is_control), "{words:?}");
            assert!(!(case.option(0) && login::is_shown(words.as_bytes())), "{words}");
        }
        *of_a_rule.entry(finding.rule).or_default() += 1;
    }
    assert!(of_a_rule.values().all(|count| *count <= MAX_FINDINGS_OF_A_RULE));
    let summary = report.summary;
    let counted = summary.errors + summary.warnings + summary.notes;
    assert_eq!(counted, report.findings.len() + summary.omitted);
    let errors = report.findings.iter().any(|finding| finding.severity == Severity::Error);
    assert_eq!(report.has_errors(), errors, "an error is never left out of the list altogether");
});
