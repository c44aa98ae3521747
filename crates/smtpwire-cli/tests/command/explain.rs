use crate::{run, smtpwire};

#[test]
fn codes_are_explained_alone_and_together() {
    for (arguments, code, enhanced) in [
        (&["explain", "--json", "550", "5.7.26"][..], 550.into(), "5.7.26".into()),
        (&["explain", "--json", "5.7.26"], serde_json::Value::Null, "5.7.26".into()),
        (&["explain", "--json", "452"], 452.into(), serde_json::Value::Null),
        (
            &["explain", "--json", "550-5.1.1 The account does not exist"],
            550.into(),
            "5.1.1".into(),
        ),
    ] {
        let run = run(&mut smtpwire(arguments));
        assert_eq!(run.code, Some(0), "{arguments:?}");
        let document = run.document();
        assert_eq!(document["kind"], "reply");
        assert_eq!((&document["code"], &document["enhanced"]), (&code, &enhanced));
        for sentence in ["meaning", "cause", "remedy"] {
            assert!(document[sentence].as_str().is_some_and(|text| text.ends_with('.')));
        }
    }
}

#[test]
fn people_get_meaning_cause_and_what_to_do() {
    let run = run(&mut smtpwire(&["explain", "550", "5.7.26"]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(run.stdout.starts_with("550 5.7.26: permanent failure"), "{}", run.stdout);
    for part in ["meaning", "cause", "what to do", "defined in  RFC 7372"] {
        assert!(run.stdout.contains(&format!("\n{part}")), "{}", run.stdout);
    }
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 90), "{}", run.stdout);
}

#[test]
fn a_reply_of_several_lines_is_read_from_standard_input() {
    let reply = "421-4.7.0 Too many connections\r\n421 4.7.0 Try later\r\n";
    let run = run(smtpwire(&["explain", "--json", "-"]).write_stdin(reply));
    let document = run.document();
    assert_eq!((&document["code"], &document["category"]), (&421.into(), &"rate-limit".into()));
}

#[test]
fn a_reply_is_found_in_the_line_of_a_log() {
    let log = "relay=mx.example[192.0.2.1]:25, status=bounced (host mx.example[192.0.2.1] said: \
               550 5.1.1 <jo@example.com>: unknown user (in reply to RCPT TO command))";
    let document = run(&mut smtpwire(&["explain", "--json", log])).document();
    assert_eq!((&document["code"], &document["category"]), (&550.into(), &"bad-mailbox".into()));
}

#[test]
fn rules_keywords_parameters_and_mechanisms_are_explained_by_name() {
    let rule = run(&mut smtpwire(&["explain", "--json", "rcpt-without-mail"])).document();
    assert_eq!((&rule["kind"], &rule["severity"]), (&"rule".into(), &"error".into()));
    let keyword = run(&mut smtpwire(&["explain", "--json", "8bitmime"])).document();
    assert_eq!(keyword["extensions"][0]["keyword"], "8BITMIME");
    let parameter = run(&mut smtpwire(&["explain", "--json", "NOTIFY"])).document();
    assert_eq!(parameter["extensions"][0]["keyword"], "DSN");
    let mechanism = run(&mut smtpwire(&["explain", "--json", "scram-sha-256"])).document();
    assert_eq!(
        (&mechanism["kind"], &mechanism["name"]),
        (&"mechanism".into(), &"SCRAM-SHA-256".into())
    );

    for (name, says) in [
        ("rcpt-without-mail", "RFC 5321 section 3.3"),
        ("8BITMIME", "BODY=8BITMIME"),
        ("BDAT", "CHUNKING"),
        ("PLAIN", "RFC 4616"),
    ] {
        let told = run(&mut smtpwire(&["explain", name]));
        assert_eq!(told.code, Some(0));
        assert!(told.stdout.contains(says), "{}", told.stdout);
    }
}

#[test]
fn what_is_unknown_gets_a_sentence_that_lists_what_is_taken() {
    for words in
        [&["explain", "xyzzy"][..], &["explain", "999"], &["explain", "6.1.1"], &["explain", ""]]
    {
        let unknown = run(&mut smtpwire(words));
        assert_eq!((unknown.code, unknown.stdout.as_str()), (Some(2), ""), "{words:?}");
        for taken in ["reply code", "status code", "rule", "EHLO keyword", "mechanism"] {
            assert!(unknown.stderr.contains(taken), "{}", unknown.stderr);
        }
        assert!(!unknown.stderr.contains("xyzzy"), "what was typed may be a secret");
    }
    let unknown = run(&mut smtpwire(&["explain", "--json", "xyzzy"]));
    assert_eq!((unknown.code, unknown.stderr.as_str()), (Some(2), ""));
    assert_eq!(unknown.document()["error"]["kind"], "unknown");
}
