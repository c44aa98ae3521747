//! No input makes the checker panic, its findings point into the file, and it shows no secret.

use proptest::prelude::*;
use smtpwire_diagnose::check::{Report, check, check_source};
use smtpwire_diagnose::transcript::{Format, read, read_as};

/// A line such as dialogs are made of, mixed at random.
fn line() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "C: EHLO client.example.org",
        "C: HELO localhost",
        "C: LHLO client.example.org",
        "C: MAIL FROM:<a@example.org> SIZE=5 BODY=8BITMIME",
        "C: MAIL FROM: a@example.org",
        "C: RCPT TO:<b@example.net> NOTIFY=NEVER",
        "C: RCPT TO:<@a.example:b@[IPv6:::1]>",
        "C: DATA",
        "C: BDAT 10",
        "C: BDAT 4 LAST",
        "C: BURL imap://a@b/c;urlauth=submit+a:internal:0123456789 LAST",
        "C: RSET",
        "C: QUIT",
        "C: STARTTLS",
        "C: AUTH PLAIN AGEAYg==",
        "C: AUTH LOGIN",
        "C: AUTH XOAUTH2 dXNlcj1h",
        "C: ATRN example.org",
        "C: SEND FROM:<a@example.org>",
        "C: TURN",
        "C: .",
        "C: *",
        "C: Subject: gr\u{fc}\u{df}e",
        "C: ",
        "C: dGlt",
        "S: 220 mx.example.net",
        "S: 220-mx.example.net",
        "S: 250-AUTH PLAIN LOGIN CRAM-MD5",
        "S: 250-AUTH=LOGIN",
        "S: 250-STARTTLS",
        "S: 250-PIPELINING",
        "S: 250-SIZE 3",
        "S: 250-XXXXXXXA",
        "S: 250-LIMITS RCPTMAX=1",
        "S: 250-ENHANCEDSTATUSCODES",
        "S: 250 CHUNKING",
        "S: 250",
        "S: 250 ok",
        "S: 354 go",
        "S: 334 VXNlcm5hbWU6",
        "S: 334",
        "S: 235 2.7.0 ok",
        "S: 535 4.7.8 no",
        "S: 221 bye",
        "S: 421 gone",
        "S: 550 5.1.1 no such user",
        "S: 452 4.5.3 too many recipients",
        "S: hello",
        "S: 250_ok",
        "# TLS",
        "# ...",
        "# connection closed",
    ]);
    (words, "[ -~]{0,12}").prop_map(|(line, tail)| {
        if tail.len() < 10 { line.to_owned() } else { format!("{line}{tail}") }
    })
}

fn points_into(input: &[u8], report: &Report) {
    for finding in &report.findings {
        assert!(finding.span.start <= finding.span.end, "{finding:?}");
        assert!(finding.span.end <= input.len(), "{finding:?}");
        assert!(finding.line > 0 && finding.column > 0, "{finding:?}");
        assert!(!finding.message.is_empty() && !finding.advice.is_empty(), "{finding:?}");
    }
    let counted = report.summary.errors + report.summary.warnings + report.summary.notes;
    assert_eq!(counted, report.findings.len() + report.summary.omitted);
}

