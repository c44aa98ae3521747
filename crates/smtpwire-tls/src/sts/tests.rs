//! Records and policies, read as the RFC has them and as operators write them.

use proptest::prelude::*;

use super::*;

const POLICY: &str = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\n\
                      mx: backupmx.example.com\nmax_age: 604800\n";

fn error(text: impl AsRef<[u8]>) -> String {
    StsPolicy::parse(text).unwrap_err().to_string()
}

#[test]
fn the_one_record_of_the_version_is_found_among_others() {
    // R-STS-001
    let records = ["v=spf1 -all", "v=STSv1; id=20160831085700Z;", "v=STSv10; id=2"];
    let record = StsRecord::find(&records).unwrap().unwrap();
    assert_eq!(record.id(), "20160831085700Z");
    assert_eq!(StsRecord::find(&["v=spf1 -all", "V=STSv1; id=1"]), Ok(None));
    assert_eq!(StsRecord::find::<Vec<u8>>(&[]), Ok(None));
}

#[test]
fn two_records_count_as_none_and_say_so() {
    // R-STS-001
    let error = StsRecord::find(&["v=STSv1; id=1", "v=STSv1; id=1", "v=STSv1;"]).unwrap_err();
    assert_eq!(error, TxtError::Several(3));
}

#[test]
fn an_id_is_up_to_32_letters_and_digits() {
    // R-STS-001
    let longest = "a".repeat(32);
    let id = |text: &str| StsRecord::parse(text).map(|record| record.id().to_owned());
    assert_eq!(id(&format!("v=STSv1;id={longest}")).as_ref(), Ok(&longest));
    assert_eq!(id(&format!("v=STSv1;id={longest}a")), Err(TxtError::Id(format!("{longest}a"))));
    assert_eq!(id("v=STSv1; id=2026-03-01"), Err(TxtError::Id("2026-03-01".to_owned())));
    assert_eq!(id("v=STSv1; x=1"), Err(TxtError::Missing("id")));
    assert_eq!(id("v=STSv1"), Err(TxtError::Version("v=STSv1")));
    assert_eq!(id("v=STSv2; id=1"), Err(TxtError::Version("v=STSv1")));
}

#[test]
fn unknown_fields_are_ignored_and_the_first_id_counts() {
    // R-STS-001
    let record = StsRecord::parse("v=STSv1;\tfoo_.-1=a/b=c ; id=1; id=2 ;").unwrap();
    assert_eq!(record.id(), "1");
    for text in
        ["v=STSv1; id", "v=STSv1;; id=1", "v=STSv1; id =1", "v=STSv1; id=1 2", "v=STSv1; é=1"]
    {
        assert!(matches!(StsRecord::parse(text), Err(TxtError::Field(_))), "{text}");
    }
    assert!(matches!(StsRecord::parse(vec![b'v'; 65_536]), Err(TxtError::TooLong)));
}

#[test]
fn names_are_built_of_domains_only() {
    assert_eq!(record_name("Example.COM.").as_deref(), Ok("_mta-sts.example.com"));
    assert_eq!(
        policy_url("example.com").as_deref(),
        Ok("https://mta-sts.example.com/.well-known/mta-sts.txt")
    );
    for domain in ["evil.example/x?", "a@b", "[192.0.2.1]", "", "a b", "bücher.example", "a\r\nb"]
    {
        assert_eq!(policy_url(domain), Err(DomainNameError), "{domain}");
        assert_eq!(record_name(domain), Err(DomainNameError), "{domain}");
    }
}

#[test]
fn a_policy_is_read_with_either_line_end() {
    // R-STS-002
    for text in [POLICY.to_owned(), POLICY.replace('\n', "\r\n"), POLICY.trim_end().to_owned()] {
        let policy = StsPolicy::parse(text).unwrap();
        assert_eq!(policy.mode(), StsMode::Enforce);
        assert_eq!(policy.max_age(), 604_800);
        let patterns = ["mail.example.com", "*.example.net", "backupmx.example.com"];
        assert_eq!(policy.patterns(), patterns);
    }
}

