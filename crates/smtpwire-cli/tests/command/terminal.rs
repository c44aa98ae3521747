//! What a terminal gets, and what happens when nobody reads.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use crate::{WRONG, run, smtpwire};

#[test]
fn there_is_no_colour_in_a_pipe_unless_it_is_asked_for() {
    for arguments in [&["check", "-"][..], &["parse", "RCPT"], &["explain", "550"], &["rules"]] {
        let plain = run(smtpwire(arguments).write_stdin(WRONG));
        assert!(!plain.stdout.contains('\x1b'), "{}", plain.stdout);
        let never = run(smtpwire(arguments).args(["--color", "never"]).write_stdin(WRONG));
        assert_eq!(plain.stdout, never.stdout);
        let always = run(smtpwire(arguments).args(["--color", "always"]).write_stdin(WRONG));
        assert!(always.stdout.contains("\x1b["), "{}", always.stdout);
    }
}

#[test]
fn colour_changes_no_word() {
    let plain = run(smtpwire(&["check", "-"]).write_stdin(WRONG)).stdout;
    let coloured = run(smtpwire(&["--color", "always", "check", "-"]).write_stdin(WRONG)).stdout;
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, behind)) = rest.split_once("\x1b[") {
        stripped.push_str(before);
        rest = behind.split_once('m').map_or("", |(_, rest)| rest);
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain);
}

#[test]
fn no_control_of_a_peer_reaches_the_terminal() {
    let attack = "S: 220 mx.example.net\x1b]0;owned\x07 ESMTP\nC: EHLO client.example.com\n\
                  S: 250 mx\u{9b}31m\u{202e}\nC: RCPT TO:<a\x1b[2J@example.com>\n\
                  S: 503 5.5.1 \x1b[31m\x7f no\nC: QUIT\nS: 221 Bye\n";
    for more in [&[][..], &["--json"]] {
        let run = run(smtpwire(&["check", "-"]).args(more).write_stdin(attack));
        assert_eq!(run.code, Some(1));
        let shown = format!("{}{}", run.stdout, run.stderr);
        let raw = shown.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(raw, None, "{shown:?}");
    }
    let told = run(&mut smtpwire(&["parse", "--as", "reply", "250 \u{9b}31m\x1b[2J\u{202e}"]));
    assert!(told.stdout.contains("\\xc2\\x9b31m\\x1b[2J"), "{}", told.stdout);
}

#[test]
fn a_control_is_shown_as_a_picture_under_which_the_columns_hold() {
    let input = "S: 220 mx.example.net ESMTP\nC: EHLO client.example.com\nS: 250 mx.example.net\n\
                 C: MAIL FROM:<a\x01b@example.com>\nS: 501 no\nC: QUIT\nS: 221 Bye\n";
    let run = run(smtpwire(&["check", "-"]).write_stdin(input));
    assert!(run.stdout.contains("C: MAIL FROM:<a␁b@example.com>"), "{}", run.stdout);
    let document = crate::run(smtpwire(&["check", "--json", "-"]).write_stdin(input)).document();
    let finding = &document["findings"][0];
    let place = format!("<stdin>:{}:{}\n", finding["line"], finding["column"]);
    assert!(run.stdout.contains(&place), "{place} is not in\n{}", run.stdout);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    for arguments in [&["check", "-"][..], &["check", "--json"], &["parse", "-"], &["explain", "-"]]
    {
        let mut child = Command::new(env!("CARGO_BIN_EXE_smtpwire"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Closed before the command has anything to say.
        drop(child.stdout.take());
        let input = if arguments.contains(&"check") { WRONG } else { "550 5.1.1 No such user" };
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        let expected = i32::from(arguments.contains(&"check"));
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(expected), ""));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_smtpwire"))
        .args(["explain", "550"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("the output could not be written"), "{said}");
}