proptest! {
    #[test]
    fn any_mix_of_lines_is_checked(lines in prop::collection::vec(line(), 0..60)) {
        let input = lines.join("\n").into_bytes();
        if let Ok(report) = check_source(&input) {
            points_into(&input, &report);
        }
    }

    #[test]
    fn any_octets_in_any_form_are_checked(input in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in Format::ALL {
            if let Ok(transcript) = read_as(format, &input) {
                points_into(&input, &check(&transcript));
            }
        }
    }

    #[test]
    fn any_printed_wire_octets_are_checked(
        steps in prop::collection::vec(("(EHLO a|DATA|BDAT 9|\\.|x|é)?(\\\\r|\\\\n|\\\\r\\\\n|\\\\x00)?{1,4}", any::<bool>()), 0..20),
    ) {
        let mut input = String::from("send: 'ehlo a.example\\r\\n'\nreply: b'250 b.example\\r\\n'\n");
        for (text, client) in steps {
            let said = if client { "send: '" } else { "reply: b'354" };
            input.extend([said, &text, "'\n"]);
        }
        if let Ok(report) = check_source(input.as_bytes()) {
            points_into(input.as_bytes(), &report);
        }
    }

    /// The password is a word that no sentence of the checker holds.
    #[test]
    fn no_secret_is_shown(password in "[A-Z0-9]{10,30}", lines in prop::collection::vec(line(), 0..20)) {
        use base64::Engine;
        let encode = |text: String| base64::engine::general_purpose::STANDARD.encode(text);
        let plain = encode(format!("\0tim\0{password}"));
        let word = encode(password.clone());
        let token = encode(format!("user=tim\u{1}auth=Bearer {password}\u{1}\u{1}"));
        let mut dialog = vec![
            "S: 220 mx.example.net".to_owned(),
            "C: EHLO client.example.org".to_owned(),
            "S: 250-mx.example.net".to_owned(),
            "S: 250 AUTH PLAIN LOGIN XOAUTH2".to_owned(),
            format!("C: AUTH PLAIN {plain}"),
            format!("S: 535 5.7.8 {password} is no password, {plain} neither"),
            format!("C: AUTH {word}"),
            "S: 504 no".to_owned(),
            format!("C: AUTH XOAUTH2 {token}"),
            format!("S: 334 {}", encode(format!("{{\"status\":\"{password}\"}}"))),
            "C: ".to_owned(),
            "S: 535 no".to_owned(),
            "C: AUTH LOGIN".to_owned(),
            "S: 334 VXNlcm5hbWU6".to_owned(),
            "C: dGlt".to_owned(),
            "S: 334 UGFzc3dvcmQ6".to_owned(),
            format!("C: {password}!"),
            format!("C: {password}"),
            "S: 501 no".to_owned(),
            format!("C: BURL imap://a/b;urlauth=submit+tim:internal:{password} LAST"),
            format!("S: 250 queued as {password}"),
        ];
        dialog.extend(lines);
        let input = dialog.join("\n").into_bytes();
        let transcript = read(&input).expect("a dialog");
        let report = check(&transcript);
        let json = serde_json::to_string(&report).expect("a report is JSON");
        for shown in [json, format!("{report:?}")] {
            for secret in [&password, &plain, &word, &token] {
                prop_assert!(!shown.contains(secret.as_str()), "{secret} in {shown}");
            }
        }
    }
}

#[test]
fn a_finding_in_json_has_these_members_and_no_others() {
    let report = check_source(b"S: 220 mx.example.net\nC: DATA\nS: 503 no\n").expect("a dialog");
    let json = serde_json::to_value(&report).expect("JSON");
    assert_eq!(json["format"], "labelled");
    let finding = json["findings"][0].as_object().expect("a finding");
    let names: Vec<_> = finding.keys().map(String::as_str).collect();
    assert_eq!(names, ["rule", "severity", "line", "column", "rfc", "message", "advice"]);
    assert_eq!(finding["rule"], "data-without-rcpt");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["line"], 2);
    assert_eq!(finding["column"], 4);
}

#[test]
fn a_dialog_that_is_wrong_in_each_line_gives_a_bounded_report_in_linear_time() {
    let mut input = b"S: 220 mx.example.net\nC: EHLO a.example\nS: 250 mx.example.net\n".to_vec();
    for _ in 0..100_000 {
        input.extend_from_slice(b"C: RCPT TO:<x@example.net>\nS: 503 5.5.1 no\n");
    }
    let report = check_source(&input).expect("a dialog");
    assert!(report.findings.len() <= 25 * 4, "{}", report.findings.len());
    assert_eq!(report.summary.errors, 100_000);
    assert!(report.summary.omitted > 199_000);
}