#[test]
fn unknown_keys_are_ignored_and_the_first_of_each_counts() {
    // R-STS-002
    let policy = StsPolicy::parse(
        "version: STSv1\nmode: testing \nmode: nonsense\nmx:MX.Example.com.\n\nmax_age:1\t\n\
         max_age: x\nnew-key.1: \u{fc}ber, any text: at all\nversion: STSv2\n \n",
    )
    .unwrap();
    assert_eq!(policy.mode(), StsMode::Testing);
    assert_eq!((policy.max_age(), policy.patterns()), (1, &["mx.example.com".to_owned()][..]));
}

#[test]
fn a_policy_of_mode_none_needs_no_server() {
    // R-STS-002
    let policy = StsPolicy::parse("version: STSv1\nmode: none\nmax_age: 86400").unwrap();
    assert_eq!(policy.mode(), StsMode::None);
    assert!(policy.patterns().is_empty() && !policy.matches("mx.example.com"));
    for mode in ["enforce", "testing"] {
        let text = format!("version: STSv1\nmode: {mode}\nmax_age: 86400");
        let expected = format!(
            "the policy has no line that starts \"mx:\", and mode {mode} takes at least one"
        );
        assert_eq!(error(text), expected);
    }
}

#[test]
fn a_policy_counts_for_a_year_at_most() {
    // R-STS-002
    let age =
        |age: &str| StsPolicy::parse(POLICY.replace("604800", age)).map(|policy| policy.max_age());
    assert_eq!(age("0"), Ok(0));
    assert_eq!(age("31557600"), Ok(MAX_AGE));
    assert_eq!(age("31557601"), Ok(MAX_AGE));
    assert_eq!(age("9999999999"), Ok(MAX_AGE));
    for wrong in ["10000000000", "-1", "", "1.5", "+1", "1d", "٣"] {
        assert!(age(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn what_is_wrong_in_a_policy_is_said_with_its_line() {
    // R-STS-002
    assert_eq!(
        error(POLICY.replace("enforce", "Enforce")),
        "line 2 of the policy: the mode is enforce, testing or none, not \"Enforce\""
    );
    assert_eq!(
        error(POLICY.replace("STSv1", "STSv2")),
        "line 1 of the policy: the version is STSv1, not \"STSv2\""
    );
    assert_eq!(
        error(POLICY.replace("*.example.net", "*.*.example.net")),
        "line 4 of the policy: the mx is the name of a server, or *. and a domain \
         (other letters as A-labels, xn--…), not \"*.*.example.net\""
    );
    assert_eq!(
        error("<!DOCTYPE html>\n"),
        "line 1 of the policy: each line is a key, a colon and a value, like \"mode: enforce\", \
         and \"<!DOCTYPE html>\" is not"
    );
    assert_eq!(
        error(POLICY.replace("version", "v")),
        "the policy has no line that starts \"version:\""
    );
    assert_eq!(error(POLICY.replace("mode", "m")), "the policy has no line that starts \"mode:\"");
    assert_eq!(error(""), "the policy has no line that starts \"version:\"");
    assert!(
        error(b"version: STSv1\nmode: \x1b[2J\xff".as_slice()).ends_with("not \"\\x1b[2J\\xff\"")
    );
    for mx in ["*", "*example.net", "mx.*.net", "192.0.2.1", "bücher.example", "a..b", "", "*."] {
        let text = POLICY.replace("*.example.net", mx);
        assert!(error(text).starts_with("line 4 of the policy: the mx is"), "{mx}");
    }
}

#[test]
fn a_policy_longer_than_64_kib_is_not_read() {
    // R-STS-003
    let mut text = POLICY.to_owned();
    text.push_str(&" ".repeat(MAX_POLICY - text.len()));
    assert!(StsPolicy::parse(&text).is_ok());
    text.push(' ');
    assert_eq!(StsPolicy::parse(&text), Err(StsPolicyError::TooLong));
}

#[test]
fn a_pattern_is_a_whole_name_or_has_one_label_for_its_star() {
    // R-STS-004
    let policy = StsPolicy::parse(POLICY).unwrap();
    for host in ["mail.example.com", "MAIL.Example.Com.", "a.example.net", "x_1.EXAMPLE.net"] {
        assert!(policy.matches(host), "{host}");
    }
    for host in [
        "example.com",
        "a.mail.example.com",
        "xmail.example.com",
        "example.net",
        "a.b.example.net",
        ".example.net",
        "*.example.net",
        "",
        ".",
        "mail.example.com..",
        "[192.0.2.1]",
        "aexample.net",
    ] {
        assert!(!policy.matches(host), "{host}");
    }
}

#[test]
fn a_policy_that_is_known_counts_until_its_time_is_over() {
    // R-STS-007
    let policy = StsPolicy::new(StsMode::Enforce, ["mx.example.com"], 100).unwrap();
    assert!(policy.is_fresh(1_000, 1_000) && policy.is_fresh(1_000, 1_099));
    assert!(!policy.is_fresh(1_000, 1_100));
    assert!(policy.is_fresh(1_000, 10), "the clock was set back");
    assert!(!StsPolicy::new(StsMode::None, [""; 0], 0).unwrap().is_fresh(0, 0));
}

#[test]
fn a_policy_made_by_hand_keeps_to_the_rules_of_one_that_is_read() {
    // R-STS-002
    let none: [&str; 0] = [];
    assert!(StsPolicy::new(StsMode::Enforce, none, 1).is_err());
    let error = StsPolicy::new(StsMode::Testing, ["mx example"], 1).unwrap_err().to_string();
    assert!(error.starts_with("the mx is the name of a server"), "{error}");
    assert_eq!(StsPolicy::new(StsMode::None, none, u64::MAX).unwrap().max_age(), MAX_AGE);
}

fn policies() -> impl Strategy<Value = StsPolicy> {
    let mode = prop_oneof![Just(StsMode::Enforce), Just(StsMode::Testing), Just(StsMode::None)];
    let pattern = "(\\*\\.)?[a-zA-Z0-9_-]{1,9}(\\.[a-zA-Z][a-zA-Z0-9-]{0,9}){1,3}\\.?";
    (mode, prop::collection::vec(pattern, 1..4), any::<u32>()).prop_map(|(mode, patterns, age)| {
        StsPolicy::new(mode, patterns, u64::from(age)).expect("they are fit")
    })
}

proptest! {
    #[test]
    fn a_policy_is_read_back_from_its_text(policy in policies()) {
        prop_assert_eq!(StsPolicy::parse(policy.to_string()), Ok(policy));
    }

    #[test]
    fn a_record_is_read_back_from_its_text(id in "[a-zA-Z0-9]{1,32}") {
        let record = StsRecord::parse(format!("v=STSv1; id={id}")).unwrap();
        prop_assert_eq!(StsRecord::parse(record.to_string()), Ok(record));
    }

    #[test]
    fn no_octets_panic_and_what_is_read_is_read_again(
        lines in prop::collection::vec("(version: ?STSv1|mode: ?(none|enforce|x)|mx: ?[*.a-z]{0,5}|max_age: ?[0-9]{0,11}|\\PC{0,9})\r?\n?", 0..9),
        tail: Vec<u8>,
    ) {
        let text = [lines.concat().as_bytes(), &tail].concat();
        if let Ok(policy) = StsPolicy::parse(&text) {
            prop_assert_eq!(StsPolicy::parse(policy.to_string()), Ok(policy));
        }
        let _ = StsRecord::parse(&text);
        let _ = StsRecord::find(&[&tail, &text]);
    }
}
