//! Commands: written and read back.

use proptest::prelude::*;
use smtpwire::{Command, CommandOptions, Leniency};

use crate::strategies::{almost_a_command, command, mail, mail_parameters, rcpt_parameters};

fn line(command: &Command<'_>) -> Vec<u8> {
    let mut line = Vec::new();
    command.encode(&mut line);
    line
}

/// A command written is one line of octets that a server reads as this command.
fn reads_back(command: &Command<'_>) -> Result<(), TestCaseError> {
    let wire = line(command);
    let Some(text) = wire.strip_suffix(b"\r\n") else {
        return Err(TestCaseError::fail("no CRLF at the end"));
    };
    let ends = |octet: &u8| matches!(octet, b'\r' | b'\n' | 0);
    prop_assert!(!text.iter().any(ends), "a second line in {:?}", text.escape_ascii());
    let read = Command::parse(text);
    prop_assert_eq!(read.as_ref(), Ok(command), "{}", text.escape_ascii());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    // R-API-001, R-CORE-010, R-CORE-012, R-GRAM-010, R-BDAT-001, R-DSN-010, R-UTF8-003
    #[test]
    fn every_command_reads_back_as_what_was_written(command in command()) {
        reads_back(&command)?;
    }

    #[test]
    fn every_mail_command_with_every_parameter_reads_back(command in mail()) {
        reads_back(&command)?;
    }

    #[test]
    fn a_command_that_owns_its_text_is_the_same_command(command in command()) {
        let wire = line(&command);
        let read = Command::parse(wire.strip_suffix(b"\r\n").unwrap());
        let owned = read.clone().map(Command::into_owned);
        prop_assert_eq!(&read, &owned);
        prop_assert_eq!(line(&owned.unwrap()), wire);
    }

    #[test]
    fn a_line_that_is_read_is_written_in_one_form(input in almost_a_command()) {
        if let Ok(command) = Command::parse(&input) {
            let once = line(&command);
            reads_back(&command)?;
            let again = Command::parse(once.strip_suffix(b"\r\n").unwrap()).unwrap();
            prop_assert_eq!(line(&again), once);
        }
    }

    #[test]
    fn leniency_takes_what_strictness_takes_and_reads_it_alike(input in almost_a_command()) {
        let mut lenient = CommandOptions::default();
        lenient.leniency = Leniency::ALL;
        if let Ok(command) = Command::parse(&input) {
            prop_assert_eq!(Command::parse_with(&input, &lenient), Ok(command));
        }
    }

    #[test]
    fn without_smtputf8_no_octet_over_127_gets_in(input in almost_a_command()) {
        let mut options = CommandOptions::default();
        options.smtputf8 = false;
        if Command::parse_with(&input, &options).is_ok() {
            prop_assert!(input.is_ascii());
        }
    }

    // R-GRAM-006, R-CORE-009
    #[test]
    fn no_control_character_gets_in(input in almost_a_command()) {
        if Command::parse(&input).is_ok() {
            let end = input.iter().rposition(|o| !matches!(o, b' ' | b'\t')).map_or(0, |at| at + 1);
            let text = std::str::from_utf8(&input[..end]).expect("commands are UTF-8");
            let control = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
            prop_assert!(!text.contains(control), "{}", text.escape_debug());
        }
    }

    #[test]
    fn white_space_behind_a_command_changes_nothing(command in command(), space in "[ \t]{1,4}") {
        let mut wire = line(&command);
        wire.truncate(wire.len() - 2);
        wire.extend_from_slice(space.as_bytes());
        prop_assert_eq!(Command::parse(&wire), Ok(command));
    }

    #[test]
    fn verbs_and_keywords_are_read_in_any_case(command in command()) {
        let mut wire = line(&command);
        wire.truncate(wire.len() - 2);
        if !matches!(command, Command::Unknown(_)) {
            let verb = wire.iter().position(|octet| *octet == b' ').unwrap_or(wire.len());
            wire[..verb].make_ascii_lowercase();
        }
        prop_assert_eq!(Command::parse(&wire), Ok(command));
    }

    #[test]
    fn a_list_finds_its_parameters_by_keyword_in_any_case(
        mail in mail_parameters(),
        rcpt in rcpt_parameters(),
    ) {
        for parameter in mail.iter() {
            let found = mail.get(&parameter.keyword().to_lowercase());
            prop_assert_eq!(found, Some(parameter));
        }
        for parameter in rcpt.iter() {
            let found = rcpt.get(&parameter.keyword().to_lowercase());
            prop_assert_eq!(found, Some(parameter));
        }
        prop_assert_eq!(mail.iter().count(), mail.len());
        prop_assert_eq!(mail.is_empty(), mail.iter().next().is_none());
    }
}
