use smtpwire_diagnose::transcript::{Format, ReadError, read, read_as};

use crate::{dialog, samples};

#[test]
fn every_form_is_detected_as_itself() {
    for (format, sample) in samples() {
        assert_eq!(read(sample.as_bytes()).unwrap().format, format, "{sample}");
    }
}

#[test]
fn a_form_that_is_given_is_read_as_if_it_had_been_detected() {
    for (format, sample) in samples() {
        assert_eq!(read_as(format, sample.as_bytes()), read(sample.as_bytes()));
    }
}

#[test]
fn the_wrong_form_is_refused_by_name() {
    let (_, swaks) = samples().into_iter().find(|(format, _)| *format == Format::Swaks).unwrap();
    let error = read_as(Format::Smtplib, swaks.as_bytes()).unwrap_err();
    assert_eq!(error, ReadError::NotThisForm { format: Format::Smtplib });
    assert!(error.to_string().contains("smtplib"));
}

#[test]
fn line_ends_of_windows_change_nothing() {
    for (_, sample) in samples() {
        let plain = read(sample.as_bytes()).unwrap();
        let windows = read(sample.replace('\n', "\r\n").as_bytes()).unwrap();
        assert_eq!(dialog(&windows), dialog(&plain), "{sample}");
    }
}

/// The sample inside a mail, every line of it behind `margin`.
fn within_prose(sample: &str, margin: &str) -> String {
    let quoted: Vec<String> = sample.lines().map(|line| format!("{margin}{line}")).collect();
    let quoted = quoted.join("\n");
    format!(
        "Hello,\n\nsince Monday our mail is stuck; this is what I see:\n\n{quoted}\n\nWhat is \
         wrong? Thanks,\nAlice\n-- \nAlice Example\n"
    )
}

#[test]
fn a_dialog_inside_a_mail_is_read() {
    for (format, sample) in samples() {
        // Prose behind content that never ends is content; such a sample is no test of this.
        for margin in ["", "    ", "\t"] {
            let read = read(within_prose(sample, margin).as_bytes()).unwrap();
            assert_eq!(read.format, format, "{margin:?} {sample}");
            let plain = dialog(&super::read(sample.as_bytes()).unwrap());
            assert_eq!(dialog(&read), plain, "{margin:?}");
        }
    }
}

#[test]
fn a_dialog_that_a_mail_quotes_is_read() {
    for (format, sample) in samples() {
        for margin in ["> ", ">", "> > ", ">     "] {
            let read = read(within_prose(sample, margin).as_bytes()).unwrap();
            assert_eq!(read.format, format, "{margin:?} {sample}");
            let plain = dialog(&super::read(sample.as_bytes()).unwrap());
            assert_eq!(dialog(&read), plain, "{margin:?}");
        }
    }
}
