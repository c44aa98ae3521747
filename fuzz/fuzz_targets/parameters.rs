//! The parameters of MAIL, or of RCPT with switch 0: none is lost, doubled or moved.

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
    let keywords: Vec<&str> = match &read {
        Command::Mail(mail) => mail.parameters.iter().map(|p| p.keyword()).collect(),
        Command::Rcpt(rcpt) => rcpt.parameters.iter().map(|p| p.keyword()).collect(),
        other => panic!("MAIL or RCPT was read as {other:?}"),
    };
    let text = std::str::from_utf8(case.text()).expect("a command is UTF-8");
    let written: Vec<&str> = text
        .split_ascii_whitespace()
        .map(|parameter| parameter.split('=').next().unwrap_or_default())
        .collect();
    assert_eq!(keywords.len(), written.len(), "{text:?}");
    for (index, (keyword, written)) in keywords.iter().zip(written).enumerate() {
        assert!(keyword.eq_ignore_ascii_case(written), "{keyword} is not {written}");
        let twice = keywords[..index].iter().any(|earlier| earlier.eq_ignore_ascii_case(keyword));
        assert!(!twice, "{keyword} stands twice in {text:?}");
    }
    command::is_written_as_it_reads(&read, &options);
});
