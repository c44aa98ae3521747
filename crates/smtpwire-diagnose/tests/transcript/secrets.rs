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

#[test]
fn a_clear_text_password_is_masked_in_the_servers_echo() {
    let masked = mask(
        "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: jo\nS: 334 UGFzc3dvcmQ6\nC: Tr0ub4dor&3xyz\n\
         S: 501 5.5.2 Cannot decode XXTr0ub4dor&3xyzYY\nC: QUIT\nS: 221 Bye\n",
    );
    assert!(masked.contains("S: 501 5.5.2 Cannot decode XX**************YY\n"), "{masked}");
    assert!(masked.contains("S: 334 UGFzc3dvcmQ6\n") && masked.ends_with("C: QUIT\nS: 221 Bye\n"));
}

#[test]
fn a_response_is_masked_where_it_is_glued_to_something() {
    let masked = mask(&format!(
        "S: 220 x\nC: AUTH PLAIN {PLAIN}\nS: 535 5.7.8 no=XX{PLAIN}YY XXhunter2hunter2YY\n"
    ));
    let stars = "*".repeat(PLAIN.len());
    assert!(masked.ends_with(&format!("no=XX{stars}YY XX**************YY\n")), "{masked}");
}

#[test]
fn a_typing_error_in_auth_does_not_show_the_response() {
    for (line, shown) in [
        ("AUHT PLAIN AGpvAHBhc3M=", "AUHT PLAIN ************"),
        ("AUTHPLAIN AGpvAHBhc3M=", "AUTHPLAIN ************"),
        ("AUTH PLAIN: AGpvAHBhc3M=", "AUTH PLAIN: ************"),
        ("AUTH=PLAIN AGpvAHBhc3M=", "AUTH=PLAIN ************"),
        ("X AUTH PLAIN AGpvAHBhc3M=", "X AUTH PLAIN ************"),
        ("XOAUTH2 AGpvAHBhc3M=", "XOAUTH2 ************"),
        ("AUTH AGpvAHBhc3Mx", "AUTH ************"),
        ("AUHT PLIAN AGpvAHBhc3M=", "AUHT PLIAN ************"),
        ("AUHT PLAIN p&ss", "AUHT PLAIN ****"),
        ("PASS p&ss", "PASS ****"),
        ("USER joanna", "USER ******"),
        ("LOGIN jo p&ss", "LOGIN *******"),
        ("a1 login jo p&ss", "a1 login *******"),
        ("HELO-WORLD commands on mail.example.net jo@host2Example.example", ""),
    ] {
        let shown = if shown.is_empty() { line } else { shown };
        assert_eq!(
            mask(&format!("S: 220 x\nC: {line}\nS: 500 What?\nC: QUIT\nS: 221 Bye\n")),
            format!("S: 220 x\nC: {shown}\nS: 500 What?\nC: QUIT\nS: 221 Bye\n")
        );
    }
}

#[test]
fn a_password_that_comes_after_a_refusal_is_masked() {
    let dialog = "AUTH LOGIN\n334 VXNlcm5hbWU6\nam8=\n535 5.7.8 no\nTr0ub4dor&3xyz\n\
                  500 unknown command Tr0ub4dor&3xyz\nNOOP a\n250 Ok\nXYZZY a\n500 No\n";
    let masked = mask(&format!("220 x\nEHLO y\n250 AUTH LOGIN\n{dialog}"));
    assert!(
        masked.ends_with(
            "535 5.7.8 no\n**************\n500 unknown command **************\nNOOP a\n250 Ok\n\
         XYZZY a\n500 No\n"
        ),
        "{masked}"
    );
}

#[test]
fn the_password_of_a_url_is_masked() {
    for (url, shown) in [
        ("imap://harry:hunter2@host/", "imap://harry:*******@host/"),
        ("imap://harry:hu@t/r2@host/", "imap://harry:*******@host/"),
        ("imap://harry@host:143/a@b", "imap://harry@host:143/a@b"),
        ("imap://h:abc@x/;URLAUTH=h:int:9a7", "imap://h:***@x/;URLAUTH=h:int:***"),
        ("imap://h@x/;URLAUTH=9a7", "imap://h@x/;URLAUTH=***"),
    ] {
        assert_eq!(
            mask(&format!("S: 220 x\nC: BURL {url} LAST\nS: 250 Ok\n")),
            format!("S: 220 x\nC: BURL {shown} LAST\nS: 250 Ok\n")
        );
    }
}

