use std::fs;

use crate::{Run, scripted, serve, smtpwire};

const FROM_TO: [&str; 4] = ["--from", "ann@example.org", "--to", "jo@example.net"];

fn send(address: &str, more: &[&str], input: &[u8]) -> Run {
    let mut arguments = vec!["send", "--server", address];
    arguments.extend(FROM_TO);
    arguments.extend(more);
    smtpwire(&arguments, input)
}

/// The one message in a folder of .eml files.
fn stored(folder: &std::path::Path) -> Vec<u8> {
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "eml"));
    assert_eq!(files.len(), 1, "{files:?}");
    fs::read(&files[0]).unwrap()
}

#[test]
fn standard_input_arrives_with_its_line_ends_made_crlf() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(&["--eml", folder.path().to_str().unwrap(), "--no-trace-headers"]);
    for (more, wanted) in [
        (&[][..], &b"Subject: x\r\n\r\n.\r\nunix\r\n"[..]),
        (&["--no-chunking"], b"Subject: x\r\n\r\n.\r\nunix\r\n"),
        (
            &["--header", "Subject: y", "--header", "X-A: 1", "--no-pipelining"],
            b"X-A: 1\r\nSubject: y\r\n\r\n.\r\nunix\r\n",
        ),
    ] {
        let run = send(&server.address.to_string(), more, b"Subject: x\n\n.\nunix\n");
        assert_eq!(run.code, Some(0), "{} {}", run.stdout, run.stderr);
        assert_eq!(stored(folder.path()), wanted, "{more:?}");
        for entry in fs::read_dir(folder.path()).unwrap() {
            fs::remove_file(entry.unwrap().path()).ok();
        }
    }
}

#[test]
fn binary_content_arrives_octet_for_octet() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(&["--eml", folder.path().to_str().unwrap(), "--no-trace-headers"]);
    let content: Vec<u8> = (0..=255_u8).cycle().take(100_000).collect();
    let run = send(&server.address.to_string(), &["--binary"], &content);
    assert_eq!(run.code, Some(0), "{} {}", run.stdout, run.stderr);
    assert_eq!(stored(folder.path()), content);
}

#[test]
fn each_recipient_has_an_outcome_and_the_status_follows_the_worst() {
    let server = serve(&[
        "--reject",
        "to:gone@*=550 5.1.1 No such user",
        "--reject",
        "to:busy@*=450 4.2.1 Later",
    ]);
    let address = server.address.to_string();
    let to = |list: &'static str| {
        smtpwire(&["send", "--json", "-s", &address, "-f", "<>", "-t", list, "--body", "hi"], b"")
    };
    let run = to("jo@example.net,gone@example.net,busy@example.net");
    assert_eq!(run.code, Some(67));
    let told = run.json();
    let statuses: Vec<_> = told["recipients"]
        .as_array()
        .unwrap()
        .iter()
        .map(|recipient| {
            (recipient["status"].as_str().unwrap(), recipient["retry"].as_bool().unwrap())
        })
        .collect();
    assert_eq!(statuses, [("accepted", false), ("refused", false), ("refused", true)]);
    assert_eq!(told["responsibility"], "taken");
    assert!(told["queue_id"].is_string());
    assert_eq!(to("busy@example.net").code, Some(75));
    assert_eq!(to("jo@example.net").code, Some(0));
}

#[test]
fn logins_need_a_word_of_consent_where_there_is_no_tls() {
    let server = serve(&["--auth", "ann:secret", "--plaintext-auth", "--require-auth"]);
    let address = server.address.to_string();
    let ok = send(&address, &["--auth", "ann:secret", "--body", "x"], b"");
    assert_eq!(ok.code, Some(0), "SCRAM shows no password: {}", ok.stderr);
    let plain = ["--auth", "ann:secret", "--mechanism", "plain", "--body", "x"];
    let refused = send(&address, &plain, b"");
    assert_eq!(refused.code, Some(77), "{}", refused.stdout);
    let consent = [&plain[..], &["--plaintext-auth"]].concat();
    assert_eq!(send(&address, &consent, b"").code, Some(0));
    let wrong = send(&address, &["--auth", "ann:wrong", "--body", "x"], b"");
    assert_eq!(wrong.code, Some(77), "{}", wrong.stdout);
    let nobody = send(&address, &["--body", "x"], b"");
    assert_eq!(nobody.code, Some(69), "{}", nobody.stdout);
}

#[test]
fn the_transcript_shows_the_session_and_no_password() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("session.txt");
    let server = serve(&["--auth", "ann:secret", "--plaintext-auth"]);
    let more = [
        "--auth",
        "ann:secret",
        "--mechanism",
        "plain",
        "--plaintext-auth",
        "--body",
        "x",
        "--transcript",
        file.to_str().unwrap(),
    ];
    let run = send(&server.address.to_string(), &more, b"");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains("C: AUTH PLAIN ***") && text.contains("S: 235"), "{text}");
    assert!(!text.contains("AGFubgBzZWNyZXQ"), "{text}");
}

