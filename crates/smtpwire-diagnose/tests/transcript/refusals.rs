use smtpwire_diagnose::transcript::{MAX_LINES, MAX_TRANSCRIPT, ReadError, read};

#[track_caller]
fn is_no_dialog(input: &str) {
    assert_eq!(read(input.as_bytes()), Err(ReadError::NotADialog), "{input}");
}

#[test]
fn nothing_is_refused_as_empty() {
    for input in ["", " ", "\r\n\r\n", "\t \n"] {
        assert_eq!(read(input.as_bytes()), Err(ReadError::Empty));
    }
}

#[test]
fn prose_is_no_dialog() {
    is_no_dialog("Dear all,\n\nthe server said something about mail from us.\nHelp me!\n");
    is_no_dialog("550 people came.\nData was lost.\nQuit smoking!\n");
    is_no_dialog("> I wrote this\n< and you that\n* a point\n* another\n");
    is_no_dialog("C:\\Windows\nD:\\Data\n");
}

#[test]
fn json_html_and_csv_are_no_dialogs() {
    is_no_dialog("{\"code\": 250, \"msg\": \"250 ok\",\n \"list\": [\"S: 220\", \"EHLO x\"]}\n");
    is_no_dialog("<!doctype html>\n<html>\n<body>\n<p>220 mx</p>\n</body>\n</html>\n");
    is_no_dialog("code,text\n250,ok\n550,no\n");
}

#[test]
fn a_message_alone_is_no_dialog() {
    is_no_dialog(
        "Received: from a.example by b.example with ESMTP; Sun, 22 Nov 2026 10:00:00 +0000\n\
         From: a@a.example\nTo: b@b.example\nSubject: 220 reasons\n\nHELO is a greeting.\n\
         250 is a number.\n",
    );
}

#[test]
fn the_error_names_the_forms_that_are_read() {
    let error = ReadError::NotADialog.to_string();
    for form in ["C:/S:", "swaks", "curl", "Postfix", "smtplib", "nodemailer", "telnet"] {
        assert!(error.contains(form), "{form}");
    }
}

#[test]
fn binary_input_is_refused_with_what_was_found() {
    let mut octets = b"S: 220 x\n".to_vec();
    octets.extend(0..=255);
    let error = read(&octets).unwrap_err();
    assert!(matches!(error, ReadError::Binary { offset: 9, .. }), "{error}");
    assert_eq!(error.to_string(), "this is not text: a NUL at octet 9");
}

#[test]
fn what_is_too_large_is_refused_with_the_limit() {
    let large = vec![b'a'; MAX_TRANSCRIPT + 1];
    assert_eq!(read(&large), Err(ReadError::TooLarge { limit: MAX_TRANSCRIPT }));
    let lines = "S:\n".repeat(MAX_LINES + 1);
    assert_eq!(read(lines.as_bytes()), Err(ReadError::TooManyLines { limit: MAX_LINES }));
    let ends = format!("send: b'DATA\\r\\n{}'\n", "\\n".repeat(MAX_LINES + 1));
    assert_eq!(read(ends.as_bytes()), Err(ReadError::TooManyLines { limit: MAX_LINES }));
}

#[test]
fn one_line_of_many_octets_is_read_in_time() {
    // Each would take hours if any step went over the line more than once per octet.
    for start in ["S: 220 ", "<-  220 ", "> EHLO x\n< 220 ", "send: b'", "220 x\nEHLO y\n250 "] {
        for filler in ["a", "<", "\\", "> ", " ", "AUTH PLAIN "] {
            let mut input = String::from(start);
            input.push_str(&filler.repeat(4 * 1024 * 1024 / filler.len()));
            if let Ok(transcript) = read(input.as_bytes()) {
                let masked =
                    smtpwire_diagnose::transcript::masked_source(input.as_bytes(), &transcript);
                assert_eq!(masked.len(), input.len());
            }
        }
    }
}
