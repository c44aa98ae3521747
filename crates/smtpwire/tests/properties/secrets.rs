//! Secrets are never shown, in no way of printing a value or an error.

use proptest::prelude::*;
use smtpwire::types::command::Burl;
use smtpwire::{Command, CommandOptions, Leniency, SaslResponse};

/// Base64 that no other text of the core contains by chance.
const CANARY: &str = "Q0FOQVJZQ0FOQVJZQ0FOQVJZ";

fn shown(line: &[u8]) -> String {
    let mut options = CommandOptions::default();
    let mut all = Vec::new();
    for leniency in [Leniency::NONE, Leniency::ALL] {
        options.leniency = leniency;
        all.push(match Command::parse_with(line, &options) {
            Ok(command) => format!("{command:?} {command:#?} {:?}", command.clone().into_owned()),
            Err(error) => format!("{error} {error:?} {} {:?}", error.reply(), error.reply()),
        });
    }
    all.concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_response_is_never_shown(
        verb in "[Aa][Uu][Tt][Hh]",
        mechanism in "[A-Z0-9-]{0,22}",
        before in "[ \t]{1,3}",
        between in "[ \t]{1,3}",
        behind in "( |=|==|!|\u{e9}|\r|\0|[A-Z]{1,3}){0,3}",
    ) {
        let line = format!("{verb}{before}{mechanism}{between}{CANARY}{behind}");
        prop_assert!(!shown(line.as_bytes()).contains(CANARY));
        let latin = [line.as_bytes(), b"\xff"].concat();
        prop_assert!(!shown(&latin).contains(CANARY));
    }

    #[test]
    fn a_response_that_comes_as_a_command_is_not_shown(verb in "[a-zA-Z0-9]{1,12}") {
        // A client that takes its password for the next command.
        let line = format!("X{verb} {CANARY}");
        prop_assert!(!shown(line.as_bytes()).contains(CANARY));
    }

    #[test]
    fn the_token_of_a_url_is_not_shown(word in "[;:][uU][rR][lL][aA][uU][tT][hH]=[a-z:+@]{0,20}") {
        let word = word.replacen(':', ";", 1);
        let url = format!("imap://jo@h.example/box;uid=1{word}:internal:{CANARY}");
        let burl = Burl::new(&url, true).unwrap();
        let shown_alone = format!("{burl:?}");
        prop_assert!(!shown_alone.contains(CANARY));
        let line = format!("BURL {url} LAST");
        prop_assert!(!shown(line.as_bytes()).contains(CANARY));
    }

    #[test]
    fn the_password_of_a_url_is_not_shown(
        user in "[a-z0-9@.]{0,8}", more in "[/@:a-z0-9]{0,6}", token in "(;URLAUTH=a:b:c)?",
    ) {
        let url = format!("imap://{user}:{more}{CANARY}{more}@h.example/box{token}");
        let alone = format!("{:?}", Burl::new(&url, true).unwrap());
        prop_assert!(!alone.contains(CANARY));
        let line = format!("BURL {url} LAST");
        prop_assert!(!shown(line.as_bytes()).contains(CANARY));
    }
}

#[test]
fn a_url_is_shown_without_its_password() {
    let shown = |url: &str| format!("{:?}", Burl::new(url, true).unwrap());
    assert!(shown("imap://jo:pw@h.example/box").contains("url: imap://jo:***@h.example/box,"));
    assert!(shown("imap://jo@h.example:143/box").contains("url: imap://jo@h.example:143/box,"));
}

#[test]
fn a_response_alone_is_not_shown() {
    let response = SaslResponse::parse(CANARY).unwrap();
    assert!(!format!("{response:?} {response:#?}").contains(CANARY));
    assert_eq!(response.reveal_base64(), CANARY);
    assert_eq!(response.clone().into_owned(), response);
}

#[test]
fn a_line_of_base64_that_is_no_command_is_not_shown() {
    // A client that answers a challenge which was not put: the line reads as an unknown command.
    assert!(!shown(CANARY.as_bytes()).contains(CANARY));
}

#[test]
fn what_a_sign_joins_to_auth_or_pass_is_not_shown_and_other_words_are() {
    for line in ["AUTH:hunter2", "auth-plain:hunter2", "PASS=hunter2", "Pass:hunter2"] {
        assert!(!shown(line.as_bytes()).contains("hunter2"), "{line}");
    }
    for (line, verb) in [("MAIL:FROM <a@b.example>", "MAIL:FROM"), ("Host: a.example", "Host:")] {
        assert!(shown(line.as_bytes()).contains(verb), "{line}");
    }
}
