//! The parameters of MAIL, or of RCPT with switch 0: none is lost, none comes
//! twice, and unknown ones keep their order.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire::{Command, CommandOptions};
use smtpwire_fuzz::{Case, command};

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let start: &[u8] = if case.option(0) { b"RCPT TO:<a@b.example> " } else { b"MAIL FROM:<> " };
    let line = [start, case.text()].concat();
    let options = CommandOptions::default();
    let read = match Command::parse_with(&line, &options) {
        Ok(read) => read,
        Err(error) => return command::has_a_reply(&error, &line),
    };
    let (mut keywords, unknown): (Vec<String>, Vec<String>) = match &read {
        Command::Mail(mail) => (
            mail.parameters.iter().map(|p| p.keyword().to_ascii_uppercase()).collect(),
            mail.parameters.unknown().map(|p| p.keyword().to_ascii_uppercase()).collect(),
        ),
        Command::Rcpt(rcpt) => (
            rcpt.parameters.iter().map(|p| p.keyword().to_ascii_uppercase()).collect(),
            rcpt.parameters.unknown().map(|p| p.keyword().to_ascii_uppercase()).collect(),
        ),
        other => panic!("MAIL or RCPT was read as {other:?}"),
    };
    let text = std::str::from_utf8(case.text()).expect("a command is UTF-8");
    let mut written: Vec<String> = text
        .split_ascii_whitespace()
        .map(|parameter| parameter.split('=').next().unwrap_or_default().to_ascii_uppercase())
        .collect();
    let unknown_as_written: Vec<&String> =
        written.iter().filter(|keyword| unknown.contains(keyword)).collect();
    assert!(unknown_as_written.into_iter().eq(&unknown), "unknown ones keep their order: {text:?}");
    keywords.sort_unstable();
    written.sort_unstable();
    assert_eq!(keywords, written, "none is lost, none is added");
    keywords.dedup();
    assert_eq!(keywords.len(), written.len(), "none stands twice: {text:?}");
    command::is_written_as_it_reads(&read, &options);
});
