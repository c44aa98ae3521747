use serde_json::{Value, json};

use crate::{CLEAN, WRONG, file, run, smtpwire};

#[test]
fn a_clean_dialog_exits_0_and_is_summed_up_in_one_line() {
    let path = file("clean", "mail.txt", CLEAN);
    let run = run(smtpwire(&["check"]).arg(&path));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let last = run.stdout.lines().last().unwrap_or_default();
    assert!(last.starts_with(&format!("{}: labelled, 1 session: ", path.display())), "{last}");
    assert!(!last.contains("error"), "{last}");
}

#[test]
fn an_error_is_shown_under_its_line_with_rule_rfc_and_advice() {
    let path = file("wrong", "mail.txt", WRONG);
    let run = run(smtpwire(&["check"]).arg(&path));
    assert_eq!(run.code, Some(1));
    let shown = &run.stdout;
    assert!(shown.contains("error[rcpt-without-mail]: "), "{shown}");
    assert!(shown.contains(&format!("--> {}:6:4\n", path.display())), "{shown}");
    assert!(shown.contains("6 | C: RCPT TO:<jo@example.net>\n  |    ^"), "{shown}");
    assert!(shown.contains("\n  = RFC 5321 section 3.3\n"), "{shown}");
    assert!(shown.contains("\n  = help: "), "{shown}");
    assert!(shown.contains(": labelled, 1 session: 1 error"), "{shown}");
}

#[test]
fn json_of_one_file_is_one_object() {
    let path = file("json", "mail.txt", WRONG);
    let run = run(smtpwire(&["check", "--json"]).arg(&path));
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    let document = run.document();
    assert_eq!(document["file"], json!(path.to_str()));
    assert_eq!(document["format"], "labelled");
    assert_eq!(document["sessions"], 1);
    assert_eq!(document["summary"]["errors"], 1);
    let findings = document["findings"].as_array().expect("a list of findings");
    let finding = findings.iter().find(|finding| finding["rule"] == "rcpt-without-mail").unwrap();
    assert_eq!(finding["severity"], "error");
    assert_eq!((&finding["line"], &finding["column"]), (&json!(6), &json!(4)));
    assert_eq!(finding["rfc"], "RFC 5321 section 3.3");
    for sentence in ["message", "advice"] {
        assert!(finding[sentence].as_str().is_some_and(|text| text.ends_with('.')), "{finding}");
    }
    let mut members: Vec<&str> = finding.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["advice", "column", "line", "message", "rfc", "rule", "severity"]);
}

#[test]
fn several_files_are_all_checked_and_the_worst_decides_the_exit_status() {
    let clean = file("several", "clean.txt", CLEAN);
    let wrong = file("several", "wrong.txt", WRONG);
    let prose = file("several", "prose.txt", "Dear all,\nthe mail server is down.\n");
    let both = run(smtpwire(&["check"]).arg(&clean).arg(&wrong));
    assert_eq!(both.code, Some(1));
    let all = run(smtpwire(&["check", "--json"]).arg(&prose).arg(&wrong).arg(&clean));
    assert_eq!((all.code, all.stderr.as_str()), (Some(2), ""));
    let documents = all.documents();
    assert_eq!(documents.len(), 3);
    assert_eq!(documents[0]["file"], json!(prose.to_str()));
    assert_eq!(documents[0]["error"]["kind"], "no-dialog");
    assert!(documents[0].get("findings").is_none());
    assert_eq!(documents[1]["summary"]["errors"], 1);
    assert_eq!(documents[2]["summary"]["errors"], 0);
}

#[test]
fn standard_input_is_read_for_a_hyphen_and_when_no_file_is_named() {
    for arguments in [&["check", "-"][..], &["check"]] {
        let run = run(smtpwire(arguments).write_stdin(WRONG));
        assert_eq!(run.code, Some(1));
        assert!(run.stdout.contains("--> <stdin>:6:4"), "{}", run.stdout);
    }
    let run = run(smtpwire(&["check", "--json", "-"]).write_stdin(CLEAN));
    assert_eq!((run.code, run.document()["file"].as_str()), (Some(0), Some("-")));
}

