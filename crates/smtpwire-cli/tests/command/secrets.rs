//! A canary in every place where a password stands: it must come out nowhere.

use crate::{run, smtpwire};

/// `tim`, `canary-5ecret` and what SASL makes of them.
const CANARIES: [&str; 4] =
    ["canary-5ecret", "AHRpbQBjYW5hcnktNWVjcmV0", "Y2FuYXJ5LTVlY3JldA", "Y2FuYXJ5LTVlY3J"];

fn assert_no_canary(arguments: &[&str], input: &str) {
    let run = run(smtpwire(arguments).write_stdin(input));
    assert!(run.code.is_some(), "{arguments:?} ended by a signal");
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    for canary in CANARIES {
        let shown = format!("{}{}", run.stdout, run.stderr);
        assert!(!shown.contains(canary), "{arguments:?} shows {canary}:\n{shown}");
    }
}

const PLAIN: &str = "\
S: 220 mx.example.net ESMTP
C: EHLO client.example.com
S: 250-mx.example.net
S: 250 AUTH PLAIN LOGIN
C: AUTH PLAIN AHRpbQBjYW5hcnktNWVjcmV0
S: 535 5.7.8 No: AHRpbQBjYW5hcnktNWVjcmV0 and canary-5ecret
C: AUTH LOGIN
S: 334 VXNlcm5hbWU6
C: dGlt
S: 334 UGFzc3dvcmQ6
C: Y2FuYXJ5LTVlY3JldA==
S: 535 5.7.8 No
C: AUTH PLAIN
S: 334
C: not base64 canary-5ecret!
S: 501 5.5.2 What?
C: QUIT
S: 221 Bye
";

#[test]
fn check_shows_no_secret_in_any_form_of_output() {
    let swaks = "=== Connected to mx.example.net.\n<-  220 mx.example.net ESMTP\n \
                 -> EHLO client.example.com\n<-  250-mx.example.net\n<-  250 AUTH PLAIN\n \
                 -> AUTH PLAIN AHRpbQBjYW5hcnktNWVjcmV0\n<** 535 5.7.8 No\n -> QUIT\n\
                 <-  221 Bye\n";
    let smtplib = "connect: to ('mx.example.net', 25) None\n\
                   reply: b'220 mx.example.net ESMTP\\r\\n'\n\
                   send: 'ehlo client.example.com\\r\\n'\nreply: b'250-mx.example.net\\r\\n'\n\
                   reply: b'250 AUTH PLAIN\\r\\n'\n\
                   send: 'AUTH PLAIN AHRpbQBjYW5hcnktNWVjcmV0\\r\\n'\n\
                   reply: b'535 5.7.8 No\\r\\n'\nsend: 'quit\\r\\n'\nreply: b'221 Bye\\r\\n'\n";
    let scrollback = "220 mx.example.net ESMTP\nEHLO client.example.com\n250-mx.example.net\n\
                      250 AUTH PLAIN\nAUTH PLAIN AHRpbQBjYW5hcnktNWVjcmV0\n535 5.7.8 No\nQUIT\n\
                      221 Bye\n";
    for input in [PLAIN, swaks, smtplib, scrollback] {
        let check = run(smtpwire(&["check", "--json", "-"]).write_stdin(input));
        assert!(check.document().get("findings").is_some(), "{}", check.stdout);
        for more in [&[][..], &["--json"], &["--color", "always"], &["--quiet"]] {
            let arguments = [&["check", "-"][..], more].concat();
            assert_no_canary(&arguments, input);
        }
    }
}

#[test]
fn check_masks_secrets_in_the_source_that_it_shows() {
    let run = run(smtpwire(&["check", "-"]).write_stdin(PLAIN));
    assert!(run.stdout.contains("C: AUTH PLAIN ************************"), "{}", run.stdout);
}

#[test]
fn parse_shows_no_secret_right_or_wrong() {
    for line in [
        "AUTH PLAIN AHRpbQBjYW5hcnktNWVjcmV0",
        "auth plain  AHRpbQBjYW5hcnktNWVjcmV0",
        "AUTH PLAIN canary-5ecret",
        "AUTH\tPLAIN\tAHRpbQBjYW5hcnktNWVjcmV0",
        "AUTH AHRpbQBjYW5hcnktNWVjcmV0",
        "AUTH Y2FuYXJ5LTVlY3JldA",
        " AUTH PLAIN AHRpbQBjYW5hcnktNWVjcmV0",
        "AHRpbQBjYW5hcnktNWVjcmV0",
        "Y2FuYXJ5LTVlY3JldA==",
        "BURL imap://a/b;URLAUTH=submit+tim:internal:canary-5ecret LAST",
        "BURL  imap://a/b;URLAUTH=submit+tim:internal:canary-5ecret LAST LAST",
        "BURL imap://tim:canary-5ecret@host/ LAST",
        "BURL imap://tim:canary-5ecret@host/b;URLAUTH=submit+tim:internal:canary-5ecret",
        "AUHT PLAIN AHRpbQBjYW5hcnktNWVjcmV0",
        "AUTHPLAIN AHRpbQBjYW5hcnktNWVjcmV0",
        "AUTH PLAIN: AHRpbQBjYW5hcnktNWVjcmV0",
        "AUTH=PLAIN AHRpbQBjYW5hcnktNWVjcmV0",
        "X AUTH PLAIN AHRpbQBjYW5hcnktNWVjcmV0",
        "XOAUTH2 AHRpbQBjYW5hcnktNWVjcmV0",
        "AUHT PLIAN Y2FuYXJ5LTVlY3JldA==",
        "PASS canary-5ecret",
        "USER canary-5ecret",
        "LOGIN tim canary-5ecret",
    ] {
        for more in [&[][..], &["--json"], &["--as", "reply"], &["--as", "address"], &["--lenient"]]
        {
            let arguments = [&["parse", line][..], more].concat();
            assert_no_canary(&arguments, "");
            assert_no_canary(&[&["parse", "-"][..], more].concat(), line);
        }
    }
}

#[test]
fn explain_never_repeats_what_was_typed() {
    for words in [
        "AUTH PLAIN AHRpbQBjYW5hcnktNWVjcmV0",
        "AHRpbQBjYW5hcnktNWVjcmV0",
        "canary-5ecret",
        "535 5.7.8 canary-5ecret",
    ] {
        assert_no_canary(&["explain", words], "");
        assert_no_canary(&["explain", "--json", words], "");
    }
}
