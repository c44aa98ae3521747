//! What is read at one look is what the rules of the grammar read.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::codec::options::Leniency;

/// The line as the rules alone read it.
fn by_the_rules(line: &[u8], options: CommandOptions) -> Result<Command<'_>, CommandError> {
    let line = trim_end(line);
    let (verb, rest) = split_verb(line);
    with_argument(verb, rest, line, options)
}

/// Every reader says the same of this line, to the letter.
fn agree(line: &[u8]) {
    let lenient = CommandOptions { leniency: Leniency::ALL, ..CommandOptions::default() };
    let ascii = CommandOptions { smtputf8: false, ..CommandOptions::default() };
    for options in [CommandOptions::default(), lenient, ascii] {
        let read = Command::parse_with(line, &options);
        let ruled = by_the_rules(line, options);
        assert_eq!(read, ruled, "{}", line.escape_ascii());
        // `Debug` tells what `==` passes over: the case of a domain, how a local part is quoted.
        assert_eq!(std::format!("{read:?}"), std::format!("{ruled:?}"), "{}", line.escape_ascii());
    }
}

/// Whether the line is read without the rules.
fn at_one_look(line: &[u8]) -> bool {
    let (verb, rest) = split_verb(line);
    match verb {
        Verb::Mail => everyday::mail(rest, &mut MailParameters::new()).is_some(),
        Verb::Rcpt => everyday::rcpt(rest, &mut RcptParameters::new()).is_some(),
        _ => everyday::host(rest).is_some(),
    }
}

#[test]
fn everyday_commands_are_read_at_one_look() {
    let lines: [&[u8]; 10] = [
        b"EHLO mail.sender.example",
        b"HELO a-b.example",
        b"MAIL FROM:<>",
        b"MAIL FROM:<ann@b.example>",
        b"mail from:<bounce+7f-3a_9c=jo@news.sender.example> size=48213 body=8bitmime smtputf8",
        b"MAIL FROM:<ann.b@c.example> SIZE=1 BODY=7BIT",
        b"MAIL FROM:<ann@b.example> RET=HDRS ENVID=QQ314159 SIZE=12345678",
        b"MAIL FROM:<a@b> RET=FULL",
        b"RCPT TO:<dana@b.example> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;dana@b.example",
        b"RCPT TO:<dana@b.example> NOTIFY=NEVER",
    ];
    for line in lines {
        agree(line);
        assert!(Command::parse(line).is_ok(), "{}", line.escape_ascii());
        assert!(at_one_look(line), "{}", line.escape_ascii());
    }
}

#[test]
fn whatever_octet_stands_wherever_a_line_is_read_as_the_rules_read_it() {
    let lines: [&[u8]; 5] = [
        b"EHLO mail.sender-1.example",
        b"MAIL FROM:<a.b-c@d.e-f> SIZE=1024 BODY=8BITMIME SMTPUTF8 RET=FULL",
        b"MAIL FROM:<> ENVID=QQ314159 BODY=7BIT RET=HDRS",
        b"RCPT TO:<d@b.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;d@b.e",
        b"RCPT TO:<d@b.example> NOTIFY=NEVER",
    ];
    for line in lines {
        for place in 0..line.len() {
            for octet in 0..=u8::MAX {
                let mut changed = line.to_vec();
                changed[place] = octet;
                agree(&changed);
            }
            let (before, behind) = line.split_at(place);
            agree(before);
            agree(&[before, &behind[1..]].concat());
            for octet in *b".-@<>, =;+0aZ\0\x7f\xc3" {
                agree(&[before, &[octet], behind].concat());
            }
        }
    }
}

#[test]
fn addresses_of_every_length_are_read_as_the_rules_read_them() {
    for local_part in (0..70).chain([254, 255, 256]) {
        for domain in (0..70).chain([126, 127, 128, 191, 254, 255, 256, 257]) {
            let address = std::format!("{}@{}", "a".repeat(local_part), "b".repeat(domain));
            agree(std::format!("MAIL FROM:<{address}>").as_bytes());
            agree(std::format!("RCPT TO:<{address}> NOTIFY=NEVER").as_bytes());
        }
        agree(std::format!("EHLO {}", "a".repeat(local_part)).as_bytes());
        agree(std::format!("EHLO {}.", "a".repeat(local_part)).as_bytes());
        agree(std::format!("MAIL FROM:<> ENVID={}", "a".repeat(local_part)).as_bytes());
    }
    for length in 95..105 {
        agree(std::format!("MAIL FROM:<> ENVID={}", "a".repeat(length)).as_bytes());
    }
    for length in 495..505 {
        let address = "a".repeat(length);
        agree(std::format!("RCPT TO:<a@b.example> ORCPT=rfc822;{address}").as_bytes());
    }
}

#[test]
fn sizes_of_every_number_of_digits_are_read_as_the_rules_read_them() {
    let mut digits = std::string::String::new();
    for digit in "907182736455463728190".chars() {
        digits.push(digit);
        for behind in ["", " BODY=7BIT", "x", " ", "-", ":", "/"] {
            agree(std::format!("MAIL FROM:<a@b.example> SIZE={digits}{behind}").as_bytes());
        }
    }
}

/// Pieces of lines, whole and broken.
fn pieces() -> impl Strategy<Value = std::vec::Vec<u8>> {
    let words: &[&str] = &[
        "a",
        "Z9",
        "-",
        ".",
        "..",
        "@",
        "<",
        ">",
        " ",
        "  ",
        "=",
        "+",
        "_",
        "\"",
        "a.b",
        "b-c.d",
        "a@b.example>",
        "jo+tag@c-d.example",
        "SIZE=",
        "10240",
        "00000000",
        "123456789",
        "BODY=",
        "8BITMIME",
        "7bit",
        "BINARYMIME",
        "SMTPUTF8",
        "RET=",
        "HDRS",
        "full",
        "ENVID=",
        "QQ314159",
        "+41",
        "NOTIFY=",
        "NEVER",
        "SUCCESS",
        ",",
        "Failure",
        "DELAY",
        "ORCPT=",
        "rfc822;",
        "utf-8;",
        "AUTH=<>",
        "HOLDFOR=5",
        "\u{e9}",
        "[192.0.2.1]",
        "@a,@b:",
        "\0",
        "\t",
        "abcdefghijklmnopqrstuvwxyz",
        "0123456789abcdef0123456789abcdef",
        "\x18",
        "\x19",
        "\x1d",
    ];
    vec(proptest::sample::select(words), 0..12).prop_map(|words| words.concat().into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn lines_of_any_pieces_are_read_as_the_rules_read_them(
        start in proptest::sample::select(&[
            "EHLO ", "lhlo ", "MAIL FROM:", "MAIL FROM:<", "MAIL FROM:<a@b.example>",
            "MAIL FROM:<> ", "MAIL FROM:<ann.liddell@mail.sender.example> ", "RCPT TO:",
            "RCPT TO:<", "RCPT TO:<a@b.example> ",
        ][..]),
        rest in pieces(),
    ) {
        agree(&[start.as_bytes(), &rest].concat());
    }
}