#[test]
fn standard_input_named_twice_is_read_once() {
    let run = run(smtpwire(&["check", "-", "-"]).write_stdin(CLEAN));
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("standard input can be read only once"), "{}", run.stderr);
}

#[test]
fn severity_hides_what_is_milder_and_counts_it_all_the_same() {
    let all = run(smtpwire(&["check", "-"]).write_stdin(WRONG));
    let errors = run(smtpwire(&["check", "--severity", "error", "-"]).write_stdin(WRONG));
    assert_eq!(errors.code, Some(1));
    assert!(errors.stdout.contains("error["));
    assert!(!errors.stdout.contains("warning[") && !errors.stdout.contains("note["));
    assert_eq!(all.stdout.lines().last(), errors.stdout.lines().last());

    let arguments = ["check", "--json", "--severity", "error", "-"];
    let document = run(smtpwire(&arguments).write_stdin(WRONG)).document();
    let findings = document["findings"].as_array().unwrap();
    assert!(findings.iter().all(|finding| finding["severity"] == "error"));
    assert!(document["summary"]["warnings"].as_u64() > Some(0), "{document}");
}

#[test]
fn quiet_leaves_only_the_exit_status() {
    let wrong = run(smtpwire(&["check", "--quiet"]).write_stdin(WRONG));
    assert_eq!((wrong.code, wrong.stdout.as_str(), wrong.stderr.as_str()), (Some(1), "", ""));
    let empty = run(smtpwire(&["check", "-q"]).write_stdin(""));
    assert_eq!((empty.code, empty.stdout.as_str()), (Some(2), ""));
    assert!(empty.stderr.contains("the input is empty"), "{}", empty.stderr);
}

#[test]
fn a_form_can_be_forced_and_a_wrong_one_is_named() {
    let forced = run(smtpwire(&["check", "--format", "labelled", "--json"]).write_stdin(CLEAN));
    assert_eq!(forced.document()["format"], "labelled");
    let wrong = run(smtpwire(&["check", "--format", "swaks"]).write_stdin("hello\n"));
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("in the swaks form"), "{}", wrong.stderr);
    let unknown = run(smtpwire(&["check", "--format", "telnet"]).write_stdin(CLEAN));
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.stderr.contains("postfix-notify"), "{}", unknown.stderr);
}

#[test]
fn what_cannot_be_read_is_told_in_one_sentence_each() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    for (arguments, input, sentence) in [
        (vec!["check", folder], "", "this is a directory"),
        (vec!["check", "no/such/file"], "", "no/such/file: there is no such file"),
        (vec!["check", "-"], "", "<stdin>: there is nothing to read: the input is empty"),
        (vec!["check", "-"], "\n \n", "the input is empty"),
        (vec!["check", "-"], "Dear all,\nhello.\n", "no SMTP dialog was found"),
        (vec!["check", "-"], "\0\x01\x02\x03ELF\0\0\0", "this is not text"),
    ] {
        let run = run(smtpwire(&arguments).write_stdin(input));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
        assert!(run.stderr.contains(sentence), "{}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    }
}

#[test]
fn a_reply_without_a_dialog_leads_to_explain_and_explain_knows_it() {
    for (input, number, reply) in [
        (
            "Nov 22 10:00:00 mx postfix/smtp[1]: 4X: to=<jo@example.com>, dsn=5.7.26, \
             status=bounced (host mx.example[192.0.2.1] said: 550-5.7.26 not accepted)\n",
            1,
            "550 5.7.26",
        ),
        ("a\nNOQUEUE: reject: RCPT from x.example[192.0.2.1]: 554 5.7.1 no\n", 2, "554 5.7.1"),
        (
            "Subject: Undelivered\n\nAction: failed\nDiagnostic-Code: smtp; 550 no such user\n",
            4,
            "550",
        ),
        ("Action: failed\nStatus: 5.1.1\n", 2, "5.1.1"),
        ("550-5.7.26 Unauthenticated mail\n550 5.7.26 is refused\n", 1, "550 5.7.26"),
    ] {
        let checked = run(smtpwire(&["check", "-"]).write_stdin(input));
        assert_eq!((checked.code, checked.stdout.as_str()), (Some(2), ""), "{input}");
        let told = format!("Line {number} holds a server's reply ({reply})");
        assert!(checked.stderr.contains(&told), "{}", checked.stderr);
        assert!(checked.stderr.contains("`smtpwire explain -`"), "{}", checked.stderr);
        let line = input.lines().nth(number - 1).unwrap();
        let explained = run(smtpwire(&["explain", "-"]).write_stdin(line));
        assert_eq!(explained.code, Some(0), "{line}: {}", explained.stderr);
    }
}

#[test]
fn a_connection_that_never_came_about_is_told_with_what_to_check() {
    for (input, how) in [
        ("* connect to 192.0.2.1 port 25 failed: Connection refused\n", "was refused"),
        (
            "=== Trying x:25...\n*** Error connecting to x:25:\n*** \tConnection refused\n",
            "was refused",
        ),
        ("ConnectionRefusedError: [Errno 111] Connection refused\n", "was refused"),
        ("TimeoutError: [Errno 110] Connection timed out\n", "timed out"),
    ] {
        let run = run(smtpwire(&["check", "-"]).write_stdin(input));
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains(how), "{}", run.stderr);
        for part in ["no SMTP session took place", "port 25", "firewalls"] {
            assert!(run.stderr.contains(part), "{}", run.stderr);
        }
    }
}