#[test]
fn the_parts_of_a_scram_message_are_masked_where_they_recur() {
    // c=biws,r=fyko,p=v0X8v3Bz2T0C
    let masked = mask(
        "C: AUTH SCRAM-SHA-1\nS: 334\nC: Yz1iaXdzLHI9ZnlrbyxwPXYwWDh2M0J6MlQwQw==\n\
         S: 535 5.7.8 bad proof p=v0X8v3Bz2T0C, or v0X8v3Bz2T0C\n",
    );
    assert!(masked.contains("bad proof **************, or ************\n"), "{masked}");
}

#[test]
fn what_a_server_says_in_scram_is_masked_and_an_error_of_its_is_not() {
    // RFC 7677 section 3: r=…,s=…,i=4096 and v=…; then e=invalid-proof.
    let masked = mask(
        "C: AUTH SCRAM-SHA-256 biwsbj11c2VyLHI9ck9wck5HZndFYmVSV2diTkVrcU8=\n\
         S: 334 cj1yT3ByTkdmd0ViZSxzPVcyMlphSjBTTlk3c29FPT0saT00MDk2\n\
         C: Yz1iaXdzLHI9ck9wck5HZndFYmUscD1kSHpiWmFwV0lrNA==\n\
         S: 334 dj02cnJpVFJCaTIzV3BSUi93dHVwK21NaFVaVW4vZEI1bkxUSlJzamw5NUc0PQ==\n\
         C:\nS: 235 2.7.0 welcome\n",
    );
    let shown: Vec<String> = masked.lines().map(|line| line.replace('*', "")).collect();
    let expected =
        ["C: AUTH SCRAM-SHA-256 ", "S: 334 ", "C: ", "S: 334 ", "C:", "S: 235 2.7.0 welcome"];
    assert_eq!(shown, expected, "{masked}");
    let refused = mask("C: AUTH SCRAM-SHA-1 biws\nS: 334 ZT1pbnZhbGlkLXByb29m\nC: *\nS: 535 no\n");
    assert!(refused.contains("S: 334 ZT1pbnZhbGlkLXByb29m\n"), "{refused}");
    let other = "C: AUTH CRAM-MD5\nS: 334 PDEyMzQ1QGE+\nC: *\nS: 501 5.7.0 ended\n";
    assert_eq!(mask(other), other);
}

#[test]
fn what_every_transcript_holds_is_not_taken_for_a_repeated_password() {
    // The names are AUTH, LOGIN and the client's host.
    for (name, encoded) in [("MAIL", "TUFJTA=="), ("LOGIN", "TE9HSU4="), ("mx.example", "")] {
        let answer = if encoded.is_empty() { name } else { encoded };
        let masked = mask(&format!(
            "C: EHLO mx.example\nS: 250 AUTH LOGIN\nC: AUTH LOGIN\nS: 334\nC: {answer}\nS: 235 Ok\n\
             C: MAIL FROM:<>\nS: 250 Ok\n"
        ));
        assert!(masked.starts_with("C: EHLO mx.example\nS: 250 AUTH LOGIN\nC: AUTH LOGIN\n"));
        assert!(masked.ends_with("C: MAIL FROM:<>\nS: 250 Ok\n"), "{masked}");
    }
}

#[test]
fn a_password_in_brackets_is_no_remark_where_a_response_is_due() {
    let masked = mask(
        "S: 220 x ESMTP\nC: EHLO a.example\nS: 250 AUTH LOGIN\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\n\
         C: am8=\nS: 334 UGFzc3dvcmQ6\nC: <hunter22>\nS: 535 5.7.8 no <hunter22>\nC: (pa55word)\n\
         S: 500 what\nC: QUIT\nS: 221 bye\n",
    );
    assert!(!masked.contains("hunter22") && !masked.contains("pa55word"), "{masked}");
    let prose = "S: 220 x ESMTP\nC: EHLO a.example\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\n\
        C: <starts TLS negotiation>\nC: QUIT\nS: 221 bye\n";
    assert_eq!(mask(prose), prose);
}
