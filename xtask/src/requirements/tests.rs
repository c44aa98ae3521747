use super::*;

fn requirement(id: &str, level: &str) -> Requirement {
    let area = id.split('-').nth(1).unwrap_or_default().to_string();
    Requirement {
        id: id.into(),
        rfc: "5321".into(),
        section: "4.1".into(),
        level: level.into(),
        area,
        text: "It is so.".into(),
    }
}

fn mention(id: &str, in_test: bool) -> (String, Mention) {
    (id.to_string(), Mention { file: "a.rs".into(), line: 3, in_test })
}

fn report() -> Report {
    let requirements = vec![
        requirement("R-CORE-001", "MUST"),
        requirement("R-CORE-002", "MUST NOT"),
        requirement("R-CORE-003", "SHOULD"),
        requirement("R-BDAT-001", "MUST"),
    ];
    let mentions = vec![
        mention("R-CORE-001", true),
        mention("R-CORE-001", true),
        mention("R-BDAT-001", false),
    ];
    Report::new(requirements, mentions).expect("the ids differ")
}

#[test]
fn a_must_is_shown_by_a_test_and_not_by_a_comment_elsewhere() {
    let report = report();
    let missing: Vec<&str> = report.missing().map(|r| r.id.as_str()).collect();
    assert_eq!(missing, ["R-CORE-002", "R-BDAT-001"]);
}

#[test]
fn an_area_counts_its_musts_and_must_nots_once_each() {
    let report = report();
    let core = &report.areas()["CORE"];
    assert_eq!((core.musts, core.shown, core.missing), (2, 1, 1));
    let total = report.total();
    assert_eq!((total.musts, total.shown, total.missing), (3, 1, 2));
}

#[test]
fn what_is_missing_is_printed_with_its_section_and_text() {
    let text = report().missing_text();
    assert!(text.contains("R-CORE-002  RFC 5321 §4.1  MUST NOT: It is so."), "{text}");
}

#[test]
fn an_id_that_names_no_requirement_is_refused_wherever_it_stands() {
    for in_test in [true, false] {
        let requirements = vec![requirement("R-CORE-001", "MUST")];
        let report = Report::new(requirements, vec![mention("R-CORE-999", in_test)])
            .expect("one requirement");
        assert!(report.refuse_unknown().is_err());
    }
    assert!(report().refuse_unknown().is_ok());
}

#[test]
fn the_same_id_twice_is_refused() {
    let twice = vec![requirement("R-CORE-001", "MUST"), requirement("R-CORE-001", "MUST")];
    assert!(Report::new(twice, Vec::new()).is_err());
}

#[test]
fn the_requirements_of_this_repository_can_be_read() {
    let report = Report::of(repo::root()).expect("the repository's own file");
    assert!(report.total().musts > 300);
}