#[test]
fn the_help_names_the_limits() {
    let help = run(&mut smtpwire(&["check", "--help"])).stdout;
    assert!(help.contains("16 MiB") && help.contains("1,048,576 lines"), "{help}");
}

#[test]
fn the_same_dialog_gives_the_same_output() {
    let once = run(smtpwire(&["check", "-"]).write_stdin(WRONG));
    for _ in 0..3 {
        assert_eq!(run(smtpwire(&["check", "-"]).write_stdin(WRONG)).stdout, once.stdout);
    }
}

#[test]
fn every_rule_that_a_finding_names_is_listed_and_explained() {
    let document = run(smtpwire(&["check", "--json", "-"]).write_stdin(WRONG)).document();
    for finding in document["findings"].as_array().unwrap() {
        let rule = finding["rule"].as_str().unwrap();
        let explained = run(&mut smtpwire(&["explain", "--json", rule]));
        assert_eq!(explained.document()["id"], Value::from(rule));
    }
}

#[test]
fn every_example_dialog_of_the_documentation_is_read_and_found_faulty() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/examples");
    let mut examples: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of examples")
        .map(|entry| entry.expect("an example").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    examples.sort();
    assert!(examples.len() >= 7, "{examples:?}");
    let json = run(smtpwire(&["check", "--json"]).args(&examples));
    assert_eq!((json.code, json.stderr.as_str()), (Some(1), ""));
    let text = run(smtpwire(&["check"]).args(&examples));
    let documents = json.documents();
    assert_eq!(documents.len(), examples.len());
    for (document, path) in documents.iter().zip(&examples) {
        assert_eq!(document["file"], json!(path.to_str()));
        let findings = document["findings"].as_array().unwrap();
        assert!(!findings.is_empty(), "{document}");
        for finding in findings {
            // What programs are told of a place, people are shown.
            let place =
                format!("--> {}:{}:{}\n", path.display(), finding["line"], finding["column"]);
            assert!(text.stdout.contains(&place), "{place}");
        }
    }
}

#[test]
fn a_refusal_of_the_documentation_is_explained_at_its_line() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/examples/refused-dmarc.txt");
    let run = run(&mut smtpwire(&["check", path]));
    assert_eq!(run.code, Some(0), "a refusal is a warning");
    assert!(run.stdout.contains("warning[reply-5yz]: 550 5.7.26: "), "{}", run.stdout);
    assert!(run.stdout.contains("= help: Set up DKIM"), "{}", run.stdout);
}
