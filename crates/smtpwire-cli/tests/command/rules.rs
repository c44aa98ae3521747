use crate::{run, smtpwire};

#[test]
fn every_rule_is_listed_with_severity_rfc_and_a_sentence() {
    let run = run(&mut smtpwire(&["rules", "--json"]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let rules = run.documents();
    assert!(rules.len() >= 60, "{} rules", rules.len());
    for rule in &rules {
        let severity = rule["severity"].as_str().unwrap_or_default();
        assert!(["error", "warning", "note"].contains(&severity), "{rule}");
        assert!(rule["summary"].as_str().is_some_and(|text| text.ends_with('.')), "{rule}");
        assert!(rule["rfc"].is_string() && rule["area"].is_string(), "{rule}");
    }
}

#[test]
fn people_and_programs_get_the_same_rules() {
    let json = run(&mut smtpwire(&["rules", "--json"]));
    let text = run(&mut smtpwire(&["rules"]));
    assert_eq!(text.code, Some(0));
    for rule in json.documents() {
        let line = format!(
            "  {} ({}, {})\n",
            rule["id"].as_str().unwrap(),
            rule["severity"].as_str().unwrap(),
            rule["rfc"].as_str().unwrap()
        );
        assert!(text.stdout.contains(&line), "{line}");
    }
}