#[test]
fn when_the_answer_is_lost_nobody_claims_to_know() {
    let address = scripted(&[
        ("", "220 mx\r\n"),
        ("EHLO", "250 mx\r\n"),
        ("MAIL", "250 ok\r\n"),
        ("RCPT", "250 ok\r\n"),
        ("DATA", "354 go\r\n"),
        (".", ""),
    ]);
    let run = send(&address.to_string(), &["--json", "--body", "x"], b"");
    assert_eq!(run.code, Some(75), "{}", run.stdout);
    let told = run.json();
    assert_eq!(told["responsibility"], "unknown");
    assert_eq!(told["recipients"][0]["status"], "unknown");
    assert_eq!(told["error"]["name"], "connection-lost");
}

#[test]
fn lmtp_has_an_outcome_for_each_recipient() {
    let server = serve(&["--lmtp"]);
    let address = server.address.to_string();
    let run = smtpwire(
        &[
            "send",
            "--lmtp",
            "--json",
            "-s",
            &address,
            "-f",
            "ann@example.org",
            "-t",
            "a@example.net,b@example.net",
            "--body",
            "x",
        ],
        b"",
    );
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert_eq!(run.json()["recipients"].as_array().map(Vec::len), Some(2));
}

#[test]
fn what_can_not_be_done_is_said_with_a_status_of_sysexits() {
    let wrong = smtpwire(&["send", "--server", "127.0.0.1:1", "--from", "a b", "--to", "x@y"], b"");
    assert_eq!(wrong.code, Some(64), "{}", wrong.stderr);
    assert!(wrong.stderr.contains("--from"), "{}", wrong.stderr);
    let nobody = send("127.0.0.1:1", &["--body", "x"], b"");
    assert_eq!(nobody.code, Some(75), "{}", nobody.stderr);
    let nowhere = send("no.such.host.invalid", &["--body", "x"], b"");
    assert_eq!(nowhere.code, Some(68), "{}", nowhere.stderr);
    let empty = send("127.0.0.1:1", &[], b"");
    assert_eq!(empty.code, Some(66), "{}", empty.stderr);
    let header = send("127.0.0.1:1", &["--header", "X-A: b\r\nBcc: v@evil.example"], b"x");
    assert_eq!(header.code, Some(64), "{}", header.stderr);
    let server = serve(&["--size", "100"]);
    let large = send(&server.address.to_string(), &["--body", &"x".repeat(1000)], b"");
    assert_eq!(large.code, Some(65), "{}", large.stdout);
    assert!(large.stdout.contains("the server takes 100"), "{}", large.stdout);
}

#[test]
fn a_piped_text_is_the_body_behind_a_subject() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(&["--eml", folder.path().to_str().unwrap(), "--no-trace-headers"]);
    let run = send(&server.address.to_string(), &["--subject", "over"], b"real body\n");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let message = String::from_utf8(stored(folder.path())).unwrap();
    assert!(message.contains("\r\nSubject: over\r\n"), "{message}");
    assert!(message.ends_with("\r\n\r\nreal body\r\n"), "{message}");
}

#[test]
fn what_would_fail_after_the_message_is_found_out_before() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(&["--eml", folder.path().to_str().unwrap()]);
    let more = ["--body", "x", "--transcript", "/no/such/folder/t"];
    let run = send(&server.address.to_string(), &more, b"");
    assert_eq!(run.code, Some(73), "{}", run.stderr);
    assert!(run.stderr.contains("nothing was sent"), "{}", run.stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn addresses_with_commas_and_names_are_told_apart() {
    let server = serve(&[]);
    let address = server.address.to_string();
    let to = |list| {
        smtpwire(&["send", "--json", "-s", &address, "-f", "<>", "-t", list, "--body", "x"], b"")
    };
    let run = to(r#""a,b"@example.net,jo@example.net"#);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(run.json()["recipients"][0]["address"], r#"<"a,b"@example.net>"#);
    assert_eq!(run.json()["recipients"].as_array().map(Vec::len), Some(2));
    for (wrong, hint) in [("jo@example.net,", "missing"), ("Jo <jo@example.net>", "without a name")]
    {
        let run = to(wrong);
        assert_eq!(run.code, Some(64));
        assert!(run.stderr.contains(hint), "{}", run.stderr);
    }
    let empty =
        smtpwire(&["send", "-s", &address, "-f", "", "-t", "jo@example.net", "--body", "x"], b"");
    assert_eq!(empty.code, Some(64), "an unset variable is not the null sender");
}

#[test]
fn an_internationalized_address_stands_in_the_header_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(&["--eml", folder.path().to_str().unwrap(), "--no-trace-headers"]);
    let arguments = [
        "send",
        "-s",
        &server.address.to_string(),
        "-f",
        "<>",
        "-t",
        "jö@example.net",
        "--body",
        "x",
    ];
    let run = smtpwire(&arguments, b"");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let message = String::from_utf8(stored(folder.path())).unwrap();
    assert!(message.contains("\r\nTo: <jö@example.net>\r\n"), "{message}");
    assert!(message.contains("\r\nFrom: <MAILER-DAEMON@[127.0.0.1]>\r\n"), "{message}");
}
