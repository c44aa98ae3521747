use smtpwire_diagnose::transcript::{masked_source, read, secrets};

use crate::{NAME, PASSWORD, PLAIN, samples};

fn mask(input: &str) -> String {
    let transcript = read(input.as_bytes()).unwrap();
    let masked = masked_source(input.as_bytes(), &transcript);
    assert_eq!(masked.len(), input.len());
    String::from_utf8(masked).unwrap()
}

#[test]
fn no_sample_shows_a_secret_once_masked() {
    let mut seen = 0;
    for (_, sample) in samples() {
        let masked = mask(sample);
        for secret in [PLAIN, NAME, PASSWORD, "hunter2hunter2"] {
            seen += usize::from(sample.contains(secret));
            assert!(!masked.contains(secret), "{masked}");
        }
        assert_eq!(masked.lines().count(), sample.lines().count());
    }
    assert!(seen > 8, "the samples hold secrets to find");
}

#[test]
fn an_initial_response_is_masked_and_nothing_else() {
    assert_eq!(
        mask("S: 220 x\nC: auth plain AHRpbQBzZWNyZXQ= \nS: 235 ok\nC: MAIL FROM:<tim@x>\n"),
        "S: 220 x\nC: auth plain **************** \nS: 235 ok\nC: MAIL FROM:<tim@x>\n"
    );
}

#[test]
fn answers_to_challenges_are_masked_and_challenges_are_not() {
    assert_eq!(
        mask(
            "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: not base64!\nS: 235 ok\n"
        ),
        "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ****\nS: 334 UGFzc3dvcmQ6\nC: ***********\nS: 235 ok\n"
    );
}

#[test]
fn a_cancelled_exchange_and_empty_responses_stay_visible() {
    let dialog =
        "C: AUTH PLAIN =\nS: 334\nC: *\nS: 501 no\nC: AUTH PLAIN\nS: 334\nC: QUIT\nS: 221 x\n";
    assert_eq!(mask(dialog), dialog);
}

#[test]
fn a_password_that_the_server_repeats_is_masked() {
    let masked = mask(&format!(
        "C: AUTH PLAIN {PLAIN}\nS: 535 5.7.8 bad password 'hunter2hunter2' for <alice@example.org>\n"
    ));
    assert!(masked.contains("bad password '**************' for <*****************>"), "{masked}");
}

#[test]
fn a_password_on_the_command_line_above_is_masked() {
    let masked = mask(&format!(
        "$ curl -u alice@example.org:hunter2hunter2 smtp://x -v\n> EHLO x\n< 250 AUTH PLAIN\n> AUTH \
         PLAIN\n< 334 \n> {PLAIN}\n< 235 ok\n"
    ));
    assert!(masked.starts_with("$ curl -u alice@example.org:************** smtp"), "{masked}");
}

#[test]
fn a_response_in_the_wrong_place_is_masked() {
    // The lines around the 334 are lost.
    let masked = mask(&format!("S: 250 AUTH PLAIN\nC: {PLAIN}\nS: 235 ok\n"));
    assert!(!masked.contains(PLAIN));
    // It stands in no line of the dialog.
    let masked =
        mask(&format!("I typed AUTH PLAIN {PLAIN} there\n\nC: EHLO x\nS: 250 AUTH LOGIN PLAIN\n"));
    assert!(masked.starts_with("I typed AUTH PLAIN *****"), "{masked}");
    assert!(masked.ends_with("S: 250 AUTH LOGIN PLAIN\n"));
}

#[test]
fn content_is_not_taken_for_a_response() {
    let dialog = format!("C: DATA\nS: 354 go\nC: {PLAIN}\nC: .\nS: 250 ok\n");
    assert_eq!(mask(&dialog), dialog);
}

#[test]
fn the_token_of_a_url_is_masked_across_folds() {
    assert_eq!(
        mask("C: BURL imap://u@h/m\n   ;urlauth=submit+u\n   :internal:91354a LAST\nS: 250 ok\n"),
        "C: BURL imap://u@h/m\n   ;urlauth=submit+u\n   :internal:****** LAST\nS: 250 ok\n"
    );
}

#[test]
fn escapes_inside_a_secret_are_masked_whole() {
    let input = r"send: 'AUTH LOGIN\r\n'
reply: b'334 \r\n'
send: b'a\x00\'b\r\n'
";
    let masked = mask(input);
    assert!(masked.contains(r"send: b'********\r\n'"), "{masked}");
}

#[test]
fn tokens_and_written_out_messages_are_masked() {
    let masked = mask(
        "C: AUTH XOAUTH2 dXNlcj1hbGljZUBleGFtcGxlLm9yZwFhdXRoPUJlYXJlciB5YTI5LnRva2VudG9rZW4BAQ==\n\
         S: 535 5.7.8 token ya29.tokentoken expired\n",
    );
    assert!(!masked.contains("dXNlcj1"), "{masked}");
    assert!(masked.contains("token *************** expired"), "{masked}");
    let masked = mask("C: {21}\nC: <NUL>tim<NUL>tanstaaftanstaaf\nS: a2 OK\n");
    assert!(!masked.contains("tanstaaf"), "{masked}");
    let masked = mask("C: c=biws,r=abc,p=cHJvb2Y=\nS: v=dmVyaWZ5\n");
    assert!(!masked.contains("cHJvb2Y"), "{masked}");
}

#[test]
fn after_a_reversal_the_other_sides_answers_are_masked() {
    let masked = mask("C: EHLO x\nS: 250 x\nC: 334 UGFzc3dvcmQ6\nS: aHVudGVyMg==\nC: 235 ok\n");
    assert!(!masked.contains("aHVudGVyMg"), "{masked}");
}

#[test]
fn ranges_rise_and_do_not_touch() {
    for (_, sample) in samples() {
        let transcript = read(sample.as_bytes()).unwrap();
        let found = secrets(sample.as_bytes(), &transcript);
        assert!(found.windows(2).all(|pair| pair[0].end < pair[1].start));
        assert!(found.iter().all(|range| !range.is_empty() && range.end <= sample.len()));
    }
}
